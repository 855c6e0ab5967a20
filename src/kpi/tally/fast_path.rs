//! The fast path: the common case counted in fewer steps; every table gets what the general path would give it.

use super::super::counter_keys::{CounterKey, Role};
use super::{SHORT, Tally};
use crate::engine::{Attempt, Call, Next, Observer, TimeSpan};
use crate::model::GroupId;
use crate::time::{HALF_HOUR, slot};

/// Contains no instant.
const NEVER: TimeSpan = TimeSpan { from: f64::INFINITY, to: f64::NEG_INFINITY };

impl Tally<'_> {
    /// Returns the half hour in which an attempt was dialled: in the common case, that is, where it and the caller's first attempt
    /// are measured, the caller has not been answered before, and nobody but the group to which the attempt came answers
    /// it.
    #[inline(always)]
    pub(super) fn fast_path(&mut self, attempt: &Attempt) -> Option<usize> {
        let Call { dialled, first_dialled, contact, .. } = attempt.call;
        if dialled >= self.now.1.to || dialled < self.now.1.from {
            self.now = self.half_hour_of(dialled);
            if !self.by_time.turn_to(self.now.0) {
                self.now.1 = NEVER;
            }
        }
        let (slot, TimeSpan { from, to }) = self.now;
        let measured = dialled >= from && dialled < to && first_dialled >= self.measured.from;
        (measured && contact == 0 && attempt.by == attempt.group).then_some(slot)
    }

    /// Returns the half hour of an instant, and what of it is measured.
    fn half_hour_of(&self, at: f64) -> (usize, TimeSpan) {
        let slot = slot(at);
        let (from, to) = (slot as f64 * HALF_HOUR, (slot + 1) as f64 * HALF_HOUR);
        (slot, self.clip(TimeSpan { from, to }))
    }

    /// Returns the half hour in which attempts met their ends at `at`, if it is measured and kept.
    #[inline(always)]
    fn ended_in(&mut self, at: f64) -> Option<usize> {
        if at >= self.ends.1.to || at < self.ends.1.from {
            self.ends = self.half_hour_of(at);
        }
        let (slot, TimeSpan { from, to }) = self.ends;
        (at >= from && at < to && self.by_time.keeps(slot)).then_some(slot)
    }

    /// Returns the seconds in the queue of an attempt that was dialled in the present half hour; none are left to be counted where they
    /// reach into another. Those who came through the menu joined later, but within the same half hour all is one.
    #[inline(always)]
    fn queued_within_slot(&mut self, key: usize, attempt: &Attempt, waited: TimeSpan) -> f64 {
        if waited.to < self.now.1.to {
            return waited.to - waited.from;
        }
        self.queued_beyond(key, attempt.call, attempt.group, waited);
        0.0
    }

    /// [`Observer::queued`] of such a one.
    #[inline(never)]
    fn queued_beyond(&mut self, key: usize, call: Call, group: GroupId, waited: TimeSpan) {
        let (first, TimeSpan { to: edge, .. }) = self.now;
        let last = self.ended_in(waited.to).filter(|last| *last > first && waited.from < edge);
        let Some(last) = last else { return self.queued(&call, group, waited) };
        let CounterKey { hotline, series, .. } = self.counter_keys.all[key];
        let seconds = waited.to - waited.from;
        self.cells[key].0.queued += seconds;
        self.by_time.cell(series, first).queued += edge - waited.from;
        self.by_time.cell(series, last).queued += waited.to - self.ends.1.from;
        self.by_time.stands_through(series, first + 1..last);
        if let Some(stage) = self.stages.of(hotline, first) {
            stage.queued += seconds;
        }
    }

    /// [`Observer::busy`] of an agent who answers in the half hour that was last asked for.
    #[inline(never)]
    fn busy_beyond(&mut self, key: usize, call: Call, group: GroupId, served: TimeSpan) {
        let slot = self.ended_in(served.from).filter(|_| served.to <= self.ends.1.to);
        let Some(slot) = slot else { return self.busy(&call, group, served) };
        let seconds = served.to - served.from;
        self.cells[key].1.busy += seconds;
        self.by_time.duty(self.counter_keys.all[key].duty, slot).busy += seconds;
    }

    /// [`Observer::answered`] in the common case. Every table gets what the general way would give it.
    #[inline(always)]
    pub(super) fn answered_on_fast_path(
        &mut self,
        attempt: &Attempt,
        slot: usize,
        waited: TimeSpan,
        served: TimeSpan,
    ) {
        let key = self.key(attempt.call.call_type, attempt.group, Role::Own);
        let queued = self.queued_within_slot(key, attempt, waited);
        let class = self.class(attempt.wait);
        let CounterKey { hotline, series, duty, waits, .. } = self.counter_keys.all[key];
        let (cell, callers) = &mut self.cells[key];
        callers.redials += u64::from(attempt.call.attempt > 0);
        callers.episodes += 1;
        callers.episodes_answered += 1;
        cell.answered_at_once(class, attempt.wait, queued);
        self.by_time.cell(series, slot).answered_at_once(class, attempt.wait, queued);
        if served.to < self.now.1.to {
            let seconds = served.to - served.from;
            callers.busy += seconds;
            self.by_time.duty(duty, slot).busy += seconds;
        } else if served.from < self.now.1.to {
            self.busy(&{ attempt.call }, attempt.by, served);
        } else {
            self.busy_beyond(key, attempt.call, attempt.by, served);
        }
        self.count_wait(hotline, waits, attempt.wait);
        if let Some(counts) = self.hotline_slots.get_mut(slot * self.hotlines + hotline) {
            *counts = (counts.0 + 1, counts.1 + 1);
        }
        if self.asks_more {
            self.cells[key].1.positive_ratings += self.positive_ratings(attempt.call.call_type, attempt.wait);
            if let Some(stage) = self.stages.of(hotline, slot) {
                stage.answered_at_once(class, attempt.wait, queued);
            }
        }
    }

    /// [`Observer::abandoned`] in the common case, likewise.
    #[inline(always)]
    pub(super) fn abandoned_on_fast_path(&mut self, attempt: &Attempt, slot: usize, waited: TimeSpan) {
        let key = self.key(attempt.call.call_type, attempt.group, Role::Own);
        let queued = self.queued_within_slot(key, attempt, waited);
        let class = self.class(attempt.wait);
        let CounterKey { hotline, series, .. } = self.counter_keys.all[key];
        let (cell, callers) = &mut self.cells[key];
        callers.redials += u64::from(attempt.call.attempt > 0);
        callers.short_abandons += u64::from(attempt.wait <= SHORT);
        callers.episodes += u64::from(attempt.next == Next::Done);
        callers.episodes_open += u64::from(attempt.next == Next::TooLate);
        cell.abandoned_at_once(class, attempt.wait, queued);
        self.by_time.cell(series, slot).abandoned_at_once(class, attempt.wait, queued);
        if let Some(counts) = self.hotline_slots.get_mut(slot * self.hotlines + hotline) {
            counts.0 += 1;
        }
        if let Some(stage) = self.stages.of(hotline, slot) {
            stage.abandoned_at_once(class, attempt.wait, queued);
        }
    }
}
