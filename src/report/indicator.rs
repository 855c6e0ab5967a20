//! The KPIs by the names that results use, with unit, definition and where their values come from: the one
//! list behind JSON and tables.

use super::tables::{Column, Table};
use crate::centre::Model;
use crate::compare;
use crate::kpi::{Entry, Field, Histogram, Kpi, Measure, QUANTILES, worst_24h_by_chance};
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
    /// A quantile of waits, by index into [`QUANTILES`].
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

/// Every KPI of a model, in the order of `run --json`.
pub(crate) fn all(model: &Model) -> Vec<Indicator> {
    within(&model.within)
}

/// The same for these acceptable waits, in seconds.
pub(crate) fn within(within: &[f64]) -> Vec<Indicator> {
    let levels = |name: &'static str, of: &'static str, kpi: fn(usize) -> Kpi| {
        within.iter().enumerate().map(move |(index, within)| Indicator {
            name: format!("{name}[{within} s]").into(),
            unit: "share".into(),
            definition: format!(
                "attempts answered within {within} s / {}",
                of.replace('T', &within.to_string())
            ),
            source: Source::Ratio(kpi(index)),
        })
    };
    let quantile = |(index, share): (usize, &f64)| Indicator {
        name: format!("wait_quantile[{}]", share * 100.0).into(),
        unit: "s".into(),
        definition: format!("wait that {} % of answered attempts do not exceed", share * 100.0),
        source: Source::Quantile(index),
    };
    let mut all: Vec<Indicator> = BEFORE_LEVELS.iter().map(Indicator::plain).collect();
    all.extend(levels("service_level", "attempts offered", Kpi::ServiceLevel));
    all.extend(levels("service_level_of_answered", "attempts answered", Kpi::WithinOfAnswered));
    let less = "(attempts offered - given up within T s)";
    all.extend(levels("service_level_less_abandoned", less, Kpi::WithinLessAbandoned));
    all.extend(AFTER_LEVELS.iter().map(Indicator::plain));
    all.extend(QUANTILES.iter().enumerate().map(quantile));
    all.extend(ABOUT_WORST.iter().map(Indicator::plain));
    all.push(Indicator::plain(&LONGEST));
    all
}

