//! The event engine: callers, queues, agents. No random state, no statistics, no failure.
//!
//! Callers come with keyed marks ([`Callers`]), facts go to an [`Observer`]; the engine only decides
//! who meets whom when. Everything that can happen is a variant of `Event` (`event.rs`).
//!
//! # Order at one instant
//!
//! Service ends (and lines falling free), then staffing changes, then abandonments, then arrivals:
//! redials, by key, before fresh calls, by stream and number. So a caller whose patience ends as an
//! agent falls free is answered.
//!
//! # Calls sent back
//!
//! Where calls in hand return to the queue at the end of a shift ([`ShiftEnd::Return`]), those that
//! began last do, with what is left of the callers' patience, and start anew. A caller who has hung up cannot return:
//! the agent finishes the wrap-up.
//!
//! # Abandonments
//!
//! A caller's giving up is an event only if something depends on its instant: a line that falls
//! free, or a redial. Otherwise it is noticed when the caller's turn comes. Both ways give the same
//! history, attempt by attempt ([`Abandonments`], tested in `tests/engine.rs`).

mod callers;
mod crew;
mod event;
mod heap;
mod observer;
mod queue;

pub use callers::{Callers, Failure, Fresh, Keyed};
pub use heap::Heap;
pub use observer::{Attempt, Next, Observer, Outcome, Span};

use crate::centre::{Model, ShiftEnd};
use crate::staffing::Step;
use crew::{Crew, InService, Slots};
use event::{End, Event, Timer};
use queue::{Caller, Queue};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Which abandonments become events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abandonments {
    /// Those that something depends on.
    WhereNeeded,
    /// All: the plain event loop, for comparison.
    Always,
}

/// One replication of a model.
pub struct Engine<'m, C, O> {
    model: &'m Model,
    callers: C,
    observer: O,
    crews: Vec<Crew>,
    /// Service ends and line releases.
    ends: Heap,
    /// Abandonments and redials.
    timers: BinaryHeap<Reverse<Timer>>,
    /// Staffing changes of all groups, in order; the next is at `next_step`.
    steps: Vec<(u32, Step)>,
    next_step: usize,
    /// The instant of the next timer or staffing change.
    next_other: f64,
    /// Fresh calls of the current span; the next is at `next_fresh`.
    fresh: Vec<Fresh>,
    next_fresh: usize,
    /// Callers who will dial again, and calls in service that may return: slots reused.
    redialling: Slots<Caller>,
    in_service: Slots<InService>,
    /// Calls begun that could be sent back.
    begun: u64,
    abandonments: Abandonments,
    attempts: u64,
}

/// How an agent comes to a call: newly busy, or straight from the call that just ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Agent {
    Idle,
    Freed,
}

impl<'m, C: Callers, O: Observer> Engine<'m, C, O> {
    /// A replication of `model` with its callers and the staffing steps of each group (the first of
    /// each at 0).
    pub fn new(model: &'m Model, callers: C, staffing: &[Vec<Step>], observer: O) -> Self {
        let priorities = 1 + model.streams.iter().map(|s| usize::from(s.priority)).max().unwrap_or(0);
        let wrap_up = model.streams.iter().any(|stream| stream.wrap_up.is_some());
        let crews: Vec<Crew> = model
            .groups
            .iter()
            .zip(staffing)
            .map(|(group, steps)| Crew::new(group, steps, priorities, wrap_up))
            .collect();
        let mut steps: Vec<(u32, Step)> = Vec::new();
        for (group, own) in staffing.iter().enumerate() {
            steps.extend(own.iter().skip(1).map(|step| (group as u32, *step)));
        }
        steps.sort_by(|a, b| a.1.at.total_cmp(&b.1.at));
        Engine {
            model,
            callers,
            observer,
            crews,
            ends: Heap::default(),
            timers: BinaryHeap::new(),
            steps,
            next_step: 0,
            next_other: 0.0,
            fresh: Vec::new(),
            next_fresh: 0,
            redialling: Slots::new(),
            in_service: Slots::new(),
            begun: 0,
            abandonments: Abandonments::WhereNeeded,
            attempts: 0,
        }
    }

    /// Chooses which abandonments become events.
    pub fn abandonments(mut self, which: Abandonments) -> Self {
        self.abandonments = which;
        self
    }

    /// Runs to the end: every attempt dialled within the horizon meets its outcome. Returns the
    /// observer and the number of attempts.
    pub fn run(mut self) -> (O, u64) {
        self.look_ahead();
        while let Some(event) = self.next_event() {
            self.handle(event);
        }
        self.close();
        (self.observer, self.attempts)
    }

