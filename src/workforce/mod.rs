//! Seats, staff and who is on duty when.
//!
//! The rule gives [seats and staff](rule), the [ramp-up](ramp_up()) says by when, [`Shrinkage`] how many of their hours
//! reach the line, and the [`ShiftPlan`] how many of those who are rostered take calls. Who is rostered when is
//! worked out in [`crate::planning::rota`], for that takes theory.

mod expected_agents;
mod presence;
pub mod ramp_up;
pub mod rule;
pub mod shift_plan;
mod shrinkage;
mod staffing;
mod step;

pub use ramp_up::{Expansion, Hiring, RampUp, SeatsAndStaff, ramp_up};
pub use rule::{Rounding, Rule, RuleOn, Thousandths};
pub use shift_plan::{Shift, ShiftPlan, on_duty};
pub use shrinkage::Shrinkage;
pub use staffing::Staffing;
pub use step::Step;
