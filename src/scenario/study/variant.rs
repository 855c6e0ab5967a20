//! Whole alternatives: what an alternative makes of the scenario, prepared once.

use super::Axis;
use super::key::{self, Target};
use crate::scenario::problem::Problems;
use crate::scenario::schema_check::{self, Slot};
use crate::scenario::source::{Source, Value};
use crate::scenario::table_edit::Edit;
use crate::scenario::{alternative, plan, single_file};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// A scenario with an alternative's changes made.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Its name in results.
    pub(super) name: String,
    /// The scenario's TOML, as it would be written.
    pub(super) source: Source,
    /// The same without what has been checked already and has no part in a model.
    pub(super) lean: Source,
    /// Changes of its tables.
    pub(super) edits: Vec<Edit>,
    /// Copies of the lean one in which the values of points stood that put all theirs in the same places.
    spares: Arc<Mutex<Vec<Source>>>,
    /// Where the axes put their values in the lean one, once asked for.
    slots: OnceLock<Vec<Option<Slot>>>,
}

impl Choice {
    pub(super) fn new(name: &str, source: Source, edits: Vec<Edit>) -> Choice {
        let mut lean = source.clone();
        lean.leave_out(&["assumption", "alternative"]);
        let schema = schema_of(&lean);
        schema_check::prepare(&mut lean, schema);
        Choice { name: name.to_owned(), source, lean, edits, spares: Arc::default(), slots: OnceLock::new() }
    }

    /// A copy of the lean one, to put values in: a spare one if another point's in the same places may be left there.
    pub(super) fn copy(&self, spare: bool) -> Source {
        let spare = if spare { self.spares().pop() } else { None };
        spare.unwrap_or_else(|| self.lean.clone())
    }

    /// Keeps a copy for another point, if all is well with it.
    pub(super) fn keep(&self, copy: Source) {
        if copy.is_checked() {
            self.spares().push(copy);
        }
    }

    /// Where each axis puts its values in [a copy](Choice::copy); none where it changes nothing in it.
    pub(super) fn slots(&self, axes: &[Axis]) -> &[Option<Slot>] {
        let slot = |axis: &Axis| match axis.target {
            Target::Value => Slot::find(&self.lean, &axis.key, schema_of(&self.lean)),
            _ => None,
        };
        self.slots.get_or_init(|| axes.iter().map(slot).collect())
    }

    fn spares(&self) -> MutexGuard<'_, Vec<Source>> {
        // Whoever panicked had nothing in hand that is still there.
        self.spares.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The scenario after changes that the study writes at a dotted path, e.g. `set` or `alternative.#0.set`.
    pub(super) fn changed(
        &self,
        name: &str,
        study: &Source,
        path: &str,
        scenario: &key::Scenario<'_>,
        problems: &mut Problems,
    ) -> Choice {
        let (mut source, mut edits) = (self.source.clone(), self.edits.clone());
        for entry in study.find(path).map(|node| node.entries()).unwrap_or_default() {
            let target = Target::parse(&entry.key);
            if let Some(problem) = scenario.fault(&entry.key, &target, study, entry.key_span.clone()) {
                problems.push(problem);
                continue;
            }
            let value = &entry.node.value;
            match &target {
                Target::Cell { .. } => edits.extend(target.edit(value)),
                Target::Alternative => {
                    let help = "set its values, or let it vary";
                    let title = "an alternative is not a value that could be set";
                    problems.push(study.problem(entry.key_span.clone(), title).help(help));
                }
                Target::Value if !fits(&source, &entry.key, value) => {
                    let title = format!("this does not fit `{}`", entry.key);
                    let help = "write it as the value itself is written";
                    problems.push(study.problem(entry.node.span.clone(), title).help(help));
                }
                Target::Value => match source.with(&entry.key, &value.literal()) {
                    Ok(changed) => source = changed,
                    Err(found) => problems.append(found),
                },
            }
        }
        Choice::new(name, source, edits)
    }

    /// The scenario after the changes of one of its own alternatives.
    pub(super) fn of_scenario(&self, name: &str) -> Result<Choice, Problems> {
        let mut source = self.source.clone();
        for (key, literal) in alternative::changes(&self.source, name)? {
            source = source.with(&key, &literal)?;
        }
        Ok(Choice::new(name, source, self.edits.clone()))
    }
}

fn fits(source: &Source, key: &str, value: &Value) -> bool {
    alternative::fits(source, key, &value.literal(), schema_of(source))
}

/// The schema of a scenario's file.
pub(super) fn schema_of(source: &Source) -> &'static serde_json::Value {
    if plan::is_plan(source) { plan::file_schema() } else { single_file::file_schema() }
}
