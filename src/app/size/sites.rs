//! The least seats and staff of every site of a plan that meet a requirement, everything built and merged.
//!
//! The lowest 24 h are searched as the assessment of a run does ([`crate::app::assess::levers`]): `run` and `size` cannot
//! differ. Other requirements are searched over the whole horizon.

use super::pool::pool;
use super::sites_outcome::{SeatsAndStaff, SizeSitesOutcome, SizedSite};
use crate::app::assess::lever_models::{Lever, LeverModels};
use crate::app::assess::levers::{Limit, Searched, Standard, search};
use crate::app::assess::phases::{PhaseRun, in_phase};
use crate::app::assess::rule::{demand_factor, verdicts};
use crate::app::assess::steps::Steps;
use crate::app::assess::{DemandFactor, RuleAtSite};
use crate::app::{AssessmentPart, Error, OnProgress, ScenarioRequest, Session};
use crate::kpi::Measure;
use crate::merger::Phase;
use crate::model::Model;
use crate::replicate::Results;
use crate::requirement::{Level, Met, Part, Requirement, Side, levels};
use crate::scenario::plan::Plan;
use crate::sizing::LeastValue;
use crate::sizing::certification::is_reached;
use crate::stats::{self, Estimate};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Instant;

/// A request for the least seats and staff of every site of a plan.
#[derive(Clone, Copy, Debug)]
pub struct SizeSitesRequest<'s> {
    /// The plan.
    pub source: &'s ScenarioRequest,
    /// The requirement, judged at every front line.
    pub requirement: &'s Requirement,
    /// Probability with which each claim is to hold.
    pub confidence: f64,
    /// The seed; none: the scenario's own.
    pub seed: Option<u64>,
    /// Replications.
    pub replications: u64,
}

/// Rounds of a search over the whole horizon at most.
const ROUNDS: usize = 24;

impl Session {
    /// Finds the least seats and staff of every site of a plan; none where the scenario is no plan.
    pub fn size_sites(
        &self,
        request: &SizeSitesRequest<'_>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Option<SizeSitesOutcome>, Error> {
        let started = Instant::now();
        self.install(|| {
            let scenario = request.source.open()?;
            let loaded = scenario.with(&in_phase(Phase::After))?;
            let Some(plan) = loaded.plan.clone() else { return Ok(None) };
            let seed = request.seed.unwrap_or(loaded.model.seed());
            let mut steps = Steps::new(on_progress, AssessmentPart::Phases, Some(1));
            let results = steps.replicate(&loaded.model, seed, request.replications)?;
            let after = PhaseRun {
                phase: Phase::After,
                scenario: Cow::Borrowed(&loaded),
                results: Cow::Borrowed(&results),
            };
            let models = LeverModels::new(&scenario, &plan, &after, seed);
            let sizing = Sizing::new(request, &plan, &loaded.model, &models, verdicts(&plan, &after));
            let mut outcome = sizing.outcome(&results, seed, on_progress)?;
            if let Some(standard) = sizing.standard {
                let (found, calls) = pool(&scenario, &plan, &outcome, (standard, seed), on_progress)?;
                outcome.pool = found;
                outcome.calls += calls;
            }
            Ok(Some(SizeSitesOutcome { seconds: started.elapsed().as_secs_f64(), ..outcome }))
        })
    }
}

/// Returns half-widths of a confidence as a multiple of those of 95 %.
pub(super) fn interval(confidence: f64, replications: u64) -> f64 {
    let freedom = replications.saturating_sub(1).max(1);
    let wanted = stats::t_exceeded((1.0 - confidence) / 2.0, freedom as f64);
    if confidence == 0.95 { 1.0 } else { wanted / stats::t_975(freedom as usize) }
}

/// Returns the standard of the lowest 24 h, if a requirement asks for that alone.
pub(super) fn standard(requirement: &Requirement, interval: f64) -> Option<Standard> {
    match &requirement.parts[..] {
        [Part { measure: Measure::Worst24h, side: Side::AtLeast, site: None, share: None, bound, .. }] => {
            Some(Standard { at_least: *bound, interval })
        }
        _ => None,
    }
}

/// A sizing that is under way.
struct Sizing<'a> {
    request: &'a SizeSitesRequest<'a>,
    plan: &'a Plan,
    model: &'a Model,
    models: &'a LeverModels<'a>,
    rule: Vec<RuleAtSite>,
    /// The standard of the lowest 24 h, if that alone is required.
    standard: Option<Standard>,
    /// Half-widths of the wanted confidence as a multiple of those of 95 %.
    interval: f64,
}

