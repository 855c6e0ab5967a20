//! Evaluates indicators of the registry over replications and over differences of scenarios.

use crate::compare;
use crate::kpi::registry::{Indicator, Statistic};
use crate::kpi::{Entry, Field, Histogram, expected_worst_24h};
use crate::replicate::Series;
use crate::stats::{Estimate, wilson};
use crate::time::{HALF_HOUR, HOUR};

impl Indicator {
    /// Estimates its value over all replications; `waits` is the histogram of the longest wait.
    pub fn estimate(&self, series: &Series, waits: Option<&Histogram>, replications: u64) -> Estimate {
        match self.statistic {
            Statistic::Count(field) => series.per_replication(field, replications),
            Statistic::Hours(field) => in_hours(series.per_replication(field, replications)),
            Statistic::Ratio(ratio) => series.ratio(&ratio),
            Statistic::WaitQuantile(index) => series.wait_quantile(index),
            Statistic::Worst24h => series.worst_24h(),
            Statistic::WindowsJudged => windows_judged(series, replications),
            Statistic::Worst24hByChance => {
                let rolled = series.windows_rolled() > 0;
                let mean = worst_24h_expected(series, replications).filter(|_| rolled);
                Estimate { mean, half_width: None }
            }
            Statistic::Worst24hBelow => share_below(series, replications),
            Statistic::MaxWait => Estimate { mean: waits.and_then(Histogram::longest), half_width: None },
        }
    }

    /// Estimates its difference, `second` - `first`, over paired replications; unknown of the longest wait, which is
    /// of one call.
    pub fn difference(&self, first: &Series, second: &Series) -> Estimate {
        match self.statistic {
            Statistic::Count(field) => compare::count(first, second, field),
            Statistic::Hours(field) => in_hours(compare::count(first, second, field)),
            Statistic::Ratio(ratio) => compare::ratio(first, second, &ratio),
            Statistic::WaitQuantile(index) => compare::wait_quantile(first, second, index),
            Statistic::Worst24h => compare::worst_24h(first, second),
            Statistic::MaxWait
            | Statistic::WindowsJudged
            | Statistic::Worst24hByChance
            | Statistic::Worst24hBelow => Estimate::default(),
        }
    }

    /// Returns its value in one replication; none where it is not counted.
    pub fn of_entry(&self, entry: &Entry) -> Option<f64> {
        if !self.statistic.is_counted_by(entry.counted) {
            return None;
        }
        match self.statistic {
            Statistic::Count(field) => Some(entry.sums.get(field)),
            Statistic::Hours(field) => Some(entry.sums.get(field) / HOUR),
            Statistic::Ratio(ratio) => ratio.value(&entry.sums),
            Statistic::WaitQuantile(index) => entry.quantiles.map(|all| all[index]),
            Statistic::Worst24h => entry.rolling.worst,
            Statistic::WindowsJudged => (entry.rolling.windows() > 0).then_some(entry.rolling.judged as f64),
            Statistic::MaxWait | Statistic::Worst24hByChance | Statistic::Worst24hBelow => None,
        }
    }

    /// Returns its value in one batch, which holds `replications`.
    pub fn of_batch(&self, series: &Series, batch: usize, replications: u64) -> Option<f64> {
        let sums = series.sums.all().get(batch).filter(|_| self.statistic.is_counted_by(series.counted))?;
        match self.statistic {
            Statistic::Count(field) => Some(sums.get(field) / replications.max(1) as f64),
            Statistic::Hours(field) => Some(sums.get(field) / HOUR / replications.max(1) as f64),
            Statistic::Ratio(ratio) => ratio.value(sums),
            Statistic::WaitQuantile(index) => series.batch_quantile(batch, index),
            Statistic::Worst24h => series.batch_worst_24h(batch),
            Statistic::MaxWait
            | Statistic::WindowsJudged
            | Statistic::Worst24hByChance
            | Statistic::Worst24hBelow => None,
        }
    }
}

fn in_hours(Estimate { mean, half_width }: Estimate) -> Estimate {
    Estimate { mean: mean.map(|seconds| seconds / HOUR), half_width: half_width.map(|half| half / HOUR) }
}

/// The windows judged per replication; unknown where windows mean nothing.
fn windows_judged(series: &Series, replications: u64) -> Estimate {
    let judged = series.windows.0 as f64 / replications.max(1) as f64;
    Estimate { mean: (series.windows_rolled() > 0).then_some(judged), half_width: None }
}

/// The share of replications whose worst rolling 24 h lies below the standard; one observation has no interval.
fn share_below(series: &Series, replications: u64) -> Estimate {
    if replications < 2 * series.sums.unit() as u64 {
        return Estimate::default();
    }
    let unit = series.sums.unit() as f64;
    wilson(series.below as f64 / unit, series.judged as f64 / unit)
}

/// Returns the worst rolling 24 h of an entry as expected by chance alone, at its own volume and answer rate.
pub fn worst_24h_expected(series: &Series, replications: u64) -> Option<f64> {
    let sums = series.total();
    let (offered, answered) = (sums.get(Field::Offered), sums.get(Field::Answered));
    // The span of an entry is that of the horizon.
    let half_hours = sums.get(Field::TimeSpan) / HALF_HOUR / replications.max(1) as f64;
    let each = offered / replications.max(1) as f64 / half_hours;
    expected_worst_24h(each, answered / offered, half_hours.round() as usize)
}
