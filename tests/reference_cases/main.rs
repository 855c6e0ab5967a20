//! Every reference case (`reference/cases.open.json`) as a scenario file, through the front door: written in the
//! fixed form, run by the built binary with `--json`, its KPIs compared with the exact values.
//!
//! The seed is fixed (another: `REFERENCE_SEED=7 cargo test --test reference_cases`), so the verdict is. Were it
//! drawn anew, correct software would fail the comparisons once in 2,000 runs ([`judge::FALSE_ALARM`]). The count
//! of intervals that cover is held against independent trials; outputs of one case miss together, so more fresh
//! seeds fall outside that band (one of five tried did, with 85 %; all five together covered 94.8 %).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod case;
mod centres;
mod compare;
mod judge;
mod plan;
#[path = "../workdir/mod.rs"]
mod workdir;

use case::Case;
use judge::Comparison;
use std::sync::OnceLock;
use workdir::Workdir;

const SEED: u64 = 1;
const FAMILIES: [&str; 15] = [
    "erlang_b",
    "erlang_c",
    "erlang_a",
    "mmnk",
    "mmn_g",
    "mg1",
    "mdc",
    "time_varying",
    "mh2n",
    "retrial",
    "redial",
    "priority",
    "priority_abandon",
    "random_rate_day",
    "published_simulation",
];

/// All comparisons under the fixed seed; simulated once.
fn comparisons() -> &'static [Comparison] {
    static ALL: OnceLock<Vec<Comparison>> = OnceLock::new();
    ALL.get_or_init(|| {
        let other = std::env::var("REFERENCE_SEED").ok();
        simulate(other.map_or(SEED, |seed| seed.parse().expect("REFERENCE_SEED is a whole number")))
    })
}

/// Runs every case and compares every output that the JSON gives.
fn simulate(seed: u64) -> Vec<Comparison> {
    FAMILIES.iter().flat_map(|family| case::of(family)).flat_map(|case| run(&case, seed)).collect()
}

fn run(case: &Case, seed: u64) -> Vec<Comparison> {
    let folder = Workdir::new();
    let plan = plan::of(case);
    let file = folder.write("scenario.toml", &plan.toml);
    let (seed, replications) = (seed.to_string(), plan.replications.to_string());
    let result = folder.run(&file, &["--seed", &seed, "--replications", &replications]);
    assert_eq!(result["replications"], plan.replications);
    let compared = compare::all(case, &plan, &result);
    assert!(compared.len() >= 3, "{} is hardly compared", case.id());
    compared
}

#[test]
fn every_estimate_is_as_close_to_the_exact_value_as_its_standard_error_says() {
    let all = comparisons();
    let far: Vec<&Comparison> = all.iter().filter(|c| !c.agrees(all.len())).collect();
    assert!(far.is_empty(), "{} of {} comparisons fail:\n{}", far.len(), all.len(), judge::table(&far));
}

#[test]
fn the_standard_errors_of_the_main_outputs_are_under_one_per_cent() {
    let wide: Vec<&Comparison> =
        comparisons().iter().filter(|c| c.main && c.relative_error() >= 0.01).collect();
    assert!(wide.is_empty(), "{}", judge::table(&wide));
}

#[test]
fn the_95_per_cent_intervals_cover_the_exact_value_about_95_times_in_100() {
    // Published estimates are not exact.
    let all: Vec<&Comparison> = comparisons().iter().filter(|c| !c.published).collect();
    let covering = all.iter().filter(|c| c.covers()).count();
    let (least, most) = judge::band(all.len(), 0.95, 0.001);
    assert!((least..=most).contains(&covering), "{covering} of {} not in {least}..={most}", all.len());
}

/// Prints the validation table: `cargo test --release --test reference_cases -- --ignored --nocapture`.
#[test]
#[ignore = "prints a table for people"]
fn validation_table() {
    let all: Vec<&Comparison> = comparisons().iter().collect();
    println!("{}", judge::table(&all));
    let wrong = all.iter().filter(|c| !c.agrees(all.len())).count();
    println!("{} comparisons, {wrong} disagree; false alarm {:.4}", all.len(), judge::FALSE_ALARM);
    assert_eq!(wrong, 0);
}
