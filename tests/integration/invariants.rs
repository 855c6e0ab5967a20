//! What must hold of any model, whatever its numbers: random models, their tables recounted.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::common::models::{self, ANYTHING, Family};
use crate::common::{Both, Record, Snapped, Stretch, cases, key, record, staffing};
use hotseat::dist::Dist;
use hotseat::engine::{Abandonments, Attempt, Call, CallSource, Engine, ModelCalls, Next, Outcome};
use hotseat::kpi::{Detail, Entry, Field, Kpi, QUANTILES, Rolling, Sums, Tables, Tally};
use hotseat::model::{CallTypeId, Model, ModelParts, ShiftEnd, Staffing};
use hotseat::time::{DAY, HALF_HOUR, HALF_HOURS};
use hotseat::workforce::Step;
use proptest::prelude::*;

type Checked = Result<(), TestCaseError>;

const FINISH: Family = Family { shift_ends: &[ShiftEnd::Finish], ..ANYTHING };
const COARSE: Family = Family { coarse: true, ..ANYTHING };

/// Tables and record of one run.
fn run(model: &Model) -> (Tables<Entry>, Record) {
    let both = Both(Tally::new(model, Detail::ByInterval), Record::default());
    let (Both(tally, record), _) =
        Engine::new(model, ModelCalls::new(model, key()), &staffing(model), both).run();
    (tally.finish().0, record.sorted())
}

/// Seconds that a span from `from` to `to` shares with the measured part of a half hour.
fn overlap(model: &Model, from: f64, to: f64, slot: usize) -> f64 {
    let (start, end) = (slot as f64 * HALF_HOUR, (slot + 1) as f64 * HALF_HOUR);
    let first = from.max(start).max(model.horizon().warm_up);
    (to.min(end).min(model.horizon().end()) - first).max(0.0)
}

/// Whose attempts, agents' time and instants belong to an entry.
struct Entries<'a> {
    name: String,
    entry: &'a Entry,
    /// Stream and group of an attempt, or of somebody in a queue.
    callers: Box<dyn Fn(usize, usize) -> bool>,
    /// The same of an agent's time.
    agents: Box<dyn Fn(usize, usize) -> bool>,
    /// Half hours of the horizon.
    slots: Box<dyn Fn(usize) -> bool>,
    /// Whether needs and redials are counted: not by time.
    needs: bool,
}

fn entries<'a>(model: &Model, tables: &'a Tables<Entry>) -> Vec<Entries<'a>> {
    let call_types: Vec<(usize, usize)> =
        model.call_types().iter().map(|s| (s.hotline.index(), s.site.index())).collect();
    let site_of: Vec<usize> = model.groups().iter().map(|g| g.site.unwrap().index()).collect();
    let mut all = Vec::new();
    type Who = Box<dyn Fn(usize, usize) -> bool>;
    let mut add = |name: String, entry: &'a Entry, callers: Who, agents: Who, slots, needs| {
        all.push(Entries { name, entry, callers, agents, slots, needs })
    };
    let any = || -> Who { Box::new(|_, _| true) };
    let ever = || -> Box<dyn Fn(usize) -> bool> { Box::new(|_| true) };
    let at_site = |site: usize| -> Who {
        let call_types = call_types.clone();
        Box::new(move |call_type, _| call_types[call_type].1 == site)
    };
    let by_site = |site: usize| -> Who {
        let site_of = site_of.clone();
        Box::new(move |_, group| site_of[group] == site)
    };
    add("total".into(), &tables.total, any(), any(), ever(), true);
    for (hotline, entry) in tables.hotline.iter().enumerate() {
        let of = || -> Who {
            let call_types = call_types.clone();
            Box::new(move |call_type, _| call_types[call_type].0 == hotline)
        };
        add(format!("hotline {hotline}"), entry, of(), of(), ever(), true);
    }
    for (site, entry) in tables.site.iter().enumerate() {
        add(format!("site {site}"), entry, at_site(site), by_site(site), ever(), true);
    }
    for (group, entry) in tables.group.iter().enumerate() {
        let of = || -> Who { Box::new(move |_, g| g == group) };
        add(format!("group {group}"), entry, of(), of(), ever(), true);
    }
    for (half, entry) in tables.interval.iter().enumerate() {
        let slots = Box::new(move |slot| slot % HALF_HOURS == half);
        add(format!("interval {half}"), entry, any(), any(), slots, false);
    }
    for (date, entry) in tables.date.iter().enumerate() {
        add(format!("date {date}"), entry, any(), any(), Box::new(move |s| s / HALF_HOURS == date), false);
    }
    for (site, weeks) in tables.site_week.iter().enumerate() {
        for (week, entry) in weeks.iter().enumerate() {
            let slots = Box::new(move |slot| slot / HALF_HOURS / 7 == week);
            add(format!("site {site}, week {week}"), entry, at_site(site), by_site(site), slots, false);
        }
    }
    for (site, halves) in tables.site_interval.iter().enumerate() {
        for (half, entry) in halves.iter().enumerate() {
            let slots = Box::new(move |slot| slot % HALF_HOURS == half);
            add(format!("site {site}, interval {half}"), entry, at_site(site), by_site(site), slots, false);
        }
    }
    for (site, dates) in tables.site_date.iter().enumerate() {
        for (date, entry) in dates.iter().enumerate() {
            let slots = Box::new(move |slot| slot / HALF_HOURS == date);
            add(format!("site {site}, date {date}"), entry, at_site(site), by_site(site), slots, false);
        }
    }
    all
}

