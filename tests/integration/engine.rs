//! The engine against independent recursions and event loops, call by call and bit for bit.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::models::{self, ANYTHING, Family, GRID};
use crate::common::{Record, Snapped, cases, key, oracle, record, staffing};
use hotseat::dist::Dist;
use hotseat::engine::{
    Abandonments, Attempt, Call, CallId, CallSource, Engine, Failure, FreshCall, KieferWolfowitz, ModelCalls,
    Next, Outcome, Wanted,
};
use hotseat::model::{CallTypeId, GroupId, Model, ModelParts, Profile, Queue, Redial, ShiftEnd, Staffing};
use hotseat::rng::Key;
use proptest::prelude::*;

/// Waits of callers who never give up: with `agents` instants from which each agent is free, sorted,
/// a caller takes the first (Kiefer and Wolfowitz, 1955).
fn kiefer_wolfowitz(calls: &[(f64, f64)], agents: usize) -> Vec<f64> {
    let mut free = vec![0.0_f64; agents];
    let wait = |&(at, talk): &(f64, f64)| {
        let start = at.max(free[0]);
        free[0] = start + talk;
        free.sort_by(f64::total_cmp);
        start - at
    };
    calls.iter().map(wait).collect()
}

/// The same for callers who give up: one whose patience ends before an agent is free takes nobody's
/// time. Waits, and whether answered.
fn kiefer_wolfowitz_impatient(calls: &[(f64, f64, f64)], agents: usize) -> Vec<(f64, bool)> {
    let mut free = vec![0.0_f64; agents];
    let wait = |&(at, talk, patience): &(f64, f64, f64)| {
        let (start, deadline) = (at.max(free[0]), at + patience);
        if deadline < start {
            return (deadline - at, false);
        }
        free[0] = start + talk;
        free.sort_by(f64::total_cmp);
        (start - at, true)
    };
    calls.iter().map(wait).collect()
}

fn talks() -> Vec<Dist> {
    vec![
        Dist::exponential(300.0).unwrap(),
        Dist::lognormal(300.0, 1.4).unwrap(),
        Dist::deterministic(300.0).unwrap(),
        Dist::gamma(300.0, 0.4).unwrap(),
        Dist::uniform(0.0, 600.0).unwrap(),
        Dist::mixture(vec![
            (0.9, Dist::deterministic(0.0).unwrap()),
            (0.1, Dist::deterministic(3000.0).unwrap()),
        ])
        .unwrap(),
    ]
}

/// A queue of `agents` with load `load` per agent and about 20,000 calls.
fn queue(agents: u32, load: f64, talk: &Dist, patience: Dist) -> Model {
    let per_hour = 12.0 * load * f64::from(agents);
    Model::single_queue(per_hour, talk.clone(), patience, agents, 20_000.0 / per_hour / 24.0).unwrap()
}

#[test]
fn waits_are_those_of_the_kiefer_wolfowitz_recursion_bit_for_bit() {
    for (agents, talk) in [1, 2, 7, 100].into_iter().flat_map(|n| talks().into_iter().map(move |t| (n, t))) {
        let model = queue(agents, 0.97, &talk, Dist::NEVER);
        let mut callers = Snapped::new(&model, key(), 0.0);
        let calls: Vec<(f64, f64)> = callers.all_fresh().iter().map(|call| (call.at, call.talk)).collect();
        let record = record(&model, 0.0, Abandonments::WhereNeeded);
        let waits: Vec<f64> = record.attempts.iter().map(|a| a.wait).collect();
        assert!(waits.len() > 15_000 && waits.iter().filter(|w| **w > 0.0).count() > 1000);
        assert_eq!(waits, kiefer_wolfowitz(&calls, agents as usize), "{agents} agents, {talk:?}");
        assert!(record.attempts.iter().all(|a| a.outcome == Outcome::Answered));
    }
}

