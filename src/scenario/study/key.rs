//! Finds the place in a scenario at which a key of a study points.

use super::quantity::Quantity;
use crate::language::{Text, said};
use crate::scenario::input::InputFile;
use crate::scenario::load::{Scenario, schema_of};
use crate::scenario::problem::Problem;
use crate::scenario::schema_check::fits;
use crate::scenario::source::{Node, Source, Value};
use crate::scenario::table;
use crate::scenario::table_edit::{CellChange, Cells, TableEdit};
use crate::scenario::wording::{list, meant_or};
use std::ops::Range;

/// The key of whole alternatives.
pub const ALTERNATIVE: &str = "alternative";
/// The alternative that changes nothing.
pub const AS_IS: &str = "as-is";

/// The key of the sites that a plan is cut to.
pub const ONLY_SITES: &str = "only_sites";

/// The place at which a key points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A value of the scenario's TOML, by its dotted path.
    Value,
    /// Cells of a table.
    Cells {
        cells: Cells,
        /// Values are factors on their numbers.
        times: bool,
    },
    /// Whole alternatives.
    Alternative,
}

impl Target {
    pub(super) fn parse(key: &str) -> Target {
        match Cells::parse(key) {
            _ if key == ALTERNATIVE => Target::Alternative,
            Some(cells) => Target::Cells { cells, times: false },
            None => Target::Value,
        }
    }

    /// The change of a table that a value means.
    pub(super) fn edit(&self, value: &Value) -> Option<TableEdit> {
        let Target::Cells { cells, times } = self else { return None };
        let change = match times {
            true => CellChange::Times(Quantity::of(value)?.number),
            false => CellChange::Becomes(value.plain()),
        };
        Some(TableEdit { cells: cells.clone(), change })
    }
}

/// The scenario at which keys point.
pub(super) struct KeyScope<'s> {
    pub(super) scenario: &'s Scenario,
    /// Every file of the scenario.
    pub(super) files: &'s [InputFile],
    /// Names of alternatives, the study's first.
    pub(super) alternatives: Vec<String>,
}

impl KeyScope<'_> {
    fn source(&self) -> &Source {
        self.scenario.source()
    }

    /// The problem of a key that points at nothing; `span` is its place in the study.
    pub(super) fn fault(
        &self,
        key: &str,
        target: &Target,
        study: &Source,
        span: Range<usize>,
    ) -> Option<Problem> {
        let (what, help) = match target {
            Target::Alternative => return None,
            Target::Value if self.source().find(key).is_some() => return None,
            Target::Value => ("value", self.meant(key)),
            Target::Cells { cells, times } => ("cells", self.check_cells(cells, *times).err()?),
        };
        Some(study.problem(span, nothing_at(what, key)).help(help))
    }

    fn meant(&self, key: &str) -> Text {
        let mut paths = Vec::new();
        walk(self.source().root(), "", &mut paths);
        meant_or(key, paths.iter().map(String::as_str), || {
            let file = self.source().path().display();
            said!(
                "name a value that {file} writes by its dotted path, a hotline by its number; a column of a table is `sites.csv:volume`",
                "请用点分路径指明 {file} 中的一个值，热线以号码表示；表格的列写作 `sites.csv:volume`"
            )
        })
    }

    fn check_cells(&self, cells: &Cells, times: bool) -> Result<(), Text> {
        let folder = self.scenario.folder();
        let path = folder.join(&cells.file);
        let tables = || self.files.iter().filter_map(|f| f.path.strip_prefix(folder).ok()?.to_str());
        let Some(found) = self.files.iter().find(|found| found.path == path) else {
            let names: Vec<&str> = tables().filter(|name| name.ends_with(".csv")).collect();
            return Err(match names.is_empty() {
                true => said!("the scenario has no tables", "该情景没有表格"),
                false => {
                    let Text { en, zh } = list(names.into_iter());
                    said!("tables are {en}", "表格有 {zh}")
                }
            });
        };
        let sheet = table::sheet(&path, &found.bytes)
            .map_err(|_| said!("the table cannot be read", "无法读取该表"))?;
        cells.check(&sheet.text, times)
    }

    /// The scenario's own value at a key; 1 of factors on a column.
    pub(super) fn own_value(&self, key: &str, target: &Target) -> Option<Value> {
        match target {
            Target::Value => self.source().find(key).map(|node| node.value.clone()),
            Target::Cells { times: true, .. } => Some(Value::Float(1.0)),
            Target::Cells { .. } => None,
            Target::Alternative => Some(Value::Text(AS_IS.to_owned())),
        }
    }

    /// Returns whether two keys point at the same place.
    pub(super) fn is_same(&self, a: &str, b: &str) -> bool {
        let places = |key: &str| self.source().places(key).filter(|_| Cells::parse(key).is_none());
        a == b || places(a).zip(places(b)).is_some_and(|(a, b)| a == b)
    }

    pub(super) fn knows(&self, name: &str) -> bool {
        name == AS_IS || self.alternatives.iter().any(|own| own == name)
    }

    pub(super) fn alternatives_help(&self) -> String {
        let names = self.alternatives.iter().map(String::as_str).chain([AS_IS]);
        format!("alternatives are {}", list(names))
    }

    /// Returns whether a key takes a whole number and refuses one and a half.
    pub(super) fn refuses_fractions(&self, key: &str, like: &Quantity) -> bool {
        let schema = schema_of(self.source());
        let takes = |number: f64| fits(self.source(), key, &like.with(number, false).literal(), schema);
        // A share refuses one and a half too, for it is at most 1.
        takes(1.0) && !takes(1.5) && !takes(0.5)
    }
}

fn walk(node: &Node, path: &str, paths: &mut Vec<String>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match &node.value {
        Value::Table(entries) => entries.iter().for_each(|entry| {
            paths.push(below(&entry.key));
            walk(&entry.node, &below(&entry.key), paths);
        }),
        Value::List(items) => items.iter().enumerate().for_each(|(index, item)| {
            let name = item.get("number").or_else(|| item.get("id")).and_then(Node::as_text);
            walk(item, &below(&name.map_or_else(|| index.to_string(), str::to_owned)), paths);
        }),
        _ => {}
    }
}

fn nothing_at(what: &str, key: &str) -> Text {
    let zh = if what == "cells" { "单元格" } else { "值" };
    said!("no {what} at `{key}`", "`{key}` 处没有{zh}")
}
