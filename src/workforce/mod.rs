//! Seats, staff and who is on duty when.
//!
//! The rule gives [seats and staff](rule), the [ramp-up](ramp_up()) says by when, [shaped](shape) weeks
//! turn staff into whole people on shifts, and the [`ShiftPlan`] says how many of those take calls.

pub mod ramp_up;
pub mod rule;
pub mod shape;
pub mod shift_plan;
mod staffing;
mod step;

pub use ramp_up::{Expansion, Hiring, RampUp, ramp_up};
pub use rule::{Rounding, Rule, RuleOn, Thousandths};
pub use shape::{Allocation, Need, Pattern, Shrinkage, roster};
pub use shift_plan::{Shift, ShiftPlan};
pub use staffing::Staffing;
pub use step::Step;
