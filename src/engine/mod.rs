//! The event engine: callers, queues, agents. No random state, no statistics, no failure.
//!
//! Callers come with keyed marks ([`CallSource`]), facts go to an [`Observer`]; the engine only decides
//! who meets whom when. What can happen: a service ends (`ends.rs`), something set for that instant is due
//! (`timers.rs`), the staffing changes, a fresh call comes (`fresh.rs`).
//!
//! | file | what it decides |
//! |---|---|
//! | `arrive.rs` | where a call goes: menu, number, closed doors, busy tone, an idle agent, the queue |
//! | `serve.rs` | which caller an agent takes, and when the agent is free again; staffing changes |
//! | `refer.rs` | what is handed on: three-way calls, transfers, tickets |
//! | `leave.rs` | who gives up, dials again, calls again; the end of the run |
//!
//! Where every queue is first come, first served by a group of its own and nothing follows the first agent,
//! [`run`] takes a shorter way to the same history: a recursion over callers without events (`recursion.rs`,
//! held against the event loop call by call in `tests/engine.rs`).
//!
//! # Order at one instant
//!
//! Service ends (and lines falling free), then staffing changes, then abandonments (of held
//! callers first: their agents may fall free), then callers whose wait reaches the threshold of an overflow, transferred callers, callers leaving the menu, then arrivals:
//! redials, by key, before fresh calls, by call type and number. So a caller whose patience ends as an
//! agent falls free is answered.
//!
//! # Overflow
//!
//! A caller waits in one queue. Other groups may take from it callers who have waited long enough,
//! so a caller who overflows keeps place and clock, and whoever is free first answers.
//!
//! # Calls sent back
//!
//! Where calls in hand return to the queue at the end of a shift ([`ShiftEnd::Return`](crate::model::ShiftEnd::Return)), those that
//! began last do, with what is left of the callers' patience, and start anew. A caller who has hung up cannot return:
//! the agent finishes the wrap-up. Agents of such a group hand nothing on.
//!
//! # Abandonments
//!
//! A caller's giving up is an event only if something depends on its instant: an agent who holds the caller, an overflow.
//! Otherwise it is noticed when the caller's turn comes, when all lines seem to be taken, or when the first of those who
//! wait could dial again, had they given up. Where that would be more work, in long lines and where lines are full most of
//! the time, giving up is an event until the queue is empty.
//! Both ways give the same history, attempt by attempt ([`Abandonments`], tested in `tests/engine.rs`).

mod alike;
mod arrive;
mod calendar;
mod call;
mod call_log;
mod crew;
mod ends;
mod fresh;
mod leave;
mod model_calls;
mod observer;
mod queue;
mod recursion;
mod refer;
mod serve;
mod slots;
mod source;
mod timers;
mod today;

pub use calendar::Calendar;
pub use call::{Call, CallId, FreshCall};
pub use call_log::{CallLog, CallLogError, RecordedCall};
pub use model_calls::ModelCalls;
pub use observer::{Attempt, Handed, Next, Observer, Outcome, Referred, TimeSpan};
pub use recursion::Recursion;
pub use source::{CallSource, Failure, Menu, RepeatContact};

use crate::model::{GroupId, Model};
use crate::workforce::Step;
use arrive::Way;
use crew::Crew;
use ends::End;
use fresh::FreshCalls;
use queue::{Caller, Queue};
use slots::{Failed, InService, Slots};
use timers::{Due, Timers};

/// Which abandonments become events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abandonments {
    /// Those that something depends on.
    WhereNeeded,
    /// All: the plain event loop, for comparison.
    Always,
}

/// One replication of a model by the quickest way that gives its history; the observer, and the number of
/// attempts. `staffing` has the steps of each group, the first of each at 0.
pub fn run<C: CallSource, O: Observer>(
    model: &Model,
    callers: C,
    staffing: &[Vec<Step>],
    observer: O,
) -> (O, u64) {
    match Recursion::<C, O>::applies(model, staffing) {
        true => Recursion::new(model, callers, staffing, observer).run(),
        false => Engine::new(model, callers, staffing, observer).run(),
    }
}

/// One replication of a model, event by event.
pub struct Engine<'m, C, O> {
    model: &'m Model,
    callers: C,
    observer: O,
    /// What is asked of a call type at every call.
    ways: Vec<Way>,
    crews: Vec<Crew>,
    queues: Vec<Queue>,
    /// Service ends and line releases.
    ends: Calendar,
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
    failed: Slots<Failed>,
    away: Slots<Caller>,
    in_service: Slots<InService>,
    /// Room for those found gone.
    gone: Vec<Caller>,
    /// Calls begun that could be sent back.
    begun: u64,
    attempts: u64,
}