impl<'a> Sizing<'a> {
    fn new(
        request: &'a SizeSitesRequest<'a>,
        plan: &'a Plan,
        model: &'a Model,
        models: &'a LeverModels<'a>,
        rule: Vec<RuleAtSite>,
    ) -> Sizing<'a> {
        let interval = interval(request.confidence, request.replications);
        let standard = standard(request.requirement, interval);
        Sizing { request, plan, model, models, rule, standard, interval }
    }

    /// Searches seats, staff and demand, and puts the answer together.
    fn outcome(
        &self,
        results: &Results,
        seed: u64,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<SizeSitesOutcome, Error> {
        let as_it_is = self.shown(results)?;
        let seats = self.searched(Lever::Seats, results, on_progress)?;
        let staff = self.searched(Lever::Staff, results, on_progress)?;
        let demand: Vec<Option<DemandFactor>> = match self.standard {
            Some(standard) => {
                let found = search(Lever::Demand, self.models, &self.rule, standard, on_progress)?;
                found.into_iter().map(|found| found.limit().map(demand_factor)).collect()
            }
            None => vec![None; self.rule.len()],
        };
        let mut sites: Vec<SizedSite> = (0..self.rule.len())
            .map(|site| SizedSite {
                demand: demand[site],
                ..self.site(site, as_it_is[site].as_ref(), seats[site], staff[site])
            })
            .collect();
        self.confirm(&mut sites, on_progress)?;
        let shown = &self.request.requirement.parts[0];
        let level = Level::of(shown, 0, Estimate::default());
        Ok(SizeSitesOutcome {
            met: met(&sites),
            sites,
            pool: None,
            is_share: level.is_share,
            bound: level.bound,
            days: self.model.horizon().dates(),
            confidence: self.request.confidence,
            replications: results.replications,
            calls: results.attempts + self.models.calls(),
            seed,
            seconds: 0.0,
        })
    }

    /// Tests the seats that were found on replications that the search has not seen.
    fn confirm(&self, sites: &mut [SizedSite], on_progress: &mut OnProgress<'_>) -> Result<(), Error> {
        let found: Vec<(usize, u32)> =
            sites.iter().filter_map(|site| Some((site.site, site.needed?.seats))).collect();
        if found.is_empty() {
            return Ok(());
        }
        let mut steps = Steps::new(on_progress, AssessmentPart::Seats, None);
        let results = self.models.fresh_results(Lever::Seats, &found, &mut steps)?;
        let (shown, all) = (self.shown(&results)?, self.levels(&results)?);
        for (site, _) in found {
            let own: Vec<Level> =
                all.iter().filter(|level| level.site.is_none_or(|own| own == site)).cloned().collect();
            let holds = is_reached(&own, results.replications, 1.0 - self.request.confidence);
            sites[site].fresh = shown[site].as_ref().map(|level| (level.value, holds));
        }
        Ok(())
    }

    fn site(&self, site: usize, as_it_is: Option<&Level>, seats: Searched, staff: Searched) -> SizedSite {
        let (row, rule) = (&self.plan.sites[site], &self.rule[site]);
        let found = seats.limit();
        let needed =
            found.map(|limit| SeatsAndStaff { seats: limit.value, staff: self.plan.rule.staff(limit.value) });
        let told = |level: &Level| {
            let half = level.value.half_width.map_or(f64::INFINITY, |half| self.interval * half);
            match level.excess().unwrap_or(f64::NEG_INFINITY) {
                excess if excess - half >= 0.0 => Met::Yes,
                excess if excess + half < 0.0 => Met::No,
                _ => Met::Inconclusive,
            }
        };
        SizedSite {
            site,
            people: row.people,
            rule: SeatsAndStaff { seats: rule.seats, staff: rule.staff },
            rule_met: as_it_is.map(told),
            level_of_rule: as_it_is.map_or_else(Estimate::default, |level| level.value),
            needed,
            level: found.map_or_else(Estimate::default, |limit| limit.worst_24h),
            fresh: None,
            one_less: found.and_then(|limit| limit.one_less),
            is_least: found.is_some_and(|limit| limit.is_least),
            is_unreachable: seats == Searched::Unreachable,
            needed_staff_at_rule_seats: staff.limit().map(|limit| limit.value),
            least_seats_per_million: needed.map(|needed| f64::from(needed.seats) * 1e6 / row.people as f64),
            calls_per_head: row.per_head(),
            demand: None,
        }
    }

    fn searched(
        &self,
        lever: Lever,
        results: &Results,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Vec<Searched>, Error> {
        match self.standard {
            Some(standard) => search(lever, self.models, &self.rule, standard, on_progress),
            None => self.over_the_horizon(lever, results, on_progress),
        }
    }

    /// Searches over the whole horizon, all sites at once: a round has a value of every site.
    fn over_the_horizon(
        &self,
        lever: Lever,
        results: &Results,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Vec<Searched>, Error> {
        let part = if lever == Lever::Seats { AssessmentPart::Seats } else { AssessmentPart::Staff };
        let mut steps = Steps::new(on_progress, part, None);
        let known = self.shown(results)?;
        let mut searches: BTreeMap<usize, LeastValue> = BTreeMap::new();
        let mut tested: BTreeMap<(usize, u32), Estimate> = BTreeMap::new();
        for (site, level) in known.iter().enumerate() {
            let Some(level) = level else { continue };
            let rule = &self.rule[site];
            let mut values = LeastValue::new(lever.range(rule));
            values.record(lever.as_it_is(rule), self.margin(results, site)?);
            tested.insert((site, lever.as_it_is(rule)), level.value);
            searches.insert(site, values);
        }
        for _ in 0..ROUNDS {
            let wanted: Vec<(usize, u32)> =
                searches.iter().filter_map(|(site, values)| Some((*site, values.next()?))).collect();
            if wanted.is_empty() {
                break;
            }
            let results = self.models.whole_results(lever, &wanted, &mut steps)?;
            let shown = self.shown(&results)?;
            for (site, value) in wanted {
                let margin = self.margin(&results, site)?;
                searches.entry(site).and_modify(|values| values.record(value, margin));
                tested
                    .insert((site, value), shown[site].as_ref().map_or_else(Estimate::default, |l| l.value));
            }
            steps.advance();
        }
        let ended = |site: usize| {
            let Some(values) = searches.get(&site) else { return Searched::TooSmall };
            match (values.found(), values.next()) {
                (Some(value), _) => Searched::Found(Limit {
                    value,
                    worst_24h: tested.get(&(site, value)).copied().unwrap_or_default(),
                    one_less: tested.get(&(site, value.saturating_sub(1))).copied(),
                    is_least: true,
                }),
                (None, None) => Searched::Unreachable,
                (None, Some(_)) => Searched::Untold,
            }
        };
        Ok((0..self.rule.len()).map(ended).collect())
    }

    /// Returns by how much the requirement is met at a site for sure, in units of the bounds.
    fn margin(&self, results: &Results, site: usize) -> Result<f64, Error> {
        let margin = |level: &Level| {
            let half = level.value.half_width.map_or(f64::INFINITY, |half| self.interval * half);
            level.excess().map_or(f64::NEG_INFINITY, |excess| (excess - half) / level.bound.abs().max(1e-9))
        };
        let all = self.levels(results)?;
        let own = all.iter().filter(|level| level.site.is_none_or(|own| own == site));
        Ok(own.map(margin).reduce(f64::min).unwrap_or(f64::NEG_INFINITY))
    }

    /// Returns the level of each site that is shown: that of the requirement's part that is nearest to being missed.
    fn shown(&self, results: &Results) -> Result<Vec<Option<Level>>, Error> {
        let all = self.levels(results)?;
        let excess =
            |level: &&Level| level.excess().unwrap_or(f64::NEG_INFINITY) / level.bound.abs().max(1e-9);
        let at = |site: usize| {
            let own = all.iter().filter(|level| level.site == Some(site) && level.value.mean.is_some());
            own.min_by(|a, b| excess(a).total_cmp(&excess(b))).cloned()
        };
        Ok((0..self.rule.len()).map(at).collect())
    }

    fn levels(&self, results: &Results) -> Result<Vec<Level>, Error> {
        levels(self.request.requirement, self.model, results, true).map_err(Error::Requirement)
    }
}

/// Whether every site that can be judged meets the requirement with some number of seats.
fn met(sites: &[SizedSite]) -> Met {
    let mut judged = sites.iter().filter(|site| site.rule_met.is_some()).peekable();
    match () {
        () if judged.peek().is_none() => Met::Inconclusive,
        () if sites.iter().any(|site| site.is_unreachable) => Met::No,
        () if judged.all(|site| site.needed.is_some()) => Met::Yes,
        () => Met::Inconclusive,
    }
}
