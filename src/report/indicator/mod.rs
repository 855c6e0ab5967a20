//! The KPIs by the names that results use, with unit, definition and where their values come from: the one
//! [list] behind JSON and tables.

mod list;

pub(crate) use list::{all, within};

use super::tables::{Column, Table};
use crate::compare;
use crate::kpi::{Entry, Field, Histogram, Kpi, Measure, expected_worst_24h};
use crate::replicate::Series;
use crate::stats::{Estimate, wilson};
use crate::sweep::Outcome;
use crate::sweep::effects::pseudo_values;
use crate::time::{HALF_HOUR, HOUR};
use std::sync::Arc;

/// A KPI as the tables name it.
pub(crate) struct Indicator {
    /// As in `run --json`, a parameter in square brackets.
    pub(crate) name: Arc<str>,
    pub(crate) unit: Arc<str>,
    definition: String,
    source: Source,
}

#[derive(Clone, Copy)]
enum Source {
    /// A sum per replication.
    Count(Field),
    /// The same of seconds, in hours.
    Hours(Field),
    /// A ratio of sums.
    Ratio(Kpi),
    /// A quantile of waits, by index into [`QUANTILES`](crate::kpi::QUANTILES).
    Quantile(usize),
    /// The worst rolling 24 h.
    Worst,
    /// What it would be by chance alone.
    Chance,
    /// Share of replications in which it lies below the standard.
    Below,
    /// The longest wait.
    Longest,
}

/// What each KPI is, in words.
pub(crate) fn definitions(indicators: &[Indicator]) -> Table {
    let each = || indicators.iter();
    Table {
        name: "definitions",
        meaning: "a KPI and what it is",
        columns: vec![
            Column::text("kpi", "name as in the other tables", each().map(|i| Some(i.name.clone()))),
            Column::text("unit", "unit of its values", each().map(|i| Some(i.unit.clone()))),
            Column::text(
                "definition",
                "what it is; of a ratio, numerator / denominator",
                each().map(|i| Some(i.definition.as_str().into())),
            ),
        ],
    }
}

impl Indicator {
    /// Whether it needs the waits or the half hours of an entry one by one: those of total, hotlines,
    /// sites and groups alone are kept.
    pub(crate) fn needs_distribution(&self) -> bool {
        use Source::{Below, Chance, Longest, Quantile, Worst};
        matches!(self.source, Quantile(_) | Worst | Chance | Below | Longest)
    }

    /// Whether single replications have it: the longest wait is kept of all together.
    pub(crate) fn is_kept_by_replication(&self) -> bool {
        !matches!(self.source, Source::Longest | Source::Chance | Source::Below)
    }

    /// Its value over all replications.
    pub(crate) fn estimate(&self, series: &Series, waits: Option<&Histogram>, replications: u64) -> Estimate {
        match self.source {
            Source::Count(field) => series.per_replication(field, replications),
            Source::Hours(field) => in_hours(series.per_replication(field, replications)),
            Source::Ratio(kpi) => series.kpi(kpi),
            Source::Quantile(index) => series.wait_quantile(index),
            Source::Worst => series.worst_24h(),
            Source::Chance => Estimate { mean: by_chance(series, replications), half_width: None },
            // A single observation has no interval, here as elsewhere.
            Source::Below if replications < 2 * series.sums.unit() as u64 => Estimate::default(),
            Source::Below => {
                let unit = series.sums.unit() as f64;
                wilson(series.below as f64 / unit, series.judged as f64 / unit)
            }
            Source::Longest => Estimate { mean: waits.and_then(Histogram::longest), half_width: None },
        }
    }

    /// Its difference, `second` - `first`, of paired replications; none of the longest wait, which is of one
    /// call.
    pub(crate) fn difference(&self, first: &Series, second: &Series) -> Estimate {
        match self.source {
            Source::Count(field) => compare::count(first, second, field),
            Source::Hours(field) => in_hours(compare::count(first, second, field)),
            Source::Ratio(kpi) => compare::kpi(first, second, kpi),
            Source::Quantile(index) => compare::wait_quantile(first, second, index),
            Source::Worst => compare::worst_24h(first, second),
            Source::Longest | Source::Chance | Source::Below => Estimate::default(),
        }
    }

