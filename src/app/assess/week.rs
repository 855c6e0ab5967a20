//! Single weeks of a plan, simulated on their own.

use super::steps::Steps;
use crate::app::Error;
use crate::model::Model;
use crate::replicate::Results;
use crate::scenario::plan::Plan;
use crate::verdict::{judged, point_verdict};
use std::ops::Range;

/// Days simulated before a week that is judged, so that it does not start empty.
const LEAD: usize = 1;

/// Simulates single weeks of a plan.
pub(super) struct WeekSimulator<'a> {
    /// The whole horizon.
    pub(super) model: &'a Model,
    /// The plan.
    pub(super) plan: &'a Plan,
    /// The seed.
    pub(super) seed: u64,
    /// Replications of each simulation.
    pub(super) replications: u64,
    /// Replications while something is searched.
    pub(super) searched: u64,
}

impl WeekSimulator<'_> {
    /// Replicates a model of a week.
    pub(super) fn replicate(&self, model: &Model, steps: &mut Steps<'_, '_>) -> Result<Results, Error> {
        steps.replicate(model, self.seed, self.replications)
    }

    /// Returns whether the lowest 24 h within the week reach the standard at the front line of a site, by their mean over
    /// replications; those of a site with too few calls do.
    pub(super) fn holds(&self, model: &Model, site: usize, steps: &mut Steps<'_, '_>) -> Result<bool, Error> {
        let results = steps.replicate(model, self.seed, self.searched)?;
        Ok(point_verdict(&judged(&results)[site]).unwrap_or(true))
    }

    /// Returns the model of a week and its lead.
    pub(super) fn model_of(&self, week: usize) -> Model {
        self.model.part(self.days(week), self.lead(week))
    }

    /// Returns the days of a week and its lead.
    pub(super) fn days(&self, week: usize) -> Range<usize> {
        (7 * week).saturating_sub(LEAD)..(7 * week + 7).min(self.model.horizon().dates())
    }

    /// Returns the number of days before the week that its model starts with.
    pub(super) fn lead(&self, week: usize) -> usize {
        LEAD.min(7 * week)
    }
}