/// Name, unit, definition, source.
type Plain = (&'static str, &'static str, &'static str, Source);

const BEFORE_LEVELS: [Plain; 6] = [
    ("offered", "attempts", "attempts per replication", Source::Count(Field::Offered)),
    ("answered", "attempts", "attempts answered per replication", Source::Count(Field::Answered)),
    ("answer_rate", "share", "attempts answered / attempts offered", Source::Ratio(Kpi::AnswerRate)),
    (
        "abandonment_rate",
        "share",
        "attempts given up in the queue / attempts offered",
        Source::Ratio(Kpi::AbandonmentRate),
    ),
    (
        "blocking_rate",
        "share",
        "attempts that heard the busy tone / attempts offered",
        Source::Ratio(Kpi::BlockingRate),
    ),
    (
        "closed_rate",
        "share",
        "attempts that rang at a closed desk / attempts offered",
        Source::Ratio(Kpi::ClosedRate),
    ),
];

const AFTER_LEVELS: [Plain; 32] = [
    (
        "delay_probability",
        "share",
        "attempts that had to wait / attempts that came to a queue",
        Source::Ratio(Kpi::DelayProbability),
    ),
    (
        "mean_wait_answered",
        "s",
        "seconds waited by those answered / attempts answered",
        Source::Ratio(Kpi::MeanWaitAnswered),
    ),
    (
        "mean_wait_all",
        "s",
        "seconds waited / attempts answered or abandoned",
        Source::Ratio(Kpi::MeanWaitAll),
    ),
    ("mean_queue", "callers", "caller-seconds in the queue / seconds", Source::Ratio(Kpi::MeanQueue)),
    (
        "occupancy",
        "share",
        "agent-seconds talking or wrapping up / agent-seconds on duty",
        Source::Ratio(Kpi::Occupancy),
    ),
    (
        "mean_busy",
        "agents",
        "agents talking or wrapping up, time average: the carried load in erlangs",
        Source::Ratio(Kpi::MeanBusy),
    ),
    (
        "mean_on_duty",
        "agents",
        "agents on duty, overtime included, time average",
        Source::Ratio(Kpi::MeanStaffed),
    ),
    (
        "seat_utilisation",
        "share",
        "agent-seconds on duty / seat-seconds ready",
        Source::Ratio(Kpi::SeatUtilisation),
    ),
    (
        "answer_rate_by_caller",
        "share",
        "callers answered in the end, redials included / callers",
        Source::Ratio(Kpi::AnswerRateByCaller),
    ),
    (
        "answer_rate_of_queued",
        "share",
        "attempts answered / attempts that came to a queue (not blocked, not closed, not ended in the menu)",
        Source::Ratio(Kpi::AnswerRateOfQueued),
    ),
    (
        "answer_rate_less_short",
        "share",
        "attempts answered / (attempts offered - given up within 5 s)",
        Source::Ratio(Kpi::AnswerRateLessShort),
    ),
    (
        "answer_rate_with_menu",
        "share",
        "attempts answered or served by the menu / attempts offered",
        Source::Ratio(Kpi::AnswerRateWithMenu),
    ),
    (
        "callers",
        "callers",
        "needs: callers with all their redials, per replication",
        Source::Count(Field::Needs),
    ),
    (
        "callers_answered",
        "callers",
        "of them answered in the end; the others are never served",
        Source::Count(Field::NeedsAnswered),
    ),
    ("redial_share", "share", "attempts after the first / attempts offered", Source::Ratio(Kpi::RedialShare)),
    (
        "repeat_share",
        "share",
        "calls of callers who had been answered before / attempts offered",
        Source::Ratio(Kpi::RepeatShare),
    ),
    (
        "short_abandons",
        "attempts",
        "attempts given up within 5 s, per replication",
        Source::Count(Field::ShortAbandons),
    ),
    (
        "satisfaction",
        "share",
        "good ratings expected / ratings of answered attempts",
        Source::Ratio(Kpi::Satisfaction),
    ),
    (
        "good_of_offered",
        "share",
        "good ratings expected if all rated / attempts offered",
        Source::Ratio(Kpi::GoodOfOffered),
    ),
    ("follow_ups", "calls", "calls back made, per replication", Source::Count(Field::FollowUps)),
    (
        "late_follow_ups",
        "share",
        "calls back begun later than due / calls back made",
        Source::Ratio(Kpi::LateFollowUps),
    ),
    (
        "tickets_left",
        "tickets",
        "tickets not called back when the measured span ends, per replication",
        Source::Count(Field::TicketsLeft),
    ),
    (
        "follow_up_share",
        "share",
        "agent-seconds calling back / agent-seconds on duty",
        Source::Ratio(Kpi::FollowUpShare),
    ),
    (
        "staffed_hours",
        "h",
        "agent-hours on duty, overtime included, per replication",
        Source::Hours(Field::Staffed),
    ),
    ("overtime_hours", "h", "agent-hours of that after the end of a shift", Source::Hours(Field::Overtime)),
    (
        "unmanned_hours",
        "h",
        "hours in which a group that is open has nobody on duty, summed over groups, per replication",
        Source::Hours(Field::Unmanned),
    ),
    (
        "overflow_share",
        "share",
        "attempts that came to a group and were answered by another / attempts that came to it",
        Source::Ratio(Kpi::OverflowShare),
    ),
    (
        "referral_share",
        "share",
        "answered attempts handed on / attempts answered",
        Source::Ratio(Kpi::ReferralShare),
    ),
    (
        "referral_answer_rate",
        "share",
        "attempts handed on that were taken / attempts handed on",
        Source::Ratio(Kpi::ReferralAnswerRate),
    ),
    (
        "referral_wait",
        "s",
        "seconds waited after being handed on / attempts handed on",
        Source::Ratio(Kpi::ReferralWait),
    ),
    (
        "held_share",
        "share",
        "agent-seconds holding and introducing callers who are handed on / agent-seconds on duty",
        Source::Ratio(Kpi::HeldShare),
    ),
    (
        "worst_24h_answer_rate",
        "share",
        "least answer rate of the rolling 24 h windows with 200 attempts or more, mean over replications",
        Source::Worst,
    ),
];

const ABOUT_WORST: [Plain; 2] = [
    (
        "worst_24h_by_chance",
        "share",
        "what worst_24h_answer_rate would be at a constant rate, each attempt answered with the same probability",
        Source::Chance,
    ),
    (
        "worst_24h_below_95",
        "share",
        "replications whose worst_24h_answer_rate is below 95 % / replications judged; Wilson interval",
        Source::Below,
    ),
];

const LONGEST: Plain = ("max_wait", "s", "longest wait of any answered attempt", Source::Longest);

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
    fn plain(&(name, unit, definition, source): &Plain) -> Indicator {
        Indicator { name: name.into(), unit: unit.into(), definition: definition.to_owned(), source }
    }

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
            Source::Quantile(index) => series.section_quantile(section, index),
            Source::Worst => series.section_worst_24h(section),
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
    let half_hours = sums.get(Field::Span) / HALF_HOUR / replications.max(1) as f64;
    let each = offered / replications.max(1) as f64 / half_hours;
    worst_24h_by_chance(each, answered / offered, half_hours.round() as usize)
}
