//! Models in which every site has its own value of a lever, and what they say of sites' worst 24 h.

use super::outcome::RuleAtSite;
use super::phases::{PhaseRun, in_phase};
use super::steps::Steps;
use crate::app::Error;
use crate::model::Model;
use crate::replicate::Results;
use crate::scenario::plan::{Plan, SitePlan};
use crate::scenario::{Changes, Scenario};
use crate::stats::{self, Estimate};
use crate::verdict::judged;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// A lever of the rule at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Lever {
    /// Seats, with staff per seat by the rule.
    Seats,
    /// Staff, with seats by the rule.
    Staff,
    /// Demand, in steps: more is less demand ([`factor`]).
    Demand,
}

/// Steps of the demand in which it halves.
const STEPS_TO_HALF: u32 = 32;
/// The step at which demand is as it is; the first is eight times that, the last a sixteenth.
const AS_IT_IS: u32 = 3 * STEPS_TO_HALF;
const LAST_STEP: u32 = 7 * STEPS_TO_HALF;

/// Returns the multiple of the demand at a step.
pub(in crate::app) fn factor(step: u32) -> f64 {
    libm::exp2((f64::from(AS_IT_IS) - f64::from(step)) / f64::from(STEPS_TO_HALF))
}

impl Lever {
    /// Returns the values that are searched.
    pub(in crate::app) fn range(self, rule: &RuleAtSite) -> RangeInclusive<u32> {
        match self {
            Lever::Seats => 1..=rule.seats.saturating_mul(4),
            Lever::Staff => 1..=rule.staff.saturating_mul(4),
            Lever::Demand => 0..=LAST_STEP,
        }
    }

    /// Returns the value of the scenario as it is.
    pub(in crate::app) fn as_it_is(self, rule: &RuleAtSite) -> u32 {
        match self {
            Lever::Seats => rule.seats,
            Lever::Staff => rule.staff,
            Lever::Demand => AS_IT_IS,
        }
    }
}

/// Replications of a round at most.
const OF_A_ROUND: u64 = 64;
/// Days of a week; the day before it is simulated and not judged, windows reach into the day after it.
const WEEK: usize = 7;

/// A scenario whose levers are searched.
pub(in crate::app) struct LeverModels<'a> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    /// The scenario as it is.
    run: &'a PhaseRun<'a>,
    seed: u64,
    /// Whether a site's people answer others' calls at its front line, or others its.
    is_shared: bool,
    /// Calls that were simulated so far.
    calls: Cell<u64>,
}

