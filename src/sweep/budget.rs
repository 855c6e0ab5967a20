//! The number of replications of a model, fixed or by a wanted precision.

use super::Pairing;
use crate::replicate::Series;
use crate::replicate::precision::{Precision, stopping_schedule};

/// The number of replications of a run, or of each point of a sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReplicationBudget {
    /// A fixed number.
    Fixed(u64),
    /// The number that a wanted precision needs, checked after 10, 14, 20, 28, 40, ... independent observations.
    Until {
        /// The half-width wanted of a KPI of the total.
        precision: Precision,
        /// The greatest number of replications.
        at_most: u64,
    },
}

impl ReplicationBudget {
    /// Returns the least number of replications of any point.
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

    /// Returns the number of replications at the first check after `count`.
    fn next_look(&self, count: u64, pairing: Pairing) -> u64 {
        let ReplicationBudget::Until { at_most, .. } = self else { return count };
        let mut stopping_schedule =
            stopping_schedule().map(|observations| observations * pairing.unit() as u64);
        stopping_schedule.find(|look| *look > count).map_or(count, |look| look.min(*at_most))
    }
}
