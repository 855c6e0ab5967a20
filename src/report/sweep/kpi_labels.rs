//! How KPIs are called and their values written in reports and charts of sweeps.

use crate::format;
use crate::report::document::{Cell, Format};
use crate::report::indicator::Indicator;
use crate::report::words::{KpiLabel, Words};
use crate::stats::Estimate;

/// Names a KPI in short.
pub(super) fn label(kpi: &Indicator, words: &dyn Words) -> String {
    words.kpi_label(label_of(&kpi.name))
}

/// Finds the label of a KPI by its name in results.
fn label_of(name: &str) -> KpiLabel<'_> {
    let parameter = |kpi: &str| name.strip_prefix(kpi)?.strip_prefix('[')?.strip_suffix(']');
    if let Some(within) = parameter("service_level") {
        return KpiLabel::AnsweredWithin(within.trim_end_matches(" s"));
    }
    if let Some(share) = parameter("wait_quantile") {
        return KpiLabel::WaitQuantile(share);
    }
    match name {
        "answer_rate" => KpiLabel::AnswerRate,
        "mean_wait_answered" => KpiLabel::MeanWait,
        "occupancy" => KpiLabel::Occupancy,
        "abandonment_rate" => KpiLabel::Abandoned,
        "blocking_rate" => KpiLabel::Blocked,
        "answer_rate_by_caller" => KpiLabel::AnswerRateByCaller,
        "worst_24h_answer_rate" => KpiLabel::Worst24h,
        name => KpiLabel::Other(name),
    }
}

/// Returns how the values of a KPI are written.
fn format_of(kpi: &Indicator) -> Format {
    match &*kpi.unit {
        "share" => Format::Share,
        "s" => Format::Duration,
        _ => Format::Count,
    }
}

/// Makes the cell of a value.
pub(super) fn value_cell(kpi: &Indicator, value: Option<f64>) -> Cell {
    Cell::number(value, format_of(kpi))
}

/// Makes the cell of a value with its half-width, whose unit is that of the value or its smaller one.
pub(super) fn estimate_cell(kpi: &Indicator, estimate: Estimate) -> Cell {
    let value = value_cell(kpi, estimate.mean);
    match (&*kpi.unit, estimate.half_width) {
        ("share", Some(_)) => Cell::estimate(estimate, Format::Share),
        (_, Some(half)) => Cell::Joined(vec![value, Cell::number(Some(half), Format::Decimal(1))], " ± "),
        (_, None) => value,
    }
}

/// Writes a value in a sentence.
pub(super) fn value_text(kpi: &Indicator, value: Option<f64>, words: &dyn Words) -> String {
    crate::report::text::cell(&value_cell(kpi, value), words.language())
}

/// Writes a value with its half-width in a sentence.
pub(super) fn estimate_text(kpi: &Indicator, estimate: Estimate, words: &dyn Words) -> String {
    crate::report::text::cell(&estimate_cell(kpi, estimate), words.language())
}

/// Returns the factor by which a difference of a KPI is multiplied to be read, and its unit, with the space before it.
pub(super) fn difference_unit(kpi: &Indicator, words: &dyn Words) -> Option<(f64, &'static str)> {
    match &*kpi.unit {
        "share" => Some((100.0, words.points_unit())),
        "s" => Some((1.0, words.seconds_unit())),
        _ => None,
    }
}

/// Writes a difference with its sign: "+1.2 pp ± 0.3".
pub(super) fn difference_text(kpi: &Indicator, difference: Estimate, words: &dyn Words) -> String {
    let Some(mean) = difference.mean else { return format::UNKNOWN.to_owned() };
    let (scale, unit) = difference_unit(kpi, words).unwrap_or((1.0, ""));
    let half = difference.half_width.map_or(String::new(), |half| format!(" ± {:.1}", scale * half));
    format!("{:+.1}{unit}{half}", scale * mean + 0.0)
}
