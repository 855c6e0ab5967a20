//! Two call types, two groups, and overflow from one to the other.
//!
//! Sales calls go to the sales agents; whoever has waited ten seconds may be answered by the all-rounders too, who otherwise
//! take support calls. What does the overflow do for sales, and what does it cost support?
//!
//! Run it with `cargo run --release --example skills`.

use hotseat::{Dist, Model, ModelErrors, Options, simulate};
use std::error::Error;
use std::fmt::Write as _;

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", report()?);
    Ok(())
}

/// The centre, with or without overflow.
fn centre(overflow: bool) -> Result<Model, ModelErrors> {
    Model::builder()
        .days(5.0)
        .warm_up_hours(2.0)
        .group("sales agents", 20)
        .group("all-rounders", 15)
        .call_type("sales", |calls| {
            let calls = calls
                .calls_per_hour(250.0)
                .talk(Dist::lognormal(270.0, 0.9))
                .patience(Dist::exponential(120.0))
                .served_by("sales agents");
            if overflow { calls.overflow_to("all-rounders", 10.0) } else { calls }
        })
        .call_type("support", |calls| {
            calls
                .calls_per_hour(100.0)
                .talk(Dist::lognormal(420.0, 1.1))
                .patience(Dist::weibull_mean(0.8, 300.0))
                .served_by("all-rounders")
        })
        .build()
}

/// Simulates both centres on the same callers and returns their figures side by side.
pub(crate) fn report() -> Result<String, Box<dyn Error>> {
    let options = Options::default().replications(10);
    let apart = simulate(&centre(false)?, options.clone())?;
    let together = simulate(&centre(true)?, options)?;
    let mut out = format!("{:<32}{:>18}{:>18}\n", "", "without overflow", "with overflow");
    for hotline in ["sales", "support"] {
        let (before, after) =
            (apart.hotline(hotline)?.answer_rate(), together.hotline(hotline)?.answer_rate());
        let name = format!("{hotline}, answered");
        writeln!(out, "{name:<32}{:>18}{:>18}", format!("{before:.3}"), format!("{after:.3}"))?;
    }
    for group in ["sales agents", "all-rounders"] {
        let (before, after) = (apart.group(group)?.occupancy(), together.group(group)?.occupancy());
        let name = format!("{group}, busy");
        writeln!(out, "{name:<32}{:>18}{:>18}", format!("{before:.3}"), format!("{after:.3}"))?;
    }
    Ok(out)
}
