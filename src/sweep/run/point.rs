//! A point that is being simulated, perhaps by several threads.

use crate::kpi::{CoarseHistogram, Entry, Histogram, Pool, QUANTILES};
use crate::model::Model;
use crate::replicate::linearised;
use crate::sweep::{Outcome, Pairing};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Makes the model of a point.
pub(super) type Make<'m, E> = dyn Fn(u64) -> Result<Model, E> + Sync + 'm;
/// A model, or why there is none. The error is taken by the first thread that finds it.
type Made<E> = Result<Model, Mutex<Option<E>>>;

/// Locks a mutex whose other holders may have panicked: they leave no broken state, since whatever they held is not
/// used again.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A point and its replications so far.
pub(super) struct Point<E> {
    /// Its number, from 0.
    pub(super) number: u64,
    model: OnceLock<Made<E>>,
    pub(super) state: Mutex<State>,
}

impl<E> Point<E> {
    /// A point of which so many replications are wanted at first.
    pub(super) fn new(number: u64, wanted: u64) -> Point<E> {
        let state = Mutex::new(State { wanted, parts: Vec::new(), waits: Pool::default() });
        Point { number, model: OnceLock::new(), state }
    }

    /// Returns its model, made by the first thread that asks.
    pub(super) fn model(&self, make: &Make<'_, E>) -> Result<&Model, Option<E>> {
        self.made(make).as_ref().map_err(|error| locked(error).take())
    }

    /// Makes its model, unless another thread has.
    pub(super) fn prepare(&self, make: &Make<'_, E>) {
        self.made(make);
    }

    fn made(&self, make: &Make<'_, E>) -> &Made<E> {
        self.model.get_or_init(|| make(self.number).map_err(Some).map_err(Mutex::new))
    }
}

/// The results of some consecutive replications of a point.
#[derive(Default)]
pub(super) struct PartialPoint {
    /// The first replication.
    from: u64,
    entries: Vec<Entry>,
    /// Coarse histograms of their waits.
    outlines: Vec<CoarseHistogram>,
    waits: Pool,
    attempts: u64,
}

impl PartialPoint {
    /// Makes room for these replications, of which there are none yet.
    pub(super) fn of(numbers: &Range<u64>) -> PartialPoint {
        let room = (numbers.end - numbers.start) as usize;
        let (entries, outlines) = (Vec::with_capacity(room), Vec::with_capacity(room));
        PartialPoint { from: numbers.start, entries, outlines, ..PartialPoint::default() }
    }

    /// Returns the number of the replication that is to be added next.
    pub(super) fn next(&self) -> u64 {
        self.from + self.entries.len() as u64
    }

    /// Adds the next replication.
    pub(super) fn add(&mut self, attempts: u64, entry: Entry, waits: Arc<Histogram>) {
        self.attempts += attempts;
        self.entries.push(entry);
        self.outlines.push(CoarseHistogram::of(&waits));
        self.waits.add(waits);
    }

    /// Appends the replications that follow.
    fn append(mut self, mut next: PartialPoint) -> PartialPoint {
        debug_assert_eq!(self.next(), next.from);
        self.entries.append(&mut next.entries);
        self.outlines.append(&mut next.outlines);
        self.attempts += next.attempts;
        self
    }
}

/// The replications of a point that are done.
pub(super) struct State {
    /// Replications wanted so far.
    wanted: u64,
    parts: Vec<PartialPoint>,
    /// The waits of all parts, kept apart from them: many parts would be many histograms.
    waits: Pool,
}

impl State {
    /// Merges a worker's partial results.
    pub(super) fn put(&mut self, mut part: PartialPoint) {
        // There may have been no time for any.
        if !part.entries.is_empty() {
            self.waits.append(std::mem::take(&mut part.waits));
            self.parts.push(part);
        }
    }

    /// Returns the number of replications once all that are wanted so far are done.
    pub(super) fn complete(&self) -> Option<u64> {
        let count: usize = self.parts.iter().map(|part| part.entries.len()).sum();
        (count as u64 == self.wanted).then_some(self.wanted)
    }

    /// Returns the outcome so far of point `number`. The entries move into it; [`State::go_on`] puts them back.
    pub(super) fn outcome(&mut self, number: u64, pairing: Pairing) -> Outcome {
        self.parts.sort_unstable_by_key(|part| part.from);
        let mut whole = self.parts.drain(..).reduce(PartialPoint::append).unwrap_or_default();
        let waits = self.waits.pooled();
        let pooled = waits.quantiles(QUANTILES);
        let outcome = Outcome {
            point: number,
            attempts: whole.attempts,
            pooled,
            linearised: linearised(&waits, pooled, &whole.outlines),
            longest: self.waits.longest(),
            expected: None,
            replications: std::mem::take(&mut whole.entries),
            pairing,
        };
        self.parts.push(whole);
        outcome
    }

    /// Asks for more replications, `wanted` in all.
    pub(super) fn go_on(&mut self, so_far: Outcome, wanted: u64) {
        self.wanted = wanted;
        if let Some(whole) = self.parts.first_mut() {
            whole.entries = so_far.replications;
        }
        // Many points may be waiting for more.
        self.waits.merge();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::Field;

    /// Results of the first `done` of these replications, each with one wait of its number in seconds.
    fn part(numbers: Range<u64>, done: u64) -> PartialPoint {
        let mut part = PartialPoint::of(&numbers);
        for number in numbers.start..numbers.start + done {
            let (mut entry, mut waits) = (Entry::default(), Histogram::default());
            entry.sums.add(Field::Offered, number as f64);
            waits.add(number as f64);
            part.add(1, entry, Arc::new(waits));
        }
        part
    }

    fn state(wanted: u64) -> State {
        State { wanted, parts: Vec::new(), waits: Pool::default() }
    }

    #[test]
    fn shares_make_the_same_point_in_whatever_order_they_come() {
        let (mut whole, mut parts) = (state(30), state(20));
        whole.put(part(0..30, 30));
        for (numbers, done) in [(12..20, 8), (0..12, 0), (5..12, 7), (0..5, 5)] {
            assert_eq!(parts.complete(), None);
            parts.put(part(numbers, done));
        }
        assert_eq!(parts.complete(), Some(20));
        let so_far = parts.outcome(3, Pairing::Single);
        assert_eq!(so_far.longest, Some(19.0));
        parts.go_on(so_far, 30);
        assert_eq!(parts.complete(), None);
        parts.put(part(20..30, 10));
        assert_eq!((parts.complete(), whole.complete()), (Some(30), Some(30)));
        let [one, other] = [&mut whole, &mut parts].map(|state| state.outcome(3, Pairing::Single).to_bytes());
        assert!(one == other);
    }
}
