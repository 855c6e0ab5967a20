//! One call from dialling to its end.
//!
//! The engine reports every fact to an observer; the trace keeps all that happened to every attempt dialled in a span. Here it
//! shows the first call that waited and overflowed to another group, and the first caller who abandoned and dialled again.
//!
//! Run it with `cargo run --release --example follow_one_call`.

use hotseat::engine::TimeSpan;
use hotseat::kpi::Life;
use hotseat::replicate::trace;
use hotseat::{Dist, Model};
use std::error::Error;
use std::fmt::Write as _;

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", report()?);
    Ok(())
}

/// Traces an hour and returns the lives of two callers.
pub(crate) fn report() -> Result<String, Box<dyn Error>> {
    let model = Model::builder()
        .days(0.5)
        .group("first line", 10)
        .group("second line", 3)
        .call_type("sales", |calls| {
            calls
                .calls_per_hour(150.0)
                .talk(Dist::lognormal(280.0, 0.9))
                .wrap_up(Dist::deterministic(20.0))
                .patience(Dist::exponential(90.0))
                .served_by("first line")
                .overflow_to("second line", 15.0)
                .redial_share(0.6)
                .redial_delay(Dist::exponential(240.0))
        })
        .build()?;
    let lives = trace(&model, model.seed(), 0, TimeSpan { from: 3600.0, to: 3.0 * 3600.0 });
    let mut out = format!("{} attempts dialled in two hours\n", lives.len());

    if let Some(life) = lives.iter().find(|life| life.answered.is_some() && life.by != life.group) {
        writeln!(out, "\na call that overflowed")?;
        describe(&mut out, life)?;
    }
    let again = lives.iter().find_map(|life| Some((lives.get(life.redial_of?)?, life)));
    if let Some((first, second)) = again {
        writeln!(out, "\na caller who dialled again")?;
        describe(&mut out, first)?;
        describe(&mut out, second)?;
    }
    Ok(out)
}

fn describe(out: &mut String, life: &Life) -> std::fmt::Result {
    writeln!(out, "  {:>9.1} s  dials, attempt {}", life.dialled, life.attempt + 1)?;
    if let (Some(joined), Some(wait)) = (life.joined, life.wait) {
        writeln!(out, "  {joined:>9.1} s  joins the queue, and waits {wait:.1} s")?;
    }
    match (life.answered, life.free) {
        (Some(answered), Some(free)) => {
            writeln!(out, "  {answered:>9.1} s  is answered by an agent")?;
            writeln!(out, "  {:>9.1} s  hangs up", free - life.wrap_up)?;
            writeln!(out, "  {free:>9.1} s  the agent has wrapped up")
        }
        _ => {
            writeln!(out, "  {:>9.1} s  ends as {:?}", life.dialled + life.wait.unwrap_or(0.0), life.outcome)
        }
    }
}
