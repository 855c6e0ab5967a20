//! What the engine tells: it pushes facts, an observer keeps what it wants.

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Spoke to an agent.
    Answered,
    /// Gave up in the queue.
    Abandoned,
    /// Heard the busy tone.
    Blocked,
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
    /// Index of the stream (hotline at site).
    pub stream: u32,
    /// Index of the group whose queue it joined.
    pub group: u32,
    /// 0 for a first attempt.
    pub attempt: u32,
    /// When it was dialled, seconds from the start.
    pub dialled: f64,
    /// When the caller's first attempt was dialled.
    pub first: f64,
    /// Seconds in the queue until answered or abandoned; 0 when blocked.
    pub wait: f64,
    /// How it ended.
    pub outcome: Outcome,
    /// What follows.
    pub next: Next,
}

/// A span of time that somebody spent: in a queue, in service, on duty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Seconds from the start.
    pub from: f64,
    /// Seconds from the start.
    pub to: f64,
}

/// Receives what happens. Everything defaults to nothing; dispatch is static.
pub trait Observer {
    /// An attempt has its outcome.
    fn attempt(&mut self, _attempt: &Attempt) {}
    /// An attempt is answered at `dialled + wait`, after a single stretch in the queue, and keeps the
    /// agent until `until`. Stands for [`Observer::queued`], [`Observer::busy`] and
    /// [`Observer::attempt`] in one, for observers who can be quicker about it.
    #[inline]
    fn answered(&mut self, attempt: &Attempt, at: f64, until: f64) {
        if at > attempt.dialled {
            self.queued(attempt.stream, attempt.group, Span { from: attempt.dialled, to: at });
        }
        self.busy(attempt.stream, attempt.group, Span { from: at, to: until });
        self.attempt(attempt);
    }
    /// A caller of `stream` stood in the queue of `group`.
    fn queued(&mut self, _stream: u32, _group: u32, _span: Span) {}
    /// An agent of `group` was busy for a caller of `stream` (talk and wrap-up).
    fn busy(&mut self, _stream: u32, _group: u32, _span: Span) {}
    /// `agents` were on duty in `group` while `seats` were ready.
    fn on_duty(&mut self, _group: u32, _agents: u32, _seats: u32, _span: Span) {}
    /// `agents` of `group` finished calls in hand after their shift.
    fn overtime(&mut self, _group: u32, _agents: u32, _span: Span) {}
}
