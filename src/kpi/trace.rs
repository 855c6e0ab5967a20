//! The lives of single calls: an observer that keeps, of every attempt dialled in a span, all that happened to it.

use crate::engine::{
    Attempt, Call, CallSource, Handed, ModelCalls, Next, Observer, Outcome, Referred, TimeSpan,
};
use crate::model::Model;
use crate::rng::Key;
use std::collections::HashMap;

/// One attempt from dialling to the last consequence. Instants are seconds from the start of the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// Index of the call type (hotline at site).
    pub call_type: u32,
    /// When it was dialled.
    pub dialled: f64,
    /// 0 for a first attempt.
    pub attempt: u32,
    /// How often the caller had called again after an answer.
    pub contact: u32,
    /// The attempt that this one repeats because it failed (index into the trace), if it is in the trace.
    pub redial_of: Option<usize>,
    /// The answered attempt after which the caller calls again, if it is in the trace.
    pub repeat_of: Option<usize>,
    /// Index of the group to whose queue it came.
    pub group: u32,
    /// Index of the group that answered; `group` if none did.
    pub by: u32,
    /// When it joined the queue; none if it never stood in one.
    pub joined: Option<f64>,
    /// Seconds in the queue; none of those who never came to an end of it.
    pub wait: Option<f64>,
    /// How it ended.
    pub outcome: Outcome,
    /// What the caller did then.
    pub next: Next,
    /// When an agent answered.
    pub answered: Option<f64>,
    /// When that agent was free again.
    pub free: Option<f64>,
    /// Seconds of wrap-up in that.
    pub wrap_up: f64,
    /// Seconds in that which held the caller for an expert, introduction included.
    pub held: f64,
    /// How often the call was sent back to the queue out of a talk.
    pub sent_back: u32,
    /// How it was handed on.
    pub referral: Option<Referral>,
    /// Its ticket, and the call back that closed it.
    pub ticket: Option<Ticket>,
    key: Key,
}

/// A call that was handed on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Referral {
    /// Index of the group that took it, or for which it waited.
    pub to: u32,
    /// Seconds waited for it; none if that never ended.
    pub wait: Option<f64>,
    /// What became of it.
    pub outcome: Handed,
    /// The expert's time for it, wrap-up included.
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
    /// Seconds of talk with the agent who answered.
    pub fn talk(&self) -> Option<f64> {
        Some((self.free? - self.answered? - self.wrap_up - self.held).max(0.0))
    }

    /// Seconds between dialling and the first queue or agent.
    pub fn menu(&self) -> Option<f64> {
        self.joined.or(self.answered).map(|reached| reached - self.dialled)
    }
}

/// Keeps every attempt dialled in a span. Memory grows with their number, some 300 bytes each.
pub struct Trace<'m> {
    marks: ModelCalls<'m>,
    dialled: TimeSpan,
    lives: Vec<Life>,
    /// Where an attempt is, by key and the bits of the instant at which it was dialled.
    places: HashMap<(Key, u64, u32), usize>,
    /// What the present facts are about.
    now: Option<Call>,
    /// The last time of an agent that was told of it.
    service: Option<TimeSpan>,
}

