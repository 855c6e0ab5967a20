//! Timed events: what happens to callers at a later instant without an agent's doing.

use super::call::CallId;
use super::event_queue::EventQueue;
use super::queue::Place;
use crate::model::{GroupId, QueueId};

/// An event that happens at a known instant. Of several at once, held callers' limits come first and redials last, and callers in the
/// order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TimedEvent {
    /// The patience or the limit of a held caller ends. Before other abandonments: the agent may fall free at this very
    /// instant and answer one of those callers.
    HoldEnds { queue: QueueId, place: Place },
    /// The patience of a waiting caller ends.
    Abandons { queue: QueueId, place: Place },
    /// A caller of a queue could dial again now, if it has abandoned: abandonments so far must be known.
    PurgeAbandoned { queue: QueueId },
    /// A caller has waited long enough for another group.
    Overflows { group: GroupId },
    /// A transferred caller has left the front line.
    IsTransferred { id: CallId, slot: u32 },
    /// A caller has gone through the menu.
    LeavesMenu { id: CallId, slot: u32 },
    /// A caller who failed dials again, remembered in a slot (`contact` 0); or a caller of a call type whom the answer did
    /// not help calls again, of whom the source knows the rest. Not two variants: calls of one instant come by id.
    Redials { id: CallId, contact: u16, slot_or_call_type: u32 },
}

/// Only for vacant places of the event queue.
impl Default for TimedEvent {
    fn default() -> Self {
        TimedEvent::Overflows { group: GroupId::new(0) }
    }
}

/// Pending timed events, in order of time and, at one instant, of [`TimedEvent`].
#[derive(Default)]
pub(super) struct Timers {
    events: EventQueue<TimedEvent>,
    /// The other events of `instant`, the last first, where it has several: the event queue knows no order among these.
    tied: Vec<TimedEvent>,
    instant: f64,
}

impl Timers {
    /// Returns the instant of the next event; infinite when there is none.
    #[inline(always)]
    pub(super) fn time(&self) -> f64 {
        if self.tied.is_empty() { self.events.time() } else { self.instant }
    }

    /// Adds an event.
    #[inline]
    pub(super) fn set(&mut self, at: f64, event: TimedEvent) {
        if at == self.instant && !self.tied.is_empty() {
            let place = self.tied.partition_point(|other| *other > event);
            return self.tied.insert(place, event);
        }
        self.events.push(at, event);
    }

    /// Takes the next event, which there is.
    #[inline]
    pub(super) fn pop(&mut self) -> TimedEvent {
        if let Some(event) = self.tied.pop() {
            return event;
        }
        let (at, event) = (self.events.time(), self.events.payload());
        self.events.pop();
        if self.events.time() == at { self.first_of_many(at, event) } else { event }
    }

    /// Returns the first of all events of an instant; puts the others in order.
    #[cold]
    fn first_of_many(&mut self, at: f64, event: TimedEvent) -> TimedEvent {
        let mut first = event;
        self.instant = at;
        while self.events.time() == at {
            let other = self.events.payload();
            self.tied.push(first.max(other));
            first = first.min(other);
            self.events.pop();
        }
        self.tied.sort_by(|a, b| b.cmp(a));
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, Purpose, uniform};
    use std::collections::BTreeSet;

    /// Instants on a coarse grid, so that many fall together; some are set for the present instant.
    #[test]
    fn timers_leave_in_order_of_time_and_then_of_their_kind() {
        let mut timers = Timers::default();
        let mut expected: BTreeSet<(u64, TimedEvent)> = BTreeSet::new();
        let mut random = Key::new(5).stream(Purpose::Gap);
        let mut now = 0.0;
        for slot in 0..20_000_u32 {
            let at = now + (uniform(&mut random) * 4.0).floor();
            let id = CallId::new(u64::from(slot) % 7);
            let (queue, group) = (QueueId::new(slot as usize % 2), GroupId::new(slot as usize));
            let place = Place { priority: (slot % 3) as u8, number: slot };
            let event = match slot % 7 {
                0 => TimedEvent::HoldEnds { queue, place },
                1 => TimedEvent::Abandons { queue, place },
                2 => TimedEvent::Overflows { group },
                3 => TimedEvent::IsTransferred { id, slot },
                4 => TimedEvent::LeavesMenu { id, slot },
                5 => TimedEvent::PurgeAbandoned { queue: QueueId::new(slot as usize) },
                _ => TimedEvent::Redials { id, contact: (slot % 2) as u16, slot_or_call_type: slot },
            };
            timers.set(at, event);
            expected.insert((at.to_bits(), event));
            while expected.len() > 40 || (slot == 19_999 && !expected.is_empty()) {
                let (bits, event) = expected.pop_first().unwrap();
                now = f64::from_bits(bits);
                assert_eq!(timers.time(), now);
                assert_eq!(timers.pop(), event);
            }
        }
        assert!(timers.time().is_infinite());
    }

    #[test]
    fn a_timed_event_takes_sixteen_bytes() {
        assert_eq!(size_of::<TimedEvent>(), 16);
    }
}
