//! Waiting callers: one first-come-first-served line per priority.

use super::call::{Call, CallId, FreshCall};
use super::crew::Crew;
use super::observer::{Attempt, Next, Outcome};
use crate::model::{CallTypeId, GroupId, Model, TransferKind, WhenClosed};
use std::collections::VecDeque;

/// A caller in the system: one attempt and what is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Caller {
    /// When this attempt was dialled, seconds.
    pub(super) dialled: f64,
    /// When the caller joined the queue: `dialled`, or when the menu ended or the call was sent back.
    pub(super) joined: f64,
    /// Seconds waited before that, for a call sent back.
    pub(super) waited: f64,
    /// When patience ends, of a caller who waits; infinite for the patient. Not a number of a caller who may have to
    /// wait and whose patience has not been drawn.
    pub(super) deadline: f64,
    /// When one who waits dials again after giving up, infinite for those who will not. Not a number before the caller
    /// waits, and where giving up is an event.
    pub(super) again: f64,
    /// When the caller's first attempt was dialled.
    pub(super) first: f64,
    /// Seconds of talk with an agent who knows the topic, and of wrap-up.
    pub(super) talk: f64,
    pub(super) wrap_up: f64,
    /// Names the caller.
    pub(super) id: CallId,
    pub(super) call_type: CallTypeId,
    /// Who handed the call on: the number of the group, or the slot of the call in the agent's hands while held.
    pub(super) holder: u32,
    /// 0 for a first attempt, one more for each redial.
    pub(super) redials: u16,
    /// How often the caller was sent back to the queue out of a talk.
    pub(super) returned: u16,
    /// How often the caller called again after an answer.
    pub(super) contact: u16,
    /// What the caller waits for.
    pub(super) leg: Leg,
}

/// What a caller waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]

pub(super) enum Leg {
    /// A first agent.
    Attempt,
    /// An expert, held by an agent.
    Held,
    /// An expert, alone.
    Transferred,
    /// Nothing: the matter waits for a call back.
    Ticket,
}

impl Caller {
    /// A fresh call as it is dialled.
    #[inline(always)]
    pub(super) fn fresh(call: FreshCall, patience: f64) -> Caller {
        let FreshCall { at, id, call_type, talk, wrap_up } = call;
        Caller {
            dialled: at,
            joined: at,
            waited: 0.0,
            deadline: at + patience,
            again: f64::NAN,
            first: at,
            talk,
            wrap_up,
            id,
            call_type,
            holder: 0,
            redials: 0,
            returned: 0,
            contact: 0,
            leg: Leg::Attempt,
        }
    }

    /// What is told of this attempt, which came to the group `home` and ended with the group `by`.
    #[inline(always)]
    pub(super) fn attempted(
        &self,
        home: GroupId,
        by: GroupId,
        wait: f64,
        outcome: Outcome,
        next: Next,
    ) -> Attempt {
        Attempt { call: self.call(), group: home, by, wait, outcome, next }
    }

    /// Which attempt this is.
    #[inline(always)]
    pub(super) fn call(&self) -> Call {
        let Caller { id, call_type, dialled, first, wrap_up, redials, contact, returned, .. } = *self;
        Call {
            id,
            call_type,
            dialled,
            first_dialled: first,
            attempt: u32::from(redials),
            contact: u32::from(contact),
            preemptions: u32::from(returned),
            wrap_up,
        }
    }

    /// The group that transferred the caller, of one who waits alone for an expert.
    pub(super) fn transferred_by(&self) -> GroupId {
        GroupId::new(self.holder as usize)
    }

    /// When the caller came to the first queue: for a call sent back, when it was dialled. Within a line nobody
    /// came earlier than those before.
    #[inline]
    pub(super) fn since(&self) -> f64 {
        if self.returned > 0 { self.dialled } else { self.joined }
    }

    /// Seconds in the queue when it ends at `now`.
    #[inline]
    pub(super) fn wait(&self, now: f64) -> f64 {
        self.waited + (now - self.joined)
    }
}

/// Callers whom it is worth to look at, for each who has joined a queue, before an event for each becomes less work; and
/// some to begin with.
const LOOKS_PER_CALLER: i64 = 16;
const LOOKS_AT_FIRST: i64 = 64;

/// Where a caller stands: priority and a number that grows along the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Priority, 0 first.
    pub(super) priority: u8,
    /// Number within the priority.
    pub(super) number: u32,
}

/// Callers of one priority, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    callers: VecDeque<Caller>,
    /// Number of the place of the first caller.
    front: u32,
}

impl Line {
    #[inline(always)]
    pub(super) fn front(&self) -> Option<&Caller> {
        self.callers.front()
    }

