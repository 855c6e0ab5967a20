//! The expected number of fresh callers of a model: the known mean of its arrival process.

use crate::model::{CallType, Model, Wave};
use crate::time::DAY;

/// Returns the expected fresh callers of a model within its measured span. Random day and hour factors have mean 1 and
/// change nothing; where the old desk is not simulated, only callers who reach the plan's numbers count.
pub fn expected_calls(model: &Model) -> f64 {
    let span = (model.horizon().warm_up, model.horizon().end());
    model.call_types().iter().map(|call_type| expected(call_type, span)).sum()
}

fn expected(call_type: &CallType, (from, to): (f64, f64)) -> f64 {
    let demand = &call_type.demand;
    let on = |day: usize| {
        let profile = demand.profile_on(day);
        let step = profile.step;
        let per_day = (DAY / step).ceil() as usize;
        let within = |k: usize| {
            let start = day as f64 * DAY + k as f64 * step;
            let (a, b) = (start.max(from), (start + step).min((day + 1) as f64 * DAY).min(to));
            let value = profile.values[k % profile.values.len()];
            if b > a { value * seconds(demand.wave, a, b) } else { 0.0 }
        };
        let rate = demand.per_day.get(day).copied().unwrap_or(0.0) / DAY;
        rate * reached(call_type, day) * (0..per_day).map(within).sum::<f64>()
    };
    (0..(to / DAY).ceil() as usize).map(on).sum()
}

/// Returns the integral of the wave's factor from `a` to `b`.
fn seconds(wave: Option<Wave>, a: f64, b: f64) -> f64 {
    let extra = wave.map_or(0.0, |wave| {
        let turn = std::f64::consts::TAU / wave.period;
        wave.amplitude / turn * (libm::cos(turn * a) - libm::cos(turn * b))
    });
    b - a + extra
}

/// Returns the share of a call type's callers who are simulated on a day.
fn reached(call_type: &CallType, day: usize) -> f64 {
    let on = |shares: &[f64]| shares.get(day).or(shares.last()).copied().unwrap_or(1.0);
    match &call_type.demand.migration {
        Some(reach) if reach.old.is_none() => {
            let (habit, migrated) = (on(&reach.habit), on(&reach.migrated));
            habit + (1.0 - habit) * migrated
        }
        _ => 1.0,
    }
}
