//! Tasks that workers take, and outcomes that wait for the receiver.

use super::point::{PartialPoint, Point, locked};
use crate::sweep::{Outcome, Pairing, ReplicationBudget};
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Points open at once, per thread.
const AHEAD: usize = 128;
/// Outcomes that are worth waking the receiver for, per thread: more would make threads wait for it.
const BATCH: usize = AHEAD / 2;
/// The interval at which the receiver looks by itself. What it has not taken is lost when the program is killed.
const TICK: Duration = Duration::from_millis(20);

/// The task of a worker: points, and which of their replications.
pub(super) type Task<E> = Vec<(Arc<Point<E>>, Range<u64>)>;

/// Hands out tasks to workers and outcomes to the receiver.
pub(super) struct WorkQueue<E> {
    queue: Mutex<QueueState<E>>,
    /// Workers wait for tasks, the receiver for results.
    tasks: Condvar,
    results: Condvar,
    /// Points open at once, and outcomes that are worth taking.
    ahead: usize,
    batch: usize,
    budget: ReplicationBudget,
    pairing: Pairing,
}

impl<E> WorkQueue<E> {
    /// A queue of these points for so many workers.
    pub(super) fn new(
        points: &Range<u64>,
        budget: ReplicationBudget,
        pairing: Pairing,
        threads: usize,
    ) -> WorkQueue<E> {
        WorkQueue {
            queue: Mutex::new(QueueState {
                next: points.start,
                end: points.end,
                open: VecDeque::new(),
                unfinished: Vec::new(),
                served: 0,
                over: false,
                error: None,
            }),
            tasks: Condvar::new(),
            results: Condvar::new(),
            ahead: AHEAD * threads,
            batch: BATCH * threads,
            budget,
            pairing,
        }
    }

    /// Returns about so many of the next replications, of as many points as it takes; waits while there may be one
    /// later.
    pub(super) fn task(&self, many: u64) -> Option<Task<E>> {
        let mut queue = locked(&self.queue);
        loop {
            if queue.over {
                return None;
            }
            let task = self.collect(&mut queue, many);
            if !task.is_empty() {
                return Some(task);
            }
            if queue.is_done() {
                return None;
            }
            queue = self.tasks.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn collect(&self, queue: &mut QueueState<E>, many: u64) -> Task<E> {
        let (mut task, mut missing) = (Vec::new(), many);
        while missing > 0 {
            if let Some((point, numbers)) = queue.issue(missing) {
                missing = missing.saturating_sub(numbers.end - numbers.start);
                task.push((point, numbers));
            } else if queue.next < queue.end && queue.open.len() < self.ahead {
                queue.open_next(self.budget.least(self.pairing));
            } else {
                break;
            }
        }
        task
    }

    /// Takes in the partial results of a point, whose task was to go on to replication `end`; the rest becomes another
    /// task. Once all replications asked for are there, decides whether they are enough.
    pub(super) fn put(&self, point: &Arc<Point<E>>, part: PartialPoint, end: u64) {
        if part.next() < end {
            locked(&self.queue).unfinished.push((point.clone(), part.next()..end));
            self.tasks.notify_all();
        }
        let mut state = locked(&point.state);
        state.put(part);
        let Some(count) = state.complete() else { return };
        let outcome = state.outcome(point.number, self.pairing);
        let wanted = self.budget.wanted_after(count, || outcome.series(), self.pairing);
        let enough = wanted <= count;
        let outcome = if enough {
            Some(outcome)
        } else {
            state.go_on(outcome, wanted);
            None
        };
        drop(state);
        let mut queue = locked(&self.queue);
        queue.decide(point.number, wanted, outcome);
        if !enough || queue.is_done() {
            self.tasks.notify_all();
        }
        if queue.ready() >= queue.worth(self.batch) {
            self.results.notify_one();
        }
    }

    /// Returns outcomes in order, as soon as there are enough of them or after a while; `None` at the end.
    pub(super) fn take(&self) -> Result<Option<Vec<Outcome>>, E> {
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
                return Ok(Some(batch));
            }
            if queue.over || (queue.next == queue.end && queue.open.is_empty()) {
                return Ok(None);
            }
            let woken = self.results.wait_timeout(queue, TICK).unwrap_or_else(PoisonError::into_inner);
            queue = woken.0;
            waited = woken.1.timed_out();
        }
    }

    /// Ends everything, with an error or without.
    pub(super) fn fail(&self, error: Option<E>) {
        let mut queue = locked(&self.queue);
        queue.over = true;
        queue.error = queue.error.take().or(error);
        drop(queue);
        self.tasks.notify_all();
        self.results.notify_all();
    }
}

/// A point that is begun and not yet taken by the receiver.
struct OpenPoint<E> {
    /// None when it is done: model and waits are freed by the last thread at work on them.
    point: Option<Arc<Point<E>>>,
    issued: u64,
    wanted: u64,
    outcome: Option<Outcome>,
}

/// Points in order: those that are open, and those that are to come.
struct QueueState<E> {
    next: u64,
    end: u64,
    open: VecDeque<OpenPoint<E>>,
    /// The rest of tasks that took too long.
    unfinished: Vec<(Arc<Point<E>>, Range<u64>)>,
    /// Number of the first open points that want no more replications.
    served: usize,
    over: bool,
    error: Option<E>,
}

impl<E> QueueState<E> {
    fn issue(&mut self, many: u64) -> Option<(Arc<Point<E>>, Range<u64>)> {
        if let Some((point, rest)) = self.unfinished.pop() {
            let end = rest.end.min(rest.start + many);
            if end < rest.end {
                self.unfinished.push((point.clone(), end..rest.end));
            }
            return Some((point, rest.start..end));
        }
        let wants = |open: &OpenPoint<E>| open.issued < open.wanted;
        self.served += self.open.range(self.served..).take_while(|open| !wants(open)).count();
        let open = self.open.get_mut(self.served)?;
        let (from, wanted) = (open.issued, open.wanted);
        // A remainder too small for a task of its own goes along: a point is not divided for a few short replications.
        open.issued = if wanted - from < 2 * many { wanted } else { from + many };
        Some((open.point.clone()?, from..open.issued))
    }

    fn open_next(&mut self, wanted: u64) {
        let point = Some(Arc::new(Point::new(self.next, wanted)));
        self.open.push_back(OpenPoint { point, issued: 0, wanted, outcome: None });
        self.next += 1;
    }

    /// Records a point's outcome, or that it wants more replications.
    fn decide(&mut self, number: u64, wanted: u64, outcome: Option<Outcome>) {
        let place = self.open.len() - (self.next - number) as usize;
        let open = &mut self.open[place];
        match outcome {
            Some(_) => open.point = None,
            None => self.served = self.served.min(place),
        }
        (open.wanted, open.outcome) = (wanted, outcome);
    }

    /// Returns whether no task is left and none will come.
    fn is_done(&self) -> bool {
        self.next == self.end && self.open.iter().all(|open| open.outcome.is_some())
    }

    /// Returns the number of outcomes that can be taken: those of the first points.
    fn ready(&self) -> usize {
        self.open.iter().take_while(|open| open.outcome.is_some()).count()
    }

    /// Returns how many outcomes are worth waking the receiver for: in the end any.
    fn worth(&self, batch: usize) -> usize {
        if self.next < self.end { batch } else { 1 }
    }

    fn take(&mut self) -> Vec<Outcome> {
        let ready = self.ready();
        self.served = self.served.saturating_sub(ready);
        self.open.drain(..ready).filter_map(|open| open.outcome).collect()
    }
}
