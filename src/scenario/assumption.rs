//! Reads the labels of assumptions: which values are assumed, why, and within which bounds.

use super::file::{AssumptionFile, Bound};
use super::problem::Problems;
use super::schema_check;
use super::source::Source;
use crate::language::said;
use serde_json::Value as Json;

/// A value that is assumed rather than known. Values are TOML literals, as [`super::Changes`] take them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// Dotted path of the value.
    pub key: String,
    /// The value as written.
    pub value: String,
    /// Its source, or the reason for choosing it.
    pub why: String,
    /// A low value that would still be believable.
    pub low: Option<String>,
    /// A high value that would still be believable.
    pub high: Option<String>,
}

/// Reads the labels. A key must name a value of the file, and its bounds must fit in that value's place.
pub fn read(
    source: &Source,
    files: &[AssumptionFile],
    schema: &Json,
    problems: &mut Problems,
) -> Vec<Assumption> {
    let checked = files.iter().enumerate().map(|(i, file)| one(source, i, file, schema, problems));
    checked.collect::<Vec<_>>().into_iter().flatten().collect()
}

fn one(
    source: &Source,
    i: usize,
    file: &AssumptionFile,
    schema: &Json,
    problems: &mut Problems,
) -> Option<Assumption> {
    let at = |name: &str| format!("assumption.#{i}.{name}");
    let Some(span) = source.locate(&file.key) else {
        let help = said!(
            "name a value of this file by its dotted path: `hotline.12345.talk.mean`",
            "请用点分路径指明本文件中的一个值：`hotline.12345.talk.mean`"
        );
        let title = said!("no value at `{key}`", "`{key}` 处没有值", key = &file.key);
        problems.push(source.problem_at(&at("key"), title).help(help));
        return None;
    };
    let mut bound = |name: &str, bound: &Option<Bound>| {
        let literal = bound.as_ref().map(literal)?;
        if !schema_check::fits(source, &file.key, &literal, schema) {
            let title = said!("`{name}` does not fit `{key}`", "`{name}` 与 `{key}` 不符", key = &file.key);
            problems.push(
                source
                    .problem_at(&at(name), title)
                    .help(said!("write it as the value itself is written", "请按原值的写法填写")),
            );
        }
        Some(literal)
    };
    let (low, high) = (bound("low", &file.low), bound("high", &file.high));
    let value = source.text()[span].to_owned();
    Some(Assumption { key: file.key.clone(), value, why: file.why.clone(), low, high })
}

fn literal(bound: &Bound) -> String {
    match bound {
        Bound::Number(x) => x.to_string(),
        Bound::Text(text) => Json::from(text.as_str()).to_string(),
    }
}
