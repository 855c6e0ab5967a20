//! Turns the parser's output into the tree, and its errors into problems.

use super::node::{Entry, Node, Value};
use crate::language::{Text, said};
use crate::scenario::problem::{Place, Problem};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// A table, its entries in the order of the text.
pub(super) fn table_of(table: &DeTable<'_>, text: &str) -> Value {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let mut node = node_of(value, text);
        let inline = matches!(node.value, Value::Table(_)) && text[node.span.start..].starts_with('{');
        if inline {
            node.head = key.span();
        }
        Entry { key: std::borrow::Cow::<str>::clone(key.get_ref()).into_owned(), key_span: key.span(), node }
    };
    let mut entries: Vec<Entry> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Value::Table(entries)
}

fn node_of(value: &toml::Spanned<DeValue<'_>>, text: &str) -> Node {
    let node = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(n) => Value::Integer(i128::from_str_radix(n.as_str(), n.radix()).ok()),
        DeValue::Float(x) => Value::Float(x.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(b) => Value::Truth(*b),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| node_of(item, text)).collect()),
        DeValue::Table(table) => table_of(table, text),
    };
    Node { span: value.span(), head: value.span(), value: node }
}

/// The problem that a syntax error of the parser stands for.
pub(super) fn syntax_problem(path: &Path, text: &Arc<str>, error: &toml::de::Error) -> Problem {
    let span = error.span().unwrap_or(text.len()..text.len());
    let message = error.message().lines().next().unwrap_or("cannot be read");
    let title = match (message, text.get(span.clone())) {
        ("duplicate key", Some(key)) => said!("key `{key}` appears twice", "键 `{key}` 出现两次"),
        (message, _) if message.starts_with("invalid time") => {
            said!("a time stands here without quotes", "此处的时间没有加引号")
        }
        _ => {
            let message = message.trim_end_matches(", expected literal string");
            said!("not TOML: {message}", "不是 TOML：{message}")
        }
    };
    let place = Place::Text { text: text.clone(), span: span.clone() };
    let problem = Problem::at(path, place, title);
    let no_such_day = error.message().contains("invalid date");
    match syntax_help(text, span) {
        _ if no_such_day => problem.help(said!("check year, month and day", "请核对年、月、日")),
        Some(help) => problem.help(help),
        None => problem,
    }
}

fn syntax_help(text: &str, span: Range<usize>) -> Option<Text> {
    let start = text.get(..span.start)?.rfind('\n').map_or(0, |n| n + 1);
    let line = text.get(start..)?.lines().next()?;
    if line.contains(['“', '”', '，', '＝', '：', '‘', '’']) {
        return Some(said!(
            "use the plain characters \" , = : instead of “ ” ， ＝ ：",
            "请用半角字符 \" , = : 代替 “ ” ， ＝ ："
        ));
    }
    let value = line.split_once('=').map(|(_, value)| value.trim_start())?;
    if is_clock(value) || text.get(span.start..).is_some_and(is_clock) {
        return Some(said!(
            "a duration is a number with a unit, `\"435 s\"`; a time of day is a text, `\"07:15\"`",
            "时长是带单位的数字 `\"435 s\"`；时刻是文本 `\"07:15\"`"
        ));
    }
    let bare = value.starts_with(|c: char| c.is_ascii_digit()) && value.contains(' ');
    bare.then_some(said!(
        "a value with a unit is a text: put it in quotes, `\"300 s\"`",
        "带单位的值是文本，请加引号：`\"300 s\"`"
    ))
}

/// Returns whether a value is written with a colon between digits, as clocks show times.
fn is_clock(value: &str) -> bool {
    let time: &str = value.split([' ', '#', ',', '}']).next().unwrap_or_default();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    time.contains(':') && time.split(':').all(digits)
}
