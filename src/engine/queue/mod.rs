//! Waiting callers: first come, first served within classes of priority.

use super::agent_group::GroupState;
use super::call::{Call, CallId, FreshCall};
use super::observer::{Attempt, Next, Outcome};
use crate::model::{CallTypeId, GroupId, Model, TransferKind, WhenClosed};
use std::collections::VecDeque;

/// A caller in the system: one attempt and what is known of it. Instants are seconds from the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Caller {
    /// When this attempt was dialled.
    pub(super) dialled: f64,
    /// When the caller joined the queue: `dialled`, or when the menu ended or the call was preempted.
    pub(super) joined: f64,
    /// Seconds waited before that, of a preempted call.
    pub(super) waited: f64,
    /// When the patience of a waiting caller ends; infinite for one who never abandons. Not a number while the patience of
    /// a caller who may have to wait has not been asked for.
    pub(super) deadline: f64,
    /// When a waiting caller would dial again after abandoning, infinite for one who would not. Not a number before the
    /// caller waits, and where abandonments are events.
    pub(super) again: f64,
    /// When the caller's first attempt was dialled.
    pub(super) first: f64,
    /// Seconds of talk with an agent who knows the topic, and of wrap-up.
    pub(super) talk: f64,
    pub(super) wrap_up: f64,
    /// Names the caller.
    pub(super) id: CallId,
    pub(super) call_type: CallTypeId,
    /// The group that handed the call on, by number; while the caller is held, the slot of the call in the agent's hands.
    pub(super) holder: u32,
    /// 0 for a first attempt, one more for each redial.
    pub(super) redials: u16,
    /// How often the call was preempted.
    pub(super) preemptions: u16,
    /// How often the caller called again after an answer.
    pub(super) contact: u16,
    /// The leg of the call for which the caller waits.
    pub(super) leg: Leg,
}

/// The leg of a call for which a caller waits.
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
    /// Makes the caller of a fresh call.
    #[inline(always)]
    pub(super) fn fresh(call: FreshCall) -> Caller {
        let FreshCall { at, id, call_type, talk, wrap_up, patience } = call;
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
            preemptions: 0,
            contact: 0,
            leg: Leg::Attempt,
        }
    }

    /// Makes the report of this attempt, which came to the group `home` and ended with the group `by`.
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

    /// Makes the description of this attempt for sources and observers.
    #[inline(always)]
    pub(super) fn call(&self) -> Call {
        let Caller { id, call_type, dialled, first, wrap_up, redials, contact, preemptions, .. } = *self;
        Call {
            id,
            call_type,
            dialled,
            first_dialled: first,
            attempt: u32::from(redials),
            contact: u32::from(contact),
            preemptions: u32::from(preemptions),
            wrap_up,
        }
    }

    /// Returns the group that transferred the caller, of one who waits alone for an expert.
    pub(super) fn transferred_by(&self) -> GroupId {
        GroupId::new(self.holder as usize)
    }

    /// Returns when the caller came to the first queue: for a preempted call, when it was dialled. Within a class nobody
    /// came earlier than those before.
    #[inline]
    pub(super) fn since(&self) -> f64 {
        if self.preemptions > 0 { self.dialled } else { self.joined }
    }

    /// Returns the seconds in the queue if that ends at `now`.
    #[inline]
    pub(super) fn wait(&self, now: f64) -> f64 {
        self.waited + (now - self.joined)
    }
}

/// Callers at whom purges may look, for each who has joined a queue, before an event for each abandonment becomes less
/// work; and the number to begin with.
const PURGE_BUDGET_PER_CALLER: i64 = 16;
const INITIAL_PURGE_BUDGET: i64 = 64;

/// Where a caller stands: priority and a number that grows along the class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Priority, 0 first.
    pub(super) priority: u8,
    /// Number within the priority.
    pub(super) number: u32,
}

/// Waiting callers of one priority, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct PriorityClass {
    callers: VecDeque<Caller>,
    /// Number of the place of the first caller.
    front: u32,
}

