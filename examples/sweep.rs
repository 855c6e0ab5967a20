//! A sweep in code: how many agents does it take?
//!
//! Ninety to a hundred and ten agents answer the same callers (common random numbers: every model has the same seed), so that
//! the differences between neighbours are known far better than the figures themselves.
//!
//! Run it with `cargo run --release --example sweep`.

use hotseat::compare;
use hotseat::kpi::Kpi;
use hotseat::{Dist, Model, Options, Simulation, simulate};
use std::error::Error;
use std::fmt::Write as _;

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", report()?);
    Ok(())
}

fn with_agents(agents: u32) -> Result<Simulation, Box<dyn Error>> {
    let model = Model::builder()
        .days(1.0)
        .warm_up_hours(2.0)
        .group("agents", agents)
        .call_type("sales", |calls| {
            calls.calls_per_hour(1260.0).talk(Dist::exponential(300.0)).patience(Dist::exponential(180.0))
        })
        .build()?;
    Ok(simulate(&model, Options::default().replications(10).seed(2021))?)
}

/// Simulates every number of agents and returns a table: the level of each, and what five agents more bring.
pub(crate) fn report() -> Result<String, Box<dyn Error>> {
    let mut out = format!(
        "{:>6}{:>22}{:>20}{:>22}\n",
        "agents", "answered in 20 s", "occupancy", "answer rate, change"
    );
    let mut fewer: Option<Simulation> = None;
    for agents in (90..=110).step_by(5) {
        let results = with_agents(agents)?;
        let total = results.total();
        let level = total.service_level(20.0).unwrap_or_default();
        let change = fewer.as_ref().map_or(String::new(), |fewer| {
            let (before, after) = (&fewer.results().tables.total, &results.results().tables.total);
            format!("{:.4}", compare::kpi(before, after, Kpi::AnswerRate))
        });
        writeln!(
            out,
            "{agents:>6}{:>22}{:>20}{change:>22}",
            format!("{level:.4}"),
            format!("{:.4}", total.occupancy())
        )?;
        fewer = Some(results);
    }
    Ok(out)
}
