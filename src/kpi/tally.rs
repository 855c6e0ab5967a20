//! The observer behind every table: counts while the engine runs, sums up afterwards.
//!
//! Two grains are kept. A *lane* (stream x group that serves it) has whole-horizon cells, from which
//! total, hotline, site and group follow. A *track* (site x group) has a cell per half hour of the
//! horizon, from which the tables by date, by half hour of the day and the rolling 24 hours follow.
//! An attempt belongs to the instant at which it was dialled; time is attributed as it passes.

use super::histogram::Histogram;
use super::measure::{Field, MAX_WITHIN, Sums};
use crate::centre::Model;
use crate::engine::{Attempt, Next, Observer, Outcome, Span};
use crate::time::{HALF_HOUR, slot};

/// Classes of wait: none, up to each threshold, longer.
const CLASSES: usize = MAX_WITHIN + 2;
/// Attempts that give up sooner are short abandons.
const SHORT: f64 = 5.0;

/// Counters of a lane, or of a track's half hour.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// Answered, by class of wait.
    answered: [u32; CLASSES],
    abandoned: u32,
    blocked: u32,
    unserved: u32,
    wait_answered: f64,
    wait_abandoned: f64,
    queued: f64,
    busy: f64,
}

/// What only lanes count.
#[derive(Clone, Debug, Default)]
struct Callers {
    redials: u64,
    short_abandons: u64,
    needs: u64,
    needs_answered: u64,
    needs_open: u64,
}

/// Seconds of duty in one half hour of a group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Duty {
    pub(super) staffed: f64,
    pub(super) overtime: f64,
    pub(super) seats: f64,
    pub(super) unmanned: f64,
}

/// A stream's callers in one group.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lane {
    pub(super) hotline: usize,
    pub(super) site: usize,
    pub(super) group: usize,
    track: usize,
}

/// A site's callers in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Track {
    pub(super) site: usize,
    pub(super) group: usize,
}

/// Counts of one replication.
pub struct Tally<'m> {
    pub(super) model: &'m Model,
    within: [f64; MAX_WITHIN],
    /// The measured span.
    measured: Span,
    /// The half hour in which the last answered attempt was dialled: most often the next one's too.
    now: (usize, Span),
    /// Lane of a stream in its own group at `stream`, in its partner at `streams + stream`.
    pub(super) lanes: Vec<Lane>,
    cells: Vec<(Cell, Callers)>,
    pub(super) tracks: Vec<Track>,
    /// Half hours of each track, one track after the other.
    slots: Vec<Cell>,
    slots_per_track: usize,
    /// Half hours of each group.
    pub(super) duty: Vec<Vec<Duty>>,
    /// (offered, answered) by half hour of each hotline; empty if there is but one.
    pub(super) hotline_slots: Vec<Vec<(u32, u32)>>,
    /// Waits of answered attempts by track, and by hotline unless there is but one.
    pub(super) waits: Vec<Histogram>,
    pub(super) hotline_waits: Vec<Histogram>,
}

