//! Single weeks of a plan, simulated on their own.

use super::steps::Steps;
use crate::app::Error;
use crate::kpi::Kpi;
use crate::model::Model;
use crate::replicate::Results;
use crate::scenario::plan::Plan;
use crate::verdict::judged;
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
}

impl WeekSimulator<'_> {
    /// Replicates a model of a week.
    pub(super) fn replicate(&self, model: &Model, steps: &mut Steps<'_, '_>) -> Result<Results, Error> {
        steps.replicate(model, self.seed, self.replications)
    }

    /// Returns the share answered at the front line of each of some sites; 1 where nobody calls.
    pub(super) fn answer_rates(
        &self,
        model: &Model,
        sites: &[usize],
        steps: &mut Steps<'_, '_>,
    ) -> Result<Vec<f64>, Error> {
        let results = self.replicate(model, steps)?;
        let rate = |site: &usize| judged(&results)[*site].kpi(Kpi::AnswerRate).mean.unwrap_or(1.0);
        Ok(sites.iter().map(rate).collect())
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
