//! How few nanoseconds a call of M/M/n+M can cost: an event loop written for nothing else. No
//! scenario, no keys, no tables; it counts four numbers.

use hotseat::engine::EventQueue;
use rand_distr::{Distribution, Exp1};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use std::collections::VecDeque;

/// Mean talk and patience, seconds; the load per agent.
pub(crate) const TALK: f64 = 300.0;
pub(crate) const PATIENCE: f64 = 180.0;
pub(crate) const LOAD: f64 = 1.05;
const WITHIN: f64 = 20.0;

/// What the loop counts.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) answered: u64,
    pub(crate) abandoned: u64,
    pub(crate) within: u64,
    pub(crate) wait: f64,
}

/// Simulates `calls` calls with `agents` agents.
pub(crate) fn run(agents: u32, calls: u64, seed: u64) -> Counts {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut exponential =
        |mean: f64| -> f64 { mean * <Exp1 as Distribution<f64>>::sample(&Exp1, &mut random) };
    let gap = TALK / (LOAD * f64::from(agents));
    let mut ends = EventQueue::default();
    let mut queue: VecDeque<(f64, f64)> = VecDeque::new();
    let mut counts = Counts::default();
    let (mut idle, mut left, mut arrival) = (agents, calls, exponential(gap));
    loop {
        let end = ends.time();
        if arrival <= end {
            if left == 0 {
                break;
            }
            let now = arrival;
            left -= 1;
            arrival = if left > 0 { now + exponential(gap) } else { f64::INFINITY };
            if idle > 0 {
                idle -= 1;
                counts.answered += 1;
                counts.within += 1;
                ends.push(now + exponential(TALK), 0);
            } else {
                queue.push_back((now, now + exponential(PATIENCE)));
            }
            continue;
        }
        loop {
            match queue.pop_front() {
                None => {
                    idle += 1;
                    ends.pop();
                    break;
                }
                Some((_, deadline)) if deadline < end => counts.abandoned += 1,
                Some((joined, _)) => {
                    let wait = end - joined;
                    counts.answered += 1;
                    counts.wait += wait;
                    counts.within += u64::from(wait <= WITHIN);
                    ends.replace(end + exponential(TALK), 0);
                    break;
                }
            }
        }
    }
    counts
}
