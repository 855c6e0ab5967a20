//! The parallel evaluation of points: all of them in order ([`Sweep`]), or as a selection asks for them
//! ([`PointEvaluator`]).

mod evaluator;
mod point;
mod progress;
mod simulate;
mod work_queue;

pub use evaluator::PointEvaluator;
pub(crate) use point::locked;
pub use progress::ProgressCounters;
pub use simulate::Sweep;
