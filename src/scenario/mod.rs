//! Scenario files into the validated model: files, units and serde end here.

pub mod input;
pub mod problem;
pub mod source;
pub mod units;
