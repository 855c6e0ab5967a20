//! The event engine: callers, queues, agents. No random state, no statistics, no failure.
//!
//! Calls come from a [`CallSource`], which also knows what each caller does; facts go to an [`Observer`]; the engine only
//! decides who meets whom when. What can happen: an agent completes a call (`completions.rs`), something set for that
//! instant comes due (`timers.rs`), the staffing changes, a fresh call arrives (`fresh.rs`).
//!
//! | file | what it decides |
//! |---|---|
//! | `arrive.rs` | where a call goes: menu, number, opening hours, busy trunks, an idle agent, the queue |
//! | `serve.rs` | which caller an agent takes, and when the agent is free again; staffing changes |
//! | `refer.rs` | what is handed on: conferences, transfers, tickets |
//! | `leave.rs` | who abandons, dials again, calls again; the end of the run |
//!
//! Where every queue is first come, first served by a group of its own and nothing follows the first agent,
//! [`run`] takes a shorter way to the same history: the recursion of Kiefer and Wolfowitz, without events
//! (`kiefer_wolfowitz.rs`, held against the event loop call by call in `tests/engine.rs`).
//!
//! # A source and an observer of one's own
//!
//! A source hands out calls in order of time and says how long each caller is willing to wait; an observer overrides what
//! it wants to hear. Here every call talks for five minutes and waits for two at most; a [`CallLog`] would replay
//! recorded calls.
//!
//! ```
//! use hotseat::dist::Dist;
//! use hotseat::engine::{Attempt, Call, CallId, CallSource, FreshCall, Observer, Outcome, Wanted, run};
//! use hotseat::model::{CallTypeId, Model};
//! use hotseat::workforce::Step;
//!
//! /// So many calls, one a minute.
//! struct EveryMinute(Vec<u64>);
//!
//! impl CallSource for EveryMinute {
//!     fn next_calls(&mut self, calls: &mut Vec<FreshCall>, _wanted: Wanted) {
//!         let call_type = CallTypeId::new(0);
//!         calls.extend(self.0.drain(..).map(|n| FreshCall {
//!             id: CallId::new(n),
//!             at: 60.0 * n as f64,
//!             call_type,
//!             talk: 300.0,
//!             wrap_up: 0.0,
//!             patience: 120.0,
//!         }));
//!     }
//!     fn durations(&self, _call_type: CallTypeId, _id: CallId) -> (f64, f64) {
//!         (300.0, 0.0)
//!     }
//!     fn patience(&self, _call: &Call) -> f64 {
//!         120.0
//!     }
//! }
//!
//! /// Ids of the callers who abandoned, and the waits of those who were answered.
//! #[derive(Default)]
//! struct Seen(Vec<u64>, Vec<f64>);
//!
//! impl Observer for Seen {
//!     fn attempt(&mut self, attempt: &Attempt) {
//!         match attempt.outcome {
//!             Outcome::Answered => self.1.push(attempt.wait),
//!             _ => self.0.push(attempt.call.id.number()),
//!         }
//!     }
//! }
//!
//! let talk = Dist::exponential(300.0)?;
//! let model = Model::single_queue(60.0, talk, Dist::NEVER, 2, 1.0)?;
//! let two_agents = Step { at: 0.0, agents: 2, seats: 2, lines: u32::MAX, open: true };
//! let source = EveryMinute((0..6).collect());
//! let (seen, attempts) = run(&model, source, &[vec![two_agents]], Seen::default());
//! assert_eq!(attempts, 6);
//! assert_eq!(seen.0, [2, 5], "agents fall free at 300 s and 360 s, as the patience of calls 3 and 4 ends");
//! assert_eq!(seen.1, [0.0, 0.0, 120.0, 120.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Order at one instant
//!
//! Completions (trunks fall free with them), then staffing changes, then abandonments (of held callers first: their agents
//! may fall free), then callers whose wait reaches the threshold of an overflow, transferred callers, callers leaving the
//! menu, then arrivals: redials, by id, before fresh calls, in the order in which the source gives them. So a caller whose
//! patience ends as an agent falls free is answered.
//!
//! # Overflow
//!
//! A caller waits in one queue. Other groups may take from it callers who have waited long enough,
//! so a caller who overflows keeps place and clock, and whoever is free first answers.
//!
//! # Preemption
//!
//! Where calls in hand return to the queue at the end of a shift ([`ShiftEnd::Return`](crate::model::ShiftEnd::Return)),
//! those that began last are preempted, with what is left of the callers' patience, and start anew. A caller who has hung
//! up cannot return: the agent finishes the wrap-up. Agents of such a group hand nothing on.
//!
//! # Abandonments
//!
//! An abandonment is an event only if something depends on its instant: an agent who holds the caller, an overflow.
//! Otherwise it is noticed when the caller's turn comes, when all trunks seem to be busy, or when the first of those who
//! wait could dial again, had they abandoned. Where that would be more work, in long queues and where trunks are busy most
//! of the time, abandonments are events until the queue is empty.
//! Both ways give the same history, attempt by attempt ([`Abandonments`], tested in `tests/engine.rs`).

