//! Reports of the engine: it pushes facts, and an observer keeps those that it wants.

use super::call::{Call, CallId};
use crate::model::GroupId;

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Spoke to an agent.
    Answered,
    /// Abandoned the queue.
    Abandoned,
    /// Heard the busy tone.
    Blocked,
    /// Came outside opening hours.
    Closed,
    /// Got what was wanted from the menu.
    SelfServed,
    /// Hung up in the menu.
    HungUp,
    /// Still waiting when nothing can happen any more: infinite patience and nobody on duty.
    Unserved,
}

/// The caller's behaviour after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing: answered, or abandoned for good.
    Done,
    /// Dials again.
    Redials,
    /// Would dial again after the end of the horizon.
    TooLate,
}

/// An attempt with its outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt {
    /// Whose attempt it is.
    pub call: Call,
    /// The group to whose queue it came.
    pub group: GroupId,
    /// The group that answered; `group` if none did.
    pub by: GroupId,
    /// Seconds in the queue until answered or abandoned; 0 when blocked.
    pub wait: f64,
    /// How it ended.
    pub outcome: Outcome,
    /// The caller's behaviour after it.
    pub next: Next,
}

/// How a call that was handed on fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferralOutcome {
    /// Spoke to an expert.
    Answered,
    /// Hung up while waiting.
    Abandoned,
    /// No expert within the limit: a ticket.
    LimitReached,
    /// The experts were not there: a ticket.
    Closed,
    /// Still waiting when nothing can happen any more.
    Unserved,
}

/// An answered call that was handed on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Referred {
    /// The call.
    pub call: Call,
    /// The group that handed it on.
    pub from: GroupId,
    /// The group that took it, or for which it waited.
    pub to: GroupId,
    /// Seconds waited for it; infinite if that never ended.
    pub wait: f64,
    /// How it fared.
    pub outcome: ReferralOutcome,
}

/// A span of time that somebody spent: in a queue, in service, on duty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeSpan {
    /// Seconds from the start of the horizon.
    pub from: f64,
    /// Seconds from the start of the horizon.
    pub to: f64,
}

/// Receives what happens. Every method does nothing by default; dispatch is static.
///
/// Facts come when the engine knows them, which is not always when they happen: time in a queue, for one, is reported
/// when it is over. Every attempt ends in exactly one of [`attempt`](Self::attempt), [`answered`](Self::answered) and
/// [`abandoned`](Self::abandoned); the latter two call the first unless they are overridden.
pub trait Observer {
    /// Receives an attempt that has its outcome.
    fn attempt(&mut self, _attempt: &Attempt) {}
    /// Receives an attempt answered after `waited`, its last (most often only) stretch in the queue, that keeps the
    /// agent until `until`. Stands for [`Observer::queued`], [`Observer::busy`] and [`Observer::attempt`] in one, for
    /// observers who can be quicker about it.
    #[inline]
    fn answered(&mut self, attempt: &Attempt, waited: TimeSpan, until: f64) {
        if waited.to > waited.from {
            self.queued(&attempt.call, attempt.group, waited);
        }
        self.busy(&attempt.call, attempt.by, TimeSpan { from: waited.to, to: until });
        self.attempt(attempt);
    }
    /// Receives an attempt abandoned after `waited`, its last stretch in the queue. Stands for [`Observer::queued`] and
    /// [`Observer::attempt`] in one.
    #[inline]
    fn abandoned(&mut self, attempt: &Attempt, waited: TimeSpan) {
        if waited.to > waited.from {
            self.queued(&attempt.call, attempt.group, waited);
        }
        self.attempt(attempt);
    }
    /// Receives a stretch of time that a caller stood in a queue of `group`.
    fn queued(&mut self, _call: &Call, _group: GroupId, _span: TimeSpan) {}
    /// Receives a stretch of time that a caller, answered before, waited for experts of `group`.
    fn queued_for_expert(&mut self, _call: &Call, _group: GroupId, _span: TimeSpan) {}
    /// Receives an answered call that was handed on.
    fn referred(&mut self, _referred: &Referred) {}
    /// Receives the time that an agent of `group` was busy for a call: talk, hold and wrap-up.
    fn busy(&mut self, _call: &Call, _group: GroupId, _span: TimeSpan) {}
    /// Receives the part of an agent's busy time in which the caller was held for an expert or introduced. Follows the
    /// [`busy`](Self::busy) of that time.
    fn held(&mut self, _call: &Call, _group: GroupId, _span: TimeSpan) {}
    /// Receives the time that an agent of `group` spent calling back about a ticket opened at `opened`.
    fn follow_up(&mut self, _call: &Call, _group: GroupId, _opened: f64, _span: TimeSpan) {}
    /// Receives a ticket, opened at `opened`, that is left over at the end.
    fn ticket_left(&mut self, _call: &Call, _group: GroupId, _opened: f64) {}
    /// Receives the decision of an answered caller to call again within the horizon: at `at`, under the id `next`.
    fn repeats(&mut self, _call: &Call, _next: CallId, _at: f64) {}
    /// Receives a span in which `agents` were on duty in `group` and `seats` ready; `open`: calls were let in.
    fn on_duty(&mut self, _group: GroupId, _agents: u32, _seats: u32, _open: bool, _span: TimeSpan) {}
    /// Receives a span in which `agents` of `group` finished calls in hand after their shift.
    fn overtime(&mut self, _group: GroupId, _agents: u32, _span: TimeSpan) {}
}

