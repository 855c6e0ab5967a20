//! A group at work, and the calls in its agents' hands.

use super::queue::{Caller, Queue};
use crate::centre::{Group, ShiftEnd};
use crate::staffing::Step;

/// A group at work.
pub(super) struct Crew {
    pub(super) queue: Queue,
    /// Callers in the queue who have not given up, as far as known.
    pub(super) waiting: u32,
    /// Agents talking or wrapping up, overtime included.
    pub(super) busy: u32,
    /// When the talks of those in service end, where that matters for the lines; past ends stay until
    /// they are swept out.
    pub(super) talk_ends: Vec<f64>,
    /// What holds now: agents on duty, lines, open or not.
    pub(super) now: Step,
    /// When overtime was last accounted for.
    pub(super) overtime_from: f64,
    /// When the number on duty was last accounted for.
    pub(super) on_duty_from: f64,
    pub(super) shift_end: ShiftEnd,
    pub(super) partner: Option<u32>,
    pub(super) lines_limited: bool,
    /// Lines are limited and some of its callers leave wrap-up, in which the line is free.
    pub(super) keeps_talk_ends: bool,
}

impl Crew {
    /// The group before the first instant; `wrap_up`: some of its callers may leave any.
    pub(super) fn new(group: &Group, steps: &[Step], priorities: usize, wrap_up: bool) -> Crew {
        let lines_limited = steps.iter().any(|step| step.lines < u32::MAX);
        let none = Step { at: 0.0, agents: 0, seats: 0, lines: u32::MAX, open: true };
        Crew {
            queue: Queue::new(priorities),
            waiting: 0,
            busy: 0,
            talk_ends: Vec::new(),
            now: steps.first().copied().unwrap_or(none),
            overtime_from: 0.0,
            on_duty_from: 0.0,
            shift_end: group.shift_end,
            partner: group.partner.map(|p| p as u32),
            lines_limited,
            keeps_talk_ends: lines_limited && wrap_up && group.shift_end == ShiftEnd::Finish,
        }
    }

    /// Notes when a talk ends; sweeps past ends out when they outnumber the busy.
    #[inline]
    pub(super) fn keep_talk_end(&mut self, now: f64, talk_end: f64) {
        if self.talk_ends.len() >= 2 * self.busy as usize + 64 {
            self.talk_ends.retain(|end| *end > now);
        }
        self.talk_ends.push(talk_end);
    }
}

/// A talk that may be sent back to the queue.
#[derive(Clone, Copy)]
pub(super) struct InService {
    pub(super) caller: Caller,
    pub(super) group: u32,
    pub(super) since: f64,
    /// Grows with every call begun.
    pub(super) number: u64,
}

/// Values in reusable numbered slots.
pub(super) struct Slots<T> {
    values: Vec<Option<T>>,
    vacant: Vec<u32>,
}

impl<T: Copy> Slots<T> {
    pub(super) fn new() -> Self {
        Slots { values: Vec::new(), vacant: Vec::new() }
    }

    /// Keeps a value; the number of its slot.
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

    /// Slots and their values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, T)> + '_ {
        (0..).zip(&self.values).filter_map(|(slot, value)| value.map(|value| (slot, value)))
    }
}
