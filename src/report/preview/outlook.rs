//! Computes the expected calls, load, people and service level of each site of a plan by half hour, from formulas.
//!
//! A preview: mean rates and mean staff only. It leaves out busyness, redials, busy tones, absence by chance and
//! what one half hour leaves to the next; the simulation has them all.

use crate::analytic::day::STANDARD_WAIT;
use crate::dist::Dist;
use crate::model::{Model, Staffing};
use crate::scenario::plan::{Plan, SitePlan};
use crate::theory::level_grid::{Case, LevelGrid};
use crate::time::{HALF_HOUR, HALF_HOURS};
use crate::verdict::Resource;
use crate::workforce::ShiftPlan;
use std::ops::Range;

/// A resource is short in an hour when it is so on at least this share of the days.
const OFTEN: f64 = 0.25;

/// One half hour at one site.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Moment {
    /// Expected calls.
    pub calls: f64,
    /// Expected offered load in erlangs.
    pub load: f64,
    /// Expected agents on duty.
    pub agents: f64,
    /// Seats ready.
    pub seats: f64,
    /// Load and agents of all sites that share the agents.
    pub pool_load: f64,
    pub pool_agents: f64,
    /// Share of calls answered within [`STANDARD_WAIT`].
    pub level: f64,
    /// Expected calls of the site's own callers, whoever takes them: those that the partner takes too, and none that it
    /// takes for another.
    pub own_calls: f64,
    /// Share of them answered within [`STANDARD_WAIT`].
    pub own_level: f64,
}

/// An hour of the day at one site, over a span of days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hour {
    /// Mean calls of the site's own callers in the hour.
    pub calls: f64,
    /// Mean load of its agents in erlangs.
    pub load: f64,
    /// Mean agents on duty.
    pub agents: f64,
    /// Mean seats ready.
    pub seats: f64,
    /// The resource that is short, where on a quarter of the days or more there are fewer agents than R + sqrt(R) at
    /// a load of R erlangs.
    pub short: Option<Resource>,
    /// Share of calls answered within [`STANDARD_WAIT`]; none without calls.
    pub level: Option<f64>,
}

/// The week of a site with the lowest service level.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WorstWeek {
    /// Its days.
    pub days: Range<usize>,
    /// Share of calls answered within [`STANDARD_WAIT`].
    pub level: f64,
}

/// A site over the whole horizon.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outlook {
    pub moments: Vec<Moment>,
}

/// A plan and its outlook.
pub(super) struct View<'a> {
    pub model: &'a Model,
    pub plan: &'a Plan,
    /// By site.
    pub sites: Vec<Outlook>,
    /// All sites together.
    pub all: Outlook,
    /// Monday to Sunday, as days of the horizon.
    pub weeks: Vec<Range<usize>>,
}

impl<'a> View<'a> {
    /// Works out the outlook of a plan.
    pub(super) fn new(model: &'a Model, plan: &'a Plan) -> View<'a> {
        let sites = outlooks(model, plan);
        View { model, plan, all: province(&sites), sites, weeks: weeks(model) }
    }

    /// Returns all days of the horizon.
    pub(super) fn days(&self) -> Range<usize> {
        0..self.model.horizon().dates()
    }

    /// Finds the site with the lowest week.
    pub(super) fn worst(&self) -> Option<(usize, WorstWeek)> {
        let weeks = self.sites.iter().enumerate().filter_map(|(i, s)| Some((i, s.worst_week(&self.weeks)?)));
        weeks.min_by(|a, b| a.1.level.total_cmp(&b.1.level))
    }
}

