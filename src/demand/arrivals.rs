//! Fresh calls in order of time, from keyed marks.
//!
//! *Inverted*: unit exponentials in the integral of the rate, restarted every date (Cinlar, 1975).
//! *Thinned*: a Poisson field in the plane of time and rate, in layers whose heights double; a call
//! exists where the field lies under the rate curve (Lewis and Shedler, 1979). A caller is a point
//! of the field, so more demand adds callers and neither moves nor renumbers any.
//!
//! A caller's key is (seed, replication, hotline, site, date, number): names, not indices, so that
//! no hotline's callers depend on another's presence.

use super::cursor::{Cursor, Extent};
use super::order::Order;
use crate::dist::{Draw, Plain};
use crate::model::{Arrivals, CallType, Demand, Model, Profile};
use crate::rng::{Key, Purpose};
use crate::time::{DAY, HOUR};
use std::marker::PhantomData;

pub use super::order::Fresh;

/// The arrivals of all call types of a model in one replication, their marks drawn plainly or mirrored.
pub struct Process<'m, D = Plain> {
    model: &'m Model,
    busy: super::busyness::Busy,
    factors: Vec<[f64; 24]>,
    call_types: Vec<Source<'m, D>>,
    /// Seconds handed out at a time; divides a day. Only speed depends on it.
    span: f64,
    /// Start of the next span.
    from: f64,
    order: Order,
}

/// Layers from this rate up (calls per second) have cells of an hour, those below of a day: a cell
/// should expect more than one candidate. A property of the field, not of the demand laid under it.
const HOURLY_FROM: f64 = 32.0 / DAY;

/// Calls that a span should hold: enough to spread the cost of a span, few enough for the cache.
const CALLS_PER_SPAN: f64 = 1000.0;
/// And enough for every call type to be worth looking at.
const CALLS_PER_STREAM: f64 = 32.0;
/// Spans of a day at most.
const SPANS_PER_DAY: f64 = 4096.0;

impl<'m> Process<'m> {
    /// Makes the arrivals of the replication with this key.
    pub fn new(model: &'m Model, replication: Key) -> Process<'m> {
        Process::drawn(model, replication)
    }
}

impl<'m, D: Draw> Process<'m, D> {
    /// As [`Process::new`], with marks drawn as `D` says.
    pub fn drawn(model: &'m Model, replication: Key) -> Process<'m, D> {
        let source = |call_type: &'m CallType| {
            let site = &model.site(call_type.site).id;
            let hotline = &model.hotline(call_type.hotline).number;
            Source::new(call_type, model, replication.named(hotline).named(site))
        };
        let peak_day = (0..model.horizon().dates())
            .map(|day| {
                model.call_types().iter().map(|s| s.demand.per_day.get(day).unwrap_or(&0.0)).sum::<f64>()
            })
            .fold(0.0, f64::max);
        let per_span = CALLS_PER_SPAN.max(CALLS_PER_STREAM * model.call_types().len() as f64);
        let spans = (peak_day / per_span).clamp(1.0, SPANS_PER_DAY);
        Process {
            model,
            busy: super::busyness::Busy::new(model, replication),
            factors: vec![[1.0; 24]; model.call_types().len()],
            call_types: model.call_types().iter().map(source).collect(),
            span: DAY / libm::exp2(libm::log2(spans).ceil()),
            from: 0.0,
            order: Order::default(),
        }
    }

    /// Replaces `calls` by those of the next span, in order of time, then call type, then number;
    /// false after the end of the horizon.
    pub fn next_span(&mut self, calls: &mut Vec<Fresh>) -> bool {
        calls.clear();
        let end = self.model.horizon().end();
        if self.from >= end {
            return false;
        }
        calls.reserve(CALLS_PER_SPAN as usize);
        let day = (self.from / DAY) as usize;
        if self.from == day as f64 * DAY {
            self.start_day(day);
        }
        let to = (self.from + self.span).min(end);
        let mut sorted = true;
        for (index, source) in self.call_types.iter_mut().enumerate() {
            sorted &= source.emit(to, index as u32, calls);
        }
        if !sorted || self.call_types.len() > 1 {
            self.order.sort(calls, self.from, to);
        }
        self.from = to;
        true
    }

