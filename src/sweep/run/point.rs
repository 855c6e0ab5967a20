//! A point that is being simulated, perhaps by several threads.

use super::board::locked;
use crate::kpi::{CoarseHistogram, Entry, Histogram, Pool, QUANTILES};
use crate::model::Model;
use crate::replicate::linearised;
use crate::sweep::{Outcome, Pairing};
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock};

/// How models are made.
pub(super) type Make<'m, E> = dyn Fn(u64) -> Result<Model, E> + Sync + 'm;
/// What came of it. An error is taken by the first who finds it.
type Made<E> = Result<Model, Mutex<Option<E>>>;

/// A point and what is known of it.
pub(super) struct Point<E> {
    /// Its number.
    pub(super) number: u64,
    model: OnceLock<Made<E>>,
    pub(super) state: Mutex<State>,
}

impl<E> Point<E> {
    /// One that is given so many replications at first.
    pub(super) fn new(number: u64, wanted: u64) -> Point<E> {
        let state = Mutex::new(State { wanted, shares: Vec::new(), waits: Pool::default() });
        Point { number, model: OnceLock::new(), state }
    }

    /// Its model, made by the first who asks.
    pub(super) fn model(&self, make: &Make<'_, E>) -> Result<&Model, Option<E>> {
        self.made(make).as_ref().map_err(|error| locked(error).take())
    }

    /// Makes its model, unless somebody has.
    pub(super) fn prepare(&self, make: &Make<'_, E>) {
        self.made(make);
    }

    fn made(&self, make: &Make<'_, E>) -> &Made<E> {
        self.model.get_or_init(|| make(self.number).map_err(Some).map_err(Mutex::new))
    }
}

/// What came of some replications in a row.
#[derive(Default)]
pub(super) struct Share {
    /// The first.
    from: u64,
    entries: Vec<Entry>,
    /// Outlines of their waits.
    outlines: Vec<CoarseHistogram>,
    waits: Pool,
    attempts: u64,
}

impl Share {
    /// None yet of these.
    pub(super) fn of(numbers: &Range<u64>) -> Share {
        let room = (numbers.end - numbers.start) as usize;
        let (entries, outlines) = (Vec::with_capacity(room), Vec::with_capacity(room));
        Share { from: numbers.start, entries, outlines, ..Share::default() }
    }

    /// The one that is to be added.
    pub(super) fn next(&self) -> u64 {
        self.from + self.entries.len() as u64
    }

    /// Adds the next one.
    pub(super) fn add(&mut self, attempts: u64, entry: Entry, waits: Arc<Histogram>) {
        self.attempts += attempts;
        self.entries.push(entry);
        self.outlines.push(CoarseHistogram::of(&waits));
        self.waits.add(waits);
    }

    /// Adds those that follow.
    fn append(mut self, mut next: Share) -> Share {
        debug_assert_eq!(self.next(), next.from);
        self.entries.append(&mut next.entries);
        self.outlines.append(&mut next.outlines);
        self.attempts += next.attempts;
        self
    }
}

/// What came of a point's replications.
pub(super) struct State {
    /// How many are wanted so far.
    wanted: u64,
    shares: Vec<Share>,
    /// Their waits, taken out of them: many shares would be many histograms.
    waits: Pool,
}

impl State {
    /// Puts in what came of some replications.
    pub(super) fn put(&mut self, mut share: Share) {
        // There may have been no time for any.
        if !share.entries.is_empty() {
            self.waits.append(std::mem::take(&mut share.waits));
            self.shares.push(share);
        }
    }

    /// How many are there, once all that are wanted so far are.
    pub(super) fn complete(&self) -> Option<u64> {
        let count: usize = self.shares.iter().map(|share| share.entries.len()).sum();
        (count as u64 == self.wanted).then_some(self.wanted)
    }

    /// What there is of the point, `number`. The entries go into it: whoever goes on [puts them back](State::go_on).
    pub(super) fn outcome(&mut self, number: u64, pairing: Pairing) -> Outcome {
        self.shares.sort_unstable_by_key(|share| share.from);
        let mut whole = self.shares.drain(..).reduce(Share::append).unwrap_or_default();
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
        self.shares.push(whole);
        outcome
    }

    /// More replications are wanted, in all so many.
    pub(super) fn go_on(&mut self, so_far: Outcome, wanted: u64) {
        self.wanted = wanted;
        if let Some(whole) = self.shares.first_mut() {
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

    /// Replications that have been done of these, each with one wait of its number in seconds.
    fn share(numbers: Range<u64>, done: u64) -> Share {
        let mut share = Share::of(&numbers);
        for number in numbers.start..numbers.start + done {
            let (mut entry, mut waits) = (Entry::default(), Histogram::default());
            entry.sums.add(Field::Offered, number as f64);
            waits.add(number as f64);
            share.add(1, entry, Arc::new(waits));
        }
        share
    }

    fn state(wanted: u64) -> State {
        State { wanted, shares: Vec::new(), waits: Pool::default() }
    }

    #[test]
    fn shares_make_the_same_point_in_whatever_order_they_come() {
        let (mut whole, mut parts) = (state(30), state(20));
        whole.put(share(0..30, 30));
        for (numbers, done) in [(12..20, 8), (0..12, 0), (5..12, 7), (0..5, 5)] {
            assert_eq!(parts.complete(), None);
            parts.put(share(numbers, done));
        }
        assert_eq!(parts.complete(), Some(20));
        let so_far = parts.outcome(3, Pairing::Single);
        assert_eq!(so_far.longest, Some(19.0));
        parts.go_on(so_far, 30);
        assert_eq!(parts.complete(), None);
        parts.put(share(20..30, 10));
        assert_eq!((parts.complete(), whole.complete()), (Some(30), Some(30)));
        let [one, other] = [&mut whole, &mut parts].map(|state| state.outcome(3, Pairing::Single).to_bytes());
        assert!(one == other);
    }
}
