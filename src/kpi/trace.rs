//! Traces of single calls: an observer that keeps the whole course of every attempt dialled in a span.

use crate::engine::{Attempt, Call, CallId, Next, Observer, Outcome, ReferralOutcome, Referred, TimeSpan};
use crate::model::{CallTypeId, GroupId};
use std::collections::HashMap;

/// One attempt from dialling to its last consequence. Instants are seconds from the start of the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// The call type: hotline and site.
    pub call_type: CallTypeId,
    /// When it was dialled.
    pub dialled: f64,
    /// Number of the attempt; 0 for the first.
    pub attempt: u32,
    /// How often the caller had called again after an answer.
    pub contact: u32,
    /// The attempt that this one repeats because it failed (index into the trace), if it is in the trace.
    pub redial_of: Option<usize>,
    /// The answered attempt after which the caller calls again, if it is in the trace.
    pub repeat_of: Option<usize>,
    /// The group to whose queue it came.
    pub group: GroupId,
    /// The group that answered; `group` if none did.
    pub by: GroupId,
    /// When it joined the queue; none if it never stood in one.
    pub joined: Option<f64>,
    /// Seconds in the queue, 0 if answered at once; none unless it was answered or abandoned.
    pub wait: Option<f64>,
    /// The outcome of the attempt.
    pub outcome: Outcome,
    /// The caller's next step: none, or a redial.
    pub next: Next,
    /// When an agent answered.
    pub answered: Option<f64>,
    /// When that agent was free again.
    pub free: Option<f64>,
    /// Seconds of wrap-up between `answered` and `free`.
    pub wrap_up: f64,
    /// Seconds between `answered` and `free` that the agent held the caller for an expert, introduction included.
    pub held: f64,
    /// How often the call was preempted: returned to the queue out of a talk.
    pub preemptions: u32,
    /// Its referral, if it was handed on.
    pub referral: Option<Referral>,
    /// Its ticket, and the call back that closed it.
    pub ticket: Option<Ticket>,
    id: CallId,
    /// The contact that follows the answer.
    repeated_by: Option<CallId>,
    /// The last service by an agent, until its outcome is reported.
    service: Option<TimeSpan>,
}

/// A call that was handed on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Referral {
    /// The group that took it, or for which it waited.
    pub to: GroupId,
    /// Seconds waited for it; none if that never ended.
    pub wait: Option<f64>,
    /// The outcome of the referral.
    pub outcome: ReferralOutcome,
    /// The expert's service, wrap-up included: its begin and end.
    pub expert: Option<(f64, f64)>,
}

/// A ticket that an answered call left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ticket {
    /// When it was opened.
    pub opened: f64,
    /// The call back: when it began and ended; none if it was left over.
    pub call_back: Option<(f64, f64)>,
}

impl Life {
    /// Returns the seconds of talk with the agent who answered.
    pub fn talk(&self) -> Option<f64> {
        Some((self.free? - self.answered? - self.wrap_up - self.held).max(0.0))
    }

    /// Returns the seconds between dialling and the first queue or agent.
    pub fn menu(&self) -> Option<f64> {
        self.joined.or(self.answered).map(|reached| reached - self.dialled)
    }
}

/// Keeps every attempt dialled in a span. Memory grows with their number, some 300 bytes each.
pub struct Trace {
    dialled: TimeSpan,
    lives: Vec<Life>,
    /// Index of each attempt, by id, the bits of the instant at which it was dialled, and its number.
    places: HashMap<(CallId, u64, u32), usize>,
}

impl Trace {
    /// Makes an empty trace of the attempts dialled from `dialled.from` on and before `dialled.to`.
    pub fn new(dialled: TimeSpan) -> Trace {
        Trace { dialled, lives: Vec::new(), places: HashMap::new() }
    }

    /// Returns the attempts in the order in which they were dialled.
    pub fn finish(mut self) -> Vec<Life> {
        self.lives.sort_by(|a, b| a.dialled.total_cmp(&b.dialled));
        let (mut attempts, mut repeated) = (HashMap::new(), HashMap::new());
        for (place, life) in self.lives.iter().enumerate() {
            attempts.insert((life.id, life.attempt), place);
            if let Some(next) = life.repeated_by {
                repeated.insert(next, place);
            }
        }
        for life in &mut self.lives {
            let before = life.attempt.checked_sub(1);
            life.redial_of = before.and_then(|attempt| attempts.get(&(life.id, attempt)).copied());
            let again = life.contact > 0 && life.attempt == 0;
            life.repeat_of = repeated.get(&life.id).copied().filter(|_| again);
        }
        self.lives
    }