    /// The next event, in the order of the module's documentation.
    #[inline(always)]
    fn next_event(&mut self) -> Option<Event> {
        let arrival = self.next_arrival();
        let end = self.ends.time();
        if end <= arrival && end <= self.next_other {
            return (end < f64::INFINITY).then(|| End::event(end, self.ends.payload()));
        }
        if self.next_other <= arrival {
            return self.next_other_event();
        }
        self.next_fresh += 1;
        Some(Event::Arrival { call: self.fresh[self.next_fresh - 1] })
    }

    /// A staffing change or a timer, the former first.
    fn next_other_event(&mut self) -> Option<Event> {
        let timer = self.timers.peek().map_or(f64::INFINITY, |Reverse(timer)| timer.time());
        let event = match self.steps.get(self.next_step) {
            Some(&(group, step)) if step.at <= timer => {
                self.next_step += 1;
                Some(Event::StaffingChange { group, step })
            }
            _ => self.timers.pop().map(|Reverse(timer)| timer.event()),
        };
        self.look_ahead();
        event
    }

    /// Notes when the next timer or staffing change is due.
    fn look_ahead(&mut self) {
        let timer = self.timers.peek().map_or(f64::INFINITY, |Reverse(timer)| timer.time());
        let step = self.steps.get(self.next_step).map_or(f64::INFINITY, |(_, step)| step.at);
        self.next_other = timer.min(step);
    }

    /// Sets a timer.
    fn set(&mut self, timer: Timer) {
        self.next_other = self.next_other.min(timer.time());
        self.timers.push(Reverse(timer));
    }

    /// The instant of the next fresh call; asks for the next span when this one is used up.
    #[inline(always)]
    fn next_arrival(&mut self) -> f64 {
        loop {
            if let Some(call) = self.fresh.get(self.next_fresh) {
                return call.at;
            }
            self.next_fresh = 0;
            if !self.callers.next_span(&mut self.fresh) {
                self.fresh.clear();
                return f64::INFINITY;
            }
        }
    }

    #[inline(always)]
    fn handle(&mut self, event: Event) {
        match event {
            Event::ServiceEnd { at, group } => self.service_ends(at, group),
            Event::ReturnableEnd { at, slot } => self.returnable_ends(at, slot),
            Event::StaffingChange { group, step } => self.staffing_changes(group, step),
            Event::Abandonment { at, group, place } => self.patience_ends(at, group, place),
            Event::Redial { at, slot } => self.dials_again(at, slot),
            Event::Arrival { call } => self.arrives(Caller::fresh(&call)),
        }
    }

    /// An agent falls free: goes home if more are busy than on duty, else takes the next caller.
    #[inline(always)]
    fn service_ends(&mut self, now: f64, group: u32) {
        let crew = &mut self.crews[group as usize];
        if crew.busy > crew.now.agents {
            self.account_overtime(now, group);
        } else if let Some(caller) = self.next_caller(now, group) {
            return self.answer(now, group, &caller, Agent::Freed);
        }
        self.crews[group as usize].busy -= 1;
        self.ends.pop();
    }

    /// The talk of a call that could have been sent back ends: nothing if it was; else the caller hangs
    /// up, and what remains is an ordinary wrap-up.
    #[inline(never)]
    fn returnable_ends(&mut self, now: f64, slot: u32) {
        let Some(InService { caller, group, since, .. }) = self.in_service.take(slot) else {
            return self.ends.pop();
        };
        let until = now + self.callers.wrap_up(caller.stream, caller.key);
        self.observer.busy(caller.stream, group, Span { from: since, to: until });
        self.tell(&caller, group, caller.wait(since), Outcome::Answered, Next::Done);
        match until > now {
            true => self.ends.replace(until, End::service(group)),
            false => self.service_ends(now, group),
        }
    }

    /// The number on duty, the lines or the opening change.
    #[inline(never)]
    fn staffing_changes(&mut self, group: u32, step: Step) {
        self.account_on_duty(step.at, group);
        self.account_overtime(step.at, group);
        let crew = &mut self.crews[group as usize];
        crew.now = step;
        let surplus = crew.busy.saturating_sub(step.agents);
        if surplus > 0 && crew.shift_end == ShiftEnd::Return {
            self.send_back(step.at, group, surplus);
        }
        self.fill_idle(step.at, group);
    }

    /// Idle agents take waiting callers.
    #[cold]
    fn fill_idle(&mut self, now: f64, group: u32) {
        while self.crews[group as usize].busy < self.crews[group as usize].now.agents {
            let Some(caller) = self.next_caller(now, group) else { break };
            self.answer(now, group, &caller, Agent::Idle);
        }
    }

