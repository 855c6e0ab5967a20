//! Where a call goes: menu, number, opening hours, busy trunks, an idle agent, the queue.

use super::Engine;
use super::agent_group::{AgentSource, Assignment};
use super::call_type_routing::CallTypeRouting;
use super::observer::{Next, Observer, Outcome};
use super::queue::{Caller, Leg, Place, Queue};
use super::source::{CallSource, Failure, Menu};
use super::timers::TimedEvent;
use crate::model::{CallTypeId, GroupId, QueueId, WhenClosed};

impl<C: CallSource, O: Observer> Engine<'_, C, O> {
    /// Handles a caller's attempt. The common case comes by itself: an idle agent of the only group, or a place in its
    /// queue. The caller is put together where needed: it is large, and reading it in one piece just after it was written
    /// piece by piece stalls the processor.
    #[inline(always)]
    pub(super) fn dials(&mut self, now: f64, call_type: CallTypeId, caller: impl Fn() -> Caller) {
        self.attempts += 1;
        let CallTypeRouting { queue, priority, home, direct, simple, .. } = self.routings[call_type.index()];
        let group_state = &self.groups[home.index()];
        if !direct || group_state.trunks_limited {
            return self.dials_in_full(&mut caller());
        }
        if group_state.busy < group_state.now.agents {
            let assignment = Assignment { queue, home, group: home, talk_factor: 1.0 };
            return match simple {
                true => self.answer_plainly(now, assignment, &caller(), AgentSource::Idle),
                false => self.answer(now, assignment, &caller(), AgentSource::Idle),
            };
        }
        let mut caller = caller();
        self.foresee_patience(&mut caller);
        self.stand_in_queue(queue, priority, &mut caller, Queue::join);
    }

    /// Sets the deadline of a caller who has to wait; patience is asked for now if it has not been.
    #[inline(always)]
    fn foresee_patience(&mut self, caller: &mut Caller) {
        self.fresh.one_waited();
        if caller.deadline.is_nan() {
            let patience = self.source.patience(&caller.call());
            caller.deadline = caller.joined + patience;
        }
    }

    /// Handles an attempt in general: busy tone, menu, or straight on.
    #[inline(never)]
    fn dials_in_full(&mut self, caller: &mut Caller) {
        let queue = self.rings_at(caller);
        let home = self.queues[queue.index()].home;
        if self.trunks_are_busy(caller.dialled, home) {
            let next = self.after_failure(caller.dialled, caller, Failure::Blocked);
            return self.report_attempt(caller, home, home, 0.0, Outcome::Blocked, next);
        }
        match self.routings[caller.call_type.index()].menu {
            true => self.hears_menu(caller, home),
            false => self.enters(caller.dialled, queue, caller),
        }
    }

    /// Returns the queue that a call joins: its number's, or where that forwards to outside opening hours.
    #[inline]
    fn rings_at(&self, caller: &Caller) -> QueueId {
        let routing = &self.routings[caller.call_type.index()];
        let queue = match routing.moves {
            true => self.source.queue(&caller.call()).unwrap_or(routing.queue),
            false => routing.queue,
        };
        if self.is_open(queue) { queue } else { self.forwarded(queue) }
    }

    /// Returns where a closed queue's calls go; a circle of forwards is followed once.
    #[cold]
    pub(super) fn forwarded(&self, mut queue: QueueId) -> QueueId {
        for _ in 0..self.queues.len() {
            let queue_state = &self.queues[queue.index()];
            match queue_state.when_closed {
                WhenClosed::Forward(next) if !self.is_open(queue) => queue = next,
                _ => break,
            }
        }
        queue
    }

    /// Returns whether the home group of a queue is open.
    #[inline(always)]
    pub(super) fn is_open(&self, queue: QueueId) -> bool {
        self.groups[self.queues[queue.index()].home.index()].now.open
    }

    /// Lets a caller hear the menu.
    #[inline(never)]
    fn hears_menu(&mut self, caller: &Caller, home: GroupId) {
        let now = caller.dialled;
        match self.source.menu(&caller.call()) {
            Menu::Through(duration) => {
                let slot = self.away.put(*caller);
                self.set(now + duration, TimedEvent::LeavesMenu { id: caller.id, slot });
            }
            Menu::SelfServed => self.report_attempt(caller, home, home, 0.0, Outcome::SelfServed, Next::Done),
            Menu::HangsUp => self.report_attempt(caller, home, home, 0.0, Outcome::HungUp, Next::Done),
        }
    }

    /// Handles a caller's leaving the menu for a queue.
    #[inline(never)]
    pub(super) fn leaves_menu(&mut self, now: f64, slot: u32) {
        if let Some(caller) = self.away.take(slot) {
            let queue = self.rings_at(&caller);
            self.enters(now, queue, &mut Caller { joined: now, deadline: f64::NAN, ..caller });
        }
    }

    /// Handles a caller who reaches a queue for the first time: it is closed, an agent is idle, or the caller waits.
    #[inline]
    fn enters(&mut self, now: f64, queue: QueueId, caller: &mut Caller) {
        let queue_state = &self.queues[queue.index()];
        let home = queue_state.home;
        if queue_state.when_closed == WhenClosed::Refuse && !self.groups[home.index()].now.open {
            let next = self.after_failure(now, caller, Failure::Closed);
            return self.report_attempt(caller, home, home, 0.0, Outcome::Closed, next);
        }
        match self.idle_agent(queue) {
            Some(assignment) => self.answer(now, assignment, caller, AgentSource::Idle),
            None => {
                self.foresee_patience(caller);
                let priority = self.routings[caller.call_type.index()].priority;
                self.stand_in_queue(queue, priority, caller, Queue::join);
            }
        }
    }

    /// Finds an idle agent who may take a new caller of the queue at once.
    #[inline(always)]
    pub(super) fn idle_agent(&self, queue: QueueId) -> Option<Assignment> {
        let queue_state = &self.queues[queue.index()];
        if queue_state.plain {
            let home = queue_state.home;
            let group_state = &self.groups[home.index()];
            let assignment = Assignment { queue, home, group: home, talk_factor: 1.0 };
            return (group_state.busy < group_state.now.agents).then_some(assignment);
        }
        let mut routes = self.model.queues()[queue.index()].served_by.iter();
        let route = routes.find(|route| {
            let state = &self.groups[route.group.index()];
            route.after <= 0.0 && state.may_take(route.reserve.of(state.now.agents), state.busy)
        })?;
        let (home, group) = (queue_state.home, route.group);
        Some(Assignment { queue, home, group, talk_factor: route.talk_factor })
    }

    /// Returns whether the calls queued or talking take all trunks.
    #[inline]
    fn trunks_are_busy(&mut self, now: f64, group: GroupId) -> bool {
        self.groups[group.index()].trunks_limited && self.trunks_seem_busy(now, group) && {
            self.free_trunks(now, group);
            self.trunks_seem_busy(now, group)
        }
    }

    /// Returns the same counting callers who may have abandoned unnoticed. Agents in wrap-up, whose trunks are free, are
    /// only told apart if busy agents and waiting callers together reach the limit.
    #[inline]
    fn trunks_seem_busy(&self, now: f64, group: GroupId) -> bool {
        let group_state = &self.groups[group.index()];
        let (waiting, trunks) = (group_state.waiting_on_trunks, group_state.now.lines);
        group_state.busy + waiting >= trunks && waiting + self.talking(now, group) >= trunks
    }

    /// Frees the trunks of callers who have abandoned by now.
    fn free_trunks(&mut self, now: f64, group: GroupId) {
        for served in 0..self.groups[group.index()].serves.len() {
            let queue = self.groups[group.index()].serves[served].queue;
            let queue_state = &self.queues[queue.index()];
            if queue_state.holds_trunks && queue_state.home == group && queue_state.first_abandons_at <= now {
                self.purge_abandoned(now, queue);
            }
        }
    }

    /// Counts the agents of a group whose caller has not hung up.
    fn talking(&self, now: f64, group: GroupId) -> u32 {
        let group_state = &self.groups[group.index()];
        if group_state.preempts {
            return self.in_service.iter().filter(|(_, call)| call.group == group).count() as u32;
        }
        match group_state.keeps_talk_ends {
            true => {
                group_state.holding + group_state.talk_ends.iter().filter(|end| **end > now).count() as u32
            }
            false => group_state.busy,
        }
    }

    /// Puts a caller into a queue again, or for another purpose than to be answered.
    #[inline(never)]
    pub(super) fn wait_in_queue(
        &mut self,
        queue: QueueId,
        caller: &Caller,
        how: fn(&mut Queue, u8, &Caller) -> Place,
    ) {
        let priority = match caller.leg {
            Leg::Attempt => self.routings[caller.call_type.index()].priority,
            Leg::Held | Leg::Transferred => {
                self.referral(caller.call_type).map_or(0, |referral| referral.priority)
            }
            Leg::Ticket => 0,
        };
        self.stand_in_queue(queue, priority, &mut { *caller }, how);
    }

    /// Puts a caller into a queue by `how`, and sets the timers that depend on the caller.
    #[inline(always)]
    fn stand_in_queue(
        &mut self,
        queue: QueueId,
        priority: u8,
        caller: &mut Caller,
        how: impl Fn(&mut Queue, u8, &Caller) -> Place,
    ) {
        let by_event = self.queues[queue.index()].by_event;
        caller.again = match by_event {
            true => f64::NAN,
            false => self.foresee_redial(queue, caller),
        };
        self.one_more_waits(queue);
        let queue_state = &mut self.queues[queue.index()];
        let place = how(queue_state, priority, caller);
        if queue_state.overflows {
            self.foresee_overflow(queue, caller.since(), caller.joined);
        }
        if by_event && caller.deadline.is_finite() {
            let event = match caller.leg {
                Leg::Held => TimedEvent::HoldEnds { queue, place },
                _ => TimedEvent::Abandons { queue, place },
            };
            self.set(caller.deadline, event);
        }
    }

    /// Sets a timer for the instant from which another group may take a caller who joins, waiting since then.
    fn foresee_overflow(&mut self, queue: QueueId, since: f64, joined: f64) {
        let model = self.model;
        for route in model.queues()[queue.index()].served_by.iter().filter(|route| route.after > 0.0) {
            let at = (since + route.after).max(joined);
            self.set(at, TimedEvent::Overflows { group: route.group });
        }
    }

    /// Returns when a caller would dial again after abandoning, infinite for one who does not; sees to it that the
    /// abandonment is noticed before.
    #[inline(always)]
    fn foresee_redial(&mut self, queue: QueueId, caller: &Caller) -> f64 {
        self.queues[queue.index()].foresee(caller);
        if caller.leg != Leg::Attempt || caller.deadline.is_infinite() {
            return f64::INFINITY;
        }
        let again = self.again_after(caller.deadline, caller, Failure::Abandoned);
        self.purge_before(again, queue);
        again
    }
}
