//! Sweeps: many models on the same random marks, in parallel, in bounded memory.
//!
//! A *point* is a model of a [`design`]; [`Sweep`] simulates (point x replication) on every thread and hands
//! over each point's [`Outcome`] in order. Replication r has the same seed at every point, so differences
//! between points are paired.

pub mod design;
pub mod effects;
mod evaluate;
mod outcome;
mod pairing;
mod record;
mod run;
mod scope;
pub mod select;
pub mod variates;

pub use outcome::{Outcome, fresh_calls};
pub use pairing::Pairing;
pub(crate) use run::locked;
pub use run::{Bench, Effort, Pace, Sweep};
pub use scope::Scope;
