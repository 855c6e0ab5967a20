//! Makes the queue of any handle times one of exponential handle times with about the same waits.

use super::Queue;
use crate::dist::Dist;

/// Part of the spread beyond that of exponential handle times that waits show while callers abandon: the longest calls
/// outlast the queue that they make.
const BEYOND_EXPONENTIAL: f64 = 1.0 / 3.0;

/// Returns the queue of exponential handle times whose waits are about those of the given one, where handle times have
/// the squared coefficient of variation `cv2`.
///
/// The load stays, and time is scaled by (1 + cv^2)/2: without abandonment that is the formula of Lee and Longton (1959),
/// for one agent that of Pollaczek and Khinchine. Where callers abandon, and handle times vary more than exponential
/// ones, only a third of the excess counts (found by simulation).
pub fn exponential_equivalent(queue: Queue, cv2: f64, patience: &Dist) -> (Queue, f64) {
    let counts = if patience.is_never() { 1.0 } else { BEYOND_EXPONENTIAL };
    let spread = if cv2 > 1.0 { 1.0 + counts * (cv2 - 1.0) } else { cv2 };
    let scale = (1.0 + spread) / 2.0;
    let queue =
        Queue { arrival_rate: queue.arrival_rate / scale, service_mean: queue.service_mean * scale, ..queue };
    (queue, scale)
}

#[cfg(test)]
mod tests {
    use super::super::mg1::Mg1;
    use super::super::mmng::Mmng;
    use super::*;

    #[test]
    fn one_agent_and_endless_patience_wait_as_pollaczek_and_khinchine_say() {
        for talk in [Dist::deterministic(120.0).unwrap(), Dist::lognormal(120.0, 1.8).unwrap()] {
            let (mean, variance) = talk.moments();
            let queue = Queue { arrival_rate: 0.006, service_mean: mean, agents: 1 };
            let (equivalent, _) = exponential_equivalent(queue, variance / mean / mean, &Dist::NEVER);
            let (exact, near) =
                (Mg1::new(0.006, &talk).unwrap(), Mmng::new(equivalent, &Dist::NEVER).unwrap());
            assert!((near.mean_wait_all / exact.mean_wait - 1.0).abs() < 1e-9);
        }
    }

    /// Levels within 20 s by simulation (60 days, 4 replications; standard errors below 0.2 points), handle times of 240 s.
    #[test]
    fn levels_are_within_three_points_of_the_simulation() {
        for (agents, load, cv, patience, simulated) in [
            (1, 0.95, 0.0, 600.0, 0.2969),
            (1, 1.2, 2.0, 600.0, 0.2750),
            (3, 1.2, 0.0, 600.0, 0.1782),
            (10, 0.95, 2.0, 600.0, 0.5259),
            (10, 1.2, 0.0, 600.0, 0.1098),
            (10, 1.2, 2.0, 600.0, 0.2100),
            (40, 0.95, 0.0, 60.0, 0.8992),
            (40, 0.95, 2.0, 60.0, 0.8858),
            (40, 1.2, 2.0, 600.0, 0.0933),
        ] {
            let patience = Dist::exponential(patience).unwrap();
            let arrival_rate = load * f64::from(agents) / 240.0;
            let queue = Queue { arrival_rate, service_mean: 240.0, agents };
            let (equivalent, _) = exponential_equivalent(queue, cv * cv, &patience);
            let level = Mmng::new(equivalent, &patience).unwrap().p_served_within(20.0);
            assert!((level - simulated).abs() < 0.03, "{agents}, {load}, {cv}: {level}, {simulated}");
        }
    }
}
