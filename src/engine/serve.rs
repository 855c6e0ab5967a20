//! Which caller an agent takes, and when the agent is free again; staffing changes.

use super::Engine;
use super::crew::{Source, Taking, Took};
use super::ends::End;
use super::observer::{Next, Observer, Outcome, TimeSpan};
use super::queue::{Caller, Leg, Queue};
use super::slots::{InService, Then};
use super::source::CallSource;
use crate::model::{GroupId, QueueId, Route};
use crate::workforce::Step;
use std::cmp::Reverse;

impl<C: CallSource, O: Observer> Engine<'_, C, O> {
    /// An agent falls free: goes home if more are busy than on duty, else takes the next caller.
    #[inline(always)]
    pub(super) fn service_ends(&mut self, now: f64, group: GroupId) {
        let crew = &mut self.crews[group.index()];
        if crew.busy > crew.now.agents {
            self.account_overtime(now, group);
        } else if self.takes_next(now, group, Took::Freed) {
            return;
        }
        self.crews[group.index()].busy -= 1;
        self.ends.pop();
    }

    /// An agent of the group takes the next caller who is still there, if there is one; those found gone are
    /// told of.
    #[inline(always)]
    fn takes_next(&mut self, now: f64, group: GroupId, agent: Took) -> bool {
        let crew = &self.crews[group.index()];
        let Some(queue) = crew.sole else {
            return crew.waiting.any() && self.takes_best(now, group, agent);
        };
        loop {
            // By reference: a caller in an `Option` is copied badly.
            let line = &mut self.queues[queue.index()];
            if line.waiting == 0 {
                return false;
            }
            let Some(line) = line.next_line() else { return false };
            let Some(&caller) = line.front() else { return false };
            line.drop_front();
            self.one_less_waits(queue);
            if caller.deadline >= now {
                let taking = Taking { queue, home: group, group, talk_factor: 1.0 };
                match self.crews[group.index()].plain {
                    true => self.answer_plainly(now, taking, &caller, agent),
                    false => self.answer_in_full(now, taking, &caller, agent),
                }
                return true;
            }
            self.gives_up(caller.deadline, queue, &caller);
        }
    }

    /// The same where the group serves several queues.
    #[inline(never)]
    fn takes_best(&mut self, now: f64, group: GroupId, agent: Took) -> bool {
        let Some((taking, caller)) = self.choose(now, group, agent) else { return false };
        self.answer(now, taking, &caller, agent);
        true
    }

    /// Of several queues: the best rank, then priority, then the longest wait.
    #[inline(always)]
    fn choose(&mut self, now: f64, group: GroupId, agent: Took) -> Option<(Taking, Caller)> {
        let crew = &self.crews[group.index()];
        let others_busy = crew.busy - u32::from(agent == Took::Freed);
        let mut best: Option<(u8, u8, f64, usize)> = None;
        let mut from = 0;
        while let Some(source) = self.crews[group.index()].waiting.next(from) {
            from = source + 1;
            let crew = &self.crews[group.index()];
            let Source { queue, reserve, route: Route { rank, after, .. } } = crew.sources[source];
            if !crew.may_take(reserve, others_busy) {
                continue;
            }
            self.drop_gone(now, queue);
            if let Some((priority, since)) = self.queues[queue.index()].longest_wait(now, after) {
                let candidate = (rank, priority, since, source);
                if best.is_none_or(|best| candidate < best) {
                    best = Some(candidate);
                }
            }
        }
        let (_, priority, _, source) = best?;
        let Source { queue, route, .. } = self.crews[group.index()].sources[source];
        let line = &mut self.queues[queue.index()];
        let (home, caller) = (line.home, line.take_of(priority)?);
        self.one_less_waits(queue);
        Some((Taking { queue, home, group, talk_factor: route.talk_factor }, caller))
    }

    #[inline(always)]
    pub(super) fn one_more_waits(&mut self, queue: QueueId) {
        let line = &mut self.queues[queue.index()];
        line.waiting += 1;
        if line.on_line {
            self.crews[line.home.index()].on_line += 1;
        }
        if line.waiting == 1 {
            self.mark(queue, true);
        }
    }

    #[inline(always)]
    pub(super) fn one_less_waits(&mut self, queue: QueueId) {
        let line = &mut self.queues[queue.index()];
        line.waiting -= 1;
        if line.on_line {
            self.crews[line.home.index()].on_line -= 1;
        }
        if line.waiting == 0 {
            line.is_empty_now();
            self.mark(queue, false);
        }
    }

    /// Lets those who choose among queues know whether this one has callers.
    #[inline]
    fn mark(&mut self, queue: QueueId, has_callers: bool) {
        for &(group, source) in &self.queues[queue.index()].watched_by {
            self.crews[group.index()].waiting.set(source, has_callers);
        }
    }

    /// Tells of those at the heads of a queue's lines who have given up.
    fn drop_gone(&mut self, now: f64, queue: QueueId) {
        while let Some(caller) = self.queues[queue.index()].take_gone(now) {
            self.one_less_waits(queue);
            self.gives_up(caller.deadline, queue, &caller);
        }
    }

    /// A caller meets an agent.
    #[inline]
    pub(super) fn answer(&mut self, now: f64, taking: Taking, caller: &Caller, agent: Took) {
        match self.crews[taking.group.index()].plain {
            true => self.answer_plainly(now, taking, caller, agent),
            false => self.answer_in_full(now, taking, caller, agent),
        }
    }

    /// The common case: one talk, one wrap-up, and nothing afterwards.
    #[inline(always)]
    pub(super) fn answer_plainly(&mut self, now: f64, taking: Taking, caller: &Caller, agent: Took) {
        let talk_end = self.begins_talk(now, taking, caller, agent);
        let end = talk_end + caller.wrap_up;
        self.tell_answered(now, taking, caller, end);
        self.busy_until(end, End::service(taking.group), agent);
    }

    /// A call that may be sent back or handed on, leave a ticket or be followed by another; or the later leg
    /// of one.
    #[inline(never)]
    fn answer_in_full(&mut self, now: f64, taking: Taking, caller: &Caller, agent: Took) {
        match caller.leg {
            Leg::Attempt if self.crews[taking.group.index()].returns => {
                self.begin_returnable(now, taking, caller, agent);
            }
            Leg::Attempt if self.ways[caller.call_type.index()].plain => {
                self.answer_plainly(now, taking, caller, agent);
            }
            Leg::Attempt => self.begin_attempt(now, taking, caller, agent),
            Leg::Held => self.introduce(now, taking, caller, agent),
            Leg::Transferred => self.begin_referral(now, taking, caller, agent),
            Leg::Ticket => self.call_back(now, taking, caller, agent),
        }
    }

    /// A talk that can be sent back at the end of a shift.
    fn begin_returnable(&mut self, now: f64, taking: Taking, caller: &Caller, agent: Took) {
        let talk_end = self.begins_talk(now, taking, caller, agent);
        self.tell_queued(caller, taking.queue, now);
        self.begun += 1;
        let then = Then::MayReturn { number: self.begun };
        let service =
            InService { caller: *caller, queue: taking.queue, group: taking.group, since: now, then };
        let slot = self.in_service.put(service);
        self.busy_until(talk_end, End::talk(slot), agent);
    }

    /// An agent of the group begins a talk with a caller who came to be answered; when it will end.
    #[inline(always)]
    pub(super) fn begins_talk(&mut self, now: f64, taking: Taking, caller: &Caller, agent: Took) -> f64 {
        let crew = &mut self.crews[taking.group.index()];
        let known = match caller.returned {
            0 => caller.talk,
            _ => self.callers.talk_anew(&caller.call(), caller.talk),
        };
        let talk = if crew.generalist { known * self.callers.talk_factor(&caller.call()) } else { known };
        let talk_end = now + taking.talk_factor * talk;
        crew.takes(now, talk_end, agent);
        talk_end
    }

    /// Puts the end of the agent's present duty into the calendar, in place of the one just ended if there
    /// was one.
    #[inline(always)]
    pub(super) fn busy_until(&mut self, end: f64, payload: u32, agent: Took) {
        match agent {
            Took::Idle => self.ends.push(end, payload),
            Took::Freed => self.ends.replace(end, payload),
        }
    }

    /// What was remembered of a call at the end of its talk (or of its wrap-up) is due.
    #[inline(never)]
    pub(super) fn talk_ends(&mut self, now: f64, slot: u32) {
        let Some(service) = self.in_service.take(slot) else {
            return self.ends.pop();
        };
        match service.then {
            Then::MayReturn { .. } => self.returnable_ends(now, &service),
            Then::Refers => self.refers(now, service),
            // Nothing is due of a caller on hold.
            Then::Holds { .. } => {}
            Then::Transfers => self.transfers(now, &service),
            Then::LeavesTicket => {
                self.service_ends(now, service.group);
                self.open_ticket(now, &service.caller);
            }
        }
    }

    /// The caller of a talk that could have been sent back hangs up; what remains is an ordinary wrap-up.
    fn returnable_ends(&mut self, now: f64, service: &InService) {
        let InService { caller, group, queue, since, .. } = *service;
        let until = now + caller.wrap_up;
        self.observer.busy(&caller.call(), group, TimeSpan { from: since, to: until });
        let home = self.queues[queue.index()].home;
        let next = Next::Done;
        self.tell(&caller, home, group, caller.wait(since), Outcome::Answered, next);
        match until > now {
            true => self.ends.replace(until, End::service(group)),
            false => self.service_ends(now, group),
        }
    }

    /// The number on duty, the lines or the opening change.
    #[inline(never)]
    pub(super) fn staffing_changes(&mut self, group: GroupId, step: Step) {
        self.account_on_duty(step.at, group);
        self.account_overtime(step.at, group);
        let crew = &mut self.crews[group.index()];
        crew.changes(step);
        let surplus = crew.busy.saturating_sub(step.agents);
        if surplus > 0 && crew.returns {
            self.send_back(step.at, group, surplus);
        }
        self.fill_idle(step.at, group);
        if surplus > 0 {
            self.others_take(step.at, group);
        }
    }

    /// Idle agents of other groups take callers whom the group has sent back.
    fn others_take(&mut self, now: f64, group: GroupId) {
        for source in 0..self.crews[group.index()].sources.len() {
            let queue = self.crews[group.index()].sources[source].queue;
            let model = self.model;
            let routes = model.queues[queue.index()].served_by.iter();
            routes
                .filter(|route| route.group != group.index())
                .for_each(|route| self.fill_idle(now, GroupId::new(route.group)));
        }
    }

    /// Idle agents take waiting callers.
    #[cold]
    pub(super) fn fill_idle(&mut self, now: f64, group: GroupId) {
        while self.crews[group.index()].busy < self.crews[group.index()].now.agents {
            if !self.takes_next(now, group, Took::Idle) {
                break;
            }
        }
    }

    /// The `count` calls that began last go back to the heads of their queues, the earliest dialled
    /// first, with what is left of their patience.
    fn send_back(&mut self, now: f64, group: GroupId, count: u32) {
        let number = |call: &InService| match call.then {
            Then::MayReturn { number } if call.group == group => Some(number),
            _ => None,
        };
        let mut calls: Vec<(u32, InService)> =
            self.in_service.iter().filter(|(_, call)| number(call).is_some()).collect();
        calls.sort_by_key(|(_, call)| Reverse(number(call)));
        calls.truncate(count as usize);
        calls.sort_by(|(_, a), (_, b)| b.caller.dialled.total_cmp(&a.caller.dialled));
        for (slot, InService { mut caller, queue, since, .. }) in calls {
            self.in_service.void(slot);
            self.crews[group.index()].busy -= 1;
            self.observer.busy(&caller.call(), group, TimeSpan { from: since, to: now });
            caller.waited = caller.wait(since);
            caller.joined = now;
            caller.returned += 1;
            // Not from the old deadline: a caller answered at once has none yet.
            let patience = self.callers.patience(&caller.call());
            caller.deadline = now + (patience - caller.waited).max(0.0);
            self.wait_in_line(queue, &caller, Queue::rejoin);
        }
    }
}
