//! Single values against their schema: type, unit, range.

use super::source::Value;
use super::units::{self, Fault};
use serde_json::{Value as Json, json};

type Checked = Result<Json, Fault>;

/// The value as JSON if it fits.
pub fn check(value: &Value, schema: &Json) -> Checked {
    match schema.get("x-kind").and_then(Json::as_str) {
        Some("duration") => duration(value, schema),
        Some("share") => share(value),
        Some("volume") => volume(value),
        Some("day") => day(value),
        Some("count" | "seed") => whole(value, schema),
        _ => plain(value, schema),
    }
}

/// Whether the value is of a type that the schema admits.
pub fn admits(schema: &Json, value: &Value) -> bool {
    types(schema).any(|t| match value {
        Value::Text(_) => t == "string",
        Value::Date(_) => t == "string" && schema.get("x-kind").is_some_and(|kind| kind == "day"),
        Value::Integer(_) | Value::Float(_) => matches!(t, "number" | "integer"),
        Value::Truth(_) => t == "boolean",
        Value::List(_) => t == "array",
        Value::Table(_) => t == "object",
    }) || (schema.get("x-kind").is_some_and(|kind| kind == "distribution")
        && matches!(value, Value::Table(_)))
}

fn types(schema: &Json) -> impl Iterator<Item = &str> {
    let written = schema.get("type");
    let many = written.and_then(Json::as_array).into_iter().flatten();
    written.filter(|t| t.is_string()).into_iter().chain(many).filter_map(Json::as_str)
}

/// What a schema asks for, in words.
pub fn phrase(schema: &Json) -> String {
    let phrase = match schema.get("x-kind").and_then(Json::as_str) {
        Some("duration") => "a duration",
        Some("share") => "a share",
        Some("volume") => "a volume of calls",
        Some("day") => "a date",
        Some("distribution") => "a distribution",
        _ => match types(schema).next() {
            Some("object") => {
                let required = schema.get("required").and_then(Json::as_array).into_iter().flatten();
                let keys: Vec<&str> = required.filter_map(Json::as_str).collect();
                return if keys.is_empty() {
                    "a table".into()
                } else {
                    format!("a table {{ {} }}", keys.join(", "))
                };
            }
            Some("array") => "a list",
            Some("string") => "a text",
            Some("integer") => "a whole number",
            Some("number") => "a number",
            Some("boolean") => "true or false",
            _ => "something else",
        },
    };
    phrase.to_owned()
}

/// What a value is, in words.
pub fn phrase_of(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "a text",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::Truth(_) => "true or false",
        Value::Date(_) => "a date",
        Value::List(_) => "a list",
        Value::Table(_) => "a table",
    }
}

fn wrong_type(value: &Value, schema: &Json) -> Fault {
    let what = format!("must be {}, not {}", phrase(schema), phrase_of(value));
    let help = match (value, types(schema).next()) {
        (Value::Text(text), Some("integer" | "number")) if units::number(text).is_ok() => {
            Some(format!("write {text} without quotes"))
        }
        (Value::Integer(Some(n)), Some("string")) => Some(format!("put it in quotes: \"{n}\"")),
        (Value::Text(text), Some("boolean")) if units::truth(text).is_ok() => {
            Some(format!("write {text} without quotes"))
        }
        (Value::Table(_), Some("array")) => Some("an element of a list is headed by `[[...]]`".to_owned()),
        _ => None,
    };
    Fault { what, help }
}

fn duration(value: &Value, schema: &Json) -> Checked {
    let bare = match value {
        Value::Text(text) => {
            let seconds = units::duration(text)?;
            let positive = schema.get("x-positive").is_some_and(|p| *p == true);
            return match positive && seconds <= 0.0 {
                true => Err(Fault::new("must be longer than 0 s", "write a positive duration")),
                false => Ok(json!(text)),
            };
        }
        Value::Integer(Some(n)) if *n >= 0 => n.to_string(),
        Value::Float(x) if x.is_finite() && *x >= 0.0 => x.to_string(),
        Value::Integer(_) | Value::Float(_) => {
            return Err(Fault::new("is not a duration", "write a number of 0 or more and a unit: \"270 s\""));
        }
        other => {
            let what = format!("must be a duration, not {}", phrase_of(other));
            return Err(Fault::new(what, "write a number and a unit in quotes: \"270 s\""));
        }
    };
    Err(Fault::new("needs a unit", format!("write \"{bare} s\" (or min, h, d)")))
}