/// The sums of an entry, counted anew from the record.
fn recount(model: &Model, record: &Record, of: &Entries) -> Vec<(Field, f64)> {
    use Field::*;
    let slot = |t: f64| (t / HALF_HOUR).floor() as usize;
    let selected = |a: &&Attempt| {
        (of.callers)(a.call.call_type.index(), a.group.index())
            && model.horizon().measures(a.call.dialled)
            && (of.slots)(slot(a.call.dialled))
    };
    let attempts: Vec<&Attempt> = record.attempts.iter().filter(selected).collect();
    let count = |which: &dyn Fn(&Attempt) -> bool| attempts.iter().filter(|a| which(a)).count() as f64;
    let ended = |outcome: Outcome| move |a: &Attempt| a.outcome == outcome;
    let waits =
        |outcome: Outcome| attempts.iter().filter(|a| a.outcome == outcome).map(|a| a.wait).sum::<f64>();
    let spent = |stretches: &[Stretch], who: &dyn Fn(usize, usize) -> bool| {
        let seconds = |s: &Stretch| {
            let slots =
                (slot(s.from)..=slot(s.to)).filter(|k| *k < model.horizon().slots() && (of.slots)(*k));
            slots.map(|k| overlap(model, s.from, s.to, k)).sum::<f64>()
        };
        stretches.iter().filter(|s| who(s.call_type.index(), s.group.index())).map(seconds).sum::<f64>()
    };
    let mut sums = vec![
        (Offered, attempts.len() as f64),
        (Answered, count(&ended(Outcome::Answered))),
        (Abandoned, count(&ended(Outcome::Abandoned))),
        (Blocked, count(&ended(Outcome::Blocked))),
        // Who finds no agent and gives up in the same instant had to wait, for no time.
        (Delayed, count(&|a| a.wait > 0.0 || a.outcome == Outcome::Abandoned)),
        (WaitAnswered, waits(Outcome::Answered)),
        (WaitAbandoned, waits(Outcome::Abandoned)),
        (Queued, spent(&record.queued, &of.callers)),
        (Busy, spent(&record.busy, &of.agents)),
    ];
    if of.needs {
        let needs = |which: &dyn Fn(&Attempt) -> bool| {
            let here = |a: &&Attempt| (of.callers)(a.call.call_type.index(), a.group.index());
            let fresh = record
                .attempts
                .iter()
                .filter(here)
                .filter(|a| model.horizon().measures(a.call.first_dialled));
            fresh.filter(|a| which(a)).count() as f64
        };
        sums.extend([
            (Redials, count(&|a| a.call.attempt > 0)),
            (ShortAbandons, count(&|a| a.outcome == Outcome::Abandoned && a.wait <= 5.0)),
            (Episodes, needs(&|a| a.next == Next::Done)),
            (EpisodesAnswered, needs(&|a| a.outcome == Outcome::Answered)),
            (EpisodesOpen, needs(&|a| a.next == Next::TooLate)),
        ]);
    }
    sums
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

fn tables_equal_a_recount(model: &Model) -> Checked {
    let (tables, record) = run(model);
    for of in entries(model, &tables) {
        for (field, sum) in recount(model, &record, &of) {
            let told = of.entry.sums.get(field);
            prop_assert!(close(told, sum), "{} {field:?}: told {told}, recounted {sum}", of.name);
        }
        let selected = |a: &&Attempt| {
            (of.callers)(a.call.call_type.index(), a.group.index())
                && model.horizon().measures(a.call.dialled)
                && (of.slots)((a.call.dialled / HALF_HOUR).floor() as usize)
        };
        let mine: Vec<&Attempt> = record.attempts.iter().filter(selected).collect();
        for (index, within) in model.acceptable_waits().iter().enumerate() {
            let sum = mine.iter().filter(|a| a.outcome == Outcome::Answered && a.wait <= *within).count();
            prop_assert_eq!(
                of.entry.sums.answered_within(index),
                sum as f64,
                "{} within {} s",
                &of.name,
                within
            );
        }
        let unserved = mine.iter().filter(|a| a.outcome == Outcome::Unserved).count() as f64;
        let get = |field| of.entry.sums.get(field);
        prop_assert_eq!(
            get(Field::Offered),
            get(Field::Answered) + get(Field::Abandoned) + get(Field::Blocked) + unserved,
            "{}: every attempt has one outcome",
            &of.name
        );
    }
    Ok(())
}

fn waits_and_windows_equal_a_recount(model: &Model) -> Checked {
    let (tables, record) = run(model);
    let measured: Vec<&Attempt> =
        record.attempts.iter().filter(|a| model.horizon().measures(a.call.dialled)).collect();
    for of in entries(model, &tables).into_iter().filter(|of| of.needs) {
        let here = |a: &&&Attempt| (of.callers)(a.call.call_type.index(), a.group.index());
        let mine: Vec<&Attempt> = measured.iter().filter(here).copied().collect();
        let answered = mine.iter().filter(|a| a.outcome == Outcome::Answered);
        let mut waits: Vec<f64> = answered.map(|a| a.wait).collect();
        waits.sort_by(f64::total_cmp);
        prop_assert_eq!(of.entry.quantiles.is_some(), !waits.is_empty());
        for (share, told) in QUANTILES.iter().zip(of.entry.quantiles.iter().flatten()) {
            let exact = waits[((share * waits.len() as f64).ceil() as usize).max(1) - 1];
            let close = (told - exact).abs() <= 5e-4 * exact + 1e-3;
            prop_assert!(close, "{} quantile {share}: told {told}, exact {exact}", of.name);
        }
        let (told, exact) = (of.entry.rolling, roll(model, &mine));
        prop_assert_eq!(
            (told.worst, told.judged, told.below, told.too_small),
            (exact.worst, exact.judged, exact.below, exact.too_small),
            "{}",
            &of.name
        );
    }
    Ok(())
}

/// Every window of 24 h that begins on a half hour and lies in the measured span, counted anew.
fn roll(model: &Model, attempts: &[&Attempt]) -> Rolling {
    let mut rolling = Rolling::default();
    for slot in 0..model.horizon().slots() {
        let (from, to) = (slot as f64 * HALF_HOUR, slot as f64 * HALF_HOUR + DAY);
        if from < model.horizon().warm_up || to > model.horizon().end() {
            continue;
        }
        let mine = || attempts.iter().filter(|a| a.call.dialled >= from && a.call.dialled < to);
        let (offered, answered) = (mine().count(), mine().filter(|a| a.outcome == Outcome::Answered).count());
        if offered < 200 {
            rolling.too_small += 1;
            continue;
        }
        let rate = answered as f64 / offered as f64;
        rolling.judged += 1;
        rolling.below += u64::from(rate < 0.95);
        rolling.worst = Some(rolling.worst.map_or(rate, |worst: f64| worst.min(rate)));
    }
    rolling
}

/// One interval of time in which nothing changes in a group.
struct Moment {
    from: f64,
    to: f64,
    busy: u32,
    now: Step,
}

/// The life of a group between all instants at which something changes.
fn moments(model: &Model, steps: &[Step], busy: &[&Stretch]) -> Vec<Moment> {
    let mut instants: Vec<f64> = busy.iter().flat_map(|s| [s.from, s.to]).collect();
    instants.extend(steps.iter().map(|s| s.at));
    instants.extend([model.horizon().warm_up, model.horizon().end()]);
    instants.sort_by(f64::total_cmp);
    instants.dedup();
    let moment = |pair: &[f64]| Moment {
        from: pair[0],
        to: pair[1],
        busy: busy.iter().filter(|s| s.from <= pair[0] && pair[0] < s.to).count() as u32,
        now: *steps.iter().rev().find(|step| step.at <= pair[0]).unwrap(),
    };
    instants.windows(2).map(moment).collect()
}

fn agents_time_adds_up(model: &Model) -> Checked {
    let (tables, record) = run(model);
    for (group, steps) in staffing(model).iter().enumerate() {
        let busy: Vec<&Stretch> = record.busy.iter().filter(|s| s.group.index() == group).collect();
        let moments = moments(model, steps, &busy);
        let (from, to) = (model.horizon().warm_up, model.horizon().end());
        let measured = || moments.iter().filter(|m| m.from >= from && m.to <= to);
        let integral = |f: &dyn Fn(&Moment) -> f64| measured().map(|m| f(m) * (m.to - m.from)).sum::<f64>();
        let count = |n: u32| f64::from(n);
        let sums = &tables.group[group].sums;
        for (field, exact) in [
            (Field::Staffed, integral(&|m| count(m.now.agents.max(m.busy)))),
            (Field::Overtime, integral(&|m| count(m.busy.saturating_sub(m.now.agents)))),
            (Field::Seats, integral(&|m| count(m.now.seats))),
            (Field::Unstaffed, integral(&|m| count(u32::from(m.now.agents == 0)))),
            (Field::Busy, integral(&|m| count(m.busy))),
            (Field::TimeSpan, to - from),
        ] {
            let told = sums.get(field);
            prop_assert!(close(told, exact), "group {group} {field:?}: told {told}, exact {exact}");
        }
        no_call_begins_beyond_the_agents(steps, &busy)?;
    }
    // Agents on duty are no hotline's.
    let whole = [&tables.site, &tables.group, &tables.interval, &tables.date];
    let crossed = tables.site_week.iter().chain(&tables.site_interval).chain(&tables.site_date).flatten();
    for entry in whole.into_iter().flatten().chain(crossed).chain([&tables.total]) {
        let (busy, staffed) = Kpi::Occupancy.ratio(&entry.sums);
        prop_assert!(busy <= staffed, "busy {busy}, staffed {staffed}");
    }
    Ok(())
}

/// More may be busy than are on duty, but only because agents left: no call begins then. As a shift
/// ends an agent who has just finished may still take one.
fn no_call_begins_beyond_the_agents(steps: &[Step], busy: &[&Stretch]) -> Checked {
    for begun in busy.iter().map(|s| s.from) {
        let before = steps.iter().rev().find(|step| step.at < begun || step.at == 0.0).unwrap();
        let now = steps.iter().rev().find(|step| step.at <= begun).unwrap();
        let count = busy.iter().filter(|s| s.from <= begun && begun < s.to).count() as u32;
        let (agents, seats) = (before.agents.max(now.agents), before.seats.max(now.seats));
        prop_assert!(count <= agents && count <= seats, "{count} busy of {agents} as a call begins");
    }
    Ok(())
}

/// First come, first served within a priority, and nobody before a caller of a higher one.
fn callers_are_served_in_order(model: &Model) -> Checked {
    let record = record(model, 0.0, Abandonments::WhereNeeded);
    let priority = |a: &Attempt| model.call_types()[a.call.call_type.index()].priority;
    let queued: Vec<&Attempt> = record.attempts.iter().filter(|a| a.outcome != Outcome::Blocked).collect();
    let answered = queued.iter().filter(|a| a.outcome == Outcome::Answered);
    for late in answered {
        let at = late.call.dialled + late.wait;
        for other in queued.iter().filter(|o| o.group == late.group && o.call.dialled < at) {
            let same = priority(other) == priority(late) && other.call.dialled < late.call.dialled;
            let waits_on = other.call.dialled + other.wait > at + 1e-6;
            prop_assert!(
                !(waits_on && (same || priority(other) < priority(late))),
                "{late:?} was answered before {other:?}"
            );
        }
    }
    Ok(())
}

/// Sums of waits are integrals of the queue: exactly so where nothing is clipped.
fn littles_law_holds(model: &Model) -> Checked {
    let (tables, record) = run(model);
    let end = model.horizon().end();
    prop_assert!(record.queued.iter().all(|s| s.to <= end), "this test clips nothing");
    let whole = [&tables.hotline, &tables.site, &tables.group];
    for entry in whole.into_iter().flatten().chain([&tables.total]) {
        let get = |field| entry.sums.get(field);
        let waited = get(Field::WaitAnswered) + get(Field::WaitAbandoned);
        let (queued, span) = Kpi::MeanQueue.ratio(&entry.sums);
        prop_assert!((queued - waited).abs() <= 1e-9 * waited, "queued {queued}, waited {waited}");
        prop_assert_eq!(span, end);
    }
    Ok(())
}

/// Each fresh caller's attempts are numbered from 0 and all but the last are followed by a redial; the
/// last is answered or given up for good.
fn chains_end_once(model: &Model) -> Checked {
    let record = record(model, 0.0, Abandonments::WhereNeeded);
    let mut chains: std::collections::BTreeMap<(CallTypeId, u64), Vec<&Attempt>> = Default::default();
    for attempt in &record.attempts {
        chains
            .entry((attempt.call.call_type, attempt.call.first_dialled.to_bits()))
            .or_default()
            .push(attempt);
    }
    let mut fresh = 0;
    let mut callers = Snapped::new(model, key(), 0.0);
    let all = callers.all_fresh();
    for call in &all {
        let chain = &chains[&(call.call_type, call.at.to_bits())];
        fresh += 1;
        prop_assert_eq!(chain[0].call.dialled, call.at);
        let most = model.call_types()[call.call_type.index()].redial.as_ref().map_or(1, |r| r.max_attempts);
        prop_assert!(chain.len() <= most as usize);
        for (number, attempt) in chain.iter().enumerate() {
            prop_assert_eq!(attempt.call.attempt as usize, number);
            let last = number + 1 == chain.len();
            prop_assert_eq!(attempt.next == Next::Redials, !last, "{:?}", attempt);
            prop_assert!(attempt.next == Next::Done || attempt.outcome != Outcome::Answered);
            let patience = callers.patience(&Call { id: call.id, ..attempt.call });
            let waits = attempt.outcome != Outcome::Unserved;
            prop_assert!(!waits || attempt.wait <= patience * (1.0 + 1e-9) + 1e-9);
            prop_assert!(attempt.wait >= 0.0);
        }
        for pair in chain.windows(2) {
            prop_assert!(pair[1].call.dialled >= pair[0].call.dialled + pair[0].wait - 1e-6);
            prop_assert!(pair[1].call.dialled < model.horizon().end());
        }
    }
    prop_assert_eq!(chains.len(), fresh, "nobody dials who is not a fresh caller");
    Ok(())
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn every_table_equals_a_recount(model in models::model(ANYTHING)) {
        tables_equal_a_recount(&model)?;
    }

    #[test]
    fn every_table_equals_a_recount_when_many_things_happen_at_one_instant(model in models::model(COARSE)) {
        tables_equal_a_recount(&model)?;
    }

    #[test]
    fn quantiles_and_rolling_windows_equal_a_recount(model in models::model(ANYTHING)) {
        waits_and_windows_equal_a_recount(&model)?;
    }

    #[test]
    fn busy_staffed_and_overtime_add_up_and_no_call_begins_beyond_the_agents(
        model in models::model(ANYTHING)
    ) {
        agents_time_adds_up(&model)?;
    }

    #[test]
    fn callers_of_a_priority_are_served_first_come_first_served(model in models::model(FINISH)) {
        callers_are_served_in_order(&model)?;
    }

    #[test]
    fn every_callers_attempts_end_exactly_once(model in models::model(ANYTHING)) {
        chains_end_once(&model)?;
    }

    /// Demand ends after a third of the horizon, everybody gives up in time, so nothing is clipped.
    #[test]
    fn littles_law_holds_to_rounding(model in models::model(Family { warm_up: false, ..ANYTHING })) {
        let mut model = model.into_parts();
        model.horizon.days = 3.0;
        for call_type in &mut model.call_types {
            call_type.demand.migration = None;
            call_type.demand.other_days = None;
            call_type.demand.per_day.resize(1, 0.0);
            call_type.demand.per_day.resize(3, 0.0);
            if call_type.patience.is_never() {
                call_type.patience = Dist::deterministic(1000.0).unwrap();
            }
        }
        for group in &mut model.groups {
            if let Staffing::ShiftPlan(rota) = &mut group.staffing {
                rota.rostered.resize(rota.rostered.len().max(3), vec![0; rota.shifts.len()]);
            }
        }
        littles_law_holds(&Model::new(model).unwrap())?;
    }

    #[test]
    fn more_agents_lengthen_nobodys_wait(
        agents in 1_u32..12,
        load in 0.5..1.3_f64,
        cv in 0.1..3.0_f64,
        priority_free_talk in prop_oneof![Just(0.0), 60.0..600.0_f64],
    ) {
        let talk = Dist::lognormal(priority_free_talk + 30.0, cv).unwrap();
        let per_hour = 3600.0 / talk.mean() * load * f64::from(agents);
        let waits = |agents| {
            let model = Model::single_queue(per_hour, talk.clone(), Dist::NEVER, agents, 800.0 / per_hour / 24.0).unwrap();
            record(&model, 0.0, Abandonments::WhereNeeded).attempts.iter().map(|a| a.wait).collect::<Vec<_>>()
        };
        let (few, many) = (waits(agents), waits(agents + 1));
        prop_assert_eq!(few.len(), many.len());
        prop_assert!(few.iter().zip(&many).all(|(few, many)| many <= few));
    }
}

#[test]
fn occupancy_reaches_1_and_no_more_in_overload() {
    let talk = Dist::exponential(300.0).unwrap();
    let mut model = ModelParts::single_queue(600.0, talk, Dist::exponential(600.0).unwrap(), 10, 3.0);
    let agents = vec![10, 3, 8, 0, 12];
    model.groups[0].staffing = Staffing::Daily { step: 1800.0, agents, lines: None };
    model.horizon.warm_up = 3600.0 * 7.0;
    let (tables, _) = run(&Model::new(model).unwrap());
    let sums: Sums = tables.total.sums;
    let occupancy = sums.get(Field::Busy) / sums.get(Field::Staffed);
    assert!(occupancy > 0.999 && occupancy <= 1.0 + 1e-12, "{occupancy}");
    assert!(sums.get(Field::Overtime) > 0.0);
}
