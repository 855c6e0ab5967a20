//! The observer behind every table: counts while the engine runs, sums up afterwards.
//!
//! Two levels of detail are kept. A *counter key* (call type x group x [`Role`]) has cells over the whole horizon, from which
//! total, hotline, site and group follow. A *series* of a site (its callers at one front line, or all its others)
//! has a cell per half hour about the present, from which the tables by date, by half hour of the day and the
//! rolling 24 hours follow (`by_time.rs`). An attempt belongs to the instant at which it was dialled; time is attributed
//! as it passes.

mod fast_path;
mod finish;

use super::by_time::ByTime;
use super::cell::{CallerCounters, Cell, Duty};
use super::counter_keys::{CounterKey, CounterKeys, Role, Stages};
use super::measure::Sums;
use super::tables::Detail;
use super::waits::WaitCounts;
use crate::dist::exp;
use crate::engine::{Attempt, Call, Next, Observer, Outcome, ReferralOutcome, Referred, TimeSpan};
use crate::model::{CallTypeId, GroupId, Model};
use crate::time::{HALF_HOUR, slot};

/// Attempts that abandon sooner are short abandons.
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
    counter_keys: CounterKeys,
    cells: Vec<(Cell, CallerCounters)>,
    detail: Detail,
    /// Half hours of each series; half hours of duty of each front line, and of each site's other groups together.
    by_time: ByTime,
    /// Duty of each group over the horizon.
    duty_of_group: Vec<Duty>,
    /// (offered, answered) of all hotlines in the first half hour, then in the next; empty if there is but one.
    hotline_slots: Vec<(u32, u32)>,
    /// Hotlines counted apart: none if there is but one.
    hotlines: usize,
    /// By the hotline's place in the merger calendar.
    stages: Stages,
    /// Waits of answered attempts by hotline unless there is but one, then by counter key's histogram.
    waits: WaitCounts,
    /// Expected rating of an answer without a wait, by call type, and the wait that takes 63 % of it.
    positive_ratings: Vec<f64>,
    positive_ratings_decay: f64,
    /// Answers are rated, or hotlines have windows.
    asks_more: bool,
}