    /// The `count` calls that began last go back to the head of the queue, the earliest dialled
    /// first, with what is left of their patience.
    fn send_back(&mut self, now: f64, group: u32, count: u32) {
        let mut calls: Vec<(u32, InService)> =
            self.in_service.iter().filter(|(_, call)| call.group == group).collect();
        calls.sort_by_key(|(_, call)| Reverse(call.number));
        calls.truncate(count as usize);
        calls.sort_by(|(_, a), (_, b)| b.caller.dialled.total_cmp(&a.caller.dialled));
        for (slot, InService { mut caller, since, .. }) in calls {
            self.in_service.void(slot);
            self.crews[group as usize].busy -= 1;
            self.observer.busy(caller.stream, group, Span { from: since, to: now });
            caller.waited = caller.wait(since);
            caller.joined = now;
            caller.returned += 1;
            // Not from the old deadline: a caller answered at once has none yet.
            let patience = self.callers.patience(caller.stream, caller.key, caller.attempt);
            caller.deadline = now + (patience - caller.waited).max(0.0);
            self.wait_in_line(group, caller, Queue::rejoin);
        }
    }

    /// A waiting caller's patience ends, unless the caller who waited at the place has left it.
    fn patience_ends(&mut self, now: f64, group: u32, place: queue::Place) {
        let crew = &mut self.crews[group as usize];
        if let Some(caller) = crew.queue.leave(place, now) {
            crew.waiting -= 1;
            self.gives_up(now, group, &caller);
        }
    }

    #[inline(never)]
    fn dials_again(&mut self, now: f64, slot: u32) {
        let Some(caller) = self.redialling.take(slot) else { return };
        let attempt = caller.attempt + 1;
        self.arrives(Caller { dialled: now, joined: now, waited: 0.0, attempt, ..caller });
    }

    /// A caller reaches the front line: busy tone, an idle agent, or the queue.
    #[inline(always)]
    fn arrives(&mut self, caller: Caller) {
        self.attempts += 1;
        let now = caller.dialled;
        let group = self.route(caller.stream);
        if self.lines_are_full(now, group) {
            let next = self.after_failure(now, &caller, Failure::Blocked);
            return self.tell(&caller, group, 0.0, Outcome::Blocked, next);
        }
        let crew = &mut self.crews[group as usize];
        if crew.busy < crew.now.agents {
            self.answer(now, group, &caller, Agent::Idle);
        } else {
            let deadline = now + self.callers.patience(caller.stream, caller.key, caller.attempt);
            self.wait_in_line(group, Caller { deadline, ..caller }, Queue::join);
        }
    }

    /// Whether the calls queued or talking take all lines. Those busy and waiting are no fewer; only if
    /// they reach the limit are the ones in wrap-up counted.
    #[inline]
    fn lines_are_full(&self, now: f64, group: u32) -> bool {
        let crew = &self.crews[group as usize];
        crew.lines_limited
            && crew.busy + crew.waiting >= crew.now.lines
            && crew.waiting + self.talking(now, group) >= crew.now.lines
    }

    /// Agents of a group whose caller has not hung up.
    fn talking(&self, now: f64, group: u32) -> u32 {
        let crew = &self.crews[group as usize];
        if crew.shift_end == ShiftEnd::Return {
            return self.in_service.iter().filter(|(_, call)| call.group == group).count() as u32;
        }
        match crew.keeps_talk_ends {
            true => crew.talk_ends.iter().filter(|end| **end > now).count() as u32,
            false => crew.busy,
        }
    }

    /// The group that a call of the stream joins: its own, or the partner in uncovered hours.
    #[inline]
    fn route(&self, stream: u32) -> u32 {
        let home = self.model.streams[stream as usize].group as u32;
        let crew = &self.crews[home as usize];
        match crew.partner {
            Some(partner) if !crew.now.open => partner,
            _ => home,
        }
    }

    #[inline]
    fn wait_in_line(&mut self, group: u32, caller: Caller, how: fn(&mut Queue, u8, Caller) -> queue::Place) {
        let priority = self.model.streams[caller.stream as usize].priority;
        let crew = &mut self.crews[group as usize];
        crew.waiting += 1;
        let place = how(&mut crew.queue, priority, caller);
        if caller.deadline.is_finite() && self.needs_event(group, &caller) {
            self.set(Timer::abandonment(caller.deadline, group, place));
        }
    }

    /// Whether anything depends on the instant at which this caller would give up.
    #[inline]
    fn needs_event(&self, group: u32, caller: &Caller) -> bool {
        self.abandonments == Abandonments::Always
            || self.crews[group as usize].lines_limited
            || self.callers.redial(caller.stream, caller.key, caller.attempt, Failure::Abandoned).is_some()
    }

