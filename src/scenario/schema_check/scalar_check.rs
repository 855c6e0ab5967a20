//! Checks single values against their schema: type, unit, range. Each message is phrased and placed here.

use super::json_schema::{admits, kind_of, strings, types};
use super::message::{Messages, Place};
use crate::scenario::source::{Node, Value};
use crate::scenario::units::{self, Fault};
use crate::scenario::wording::{hidden, is_hidden, list, unknown_word};
use serde_json::{Value as Json, json};

type Checked = Result<Json, Fault>;

/// Checks a single value; returns it as JSON if it fits.
pub(super) fn check(
    node: &Node,
    schema: &Json,
    place: Place<'_>,
    messages: &mut Messages<'_>,
) -> Option<Json> {
    match checked(&node.value, schema) {
        Ok(value) => Some(value),
        Err(fault) => messages.refuse_value(&node.span, place, fault),
    }
}

/// Checks that a value is one of several words; returns it as JSON if it is.
pub(super) fn word(
    node: &Node,
    words: &[&str],
    place: Place<'_>,
    messages: &mut Messages<'_>,
) -> Option<Json> {
    let fault = match node.as_text() {
        Some(text) if words.contains(&text) => return Some(json!(text)),
        Some(text) => unknown_word(text, words.iter().copied()),
        None => {
            let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            let help = format!("write {}", list(quoted.iter().map(String::as_str)));
            Fault::new(format!("must be a text, not {}", phrase_of(&node.value)), help)
        }
    };
    messages.refuse_value(&node.span, place, fault)
}

/// Refuses a value that none of several schemas admits.
pub(super) fn refuse_all(
    node: &Node,
    schemas: &[&Json],
    place: Place<'_>,
    messages: &mut Messages<'_>,
) -> Option<Json> {
    let phrases: Vec<String> = schemas.iter().map(|schema| phrase(schema)).collect();
    let what = format!("must be {}, not {}", phrases.join(" or "), phrase_of(&node.value));
    let number = node.as_text().filter(|text| units::number(text).is_ok());
    let help = number.map(|number| format!("write {number} without quotes"));
    messages.refuse_value(&node.span, place, Fault { what, help })
}

/// Refuses a value that is no distribution.
pub(super) fn refuse_distribution(
    node: &Node,
    place: Place<'_>,
    messages: &mut Messages<'_>,
) -> Option<Json> {
    let mean = match &node.value {
        Value::Text(text) if units::duration(text).is_ok() => text.clone(),
        Value::Integer(Some(n)) => format!("{n} s"),
        Value::Float(x) if x.is_finite() => format!("{x} s"),
        _ => "300 s".to_owned(),
    };
    let what = format!("must be a distribution, not {}", phrase_of(&node.value));
    let unit = if matches!(node.value, Value::Text(_)) { "" } else { " (or min, h, d)" };
    let help = format!("write {{ distribution = \"exponential\", mean = \"{mean}\" }}{unit}");
    messages.refuse_value(&node.span, place, Fault::new(what, help))
}

fn checked(value: &Value, schema: &Json) -> Checked {
    match kind_of(schema) {
        Some("duration") => duration(value, schema),
        Some("share") => share(value),
        Some("volume") => volume(value),
        Some("day") => day(value),
        Some("clock") => clock(value),
        Some("count" | "seed") => whole(value, schema),
        _ => plain(value, schema),
    }
}

/// Words what a schema asks for.
fn phrase(schema: &Json) -> String {
    let phrase = match kind_of(schema) {
        Some("duration") => "a duration",
        Some("share") => "a share",
        Some("volume") => "a volume of calls",
        Some("day") => "a date",
        Some("clock") => "a time of day",
        Some("distribution") => "a distribution",
        _ => match types(schema).next() {
            Some("object") => {
                let keys: Vec<&str> = strings(schema, "required").collect();
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

/// Words what a value is.
fn phrase_of(value: &Value) -> &'static str {
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
        // A time of TOML's, with seconds.
        Value::Date(time) if time.contains(':') && !time.contains('-') => {
            return units::duration(time.strip_suffix(":00").unwrap_or(time)).map(|_| json!(time));
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
    let help = |x: f64| units::volume_units(x, &x.to_string());
    match value {
        Value::Text(text) => units::volume(text).map(|_| json!(text)),
        Value::Integer(Some(n)) => Err(Fault::new("needs a unit", help(*n as f64))),
        Value::Float(x) => Err(Fault::new("needs a unit", help(*x))),
        other => Err(Fault::new(format!("must be a volume of calls, not {}", phrase_of(other)), help(0.30))),
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

fn clock(value: &Value) -> Checked {
    let text = match value {
        Value::Text(text) => text.as_str(),
        // Without quotes it is a time of TOML's, with seconds.
        Value::Date(time) => time.strip_suffix(":00").unwrap_or(time),
        other => {
            let what = format!("must be a time of day, not {}", phrase_of(other));
            return Err(Fault::new(what, "write hours and minutes in quotes: \"08:30\""));
        }
    };
    units::clock(text).map(|_| json!(text))
}

fn whole(value: &Value, schema: &Json) -> Checked {
    if !matches!(value, Value::Integer(_) | Value::Float(_)) {
        return Err(wrong_type(value, schema));
    }
    in_range(finite(value)?, schema)?;
    let n = match value {
        Value::Integer(Some(n)) => u64::try_from(*n).map_err(|_| too_large())?,
        other => units::whole_of(finite(other)?)?,
    };
    Ok(json!(n))
}

fn too_large() -> Fault {
    Fault::new("is too large", "write a smaller number")
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
            if text.contains(is_hidden) {
                return Err(Fault::new(hidden(text), "delete it: it cannot be seen"));
            }
            Ok(json!(text))
        }
        Value::Truth(truth) => Ok(json!(truth)),
        Value::Integer(_) | Value::Float(_) => {
            let x = finite(value)?;
            in_range(x, schema).map(|()| json!(x))
        }
        other => Err(wrong_type(other, schema)),
    }
}

fn finite(value: &Value) -> Result<f64, Fault> {
    match value {
        Value::Integer(Some(n)) => Ok(*n as f64),
        Value::Float(x) if x.is_finite() => Ok(*x),
        Value::Integer(None) => Err(too_large()),
        _ => Err(Fault::new(
            "must be a finite number",
            "`inf` and `nan` mean nothing here; leave the key out for no limit",
        )),
    }
}

/// Checks a number against its bounds and says which one it breaks.
fn in_range(x: f64, schema: &Json) -> Result<(), Fault> {
    let broken = |key: &str, fine: fn(f64, f64) -> bool| {
        schema.get(key).and_then(Json::as_f64).filter(|bound| !fine(x, *bound))
    };
    let what = if let Some(least) = broken("minimum", |x, least| x >= least) {
        if least == 0.0 { "must not be negative".to_owned() } else { format!("must be {least} or more") }
    } else if let Some(bound) = broken("exclusiveMinimum", |x, bound| x > bound) {
        format!("must be more than {bound}")
    } else if let Some(most) = broken("maximum", |x, most| x <= most) {
        format!("must be {most} or less")
    } else if let Some(bound) = broken("exclusiveMaximum", |x, bound| x < bound) {
        format!("must be less than {bound}")
    } else {
        return Ok(());
    };
    Err(Fault { what, help: None })
}