    #[inline(always)]
    pub(super) fn drop_front(&mut self) {
        self.callers.pop_front();
        self.front = self.front.wrapping_add(1);
    }

    /// Drops vacant places at the front.
    fn drop_vacant(&mut self) {
        while self.callers.front().is_some_and(|caller| caller.deadline.is_nan()) {
            self.drop_front();
        }
    }
}

/// Lines by priority. Callers who left before their turn stay as vacant places (deadline NaN)
/// until they reach the front.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    lines: Vec<Line>,
    /// Callers in it who have not given up, as far as known.
    pub(super) waiting: u32,
    /// Groups that choose among queues, and this one's number among theirs.
    pub(super) watched_by: Vec<(GroupId, u32)>,
    /// The group at which its calls arrive.
    pub(super) home: GroupId,
    /// Its callers hold lines of its home, which are limited.
    pub(super) on_line: bool,
    /// Its home alone takes its callers, as they come.
    pub(super) plain: bool,
    /// Some group takes its callers only after a time.
    pub(super) overflows: bool,
    /// Something depends on the instant at which its callers give up.
    pub(super) instant_matters: bool,
    /// That is an event for each of them: it is so, or until the queue is empty events are less work than to look who has
    /// gone. Otherwise no place in a line is ever known by its number.
    pub(super) by_event: bool,
    /// Callers who may be looked at before events are less work.
    worth_looking_at: i64,
    /// When the first of its callers gives up, or earlier, where that is no event.
    pub(super) gone_from: f64,
    /// When to look at the latest who has given up, for one of them could dial again; infinite where nobody could.
    pub(super) look_at: f64,
    pub(super) when_closed: WhenClosed,
}

impl Queue {
    /// Queue number `queue` of a model, empty.
    pub(super) fn new(model: &Model, queue: usize, crews: &[Crew]) -> Queue {
        let call_types = model.call_types.iter();
        let priority = |call_type: &crate::model::CallType| {
            call_type.priority.max(call_type.referral.as_ref().map_or(0, |referral| referral.priority))
        };
        let priorities = 1 + usize::from(call_types.map(priority).max().unwrap_or(0));
        let own = &model.queues[queue];
        let overflows = own.served_by.iter().any(|route| route.after > 0.0);
        // At the instant from which another group may take a caller, those who give up go first.
        let instant_matters = overflows || holds_callers(model, queue);
        // Places count up from the middle so that callers can also be put at the head.
        Queue {
            lines: vec![Line { callers: VecDeque::new(), front: 1 << 31 }; priorities],
            waiting: 0,
            watched_by: Vec::new(),
            home: GroupId::new(own.home()),
            on_line: crews[own.home()].lines_limited && !holds_tickets(model, queue),
            plain: matches!(own.served_by[..], [route] if route.is_plain()),
            overflows,
            instant_matters,
            by_event: instant_matters,
            worth_looking_at: LOOKS_AT_FIRST,
            gone_from: f64::INFINITY,
            look_at: f64::INFINITY,
            when_closed: own.when_closed,
        }
    }

    /// Puts a caller at the end of a line.
    #[inline]
    pub(super) fn join(&mut self, priority: u8, caller: &Caller) -> Place {
        let line = &mut self.lines[usize::from(priority)];
        let number = line.front.wrapping_add(line.callers.len() as u32);
        line.callers.push_back(*caller);
        Place { priority, number }
    }

    /// Puts a caller at the head of a line.
    pub(super) fn rejoin(&mut self, priority: u8, caller: &Caller) -> Place {
        let line = &mut self.lines[usize::from(priority)];
        line.front = line.front.wrapping_sub(1);
        line.callers.push_front(*caller);
        Place { priority, number: line.front }
    }

    /// Takes the next caller: the first of the highest priority.
    pub(super) fn take(&mut self) -> Option<Caller> {
        let line = self.next_line()?;
        let caller = *line.front()?;
        line.drop_front();
        Some(caller)
    }

    /// The line of the next caller, the first of the highest priority: at its front. Vacant places are dropped.
    #[inline(always)]
    pub(super) fn next_line(&mut self) -> Option<&mut Line> {
        for line in &mut self.lines {
            loop {
                match line.callers.front() {
                    None => break,
                    Some(caller) if caller.deadline.is_nan() => line.drop_front(),
                    Some(_) => return Some(line),
                }
            }
        }
        None
    }

    /// Takes the next caller of a priority, who is there.
    pub(super) fn take_of(&mut self, priority: u8) -> Option<Caller> {
        let line = &mut self.lines[usize::from(priority)];
        line.front = line.front.wrapping_add(1);
        line.callers.pop_front()
    }

