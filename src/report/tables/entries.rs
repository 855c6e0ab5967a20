//! Lists the entries of all dimensions by name.

use crate::kpi::Histogram;
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::time::HALF_HOURS;
use std::sync::Arc;

/// Stages of the merger.
pub(crate) const STAGES: [&str; 3] = ["before", "in", "after"];

/// An entry of a dimension and its results.
#[derive(Clone)]
pub(crate) struct Entry<'r> {
    pub(crate) dimension: Arc<str>,
    pub(crate) entry: Arc<str>,
    /// The entry of the second dimension, where two cross.
    pub(crate) sub_entry: Option<Arc<str>>,
    pub(crate) series: &'r Series,
    /// Waits of answered attempts; of total, hotlines, sites and groups only.
    pub(crate) waits: Option<&'r Histogram>,
}

/// Lists every entry: total, hotlines, sites, front lines, groups, stages, half hours, dates, sites by week, sites by
/// half hour.
pub(super) fn all<'r>(model: &Model, results: &'r Results) -> Vec<Entry<'r>> {
    let (tables, waits) = (&results.tables, &results.waits);
    let sites: Vec<Arc<str>> = model.sites().iter().map(|site| site.id.as_str().into()).collect();
    let numbers = model.hotlines().iter().map(|hotline| hotline.number.as_str().into());
    let groups = model.groups().iter().map(|group| group.id.as_str().into());
    let halves: Vec<Arc<str>> = (0..HALF_HOURS).map(half_hour).collect();
    let dates: Vec<Arc<str>> = (0..tables.date.len()).map(|day| date(model, day)).collect();
    let weeks: Vec<Arc<str>> = dates.iter().step_by(7).cloned().collect();
    let total = Entry { waits: Some(&waits.total), ..entry("total", "total".into(), &tables.total) };
    let mut all = vec![total];
    all.extend(measured("hotline", numbers, &tables.hotline, &waits.hotline));
    all.extend(measured("site", sites.iter().cloned(), &tables.site, &waits.site));
    all.extend(measured("front_line", sites.iter().cloned(), &tables.front_line, &waits.front_line));
    all.extend(measured("group", groups, &tables.group, &waits.group));
    let stages: Vec<Arc<str>> = STAGES.iter().map(|stage| (*stage).into()).collect();
    all.extend(simple("stage", &stages, &tables.stage));
    all.extend(simple("interval", &halves, &tables.interval));
    all.extend(simple("date", &dates, &tables.date));
    all.extend(crossed("site_week", &sites, &weeks, &tables.site_week));
    all.extend(crossed("site_interval", &sites, &halves, &tables.site_interval));
    all
}

fn entry<'r>(dimension: &str, entry: Arc<str>, series: &'r Series) -> Entry<'r> {
    Entry { dimension: dimension.into(), entry, sub_entry: None, series, waits: None }
}

fn measured<'r>(
    dimension: &str,
    names: impl Iterator<Item = Arc<str>>,
    series: &'r [Series],
    waits: &'r [Arc<Histogram>],
) -> impl Iterator<Item = Entry<'r>> {
    let rows = names.zip(series.iter().zip(waits));
    rows.map(move |(name, (series, waits))| Entry { waits: Some(waits), ..entry(dimension, name, series) })
}

fn simple<'r>(dimension: &str, names: &[Arc<str>], series: &'r [Series]) -> impl Iterator<Item = Entry<'r>> {
    names.iter().zip(series).map(move |(name, series)| entry(dimension, name.clone(), series))
}

fn crossed<'r>(
    dimension: &str,
    sites: &[Arc<str>],
    names: &[Arc<str>],
    series: &'r [Vec<Series>],
) -> impl Iterator<Item = Entry<'r>> {
    sites.iter().zip(series).flat_map(move |(site, series)| {
        let rows = simple(dimension, names, series);
        rows.map(|row| Entry { sub_entry: Some(row.entry), entry: site.clone(), ..row })
    })
}

fn half_hour(half: usize) -> Arc<str> {
    format!("{:02}:{:02}", half / 2, half % 2 * 30).into()
}

fn date(model: &Model, day: usize) -> Arc<str> {
    model.horizon().date(day).map(|date| date.to_string()).unwrap_or_default().into()
}
