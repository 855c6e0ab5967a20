//! M/D/c: constant handle time D, c agents, infinite queue and patience, first come first served.
//!
//! Calls in the system D apart follow N' = max(N - c, 0) + A, A Poisson with mean lambda D (Crommelin,
//! 1932). So the queue Y = max(N - c, 0) is a Lindley recursion with steps A - c, and by Spitzer's
//! identity (1956) its generating function is exp(sum over j >= 1 of s_j (z^j - 1)) with
//! s_j = sum over k >= 1 of P(A_1 + ... + A_k = k c + j) / k: a compound Poisson law, whose
//! probabilities follow by Panjer's recursion (1981) from positive terms alone.

use super::{Queue, Refused, poisson};

/// The steady state of M/D/c.
#[derive(Clone, Debug, PartialEq)]
pub struct Mdc {
    /// P(W > 0).
    pub p_wait: f64,
    /// E\[W\], seconds.
    pub mean_wait: f64,
    /// Mean number waiting, calls.
    pub mean_queue: f64,
    /// lambda D / c.
    pub occupancy: f64,
    queue: Queue,
    /// P(Y <= i) for i = 0, 1, ...; 1 beyond.
    queue_at_most: Vec<f64>,
}

/// Terms summed at most; beyond it (occupancy above about 0.98 for one agent, 0.997 for hundreds) no answer
/// is given.
const WORK: f64 = 4e8;
/// Probabilities left out.
const NEGLIGIBLE: f64 = 1e-18;

impl Mdc {
    /// Solves the queue; `service_mean` is the constant D. An error when overloaded or so nearly so that
    /// the sums would take minutes.
    pub fn new(queue: Queue) -> Result<Mdc, Refused> {
        let queue = queue.checked()?;
        let occupancy = queue.offered_load() / f64::from(queue.agents);
        if occupancy >= 1.0 {
            return Err(Refused::Overloaded { occupancy });
        }
        let s = ladder(queue.offered_load(), queue.agents)?;
        let mean_queue = s.iter().enumerate().map(|(i, s)| (i + 1) as f64 * s).sum();
        let mut mdc = Mdc {
            p_wait: 0.0,
            mean_wait: mean_queue / queue.arrival_rate,
            mean_queue,
            occupancy,
            queue,
            queue_at_most: cumulative(&compound_poisson(&s)),
        };
        mdc.p_wait = mdc.p_wait_gt(0.0);
        Ok(mdc)
    }

    /// Returns P(W > t), t in seconds. With k = floor(t/D) + 1 and u = k D - t, P(W <= t) = sum over
    /// j = 0 ... kc - 1 of P(Y <= kc - 1 - j) P(Poisson(lambda u) = j) (Franx, 2001).
    pub fn p_wait_gt(&self, t: f64) -> f64 {
        let service = self.queue.service_mean;
        let k = (t.max(0.0) / service).floor() + 1.0;
        let mean = self.queue.arrival_rate * (k * service - t.max(0.0));
        let last = k * f64::from(self.queue.agents) - 1.0;
        // Beyond the mean by 40 standard deviations nothing is left.
        let far = last.min(mean + 40.0 * mean.sqrt() + 100.0) as u64;
        let within: f64 = (0..=far).map(|j| self.at_most(last as u64 - j) * poisson::pmf(j, mean)).sum();
        (1.0 - within).max(0.0)
    }

    fn at_most(&self, i: u64) -> f64 {
        self.queue_at_most.get(i as usize).copied().unwrap_or(1.0)
    }
}

