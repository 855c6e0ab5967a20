//! Reads a plan's files and makes its draft.

use super::dangling::dangling;
use super::report::Plan;
use super::{build, callers, file, parts};
use crate::language::Text;
use crate::scenario::acceptable_waits::first_acceptable_wait;
use crate::scenario::distribution_notes::weights;
use crate::scenario::draft::{Draft, Note, checked};
use crate::scenario::input::Reader;
use crate::scenario::problem::Problems;
use crate::scenario::source::Source;
use crate::scenario::{alternative, assumption};

/// Tables that only a merger plan has.
const OF_PLANS: [&str; 5] = ["rule", "own_topics", "migration", "handle_time", "path"];

/// Whether a scenario is a merger plan: it states a rule, or means to.
pub fn is_plan(source: &Source) -> bool {
    OF_PLANS.iter().any(|key| source.root().get(key).is_some())
}

/// Reads a plan whose scenario.toml is parsed already; its tables are read through `reader`. None when
/// anything is wrong; then `problems` says what.
pub fn read(source: &Source, reader: &mut Reader, problems: &mut Problems) -> Option<(Draft, Plan)> {
    let before = problems.len();
    let parts = parts::read(source, reader, problems)?;
    callers::check(&parts, source, reader, problems);
    let assumptions = assumption::read(source, &parts.file.assumption, file::schema(), problems);
    let alternatives = alternative::read(source, file::schema(), problems);
    if problems.len() > before {
        return None;
    }
    let (built, mut plan) = build::build(&parts);
    plan.notes.extend(dangling(source, &parts));
    let model = checked(built, source, problems)?;
    plan.notes.extend(weights(source));
    plan.notes.extend(reader.taken_for());
    let notes = plan.notes.iter().cloned().map(Note::of_files).collect();
    let acceptable_wait = first_acceptable_wait(&parts.file.service_level_within);
    Some((Draft { model, acceptable_wait, notes, assumptions, alternatives }, plan))
}

/// A site that a plan's files name, before anything is worked out for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSite {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its inhabitants.
    pub people: u64,
    /// The site that takes the hours which this one cannot staff, by index.
    pub partner: Option<usize>,
}

/// Reads which sites a plan has. None when anything is wrong: [`read`] says what.
pub fn listed_sites(source: &Source, reader: &mut Reader) -> Option<Vec<ListedSite>> {
    let mut problems = Problems::new();
    let parts = parts::read(source, reader, &mut problems)?;
    let sites = parts.sites.into_iter();
    let listed = |s: super::sites::SiteRow| ListedSite {
        id: s.id,
        name: s.name,
        people: s.people,
        partner: s.partner,
    };
    problems.is_empty().then(|| sites.map(listed).collect())
}
