//! What must hold of any centre that has everything, also where most things happen at one instant: experts and
//! desks that open and close, held calls, tickets, overflow, absence, menus, redials and repeat contacts.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::models::{self, ANYTHING, GRID, hotline};
use crate::common::routed_centres::{self, INTRODUCTION, LIMIT, Service, Told};
use crate::common::{Snapped, cases, key, staffing};
use hotseat::engine::*;
use hotseat::kpi::{Entry, Field};
use hotseat::model::*;
use hotseat::workforce::Step;
use proptest::prelude::*;
use std::collections::HashMap;

type Checked = Result<(), TestCaseError>;

/// Everything that is told, and by which callers.
fn holds(model: &Model, grid: f64) -> Checked {
    let told = routed_centres::told(model, grid, Abandonments::WhereNeeded);
    calls_are_conserved(model, &told, grid)?;
    waits_are_those_of_the_queues(&told)?;
    nobody_waits_beyond_patience(model, &told, grid)?;
    referrals_are_held_to_the_limit(model, &told)?;
    attempts_follow_failures_and_contacts_follow_answers(&told)?;
    doors_are_closed_as_the_hours_say(model, &told)?;
    no_more_are_busy_than_on_duty(model, &told)?;
    callers_are_served_in_order(model, &told)?;
    let always = routed_centres::told(model, grid, Abandonments::Always);
    let (needed, always) = (told.sorted(), always.sorted());
    let without = |these: &[String], those: &[String]| -> Vec<String> {
        let those: std::collections::HashSet<&String> = those.iter().collect();
        these.iter().filter(|line| !those.contains(line)).cloned().collect()
    };
    let (fewer, more) = (without(&needed, &always), without(&always, &needed));
    prop_assert_eq!(fewer, more, "with abandonments as events where needed, and with all of them");
    prop_assert_eq!(needed.len(), always.len());
    Ok(())
}

/// Each table: what was offered is what became of it; hotlines make up the total, and groups are told of the calls
/// that came to them, of those they took for others and of those handed to them.
fn calls_are_conserved(model: &Model, told: &Told, grid: f64) -> Checked {
    let tables = routed_centres::tables(model, grid);
    let attempts =
        || told.attempts.iter().map(|(a, _)| a).filter(|a| model.horizon().measures(a.call.dialled));
    let entries = tables.hotline.iter().chain(&tables.site).chain(&tables.group).chain([&tables.total]);
    let unserved = attempts().filter(|a| a.outcome == Outcome::Unserved).count()
        + told.referred.iter().filter(|r| r.outcome == ReferralOutcome::Unserved).count();
    for entry in entries {
        let get = |field| entry.sums.get(field);
        use Field::*;
        let ends = [Answered, Abandoned, Blocked, Closed, SelfServed, HungUp];
        // Only a group loses those who overflow: elsewhere they are among those answered.
        let overflowed =
            if tables.group.iter().any(|group| std::ptr::eq(group, entry)) { get(Overflowed) } else { 0.0 };
        let ended = ends.into_iter().map(get).sum::<f64>() + overflowed;
        let missing = get(Offered) - ended;
        prop_assert!((0.0..=unserved as f64).contains(&missing), "{} offered, {ended} ended", get(Offered));
    }
    for (number, entry) in tables.hotline.iter().enumerate() {
        let own = attempts()
            .filter(|a| model.call_types()[a.call.call_type.index()].hotline.index() == number)
            .count();
        prop_assert_eq!(entry.sums.get(Field::Offered), own as f64);
    }
    for (group, entry) in tables.group.iter().enumerate() {
        let of = |which: &dyn Fn(&Attempt) -> bool| attempts().filter(|a| which(a)).count();
        let (came, guests) =
            (of(&|a| a.group.index() == group), of(&|a| a.by.index() == group && a.by != a.group));
        let measured = told.referred.iter().filter(|r| model.horizon().measures(r.call.dialled));
        let handed = measured.filter(|r| r.to.index() == group).count();
        prop_assert_eq!(entry.sums.get(Field::Offered), (came + guests + handed) as f64, "group {}", group);
        let away = of(&|a| a.group.index() == group && a.by != a.group);
        prop_assert_eq!(entry.sums.get(Field::Overflowed), away as f64, "group {}", group);
        prop_assert_eq!(entry.sums.get(Field::Arrived), came as f64, "group {}", group);
    }
    let overflowed = |entries: &[Entry]| entries.iter().map(|e| e.sums.get(Field::Overflowed)).sum::<f64>();
    let total = tables.total.sums.get(Field::Overflowed);
    for parts in [&tables.hotline, &tables.site, &tables.group] {
        prop_assert_eq!(overflowed(parts), total);
    }
    Ok(())
}

