//! What `check` says of a scenario that has nothing wrong with it: seats, staff, load, what was assumed, and a
//! preview by formula. Text in both languages, or JSON; nothing is simulated.

mod assumptions;
mod json;
mod level;
mod outlook;
mod plan;
mod small;
mod words;

pub(super) use outlook::relative_rate;
pub(super) use small::{agents_at, modified};

use crate::language::Language;

use crate::scenario::Loaded;
use serde_json::Value;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// Language.
    pub lang: Language,
    /// All assumptions, not only those that carry most of the answer.
    pub assumptions: bool,
    /// The day hour by hour at this site of a plan (index into its sites).
    pub site: Option<usize>,
}

/// As text for people, ending in a newline.
pub fn text(loaded: &Loaded, ask: &Ask) -> String {
    match &loaded.plan {
        Some(plan) => plan::text(loaded, plan, ask),
        None => small::text(loaded, ask),
    }
}

/// As one JSON object: shares, seconds and erlangs; an undefined value is `null`.
pub fn json(loaded: &Loaded, ask: &Ask) -> Value {
    match &loaded.plan {
        Some(plan) => json::plan(loaded, plan, ask),
        None => json::small(loaded),
    }
}
