//! Where callers and their marks come from: one statically dispatched source.

use super::alike::alike;
use super::today::Today;
use crate::demand::arrivals::Process;
use crate::dist::{Draw, Mirrored, Plain};
use crate::model::{CallType, Model, Referral};
use crate::rng::{Key, Purpose};

pub use crate::demand::arrivals::Fresh;

/// Why a caller was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Patience ended in the queue.
    Abandoned,
    /// Busy tone.
    Blocked,
    /// A closed desk.
    Closed,
}

/// What a caller does in the menu.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Menu {
    /// Goes through it in so many seconds.
    Through(f64),
    /// Is served by it.
    SelfServed,
    /// Hangs up.
    HangsUp,
}

/// Fresh callers in order of time, and every mark of an attempt as a pure function of its caller.
/// A call log can take its place; what it knows nothing of does not happen.
pub trait CallSource {
    /// Replaces `calls` by the next span's fresh calls in order of time; false after the horizon.
    fn next_span(&mut self, calls: &mut Vec<Fresh>) -> bool;
    /// Talk time of a caller answered; the same for every attempt.
    fn talk(&self, call_type: u32, caller: Key) -> f64;
    /// By what talk is longer with an agent to whom the topic is new, for an attempt dialled then.
    fn talk_factor(&self, _stream: u32, _dialled: f64) -> f64 {
        1.0
    }
    /// Talk time of a call that has been sent back to the queue `returned` times and starts anew: drawn
    /// afresh, for the one known to have outlasted the first agent is longer than most. A call log knows
    /// but one.
    fn talk_anew(&self, call_type: u32, caller: Key, _returned: u32) -> f64 {
        self.talk(call_type, caller)
    }
    /// Wrap-up time after it.
    fn wrap_up(&self, call_type: u32, caller: Key) -> f64;
    /// The wait that the caller accepts on this attempt.
    fn patience(&self, call_type: u32, caller: Key, attempt: u32) -> f64;
    /// The delay until the caller dials again after this attempt failed; none for those who do not.
    fn redial(&self, call_type: u32, caller: Key, attempt: u32, failure: Failure) -> Option<f64>;
    /// The queue at which an attempt rings, of a call type that has an old number: a redial keeps the number
    /// that the first attempt dialled and asks anew whether it has migrated.
    fn queue(&self, _stream: u32, _caller: Key, _first: f64, _dialled: f64) -> u32 {
        0
    }
    /// What the caller does in the menu of a call type that has one.
    fn menu(&self, _stream: u32, _caller: Key, _attempt: u32) -> Menu {
        Menu::Through(0.0)
    }
    /// Whether the call, answered at the front line at `at`, is to be handed on.
    fn is_referred(&self, _stream: u32, _caller: Key, _at: f64) -> bool {
        false
    }
    /// Talk time with the expert.
    fn referral_talk(&self, _stream: u32, _caller: Key) -> f64 {
        0.0
    }
    /// The expert's wrap-up time.
    fn referral_wrap_up(&self, _stream: u32, _caller: Key) -> f64 {
        0.0
    }
    /// The wait for an expert that the caller accepts.
    fn referral_patience(&self, _stream: u32, _caller: Key) -> f64 {
        f64::INFINITY
    }
    /// The delay until the caller calls again after an answer, having done so `contact` times before; none
    /// for those who do not.
    fn repeat(&self, _stream: u32, _caller: Key, _contact: u32) -> Option<f64> {
        None
    }
    /// Whether the answered call leaves a ticket.
    fn leaves_ticket(&self, _stream: u32, _caller: Key) -> bool {
        false
    }
    /// Seconds that calling back takes.
    fn follow_up(&self, _stream: u32, _caller: Key) -> f64 {
        0.0
    }
}

/// Attempts of one caller at most, whatever a model says: a queue counts them in 16 bits. Nobody dials as often, but where
/// doors stay closed for days and everybody tries again every second.
const MOST_ATTEMPTS: u32 = u16::MAX as u32;

/// Callers of a model, their marks drawn from keys: plainly, or mirrored for antithetic runs.
pub struct ModelCalls<'m, D = Plain> {
    model: &'m Model,
    process: Process<'m, D>,
    /// The first call type whose callers behave as those of each call type do: many call types, few behaviours, and what is
    /// read at every call stays in the nearest cache.
    alike: Vec<u32>,
    /// What depends on the date, on the day of the last fresh calls.
    today: Today,
}

impl<'m> ModelCalls<'m> {
    /// The callers of one replication; `key` is the key of seed and replication.
    pub fn new(model: &'m Model, key: Key) -> ModelCalls<'m> {
        ModelCalls::of(model, Process::new(model, key))
    }
}

impl<'m> ModelCalls<'m, Mirrored> {
    /// The antithetic callers of the same replication: every mark is the one at the opposite quantile.
    pub fn mirrored(model: &'m Model, key: Key) -> ModelCalls<'m, Mirrored> {
        ModelCalls::of(model, Process::drawn(model, key))
    }
}

impl<'m, D: Draw> ModelCalls<'m, D> {
    fn of(model: &'m Model, process: Process<'m, D>) -> ModelCalls<'m, D> {
        ModelCalls { model, process, alike: alike(model.call_types()), today: Today::default() }
    }

    /// The call type that says how the callers of a call type behave.
    #[inline(always)]
    fn call_type(&self, call_type: u32) -> &'m CallType {
        &self.model.call_types()[self.alike[call_type as usize] as usize]
    }
}

