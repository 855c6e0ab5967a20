//! Evaluates indicators of the registry over the points of a sweep.

use super::Outcome;
use super::effects::pseudo_values;
use crate::kpi::registry::{Indicator, Statistic};
use crate::replicate::Series;
use crate::stats::Estimate;

impl Indicator {
    /// Estimates its value over all replications of a point.
    pub fn of_point(&self, series: &Series, outcome: &Outcome) -> Estimate {
        match self.statistic {
            Statistic::MaxWait => Estimate { mean: outcome.longest, half_width: None },
            _ => self.estimate(series, None, outcome.replications.len() as u64),
        }
    }

    /// Returns its value by independent observation (replication, or antithetic pair) of the first replications, as far
    /// as each adds to `whole`, its value over all of them: their mean is `whole`, their spread its error. Of a ratio
    /// these are the jackknife's pseudo-values. None if a replication has no value.
    pub fn contributions(&self, outcome: &Outcome, first: usize, whole: f64) -> Option<Vec<f64>> {
        let mut values = match self.statistic {
            Statistic::Ratio(ratio) => {
                let sums = outcome.observations(first);
                pseudo_values(&sums.map(|sums| ratio.of(&sums)).collect::<Vec<_>>())?
            }
            _ => {
                let each = self.by_replication(outcome, first)?;
                let mean = |own: &[f64]| own.iter().sum::<f64>() / own.len() as f64;
                each.chunks(outcome.pairing.unit()).map(mean).collect()
            }
        };
        let off = whole - values.iter().sum::<f64>() / values.len() as f64;
        values.iter_mut().for_each(|value| *value += off);
        Some(values)
    }

    /// Returns the same of each replication, as if all were independent.
    pub fn by_replication(&self, outcome: &Outcome, first: usize) -> Option<Vec<f64>> {
        let entries = &outcome.replications[..first.min(outcome.replications.len())];
        match self.statistic {
            Statistic::WaitQuantile(index) => {
                Some(outcome.linearised.get(..entries.len())?.iter().map(|all| all[index]).collect())
            }
            Statistic::Ratio(ratio) => {
                pseudo_values(&entries.iter().map(|entry| ratio.of(&entry.sums)).collect::<Vec<_>>())
            }
            _ => entries.iter().map(|entry| self.of_entry(entry)).collect(),
        }
    }
}
