//! Whether replications are independent or come in mirrored pairs.

use crate::model::Model;
use crate::replicate::{Replication, replicate_antithetic, replicate_totals};

/// How the replications of a point depend on each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pairing {
    /// Each is independent of all others.
    #[default]
    Single,
    /// Replication 2 k + 1 is the mirror image of replication 2 k (antithetic variates): a pair is one observation.
    Mirrored,
}

impl Pairing {
    /// Returns the replications of an independent observation.
    pub fn unit(self) -> usize {
        match self {
            Pairing::Single => 1,
            Pairing::Mirrored => 2,
        }
    }

    /// Simulates replication `number` (from 0) of a model under a seed, without tables by time. Pair k has the callers
    /// of replication k of a study without pairs.
    pub fn replicate(self, model: &Model, seed: u64, number: u64) -> Replication {
        match (self, number % 2) {
            (Pairing::Single, _) => replicate_totals(model, seed, number),
            (Pairing::Mirrored, 0) => replicate_totals(model, seed, number / 2),
            (Pairing::Mirrored, _) => replicate_antithetic(model, seed, number / 2),
        }
    }
}