/// Observes nothing.
impl Observer for () {}

/// Two observers of one history.
impl<A: Observer, B: Observer> Observer for (A, B) {
    fn attempt(&mut self, attempt: &Attempt) {
        self.0.attempt(attempt);
        self.1.attempt(attempt);
    }
    #[inline(always)]
    fn answered(&mut self, attempt: &Attempt, waited: TimeSpan, until: f64) {
        self.0.answered(attempt, waited, until);
        self.1.answered(attempt, waited, until);
    }
    #[inline(always)]
    fn abandoned(&mut self, attempt: &Attempt, waited: TimeSpan) {
        self.0.abandoned(attempt, waited);
        self.1.abandoned(attempt, waited);
    }
    fn queued(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        self.0.queued(call, group, span);
        self.1.queued(call, group, span);
    }
    fn queued_for_expert(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        self.0.queued_for_expert(call, group, span);
        self.1.queued_for_expert(call, group, span);
    }
    fn referred(&mut self, referred: &Referred) {
        self.0.referred(referred);
        self.1.referred(referred);
    }
    fn busy(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        self.0.busy(call, group, span);
        self.1.busy(call, group, span);
    }
    fn held(&mut self, call: &Call, group: GroupId, span: TimeSpan) {
        self.0.held(call, group, span);
        self.1.held(call, group, span);
    }
    fn follow_up(&mut self, call: &Call, group: GroupId, opened: f64, span: TimeSpan) {
        self.0.follow_up(call, group, opened, span);
        self.1.follow_up(call, group, opened, span);
    }
    fn ticket_left(&mut self, call: &Call, group: GroupId, opened: f64) {
        self.0.ticket_left(call, group, opened);
        self.1.ticket_left(call, group, opened);
    }
    fn repeats(&mut self, call: &Call, next: CallId, at: f64) {
        self.0.repeats(call, next, at);
        self.1.repeats(call, next, at);
    }
    fn on_duty(&mut self, group: GroupId, agents: u32, seats: u32, open: bool, span: TimeSpan) {
        self.0.on_duty(group, agents, seats, open, span);
        self.1.on_duty(group, agents, seats, open, span);
    }
    fn overtime(&mut self, group: GroupId, agents: u32, span: TimeSpan) {
        self.0.overtime(group, agents, span);
        self.1.overtime(group, agents, span);
    }
}
