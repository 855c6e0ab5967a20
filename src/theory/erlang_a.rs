//! Erlang A (M/M/n+M) for every number of agents at one load: the share of calls that abandon.
//!
//! [`mmng`](super::mmng) solves one queue with any patience. Placing people on shifts asks for the same load with 0, 1,
//! 2, ... agents, many thousand times, and exponential patience has a form that costs a short sum each:
//! with a erlangs, n agents and r = handle time / patience,
//!
//! P(abandon) = (1 + (1 - n/a) Q) / (1/B(n, a) + Q), Q = sum over k >= 1 of the product of a / (n + j r), j = 1 to k,
//!
//! by balance: what is offered and not served abandons (Palm 1957; Garnett, Mandelbaum and Reiman 2002).

/// Beyond this the queue is never empty, to the last digit of a double.
const NEVER_EMPTY: f64 = 1e25;

/// Returns the shares that abandon with 0, 1, ... `most` agents, at a load of `load` erlangs (positive) and with
/// `ratio` = mean handle time / mean patience (positive).
pub fn p_abandon(load: f64, ratio: f64, most: u32) -> Vec<f64> {
    let mut inverse = 1.0;
    let share = |n: u32| {
        let agents = f64::from(n);
        if n == 0 {
            return 1.0;
        }
        inverse = 1.0 + agents / load * inverse;
        let queue = states_above(load, ratio, agents);
        // Divided by Q, which may be infinite, as may 1/B.
        let share = (1.0 / queue + (1.0 - agents / load)) / (inverse / queue + 1.0);
        share.clamp(0.0, 1.0)
    };
    (0..=most).map(share).collect()
}

/// Q: the weight of all states with somebody waiting, where that of "all busy, nobody waits" is 1.
fn states_above(load: f64, ratio: f64, agents: f64) -> f64 {
    let (mut weight, mut sum, mut rate) = (1.0, 0.0, agents);
    loop {
        rate += ratio;
        weight *= load / rate;
        sum += weight;
        // Once the weights fall they fall ever faster.
        if (load < rate && weight < 1e-17 * sum) || sum > NEVER_EMPTY {
            return sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Queue, mmng::Mmng};
    use super::*;
    use crate::dist::Dist;

    #[test]
    fn shares_are_those_of_the_queue_with_general_patience() {
        for (load, handle, patience) in [(0.02, 300.0, 400.0), (7.0, 270.0, 180.0), (80.0, 240.0, 3600.0)] {
            let shares = p_abandon(load, handle / patience, 120);
            let patience = Dist::exponential(patience).unwrap();
            for agents in [1, 2, 5, 9, 40, 80, 120] {
                let queue = Queue { arrival_rate: load / handle, service_mean: handle, agents };
                let exact = Mmng::new(queue, &patience).unwrap().p_abandon;
                let share = shares[agents as usize];
                assert!((share - exact).abs() <= 1e-9 * exact + 1e-15, "{load}, {agents}: {share} {exact}");
            }
        }
    }

    #[test]
    fn each_further_agent_saves_less_than_the_one_before() {
        for (load, ratio) in [(0.001, 0.7), (0.6, 0.1), (12.0, 0.7), (300.0, 2.0), (5_000.0, 0.5)] {
            let shares = p_abandon(load, ratio, 400);
            assert_eq!(shares[0], 1.0);
            let savings: Vec<f64> = shares.windows(2).map(|pair| pair[0] - pair[1]).collect();
            assert!(savings.iter().all(|saving| *saving >= 0.0), "{load}");
            assert!(savings.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12), "{load}");
        }
    }
}
