//! Where a call goes: menu, number, closed doors, busy tone, an idle agent, the queue.

use super::Engine;
use super::crew::{Taking, Took};
use super::observer::{Next, Observer, Outcome};
use super::queue::{Caller, Leg, Place, Queue};
use super::source::{CallSource, Failure, Menu};
use super::timers::Due;
use crate::model::{CallType, CallTypeId, GroupId, Model, QueueId, ShiftEnd, WhenClosed};

/// What is asked of a call type at every call.
#[derive(Clone, Copy)]
pub(super) struct Way {
    /// Where its calls to the one number wait.
    pub(super) queue: QueueId,
    pub(super) priority: u8,
    /// The group at which these arrive.
    home: GroupId,
    /// Its calls are over when the first agent is free.
    pub(super) plain: bool,
    /// Besides, the group's calls in hand finish.
    simple: bool,
    /// They always come to the same group's own queue, whether open or not.
    direct: bool,
    menu: bool,
    /// Its calls may ring elsewhere.
    moves: bool,
    /// Some of those answered are handed on, leave a ticket, call again.
    pub(super) handed_on: bool,
    pub(super) leaves_tickets: bool,
    pub(super) calls_again: bool,
}

impl Way {
    pub(super) fn of(model: &Model, call_type: &CallType) -> Way {
        let queue = &model.queues[call_type.queue];
        let own = matches!(queue.served_by[..], [route] if route.is_plain());
        let finishes = model.groups[queue.home()].shift_end == ShiftEnd::Finish;
        let plain = call_type.is_plain();
        let menu = call_type.ivr.is_some();
        let moves = call_type.demand.reach.as_ref().is_some_and(|reach| reach.old.is_some());
        Way {
            queue: QueueId::new(call_type.queue),
            priority: call_type.priority,
            home: GroupId::new(queue.home()),
            plain,
            simple: plain && finishes,
            direct: own && !menu && !moves && queue.when_closed == WhenClosed::Wait,
            menu,
            moves,
            handed_on: call_type.referral.is_some(),
            leaves_tickets: call_type.follow_up.is_some(),
            calls_again: call_type.repeat.is_some(),
        }
    }
}