impl<'m> Tally<'m> {
    /// Makes empty counts for a model whose tables will have this detail.
    pub fn new(model: &'m Model, detail: Detail) -> Tally<'m> {
        let counter_keys = CounterKeys::new(model);
        let slots = model.horizon().slots();
        let hotlines = if model.hotlines().len() > 1 { model.hotlines().len() } else { 0 };
        let mut tally = Tally {
            model,
            measured: TimeSpan { from: model.horizon().warm_up, to: model.horizon().end() },
            now: (0, TimeSpan { from: 0.0, to: 0.0 }),
            ends: (0, TimeSpan { from: 0.0, to: 0.0 }),
            cells: Vec::new(),
            detail,
            by_time: ByTime::new(model, detail, &counter_keys.duty_of),
            duty_of_group: vec![Duty::default(); model.groups().len()],
            hotline_slots: vec![(0, 0); slots * hotlines],
            hotlines,
            stages: Stages::new(model),
            waits: WaitCounts::new(hotlines),
            positive_ratings: model
                .call_types()
                .iter()
                .map(|call_type| model.positive_rating_without_wait(call_type))
                .collect(),
            positive_ratings_decay: model.satisfaction().map_or(f64::INFINITY, |s| s.decay),
            asks_more: model.satisfaction().is_some() || model.hotlines().iter().any(|h| h.window.is_some()),
            counter_keys,
        };
        tally.make_room();
        tally
    }

    /// Makes room for counter keys and series that have been added.
    fn make_room(&mut self) {
        self.cells.resize(self.counter_keys.all.len(), Default::default());
        self.by_time.make_room(&self.counter_keys.all_series);
        self.waits.make_room(self.hotlines + self.counter_keys.waits.len());
    }

    #[inline(always)]
    fn key(&mut self, call_type: CallTypeId, group: GroupId, role: Role) -> usize {
        if role == Role::Own && self.counter_keys.all[call_type.index()].group == group.index() {
            return call_type.index();
        }
        self.other_key(call_type, group, role)
    }

    #[inline(never)]
    fn other_key(&mut self, call_type: CallTypeId, group: GroupId, role: Role) -> usize {
        let key = self.counter_keys.find_or_add(self.model, call_type, group, role);
        if key >= self.cells.len() {
            self.make_room();
        }
        key
    }

    /// Returns the counter key of an agent's time for a caller: a guest's unless the call type is at home there.
    #[inline(always)]
    fn key_of_agent(&mut self, call_type: CallTypeId, group: GroupId) -> usize {
        let own = self.counter_keys.all[call_type.index()].group == group.index();
        self.key(call_type, group, if own { Role::Own } else { Role::Guest })
    }

    /// Class of a wait: 0 for none, then by thresholds.
    #[inline]
    fn class(&self, wait: f64) -> usize {
        if wait <= 0.0 { 0 } else { 1 + self.model.acceptable_waits().iter().filter(|t| wait > **t).count() }
    }

    #[inline]
    fn clip(&self, span: TimeSpan) -> TimeSpan {
        TimeSpan { from: span.from.max(self.measured.from), to: span.to.min(self.measured.to) }
    }

    #[inline]
    fn measures(&self, t: f64) -> bool {
        t >= self.measured.from && t < self.measured.to
    }

    fn count_episode(&mut self, key: usize, attempt: &Attempt) {
        let Call { dialled, first_dialled, attempt: redials, contact, .. } = attempt.call;
        let measured = self.measures(dialled);
        let counts = self.measures(first_dialled) && contact == 0;
        let callers = &mut self.cells[key].1;
        callers.redials += u64::from(redials > 0 && measured);
        callers.repeats += u64::from(contact > 0 && redials == 0 && measured);
        if !counts {
            return;
        }
        match attempt.next {
            Next::Redials => {}
            Next::TooLate => callers.episodes_open += 1,
            Next::Done => {
                let served = matches!(attempt.outcome, Outcome::Answered | Outcome::SelfServed);
                callers.episodes += 1;
                callers.episodes_answered += u64::from(served);
            }
        }
    }

    /// Returns the sums of a counter key over the horizon.
    fn sums_of(&self, key: usize) -> Sums {
        let (cell, callers) = &self.cells[key];
        let mut sums = cell.sums();
        callers.add_to(&mut sums);
        sums
    }

    /// Expected good ratings of an answer.
    #[inline]
    fn positive_ratings(&self, call_type: CallTypeId, wait: f64) -> f64 {
        let positive_ratings = self.positive_ratings[call_type.index()];
        if wait > 0.0 && positive_ratings > 0.0 {
            positive_ratings * exp(-wait / self.positive_ratings_decay)
        } else {
            positive_ratings
        }
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

    /// Counts a measured attempt in the cells of its counter key and half hour.
    fn count(&mut self, key: usize, attempt: &Attempt) {
        let class = self.class(attempt.wait);
        let answered = attempt.outcome == Outcome::Answered;
        let positive_ratings =
            if answered { self.positive_ratings(attempt.call.call_type, attempt.wait) } else { 0.0 };
        let CounterKey { hotline, series, waits, .. } = self.counter_keys.all[key];
        let (cell, callers) = &mut self.cells[key];
        cell.count(attempt, class);
        callers.short_abandons += u64::from(attempt.outcome == Outcome::Abandoned && attempt.wait <= SHORT);
        callers.positive_ratings += positive_ratings;
        let slot = slot(attempt.call.dialled);
        self.by_time.count(series, slot, |cell| cell.count(attempt, class));
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
    fn count_guest(&mut self, attempt: &Attempt, role: Role) {
        let (key, class) = (self.key(attempt.call.call_type, attempt.by, role), self.class(attempt.wait));
        self.cells[key].0.count(attempt, class);
        if role == Role::Guest && attempt.outcome == Outcome::Answered {
            self.cells[key].1.positive_ratings += self.positive_ratings(attempt.call.call_type, attempt.wait);
        }
        if attempt.outcome == Outcome::Answered {
            self.waits.add(self.hotlines + self.counter_keys.all[key].waits, None, attempt.wait);
        }
    }
}

impl Observer for Tally<'_> {
    #[inline(always)]
    fn answered(&mut self, attempt: &Attempt, waited: TimeSpan, until: f64) {
        let served = TimeSpan { from: waited.to, to: until };
        if let Some(slot) = self.fast_path(attempt) {
            return self.answered_on_fast_path(attempt, slot, waited, served);
        }
        self.busy(&attempt.call, attempt.by, served);
        self.queued_attempt(*attempt, waited);
    }

    #[inline(always)]
    fn abandoned(&mut self, attempt: &Attempt, waited: TimeSpan) {
        if let Some(slot) = self.fast_path(attempt) {
            return self.abandoned_on_fast_path(attempt, slot, waited);
        }
        self.queued_attempt(*attempt, waited);
    }

    #[inline]
    fn attempt(&mut self, attempt: &Attempt) {
        let role = if attempt.by == attempt.group { Role::Own } else { Role::Away };
        let key = self.key(attempt.call.call_type, attempt.group, role);
        self.count_episode(key, attempt);
        if self.measures(attempt.call.dialled) {
            self.count(key, attempt);
            if role == Role::Away {
                self.count_guest(attempt, Role::Guest);
            }
        }
    }

    #[inline]
    fn queued(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        let (key, span) = (self.key(call.call_type, group, Role::Own), self.clip(span));
        let CounterKey { hotline, series, .. } = self.counter_keys.all[key];
        self.cells[key].0.queued += (span.to - span.from).max(0.0);
        if span.to > span.from {
            self.by_time.count_queued(series, span);
        }
        if let Some(stage) = self.stages.of(hotline, slot(span.from)) {
            stage.queued += (span.to - span.from).max(0.0);
        }
    }

    fn queued_for_expert(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        let (key, span) = (self.key(call.call_type, group, Role::Expert), self.clip(span));
        self.cells[key].0.queued += (span.to - span.from).max(0.0);
    }

    fn referred(&mut self, referred: &Referred) {
        let Referred { call, from, to, wait, outcome } = *referred;
        if !self.measures(call.dialled) {
            return;
        }
        let answered = outcome == ReferralOutcome::Answered;
        let key = self.key_of_agent(call.call_type, from);
        let callers = &mut self.cells[key].1;
        callers.referrals += 1;
        callers.referrals_answered += u64::from(answered);
        callers.referral_wait += if wait.is_finite() { wait } else { 0.0 };
        let outcome = match outcome {
            ReferralOutcome::Answered => Outcome::Answered,
            ReferralOutcome::Abandoned | ReferralOutcome::LimitReached => Outcome::Abandoned,
            ReferralOutcome::Closed => Outcome::Closed,
            ReferralOutcome::Unserved => Outcome::Unserved,
        };
        let attempt = Attempt { call, group: to, by: to, wait, outcome, next: Next::Done };
        self.count_guest(&attempt, Role::Expert);
    }

    #[inline]
    fn busy(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        let (key, span) = (self.key_of_agent(call.call_type, group), self.clip(span));
        self.cells[key].1.busy += (span.to - span.from).max(0.0);
        let (series, by_time) = (self.counter_keys.all[key].duty, &mut self.by_time);
        spread(span, |slot, seconds| by_time.count_duty(series, slot, |duty| duty.busy += seconds));
    }

    fn held(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        let (key, span) = (self.key_of_agent(call.call_type, group), self.clip(span));
        self.cells[key].1.held += (span.to - span.from).max(0.0);
    }

    fn follow_up(&mut self, call: &Call, group: GroupId, opened: f64, span: TimeSpan) {
        self.busy(call, group, span);
        let follow_up = self.model.call_types()[call.call_type.index()].follow_up.as_ref();
        let due = follow_up.map_or(f64::INFINITY, |follow_up| follow_up.due);
        let key = self.key_of_agent(call.call_type, group);
        if self.measures(span.from) {
            let callers = &mut self.cells[key].1;
            callers.follow_ups += 1;
            callers.follow_ups_late += u64::from(span.from - opened > due);
        }
        let measured = self.clip(span);
        self.cells[key].1.follow_up_time += (measured.to - measured.from).max(0.0);
        // What is begun after the measured span was left over at its end.
        if opened < self.measured.to && span.from >= self.measured.to {
            self.cells[key].1.tickets_left += 1;
        }
    }

    fn ticket_left(&mut self, call: &Call, group: GroupId, opened: f64) {
        let key = self.key_of_agent(call.call_type, group);
        self.cells[key].1.tickets_left += u64::from(opened < self.measured.to);
    }

    fn on_duty(&mut self, group: GroupId, agents: u32, seats: u32, open: bool, span: TimeSpan) {
        let span = self.clip(span);
        let series = self.counter_keys.duty_series[group.index()];
        let (by_time, whole) = (&mut self.by_time, &mut self.duty_of_group[group.index()]);
        let front = self.model.groups()[group.index()].front_line;
        spread(span, |slot, seconds| {
            let count = |duty: &mut Duty| {
                duty.staffed += f64::from(agents) * seconds;
                duty.seats += f64::from(seats) * seconds;
                // A desk that closes is meant to be empty.
                duty.unstaffed += if agents == 0 && (front || open) { seconds } else { 0.0 };
            };
            by_time.count_duty(series, slot, count);
            count(whole);
        });
    }

    fn overtime(&mut self, group: GroupId, agents: u32, span: TimeSpan) {
        let span = self.clip(span);
        let series = self.counter_keys.duty_series[group.index()];
        let (by_time, whole) = (&mut self.by_time, &mut self.duty_of_group[group.index()]);
        spread(span, |slot, seconds| {
            let count = |duty: &mut Duty| {
                duty.staffed += f64::from(agents) * seconds;
                duty.overtime += f64::from(agents) * seconds;
            };
            by_time.count_duty(series, slot, count);
            count(whole);
        });
    }
}
