//! The source behind every run of a model: calls whose marks are pure functions of keys.
//!
//! The id of a call is the key of its marks ([`Key`]), so that the marks of a caller can be asked for in any order, and
//! those of one caller depend on no other's.

use super::call::{Call, CallId, FreshCall};
use super::daily::DailyParameters;
use super::shared_distributions::representatives;
use super::source::{CallSource, Failure, Menu, RepeatContact, Wanted};
use crate::demand::arrivals::{Fresh, Process};
use crate::dist::{Draw, Mirrored, Plain};
use crate::model::{CallType, CallTypeId, Model, QueueId, Referral};
use crate::rng::{Key, Purpose};

/// Calls whose marks are drawn in a row: a draw takes long for the processor to finish, and draws in a row overlap.
const ROW: usize = 64;

/// Attempts of one caller at most, whatever a model says: a queue counts them in 16 bits. Callers dial as often only
/// where everybody tries again every second outside opening hours that last for days.
const MAX_ATTEMPTS: u32 = u16::MAX as u32;

/// The calls of a model, their marks drawn from keys: plainly, or mirrored for antithetic runs.
pub struct ModelCalls<'m, D = Plain> {
    model: &'m Model,
    process: Process<'m, D>,
    /// Arrivals of the present span, and how many of them have been handed out.
    span: Vec<Fresh>,
    given: usize,
    /// The first call type whose callers behave as those of each call type do: many call types, few behaviours, and what is
    /// read at every call stays in the nearest cache.
    representatives: Vec<CallTypeId>,
    /// Parameters that depend on the date, as they are on the day of the present span.
    daily: DailyParameters,
    /// Whether any topic is new to some agents.
    has_talk_factors: bool,
}

impl<'m> ModelCalls<'m> {
    /// Makes the calls of one replication; `key` is the key of seed and replication.
    pub fn new(model: &'m Model, key: Key) -> ModelCalls<'m> {
        ModelCalls::of(model, Process::new(model, key))
    }
}

impl<'m> ModelCalls<'m, Mirrored> {
    /// Makes the antithetic calls of the same replication: every mark is the one at the opposite quantile.
    pub fn mirrored(model: &'m Model, key: Key) -> ModelCalls<'m, Mirrored> {
        ModelCalls::of(model, Process::drawn(model, key))
    }
}

impl<'m, D: Draw> ModelCalls<'m, D> {
    fn of(model: &'m Model, process: Process<'m, D>) -> ModelCalls<'m, D> {
        let (representatives, daily) = (representatives(model.call_types()), DailyParameters::default());
        let has_talk_factors = model.call_types().iter().any(|call_type| !call_type.talk_factor.is_empty());
        ModelCalls { model, process, span: Vec::new(), given: 0, representatives, daily, has_talk_factors }
    }

    /// Returns the call type that says how the callers of a call type behave.
    #[inline(always)]
    fn call_type(&self, call_type: CallTypeId) -> &'m CallType {
        &self.model.call_types()[self.representatives[call_type.index()].index()]
    }

    #[inline(always)]
    fn talk(&self, call_type: CallTypeId, key: Key) -> f64 {
        D::duration(&self.call_type(call_type).talk, &mut key.stream(Purpose::Talk))
    }

    #[inline(always)]
    fn wrap_up(&self, call_type: CallTypeId, key: Key) -> f64 {
        match &self.call_type(call_type).wrap_up {
            Some(dist) => D::duration(dist, &mut key.stream(Purpose::WrapUp)),
            None => 0.0,
        }
    }

    /// Returns talk and wrap-up of the caller whose marks have this key.
    #[inline(always)]
    fn marks(&self, call_type: CallTypeId, key: Key) -> (f64, f64) {
        (self.talk(call_type, key), self.wrap_up(call_type, key))
    }

    #[inline(always)]
    fn with_durations(&self, fresh: &Fresh) -> FreshCall {
        let call = bare(fresh);
        let (talk, wrap_up) = self.marks(call.call_type, fresh.key);
        FreshCall { talk, wrap_up, ..call }
    }

