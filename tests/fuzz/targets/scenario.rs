//! Any bytes as a scenario file: a model or problems, never a panic. What is small enough is simulated too.
#![no_main]

use hotseat::model::{Model, Staffing};
use hotseat::replicate::replicate;
use hotseat::scenario::{self, input, problem::Problems, source::Source};
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    let path = Path::new("scenario.toml");
    let mut problems = Problems::new();
    let source = match input::decode(path, bytes) {
        Ok(text) => Source::parse(path, text, &mut problems),
        Err(found) => return drop(found.to_string()),
    };
    let Some(source) = source else { return drop(problems.to_string()) };
    // The folder has no files: whatever names one is told so.
    match scenario::load_source(source, input::Reader::new("/nonexistent")) {
        Ok(loaded) if is_small(&loaded.model) => drop(replicate(&loaded.model, 1, 0)),
        Ok(_) => {}
        Err(problems) => drop(problems.to_string()),
    }
});

/// Whether a replication takes milliseconds.
fn is_small(model: &Model) -> bool {
    let calls = |demand: &hotseat::model::Demand| {
        let peak = demand.profile.values.iter().fold(1.0_f64, |peak, value| peak.max(*value));
        peak * demand.per_day.iter().sum::<f64>()
    };
    let agents = |staffing: &Staffing| match staffing {
        Staffing::Constant { agents, .. } => *agents,
        Staffing::Daily { agents, .. } => agents.iter().copied().max().unwrap_or(0),
        Staffing::ShiftPlan(_) | Staffing::Dated(_) => 0,
    };
    let redials = model
        .call_types()
        .iter()
        .filter_map(|call_type| call_type.redial.as_ref())
        .map(|redial| redial.max_attempts);
    model.horizon().days < 100.0
        && redials.max().unwrap_or(0) < 100
        && model.call_types().iter().map(|call_type| calls(&call_type.demand)).sum::<f64>() < 20_000.0
        && model.groups().iter().all(|group| agents(&group.staffing) < 1000)
}
