//! Errors of parts that do not make a valid model.

use super::ids::{CallTypeId, QueueId};
use std::fmt;

/// Every error of parts that do not make a valid model, at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelErrors {
    errors: Vec<ModelError>,
}

impl ModelErrors {
    pub(super) fn new(errors: Vec<ModelError>) -> ModelErrors {
        ModelErrors { errors }
    }

    /// Returns the errors, in the order of the parts.
    pub fn errors(&self) -> &[ModelError] {
        &self.errors
    }
}

impl fmt::Display for ModelErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, error) in self.errors.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for ModelErrors {}

/// A problem of one part of a model: "group `agents`: `staffing.agents` is empty".
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{place}: {flaw}")]
pub struct ModelError {
    /// The part.
    pub place: Place,
    /// Its flaw.
    pub flaw: Flaw,
}

/// A part of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The model as a whole.
    Model,
    /// A hotline, by its number.
    Hotline(String),
    /// A site, by its id.
    Site(String),
    /// An agent group, by its id.
    Group(String),
    /// A queue.
    Queue(QueueId),
    /// A call type, and its hotline's number where it has one.
    CallType(CallTypeId, String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Model => f.write_str("model"),
            Place::Hotline(number) => write!(f, "hotline `{number}`"),
            Place::Site(id) => write!(f, "site `{id}`"),
            Place::Group(id) => write!(f, "group `{id}`"),
            Place::Queue(id) => write!(f, "queue {id}"),
            Place::CallType(id, hotline) => write!(f, "call type {id} (`{hotline}`)"),
        }
    }
}

/// A flaw of a part.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Flaw {
    /// An id of a part that is not there.
    #[error("`{field}` is number {number} of a list of {count}")]
    Dangling {
        /** The field with the id. */
        field: &'static str,
        /** The id. */
        number: u32,
        /** The number of such parts. */
        count: usize,
    },
    /// A name that is not that of any part, given to the builder.
    #[error("there is no {what} `{name}`")]
    Unknown {
        /** The kind of part. */
        what: &'static str,
        /** Its name. */
        name: String,
    },
    /// Something that the builder was not given.
    #[error("`{0}` is not given")]
    Missing(&'static str),
    /// An empty list or name.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// A number out of its range.
    #[error("`{field}` is {value}, and must be {must}")]
    Number {
        /** The field. */
        field: &'static str,
        /** Its value. */
        value: f64,
        /** The requirement, e.g. "positive". */
        must: &'static str,
    },
    /// A list of another length than needed.
    #[error("`{field}` has {length} values, and needs {needed}")]
    Length {
        /** The field. */
        field: &'static str,
        /** The number of its values. */
        length: usize,
        /** The number of values that it needs. */
        needed: usize,
    },
    /// A list that is not in ascending order.
    #[error("`{0}` is not in ascending order")]
    Order(&'static str),
    /// A duration that never ends where one must.
    #[error("`{0}` never ends")]
    Endless(&'static str),
    /// A name, number or pair that an earlier part already has.
    #[error("{0} appears twice")]
    Repeated(&'static str),
    /// A parameter that a distribution refused.
    #[error("`{field}`: {error}")]
    Distribution {
        /** The field with the distribution. */
        field: &'static str,
        /** The refused parameter. */
        error: crate::dist::BadParameter,
    },
    /// Something else that does not fit together.
    #[error("{0}")]
    Unfit(&'static str),
}
