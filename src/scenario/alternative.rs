//! Alternatives: named sets of changes that a scenario brings along.

use crate::language::Text;

use super::problem::{Problem, Problems, did_you_mean};
use super::schema_check;
use super::source::{Entry, Node, Source, Value};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::Value as Json;
use std::borrow::Cow;

/// A named set of changes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlternativeFile {
    /// Its name, as in `hotseat run SCENARIO@NAME`.
    #[schemars(length(min = 1), example = "no-surge")]
    pub name: String,
    /// What it is, in both languages.
    pub note: super::single_file::file::BothNames,
    /// The changes: dotted paths of values in this file, and what they become.
    pub set: Changes,
}

/// Changes: any value under any key; what they are is read where they were written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Changes;

impl<'de> Deserialize<'de> for Changes {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Changes, D::Error> {
        serde::de::IgnoredAny::deserialize(from).map(|_| Changes)
    }
}

impl JsonSchema for Changes {
    fn schema_name() -> Cow<'static, str> {
        "Changes".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"x-kind": "changes", "type": "object", "examples": [{"phase": "before"}]})
    }
}

/// An alternative that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Its name.
    pub name: String,
    /// What it is.
    pub note: Text,
    /// Dotted paths and the TOML literals that they become.
    pub changes: Vec<(String, String)>,
}

/// Reads the alternatives. Their keys must name values of the file, and what they set must fit there.
pub fn read(source: &Source, schema: &Json, problems: &mut Problems) -> Vec<Alternative> {
    let all = listed(source);
    for (i, alternative) in all.iter().enumerate() {
        if all[..i].iter().any(|earlier| earlier.name == alternative.name) {
            let title = format!("alternative `{}` appears twice", alternative.name);
            problems.push(source.problem_at(&format!("alternative.#{i}.name"), title));
        }
    }
    let set = items(source).filter_map(|item| item.get("set")).flat_map(Node::entries);
    set.for_each(|entry| check(source, entry, schema, problems));
    all
}

fn items(source: &Source) -> impl Iterator<Item = &Node> {
    match source.root().get("alternative") {
        Some(Node { value: Value::List(items), .. }) => items.as_slice(),
        _ => &[],
    }
    .iter()
}

/// The alternatives as they are written.
fn listed(source: &Source) -> Vec<Alternative> {
    let one = |item: &Node| {
        let note = |lang: &str| Some(item.get("note")?.get(lang)?.as_text()?.to_owned());
        let change = |entry: &Entry| (entry.key.clone(), source.text()[entry.node.span.clone()].to_owned());
        Some(Alternative {
            name: item.get("name")?.as_text()?.to_owned(),
            note: Text { en: note("en").unwrap_or_default(), zh: note("zh").unwrap_or_default() },
            changes: item.get("set")?.entries().iter().map(change).collect(),
        })
    };
    items(source).filter_map(one).collect()
}

fn check(source: &Source, entry: &Entry, schema: &Json, problems: &mut Problems) {
    let key = &entry.key;
    let literal = &source.text()[entry.node.span.clone()];
    let refuse = |title: String, help: &str| source.problem(entry.key_span.clone(), title).help(help);
    if source.locate(key).is_none() {
        let help = "name a value of this file by its dotted path, in quotes: `\"path.expansion\"`";
        problems.push(refuse(format!("no value at `{key}`"), help));
    } else if !fits(source, key, literal, schema) {
        problems
            .push(refuse(format!("this does not fit `{key}`"), "write it as the value itself is written"));
    }
}

/// Whether the file would be well formed with this value. One that is not so anyway proves nothing.
pub(super) fn fits(source: &Source, key: &str, literal: &str, schema: &Json) -> bool {
    let well_formed = |source: &Source| {
        let mut problems = Problems::new();
        schema_check::check(source, schema, &mut problems);
        problems.is_empty()
    };
    source.with(key, literal).is_ok_and(|changed| well_formed(&changed) || !well_formed(source))
}

/// The changes of the alternative of a name; `source` need not be sound otherwise.
pub(super) fn changes(source: &Source, name: &str) -> Result<Vec<(String, String)>, Problems> {
    let all = listed(source);
    let names = || all.iter().map(|alternative| alternative.name.as_str());
    if let Some(found) = all.iter().find(|alternative| alternative.name == name) {
        return Ok(found.changes.clone());
    }
    let problem = Problem::whole(source.path(), format!("there is no alternative `{name}`"));
    Err(match (did_you_mean(name, names()), all.is_empty()) {
        (Some(meant), _) => problem.help(format!("did you mean `{meant}`?")),
        (None, true) => problem.help("the file has no [[alternative]]"),
        (None, false) => problem.help(format!("alternatives are {}", super::table::list(names()))),
    }
    .into())
}