impl<C: CallSource, O: Observer> Engine<'_, C, O> {
    /// A caller dials. The common case by itself: an idle agent of the only group, or a place in its queue. The caller
    /// is put together where needed, for it is large, and read at once what was written piece by piece comes late.
    #[inline(always)]
    pub(super) fn dials(&mut self, now: f64, call_type: CallTypeId, caller: impl Fn() -> Caller) {
        self.attempts += 1;
        let Way { queue, priority, home, direct, simple, .. } = self.ways[call_type.index()];
        let crew = &self.crews[home.index()];
        if !direct || crew.lines_limited {
            return self.dials_in_full(&mut caller());
        }
        if crew.busy < crew.now.agents {
            let taking = Taking { queue, home, group: home, talk_factor: 1.0 };
            return match simple {
                true => self.answer_plainly(now, taking, &caller(), Took::Idle),
                false => self.answer(now, taking, &caller(), Took::Idle),
            };
        }
        let mut caller = caller();
        self.foresee_patience(&mut caller);
        self.stands_in_line(queue, priority, &mut caller, Queue::join);
    }

    /// A caller has to wait: patience is drawn now if it has not been.
    #[inline(always)]
    fn foresee_patience(&mut self, caller: &mut Caller) {
        self.fresh.one_waited();
        if caller.deadline.is_nan() {
            let patience = self.callers.patience(&caller.call());
            caller.deadline = caller.joined + patience;
        }
    }

    /// Busy tone, menu, or straight on.
    #[inline(never)]
    fn dials_in_full(&mut self, caller: &mut Caller) {
        let queue = self.rings_at(caller);
        let home = self.queues[queue.index()].home;
        if self.lines_are_full(caller.dialled, home) {
            let next = self.after_failure(caller.dialled, caller, Failure::Blocked);
            return self.tell(caller, home, home, 0.0, Outcome::Blocked, next);
        }
        match self.ways[caller.call_type.index()].menu {
            true => self.hears_menu(caller, home),
            false => self.enters(caller.dialled, queue, caller),
        }
    }

    /// The queue that a call joins: its number's, or where that forwards to while it is closed.
    #[inline]
    fn rings_at(&self, caller: &Caller) -> QueueId {
        let way = &self.ways[caller.call_type.index()];
        let queue = match way.moves {
            true => self.callers.queue(&caller.call()).unwrap_or(way.queue),
            false => way.queue,
        };
        if self.is_open(queue) {
            queue
        } else {
            self.forwarded(queue)
        }
    }

    /// Where a closed queue's calls go, at most round once.
    #[cold]
    pub(super) fn forwarded(&self, mut queue: QueueId) -> QueueId {
        for _ in 0..self.queues.len() {
            let line = &self.queues[queue.index()];
            match line.when_closed {
                WhenClosed::Forward(next) if !self.is_open(queue) => queue = QueueId::new(next),
                _ => break,
            }
        }
        queue
    }

    /// Whether the home group of a queue is open.
    #[inline(always)]
    pub(super) fn is_open(&self, queue: QueueId) -> bool {
        self.crews[self.queues[queue.index()].home.index()].now.open
    }

    #[inline(never)]
    fn hears_menu(&mut self, caller: &Caller, home: GroupId) {
        let now = caller.dialled;
        match self.callers.menu(&caller.call()) {
            Menu::Through(duration) => {
                let slot = self.away.put(*caller);
                self.set(now + duration, Due::LeavesMenu { id: caller.id, slot });
            }
            Menu::SelfServed => self.tell(caller, home, home, 0.0, Outcome::SelfServed, Next::Done),
            Menu::HangsUp => self.tell(caller, home, home, 0.0, Outcome::HungUp, Next::Done),
        }
    }

    #[inline(never)]
    pub(super) fn leaves_menu(&mut self, now: f64, slot: u32) {
        if let Some(caller) = self.away.take(slot) {
            let queue = self.rings_at(&caller);
            self.enters(now, queue, &mut Caller { joined: now, deadline: f64::NAN, ..caller });
        }
    }

    /// A caller reaches a queue for the first time: a closed door, an idle agent, or a place in it.
    #[inline]
    fn enters(&mut self, now: f64, queue: QueueId, caller: &mut Caller) {
        let line = &self.queues[queue.index()];
        let home = line.home;
        if line.when_closed == WhenClosed::Refuse && !self.crews[home.index()].now.open {
            let next = self.after_failure(now, caller, Failure::Closed);
            return self.tell(caller, home, home, 0.0, Outcome::Closed, next);
        }
        match self.idle_agent(queue) {
            Some(taking) => self.answer(now, taking, caller, Took::Idle),
            None => {
                self.foresee_patience(caller);
                let priority = self.ways[caller.call_type.index()].priority;
                self.stands_in_line(queue, priority, caller, Queue::join);
            }
        }
    }

    /// An agent who may take a new caller of the queue at once.
    #[inline(always)]
    pub(super) fn idle_agent(&self, queue: QueueId) -> Option<Taking> {
        let line = &self.queues[queue.index()];
        if line.plain {
            let crew = &self.crews[line.home.index()];
            let taking = Taking { queue, home: line.home, group: line.home, talk_factor: 1.0 };
            return (crew.busy < crew.now.agents).then_some(taking);
        }
        let mut routes = self.model.queues[queue.index()].served_by.iter();
        let route = routes.find(|route| {
            let crew = &self.crews[route.group];
            route.after <= 0.0 && crew.may_take(route.reserve.of(crew.now.agents), crew.busy)
        })?;
        Some(Taking { queue, home: line.home, group: GroupId::new(route.group), talk_factor: route.talk_factor })
    }

    /// Whether the calls queued or talking take all lines.
    #[inline]
    fn lines_are_full(&mut self, now: f64, group: GroupId) -> bool {
        self.crews[group.index()].lines_limited && self.lines_seem_full(now, group) && {
            self.frees_lines(now, group);
            self.lines_seem_full(now, group)
        }
    }

    /// The same by the calls that wait as far as known. Those busy and waiting are no fewer; only if they reach the limit
    /// are the ones in wrap-up counted.
    #[inline]
    fn lines_seem_full(&self, now: f64, group: GroupId) -> bool {
        let crew = &self.crews[group.index()];
        let waiting = crew.on_line;
        crew.busy + waiting >= crew.now.lines && waiting + self.talking(now, group) >= crew.now.lines
    }

    /// Looks who of those on a group's lines has given up by now.
    fn frees_lines(&mut self, now: f64, group: GroupId) {
        for source in 0..self.crews[group.index()].sources.len() {
            let queue = self.crews[group.index()].sources[source].queue;
            let line = &self.queues[queue.index()];
            if line.on_line && line.home == group && line.gone_from <= now {
                self.looks_who_has_gone(now, queue);
            }
        }
    }

    /// Agents of a group whose caller has not hung up.
    fn talking(&self, now: f64, group: GroupId) -> u32 {
        let crew = &self.crews[group.index()];
        if crew.returns {
            return self.in_service.iter().filter(|(_, call)| call.group == group).count() as u32;
        }
        match crew.keeps_talk_ends {
            true => crew.holding + crew.talk_ends.iter().filter(|end| **end > now).count() as u32,
            false => crew.busy,
        }
    }

    /// A caller takes a place in a queue again, or for another purpose than to be answered.
    #[inline(never)]
    pub(super) fn wait_in_line(
        &mut self,
        queue: QueueId,
        caller: &Caller,
        how: fn(&mut Queue, u8, &Caller) -> Place,
    ) {
        let priority = match caller.leg {
            Leg::Attempt => self.ways[caller.call_type.index()].priority,
            Leg::Held | Leg::Transferred => {
                self.referral(caller.call_type).map_or(0, |referral| referral.priority)
            }
            Leg::Ticket => 0,
        };
        self.stands_in_line(queue, priority, &mut { *caller }, how);
    }

    #[inline(always)]
    fn stands_in_line(
        &mut self,
        queue: QueueId,
        priority: u8,
        caller: &mut Caller,
        how: impl Fn(&mut Queue, u8, &Caller) -> Place,
    ) {
        let by_event = self.queues[queue.index()].by_event;
        caller.again = match by_event {
            true => f64::NAN,
            false => self.foresees_end(queue, caller),
        };
        self.one_more_waits(queue);
        let line = &mut self.queues[queue.index()];
        let place = how(line, priority, caller);
        if line.overflows {
            self.foresee_overflow(queue, caller.since(), caller.joined);
        }
        if by_event && caller.deadline.is_finite() {
            let due = match caller.leg {
                Leg::Held => Due::HoldEnds { queue, place },
                _ => Due::Abandons { queue, place },
            };
            self.set(caller.deadline, due);
        }
    }

    /// Sets a timer for the instant from which another group may take a caller who joins, waiting since then.
    fn foresee_overflow(&mut self, queue: QueueId, since: f64, joined: f64) {
        let model = self.model;
        for route in model.queues[queue.index()].served_by.iter().filter(|route| route.after > 0.0) {
            let at = (since + route.after).max(joined);
            self.set(at, Due::Overflows { group: GroupId::new(route.group) });
        }
    }

    /// When a caller would dial again after giving up, infinite for those who do not: that has to be noticed before.
    #[inline(always)]
    fn foresees_end(&mut self, queue: QueueId, caller: &Caller) -> f64 {
        self.queues[queue.index()].foresee(caller);
        if caller.leg != Leg::Attempt || caller.deadline.is_infinite() {
            return f64::INFINITY;
        }
        let again = self.again_after(caller.deadline, caller, Failure::Abandoned);
        self.look_before(again, queue);
        again
    }
}
