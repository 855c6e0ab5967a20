//! An interval of a table, asked of many experiments.

use hotseat::compare;
use hotseat::kpi::{Field, Kpi, Measure, QUANTILES};
use hotseat::replicate::precision::{self, Precision, Width};
use hotseat::replicate::{Results, Series};
use hotseat::stats::Estimate;

/// What is estimated of a model.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What {
    /// A mean over replications: of a sum.
    Count(Field),
    /// A mean over replications: of their worst 24 hours.
    Worst24h,
    /// A ratio of sums.
    Ratio(Kpi),
    /// The same of one hotline.
    Hotline(usize, Kpi),
    /// A quantile of waits, pooled.
    Quantile(usize),
}

/// Which interval.
#[derive(Clone, Copy, Debug)]
pub(crate) enum How {
    /// Of the model after a number of replications.
    Alone,
    /// Of the paired difference, the other model - the model.
    Difference,
    /// Of the model at the look at which `--precision` would stop.
    Stopped(Width),
}

/// An interval, and the value that it is to contain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) what: What,
    pub(crate) how: How,
    pub(crate) exact: f64,
    /// Whether the number of intervals that contain it is held to the promise, or only reported.
    pub(crate) promised: bool,
}

impl What {
    pub(crate) fn of(self, results: &Results) -> Estimate {
        let total = &results.tables.total;
        match self {
            What::Count(field) => total.per_replication(field, results.replications),
            What::Worst24h => total.worst_24h(),
            What::Ratio(kpi) => total.kpi(kpi),
            What::Hotline(hotline, kpi) => results.tables.hotline[hotline].kpi(kpi),
            What::Quantile(index) => total.wait_quantile(index),
        }
    }

    fn difference(self, first: &Series, second: &Series) -> Estimate {
        match self {
            What::Count(field) => compare::count(first, second, field),
            What::Worst24h => compare::worst_24h(first, second),
            What::Ratio(kpi) | What::Hotline(_, kpi) => compare::kpi(first, second, kpi),
            What::Quantile(index) => compare::wait_quantile(first, second, index),
        }
    }

    fn precision(self, width: Width) -> Precision {
        let measure = match self {
            What::Ratio(kpi) => Measure::Ratio(kpi),
            What::Quantile(index) => Measure::WaitQuantile(index),
            What::Worst24h => Measure::Worst24h,
            What::Count(_) | What::Hotline(..) => panic!("--precision is of a KPI of the total"),
        };
        Precision { measure, width }
    }

    fn is_mean(self) -> bool {
        matches!(self, What::Count(_) | What::Worst24h)
    }

    fn name(self) -> String {
        let snake = |camel: String| {
            let parts: String = camel
                .chars()
                .flat_map(|c| [c.is_uppercase().then_some(' '), Some(c.to_ascii_lowercase())])
                .flatten()
                .collect();
            parts.trim().to_owned()
        };
        let kpi = |kpi: Kpi| match kpi {
            Kpi::ServiceLevel(_) => "service level, 20 s".to_owned(),
            other => snake(format!("{other:?}")),
        };
        match self {
            What::Count(field) => format!("mean of {}", snake(format!("{field:?}"))),
            What::Worst24h => "mean of worst 24 h".to_owned(),
            What::Ratio(of) => kpi(of),
            What::Hotline(hotline, of) => format!("{}, {}", kpi(of), ["high", "low"][hotline]),
            What::Quantile(index) => format!("{} % quantile", 100.0 * QUANTILES[index]),
        }
    }
}

impl Row {
    /// What is promised of the share of intervals at 20 replications, or of those stopped, that contain the value.
    pub(crate) fn promise(&self) -> (f64, f64) {
        if !self.promised {
            return (0.0, 1.0);
        }
        if self.what.is_mean() { (0.94, 0.96) } else { (0.93, 0.97) }
    }

    pub(crate) fn name(&self) -> String {
        let what = self.what.name();
        match self.how {
            How::Alone => what,
            How::Difference => format!("difference of {}", what.trim_start_matches("mean of ")),
            How::Stopped(Width::Absolute(width)) => format!("{what}, stopped at {width}"),
            How::Stopped(Width::Relative(share)) => format!("{what}, stopped at {} %", 100.0 * share),
        }
    }

    /// Whether the interval contains the value; none where it is no row of this kind of comparison.
    pub(crate) fn covers(&self, results: &Results, other: Option<&Results>) -> Option<bool> {
        let estimate = match self.how {
            How::Alone => self.what.of(results),
            How::Difference => self.what.difference(&results.tables.total, &other?.tables.total),
            How::Stopped(_) => return None,
        };
        Some(self.holds(estimate))
    }

    /// Whether `--precision` would stop here, and whether the interval then contains the value.
    pub(crate) fn stops(&self, results: &Results) -> Option<bool> {
        let How::Stopped(width) = self.how else { return None };
        let widening = precision::widening(results.replications);
        let met = self.what.precision(width).is_met(&results.tables.total);
        met.then(|| self.holds(self.what.of(results).widened(widening)))
    }

    fn holds(&self, estimate: Estimate) -> bool {
        let Estimate { mean: Some(mean), half_width: Some(half_width) } = estimate else { return false };
        (mean - self.exact).abs() <= half_width
    }
}
