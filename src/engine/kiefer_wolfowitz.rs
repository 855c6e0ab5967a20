//! The recursion of Kiefer and Wolfowitz (1955) for queues served first come, first served by one group of identical agents:
//! the same history as the event loop's, call by call, at half the cost.
//!
//! It keeps the instants from which each agent is free; the next caller takes the least of them. A caller whose patience
//! ends before that takes no agent's time, and will dial again, if at all, later than now: so callers in order of dialling
//! are all that is needed, neither completions nor a queue. When fewer agents are on duty from an instant on, those who
//! finish first go home at the end of their calls; when more are, those come back first who are still at work.

use super::call::{Call, CallId, FreshCall};
use super::event_queue::EventQueue;
use super::observer::{Attempt, Next, Observer, Outcome, TimeSpan};
use super::source::{CallSource, Failure, Wanted};
use crate::model::{CallTypeId, GroupId, Model, ShiftEnd, WhenClosed};
use crate::workforce::Step;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// One replication of a model in which every queue has a group to itself.
pub struct KieferWolfowitz<'m, C, O> {
    model: &'m Model,
    source: C,
    observer: O,
    /// The group of each call type.
    homes: Vec<GroupId>,
    pools: Vec<Pool>,
    redials: BinaryHeap<Reverse<Again>>,
    attempts: u64,
}

/// The agents of a group.
struct Pool {
    generalist: bool,
    /// From when each agent on duty is free.
    free: EventQueue<()>,
    /// When those finish whose shift has ended, in order.
    leaving: Vec<f64>,
    /// The steps of the staffing still to come, the next last.
    steps: Vec<Step>,
    now: Step,
    /// When duty and overtime were last accounted for.
    on_duty_from: f64,
    overtime_from: f64,
}

/// An attempt as it is dialled.
#[derive(Clone, Copy)]
struct Dial {
    at: f64,
    first: f64,
    id: CallId,
    call_type: CallTypeId,
    attempt: u32,
    /// Marks that the source did not give are not numbers.
    talk: f64,
    wrap_up: f64,
    patience: f64,
}

/// An attempt after the first, to come: in order of time, then id. Times as bit patterns.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Again {
    at: u64,
    id: CallId,
    call_type: CallTypeId,
    attempt: u32,
    first: u64,
}

impl<'m, C: CallSource, O: Observer> KieferWolfowitz<'m, C, O> {
    /// Returns whether the recursion gives the history of this model: calls are over when the first agent is free, have one
    /// priority, and are taken by nobody but the queue's own group, whose calls in hand finish.
    pub fn applies(model: &Model, staffing: &[Vec<Step>]) -> bool {
        let alone = |(number, queue): (usize, &crate::model::Queue)| {
            let plain = matches!(queue.served_by[..], [route] if route.is_unconditional());
            let shared = model.queues()[..number].iter().any(|earlier| earlier.home() == queue.home());
            plain && !shared && queue.when_closed == WhenClosed::Wait
        };
        let unlimited = |steps: &Vec<Step>| steps.iter().all(|step| step.lines == u32::MAX);
        let first = model.call_types().first().map_or(0, |call_type| call_type.priority);
        model.queues().iter().enumerate().all(alone)
            && model.groups().iter().all(|group| group.shift_end == ShiftEnd::Finish)
            && staffing.iter().all(unlimited)
            && model
                .call_types()
                .iter()
                .all(|call_type| call_type.is_single_stage() && call_type.priority == first)
    }

    /// Sets up a replication of a model to which the recursion [`applies`](KieferWolfowitz::applies).
    pub fn new(model: &'m Model, source: C, staffing: &[Vec<Step>], observer: O) -> Self {
        let home = |call_type: &crate::model::CallType| model.home(call_type.queue);
        let pool = |(group, steps): (usize, &Vec<Step>)| Pool::new(model.groups()[group].generalist, steps);
        KieferWolfowitz {
            model,
            source,
            observer,
            homes: model.call_types().iter().map(home).collect(),
            pools: staffing.iter().enumerate().map(pool).collect(),
            redials: BinaryHeap::new(),
            attempts: 0,
        }
    }

