//! The report of `check` on a scenario without errors: seats, staff, load, assumptions, and a preview by formula.
//! It needs no simulation.

mod ask;
mod assumptions;
mod json;
mod listed;
mod outlook;
mod plan;
mod single_queue;

pub use ask::Ask;

use super::document::Document;
use super::words::{Words, words};
use crate::scenario::Loaded;
use serde_json::Value;

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
