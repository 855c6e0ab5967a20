//! The scenario that a request is about.

use super::Error;
use crate::merger::Phase;
use crate::scenario::{Changes, Loaded, Scenario};
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
        Ok(self.open()?.load()?)
    }

    /// Reads the scenario in a phase of its merger, whichever it names itself.
    pub fn load_in(&self, phase: Phase) -> Result<Loaded, Error> {
        Ok(self.open()?.with(&Changes::new().put_text("phase", phase.name()))?)
    }

    /// Opens the scenario with its changes made, so that models with further ones can be made of it.
    pub fn open(&self) -> Result<Scenario, Error> {
        let mut scenario = Scenario::open(&self.path)?;
        if let Some(name) = &self.alternative {
            scenario = scenario.alternative(name)?;
        }
        let own = self.changes.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        Ok(scenario.changed(&own.collect::<Changes>())?)
    }
}
