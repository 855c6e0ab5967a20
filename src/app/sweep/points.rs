//! Simulating the points of a study.

use crate::app::{Error, OnProgress, Progress, Session};
use crate::demand::expected_calls;
use crate::kpi::Invariants;
use crate::scenario::study::Study;
use crate::sweep::{Outcome, PointResult, ProgressCounters, ReplicationBudget, Sweep};
use std::io;
use std::ops::Range;
use std::time::Instant;

/// A request to simulate points of a study.
#[derive(Clone)]
pub struct SweepRequest<'s> {
    /// The study.
    pub study: &'s Study,
    /// The points, from 0.
    pub points: Range<u64>,
}

/// The counts and the duration of a sweep, whose results went to the receiver.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SweepOutcome {
    /// Replications simulated.
    pub replications: u64,
    /// Calls simulated, warm-up included.
    pub calls: u64,
    /// Seconds that it took by the clock.
    pub seconds: f64,
}

impl Session {
    /// Simulates points of a study on all threads and hands over their results in order, in batches. Results are the
    /// same on any number of threads, and whether the points are simulated at once or in parts.
    ///
    /// An error of the receiver ends the sweep as [`Error::NotKept`]. What was handed over before an error or a
    /// cancellation stays valid: a later request for the points after it goes on.
    pub fn sweep(
        &self,
        request: &SweepRequest<'_>,
        receive: &mut (dyn FnMut(&[PointResult]) -> io::Result<()> + Send),
        on_progress: &mut OnProgress<'_>,
    ) -> Result<SweepOutcome, Error> {
        let (started, counters) = (Instant::now(), ProgressCounters::default());
        let study = request.study;
        let model = |point| study.model(point).map_err(Error::from);
        let sweep = Sweep {
            points: request.points.clone(),
            budget: study.effort,
            pairing: study.pairing,
            scope: study.scope,
            seed: study.seed,
            model: &model,
            broken: &contradiction,
            progress: &counters,
            threads: self.threads(),
        };
        let mut done = request.points.start;
        self.install(|| {
            sweep.run(|outcomes| {
                let results = outcomes.into_iter().map(|outcome| result_of(study, outcome));
                let results = results.collect::<Result<Vec<PointResult>, Error>>()?;
                if !results.is_empty() {
                    receive(&results).map_err(Error::NotKept)?;
                }
                done += results.len() as u64;
                match on_progress(progress(request, done, &counters)) {
                    flow if flow.is_break() => Err(Error::Cancelled),
                    _ => Ok(()),
                }
            })
        })?;
        Ok(SweepOutcome {
            replications: counters.replications(),
            calls: counters.attempts(),
            seconds: started.elapsed().as_secs_f64(),
        })
    }
}

/// Returns the progress once point `done` - 1 was handed over.
fn progress(request: &SweepRequest<'_>, done: u64, counters: &ProgressCounters) -> Progress {
    let points = request.points.end.saturating_sub(request.points.start);
    Progress::Points {
        done,
        wanted: request.points.end,
        replications: counters.replications(),
        wanted_replications: match request.study.effort {
            ReplicationBudget::Fixed(replications) => Some(points.saturating_mul(replications)),
            ReplicationBudget::Until { .. } => None,
        },
        calls: counters.attempts(),
    }
}

/// Returns a point with its values and, where means are to be corrected by it, the number of callers it expects.
fn result_of(study: &Study, mut outcome: Outcome) -> Result<PointResult, Error> {
    let point = outcome.point;
    if study.control {
        outcome.expected = Some(expected_calls(&study.model(point)?));
    }
    Ok(PointResult { cells: study.cells(point), outcome })
}

/// Makes the error of a point one of whose replications violates an invariant.
pub(super) fn contradiction(point: u64, invariants: &Invariants) -> Error {
    Error::Contradiction { point, invariants: Box::new(invariants.clone()) }
}
