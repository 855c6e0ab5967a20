//! The machine-readable result of `run`.
//!
//! Seconds and shares; an undefined value is `null`. Entries of `total`, `hotline`, `site`, `front_line` and
//! `group` have the same keys; `stage`, `interval` and `date` have those that are sums or ratios of sums.

use crate::format::clock;
use crate::kpi::Histogram;
use crate::kpi::registry::{Indicator, Statistic, indicators};
use crate::language::Language;
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::report::json::{estimate, put};
use crate::report::self_check;
use crate::report::tables::STAGES;
use crate::report::words::words;
use crate::self_check::{Caution, SelfCheck, cautions};
use crate::stats::Estimate;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Builds the whole result as one object. `seconds` is the time it took: the only value that differs between two
/// runs with one seed.
pub fn json(model: &Model, seed: u64, results: &Results, checks: &SelfCheck<'_>, seconds: f64) -> Value {
    json!({
        "scenario": model.name(),
        "seed": seed,
        "replications": results.replications,
        "calls_simulated": results.attempts,
        "seconds": seconds,
        "version": env!("CARGO_PKG_VERSION"),
        "checks": self_check::json(checks),
        "notes": notes(model, results),
        "kpis": kpis(model, results),
    })
}

/// Lists the cautions, in both languages.
fn notes(model: &Model, results: &Results) -> Value {
    let said = |caution: &Caution| {
        let [en, zh] = [Language::En, Language::Zh].map(|language| words(language).caution(caution));
        json!({ "en": en, "zh": zh })
    };
    cautions(model, results).iter().map(said).collect()
}

fn kpis(model: &Model, results: &Results) -> Value {
    let tables = &results.tables;
    let indicators = &indicators(model.acceptable_waits());
    let named = |names: Vec<&str>, series: &[Series], waits: &[Arc<Histogram>]| -> Value {
        let entries = names.into_iter().zip(series.iter().zip(waits));
        entries
            .map(|(name, (series, waits))| (name.to_owned(), entry(indicators, results, series, waits)))
            .collect()
    };
    let hotlines = model.hotlines().iter().map(|h| h.number.as_str()).collect();
    let sites: Vec<&str> = model.sites().iter().map(|s| s.id.as_str()).collect();
    let stages = STAGES.iter().zip(&tables.stage);
    let stages =
        stages.map(|(name, series)| ((*name).to_owned(), ratios(indicators, results, series).into()));
    let groups = model.groups().iter().map(|g| g.id.as_str()).collect();
    json!({
        "total": entry(indicators, results, &tables.total, &results.waits.total),
        "hotline": named(hotlines, &tables.hotline, &results.waits.hotline),
        "site": named(sites.clone(), &tables.site, &results.waits.site),
        "front_line": named(sites, &tables.front_line, &results.waits.front_line),
        "group": named(groups, &tables.group, &results.waits.group),
        "stage": stages.collect::<Map<String, Value>>(),
        "interval": intervals(indicators, results),
        "date": dates(model, indicators, results),
    })
}

fn entry(indicators: &[Indicator], results: &Results, series: &Series, waits: &Histogram) -> Value {
    let mut map = Map::new();
    for indicator in indicators {
        let value = match indicator.statistic {
            Statistic::Worst24h => worst(series),
            Statistic::MaxWait => json!(waits.longest()),
            _ => estimate(indicator.estimate(series, Some(waits), results.replications)),
        };
        put(&mut map, &indicator.name, value);
    }
    Value::Object(map)
}

/// The KPIs that are sums or ratios of sums.
fn ratios(indicators: &[Indicator], results: &Results, series: &Series) -> Map<String, Value> {
    let mut map = Map::new();
    for indicator in indicators.iter().filter(|indicator| !indicator.needs_distribution()) {
        let value = estimate(indicator.estimate(series, None, results.replications));
        put(&mut map, &indicator.name, value);
    }
    map
}

fn worst(series: &Series) -> Value {
    let Estimate { mean, half_width } = series.worst_24h();
    let count = |count: u64| (series.windows_rolled() > 0).then_some(count);
    json!({
        "mean": mean, "half_width": half_width,
        "replications_judged": count(series.judged), "replications_below_95": count(series.below),
        "windows_judged": count(series.windows.0), "windows_below_95": count(series.windows.1),
        "windows_too_small": count(series.windows_too_small),
    })
}

fn intervals(indicators: &[Indicator], results: &Results) -> Value {
    let entry = |(half, series): (usize, &Series)| {
        labelled("interval", clock(half), ratios(indicators, results, series))
    };
    results.tables.interval.iter().enumerate().map(entry).collect()
}

fn dates(model: &Model, indicators: &[Indicator], results: &Results) -> Value {
    let entry = |(day, series): (usize, &Series)| {
        let date = model.horizon().date(day).map(|date| date.to_string()).unwrap_or_default();
        labelled("date", date, ratios(indicators, results, series))
    };
    results.tables.date.iter().enumerate().map(entry).collect()
}

fn labelled(key: &str, label: String, ratios: Map<String, Value>) -> Value {
    let mut map = Map::new();
    map.insert(key.to_owned(), Value::String(label));
    map.extend(ratios);
    Value::Object(map)
}
