//! Callers who leave: abandonments, redials and repeat contacts, their reports, and the end of the run.

use super::Engine;
use super::agent_group::Assignment;
use super::call::{CallId, FreshCall};
use super::observer::{Next, Observer, Outcome, ReferralOutcome, TimeSpan};
use super::queue::{Caller, Leg, Place};
use super::slab::Failed;
use super::source::{CallSource, Failure, RepeatContact};
use super::timers::TimedEvent;
use crate::model::{CallTypeId, GroupId, QueueId};
use crate::workforce::Step;

impl<C: CallSource, O: Observer> Engine<'_, C, O> {
    /// Handles the end of a waiting caller's patience, unless the caller who waited at the place has left it.
    pub(super) fn patience_ends(&mut self, now: f64, queue: QueueId, place: Place) {
        if let Some(caller) = self.queues[queue.index()].leave(place, now) {
            self.one_less_waits(queue);
            self.abandons(now, queue, &caller);
        }
    }

    /// Handles a caller whose patience ended at `at`, which may be before the present if nothing depended on it.
    #[inline(never)]
    pub(super) fn abandons(&mut self, at: f64, queue: QueueId, caller: &Caller) {
        let home = self.queues[queue.index()].home;
        if caller.leg == Leg::Attempt {
            let next = match caller.again.is_nan() {
                true => self.after_failure(at, caller, Failure::Abandoned),
                false => self.will_dial_again(caller.again, caller),
            };
            let attempt = caller.attempted(home, home, caller.wait(at), Outcome::Abandoned, next);
            return self.observer.abandoned(&attempt, TimeSpan { from: caller.joined, to: at });
        }
        self.report_queued(caller, queue, at);
        match caller.leg {
            Leg::Held => self.held_in_vain(at, home, caller),
            Leg::Transferred => {
                let holder = caller.transferred_by();
                self.report_referred(caller, holder, home, caller.wait(at), ReferralOutcome::Abandoned);
            }
            Leg::Attempt | Leg::Ticket => {}
        }
    }

    /// Handles a held caller for whom no expert came: the caller has hung up, or the limit is reached and the agent opens
    /// a ticket.
    fn held_in_vain(&mut self, at: f64, expert: GroupId, caller: &Caller) {
        let Some(service) = self.in_service.take(caller.holder) else { return };
        let patience = self.source.referral_patience(&caller.call());
        let hung_up = caller.joined + patience <= at;
        let outcome = if hung_up { ReferralOutcome::Abandoned } else { ReferralOutcome::LimitReached };
        self.report_referred(caller, service.group, expert, caller.wait(at), outcome);
        self.hold_ends(at, service, 0.0, !hung_up);
    }

    /// Purges a queue one of whose callers could dial again at this very instant, unless an earlier purge has put that
    /// off.
    pub(super) fn purge_if_due(&mut self, now: f64, queue: QueueId) {
        if self.queues[queue.index()].purge_at == now {
            self.purge_abandoned(now, queue);
        }
    }

    /// Reports the callers of a queue who have abandoned by now, and drops them.
    pub(super) fn purge_abandoned(&mut self, now: f64, queue: QueueId) {
        let queue_state = &mut self.queues[queue.index()];
        let mut abandoned = std::mem::take(&mut self.abandoned);
        let next = queue_state.take_all_abandoned(now, &mut abandoned);
        if queue_state.purged_enough() {
            let event = queue_state.turn_to_events();
            event.into_iter().for_each(|(place, at)| self.set(at, TimedEvent::Abandons { queue, place }));
        } else if queue_state.purge_at <= now {
            queue_state.purge_at = f64::INFINITY;
            self.purge_before(next, queue);
        }
        for caller in abandoned.drain(..) {
            self.one_less_waits(queue);
            self.abandons(caller.deadline, queue, &caller);
        }
        self.abandoned = abandoned;
    }

    /// Sees to it that the abandonments of a queue are known when one of its callers dials again.
    #[inline(always)]
    pub(super) fn purge_before(&mut self, again: f64, queue: QueueId) {
        let queue_state = &mut self.queues[queue.index()];
        if again < queue_state.purge_at && again < self.model.horizon().end() {
            queue_state.purge_at = again;
            self.set(again, TimedEvent::PurgeAbandoned { queue });
        }
    }

    /// Returns when a caller dials again who failed at `at`; infinite for one who does not.
    #[inline(always)]
    pub(super) fn again_after(&self, at: f64, caller: &Caller, failure: Failure) -> f64 {
        let delay = self.source.redial(&caller.call(), failure);
        delay.map_or(f64::INFINITY, |delay| at + delay)
    }

    /// Lets a caller who failed at `at` dial again, if that is what the caller does.
    pub(super) fn after_failure(&mut self, at: f64, caller: &Caller, failure: Failure) -> Next {
        let again = self.again_after(at, caller, failure);
        self.will_dial_again(again, caller)
    }

    /// Lets a caller dial again at an instant, infinite for one who does not.
    fn will_dial_again(&mut self, again: f64, caller: &Caller) -> Next {
        if again == f64::INFINITY {
            Next::Done
        } else if again >= self.model.horizon().end() {
            Next::TooLate
        } else {
            let Caller { id, first, talk, wrap_up, call_type, redials, preemptions, contact, .. } = *caller;
            let redials = redials + 1;
            let slot =
                self.failed.put(Failed { first, talk, wrap_up, call_type, redials, preemptions, contact });
            self.set(again, TimedEvent::Redials { id, contact: 0, slot_or_call_type: slot });
            Next::Redials
        }
    }

    /// Lets a caller who failed dial again.
    pub(super) fn dials_again(&mut self, now: f64, id: CallId, slot: u32) {
        let Some(failed) = self.failed.take(slot) else { return };
        let Failed { first, talk, wrap_up, call_type, redials, preemptions, contact } = failed;
        let call = FreshCall { id, at: now, call_type, talk, wrap_up, patience: f64::NAN };
        self.dials_later(Caller { first, redials, preemptions, contact, ..Caller::fresh(call) });
    }

    /// Lets a caller call again whom so many answers have not helped.
    pub(super) fn calls_again(&mut self, now: f64, id: CallId, call_type: CallTypeId, contact: u16) {
        let (talk, wrap_up) = self.source.durations(call_type, id);
        let call = FreshCall { id, at: now, call_type, talk, wrap_up, patience: f64::NAN };
        self.dials_later(Caller { contact, ..Caller::fresh(call) });
    }

    #[inline(never)]
    fn dials_later(&mut self, caller: Caller) {
        self.dials(caller.dialled, caller.call_type, || caller);
    }

    /// Lets a caller whom the answer did not help call again, some time after the call's end.
    pub(super) fn may_call_again(&mut self, at: f64, caller: &Caller) {
        let Some(RepeatContact { id, delay }) = self.source.repeat(&caller.call()) else { return };
        let again = at + delay;
        if again < self.model.horizon().end() {
            self.observer.repeats(&caller.call(), id, again);
            let (contact, slot_or_call_type) = (caller.contact + 1, caller.call_type.number());
            self.set(again, TimedEvent::Redials { id, contact, slot_or_call_type });
        }
    }

    /// Reports an attempt with its outcome.
    #[inline]
    pub(super) fn report_attempt(
        &mut self,
        caller: &Caller,
        home: GroupId,
        by: GroupId,
        wait: f64,
        outcome: Outcome,
        next: Next,
    ) {
        let attempt = caller.attempted(home, by, wait, outcome, next);
        self.observer.attempt(&attempt);
    }

    /// Reports an attempt that is answered and keeps its agent busy until `end`.
    #[inline(always)]
    pub(super) fn report_answered(&mut self, now: f64, assignment: Assignment, caller: &Caller, end: f64) {
        let Assignment { home, group, .. } = assignment;
        let attempt = caller.attempted(home, group, caller.wait(now), Outcome::Answered, Next::Done);
        self.observer.answered(&attempt, TimeSpan { from: caller.joined, to: now }, end);
    }

    /// Reports an attempt that is answered, where it is not known yet how long its agent is busy.
    pub(super) fn report_answered_open(&mut self, now: f64, assignment: Assignment, caller: &Caller) {
        self.report_queued(caller, assignment.queue, now);
        self.report_attempt(
            caller,
            assignment.home,
            assignment.group,
            caller.wait(now),
            Outcome::Answered,
            Next::Done,
        );
    }

    /// Reports a stretch of time in the queue that ends at `to`.
    #[inline]
    pub(super) fn report_queued(&mut self, caller: &Caller, queue: QueueId, to: f64) {
        if to > caller.joined && caller.leg != Leg::Ticket {
            let home = self.queues[queue.index()].home;
            let span = TimeSpan { from: caller.joined, to };
            match caller.leg {
                Leg::Attempt => self.observer.queued(&caller.call(), home, span),
                _ => self.observer.queued_for_expert(&caller.call(), home, span),
            }
        }
    }

    /// Reports the agents on duty since that was last done.
    pub(super) fn account_on_duty(&mut self, now: f64, group: GroupId) {
        let group_state = &mut self.groups[group.index()];
        let span = TimeSpan { from: group_state.on_duty_from, to: now };
        group_state.on_duty_from = now;
        let Step { agents, seats, open, .. } = group_state.now;
        self.observer.on_duty(group, agents, seats, open, span);
    }

    /// Reports the overtime since that was last done.
    pub(super) fn account_overtime(&mut self, now: f64, group: GroupId) {
        let group_state = &mut self.groups[group.index()];
        let span = TimeSpan { from: group_state.overtime_from, to: now };
        group_state.overtime_from = now;
        let over = group_state.busy.saturating_sub(group_state.now.agents);
        if over > 0 {
            self.observer.overtime(group, over, span);
        }
    }

    /// Ends the run when nothing more can happen: reports duty to the end of the horizon, callers whom nobody will ever
    /// answer and tickets left over.
    pub(super) fn close(&mut self) {
        let end = self.model.horizon().end();
        for group in (0..self.groups.len()).map(GroupId::new) {
            if self.groups[group.index()].on_duty_from < end {
                self.account_on_duty(end, group);
            }
        }
        for queue in (0..self.queues.len()).map(QueueId::new) {
            while let Some(caller) = self.queues[queue.index()].take() {
                self.left_over(end, queue, &caller);
            }
        }
    }

    /// Reports a caller, or a ticket, who still waits when nothing more can happen.
    fn left_over(&mut self, end: f64, queue: QueueId, caller: &Caller) {
        let home = self.queues[queue.index()].home;
        if caller.deadline.is_finite() {
            return self.abandons(caller.deadline, queue, caller);
        }
        match caller.leg {
            Leg::Ticket => self.observer.ticket_left(&caller.call(), home, caller.joined),
            Leg::Held | Leg::Transferred => {
                self.report_queued(caller, queue, end.max(caller.joined));
                let from = match caller.leg {
                    Leg::Held => self.in_service.take(caller.holder).map(|service| service.group),
                    _ => Some(caller.transferred_by()),
                };
                let from = from.unwrap_or(home);
                self.report_referred(caller, from, home, f64::INFINITY, ReferralOutcome::Unserved);
            }
            Leg::Attempt => {
                self.report_queued(caller, queue, end.max(caller.joined));
                self.report_attempt(caller, home, home, f64::INFINITY, Outcome::Unserved, Next::Done);
            }
        }
    }
}