#[test]
fn callers_who_give_up_take_nobodys_time_bit_for_bit() {
    let patiences = [Dist::exponential(180.0).unwrap(), Dist::deterministic(60.0).unwrap()];
    for (agents, patience) in
        [1, 2, 7, 100].into_iter().flat_map(|n| patiences.iter().map(move |p| (n, p.clone())))
    {
        for talk in talks() {
            let model = queue(agents, 1.2, &talk, patience.clone());
            let mut callers = Snapped::new(&model, key(), 0.0);
            let fresh = callers.all_fresh();
            let marks = |c: &FreshCall| (c.at, c.talk, callers.patience(&c.first_attempt()));
            let calls: Vec<(f64, f64, f64)> = fresh.iter().map(marks).collect();
            let told = |a: &Attempt| (a.wait, a.outcome == Outcome::Answered);
            for which in [Abandonments::WhereNeeded, Abandonments::Always] {
                let record = record(&model, 0.0, which);
                let waits: Vec<(f64, bool)> = record.attempts.iter().map(told).collect();
                assert!(waits.iter().filter(|(_, answered)| !answered).count() > 500);
                assert_eq!(
                    waits,
                    kiefer_wolfowitz_impatient(&calls, agents as usize),
                    "{agents} agents, {talk:?}, {which:?}"
                );
            }
        }
    }
}

/// The engine and the plain event loop on the same model.
fn agree(model: &Model, grid: f64) -> Result<(), TestCaseError> {
    let mut callers = Snapped::new(model, key(), grid);
    let fresh = callers.all_fresh();
    let plain = oracle::simulate(model, &callers, fresh, &staffing(model));
    let engine = record(model, grid, Abandonments::WhereNeeded);
    for (engine, plain) in engine.attempts.iter().zip(&plain.attempts) {
        prop_assert_eq!(engine, plain);
    }
    prop_assert_eq!(engine.attempts.len(), plain.attempts.len());
    prop_assert_eq!(&engine.queued, &plain.queued);
    prop_assert_eq!(&engine.busy, &plain.busy);
    let always = record(model, grid, Abandonments::Always);
    prop_assert_eq!(&engine, &always, "with all abandonments as events");
    Ok(())
}

const ONE_GROUP: Family = Family { hotlines: 3, sites: 1, ..ANYTHING };
const ONE_GROUP_COARSE: Family = Family { coarse: true, ..ONE_GROUP };
const COARSE: Family = Family { coarse: true, ..ANYTHING };

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn one_group_does_what_the_plain_event_loop_does(model in models::model(ONE_GROUP)) {
        agree(&model, 0.0)?;
    }

    #[test]
    fn one_group_does_so_when_many_things_happen_at_one_instant(model in models::model(ONE_GROUP_COARSE)) {
        agree(&model, GRID)?;
    }

    #[test]
    fn groups_that_hand_hours_over_do_what_the_plain_event_loop_does(model in models::model(ANYTHING)) {
        agree(&model, 0.0)?;
    }

    #[test]
    fn groups_do_so_when_many_things_happen_at_one_instant(model in models::model(COARSE)) {
        agree(&model, GRID)?;
    }
}

const ROUTED: Family = Family { routed: true, ..ANYTHING };
const ROUTED_COARSE: Family = Family { routed: true, ..ONE_GROUP_COARSE };

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn overflow_ranks_and_reserves_are_those_of_the_plain_event_loop(model in models::model(ROUTED)) {
        agree(&model, 0.0)?;
    }

    #[test]
    fn reserves_and_doors_are_so_when_many_things_happen_at_one_instant(
        model in models::model(ROUTED_COARSE)
    ) {
        agree(&model, GRID)?;
    }
}

fn exponential(mean: f64) -> Dist {
    Dist::exponential(mean).unwrap()
}

fn half_dial_again(model: &mut ModelParts) {
    model.call_types[0].redial = Some(Redial {
        after_abandon: 0.5,
        abandon_delay: exponential(600.0),
        after_busy: 0.5,
        busy_delay: exponential(120.0),
        outside_hours: 0.0,
        outside_hours_delay: exponential(600.0),
        max_attempts: 5,
    });
}

/// A queue counts a caller's attempts in 16 bits.
#[test]
fn nobody_dials_more_often_than_can_be_counted() {
    let mut model = ModelParts::single_queue(300.0, exponential(120.0), exponential(600.0), 12, 1.0);
    half_dial_again(&mut model);
    let certain =
        Redial { after_busy: 1.0, max_attempts: 1_000_000, ..model.call_types[0].redial.take().unwrap() };
    model.call_types[0].redial = Some(certain);
    let model = Model::new(model).unwrap();
    let callers = ModelCalls::new(&model, Key::new(1));
    let fresh = FreshCall {
        id: CallId::new(2),
        at: 0.0,
        call_type: CallTypeId::new(0),
        talk: 1.0,
        wrap_up: 0.0,
        patience: 1.0,
    };
    let call = |attempt| Call { attempt, ..fresh.first_attempt() };
    let again = |attempt| callers.redial(&call(attempt), Failure::Blocked).is_some();
    let counted = u32::from(u16::MAX);
    assert_eq!([0, 1000, counted - 2, counted - 1, counted].map(again), [true, true, true, false, false]);
}