/// Works out the outlook of every site, from the traffic that the plan expects at its front line.
fn outlooks(model: &Model, plan: &Plan) -> Vec<Outlook> {
    let mut sites: Vec<Outlook> = plan.sites.iter().map(traffic).collect();
    for (group, of) in model.groups().iter().enumerate() {
        if let Staffing::ShiftPlan(shift_plan) = &of.staffing {
            let served = plan.front.iter().zip(&mut sites).filter(|(front, _)| **front == group);
            add_people(shift_plan, served.map(|(_, site)| site).collect());
        }
    }
    let never = Dist::NEVER;
    let patience = model.call_types().first().map_or(&never, |call_type| &call_type.patience);
    let cases = sites.iter().flat_map(|site| site.moments.iter().filter_map(Moment::case));
    let levels = LevelGrid::new(patience, STANDARD_WAIT, cases);
    for moment in sites.iter_mut().flat_map(|site| &mut site.moments) {
        moment.level = moment.case().map_or(1.0, |case| levels.at(case));
        (moment.own_calls, moment.own_level) = (moment.calls, moment.level);
    }
    hand_over(plan, &mut sites);
    sites
}

/// Gives callers in hours that a site hands over the level of its partner, which takes them.
fn hand_over(plan: &Plan, sites: &mut [Outlook]) {
    for (from, site) in plan.sites.iter().enumerate() {
        let Some(to) = site.partner else { continue };
        for (slot, calls) in site.handed_over.iter().enumerate().filter(|(_, calls)| **calls > 0.0) {
            let taken = sites[to].moments[slot].level;
            sites[to].moments[slot].own_calls -= calls;
            let own = &mut sites[from].moments[slot];
            (own.own_calls, own.own_level) = (*calls, taken);
        }
    }
}

/// Sums up all sites.
fn province(sites: &[Outlook]) -> Outlook {
    let slots = sites.first().map_or(0, |site| site.moments.len());
    let sum = |slot: usize| {
        let all = sites.iter().map(|site| site.moments[slot]);
        let mut sum = all.clone().fold(Moment::default(), |sum, m| Moment {
            calls: sum.calls + m.calls,
            load: sum.load + m.load,
            agents: sum.agents + m.agents,
            seats: sum.seats + m.seats,
            pool_load: sum.pool_load + m.load,
            pool_agents: sum.pool_agents + m.agents,
            level: sum.level + m.calls * m.level,
            own_calls: sum.own_calls + m.own_calls,
            own_level: sum.own_level + m.own_calls * m.own_level,
        });
        sum.level = if sum.calls > 0.0 { sum.level / sum.calls } else { 1.0 };
        sum.own_level = if sum.own_calls > 0.0 { sum.own_level / sum.own_calls } else { 1.0 };
        sum
    };
    Outlook { moments: (0..slots).map(sum).collect() }
}

fn traffic(site: &SitePlan) -> Outlook {
    let moment = |(calls, load): (&f64, &f64)| Moment {
        calls: *calls,
        load: *load,
        pool_load: *load,
        ..Moment::default()
    };
    Outlook { moments: site.calls.iter().zip(&site.load).map(moment).collect() }
}

/// Adds the people of a shift plan, of whom sites that share them have their part by load.
fn add_people(shift_plan: &ShiftPlan, mut sites: Vec<&mut Outlook>) {
    let slots = sites.first().map_or(0, |site| site.moments.len());
    for (slot, agents) in shift_plan.expected_on(slots / HALF_HOURS).into_iter().enumerate() {
        let day = slot / HALF_HOURS;
        let seats = shift_plan.seats.get(day).or(shift_plan.seats.last()).copied().unwrap_or(0);
        let load: f64 = sites.iter().map(|site| site.moments[slot].load).sum();
        for site in &mut sites {
            let moment = &mut site.moments[slot];
            let part = if load > 0.0 { moment.load / load } else { 1.0 };
            (moment.agents, moment.seats) = (part * agents, part * f64::from(seats));
            (moment.pool_load, moment.pool_agents) = (load, agents);
        }
    }
}

impl Moment {
    fn case(&self) -> Option<Case> {
        let handle = self.load * HALF_HOUR / self.calls;
        let case = Case { load: self.pool_load, handle, agents: self.pool_agents };
        (self.load > 0.0 && handle > 0.0).then_some(case)
    }

