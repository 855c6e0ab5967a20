//! The result of a sweep as JSON.

use super::analysis::Analysis;
use super::context::{Key, StudyContext, column_name};
use super::summary::{SummaryLine, SweepSummary};
use crate::scenario::study::Kind;
use crate::stats::Estimate;
use crate::sweep::{Pairing, ReplicationBudget};
use serde_json::{Map, Value, json};

/// Makes one object of the sweep, its best points, all points where they are few, and its analysis. `seconds` is the
/// time it took: the only value that differs between two runs.
pub fn json(context: &StudyContext, summary: &SweepSummary, analysis: &Analysis, seconds: f64) -> Value {
    let lines = |lines: &[SummaryLine]| lines.iter().map(|own| line(context, own)).collect::<Vec<_>>();
    // None where the precision decides, point by point.
    let replications = match context.effort {
        ReplicationBudget::Fixed(replications) => Some(replications),
        ReplicationBudget::Until { .. } => None,
    };
    let mut object = json!({
        "study": context.study,
        "scenario": context.scenario,
        "design": context.design,
        "points": context.points,
        "replications": replications,
        "replications_simulated": summary.replications,
        "calls_simulated": summary.attempts,
        "seed": context.seed,
        "seconds": seconds,
        "version": env!("CARGO_PKG_VERSION"),
        "keys": context.keys.iter().map(|key| key.name.as_str()).collect::<Vec<_>>(),
        "units": units(&context.keys),
        "measured": if context.front_lines { "front-lines" } else { "total" },
        "judged_by": context.goal.name,
        "target": context.goal.bound,
        "met": summary.met,
        "missed": summary.missed,
        "cannot_be_told": summary.inconclusive,
        "not_precise": summary.imprecise,
        "controlled": context.control.then_some(summary.controlled),
        "antithetic": (context.pairing == Pairing::Mirrored).then(|| {
            let ratios = summary.pairs.ratios();
            json!({"variance_ratio": ratios.map(|(variance, _)| variance), "width_ratio": ratios.map(|(_, width)| width)})
        }),
        "best": lines(&summary.best),
        "table": summary.listed().map(lines),
    });
    if let (Some((name, found)), Value::Object(members)) = (analysis.json(context), &mut object) {
        members.insert(name.to_owned(), found);
    }
    object
}

/// The unit of each key's values; null of words and plain numbers.
pub(super) fn units(keys: &[Key]) -> Value {
    let unit = |key: &Key| (key.name.clone(), Some(&*key.unit).filter(|unit| !unit.is_empty()).into());
    Value::Object(keys.iter().map(unit).collect())
}

/// A point: its settings and the KPIs that a report shows.
fn line(context: &StudyContext, line: &SummaryLine) -> Value {
    let pair = |(key, cell): (&Key, &String)| (key.name.clone(), cell_value(key.kind, cell));
    let values: Map<String, Value> = context.keys.iter().zip(&line.cells).map(pair).collect();
    let kpi =
        |(place, own): (usize, &Estimate)| (column_name(&context.indicators[place].name), estimate(*own));
    let kpis: Map<String, Value> = context.shown().into_iter().zip(&line.estimates).map(kpi).collect();
    json!({"point": line.point + 1, "values": values, "kpis": kpis})
}

/// An estimate as an object of its mean and half-width.
pub(super) fn estimate(Estimate { mean, half_width }: Estimate) -> Value {
    json!({"mean": mean, "half_width": half_width})
}

/// A cell as JSON, a number in the unit of the tables; an empty one is null.
pub(super) fn cell_value(kind: Kind, cell: &str) -> Value {
    match kind {
        _ if cell.is_empty() => Value::Null,
        Kind::Integer => cell.parse::<i64>().map_or(json!(cell), |n| json!(n)),
        kind => kind.number(cell).map_or(json!(cell), |x| json!(x)),
    }
}