/// s_1, s_2, ... up to where the tail of Y is negligible.
fn ladder(load: f64, agents: u32) -> Result<Vec<f64>, Refused> {
    let c = f64::from(agents);
    // k matters while P(Poisson(k a) > k c) <= exp(-k D(c, a)), D the deviance per step, exceeds 1e-18.
    let deviance = c * libm::log(c / load) + load - c;
    let rounds = (41.5 / deviance).ceil().max(1.0);
    // The tail of Y falls as z^-i, z > 1 the other root of c ln z = a (z - 1).
    let length = (41.5 / libm::log(decay(load / c))).ceil().max(1.0);
    let work = rounds * length.min(c + 12.0 * (rounds * load).sqrt() + 60.0) + length * length;
    if work.is_nan() || work > WORK {
        return Err(Refused::Extreme("constant handle times at an occupancy next to 1"));
    }
    let mut s = vec![0.0; length as usize];
    for k in 1..=rounds as u64 {
        let mean = k as f64 * load;
        let base = k * u64::from(agents);
        let mut p = poisson::pmf(base + 1, mean);
        for (i, s) in s.iter_mut().enumerate() {
            if p < NEGLIGIBLE * 1e-6 {
                break; // beyond the mean already, so the rest is smaller still
            }
            *s += p / k as f64;
            p *= mean / (base + i as u64 + 2) as f64;
        }
    }
    Ok(s)
}

/// The root z > 1 of ln z = rho (z - 1), 0 < rho < 1, by Newton's method from above.
fn decay(rho: f64) -> f64 {
    // The function ln z - rho (z - 1) is concave with its top at 1/rho, so from beyond the root Newton
    // descends to it; ln z <= 2 (sqrt z - 1) gives a point beyond it.
    let mut z = (2.0 / rho - 1.0) * (2.0 / rho - 1.0);
    for _ in 0..100 {
        let next = z - (libm::log(z) - rho * (z - 1.0)) / (1.0 / z - rho);
        if next >= z || next.is_nan() {
            break;
        }
        z = next;
    }
    z.max(1.0 + 1e-12)
}

/// Probabilities with generating function exp(sum s_j (z^j - 1)): i q_i = sum over j of j s_j q_(i-j).
fn compound_poisson(s: &[f64]) -> Vec<f64> {
    let mut q = vec![libm::exp(-s.iter().sum::<f64>())];
    for i in 1..=s.len() {
        let sum: f64 = (1..=i).map(|j| j as f64 * s[j - 1] * q[i - j]).sum();
        q.push(sum / i as f64);
    }
    q
}

fn cumulative(q: &[f64]) -> Vec<f64> {
    let running = |sum: &mut f64, q: &f64| {
        *sum += q;
        Some(sum.min(1.0))
    };
    q.iter().scan(0.0, running).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solve(load: f64, agents: u32) -> Mdc {
        Mdc::new(Queue { arrival_rate: load / 4.0, service_mean: 4.0, agents }).unwrap()
    }

    /// Pollaczek and Khinchine: E[W] = rho D / (2 (1 - rho)), P(W > 0) = rho.
    #[test]
    fn one_agent_is_pollaczek_and_khinchine() {
        for rho in [0.05, 0.5, 0.8, 0.97] {
            let q = solve(rho, 1);
            assert!((q.mean_wait / (rho * 4.0 / (2.0 * (1.0 - rho))) - 1.0).abs() < 1e-11, "{rho}");
            assert!((q.p_wait - rho).abs() < 1e-11, "{rho}: {}", q.p_wait);
        }
    }

    /// E[W] is the integral of P(W > t): ties the two roads together.
    #[test]
    fn the_mean_wait_is_the_integral_of_its_tail() {
        for (load, agents) in [(8.0, 10), (0.7, 1), (95.0, 100)] {
            let q = solve(load, agents);
            const STEPS: usize = 20_000;
            let h = 80.0 / STEPS as f64;
            let sum = (0..STEPS).map(|i| q.p_wait_gt((i as f64 + 0.5) * h)).sum::<f64>() * h;
            assert!((sum / q.mean_wait - 1.0).abs() < 1e-5, "{agents}: {sum} {}", q.mean_wait);
        }
    }

    #[test]
    fn a_thousand_agents_are_solved_and_overload_is_refused() {
        let q = solve(970.0, 1000);
        assert!(q.p_wait > 0.1 && q.p_wait < 0.5 && q.mean_wait > 0.0);
        let over = Mdc::new(Queue { arrival_rate: 2.0, service_mean: 1.0, agents: 2 });
        assert_eq!(over, Err(Refused::Overloaded { occupancy: 1.0 }));
        let edge = Mdc::new(Queue { arrival_rate: 0.999_999, service_mean: 1.0, agents: 1 });
        assert!(matches!(edge, Err(Refused::Extreme(_))));
    }
}
