//! Computes the expected calls, load, agents and service level of a centre by hour of the day, group by group, from
//! formulas.

use super::answer::{Answer, Figure, Place};
use super::expected::{ExpectedHour, GroupDay};
use super::flow::{Flow, referred_from};
use super::group_level::group_level;
use super::level::GroupLevel;
use super::network::answer as steady;
use super::overload::{Overload, overloads};
use super::reason::Reason;
use super::traffic::agents_in;
use crate::kpi::Kpi;
use crate::model::Model;
use crate::time::HALF_HOURS;

/// The acceptable wait of GB/T 33358-2016, in seconds.
pub const STANDARD_WAIT: f64 = 15.0;

/// A day of a centre, the mean of the measured days.
pub struct ExpectedDay {
    /// The acceptable wait of the service levels, in seconds.
    pub within: f64,
    /// The groups of agents, as the model has them.
    pub groups: Vec<GroupDay>,
    /// The exact answer for the steady state, or the reasons why there is none.
    pub answer: Result<Answer, Vec<Reason>>,
    /// The overloads; none where every hour has more agents than load.
    pub overloads: Vec<Overload>,
}

impl ExpectedDay {
    /// Works out the day of a model, its service levels at an acceptable wait in seconds.
    pub fn new(model: &Model, within: f64) -> ExpectedDay {
        let answer = steady(model);
        let mut flows: Vec<Flow<'_>> =
            (0..model.groups().len()).map(|group| Flow::new(model, group)).collect();
        let mut levels: Vec<Option<GroupLevel>> = vec![None; flows.len()];
        for group in order(model) {
            let mut level = group_level(model, group, &flows[group], within);
            feed(model, group, &level, &mut flows);
            if let Some(exact) = exact_level(&answer, model, group, within) {
                level.settle_at(exact);
            }
            levels[group] = Some(level);
        }
        let groups: Vec<GroupDay> = flows
            .iter()
            .zip(levels)
            .enumerate()
            .map(|(group, (flow, level))| group_day(model, group, flow, level.unwrap_or_default()))
            .collect();
        let overloads = overloads(model, &groups);
        ExpectedDay { within, groups, answer, overloads }
    }

    /// Returns the mean number of calls per hour that come to a group first.
    pub fn calls(&self) -> f64 {
        self.groups.iter().map(|group| group.mean(|h| h.first_calls)).sum()
    }

    /// Returns the mean offered load in erlangs of all groups, calls handed on included.
    pub fn load(&self) -> f64 {
        self.groups.iter().map(|group| group.mean(|h| h.load)).sum()
    }

    /// Returns the mean number of agents on duty who take first calls.
    pub fn agents(&self) -> f64 {
        let first = self.groups.iter().filter(|group| group.takes_first_calls);
        first.map(|group| group.mean(|h| h.agents)).sum()
    }

    /// Returns the share of first calls answered within the acceptable wait; none where that of a group is unknown.
    pub fn service_level(&self) -> Option<f64> {
        let called = self.groups.iter().map(|group| (group.mean(|h| h.first_calls), group.level));
        weighted(called)
    }

    /// Returns the hours of the day for all groups together: first calls, the agents who take them, and the load of all
    /// calls.
    pub fn hours(&self) -> Vec<ExpectedHour> {
        (0..HALF_HOURS / 2).map(|hour| self.hour(hour)).collect()
    }

    fn hour(&self, hour: usize) -> ExpectedHour {
        let sum = |of: fn(&ExpectedHour) -> f64| self.groups.iter().map(|g| of(&g.hours[hour])).sum::<f64>();
        let first = self.groups.iter().filter(|group| group.takes_first_calls);
        ExpectedHour {
            calls: sum(|h| h.first_calls),
            first_calls: sum(|h| h.first_calls),
            load: sum(|h| h.load),
            modified_load: sum(|h| h.modified_load),
            agents: first.map(|group| group.hours[hour].agents).sum(),
            level: weighted(self.groups.iter().map(|g| (g.hours[hour].first_calls, g.hours[hour].level))),
        }
    }
}

/// Averages levels weighted by calls; none without calls, or where a level of some calls is unknown.
fn weighted(levels: impl Iterator<Item = (f64, Option<f64>)>) -> Option<f64> {
    let (mut calls, mut in_time) = (0.0, 0.0);
    for (here, level) in levels.filter(|(calls, _)| *calls > 0.0) {
        calls += here;
        in_time += here * level?;
    }
    (calls > 0.0).then(|| in_time / calls)
}

/// Lists the groups so that those to which no other hands calls on come first.
fn order(model: &Model) -> Vec<usize> {
    let fed = |group: &usize| {
        model
            .call_types()
            .iter()
            .filter_map(|call_type| call_type.referral.as_ref())
            .any(|referral| model.home(referral.queue).index() == *group)
    };
    let (mut order, last): (Vec<usize>, Vec<usize>) =
        (0..model.groups().len()).partition(|group| !fed(group));
    order.extend(last);
    order
}

/// Hands on the calls that a group completes to the groups to which it refers.
fn feed(model: &Model, group: usize, level: &GroupLevel, flows: &mut [Flow<'_>]) {
    for (to, referred) in referred_from(model, group) {
        let share = referred.share;
        let rates =
            level.completions(&flows[group], referred.call_type).iter().map(|rate| rate * share).collect();
        // Whoever is served first, as many calls are completed.
        let untrusted = level.reasons().iter().find(|reason| **reason != Reason::Priorities).cloned();
        flows[to].refer(group, referred, rates, untrusted);
    }
}

/// Returns the exact level of a group in the steady state.
fn exact_level(
    answer: &Result<Answer, Vec<Reason>>,
    model: &Model,
    group: usize,
    within: f64,
) -> Option<f64> {
    let answer = answer.as_ref().ok()?;
    let index = model.acceptable_waits().iter().position(|wait| *wait == within)?;
    let place = if model.groups().len() == 1 { Place::Total } else { Place::AgentGroup(group) };
    let level = |figure: &&Figure| figure.place == place && figure.kpi == Kpi::ServiceLevel(index);
    answer.figures.iter().find(level).map(|figure| figure.value)
}

fn group_day(model: &Model, group: usize, flow: &Flow<'_>, level: GroupLevel) -> GroupDay {
    let staffing = &model.groups()[group].staffing;
    let half_hour = |half: usize| ExpectedHour {
        calls: flow.calls(half),
        first_calls: flow.first_calls(half),
        load: flow.load(half),
        modified_load: flow.modified_load(half),
        agents: agents_in(staffing, half),
        level: None,
    };
    let hour = |hour: usize| together(&[half_hour(2 * hour), half_hour(2 * hour + 1)], level.of_hour(hour));
    GroupDay {
        id: model.groups()[group].id.clone(),
        takes_first_calls: flow.takes_first_calls(),
        hours: (0..HALF_HOURS / 2).map(hour).collect(),
        level: level.of_day(),
        reasons: level.reasons().to_vec(),
    }
}

fn together(halves: &[ExpectedHour], level: Option<f64>) -> ExpectedHour {
    let sum = |of: fn(&ExpectedHour) -> f64| halves.iter().map(of).sum::<f64>();
    let count = halves.len() as f64;
    let calls = sum(|h| h.calls);
    ExpectedHour {
        calls,
        first_calls: sum(|h| h.first_calls),
        load: sum(|h| h.load) / count,
        modified_load: sum(|h| h.modified_load) / count,
        agents: sum(|h| h.agents) / count,
        level: level.filter(|_| calls > 0.0),
    }
}
