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
        let state = State { entries: vec![None; wanted as usize], ..State::default() };
        Point { number, model: OnceLock::new(), state: Mutex::new(state) }
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
    entries: Vec<(Entry, Outline)>,
    waits: Pool,
    attempts: u64,
}

impl Share {
    /// None yet of these.
    pub(super) fn of(numbers: &Range<u64>) -> Share {
        let entries = Vec::with_capacity((numbers.end - numbers.start) as usize);
        Share { from: numbers.start, entries, ..Share::default() }
    }

    /// The one that is to be added.
    pub(super) fn next(&self) -> u64 {
        self.from + self.entries.len() as u64
    }

    fn len(&self) -> usize {
        self.entries.len()
    }

    /// Adds the next one.
    pub(super) fn add(&mut self, attempts: u64, entry: Entry, waits: Arc<Histogram>) {
        self.attempts += attempts;
        self.entries.push((entry, Outline::of(&waits)));
        self.waits.add(waits);
    }
}

/// What came of a point's replications.
#[derive(Default)]
pub(super) struct State {
    entries: Vec<Option<Entry>>,
    /// Outlines of their waits.
    outlines: Vec<Outline>,
    /// Entries that are there.
    count: u64,
    waits: Pool,
    attempts: u64,
}

impl State {
    /// Puts in what came of these replications.
    pub(super) fn put(&mut self, share: Share) {
        self.outlines.resize(self.entries.len(), Outline::default());
        let places = share.from as usize..share.next() as usize;
        self.count += share.len() as u64;
        let own = self.entries[places.clone()].iter_mut().zip(&mut self.outlines[places]);
        for ((place, outline), (entry, own)) in own.zip(share.entries) {
            (*place, *outline) = (Some(entry), own);
        }
        self.attempts += share.attempts;
        self.waits.append(share.waits);
    }

    /// How many are there, once all that are wanted so far are.
    pub(super) fn complete(&self) -> Option<u64> {
        (self.count == self.entries.len() as u64).then_some(self.count)
    }

    /// What there is of the point, `number`. The entries go into it: whoever goes on [puts them back](State::go_on).
    pub(super) fn outcome(&mut self, number: u64, pairing: Pairing) -> Outcome {
        let waits = self.waits.pooled();
        let pooled = waits.quantiles(QUANTILES);
        Outcome {
            point: number,
            attempts: self.attempts,
            pooled,
            linearised: linearised(&waits, pooled, &self.outlines),
            longest: self.waits.longest(),
            expected: None,
            replications: std::mem::take(&mut self.entries).into_iter().flatten().collect(),
            pairing,
        }
    }

    /// More replications are wanted, in all so many.
    pub(super) fn go_on(&mut self, so_far: Outcome, wanted: u64) {
        self.entries = so_far.replications.into_iter().map(Some).collect();
        self.entries.resize(wanted as usize, None);
        // Many points may be waiting for more.
        self.waits.merge();
    }
}
