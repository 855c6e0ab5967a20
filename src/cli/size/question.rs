//! What `size` is asked, and how its answer ends.

use crate::app::ScenarioRequest;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::{output, scenario_argument};
use crate::language::Language;
use crate::report::words::words;
use crate::requirement::{Met, Requirement};
use crate::scenario::Loaded;
use serde_json::{Map, Value};

/// What is asked.
pub(super) struct Question<'a> {
    pub(super) source: &'a ScenarioRequest,
    pub(super) loaded: &'a Loaded,
    pub(super) requirement: &'a Requirement,
    /// The requirement as it was written.
    pub(super) text: &'a str,
    pub(super) confidence: f64,
}

impl Question<'_> {
    /// Returns what was run, for the manifest.
    pub(super) fn manifest(
        &self,
        summary: &Value,
        more: &[String],
        language: Language,
    ) -> Map<String, Value> {
        let same = |key: &str| (key.to_owned(), summary.get(key).cloned().unwrap_or_default());
        let mut command = vec!["hotseat".to_owned(), "size".to_owned()];
        command.extend(scenario_argument::words(self.source));
        command.extend(["--require".to_owned(), self.text.to_owned()]);
        command.extend(["--confidence".to_owned(), self.confidence.to_string()]);
        command.extend(["--seed".to_owned(), summary["seed"].to_string()]);
        command.extend_from_slice(more);
        if language == Language::Zh {
            command.extend(["--lang", "zh"].map(str::to_owned));
        }
        let mut manifest: Map<String, Value> = [same("version")].into_iter().collect();
        manifest.insert("command".to_owned(), command.into());
        manifest.extend(["scenario", "seed", "calls_simulated"].map(same));
        manifest.insert("inputs".to_owned(), output::inputs(&self.loaded.files));
        manifest
    }

    /// Returns the outcome of the command that prints `text`: what cannot be met, or told, is said by the exit code too.
    pub(super) fn outcome(&self, met: Met, text: String, language: Language) -> Outcome {
        let message = || {
            let between = language.pick(": ", "：");
            format!("{}{between}{}", self.text, words(language).met(met))
        };
        match met {
            Met::Yes => Ok(text),
            Met::No => Err(Failure::Missed { text, message: message() }),
            Met::Inconclusive => Err(Failure::Inconclusive { text, message: message() }),
        }
    }
}

/// Makes the failure of a bad option.
pub(super) fn refused(message: &str) -> Failure {
    Failure::Input(format!("error: {message}"))
}
