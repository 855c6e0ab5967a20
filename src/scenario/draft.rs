//! The draft of a scenario: the model that a reader makes of its files, and what goes with it.

use super::alternative::Alternative;
use super::assumption::Assumption;
use crate::model::Model;

/// A model and what goes with it. Not to be used if the reader has found problems.
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
    /// Its source, e.g. "hotlines.csv, lines 11-13".
    pub place: Option<String>,
}
