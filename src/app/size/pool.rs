//! The least seats of one pool that answers the calls of all sites.
//!
//! The search goes through the weeks in which the pool's answer rate is lowest; what it ends with is tested over the
//! whole horizon.

use super::sites_outcome::{PoolSize, SeatsAndStaff, SizeSitesOutcome};
use crate::app::assess::levers::Standard;
use crate::app::assess::phases::in_phase;
use crate::app::assess::steps::Steps;
use crate::app::{AssessmentPart, Error, OnProgress};
use crate::kpi::Kpi;
use crate::merger::Phase;
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::scenario::Scenario;
use crate::scenario::plan::Plan;
use crate::sizing::LeastValue;
use crate::stats::Estimate;

/// Replications of a pool at most: it is large, and its lowest 24 h vary little.
const REPLICATIONS: u64 = 10;
/// Weeks that are searched.
const WEEKS: usize = 2;
const WEEK: usize = 7;
/// Tests over the whole horizon at most.
const TESTS: usize = 4;

/// Finds the least seats of a pool and counts the calls simulated; none for a single site, where people are shared
/// already, or where the sites' own least are not known.
pub(super) fn pool(
    scenario: &Scenario,
    plan: &Plan,
    sites: &SizeSitesOutcome,
    (standard, seed): (Standard, u64),
    on_progress: &mut OnProgress<'_>,
) -> Result<(Option<PoolSize>, u64), Error> {
    let Some(needed) = sites.needed().filter(|_| plan.sites.len() > 1) else { return Ok((None, 0)) };
    if plan.front.windows(2).any(|pair| pair[0] == pair[1]) {
        return Ok((None, 0));
    }
    let replications = sites.replications.min(REPLICATIONS);
    let mut steps = Steps::new(on_progress, AssessmentPart::Pool, None);
    let mut pool = Pool { scenario, plan, seed, replications, calls: 0, weeks: Vec::new(), ratio: 1.0 };
    let found = pool.search(needed.seats, standard, &mut steps)?;
    let size = |(seats, level)| PoolSize {
        needed: SeatsAndStaff { seats, staff: plan.rule.staff(seats) },
        level,
        replications,
    };
    Ok((found.map(size), pool.calls))
}

/// A pool whose seats are searched.
struct Pool<'a> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    seed: u64,
    replications: u64,
    calls: u64,
    weeks: Vec<usize>,
    /// The shortfall over the whole horizon as a multiple of that in the weeks.
    ratio: f64,
}

