//! The Jilin plan: attempts per CPU second, everything on that a run has on.
//!
//! `cargo bench --bench plan [-- REPLICATIONS]`; one thread, CPU time.

#![allow(clippy::panic, reason = "a benchmark may stop")]

use cpu_time::ProcessTime;
use hotseat::replicate::replicate;
use hotseat::scenario;
use std::path::Path;

fn main() {
    let replications: u64 = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(5);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/jilin-2021");
    let loaded = scenario::load(&folder).unwrap_or_else(|problems| panic!("{}", problems.render()));
    let mut speeds: Vec<f64> = (0..replications)
        .map(|number| {
            let start = ProcessTime::now();
            let attempts = replicate(&loaded.model, 1, number).attempts as f64;
            attempts / start.elapsed().as_secs_f64() / 1e6
        })
        .collect();
    speeds.sort_by(f64::total_cmp);
    let median = speeds[speeds.len() / 2];
    println!(
        "jilin-2021: {median:.2} M attempts per CPU second ({:.0} ns each), median of {replications}",
        1e3 / median
    );
}
