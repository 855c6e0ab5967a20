//! Builds tidy tables: one observation per row, independent of any file format.
//!
//! | table | one row per |
//! |---|---|
//! | `kpis` | dimension x entry x KPI, over all replications |
//! | `replications` | replication x dimension x entry x KPI, for total, hotlines, sites, front lines and groups |
//! | `waits` | point of the distribution of waits, for total and sites |
//! | `rota` | site x date x half hour of a plan's rota |
//! | `differences` | of two scenarios: dimension x entry x KPI |
//! | `definitions` | KPI: what it is, in words |
//! | `assessment_...` | of plans: the answer, see [`of_assessment`] |
//!
//! | column | unit | meaning |
//! |---|---|---|
//! | `dimension` | | total, hotline, site, front_line, group, stage, interval, date, site_week or site_interval |
//! | `entry` | | hotline number, site or group id, start of the half hour of the day, or date; `total` |
//! | `sub_entry` | | of site_week the first date of the week, of site_interval the start of the half hour |
//! | `kpi` | | as in `run --json`; `service_level[15 s]`, `wait_quantile[95]` |
//! | `unit` | | of the value in the same row |
//! | `mean` | see `unit` | ratio of sums, mean per replication, or pooled quantile; of `max_wait` the maximum |
//! | `half_width` | see `unit` | half of the 95 % interval |
//! | `replication` | | number of the row's first replication, from 0 |
//! | `replications` | replications | how many replications the row holds |
//! | `value` | see `unit` | the KPI of those replications, or the point of the distribution |
//! | `first`, `second` | | scenarios compared; `mean_first`, `mean_second` and `difference` are their KPIs |
//! | `site`, `date`, `time` | | of the rota: site id, date, start of the half hour |
//! | `planned`, `off_line` | people | rostered, and of them off the line as planned |
//! | `present`, `called_in` | agents, hours | expectations over sickness |
//! | `statistic`, `at`, `at_unit` | | which point: `quantile` at a share, `share_longer` than a wait |
//! | `answered` | attempts | attempts behind the distribution |
//!
//! Of `site` are all callers of a site, wherever their calls came to; of `front_line`, `site_week` and
//! `site_interval` those whose calls came to its front line: what the rule is judged by. `stage` is a
//! hotline's place in the merger calendar: before, in or after its window.
//!
//! Callers, their calls and what follows an answer (referrals, calls back) belong to the caller's site, whichever agents
//! answer; agents' time belongs to the site of their group. What a table does not count has no value in it: by date, half
//! hour, week and stage what is counted by call type only (redials, repeats, callers, ratings, calls back, referrals,
//! overflow), of a hotline the time of agents on duty, of the whole and of sites and hotlines whose desks close the worst
//! 24 hours. Of a group are all calls that came to it, that it took over and that were referred to it; overflow, redials and
//! repeats are shares of those that came to it first.
//!
//! An undefined value is missing: an empty field in CSV, null in Parquet, never 0 or NaN. Up to 512
//! replications have a row each; more are joined with their neighbours into rows of equal size (the
//! last row may hold fewer), so that tables stay bounded.

mod assessment;
mod definitions;
mod differences;
mod entries;
mod kpis;
mod rota;
mod waits;

pub use super::data::columns;
pub use assessment::of_assessment;
pub(crate) use definitions::definitions;
pub(crate) use differences::{Row, rows as difference_rows};
pub(crate) use entries::STAGES;

use super::comparison::Comparison;
use super::data::Table;
use crate::kpi::registry::indicators;
use crate::model::Model;
use crate::replicate::Results;

/// Builds every data table of a run, in the order of their files.
pub fn of_run(model: &Model, results: &Results) -> Vec<Table> {
    let indicators = indicators(model.acceptable_waits());
    let entries = entries::all(model, results);
    let mut tables = vec![
        kpis::kpis(&entries, &indicators, results),
        kpis::replications(&entries, &indicators, results),
        waits::waits(&entries),
    ];
    tables.extend(rota::rota(model));
    tables.push(definitions(&indicators));
    tables
}

/// Builds every data table of comparisons.
pub fn of_comparisons(comparisons: &[Comparison<'_>]) -> Vec<Table> {
    let indicators = comparisons.first().map_or(Vec::new(), |c| indicators(c.first.model.acceptable_waits()));
    vec![differences::differences(comparisons), definitions(&indicators)]
}

#[cfg(test)]
mod tests;
