//! The observer behind every table: counts while the engine runs, sums up afterwards.
//!
//! Two grains are kept. A *lane* (call type x group x [`Part`]) has whole-horizon cells, from which
//! total, hotline, site and group follow. A *track* (a site's callers at one front line, or all its others)
//! has a cell per half hour about the present, from which the tables by date, by half hour of the day and the
//! rolling 24 hours follow (`by_time.rs`). An attempt belongs to the instant at which it was dialled; time is attributed
//! as it passes.

mod common;
mod finish;

use super::by_time::ByTime;
use super::cell::{CallerCounters, Cell, Duty};
use super::lanes::{Lane, Lanes, Part, Stages};
use super::measure::Sums;
use super::tables::Detail;
use super::waits::WaitCounts;
use crate::dist::exp;
use crate::engine::{Attempt, Call, Handed, Next, Observer, Outcome, Referred, TimeSpan};
use crate::model::{CallTypeId, GroupId, Model};
use crate::time::{HALF_HOUR, slot};

/// Attempts that give up sooner are short abandons.
const SHORT: f64 = 5.0;

/// Counts of one replication.
pub struct Tally<'m> {
    model: &'m Model,
    /// The measured span.
    measured: TimeSpan,
    /// The half hour in which the last answered attempt was dialled: most often the next one's too.
    now: (usize, TimeSpan),
    /// The half hour in which the last one met its end of those who did in another than they dialled in, likewise.
    ends: (usize, TimeSpan),
    lanes: Lanes,
    cells: Vec<(Cell, CallerCounters)>,
    detail: Detail,
    /// Half hours of each track; half hours of duty of each front line, and of each site's other groups together.
    by_time: ByTime,
    /// Duty of each group over the horizon.
    duty_of_group: Vec<Duty>,
    /// (offered, answered) of all hotlines in the first half hour, then in the next; empty if there is but one.
    hotline_slots: Vec<(u32, u32)>,
    /// Hotlines counted apart: none if there is but one.
    hotlines: usize,
    /// By the hotline's place in the merger calendar.
    stages: Stages,
    /// Waits of answered attempts by hotline unless there is but one, then by lane's histogram.
    waits: WaitCounts,
    /// Expected rating of an answer without a wait, by call type, and the wait that takes 63 % of it.
    good: Vec<f64>,
    good_decay: f64,
    /// Answers are rated, or hotlines have windows.
    asks_more: bool,
}

