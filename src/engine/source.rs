//! Where calls come from: the trait that a source implements.

use super::call::{Call, CallId, FreshCall};
use crate::model::{CallTypeId, QueueId};

/// Why an attempt was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Patience ended in the queue.
    Abandoned,
    /// All trunks were busy.
    Blocked,
    /// It came outside opening hours.
    Closed,
}

/// A caller's course through the menu.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Menu {
    /// Goes through it in so many seconds.
    Through(f64),
    /// Is served by it.
    SelfServed,
    /// Hangs up.
    HangsUp,
}

/// A contact that an answered caller makes later, because the answer did not settle the matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RepeatContact {
    /// Names the new contact; another id than that of the one before.
    pub id: CallId,
    /// Seconds from the end of the answered call to the new one.
    pub delay: f64,
}

/// The marks that the engine would like to have with fresh calls. It is a hint: a source that knows the others too may
/// give them, and one to which they are costly may leave out any; the engine asks for what it is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Talk and wrap-up.
    pub durations: bool,
    /// Patience: many callers have had to wait of late.
    pub patience: bool,
}

/// Gives the engine its calls, and answers what it asks about single ones.
///
/// A source has three duties: [`next_calls`](Self::next_calls) hands out fresh calls in order of time,
/// [`durations`](Self::durations) and [`patience`](Self::patience) say how long a caller talks and waits. Whatever else a
/// caller might do is asked for only when it matters; by default it does not happen. Answers must depend on nothing but the call that they are about: the engine
/// asks in no particular order, and may ask twice. [`CallLog`](super::CallLog) is a small source,
/// [`ModelCalls`](super::ModelCalls) the one behind every run of a model.
pub trait CallSource {
    /// Appends the next fresh calls to `calls`, in order of time, as many as it likes; none when there are no more. All
    /// lie within the model's horizon.
    fn next_calls(&mut self, calls: &mut Vec<FreshCall>, wanted: Wanted);

    /// Returns the seconds of talk and of wrap-up of the contact named `id`. Asked for redials, for contacts that
    /// [`repeat`](Self::repeat) gave, and where the fresh call did not say.
    fn durations(&self, call_type: CallTypeId, id: CallId) -> (f64, f64);

    /// Returns the seconds that the caller waits at most on this attempt; infinite for one who never abandons. Asked for
    /// redials, for preempted calls, and where the fresh call did not say.
    fn patience(&self, call: &Call) -> f64;

    /// Returns the delay in seconds until the caller dials again after this attempt failed; `None` for one who does not.
    fn redial(&self, _call: &Call, _failure: Failure) -> Option<f64> {
        None
    }

    /// Returns the queue that the attempt joins if it is not its call type's own. Asked only of call types whose old
    /// number still rings elsewhere ([`Migration::old`](crate::model::Migration::old)).
    fn queue(&self, _call: &Call) -> Option<QueueId> {
        None
    }

    /// Returns what the caller does in the menu. Asked only of call types that have one.
    fn menu(&self, _call: &Call) -> Menu {
        Menu::Through(0.0)
    }

    /// Returns the factor by which talk is longer with agents to whom the topic is new
    /// ([`AgentGroup::generalist`](crate::model::AgentGroup::generalist)).
    fn talk_factor(&self, _call: &Call) -> f64 {
        1.0
    }

    /// Returns the seconds of talk of a call that has been preempted and starts anew; `talk` are those of its first
    /// talk. A model draws anew, because a talk that was cut off is likely to be a long one.
    fn talk_anew(&self, _call: &Call, talk: f64) -> f64 {
        talk
    }

    /// Returns whether the call, answered at `at`, needs an expert. Asked only of call types with referrals.
    fn is_referred(&self, _call: &Call, _at: f64) -> bool {
        false
    }

    /// Returns the seconds of talk with the expert.
    fn referral_talk(&self, _call: &Call) -> f64 {
        0.0
    }

    /// Returns the seconds of the expert's wrap-up.
    fn referral_wrap_up(&self, _call: &Call) -> f64 {
        0.0
    }

    /// Returns the seconds that the caller waits for an expert at most.
    fn referral_patience(&self, _call: &Call) -> f64 {
        f64::INFINITY
    }

    /// Returns the contact that follows this answered one. Asked only of call types with repeats.
    fn repeat(&self, _call: &Call) -> Option<RepeatContact> {
        None
    }

    /// Returns whether the answered call leaves a ticket. Asked only of call types with follow-ups.
    fn leaves_ticket(&self, _call: &Call) -> bool {
        false
    }

    /// Returns the seconds that it takes to call back about the ticket.
    fn follow_up(&self, _call: &Call) -> f64 {
        0.0
    }
}

impl<S: CallSource + ?Sized> CallSource for Box<S> {
    fn next_calls(&mut self, calls: &mut Vec<FreshCall>, wanted: Wanted) {
        (**self).next_calls(calls, wanted);
    }
    fn durations(&self, call_type: CallTypeId, id: CallId) -> (f64, f64) {
        (**self).durations(call_type, id)
    }
    fn patience(&self, call: &Call) -> f64 {
        (**self).patience(call)
    }
    fn redial(&self, call: &Call, failure: Failure) -> Option<f64> {
        (**self).redial(call, failure)
    }
    fn queue(&self, call: &Call) -> Option<QueueId> {
        (**self).queue(call)
    }
    fn menu(&self, call: &Call) -> Menu {
        (**self).menu(call)
    }
    fn talk_factor(&self, call: &Call) -> f64 {
        (**self).talk_factor(call)
    }
    fn talk_anew(&self, call: &Call, talk: f64) -> f64 {
        (**self).talk_anew(call, talk)
    }
    fn is_referred(&self, call: &Call, at: f64) -> bool {
        (**self).is_referred(call, at)
    }
    fn referral_talk(&self, call: &Call) -> f64 {
        (**self).referral_talk(call)
    }
    fn referral_wrap_up(&self, call: &Call) -> f64 {
        (**self).referral_wrap_up(call)
    }
    fn referral_patience(&self, call: &Call) -> f64 {
        (**self).referral_patience(call)
    }
    fn repeat(&self, call: &Call) -> Option<RepeatContact> {
        (**self).repeat(call)
    }
    fn leaves_ticket(&self, call: &Call) -> bool {
        (**self).leaves_ticket(call)
    }
    fn follow_up(&self, call: &Call) -> f64 {
        (**self).follow_up(call)
    }
}
