//! Replicating a scenario.

use super::{Error, OnProgress, Progress, Session};
use crate::engine::TimeSpan;
use crate::kpi::Life;
use crate::model::Model;
use crate::replicate::precision::{Precision, stopping_schedule};
use crate::replicate::{self, Results};
use crate::scenario::Loaded;
use crate::sweep::ReplicationBudget;
use std::ops::ControlFlow;
use std::time::Instant;

/// A request to replicate a scenario.
#[derive(Clone, Copy, Debug)]
pub struct RunRequest<'s> {
    /// The scenario.
    pub scenario: &'s Loaded,
    /// The seed; none: the scenario's own.
    pub seed: Option<u64>,
    /// The number of replications, or the precision that decides it.
    pub budget: ReplicationBudget,
}

/// The results of a run.
#[derive(Clone, Debug)]
pub struct RunOutcome {
    /// The seed.
    pub seed: u64,
    /// The results.
    pub results: Results,
    /// Whether the precision is reached; so it is where a number of replications was asked for.
    pub is_precise: bool,
    /// Seconds that it took by the clock.
    pub seconds: f64,
}

impl Session {
    /// Replicates a scenario. Equal requests have equal results, apart from the seconds.
    pub fn run(
        &self,
        request: &RunRequest<'_>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<RunOutcome, Error> {
        let (model, started) = (&request.scenario.model, Instant::now());
        let seed = request.seed.unwrap_or(model.seed());
        let (results, is_precise) = self.install(|| match request.budget {
            ReplicationBudget::Fixed(count) => {
                let all = |so_far: &Results| on_progress(progress_of(0, so_far, Some(count)));
                Ok((replicated(model, seed, count, all)?, true))
            }
            ReplicationBudget::Until { precision, at_most } => {
                replicated_until(model, seed, precision, at_most, |so_far| {
                    on_progress(progress_of(0, so_far, None))
                })
            }
        })?;
        Ok(RunOutcome { seed, results, is_precise, seconds: started.elapsed().as_secs_f64() })
    }
}

/// Simulates replication `number` (from 0) once more, and returns its attempts that were dialled in a span, in order,
/// each from its first ring to its end.
pub fn trace(model: &Model, seed: u64, number: u64, dialled: TimeSpan) -> Vec<Life> {
    replicate::trace(model, seed, number, dialled)
}

/// Returns the progress of one of a request's scenarios.
pub(super) fn progress_of(scenario: usize, so_far: &Results, wanted: Option<u64>) -> Progress {
    Progress::Replications { scenario, done: so_far.replications, wanted, calls: so_far.attempts }
}

/// Simulates so many replications, unless `proceed` cancels them.
pub(super) fn replicated(
    model: &Model,
    seed: u64,
    count: u64,
    proceed: impl FnMut(&Results) -> ControlFlow<()>,
) -> Result<Results, Error> {
    extended(Results::new(model), model, seed, count, proceed)
}

/// Extends results to so many replications, unless `proceed` cancels them.
pub(super) fn extended(
    mut results: Results,
    model: &Model,
    seed: u64,
    count: u64,
    mut proceed: impl FnMut(&Results) -> ControlFlow<()>,
) -> Result<Results, Error> {
    match results.extend_while(model, seed, count, |progress| proceed(progress.so_far)) {
        ControlFlow::Continue(()) => Ok(results),
        ControlFlow::Break(()) => Err(Error::Cancelled),
    }
}

/// Simulates replications until the interval is narrow enough, which is looked at on the
/// [stopping schedule](stopping_schedule), or until the last look within `at_most`, the first one at least; returns
/// whether it is.
fn replicated_until(
    model: &Model,
    seed: u64,
    precision: Precision,
    at_most: u64,
    mut proceed: impl FnMut(&Results) -> ControlFlow<()>,
) -> Result<(Results, bool), Error> {
    let (mut results, mut is_precise) = (Results::new(model), false);
    let first = stopping_schedule().next().unwrap_or_default();
    for look in stopping_schedule().take_while(|look| *look <= at_most.max(first)) {
        if results.extend_while(model, seed, look, |progress| proceed(progress.so_far)).is_break() {
            return Err(Error::Cancelled);
        }
        is_precise = precision.is_met(&results.tables.total);
        if is_precise {
            break;
        }
    }
    results.stopped_by_width();
    Ok((results, is_precise))
}
