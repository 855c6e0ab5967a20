//! The verdict on the rule, everything built and merged.

use super::lever_models::{Lever, LeverModels, factor};
use super::levers::{Limit, Standard, search};
use super::outcome::{DemandFactor, LeastSeats, RuleAtSite};
use super::phases::PhaseRun;
use crate::app::Error;
use crate::app::progress::OnProgress;
use crate::scenario::plan::{Plan, SitePlan};
use crate::stats;
use crate::verdict::{judged, verdict};

/// Judges the rule at every site by a run of the phase "after"; headroom and least seats stay open.
pub(in crate::app) fn verdicts(plan: &Plan, after: &PhaseRun<'_>) -> Vec<RuleAtSite> {
    let replications = after.results.replications.max(1) as f64;
    let one = |((site, series), row): ((usize, &crate::replicate::Series), &SitePlan)| RuleAtSite {
        site,
        verdict: verdict(series),
        worst_24h: series.worst_24h(),
        windows_judged: series.windows.0 as f64 / replications,
        below: stats::wilson(series.below as f64, series.judged as f64),
        seats: row.rule_seats,
        staff: row.rule_staff,
        demand: None,
        least: None,
        called_in_hours: after.called_in_hours(site),
    };
    judged(&after.results).iter().enumerate().zip(&plan.sites).map(one).collect()
}

/// Finds how much demand every site bears, and with how few seats it holds, by the verdict's own test.
pub(super) fn measure(
    models: &LeverModels<'_>,
    plan: &Plan,
    sites: &mut [RuleAtSite],
    on_progress: &mut OnProgress<'_>,
) -> Result<(), Error> {
    for (site, found) in
        search(Lever::Seats, models, sites, Standard::default(), on_progress)?.into_iter().enumerate()
    {
        sites[site].least = found.limit().map(|limit| LeastSeats {
            seats: limit.value,
            per_million: f64::from(limit.value) * 1e6 / plan.sites[site].people as f64,
            is_least: limit.is_least,
            worst_24h: limit.worst_24h,
        });
    }
    for (site, found) in
        search(Lever::Demand, models, sites, Standard::default(), on_progress)?.into_iter().enumerate()
    {
        sites[site].demand = found.limit().map(demand_factor);
    }
    Ok(())
}

/// Returns the multiple of the demand that a limit stands for.
pub(in crate::app) fn demand_factor(limit: Limit) -> DemandFactor {
    match limit.is_least && limit.value > 0 {
        true => DemandFactor::Is(factor(limit.value)),
        false => DemandFactor::AtLeast(factor(limit.value)),
    }
}
