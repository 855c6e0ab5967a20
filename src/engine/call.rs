//! Calls as sources give them and observers hear of them.

use crate::model::CallTypeId;

/// Names a caller's calls: all attempts of one contact have the same id.
///
/// The source chooses the numbers; the engine only compares them. Among calls for which something is due at the same
/// instant, the one with the smaller id comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(u64);

impl CallId {
    /// Makes an id of any number, such as the row of a log.
    #[inline(always)]
    pub const fn new(number: u64) -> CallId {
        CallId(number)
    }

    /// Returns the number.
    #[inline(always)]
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// A caller's first attempt, with the marks that nearly every call needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FreshCall {
    /// Names the caller.
    pub id: CallId,
    /// When it arrives, seconds from the start of the horizon.
    pub at: f64,
    /// The call type: hotline and site.
    pub call_type: CallTypeId,
    /// Seconds of talk with an agent who knows the topic.
    pub talk: f64,
    /// Seconds of wrap-up after it.
    pub wrap_up: f64,
    /// Seconds that the caller waits at most on this attempt; infinite for one who never abandons, and not a number if the
    /// engine is to ask ([`CallSource::patience`](super::CallSource::patience)) should the caller have to wait.
    pub patience: f64,
}

impl FreshCall {
    /// Returns the attempt with which the call begins.
    #[inline(always)]
    pub fn first_attempt(&self) -> Call {
        let FreshCall { id, at, call_type, wrap_up, .. } = *self;
        Call {
            id,
            call_type,
            dialled: at,
            first_dialled: at,
            attempt: 0,
            contact: 0,
            preemptions: 0,
            wrap_up,
        }
    }
}

/// One attempt of a caller, as far as it is known at the moment. Instants are seconds from the start of the horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Call {
    /// Names the caller; the same for all attempts of one contact.
    pub id: CallId,
    /// Hotline and site.
    pub call_type: CallTypeId,
    /// When this attempt was dialled.
    pub dialled: f64,
    /// When the first attempt of this contact was dialled.
    pub first_dialled: f64,
    /// 0 for the first attempt of the contact, one more for each redial.
    pub attempt: u32,
    /// 0 until the caller has been answered, one more each time the caller calls again after an answer.
    pub contact: u32,
    /// How often it was preempted: returned to the queue out of a talk because its agent's shift ended.
    pub preemptions: u32,
    /// Seconds of wrap-up after the talk.
    pub wrap_up: f64,
}