    /// The next caller who is still there; those found gone are told of.
    #[inline(always)]
    fn next_caller(&mut self, now: f64, group: u32) -> Option<Caller> {
        loop {
            let crew = &mut self.crews[group as usize];
            if crew.waiting == 0 {
                return None;
            }
            crew.waiting -= 1;
            let caller = crew.queue.take()?;
            if caller.deadline >= now {
                return Some(caller);
            }
            self.gives_up(caller.deadline, group, &caller);
        }
    }

    #[inline(always)]
    fn answer(&mut self, now: f64, group: u32, caller: &Caller, agent: Agent) {
        let Caller { stream, key, dialled, returned, .. } = *caller;
        let talk = match returned {
            0 => self.callers.talk(stream, key, dialled),
            _ => self.callers.talk_anew(stream, key, dialled, returned),
        };
        let talk_end = now + talk;
        let crew = &mut self.crews[group as usize];
        if agent == Agent::Idle {
            crew.busy += 1;
        }
        if crew.keeps_talk_ends {
            crew.keep_talk_end(now, talk_end);
        }
        let (end, payload) = if crew.shift_end == ShiftEnd::Return {
            self.tell_queued(caller, group, now);
            self.begun += 1;
            let service = InService { caller: *caller, group, since: now, number: self.begun };
            (talk_end, End::returnable(self.in_service.put(service)))
        } else {
            let end = talk_end + self.callers.wrap_up(caller.stream, caller.key);
            let attempt = caller.attempt(group, caller.wait(now), Outcome::Answered, Next::Done);
            self.observer.answered(&attempt, now, end);
            (end, End::service(group))
        };
        match agent {
            Agent::Idle => self.ends.push(end, payload),
            Agent::Freed => self.ends.replace(end, payload),
        }
    }

    /// Patience ended at `at`, which may be before the present if nothing depended on it.
    #[inline(never)]
    fn gives_up(&mut self, at: f64, group: u32, caller: &Caller) {
        self.tell_queued(caller, group, at);
        let next = self.after_failure(at, caller, Failure::Abandoned);
        self.tell(caller, group, caller.wait(at), Outcome::Abandoned, next);
    }

    /// Lets a caller who failed dial again, if that is what the caller does.
    fn after_failure(&mut self, at: f64, caller: &Caller, failure: Failure) -> Next {
        let delay = self.callers.redial(caller.stream, caller.key, caller.attempt, failure);
        match delay.map(|delay| at + delay) {
            None => Next::Done,
            Some(again) if again >= self.model.horizon.end() => Next::TooLate,
            Some(again) => {
                let slot = self.redialling.put(*caller);
                self.set(Timer::redial(again, caller.key, slot));
                Next::Redials
            }
        }
    }

    #[inline]
    fn tell(&mut self, caller: &Caller, group: u32, wait: f64, outcome: Outcome, next: Next) {
        self.observer.attempt(&caller.attempt(group, wait, outcome, next));
    }

    /// Time in the queue, as it was spent: the last stretch ends now.
    #[inline]
    fn tell_queued(&mut self, caller: &Caller, group: u32, to: f64) {
        if to > caller.joined {
            self.observer.queued(caller.stream, group, Span { from: caller.joined, to });
        }
    }

    fn account_on_duty(&mut self, now: f64, group: u32) {
        let crew = &mut self.crews[group as usize];
        let span = Span { from: crew.on_duty_from, to: now };
        crew.on_duty_from = now;
        let Step { agents, seats, .. } = crew.now;
        self.observer.on_duty(group, agents, seats, span);
    }

    fn account_overtime(&mut self, now: f64, group: u32) {
        let crew = &mut self.crews[group as usize];
        let span = Span { from: crew.overtime_from, to: now };
        crew.overtime_from = now;
        let over = crew.busy.saturating_sub(crew.now.agents);
        if over > 0 {
            self.observer.overtime(group, over, span);
        }
    }

    /// Nothing more can happen: accounts for duty to the end of the horizon, and for callers whom
    /// nobody will ever answer.
    fn close(&mut self) {
        let end = self.model.horizon.end();
        for group in 0..self.crews.len() as u32 {
            if self.crews[group as usize].on_duty_from < end {
                self.account_on_duty(end, group);
            }
            while let Some(caller) = self.crews[group as usize].queue.take() {
                if caller.deadline.is_finite() {
                    self.gives_up(caller.deadline, group, &caller);
                } else {
                    self.tell_queued(&caller, group, end.max(caller.dialled));
                    self.tell(&caller, group, f64::INFINITY, Outcome::Unserved, Next::Done);
                }
            }
        }
    }
}
