//! Facts of a call type that every call needs, worked out once.

use crate::model::{CallType, GroupId, Model, QueueId, ShiftEnd, WhenClosed};

/// Flags and places of a call type.
#[derive(Clone, Copy)]
pub(super) struct CallTypeRouting {
    /// Where its calls to the one number wait.
    pub(super) queue: QueueId,
    /// 0 is served first.
    pub(super) priority: u8,
    /// The group at which these arrive.
    pub(super) home: GroupId,
    /// Its calls are over when the first agent is free.
    pub(super) plain: bool,
    /// Besides, the group's calls in hand finish.
    pub(super) simple: bool,
    /// They always come to the same group's own queue, whether open or not.
    pub(super) direct: bool,
    /// They hear a menu first.
    pub(super) menu: bool,
    /// Its calls may ring elsewhere.
    pub(super) moves: bool,
    /// Some of those answered are handed on, leave a ticket, call again.
    pub(super) handed_on: bool,
    pub(super) leaves_tickets: bool,
    pub(super) calls_again: bool,
}

impl CallTypeRouting {
    /// Works them out from the model.
    pub(super) fn of(model: &Model, call_type: &CallType) -> CallTypeRouting {
        let queue = model.queue(call_type.queue);
        let own = matches!(queue.served_by[..], [route] if route.is_unconditional());
        let finishes = model.group(queue.home()).shift_end == ShiftEnd::Finish;
        let plain = call_type.is_single_stage();
        let menu = call_type.ivr.is_some();
        let moves = call_type.demand.migration.as_ref().is_some_and(|reach| reach.old.is_some());
        CallTypeRouting {
            queue: call_type.queue,
            priority: call_type.priority,
            home: queue.home(),
            plain,
            simple: plain && finishes,
            direct: own && !menu && !moves && queue.when_closed == WhenClosed::Wait,
            menu,
            moves,
            handed_on: call_type.referral.is_some(),
            leaves_tickets: call_type.follow_up.is_some(),
            calls_again: call_type.repeat.is_some(),
        }
    }
}