    /// Returns the resource that is short of the load and its square root, the usual reserve.
    fn short(&self) -> Option<Resource> {
        let enough = self.pool_agents >= self.pool_load + self.pool_load.sqrt();
        let which = if self.agents >= self.seats - 0.5 { Resource::Seats } else { Resource::Staff };
        (!enough && self.calls > 0.0).then_some(which)
    }
}

impl Outlook {
    /// Returns the service level over all days; none without calls.
    pub(super) fn average(&self) -> Option<f64> {
        level(self.moments.iter())
    }

    /// Finds the week with the lowest service level; weeks run from Monday to Sunday, and only whole ones count if there
    /// are any.
    pub(super) fn worst_week(&self, weeks: &[Range<usize>]) -> Option<WorstWeek> {
        let whole = weeks.iter().any(|week| week.len() == 7);
        let judged = weeks.iter().filter(|week| week.len() == 7 || !whole);
        let levels = judged.filter_map(|week| {
            let days = week.clone();
            level(self.on(&days)).map(|level| WorstWeek { days, level })
        });
        levels.min_by(|a, b| a.level.total_cmp(&b.level))
    }

    /// Finds the half hour with the greatest load, the first of equals.
    pub(super) fn peak(&self) -> usize {
        let greatest = |best: usize, slot: usize| {
            if self.moments[slot].load > self.moments[best].load { slot } else { best }
        };
        (0..self.moments.len()).fold(0, greatest)
    }

    /// Averages the hours of the day over a span of days.
    pub(super) fn hours(&self, days: &Range<usize>) -> Vec<Hour> {
        (0..24).map(|hour| self.hour(hour, days)).collect()
    }

    fn hour(&self, hour: usize, days: &Range<usize>) -> Hour {
        let halves: Vec<&Moment> = days
            .clone()
            .flat_map(|day| &self.moments[day * HALF_HOURS + 2 * hour..day * HALF_HOURS + 2 * hour + 2])
            .collect();
        let count = halves.len().max(1) as f64;
        let mean = |of: fn(&Moment) -> f64| halves.iter().map(|m| of(m)).sum::<f64>() / count;
        let short = |which| halves.iter().filter(|m| m.short() == Some(which)).count();
        let (staff, seats) = (short(Resource::Staff), short(Resource::Seats));
        let which = if staff >= seats { Resource::Staff } else { Resource::Seats };
        Hour {
            calls: 2.0 * mean(|m| m.own_calls),
            load: mean(|m| m.load),
            agents: mean(|m| m.agents),
            seats: mean(|m| m.seats),
            short: ((staff + seats) as f64 >= OFTEN * count).then_some(which),
            level: level(halves.into_iter()),
        }
    }

    fn on(&self, days: &Range<usize>) -> impl Iterator<Item = &Moment> {
        self.moments[days.start * HALF_HOURS..days.end * HALF_HOURS].iter()
    }
}

/// Averages the service levels of a site's own callers, weighted by their calls; none without calls.
fn level<'m>(moments: impl Iterator<Item = &'m Moment>) -> Option<f64> {
    let (mut calls, mut in_time) = (0.0, 0.0);
    for moment in moments {
        calls += moment.own_calls;
        in_time += moment.own_calls * moment.own_level;
    }
    (calls > 0.0).then(|| in_time / calls)
}

/// Lists the weeks from Monday to Sunday as spans of days; the first and the last may be short.
fn weeks(model: &Model) -> Vec<Range<usize>> {
    let days = model.horizon().dates();
    let monday = model.horizon().start.map_or(0, |date| date.weekday().to_monday_zero_offset());
    let first = (7 - usize::from(monday.unsigned_abs())).min(days);
    let rest = (first..days).step_by(7).map(|start| start..(start + 7).min(days));
    std::iter::once(0..first).chain(rest).collect()
}