impl PriorityClass {
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

/// The callers who wait in a queue, by priority. Callers who left before their turn stay as vacant places (deadline NaN)
/// until they reach the front.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    classes: Vec<PriorityClass>,
    /// Callers in it who have not abandoned, as far as known.
    pub(super) waiting: u32,
    /// The groups that choose among several queues, this one included, and its number among theirs.
    pub(super) watched_by: Vec<(GroupId, u32)>,
    /// The group at which its calls arrive.
    pub(super) home: GroupId,
    /// Whether its callers hold trunks of its home, which are limited.
    pub(super) holds_trunks: bool,
    /// Whether its home alone takes its callers, as they come.
    pub(super) plain: bool,
    /// Whether some group takes its callers only after a time.
    pub(super) overflows: bool,
    /// Whether something depends on the instant at which its callers abandon.
    pub(super) instant_matters: bool,
    /// Whether each abandonment is an event: because its instant matters, or because until the queue is empty events are
    /// less work than purges. Otherwise no place is ever known by its number.
    pub(super) by_event: bool,
    /// Callers at whom purges may still look before events are less work.
    purge_budget: i64,
    /// When the first of its callers abandons, or earlier, where that is no event.
    pub(super) first_abandons_at: f64,
    /// When to purge at the latest, for one of its callers could dial again; infinite where nobody could.
    pub(super) purge_at: f64,
    pub(super) when_closed: WhenClosed,
}

impl Queue {
    /// Makes queue number `queue` of a model, empty.
    pub(super) fn new(model: &Model, queue: usize, groups: &[GroupState]) -> Queue {
        let call_types = model.call_types().iter();
        let priority = |call_type: &crate::model::CallType| {
            call_type.priority.max(call_type.referral.as_ref().map_or(0, |referral| referral.priority))
        };
        let priorities = 1 + usize::from(call_types.map(priority).max().unwrap_or(0));
        let own = &model.queues()[queue];
        let overflows = own.served_by.iter().any(|route| route.after > 0.0);
        // At the instant from which another group may take a caller, abandonments come first.
        let instant_matters = overflows || holds_callers(model, queue);
        // Places count up from the middle so that callers can also be put at the head.
        Queue {
            classes: vec![PriorityClass { callers: VecDeque::new(), front: 1 << 31 }; priorities],
            waiting: 0,
            watched_by: Vec::new(),
            home: own.home(),
            holds_trunks: groups[own.home().index()].trunks_limited && !holds_tickets(model, queue),
            plain: matches!(own.served_by[..], [route] if route.is_unconditional()),
            overflows,
            instant_matters,
            by_event: instant_matters,
            purge_budget: INITIAL_PURGE_BUDGET,
            first_abandons_at: f64::INFINITY,
            purge_at: f64::INFINITY,
            when_closed: own.when_closed,
        }
    }

    /// Puts a caller at the end of a class.
    #[inline]
    pub(super) fn join(&mut self, priority: u8, caller: &Caller) -> Place {
        let class = &mut self.classes[usize::from(priority)];
        let number = class.front.wrapping_add(class.callers.len() as u32);
        class.callers.push_back(*caller);
        Place { priority, number }
    }

    /// Puts a caller at the head of a class.
    pub(super) fn rejoin(&mut self, priority: u8, caller: &Caller) -> Place {
        let class = &mut self.classes[usize::from(priority)];
        class.front = class.front.wrapping_sub(1);
        class.callers.push_front(*caller);
        Place { priority, number: class.front }
    }

    /// Takes the next caller: the first of the highest priority.
    pub(super) fn take(&mut self) -> Option<Caller> {
        let class = self.next_class()?;
        let caller = *class.front()?;
        class.drop_front();
        Some(caller)
    }

    /// Returns the class with the next caller, the first of the highest priority, at its front. Drops vacant places.
    #[inline(always)]
    pub(super) fn next_class(&mut self) -> Option<&mut PriorityClass> {
        for class in &mut self.classes {
            loop {
                match class.callers.front() {
                    None => break,
                    Some(caller) if caller.deadline.is_nan() => class.drop_front(),
                    Some(_) => return Some(class),
                }
            }
        }
        None
    }

    /// Takes the next caller of a priority, who is there.
    pub(super) fn take_of(&mut self, priority: u8) -> Option<Caller> {
        let class = &mut self.classes[usize::from(priority)];
        class.front = class.front.wrapping_add(1);
        class.callers.pop_front()
    }

    /// Takes a caller at the head of a class whose patience ended before `now`, if there is one. Drops vacant places.
    pub(super) fn take_abandoned(&mut self, now: f64) -> Option<Caller> {
        for class in &mut self.classes {
            while let Some(caller) = class.callers.front().filter(|c| c.deadline.is_nan() || c.deadline < now)
            {
                let caller = *caller;
                class.callers.pop_front();
                class.front = class.front.wrapping_add(1);
                if !caller.deadline.is_nan() {
                    return Some(caller);
                }
            }
        }
        None
    }

