//! Reads alternatives: named sets of changes that a scenario brings along.

use crate::language::{Language, Text, said};

use super::problem::{Place, Problem, Problems};
use super::schema_check;
use super::source::{Entry, Node, Source, Value};
use super::wording::{list, meant_or};
use serde_json::Value as Json;
use std::ops::Range;

/// An alternative that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// Its name.
    pub name: String,
    /// Its description.
    pub note: Text,
    /// Dotted paths and the TOML literals that they become.
    pub changes: Vec<(String, String)>,
}

/// Reads the alternatives. Their keys must name values of the file, and what they set must fit there.
pub fn read(source: &Source, schema: &Json, problems: &mut Problems) -> Vec<Alternative> {
    let all = listed(source);
    for (i, alternative) in all.iter().enumerate() {
        if all[..i].iter().any(|earlier| earlier.name == alternative.name) {
            let title = said!(
                "alternative `{name}` appears twice",
                "备选方案 `{name}` 出现两次",
                name = &alternative.name
            );
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
    let refuse = |title: Text, help: Text| source.problem(entry.key_span.clone(), title).help(help);
    if source.locate(key).is_none() {
        let help = said!(
            "name a value of this file by its dotted path, in quotes: `\"path.expansion\"`",
            "请用加引号的点分路径指明本文件中的一个值：`\"path.expansion\"`"
        );
        problems.push(refuse(said!("no value at `{key}`", "`{key}` 处没有值"), help));
    } else if !schema_check::fits(source, key, literal, schema) {
        problems.push(refuse(
            said!("this does not fit `{key}`", "此值与 `{key}` 不符"),
            said!("write it as the value itself is written", "请按原值的写法填写"),
        ));
    }
}

/// Finds the changes of an alternative by its name; `source` need not be sound otherwise.
pub(super) fn changes(source: &Source, name: &str) -> Result<Vec<(String, String)>, Problems> {
    let all = listed(source);
    let names = || all.iter().map(|alternative| alternative.name.as_str());
    if let Some(found) = all.iter().find(|alternative| alternative.name == name) {
        return Ok(found.changes.clone());
    }
    let problem =
        Problem::whole(source.path(), said!("there is no alternative `{name}`", "没有备选方案 `{name}`"));
    let otherwise = || match all.is_empty() {
        true => said!("the file has no [[alternative]]", "文件中没有 [[alternative]]"),
        false => {
            let Text { en, zh } = list(names());
            said!("alternatives are {en}", "备选方案有 {zh}")
        }
    };
    Err(problem.help(meant_or(name, names(), otherwise)).into())
}

/// Moves problems of values that an alternative has set to where the alternative sets them. `file` is the scenario as
/// written, `changed` the same with the changes made; problems of other values stay where they are.
pub(super) fn at_its_lines(found: Problems, name: &str, file: &Source, changed: &Source) -> Problems {
    let set = items(file).find(|item| item.get("name").and_then(Node::as_text) == Some(name));
    let entries = set.and_then(|item| item.get("set")).map_or(&[][..], Node::entries);
    found.map(|problem| {
        let own = match &problem.place {
            Place::Text { text, span } if text == changed.text() => {
                entries.iter().find_map(|entry| span_in(entry, span, file, changed))
            }
            _ => None,
        };
        match own {
            Some(span) => Problem {
                place: Place::Text { text: file.text().clone(), span },
                title: problem.title.map(|language, title| match language {
                    Language::En => format!("alternative `{name}`: {title}"),
                    Language::Zh => format!("备选方案 `{name}`：{title}"),
                }),
                ..problem
            },
            None => problem,
        }
    })
}

/// Bytes of an alternative's entry to which a span of the changed file belongs; none if it lies elsewhere.
fn span_in(entry: &Entry, span: &Range<usize>, file: &Source, changed: &Source) -> Option<Range<usize>> {
    let (own, node) = (&entry.node.span, changed.find(&entry.key)?);
    if file.text()[own.clone()] != changed.text()[node.span.clone()] {
        // Changed once more since.
        return None;
    }
    if node.span.start <= span.start && span.end <= node.span.end {
        let moved = |at: usize| own.start + (at - node.span.start);
        return Some(moved(span.start)..moved(span.end));
    }
    (*span == node.head).then(|| entry.key_span.clone())
}
