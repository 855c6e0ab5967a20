//! The single queue M/M/n+M through the real engine with every KPI on, beside a hand-written loop.
//!
//! `cargo bench --bench queue [-- CALLS]`. CPU time of one thread, so that neighbours on the machine
//! count little; the two alternate, and the ratio is the median of the pairs' ratios. Then what a call costs where so many
//! wait all the time, event by event and by the recursion.

#![allow(clippy::unwrap_used, reason = "a benchmark may stop")]

mod limit;

use cpu_time::ProcessTime;
use hotseat::dist::Dist;
use hotseat::engine::{Engine, KieferWolfowitz, ModelCalls, TimeSpan};
use hotseat::kpi::{ConservationCheck, Detail, Invariants, Kpi, Tally};
use hotseat::model::{Model, ModelParts};
use hotseat::replicate::replicate;
use hotseat::rng::Key;
use hotseat::theory::{Queue, mmng::Mmng};
use limit::{LOAD, PATIENCE, TALK};

const PAIRS: u64 = 7;

fn main() {
    let calls: f64 = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(5e6);
    println!(
        "M/M/n+M, load {LOAD} n, talk {TALK} s, patience {PATIENCE} s, {calls:.0} calls, median of {PAIRS} pairs"
    );
    println!(
        "{:>7} {:>12} {:>12} {:>7} {:>12}   {:>11} {:>9}",
        "agents", "ns per call", "hand-written", "ratio", "M calls/s", "abandoned", "exact"
    );
    for agents in [1, 10, 100, 1000, 20_000] {
        row(agents, calls);
    }
    println!("\n{WAITED_FOR} agents, exponential talk, nobody gives up, {DAYS} days, ns per call");
    println!("{:>7} {:>9} {:>10}", "waiting", "by events", "recursion");
    for waiting in [0, 100, 10_000, 100_000] {
        let [events, recursion] = [true, false].map(|by_events| with_waiting(f64::from(waiting), by_events));
        println!("{waiting:>7} {events:>9.1} {recursion:>10.1}");
    }
}

/// Agents of the centre in which callers wait, and its days.
const WAITED_FOR: u32 = 1000;
const DAYS: f64 = 20.0;

/// Nanoseconds per call where so many wait from the first day on: as many call as can be answered, and those on top. Where
/// nobody is to wait, as good as: a few percent less.
fn with_waiting(waiting: f64, by_events: bool) -> f64 {
    let all = f64::from(WAITED_FOR) * 86_400.0 / TALK;
    let talk = Dist::exponential(TALK).unwrap();
    let mut model = ModelParts::single_queue(all / 24.0, talk, Dist::NEVER, WAITED_FOR, DAYS);
    for (day, calls) in model.call_types[0].demand.per_day.iter_mut().enumerate() {
        let extra = if day == 0 { waiting } else { 0.0 };
        *calls = if waiting > 0.0 { all + extra } else { 0.97 * all };
    }
    let model = Model::new(model).unwrap();
    median((0..PAIRS).map(|number| whole_engine(&model, number, by_events)).collect())
}

/// The same as a replication does, by the way that is asked for.
fn whole_engine(model: &Model, number: u64, by_events: bool) -> f64 {
    let (start, key) = (ProcessTime::now(), Key::new(1).with(number));
    let staffing: Vec<_> = model.groups().iter().map(|group| group.steps(model.horizon(), key)).collect();
    let measured = TimeSpan { from: model.horizon().warm_up, to: model.horizon().end() };
    let observer =
        (Tally::new(model, Detail::ByInterval), ConservationCheck::new(model.groups().len(), measured));
    let callers = ModelCalls::new(model, key);
    let ((tally, audit), attempts) = match by_events {
        true => Engine::new(model, callers, &staffing, observer).run(),
        false => KieferWolfowitz::new(model, callers, &staffing, observer).run(),
    };
    let tables = tally.finish().0;
    assert!(Invariants::of(model, number, attempts, &tables, &audit).hold(), "a law is broken");
    start.elapsed().as_secs_f64() * 1e9 / attempts as f64
}

fn row(agents: u32, calls: f64) {
    let mut abandoned = 0.0;
    let (mut own, mut limit, mut ratio) = (Vec::new(), Vec::new(), Vec::new());
    for seed in 1..=PAIRS {
        let (ns, share) = engine(agents, calls, seed);
        let least = hand_written(agents, calls, seed);
        own.push(ns);
        limit.push(least);
        ratio.push(ns / least);
        abandoned += share / PAIRS as f64;
    }
    let queue = Queue { arrival_rate: LOAD * f64::from(agents) / TALK, service_mean: TALK, agents };
    let patience = Dist::exponential(PATIENCE).unwrap();
    let exact = Mmng::new(queue, &patience).unwrap().p_abandon;
    let ns = median(own);
    println!(
        "{agents:>7} {ns:>12.1} {:>12.1} {:>7.2} {:>12.2}   {:>10.3}% {:>8.3}%",
        median(limit),
        median(ratio),
        1e3 / ns,
        100.0 * abandoned,
        100.0 * exact
    );
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Nanoseconds per call, and the share of callers who gave up.
fn engine(agents: u32, calls: f64, seed: u64) -> (f64, f64) {
    let per_hour = 3600.0 * LOAD * f64::from(agents) / TALK;
    let (talk, patience) = (Dist::exponential(TALK).unwrap(), Dist::exponential(PATIENCE).unwrap());
    let model = Model::single_queue(per_hour, talk, patience, agents, calls / per_hour / 24.0).unwrap();
    let start = ProcessTime::now();
    let replication = replicate(&model, seed, 0);
    let ns = start.elapsed().as_secs_f64() * 1e9 / replication.attempts as f64;
    let (abandoned, offered) = Kpi::AbandonmentRate.ratio(&replication.tables.total.sums);
    (ns, abandoned / offered)
}

fn hand_written(agents: u32, calls: f64, seed: u64) -> f64 {
    let start = ProcessTime::now();
    let counts = limit::run(agents, calls as u64, seed);
    let ns = start.elapsed().as_secs_f64() * 1e9 / calls;
    assert!(
        counts.answered + counts.abandoned <= calls as u64
            && counts.within <= counts.answered
            && counts.wait >= 0.0
    );
    ns
}
