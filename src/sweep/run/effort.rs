//! How many replications a point gets.

use crate::replicate::Series;
use crate::replicate::precision::{Precision, stopping_schedule};
use crate::sweep::Pairing;

/// How many replications a point gets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effort {
    /// As many.
    Fixed(u64),
    /// Until the precision is met, looking at 10, 14, 20, 28, 40, ... independent observations; never more than
    /// `at_most` replications.
    Until {
        /// What is wanted of the total.
        precision: Precision,
        /// Replications at most.
        at_most: u64,
    },
}

impl Effort {
    /// Replications that every point gets.
    pub fn least(&self, pairing: Pairing) -> u64 {
        match self {
            Effort::Fixed(replications) => *replications,
            Effort::Until { .. } => self.look_after(0, pairing),
        }
    }

    /// Replications after `entries`, of which there are as many as a look asks for; no more of them: done.
    pub(super) fn after(&self, outcome: impl FnOnce() -> Series, count: u64, pairing: Pairing) -> u64 {
        match self {
            Effort::Until { precision, .. } if !precision.is_met(&outcome()) => {
                self.look_after(count, pairing)
            }
            _ => count,
        }
    }

    /// The replications of the first look after so many.
    fn look_after(&self, count: u64, pairing: Pairing) -> u64 {
        let Effort::Until { at_most, .. } = self else { return count };
        let mut schedule = stopping_schedule().map(|observations| observations * pairing.unit() as u64);
        schedule.find(|look| *look > count).map_or(count, |look| look.min(*at_most))
    }
}
