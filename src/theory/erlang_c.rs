//! Erlang C, the delay system M/M/n: infinite queue, first come first served, nobody abandons.

use super::{Queue, Refused, erlang_b};

/// The steady state of M/M/n. Symbols: lambda arrival rate, mu = 1/mean handle time, n agents,
/// a = lambda/mu. Formulas: Gross, Shortle, Thompson and Harris, *Fundamentals of Queueing Theory*
/// (2008), section 2.3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangC {
    /// a = lambda/mu, in erlangs.
    pub offered_load: f64,
    /// rho = a/n.
    pub occupancy: f64,
    /// C(n, a): the share of calls that wait.
    pub p_wait: f64,
    /// E\[W\] = C / (n mu - lambda), seconds, over all calls.
    pub mean_wait: f64,
    /// 1 / (n mu - lambda), seconds, over calls that wait.
    pub mean_wait_if_delayed: f64,
    /// Var\[W\] = C (2 - C) / (n mu - lambda)^2, seconds squared.
    pub var_wait: f64,
    /// lambda E\[W\], calls waiting on average.
    pub mean_queue: f64,
}

impl ErlangC {
    /// Solves the queue; an error when a >= n.
    pub fn new(queue: Queue) -> Result<ErlangC, Refused> {
        let queue = queue.checked()?;
        let (a, n) = (queue.offered_load(), f64::from(queue.agents));
        if a >= n {
            return Err(Refused::Overloaded { occupancy: a / n });
        }
        let blocked = erlang_b::p_blocked(a, queue.agents)?;
        // C = n B / (n - a (1 - B)), written so that nothing cancels when a is near n.
        let p_wait = n * blocked / ((n - a) + a * blocked);
        let mean_wait_if_delayed = queue.service_mean / (n - a);
        let mean_wait = p_wait * mean_wait_if_delayed;
        Ok(ErlangC {
            offered_load: a,
            occupancy: a / n,
            p_wait,
            mean_wait,
            mean_wait_if_delayed,
            var_wait: p_wait * (2.0 - p_wait) * mean_wait_if_delayed * mean_wait_if_delayed,
            mean_queue: queue.arrival_rate * mean_wait,
        })
    }

    /// Returns P(W > t) = C exp(-(n mu - lambda) t), t >= 0 in seconds.
    pub fn p_wait_gt(&self, t: f64) -> f64 {
        self.p_wait * libm::exp(-t.max(0.0) / self.mean_wait_if_delayed)
    }

    /// Returns P(W <= t), the service level.
    pub fn served_within(&self, t: f64) -> f64 {
        1.0 - self.p_wait_gt(t)
    }

    /// Returns the least t >= 0 with P(W <= t) >= q, in seconds; infinite for q >= 1.
    pub fn wait_quantile(&self, q: f64) -> f64 {
        if q >= 1.0 {
            return f64::INFINITY;
        }
        (self.mean_wait_if_delayed * libm::log(self.p_wait / (1.0 - q))).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(arrival_rate: f64, service_mean: f64, agents: u32) -> Queue {
        Queue { arrival_rate, service_mean, agents }
    }

    #[test]
    fn one_agent_makes_everybody_wait_who_finds_a_call() {
        let mm1 = ErlangC::new(queue(0.8, 1.0, 1)).unwrap();
        assert!((mm1.p_wait - 0.8).abs() < 1e-15);
        assert!((mm1.mean_wait - 4.0).abs() < 1e-12);
    }

    #[test]
    fn an_overloaded_queue_is_refused_with_its_occupancy() {
        assert_eq!(ErlangC::new(queue(3.0, 1.0, 2)), Err(Refused::Overloaded { occupancy: 1.5 }));
        assert_eq!(ErlangC::new(queue(2.0, 1.0, 2)), Err(Refused::Overloaded { occupancy: 1.0 }));
        assert!(matches!(ErlangC::new(queue(1.0, 1.0, 0)), Err(Refused::Input { .. })));
    }

    #[test]
    fn a_quantile_undoes_the_tail() {
        let c = ErlangC::new(queue(1.05, 285.0, 320)).unwrap();
        for q in [0.9, 0.99, 0.999_999] {
            assert!((c.served_within(c.wait_quantile(q)) - q).abs() < 1e-13);
        }
        assert_eq!(c.wait_quantile(0.1), 0.0);
        assert_eq!(c.wait_quantile(1.0), f64::INFINITY);
    }

    /// Halfin and Whitt (1981): with n = a + beta sqrt(a) the share that waits tends to
    /// 1 / (1 + beta Phi(beta) / phi(beta)), 0.2234 for beta = 1.
    #[test]
    fn a_hundred_thousand_agents_follow_the_square_root_rule() {
        let n = 100_000.0_f64;
        let a = n - n.sqrt();
        let c = ErlangC::new(queue(a, 1.0, 100_000)).unwrap();
        assert!((c.p_wait - 0.2234).abs() < 0.002, "{}", c.p_wait);
    }
}
