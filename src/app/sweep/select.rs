//! Selecting the best point of a study.

use super::points::contradiction;
use crate::app::{Error, OnProgress, Progress, Session};
use crate::kpi::Entry;
use crate::scenario::study::Study;
use crate::sweep::select::{Asked, Goal, Procedure, Round, Selection};
use crate::sweep::{PointEvaluator, ProgressCounters};
use std::collections::VecDeque;
use std::io;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Values of a recorded round at most: what an interruption loses.
const CHUNK: usize = 1024;

/// A request to select the best point of a study.
pub struct SelectRequest<'s> {
    /// The study. Its replications must not come in pairs.
    pub study: &'s Study,
    /// The KPI that points are compared by, of one replication; none where it is undefined.
    pub value: &'s (dyn Fn(&Entry) -> Option<f64> + Sync),
    /// Whether the greatest or the least mean is the best.
    pub goal: Goal,
    /// The procedure that decides.
    pub procedure: Procedure,
    /// Replications of a point at most.
    pub at_most: u64,
    /// Rounds that an interrupted selection has recorded: they are answered from there, not simulated.
    pub earlier: Vec<Round>,
}

/// The result of a selection.
#[derive(Clone, Debug)]
pub struct SelectOutcome {
    /// The procedure's selection: the best point, and the standing of each.
    pub selection: Selection,
    /// The KPI's values at each point, in order of replications.
    pub values: Vec<Vec<f64>>,
    /// Calls simulated, warm-up included, those of earlier rounds among them.
    pub calls: u64,
    /// Seconds that it took by the clock.
    pub seconds: f64,
}

impl Session {
    /// Finds the best point of a study, simulating on all threads what the procedure asks for. Each round that was
    /// simulated goes to `record` before the next one begins; an error of it ends the selection as [`Error::NotKept`].
    pub fn select(
        &self,
        request: SelectRequest<'_>,
        record: &mut (dyn FnMut(&Round) -> io::Result<()> + Send),
        on_progress: &mut OnProgress<'_>,
    ) -> Result<SelectOutcome, Error> {
        let (started, counters) = (Instant::now(), ProgressCounters::default());
        let study = request.study;
        let most = request.at_most.saturating_mul(study.points());
        // Simulating threads ask it in turn.
        let on_progress = Mutex::new(on_progress);
        let proceed = || {
            let progress = Progress::Selection {
                done: counters.replications(),
                at_most: most,
                calls: counters.attempts(),
            };
            match on_progress.lock().unwrap_or_else(PoisonError::into_inner)(progress) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(Error::Cancelled),
            }
        };
        let model = |point| study.model(point).map_err(Error::from);
        let evaluator = PointEvaluator {
            model: &model,
            broken: &contradiction,
            scope: study.scope,
            seed: study.seed,
            independent: request.procedure.is_for_independent(),
            proceed: &proceed,
            progress: &counters,
        };
        let mut values = vec![Vec::new(); study.points() as usize];
        let mut earlier = VecDeque::from(request.earlier);
        let selection = self.install(|| {
            request.procedure.run(request.goal, |asked| {
                let mut found = Vec::with_capacity(asked.len());
                for asked in asked.chunks(CHUNK) {
                    let round = match earlier.pop_front() {
                        Some(round) => answered_before(round, asked, &counters)?,
                        None => simulated(&evaluator, asked, request.value, record)?,
                    };
                    found.extend(defined(round)?);
                }
                asked.iter().zip(&found).for_each(|(asked, value)| values[asked.system].push(*value));
                Ok::<_, Error>(found)
            })
        })?;
        let (calls, seconds) = (counters.attempts(), started.elapsed().as_secs_f64());
        Ok(SelectOutcome { selection, values, calls, seconds })
    }
}

/// Returns an earlier round that answers what is asked.
fn answered_before(round: Round, asked: &[Asked], counters: &ProgressCounters) -> Result<Round, Error> {
    if !round.answers(asked) {
        return Err(Error::OtherSelection);
    }
    counters.add(asked.len() as u64, round.attempts);
    Ok(round)
}

/// Simulates what is asked, and records it.
fn simulated(
    evaluator: &PointEvaluator<'_, Error>,
    asked: &[Asked],
    value: &(dyn Fn(&Entry) -> Option<f64> + Sync),
    record: &mut (dyn FnMut(&Round) -> io::Result<()> + Send),
) -> Result<Round, Error> {
    let before = evaluator.progress.attempts();
    let values = asked.iter().copied().zip(evaluator.observe(asked, value)?).collect();
    let round = Round { attempts: evaluator.progress.attempts() - before, values };
    record(&round).map_err(Error::NotKept)?;
    Ok(round)
}

/// Returns the values of a round; an error where one is undefined.
fn defined(round: Round) -> Result<Vec<f64>, Error> {
    let value = |(asked, value): (Asked, Option<f64>)| {
        value.ok_or(Error::Undefined { point: asked.system as u64, replication: asked.replication })
    };
    round.values.into_iter().map(value).collect()
}
