//! Service: the caller whom an agent takes, the instant at which the agent is free again, and staffing changes.

use super::Engine;
use super::agent_group::{AgentSource, Assignment, ServedQueue};
use super::completions::Completion;
use super::observer::{Next, Observer, Outcome, TimeSpan};
use super::queue::{Caller, Leg, Queue};
use super::slab::{InService, Then};
use super::source::CallSource;
use crate::model::{GroupId, QueueId, Route};
use crate::workforce::Step;
use std::cmp::Reverse;

impl<C: CallSource, O: Observer> Engine<'_, C, O> {
    /// Handles an agent who falls free: one goes home if more are busy than on duty, else takes the next caller.
    #[inline(always)]
    pub(super) fn service_ends(&mut self, now: f64, group: GroupId) {
        let group_state = &mut self.groups[group.index()];
        if group_state.busy > group_state.now.agents {
            self.account_overtime(now, group);
        } else if self.takes_next(now, group, AgentSource::Freed) {
            return;
        }
        self.groups[group.index()].busy -= 1;
        self.completions.pop();
    }

    /// Lets an agent of the group take the next caller who is still there, and reports those who have abandoned; returns
    /// whether there was one.
    #[inline(always)]
    fn takes_next(&mut self, now: f64, group: GroupId, agent: AgentSource) -> bool {
        let group_state = &self.groups[group.index()];
        let Some(queue) = group_state.sole else {
            return group_state.waiting.any() && self.takes_best(now, group, agent);
        };
        loop {
            // By reference: a caller in an `Option` is copied badly.
            let queue_state = &mut self.queues[queue.index()];
            if queue_state.waiting == 0 {
                return false;
            }
            let Some(class) = queue_state.next_class() else { return false };
            let Some(&caller) = class.front() else { return false };
            class.drop_front();
            self.one_less_waits(queue);
            if caller.deadline >= now {
                let assignment = Assignment { queue, home: group, group, talk_factor: 1.0 };
                match self.groups[group.index()].plain {
                    true => self.answer_plainly(now, assignment, &caller, agent),
                    false => self.answer_in_full(now, assignment, &caller, agent),
                }
                return true;
            }
            self.abandons(caller.deadline, queue, &caller);
        }
    }

    /// Does the same where the group serves several queues.
    #[inline(never)]
    fn takes_best(&mut self, now: f64, group: GroupId, agent: AgentSource) -> bool {
        let Some((assignment, caller)) = self.choose(now, group, agent) else { return false };
        self.answer(now, assignment, &caller, agent);
        true
    }

    /// Chooses among several queues: the best rank, then priority, then the longest wait.
    #[inline(always)]
    fn choose(&mut self, now: f64, group: GroupId, agent: AgentSource) -> Option<(Assignment, Caller)> {
        let group_state = &self.groups[group.index()];
        let others_busy = group_state.busy - u32::from(agent == AgentSource::Freed);
        let mut best: Option<(u8, u8, f64, usize)> = None;
        let mut from = 0;
        while let Some(source) = self.groups[group.index()].waiting.next(from) {
            from = source + 1;
            let group_state = &self.groups[group.index()];
            let ServedQueue { queue, reserve, route: Route { rank, after, .. } } = group_state.serves[source];
            if !group_state.may_take(reserve, others_busy) {
                continue;
            }
            self.drop_abandoned(now, queue);
            if let Some((priority, since)) = self.queues[queue.index()].longest_wait(now, after) {
                let candidate = (rank, priority, since, source);
                if best.is_none_or(|best| candidate < best) {
                    best = Some(candidate);
                }
            }
        }
        let (_, priority, _, source) = best?;
        let ServedQueue { queue, route, .. } = self.groups[group.index()].serves[source];
        let queue_state = &mut self.queues[queue.index()];
        let (home, caller) = (queue_state.home, queue_state.take_of(priority)?);
        self.one_less_waits(queue);
        Some((Assignment { queue, home, group, talk_factor: route.talk_factor }, caller))
    }

    /// Counts a caller who joins a queue.
    #[inline(always)]
    pub(super) fn one_more_waits(&mut self, queue: QueueId) {
        let queue_state = &mut self.queues[queue.index()];
        queue_state.waiting += 1;
        if queue_state.holds_trunks {
            self.groups[queue_state.home.index()].waiting_on_trunks += 1;
        }
        if queue_state.waiting == 1 {
            self.mark(queue, true);
        }
    }

    /// Counts a caller who leaves a queue, for whatever reason.
    #[inline(always)]
    pub(super) fn one_less_waits(&mut self, queue: QueueId) {
        let queue_state = &mut self.queues[queue.index()];
        queue_state.waiting -= 1;
        if queue_state.holds_trunks {
            self.groups[queue_state.home.index()].waiting_on_trunks -= 1;
        }
        if queue_state.waiting == 0 {
            queue_state.is_empty_now();
            self.mark(queue, false);
        }
    }

    /// Notes, for the groups that choose among queues, whether this one has callers.
    #[inline]
    fn mark(&mut self, queue: QueueId, has_callers: bool) {
        for &(group, source) in &self.queues[queue.index()].watched_by {
            self.groups[group.index()].waiting.set(source, has_callers);
        }
    }

    /// Reports the callers at the heads of a queue's classes who have abandoned, and drops them.
    fn drop_abandoned(&mut self, now: f64, queue: QueueId) {
        while let Some(caller) = self.queues[queue.index()].take_abandoned(now) {
            self.one_less_waits(queue);
            self.abandons(caller.deadline, queue, &caller);
        }
    }

    /// Lets an agent answer a caller.
    #[inline]
    pub(super) fn answer(&mut self, now: f64, assignment: Assignment, caller: &Caller, agent: AgentSource) {
        match self.groups[assignment.group.index()].plain {
            true => self.answer_plainly(now, assignment, caller, agent),
            false => self.answer_in_full(now, assignment, caller, agent),
        }
    }

    /// Answers a caller in the common case: one talk, one wrap-up, and nothing afterwards.
    #[inline(always)]
    pub(super) fn answer_plainly(
        &mut self,
        now: f64,
        assignment: Assignment,
        caller: &Caller,
        agent: AgentSource,
    ) {
        let talk_end = self.begins_talk(now, assignment, caller, agent);
        let end = talk_end + caller.wrap_up;
        self.report_answered(now, assignment, caller, end);
        self.busy_until(end, Completion::service(assignment.group), agent);
    }

    /// Answers a call that may be preempted or handed on, leave a ticket or be followed by another; or the later leg of
    /// one.
    #[inline(never)]
    fn answer_in_full(&mut self, now: f64, assignment: Assignment, caller: &Caller, agent: AgentSource) {
        match caller.leg {
            Leg::Attempt if self.groups[assignment.group.index()].preempts => {
                self.begin_preemptable(now, assignment, caller, agent);
            }
            Leg::Attempt if self.routings[caller.call_type.index()].plain => {
                self.answer_plainly(now, assignment, caller, agent);
            }
            Leg::Attempt => self.begin_attempt(now, assignment, caller, agent),
            Leg::Held => self.introduce(now, assignment, caller, agent),
            Leg::Transferred => self.begin_referral(now, assignment, caller, agent),
            Leg::Ticket => self.call_back(now, assignment, caller, agent),
        }
    }

    /// Begins a talk that may be preempted at the end of a shift.
    fn begin_preemptable(&mut self, now: f64, assignment: Assignment, caller: &Caller, agent: AgentSource) {
        let talk_end = self.begins_talk(now, assignment, caller, agent);
        self.report_queued(caller, assignment.queue, now);
        self.begun += 1;
        let then = Then::MayBePreempted { number: self.begun };
        let service =
            InService { caller: *caller, queue: assignment.queue, group: assignment.group, since: now, then };
        let slot = self.in_service.put(service);
        self.busy_until(talk_end, Completion::talk(slot), agent);
    }

    /// Begins an agent's talk with a caller who came to be answered; returns when it will end.
    #[inline(always)]
    pub(super) fn begins_talk(
        &mut self,
        now: f64,
        assignment: Assignment,
        caller: &Caller,
        agent: AgentSource,
    ) -> f64 {
        let group_state = &mut self.groups[assignment.group.index()];
        let known = match caller.preemptions {
            0 => caller.talk,
            _ => self.source.talk_anew(&caller.call(), caller.talk),
        };
        let talk =
            if group_state.generalist { known * self.source.talk_factor(&caller.call()) } else { known };
        let talk_end = now + assignment.talk_factor * talk;
        group_state.takes(now, talk_end, agent);
        talk_end
    }

    /// Schedules the completion of what an agent is doing, in place of the completion just handled if the agent comes
    /// from there.
    #[inline(always)]
    pub(super) fn busy_until(&mut self, end: f64, payload: u32, agent: AgentSource) {
        match agent {
            AgentSource::Idle => self.completions.push(end, payload),
            AgentSource::Freed => self.completions.replace(end, payload),
        }
    }

    /// Handles the end of a talk (or of a wrap-up) of which more is remembered.
    #[inline(never)]
    pub(super) fn talk_ends(&mut self, now: f64, slot: u32) {
        let Some(service) = self.in_service.take(slot) else {
            return self.completions.pop();
        };
        match service.then {
            Then::MayBePreempted { .. } => self.preemptable_ends(now, &service),
            Then::Refers => self.refers(now, service),
            // Of a caller on hold nothing completes.
            Then::Holds { .. } => {}
            Then::Transfers => self.transfers(now, &service),
            Then::LeavesTicket => {
                self.service_ends(now, service.group);
                self.open_ticket(now, &service.caller);
            }
        }
    }

    /// Handles the end of a talk that could have been preempted; what remains is an ordinary wrap-up.
    fn preemptable_ends(&mut self, now: f64, service: &InService) {
        let InService { caller, group, queue, since, .. } = *service;
        let until = now + caller.wrap_up;
        self.observer.busy(&caller.call(), group, TimeSpan { from: since, to: until });
        let home = self.queues[queue.index()].home;
        let next = Next::Done;
        self.report_attempt(&caller, home, group, caller.wait(since), Outcome::Answered, next);
        match until > now {
            true => self.completions.replace(until, Completion::service(group)),
            false => self.service_ends(now, group),
        }
    }

    /// Handles a change of agents on duty, trunks or opening.
    #[inline(never)]
    pub(super) fn staffing_changes(&mut self, group: GroupId, step: Step) {
        self.account_on_duty(step.at, group);
        self.account_overtime(step.at, group);
        let group_state = &mut self.groups[group.index()];
        group_state.changes(step);
        let surplus = group_state.busy.saturating_sub(step.agents);
        if surplus > 0 && group_state.preempts {
            self.preempt(step.at, group, surplus);
        }
        self.fill_idle(step.at, group);
        if surplus > 0 {
            self.others_take(step.at, group);
        }
    }

    /// Lets idle agents of other groups take callers whose calls the group has preempted.
    fn others_take(&mut self, now: f64, group: GroupId) {
        for source in 0..self.groups[group.index()].serves.len() {
            let queue = self.groups[group.index()].serves[source].queue;
            let model = self.model;
            let routes = model.queues()[queue.index()].served_by.iter();
            routes.filter(|route| route.group != group).for_each(|route| self.fill_idle(now, route.group));
        }
    }

    /// Lets idle agents take waiting callers.
    #[cold]
    pub(super) fn fill_idle(&mut self, now: f64, group: GroupId) {
        while self.groups[group.index()].busy < self.groups[group.index()].now.agents {
            if !self.takes_next(now, group, AgentSource::Idle) {
                break;
            }
        }
    }

    /// Preempts the `count` calls that began last: they return to the heads of their queues, the earliest dialled first,
    /// with what is left of their patience.
    fn preempt(&mut self, now: f64, group: GroupId, count: u32) {
        let number = |call: &InService| match call.then {
            Then::MayBePreempted { number } if call.group == group => Some(number),
            _ => None,
        };
        let mut calls: Vec<(u32, InService)> =
            self.in_service.iter().filter(|(_, call)| number(call).is_some()).collect();
        calls.sort_by_key(|(_, call)| Reverse(number(call)));
        calls.truncate(count as usize);
        calls.sort_by(|(_, a), (_, b)| b.caller.dialled.total_cmp(&a.caller.dialled));
        for (slot, InService { mut caller, queue, since, .. }) in calls {
            self.in_service.void(slot);
            self.groups[group.index()].busy -= 1;
            self.observer.busy(&caller.call(), group, TimeSpan { from: since, to: now });
            caller.waited = caller.wait(since);
            caller.joined = now;
            caller.preemptions += 1;
            // Not from the old deadline: a caller answered at once has none yet.
            let patience = self.source.patience(&caller.call());
            caller.deadline = now + (patience - caller.waited).max(0.0);
            self.wait_in_queue(queue, &caller, Queue::rejoin);
        }
    }
}
