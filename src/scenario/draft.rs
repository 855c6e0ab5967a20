//! What a reader makes of a scenario's files, before it is known to be free of problems.

use super::alternative::Alternative;
use super::assumption::Assumption;
use crate::model::Model;

/// A model and what goes with it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The model.
    pub model: Model,
    /// Remarks that a reader should know and that are no errors.
    pub notes: Vec<Note>,
    /// Values labelled as assumed.
    pub assumptions: Vec<Assumption>,
    /// Named sets of changes.
    pub alternatives: Vec<Alternative>,
}

/// A remark that a reader should know and that is no error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// One sentence, without a full stop.
    pub text: String,
    /// Where it comes from, e.g. "hotlines.csv, lines 11-13".
    pub place: Option<String>,
}