/// Between looks and events: half an hour in which all lines are taken, and another that empties the queue.
#[test]
fn lines_taken_now_and_then_do_what_the_plain_event_loop_does() {
    let mut model = ModelParts::single_queue(300.0, exponential(120.0), exponential(600.0), 12, 1.0);
    half_dial_again(&mut model);
    model.call_types[0].demand.profile = Profile { step: 1800.0, values: vec![1.95, 0.05] };
    model.groups[0].staffing = Staffing::Constant { agents: 12, lines: Some(60) };
    let model = Model::new(model).unwrap();
    agree(&model, 0.0).unwrap();
    let attempts = record(&model, 0.0, Abandonments::WhereNeeded).attempts;
    let count = |outcome| attempts.iter().filter(|a| a.outcome == outcome).count();
    assert!(count(Outcome::Blocked) > 100 && attempts.iter().filter(|a| a.wait == 0.0).count() > 1000);
}

#[test]
fn lines_too_long_to_look_through_do_what_the_plain_event_loop_does() {
    let mut model = ModelParts::single_queue(2400.0, exponential(300.0), exponential(3600.0), 5, 0.2);
    half_dial_again(&mut model);
    let model = Model::new(model).unwrap();
    agree(&model, 0.0).unwrap();
    let queued: f64 = record(&model, 0.0, Abandonments::WhereNeeded).attempts.iter().map(|a| a.wait).sum();
    assert!(queued / model.horizon().end() > 1000.0, "{queued} s: nobody stands in so long a line");
}

/// The same model with first come, first served at every site alone and nothing in the way.
fn simple(model: &Model) -> Model {
    let mut model = model.to_parts();
    model.call_types.iter_mut().for_each(|call_type| call_type.priority = 1);
    model.queues = (0..model.groups.len()).map(|group| Queue::of(GroupId::new(group))).collect();
    for group in &mut model.groups {
        group.shift_end = ShiftEnd::Finish;
        match &mut group.staffing {
            Staffing::Constant { lines, .. } | Staffing::Daily { lines, .. } => *lines = None,
            Staffing::ShiftPlan(rota) => {
                rota.lines_per_seat = None;
                rota.hands_over = false;
            }
            Staffing::Dated(_) => {}
        }
    }
    Model::new(model).unwrap()
}

/// The recursion and the engine on the same model: every attempt and every stretch of time, duty and overtime.
fn recursion_agrees(model: &Model, grid: f64) -> Result<(), TestCaseError> {
    type Way<'m> = KieferWolfowitz<'m, Snapped<'m>, Record>;
    let staffing = staffing(model);
    prop_assert!(Way::applies(model, &staffing));
    let callers = Snapped::new(model, key(), grid);
    let (recursion, attempts) = Way::new(model, callers, &staffing, Record::default()).run();
    prop_assert_eq!(recursion.attempts.len() as u64, attempts);
    let (mut recursion, mut engine) = (recursion.sorted(), record(model, grid, Abandonments::WhereNeeded));
    for record in [&mut recursion, &mut engine] {
        record.on_duty.sort_by_key(|duty| duty.group);
        record.overtime.sort_by_key(|duty| duty.group);
    }
    prop_assert_eq!(recursion, engine);
    Ok(())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn the_recursion_gives_the_history_of_the_engine(model in models::model(ANYTHING)) {
        recursion_agrees(&simple(&model), 0.0)?;
    }

    #[test]
    fn the_recursion_does_so_when_many_things_happen_at_one_instant(model in models::model(COARSE)) {
        recursion_agrees(&simple(&model), GRID)?;
    }
}

/// Callers handed out in other spans.
struct Regrouped {
    calls: Vec<FreshCall>,
    per_span: usize,
    given: usize,
    marks: Marks,
}

type Marks = Box<dyn CallSource>;

impl CallSource for Regrouped {
    fn next_calls(&mut self, calls: &mut Vec<FreshCall>, _: Wanted) {
        let until = (self.given + self.per_span).min(self.calls.len());
        calls.extend_from_slice(&self.calls[self.given..until]);
        self.given = until;
    }
    fn durations(&self, call_type: CallTypeId, id: CallId) -> (f64, f64) {
        self.marks.durations(call_type, id)
    }
    fn patience(&self, call: &Call) -> f64 {
        self.marks.patience(call)
    }
    fn redial(&self, call: &Call, failure: Failure) -> Option<f64> {
        self.marks.redial(call, failure)
    }
}

