//! Scenarios that are compared, as values.

use crate::model::Model;
use crate::replicate::Results;
use crate::scenario::difference::Difference;
use crate::self_check::SelfCheck;

/// A scenario and its results.
pub struct Side<'a> {
    /// Its name, with what was set on the command line.
    pub name: String,
    /// The scenario.
    pub model: &'a Model,
    /// Its results.
    pub results: &'a Results,
    /// How they stand up to what must hold.
    pub checks: SelfCheck<'a>,
}

/// Two scenarios on the same callers.
pub struct Comparison<'a> {
    /// The scenario with which the other is compared.
    pub first: &'a Side<'a>,
    /// The other.
    pub second: &'a Side<'a>,
    /// The differences of their files.
    pub files: Vec<Difference>,
}
