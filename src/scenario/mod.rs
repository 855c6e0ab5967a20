//! Scenario files into the validated model: files, units and serde end here.

pub mod distribution;
pub mod file;
pub mod input;
pub mod problem;
pub mod scalar;
pub mod schema;
pub mod source;
pub mod table;
pub mod units;