#[test]
fn it_does_not_matter_how_many_fresh_calls_are_handed_out_at_a_time() {
    let model: &'static Model = Box::leak(Box::new(queue(
        7,
        1.1,
        &Dist::exponential(300.0).unwrap(),
        Dist::exponential(100.0).unwrap(),
    )));
    let expected = record(model, 0.0, Abandonments::WhereNeeded);
    for per_span in [1, 7, 1_000_000] {
        let calls = Snapped::new(model, key(), 0.0).all_fresh();
        let marks: Marks = Box::new(ModelCalls::new(model, key()));
        let callers = Regrouped { calls, per_span, given: 0, marks };
        let (record, _) = Engine::new(model, callers, &staffing(model), Record::default()).run();
        assert_eq!(record.sorted(), expected, "{per_span} at a time");
    }
}

/// What happens to scripted callers: (instant, talk, wrap-up, patience) each.
struct Scripted(Vec<[f64; 4]>, bool);

impl CallSource for Scripted {
    fn next_calls(&mut self, calls: &mut Vec<FreshCall>, _: Wanted) {
        if std::mem::replace(&mut self.1, true) {
            return;
        }
        let call_type = CallTypeId::new(0);
        let fresh = |(n, &[at, talk, wrap_up, patience]): (u64, &[f64; 4])| FreshCall {
            id: CallId::new(n),
            at,
            call_type,
            talk,
            wrap_up,
            patience,
        };
        calls.extend((0..).zip(&self.0).map(fresh));
    }
    fn durations(&self, _: CallTypeId, id: CallId) -> (f64, f64) {
        let [_, talk, wrap_up, _] = self.0[id.number() as usize];
        (talk, wrap_up)
    }
    fn patience(&self, call: &Call) -> f64 {
        self.0[call.id.number() as usize][3]
    }
}

/// Waits (answered) and minus waits (abandoned, and -1000 blocked) of scripted callers; `agents` are
/// (from, number).
fn script(calls: &[[f64; 4]], agents: &[(f64, u32)], lines: u32, shift_end: ShiftEnd) -> Vec<f64> {
    let never = || Dist::NEVER;
    let mut model = ModelParts::single_queue(1.0, Dist::deterministic(1.0).unwrap(), never(), 1, 1.0);
    model.groups[0].shift_end = shift_end;
    model.call_types[0].wrap_up = Some(Dist::deterministic(1.0).unwrap()); // the script's own is used
    let model = Model::new(model).unwrap();
    let step = |&(at, agents): &(f64, u32)| hotseat::workforce::Step {
        at,
        agents,
        seats: agents,
        lines,
        open: true,
    };
    let staffing = vec![agents.iter().map(step).collect()];
    let callers = Scripted(calls.to_vec(), false);
    let (record, _) = Engine::new(&model, callers, &staffing, Record::default()).run();
    let value = |a: &Attempt| match a.outcome {
        Outcome::Answered => a.wait,
        Outcome::Abandoned => -a.wait,
        Outcome::Blocked | Outcome::Closed | Outcome::SelfServed | Outcome::HungUp => -1000.0,
        Outcome::Unserved => f64::INFINITY,
    };
    record.sorted().attempts.iter().map(value).collect()
}

const EVER: f64 = f64::INFINITY;

#[test]
fn a_caller_whose_patience_ends_as_an_agent_falls_free_is_answered() {
    let calls = [[0.0, 100.0, 0.0, EVER], [40.0, 10.0, 0.0, 60.0], [41.0, 10.0, 0.0, 60.0]];
    assert_eq!(script(&calls, &[(0.0, 1)], u32::MAX, ShiftEnd::Finish), [0.0, 60.0, -60.0 + 0.0]);
    // Through wrap-up too, and when the agent comes on duty at that instant.
    let calls = [[0.0, 90.0, 10.0, EVER], [40.0, 10.0, 0.0, 60.0]];
    assert_eq!(script(&calls, &[(0.0, 1)], u32::MAX, ShiftEnd::Finish), [0.0, 60.0]);
    assert_eq!(script(&calls[1..], &[(0.0, 0), (100.0, 1)], u32::MAX, ShiftEnd::Finish), [60.0]);
}

