//! Traffic and staff of a model by half hour of the day, as formulas need them.

use crate::dist::Dist;
use crate::model::{CallType, Staffing};
use crate::theory::offered_load::{self, Rate};
use crate::time::{DAY, HALF_HOUR};

/// Minutes of a half hour, by which profiles whose steps do not fall on half hours are averaged.
const MINUTES: usize = 30;

/// Returns the rate in a half hour of the day relative to the day's mean.
pub fn relative_rate(call_type: &CallType, half_hour: usize) -> f64 {
    let profile = &call_type.demand.profile;
    let at = |minute: usize| {
        let t = half_hour as f64 * HALF_HOUR + (minute as f64 + 0.5) * 60.0;
        profile.values[(t / profile.step) as usize % profile.values.len()]
    };
    (0..MINUTES).map(at).sum::<f64>() / MINUTES as f64
}

/// Returns the modified offered load of a call type, in erlangs, in the middle of a half hour: of talk, and of the
/// wrap-up that follows it a mean talk later.
pub fn modified_offered_load(call_type: &CallType, per_day: f64, half_hour: usize) -> f64 {
    let profile = &call_type.demand.profile;
    let values = profile.values.iter().map(|value| value * per_day / DAY).collect();
    let rate = Rate { step: profile.step, values };
    let t = (half_hour as f64 + 0.5) * HALF_HOUR;
    let part = |service: &Dist, t: f64| offered_load::modified(&rate, service, t).unwrap_or(0.0);
    let wrap_up = call_type.wrap_up.as_ref().map_or(0.0, |wrap_up| part(wrap_up, t - call_type.talk.mean()));
    part(&call_type.talk, t) + wrap_up
}

/// Returns the mean number of agents on duty in a half hour of the day.
pub fn agents_in(staffing: &Staffing, half_hour: usize) -> f64 {
    match staffing {
        Staffing::Constant { agents, .. } => f64::from(*agents),
        Staffing::Daily { .. } => {
            let at = |minute: usize| {
                agents_at(staffing, half_hour as f64 * HALF_HOUR + (minute as f64 + 0.5) * 60.0)
            };
            (0..MINUTES).map(|minute| f64::from(at(minute))).sum::<f64>() / MINUTES as f64
        }
        Staffing::ShiftPlan(plan) => plan.expected(0, half_hour),
        Staffing::Dated(steps) => steps.first().map_or(0.0, |step| f64::from(step.agents)),
    }
}

/// Returns the number of agents who are on duty throughout a half hour of the day; none where it changes within.
pub fn agents_throughout(staffing: &Staffing, half_hour: usize) -> Option<u32> {
    match staffing {
        Staffing::Daily { .. } => {
            let at = |minute: usize| {
                agents_at(staffing, half_hour as f64 * HALF_HOUR + (minute as f64 + 0.5) * 60.0)
            };
            let first = at(0);
            (1..MINUTES).all(|minute| at(minute) == first).then_some(first)
        }
        _ => Some(agents_in(staffing, half_hour) as u32),
    }
}

/// Returns the number of agents at an instant of the day, in seconds after midnight.
pub fn agents_at(staffing: &Staffing, t: f64) -> u32 {
    match staffing {
        Staffing::Constant { agents, .. } => *agents,
        Staffing::Daily { step, agents, .. } => {
            agents.get((t / step) as usize % agents.len().max(1)).copied().unwrap_or(0)
        }
        Staffing::ShiftPlan(plan) => plan.expected(0, (t / HALF_HOUR) as usize) as u32,
        Staffing::Dated(steps) => steps.first().map_or(0, |step| step.agents),
    }
}

/// Returns the trunks of a group; none without a limit.
pub fn trunks(staffing: &Staffing) -> Option<u32> {
    match staffing {
        Staffing::Constant { lines, .. } | Staffing::Daily { lines, .. } => *lines,
        Staffing::ShiftPlan(_) | Staffing::Dated(_) => None,
    }
}
