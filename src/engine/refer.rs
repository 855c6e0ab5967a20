//! Referrals: conferences (warm transfers), blind transfers, tickets and the calls back that close them.

use super::Engine;
use super::agent_group::{AgentSource, Assignment};
use super::completions::Completion;
use super::observer::{Observer, ReferralOutcome, Referred, TimeSpan};
use super::queue::{Caller, Leg, Queue};
use super::slab::{InService, Then};
use super::source::CallSource;
use super::timers::TimedEvent;
use crate::model::{CallTypeId, GroupId, QueueId, Referral, TransferKind};

impl<C: CallSource, O: Observer> Engine<'_, C, O> {
    /// Returns what the front line hands on of a call type.
    pub(super) fn referral(&self, call_type: CallTypeId) -> Option<&'_ Referral> {
        self.model.call_types()[call_type.index()].referral.as_ref()
    }

    /// Lets an agent answer an attempt that may not be over with its first talk and wrap-up.
    #[inline]
    pub(super) fn begin_attempt(
        &mut self,
        now: f64,
        assignment: Assignment,
        caller: &Caller,
        agent: AgentSource,
    ) {
        let talk_end = self.begins_talk(now, assignment, caller, agent);
        let routing = self.routings[caller.call_type.index()];
        let front = self.groups[assignment.group.index()].refers;
        let needs_expert = front && routing.handed_on && self.source.is_referred(&caller.call(), now);
        // A caller who overflowed from the experts is not handed to them: the agent answers, or opens a ticket.
        let refers = needs_expert && self.groups[assignment.home.index()].refers;
        // Looked up only where it is wanted: call types lie far apart.
        let how = if refers { self.referral(caller.call_type).map(|referral| referral.how) } else { None };
        if let Some(TransferKind::WarmTransfer { .. }) = how {
            return self.begin_warm_transfer(now, assignment, caller, talk_end, agent);
        }
        let end = talk_end + caller.wrap_up;
        self.report_answered(now, assignment, caller, end);
        let ticket = front
            && ((needs_expert && !refers)
                || (routing.leaves_tickets && self.source.leaves_ticket(&caller.call())));
        let payload = match how {
            Some(_) => self.transfers_at(talk_end, end, assignment.group, caller, ticket),
            None if ticket => self.ticket_at_end(now, assignment.group, caller),
            None => Completion::service(assignment.group),
        };
        self.busy_until(end, payload, agent);
        if routing.calls_again {
            self.may_call_again(end, caller);
        }
    }

    /// Begins the talk of an agent who will hold the caller for an expert when it ends.
    fn begin_warm_transfer(
        &mut self,
        now: f64,
        assignment: Assignment,
        caller: &Caller,
        talk_end: f64,
        agent: AgentSource,
    ) {
        self.report_answered_open(now, assignment, caller);
        let Assignment { queue, group, .. } = assignment;
        let service = InService { caller: *caller, queue, group, since: now, then: Then::Refers };
        let slot = self.in_service.put(service);
        self.busy_until(talk_end, Completion::talk(slot), agent);
        self.may_call_again(talk_end, caller);
    }

    /// Makes the completion of an agent who transfers the caller at `talk_end` and is free at `end`. Where that is one
    /// instant, one completion does for both.
    fn transfers_at(
        &mut self,
        talk_end: f64,
        end: f64,
        group: GroupId,
        caller: &Caller,
        ticket: bool,
    ) -> u32 {
        let transferred = Caller { leg: Leg::Transferred, holder: group.number(), ..*caller };
        if talk_end == end && !ticket {
            return self.remember(talk_end, group, &transferred, Then::Transfers);
        }
        self.transfer_later(talk_end, &transferred);
        if ticket { self.ticket_at_end(talk_end, group, caller) } else { Completion::service(group) }
    }

    /// Transfers a caller at a later instant.
    fn transfer_later(&mut self, at: f64, caller: &Caller) {
        let slot = self.away.put(*caller);
        self.set(at, TimedEvent::IsTransferred { id: caller.id, slot });
    }

    /// Makes the completion of an agent who opens a ticket while wrapping up.
    fn ticket_at_end(&mut self, since: f64, group: GroupId, caller: &Caller) -> u32 {
        match self.model.call_types()[caller.call_type.index()].follow_up.is_some() {
            true => self.remember(since, group, caller, Then::LeavesTicket),
            false => Completion::service(group),
        }
    }

    /// Makes the completion of an agent's work after which more follows.
    fn remember(&mut self, since: f64, group: GroupId, caller: &Caller, then: Then) -> u32 {
        // Only calls that may be preempted go back to their queue.
        let queue = QueueId::new(0);
        Completion::talk(self.in_service.put(InService { caller: *caller, queue, group, since, then }))
    }

    /// Handles the end of a front-line talk after which the caller is held for an expert.
    pub(super) fn refers(&mut self, now: f64, service: InService) {
        let Some(&Referral { queue, how: TransferKind::WarmTransfer { limit, .. }, .. }) =
            self.referral(service.caller.call_type)
        else {
            return self.service_ends(now, service.group);
        };
        let caller = service.caller;
        // The front agent's completion ends here; another follows when the expert has come.
        self.completions.pop();
        let group_state = &mut self.groups[service.group.index()];
        group_state.holding += 1;
        if !self.is_open(queue) {
            let to = self.queues[queue.index()].home;
            self.report_referred(&caller, service.group, to, 0.0, ReferralOutcome::Closed);
            return self.hold_ends(now, service, 0.0, true);
        }
        let patience = self.source.referral_patience(&caller.call());
        let holder = self.in_service.put(InService { then: Then::Holds { since: now }, ..service });
        let deadline = now + patience.min(limit);
        let held =
            Caller { leg: Leg::Held, joined: now, waited: 0.0, deadline, holder, preemptions: 0, ..caller };
        match self.idle_agent(queue) {
            Some(assignment) => self.introduce(now, assignment, &held, AgentSource::Idle),
            None => self.wait_in_queue(queue, &held, Queue::join),
        }
    }

    /// Lets an expert take a held call: an introduction together, then the front agent wraps up and the expert talks.
    pub(super) fn introduce(
        &mut self,
        now: f64,
        assignment: Assignment,
        caller: &Caller,
        agent: AgentSource,
    ) {
        let introduction = match self.referral(caller.call_type).map(|referral| referral.how) {
            Some(TransferKind::WarmTransfer { introduction, .. }) => introduction,
            _ => 0.0,
        };
        self.talk_with_expert(now, introduction, assignment, caller, agent);
        if let Some(service) = self.in_service.take(caller.holder) {
            self.report_referred(
                caller,
                service.group,
                assignment.group,
                caller.wait(now),
                ReferralOutcome::Answered,
            );
            let ticket = self.source.leaves_ticket(&caller.call());
            self.hold_ends(now, service, introduction, ticket);
        }
    }

    /// Ends the front agent's hold after `more` seconds together with the expert; the wrap-up follows.
    pub(super) fn hold_ends(&mut self, now: f64, service: InService, more: f64, ticket: bool) {
        let InService { caller, group, since, then, .. } = service;
        let held_since = if let Then::Holds { since } = then { since } else { now };
        let free = now + more;
        let group_state = &mut self.groups[group.index()];
        group_state.holding -= 1;
        if more > 0.0 && group_state.keeps_talk_ends {
            group_state.keep_talk_end(now, free);
        }
        let until = free + caller.wrap_up;
        self.observer.busy(&caller.call(), group, TimeSpan { from: since, to: until });
        self.observer.held(&caller.call(), group, TimeSpan { from: held_since, to: free });
        let payload = match ticket {
            true => self.ticket_at_end(since, group, &caller),
            false => Completion::service(group),
        };
        self.completions.push(until, payload);
    }

    /// Frees the agent who has transferred a caller. The caller's turn is after all else of this instant but arrivals.
    pub(super) fn transfers(&mut self, now: f64, service: &InService) {
        self.service_ends(now, service.group);
        match self.completions.time() > now && self.next_other > now {
            true => self.is_transferred(now, service.caller),
            false => self.transfer_later(now, &service.caller),
        }
    }

    /// Handles a transferred caller, who has left the front line and waits alone.
    #[inline(never)]
    pub(super) fn is_transferred(&mut self, now: f64, caller: Caller) {
        let Some(referral) = self.referral(caller.call_type) else { return };
        let queue = referral.queue;
        if !self.is_open(queue) {
            let to = self.queues[queue.index()].home;
            self.report_referred(&caller, caller.transferred_by(), to, 0.0, ReferralOutcome::Closed);
            // The agent who transferred may have left a ticket already: a call leaves one.
            let leaves = self.routings[caller.call_type.index()].leaves_tickets;
            if !(leaves && self.source.leaves_ticket(&caller.call())) {
                self.open_ticket(now, &caller);
            }
            return;
        }
        let deadline = now + self.source.referral_patience(&caller.call());
        let caller = Caller { joined: now, waited: 0.0, preemptions: 0, deadline, ..caller };
        match self.idle_agent(queue) {
            Some(assignment) => self.begin_referral(now, assignment, &caller, AgentSource::Idle),
            None => self.wait_in_queue(queue, &caller, Queue::join),
        }
    }

    /// Lets an expert take a transferred call.
    pub(super) fn begin_referral(
        &mut self,
        now: f64,
        assignment: Assignment,
        caller: &Caller,
        agent: AgentSource,
    ) {
        self.talk_with_expert(now, 0.0, assignment, caller, agent);
        let wait = caller.wait(now);
        self.report_referred(
            caller,
            caller.transferred_by(),
            assignment.group,
            wait,
            ReferralOutcome::Answered,
        );
    }

    /// Begins the expert's part of a call that was handed on: introduction, talk, wrap-up.
    fn talk_with_expert(
        &mut self,
        now: f64,
        introduction: f64,
        assignment: Assignment,
        caller: &Caller,
        agent: AgentSource,
    ) {
        let Assignment { queue, group, talk_factor, .. } = assignment;
        let call = caller.call();
        let talk_end = now + introduction + talk_factor * self.source.referral_talk(&call);
        self.groups[group.index()].takes(now, talk_end, agent);
        let end = talk_end + self.source.referral_wrap_up(&call);
        self.report_queued(caller, queue, now);
        self.observer.busy(&call, group, TimeSpan { from: now, to: end });
        self.busy_until(end, Completion::service(group), agent);
    }

    /// Opens a ticket, which waits for idle time.
    pub(super) fn open_ticket(&mut self, now: f64, caller: &Caller) {
        let Some(follow_up) = &self.model.call_types()[caller.call_type.index()].follow_up else { return };
        let queue = follow_up.queue;
        let deadline = f64::INFINITY;
        let ticket =
            Caller { leg: Leg::Ticket, joined: now, waited: 0.0, preemptions: 0, deadline, ..*caller };
        match self.idle_agent(queue) {
            Some(assignment) => self.call_back(now, assignment, &ticket, AgentSource::Idle),
            None => self.wait_in_queue(queue, &ticket, Queue::join),
        }
    }

    /// Lets an agent call back.
    pub(super) fn call_back(
        &mut self,
        now: f64,
        assignment: Assignment,
        ticket: &Caller,
        agent: AgentSource,
    ) {
        let handle = self.source.follow_up(&ticket.call());
        self.groups[assignment.group.index()].takes(now, now, agent);
        let span = TimeSpan { from: now, to: now + handle };
        self.observer.follow_up(&ticket.call(), assignment.group, ticket.joined, span);
        self.busy_until(span.to, Completion::service(assignment.group), agent);
    }

    /// Reports how a call that was handed on fared.
    pub(super) fn report_referred(
        &mut self,
        caller: &Caller,
        from: GroupId,
        to: GroupId,
        wait: f64,
        outcome: ReferralOutcome,
    ) {
        self.observer.referred(&Referred { call: caller.call(), from, to, wait, outcome });
    }
}
