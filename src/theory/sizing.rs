//! The inverse questions: the least agents that reach a target.
//!
//! Each level falls or rises monotonically in the number of agents, so the least is found by doubling
//! and halving; the level with one agent less comes with it, to show the margin.

use super::erlang_c::ErlangC;
use super::mdc::Mdc;
use super::mmng::Mmng;
use super::{Queue, Refused, not_negative};
use crate::dist::Dist;

/// The greatest number of agents tried.
pub const LIMIT: u32 = 10_000_000;

/// The least number of agents that reaches a target, and what it reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Least {
    /// How many.
    pub agents: u32,
    /// The level they reach, in the target's unit.
    pub level: f64,
    /// The level that one agent less reaches. Where no agent is left or the queue would grow without end,
    /// the limit: no call served, every call blocked or waiting, an infinite wait.
    pub one_less: f64,
}

/// States the level that M/M/n (with or without patience) is to reach. T in seconds, levels as shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// Answered within T / offered, at least.
    ServedWithin {
        /** T, seconds. */
        t: f64,
        /** Share. */
        at_least: f64,
    },
    /// Answered / offered, at least (without abandonment always 1).
    AnswerRate {
        /** Share. */
        at_least: f64,
    },
    /// P(wait > 0), at most.
    WaitProbability {
        /** Share. */
        at_most: f64,
    },
    /// Mean wait of answered calls, at most.
    MeanWait {
        /** Seconds. */
        at_most: f64,
    },
    /// Occupancy of agents, at most.
    Occupancy {
        /** Share. */
        at_most: f64,
    },
}

/// Finds the least servers of Erlang B for which at most the share `at_most` is blocked.
pub fn erlang_b(offered_load: f64, at_most: f64) -> Result<Least, Refused> {
    share("greatest share of blocked calls", at_most)?;
    not_negative("offered load", offered_load)?;
    // The recursion passes every number of servers on its way: no search needed.
    let (mut inverse, mut before) = (1.0, 1.0);
    for agents in 1..=LIMIT {
        inverse = 1.0 + f64::from(agents) / offered_load * inverse;
        if 1.0 / inverse <= at_most {
            return Ok(Least { agents, level: 1.0 / inverse, one_less: 1.0 / before });
        }
        before = inverse;
    }
    Err(Refused::NoneEnough { limit: LIMIT })
}

/// Finds the least agents of Erlang C that reach the target. `queue.agents` is not used.
pub fn erlang_c(queue: Queue, target: Target) -> Result<Least, Refused> {
    least(target, |agents| {
        let c = ErlangC::new(queue.with_agents(agents))?;
        Ok(match target {
            Target::ServedWithin { t, .. } => c.served_within(t),
            Target::AnswerRate { .. } => 1.0,
            Target::WaitProbability { .. } => c.p_wait,
            Target::MeanWait { .. } => c.mean_wait,
            Target::Occupancy { .. } => c.occupancy,
        })
    })
}

/// Finds the least agents of M/D/c that reach the target. `queue.agents` is not used.
pub fn mdc(queue: Queue, target: Target) -> Result<Least, Refused> {
    least(target, |agents| {
        let d = Mdc::new(queue.with_agents(agents))?;
        Ok(match target {
            Target::ServedWithin { t, .. } => 1.0 - d.p_wait_gt(t),
            Target::AnswerRate { .. } => 1.0,
            Target::WaitProbability { .. } => d.p_wait,
            Target::MeanWait { .. } => d.mean_wait,
            Target::Occupancy { .. } => d.occupancy,
        })
    })
}

/// Finds the least agents of M/M/n+G that reach the target. `queue.agents` is not used.
pub fn mmng(queue: Queue, patience: &Dist, target: Target) -> Result<Least, Refused> {
    least(target, |agents| {
        let a = Mmng::new(queue.with_agents(agents), patience)?;
        Ok(match target {
            Target::ServedWithin { t, .. } => a.p_served_within(t),
            Target::AnswerRate { .. } => 1.0 - a.p_abandon,
            Target::WaitProbability { .. } => a.p_wait,
            Target::MeanWait { .. } => a.mean_wait_answered,
            Target::Occupancy { .. } => a.occupancy,
        })
    })
}

