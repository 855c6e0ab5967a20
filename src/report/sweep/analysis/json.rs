//! An analysis as JSON, KPI by KPI.

use super::super::{Sheet, flat};
use super::tables::answerable;
use super::{Analysis, Ends, Found, Levels};
use crate::stats::Estimate;
use crate::sweep::effects::{Effects, Indices, Split, Swing};
use serde_json::{Map, Value, json};

impl Analysis {
    /// A name for what is found, and an object with a member per KPI; nothing where nothing is.
    pub(in crate::report::sweep) fn json(&self, sheet: &Sheet) -> Option<(&'static str, Value)> {
        match &self.of {
            Found::Nothing => None,
            Found::Effects(keys, all) => Some(("effects", by_kpi(sheet, all, |own| effects(own, keys)))),
            Found::Swings(keys, all) => Some(("tornado", by_kpi(sheet, all, |own| swings(own, keys)))),
            Found::Indices(all) => Some(("indices", by_kpi(sheet, all, |own| indices(own, sheet)))),
            Found::Splits(all) => Some(("uncertainty", by_kpi(sheet, all, split))),
        }
    }
}

fn by_kpi<T>(sheet: &Sheet, all: &[(usize, T)], of: impl Fn(&T) -> Value) -> Value {
    let pair = |(kpi, own): &(usize, T)| (flat(&sheet.indicators[*kpi].name), of(own));
    Value::Object(all.iter().map(pair).collect())
}

fn estimate(Estimate { mean, half_width }: Estimate) -> Value {
    json!({"mean": mean, "half_width": half_width})
}

fn effects(own: &Effects, keys: &[Levels]) -> Value {
    let main = own.main.iter().map(|main| {
        let Levels { key, values } = &keys[main.key];
        let levels: Map<String, Value> = values
            .iter()
            .map(|value| value.to_string())
            .zip(main.levels.iter().map(|level| estimate(*level)))
            .collect();
        (key.to_string(), Value::Object(levels))
    });
    let share = |(keys, share): ([&str; 2], Estimate)| {
        let keys: Vec<&str> = keys.into_iter().filter(|key| !key.is_empty()).collect();
        json!({"keys": keys, "share": share.mean, "half_width": share.half_width})
    };
    json!({
        "mean": estimate(own.mean),
        "variance": own.variance,
        "main": main.collect::<Map<String, Value>>(),
        "shares": answerable(own, keys).into_iter().map(share).collect::<Vec<_>>(),
    })
}

fn swings(own: &[Swing], keys: &[Ends]) -> Value {
    let swing = |swing: &Swing| {
        let Ends { key, base, low, high, .. } = &keys[swing.key];
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

fn indices(own: &Indices, sheet: &Sheet) -> Value {
    let pair = |(key, index): (&super::super::Key, &crate::sweep::effects::Index)| {
        let value = json!({"first_order": estimate(index.first), "total": estimate(index.total)});
        (key.name.clone(), value)
    };
    let keys: Map<String, Value> = sheet.keys.iter().zip(&own.keys).map(pair).collect();
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
        "input_share": own.share(),
        "low": own.range.map(|range| range.0),
        "high": own.range.map(|range| range.1),
    })
}
