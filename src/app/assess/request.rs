//! The request.

use super::lever_models::LeverModels;
use super::outcome::Assessment;
use super::phases::{phases, services};
use super::remedies::remedies;
use super::sensitivity::sensitivity;
use super::steps::Steps;
use super::{path, rule};
use crate::app::{AssessmentPart, Error, OnProgress, ScenarioRequest, Session};
use crate::merger::Phase;
use crate::replicate::Results;
use crate::scenario::Loaded;
use crate::scenario::plan::Plan;

/// A plan that was run and is to be assessed.
#[derive(Clone, Copy, Debug)]
pub struct AssessRequest<'s> {
    /// Where the scenario is read from again, in other phases and with other values of its assumptions.
    pub source: &'s ScenarioRequest,
    /// The scenario.
    pub scenario: &'s Loaded,
    /// Its plan.
    pub plan: &'s Plan,
    /// The results of the run.
    pub results: &'s Results,
    /// The seed of the run.
    pub seed: u64,
    /// Whether the sensitivity of the verdicts is wanted too, which takes several times as long.
    pub with_sensitivity: bool,
}

impl Session {
    /// Simulates a plan with everything built and merged, `replications` of it; a scenario that is so is simulated anew.
    pub fn after(
        &self,
        source: &ScenarioRequest,
        seed: u64,
        replications: u64,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Results, Error> {
        self.install(|| {
            let scenario = source.load_in(Phase::After)?;
            let mut steps = Steps::new(on_progress, AssessmentPart::Phases, Some(1));
            steps.replicate(&scenario.model, seed, replications)
        })
    }

    /// Assesses a plan that was run, by further simulations on the same callers.
    pub fn assess(
        &self,
        request: &AssessRequest<'_>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Assessment, Error> {
        let AssessRequest { source, scenario, plan, results, seed, with_sensitivity } = *request;
        self.install(|| {
            let opened = source.open()?;
            let phases = phases(&opened, (scenario, results, plan.phase), seed, on_progress)?;
            let [_, during, after] = &phases;
            let mut rule = rule::verdicts(plan, after);
            let models = LeverModels::new(&opened, plan, after, seed);
            rule::measure(&models, plan, &mut rule, on_progress)?;
            let sensitivity = match with_sensitivity {
                true => sensitivity(&opened, [during, after], seed, on_progress)?,
                false => Vec::new(),
            };
            Ok(Assessment {
                rule,
                days: scenario.model.horizon().dates(),
                path: path::path(during),
                weeks: path::weeks(during),
                phases: services(&phases),
                remedies: remedies(plan, during, seed, on_progress)?,
                sensitivity,
                after: after.results.clone().into_owned(),
            })
        })
    }
}
