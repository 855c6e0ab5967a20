//! The waiting callers of one group: one first-come-first-served line per priority.

use super::callers::Fresh;
use super::observer::{Attempt, Next, Outcome};
use crate::rng::Key;
use std::collections::VecDeque;

/// A caller in the system: one attempt and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Caller {
    /// When this attempt was dialled, seconds.
    pub(super) dialled: f64,
    /// When the caller joined the queue: `dialled`, or when the call was sent back.
    pub(super) joined: f64,
    /// Seconds waited before that, for a call sent back.
    pub(super) waited: f64,
    /// When patience ends; infinite for the patient.
    pub(super) deadline: f64,
    /// When the caller's first attempt was dialled.
    pub(super) first: f64,
    /// Key of the caller's marks.
    pub(super) key: Key,
    /// Index of the stream.
    pub(super) stream: u32,
    /// 0 for a first attempt, one more for each redial.
    pub(super) attempt: u32,
    /// How often the caller was sent back to the queue out of a talk.
    pub(super) returned: u32,
}

impl Caller {
    /// A fresh call as it is dialled.
    #[inline]
    pub(super) fn fresh(call: &Fresh) -> Caller {
        let Fresh { at, key, stream } = *call;
        Caller {
            dialled: at,
            joined: at,
            waited: 0.0,
            deadline: f64::INFINITY,
            first: at,
            key,
            stream,
            attempt: 0,
            returned: 0,
        }
    }

    /// What is told of this attempt.
    #[inline(always)]
    pub(super) fn attempt(&self, group: u32, wait: f64, outcome: Outcome, next: Next) -> Attempt {
        let Caller { dialled, first, stream, attempt, .. } = *self;
        Attempt { stream, group, attempt, dialled, first, wait, outcome, next }
    }

    /// Seconds in the queue when it ends at `now`.
    #[inline]
    pub(super) fn wait(&self, now: f64) -> f64 {
        self.waited + (now - self.joined)
    }
}

/// Where a caller stands: priority and a number that grows along the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Priority, 0 first.
    pub(super) priority: u8,
    /// Number within the priority.
    pub(super) number: u32,
}

#[derive(Clone, Debug, Default)]
struct Line {
    callers: VecDeque<Caller>,
    /// Number of the place of the first caller.
    front: u32,
}

/// Lines by priority. Callers who left before their turn stay as vacant places (deadline NaN)
/// until they reach the front.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    lines: Vec<Line>,
}

impl Queue {
    /// Lines for `priorities` priorities.
    pub(super) fn new(priorities: usize) -> Queue {
        // Places count up from the middle so that callers can also be put at the head.
        Queue { lines: vec![Line { callers: VecDeque::new(), front: 1 << 31 }; priorities] }
    }

    /// Puts a caller at the end of a line.
    #[inline]
    pub(super) fn join(&mut self, priority: u8, caller: Caller) -> Place {
        let line = &mut self.lines[usize::from(priority)];
        let number = line.front.wrapping_add(line.callers.len() as u32);
        line.callers.push_back(caller);
        Place { priority, number }
    }

    /// Puts a caller at the head of a line.
    pub(super) fn rejoin(&mut self, priority: u8, caller: Caller) -> Place {
        let line = &mut self.lines[usize::from(priority)];
        line.front = line.front.wrapping_sub(1);
        line.callers.push_front(caller);
        Place { priority, number: line.front }
    }

    /// Takes the next caller: the first of the highest priority. Vacant places are dropped.
    #[inline(always)]
    pub(super) fn take(&mut self) -> Option<Caller> {
        for line in &mut self.lines {
            while let Some(caller) = line.callers.pop_front() {
                line.front = line.front.wrapping_add(1);
                if !caller.deadline.is_nan() {
                    return Some(caller);
                }
            }
        }
        None
    }

    /// Takes the caller at a place whose patience ends at `at` out of the line, if still there. Places
    /// are used again by calls sent back, so the place alone does not tell who stands there.
    pub(super) fn leave(&mut self, place: Place, at: f64) -> Option<Caller> {
        let line = &mut self.lines[usize::from(place.priority)];
        let index = place.number.wrapping_sub(line.front) as usize;
        let caller = line.callers.get_mut(index).filter(|c| c.deadline == at)?;
        let left = *caller;
        caller.deadline = f64::NAN;
        while line.callers.front().is_some_and(|c| c.deadline.is_nan()) {
            line.callers.pop_front();
            line.front = line.front.wrapping_add(1);
        }
        Some(left)
    }
}