    #[inline(always)]
    fn first_patience(&self, call_type: CallTypeId, key: Key) -> f64 {
        D::duration(&self.call_type(call_type).patience, &mut key.stream(Purpose::Patience))
    }

    fn redial_after(&self, call_type: CallTypeId, key: Key, attempt: u32, failure: Failure) -> Option<f64> {
        let redial = self.call_type(call_type).redial.as_ref()?;
        let (probability, delay) = match failure {
            Failure::Abandoned => (redial.after_abandon, &redial.abandon_delay),
            Failure::Blocked => (redial.after_busy, &redial.busy_delay),
            Failure::Closed => (redial.outside_hours, &redial.outside_hours_delay),
        };
        if attempt + 1 >= redial.max_attempts.min(MAX_ATTEMPTS) {
            return None;
        }
        let key = key.nth(u64::from(attempt) + 1);
        let dials = D::uniform(&mut key.stream(Purpose::Redial)) < probability;
        dials.then(|| D::duration(delay, &mut key.stream(Purpose::RedialDelay)))
    }

    fn queue_of(&self, call_type: CallTypeId, key: Key, first: f64, dialled: f64) -> QueueId {
        let now = self.daily.on(dialled, call_type, self.model.call_types());
        if now.settled {
            return now.one;
        }
        let habit = self.daily.on(first, call_type, self.model.call_types());
        if D::uniform(&mut key.stream(Purpose::Habit)) < habit.habit {
            return habit.one;
        }
        if D::uniform(&mut key.stream(Purpose::Migration)) < now.migrated { now.merged } else { now.old }
    }

    /// Returns the contact after this one. Its marks are its own: it has another key.
    fn repeat_of(&self, call_type: CallTypeId, key: Key, contact: u32) -> Option<RepeatContact> {
        let repeat = self.call_type(call_type).repeat.as_ref()?;
        let calls = (1.0 - repeat.resolved) * repeat.share;
        let again = contact < repeat.at_most && D::uniform(&mut key.stream(Purpose::Repeat)) < calls;
        again.then(|| {
            let delay = D::duration(&repeat.delay, &mut key.stream(Purpose::RepeatDelay));
            RepeatContact { id: id_of(key.with(u64::from(contact) + 1)), delay }
        })
    }
}

/// Returns a fresh call without its marks.
#[inline(always)]
fn bare(&Fresh { at, key, call_type }: &Fresh) -> FreshCall {
    let [talk, wrap_up, patience] = [f64::NAN; 3];
    FreshCall { id: id_of(key), at, call_type: CallTypeId::new(call_type as usize), talk, wrap_up, patience }
}

/// Returns the id of a call whose marks have this key.
#[inline(always)]
fn id_of(key: Key) -> CallId {
    CallId::new(key.to_bits())
}

/// Returns the key of a call's marks.
#[inline(always)]
fn key_of(call: &Call) -> Key {
    Key::from_bits(call.id.number())
}