mod agent_group;
mod arrive;
mod call;
mod call_log;
mod call_type_routing;
mod completions;
mod daily;
mod event_queue;
mod fresh;
mod kiefer_wolfowitz;
mod leave;
mod model_calls;
mod observer;
mod queue;
mod refer;
mod serve;
mod shared_distributions;
mod slab;
mod source;
mod timers;

pub use call::{Call, CallId, FreshCall};
pub use call_log::{CallLog, CallLogError, RecordedCall};
pub use event_queue::EventQueue;
pub use kiefer_wolfowitz::KieferWolfowitz;
pub use model_calls::ModelCalls;
pub use observer::{Attempt, Next, Observer, Outcome, ReferralOutcome, Referred, TimeSpan};
pub use source::{CallSource, Failure, Menu, RepeatContact, Wanted};

use crate::model::{CallTypeId, GroupId, Model};
use crate::workforce::Step;
use agent_group::GroupState;
use call_type_routing::CallTypeRouting;
use completions::Completion;
use fresh::FreshCalls;
use queue::{Caller, Queue};
use slab::{Failed, InService, Slab};
use timers::{TimedEvent, Timers};

/// The choice of abandonments that become events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abandonments {
    /// Those that something depends on.
    WhereNeeded,
    /// All: the plain event loop, for comparison.
    Always,
}

/// Runs one replication of a model by the quickest way that gives its history; returns the observer and the number of
/// attempts. `staffing` has the steps of each group of the model, in its order, the first of each at 0.
pub fn run<C: CallSource, O: Observer>(
    model: &Model,
    source: C,
    staffing: &[Vec<Step>],
    observer: O,
) -> (O, u64) {
    match KieferWolfowitz::<C, O>::applies(model, staffing) {
        true => KieferWolfowitz::new(model, source, staffing, observer).run(),
        false => Engine::new(model, source, staffing, observer).run(),
    }
}

/// One replication of a model, event by event.
pub struct Engine<'m, C, O> {
    model: &'m Model,
    source: C,
    observer: O,
    /// Facts of each call type that every call needs.
    routings: Vec<CallTypeRouting>,
    groups: Vec<GroupState>,
    queues: Vec<Queue>,
    /// When agents complete what they are doing.
    completions: EventQueue,
    /// Abandonments, overflows, transfers and redials.
    timers: Timers,
    /// Staffing changes of all groups, in order; the next is at `next_step`.
    steps: Vec<(GroupId, Step)>,
    next_step: usize,
    /// The instant of the next timer or staffing change.
    next_other: f64,
    fresh: FreshCalls,
    /// Callers who will dial again, those who will leave the menu or be transferred, and calls in service that need
    /// remembering: slots reused.
    failed: Slab<Failed>,
    away: Slab<Caller>,
    in_service: Slab<InService>,
    /// Room for callers who are found to have abandoned.
    abandoned: Vec<Caller>,
    /// Calls begun that may be preempted.
    begun: u64,
    attempts: u64,
}

