//! How much demand the worst week of each site bears.

use super::outcome::{DemandFactor, Headroom};
use super::steps::Steps;
use super::week::WeekSimulator;
use crate::app::Error;
use crate::app::progress::{AssessmentPart, OnProgress};
use crate::kpi::TARGET;
use crate::model::Model;
use crate::replicate::Results;
use crate::verdict::{SiteWeek, worst_week};

/// Multiples of the demand that are tried, and their inverses.
const FACTORS: [f64; 5] = [1.2, 1.5, 2.0, 2.8, 4.0];

/// Returns the headroom of every site that has a worst week, in order of sites. Sites with the same worst week share
/// its simulations.
pub(super) fn headroom(
    weeks: &WeekSimulator<'_>,
    results: &Results,
    on_progress: &mut OnProgress<'_>,
) -> Result<Vec<Headroom>, Error> {
    let site_weeks = &results.tables.site_week;
    let worst = |site: usize| worst_week(&site_weeks[site..=site]).map(|week| (site, week));
    let mut all: Vec<(usize, SiteWeek)> = (0..site_weeks.len()).filter_map(worst).collect();
    all.sort_by_key(|(site, week)| (week.week, *site));
    let chunks: Vec<&[(usize, SiteWeek)]> = all.chunk_by(|a, b| a.1.week == b.1.week).collect();
    let mut steps = Steps::new(on_progress, AssessmentPart::Headroom, Some(chunks.len() as u64));
    let mut found: Vec<Headroom> = Vec::new();
    for chunk in chunks {
        let sites: Vec<usize> = chunk.iter().map(|(site, _)| *site).collect();
        let factors = demand_factors(weeks, chunk[0].1.week, &sites, &mut steps)?;
        found.extend(chunk.iter().zip(factors).map(|((site, week), factor)| Headroom {
            site: *site,
            week: weeks.model.horizon().date(7 * week.week),
            answered: week.answer_rate,
            factor,
            per_head: weeks.plan.sites[*site].per_head(),
        }));
        steps.advance();
    }
    found.sort_by_key(|headroom| headroom.site);
    Ok(found)
}

/// Returns the multiple of the demand that each of some sites bears in a week: the tried factors are passed through
/// until the share answered crosses the target, and the crossing is interpolated.
fn demand_factors(
    weeks: &WeekSimulator<'_>,
    week: usize,
    sites: &[usize],
    steps: &mut Steps<'_, '_>,
) -> Result<Vec<DemandFactor>, Error> {
    let model = model_of_sites(weeks, week, sites);
    let now = weeks.answer_rates(&model, sites, steps)?;
    let mut found: Vec<Option<DemandFactor>> = vec![None; sites.len()];
    for up in [true, false] {
        let mut last: Vec<(f64, f64)> = now.iter().map(|rate| (1.0, *rate)).collect();
        for step in FACTORS {
            let open: Vec<usize> =
                (0..sites.len()).filter(|k| found[*k].is_none() && (now[*k] >= TARGET) == up).collect();
            if open.is_empty() {
                break;
            }
            let factor = if up { step } else { 1.0 / step };
            let rates = weeks.answer_rates(&model.with_demand_scaled(factor), sites, steps)?;
            for k in open {
                if (rates[k] >= TARGET) != up {
                    found[k] = Some(DemandFactor::Is(crossing(last[k], (factor, rates[k]))));
                }
                last[k] = (factor, rates[k]);
            }
        }
    }
    let most = FACTORS[FACTORS.len() - 1];
    let bound = |now: f64| match now >= TARGET {
        true => DemandFactor::Above(most),
        false => DemandFactor::Below(1.0 / most),
    };
    Ok(found.iter().zip(now).map(|(factor, now)| factor.unwrap_or_else(|| bound(now))).collect())
}

/// Returns the model of a week without the callers of other sites, where these do not matter.
fn model_of_sites(weeks: &WeekSimulator<'_>, week: usize, sites: &[usize]) -> Model {
    let mut model = weeks.model_of(week);
    let plan = weeks.plan;
    let shared = |site: usize| plan.front.iter().filter(|front| **front == plan.front[site]).count() > 1;
    let alone = model.queues().iter().take(plan.front.len()).all(|queue| queue.served_by.len() == 1);
    if alone && !sites.iter().any(|site| shared(*site)) {
        // Others do not touch these sites' front lines, but for hours that they hand over.
        let gives = |site: usize| plan.sites[site].partner.is_some_and(|partner| sites.contains(&partner));
        model = model.with_call_types(|call_type| {
            let site = call_type.site.index();
            sites.contains(&site) || gives(site)
        });
    }
    model
}

/// Returns where the line between two points (factor, share answered) crosses the target, factors on a log scale.
fn crossing(a: (f64, f64), b: (f64, f64)) -> f64 {
    let part = ((TARGET - a.1) / (b.1 - a.1)).clamp(0.0, 1.0);
    libm::exp(libm::log(a.0) + part * (libm::log(b.0) - libm::log(a.0)))
}
