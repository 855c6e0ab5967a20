//! Sweeps: many models on the same random numbers, in parallel, in bounded memory.
//!
//! A *point* is a model of a [`design`]. [`Sweep`] simulates its replications on several threads and hands over each
//! point's [`Outcome`] in order; [`PointEvaluator`] simulates single replications as a selection ([`select`]) asks for
//! them. Replication r has the same seed at every point, so differences between points are paired.

mod budget;
pub mod design;
pub mod effects;
mod evaluate;
mod outcome;
mod pairing;
mod record;
mod run;
mod scope;
pub mod select;
mod shard;
pub mod variates;

pub use budget::ReplicationBudget;
pub use outcome::{Outcome, PointResult, fresh_calls};
pub use pairing::Pairing;
pub(crate) use run::locked;
pub use run::{PointEvaluator, ProgressCounters, Sweep};
pub use scope::Scope;
pub use shard::Shard;