impl<'m, C: CallSource, O: Observer> Engine<'m, C, O> {
    /// Sets up a replication of `model` with the calls of a source and the staffing steps of each group (the first of
    /// each at 0).
    pub fn new(model: &'m Model, source: C, staffing: &[Vec<Step>], observer: O) -> Self {
        let mut steps: Vec<(GroupId, Step)> = Vec::new();
        for (group, own) in staffing.iter().enumerate() {
            steps.extend(own.iter().skip(1).map(|step| (GroupId::new(group), *step)));
        }
        steps.sort_by(|a, b| a.1.at.total_cmp(&b.1.at));
        let group_state = |(group, steps): (usize, &Vec<Step>)| GroupState::new(model, group, steps);
        let groups: Vec<GroupState> = staffing.iter().enumerate().map(group_state).collect();
        let mut queues: Vec<Queue> =
            (0..model.queues().len()).map(|queue| Queue::new(model, queue, &groups)).collect();
        for (group, state) in groups.iter().enumerate().filter(|(_, state)| state.sole.is_none()) {
            for (number, served) in (0..).zip(&state.serves) {
                queues[served.queue.index()].watched_by.push((GroupId::new(group), number));
            }
        }
        Engine {
            model,
            source,
            observer,
            routings: model
                .call_types()
                .iter()
                .map(|call_type| CallTypeRouting::of(model, call_type))
                .collect(),
            groups,
            queues,
            completions: EventQueue::default(),
            timers: Timers::default(),
            steps,
            next_step: 0,
            next_other: 0.0,
            fresh: FreshCalls::new(),
            failed: Slab::new(),
            away: Slab::new(),
            in_service: Slab::new(),
            abandoned: Vec::new(),
            begun: 0,
            attempts: 0,
        }
    }

    /// Chooses which abandonments become events.
    pub fn abandonments(mut self, which: Abandonments) -> Self {
        for queue in &mut self.queues {
            queue.instant_matters |= which == Abandonments::Always;
            queue.by_event = queue.instant_matters;
        }
        self
    }

    /// Runs to the end: every attempt dialled within the horizon meets its outcome. Returns the
    /// observer and the number of attempts.
    pub fn run(mut self) -> (O, u64) {
        self.note_next_other();
        while self.step() {}
        self.close();
        (self.observer, self.attempts)
    }

    /// Lets the next thing happen, in the order of the module's documentation; false when nothing can any more.
    #[inline(always)]
    fn step(&mut self) -> bool {
        let arrival = self.fresh.time(&mut self.source);
        let end = self.completions.time();
        if end <= arrival && end <= self.next_other {
            if end == f64::INFINITY {
                return false;
            }
            match Completion::read(self.completions.payload()) {
                Completion::Service { group } => self.service_ends(end, group),
                Completion::Talk { slot } => self.talk_ends(end, slot),
            }
        } else if self.next_other <= arrival {
            self.other_step();
        } else {
            let call = self.fresh.take();
            self.dials(call.at, call.call_type, || Caller::fresh(call));
        }
        true
    }

    /// Handles a staffing change or a timed event, the former first.
    #[inline(never)]
    fn other_step(&mut self) {
        let timer = self.timers.time();
        match self.steps.get(self.next_step) {
            Some(&(group, step)) if step.at <= timer => {
                self.next_step += 1;
                self.note_next_other();
                self.staffing_changes(group, step);
            }
            _ => {
                let event = self.timers.pop();
                self.note_next_other();
                self.happens(timer, event);
            }
        }
    }

    /// Handles a timed event.
    fn happens(&mut self, at: f64, event: TimedEvent) {
        match event {
            TimedEvent::PurgeAbandoned { queue } => self.purge_if_due(at, queue),
            TimedEvent::HoldEnds { queue, place } | TimedEvent::Abandons { queue, place } => {
                self.patience_ends(at, queue, place);
            }
            TimedEvent::Overflows { group } => self.fill_idle(at, group),
            TimedEvent::IsTransferred { slot, .. } => {
                if let Some(caller) = self.away.take(slot) {
                    self.is_transferred(at, caller);
                }
            }
            TimedEvent::LeavesMenu { slot, .. } => self.leaves_menu(at, slot),
            TimedEvent::Redials { id, contact: 0, slot_or_call_type: slot } => self.dials_again(at, id, slot),
            TimedEvent::Redials { id, contact, slot_or_call_type: call_type } => {
                self.calls_again(at, id, CallTypeId::new(call_type as usize), contact);
            }
        }
    }

    /// Notes when the next timer or staffing change is due.
    fn note_next_other(&mut self) {
        let timer = self.timers.time();
        let step = self.steps.get(self.next_step).map_or(f64::INFINITY, |(_, step)| step.at);
        self.next_other = timer.min(step);
    }

    /// Sets a timer.
    fn set(&mut self, at: f64, event: TimedEvent) {
        self.next_other = self.next_other.min(at);
        self.timers.set(at, event);
    }
}
