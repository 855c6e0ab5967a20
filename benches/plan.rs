//! Whole scenarios: attempts per CPU second, everything on that a run has on.
//!
//! `cargo bench --bench plan [-- REPLICATIONS [NAME]]`; one thread, CPU time. The Jilin plan, and a week of thirty kinds
//! of calls with experts at 0.4 calls a second and at 1.0.

#![allow(clippy::panic, reason = "a benchmark may stop")]

use cpu_time::ProcessTime;
use hotseat::model::Model;
use hotseat::replicate::replicate;
use hotseat::scenario;
use std::path::Path;

fn load(name: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    scenario::load(&path).unwrap_or_else(|problems| panic!("{}", problems.render())).model
}

/// Median of the replications' speeds, in attempts per CPU second.
fn speed(model: &Model, replications: u64) -> f64 {
    let mut speeds: Vec<f64> = (0..replications)
        .map(|number| {
            let start = ProcessTime::now();
            let attempts = replicate(model, 1, number).attempts as f64;
            attempts / start.elapsed().as_secs_f64()
        })
        .collect();
    speeds.sort_by(f64::total_cmp);
    speeds[speeds.len() / 2]
}

fn main() {
    let replications: u64 = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(5);
    let week = load("skills-week.toml");
    let cases = [
        ("jilin-2021", load("jilin-2021"), replications),
        ("skills-week, 0.4 calls/s", week.clone(), 8 * replications),
        ("skills-week, 1.0 calls/s", week.with_demand_scaled(2.5), 8 * replications),
    ];
    let only = std::env::args().skip(1).rfind(|a| !a.starts_with('-') && a.parse::<u64>().is_err());
    let asked = |name: &str| only.as_ref().is_none_or(|only| name.contains(only.as_str()));
    for (name, model, replications) in cases.into_iter().filter(|(name, ..)| asked(name)) {
        let speed = speed(&model, replications);
        println!(
            "{name:<26}{:>6.2} M attempts per CPU second, {:>4.0} ns each, median of {replications}",
            speed / 1e6,
            1e9 / speed
        );
    }
}