impl<D: Draw> CallSource for ModelCalls<'_, D> {
    fn next_span(&mut self, calls: &mut Vec<Fresh>) -> bool {
        let more = self.process.next_span(calls);
        if let Some(call) = calls.first() {
            self.today.turn_to(call.at, self.model.call_types());
        }
        more
    }

    #[inline(always)]
    fn talk(&self, call_type: u32, caller: Key) -> f64 {
        D::duration(&self.call_type(call_type).talk, &mut caller.words(Purpose::Talk))
    }

    #[inline(always)]
    fn talk_factor(&self, call_type: u32, dialled: f64) -> f64 {
        self.today.on(dialled, call_type, self.model.call_types()).talk_factor
    }

    fn talk_anew(&self, call_type: u32, caller: Key, returned: u32) -> f64 {
        self.talk(call_type, caller.nth(u64::from(returned)))
    }

    #[inline(always)]
    fn wrap_up(&self, call_type: u32, caller: Key) -> f64 {
        match &self.call_type(call_type).wrap_up {
            Some(dist) => D::duration(dist, &mut caller.words(Purpose::WrapUp)),
            None => 0.0,
        }
    }

    #[inline(always)]
    fn patience(&self, call_type: u32, caller: Key, attempt: u32) -> f64 {
        // A first attempt is the caller's own key; only redials pay for a key of their own.
        let key = if attempt == 0 { caller } else { caller.nth(u64::from(attempt)) };
        D::duration(&self.call_type(call_type).patience, &mut key.words(Purpose::Patience))
    }

    fn redial(&self, call_type: u32, caller: Key, attempt: u32, failure: Failure) -> Option<f64> {
        let redial = self.call_type(call_type).redial.as_ref()?;
        let (probability, delay) = match failure {
            Failure::Abandoned => (redial.after_abandon, &redial.abandon_delay),
            Failure::Blocked => (redial.after_busy, &redial.busy_delay),
            Failure::Closed => (redial.outside_hours, &redial.outside_hours_delay),
        };
        if attempt + 1 >= redial.max_attempts.min(MOST_ATTEMPTS) {
            return None;
        }
        let key = caller.nth(u64::from(attempt) + 1);
        let dials = D::unit(&mut key.words(Purpose::Redial)) < probability;
        dials.then(|| D::duration(delay, &mut key.words(Purpose::RedialDelay)))
    }

    fn queue(&self, call_type: u32, caller: Key, first: f64, dialled: f64) -> u32 {
        let now = self.today.on(dialled, call_type, self.model.call_types());
        if now.settled {
            return now.one;
        }
        let habit = self.today.on(first, call_type, self.model.call_types());
        if D::unit(&mut caller.words(Purpose::Habit)) < habit.habit {
            return habit.one;
        }
        if D::unit(&mut caller.words(Purpose::Migration)) < now.migrated { now.merged } else { now.old }
    }

    fn menu(&self, call_type: u32, caller: Key, attempt: u32) -> Menu {
        let Some(ivr) = &self.call_type(call_type).ivr else { return Menu::Through(0.0) };
        let key = if attempt == 0 { caller } else { caller.nth(u64::from(attempt)) };
        let choice = D::unit(&mut key.words(Purpose::Menu));
        if choice < ivr.self_served {
            Menu::SelfServed
        } else if choice < ivr.self_served + ivr.hangs_up {
            Menu::HangsUp
        } else {
            Menu::Through(D::duration(&ivr.duration, &mut key.words(Purpose::MenuTime)))
        }
    }

    #[inline(always)]
    fn is_referred(&self, call_type: u32, caller: Key, at: f64) -> bool {
        let share = self.today.on(at, call_type, self.model.call_types()).referred;
        share > 0.0 && D::unit(&mut caller.words(Purpose::Referral)) < share
    }

    fn referral_talk(&self, call_type: u32, caller: Key) -> f64 {
        let referral = self.call_type(call_type).referral.as_ref();
        referral.map_or(0.0, |referral| D::duration(&referral.talk, &mut caller.words(Purpose::ReferralTalk)))
    }

    fn referral_wrap_up(&self, call_type: u32, caller: Key) -> f64 {
        let wrap_up =
            self.call_type(call_type).referral.as_ref().and_then(|referral| referral.wrap_up.as_ref());
        wrap_up.map_or(0.0, |wrap_up| D::duration(wrap_up, &mut caller.words(Purpose::ReferralWrapUp)))
    }

    fn referral_patience(&self, call_type: u32, caller: Key) -> f64 {
        let referral = self.call_type(call_type).referral.as_ref();
        let patience = |referral: &Referral| {
            D::duration(&referral.patience, &mut caller.words(Purpose::ReferralPatience))
        };
        referral.map_or(f64::INFINITY, patience)
    }

    fn repeat(&self, call_type: u32, caller: Key, contact: u32) -> Option<f64> {
        let repeat = self.call_type(call_type).repeat.as_ref()?;
        let calls = (1.0 - repeat.resolved) * repeat.share;
        let again = contact < repeat.at_most && D::unit(&mut caller.words(Purpose::Repeat)) < calls;
        again.then(|| D::duration(&repeat.delay, &mut caller.words(Purpose::RepeatDelay)))
    }

    fn leaves_ticket(&self, call_type: u32, caller: Key) -> bool {
        let follow_up = self.call_type(call_type).follow_up.as_ref();
        follow_up.is_some_and(|follow_up| D::unit(&mut caller.words(Purpose::Ticket)) < follow_up.share)
    }

    fn follow_up(&self, call_type: u32, caller: Key) -> f64 {
        let follow_up = self.call_type(call_type).follow_up.as_ref();
        follow_up
            .map_or(0.0, |follow_up| D::duration(&follow_up.handle, &mut caller.words(Purpose::FollowUp)))
    }
}
