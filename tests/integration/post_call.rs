//! What follows the first talk: experts, tickets, calls back, repeat contacts, closed desks; by hand where the
//! order of things matters. `routed_centres.rs` has the invariants of random centres that have all of it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use hotseat::dist::Dist;
use hotseat::engine::{self, *};
use hotseat::model::*;
use hotseat::workforce::Step;

/// A scripted caller.
#[derive(Clone, Copy)]
struct Call {
    at: f64,
    talk: f64,
    patience: f64,
    /// The queue at which it rings.
    queue: u32,
    referred: bool,
    ticket: bool,
    /// Calls again so many seconds after the answer.
    again: Option<f64>,
}

const PLAIN: Call = Call {
    at: 0.0,
    talk: 100.0,
    patience: f64::INFINITY,
    queue: 0,
    referred: false,
    ticket: false,
    again: None,
};
/// Seconds of a call back and of the talk with an expert.
const BACK: f64 = 60.0;
const EXPERT: f64 = 50.0;

struct Script(Vec<Call>, bool);

/// Ids of later contacts are those of the first with this added.
const LATER: u64 = 1 << 32;

impl Script {
    fn of(&self, call: &engine::Call) -> Call {
        self.0[(call.id.number() % LATER) as usize]
    }
}

impl CallSource for Script {
    fn next_calls(&mut self, calls: &mut Vec<FreshCall>, _: Wanted) {
        if !std::mem::replace(&mut self.1, true) {
            let call_type = CallTypeId::new(0);
            let fresh = |(n, call): (u64, &Call)| FreshCall {
                id: CallId::new(n),
                at: call.at,
                call_type,
                talk: call.talk,
                wrap_up: 0.0,
                patience: call.patience,
            };
            calls.extend((0..).zip(&self.0).map(fresh));
        }
    }
    fn patience(&self, call: &engine::Call) -> f64 {
        self.of(call).patience
    }
    fn redial(&self, call: &engine::Call, failure: Failure) -> Option<f64> {
        let closed = failure == Failure::Closed && self.of(call).again.is_some();
        (closed && call.attempt == 0).then_some(1_000.0)
    }
    fn queue(&self, call: &engine::Call) -> Option<QueueId> {
        Some(QueueId::new(self.of(call).queue as usize))
    }
    fn is_referred(&self, call: &engine::Call, _: f64) -> bool {
        self.of(call).referred
    }
    fn referral_talk(&self, _: &engine::Call) -> f64 {
        EXPERT
    }
    fn repeat(&self, call: &engine::Call) -> Option<RepeatContact> {
        let own = self.of(call);
        let id = CallId::new(call.id.number() + LATER);
        let delay = own.again.filter(|_| call.contact == 0)?;
        Some(RepeatContact { id, delay })
    }
    fn durations(&self, _: CallTypeId, contact: CallId) -> (f64, f64) {
        (self.0[(contact.number() % LATER) as usize].talk, 0.0)
    }
    fn leaves_ticket(&self, call: &engine::Call) -> bool {
        self.of(call).ticket
    }
    fn follow_up(&self, _: &engine::Call) -> f64 {
        BACK
    }
}

/// What was told.
#[derive(Default)]
struct Told {
    attempts: Vec<Attempt>,
    referred: Vec<Referred>,
    /// Opened, begun.
    backs: Vec<(f64, f64)>,
    left: Vec<f64>,
    /// Group, from, to.
    busy: Vec<(u32, f64, f64)>,
}

impl Observer for Told {
    fn attempt(&mut self, attempt: &Attempt) {
        self.attempts.push(*attempt);
    }
    fn referred(&mut self, referred: &Referred) {
        self.referred.push(*referred);
    }
    fn busy(&mut self, _: &engine::Call, group: GroupId, span: TimeSpan) {
        self.busy.push((group.number(), span.from, span.to));
    }
    fn follow_up(&mut self, _: &engine::Call, group: GroupId, opened: f64, span: TimeSpan) {
        self.backs.push((opened, span.from));
        self.busy.push((group.number(), span.from, span.to));
    }
    fn ticket_left(&mut self, _: &engine::Call, _: GroupId, opened: f64) {
        self.left.push(opened);
    }
}

