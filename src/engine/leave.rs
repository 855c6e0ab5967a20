//! Who gives up, dials again, calls again; what is told of it; the end of the run.

use super::Engine;
use super::call::{CallId, FreshCall};
use super::crew::Taking;
use super::observer::{Handed, Next, Observer, Outcome, TimeSpan};
use super::queue::{Caller, Leg, Place};
use super::slots::Failed;
use super::source::{CallSource, Failure, RepeatContact};
use super::timers::Due;
use crate::model::{GroupId, QueueId};
use crate::workforce::Step;

impl<C: CallSource, O: Observer> Engine<'_, C, O> {
    /// A waiting caller's patience ends, unless the caller who waited at the place has left it.
    pub(super) fn patience_ends(&mut self, now: f64, queue: QueueId, place: Place) {
        if let Some(caller) = self.queues[queue.index()].leave(place, now) {
            self.one_less_waits(queue);
            self.gives_up(now, queue, &caller);
        }
    }

    /// Patience ended at `at`, which may be before the present if nothing depended on it.
    #[inline(never)]
    pub(super) fn gives_up(&mut self, at: f64, queue: QueueId, caller: &Caller) {
        let home = self.queues[queue.index()].home;
        if caller.leg == Leg::Attempt {
            let next = match caller.again.is_nan() {
                true => self.after_failure(at, caller, Failure::Abandoned),
                false => self.will_dial_again(caller.again, caller),
            };
            let attempt = caller.attempted(home, home, caller.wait(at), Outcome::Abandoned, next);
            return self.observer.abandoned(&attempt, TimeSpan { from: caller.joined, to: at });
        }
        self.tell_queued(caller, queue, at);
        match caller.leg {
            Leg::Held => self.held_in_vain(at, home, caller),
            Leg::Transferred => {
                let holder = caller.transferred_by();
                self.tell_referred(caller, holder, home, caller.wait(at), Handed::GaveUp);
            }
            Leg::Attempt | Leg::Ticket => {}
        }
    }

    /// No expert came: the caller has hung up, or the limit is reached and the agent opens a ticket.
    fn held_in_vain(&mut self, at: f64, expert: GroupId, caller: &Caller) {
        let Some(service) = self.in_service.take(caller.holder) else { return };
        let patience = self.callers.referral_patience(&caller.call());
        let hung_up = caller.joined + patience <= at;
        let outcome = if hung_up { Handed::GaveUp } else { Handed::LimitReached };
        self.tell_referred(caller, service.group, expert, caller.wait(at), outcome);
        self.hold_ends(at, service, 0.0, !hung_up);
    }

    /// One of a queue's callers could dial again at this very instant, unless an earlier look has put that off.
    pub(super) fn may_be_dialling_again(&mut self, now: f64, queue: QueueId) {
        if self.queues[queue.index()].look_at == now {
            self.looks_who_has_gone(now, queue);
        }
    }

    /// Tells of those in a queue who have given up by now.
    pub(super) fn looks_who_has_gone(&mut self, now: f64, queue: QueueId) {
        let line = &mut self.queues[queue.index()];
        let mut gone = std::mem::take(&mut self.gone);
        let next = line.take_all_gone(now, &mut gone);
        if line.looked_enough() {
            let due = line.turn_to_events();
            due.into_iter().for_each(|(place, at)| self.set(at, Due::Abandons { queue, place }));
        } else if line.look_at <= now {
            line.look_at = f64::INFINITY;
            self.look_before(next, queue);
        }
        for caller in gone.drain(..) {
            self.one_less_waits(queue);
            self.gives_up(caller.deadline, queue, &caller);
        }
        self.gone = gone;
    }

    /// Sees to it that who has given up in a queue is known when somebody dials again.
    #[inline(always)]
    pub(super) fn look_before(&mut self, again: f64, queue: QueueId) {
        let line = &mut self.queues[queue.index()];
        if again < line.look_at && again < self.model.horizon.end() {
            line.look_at = again;
            self.set(again, Due::Look { queue });
        }
    }

    /// When a caller dials again who failed at `at`; infinite for those who do not.
    #[inline(always)]
    pub(super) fn again_after(&self, at: f64, caller: &Caller, failure: Failure) -> f64 {
        let delay = self.callers.redial(&caller.call(), failure);
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
        } else if again >= self.model.horizon.end() {
            Next::TooLate
        } else {
            let Caller { id, first, talk, wrap_up, call_type, redials, returned, contact, .. } = *caller;
            let redials = redials + 1;
            let slot =
                self.failed.put(Failed { first, talk, wrap_up, call_type, redials, returned, contact });
            self.set(again, Due::Redials { id, slot });
            Next::Redials
        }
    }

    /// A caller who failed dials again, or one whom the answer did not help calls again.
    pub(super) fn dials_again(&mut self, now: f64, id: CallId, slot: u32) {
        let Some(failed) = self.failed.take(slot) else { return };
        let Failed { first, talk, wrap_up, call_type, redials, returned, contact } = failed;
        let fresh = Caller::fresh(FreshCall { id, at: now, call_type, talk, wrap_up }, f64::NAN);
        self.dials_later(Caller { first, redials, returned, contact, ..fresh });
    }

    #[inline(never)]
    fn dials_later(&mut self, caller: Caller) {
        self.dials(caller.dialled, caller.call_type, || caller);
    }

    /// Lets a caller whom the answer did not help call again, some time after the call's end.
    pub(super) fn may_call_again(&mut self, at: f64, caller: &Caller) {
        let Caller { call_type, contact, .. } = *caller;
        let Some(repeat) = self.callers.repeat(&caller.call()) else { return };
        let RepeatContact { id, delay, talk, wrap_up } = repeat;
        let again = at + delay;
        if again < self.model.horizon.end() {
            self.observer.repeats(&caller.call(), id, again);
            let (first, contact) = (again, contact + 1);
            let next = Failed { first, talk, wrap_up, call_type, redials: 0, returned: 0, contact };
            let slot = self.failed.put(next);
            self.set(again, Due::Redials { id, slot });
        }
    }

    #[inline]
    pub(super) fn tell(
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

    /// An attempt is answered, and its agent busy until `end`.
    #[inline(always)]
    pub(super) fn tell_answered(&mut self, now: f64, taking: Taking, caller: &Caller, end: f64) {
        let Taking { home, group, .. } = taking;
        let attempt = caller.attempted(home, group, caller.wait(now), Outcome::Answered, Next::Done);
        self.observer.answered(&attempt, TimeSpan { from: caller.joined, to: now }, end);
    }

    /// An attempt is answered, and how long its agent is busy is not known yet.
    pub(super) fn tell_answered_open(&mut self, now: f64, taking: Taking, caller: &Caller) {
        self.tell_queued(caller, taking.queue, now);
        self.tell(caller, taking.home, taking.group, caller.wait(now), Outcome::Answered, Next::Done);
    }

    /// Time in the queue, as it was spent: the last stretch ends now.
    #[inline]
    pub(super) fn tell_queued(&mut self, caller: &Caller, queue: QueueId, to: f64) {
        if to > caller.joined && caller.leg != Leg::Ticket {
            let home = self.queues[queue.index()].home;
            let span = TimeSpan { from: caller.joined, to };
            match caller.leg {
                Leg::Attempt => self.observer.queued(&caller.call(), home, span),
                _ => self.observer.queued_for_expert(&caller.call(), home, span),
            }
        }
    }

    pub(super) fn account_on_duty(&mut self, now: f64, group: GroupId) {
        let crew = &mut self.crews[group.index()];
        let span = TimeSpan { from: crew.on_duty_from, to: now };
        crew.on_duty_from = now;
        let Step { agents, seats, open, .. } = crew.now;
        self.observer.on_duty(group, agents, seats, open, span);
    }

    pub(super) fn account_overtime(&mut self, now: f64, group: GroupId) {
        let crew = &mut self.crews[group.index()];
        let span = TimeSpan { from: crew.overtime_from, to: now };
        crew.overtime_from = now;
        let over = crew.busy.saturating_sub(crew.now.agents);
        if over > 0 {
            self.observer.overtime(group, over, span);
        }
    }

    /// Nothing more can happen: accounts for duty to the end of the horizon, for callers whom nobody will
    /// ever answer and for tickets left over.
    pub(super) fn close(&mut self) {
        let end = self.model.horizon.end();
        for group in (0..self.crews.len()).map(GroupId::new) {
            if self.crews[group.index()].on_duty_from < end {
                self.account_on_duty(end, group);
            }
        }
        for queue in (0..self.queues.len()).map(QueueId::new) {
            while let Some(caller) = self.queues[queue.index()].take() {
                self.left_over(end, queue, &caller);
            }
        }
    }

    fn left_over(&mut self, end: f64, queue: QueueId, caller: &Caller) {
        let home = self.queues[queue.index()].home;
        if caller.deadline.is_finite() {
            return self.gives_up(caller.deadline, queue, caller);
        }
        match caller.leg {
            Leg::Ticket => self.observer.ticket_left(&caller.call(), home, caller.joined),
            Leg::Held | Leg::Transferred => {
                self.tell_queued(caller, queue, end.max(caller.joined));
                let from = match caller.leg {
                    Leg::Held => self.in_service.take(caller.holder).map(|service| service.group),
                    _ => Some(caller.transferred_by()),
                };
                let from = from.unwrap_or(home);
                self.tell_referred(caller, from, home, f64::INFINITY, Handed::Unserved);
            }
            Leg::Attempt => {
                self.tell_queued(caller, queue, end.max(caller.joined));
                self.tell(caller, home, home, f64::INFINITY, Outcome::Unserved, Next::Done);
            }
        }
    }
}
