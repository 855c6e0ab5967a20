//! What the engine tells: it pushes facts, an observer keeps what it wants.

use crate::rng::Key;

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Spoke to an agent.
    Answered,
    /// Gave up in the queue.
    Abandoned,
    /// Heard the busy tone.
    Blocked,
    /// Rang at a closed desk.
    Closed,
    /// Got what was wanted from the menu.
    SelfServed,
    /// Hung up in the menu.
    HungUp,
    /// Still waiting when nothing can happen any more: infinite patience and nobody on duty.
    Unserved,
}

/// What the caller does after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing: answered, or gave up for good.
    Done,
    /// Dials again.
    Redials,
    /// Would dial again after the end of the horizon.
    TooLate,
}

/// The life of one attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempt {
    /// Index of the call type (hotline at site).
    pub call_type: u32,
    /// Index of the group to whose queue it came.
    pub group: u32,
    /// Index of the group that answered; `group` if none did.
    pub by: u32,
    /// 0 for a first attempt.
    pub attempt: u32,
    /// 0 until the caller was answered; counts the times the caller called again after that.
    pub contact: u32,
    /// When it was dialled, seconds from the start.
    pub dialled: f64,
    /// When the first attempt of this contact was dialled.
    pub first: f64,
    /// Seconds in the queue until answered or abandoned; 0 when blocked.
    pub wait: f64,
    /// How it ended.
    pub outcome: Outcome,
    /// What follows.
    pub next: Next,
}

/// What became of a call that was handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handed {
    /// Spoke to an expert.
    Answered,
    /// Hung up while waiting.
    GaveUp,
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
    /// Index of the call type.
    pub call_type: u32,
    /// Index of the group that handed it on.
    pub from: u32,
    /// Index of the group that took it, or for which it waited.
    pub to: u32,
    /// When the attempt was dialled, seconds from the start.
    pub dialled: f64,
    /// Seconds waited for it.
    pub wait: f64,
    /// What became of it.
    pub outcome: Handed,
}

/// A span of time that somebody spent: in a queue, in service, on duty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeSpan {
    /// Seconds from the start.
    pub from: f64,
    /// Seconds from the start.
    pub to: f64,
}

/// Which attempt something is told of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Call {
    /// Key of the caller's marks: the same for all attempts of one contact.
    pub key: Key,
    /// When the attempt was dialled, seconds from the start.
    pub dialled: f64,
    /// 0 for the first of the contact, one more for each redial.
    pub attempt: u32,
    /// How often it was sent back to the queue out of a talk.
    pub returned: u32,
}

/// Receives what happens. Everything defaults to nothing; dispatch is static.
pub trait Observer {
    /// What is told until the next `about` is about this attempt; for observers who follow single calls. Duty
    /// and overtime are about none.
    #[inline(always)]
    fn about(&mut self, _call: Call) {}
    /// An attempt has its outcome.
    fn attempt(&mut self, _attempt: &Attempt) {}
    /// An attempt is answered after `waited`, its last (most often only) stretch in the queue, and keeps the
    /// agent until `until`. Stands for [`Observer::queued`], [`Observer::busy`] and [`Observer::attempt`] in
    /// one, for observers who can be quicker about it.
    #[inline]
    fn answered(&mut self, attempt: &Attempt, waited: TimeSpan, until: f64) {
        if waited.to > waited.from {
            self.queued(attempt.call_type, attempt.group, waited);
        }
        self.busy(attempt.call_type, attempt.by, TimeSpan { from: waited.to, to: until });
        self.attempt(attempt);
    }
    /// An attempt gives up after `waited`, its last stretch in the queue. Stands for [`Observer::queued`] and
    /// [`Observer::attempt`] in one.
    #[inline]
    fn abandoned(&mut self, attempt: &Attempt, waited: TimeSpan) {
        if waited.to > waited.from {
            self.queued(attempt.call_type, attempt.group, waited);
        }
        self.attempt(attempt);
    }
    /// A caller of `call_type` stood in the queue of `group`.
    fn queued(&mut self, _stream: u32, _group: u32, _span: TimeSpan) {}
    /// A caller of `call_type`, answered before, waited for experts of `group`.
    fn queued_for_expert(&mut self, _stream: u32, _group: u32, _span: TimeSpan) {}
    /// An answered call was handed on.
    fn referred(&mut self, _referred: &Referred) {}
    /// An agent of `group` was busy for a caller of `call_type` (talk, hold and wrap-up).
    fn busy(&mut self, _stream: u32, _group: u32, _span: TimeSpan) {}
    /// An agent of `group` held a caller of `call_type` for an expert, or introduced them; also told as busy.
    fn held(&mut self, _stream: u32, _group: u32, _span: TimeSpan) {}
    /// An agent of `group` spent `span` calling back about a ticket of `call_type` that had waited since `opened`.
    fn follow_up(&mut self, _stream: u32, _group: u32, _opened: f64, _span: TimeSpan) {}
    /// A ticket of `call_type`, opened at `opened`, is left over at the end.
    fn ticket_left(&mut self, _stream: u32, _group: u32, _opened: f64) {}
    /// `agents` were on duty in `group` while `seats` were ready; `open`: calls were let in.
    fn on_duty(&mut self, _group: u32, _agents: u32, _seats: u32, _open: bool, _span: TimeSpan) {}
    /// `agents` of `group` finished calls in hand after their shift.
    fn overtime(&mut self, _group: u32, _agents: u32, _span: TimeSpan) {}
}

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
    #[inline(always)]
    fn about(&mut self, call: Call) {
        self.0.about(call);
        self.1.about(call);
    }
    fn queued(&mut self, call_type: u32, group: u32, span: TimeSpan) {
        self.0.queued(call_type, group, span);
        self.1.queued(call_type, group, span);
    }
    fn queued_for_expert(&mut self, call_type: u32, group: u32, span: TimeSpan) {
        self.0.queued_for_expert(call_type, group, span);
        self.1.queued_for_expert(call_type, group, span);
    }
    fn referred(&mut self, referred: &Referred) {
        self.0.referred(referred);
        self.1.referred(referred);
    }
    fn busy(&mut self, call_type: u32, group: u32, span: TimeSpan) {
        self.0.busy(call_type, group, span);
        self.1.busy(call_type, group, span);
    }
    fn held(&mut self, call_type: u32, group: u32, span: TimeSpan) {
        self.0.held(call_type, group, span);
        self.1.held(call_type, group, span);
    }
    fn follow_up(&mut self, call_type: u32, group: u32, opened: f64, span: TimeSpan) {
        self.0.follow_up(call_type, group, opened, span);
        self.1.follow_up(call_type, group, opened, span);
    }
    fn ticket_left(&mut self, call_type: u32, group: u32, opened: f64) {
        self.0.ticket_left(call_type, group, opened);
        self.1.ticket_left(call_type, group, opened);
    }
    fn on_duty(&mut self, group: u32, agents: u32, seats: u32, open: bool, span: TimeSpan) {
        self.0.on_duty(group, agents, seats, open, span);
        self.1.on_duty(group, agents, seats, open, span);
    }
    fn overtime(&mut self, group: u32, agents: u32, span: TimeSpan) {
        self.0.overtime(group, agents, span);
        self.1.overtime(group, agents, span);
    }
}
