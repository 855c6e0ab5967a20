//! Results as a list of measures: one list, two renderings.

use crate::language::Language;

use comfy_table::{CellAlignment, Table, presets};
use serde_json::{Map, Value};

/// A number with its names.
pub(super) struct Measure {
    /// Key in JSON; `outer/inner` nests.
    pub(super) key: &'static str,
    pub(super) en: String,
    pub(super) zh: String,
    pub(super) value: Quantity,
}

/// A number with its unit.
#[derive(Clone, Copy)]
pub(super) enum Quantity {
    Share(f64),
    Seconds(f64),
    Calls(f64),
    Erlangs(f64),
    Number(f64),
    Agents(u32),
}

/// Makes a measure named in English and Chinese.
pub(super) fn measure(
    key: &'static str,
    en: impl Into<String>,
    zh: impl Into<String>,
    value: Quantity,
) -> Measure {
    Measure { key, en: en.into(), zh: zh.into(), value }
}

/// Returns the measures as one JSON object of shares, seconds and numbers; null where a value is not finite.
pub(super) fn json(measures: &[Measure]) -> String {
    let mut object = Map::new();
    for measure in measures {
        let value = match measure.value {
            Quantity::Share(x)
            | Quantity::Seconds(x)
            | Quantity::Calls(x)
            | Quantity::Erlangs(x)
            | Quantity::Number(x) => x.into(),
            Quantity::Agents(n) => Value::from(n),
        };
        match measure.key.split_once('/') {
            None => drop(object.insert(measure.key.to_owned(), value)),
            Some((outer, inner)) => {
                let outer = object.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(outer) = outer {
                    outer.insert(inner.to_owned(), value);
                }
            }
        }
    }
    format!("{:#}\n", Value::Object(object))
}

/// Returns the measures as an aligned table: name, number, unit.
pub(super) fn table(measures: &[Measure], lang: Language) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    for measure in measures {
        let name = match lang {
            Language::En => &measure.en,
            Language::Zh => &measure.zh,
        };
        let (number, unit) = words(measure.value, lang);
        table.add_row([name.as_str(), &number, unit]);
    }
    if let Some(column) = table.column_mut(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn words(value: Quantity, lang: Language) -> (String, &'static str) {
    let unit = |en, zh| match lang {
        Language::En => en,
        Language::Zh => zh,
    };
    match value {
        Quantity::Share(x) => (digits(100.0 * x), "%"),
        Quantity::Seconds(x) => (digits(x), unit("s", "秒")),
        Quantity::Calls(x) => (digits(x), unit("calls", "个")),
        Quantity::Erlangs(x) => (digits(x), unit("erl", "爱尔兰")),
        Quantity::Number(x) => (digits(x), ""),
        Quantity::Agents(n) => (n.to_string(), unit("agents", "人")),
    }
}

/// Formats with two decimals; a number too small for them in scientific notation, so that it is not taken for 0.
fn digits(x: f64) -> String {
    if !x.is_finite() {
        return "-".to_owned();
    }
    if x != 0.0 && x.abs() < 0.005 { format!("{x:.1e}") } else { format!("{x:.2}") }
}