    /// Takes a caller at the head of a line whose patience ended before `now`, if there is one. Vacant places
    /// are dropped.
    pub(super) fn take_gone(&mut self, now: f64) -> Option<Caller> {
        for line in &mut self.lines {
            while let Some(caller) = line.callers.front().filter(|c| c.deadline.is_nan() || c.deadline < now)
            {
                let caller = *caller;
                line.callers.pop_front();
                line.front = line.front.wrapping_add(1);
                if !caller.deadline.is_nan() {
                    return Some(caller);
                }
            }
        }
        None
    }

    /// The first priority whose head has waited `after` seconds or longer, and since when. Heads are to be
    /// those who are there.
    pub(super) fn longest_wait(&self, now: f64, after: f64) -> Option<(u8, f64)> {
        (0_u8..).zip(&self.lines).find_map(|(priority, line)| {
            let since = line.callers.front()?.since();
            (since + after <= now).then_some((priority, since))
        })
    }

    /// Takes the caller at a place whose patience ends at `at` out of the line, if still there. Places
    /// are used again by calls sent back, so the place alone does not tell who stands there.
    pub(super) fn leave(&mut self, place: Place, at: f64) -> Option<Caller> {
        let line = &mut self.lines[usize::from(place.priority)];
        let index = place.number.wrapping_sub(line.front) as usize;
        let caller = line.callers.get_mut(index).filter(|c| c.deadline == at)?;
        let left = *caller;
        caller.deadline = f64::NAN;
        line.drop_vacant();
        Some(left)
    }

    /// Notes when a caller who joins would give up.
    #[inline(always)]
    pub(super) fn foresee(&mut self, caller: &Caller) {
        self.gone_from = self.gone_from.min(caller.deadline);
        self.worth_looking_at += LOOKS_PER_CALLER;
    }

    /// Nobody waits: what has been is of no consequence.
    #[inline(always)]
    pub(super) fn is_empty_now(&mut self) {
        self.worth_looking_at = LOOKS_AT_FIRST;
        if self.by_event != self.instant_matters {
            // Those who left by an event may have left places behind, which no look is to meet.
            self.lines.iter_mut().for_each(Line::drop_vacant);
            self.by_event = self.instant_matters;
        }
    }

    /// Takes all who have given up by `now` out of lines in which that is no event; when the first of the others could
    /// dial again.
    pub(super) fn take_all_gone(&mut self, now: f64, gone: &mut Vec<Caller>) -> f64 {
        let (mut next, mut first) = (f64::INFINITY, f64::INFINITY);
        for Line { callers, .. } in &mut self.lines {
            self.worth_looking_at -= callers.len() as i64;
            // As `retain` does, but that swaps; a caller is large.
            let mut kept = 0;
            for place in 0..callers.len() {
                let Caller { again, deadline, .. } = callers[place];
                debug_assert!(
                    !deadline.is_nan() && !again.is_nan(),
                    "a place is vacant or known by its number"
                );
                if deadline <= now {
                    gone.push(callers[place]);
                    continue;
                }
                (next, first) = (next.min(again), first.min(deadline));
                if kept < place {
                    callers[kept] = callers[place];
                }
                kept += 1;
            }
            callers.truncate(kept);
        }
        self.gone_from = first;
        next
    }

    /// Whether events for all who give up would be less work than to look again.
    pub(super) fn looked_enough(&self) -> bool {
        self.worth_looking_at < 0
    }

    /// Giving up is an event from now on; the places of those who wait, and when that is due.
    pub(super) fn turn_to_events(&mut self) -> Vec<(Place, f64)> {
        (self.by_event, self.gone_from, self.look_at) = (true, f64::INFINITY, f64::INFINITY);
        self.deadlines().collect()
    }

    /// The places of those who may give up, and when that is.
    fn deadlines(&self) -> impl Iterator<Item = (Place, f64)> {
        (0_u8..).zip(&self.lines).flat_map(move |(priority, line)| {
            let place = move |ahead| Place { priority, number: line.front.wrapping_add(ahead) };
            let there = (0..).zip(&line.callers).filter(|(_, caller)| caller.deadline.is_finite());
            there.map(move |(ahead, caller)| (place(ahead), caller.deadline))
        })
    }
}

/// Whether agents hold callers who wait in a queue.
fn holds_callers(model: &Model, queue: usize) -> bool {
    let mut referrals = model.call_types.iter().filter_map(|call_type| call_type.referral.as_ref());
    referrals
        .any(|referral| referral.queue == queue && matches!(referral.how, TransferKind::WarmTransfer { .. }))
}

/// Whether a queue is where tickets wait, which hold no line.
fn holds_tickets(model: &Model, queue: usize) -> bool {
    model
        .call_types
        .iter()
        .filter_map(|call_type| call_type.follow_up.as_ref())
        .any(|follow_up| follow_up.queue == queue)
}

#[cfg(test)]
mod tests;
