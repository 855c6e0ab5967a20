//! The service level of a group by half hour of the day, and what it hands on.

use super::flow::Flow;
use super::reason::Reason;
use crate::theory::transient::Counts;
use crate::time::{HALF_HOUR, HALF_HOURS};
use std::ops::Range;

/// The level of a group.
#[derive(Clone, Debug, Default)]
pub(super) struct GroupLevel {
    /// Expected counts of each half hour of the day; none where nothing is known.
    counts: Vec<Counts>,
    /// Measured seconds of each half hour of the day.
    seconds: Vec<f64>,
    reasons: Vec<Reason>,
    exact: Option<f64>,
}

impl GroupLevel {
    /// Makes the level of expected counts and measured seconds by half hour of the day.
    pub(super) fn new(counts: Vec<Counts>, seconds: Vec<f64>) -> GroupLevel {
        GroupLevel { counts, seconds, reasons: Vec::new(), exact: None }
    }

    /// Makes a level of which nothing is known, for these reasons.
    pub(super) fn unknown(reasons: Vec<Reason>) -> GroupLevel {
        GroupLevel { reasons, ..GroupLevel::default() }
    }

    /// Returns the reasons for which the level cannot be trusted.
    pub(super) fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// Returns the level with all counts so many times.
    pub(super) fn times(mut self, factor: f64) -> GroupLevel {
        self.counts.iter_mut().for_each(|counts| *counts = counts.times(factor));
        self
    }

    /// Returns the level of two kinds of days together.
    pub(super) fn plus(mut self, other: &GroupLevel) -> GroupLevel {
        self.counts.iter_mut().zip(&other.counts).for_each(|(sum, counts)| sum.add(counts));
        self
    }

    /// Adds a reason for which the level cannot be trusted.
    pub(super) fn doubt(&mut self, reason: Reason) {
        self.reasons.push(reason);
    }

    /// Takes an exact level in place of the preview.
    pub(super) fn settle_at(&mut self, exact: f64) {
        self.exact = Some(exact);
        self.reasons.clear();
    }

    /// Returns the level of the day; none where it cannot be trusted.
    pub(super) fn of_day(&self) -> Option<f64> {
        self.of(0..HALF_HOURS)
    }

    /// Returns the level of an hour of the day.
    pub(super) fn of_hour(&self, hour: usize) -> Option<f64> {
        self.of(2 * hour..2 * hour + 2)
    }

    fn of(&self, halves: Range<usize>) -> Option<f64> {
        if self.exact.is_some() {
            return self.exact;
        }
        let sum = self.sum(halves);
        (self.reasons.is_empty() && sum.attempts > 0.0).then(|| (sum.in_time / sum.attempts).clamp(0.0, 1.0))
    }

    /// Sums up the counts of some half hours.
    pub(super) fn sum(&self, halves: Range<usize>) -> Counts {
        let mut sum = Counts::default();
        self.counts.get(halves).unwrap_or_default().iter().for_each(|counts| sum.add(counts));
        sum
    }

    /// Returns the calls per second of a call type that comes first which the group completes, by half hour; of all that
    /// come where nothing is known.
    pub(super) fn completions(&self, flow: &Flow<'_>, call_type: usize) -> Vec<f64> {
        let own = |half: usize| {
            let own = flow.parts.iter().filter(|part| part.from.is_none() && part.call_type == call_type);
            own.map(|part| part.in_half_hour(half)).sum::<f64>()
        };
        let day: f64 = (0..HALF_HOURS).map(own).sum();
        let all: f64 = (0..HALF_HOURS).map(|half| flow.calls(half)).sum();
        let at = |half: usize| match (self.counts.get(half), self.seconds.get(half)) {
            (Some(counts), Some(seconds)) if *seconds > 0.0 => {
                let here = flow.calls(half);
                let share = if here > 0.0 { own(half) / here } else { day / all };
                counts.completed / seconds * share
            }
            _ => own(half) / HALF_HOUR,
        };
        (0..HALF_HOURS).map(at).collect()
    }
}
