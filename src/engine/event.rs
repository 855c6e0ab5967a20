//! Everything that can happen, and how pending events are written into the calendar.

use super::callers::Fresh;
use super::queue::Place;
use crate::rng::Key;
use crate::staffing::Step;

/// What can happen. The engine handles each in a function of its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    /// An agent has finished a call, wrap-up included.
    ServiceEnd { at: f64, group: u32 },
    /// The end of a talk, or of a wrap-up, of which more is remembered in a slot.
    TalkEnd { at: f64, slot: u32 },
    /// Agents, lines or opening of a group change.
    StaffingChange { group: u32, step: Step },
    /// A caller's patience ends.
    Abandonment { at: f64, queue: u32, place: Place },
    /// The wait of a caller reaches the threshold from which a group may take the call.
    Overflow { at: f64, group: u32 },
    /// A caller has been handed on by an agent who is free.
    Transfer { at: f64, slot: u32 },
    /// A caller leaves the menu for the queue.
    MenuEnd { at: f64, slot: u32 },
    /// A caller dials again.
    Redial { at: f64, slot: u32 },
    /// A fresh call.
    Arrival { call: Fresh },
}

/// What ends in the calendar of service ends: a service of a group, or of a slot.
pub(super) struct End;

impl End {
    const REMEMBERED: u32 = 1 << 31;

    /// An agent of the group falls free.
    #[inline(always)]
    pub(super) fn service(group: u32) -> u32 {
        group
    }

    /// What the slot remembers is due, if it has not been made void.
    pub(super) fn talk(slot: u32) -> u32 {
        slot | Self::REMEMBERED
    }

    /// Reads an entry.
    #[inline(always)]
    pub(super) fn event(at: f64, payload: u32) -> Event {
        match payload & Self::REMEMBERED {
            0 => Event::ServiceEnd { at, group: payload },
            _ => Event::TalkEnd { at, slot: payload & !Self::REMEMBERED },
        }
    }
}

/// What happens to callers at a later instant without an agent's doing. Ordered by time; at one instant
/// abandonments come first and redials last, and callers in the order of their keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timer {
    /// Bit pattern of a non-negative time, which orders as the time does.
    at: u64,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// Before those who give up: the agent may fall free at this very instant and answer one of them.
    HoldEnds {
        queue: u32,
        place: Place,
    },
    Abandons {
        queue: u32,
        place: Place,
    },
    Overflows {
        group: u32,
    },
    IsTransferred {
        key: Key,
        slot: u32,
    },
    LeavesMenu {
        key: Key,
        slot: u32,
    },
    Redials {
        key: Key,
        slot: u32,
    },
}

impl Timer {
    fn new(at: f64, what: What) -> Timer {
        Timer { at: at.to_bits(), what }
    }

    pub(super) fn abandonment(at: f64, queue: u32, place: Place) -> Timer {
        Timer::new(at, What::Abandons { queue, place })
    }

    /// The patience or the limit of a held caller ends.
    pub(super) fn hold_end(at: f64, queue: u32, place: Place) -> Timer {
        Timer::new(at, What::HoldEnds { queue, place })
    }

    pub(super) fn overflow(at: f64, group: u32) -> Timer {
        Timer::new(at, What::Overflows { group })
    }

    pub(super) fn transfer(at: f64, key: Key, slot: u32) -> Timer {
        Timer::new(at, What::IsTransferred { key, slot })
    }

    pub(super) fn menu_end(at: f64, key: Key, slot: u32) -> Timer {
        Timer::new(at, What::LeavesMenu { key, slot })
    }

    pub(super) fn redial(at: f64, key: Key, slot: u32) -> Timer {
        Timer::new(at, What::Redials { key, slot })
    }

    #[inline]
    pub(super) fn time(&self) -> f64 {
        f64::from_bits(self.at)
    }

    pub(super) fn event(&self) -> Event {
        let at = self.time();
        match self.what {
            What::HoldEnds { queue, place } | What::Abandons { queue, place } => {
                Event::Abandonment { at, queue, place }
            }
            What::Overflows { group } => Event::Overflow { at, group },
            What::IsTransferred { slot, .. } => Event::Transfer { at, slot },
            What::LeavesMenu { slot, .. } => Event::MenuEnd { at, slot },
            What::Redials { slot, .. } => Event::Redial { at, slot },
        }
    }
}