impl<'m> Tally<'m> {
    /// Empty counts for a model, of which tables will tell so much.
    pub fn new(model: &'m Model, detail: Detail) -> Tally<'m> {
        let lanes = Lanes::new(model);
        let slots = model.horizon.slots();
        let hotlines = if model.hotlines.len() > 1 { model.hotlines.len() } else { 0 };
        let mut tally = Tally {
            model,
            measured: TimeSpan { from: model.horizon.warm_up, to: model.horizon.end() },
            now: (0, TimeSpan { from: 0.0, to: 0.0 }),
            ends: (0, TimeSpan { from: 0.0, to: 0.0 }),
            cells: Vec::new(),
            detail,
            by_time: ByTime::new(model, detail, &lanes.duty_of),
            duty_of_group: vec![Duty::default(); model.groups.len()],
            hotline_slots: vec![(0, 0); slots * hotlines],
            hotlines,
            stages: Stages::new(model),
            waits: WaitCounts::new(hotlines),
            good: model.call_types.iter().map(|call_type| model.good_without_wait(call_type)).collect(),
            good_decay: model.satisfaction.map_or(f64::INFINITY, |s| s.decay),
            asks_more: model.satisfaction.is_some() || model.hotlines.iter().any(|h| h.window.is_some()),
            lanes,
        };
        tally.make_room();
        tally
    }

    /// Room for lanes and tracks that have been added.
    fn make_room(&mut self) {
        self.cells.resize(self.lanes.all.len(), Default::default());
        self.by_time.make_room(&self.lanes.tracks);
        self.waits.make_room(self.hotlines + self.lanes.waits.len());
    }

    #[inline(always)]
    fn lane(&mut self, call_type: CallTypeId, group: GroupId, part: Part) -> usize {
        if part == Part::Own && self.lanes.all[call_type.index()].group == group.index() {
            return call_type.index();
        }
        self.other_lane(call_type, group, part)
    }

    #[inline(never)]
    fn other_lane(&mut self, call_type: CallTypeId, group: GroupId, part: Part) -> usize {
        let lane = self.lanes.find_or_add(self.model, call_type, group, part);
        if lane >= self.cells.len() {
            self.make_room();
        }
        lane
    }

    /// The lane of an agent's time for a caller: a guest's unless the call type is at home there.
    #[inline(always)]
    fn lane_of_agent(&mut self, call_type: CallTypeId, group: GroupId) -> usize {
        let own = self.lanes.all[call_type.index()].group == group.index();
        self.lane(call_type, group, if own { Part::Own } else { Part::Guest })
    }

    /// Class of a wait: 0 for none, then by thresholds.
    #[inline]
    fn class(&self, wait: f64) -> usize {
        if wait <= 0.0 { 0 } else { 1 + self.model.within.iter().filter(|t| wait > **t).count() }
    }

    #[inline]
    fn clip(&self, span: TimeSpan) -> TimeSpan {
        TimeSpan { from: span.from.max(self.measured.from), to: span.to.min(self.measured.to) }
    }

    #[inline]
    fn measures(&self, t: f64) -> bool {
        t >= self.measured.from && t < self.measured.to
    }

    fn need(&mut self, lane: usize, attempt: &Attempt) {
        let Call { dialled, first_dialled, attempt: redials, contact, .. } = attempt.call;
        let measured = self.measures(dialled);
        let counts = self.measures(first_dialled) && contact == 0;
        let callers = &mut self.cells[lane].1;
        callers.redials += u64::from(redials > 0 && measured);
        callers.repeats += u64::from(contact > 0 && redials == 0 && measured);
        if !counts {
            return;
        }
        match attempt.next {
            Next::Redials => {}
            Next::TooLate => callers.needs_open += 1,
            Next::Done => {
                let served = matches!(attempt.outcome, Outcome::Answered | Outcome::SelfServed);
                callers.needs += 1;
                callers.needs_answered += u64::from(served);
            }
        }
    }

    /// The sums of a lane over the horizon.
    fn lane_sums(&self, lane: usize) -> Sums {
        let (cell, callers) = &self.cells[lane];
        let mut sums = cell.sums();
        callers.add_to(&mut sums);
        sums
    }

    /// Expected good ratings of an answer.
    #[inline]
    fn good(&self, call_type: CallTypeId, wait: f64) -> f64 {
        let good = self.good[call_type.index()];
        if wait > 0.0 && good > 0.0 { good * exp(-wait / self.good_decay) } else { good }
    }
}

/// Calls `each` with every half hour that the span touches and the seconds it spends there.
#[inline]
fn spread(span: TimeSpan, mut each: impl FnMut(usize, f64)) {
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

impl Tally<'_> {
    /// An attempt and its last stretch in the queue. By value: what is pointed to lies in memory, in the common case, too.
    #[inline(never)]
    fn queued_attempt(&mut self, attempt: Attempt, waited: TimeSpan) {
        if waited.to > waited.from {
            self.queued(&attempt.call, attempt.group, waited);
        }
        self.attempt(&attempt);
    }

    /// Counts the wait of an answered attempt.
    #[inline(always)]
    fn count_wait(&mut self, hotline: usize, waits: usize, wait: f64) {
        self.waits.add(self.hotlines + waits, (self.hotlines > 0).then_some(hotline), wait);
    }

    /// Counts a measured attempt in the cells of its lane and half hour.
    fn count(&mut self, lane: usize, attempt: &Attempt) {
        let class = self.class(attempt.wait);
        let answered = attempt.outcome == Outcome::Answered;
        let good = if answered { self.good(attempt.call.call_type, attempt.wait) } else { 0.0 };
        let Lane { hotline, track, waits, .. } = self.lanes.all[lane];
        let (cell, callers) = &mut self.cells[lane];
        cell.count(attempt, class);
        callers.short_abandons += u64::from(attempt.outcome == Outcome::Abandoned && attempt.wait <= SHORT);
        callers.good += good;
        let slot = slot(attempt.call.dialled);
        self.by_time.count(track, slot, |cell| cell.count(attempt, class));
        if let Some(stage) = self.stages.of(hotline, slot) {
            stage.count(attempt, class);
        }
        if let Some(counts) = self.hotline_slots.get_mut(slot * self.hotlines + hotline) {
            counts.0 += 1;
            counts.1 += u32::from(answered);
        }
        if answered {
            self.count_wait(hotline, waits, attempt.wait);
        }
    }

    /// Counts a call at a group to which it did not come first: overflow, or an expert.
    fn count_guest(&mut self, attempt: &Attempt, part: Part) {
        let (lane, class) = (self.lane(attempt.call.call_type, attempt.by, part), self.class(attempt.wait));
        self.cells[lane].0.count(attempt, class);
        if attempt.outcome == Outcome::Answered {
            self.waits.add(self.hotlines + self.lanes.all[lane].waits, None, attempt.wait);
        }
    }
}

impl Observer for Tally<'_> {
    #[inline(always)]
    fn answered(&mut self, attempt: &Attempt, waited: TimeSpan, until: f64) {
        let served = TimeSpan { from: waited.to, to: until };
        if let Some(slot) = self.common(attempt) {
            return self.commonly_answered(attempt, slot, waited, served);
        }
        self.busy(&attempt.call, attempt.by, served);
        self.queued_attempt(*attempt, waited);
    }

    #[inline(always)]
    fn abandoned(&mut self, attempt: &Attempt, waited: TimeSpan) {
        if let Some(slot) = self.common(attempt) {
            return self.commonly_abandoned(attempt, slot, waited);
        }
        self.queued_attempt(*attempt, waited);
    }

