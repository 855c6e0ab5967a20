//! An analysis as JSON, KPI by KPI.

use super::{Analysis, Findings, KeyEnds, KeyLevels, VarianceShare, variance_shares};
use crate::report::sweep::context::{Key, StudyContext, column_name};
use crate::stats::Estimate;
use crate::sweep::effects::{Effects, Index, Indices, Split, Swing};
use serde_json::{Map, Value, json};

impl Analysis {
    /// Returns the name of the analysis, and an object with a member per KPI; nothing where nothing was found.
    pub(in crate::report::sweep) fn json(&self, context: &StudyContext) -> Option<(&'static str, Value)> {
        match &self.findings {
            Findings::Nothing => None,
            Findings::Effects(keys, all) => Some(("effects", by_kpi(context, all, |own| effects(own, keys)))),
            Findings::Swings(keys, all) => Some(("tornado", by_kpi(context, all, |own| swings(own, keys)))),
            Findings::Indices(all) => Some(("indices", by_kpi(context, all, |own| indices(own, context)))),
            Findings::Uncertainty(all) => Some(("uncertainty", by_kpi(context, all, split))),
        }
    }
}

fn by_kpi<T>(context: &StudyContext, all: &[(usize, T)], of: impl Fn(&T) -> Value) -> Value {
    let pair = |(kpi, own): &(usize, T)| (column_name(&context.indicators[*kpi].name), of(own));
    Value::Object(all.iter().map(pair).collect())
}

fn estimate(Estimate { mean, half_width }: Estimate) -> Value {
    json!({"mean": mean, "half_width": half_width})
}

fn effects(own: &Effects, keys: &[KeyLevels]) -> Value {
    let main = own.main.iter().map(|main| {
        let KeyLevels { key, values } = &keys[main.key];
        let levels: Map<String, Value> = values
            .iter()
            .map(|value| value.to_string())
            .zip(main.levels.iter().map(|level| estimate(*level)))
            .collect();
        (key.to_string(), Value::Object(levels))
    });
    let share = |VarianceShare { keys, share }: VarianceShare<'_>| {
        let keys: Vec<&str> = keys.into_iter().filter(|key| !key.is_empty()).collect();
        json!({"keys": keys, "share": share.mean, "half_width": share.half_width})
    };
    json!({
        "mean": estimate(own.mean),
        "variance": own.variance,
        "main": main.collect::<Map<String, Value>>(),
        "shares": variance_shares(own, keys).into_iter().map(share).collect::<Vec<_>>(),
    })
}

fn swings(own: &[Swing], keys: &[KeyEnds]) -> Value {
    let swing = |swing: &Swing| {
        let KeyEnds { key, base, low, high, .. } = &keys[swing.key];
        json!({
            "key": key,
            "base_value": base,
            "low_value": low,
            "high_value": high,
            "low_difference": estimate(swing.low),
            "high_difference": estimate(swing.high),
            "swing": estimate(swing.swing),
        })
    };
    Value::Array(own.iter().map(swing).collect())
}

fn indices(own: &Indices, context: &StudyContext) -> Value {
    let pair = |(key, index): (&Key, &Index)| {
        let value = json!({"first_order": estimate(index.first), "total": estimate(index.total)});
        (key.name.clone(), value)
    };
    let keys: Map<String, Value> = context.keys.iter().zip(&own.keys).map(pair).collect();
    json!({
        "variance": own.variance,
        "chance_taken_off": own.sampling.is_some(),
        "chance_share": own.chance(),
        "keys": keys,
    })
}

fn split(own: &Split) -> Value {
    json!({
        "mean": estimate(own.mean),
        "input_variance": estimate(own.input),
        "sampling_variance": own.sampling,
        "common_variance": own.common,
        "input_share": own.share(),
        "low": own.range.map(|range| range.0),
        "high": own.range.map(|range| range.1),
    })
}
