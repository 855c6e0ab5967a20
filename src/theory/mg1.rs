//! M/G/1: one agent, any handle time, infinite queue and patience, first come first served.

use super::mdc::Mdc;
use super::{Queue, Refused, positive, quadrature};
use crate::dist::{Dist, Family, Tail};

/// The steady state of M/G/1. Symbols: lambda arrival rate, X handle time, rho = lambda E\[X\].
#[derive(Clone, Debug)]
pub struct Mg1<'a> {
    /// rho: also the share of time the agent is busy.
    pub p_wait: f64,
    /// lambda E\[X^2\] / (2 (1 - rho)), seconds (Pollaczek, 1930; Khinchine, 1932).
    pub mean_wait: f64,
    /// E\[W\]^2 + lambda E\[X^3\] / (3 (1 - rho)), seconds squared.
    pub var_wait: f64,
    /// lambda E\[W\], calls.
    pub mean_queue: f64,
    arrival_rate: f64,
    service: &'a Dist,
}

/// Greatest number of grid steps of [`Mg1::p_wait_gt`].
const FINEST: usize = 16_384;

impl<'a> Mg1<'a> {
    /// Solves the queue. An error when rho >= 1, or when the handle time has no third moment.
    pub fn new(arrival_rate: f64, service: &'a Dist) -> Result<Mg1<'a>, Refused> {
        positive("arrival rate", arrival_rate)?;
        let (mean, variance) = service.moments();
        let rho = arrival_rate * positive("mean handle time", mean)?;
        if rho >= 1.0 {
            return Err(Refused::Overloaded { occupancy: rho });
        }
        let mean_wait = arrival_rate * (variance + mean * mean) / (2.0 * (1.0 - rho));
        let third = arrival_rate * service.third_moment() / (3.0 * (1.0 - rho));
        if !(mean_wait + third).is_finite() {
            return Err(Refused::Extreme("the third moment of the handle time"));
        }
        Ok(Mg1 {
            p_wait: rho,
            mean_wait,
            var_wait: mean_wait * mean_wait + third,
            mean_queue: arrival_rate * mean_wait,
            arrival_rate,
            service,
        })
    }

    /// Returns P(W > t), t in seconds.
    ///
    /// G(t) = P(W > t) solves the renewal equation G(t) = lambda (E\[X\] - H(t)) + lambda times the
    /// integral over u from 0 to t of G(t - u) P(X > u), H(t) = E\[min(X, t)\] (Asmussen,
    /// *Applied Probability and Queues*, 2003). G is made piecewise linear on ever finer grids
    /// and extrapolated (Richardson) until two answers agree to 1e-10: good to 1e-9 for a smooth handle
    /// time. One with jumps bends G off the grid, which leaves up to about 1e-7; a constant one is
    /// solved exactly as M/D/1.
    pub fn p_wait_gt(&self, t: f64) -> Result<f64, Refused> {
        if t <= 0.0 {
            return Ok(self.p_wait);
        }
        if let Family::Deterministic { value } = self.service.family() {
            let queue = Queue { arrival_rate: self.arrival_rate, service_mean: *value, agents: 1 };
            return Ok(Mdc::new(queue)?.p_wait_gt(t));
        }
        let mut steps = 64;
        let at_end = |steps: usize| self.renewal(t, steps)[steps];
        let mut coarse = at_end(steps);
        let mut before = f64::NAN;
        loop {
            steps *= 2;
            let fine = at_end(steps);
            let answer = fine + (fine - coarse) / 3.0;
            if (answer - before).abs() < 1e-10 || steps >= FINEST {
                return Ok(answer.clamp(0.0, 1.0));
            }
            (coarse, before) = (fine, answer);
        }
    }

    /// G at 0, h, 2h, ..., t = `steps` h by the renewal equation, error of order h^2.
    fn renewal(&self, t: f64, steps: usize) -> Vec<f64> {
        let h = t / steps as f64;
        let tail = Tail::new(self.service);
        let (near, far) = self.kernel(&tail, h, steps);
        let mut g = vec![self.p_wait];
        for k in 1..=steps {
            let source = self.p_wait - self.arrival_rate * tail.limited_mean(k as f64 * h);
            // Cell i, u from ih to (i+1)h, weighs G at k-i with near[i] and at k-i-1 with far[i].
            let known: f64 = (1..k).map(|i| (near[i] + far[i - 1]) * g[k - i]).sum();
            g.push((source + known + far[k - 1] * g[0]) / (1.0 - near[0]));
        }
        g
    }

    /// lambda times the integrals of P(X > u) (1 - w) and P(X > u) w over each cell, w the share of the
    /// cell below u.
    fn kernel(&self, tail: &Tail, h: f64, steps: usize) -> (Vec<f64>, Vec<f64>) {
        let mut breaks = self.service.breaks();
        breaks.sort_by(f64::total_cmp);
        let cell = |i: usize| {
            let (from, to) = (i as f64 * h, (i + 1) as f64 * h);
            let inside = breaks.partition_point(|x| *x <= from)..breaks.partition_point(|x| *x < to);
            let edges: Vec<f64> = [&[from], &breaks[inside], &[to]].concat();
            let weigh = |u: f64| {
                let (survival, share) = (self.arrival_rate * tail.survival(u), (u - from) / h);
                [survival * (1.0 - share), survival * share]
            };
            quadrature::integrate(weigh, &edges, 1e-12)
        };
        (0..steps).map(|i| cell(i).into()).unzip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_handle_times_are_the_mm1_queue() {
        let service = Dist::exponential(240.0).unwrap();
        let q = Mg1::new(0.003, &service).unwrap();
        let rate = 1.0 / 240.0 - 0.003;
        assert!((q.mean_wait - 0.72 / rate).abs() < 1e-9);
        assert!((q.var_wait - 0.72 * (2.0 - 0.72) / (rate * rate)).abs() < 1e-6);
        for t in [0.0, 10.0, 240.0, 3000.0] {
            let exact = 0.72 * libm::exp(-rate * t);
            assert!((q.p_wait_gt(t).unwrap() - exact).abs() < 1e-10, "{t}");
        }
    }

    /// E[W] is the integral of P(W > t), here by the trapezium rule over the whole solution.
    #[test]
    fn the_mean_wait_is_the_integral_of_its_tail() {
        for service in [Dist::erlang(4.0, 2).unwrap(), Dist::uniform(1.0, 7.0).unwrap()] {
            let q = Mg1::new(0.15, &service).unwrap();
            let g = q.renewal(120.0, 4000);
            let mean = (g.iter().sum::<f64>() - 0.5 * g[0]) * 0.03;
            assert!((mean / q.mean_wait - 1.0).abs() < 1e-5, "{service:?}: {mean} {}", q.mean_wait);
        }
    }

    #[test]
    fn the_general_road_agrees_with_the_constant_one() {
        let (constant, values) = (Dist::deterministic(4.0).unwrap(), Dist::empirical(vec![4.0]).unwrap());
        let (exact, general) = (Mg1::new(0.2, &constant).unwrap(), Mg1::new(0.2, &values).unwrap());
        for t in [1.0, 3.9, 10.0] {
            let (a, b) = (exact.p_wait_gt(t).unwrap(), general.p_wait_gt(t).unwrap());
            assert!((a - b).abs() < 1e-7, "{t}: {a} {b}");
        }
    }

    #[test]
    fn an_overloaded_agent_is_refused() {
        let service = Dist::exponential(5.0).unwrap();
        assert_eq!(Mg1::new(0.4, &service).err(), Some(Refused::Overloaded { occupancy: 2.0 }));
        assert!(matches!(Mg1::new(0.4, &Dist::NEVER).err(), Some(Refused::Input { .. })));
    }
}
