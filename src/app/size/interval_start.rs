//! Agents by interval from formulas: the least of M/M/n+G at the load of each half hour.

use super::day_spans::{DaySpan, half_hours};
use crate::analytic::{Arrival, patience};
use crate::dist::Dist;
use crate::kpi::{Kpi, Measure};
use crate::model::Model;
use crate::requirement::{Part, Requirement, Side};
use crate::theory::Queue;
use crate::theory::sizing::{Target, mmng};
use crate::time::DAY;

/// Returns the agents by interval that formulas ask for; none without load.
pub(super) fn start(span: &DaySpan, requirement: &Requirement, within: &[f64], per_day: usize) -> Vec<u32> {
    let (handle, patience) = (handle_time(&span.model), patience_of(&span.model));
    let of_half_hour = |load: f64| {
        let of_part = |part: &Part| of_load(load, handle, &patience, target(part, within));
        requirement.parts.iter().map(of_part).max().unwrap_or(1)
    };
    let halves: Vec<u32> =
        span.load.iter().map(|load| if *load > 0.0 { of_half_hour(*load) } else { 0 }).collect();
    let interval = |k: usize| {
        let (from, to) = half_hours(DAY / per_day as f64, k);
        halves[from..to].iter().max().copied().unwrap_or(0)
    };
    (0..per_day).map(interval).collect()
}

/// Returns the least agents of a load; where no formula has the target, the load and its square root.
fn of_load(load: f64, handle: f64, patience: &Dist, target: Option<Target>) -> u32 {
    let queue = Queue { arrival_rate: load / handle, service_mean: handle, agents: 1 };
    let least = target.and_then(|target| mmng(queue, patience, target).ok());
    least.map_or((load + load.sqrt()).ceil() as u32, |least| least.agents).max(1)
}

/// Returns the target of a part, where a formula has it.
fn target(part: &Part, within: &[f64]) -> Option<Target> {
    let Measure::Ratio(kpi) = part.measure else { return None };
    let bound = part.bound;
    match (kpi, part.side) {
        (Kpi::ServiceLevel(index), Side::AtLeast) => {
            Some(Target::ServedWithin { t: *within.get(index)?, at_least: bound })
        }
        (Kpi::AnswerRate, Side::AtLeast) => Some(Target::AnswerRate { at_least: bound }),
        (Kpi::AbandonmentRate, Side::AtMost) => Some(Target::AnswerRate { at_least: 1.0 - bound }),
        (Kpi::DelayProbability, Side::AtMost) => Some(Target::WaitProbability { at_most: bound }),
        (Kpi::MeanWaitAnswered, Side::AtMost) => Some(Target::MeanWait { at_most: bound }),
        _ => None,
    }
}

/// Returns the mean time that a call takes an agent, in seconds.
fn handle_time(model: &Model) -> f64 {
    let first = |per_day: &[f64]| per_day.first().copied().unwrap_or(0.0);
    let (mut calls, mut work) = (0.0, 0.0);
    for call_type in model.call_types() {
        let wrap_up = call_type.wrap_up.as_ref().map_or(0.0, Dist::mean);
        calls += first(&call_type.demand.per_day);
        work += first(&call_type.demand.per_day) * (call_type.talk.mean() + wrap_up);
    }
    if calls > 0.0 && work > 0.0 { work / calls } else { 1.0 }
}

/// Returns the patience of any caller.
fn patience_of(model: &Model) -> Dist {
    let first = |per_day: &[f64]| per_day.first().copied().unwrap_or(0.0);
    let arrivals: Vec<Arrival<'_>> = model
        .call_types()
        .iter()
        .map(|call_type| Arrival {
            rate: first(&call_type.demand.per_day) / DAY,
            talk: &call_type.talk,
            patience: &call_type.patience,
            priority: call_type.priority,
            hotline: None,
        })
        .collect();
    patience(&arrivals).unwrap_or(Dist::NEVER)
}
