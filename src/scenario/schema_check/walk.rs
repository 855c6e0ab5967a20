//! Walks a TOML tree against a JSON Schema: which keys a table has, which of them it needs, what a list holds.
//!
//! Understands the part of JSON Schema that [`crate::scenario::schema::of`] makes of file types, and the key `x-kind`,
//! which names the check of a single value ([`super::scalar_check`]) or of a distribution.

use super::json_schema::{admits, keys, kind_of, kind_word, property, resolve, strings, type_of, words_of};
use super::message::{Messages, Place};
use super::scalar_check;
use crate::language::{Text, said};
use crate::scenario::distribution;
use crate::scenario::problem::Problems;
use crate::scenario::source::{Entry, Node, Source, Value};
use crate::scenario::wording::{did_you_mean, was_meant};
use serde_json::{Map, Value as Json, json};
use std::borrow::Cow;
use std::cell::LazyCell;

/// Checks a file against the schema of its type. Returns what fits, as JSON ready to be deserialised:
/// optional values that do not fit are left out, so that later checks can still run; none when a
/// required one is missing or does not fit. Whatever was left out is a problem.
pub fn check<'s>(source: &'s Source, schema: &Json, problems: &mut Problems) -> Option<Cow<'s, Json>> {
    if let Some(known) = &source.checked {
        return Some(Cow::Borrowed(known));
    }
    let mut walk = Walk::new(source, schema, problems);
    let place = Place { name: "", of: None, span: None };
    walk.table(source.root().entries(), &[schema], place).map(Json::Object).map(Cow::Owned)
}

