//! The report of `check` on a scenario without errors: seats, staff, load, assumptions, and a preview by formula.
//! Nothing is simulated.

mod assumptions;
mod json;
mod outlook;
mod plan;
mod single_queue;

use super::document::Document;
use super::words::{Words, words};
use crate::language::Language;
use crate::scenario::Loaded;
use serde_json::Value;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The reader's language.
    pub lang: Language,
    /// Whether all assumptions are listed, not only those that carry most of the answer.
    pub assumptions: bool,
    /// The site of a plan whose day is shown hour by hour, by index.
    pub site: Option<usize>,
}

/// Builds the report.
pub fn document(loaded: &Loaded, ask: &Ask, words: &dyn Words) -> Document {
    match &loaded.plan {
        Some(plan) => plan::document(loaded, plan, ask, words),
        None => single_queue::document(loaded, words),
    }
}

/// Renders the report as text.
pub fn text(loaded: &Loaded, ask: &Ask) -> String {
    super::text::document(&document(loaded, ask, words(ask.lang)), ask.lang)
}

/// Builds one JSON object: shares, seconds and erlangs; an undefined value is `null`.
pub fn json(loaded: &Loaded, ask: &Ask) -> Value {
    match &loaded.plan {
        Some(plan) => json::plan(loaded, plan, ask),
        None => json::single_queue(loaded),
    }
}