impl<'m> Tally<'m> {
    /// Empty counts for a model.
    pub fn new(model: &'m Model) -> Tally<'m> {
        let mut within = [f64::INFINITY; MAX_WITHIN];
        within.iter_mut().zip(&model.within).for_each(|(slot, t)| *slot = *t);
        let (mut tracks, mut lanes) = (Vec::new(), Vec::new());
        let partners = model.groups.iter().any(|g| g.partner.is_some());
        for by_partner in [false, true].into_iter().take(1 + usize::from(partners)) {
            for stream in &model.streams {
                let partner = model.groups[stream.group].partner.filter(|_| by_partner);
                let track = Track { site: stream.site, group: partner.unwrap_or(stream.group) };
                let index = tracks.iter().position(|t| *t == track).unwrap_or_else(|| {
                    tracks.push(track);
                    tracks.len() - 1
                });
                lanes.push(Lane {
                    hotline: stream.hotline,
                    site: stream.site,
                    group: track.group,
                    track: index,
                });
            }
        }
        let slots = model.horizon.slots();
        let hotlines = if model.hotlines.len() > 1 { model.hotlines.len() } else { 0 };
        Tally {
            model,
            within,
            measured: Span { from: model.horizon.warm_up, to: model.horizon.end() },
            now: (0, Span { from: 0.0, to: 0.0 }),
            cells: vec![Default::default(); lanes.len()],
            slots: vec![Cell::default(); slots * tracks.len()],
            slots_per_track: slots,
            duty: vec![vec![Duty::default(); slots]; model.groups.len()],
            hotline_slots: vec![vec![(0, 0); slots]; hotlines],
            waits: vec![Histogram::default(); tracks.len()],
            hotline_waits: vec![Histogram::default(); hotlines],
            lanes,
            tracks,
        }
    }

    #[inline]
    fn lane(&self, stream: u32, group: u32) -> usize {
        let stream = stream as usize;
        if self.lanes[stream].group == group as usize { stream } else { self.model.streams.len() + stream }
    }

    /// Class of a wait: 0 for none, then by thresholds.
    #[inline]
    fn class(&self, wait: f64) -> usize {
        if wait <= 0.0 { 0 } else { 1 + self.within.iter().filter(|t| wait > **t).count() }
    }

    #[inline]
    fn clip(&self, span: Span) -> Span {
        Span { from: span.from.max(self.measured.from), to: span.to.min(self.measured.to) }
    }

    #[inline]
    fn measures(&self, t: f64) -> bool {
        t >= self.measured.from && t < self.measured.to
    }

    fn need(&mut self, lane: usize, attempt: &Attempt) {
        let redial = attempt.attempt > 0 && self.measures(attempt.dialled);
        let counts = self.measures(attempt.first);
        let callers = &mut self.cells[lane].1;
        callers.redials += u64::from(redial);
        if !counts {
            return;
        }
        match attempt.next {
            Next::Redials => {}
            Next::TooLate => callers.needs_open += 1,
            Next::Done => {
                callers.needs += 1;
                callers.needs_answered += u64::from(attempt.outcome == Outcome::Answered);
            }
        }
    }

    /// The sums of a lane over the horizon.
    pub(super) fn lane_sums(&self, lane: usize) -> Sums {
        let (cell, callers) = &self.cells[lane];
        let mut sums = cell.sums();
        sums.add(Field::Redials, callers.redials as f64);
        sums.add(Field::ShortAbandons, callers.short_abandons as f64);
        sums.add(Field::Needs, callers.needs as f64);
        sums.add(Field::NeedsAnswered, callers.needs_answered as f64);
        sums.add(Field::NeedsOpen, callers.needs_open as f64);
        sums
    }

    /// The sums of a track in one half hour.
    pub(super) fn slot_sums(&self, track: usize, slot: usize) -> Sums {
        self.slots[track * self.slots_per_track + slot].sums()
    }

    /// (offered, answered) of a track in one half hour.
    pub(super) fn slot_counts(&self, track: usize, slot: usize) -> (u32, u32) {
        let cell = &self.slots[track * self.slots_per_track + slot];
        let answered = cell.answered.iter().sum();
        (answered + cell.abandoned + cell.blocked + cell.unserved, answered)
    }
}

/// Calls `each` with every half hour that the span touches and the seconds it spends there.
#[inline]
fn spread(span: Span, mut each: impl FnMut(usize, f64)) {
    if span.to <= span.from {
        return;
    }
    let (mut from, mut at) = (span.from, slot(span.from));
    loop {
        let edge = (at + 1) as f64 * HALF_HOUR;
        if span.to <= edge {
            return each(at, span.to - from);
        }
        each(at, edge - from);
        (from, at) = (edge, at + 1);
    }
}

impl Cell {
    #[inline]
    fn count(&mut self, attempt: &Attempt, class: usize) {
        match attempt.outcome {
            Outcome::Answered => {
                self.answered[class] += 1;
                self.wait_answered += attempt.wait;
            }
            Outcome::Abandoned => {
                self.abandoned += 1;
                self.wait_abandoned += attempt.wait;
            }
            Outcome::Blocked => self.blocked += 1,
            Outcome::Unserved => self.unserved += 1,
        }
    }

    /// Counts an attempt answered after a single stretch in the queue, the wait.
    #[inline(always)]
    fn answered_at_once(&mut self, class: usize, wait: f64) {
        self.answered[class] += 1;
        if class > 0 {
            self.wait_answered += wait;
            self.queued += wait;
        }
    }

    fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        let answered: u64 = self.answered.iter().map(|&n| u64::from(n)).sum();
        let offered =
            answered + u64::from(self.abandoned) + u64::from(self.blocked) + u64::from(self.unserved);
        sums.add(Field::Offered, offered as f64);
        sums.add(Field::Answered, answered as f64);
        sums.add(Field::Abandoned, f64::from(self.abandoned));
        sums.add(Field::Blocked, f64::from(self.blocked));
        let delayed = offered - u64::from(self.answered[0]) - u64::from(self.blocked);
        sums.add(Field::Delayed, delayed as f64);
        sums.add(Field::WaitAnswered, self.wait_answered);
        sums.add(Field::WaitAbandoned, self.wait_abandoned);
        sums.add(Field::Queued, self.queued);
        sums.add(Field::Busy, self.busy);
        let mut within = u64::from(self.answered[0]);
        for index in 0..MAX_WITHIN {
            within += u64::from(self.answered[index + 1]);
            sums.0[Field::Within as usize + index] = within as f64;
        }
        sums
    }
}

