//! Few, very unequal days: their intervals contain the truth, or the results say that more replications are needed.

use super::{cases, rows::What};
use hotseat::kpi::Kpi;
use hotseat::replicate::Results;
use rayon::prelude::*;

/// Replications at which intervals are looked at.
const SIZES: [u64; 3] = [10, 20, 64];

/// How many intervals contained the value, and how many of the others were called too short.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    covered: u64,
    called: u64,
}

/// An experiment: by size and row.
fn experiment(case: &cases::Case, seed: u64) -> Vec<Vec<Count>> {
    let mut results = Results::new(&case.model);
    let mut counts = Vec::new();
    for size in SIZES {
        results.extend(&case.model, seed, size, |_| {});
        let count = |row: &super::rows::Row| {
            let covered = row.covers(&results, None) == Some(true);
            let kpi = if let What::Ratio(kpi) = row.what { kpi } else { Kpi::AbandonmentRate };
            let called = results.tables.total.needs_more_replications(kpi);
            Count { covered: u64::from(covered), called: u64::from(called && !covered) }
        };
        counts.push(case.rows.iter().map(count).collect());
    }
    counts
}

/// Of Student's intervals of the mean wait 71 % contain it at 10 days, 78 % at 20, 86 % at 64.
#[test]
#[ignore = "some minutes; prints a table for people"]
fn unequal_days_are_covered_or_called_unequal() {
    let given = std::env::var("COVERAGE_EXPERIMENTS").ok();
    let experiments = given.map_or(4_000, |n| n.parse().expect("COVERAGE_EXPERIMENTS is a whole number"));
    let case = cases::unequal_days();
    let all: Vec<_> = (0..experiments).into_par_iter().map(|n| experiment(&case, 70_000_000 + n)).collect();
    println!("| case | queue | interval | exact | R = 10 | R = 20 | R = 64 |");
    for (index, row) in case.rows.iter().enumerate() {
        print!("| {} | {} | {} | {:.5} ", case.id, case.queue, row.name(), row.exact);
        for (size, replications) in SIZES.into_iter().enumerate() {
            let counts = || all.iter().map(|one| one[size][index]);
            let share = |sum: u64| sum as f64 / experiments as f64;
            let covered = share(counts().map(|count| count.covered).sum());
            let called = share(counts().map(|count| count.called).sum());
            print!("| {:.1} ({:.1}) ", 100.0 * covered, 100.0 * (covered + called));
            let enough = if replications >= 20 { 0.915 } else { 0.85 };
            assert!((enough..=0.97).contains(&covered), "{} at {replications}: {covered}", row.name());
        }
        println!("|");
    }
}
