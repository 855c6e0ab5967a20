//! The scenario that a request is about.

use super::Error;
use crate::scenario::{self, Loaded};
use std::path::PathBuf;

/// A scenario on disk and the changes made to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScenarioRequest {
    /// A folder with a `scenario.toml`, or one file.
    pub path: PathBuf,
    /// One of the scenario's named alternatives.
    pub alternative: Option<String>,
    /// Further changes: dotted paths and TOML literals.
    pub changes: Vec<(String, String)>,
}

impl ScenarioRequest {
    /// Names the scenario of a path as it is.
    pub fn of(path: impl Into<PathBuf>) -> ScenarioRequest {
        ScenarioRequest { path: path.into(), ..ScenarioRequest::default() }
    }

    /// Reads the scenario; an error lists everything that is wrong with it.
    pub fn load(&self) -> Result<Loaded, Error> {
        self.load_with(&[])
    }

    /// Reads the scenario with further changes on top of its own.
    pub fn load_with(&self, more: &[(&str, &str)]) -> Result<Loaded, Error> {
        let own = self.changes.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        let changes: Vec<(&str, &str)> = own.chain(more.iter().copied()).collect();
        Ok(scenario::load_variant(&self.path, self.alternative.as_deref(), &changes)?)
    }
}
