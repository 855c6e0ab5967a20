//! The single queue M/M/n+M through the real engine with every KPI on, beside a hand-written loop.
//!
//! `cargo bench --bench queue [-- CALLS]`. CPU time of one thread, so that neighbours on the machine
//! count little; the two alternate, and the ratio is the median of the pairs' ratios.

#![allow(clippy::unwrap_used, reason = "a benchmark may stop")]

mod limit;

use cpu_time::ProcessTime;
use hotseat::centre::Model;
use hotseat::dist::Dist;
use hotseat::kpi::Kpi;
use hotseat::replicate::replicate;
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
    let model = Model::single_queue(per_hour, talk, patience, agents, calls / per_hour / 24.0);
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