impl<D: Draw> CallSource for ModelCalls<'_, D> {
    #[inline(never)]
    fn next_calls(&mut self, calls: &mut Vec<FreshCall>, wanted: Wanted) {
        while self.given == self.span.len() {
            self.given = 0;
            if !self.process.next_span(&mut self.span) {
                return self.span.clear();
            }
            if let Some(call) = self.span.first() {
                self.daily.turn_to(call.at, self.model.call_types());
            }
        }
        let row = &self.span[self.given..self.span.len().min(self.given + ROW)];
        self.given += row.len();
        match wanted {
            Wanted { durations: false, patience: false } => calls.extend(row.iter().map(bare)),
            Wanted { durations: true, patience: false } => {
                calls.extend(row.iter().map(|fresh| self.with_durations(fresh)));
            }
            Wanted { patience: true, .. } => calls.extend(row.iter().map(|fresh| {
                let call = self.with_durations(fresh);
                FreshCall { patience: self.first_patience(call.call_type, fresh.key), ..call }
            })),
        }
    }

    #[inline(always)]
    fn durations(&self, call_type: CallTypeId, id: CallId) -> (f64, f64) {
        self.marks(call_type, Key::from_bits(id.number()))
    }

    #[inline(always)]
    fn patience(&self, call: &Call) -> f64 {
        let key = key_of(call);
        // A first attempt is the caller's own key; only redials pay for a key of their own.
        let key = if call.attempt == 0 { key } else { key.nth(u64::from(call.attempt)) };
        self.first_patience(call.call_type, key)
    }

    #[inline(always)]
    fn redial(&self, call: &Call, failure: Failure) -> Option<f64> {
        self.redial_after(call.call_type, key_of(call), call.attempt, failure)
    }

    #[inline(always)]
    fn queue(&self, call: &Call) -> Option<QueueId> {
        Some(self.queue_of(call.call_type, key_of(call), call.first_dialled, call.dialled))
    }

    fn menu(&self, call: &Call) -> Menu {
        let Some(ivr) = &self.call_type(call.call_type).ivr else { return Menu::Through(0.0) };
        let key = key_of(call);
        let key = if call.attempt == 0 { key } else { key.nth(u64::from(call.attempt)) };
        let choice = D::uniform(&mut key.stream(Purpose::Menu));
        if choice < ivr.self_served {
            Menu::SelfServed
        } else if choice < ivr.self_served + ivr.hangs_up {
            Menu::HangsUp
        } else {
            Menu::Through(D::duration(&ivr.duration, &mut key.stream(Purpose::MenuTime)))
        }
    }

    #[inline(always)]
    fn talk_factor(&self, call: &Call) -> f64 {
        if !self.has_talk_factors {
            return 1.0;
        }
        self.daily.on(call.dialled, call.call_type, self.model.call_types()).talk_factor
    }

    fn talk_anew(&self, call: &Call, _talk: f64) -> f64 {
        self.talk(call.call_type, key_of(call).nth(u64::from(call.preemptions)))
    }

    #[inline(always)]
    fn is_referred(&self, call: &Call, at: f64) -> bool {
        let share = self.daily.on(at, call.call_type, self.model.call_types()).referred;
        share > 0.0 && D::uniform(&mut key_of(call).stream(Purpose::Referral)) < share
    }

    fn referral_talk(&self, call: &Call) -> f64 {
        let referral = self.call_type(call.call_type).referral.as_ref();
        let talk = |referral: &Referral| {
            D::duration(&referral.talk, &mut key_of(call).stream(Purpose::ReferralTalk))
        };
        referral.map_or(0.0, talk)
    }

    fn referral_wrap_up(&self, call: &Call) -> f64 {
        let referral = self.call_type(call.call_type).referral.as_ref();
        let wrap_up = referral.and_then(|referral| referral.wrap_up.as_ref());
        wrap_up.map_or(0.0, |wrap_up| D::duration(wrap_up, &mut key_of(call).stream(Purpose::ReferralWrapUp)))
    }

    fn referral_patience(&self, call: &Call) -> f64 {
        let referral = self.call_type(call.call_type).referral.as_ref();
        let patience = |referral: &Referral| {
            D::duration(&referral.patience, &mut key_of(call).stream(Purpose::ReferralPatience))
        };
        referral.map_or(f64::INFINITY, patience)
    }

    #[inline(always)]
    fn repeat(&self, call: &Call) -> Option<RepeatContact> {
        self.repeat_of(call.call_type, key_of(call), call.contact)
    }

    #[inline(always)]
    fn leaves_ticket(&self, call: &Call) -> bool {
        let follow_up = self.call_type(call.call_type).follow_up.as_ref();
        follow_up
            .is_some_and(|follow_up| D::uniform(&mut key_of(call).stream(Purpose::Ticket)) < follow_up.share)
    }

    fn follow_up(&self, call: &Call) -> f64 {
        let follow_up = self.call_type(call.call_type).follow_up.as_ref();
        follow_up.map_or(0.0, |follow_up| {
            D::duration(&follow_up.handle, &mut key_of(call).stream(Purpose::FollowUp))
        })
    }
}
