//! Checks single values against their schema: type, unit, range. Each message is phrased and placed here.

use super::json_schema::{admits, kind_of, strings, types};
use super::message::{Messages, Place};
use crate::language::{Language, Text, said};
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
            let Text { en, zh } = list(quoted.iter().map(String::as_str));
            let help = said!("write {en}", "请填写 {zh}");
            Fault::new(must_be(&said!("a text", "文本"), &node.value), help)
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
    let phrases: Vec<Text> = schemas.iter().map(|schema| phrase(schema)).collect();
    let either = |language: Language, or: &str| {
        phrases.iter().map(|phrase| phrase.get(language)).collect::<Vec<_>>().join(or)
    };
    let expected = Text { en: either(Language::En, " or "), zh: either(Language::Zh, "或") };
    let what = must_be(&expected, &node.value);
    let number = node.as_text().filter(|text| units::number(text).is_ok());
    let help = number.map(|number| said!("write {number} without quotes", "请写作 {number}，不加引号"));
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
    let what = must_be(&said!("a distribution", "分布"), &node.value);
    let (unit, zh_unit) = match node.value {
        Value::Text(_) => ("", ""),
        _ => (" (or min, h, d)", "（或 min、h、d）"),
    };
    let help = said!(
        "write {{ distribution = \"exponential\", mean = \"{mean}\" }}{unit}",
        "请写作 {{ distribution = \"exponential\", mean = \"{mean}\" }}{zh_unit}"
    );
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
fn phrase(schema: &Json) -> Text {
    match kind_of(schema) {
        Some("duration") => said!("a duration", "时长"),
        Some("share") => said!("a share", "比例"),
        Some("volume") => said!("a volume of calls", "话务量"),
        Some("day") => said!("a date", "日期"),
        Some("clock") => said!("a time of day", "时刻"),
        Some("distribution") => said!("a distribution", "分布"),
        _ => match types(schema).next() {
            Some("object") => {
                let keys: Vec<&str> = strings(schema, "required").collect();
                let keys = keys.join(", ");
                match keys.is_empty() {
                    true => said!("a table", "表"),
                    false => said!("a table {{ {keys} }}", "表 {{ {keys} }}"),
                }
            }
            Some("array") => said!("a list", "列表"),
            Some("string") => said!("a text", "文本"),
            Some("integer") => said!("a whole number", "整数"),
            Some("number") => said!("a number", "数字"),
            Some("boolean") => said!("true or false", "true 或 false"),
            _ => said!("something else", "其他值"),
        },
    }
}

/// Words what a value is.
fn phrase_of(value: &Value) -> Text {
    match value {
        Value::Text(_) => said!("a text", "文本"),
        Value::Integer(_) | Value::Float(_) => said!("a number", "数字"),
        Value::Truth(_) => said!("true or false", "true 或 false"),
        Value::Date(_) => said!("a date", "日期"),
        Value::List(_) => said!("a list", "列表"),
        Value::Table(_) => said!("a table", "表"),
    }
}

/// Says what a value must be, and what it is.
fn must_be(expected: &Text, value: &Value) -> Text {
    let found = phrase_of(value);
    Text {
        en: format!("must be {}, not {}", expected.en, found.en),
        zh: format!("应为{}，而不是{}", expected.zh, found.zh),
    }
}

fn wrong_type(value: &Value, schema: &Json) -> Fault {
    let what = must_be(&phrase(schema), value);
    let help = match (value, types(schema).next()) {
        (Value::Text(text), Some("integer" | "number")) if units::number(text).is_ok() => {
            Some(said!("write {text} without quotes", "请写作 {text}，不加引号"))
        }
        (Value::Integer(Some(n)), Some("string")) => {
            Some(said!("put it in quotes: \"{n}\"", "请加引号：\"{n}\""))
        }
        (Value::Text(text), Some("boolean")) if units::truth(text).is_ok() => {
            Some(said!("write {text} without quotes", "请写作 {text}，不加引号"))
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
                true => Err(Fault::new(
                    said!("must be longer than 0 s", "应大于 0 s"),
                    said!("write a positive duration", "请填写正的时长"),
                )),
                false => Ok(json!(text)),
            };
        }
        Value::Integer(Some(n)) if *n >= 0 => n.to_string(),
        Value::Float(x) if x.is_finite() && *x >= 0.0 => x.to_string(),
        Value::Integer(_) | Value::Float(_) => {
            return Err(Fault::new(
                said!("is not a duration", "不是时长"),
                said!(
                    "write a number of 0 or more and a unit: \"270 s\"",
                    "请填写不小于 0 的数和单位：\"270 s\""
                ),
            ));
        }
        // A time of TOML's, with seconds.
        Value::Date(time) if time.contains(':') && !time.contains('-') => {
            return units::duration(time.strip_suffix(":00").unwrap_or(time)).map(|_| json!(time));
        }
        other => {
            let what = must_be(&said!("a duration", "时长"), other);
            return Err(Fault::new(
                what,
                said!("write a number and a unit in quotes: \"270 s\"", "请填写加引号的数和单位：\"270 s\""),
            ));
        }
    };
    Err(Fault::new(
        said!("needs a unit", "缺少单位"),
        said!("write \"{bare} s\" (or min, h, d)", "请写作 \"{bare} s\"（或 min、h、d）"),
    ))
}

