//! The engine of points: (point x replication) on several threads, outcomes in order, memory bounded.
//!
//! Tasks are handed out point by point and replication by replication, so that threads finish together;
//! outcomes that come early wait for those before them, and no point is begun that is too far ahead.
//! A point that has not reached its precision is given more replications. Outcomes are handed over many at a time,
//! for to wake a thread takes as long as a short replication: the receiver looks by itself every few milliseconds.

mod bench;
mod effort;

pub use bench::Bench;
pub use effort::Effort;

use super::{Outcome, Pairing, Scope};
use crate::centre::Model;
use crate::kpi::{Entry, Histogram, Outline, QUANTILES, join};
use crate::replicate::linearised;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// How far a sweep has come.
#[derive(Debug, Default)]
pub struct Pace {
    /// Replications done.
    pub replications: AtomicU64,
    /// Attempts simulated.
    pub attempts: AtomicU64,
}

/// Points to be simulated.
pub struct Sweep<'s, E> {
    /// Which.
    pub points: Range<u64>,
    /// How many replications of each.
    pub effort: Effort,
    /// How these hang together.
    pub pairing: Pairing,
    /// Which of their attempts are measured.
    pub scope: Scope,
    /// The seed of all; none: each model's own.
    pub seed: Option<u64>,
    /// The model of a point.
    pub model: &'s (dyn Fn(u64) -> Result<Model, E> + Sync),
    /// Told of every replication.
    pub pace: &'s Pace,
    /// Threads that simulate.
    pub threads: usize,
}

/// Points open at once, per thread.
const AHEAD: usize = 128;
/// Outcomes that are worth waking the receiver for, per thread: more would make threads wait for it.
const BATCH: usize = AHEAD / 2;
/// How often the receiver looks by itself. What it has not taken is lost when the program is killed.
const TICK: Duration = Duration::from_millis(20);

impl<E: Send> Sweep<'_, E> {
    /// Simulates, and hands over outcomes in order of point, in batches; a batch may be empty, so that the
    /// receiver can show how far things are. Ends at the first error, of a model or of the receiver.
    pub fn run(&self, mut receive: impl FnMut(Vec<Outcome>) -> Result<(), E>) -> Result<(), E> {
        let queue = Queue { next: self.points.start, end: self.points.end, ..Queue::default() };
        let board = Board {
            queue: Mutex::new(queue),
            tasks: Condvar::new(),
            results: Condvar::new(),
            ahead: AHEAD * self.threads,
            batch: BATCH * self.threads,
            effort: self.effort,
            pairing: self.pairing,
        };
        // Threads of our own and not the pool's: the receiver waits for them, which on a thread of the
        // pool would keep them from running.
        std::thread::scope(|scope| {
            (0..self.threads).for_each(|_| drop(scope.spawn(|| self.work(&board))));
            let _ending = Ending(&board);
            while let Some(batch) = board.take()? {
                receive(batch)?;
            }
            Ok(())
        })
    }

    fn work(&self, board: &Board<E>) {
        let _ending = Panicking(board);
        while let Some((slot, number)) = board.task() {
            let model =
                match slot.model.get_or_init(|| (self.model)(slot.point).map_err(Some).map_err(Mutex::new)) {
                    Ok(model) => model,
                    Err(error) => {
                        board.fail(error.lock().unwrap_or_else(PoisonError::into_inner).take());
                        return;
                    }
                };
            let done = self.pairing.replicate(model, self.seed.unwrap_or(model.seed), number);
            self.pace.replications.fetch_add(1, Ordering::Relaxed);
            self.pace.attempts.fetch_add(done.attempts, Ordering::Relaxed);
            let attempts = done.attempts;
            let mut state = locked(&slot.state);
            state.attempts += attempts;
            let (entry, waits) = self.scope.of(model, done);
            join(&mut state.waits, &waits);
            state.put(number, entry, Outline::of(&waits));
            if state.count == state.entries.len() as u64 {
                board.look(&slot, state);
            }
        }
    }
}

/// A point that is being simulated.
struct Slot<E> {
    point: u64,
    /// An error is taken by the first who finds it.
    model: OnceLock<Result<Model, Mutex<Option<E>>>>,
    state: Mutex<State>,
}

/// What is known of it.
#[derive(Default)]
struct State {
    entries: Vec<Option<Entry>>,
    /// Outlines of their waits.
    outlines: Vec<Outline>,
    /// Entries that are there.
    count: u64,
    waits: Arc<Histogram>,
    attempts: u64,
}

impl State {
    fn put(&mut self, number: u64, entry: Entry, outline: Outline) {
        if let Some(place) = self.entries.get_mut(number as usize) {
            *place = Some(entry);
            self.outlines.resize(self.entries.len(), Outline::default());
            self.outlines[number as usize] = outline;
            self.count += 1;
        }
    }