    /// Returns the first priority whose head has waited `after` seconds or longer, and since when. Heads must not have
    /// abandoned.
    pub(super) fn longest_wait(&self, now: f64, after: f64) -> Option<(u8, f64)> {
        (0_u8..).zip(&self.classes).find_map(|(priority, class)| {
            let since = class.callers.front()?.since();
            (since + after <= now).then_some((priority, since))
        })
    }

    /// Takes the caller at a place whose patience ends at `at` out of the queue, if still there. Places are used again by
    /// preempted calls, so the place alone does not say who stands there.
    pub(super) fn leave(&mut self, place: Place, at: f64) -> Option<Caller> {
        let class = &mut self.classes[usize::from(place.priority)];
        let index = place.number.wrapping_sub(class.front) as usize;
        let caller = class.callers.get_mut(index).filter(|c| c.deadline == at)?;
        let left = *caller;
        caller.deadline = f64::NAN;
        class.drop_vacant();
        Some(left)
    }

    /// Notes when a caller who joins would abandon.
    #[inline(always)]
    pub(super) fn foresee(&mut self, caller: &Caller) {
        self.first_abandons_at = self.first_abandons_at.min(caller.deadline);
        self.purge_budget += PURGE_BUDGET_PER_CALLER;
    }

    /// Resets what was noted for purges, because nobody waits any more.
    #[inline(always)]
    pub(super) fn is_empty_now(&mut self) {
        self.purge_budget = INITIAL_PURGE_BUDGET;
        if self.by_event != self.instant_matters {
            // Those who left by an event may have left places behind, which no purge must meet.
            self.classes.iter_mut().for_each(PriorityClass::drop_vacant);
            self.by_event = self.instant_matters;
        }
    }

    /// Moves all who have abandoned by `now` out of a queue in which that is no event into `abandoned`; returns when the
    /// first of the others could dial again.
    pub(super) fn take_all_abandoned(&mut self, now: f64, abandoned: &mut Vec<Caller>) -> f64 {
        let (mut next, mut first) = (f64::INFINITY, f64::INFINITY);
        for PriorityClass { callers, .. } in &mut self.classes {
            self.purge_budget -= callers.len() as i64;
            // As `retain` does, but that swaps; a caller is large.
            let mut kept = 0;
            for place in 0..callers.len() {
                let Caller { again, deadline, .. } = callers[place];
                debug_assert!(
                    !deadline.is_nan() && !again.is_nan(),
                    "a place is vacant or known by its number"
                );
                if deadline <= now {
                    abandoned.push(callers[place]);
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
        self.first_abandons_at = first;
        next
    }

    /// Returns whether events for all who abandon would be less work than another purge.
    pub(super) fn purged_enough(&self) -> bool {
        self.purge_budget < 0
    }

    /// Makes every abandonment an event from now on; returns the places of those who wait and when their patience ends.
    pub(super) fn turn_to_events(&mut self) -> Vec<(Place, f64)> {
        (self.by_event, self.first_abandons_at, self.purge_at) = (true, f64::INFINITY, f64::INFINITY);
        self.deadlines().collect()
    }

    /// Returns the places of those who may abandon, and when that is.
    fn deadlines(&self) -> impl Iterator<Item = (Place, f64)> {
        (0_u8..).zip(&self.classes).flat_map(move |(priority, class)| {
            let place = move |ahead| Place { priority, number: class.front.wrapping_add(ahead) };
            let there = (0..).zip(&class.callers).filter(|(_, caller)| caller.deadline.is_finite());
            there.map(move |(ahead, caller)| (place(ahead), caller.deadline))
        })
    }
}

/// Returns whether agents hold callers who wait in a queue.
fn holds_callers(model: &Model, queue: usize) -> bool {
    let mut referrals = model.call_types().iter().filter_map(|call_type| call_type.referral.as_ref());
    referrals.any(|referral| {
        referral.queue.index() == queue && matches!(referral.how, TransferKind::WarmTransfer { .. })
    })
}

/// Returns whether tickets wait in a queue; they hold no trunk.
fn holds_tickets(model: &Model, queue: usize) -> bool {
    model
        .call_types()
        .iter()
        .filter_map(|call_type| call_type.follow_up.as_ref())
        .any(|follow_up| follow_up.queue.index() == queue)
}

#[cfg(test)]
mod tests;
