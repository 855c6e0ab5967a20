//! M/M/n/K: n agents and K lines, so K - n callers can wait; a call that finds all lines taken is blocked.

use super::{Queue, Refused, poisson};

/// The steady state of M/M/n/K. Symbols: pi_j the probability of j calls in the system, lambda the
/// arrival rate, mu = 1/mean handle time. By the balance lambda pi_(j-1) = min(j, n) mu pi_j (Gross and
/// others, *Fundamentals of Queueing Theory*, 2008, section 2.5); callers see time averages (PASTA).
#[derive(Clone, Debug, PartialEq)]
pub struct Mmnk {
    /// pi_K.
    pub p_blocked: f64,
    /// (pi_n + ... + pi_(K-1)) / (1 - pi_K): accepted calls that wait.
    pub p_wait_if_accepted: f64,
    /// Mean queue / (lambda (1 - pi_K)), seconds (Little).
    pub mean_wait_if_accepted: f64,
    /// Sum of (j - n) pi_j, calls.
    pub mean_queue: f64,
    /// lambda (1 - pi_K) / (n mu).
    pub occupancy: f64,
    /// pi_n, pi_(n+1), ..., pi_(K-1): what callers find who wait.
    waiting: Vec<f64>,
    capacity: f64,
}

impl Mmnk {
    /// Solves the queue; `lines` K >= n counts calls in service and waiting.
    pub fn new(queue: Queue, lines: u32) -> Result<Mmnk, Refused> {
        let queue = queue.checked()?;
        if lines < queue.agents {
            return Err(Refused::Input { name: "number of lines", must: "at least the number of agents" });
        }
        let pi = state_probabilities(queue, lines);
        let n = queue.agents as usize;
        let p_blocked = pi[lines as usize];
        let accepted: f64 = pi[..lines as usize].iter().sum();
        let mean_queue: f64 = pi[n..].iter().enumerate().map(|(waiting, p)| waiting as f64 * p).sum();
        Ok(Mmnk {
            p_blocked,
            p_wait_if_accepted: pi[n..lines as usize].iter().sum::<f64>() / accepted,
            mean_wait_if_accepted: mean_queue / (queue.arrival_rate * accepted),
            mean_queue,
            occupancy: queue.offered_load() * accepted / f64::from(queue.agents),
            waiting: pi[n..lines as usize].iter().map(|p| p / accepted).collect(),
            capacity: queue.capacity(),
        })
    }

    /// P(W > t) of accepted calls, t in seconds: who finds n + i calls waits for i + 1 ends of service,
    /// which come at rate n mu, so waits longer than t with probability P(Poisson(n mu t) <= i).
    pub fn p_wait_gt_if_accepted(&self, t: f64) -> f64 {
        let mean = self.capacity * t.max(0.0);
        let mut at_most = 0.0;
        let mut sum = 0.0;
        for (i, p) in self.waiting.iter().enumerate() {
            at_most += poisson::pmf(i as u64, mean);
            sum += p * at_most;
        }
        sum
    }
}

/// pi_0 ... pi_K, built outwards from the most likely state so that nothing overflows.
fn state_probabilities(queue: Queue, lines: u32) -> Vec<f64> {
    let a = queue.offered_load();
    // lambda / (min(j, n) mu): how pi_j follows from pi_(j-1). It falls with j, so the mode is where it
    // passes 1.
    let ratio = |j: u32| a / f64::from(j.min(queue.agents));
    let mode = if ratio(lines) >= 1.0 { lines } else { a.floor() as u32 };
    let mut pi = vec![0.0; lines as usize + 1];
    pi[mode as usize] = 1.0;
    for j in mode + 1..=lines {
        pi[j as usize] = pi[j as usize - 1] * ratio(j);
    }
    for j in (1..=mode).rev() {
        pi[j as usize - 1] = pi[j as usize] / ratio(j);
    }
    let total: f64 = pi.iter().sum();
    pi.iter_mut().for_each(|p| *p /= total);
    pi
}

#[cfg(test)]
mod tests {
    use super::super::{erlang_b, erlang_c::ErlangC};
    use super::*;

    #[test]
    fn as_many_lines_as_agents_is_erlang_b() {
        for (a, n) in [(5.0, 10), (200.0, 150), (1e5, 100_000)] {
            let queue = Queue { arrival_rate: a, service_mean: 1.0, agents: n };
            let loss = Mmnk::new(queue, n).unwrap();
            let blocked = erlang_b::p_blocked(a, n).unwrap();
            assert!((loss.p_blocked / blocked - 1.0).abs() < 1e-10, "{n}: {} {blocked}", loss.p_blocked);
            assert_eq!(loss.mean_queue, 0.0);
        }
    }

    #[test]
    fn very_many_lines_are_erlang_c() {
        let queue = Queue { arrival_rate: 4.2, service_mean: 2.0, agents: 12 };
        let (k, c) = (Mmnk::new(queue, 500).unwrap(), ErlangC::new(queue).unwrap());
        assert!((k.p_wait_if_accepted - c.p_wait).abs() < 1e-13);
        assert!((k.mean_queue - c.mean_queue).abs() < 1e-12);
        assert!((k.p_wait_gt_if_accepted(0.7) - c.p_wait_gt(0.7)).abs() < 1e-13);
        assert!((k.p_wait_gt_if_accepted(0.0) - c.p_wait).abs() < 1e-13);
    }

    #[test]
    fn fewer_lines_than_agents_are_refused() {
        let queue = Queue { arrival_rate: 1.0, service_mean: 1.0, agents: 3 };
        assert!(matches!(Mmnk::new(queue, 2), Err(Refused::Input { name: "number of lines", .. })));
    }
}