#[test]
fn an_agent_who_finishes_as_the_shift_ends_takes_one_more_call() {
    let calls = [[0.0, 100.0, 0.0, EVER], [50.0, 70.0, 0.0, EVER], [60.0, 10.0, 0.0, 500.0]];
    assert_eq!(script(&calls, &[(0.0, 1), (100.0, 0)], u32::MAX, ShiftEnd::Finish), [0.0, 50.0, -500.0]);
}

#[test]
fn a_line_that_falls_free_is_there_for_a_call_dialled_at_that_instant() {
    let calls = [[0.0, 100.0, 50.0, EVER], [99.0, 10.0, 0.0, EVER], [100.0, 10.0, 0.0, EVER]];
    assert_eq!(script(&calls, &[(0.0, 1)], 1, ShiftEnd::Finish), [0.0, -1000.0, 50.0]);
    // A line is free in wrap-up also where calls can be sent back.
    assert_eq!(script(&calls, &[(0.0, 1)], 1, ShiftEnd::Return), [0.0, -1000.0, 50.0]);
}

#[test]
fn the_call_that_began_last_goes_back_and_starts_anew() {
    let calls = [[0.0, 100.0, 0.0, EVER], [10.0, 100.0, 0.0, EVER]];
    // The second talks from 10 to 50, waits until 100 and is answered for good.
    assert_eq!(script(&calls, &[(0.0, 2), (50.0, 1)], u32::MAX, ShiftEnd::Return), [0.0, 50.0]);
    // Agents come back at 60: it waits 10 s.
    assert_eq!(script(&calls, &[(0.0, 2), (50.0, 1), (60.0, 2)], u32::MAX, ShiftEnd::Return), [0.0, 10.0]);
}

#[test]
fn a_caller_answered_at_once_and_sent_back_waits_no_longer_than_patience() {
    let calls = [[0.0, 100.0, 0.0, EVER], [10.0, 100.0, 0.0, 30.0]];
    assert_eq!(script(&calls, &[(0.0, 2), (50.0, 1)], u32::MAX, ShiftEnd::Return), [0.0, -30.0]);
}

#[test]
fn patience_spent_before_being_sent_back_is_spent() {
    // Waits 30 of 40 s, is answered at 30, sent back at 50, gives up 10 s later: not at 40, when the
    // patience of the first wait would have ended.
    let calls = [[0.0, 30.0, 0.0, EVER], [0.0, 100.0, 0.0, 40.0]];
    assert_eq!(script(&calls, &[(0.0, 1), (50.0, 0), (200.0, 1)], u32::MAX, ShiftEnd::Return), [0.0, -40.0]);
    // Sent back at 35 and answered again at 42: 30 s and 7 s.
    assert_eq!(script(&calls, &[(0.0, 1), (35.0, 0), (42.0, 1)], u32::MAX, ShiftEnd::Return), [0.0, 37.0]);
}

#[test]
fn a_caller_who_has_hung_up_is_not_sent_back() {
    let calls = [[0.0, 30.0, 50.0, EVER], [50.0, 10.0, 0.0, EVER]];
    let (agents, late) = ([(0.0, 1), (40.0, 0), (60.0, 1)], 30.0);
    assert_eq!(script(&calls, &agents, u32::MAX, ShiftEnd::Return), [0.0, late]);
    assert_eq!(script(&calls, &agents, u32::MAX, ShiftEnd::Finish), [0.0, late]);
}

#[test]
fn only_calls_in_hand_are_sent_back() {
    // Two finished calls, then one in hand as the shift ends.
    let calls = [[0.0, 10.0, 0.0, EVER], [1.0, 10.0, 0.0, EVER], [20.0, 100.0, 0.0, EVER]];
    assert_eq!(
        script(&calls, &[(0.0, 3), (30.0, 0), (40.0, 1)], u32::MAX, ShiftEnd::Return),
        [0.0, 0.0, 10.0]
    );
}

#[test]
fn who_has_nobody_ever_is_unserved_and_done() {
    let model = queue(1, 1.0, &Dist::exponential(300.0).unwrap(), Dist::NEVER);
    let closed = model.with(|m| m.groups[0].staffing = Staffing::from(0)).unwrap();
    let record = record(&closed, 0.0, Abandonments::WhereNeeded);
    assert!(record.attempts.len() > 15_000);
    let unserved = |a: &Attempt| a.outcome == Outcome::Unserved && a.next == Next::Done && a.wait == EVER;
    assert!(record.attempts.iter().all(unserved));
}
