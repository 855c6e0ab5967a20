//! The conservation check: sums kept beside the tally that every history must obey, whatever the scenario.
//!
//! The tally counts where calls end and how long queues are, by counter keys and by half hours; this check adds up the
//! same facts once more by group alone, over the whole horizon, warm-up and closing included. [`Invariants::of`]
//! holds the two against each other.

use crate::engine::{Attempt, Call, Next, Observer, Outcome, ReferralOutcome, Referred, TimeSpan};
use crate::model::GroupId;

/// Conservation sums of one replication.
#[derive(Clone, Debug)]
pub struct ConservationCheck {
    measured: TimeSpan,
    /// By [`Outcome`], in the order of [`OUTCOMES`].
    pub(super) outcomes: [u64; OUTCOMES.len()],
    /// Attempts dialled before or after the measured span.
    pub(super) outside: u64,
    /// Attempts after which the caller was to dial again.
    pub(super) promised: u64,
    /// Attempts after the first.
    pub(super) redials: u64,
    pub(super) groups: Vec<GroupBalance>,
    /// Seconds that callers waited for experts, as reported when the wait ended.
    pub(super) expert_waits: f64,
    /// The last stretch in a queue: of a caller whom nobody ever answers no wait is reported.
    stretch: f64,
}

/// The balance of one group's queues.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct GroupBalance {
    /// Seconds waited by attempts that came to the group, as reported when they ended.
    pub(super) waits: f64,
    /// Seconds that callers of the group's queues waited for experts, as they passed.
    pub(super) expert_stretches: f64,
    /// Seconds in the queue that passed before or after the measured span.
    pub(super) outside: f64,
    /// Somebody was never answered.
    pub(super) unserved: bool,
}

/// Outcomes, in the order in which they are counted.
pub(super) const OUTCOMES: [Outcome; 7] = [
    Outcome::Answered,
    Outcome::Abandoned,
    Outcome::Blocked,
    Outcome::Closed,
    Outcome::SelfServed,
    Outcome::HungUp,
    Outcome::Unserved,
];

impl ConservationCheck {
    /// Makes empty sums for so many groups and the span that is measured.
    pub fn new(groups: usize, measured: TimeSpan) -> ConservationCheck {
        ConservationCheck {
            measured,
            outcomes: [0; OUTCOMES.len()],
            outside: 0,
            promised: 0,
            redials: 0,
            groups: vec![GroupBalance::default(); groups],
            expert_waits: 0.0,
            stretch: 0.0,
        }
    }

    /// Returns the seconds of a span that are not measured.
    #[inline(always)]
    fn unmeasured(&self, span: TimeSpan) -> f64 {
        if span.from >= self.measured.from && span.to <= self.measured.to {
            return 0.0;
        }
        let within = span.to.min(self.measured.to) - span.from.max(self.measured.from);
        (span.to - span.from) - within.max(0.0)
    }

    #[inline(always)]
    fn dialled(&mut self, at: f64) {
        if at < self.measured.from || at >= self.measured.to {
            self.outside += 1;
        }
    }
}

impl Observer for ConservationCheck {
    #[inline(always)]
    fn answered(&mut self, attempt: &Attempt, waited: TimeSpan, _until: f64) {
        self.outcomes[Outcome::Answered as usize] += 1;
        self.dialled(attempt.call.dialled);
        self.redials += u64::from(attempt.call.attempt > 0);
        if attempt.wait > 0.0 {
            let unmeasured = self.unmeasured(waited);
            let balance = &mut self.groups[attempt.group.index()];
            balance.waits += attempt.wait;
            balance.outside += unmeasured;
        }
    }

    #[inline(always)]
    fn abandoned(&mut self, attempt: &Attempt, waited: TimeSpan) {
        self.outcomes[Outcome::Abandoned as usize] += 1;
        self.dialled(attempt.call.dialled);
        self.redials += u64::from(attempt.call.attempt > 0);
        self.promised += u64::from(attempt.next == Next::Redials);
        let unmeasured = self.unmeasured(waited);
        let balance = &mut self.groups[attempt.group.index()];
        balance.waits += attempt.wait;
        balance.outside += unmeasured;
        self.stretch = 0.0;
    }

    fn attempt(&mut self, attempt: &Attempt) {
        self.outcomes[attempt.outcome as usize] += 1;
        self.dialled(attempt.call.dialled);
        self.redials += u64::from(attempt.call.attempt > 0);
        self.promised += u64::from(attempt.next == Next::Redials);
        let balance = &mut self.groups[attempt.group.index()];
        balance.waits += if attempt.outcome == Outcome::Unserved { self.stretch } else { attempt.wait };
        balance.unserved |= attempt.outcome == Outcome::Unserved;
        self.stretch = 0.0;
    }

    fn queued(&mut self, _call: &Call, group: GroupId, span: TimeSpan) {
        self.groups[group.index()].outside += self.unmeasured(span);
        self.stretch = span.to - span.from;
    }

    fn queued_for_expert(&mut self, _call: &Call, group: GroupId, span: TimeSpan) {
        let unmeasured = self.unmeasured(span);
        let balance = &mut self.groups[group.index()];
        balance.outside += unmeasured;
        balance.expert_stretches += span.to - span.from;
        self.stretch = span.to - span.from;
    }

    fn referred(&mut self, referred: &Referred) {
        let unserved = referred.outcome == ReferralOutcome::Unserved;
        self.expert_waits += if unserved { self.stretch } else { referred.wait };
        self.stretch = 0.0;
    }
}