impl Target {
    fn checked(self) -> Result<Target, Refused> {
        match self {
            Target::ServedWithin { t, at_least } => {
                not_negative("acceptable wait", t)?;
                share("target share answered in time", at_least)?;
            }
            Target::AnswerRate { at_least } => share("target answer rate", at_least)?,
            Target::WaitProbability { at_most } => share("greatest share of calls that wait", at_most)?,
            Target::Occupancy { at_most } => share("greatest occupancy", at_most)?,
            Target::MeanWait { at_most } => {
                super::positive("greatest mean wait", at_most)?;
            }
        }
        Ok(self)
    }

    fn met_by(self, level: f64) -> bool {
        match self {
            Target::ServedWithin { at_least, .. } | Target::AnswerRate { at_least } => level >= at_least,
            Target::WaitProbability { at_most }
            | Target::MeanWait { at_most }
            | Target::Occupancy { at_most } => level <= at_most,
        }
    }

    /// The level without agents, or with a queue that never ends.
    fn worst(self) -> f64 {
        match self {
            Target::ServedWithin { .. } | Target::AnswerRate { .. } => 0.0,
            Target::WaitProbability { .. } | Target::Occupancy { .. } => 1.0,
            Target::MeanWait { .. } => f64::INFINITY,
        }
    }
}

fn share(name: &'static str, x: f64) -> Result<(), Refused> {
    if x > 0.0 && x < 1.0 { Ok(()) } else { Err(Refused::Input { name, must: "between 0 and 1, exclusive" }) }
}

fn least(target: Target, solve: impl Fn(u32) -> Result<f64, Refused>) -> Result<Least, Refused> {
    let target = target.checked()?;
    let level = |agents: u32| match solve(agents) {
        Err(Refused::Overloaded { .. }) => Ok(target.worst()),
        other => other,
    };
    let mut below = (0, target.worst());
    let mut found = (1, level(1)?);
    while !target.met_by(found.1) {
        if found.0 == LIMIT {
            return Err(Refused::NoneEnough { limit: LIMIT });
        }
        below = found;
        found.0 = LIMIT.min(2 * found.0);
        found.1 = level(found.0)?;
    }
    while found.0 - below.0 > 1 {
        let middle = below.0 + (found.0 - below.0) / 2;
        let reached = level(middle)?;
        if target.met_by(reached) { found = (middle, reached) } else { below = (middle, reached) }
    }
    Ok(Least { agents: found.0, level: found.1, one_less: below.1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(arrival_rate: f64) -> Queue {
        Queue { arrival_rate, service_mean: 300.0, agents: 1 }
    }

    #[test]
    fn the_least_reaches_the_target_and_one_less_does_not() {
        let patience = Dist::weibull_mean(0.8, 200.0).unwrap();
        for target in [
            Target::ServedWithin { t: 20.0, at_least: 0.8 },
            Target::AnswerRate { at_least: 0.97 },
            Target::WaitProbability { at_most: 0.1 },
            Target::MeanWait { at_most: 5.0 },
            Target::Occupancy { at_most: 0.85 },
        ] {
            for rate in [0.001, 0.05, 1.7, 40.0] {
                let a = mmng(queue(rate), &patience, target).unwrap();
                assert!(target.met_by(a.level) && !target.met_by(a.one_less), "{target:?}: {a:?}");
                if !matches!(target, Target::AnswerRate { .. }) {
                    let c = erlang_c(queue(rate), target).unwrap();
                    assert!(target.met_by(c.level) && !target.met_by(c.one_less), "{target:?}: {c:?}");
                    assert!(c.agents >= a.agents, "patience that ends needs fewer agents");
                }
            }
        }
    }

    #[test]
    fn the_least_of_erlang_b_is_the_first_to_pass() {
        let b = erlang_b(5.0, 0.02).unwrap();
        assert_eq!(b.agents, 10);
        assert!(b.level <= 0.02 && b.one_less > 0.02);
        assert_eq!(erlang_b(5.0, 0.9).unwrap().agents, 1);
    }

    #[test]
    fn targets_that_mean_nothing_or_lie_beyond_reach_are_refused() {
        let target = Target::ServedWithin { t: 20.0, at_least: 80.0 };
        assert!(matches!(erlang_c(queue(1.0), target), Err(Refused::Input { .. })));
        assert_eq!(erlang_b(1e9, 0.01), Err(Refused::NoneEnough { limit: LIMIT }));
    }
}
