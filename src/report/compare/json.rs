//! The machine-readable result of `compare`.

use crate::report::comparison::Comparison;
use crate::report::json::{estimate, put};
use crate::report::self_check;
use crate::report::tables::{Row, difference_rows};
use crate::scenario::difference::Difference;
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
        "files": comparison.files.iter().map(file).collect::<Vec<_>>(),
        "checks": { "first": first, "second": second },
        "kpis": by_entry(&difference_rows(comparison)),
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