    /// What there is of the point. The entries go into it: whoever goes on puts them back.
    fn outcome(&mut self, point: u64, pairing: Pairing) -> Outcome {
        Outcome {
            point,
            attempts: self.attempts,
            pooled: self.waits.quantiles(QUANTILES),
            linearised: linearised(&self.waits, &self.outlines),
            longest: self.waits.longest(),
            expected: None,
            replications: std::mem::take(&mut self.entries).into_iter().flatten().collect(),
            pairing,
        }
    }
}

/// An open point as the queue knows it.
struct Open<E> {
    /// None when it is done: model and waits go when the last thread at work on them does.
    slot: Option<Arc<Slot<E>>>,
    issued: u64,
    wanted: u64,
    outcome: Option<Outcome>,
}

/// What is to be done next, and what waits to be received.
struct Queue<E> {
    next: u64,
    end: u64,
    open: VecDeque<Open<E>>,
    /// How many of the first ones want no more replications.
    served: usize,
    over: bool,
    error: Option<E>,
}

impl<E> Default for Queue<E> {
    fn default() -> Self {
        Queue { next: 0, end: 0, open: VecDeque::new(), served: 0, over: false, error: None }
    }
}

struct Board<E> {
    queue: Mutex<Queue<E>>,
    /// Workers wait for tasks, the receiver for results.
    tasks: Condvar,
    results: Condvar,
    /// Points open at once, and outcomes that are worth taking.
    ahead: usize,
    batch: usize,
    effort: Effort,
    pairing: Pairing,
}

/// A thread that panicked leaves no broken state: whatever it held is not used again.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<E> Board<E> {
    /// The next replication of the first point that wants one; waits while there may be one later.
    fn task(&self) -> Option<(Arc<Slot<E>>, u64)> {
        let mut queue = locked(&self.queue);
        loop {
            if queue.over {
                return None;
            }
            if let Some(task) = queue.issue() {
                return Some(task);
            }
            if queue.next < queue.end && queue.open.len() < self.ahead {
                queue.open_next(self.effort.least(self.pairing));
                continue;
            }
            if queue.is_done() {
                return None;
            }
            queue = self.tasks.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// All replications asked for so far are there: enough?
    fn look(&self, slot: &Slot<E>, mut state: MutexGuard<'_, State>) {
        let outcome = state.outcome(slot.point, self.pairing);
        let wanted = self.effort.after(|| outcome.series(), state.count, self.pairing);
        let outcome = match wanted > state.count {
            true => {
                state.entries = outcome.replications.into_iter().map(Some).collect();
                state.entries.resize(wanted as usize, None);
                None
            }
            false => Some(outcome),
        };
        drop(state);
        let wants_more = outcome.is_none();
        let mut queue = locked(&self.queue);
        let place = queue.open.len() - (queue.next - slot.point) as usize;
        let open = &mut queue.open[place];
        open.wanted = wanted;
        open.outcome = outcome;
        match wants_more {
            true => queue.served = queue.served.min(place),
            false => open.slot = None,
        }
        if wants_more || queue.is_done() {
            self.tasks.notify_all();
        }
        if queue.ready() >= queue.worth(self.batch) {
            self.results.notify_one();
        }
    }

    /// Outcomes in order, as many as are worth it; those that there are after a while; `None` at the end.
    fn take(&self) -> Result<Option<Vec<Outcome>>, E> {
        let mut queue = locked(&self.queue);
        let mut waited = false;
        loop {
            if let Some(error) = queue.error.take() {
                return Err(error);
            }
            if waited || queue.ready() >= queue.worth(self.batch) {
                let batch = queue.take();
                drop(queue);
                self.tasks.notify_all();
                return Ok(Some(batch.into_iter().filter_map(|open| open.outcome).collect()));
            }
            if queue.over || (queue.next == queue.end && queue.open.is_empty()) {
                return Ok(None);
            }
            let woken = self.results.wait_timeout(queue, TICK).unwrap_or_else(PoisonError::into_inner);
            queue = woken.0;
            waited = woken.1.timed_out();
        }
    }

    fn fail(&self, error: Option<E>) {
        let mut queue = locked(&self.queue);
        queue.over = true;
        queue.error = queue.error.take().or(error);
        drop(queue);
        self.tasks.notify_all();
        self.results.notify_all();
    }
}

impl<E> Queue<E> {
    fn issue(&mut self) -> Option<(Arc<Slot<E>>, u64)> {
        let wants = |open: &Open<E>| open.issued < open.wanted;
        self.served += self.open.range(self.served..).take_while(|open| !wants(open)).count();
        let open = self.open.get_mut(self.served)?;
        open.issued += 1;
        Some((open.slot.clone()?, open.issued - 1))
    }

    fn open_next(&mut self, wanted: u64) {
        let state = State { entries: vec![None; wanted as usize], ..State::default() };
        let slot = Slot { point: self.next, model: OnceLock::new(), state: Mutex::new(state) };
        self.open.push_back(Open { slot: Some(Arc::new(slot)), issued: 0, wanted, outcome: None });
        self.next += 1;
    }

    /// No task is left, and none will come.
    fn is_done(&self) -> bool {
        self.next == self.end && self.open.iter().all(|open| open.outcome.is_some())
    }

    /// Outcomes that can be taken: those of the first points.
    fn ready(&self) -> usize {
        self.open.iter().take_while(|open| open.outcome.is_some()).count()
    }

    /// How many it takes for the receiver to be woken: in the end any.
    fn worth(&self, batch: usize) -> usize {
        if self.next < self.end { batch } else { 1 }
    }

    fn take(&mut self) -> Vec<Open<E>> {
        let ready = self.ready();
        self.served = self.served.saturating_sub(ready);
        self.open.drain(..ready).collect()
    }
}

/// When the receiver leaves, for whatever reason, so do the workers.
struct Ending<'b, E>(&'b Board<E>);

