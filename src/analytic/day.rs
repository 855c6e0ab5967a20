//! Computes the expected calls, load, agents and service level of a centre by hour of its first day, from formulas.

use super::answer::Answer;
use super::network::answer as steady;
use super::reason::Reason;
use super::scope::{own, patience};
use super::traffic::{agents_at, modified_offered_load, relative_rate};
use crate::dist::Dist;
use crate::model::{Model, Staffing};
use crate::theory::level_grid::service_level;
use crate::time::{HALF_HOUR, HALF_HOURS};

/// The acceptable wait of GB/T 33358-2016, in seconds.
pub const STANDARD_WAIT: f64 = 15.0;

/// A day of a centre; all days are taken to be like the first.
pub struct ExpectedDay {
    /// Hours of the day.
    pub hours: Vec<ExpectedHour>,
    /// The exact answer for the steady state, or the reasons why there is none.
    pub answer: Result<Answer, Vec<Reason>>,
    /// The overload; none where every hour has more agents than load.
    pub overload: Option<Overload>,
}

/// An hour of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExpectedHour {
    /// Calls in the hour.
    pub calls: f64,
    /// Offered load in erlangs.
    pub load: f64,
    /// Modified offered load in erlangs, which includes earlier calls that are still being handled.
    pub modified_load: f64,
    /// Agents on duty.
    pub agents: f64,
    /// Share answered within [`STANDARD_WAIT`] by M/M/n+G at the modified offered load; none without calls.
    pub level: Option<f64>,
}

/// An overload: hours whose offered load is not below the number of agents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overload {
    /// Number of overloaded hours of the day.
    pub hours: usize,
    /// The hour of the day, from 0, whose load exceeds its agents most.
    pub worst_hour: usize,
    /// Offered load of that hour in erlangs.
    pub load: f64,
    /// Agents of that hour.
    pub agents: f64,
    /// The effect on the queue.
    pub effect: OverloadEffect,
}

/// The effect of overload on the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverloadEffect {
    /// The trunks fill up and block callers.
    Blocks,
    /// Callers never abandon: the queue grows without end.
    Grows,
    /// Callers who abandon limit the queue.
    Abandons,
}

impl ExpectedDay {
    /// Works out the day of a model.
    pub fn new(model: &Model) -> ExpectedDay {
        let patience = any_patience(model);
        let half_hours: Vec<ExpectedHour> =
            (0..HALF_HOURS).map(|half_hour| expected(model, half_hour, &patience)).collect();
        let hours: Vec<ExpectedHour> = half_hours.chunks(2).map(together).collect();
        let overload = overload(model, &hours, &patience);
        ExpectedDay { hours, answer: steady(model), overload }
    }

    fn mean(&self, of: fn(&ExpectedHour) -> f64) -> f64 {
        self.hours.iter().map(of).sum::<f64>() / self.hours.len() as f64
    }

    /// Returns the mean number of calls per hour.
    pub fn calls(&self) -> f64 {
        self.mean(|h| h.calls)
    }

    /// Returns the mean offered load in erlangs.
    pub fn load(&self) -> f64 {
        self.mean(|h| h.load)
    }

    /// Returns the mean number of agents on duty.
    pub fn agents(&self) -> f64 {
        self.mean(|h| h.agents)
    }

    /// Returns the share of calls answered within [`STANDARD_WAIT`].
    pub fn service_level(&self) -> Option<f64> {
        let busy = || self.hours.iter().filter(|h| h.calls > 0.0);
        let answered: f64 = busy().map(|h| Some(h.calls * h.level?)).sum::<Option<f64>>()?;
        let calls: f64 = busy().map(|h| h.calls).sum();
        (calls > 0.0).then_some(answered / calls)
    }

    /// Whether anything changes over the day.
    pub fn varies(&self) -> bool {
        self.hours.windows(2).any(|w| (w[0].calls, w[0].agents) != (w[1].calls, w[1].agents))
    }
}

/// The patience of any caller.
fn any_patience(model: &Model) -> Dist {
    let arrivals: Vec<_> = (0..model.groups().len()).flat_map(|group| own(model, group, 0)).collect();
    patience(&arrivals).unwrap_or(Dist::NEVER)
}

fn expected(model: &Model, half_hour: usize, patience: &Dist) -> ExpectedHour {
    let (mut calls, mut load, mut modified_load) = (0.0, 0.0, 0.0);
    for call_type in model.call_types() {
        let per_day = call_type.demand.per_day.first().copied().unwrap_or(0.0);
        let here = per_day * relative_rate(call_type, half_hour) / HALF_HOURS as f64;
        calls += here;
        load +=
            here * (call_type.talk.mean() + call_type.wrap_up.as_ref().map_or(0.0, Dist::mean)) / HALF_HOUR;
        modified_load += modified_offered_load(call_type, per_day, half_hour);
    }
    let agents = model.groups().iter().map(|group| agents_at(&group.staffing, half_hour)).sum();
    // Several groups are no single queue: theory has no preview of them.
    let level = (load > 0.0 && model.groups().len() == 1)
        .then(|| service_level(modified_load, load * HALF_HOUR / calls, agents, patience, STANDARD_WAIT));
    ExpectedHour { calls, load, modified_load, agents: f64::from(agents), level }
}

fn together(half_hours: &[ExpectedHour]) -> ExpectedHour {
    let sum = |of: fn(&ExpectedHour) -> f64| half_hours.iter().map(of).sum::<f64>();
    let (count, calls) = (half_hours.len() as f64, sum(|h| h.calls));
    let in_time = sum(|h| h.calls * h.level.unwrap_or(0.0));
    ExpectedHour {
        calls,
        load: sum(|h| h.load) / count,
        modified_load: sum(|h| h.modified_load) / count,
        agents: sum(|h| h.agents) / count,
        level: (calls > 0.0).then(|| in_time / calls),
    }
}

/// More work than agents: in some hours, or always.
fn overload(model: &Model, hours: &[ExpectedHour], patience: &Dist) -> Option<Overload> {
    let over: Vec<usize> =
        (0..hours.len()).filter(|h| hours[*h].load >= hours[*h].agents && hours[*h].load > 0.0).collect();
    let worst_hour = over
        .iter()
        .copied()
        .max_by(|a, b| (hours[*a].load - hours[*a].agents).total_cmp(&(hours[*b].load - hours[*b].agents)))?;
    let limited = match model.groups().first().map(|group| &group.staffing) {
        Some(Staffing::Constant { lines, .. } | Staffing::Daily { lines, .. }) => lines.is_some(),
        _ => false,
    };
    let effect = match (patience.never() > 0.0, limited) {
        (_, true) => OverloadEffect::Blocks,
        (true, false) => OverloadEffect::Grows,
        (false, false) => OverloadEffect::Abandons,
    };
    let ExpectedHour { load, agents, .. } = hours[worst_hour];
    Some(Overload { hours: over.len(), worst_hour, load, agents, effect })
}
