//! One queue beside Erlang A.
//!
//! A hundred agents answer 1,260 calls an hour of five minutes each; callers abandon after three minutes on average. Theory has
//! exact answers for this queue (M/M/n+M), so the simulation can be held against them.
//!
//! Run it with `cargo run --release --example queue`.

use hotseat::theory::{Queue, mmng::Mmng};
use hotseat::{Dist, Estimate, Model, Options, simulate};
use std::error::Error;
use std::fmt::Write as _;

const CALLS_PER_HOUR: f64 = 1260.0;
const AGENTS: u32 = 100;

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", report()?);
    Ok(())
}

/// Simulates the queue and returns a table of its figures, simulated and exact.
pub(crate) fn report() -> Result<String, Box<dyn Error>> {
    let (talk, patience) = (Dist::exponential(300.0)?, Dist::exponential(180.0)?);
    let model = Model::builder()
        .days(2.0)
        .warm_up_hours(2.0)
        .group("agents", AGENTS)
        .call_type("sales", |calls| {
            calls.calls_per_hour(CALLS_PER_HOUR).talk(talk).patience(patience.clone())
        })
        .build()?;
    let results = simulate(&model, Options::default().replications(10))?;
    let simulated = results.total();

    let queue = Queue { arrival_rate: CALLS_PER_HOUR / 3600.0, service_mean: 300.0, agents: AGENTS };
    let exact = Mmng::new(queue, &patience)?;
    let rows: [(&str, Estimate, f64); 5] = [
        ("waited", simulated.delay_probability(), exact.p_wait),
        ("abandoned", simulated.abandonment_rate(), exact.p_abandon),
        (
            "answered within 20 s",
            simulated.service_level(20.0).unwrap_or_default(),
            exact.p_served_within(20.0),
        ),
        ("mean wait, s", simulated.mean_wait_all(), exact.mean_wait_all),
        ("occupancy", simulated.occupancy(), exact.occupancy),
    ];
    let mut out = format!("{:<22}{:>20}{:>12}\n", "", "simulated", "Erlang A");
    for (name, simulated, exact) in rows {
        writeln!(out, "{name:<22}{:>20}{exact:>12.4}", format!("{simulated:.4}"))?;
    }
    writeln!(out, "{} calls in {} replications", results.calls(), results.replications())?;
    Ok(out)
}
