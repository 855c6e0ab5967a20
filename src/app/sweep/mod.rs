//! Sweeps of studies: all points in order, the best of many, and what they would take.
//!
//! Results are handed over to a receiver in order, as they come. Where they are kept, and what of them is there already
//! when an interrupted sweep goes on, is the caller's: [`SweepRequest::points`] leaves out the points that are kept,
//! [`SelectRequest::earlier`] are the rounds that are. So nothing here knows a journal, a folder or a lock.

mod estimate;
mod points;
mod select;
mod study;

pub use estimate::WorkEstimate;
pub use points::{SweepOutcome, SweepRequest};
pub use select::{SelectOutcome, SelectRequest};
pub use study::{StudyRequest, work};
