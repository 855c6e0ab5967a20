//! Records that wait for an event, in numbered slots that are used again.

use super::queue::Caller;
use crate::model::{CallTypeId, GroupId, QueueId};

/// The attempt to come of a caller who will dial again, apart from the id. Not the whole of the caller:
/// many are away, most for so long that they have left the nearest caches by the time they come back.
#[derive(Clone, Copy)]
pub(super) struct Failed {
    pub(super) first: f64,
    pub(super) talk: f64,
    pub(super) wrap_up: f64,
    pub(super) call_type: CallTypeId,
    pub(super) redials: u16,
    pub(super) preemptions: u16,
    pub(super) contact: u16,
}

/// A call in an agent's hands.
#[derive(Clone, Copy)]
pub(super) struct InService {
    pub(super) caller: Caller,
    /// The queue it was taken from.
    pub(super) queue: QueueId,
    pub(super) group: GroupId,
    pub(super) since: f64,
    pub(super) then: Then,
}

/// Why a call in hand is remembered.
#[derive(Clone, Copy)]
pub(super) enum Then {
    /// It may be preempted; `number` grows with every call begun.
    MayBePreempted { number: u64 },
    /// An expert is wanted when its talk ends.
    Refers,
    /// The agent has held the caller for an expert since then.
    Holds { since: f64 },
    /// The agent has transferred the caller to experts.
    Transfers,
    /// The agent leaves a ticket at the end of the wrap-up.
    LeavesTicket,
}

/// Keeps values in reusable numbered slots.
pub(super) struct Slab<T> {
    values: Vec<Option<T>>,
    vacant: Vec<u32>,
}

impl<T: Copy> Slab<T> {
    pub(super) fn new() -> Self {
        Slab { values: Vec::new(), vacant: Vec::new() }
    }

    /// Keeps a value; returns the number of its slot.
    pub(super) fn put(&mut self, value: T) -> u32 {
        match self.vacant.pop() {
            Some(slot) => {
                self.values[slot as usize] = Some(value);
                slot
            }
            None => {
                self.values.push(Some(value));
                (self.values.len() - 1) as u32
            }
        }
    }

    /// Empties a slot, which may then be used again; none if its value was made void.
    pub(super) fn take(&mut self, slot: u32) -> Option<T> {
        self.vacant.push(slot);
        self.values[slot as usize].take()
    }

    /// Makes a value void; its slot stays reserved until it is taken.
    pub(super) fn void(&mut self, slot: u32) {
        self.values[slot as usize] = None;
    }

    /// Returns the slots in use and their values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, T)> + '_ {
        (0..).zip(&self.values).filter_map(|(slot, value)| value.map(|value| (slot, value)))
    }
}