impl<E> Drop for Ending<'_, E> {
    fn drop(&mut self) {
        self.0.fail(None);
    }
}

/// When a worker panics, the receiver does not wait for it.
struct Panicking<'b, E>(&'b Board<E>);

impl<E> Drop for Panicking<'_, E> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.fail(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::replicate::Results;
    use crate::replicate::precision::Precision;

    fn model(point: u64) -> Result<Model, String> {
        if point == 1000 {
            return Err("no such point".to_owned());
        }
        let (talk, patience) = (Dist::exponential(240.0).unwrap(), Dist::exponential(120.0).unwrap());
        Ok(Model::single_queue(60.0, talk, patience, 3 + point as u32 % 4, 0.5))
    }

    fn outcomes(points: Range<u64>, effort: Effort, threads: usize) -> Result<Vec<Outcome>, String> {
        let mut all = Vec::new();
        let pace = Pace::default();
        let (seed, scope, pairing) = (Some(1), Scope::Total, Pairing::Single);
        let sweep = Sweep { points, effort, pairing, scope, seed, model: &model, pace: &pace, threads };
        sweep.run(|batch| {
            all.extend(batch);
            Ok(())
        })?;
        Ok(all)
    }

    #[test]
    fn outcomes_come_in_order_and_are_the_same_on_any_number_of_threads() {
        let on = |threads| outcomes(3..203, Effort::Fixed(3), threads).unwrap();
        let one = on(1);
        assert!(one.iter().map(|outcome| outcome.point).eq(3..203));
        let bytes = |all: &[Outcome]| all.iter().map(Outcome::to_bytes).collect::<Vec<_>>();
        assert_eq!(bytes(&one), bytes(&on(4)));
    }

    #[test]
    fn a_point_is_what_a_run_of_its_model_is() {
        let outcome = &outcomes(6..7, Effort::Fixed(5), 2).unwrap()[0];
        let model = model(6).unwrap();
        let mut results = Results::new(&model);
        results.extend(&model, 1, 5, |_| {});
        let total = &results.tables.total;
        assert_eq!(outcome.attempts, results.attempts);
        assert_eq!(outcome.longest, results.waits.total.longest());
        assert_eq!(outcome.series().wait_quantile(3), total.wait_quantile(3));
        assert_eq!(outcome.series().kpi(crate::kpi::Kpi::AnswerRate), total.kpi(crate::kpi::Kpi::AnswerRate));
    }

    #[test]
    fn replications_are_spent_where_the_interval_is_wide() {
        let precision = Precision::parse("answer_rate 1 pp", &[15.0]).unwrap();
        let effort = Effort::Until { precision, at_most: 320 };
        let all = outcomes(0..4, effort, 2).unwrap();
        let spent: Vec<usize> = all.iter().map(|outcome| outcome.replications.len()).collect();
        assert!(
            spent[0] > spent[3]
                && spent.iter().all(|n| [10, 14, 20, 28, 40, 56, 80, 112, 160, 224, 320].contains(n)),
            "{spent:?}"
        );
        assert!(all.iter().all(|outcome| precision.is_met(&outcome.series())), "{spent:?}");
    }

    #[test]
    fn an_error_of_a_model_or_of_the_receiver_ends_the_sweep() {
        assert_eq!(outcomes(990..1010, Effort::Fixed(2), 3).unwrap_err(), "no such point");
        let pace = Pace::default();
        let effort = Effort::Fixed(2);
        let (scope, pairing, threads) = (Scope::Total, Pairing::Single, 2);
        let sweep =
            Sweep { points: 0..500, effort, pairing, scope, seed: None, model: &model, pace: &pace, threads };
        assert_eq!(sweep.run(|_| Err("disk full".to_owned())), Err("disk full".to_owned()));
    }
}
