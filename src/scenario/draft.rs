//! The draft of a scenario: the model that a reader makes of its files, and what goes with it.

use super::alternative::Alternative;
use super::assumption::Assumption;
use super::problem::{Problem, Problems};
use super::source::Source;
use crate::language::Text;
use crate::model::{Model, ModelParts};

/// A model and what goes with it. Not to be used if the reader has found problems.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The model.
    pub model: Model,
    /// The acceptable wait that is asked for first, in seconds.
    pub acceptable_wait: f64,
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
    pub text: Text,
    /// Its subject.
    pub topic: Topic,
    /// Its source, e.g. "hotlines.csv, lines 11-13".
    pub place: Option<String>,
}

/// The subject of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// What the files say and how it was read.
    Files,
    /// The load beside the agents, which reports judge themselves.
    Load,
}

impl Note {
    /// Makes a note on what the files say.
    pub fn of_files(text: Text) -> Note {
        Note { text, topic: Topic::Files, place: None }
    }
}

/// Makes the model of parts whose files have been checked. What [`Model::new`] still refuses is a mistake of this
/// program, and is reported as one.
pub(super) fn checked(parts: ModelParts, source: &Source, problems: &mut Problems) -> Option<Model> {
    match Model::new(parts) {
        Ok(model) => Some(model),
        // The files' own problems say it better.
        Err(_) if !problems.is_empty() => None,
        Err(errors) => {
            for error in errors.errors() {
                let title = format!("internal error, please report it: {error}");
                problems.push(Problem::whole(source.path(), title));
            }
            None
        }
    }
}