impl Tally<'_> {
    /// The common case of [`Observer::answered`]: a first attempt dialled and answered within one measured
    /// half hour. Every table gets what the general way would give it.
    #[inline(always)]
    fn answered_within_slot(&mut self, attempt: &Attempt, slot: usize, served: Span) {
        let lane = self.lane(attempt.stream, attempt.group);
        let class = self.class(attempt.wait);
        let Lane { hotline, track, .. } = self.lanes[lane];
        let (cell, callers) = &mut self.cells[lane];
        callers.needs += 1;
        callers.needs_answered += 1;
        let half_hour = &mut self.slots[track * self.slots_per_track + slot];
        cell.answered_at_once(class, attempt.wait);
        half_hour.answered_at_once(class, attempt.wait);
        self.waits[track].add(attempt.wait);
        if served.to < self.now.1.to {
            cell.busy += served.to - served.from;
            half_hour.busy += served.to - served.from;
        } else {
            self.busy(attempt.stream, attempt.group, served);
        }
        if let Some(slots) = self.hotline_slots.get_mut(hotline) {
            slots[slot].0 += 1;
            slots[slot].1 += 1;
            self.hotline_waits[hotline].add(attempt.wait);
        }
    }

    /// Counts a measured attempt in the cells of its lane and half hour.
    fn count(&mut self, lane: usize, attempt: &Attempt) {
        let class = self.class(attempt.wait);
        let Lane { hotline, track, .. } = self.lanes[lane];
        let (cell, callers) = &mut self.cells[lane];
        cell.count(attempt, class);
        callers.short_abandons += u64::from(attempt.outcome == Outcome::Abandoned && attempt.wait <= SHORT);
        let slot = slot(attempt.dialled);
        self.slots[track * self.slots_per_track + slot].count(attempt, class);
        let answered = attempt.outcome == Outcome::Answered;
        if let Some(slots) = self.hotline_slots.get_mut(hotline) {
            slots[slot].0 += 1;
            slots[slot].1 += u32::from(answered);
        }
        if answered {
            self.waits[track].add(attempt.wait);
            if let Some(waits) = self.hotline_waits.get_mut(hotline) {
                waits.add(attempt.wait);
            }
        }
    }
}

impl Observer for Tally<'_> {
    #[inline(always)]
    fn answered(&mut self, attempt: &Attempt, at: f64, until: f64) {
        if attempt.dialled >= self.now.1.to || attempt.dialled < self.now.1.from {
            let slot = slot(attempt.dialled);
            let (from, to) = (slot as f64 * HALF_HOUR, (slot + 1) as f64 * HALF_HOUR);
            self.now = (slot, self.clip(Span { from, to }));
        }
        let (slot, Span { from, to }) = self.now;
        if attempt.dialled >= from && at < to && attempt.attempt == 0 {
            return self.answered_within_slot(attempt, slot, Span { from: at, to: until });
        }
        if at > attempt.dialled {
            self.queued(attempt.stream, attempt.group, Span { from: attempt.dialled, to: at });
        }
        self.busy(attempt.stream, attempt.group, Span { from: at, to: until });
        self.attempt(attempt);
    }

    #[inline]
    fn attempt(&mut self, attempt: &Attempt) {
        let lane = self.lane(attempt.stream, attempt.group);
        self.need(lane, attempt);
        if self.measures(attempt.dialled) {
            self.count(lane, attempt);
        }
    }

    #[inline]
    fn queued(&mut self, stream: u32, group: u32, span: Span) {
        let (lane, span) = (self.lane(stream, group), self.clip(span));
        self.cells[lane].0.queued += (span.to - span.from).max(0.0);
        let slots = &mut self.slots[self.lanes[lane].track * self.slots_per_track..];
        spread(span, |slot, seconds| slots[slot].queued += seconds);
    }

    #[inline]
    fn busy(&mut self, stream: u32, group: u32, span: Span) {
        let (lane, span) = (self.lane(stream, group), self.clip(span));
        self.cells[lane].0.busy += (span.to - span.from).max(0.0);
        let slots = &mut self.slots[self.lanes[lane].track * self.slots_per_track..];
        spread(span, |slot, seconds| slots[slot].busy += seconds);
    }

    fn on_duty(&mut self, group: u32, agents: u32, seats: u32, span: Span) {
        let span = self.clip(span);
        let duty = &mut self.duty[group as usize];
        spread(span, |slot, seconds| {
            duty[slot].staffed += f64::from(agents) * seconds;
            duty[slot].seats += f64::from(seats) * seconds;
            duty[slot].unmanned += if agents == 0 { seconds } else { 0.0 };
        });
    }

    fn overtime(&mut self, group: u32, agents: u32, span: Span) {
        let span = self.clip(span);
        let duty = &mut self.duty[group as usize];
        spread(span, |slot, seconds| {
            duty[slot].staffed += f64::from(agents) * seconds;
            duty[slot].overtime += f64::from(agents) * seconds;
        });
    }
}