    /// Runs to the end: every attempt dialled within the horizon meets its outcome. Returns the observer and
    /// the number of attempts.
    pub fn run(mut self) -> (O, u64) {
        let mut fresh = Vec::new();
        loop {
            // Marks are asked for when they matter, one by one: their draws overlap with the rest of the work.
            self.source.next_calls(&mut fresh, Wanted { durations: false, patience: false });
            if fresh.is_empty() {
                break;
            }
            for &FreshCall { id, at, call_type, talk, wrap_up, patience } in &fresh {
                self.redial_until(at);
                self.dials(Dial { at, first: at, id, call_type, attempt: 0, talk, wrap_up, patience });
            }
            fresh.clear();
        }
        self.redial_until(f64::INFINITY);
        let end = self.model.horizon().end();
        for (group, pool) in (0..).map(GroupId::new).zip(&mut self.pools) {
            pool.close(group, end, &mut self.observer);
        }
        (self.observer, self.attempts)
    }

    /// Handles the redials up to `until`.
    #[inline(always)]
    fn redial_until(&mut self, until: f64) {
        while let Some(&Reverse(again)) = self.redials.peek() {
            if f64::from_bits(again.at) > until {
                return;
            }
            self.redials.pop();
            self.dials(again.dial());
        }
    }

    /// Handles an attempt: the caller meets an agent or abandons.
    #[inline(always)]
    fn dials(&mut self, dial: Dial) {
        self.attempts += 1;
        let home = self.homes[dial.call_type.index()];
        let pool = &mut self.pools[home.index()];
        if pool.next_change() <= dial.at.max(pool.free.time()) {
            pool.catch_up(home, dial.at, &mut self.observer);
        }
        let free = pool.free.time();
        if free <= dial.at {
            return self.is_answered(&dial, home, dial.at);
        }
        let patience =
            if dial.patience.is_nan() { self.source.patience(&dial.call()) } else { dial.patience };
        let deadline = dial.at + patience;
        if free > deadline {
            self.abandons(&dial, home, deadline);
        } else if free < f64::INFINITY {
            self.is_answered(&dial, home, free);
        } else {
            self.is_never_served(dial, home);
        }
    }

    /// Lets the agent who is free first answer at `at`.
    #[inline(always)]
    fn is_answered(&mut self, dial: &Dial, home: GroupId, at: f64) {
        let dial = self.with_durations(dial);
        let pool = &mut self.pools[home.index()];
        let factor = if pool.generalist { self.source.talk_factor(&dial.call()) } else { 1.0 };
        let end = at + factor * dial.talk + dial.wrap_up;
        pool.free.replace(end, ());
        let attempt = dial.attempted(home, at - dial.at, Outcome::Answered, Next::Done);
        self.observer.answered(&attempt, TimeSpan { from: dial.at, to: at }, end);
    }

    /// Returns an attempt with its talk and wrap-up, asked for if they were not given.
    #[inline(always)]
    fn with_durations(&self, dial: &Dial) -> Dial {
        let mut dial = *dial;
        if dial.talk.is_nan() {
            (dial.talk, dial.wrap_up) = self.source.durations(dial.call_type, dial.id);
        }
        dial
    }

    /// Handles a caller whose patience ends at `at`.
    fn abandons(&mut self, dial: &Dial, home: GroupId, at: f64) {
        let dial = &self.with_durations(dial);
        let next = self.after_failure(dial, at);
        let abandoned = dial.attempted(home, at - dial.at, Outcome::Abandoned, next);
        self.observer.abandoned(&abandoned, TimeSpan { from: dial.at, to: at });
    }

    /// Reports a caller to whom nobody comes and whose patience never ends.
    #[cold]
    fn is_never_served(&mut self, dial: Dial, home: GroupId) {
        let dial = self.with_durations(&dial);
        let to = self.model.horizon().end();
        if to > dial.at {
            self.observer.queued(&dial.call(), home, TimeSpan { from: dial.at, to });
        }
        self.observer.attempt(&dial.attempted(home, f64::INFINITY, Outcome::Unserved, Next::Done));
    }

    /// Lets a caller who abandoned dial again, if that is what the caller does.
    fn after_failure(&mut self, dial: &Dial, at: f64) -> Next {
        let delay = self.source.redial(&dial.call(), Failure::Abandoned);
        match delay.map(|delay| at + delay) {
            None => Next::Done,
            Some(again) if again >= self.model.horizon().end() => Next::TooLate,
            Some(again) => {
                self.redials.push(Reverse(dial.again(again)));
                Next::Redials
            }
        }
    }
}

impl Again {
    fn dial(self) -> Dial {
        let Again { at, id, call_type, attempt, first } = self;
        let [at, first] = [at, first].map(f64::from_bits);
        let [talk, wrap_up, patience] = [f64::NAN; 3];
        Dial { at, first, id, call_type, attempt, talk, wrap_up, patience }
    }
}

