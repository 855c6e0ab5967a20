//! The three phases of a plan, each a run of its own on the same callers.

use super::outcome::PhaseService;
use super::steps::Steps;
use crate::app::Error;
use crate::app::progress::{AssessmentPart, OnProgress};
use crate::compare;
use crate::kpi::Kpi;
use crate::merger::Phase;
use crate::replicate::{Results, Series};
use crate::scenario::{Changes, Loaded, Scenario};
use crate::stats::Estimate;
use crate::verdict::judged;
use std::borrow::Cow;

/// Replications of the phase before the merger at most: no verdict hangs on it, and its figures are narrow.
const OF_BEFORE: u64 = 10;

/// All phases, in order of time.
pub(super) const PHASES: [Phase; 3] = [Phase::Before, Phase::During, Phase::After];

/// A phase that was simulated.
pub(in crate::app) struct PhaseRun<'s> {
    pub(in crate::app) phase: Phase,
    pub(in crate::app) scenario: Cow<'s, Loaded>,
    pub(in crate::app) results: Cow<'s, Results>,
}

impl PhaseRun<'_> {
    /// Returns the hours for which a colleague is expected to be called in at a site.
    pub(super) fn called_in_hours(&self, site: usize) -> Option<f64> {
        self.scenario.plan.as_ref()?.sites.get(site)?.called_in_hours
    }
}

/// Returns the changes that make a scenario one of this phase.
pub(in crate::app) fn in_phase(phase: Phase) -> Changes {
    Changes::new().put_text("phase", phase.name())
}

/// Simulates the phases of a scenario that has been run in one of them (`run`, with its results).
pub(super) fn phases<'s>(
    scenario: &Scenario,
    run: (&'s Loaded, &'s Results, Phase),
    seed: u64,
    on_progress: &mut OnProgress<'_>,
) -> Result<[PhaseRun<'s>; 3], Error> {
    let (own, results, own_phase) = run;
    let mut steps = Steps::new(on_progress, AssessmentPart::Phases, Some(PHASES.len() as u64 - 1));
    let mut one = |phase: Phase| -> Result<PhaseRun<'s>, Error> {
        if phase == own_phase {
            let (scenario, results) = (Cow::Borrowed(own), Cow::Borrowed(results));
            return Ok(PhaseRun { phase, scenario, results });
        }
        let scenario = scenario.with(&in_phase(phase))?;
        let replications = match phase {
            Phase::Before => results.replications.min(OF_BEFORE),
            Phase::During | Phase::After => results.replications,
        };
        let results = Cow::Owned(steps.replicate(&scenario.model, seed, replications)?);
        steps.advance();
        Ok(PhaseRun { phase, scenario: Cow::Owned(scenario), results })
    };
    let [before, during, after] = PHASES;
    Ok([one(before)?, one(during)?, one(after)?])
}

/// Returns the service in each phase.
pub(super) fn services(phases: &[PhaseRun<'_>]) -> Vec<PhaseService> {
    let before = phases.iter().find(|run| run.phase == Phase::Before).map(|run| &run.results.tables.total);
    let service = |run: &PhaseRun<'_>| {
        let (total, front) = (&run.results.tables.total, Series::together(judged(&run.results)));
        let change = |before: &Series| compare::kpi(before, total, Kpi::AnswerRateByCaller);
        PhaseService {
            phase: run.phase,
            replications: run.results.replications,
            callers_answered: total.kpi(Kpi::AnswerRateByCaller),
            change: match before {
                Some(before) if run.phase != Phase::Before => change(before),
                _ => Estimate { mean: None, half_width: None },
            },
            front_line_answered: front.kpi(Kpi::AnswerRate),
            front_line_wait: front.kpi(Kpi::MeanWaitAnswered),
            closed: total.kpi(Kpi::ClosedRate),
        }
    };
    phases.iter().map(service).collect()
}
