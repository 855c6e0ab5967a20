//! How many replications a model gets.

use super::Pairing;
use crate::replicate::Series;
use crate::replicate::precision::{Precision, stopping_schedule};

/// How many replications a model gets: of a run, or at each point of a sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReplicationBudget {
    /// This many.
    Fixed(u64),
    /// As many as the precision takes, looked at after 10, 14, 20, 28, 40, ... independent observations.
    Until {
        /// The half-width wanted of a KPI of the total.
        precision: Precision,
        /// Replications at most.
        at_most: u64,
    },
}

impl ReplicationBudget {
    /// Returns the replications that every point gets, at least.
    pub fn least(&self, pairing: Pairing) -> u64 {
        match self {
            ReplicationBudget::Fixed(replications) => *replications,
            ReplicationBudget::Until { .. } => self.next_look(0, pairing),
        }
    }

    /// Returns the replications wanted of a point that has `count`; `count` itself where it needs no more. `series`
    /// gives the total of those it has, and is asked only where a precision decides.
    pub(super) fn wanted_after(&self, count: u64, series: impl FnOnce() -> Series, pairing: Pairing) -> u64 {
        match self {
            ReplicationBudget::Until { precision, .. } if !precision.is_met(&series()) => {
                self.next_look(count, pairing)
            }
            _ => count,
        }
    }

    /// Returns the replications of the first look after so many.
    fn next_look(&self, count: u64, pairing: Pairing) -> u64 {
        let ReplicationBudget::Until { at_most, .. } = self else { return count };
        let mut stopping_schedule =
            stopping_schedule().map(|observations| observations * pairing.unit() as u64);
        stopping_schedule.find(|look| *look > count).map_or(count, |look| look.min(*at_most))
    }
}
