//! The KPIs by the names that files use, with unit, definition and where their values come from.

use super::{Column, Table};
use crate::centre::Model;
use crate::kpi::{Field, Histogram, Kpi, QUANTILES};
use crate::replicate::Series;
use crate::stats::Estimate;
use std::sync::Arc;

/// A KPI as the tables name it.
pub(super) struct Indicator {
    /// As in `run --json`, a parameter in square brackets.
    pub(super) name: Arc<str>,
    pub(super) unit: Arc<str>,
    definition: String,
    source: Source,
}

#[derive(Clone, Copy)]
enum Source {
    /// A sum per replication.
    Count(Field),
    /// A ratio of sums.
    Ratio(Kpi),
    /// A quantile of waits, by index into [`QUANTILES`].
    Quantile(usize),
    /// The worst rolling 24 h.
    Worst,
    /// The longest wait.
    Longest,
}

/// Every KPI, in the order of `run --json`.
pub(super) fn all(model: &Model) -> Vec<Indicator> {
    let level = |(index, within): (usize, &f64)| Indicator {
        name: format!("service_level[{within} s]").into(),
        unit: "share".into(),
        definition: format!("attempts answered within {within} s / attempts offered"),
        source: Source::Ratio(Kpi::ServiceLevel(index)),
    };
    let quantile = |(index, share): (usize, &f64)| Indicator {
        name: format!("wait_quantile[{}]", share * 100.0).into(),
        unit: "s".into(),
        definition: format!("wait that {} % of answered attempts do not exceed", share * 100.0),
        source: Source::Quantile(index),
    };
    let mut all: Vec<Indicator> = BEFORE_LEVELS.iter().map(Indicator::plain).collect();
    all.extend(model.within.iter().enumerate().map(level));
    all.extend(AFTER_LEVELS.iter().map(Indicator::plain));
    all.extend(QUANTILES.iter().enumerate().map(quantile));
    all.push(Indicator::plain(&LONGEST));
    all
}

/// Name, unit, definition, source.
type Plain = (&'static str, &'static str, &'static str, Source);

const BEFORE_LEVELS: [Plain; 5] = [
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
];

const AFTER_LEVELS: [Plain; 15] = [
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

const LONGEST: Plain = ("max_wait", "s", "longest wait of any answered attempt", Source::Longest);

/// What each KPI is, in words.
pub(super) fn definitions(indicators: &[Indicator]) -> Table {
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
    pub(super) fn needs_distribution(&self) -> bool {
        matches!(self.source, Source::Quantile(_) | Source::Worst | Source::Longest)
    }

    /// Whether single replications have it: the longest wait is kept of all together.
    pub(super) fn is_kept_by_replication(&self) -> bool {
        !matches!(self.source, Source::Longest)
    }

    /// Its value over all replications.
    pub(super) fn estimate(&self, series: &Series, waits: Option<&Histogram>, replications: u64) -> Estimate {
        match self.source {
            Source::Count(field) => series.per_replication(field, replications),
            Source::Ratio(kpi) => series.kpi(kpi),
            Source::Quantile(index) => series.wait_quantile(index),
            Source::Worst => series.worst_24h(),
            Source::Longest => Estimate { mean: waits.and_then(Histogram::longest), half_width: None },
        }
    }

    /// Its value in one section, which holds `replications`.
    pub(super) fn of_section(&self, series: &Series, section: usize, replications: u64) -> Option<f64> {
        let sums = series.sums.all().get(section)?;
        match self.source {
            Source::Count(field) => Some(sums.get(field) / replications.max(1) as f64),
            Source::Ratio(kpi) => {
                let (numerator, denominator) = kpi.ratio(sums);
                (denominator > 0.0).then(|| numerator / denominator)
            }
            Source::Quantile(index) => series.section_quantile(section, index),
            Source::Worst => series.section_worst_24h(section),
            Source::Longest => None,
        }
    }
}
