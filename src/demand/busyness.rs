//! Random day and hour factors of demand.

use crate::centre::Model;
use crate::rng::Key;

/// Placeholder-free neutral factors until the plan's own.
pub struct Busy;

impl Busy {
    /// Factors of a replication.
    pub fn new(_model: &Model, _replication: Key) -> Busy {
        Busy
    }

    /// One row of hour factors per stream.
    pub fn day(&mut self, _day: usize, factors: &mut [[f64; 24]]) {
        factors.fill([1.0; 24]);
    }
}
