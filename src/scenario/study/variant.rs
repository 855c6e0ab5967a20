//! Variants of a study's scenario: the scenario with the changes of an alternative, prepared once for many points.

use super::axis::Axis;
use super::key::{KeyScope, Target};
use crate::language::said;
use crate::scenario::changes::{Change, Changes};
use crate::scenario::load::{Scenario, schema_of};
use crate::scenario::problem::Problems;
use crate::scenario::schema_check::{self, Slot};
use crate::scenario::source::Source;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// A scenario with an alternative's changes made.
#[derive(Clone, Debug)]
pub(super) struct Variant {
    /// Its name in results.
    pub(super) name: String,
    /// The scenario, its TOML as it would be written.
    pub(super) scenario: Scenario,
    /// Its TOML without the parts that have been checked already and have no part in a model.
    pub(super) lean: Source,
    /// Copies of the lean TOML that hold the values of earlier points, all in the same places.
    spares: Arc<Mutex<Vec<Source>>>,
    /// The slots of the axes in the lean TOML, found when first asked for.
    slots: OnceLock<Vec<Option<Slot>>>,
}

impl Variant {
    pub(super) fn new(name: &str, scenario: Scenario) -> Variant {
        let mut lean = scenario.source().clone();
        lean.leave_out(&["assumption", "alternative"]);
        let schema = schema_of(&lean);
        schema_check::prepare(&mut lean, schema);
        Variant { name: name.to_owned(), scenario, lean, spares: Arc::default(), slots: OnceLock::new() }
    }

    /// A copy of the lean TOML, to put values in; with `spare` it may hold those of another point in the same places.
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

    /// The slot of each axis in [a copy](Variant::copy); none if it changes nothing there.
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

    /// The variant after changes that the study writes at a dotted path, e.g. `set` or `alternative.#0.set`.
    pub(super) fn changed(
        &self,
        name: &str,
        study: &Source,
        path: &str,
        scope: &KeyScope<'_>,
        problems: &mut Problems,
    ) -> Variant {
        let mut scenario = self.scenario.clone();
        for entry in study.find(path).map(|node| node.entries()).unwrap_or_default() {
            let target = Target::parse(&entry.key);
            if let Some(problem) = scope.fault(&entry.key, &target, study, entry.key_span.clone()) {
                problems.push(problem);
                continue;
            }
            let value = &entry.node.value;
            let literal = value.literal();
            let change = match &target {
                Target::Cells { .. } => target.edit(value).map(Change::Cells),
                Target::Alternative => {
                    let help = "set its values, or let it vary";
                    let title = "an alternative is not a value that could be set";
                    problems.push(study.problem(entry.key_span.clone(), title).help(help));
                    None
                }
                Target::Value if !fits(&scenario, &entry.key, &literal) => {
                    let title = format!("this does not fit `{}`", entry.key);
                    let help = said!("write it as the value itself is written", "请按原值的写法填写");
                    problems.push(study.problem(entry.node.span.clone(), title).help(help));
                    None
                }
                Target::Value => Some(Change::Value { path: entry.key.clone(), literal }),
            };
            match change.map(|change| scenario.changed(&Changes::new().and(change))) {
                Some(Ok(changed)) => scenario = changed,
                Some(Err(found)) => problems.append(found),
                None => {}
            }
        }
        Variant::new(name, scenario)
    }

    /// The variant after the changes of one of the scenario's own alternatives.
    pub(super) fn of_scenario(&self, name: &str) -> Result<Variant, Problems> {
        Ok(Variant::new(name, self.scenario.alternative(name)?))
    }
}

fn fits(scenario: &Scenario, key: &str, literal: &str) -> bool {
    schema_check::fits(scenario.source(), key, literal, schema_of(scenario.source()))
}