/// Little's law, call by call: what callers waited is what was spent in the queues.
fn waits_are_those_of_the_queues(told: &Told) -> Checked {
    let spent = |spans: &[(CallTypeId, GroupId, TimeSpan)]| {
        let mut sums: HashMap<(CallTypeId, GroupId), f64> = HashMap::new();
        spans.iter().for_each(|(s, g, span)| *sums.entry((*s, *g)).or_default() += span.to - span.from);
        sums
    };
    let mut queued = spent(&told.queued);
    for (attempt, span) in &told.attempts {
        let wait = if attempt.wait.is_finite() { attempt.wait } else { span.map_or(0.0, |s| s.to - s.from) };
        if attempt.outcome == Outcome::Unserved {
            // The clock stops at the end of the horizon.
            queued.remove(&(attempt.call.call_type, attempt.group));
        } else if let Some(sum) = queued.get_mut(&(attempt.call.call_type, attempt.group)) {
            *sum -= wait;
        } else {
            prop_assert!(wait == 0.0 || told.attempts.iter().any(|(a, _)| a.outcome == Outcome::Unserved));
        }
    }
    prop_assert!(queued.values().all(|left| left.abs() < 1e-5), "{:?}", queued);
    if told.referred.iter().all(|r| r.outcome != ReferralOutcome::Unserved) {
        let waited: f64 = told.referred.iter().map(|r| r.wait).sum();
        let spent: f64 = told.queued_for_expert.iter().map(|(_, _, span)| span.to - span.from).sum();
        prop_assert!((waited - spent).abs() <= 1e-9 * waited + 1e-6, "{} for {}", waited, spent);
    }
    Ok(())
}

/// Of first contacts; who of those dialled at one instant is who, is not told.
fn nobody_waits_beyond_patience(model: &Model, told: &Told, grid: f64) -> Checked {
    let mut callers = Snapped::new(model, key(), grid);
    let mut keys: HashMap<(CallTypeId, u64), Vec<_>> = HashMap::new();
    for call in callers.all_fresh() {
        keys.entry((call.call_type, call.at.to_bits())).or_default().push(call.id);
    }
    for (attempt, _) in told.attempts.iter().filter(|(a, _)| a.call.contact == 0 && a.wait.is_finite()) {
        let known = keys.get(&(attempt.call.call_type, attempt.call.first_dialled.to_bits()));
        prop_assert!(known.is_some(), "nobody dials who is not a fresh caller: {:?}", attempt);
        let patience = known.unwrap().iter().map(|id| callers.patience(&Call { id: *id, ..attempt.call }));
        let most = patience.fold(0.0, f64::max);
        prop_assert!(attempt.wait >= 0.0 && attempt.wait <= most * (1.0 + 1e-9) + 1e-6, "{:?}", attempt);
    }
    Ok(())
}

fn referrals_are_held_to_the_limit(model: &Model, told: &Told) -> Checked {
    let three_way = |call_type: CallTypeId| {
        let how = model.call_types()[call_type.index()].referral.as_ref().unwrap().how;
        matches!(how, TransferKind::WarmTransfer { .. })
    };
    let mut held = 0.0;
    for referred in told.referred.iter().filter(|r| three_way(r.call.call_type)) {
        prop_assert!(
            referred.wait <= LIMIT + 1e-6 || referred.outcome == ReferralOutcome::Unserved,
            "{:?}",
            referred
        );
        let reached = referred.outcome == ReferralOutcome::LimitReached;
        prop_assert!(!reached || (referred.wait - LIMIT).abs() < 1e-6, "{:?}", referred);
        let together = if referred.outcome == ReferralOutcome::Answered { INTRODUCTION } else { 0.0 };
        held += referred.wait + together;
    }
    for (_, _, span) in &told.held {
        prop_assert!(span.to - span.from <= LIMIT + INTRODUCTION + 1e-6);
        held -= span.to - span.from;
    }
    prop_assert!(held.abs() < 1e-5, "{} s are held and not told of", held);
    Ok(())
}

/// Every attempt after the first follows one that says so; who calls again was answered, twice at most; tickets
/// are of calls that were answered, each called back or left once.
fn attempts_follow_failures_and_contacts_follow_answers(told: &Told) -> Checked {
    let count = |of: &dyn Fn(&Attempt) -> bool| told.attempts.iter().filter(|(a, _)| of(a)).count();
    let answered = count(&|a| a.outcome == Outcome::Answered);
    prop_assert!(count(&|a| a.call.contact > 0 && a.call.attempt == 0) <= answered);
    prop_assert!(told.attempts.iter().all(|(a, _)| a.call.contact <= 2));
    prop_assert_eq!(count(&|a| a.call.attempt > 0), count(&|a| a.next == Next::Redials));
    let failed = |a: &Attempt| matches!(a.outcome, Outcome::Abandoned | Outcome::Blocked | Outcome::Closed);
    prop_assert_eq!(count(&|a| a.next != Next::Done && !failed(a)), 0);
    prop_assert!(told.referred.len() <= answered);
    let backs: Vec<&Service> = told.services.iter().filter(|s| s.opened.is_some()).collect();
    prop_assert!(backs.iter().all(|back| back.from >= back.opened.unwrap()));
    let tickets = backs.len() + told.left.len();
    prop_assert!(tickets <= answered + told.referred.len(), "{} tickets of {} calls", tickets, answered);
    Ok(())
}

