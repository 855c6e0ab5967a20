//! Estimates of the KPIs of a point.

use super::context::StudyContext;
use crate::report::indicator::Indicator;
use crate::stats::Estimate;
use crate::sweep::variates::{Antithetic, antithetic, controlled};
use crate::sweep::{Outcome, Pairing, PointResult, ReplicationBudget, fresh_calls};

/// Every KPI of a point.
pub struct PointEstimates {
    /// By place among the KPIs of the study.
    pub(super) kpis: Vec<Estimate>,
    /// Whether the interval is as narrow as was asked for.
    pub(super) is_precise: bool,
}

impl PointEstimates {
    /// Estimates every KPI of a point.
    pub(super) fn of(context: &StudyContext, row: &PointResult) -> PointEstimates {
        let plain = row.outcome.series();
        let (series, is_precise) = match context.effort {
            ReplicationBudget::Fixed(_) => (plain, true),
            ReplicationBudget::Until { precision, .. } => {
                let precise = precision.is_met(&plain);
                (plain.stopped_by_width(), precise)
            }
        };
        let kpis = context.indicators.iter().map(|kpi| kpi.of_point(&series, &row.outcome)).collect();
        PointEstimates { kpis, is_precise }
    }
}

/// Corrects a KPI's estimate by the number of callers; returns it as it is where that does not help.
pub(super) fn controlled_mean(kpi: &Indicator, outcome: &Outcome, plain: Estimate) -> Estimate {
    let (all, unit) = (outcome.replications.len(), outcome.pairing.unit() as f64);
    let counts: Vec<f64> = outcome.observations(all).map(|sums| fresh_calls(&sums) / unit).collect();
    let corrected = || {
        let values = kpi.contributions(outcome, all, plain.mean?)?;
        controlled(&values, &counts, outcome.expected?)
    };
    corrected().filter(|found| found.is_used).map_or(plain, |found| found.estimate)
}

/// Compares mirrored pairs with as many independent replications for a KPI; none without pairs or where a replication
/// has no value.
pub(super) fn paired_mean(kpi: &Indicator, outcome: &Outcome) -> Option<Antithetic> {
    let all = kpi.by_replication(outcome, outcome.replications.len())?;
    let of = |first: usize| all.iter().skip(first).step_by(2).copied().collect::<Vec<f64>>();
    (outcome.pairing == Pairing::Mirrored).then(|| antithetic(&of(0), &of(1)))?
}
