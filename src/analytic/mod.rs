//! Answers of queueing theory for a model: before a run and beside it.
//!
//! | answer | of | grade |
//! |---|---|---|
//! | `network` | one queue; several, each for itself or fed by calls handed on; classes of priority | exact, steady state |
//! | `varying` | one queue whose rate or staff change, exponential times | exact, of the very span measured |
//! | `approximation` | one queue, any times | approximation |
//! | `day` | every group over the day, with redials, limited trunks and calls handed on | approximation, or none |

mod answer;
mod approximation;
mod case;
pub mod day;
pub mod expected;
mod fixed_point;
mod flow;
mod group_level;
mod level;
mod network;
pub mod overload;
mod queue;
mod reason;
mod redials;
mod scope;
mod stepwise;
pub mod traffic;
mod varying;

use crate::model::Model;

pub use answer::{Answer, Figure, Place, Span};
pub use approximation::answer as approximate;
pub use network::answer as steady;
pub use reason::Reason;
pub use scope::{Arrival, patience};

/// Finds the exact answer, or the reasons why there is none.
pub fn exact(model: &Model) -> Result<Answer, Vec<Reason>> {
    let steady = steady(model);
    steady.or_else(|why| varying::answer(model).map_err(|more| if more.is_empty() { why } else { more }))
}
