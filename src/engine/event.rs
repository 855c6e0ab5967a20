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
    /// The end of a talk where calls can be sent back at the end of a shift.
    ReturnableEnd { at: f64, slot: u32 },
    /// Agents, lines or opening of a group change.
    StaffingChange { group: u32, step: Step },
    /// A caller's patience ends.
    Abandonment { at: f64, group: u32, place: Place },
    /// A caller dials again.
    Redial { at: f64, slot: u32 },
    /// A fresh call.
    Arrival { call: Fresh },
}

/// What ends in the calendar of service ends: a service of a group, or of a slot.
pub(super) struct End;

impl End {
    const RETURNABLE: u32 = 1 << 31;

    /// An agent of the group falls free.
    #[inline(always)]
    pub(super) fn service(group: u32) -> u32 {
        group
    }

    /// The talk in the slot ends, if it has not been sent back.
    pub(super) fn returnable(slot: u32) -> u32 {
        slot | Self::RETURNABLE
    }

    /// Reads an entry.
    #[inline(always)]
    pub(super) fn event(at: f64, payload: u32) -> Event {
        match payload & Self::RETURNABLE {
            0 => Event::ServiceEnd { at, group: payload },
            _ => Event::ReturnableEnd { at, slot: payload & !Self::RETURNABLE },
        }
    }
}

/// What callers do of themselves at a later instant: abandon, dial again. Ordered by time; at one
/// instant abandonments come before redials, and these in the order of the callers' keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timer {
    /// Bit pattern of a non-negative time, which orders as the time does.
    at: u64,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Abandons { group: u32, place: Place },
    Redials { key: Key, slot: u32 },
}

impl Timer {
    pub(super) fn abandonment(at: f64, group: u32, place: Place) -> Timer {
        Timer { at: at.to_bits(), what: What::Abandons { group, place } }
    }

    pub(super) fn redial(at: f64, key: Key, slot: u32) -> Timer {
        Timer { at: at.to_bits(), what: What::Redials { key, slot } }
    }

    #[inline]
    pub(super) fn time(&self) -> f64 {
        f64::from_bits(self.at)
    }

    pub(super) fn event(&self) -> Event {
        let at = self.time();
        match self.what {
            What::Abandons { group, place } => Event::Abandonment { at, group, place },
            What::Redials { slot, .. } => Event::Redial { at, slot },
        }
    }
}