    #[inline]
    fn attempt(&mut self, attempt: &Attempt) {
        let part = if attempt.by == attempt.group { Part::Own } else { Part::Away };
        let lane = self.lane(attempt.call.call_type, attempt.group, part);
        self.need(lane, attempt);
        if self.measures(attempt.call.dialled) {
            self.count(lane, attempt);
            if part == Part::Away {
                self.count_guest(attempt, Part::Guest);
            }
        }
    }

    #[inline]
    fn queued(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        let (lane, span) = (self.lane(call.call_type, group, Part::Own), self.clip(span));
        let Lane { hotline, track, .. } = self.lanes.all[lane];
        self.cells[lane].0.queued += (span.to - span.from).max(0.0);
        if span.to > span.from {
            self.by_time.count_queued(track, span);
        }
        if let Some(stage) = self.stages.of(hotline, slot(span.from)) {
            stage.queued += (span.to - span.from).max(0.0);
        }
    }

    fn queued_for_expert(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        let (lane, span) = (self.lane(call.call_type, group, Part::Expert), self.clip(span));
        self.cells[lane].0.queued += (span.to - span.from).max(0.0);
    }

    fn referred(&mut self, referred: &Referred) {
        let Referred { call, from, to, wait, outcome } = *referred;
        if !self.measures(call.dialled) {
            return;
        }
        let answered = outcome == Handed::Answered;
        let lane = self.lane_of_agent(call.call_type, from);
        let callers = &mut self.cells[lane].1;
        callers.referrals += 1;
        callers.referrals_answered += u64::from(answered);
        callers.referral_wait += if wait.is_finite() { wait } else { 0.0 };
        let outcome = match outcome {
            Handed::Answered => Outcome::Answered,
            Handed::GaveUp | Handed::LimitReached => Outcome::Abandoned,
            Handed::Closed => Outcome::Closed,
            Handed::Unserved => Outcome::Unserved,
        };
        let attempt = Attempt { call, group: to, by: to, wait, outcome, next: Next::Done };
        self.count_guest(&attempt, Part::Expert);
    }

    #[inline]
    fn busy(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        let (lane, span) = (self.lane_of_agent(call.call_type, group), self.clip(span));
        self.cells[lane].1.busy += (span.to - span.from).max(0.0);
        let (track, by_time) = (self.lanes.all[lane].duty, &mut self.by_time);
        spread(span, |slot, seconds| by_time.count_duty(track, slot, |duty| duty.busy += seconds));
    }

    fn held(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        let (lane, span) = (self.lane_of_agent(call.call_type, group), self.clip(span));
        self.cells[lane].1.held += (span.to - span.from).max(0.0);
    }

    fn follow_up(&mut self, call: &Call, group: GroupId, opened: f64, span: TimeSpan) {
        self.busy(call, group, span);
        let follow_up = self.model.call_types[call.call_type.index()].follow_up.as_ref();
        let due = follow_up.map_or(f64::INFINITY, |follow_up| follow_up.due);
        let lane = self.lane_of_agent(call.call_type, group);
        if self.measures(span.from) {
            let callers = &mut self.cells[lane].1;
            callers.follow_ups += 1;
            callers.follow_ups_late += u64::from(span.from - opened > due);
            callers.follow_up_time += span.to - span.from;
        }
        // What is begun after the measured span was left over at its end.
        if opened < self.measured.to && span.from >= self.measured.to {
            self.cells[lane].1.tickets_left += 1;
        }
    }

    fn ticket_left(&mut self, call: &Call, group: GroupId, opened: f64) {
        let lane = self.lane_of_agent(call.call_type, group);
        self.cells[lane].1.tickets_left += u64::from(opened < self.measured.to);
    }

    fn on_duty(&mut self, group: GroupId, agents: u32, seats: u32, open: bool, span: TimeSpan) {
        let span = self.clip(span);
        let track = self.lanes.duty_track[group.index()];
        let (by_time, whole) = (&mut self.by_time, &mut self.duty_of_group[group.index()]);
        let front = self.model.groups[group.index()].front_line;
        spread(span, |slot, seconds| {
            let count = |duty: &mut Duty| {
                duty.staffed += f64::from(agents) * seconds;
                duty.seats += f64::from(seats) * seconds;
                // A desk that closes is meant to be empty.
                duty.unstaffed += if agents == 0 && (front || open) { seconds } else { 0.0 };
            };
            by_time.count_duty(track, slot, count);
            count(whole);
        });
    }

    fn overtime(&mut self, group: GroupId, agents: u32, span: TimeSpan) {
        let span = self.clip(span);
        let track = self.lanes.duty_track[group.index()];
        let (by_time, whole) = (&mut self.by_time, &mut self.duty_of_group[group.index()]);
        spread(span, |slot, seconds| {
            let count = |duty: &mut Duty| {
                duty.staffed += f64::from(agents) * seconds;
                duty.overtime += f64::from(agents) * seconds;
            };
            by_time.count_duty(track, slot, count);
            count(whole);
        });
    }
}