fn share(value: &Value) -> Checked {
    match value {
        Value::Text(text) => units::share(text).map(|share| json!(share)),
        other => units::share_of(finite(other).map_err(|_| {
            Fault::new(
                must_be(&said!("a share", "比例"), other),
                said!("write a number from 0 to 1, or \"28 %\"", "请填写 0 到 1 之间的数，或 \"28 %\""),
            )
        })?)
        .map(|share| json!(share)),
    }
}

fn volume(value: &Value) -> Checked {
    let help = |x: f64| units::volume_units(x, &x.to_string());
    match value {
        Value::Text(text) => units::volume(text).map(|_| json!(text)),
        Value::Integer(Some(n)) => Err(Fault::new(said!("needs a unit", "缺少单位"), help(*n as f64))),
        Value::Float(x) => Err(Fault::new(said!("needs a unit", "缺少单位"), help(*x))),
        other => Err(Fault::new(must_be(&said!("a volume of calls", "话务量"), other), help(0.30))),
    }
}

fn day(value: &Value) -> Checked {
    match value {
        Value::Text(text) | Value::Date(text) => units::date(text).map(|date| json!(date.to_string())),
        other => {
            let what = must_be(&said!("a date", "日期"), other);
            Err(Fault::new(what, said!("write year-month-day: 2021-04-26", "请按年-月-日填写：2021-04-26")))
        }
    }
}

fn clock(value: &Value) -> Checked {
    let text = match value {
        Value::Text(text) => text.as_str(),
        // Without quotes it is a time of TOML's, with seconds.
        Value::Date(time) => time.strip_suffix(":00").unwrap_or(time),
        other => {
            let what = must_be(&said!("a time of day", "时刻"), other);
            return Err(Fault::new(
                what,
                said!("write hours and minutes in quotes: \"08:30\"", "请填写加引号的时和分：\"08:30\""),
            ));
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
    Fault::new(said!("is too large", "过大"), said!("write a smaller number", "请填写较小的数"))
}

fn plain(value: &Value, schema: &Json) -> Checked {
    if !admits(schema, value) {
        return Err(wrong_type(value, schema));
    }
    match value {
        Value::Text(text) => {
            let least = schema.get("minLength").and_then(Json::as_u64).unwrap_or(0);
            if (text.trim().chars().count() as u64) < least {
                return Err(Fault::new(said!("is empty", "为空"), said!("write a text", "请填写文本")));
            }
            if text.contains(is_hidden) {
                return Err(Fault::new(
                    hidden(text),
                    said!("delete it: it cannot be seen", "请删除：它不可见"),
                ));
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
            said!("must be a finite number", "应为有限的数"),
            said!(
                "`inf` and `nan` mean nothing here; leave the key out for no limit",
                "`inf` 和 `nan` 在此无意义；不设上限时请删去该键"
            ),
        )),
    }
}

/// Checks a number against its bounds and says which one it breaks.
fn in_range(x: f64, schema: &Json) -> Result<(), Fault> {
    let broken = |key: &str, fine: fn(f64, f64) -> bool| {
        schema.get(key).and_then(Json::as_f64).filter(|bound| !fine(x, *bound))
    };
    let what = if let Some(least) = broken("minimum", |x, least| x >= least) {
        if least == 0.0 {
            said!("must not be negative", "不能为负")
        } else {
            said!("must be {least} or more", "应不小于 {least}")
        }
    } else if let Some(bound) = broken("exclusiveMinimum", |x, bound| x > bound) {
        said!("must be more than {bound}", "应大于 {bound}")
    } else if let Some(most) = broken("maximum", |x, most| x <= most) {
        said!("must be {most} or less", "应不大于 {most}")
    } else if let Some(bound) = broken("exclusiveMaximum", |x, bound| x < bound) {
        said!("must be less than {bound}", "应小于 {bound}")
    } else {
        return Ok(());
    };
    Err(Fault { what, help: None })
}