    fn start_day(&mut self, day: usize) {
        self.busy.drawn::<D>(day, &mut self.factors);
        let number = self.model.horizon().day_number(day) as u64;
        for (source, factors) in self.call_types.iter_mut().zip(&self.factors) {
            source.start_day(day, number, factors);
        }
    }
}

/// Fresh calls of one call type.
struct Source<'m, D> {
    draw: PhantomData<D>,
    demand: &'m Demand,
    method: Arrivals,
    key: Key,
    /// The shapes of the day, as [`Demand::profiles`] has them, in steps of `grid` seconds.
    shapes: Vec<Vec<Step>>,
    /// Rate today in calls per second, by these steps, and when inverted also seconds per call: a product is sooner
    /// known than a quotient, and each call waits for the one before.
    rates: Vec<f64>,
    gaps: Vec<f64>,
    grid: f64,
    /// 1 / grid. An instant on the very edge of a step may fall to either side.
    steps_per_second: f64,
    /// Between what rates the rate is in each hour.
    hourly: [Extent; 24],
    /// Start of today, seconds.
    midnight: f64,
    /// Share of callers who dial 12345, and of the others who have migrated; none when all are simulated.
    reach: Option<(f64, f64)>,
    /// Candidates of today: one cursor when inverted, one per layer when thinned.
    cursors: Vec<Cursor>,
}

/// A step of the day, before anything is known of the date.
struct Step {
    /// Rate relative to the mean of the date.
    relative: f64,
    /// Hours of the day that it touches; one of them where hours differ.
    hours: std::ops::Range<usize>,
}

/// Returns the steps of `grid` seconds of a profile's day.
fn shape(profile: &Profile, grid: f64) -> Vec<Step> {
    let step = |k: usize| {
        let (from, to) = (k as f64 * grid, (k as f64 + 1.0) * grid);
        let value = ((from + to) / 2.0 / profile.step) as usize % profile.values.len();
        let hours = (from / HOUR) as usize..((to / HOUR).ceil() as usize).min(24);
        Step { relative: profile.values[value], hours }
    };
    (0..(DAY / grid).ceil() as usize).map(step).collect()
}