fn share(value: &Value) -> Checked {
    match value {
        Value::Text(text) => units::share(text).map(|share| json!(share)),
        other => units::share_of(finite(other).map_err(|_| {
            Fault::new(
                format!("must be a share, not {}", phrase_of(other)),
                "write a number from 0 to 1, or \"28 %\"",
            )
        })?)
        .map(|share| json!(share)),
    }
}

fn volume(value: &Value) -> Checked {
    let help = |x: &str| format!("write \"{x} per inhabitant-year\", \"120 per day\" or \"40 per hour\"");
    match value {
        Value::Text(text) => units::volume(text).map(|_| json!(text)),
        Value::Integer(Some(n)) => Err(Fault::new("needs a unit", help(&n.to_string()))),
        Value::Float(x) => Err(Fault::new("needs a unit", help(&x.to_string()))),
        other => {
            Err(Fault::new(format!("must be a volume of calls, not {}", phrase_of(other)), help("0.30")))
        }
    }
}

fn day(value: &Value) -> Checked {
    match value {
        Value::Text(text) | Value::Date(text) => units::date(text).map(|date| json!(date.to_string())),
        other => {
            let what = format!("must be a date, not {}", phrase_of(other));
            Err(Fault::new(what, "write year-month-day: 2021-04-26"))
        }
    }
}

fn whole(value: &Value, schema: &Json) -> Checked {
    let n = match value {
        Value::Integer(Some(n)) if *n < 0 => {
            return Err(out_of_range(schema));
        }
        Value::Integer(Some(n)) => {
            u64::try_from(*n).map_err(|_| Fault::new("is too large", "write a smaller number"))?
        }
        Value::Integer(None) => return Err(Fault::new("is too large", "write a smaller number")),
        Value::Float(x) if x.is_finite() && *x >= 0.0 => units::whole_of(*x)?,
        Value::Float(_) => {
            return Err(Fault::new("must be a whole number of 0 or more", "write a finite whole number"));
        }
        other => return Err(wrong_type(other, schema)),
    };
    let bound = |key: &str| schema.get(key).and_then(Json::as_u64);
    if bound("minimum").is_some_and(|least| n < least) || bound("maximum").is_some_and(|most| n > most) {
        return Err(out_of_range(schema));
    }
    Ok(json!(n))
}

fn plain(value: &Value, schema: &Json) -> Checked {
    if !admits(schema, value) {
        return Err(wrong_type(value, schema));
    }
    match value {
        Value::Text(text) => {
            let least = schema.get("minLength").and_then(Json::as_u64).unwrap_or(0);
            if (text.trim().chars().count() as u64) < least {
                return Err(Fault::new("is empty", "write a text"));
            }
            Ok(json!(text))
        }
        Value::Truth(truth) => Ok(json!(truth)),
        Value::Integer(_) | Value::Float(_) => {
            let x = finite(value)?;
            if within(x, schema) { Ok(json!(x)) } else { Err(out_of_range(schema)) }
        }
        other => Err(wrong_type(other, schema)),
    }
}

fn finite(value: &Value) -> Result<f64, Fault> {
    match value {
        Value::Integer(Some(n)) => Ok(*n as f64),
        Value::Float(x) if x.is_finite() => Ok(*x),
        _ => Err(Fault::new(
            "must be a finite number",
            "`inf` and `nan` mean nothing here; leave the key out for no limit",
        )),
    }
}

fn within(x: f64, schema: &Json) -> bool {
    let bound = |key: &str| schema.get(key).and_then(Json::as_f64);
    bound("minimum").is_none_or(|least| x >= least)
        && bound("maximum").is_none_or(|most| x <= most)
        && bound("exclusiveMinimum").is_none_or(|least| x > least)
        && bound("exclusiveMaximum").is_none_or(|most| x < most)
}

fn out_of_range(schema: &Json) -> Fault {
    let bound = |key: &str, word: &str| schema.get(key).map(|b| format!("{word} {b}"));
    let least = bound("minimum", "at least").or_else(|| bound("exclusiveMinimum", "more than"));
    let most = bound("maximum", "at most").or_else(|| bound("exclusiveMaximum", "less than"));
    let range: Vec<String> = [least, most].into_iter().flatten().collect();
    Fault { what: format!("must be {}", range.join(" and ")), help: None }
}
