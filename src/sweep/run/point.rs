//! A point that is being simulated, perhaps by several threads.

use super::board::locked;
use crate::centre::Model;
use crate::kpi::{Entry, Histogram, Outline, Pool, QUANTILES};
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
    outlines: Vec<Outline>,
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
        self.outlines.push(Outline::of(&waits));
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
        self.waits.append(std::mem::take(&mut share.waits));
        self.shares.push(share);
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
