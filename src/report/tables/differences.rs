//! Differences of two scenarios, entry by entry.

use super::entries::{self, Entry};
use crate::kpi::registry::{Indicator, indicators};
use crate::report::comparison::Comparison;
use crate::report::data::{Column, Table};
use crate::stats::Estimate;
use std::sync::Arc;

/// A KPI of an entry that both scenarios have.
pub(crate) struct Row<'r> {
    pub(crate) entry: Entry<'r>,
    pub(crate) kpi: Arc<str>,
    pub(crate) unit: Arc<str>,
    pub(crate) first: Option<f64>,
    pub(crate) second: Option<f64>,
    pub(crate) difference: Estimate,
}

/// Lists every KPI of every entry that both have, in the order of the first.
pub(crate) fn rows<'r>(comparison: &'r Comparison<'r>) -> Vec<Row<'r>> {
    let (a, b) = (comparison.first, comparison.second);
    let indicators = indicators(a.model.acceptable_waits());
    let others = entries::all(b.model, b.results);
    let same = |x: &Entry<'_>, y: &Entry<'_>| {
        x.dimension == y.dimension && x.entry == y.entry && x.sub_entry == y.sub_entry
    };
    let mut rows = Vec::new();
    // Both list their entries in the same order: the entry looked for is most often the next one.
    let mut next = 0;
    for entry in entries::all(a.model, a.results) {
        let ahead = others[next..].iter().position(|other| same(&entry, other)).map(|k| next + k);
        let Some(place) = ahead.or_else(|| others.iter().position(|other| same(&entry, other))) else {
            continue;
        };
        next = place + 1;
        rows.extend(indicators.iter().filter_map(|kpi| row(comparison, &entry, &others[place], kpi)));
    }
    rows
}

fn row<'r>(
    comparison: &Comparison<'_>,
    entry: &Entry<'r>,
    other: &Entry<'_>,
    kpi: &Indicator,
) -> Option<Row<'r>> {
    if entry.waits.is_none() && kpi.needs_distribution() {
        return None;
    }
    let (a, b) = (comparison.first.results.replications, comparison.second.results.replications);
    Some(Row {
        entry: entry.clone(),
        kpi: kpi.name.clone(),
        unit: kpi.unit.clone(),
        first: kpi.estimate(entry.series, entry.waits, a).mean,
        second: kpi.estimate(other.series, other.waits, b).mean,
        difference: kpi.difference(entry.series, other.series),
    })
}

/// Builds one row per comparison x dimension x entry x KPI.
pub(super) fn differences(comparisons: &[Comparison<'_>]) -> Table {
    let all: Vec<(&Comparison<'_>, Vec<Row<'_>>)> = comparisons.iter().map(|c| (c, rows(c))).collect();
    let each = || all.iter().flat_map(|(comparison, rows)| rows.iter().map(move |row| (*comparison, row)));
    let entry = |of: fn(&Entry<'_>) -> Option<Arc<str>>| each().map(move |(_, row)| of(&row.entry));
    Table {
        name: "differences",
        meaning: "a KPI of an entry in two scenarios on the same callers, and its difference",
        columns: vec![
            Column::text("first", "scenario", each().map(|(c, _)| Some(c.first.name.as_str().into()))),
            Column::text("second", "scenario", each().map(|(c, _)| Some(c.second.name.as_str().into()))),
            Column::text("dimension", "as in kpis", entry(|e| Some(e.dimension.clone()))),
            Column::text("entry", "as in kpis", entry(|e| Some(e.entry.clone()))),
            Column::text("sub_entry", "as in kpis", entry(|e| e.sub_entry.clone())),
            Column::text(
                "kpi",
                "KPI, see the table definitions",
                each().map(|(_, row)| Some(row.kpi.clone())),
            ),
            Column::text(
                "unit",
                "unit of the values in this row",
                each().map(|(_, row)| Some(row.unit.clone())),
            ),
            Column::real(
                "mean_first",
                "see unit",
                "the KPI in the first scenario",
                each().map(|(_, r)| r.first),
            ),
            Column::real(
                "mean_second",
                "see unit",
                "the KPI in the second scenario",
                each().map(|(_, r)| r.second),
            ),
            Column::real(
                "difference",
                "see unit",
                "second - first, replication by replication; of ratios the difference of the ratios of sums",
                each().map(|(_, row)| row.difference.mean),
            ),
            Column::real(
                "half_width",
                "see unit",
                "half of the paired 95 % interval of the difference",
                each().map(|(_, row)| row.difference.half_width),
            ),
        ],
    }
}