impl<'a> LeverModels<'a> {
    pub(in crate::app) fn new(
        scenario: &'a Scenario,
        plan: &'a Plan,
        run: &'a PhaseRun<'a>,
        seed: u64,
    ) -> LeverModels<'a> {
        let model = &run.scenario.model;
        let shares = |site: usize| plan.front.iter().filter(|front| **front == plan.front[site]).count() > 1;
        let alone = model.queues().iter().take(plan.front.len()).all(|queue| queue.served_by.len() == 1);
        let is_shared = !alone || (0..plan.front.len()).any(shares);
        LeverModels { scenario, plan, run, seed, is_shared, calls: Cell::new(0) }
    }

    /// Returns the results of the scenario as it is.
    pub(super) fn as_it_is(&self) -> &Results {
        &self.run.results
    }

    fn of_a_round(&self) -> usize {
        of_a_round(&self.run.results)
    }

    /// Simulates the weeks of some sites with values of a lever; returns the worst 24 h of each in its own weeks.
    pub(super) fn in_weeks(
        &self,
        lever: Lever,
        values: &[(usize, u32)],
        weeks: &BTreeMap<usize, &BTreeSet<usize>>,
        steps: &mut Steps<'_, '_>,
    ) -> Result<BTreeMap<usize, Estimate>, Error> {
        let model = self.scenario.with(&self.changes(lever, values))?.model;
        let mut sites_of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (site, _) in values {
            for week in weeks[site] {
                sites_of.entry(*week).or_default().insert(*site);
            }
        }
        let mut least: BTreeMap<usize, Vec<Option<f64>>> =
            values.iter().map(|(site, _)| (*site, vec![None; self.of_a_round()])).collect();
        for (week, sites) in &sites_of {
            let part =
                model.part((WEEK * week).saturating_sub(1)..WEEK * week + WEEK + 1, 1.min(WEEK * week));
            let part = self.of_sites(part, sites);
            let results = self.counted(steps.replicate(&part, self.seed, self.of_a_round() as u64)?);
            for site in sites {
                let series = &judged(&results)[*site];
                keep_least(least.entry(*site).or_default(), |batch| series.batch_worst_24h(batch));
            }
        }
        let estimate =
            |(site, worst): (usize, Vec<Option<f64>>)| (site, stats::mean(worst.iter().flatten().copied()));
        Ok(least.into_iter().map(estimate).collect())
    }

    /// Simulates the whole horizon with values of a lever at some sites; of other sites the results say nothing.
    pub(in crate::app) fn whole_results(
        &self,
        lever: Lever,
        values: &[(usize, u32)],
        steps: &mut Steps<'_, '_>,
    ) -> Result<Results, Error> {
        let model = self.scenario.with(&self.changes(lever, values))?.model;
        let model = self.of_sites(model, &values.iter().map(|(site, _)| *site).collect());
        Ok(self.counted(steps.replicate(&model, self.seed, self.run.results.replications)?))
    }

    /// Simulates the whole horizon as [`whole_results`](Self::whole_results), on as many replications as no search has
    /// seen.
    pub(in crate::app) fn fresh_results(
        &self,
        lever: Lever,
        values: &[(usize, u32)],
        steps: &mut Steps<'_, '_>,
    ) -> Result<Results, Error> {
        let model = self.scenario.with(&self.changes(lever, values))?.model;
        let model = self.of_sites(model, &values.iter().map(|(site, _)| *site).collect());
        let seen = self.run.results.replications;
        Ok(self.counted(steps.replicate_after(&model, self.seed, (seen, seen))?))
    }

    fn counted(&self, results: Results) -> Results {
        self.calls.set(self.calls.get() + results.attempts);
        results
    }

    /// Returns the calls that were simulated so far, those of the scenario as it is not counted.
    pub(in crate::app) fn calls(&self) -> u64 {
        self.calls.get()
    }

    /// Returns a model without the callers of other sites, where these do not matter to the front lines of some.
    fn of_sites(&self, model: Model, sites: &BTreeSet<usize>) -> Model {
        if self.is_shared {
            return model;
        }
        let gives =
            |site: usize| self.plan.sites[site].partner.is_some_and(|partner| sites.contains(&partner));
        model.with_call_types(|call_type| {
            let site = call_type.site.index();
            sites.contains(&site) || gives(site)
        })
    }

    /// Returns the changes that give sites values of a lever, in the phase of the run.
    fn changes(&self, lever: Lever, values: &[(usize, u32)]) -> Changes {
        let value = |site: usize| values.iter().find(|(other, _)| *other == site).map(|(_, value)| *value);
        let number = |(site, row): (usize, &'a SitePlan)| match lever {
            Lever::Seats => (row.id.as_str(), f64::from(value(site).unwrap_or(row.rule_seats))),
            Lever::Staff => (row.id.as_str(), f64::from(value(site).unwrap_or(row.rule_staff))),
            Lever::Demand => (row.id.as_str(), row.demand_factor * value(site).map_or(1.0, factor)),
        };
        let key = match lever {
            Lever::Seats => "rule.seats_at",
            Lever::Staff => "rule.staff_at",
            Lever::Demand => "demand.factor_at",
        };
        in_phase(self.run.phase).put_numbers(key, self.plan.sites.iter().enumerate().map(number))
    }
}

/// Returns the weeks of a site whose lowest 24 h are lowest.
pub(super) fn lowest_weeks(results: &Results, site: usize, number: usize) -> BTreeSet<usize> {
    let weeks = results.tables.site_week[site].iter().enumerate();
    let mut lowest: Vec<(usize, f64)> =
        weeks.filter_map(|(week, series)| Some((week, series.worst_24h().mean?))).collect();
    lowest.sort_by(|a, b| a.1.total_cmp(&b.1));
    lowest.into_iter().take(number).map(|(week, _)| week).collect()
}

/// Returns the worst 24 h of a site in some weeks of the whole horizon.
pub(super) fn worst_in(results: &Results, site: usize, weeks: &BTreeSet<usize>) -> Estimate {
    let mut least = vec![None; of_a_round(results)];
    for week in weeks {
        let series = &results.tables.site_week[site][*week];
        keep_least(&mut least, |batch| series.batch_worst_24h(batch));
    }
    stats::mean(least.iter().flatten().copied())
}

fn of_a_round(results: &Results) -> usize {
    results.replications.min(OF_A_ROUND) as usize
}

/// Keeps the lower of what is known of each replication's worst 24 h and what `worst` says.
fn keep_least(known: &mut [Option<f64>], worst: impl Fn(usize) -> Option<f64>) {
    for (batch, known) in known.iter_mut().enumerate() {
        let worst = worst(batch);
        *known = known.zip(worst).map(|(a, b)| a.min(b)).or(*known).or(worst);
    }
}