impl<'m, C: CallSource, O: Observer> Engine<'m, C, O> {
    /// A replication of `model` with its callers and the staffing steps of each group (the first of
    /// each at 0).
    pub fn new(model: &'m Model, callers: C, staffing: &[Vec<Step>], observer: O) -> Self {
        let mut steps: Vec<(GroupId, Step)> = Vec::new();
        for (group, own) in staffing.iter().enumerate() {
            steps.extend(own.iter().skip(1).map(|step| (GroupId::new(group), *step)));
        }
        steps.sort_by(|a, b| a.1.at.total_cmp(&b.1.at));
        let crew = |(group, steps): (usize, &Vec<Step>)| Crew::new(model, group, steps);
        let crews: Vec<Crew> = staffing.iter().enumerate().map(crew).collect();
        let mut queues: Vec<Queue> =
            (0..model.queues.len()).map(|queue| Queue::new(model, queue, &crews)).collect();
        for (group, crew) in crews.iter().enumerate().filter(|(_, crew)| crew.sole.is_none()) {
            let numbered = (0..).zip(&crew.sources);
            numbered.for_each(|(n, source)| queues[source.queue.index()].watched_by.push((GroupId::new(group), n)));
        }
        Engine {
            model,
            callers,
            observer,
            ways: model.call_types.iter().map(|call_type| Way::of(model, call_type)).collect(),
            crews,
            queues,
            ends: Calendar::default(),
            timers: Timers::default(),
            steps,
            next_step: 0,
            next_other: 0.0,
            fresh: FreshCalls::new(),
            failed: Slots::new(),
            away: Slots::new(),
            in_service: Slots::new(),
            gone: Vec::new(),
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
        self.look_ahead();
        while self.step() {}
        self.close();
        (self.observer, self.attempts)
    }

    /// Lets the next thing happen, in the order of the module's documentation; false when nothing can any more.
    #[inline(always)]
    fn step(&mut self) -> bool {
        let arrival = self.fresh.time(&mut self.callers);
        let end = self.ends.time();
        if end <= arrival && end <= self.next_other {
            if end == f64::INFINITY {
                return false;
            }
            match End::read(self.ends.payload()) {
                End::Service { group } => self.service_ends(end, group),
                End::Talk { slot } => self.talk_ends(end, slot),
            }
        } else if self.next_other <= arrival {
            self.other_step();
        } else {
            let (call, patience) = self.fresh.take(&self.callers);
            self.dials(call.at, call.call_type, || Caller::fresh(call, patience));
        }
        true
    }

    /// A staffing change or a timer, the former first.
    #[inline(never)]
    fn other_step(&mut self) {
        let timer = self.timers.time();
        match self.steps.get(self.next_step) {
            Some(&(group, step)) if step.at <= timer => {
                self.next_step += 1;
                self.look_ahead();
                self.staffing_changes(group, step);
            }
            _ => {
                let due = self.timers.pop();
                self.look_ahead();
                self.is_due(timer, due);
            }
        }
    }

    fn is_due(&mut self, at: f64, due: Due) {
        match due {
            Due::Look { queue } => self.may_be_dialling_again(at, queue),
            Due::HoldEnds { queue, place } | Due::Abandons { queue, place } => {
                self.patience_ends(at, queue, place);
            }
            Due::Overflows { group } => self.fill_idle(at, group),
            Due::IsTransferred { slot, .. } => {
                if let Some(caller) = self.away.take(slot) {
                    self.is_transferred(at, caller);
                }
            }
            Due::LeavesMenu { slot, .. } => self.leaves_menu(at, slot),
            Due::Redials { id, slot } => self.dials_again(at, id, slot),
        }
    }

    /// Notes when the next timer or staffing change is due.
    fn look_ahead(&mut self) {
        let timer = self.timers.time();
        let step = self.steps.get(self.next_step).map_or(f64::INFINITY, |(_, step)| step.at);
        self.next_other = timer.min(step);
    }

    /// Sets a timer.
    fn set(&mut self, at: f64, due: Due) {
        self.next_other = self.next_other.min(at);
        self.timers.set(at, due);
    }
}
