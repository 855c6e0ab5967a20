//! How a command presents its outcome.

use super::failure::Failure;
use super::output::Output;
use super::progress::ProgressDisplay;
use crate::language::{Language, Text};
use serde_json::Value;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// How a command presents its outcome: as options say.
#[derive(Clone, Debug)]
pub(super) struct Presentation {
    /// Language of what people read.
    pub(super) language: Language,
    /// One JSON object on standard output, and nothing else there.
    pub(super) json: bool,
    /// No progress bar and no text.
    pub(super) quiet: bool,
    /// Folder for files; none are written without one.
    pub(super) out: Option<PathBuf>,
    /// Whether files there that are not ours may be replaced.
    pub(super) force: bool,
}

impl Presentation {
    /// Returns the display of a request's progress.
    pub(super) fn progress(&self) -> ProgressDisplay {
        ProgressDisplay::new(self.quiet || !std::io::stderr().is_terminal())
    }

    /// Claims the folder for files, if there is one.
    pub(super) fn output(&self) -> Result<Option<Output>, Failure> {
        self.out.as_deref().map(|dir| Output::new(dir, self.force)).transpose()
    }

    /// Tells the user something on standard error, unless all is to be quiet.
    pub(super) fn note(&self, text: &Text) {
        if !self.quiet {
            // A closed standard error is no reason to stop.
            let _ = writeln!(
                std::io::stderr(),
                "{}: {}",
                self.language.pick("note", "注意"),
                text.get(self.language)
            );
        }
    }

    /// Returns what goes to standard output: the JSON object, nothing, or the words.
    pub(super) fn printed(&self, json: &Value, words: impl FnOnce() -> String) -> String {
        match (self.json, self.quiet) {
            (true, _) => format!("{json:#}\n"),
            (false, true) => String::new(),
            (false, false) => words(),
        }
    }
}
