//! What is to be done next, and what waits to be received.

use super::point::{Point, Share};
use super::{Effort, Sweep};
use crate::sweep::{Outcome, Pairing};
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Points open at once, per thread.
const AHEAD: usize = 128;
/// Outcomes that are worth waking the receiver for, per thread: more would make threads wait for it.
const BATCH: usize = AHEAD / 2;
/// How often the receiver looks by itself. What it has not taken is lost when the program is killed.
const TICK: Duration = Duration::from_millis(20);

/// What a worker is to do: points, and which of their replications.
pub(super) type Task<E> = Vec<(Arc<Point<E>>, Range<u64>)>;

/// Where workers find tasks, and the receiver outcomes.
pub(super) struct Board<E> {
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
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<E> Board<E> {
    pub(super) fn new(sweep: &Sweep<'_, E>) -> Board<E> {
        let (next, end) = (sweep.points.start, sweep.points.end);
        Board {
            queue: Mutex::new(Queue {
                next,
                end,
                open: VecDeque::new(),
                left: Vec::new(),
                served: 0,
                over: false,
                error: None,
            }),
            tasks: Condvar::new(),
            results: Condvar::new(),
            ahead: AHEAD * sweep.threads,
            batch: BATCH * sweep.threads,
            effort: sweep.effort,
            pairing: sweep.pairing,
        }
    }

    /// So many of the next replications, about, of as many points as it takes; waits while there may be one later.
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

    fn collect(&self, queue: &mut Queue<E>, many: u64) -> Task<E> {
        let (mut task, mut missing) = (Vec::new(), many);
        while missing > 0 {
            if let Some((point, numbers)) = queue.issue(missing) {
                missing = missing.saturating_sub(numbers.end - numbers.start);
                task.push((point, numbers));
            } else if queue.next < queue.end && queue.open.len() < self.ahead {
                queue.open_next(self.effort.least(self.pairing));
            } else {
                break;
            }
        }
        task
    }

    /// Takes in what came of a point's part of a task, which was to go on to replication `end`: the rest is another's.
    /// When all replications asked for so far are there: are they enough?
    pub(super) fn put(&self, point: &Arc<Point<E>>, share: Share, end: u64) {
        if share.next() < end {
            locked(&self.queue).left.push((point.clone(), share.next()..end));
            self.tasks.notify_all();
        }
        let mut state = locked(&point.state);
        state.put(share);
        let Some(count) = state.complete() else { return };
        let outcome = state.outcome(point.number, self.pairing);
        let wanted = self.effort.after(|| outcome.series(), count, self.pairing);
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

    /// Outcomes in order, as many as are worth it; those that there are after a while; `None` at the end.
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

/// An open point as the queue knows it.
struct Open<E> {
    /// None when it is done: model and waits go when the last thread at work on them does.
    point: Option<Arc<Point<E>>>,
    issued: u64,
    wanted: u64,
    outcome: Option<Outcome>,
}

/// Points in order: those that are open, and those that are to come.
struct Queue<E> {
    next: u64,
    end: u64,
    open: VecDeque<Open<E>>,
    /// Tasks that took too long, as far as they are not done.
    left: Vec<(Arc<Point<E>>, Range<u64>)>,
    /// How many of the first open ones want no more replications.
    served: usize,
    over: bool,
    error: Option<E>,
}

impl<E> Queue<E> {
    fn issue(&mut self, many: u64) -> Option<(Arc<Point<E>>, Range<u64>)> {
        if let Some((point, rest)) = self.left.pop() {
            let end = rest.end.min(rest.start + many);
            if end < rest.end {
                self.left.push((point.clone(), end..rest.end));
            }
            return Some((point, rest.start..end));
        }
        let wants = |open: &Open<E>| open.issued < open.wanted;
        self.served += self.open.range(self.served..).take_while(|open| !wants(open)).count();
        let open = self.open.get_mut(self.served)?;
        let (from, wanted) = (open.issued, open.wanted);
        // What would not make a task of its own goes along: a point is not shared for a few short replications.
        open.issued = if wanted - from < 2 * many { wanted } else { from + many };
        Some((open.point.clone()?, from..open.issued))
    }

    fn open_next(&mut self, wanted: u64) {
        let point = Some(Arc::new(Point::new(self.next, wanted)));
        self.open.push_back(Open { point, issued: 0, wanted, outcome: None });
        self.next += 1;
    }

    /// A point has an outcome, or wants more replications.
    fn decide(&mut self, number: u64, wanted: u64, outcome: Option<Outcome>) {
        let place = self.open.len() - (self.next - number) as usize;
        let open = &mut self.open[place];
        match outcome {
            Some(_) => open.point = None,
            None => self.served = self.served.min(place),
        }
        (open.wanted, open.outcome) = (wanted, outcome);
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

    fn take(&mut self) -> Vec<Outcome> {
        let ready = self.ready();
        self.served = self.served.saturating_sub(ready);
        self.open.drain(..ready).filter_map(|open| open.outcome).collect()
    }
}
