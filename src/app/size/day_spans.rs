//! The days whose intervals are sized, each with the callers of one group that serves them alone.

use crate::analytic::traffic::modified_offered_load;
use crate::app::Error;
use crate::model::{GroupId, Model, Staffing};
use crate::scenario::Loaded;
use crate::scenario::plan::Plan;
use crate::time::{DAY, HALF_HOUR, HALF_HOURS};
use crate::workforce::Step;
use jiff::civil::Date;

/// A day, or one that stands for all days, of a group's callers.
pub(super) struct DaySpan {
    /// The callers of the group alone, on the day and on those before it that are simulated and not measured.
    pub(super) model: Model,
    group: usize,
    /// Days before the one that is measured; none where the day stands for all of them.
    lead: Option<usize>,
    /// The date of the day.
    pub(super) date: Option<Date>,
    /// Offered load by half hour, in erlangs.
    pub(super) load: Vec<f64>,
}

/// The groups of a scenario, with their days.
pub(super) struct Groups {
    /// Groups that serve callers alone, by id.
    pub(super) alone: Vec<(String, Vec<DaySpan>)>,
    /// Groups that share callers with others, or take calls from them.
    pub(super) shared: Vec<String>,
}

/// Days of a week.
const WEEK: usize = 7;

/// Lays out the days: of a single file one for each group, of a plan those of a week at a site.
pub(super) fn spans(loaded: &Loaded, site: Option<usize>, week: Option<Date>) -> Result<Groups, Error> {
    match (&loaded.plan, site) {
        (Some(plan), Some(site)) => of_week(loaded, plan, site, week),
        _ => Ok(of_single_file(&loaded.model)),
    }
}

fn of_single_file(model: &Model) -> Groups {
    let (mut alone, mut shared) = (Vec::new(), Vec::new());
    for (group, known) in model.groups().iter().enumerate() {
        if !serves_alone(model, group) {
            shared.push(known.id.clone());
            continue;
        }
        let own = with_callers_of(model, group);
        let load = (0..HALF_HOURS)
            .map(|half| {
                let calls = own.call_types().iter();
                let first = |per_day: &[f64]| per_day.first().copied().unwrap_or(0.0);
                calls.map(|c| modified_offered_load(c, first(&c.demand.per_day), half)).sum()
            })
            .collect();
        alone.push((known.id.clone(), vec![DaySpan { model: own, group, lead: None, date: None, load }]));
    }
    Groups { alone, shared }
}

/// Whether a group answers all calls of its queues itself, takes none from others and has callers.
fn serves_alone(model: &Model, group: usize) -> bool {
    let of_group =
        |queue: &&crate::model::Queue| queue.served_by.iter().any(|route| route.group.index() == group);
    let alone = model.queues().iter().filter(of_group).all(|queue| queue.served_by.len() == 1);
    let takes = |call_type: &crate::model::CallType| {
        let referral = call_type.referral.as_ref().map(|referral| model.home(referral.queue).index());
        referral == Some(group)
    };
    let called = model.call_types().iter().any(|call_type| model.home(call_type.queue).index() == group);
    alone && called && !model.call_types().iter().any(takes)
}

fn with_callers_of(model: &Model, group: usize) -> Model {
    model.with_call_types(|call_type| model.home(call_type.queue).index() == group)
}

fn of_week(loaded: &Loaded, plan: &Plan, site: usize, week: Option<Date>) -> Result<Groups, Error> {
    let (model, group) = (&loaded.model, plan.front[site]);
    let horizon = model.horizon();
    let day_of = |date: Date| {
        let found = (0..horizon.dates()).find(|day| horizon.date(*day) == Some(date));
        found.ok_or_else(|| Error::Week {
            date,
            first: horizon.date(0),
            last: horizon.date(horizon.dates() - 1),
        })
    };
    let first = WEEK * (week.map(day_of).transpose()?.unwrap_or(0) / WEEK);
    let own = with_callers_of(model, group);
    let here = |site: &usize| plan.front[*site] == group;
    let load_at =
        |slot: usize| (0..plan.sites.len()).filter(here).map(|site| plan.sites[site].load[slot]).sum();
    let day = |day: usize| {
        let lead = usize::from(day > 0);
        DaySpan {
            model: own.part(day - lead..day + 1, lead),
            group,
            lead: Some(lead),
            date: horizon.date(day),
            load: (day * HALF_HOURS..(day + 1) * HALF_HOURS).map(load_at).collect(),
        }
    };
    let days = (first..(first + WEEK).min(horizon.dates())).map(day).collect();
    Ok(Groups { alone: vec![(model.groups()[group].id.clone(), days)], shared: Vec::new() })
}

impl DaySpan {
    /// Returns the calls of a replication.
    pub(super) fn calls(&self) -> f64 {
        let days = self.model.horizon().dates();
        let of = |per_day: &[f64]| match per_day {
            [same] => same * days as f64,
            all => all.iter().take(days).sum(),
        };
        self.model.call_types().iter().map(|call_type| of(&call_type.demand.per_day)).sum()
    }

    /// Returns the model with these agents by interval of the day, and those of the day before.
    pub(super) fn staffed(&self, before: &[u32], agents: &[u32], interval: f64) -> Model {
        let own = &self.model.groups()[self.group].staffing;
        let most = before.iter().chain(agents).max().copied().unwrap_or(0);
        let lines = match own {
            Staffing::Constant { lines, .. } | Staffing::Daily { lines, .. } => {
                lines.map(|lines| lines.max(most))
            }
            Staffing::ShiftPlan(_) | Staffing::Dated(_) => None,
        };
        let staffing = match self.lead {
            None => Staffing::Daily { step: interval, agents: agents.to_vec(), lines },
            Some(lead) => {
                let days = std::iter::repeat_n(before, lead).chain([agents]).enumerate();
                let steps = days.flat_map(|(day, agents)| {
                    let at = move |k: usize| day as f64 * DAY + k as f64 * interval;
                    agents.iter().enumerate().map(move |(k, agents)| Step::open(at(k), *agents, None))
                });
                let mut steps: Vec<Step> = steps.collect();
                steps.dedup_by(|later, earlier| later.agents == earlier.agents);
                Staffing::Dated(steps)
            }
        };
        self.model.with_staffing(GroupId::new(self.group), staffing)
    }
}

/// Returns the half hours that an interval covers, or the one in which it lies.
pub(super) fn half_hours(length: f64, interval: usize) -> (usize, usize) {
    let from = (interval as f64 * length / HALF_HOUR + 1e-9).floor() as usize;
    let to = ((interval + 1) as f64 * length / HALF_HOUR - 1e-9).ceil() as usize;
    (from, to.max(from + 1))
}

#[cfg(test)]
mod tests {
    use super::half_hours;

    #[test]
    fn intervals_cover_half_hours_or_lie_in_one() {
        assert_eq!([0, 1, 2].map(|k| half_hours(900.0, k)), [(0, 1), (0, 1), (1, 2)]);
        assert_eq!([0, 47].map(|k| half_hours(1800.0, k)), [(0, 1), (47, 48)]);
        assert_eq!([0, 23].map(|k| half_hours(3600.0, k)), [(0, 2), (46, 48)]);
    }
}
