//! Values of a lever, simulated: on the replications of the search, and on fresh ones that certify.

use super::grid::Grid;
use crate::app::assess::phases::in_phase;
use crate::app::{Error, OnProgress, Progress};
use crate::merger::Phase;
use crate::model::Model;
use crate::replicate::Results;
use crate::requirement::{Level, Requirement, levels};
use crate::scenario::Scenario;
use crate::scenario::study::Lever;
use crate::time::DAY;
use std::collections::BTreeMap;

/// Simulates a scenario at values of a lever, all on the same callers.
pub(super) struct Trials<'a, 'p, 'c> {
    pub(super) scenario: &'a Scenario,
    pub(super) lever: &'a Lever,
    pub(super) requirement: &'a Requirement,
    /// Whether the scenario is a plan: it is judged by site, everything built and merged.
    pub(super) is_plan: bool,
    pub(super) seed: u64,
    /// Replications of the search; fresh ones follow them.
    pub(super) of_search: u64,
    /// Days that are simulated of each replication, where fewer than all suffice.
    pub(super) days: Option<usize>,
    on_progress: &'p mut OnProgress<'c>,
    models: BTreeMap<u64, Model>,
    searched: BTreeMap<u64, Vec<Level>>,
    fresh: BTreeMap<u64, Results>,
    /// Calls simulated.
    pub(super) calls: u64,
}

impl<'a, 'p, 'c> Trials<'a, 'p, 'c> {
    pub(super) fn new(
        (scenario, lever): (&'a Scenario, &'a Lever),
        requirement: &'a Requirement,
        is_plan: bool,
        (seed, of_search): (u64, u64),
        on_progress: &'p mut OnProgress<'c>,
    ) -> Trials<'a, 'p, 'c> {
        Trials {
            scenario,
            lever,
            requirement,
            is_plan,
            seed,
            of_search,
            days: None,
            on_progress,
            models: BTreeMap::new(),
            searched: BTreeMap::new(),
            fresh: BTreeMap::new(),
            calls: 0,
        }
    }

    /// Returns the model at a value.
    pub(super) fn model(&mut self, value: f64) -> Result<&Model, Error> {
        let key = value.to_bits();
        if !self.models.contains_key(&key) {
            let mut scenario = self.scenario.changed(&self.lever.changes(value))?;
            if self.is_plan {
                scenario = scenario.changed(&in_phase(Phase::After))?;
            }
            self.models.insert(key, scenario.load()?.model);
        }
        Ok(&self.models[&key])
    }

    /// Returns the levels at a value by the replications of the search.
    pub(super) fn searched(&mut self, value: f64) -> Result<Vec<Level>, Error> {
        if let Some(known) = self.searched.get(&value.to_bits()) {
            return Ok(known.clone());
        }
        let model = self.shortened(value)?;
        let mut results = Results::new(&model);
        self.extend(&model, &mut results, self.of_search)?;
        let levels = self.levels(&model, &results)?;
        self.searched.insert(value.to_bits(), levels.clone());
        Ok(levels)
    }

    /// Returns the levels at a value by so many fresh replications.
    pub(super) fn fresh(&mut self, value: f64, replications: u64) -> Result<Vec<Level>, Error> {
        let model = self.shortened(value)?;
        let mut results = self
            .fresh
            .remove(&value.to_bits())
            .unwrap_or_else(|| Results::starting_at(&model, self.of_search));
        self.extend(&model, &mut results, replications)?;
        let levels = self.levels(&model, &results)?;
        self.fresh.insert(value.to_bits(), results);
        Ok(levels)
    }

    /// Returns the fresh results at a value, if there are any.
    pub(super) fn results(&self, value: f64) -> Option<&Results> {
        self.fresh.get(&value.to_bits())
    }

    /// Lists the values that were simulated with their levels, ascending; by fresh replications where there are some.
    pub(super) fn tried(&mut self) -> Result<Vec<(f64, Vec<Level>)>, Error> {
        let mut values: Vec<f64> =
            self.searched.keys().chain(self.fresh.keys()).map(|bits| f64::from_bits(*bits)).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let levels = |value: f64| {
            let known = match self.results(value) {
                Some(results) => self.levels(&self.models[&value.to_bits()], results)?,
                None => self.searched[&value.to_bits()].clone(),
            };
            Ok((value, known))
        };
        values.into_iter().map(levels).collect()
    }

    /// Returns the levels by the replications of the search at values that have them, ascending.
    pub(super) fn on_search(&self) -> Vec<(f64, &Vec<Level>)> {
        let mut all: Vec<(f64, &Vec<Level>)> =
            self.searched.iter().map(|(bits, levels)| (f64::from_bits(*bits), levels)).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        all
    }

    fn levels(&self, model: &Model, results: &Results) -> Result<Vec<Level>, Error> {
        levels(self.requirement, model, results, self.is_plan).map_err(Error::Requirement)
    }

    fn extend(&mut self, model: &Model, results: &mut Results, replications: u64) -> Result<(), Error> {
        let before = results.attempts;
        let (values, so_far) = (self.searched.len() as u64 + self.fresh.len() as u64, self.calls);
        let flow = results.extend_while(model, self.seed, replications, |progress| {
            let calls = so_far + progress.so_far.attempts - before;
            (self.on_progress)(Progress::Sizing { values, calls })
        });
        self.calls += results.attempts - before;
        if flow.is_break() { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// Returns the model at a value, of as many days as are wanted; the first is not measured then.
    fn shortened(&mut self, value: f64) -> Result<Model, Error> {
        let days = self.days;
        let model = self.model(value)?;
        Ok(match days.filter(|days| (*days as f64 + 1.0) * DAY < model.horizon().end()) {
            Some(days) => model.part(0..days + 1, 1),
            None => model.clone(),
        })
    }

    /// Returns the positions' levels with margins for a search: the least excess of the parts that count.
    pub(super) fn margin(&mut self, grid: &Grid, position: u32, counts: &[bool]) -> Result<f64, Error> {
        let levels = self.searched(grid.value(position))?;
        Ok(least_excess(&levels, counts))
    }
}

/// Returns the least excess of the parts that count, in units of indifference; below every number without any.
pub(super) fn least_excess(levels: &[Level], counts: &[bool]) -> f64 {
    let counted = levels.iter().filter(|level| counts[level.part]);
    counted.map(crate::sizing::certification::scaled_excess).reduce(f64::min).unwrap_or(f64::NEG_INFINITY)
}