    /// Its value in one replication.
    pub(crate) fn of_entry(&self, entry: &Entry) -> Option<f64> {
        match self.source {
            Source::Count(field) => Some(entry.sums.get(field)),
            Source::Hours(field) => Some(entry.sums.get(field) / HOUR),
            Source::Ratio(kpi) => {
                let (numerator, denominator) = kpi.ratio(&entry.sums);
                (denominator > 0.0).then(|| numerator / denominator)
            }
            Source::Quantile(index) => entry.quantiles.map(|all| all[index]),
            Source::Worst => entry.rolling.worst,
            Source::Longest | Source::Chance | Source::Below => None,
        }
    }

    /// Its value by independent observation (replication, or mirrored pair), of the first replications, as far as
    /// each adds to `whole`, its value over all of them: their mean is `whole`, their spread its error. Of a ratio the
    /// jackknife's pseudo-values. None if a replication has none.
    pub(crate) fn contributions(&self, outcome: &Outcome, first: usize, whole: f64) -> Option<Vec<f64>> {
        let mut values = match self.source {
            Source::Ratio(kpi) => {
                let sums = outcome.observations(first);
                pseudo_values(&sums.map(|sums| kpi.ratio(&sums)).collect::<Vec<_>>())?
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

    /// The same of each replication, as if all were independent.
    pub(crate) fn by_replication(&self, outcome: &Outcome, first: usize) -> Option<Vec<f64>> {
        let entries = &outcome.replications[..first.min(outcome.replications.len())];
        match self.source {
            Source::Quantile(index) => {
                Some(outcome.linearised.get(..entries.len())?.iter().map(|all| all[index]).collect())
            }
            Source::Ratio(kpi) => {
                pseudo_values(&entries.iter().map(|entry| kpi.ratio(&entry.sums)).collect::<Vec<_>>())
            }
            _ => entries.iter().map(|entry| self.of_entry(entry)).collect(),
        }
    }

    /// The measure that it reports, where a goal can name it.
    pub(crate) fn is_of(&self, measure: Measure) -> bool {
        match (self.source, measure) {
            (Source::Ratio(own), Measure::Ratio(kpi)) => own == kpi,
            (Source::Quantile(own), Measure::WaitQuantile(index)) => own == index,
            (Source::Worst, Measure::Worst24h) => true,
            _ => false,
        }
    }

    /// What it is, in words.
    pub(crate) fn definition(&self) -> &str {
        &self.definition
    }

    /// Whether it is a result of the simulation: what chance alone would do is none.
    pub(crate) fn is_simulated(&self) -> bool {
        !matches!(self.source, Source::Chance)
    }

    /// Its value over all replications of a point.
    pub(crate) fn of_point(&self, series: &Series, outcome: &Outcome) -> Estimate {
        match self.source {
            Source::Longest => Estimate { mean: outcome.longest, half_width: None },
            _ => self.estimate(series, None, outcome.replications.len() as u64),
        }
    }

    /// Its value in one section, which holds `replications`.
    pub(crate) fn of_section(&self, series: &Series, section: usize, replications: u64) -> Option<f64> {
        let sums = series.sums.all().get(section)?;
        match self.source {
            Source::Count(field) => Some(sums.get(field) / replications.max(1) as f64),
            Source::Hours(field) => Some(sums.get(field) / HOUR / replications.max(1) as f64),
            Source::Ratio(kpi) => {
                let (numerator, denominator) = kpi.ratio(sums);
                (denominator > 0.0).then(|| numerator / denominator)
            }
            Source::Quantile(index) => series.batch_quantile(section, index),
            Source::Worst => series.batch_worst_24h(section),
            Source::Longest | Source::Chance | Source::Below => None,
        }
    }
}

fn in_hours(Estimate { mean, half_width }: Estimate) -> Estimate {
    Estimate { mean: mean.map(|seconds| seconds / HOUR), half_width: half_width.map(|half| half / HOUR) }
}

/// The worst rolling 24 h of an entry by chance alone, at its own volume and answer rate.
pub(crate) fn by_chance(series: &Series, replications: u64) -> Option<f64> {
    let sums = series.total();
    let (offered, answered) = (sums.get(Field::Offered), sums.get(Field::Answered));
    // The span of an entry is that of the horizon.
    let half_hours = sums.get(Field::TimeSpan) / HALF_HOUR / replications.max(1) as f64;
    let each = offered / replications.max(1) as f64 / half_hours;
    expected_worst_24h(each, answered / offered, half_hours.round() as usize)
}