/// Queues of the scripted centre: front line, tickets, referred, dialled (experts, front line after 60 s), old desk.
const FRONT: QueueId = QueueId::new(0);
const TICKETS: QueueId = QueueId::new(1);
const REFERRED: QueueId = QueueId::new(2);
const DIALLED: QueueId = QueueId::new(3);
const OLD: QueueId = QueueId::new(4);

const FIRST: GroupId = GroupId::new(0);
const EXPERTS: GroupId = GroupId::new(1);

/// A front line of `agents` with `lines`, experts whose steps are given (agents, open).
fn run(calls: &[Call], agents: u32, lines: u32, experts: &[(f64, u32, bool)]) -> Told {
    // The script's own durations are used.
    let handle = || Dist::deterministic(BACK).unwrap();
    let mut model = ModelParts::single_queue(1.0, handle(), Dist::NEVER, 1, 1.0);
    let group =
        |id: &str, generalist: bool| AgentGroup { id: id.into(), generalist, ..model.groups[0].clone() };
    model.groups = vec![group("front", true), group("experts", false)];
    let reserve = Reserve { at_least: 1, share: 0.0 };
    let dialled = vec![Route { rank: 1, ..Route::to(EXPERTS) }, Route { after: 60.0, ..Route::to(FIRST) }];
    let old = Route { rank: 1, ..Route::to(EXPERTS) };
    model.queues = vec![
        Queue::of(FIRST),
        Queue {
            served_by: vec![Route { rank: 2, reserve, ..Route::to(FIRST) }],
            when_closed: WhenClosed::Wait,
        },
        Queue::of(EXPERTS),
        Queue { served_by: dialled, when_closed: WhenClosed::Forward(FRONT) },
        Queue { served_by: vec![old], when_closed: WhenClosed::Refuse },
    ];
    let call_type = &mut model.call_types[0];
    call_type.follow_up = Some(FollowUp { share: 0.0, queue: TICKETS, handle: handle(), due: 1e9 });
    call_type.repeat = Some(Repeat { resolved: 0.0, share: 1.0, delay: handle(), at_most: 1 });
    call_type.demand.migration =
        Some(Migration { habit: vec![0.0], migrated: vec![1.0], merged: DIALLED, old: Some(OLD) });
    call_type.referral = Some(Referral {
        share: vec![0.0],
        queue: REFERRED,
        priority: 0,
        how: TransferKind::WarmTransfer { limit: 60.0, introduction: 20.0 },
        talk: handle(),
        wrap_up: None,
        patience: Dist::NEVER,
    });
    let model = Model::new(model).unwrap();
    let front = Step { at: 0.0, agents, seats: agents, lines, open: true };
    let step =
        |&(at, agents, open): &(f64, u32, bool)| Step { at, agents, seats: agents, lines: u32::MAX, open };
    let staffing = [vec![front], experts.iter().map(step).collect()];
    Engine::new(&model, Script(calls.to_vec(), false), &staffing, Told::default()).run().0
}

const NONE: [(f64, u32, bool); 1] = [(0.0, 0, false)];
const ONE: [(f64, u32, bool); 1] = [(0.0, 1, true)];
const ANY: u32 = u32::MAX;

#[test]
fn a_ticket_is_called_back_as_soon_as_the_reserve_stays_idle() {
    let ticket = Call { ticket: true, ..PLAIN };
    // Two agents: at 100 s one calls back, the other stays.
    assert_eq!(run(&[ticket], 2, ANY, &NONE).backs, [(100.0, 100.0)]);
    // A call until 250 s keeps the second busy: the call back waits for its end.
    let other = Call { at: 50.0, talk: 200.0, ..PLAIN };
    assert_eq!(run(&[ticket, other], 2, ANY, &NONE).backs, [(100.0, 250.0)]);
    // One agent is the reserve itself.
    let told = run(&[ticket], 1, ANY, &NONE);
    assert_eq!((told.backs.len(), told.left), (0, vec![100.0]));
}