impl<'m, D: Draw> Source<'m, D> {
    fn new(call_type: &'m CallType, model: &Model, key: Key) -> Source<'m, D> {
        let demand = &call_type.demand;
        let other = demand.profiles().skip(1).map(|profile| profile.step);
        let step = other.fold(demand.profile.step, common_divisor);
        let grid = match model.busyness() {
            Some(_) => common_divisor(step, HOUR),
            None => step,
        };
        Source {
            draw: PhantomData,
            demand,
            method: model.arrivals(),
            key,
            shapes: demand.profiles().map(|profile| shape(profile, grid)).collect(),
            rates: vec![],
            gaps: vec![],
            grid,
            steps_per_second: 1.0 / grid,
            hourly: [Extent::EMPTY; 24],
            midnight: 0.0,
            reach: None,
            cursors: vec![],
        }
    }

    fn start_day(&mut self, day: usize, number: u64, factors: &[f64; 24]) {
        self.midnight = day as f64 * DAY;
        let mean = self.demand.per_day.get(day).copied().unwrap_or(0.0) / DAY;
        self.rates.clear();
        let shape = &self.shapes[self.demand.shape_on(day)];
        self.rates.extend(shape.iter().map(|step| mean * step.relative * factors[step.hours.start]));
        let on = |shares: &[f64]| shares.get(day).or(shares.last()).copied().unwrap_or(1.0);
        let all = |reach: &&crate::model::Migration| reach.old.is_none();
        self.reach = self.demand.migration.as_ref().filter(all).map(|r| (on(&r.habit), on(&r.migrated)));
        let key = self.key.with(number);
        self.cursors.clear();
        match self.method {
            Arrivals::Inverted => {
                self.gaps.clear();
                self.gaps.extend(self.rates.iter().map(|rate| 1.0 / rate));
                self.cursors.push(Cursor::new(key, self.midnight, [0.0; 2], DAY, Extent::EMPTY))
            }
            Arrivals::Thinned => self.lay(key),
        }
        for index in 0..self.cursors.len() {
            let mut cursor = self.cursors[index];
            match self.method {
                Arrivals::Inverted => self.invert(&mut cursor),
                Arrivals::Thinned => self.advance(&mut cursor),
            }
            self.cursors[index] = cursor;
        }
    }

    /// Layers up to today's highest rate: 0-1 call a day, 1-2, 2-4, 4-8, ...
    fn lay(&mut self, key: Key) {
        let amplitude = self.demand.wave.map_or(0.0, |wave| wave.amplitude);
        self.hourly = [Extent::EMPTY; 24];
        // Every shape has the same grid.
        for (step, rate) in self.shapes[0].iter().zip(&self.rates) {
            let extent = Extent { lowest: (1.0 - amplitude) * rate, highest: (1.0 + amplitude) * rate };
            self.hourly[step.hours.clone()].iter_mut().for_each(|hour| *hour = hour.and(extent));
        }
        let whole = self.hourly.iter().fold(Extent::EMPTY, |whole, hour| whole.and(*hour));
        let (mut floor, mut top) = (0.0, 1.0 / DAY);
        while floor < whole.highest {
            let layer = key.with(self.cursors.len() as u64);
            let (cell, first) = match floor < HOURLY_FROM {
                true => (DAY, whole),
                false => (HOUR, self.hourly[0]),
            };
            self.cursors.push(Cursor::new(layer, self.midnight, [floor, top], cell, first));
            (floor, top) = (top, 2.0 * top);
        }
    }

    /// Appends the calls before `to`; whether they are in order of time.
    fn emit(&mut self, to: f64, call_type: u32, calls: &mut Vec<Fresh>) -> bool {
        for index in 0..self.cursors.len() {
            // Most layers of most call types have nobody in a span.
            if self.cursors[index].at >= to {
                continue;
            }
            let mut cursor = self.cursors[index];
            match self.method {
                Arrivals::Inverted => {
                    while cursor.at < to {
                        self.admit(&cursor, call_type, calls);
                        self.invert(&mut cursor);
                    }
                }
                Arrivals::Thinned => {
                    while cursor.at < to {
                        if self.exists(&cursor) {
                            self.admit(&cursor, call_type, calls);
                        }
                        self.advance(&mut cursor);
                    }
                }
            }
            self.cursors[index] = cursor;
        }
        self.cursors.len() <= 1
    }

    #[inline(always)]
    fn admit(&self, cursor: &Cursor, call_type: u32, calls: &mut Vec<Fresh>) {
        let Cursor { at, candidate: key, .. } = *cursor;
        if self.reaches(key) {
            calls.push(Fresh { at, key, call_type });
        }
    }

    /// Moves the cursor to the next call; infinity when the day is over.
    #[inline(always)]
    fn invert(&self, cursor: &mut Cursor) {
        let gap = cursor.draw::<D>();
        let at = match self.gaps[..] {
            [mean] => cursor.at + gap * mean,
            _ => self.integrate(cursor, gap),
        };
        cursor.at = if at < cursor.cell_end { at } else { f64::INFINITY };
    }

    /// Returns the instant at which the integral of the rate from the cursor on reaches `exposure`; infinity if the day
    /// ends before. The cursor is left in the step of that instant.
    #[inline(always)]
    fn integrate(&self, cursor: &mut Cursor, mut exposure: f64) -> f64 {
        let mut at = cursor.at;
        while let (Some(&rate), Some(&mean)) = (self.rates.get(cursor.step), self.gaps.get(cursor.step)) {
            let end = self.midnight + (cursor.step + 1) as f64 * self.grid;
            let within = rate * (end - at);
            if exposure < within {
                return at + exposure * mean;
            }
            exposure -= within;
            at = end;
            cursor.step += 1;
        }
        f64::INFINITY
    }

    /// Moves the cursor to the next candidate of its layer; infinity when the day is over.
    #[inline(always)]
    fn advance(&self, cursor: &mut Cursor) {
        loop {
            cursor.at += cursor.draw::<D>() * cursor.mean_gap;
            if cursor.at < cursor.cell_end {
                return;
            }
            if !cursor.next_cell(self.midnight, &self.hourly) {
                cursor.at = f64::INFINITY;
                return;
            }
        }
    }

    /// Returns whether the candidate lies under the rate curve.
    #[inline]
    fn exists(&self, cursor: &Cursor) -> bool {
        if cursor.sure {
            return true;
        }
        // By way of 32 bits, which takes a third of the instructions.
        let step = ((cursor.at - self.midnight) * self.steps_per_second) as u32 as usize;
        let mut rate = self.rates[step.min(self.rates.len() - 1)];
        if let Some(wave) = self.demand.wave {
            rate *= 1.0 + wave.amplitude * libm::sin(std::f64::consts::TAU * cursor.at / wave.period);
        }
        let height = || cursor.height * D::uniform(&mut cursor.candidate.stream(Purpose::Height));
        rate >= cursor.floor + cursor.height || (rate > cursor.floor && cursor.floor + height() < rate)
    }

    /// Returns whether the caller dials 12345, or an old number that has migrated.
    #[inline]
    fn reaches(&self, key: Key) -> bool {
        let Some((habit, migrated)) = self.reach else { return true };
        if migrated >= 1.0 {
            return true;
        }
        D::uniform(&mut key.stream(Purpose::Habit)) < habit
            || D::uniform(&mut key.stream(Purpose::Migration)) < migrated
    }
}

/// Returns the longest span of whole milliseconds that divides both.
fn common_divisor(a: f64, b: f64) -> f64 {
    let (mut a, mut b) = ((a * 1000.0).round() as u64, (b * 1000.0).round() as u64);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a.max(1) as f64 / 1000.0
}