pub(super) struct Walk<'a> {
    schema: &'a Json,
    messages: Messages<'a>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(source: &'a Source, schema: &'a Json, problems: &'a mut Problems) -> Walk<'a> {
        Walk { schema, messages: Messages { source, problems } }
    }

    pub(super) fn value(&mut self, node: &'a Node, schema: &'a Json, place: Place<'a>) -> Option<Json> {
        let schema = self.resolve(schema);
        let place = Place { span: Some(&node.head), ..place };
        match (kind_of(schema), &node.value) {
            (Some("distribution"), _) => return self.distribution(node, schema, place),
            (Some("changes"), Value::Table(_)) | (Some("literal"), _) => return Some(json!({})),
            (Some("changes") | None, _) => {}
            (Some(_), _) => return scalar_check::check(node, schema, place, &mut self.messages),
        }
        if let Some(branches) = schema.get("anyOf").and_then(Json::as_array) {
            return self.any_of(node, branches, place);
        }
        if let Some(words) = words_of(schema) {
            return scalar_check::word(node, &words, place, &mut self.messages);
        }
        match (type_of(schema), &node.value) {
            (Some("object"), Value::Table(entries)) => {
                self.table(entries, &[schema], place).map(Json::Object)
            }
            (Some("array"), Value::List(items)) => self.list(node, items, schema, place),
            (Some("array"), Value::Table(_)) if node.head == node.span => {
                let help = {
                    let name = place.name;
                    Some(said!("head each one with `[[{name}]]`", "每项以 `[[{name}]]` 开头"))
                };
                self.messages.refuse(
                    &node.head,
                    place.title(said!("must be a list of tables", "应为表的列表")),
                    help,
                )
            }
            (Some("object"), Value::List(_)) => {
                let help = {
                    let name = place.name;
                    Some(said!(
                        "write `[{name}]` once, or `{name} = {{ ... }}`",
                        "请只写一次 `[{name}]`，或 `{name} = {{ ... }}`"
                    ))
                };
                self.messages.refuse(
                    &node.head,
                    place.title(said!("must be one table, not a list", "应为单个表，不是列表")),
                    help,
                )
            }
            _ => scalar_check::check(node, schema, place, &mut self.messages),
        }
    }

    fn resolve(&self, schema: &'a Json) -> &'a Json {
        resolve(self.schema, schema)
    }

    /// Checks a table whose keys are described by one schema, or by several that add up.
    fn table(
        &mut self,
        entries: &'a [Entry],
        parts: &[&'a Json],
        place: Place<'a>,
    ) -> Option<Map<String, Json>> {
        let mut out = Map::new();
        let mut complete = true;
        let mut meant: Vec<&str> = Vec::new();
        let unused = || keys(parts).filter(|key| !entries.iter().any(|e| e.key == *key)).collect::<Vec<_>>();
        let free = LazyCell::new(unused);
        let required = |key: &str| parts.iter().any(|part| strings(part, "required").any(|r| r == key));
        for entry in entries {
            let Some(schema) = property(parts, &entry.key) else {
                meant.extend(self.unknown_key(entry, &free, parts, place));
                continue;
            };
            let inner = Place { name: &entry.key, of: None, span: None };
            match self.value(&entry.node, schema, inner) {
                Some(value) => drop(out.insert(entry.key.clone(), value)),
                None => complete &= !required(&entry.key),
            }
        }
        for part in parts {
            for key in strings(part, "required") {
                if !entries.iter().any(|entry| entry.key == key) {
                    complete = false;
                    if !meant.contains(&key) {
                        self.missing_key(key, property(parts, key), place);
                    }
                }
            }
            complete &= self.one_of_keys(part, entries, &meant, place).is_some();
        }
        complete.then_some(out)
    }

    fn missing_key(&mut self, key: &str, schema: Option<&'a Json>, place: Place<'_>) {
        let help = schema.and_then(|schema| self.example(key, schema));
        self.messages.refuse_table::<()>(
            place,
            missing(key, place),
            help.map(|line| said!("write e.g. `{line}`", "例如 `{line}`")),
        );
    }

    fn example(&self, key: &str, schema: &'a Json) -> Option<String> {
        let first = |schema: &'a Json| schema.get("examples")?.get(0);
        let resolved = self.resolve(schema);
        if resolved.get("type").is_some_and(|t| t == "object") && first(schema).is_none() {
            let inner = strings(resolved, "required").next()?;
            let line = self.example(inner, resolved.get("properties")?.get(inner)?)?;
            return Some(format!("{key} = {{ {line} }}"));
        }
        let example = first(schema).or_else(|| first(resolved))?;
        Some(format!("{key} = {}", inline(example)))
    }

    /// Refuses a key; returns the one that was probably meant.
    fn unknown_key(
        &mut self,
        entry: &Entry,
        free: &[&'a str],
        parts: &[&'a Json],
        place: Place<'_>,
    ) -> Option<&'a str> {
        let hint = parts.iter().find_map(|part| part.get("x-hints")?.get(&entry.key)?.as_str());
        let home = self.home_of(&entry.key);
        let meant =
            did_you_mean(&entry.key, free.iter().copied()).filter(|_| hint.is_none() && home.is_none());
        let help = match (hint, home, meant) {
            (Some(hint), _, _) => Text::same(hint),
            (_, Some(home), _) => home,
            (_, _, Some(meant)) => was_meant(&entry.key, meant),
            _ => {
                let (name, all) = (place.name, listed(keys(parts)));
                match name.is_empty() {
                    true => said!("keys here: {all}", "此处可用的键：{all}"),
                    false => said!("keys of `{name}`: {all}", "`{name}` 可用的键：{all}"),
                }
            }
        };
        // What the advice names is not missing besides.
        let advised =
            || free.iter().copied().find(|key| hint.is_some_and(|hint| hint.contains(&format!("`{key}`"))));
        let meant = meant.or_else(advised);
        self.messages.refuse::<()>(&entry.key_span, unknown_key(&entry.key), Some(help));
        meant
    }

    /// Advises on the right table of a key that was written in a wrong one.
    fn home_of(&self, key: &str) -> Option<Text> {
        let top = self.schema.get("properties")?.as_object()?;
        if top.contains_key(key) {
            return Some(said!(
                "`{key}` belongs at the top of the file, before the first `[table]`",
                "`{key}` 应在文件开头、第一个 `[table]` 之前"
            ));
        }
        top.iter().find_map(|(table, schema)| {
            let schema = self.resolve(schema);
            let (item, header) = match schema.get("items") {
                Some(items) => (self.resolve(items), format!("[[{table}]]")),
                None => (schema, format!("[{table}]")),
            };
            let found = item.get("properties")?.get(key).is_some();
            found.then(|| said!("`{key}` belongs under `{header}`", "`{key}` 应在 `{header}` 之下"))
        })
    }

    /// Checks a `oneOf` of lists of required keys: exactly one list must be there.
    fn one_of_keys(
        &mut self,
        schema: &'a Json,
        entries: &[Entry],
        meant: &[&str],
        place: Place<'_>,
    ) -> Option<()> {
        let Some(branches) = schema.get("oneOf").and_then(Json::as_array) else { return Some(()) };
        if !branches.iter().all(|b| b.as_object().is_some_and(|b| b.len() == 1 && b.contains_key("required")))
        {
            return Some(());
        }
        let ways: Vec<Vec<&str>> = branches.iter().map(|b| strings(b, "required").collect()).collect();
        let written = |key: &&str| entries.iter().any(|entry| entry.key == **key);
        let begun = ways.iter().filter(|way| way.iter().any(&written)).count();
        let whole = ways.iter().filter(|way| way.iter().all(&written)).count();
        if begun == 1 && whole == 1 {
            return Some(());
        }
        if ways.iter().flatten().any(|key| meant.contains(key)) {
            return None;
        }
        let title = match begun {
            1 => {
                let way = ways.iter().find(|way| way.iter().any(&written))?;
                missing(way.iter().find(|k| !written(k))?, place)
            }
            0 => missing(ways.first()?.first()?, place),
            _ => {
                let both: Vec<&str> = ways.iter().flatten().copied().filter(|k| written(k)).collect();
                let (en, zh) = (joined(&both, " and "), joined(&both, " 和 "));
                said!("{en} do not go together", "{zh} 不能同时使用")
            }
        };
        let all =
            |and: &str, or: &str| ways.iter().map(|keys| joined(keys, and)).collect::<Vec<_>>().join(or);
        let (en, zh) = (all(" and ", ", or "), all(" 和 ", "，或 "));
        let help = said!("give {en}", "请填写 {zh}");
        self.messages.refuse_table(place, title, Some(help))
    }

    fn list(
        &mut self,
        node: &'a Node,
        items: &'a [Node],
        schema: &'a Json,
        place: Place<'a>,
    ) -> Option<Json> {
        let bound = |key: &str| schema.get(key).and_then(Json::as_u64);
        if bound("minItems").is_some_and(|least| (items.len() as u64) < least) {
            return self.messages.refuse(
                &node.span,
                place.title(said!("is empty", "为空")),
                Some(said!("write one or more values", "请填写一个或多个值")),
            );
        }
        if let Some(most) = bound("maxItems").filter(|most| items.len() as u64 > *most) {
            let help = Some(said!("at most {most} are allowed", "最多 {most} 个"));
            return self.messages.refuse(
                &node.span,
                place.title(said!("has too many items", "项数过多")),
                help,
            );
        }
        let inner = schema.get("items")?;
        let of_tables = type_of(self.resolve(inner)) == Some("object");
        let checked: Vec<Option<Json>> = items
            .iter()
            .enumerate()
            .map(|(i, item)| {
                let index = Some(i).filter(|_| !of_tables || !matches!(item.value, Value::Table(_)));
                self.value(item, inner, Place { of: index, ..place })
            })
            .collect();
        checked.into_iter().collect::<Option<Vec<Json>>>().map(Json::Array)
    }

    fn any_of(&mut self, node: &'a Node, branches: &'a [Json], place: Place<'a>) -> Option<Json> {
        let branches: Vec<&'a Json> = branches.iter().map(|branch| self.resolve(branch)).collect();
        match branches.iter().find(|branch| admits(branch, &node.value)) {
            Some(branch) => self.value(node, branch, place),
            None => scalar_check::refuse_all(node, &branches, place, &mut self.messages),
        }
    }

    /// Checks a table whose `distribution` key decides which other keys it has.
    fn distribution(&mut self, node: &'a Node, schema: &'a Json, place: Place<'a>) -> Option<Json> {
        let Value::Table(entries) = &node.value else {
            return scalar_check::refuse_distribution(node, place, &mut self.messages);
        };
        let branches = schema.get("oneOf").and_then(Json::as_array)?;
        let kinds = || branches.iter().filter_map(kind_word);
        let Some(tag) = node.get("distribution") else {
            let all = listed(kinds());
            let help = Some(said!("kinds: {all}", "种类：{all}"));
            return self.messages.refuse_table(place, missing("distribution", place), help);
        };
        let tagged = tag.as_text().and_then(|tag| branches.iter().find(|b| kind_word(b) == Some(tag)));
        let Some(branch) = tagged else {
            let place = Place { name: "distribution", of: None, span: None };
            return scalar_check::word(tag, &kinds().collect::<Vec<_>>(), place, &mut self.messages);
        };
        let checked = if schema.get("properties").is_some() {
            let value = self.table(entries, &[schema, branch], place)?;
            // Without a part's weight, which is no parameter of the distribution.
            let own = value.iter().filter(|(key, _)| property(&[branch], key).is_some());
            let own = Json::Object(own.map(|(key, value)| (key.clone(), value.clone())).collect());
            distribution::check(&own).map(|()| Json::Object(value))
        } else {
            let value = Json::Object(self.table(entries, &[branch], place)?);
            distribution::check(&value).map(|()| value)
        };
        let bad = match checked {
            Ok(value) => return Some(value),
            Err(bad) => bad,
        };
        match node.get(bad.name).filter(|_| bad.name != "distribution") {
            Some(written) => {
                let (name, must) = (bad.name, bad.must);
                let title = said!("`{name}` must be {must}", "`{name}` 不可取此值（应为 {must}）");
                self.messages.refuse(&written.span, title, None)
            }
            None => {
                let (place, name, must) = (place.name, bad.name, bad.must);
                let title = said!(
                    "the parameters of `{place}` are too extreme together",
                    "`{place}` 的参数合在一起过于极端"
                );
                let help = said!("its {name} would not be {must}", "其 {name} 不可取此值（应为 {must}）");
                self.messages.refuse(&node.head, title, Some(help))
            }
        }
    }
}

/// Returns whether the file would be well formed with another value at a dotted path. A file that is not so anyway proves
/// nothing.
pub fn fits(source: &Source, key: &str, literal: &str, schema: &Json) -> bool {
    let well_formed = |source: &Source| {
        let mut problems = Problems::new();
        check(source, schema, &mut problems);
        problems.is_empty()
    };
    source.with(key, literal).is_ok_and(|changed| well_formed(&changed) || !well_formed(source))
}

fn missing(key: &str, place: Place<'_>) -> Text {
    match place.name {
        "" => said!("missing key `{key}`", "缺少键 `{key}`"),
        table => said!("missing key `{key}` of `{table}`", "`{table}` 缺少键 `{key}`"),
    }
}

fn unknown_key(key: &str) -> Text {
    said!("unknown key `{key}`", "没有键 `{key}`")
}

/// "`a` and `b`".
fn joined(keys: &[&str], and: &str) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(and)
}

/// "`a`, `b`, `c`".
fn listed<'j>(words: impl Iterator<Item = &'j str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Writes JSON as an inline TOML value.
fn inline(value: &Json) -> String {
    match value {
        Json::Object(map) => {
            let entries: Vec<String> =
                map.iter().map(|(key, value)| format!("{key} = {}", inline(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Json::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}
