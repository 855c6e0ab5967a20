//! Everything that can happen, and how pending events are written into the calendar.

use super::callers::Fresh;
use super::queue::Place;
use crate::staffing::Step;

/// What can happen. The engine handles each in a function of its own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    /// An agent has finished a call, wrap-up included.
    ServiceEnd { at: f64, group: u32 },
    /// An agent has finished a call that needs no wrap-up, and a line falls free.
    CallEnd { at: f64, group: u32 },
    /// The end of a call where calls can be sent back at the end of a shift.
    ReturnableEnd { at: f64, slot: u32 },
    /// A caller has hung up and the agent wraps up.
    LineFree { group: u32 },
    /// Agents, lines or opening of a group change.
    StaffingChange { group: u32, step: Step },
    /// A caller's patience ends.
    Abandonment { at: f64, group: u32, place: Place },
    /// A caller dials again.
    Redial { at: f64, slot: u32 },
    /// A fresh call.
    Arrival { call: Fresh },
}

/// Payloads of the calendar: kind (4 bits), priority (4), group (24), number (32). At one instant
/// they leave in this order, which puts abandonments before redials.
pub(super) struct Scheduled;

const KIND: u32 = 60;
const PRIORITY: u32 = 56;
const GROUP: u32 = 32;

impl Scheduled {
    const SERVICE_END: u64 = 0;
    const CALL_END: u64 = 1;
    const RETURNABLE_END: u64 = 2;
    const LINE_FREE: u64 = 3;
    const ABANDONMENT: u64 = 4;
    const REDIAL: u64 = 5;

    /// `frees_line`: a limited line falls free at the same instant.
    #[inline]
    pub(super) fn service_end(group: u32, frees_line: bool) -> u64 {
        let kind = if frees_line { Self::CALL_END } else { Self::SERVICE_END };
        (kind << KIND) | (u64::from(group) << GROUP)
    }

    pub(super) fn returnable_end(slot: u32) -> u64 {
        (Self::RETURNABLE_END << KIND) | u64::from(slot)
    }

    pub(super) fn line_free(group: u32) -> u64 {
        (Self::LINE_FREE << KIND) | (u64::from(group) << GROUP)
    }

    pub(super) fn abandonment(group: u32, place: Place) -> u64 {
        (Self::ABANDONMENT << KIND)
            | (u64::from(place.priority) << PRIORITY)
            | (u64::from(group) << GROUP)
            | u64::from(place.number)
    }

    pub(super) fn redial(slot: u32) -> u64 {
        (Self::REDIAL << KIND) | u64::from(slot)
    }
}

impl Event {
    /// Reads an entry of the calendar.
    #[inline]
    pub(super) fn scheduled(at: f64, payload: u64) -> Event {
        let number = payload as u32;
        let group = (payload >> GROUP) as u32 & 0x00ff_ffff;
        match payload >> KIND {
            Scheduled::SERVICE_END => Event::ServiceEnd { at, group },
            Scheduled::CALL_END => Event::CallEnd { at, group },
            Scheduled::RETURNABLE_END => Event::ReturnableEnd { at, slot: number },
            Scheduled::LINE_FREE => Event::LineFree { group },
            Scheduled::ABANDONMENT => {
                let priority = (payload >> PRIORITY) as u8 & 0x0f;
                Event::Abandonment { at, group, place: Place { priority, number } }
            }
            _ => Event::Redial { at, slot: number },
        }
    }
}
