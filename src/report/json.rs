//! Values of reports as JSON. An undefined value is `null`.

use crate::stats::Estimate;
use serde_json::{Map, Value, json};

/// Puts a KPI into an object; `service_level[15 s]` becomes `service_level: {"15": ...}`.
pub(super) fn put(map: &mut Map<String, Value>, name: &str, value: Value) {
    let Some((name, parameter)) = name.strip_suffix(']').and_then(|name| name.split_once('[')) else {
        map.insert(name.to_owned(), value);
        return;
    };
    let parameter = parameter.strip_suffix(" s").unwrap_or(parameter);
    let nested = map.entry(name).or_insert_with(|| json!({}));
    if let Value::Object(nested) = nested {
        nested.insert(parameter.to_owned(), value);
    }
}

/// Writes a mean with the half-width of its interval.
pub(super) fn estimate(Estimate { mean, half_width }: Estimate) -> Value {
    json!({ "mean": mean, "half_width": half_width })
}
