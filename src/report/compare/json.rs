//! The machine-readable result of `compare`. Shares, seconds, counts per replication; what is not known is `null`.
//!
//! | key of a comparison | meaning |
//! |---|---|
//! | `first`, `second` | names of the scenarios |
//! | `rule` | of plans: the verdicts with everything built and merged; `null` of others |
//! | `rule.first`, `rule.second` | number of sites that hold, fail, are inconclusive, are too small |
//! | `rule.sites` | per site of both: `verdict` and `worst_24h_answer_rate` of each scenario, and the paired `difference` |
//! | `front_lines` | of plans: the front lines in the phase that was run; `null` of others |
//! | `front_lines.sites`, `front_lines.all` | KPIs per site of both, and of these sites in sum, where worst 24 h is `null` |
//! | `total_contains_closed_desks` | whether `kpis.total` counts calls that found a desk closed |
//! | `kpis` | every KPI of every entry that both have: `first`, `second`, `difference` |
//! | `files`, `checks` | values that the files write differently; the checks of each run |

use crate::compare;
use crate::kpi::registry::indicators;
use crate::replicate::Series;
use crate::report::comparison::{Comparison, SharedSite, Side};
use crate::report::json::{estimate, put};
use crate::report::self_check;
use crate::report::tables::{Row, difference_rows};
use crate::scenario::difference::Difference;
use crate::verdict::{VerdictCounts, verdict, verdicts};
use serde_json::{Map, Value, json};

/// Builds one object: every later scenario beside the first.
pub fn json(comparisons: &[Comparison<'_>], seed: u64, seconds: f64) -> Value {
    let calls: u64 = comparisons
        .first()
        .map(|c| c.first.results.attempts)
        .into_iter()
        .chain(comparisons.iter().map(|c| c.second.results.attempts))
        .sum();
    json!({
        "seed": seed,
        "replications": comparisons.first().map(|c| c.first.results.replications),
        "calls_simulated": calls,
        "seconds": seconds,
        "version": env!("CARGO_PKG_VERSION"),
        "comparisons": comparisons.iter().map(comparison).collect::<Vec<_>>(),
    })
}

fn comparison(comparison: &Comparison<'_>) -> Value {
    let file = |d: &Difference| json!({"place": d.place, "first": d.first, "second": d.second});
    let [first, second] = [comparison.first, comparison.second].map(|side| self_check::json(&side.checks));
    json!({
        "first": comparison.first.name,
        "second": comparison.second.name,
        "rule": rule(comparison),
        "front_lines": front_lines(comparison),
        "total_contains_closed_desks": comparison.first.has_closed_desks() || comparison.second.has_closed_desks(),
        "files": comparison.files.iter().map(file).collect::<Vec<_>>(),
        "checks": { "first": first, "second": second },
        "kpis": by_entry(&difference_rows(comparison)),
    })
}

/// The verdicts on the rule, everything built and merged; `null` where a scenario is no plan.
fn rule(comparison: &Comparison<'_>) -> Value {
    let Some(sites) = comparison.after() else { return Value::Null };
    let counts = |side: &Side<'_>| {
        let counts = VerdictCounts::of(&side.after.map(verdicts).unwrap_or_default());
        json!({
            "holds": counts.holds,
            "fails": counts.fails,
            "inconclusive": counts.inconclusive,
            "too_small": counts.too_small,
        })
    };
    let judged = |series: &Series| {
        json!({
            "verdict": verdict(series).name(),
            "worst_24h_answer_rate": estimate(series.worst_24h()),
        })
    };
    let site = |site: &SharedSite<'_>| {
        let [first, second] = site.front_lines;
        json!({
            "site": site.site.id,
            "first": judged(first),
            "second": judged(second),
            "difference": estimate(compare::worst_24h(first, second)),
        })
    };
    json!({
        "first": counts(comparison.first),
        "second": counts(comparison.second),
        "sites": sites.iter().map(site).collect::<Vec<_>>(),
    })
}

/// KPIs of front lines that are compared.
const OF_FRONT_LINES: [&str; 4] =
    ["answer_rate", "service_level[15 s]", "mean_wait_answered", "worst_24h_answer_rate"];

/// The front lines in the phase that was run; `null` where a scenario is no plan.
fn front_lines(comparison: &Comparison<'_>) -> Value {
    if comparison.first.after.and(comparison.second.after).is_none() {
        return Value::Null;
    }
    let all = indicators(comparison.first.model.acceptable_waits());
    let kpis = |[first, second]: [&Series; 2]| {
        let mut map = Map::new();
        for kpi in all.iter().filter(|kpi| OF_FRONT_LINES.contains(&&*kpi.name)) {
            let [a, b] = [first, second].map(|series| kpi.estimate(series, None, 1).mean);
            let difference = estimate(kpi.difference(first, second));
            put(&mut map, &kpi.name, json!({ "first": a, "second": b, "difference": difference }));
        }
        Value::Object(map)
    };
    let sites = comparison.as_run();
    let all = [0, 1].map(|side| Series::together(sites.iter().map(|site| site.front_lines[side])));
    let site = |site: &SharedSite<'_>| (site.site.id.clone(), kpis(site.front_lines));
    json!({
        "sites": sites.iter().map(site).collect::<Map<_, _>>(),
        "all": kpis([&all[0], &all[1]]),
    })
}

/// `total`, then dimension and entry; half hours and dates are left to the tables.
fn by_entry(rows: &[Row<'_>]) -> Value {
    let mut dimensions: Map<String, Value> = Map::new();
    let named = ["total", "hotline", "site", "front_line", "group", "stage"];
    for row in rows.iter().filter(|row| named.contains(&&*row.entry.dimension)) {
        let value = json!({
            "first": row.first, "second": row.second, "difference": estimate(row.difference),
        });
        let dimension = dimensions.entry(&*row.entry.dimension).or_insert_with(|| json!({}));
        let entry = match &*row.entry.dimension {
            "total" => Some(dimension),
            _ => {
                dimension.as_object_mut().map(|map| map.entry(&*row.entry.entry).or_insert_with(|| json!({})))
            }
        };
        if let Some(Value::Object(map)) = entry {
            put(map, &row.kpi, value);
        }
    }
    Value::Object(dimensions)
}