#[test]
fn callers_come_before_tickets_and_a_call_back_is_not_interrupted() {
    let ticket = Call { ticket: true, ..PLAIN };
    let other = Call { at: 10.0, talk: 140.0, ..PLAIN };
    let waiting = Call { at: 20.0, ..PLAIN };
    // At 100 s the first agent takes the waiting caller, not the ticket; at 150 s one of two is idle: the reserve.
    let told = run(&[ticket, other, waiting], 2, ANY, &NONE);
    assert_eq!(told.attempts[2].wait, 80.0);
    assert_eq!(told.backs, [(100.0, 200.0)]);
    // A caller who comes while one agent calls back and the other talks waits for the first to be free.
    let later = [ticket, Call { at: 110.0, ..PLAIN }, Call { at: 120.0, ..PLAIN }];
    assert_eq!(run(&later, 2, ANY, &NONE).attempts[2].wait, 40.0);
}

#[test]
fn tickets_that_wait_hold_no_line() {
    let calls = [Call { ticket: true, ..PLAIN }, Call { at: 500.0, ..PLAIN }, Call { at: 510.0, ..PLAIN }];
    let outcomes: Vec<Outcome> = run(&calls, 1, 1, &NONE).attempts.iter().map(|a| a.outcome).collect();
    assert_eq!(outcomes, [Outcome::Answered, Outcome::Answered, Outcome::Blocked]);
}

#[test]
fn who_overflows_from_the_experts_is_answered_or_gets_a_ticket_and_is_not_sent_back() {
    let long = Call { queue: DIALLED.number(), talk: 1_000.0, ..PLAIN };
    let needs = Call { at: 10.0, queue: DIALLED.number(), referred: true, ..PLAIN };
    let told = run(&[long, needs], 2, ANY, &ONE);
    assert_eq!(
        (told.attempts[0].by.index(), told.attempts[1].by.index(), told.attempts[1].wait),
        (1, 0, 60.0)
    );
    assert!(told.referred.is_empty());
    assert_eq!(told.backs, [(170.0, 170.0)]);
    // The same caller at the front line's own number is referred.
    let told = run(&[Call { queue: FRONT.number(), ..needs }], 2, ANY, &ONE);
    assert_eq!((told.referred.len(), told.referred[0].outcome), (1, ReferralOutcome::Answered));
    // Held 0 s, 20 s together, then 50 s with the expert.
    assert!(
        told.busy.contains(&(1, 110.0, 180.0)) && told.busy.contains(&(0, 10.0, 130.0)),
        "{:?}",
        told.busy
    );
}

#[test]
fn a_referral_to_closed_experts_is_a_ticket_at_once() {
    let told = run(&[Call { referred: true, ..PLAIN }], 2, ANY, &NONE);
    assert_eq!((told.referred[0].outcome, told.referred[0].wait), (ReferralOutcome::Closed, 0.0));
    assert_eq!(told.backs, [(100.0, 100.0)]);
}

#[test]
fn a_held_caller_goes_before_those_who_dialled_the_experts() {
    let busy = Call { queue: DIALLED.number(), talk: 120.0, ..PLAIN };
    let dialled = Call { at: 50.0, queue: DIALLED.number(), ..PLAIN };
    let told = run(&[busy, Call { at: 1.0, referred: true, ..PLAIN }, dialled], 1, ANY, &ONE);
    // Free at 120 s: the expert takes the caller held since 101 s.
    assert_eq!((told.referred[0].outcome, told.referred[0].wait), (ReferralOutcome::Answered, 19.0));
}

#[test]
fn a_closed_desk_refuses_and_the_caller_tries_again() {
    let call = Call { queue: OLD.number(), again: Some(1e9), ..PLAIN };
    let told = run(&[call], 1, ANY, &[(0.0, 0, false), (600.0, 1, true)]);
    let said: Vec<(Outcome, Next, f64)> =
        told.attempts.iter().map(|a| (a.outcome, a.next, a.call.dialled)).collect();
    assert_eq!(said, [(Outcome::Closed, Next::Redials, 0.0), (Outcome::Answered, Next::Done, 1_000.0)]);
}

#[test]
fn a_repeat_contact_is_counted_as_such_and_happens_once() {
    let told = run(&[Call { again: Some(300.0), ..PLAIN }], 1, ANY, &NONE);
    let said: Vec<(u32, u32, f64)> =
        told.attempts.iter().map(|a| (a.call.contact, a.call.attempt, a.call.dialled)).collect();
    assert_eq!(said, [(0, 0, 0.0), (1, 0, 400.0)]);
}
