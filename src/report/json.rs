//! The machine-readable result of `run`.
//!
//! Seconds and shares; an undefined value is `null`. Entries of `total`, `hotline`, `site` and
//! `group` have the same keys; `interval` and `date` have those that are ratios of sums.

use crate::centre::Model;
use crate::kpi::{Field, Histogram, Kpi, QUANTILES};
use crate::replicate::{Results, Series};
use crate::stats::Estimate;
use serde_json::{Map, Value, json};

/// The whole result as one object. `seconds` is the time it took: the only value that differs
/// between two runs with one seed.
pub fn run(model: &Model, seed: u64, results: &Results, seconds: f64) -> Value {
    json!({
        "scenario": model.name,
        "seed": seed,
        "replications": results.replications,
        "calls_simulated": results.attempts,
        "seconds": seconds,
        "version": env!("CARGO_PKG_VERSION"),
        "kpis": kpis(model, results),
    })
}

fn kpis(model: &Model, results: &Results) -> Value {
    let tables = &results.tables;
    let named = |names: Vec<&str>, series: &[Series], waits: &[Histogram]| -> Value {
        let entries = names.into_iter().zip(series.iter().zip(waits));
        entries
            .map(|(name, (series, waits))| (name.to_owned(), entry(model, results, series, waits)))
            .collect()
    };
    let hotlines = model.hotlines.iter().map(|h| h.number.as_str()).collect();
    let sites = model.sites.iter().map(|s| s.id.as_str()).collect();
    let groups = model.groups.iter().map(|g| g.id.as_str()).collect();
    json!({
        "total": entry(model, results, &tables.total, &results.waits.total),
        "hotline": named(hotlines, &tables.hotline, &results.waits.hotline),
        "site": named(sites, &tables.site, &results.waits.site),
        "group": named(groups, &tables.group, &results.waits.group),
        "interval": intervals(model, results),
        "date": dates(model, results),
    })
}

fn entry(model: &Model, results: &Results, series: &Series, waits: &Histogram) -> Value {
    let mut map = ratios(model, results, series);
    map.insert("worst_24h_answer_rate".into(), worst(series));
    let quantile =
        |(index, share): (usize, &f64)| (format!("{}", share * 100.0), estimate(series.wait_quantile(index)));
    map.insert("wait_quantile".into(), QUANTILES.iter().enumerate().map(quantile).collect());
    map.insert("max_wait".into(), json!(waits.longest()));
    Value::Object(map)
}

/// The KPIs that are sums or ratios of sums.
fn ratios(model: &Model, results: &Results, series: &Series) -> Map<String, Value> {
    let kpi = |kpi| estimate(series.kpi(kpi));
    let count = |field| estimate(series.per_replication(field, results.replications));
    let level = |(index, within): (usize, &f64)| (within.to_string(), kpi(Kpi::ServiceLevel(index)));
    let levels: Map<String, Value> = model.within.iter().enumerate().map(level).collect();
    let entries = json!({
        "offered": count(Field::Offered),
        "answered": count(Field::Answered),
        "answer_rate": kpi(Kpi::AnswerRate),
        "abandonment_rate": kpi(Kpi::AbandonmentRate),
        "blocking_rate": kpi(Kpi::BlockingRate),
        "service_level": levels,
        "delay_probability": kpi(Kpi::DelayProbability),
        "mean_wait_answered": kpi(Kpi::MeanWaitAnswered),
        "mean_wait_all": kpi(Kpi::MeanWaitAll),
        "mean_queue": kpi(Kpi::MeanQueue),
        "occupancy": kpi(Kpi::Occupancy),
        "mean_busy": kpi(Kpi::MeanBusy),
        "mean_on_duty": kpi(Kpi::MeanStaffed),
        "seat_utilisation": kpi(Kpi::SeatUtilisation),
        "answer_rate_by_caller": kpi(Kpi::AnswerRateByCaller),
        "overflow_share": kpi(Kpi::OverflowShare),
        "referral_share": kpi(Kpi::ReferralShare),
        "referral_answer_rate": kpi(Kpi::ReferralAnswerRate),
        "referral_wait": kpi(Kpi::ReferralWait),
        "held_share": kpi(Kpi::HeldShare),
    });
    match entries {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn worst(series: &Series) -> Value {
    let Estimate { mean, half_width } = series.worst_24h();
    json!({
        "mean": mean, "half_width": half_width,
        "replications_judged": series.judged, "replications_below_95": series.below,
        "windows_judged": series.windows.0, "windows_below_95": series.windows.1,
        "windows_too_small": series.windows_too_small,
    })
}

fn intervals(model: &Model, results: &Results) -> Value {
    let entry = |(half, series): (usize, &Series)| {
        let from = format!("{:02}:{:02}", half / 2, half % 2 * 30);
        labelled("interval", from, ratios(model, results, series))
    };
    results.tables.interval.iter().enumerate().map(entry).collect()
}

fn dates(model: &Model, results: &Results) -> Value {
    let entry = |(day, series): (usize, &Series)| {
        let date = model.horizon.date(day).map(|date| date.to_string()).unwrap_or_default();
        labelled("date", date, ratios(model, results, series))
    };
    results.tables.date.iter().enumerate().map(entry).collect()
}

fn labelled(key: &str, label: String, ratios: Map<String, Value>) -> Value {
    let mut map = Map::new();
    map.insert(key.to_owned(), Value::String(label));
    map.extend(ratios);
    Value::Object(map)
}

fn estimate(Estimate { mean, half_width }: Estimate) -> Value {
    json!({ "mean": mean, "half_width": half_width })
}