impl<'m> Trace<'m> {
    /// An empty trace of the attempts dialled from `dialled.from` on and before `dialled.to`; `key` as for
    /// [`ModelCalls::new`].
    pub fn new(model: &'m Model, key: Key, dialled: TimeSpan) -> Trace<'m> {
        let (lives, places) = (Vec::new(), HashMap::new());
        Trace { marks: ModelCalls::new(model, key), dialled, lives, places, now: None, service: None }
    }

    /// The attempts in the order in which they were dialled.
    pub fn finish(mut self) -> Vec<Life> {
        self.lives.sort_by(|a, b| a.dialled.total_cmp(&b.dialled));
        let mut first = HashMap::new();
        for (place, life) in self.lives.iter().enumerate() {
            first.insert((life.key, life.attempt), place);
            if life.outcome == Outcome::Answered {
                // The next contact's marks have a key of their own.
                first.insert((life.key.with(u64::from(life.contact) + 1), u32::MAX), place);
            }
        }
        for life in &mut self.lives {
            let before = life.attempt.checked_sub(1);
            life.redial_of = before.and_then(|attempt| first.get(&(life.key, attempt)).copied());
            let again = life.contact > 0 && life.attempt == 0;
            life.repeat_of = first.get(&(life.key, u32::MAX)).copied().filter(|_| again);
        }
        self.lives
    }

    /// The life that the present facts are about, if it is traced.
    fn life(&mut self) -> Option<&mut Life> {
        let Call { key, dialled, attempt, .. } = self.now?;
        if dialled < self.dialled.from || dialled >= self.dialled.to {
            return None;
        }
        let lives = &mut self.lives;
        let place = *self.places.entry((key, dialled.to_bits(), attempt)).or_insert_with(|| {
            lives.push(Life::begun(key, dialled));
            lives.len() - 1
        });
        self.lives.get_mut(place)
    }

    fn ended(&mut self, attempt: &Attempt) {
        let returned = self.now.map_or(0, |call| call.returned);
        if let Some(life) = self.life() {
            let Attempt { call_type, group, by, attempt, contact, wait, outcome, next, .. } = *attempt;
            let queued = matches!(outcome, Outcome::Answered | Outcome::Abandoned);
            (life.call_type, life.group, life.by) = (call_type, group, by);
            (life.attempt, life.contact, life.sent_back) = (attempt, contact, returned);
            (life.outcome, life.next) = (outcome, next);
            life.wait = Some(wait).filter(|_| queued);
        }
    }

    fn served(&mut self, call_type: u32, span: TimeSpan) {
        let Some(call) = self.now else { return };
        let wrap_up = self.marks.wrap_up(call_type, call.key);
        if let Some(life) = self.life() {
            (life.answered, life.free, life.wrap_up) = (Some(span.from), Some(span.to), wrap_up);
        }
    }
}

impl Life {
    fn begun(key: Key, dialled: f64) -> Life {
        Life {
            call_type: 0,
            dialled,
            attempt: 0,
            contact: 0,
            redial_of: None,
            repeat_of: None,
            group: 0,
            by: 0,
            joined: None,
            wait: None,
            outcome: Outcome::Unserved,
            next: Next::Done,
            answered: None,
            free: None,
            wrap_up: 0.0,
            held: 0.0,
            sent_back: 0,
            referral: None,
            ticket: None,
            key,
        }
    }
}

impl Observer for Trace<'_> {
    fn about(&mut self, call: Call) {
        if self
            .now
            .is_none_or(|now| (now.key, now.dialled, now.attempt) != (call.key, call.dialled, call.attempt))
        {
            self.service = None;
        }
        self.now = Some(call);
    }

    fn answered(&mut self, attempt: &Attempt, waited: TimeSpan, until: f64) {
        if let Some(life) = self.life() {
            life.joined.get_or_insert(waited.from);
        }
        self.served(attempt.call_type, TimeSpan { from: waited.to, to: until });
        self.ended(attempt);
    }

    fn attempt(&mut self, attempt: &Attempt) {
        // A call that could have been sent back is told of when its talk has ended.
        if let (Outcome::Answered, Some(span)) = (attempt.outcome, self.service.take()) {
            self.served(attempt.call_type, span);
        }
        self.ended(attempt);
    }

    fn queued(&mut self, _stream: u32, _group: u32, span: TimeSpan) {
        if let Some(life) = self.life() {
            life.joined.get_or_insert(span.from);
        }
    }

    fn busy(&mut self, _stream: u32, _group: u32, span: TimeSpan) {
        self.service = Some(span);
    }

    /// Follows the time of the agent who held.
    fn held(&mut self, call_type: u32, _group: u32, span: TimeSpan) {
        if let Some(service) = self.service.take() {
            self.served(call_type, service);
        }
        if let Some(life) = self.life() {
            life.held = span.to - span.from;
        }
    }

    /// Follows the time of the expert who took the call.
    fn referred(&mut self, referred: &Referred) {
        let expert = self.service.take().filter(|_| referred.outcome == Handed::Answered);
        if let Some(life) = self.life() {
            let Referred { to, wait, outcome, .. } = *referred;
            let wait = Some(wait).filter(|wait| wait.is_finite());
            life.referral =
                Some(Referral { to, wait, outcome, expert: expert.map(|span| (span.from, span.to)) });
        }
    }

    fn follow_up(&mut self, _stream: u32, _group: u32, opened: f64, span: TimeSpan) {
        if let Some(life) = self.life() {
            life.ticket = Some(Ticket { opened, call_back: Some((span.from, span.to)) });
        }
    }

    fn ticket_left(&mut self, _stream: u32, _group: u32, opened: f64) {
        if let Some(life) = self.life() {
            life.ticket = Some(Ticket { opened, call_back: None });
        }
    }
}
