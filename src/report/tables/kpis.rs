//! Builds the tables of KPIs of every entry: over all replications, and replication by replication.

use super::entries::Entry;
use crate::kpi::registry::Indicator;
use crate::replicate::Results;
use crate::report::data::{Column, Table};
use crate::stats::Estimate;
use std::sync::Arc;

/// Builds one row per dimension x entry x KPI.
pub(super) fn kpis(entries: &[Entry<'_>], indicators: &[Indicator], results: &Results) -> Table {
    let keys: Vec<Key> =
        entries.iter().flat_map(|entry| applicable(entry, indicators).map(move |kpi| (entry, kpi))).collect();
    let estimate = |(entry, kpi): &Key| kpi.estimate(entry.series, entry.waits, results.replications);
    let estimates: Vec<Estimate> = keys.iter().map(estimate).collect();
    let [dimension, entry] = place(
        &keys,
        "total, hotline, site, front_line, group, stage, interval (half hour of the day), date, site_week or site_interval",
    );
    let [kpi, unit] = what(&keys);
    Table {
        name: "kpis",
        meaning: "a KPI of an entry over all replications",
        columns: vec![
            dimension,
            entry,
            Column::text(
                "sub_entry",
                "of site_week the first date of the week; of site_interval the start of the half hour",
                keys.iter().map(|(entry, _)| entry.sub_entry.clone()),
            ),
            kpi,
            unit,
            Column::real(
                "mean",
                "see unit",
                "ratio of sums, mean per replication or pooled quantile; of max_wait the maximum; empty where undefined",
                estimates.iter().map(|estimate| estimate.mean),
            ),
            Column::real(
                "half_width",
                "see unit",
                "half of the 95 % interval; empty where undefined and from one replication",
                estimates.iter().map(|estimate| estimate.half_width),
            ),
        ],
    }
}

/// Builds one row per replication (or batch of many) x dimension x entry x KPI.
pub(super) fn replications(entries: &[Entry<'_>], indicators: &[Indicator], results: &Results) -> Table {
    let batches = batches(results);
    let measured = entries.iter().filter(|entry| entry.waits.is_some());
    let keys: Vec<Key> = measured
        .flat_map(|entry| indicators.iter().map(move |kpi| (entry, kpi)))
        .filter(|(_, kpi)| kpi.is_kept_by_replication())
        .collect();
    let per_batch = |of: fn(&Batch) -> u64| {
        let count = keys.len();
        batches.iter().flat_map(move |batch| std::iter::repeat_n(of(batch), count))
    };
    let all: Vec<Key> = batches.iter().flat_map(|_| keys.iter().copied()).collect();
    let values = batches.iter().enumerate().flat_map(|(index, batch)| {
        keys.iter().map(move |(entry, kpi)| kpi.of_batch(entry.series, index, batch.replications))
    });
    let [dimension, entry] = place(&all, "total, hotline, site, front_line or group");
    let [kpi, unit] = what(&all);
    Table {
        name: "replications",
        meaning: "a KPI of an entry in one replication, or in neighbouring ones where there are over 512",
        columns: vec![
            Column::integer(
                "replication",
                "",
                "number of the first replication of the row, from 0",
                per_batch(|batch| batch.first),
            ),
            Column::integer(
                "replications",
                "replications",
                "how many replications the row holds",
                per_batch(|batch| batch.replications),
            ),
            dimension,
            entry,
            kpi,
            unit,
            Column::real(
                "value",
                "see unit",
                "the KPI of the row's replications: counts, quantiles and worst 24 h as means, ratios as ratios of sums; empty where undefined",
                values,
            ),
        ],
    }
}

/// A row's entry and KPI.
type Key<'r> = (&'r Entry<'r>, &'r Indicator);

/// Lists the KPIs that an entry has.
fn applicable<'r>(entry: &'r Entry<'r>, indicators: &'r [Indicator]) -> impl Iterator<Item = &'r Indicator> {
    indicators.iter().filter(|kpi| entry.waits.is_some() || !kpi.needs_distribution())
}

/// Makes the columns of dimension and entry; `dimensions` are those that occur.
fn place(keys: &[Key<'_>], dimensions: &str) -> [Column; 2] {
    let text = |of: fn(&Entry<'_>) -> Arc<str>| keys.iter().map(move |(entry, _)| Some(of(entry)));
    [
        Column::text("dimension", dimensions, text(|entry| entry.dimension.clone())),
        Column::text(
            "entry",
            "what of the dimension: number, id, date or start of the half hour; total of the whole",
            text(|entry| entry.entry.clone()),
        ),
    ]
}

fn what(keys: &[Key<'_>]) -> [Column; 2] {
    let text = |of: fn(&Indicator) -> Arc<str>| keys.iter().map(move |(_, kpi)| Some(of(kpi)));
    [
        Column::text("kpi", "KPI, see the table definitions", text(|kpi| kpi.name.clone())),
        Column::text("unit", "unit of the values in this row", text(|kpi| kpi.unit.clone())),
    ]
}

/// Replications that share a row.
struct Batch {
    first: u64,
    replications: u64,
}

fn batches(results: &Results) -> Vec<Batch> {
    let sums = &results.tables.total.sums;
    let size = sums.size() as u64;
    let batch = |first: u64| Batch { first, replications: size.min(results.replications - first) };
    (0..results.replications).step_by(sums.size()).map(batch).collect()
}