impl Pool<'_> {
    /// Starts with as many seats as the sites need apart, which suffice.
    fn search(
        &mut self,
        apart: u32,
        standard: Standard,
        steps: &mut Steps<'_, '_>,
    ) -> Result<Option<(u32, Estimate)>, Error> {
        let margin = |worst: Estimate| standard.margin(worst).unwrap_or(f64::NEG_INFINITY);
        // Somewhat fewer, so that the weeks say something.
        let mut seats = (apart - apart / 8).max(1);
        let mut values = LeastValue::with_stride(1..=apart.saturating_mul(2), (apart / 16).max(1));
        let mut holds = None;
        for _ in 0..TESTS {
            let model = self.model(seats)?;
            let whole = self.whole(&model, steps)?;
            values.record(seats, margin(whole));
            if margin(whole) >= 0.0 {
                holds = Some((seats, whole));
            }
            let weeks = self.in_weeks(&model, steps)?;
            self.learn_ratio(whole, weeks);
            while let Some(next) = values.next() {
                let model = self.model(next)?;
                let worst = self.in_weeks(&model, steps)?;
                values.record(next, margin(self.foretold(worst)));
                steps.advance();
            }
            match values.found() {
                Some(found) if holds.is_none_or(|(known, _)| known != found) && found != seats => {
                    seats = found
                }
                _ => break,
            }
        }
        Ok(holds)
    }

    fn model(&self, seats: u32) -> Result<Model, Error> {
        let rule: Vec<u32> = self.plan.sites.iter().map(|site| site.rule_seats).collect();
        let shares = divided(seats, &rule);
        let rows = || self.plan.sites.iter().map(|site| site.id.as_str());
        let changes = in_phase(Phase::After)
            .put_text("pooling.front_lines", "province")
            .put_numbers("rule.seats_at", rows().zip(shares.iter().map(|seats| f64::from(*seats))));
        Ok(self.scenario.with(&changes)?.model)
    }

    fn whole(&mut self, model: &Model, steps: &mut Steps<'_, '_>) -> Result<Estimate, Error> {
        let results = steps.replicate(model, self.seed, self.replications)?;
        self.calls += results.attempts;
        if self.weeks.is_empty() {
            self.weeks = lowest_weeks(&results);
        }
        Ok(front_line(model, &results).map_or_else(Estimate::default, Series::worst_24h))
    }

    /// Returns the mean of the lowest 24 h in the weeks, the lower of their means.
    fn in_weeks(&mut self, model: &Model, steps: &mut Steps<'_, '_>) -> Result<Estimate, Error> {
        let mut lowest = Estimate::default();
        for week in self.weeks.clone() {
            let days = (WEEK * week).saturating_sub(1)..WEEK * week + WEEK + 1;
            let part = model.part(days, 1.min(WEEK * week));
            let results = steps.replicate(&part, self.seed, self.replications)?;
            self.calls += results.attempts;
            let own = front_line(&part, &results).map_or_else(Estimate::default, Series::worst_24h);
            if lowest.mean.is_none_or(|lowest| own.mean.is_some_and(|own| own < lowest)) {
                lowest = own;
            }
        }
        Ok(lowest)
    }

    fn learn_ratio(&mut self, whole: Estimate, weeks: Estimate) {
        let shortfalls = whole.mean.zip(weeks.mean).map(|(whole, weeks)| (1.0 - whole, 1.0 - weeks));
        if let Some((whole, weeks)) = shortfalls.filter(|(_, weeks)| *weeks > 0.0) {
            self.ratio = (whole / weeks).max(1.0);
        }
    }

    fn foretold(&self, worst: Estimate) -> Estimate {
        Estimate {
            mean: worst.mean.map(|worst| 1.0 - self.ratio * (1.0 - worst)),
            half_width: worst.half_width.map(|half| self.ratio * half),
        }
    }
}

/// Returns the series of the pool's people.
fn front_line<'r>(model: &Model, results: &'r Results) -> Option<&'r Series> {
    let place = model.groups().iter().position(|group| group.front_line)?;
    results.tables.group.get(place)
}

/// Returns the weeks in which the answer rate of all sites together is lowest.
fn lowest_weeks(results: &Results) -> Vec<usize> {
    let weeks = results.tables.site_week.iter().map(Vec::len).max().unwrap_or(0);
    let rate = |week: usize| {
        let sites = results.tables.site_week.iter().filter_map(|weeks| weeks.get(week));
        Series::together(sites).kpi(Kpi::AnswerRate).mean
    };
    let mut rates: Vec<(usize, f64)> = (0..weeks).filter_map(|week| Some((week, rate(week)?))).collect();
    rates.sort_by(|a, b| a.1.total_cmp(&b.1));
    rates.into_iter().take(WEEKS).map(|(week, _)| week).collect()
}

/// Divides seats in proportion by the largest remainder, at least 1 each.
fn divided(total: u32, by: &[u32]) -> Vec<u32> {
    let all: u64 = by.iter().map(|part| u64::from(*part)).sum::<u64>().max(1);
    let of = |part: &u32| u64::from(total) * u64::from(*part);
    let mut shares: Vec<u32> = by.iter().map(|part| (of(part) / all) as u32).collect();
    let mut order: Vec<usize> = (0..by.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(of(&by[i]) % all), i));
    let left = total.saturating_sub(shares.iter().sum());
    order.iter().take(left as usize).for_each(|&i| shares[i] += 1);
    shares.iter().map(|share| (*share).max(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::divided;

    #[test]
    fn seats_are_divided_in_proportion_and_none_is_lost() {
        assert_eq!(divided(100, &[137, 55, 28]), [62, 25, 13]);
        assert_eq!(divided(2, &[10, 1, 1]), [2, 1, 1]);
    }
}
