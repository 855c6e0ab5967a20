//! What is handed on: three-way calls, transfers, tickets and the calls back that close them.

use super::Engine;
use super::crew::{Taking, Took};
use super::ends::End;
use super::observer::{Handed, Observer, Referred, TimeSpan};
use super::queue::{Caller, Leg, Queue};
use super::slots::{InService, Then};
use super::source::CallSource;
use super::timers::Due;
use crate::model::{CallTypeId, GroupId, QueueId, Referral, TransferKind};

impl<C: CallSource, O: Observer> Engine<'_, C, O> {
    /// What the front line hands on of a call type.
    pub(super) fn referral(&self, call_type: CallTypeId) -> Option<&'_ Referral> {
        self.model.call_types[call_type.index()].referral.as_ref()
    }

    /// An agent answers an attempt that is not over with its first talk and wrap-up.
    #[inline]
    pub(super) fn begin_attempt(&mut self, now: f64, taking: Taking, caller: &Caller, agent: Took) {
        let talk_end = self.begins_talk(now, taking, caller, agent);
        let way = self.ways[caller.call_type.index()];
        let front = self.crews[taking.group.index()].refers;
        let needs_expert = front && way.handed_on && self.callers.is_referred(&caller.call(), now);
        // Who overflowed from the experts is not sent back to them: the agent answers, or opens a ticket.
        let refers = needs_expert && self.crews[taking.home.index()].refers;
        // Looked up only where it is wanted: call types lie far apart.
        let how = if refers { self.referral(caller.call_type).map(|referral| referral.how) } else { None };
        if let Some(TransferKind::WarmTransfer { .. }) = how {
            return self.begin_three_way(now, taking, caller, talk_end, agent);
        }
        let end = talk_end + caller.wrap_up;
        self.tell_answered(now, taking, caller, end);
        let ticket = front
            && ((needs_expert && !refers)
                || (way.leaves_tickets && self.callers.leaves_ticket(&caller.call())));
        let payload = match how {
            Some(_) => self.transfers_at(talk_end, end, taking.group, caller, ticket),
            None if ticket => self.ticket_at_end(now, taking.group, caller),
            None => End::service(taking.group),
        };
        self.busy_until(end, payload, agent);
        if way.calls_again {
            self.may_call_again(end, caller);
        }
    }

    /// The agent will hold the caller for an expert when the talk ends.
    fn begin_three_way(&mut self, now: f64, taking: Taking, caller: &Caller, talk_end: f64, agent: Took) {
        self.tell_answered_open(now, taking, caller);
        let Taking { queue, group, .. } = taking;
        let service = InService { caller: *caller, queue, group, since: now, then: Then::Refers };
        let slot = self.in_service.put(service);
        self.busy_until(talk_end, End::talk(slot), agent);
        self.may_call_again(talk_end, caller);
    }

    /// The calendar's entry of an agent who transfers the caller at `talk_end` and is free at `end`. Where that is one
    /// instant, one entry does for both.
    fn transfers_at(&mut self, talk_end: f64, end: f64, group: GroupId, caller: &Caller, ticket: bool) -> u32 {
        let transferred = Caller { leg: Leg::Transferred, holder: group.number(), ..*caller };
        if talk_end == end && !ticket {
            return self.remember(talk_end, group, &transferred, Then::Transfers);
        }
        self.transfer_later(talk_end, &transferred);
        if ticket { self.ticket_at_end(talk_end, group, caller) } else { End::service(group) }
    }

    fn transfer_later(&mut self, at: f64, caller: &Caller) {
        let slot = self.away.put(*caller);
        self.set(at, Due::IsTransferred { id: caller.id, slot });
    }

    /// The calendar's entry of an agent who opens a ticket while wrapping up.
    fn ticket_at_end(&mut self, since: f64, group: GroupId, caller: &Caller) -> u32 {
        match self.model.call_types[caller.call_type.index()].follow_up.is_some() {
            true => self.remember(since, group, caller, Then::LeavesTicket),
            false => End::service(group),
        }
    }

    /// The calendar's entry of an agent at the end of whose duty more follows.
    fn remember(&mut self, since: f64, group: GroupId, caller: &Caller, then: Then) -> u32 {
        // Only calls that may be preempted go back to their queue.
        let queue = QueueId::new(0);
        End::talk(self.in_service.put(InService { caller: *caller, queue, group, since, then }))
    }

    /// The front line's talk has ended and an expert is wanted in a three-way call.
    pub(super) fn refers(&mut self, now: f64, service: InService) {
        let Some(&Referral { queue, how: TransferKind::WarmTransfer { limit, .. }, .. }) =
            self.referral(service.caller.call_type)
        else {
            return self.service_ends(now, service.group);
        };
        let queue = QueueId::new(queue);
        let caller = service.caller;
        // The front agent's entry in the calendar ends here; another follows when the expert has come.
        self.ends.pop();
        let crew = &mut self.crews[service.group.index()];
        crew.holding += 1;
        if !self.is_open(queue) {
            let to = self.queues[queue.index()].home;
            self.tell_referred(&caller, service.group, to, 0.0, Handed::Closed);
            return self.hold_ends(now, service, 0.0, true);
        }
        let patience = self.callers.referral_patience(&caller.call());
        let holder = self.in_service.put(InService { then: Then::Holds { since: now }, ..service });
        let deadline = now + patience.min(limit);
        let held =
            Caller { leg: Leg::Held, joined: now, waited: 0.0, deadline, holder, returned: 0, ..caller };
        match self.idle_agent(queue) {
            Some(taking) => self.introduce(now, taking, &held, Took::Idle),
            None => self.wait_in_line(queue, &held, Queue::join),
        }
    }

    /// An expert takes a held call: an introduction together, then the front agent wraps up and the expert
    /// talks.
    pub(super) fn introduce(&mut self, now: f64, taking: Taking, caller: &Caller, agent: Took) {
        let introduction = match self.referral(caller.call_type).map(|referral| referral.how) {
            Some(TransferKind::WarmTransfer { introduction, .. }) => introduction,
            _ => 0.0,
        };
        self.talk_with_expert(now, introduction, taking, caller, agent);
        if let Some(service) = self.in_service.take(caller.holder) {
            self.tell_referred(caller, service.group, taking.group, caller.wait(now), Handed::Answered);
            let ticket = self.callers.leaves_ticket(&caller.call());
            self.hold_ends(now, service, introduction, ticket);
        }
    }

    /// The front agent's hold ends after `more` seconds together with the expert; then the wrap-up.
    pub(super) fn hold_ends(&mut self, now: f64, service: InService, more: f64, ticket: bool) {
        let InService { caller, group, since, then, .. } = service;
        let held_since = if let Then::Holds { since } = then { since } else { now };
        let free = now + more;
        let crew = &mut self.crews[group.index()];
        crew.holding -= 1;
        if more > 0.0 && crew.keeps_talk_ends {
            crew.keep_talk_end(now, free);
        }
        let until = free + caller.wrap_up;
        self.observer.busy(&caller.call(), group, TimeSpan { from: since, to: until });
        self.observer.held(&caller.call(), group, TimeSpan { from: held_since, to: free });
        let payload = match ticket {
            true => self.ticket_at_end(since, group, &caller),
            false => End::service(group),
        };
        self.ends.push(until, payload);
    }

    /// The agent who has transferred a caller is free. The caller's turn is after all else of this instant but arrivals.
    pub(super) fn transfers(&mut self, now: f64, service: &InService) {
        self.service_ends(now, service.group);
        match self.ends.time() > now && self.next_other > now {
            true => self.is_transferred(now, service.caller),
            false => self.transfer_later(now, &service.caller),
        }
    }

    /// A transferred caller has left the front line and waits alone.
    #[inline(never)]
    pub(super) fn is_transferred(&mut self, now: f64, caller: Caller) {
        let Some(referral) = self.referral(caller.call_type) else { return };
        let queue = QueueId::new(referral.queue);
        if !self.is_open(queue) {
            let to = self.queues[queue.index()].home;
            self.tell_referred(&caller, caller.transferred_by(), to, 0.0, Handed::Closed);
            return self.open_ticket(now, &caller);
        }
        let deadline = now + self.callers.referral_patience(&caller.call());
        let caller = Caller { joined: now, waited: 0.0, returned: 0, deadline, ..caller };
        match self.idle_agent(queue) {
            Some(taking) => self.begin_referral(now, taking, &caller, Took::Idle),
            None => self.wait_in_line(queue, &caller, Queue::join),
        }
    }

    /// An expert takes a transferred call.
    pub(super) fn begin_referral(&mut self, now: f64, taking: Taking, caller: &Caller, agent: Took) {
        self.talk_with_expert(now, 0.0, taking, caller, agent);
        let wait = caller.wait(now);
        self.tell_referred(caller, caller.transferred_by(), taking.group, wait, Handed::Answered);
    }

    /// The expert's part of a call that was handed on: introduction, talk, wrap-up.
    fn talk_with_expert(
        &mut self,
        now: f64,
        introduction: f64,
        taking: Taking,
        caller: &Caller,
        agent: Took,
    ) {
        let Taking { queue, group, talk_factor, .. } = taking;
        let call = caller.call();
        let talk_end = now + introduction + talk_factor * self.callers.referral_talk(&call);
        self.crews[group.index()].takes(now, talk_end, agent);
        let end = talk_end + self.callers.referral_wrap_up(&call);
        self.tell_queued(caller, queue, now);
        self.observer.busy(&call, group, TimeSpan { from: now, to: end });
        self.busy_until(end, End::service(group), agent);
    }

    /// A ticket waits for idle time.
    pub(super) fn open_ticket(&mut self, now: f64, caller: &Caller) {
        let Some(follow_up) = &self.model.call_types[caller.call_type.index()].follow_up else { return };
        let queue = QueueId::new(follow_up.queue);
        let deadline = f64::INFINITY;
        let ticket = Caller { leg: Leg::Ticket, joined: now, waited: 0.0, returned: 0, deadline, ..*caller };
        match self.idle_agent(queue) {
            Some(taking) => self.call_back(now, taking, &ticket, Took::Idle),
            None => self.wait_in_line(queue, &ticket, Queue::join),
        }
    }

    /// An agent calls back.
    pub(super) fn call_back(&mut self, now: f64, taking: Taking, ticket: &Caller, agent: Took) {
        let handle = self.callers.follow_up(&ticket.call());
        self.crews[taking.group.index()].takes(now, now, agent);
        let span = TimeSpan { from: now, to: now + handle };
        self.observer.follow_up(&ticket.call(), taking.group, ticket.joined, span);
        self.busy_until(span.to, End::service(taking.group), agent);
    }

    /// Tells how a call that was handed on fared.
    pub(super) fn tell_referred(&mut self, caller: &Caller, from: GroupId, to: GroupId, wait: f64, outcome: Handed) {
        self.observer.referred(&Referred { call: caller.call(), from, to, wait, outcome });
    }
}
