//! The request.

use super::headroom::headroom;
use super::outcome::Assessment;
use super::remedies::remedies;
use super::sensitivity::sensitivity;
use super::week::WeekSimulator;
use crate::app::{Error, OnProgress, ScenarioRequest, Session};
use crate::replicate::Results;
use crate::scenario::Loaded;
use crate::scenario::plan::Plan;

/// Replications of a single week at most.
const OF_A_WEEK: u64 = 8;
/// The part of the run's replications that the whole horizon gets under another assumption, 2 to 10.
const PART_OF_RUN: u64 = 8;

/// A plan that was run and is to be assessed.
#[derive(Clone, Copy, Debug)]
pub struct AssessRequest<'s> {
    /// Where the scenario is read from again, with other values of its assumptions.
    pub source: &'s ScenarioRequest,
    /// The scenario.
    pub scenario: &'s Loaded,
    /// Its plan.
    pub plan: &'s Plan,
    /// The results of the run.
    pub results: &'s Results,
    /// The seed of the run.
    pub seed: u64,
}

impl Session {
    /// Assesses a plan that was run, by further simulations on the same callers.
    pub fn assess(
        &self,
        request: &AssessRequest<'_>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Assessment, Error> {
        let AssessRequest { source, scenario, plan, results, seed } = *request;
        let weeks = WeekSimulator {
            model: &scenario.model,
            plan,
            seed,
            replications: results.replications.min(OF_A_WEEK),
        };
        let replications = (results.replications / PART_OF_RUN).clamp(2, 10);
        self.install(|| {
            Ok(Assessment {
                headroom: headroom(&weeks, results, on_progress)?,
                remedies: remedies(&weeks, results, on_progress)?,
                sensitivity: sensitivity(source, scenario, seed, replications, on_progress)?,
                replications,
            })
        })
    }
}