    /// Returns the life of an attempt if it is traced; begins it if nothing has been reported of it before.
    fn life(&mut self, call: &Call) -> Option<&mut Life> {
        let Call { id, dialled, attempt, .. } = *call;
        if dialled < self.dialled.from || dialled >= self.dialled.to {
            return None;
        }
        let lives = &mut self.lives;
        let place = *self.places.entry((id, dialled.to_bits(), attempt)).or_insert_with(|| {
            lives.push(Life::begun(call));
            lives.len() - 1
        });
        self.lives.get_mut(place)
    }
}

impl Life {
    fn ended(&mut self, attempt: &Attempt) {
        let Attempt { call, group, by, wait, outcome, next } = *attempt;
        let queued = matches!(outcome, Outcome::Answered | Outcome::Abandoned);
        (self.group, self.by, self.preemptions) = (group, by, call.preemptions);
        (self.outcome, self.next) = (outcome, next);
        self.wait = Some(wait).filter(|_| queued);
    }

    fn served(&mut self, wrap_up: f64, span: TimeSpan) {
        (self.answered, self.free, self.wrap_up) = (Some(span.from), Some(span.to), wrap_up);
    }

    fn begun(call: &Call) -> Life {
        let Call { id, call_type, dialled, attempt, contact, .. } = *call;
        Life {
            call_type,
            dialled,
            attempt,
            contact,
            redial_of: None,
            repeat_of: None,
            group: GroupId::new(0),
            by: GroupId::new(0),
            joined: None,
            wait: None,
            outcome: Outcome::Unserved,
            next: Next::Done,
            answered: None,
            free: None,
            wrap_up: 0.0,
            held: 0.0,
            preemptions: 0,
            referral: None,
            ticket: None,
            id,
            repeated_by: None,
            service: None,
        }
    }
}

impl Observer for Trace {
    fn answered(&mut self, attempt: &Attempt, waited: TimeSpan, until: f64) {
        if let Some(life) = self.life(&attempt.call) {
            life.joined.get_or_insert(waited.from);
            life.served(attempt.call.wrap_up, TimeSpan { from: waited.to, to: until });
            life.ended(attempt);
        }
    }

    fn attempt(&mut self, attempt: &Attempt) {
        let Some(life) = self.life(&attempt.call) else { return };
        // A call that could have been preempted is reported when its talk has ended, after its agent's time.
        if let (Outcome::Answered, Some(span)) = (attempt.outcome, life.service.take()) {
            life.served(attempt.call.wrap_up, span);
        }
        life.ended(attempt);
    }

    fn queued(&mut self, call: &Call, _group: GroupId, span: TimeSpan) {
        if let Some(life) = self.life(call) {
            life.joined.get_or_insert(span.from);
        }
    }

    fn busy(&mut self, call: &Call, _group: GroupId, span: TimeSpan) {
        if let Some(life) = self.life(call) {
            life.service = Some(span);
        }
    }

    /// Follows the time of the agent who held.
    fn held(&mut self, call: &Call, _group: GroupId, span: TimeSpan) {
        let Some(life) = self.life(call) else { return };
        if let Some(service) = life.service.take() {
            life.served(call.wrap_up, service);
        }
        life.held = span.to - span.from;
    }

    /// Follows the time of the expert who took the call.
    fn referred(&mut self, referred: &Referred) {
        let Some(life) = self.life(&referred.call) else { return };
        let Referred { to, wait, outcome, .. } = *referred;
        let expert = life.service.take().filter(|_| outcome == ReferralOutcome::Answered);
        let (wait, expert) =
            (Some(wait).filter(|wait| wait.is_finite()), expert.map(|span| (span.from, span.to)));
        life.referral = Some(Referral { to, wait, outcome, expert });
    }

    fn follow_up(&mut self, call: &Call, _group: GroupId, opened: f64, span: TimeSpan) {
        if let Some(life) = self.life(call) {
            life.ticket = Some(Ticket { opened, call_back: Some((span.from, span.to)) });
        }
    }

    fn ticket_left(&mut self, call: &Call, _group: GroupId, opened: f64) {
        if let Some(life) = self.life(call) {
            life.ticket = Some(Ticket { opened, call_back: None });
        }
    }

    fn repeats(&mut self, call: &Call, next: CallId, _at: f64) {
        if let Some(life) = self.life(call) {
            life.repeated_by = Some(next);
        }
    }
}
