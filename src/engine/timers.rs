//! What happens to callers at a later instant without an agent's doing.

use super::calendar::Calendar;
use super::queue::Place;
use super::call::CallId;
use crate::model::{GroupId, QueueId};

/// What is due. At one instant held callers' limits come first and redials last, and callers in the order of their
/// keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// The patience or the limit of a held caller ends. Before those who give up: the agent may fall free at this
    /// very instant and answer one of them.
    HoldEnds {
        queue: QueueId,
        place: Place,
    },
    Abandons {
        queue: QueueId,
        place: Place,
    },
    /// Some who wait in a queue could dial again if they have given up.
    Look {
        queue: QueueId,
    },
    Overflows {
        group: GroupId,
    },
    IsTransferred {
        id: CallId,
        slot: u32,
    },
    LeavesMenu {
        id: CallId,
        slot: u32,
    },
    /// A caller who failed dials again, or one whom the answer did not help calls again.
    Redials {
        id: CallId,
        slot: u32,
    },
}

/// Only for vacant places of the calendar.
impl Default for Due {
    fn default() -> Self {
        Due::Overflows { group: GroupId::new(0) }
    }
}

/// Pending timers, in order of time and, at one instant, of [`Due`].
#[derive(Default)]
pub(super) struct Timers {
    calendar: Calendar<Due>,
    /// What else is due at `instant`, the last first, where several are: the calendar knows no order among these.
    tied: Vec<Due>,
    instant: f64,
}

impl Timers {
    /// The instant of the next; infinite when there is none.
    #[inline(always)]
    pub(super) fn time(&self) -> f64 {
        if self.tied.is_empty() { self.calendar.time() } else { self.instant }
    }

    #[inline]
    pub(super) fn set(&mut self, at: f64, due: Due) {
        if at == self.instant && !self.tied.is_empty() {
            let place = self.tied.partition_point(|other| *other > due);
            return self.tied.insert(place, due);
        }
        self.calendar.push(at, due);
    }

    /// Takes the next, which there is.
    #[inline]
    pub(super) fn pop(&mut self) -> Due {
        if let Some(due) = self.tied.pop() {
            return due;
        }
        let (at, due) = (self.calendar.time(), self.calendar.payload());
        self.calendar.pop();
        if self.calendar.time() == at { self.first_of_many(at, due) } else { due }
    }

    /// The first of all that are due at an instant; the others are put in order.
    #[cold]
    fn first_of_many(&mut self, at: f64, due: Due) -> Due {
        let mut first = due;
        self.instant = at;
        while self.calendar.time() == at {
            let other = self.calendar.payload();
            self.tied.push(first.max(other));
            first = first.min(other);
            self.calendar.pop();
        }
        self.tied.sort_by(|a, b| b.cmp(a));
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, Purpose, unit};
    use std::collections::BTreeSet;

    /// Instants on a coarse grid, so that many are due at once; some are set for the present instant.
    #[test]
    fn timers_leave_in_order_of_time_and_then_of_what_is_due() {
        let mut timers = Timers::default();
        let mut expected: BTreeSet<(u64, Due)> = BTreeSet::new();
        let mut words = Key::new(5).words(Purpose::Gap);
        let mut now = 0.0;
        for slot in 0..20_000_u32 {
            let at = now + (unit(&mut words) * 4.0).floor();
            let id = CallId::new(u64::from(slot) % 7);
            let (queue, group) = (QueueId::new(slot as usize % 2), GroupId::new(slot as usize));
            let place = Place { priority: (slot % 3) as u8, number: slot };
            let due = match slot % 7 {
                0 => Due::HoldEnds { queue, place },
                1 => Due::Abandons { queue, place },
                2 => Due::Overflows { group },
                3 => Due::IsTransferred { id, slot },
                4 => Due::LeavesMenu { id, slot },
                5 => Due::Look { queue: QueueId::new(slot as usize) },
                _ => Due::Redials { id, slot },
            };
            timers.set(at, due);
            expected.insert((at.to_bits(), due));
            while expected.len() > 40 || (slot == 19_999 && !expected.is_empty()) {
                let (bits, due) = expected.pop_first().unwrap();
                now = f64::from_bits(bits);
                assert_eq!(timers.time(), now);
                assert_eq!(timers.pop(), due);
            }
        }
        assert!(timers.time().is_infinite());
    }

    #[test]
    fn what_is_due_takes_sixteen_bytes() {
        assert_eq!(size_of::<Due>(), 16);
    }
}