impl Dial {
    #[inline(always)]
    fn call(&self) -> Call {
        let Dial { at, first, id, call_type, attempt, wrap_up, .. } = *self;
        let (contact, preemptions) = (0, 0);
        Call { id, call_type, dialled: at, first_dialled: first, attempt, contact, preemptions, wrap_up }
    }

    #[inline(always)]
    fn attempted(&self, home: GroupId, wait: f64, outcome: Outcome, next: Next) -> Attempt {
        Attempt { call: self.call(), group: home, by: home, wait, outcome, next }
    }

    /// Makes the caller's next attempt, dialled at `at`.
    fn again(&self, at: f64) -> Again {
        let Dial { first, id, call_type, attempt, .. } = *self;
        let [at, first] = [at, first].map(f64::to_bits);
        Again { at, id, call_type, attempt: attempt + 1, first }
    }
}

impl Pool {
    fn new(generalist: bool, steps: &[Step]) -> Pool {
        let none = Step { at: 0.0, agents: 0, seats: 0, lines: u32::MAX, open: true };
        let now = steps.first().copied().unwrap_or(none);
        let mut free = EventQueue::default();
        (0..now.agents).for_each(|_| free.push(0.0, ()));
        Pool {
            generalist,
            free,
            leaving: Vec::new(),
            steps: steps.iter().skip(1).rev().copied().collect(),
            now,
            on_duty_from: 0.0,
            overtime_from: 0.0,
        }
    }

    /// Returns when the number on duty changes next.
    #[inline(always)]
    fn next_change(&self) -> f64 {
        self.steps.last().map_or(f64::INFINITY, |step| step.at)
    }

    /// Makes the changes that come before a caller, who dials at `now`, meets an agent: nobody else will meet
    /// one before then. An agent who falls free at the very instant of a change takes one more call.
    #[cold]
    fn catch_up<O: Observer>(&mut self, group: GroupId, now: f64, observer: &mut O) {
        while let Some(step) = self.steps.last().copied() {
            if step.at > now && step.at >= self.free.time() {
                return;
            }
            self.steps.pop();
            self.account(group, step.at, observer);
            self.change(step);
        }
    }

    /// Changes the number on duty: of the busy agents the first to finish leave, and as many stay as are on duty.
    fn change(&mut self, step: Step) {
        let mut busy = std::mem::take(&mut self.leaving);
        while !self.free.is_empty() {
            if self.free.time() > step.at {
                busy.push(self.free.time());
            }
            self.free.pop();
        }
        busy.sort_by(f64::total_cmp);
        let surplus = busy.len().saturating_sub(step.agents as usize);
        busy.split_off(surplus).into_iter().for_each(|end| self.free.push(end, ()));
        self.leaving = busy;
        while self.free.len() < step.agents as usize {
            self.free.push(step.at, ());
        }
        self.now = step;
    }

    /// Reports duty and overtime until an instant; agents who have finished by then have left.
    fn account<O: Observer>(&mut self, group: GroupId, until: f64, observer: &mut O) {
        let finished = self.leaving.partition_point(|end| *end <= until);
        self.account_leaving(group, finished, observer);
        self.account_on_duty(group, until, observer);
        if !self.leaving.is_empty() {
            self.account_overtime(group, self.leaving.len(), until, observer);
        }
        self.overtime_from = until;
    }

    /// Reports the overtime of the first `finished` of those leaving, who then have left.
    fn account_leaving<O: Observer>(&mut self, group: GroupId, finished: usize, observer: &mut O) {
        for first in 0..finished {
            self.account_overtime(group, self.leaving.len() - first, self.leaving[first], observer);
        }
        self.leaving.drain(..finished);
    }

    fn account_overtime<O: Observer>(&mut self, group: GroupId, agents: usize, until: f64, observer: &mut O) {
        observer.overtime(group, agents as u32, TimeSpan { from: self.overtime_from, to: until });
        self.overtime_from = until;
    }

    fn account_on_duty<O: Observer>(&mut self, group: GroupId, until: f64, observer: &mut O) {
        let Step { agents, seats, open, .. } = self.now;
        observer.on_duty(group, agents, seats, open, TimeSpan { from: self.on_duty_from, to: until });
        self.on_duty_from = until;
    }

    /// Reports what is left when nobody dials any more, to the end of the horizon and of the last call.
    fn close<O: Observer>(&mut self, group: GroupId, end: f64, observer: &mut O) {
        while let Some(step) = self.steps.pop() {
            self.account(group, step.at, observer);
            self.change(step);
        }
        self.account_leaving(group, self.leaving.len(), observer);
        if self.on_duty_from < end {
            self.account_on_duty(group, end, observer);
        }
    }
}
