//! The result of a selection of the best of many points.
//!
//! `selection` has a row per point: its place among the others by its distance to the best, how often it was
//! replicated, and where it stands at the end.

mod difference;
mod finding;
mod json;
mod report;
mod table;

pub use finding::{Finding, Question};
pub use json::{goal, method};
pub use report::{document, undecided};