/// What holds at an instant; as it changes, both.
fn around(steps: &[Step], at: f64) -> [Step; 2] {
    let last = |until: &dyn Fn(&Step) -> bool| *steps.iter().rev().find(|s| until(s)).unwrap_or(&steps[0]);
    [last(&|step| step.at < at), last(&|step| step.at <= at)]
}

fn doors_are_closed_as_the_hours_say(model: &Model, told: &Told) -> Checked {
    let staffing = staffing(model);
    for (attempt, _) in told.attempts.iter().filter(|(a, _)| a.outcome == Outcome::Closed) {
        if model.call_types()[attempt.call.call_type.index()].ivr.is_none() {
            // Staffing changes come before calls.
            let [_, now] = around(&staffing[attempt.group.index()], attempt.call.dialled);
            prop_assert!(!now.open, "{:?} rang at an open door", attempt);
        }
    }
    Ok(())
}

/// Whenever somebody begins something, no more agents of the group are busy than on duty, and a call back leaves its
/// reserve idle. As a shift ends an agent who has just finished may still take one.
fn no_more_are_busy_than_on_duty(model: &Model, told: &Told) -> Checked {
    for (group, steps) in staffing(model).iter().enumerate() {
        let of_group = |s: &&Service| s.group.index() == group && s.to > s.from;
        let services: Vec<&Service> = told.services.iter().filter(of_group).collect();
        for begun in &services {
            let busy = services.iter().filter(|s| s.from <= begun.from && s.to > begun.from).count() as u32;
            let [before, now] = around(steps, begun.from);
            prop_assert!(busy <= before.agents.max(now.agents), "{} busy of {:?}", busy, now);
            prop_assert!(busy <= before.seats.max(now.seats), "{} busy of {:?}", busy, now);
            let changes = before.agents != now.agents;
            let others = services.iter().any(|s| s.from == begun.from && !std::ptr::eq(*s, *begun));
            if begun.opened.is_some() && !changes && !others {
                let reserve = Reserve { at_least: 1, share: 0.1 }.of(now.agents);
                prop_assert!(busy + reserve <= now.agents, "{} busy of {:?} with {:?}", busy, now, begun);
            }
        }
    }
    Ok(())
}

/// First come, first served among those of one group and priority; nobody of a lower priority before.
fn callers_are_served_in_order(model: &Model, told: &Told) -> Checked {
    let priority = |a: &Attempt| model.call_types()[a.call.call_type.index()].priority;
    let waited: Vec<&(Attempt, Option<TimeSpan>)> =
        told.attempts.iter().filter(|(_, s)| s.is_some()).collect();
    let answered = waited.iter().filter(|(a, _)| a.outcome == Outcome::Answered);
    for (late, span) in answered {
        let TimeSpan { from: joined, to: at } = span.unwrap();
        for (other, span) in waited.iter().filter(|(o, _)| o.group == late.group) {
            let other_span = span.unwrap();
            let waits_on = other_span.from < at && other_span.to > at + 1e-6;
            let same = priority(other) == priority(late) && other_span.from < joined;
            // Others may take only those who have waited long enough, whatever their priority.
            let before = late.by == late.group && priority(other) < priority(late);
            prop_assert!(!(waits_on && (same || before)), "{:?} was answered before {:?}", late, other);
        }
    }
    Ok(())
}

/// The fresh calls of a call type, named by its hotline and site.
fn fresh(model: &Model) -> HashMap<(String, String), Vec<FreshCall>> {
    let mut calls: HashMap<_, Vec<FreshCall>> = HashMap::new();
    for call in Snapped::new(model, key(), 0.0).all_fresh() {
        let CallType { hotline, site, .. } = model.call_types()[call.call_type.index()];
        let name = (model.hotline(hotline).number.clone(), model.site(site).id.clone());
        // Patience is drawn with the call only where many callers wait: not a number otherwise.
        calls.entry(name).or_default().push(FreshCall {
            call_type: CallTypeId::new(0),
            patience: 0.0,
            ..call
        });
    }
    calls
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn nothing_is_lost_and_everything_is_in_order(model in routed_centres::model(false)) {
        holds(&model, 0.0)?;
    }

    #[test]
    fn nothing_is_lost_where_shifts_end_doors_close_and_calls_come_at_one_instant(model in routed_centres::model(true)) {
        holds(&model, GRID)?;
    }

    #[test]
    fn another_hotline_changes_no_mark_of_the_others(model in models::model(ANYTHING), first in any::<bool>()) {
        let mut more = model.to_parts();
        let at = if first { 0 } else { model.hotlines().len() };
        more.hotlines.insert(at, hotline("another"));
        more.call_types.iter_mut().for_each(|call_type| {
            call_type.hotline = HotlineId::new(call_type.hotline.index() + usize::from(first));
        });
        let Some(pattern) = model.call_types().first().cloned() else { return Ok(()) };
        let new = CallType { hotline: HotlineId::new(at), ..pattern };
        more.call_types.insert(if first { 0 } else { more.call_types.len() }, new);
        let (few, mut many) = (fresh(&model), fresh(&Model::new(more).unwrap()));
        many.retain(|(number, _), _| number != "another");
        prop_assert_eq!(few, many);
    }
}
