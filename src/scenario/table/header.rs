//! Reads the header of a table: its columns in any case, with a unit in brackets; unknown, missing and repeated ones are
//! refused.

use super::header_unit::{self, HeaderUnit};
use crate::language::{Text, said};
use crate::scenario::problem::{Place, Problem, Problems};
use crate::scenario::wording::{did_you_mean, list, was_meant};
use std::path::Path;

/// A column that a table may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Whether the table must have it.
    pub required: bool,
}

/// A column that must be there.
pub const fn required(name: &'static str) -> Column {
    Column { name, required: true }
}

/// A column that may be left out.
pub const fn optional(name: &'static str) -> Column {
    Column { name, required: false }
}

/// Returns whether a header's field names a column: in any case, with blanks around it.
pub(in crate::scenario) fn is_same_name(field: &str, column: &str) -> bool {
    field.trim().eq_ignore_ascii_case(column)
}

/// The place of a header, and the columns that it may have.
pub(super) struct Header<'h> {
    pub(super) path: &'h Path,
    pub(super) line: u64,
    pub(super) columns: &'h [Column],
    /// The column that names rows.
    pub(super) id: Option<&'static str>,
}

impl Header<'_> {
    /// Returns the names of the columns as the table declares them; none if rows cannot be told apart.
    pub(super) fn names(&self, fields: Vec<String>, problems: &mut Problems) -> Option<Vec<String>> {
        let last = fields.iter().rposition(|field| !field.is_empty()).map_or(0, |last| last + 1);
        let declared = |field: &String| {
            let column = self.columns.iter().find(|column| is_same_name(field, column.name));
            column.map_or_else(|| field.clone(), |column| column.name.to_owned())
        };
        let names: Vec<String> = fields[..last].iter().map(declared).collect();
        let mut misspelt = Vec::new();
        for (i, name) in names.iter().enumerate() {
            if name.is_empty() {
                let column = i + 1;
                let title = said!("column {column} has no name", "第 {column} 列没有名称");
                problems.push(
                    self.problem(title).help(said!("name it, or delete the column", "请命名，或删除该列")),
                );
            } else if names[..i].contains(name) {
                problems.push(self.problem(said!("column `{name}` appears twice", "列 `{name}` 出现两次")));
            } else if !self.columns.iter().any(|column| column.name == name) {
                let (problem, meant) = self.unknown(name, &names);
                misspelt.extend(meant);
                problems.push(problem);
            }
        }
        let absent = |c: &&Column| !names.iter().any(|name| name == c.name);
        let lacking: Vec<&Column> = self.columns.iter().filter(|c| c.required).filter(absent).collect();
        for column in lacking.iter().filter(|column| !misspelt.contains(&column.name)) {
            let name = column.name;
            problems.push(self.problem(said!("missing column `{name}`", "缺少列 `{name}`")));
        }
        (!lacking.iter().any(|column| Some(column.name) == self.id)).then_some(names)
    }

    fn problem(&self, title: impl Into<Text>) -> Problem {
        Problem::at(self.path, Place::Row { line: self.line, column: None, row: None }, title)
    }

    /// The problem of a column that the table does not declare, and the column that was probably meant.
    fn unknown(&self, name: &str, names: &[String]) -> (Problem, Option<&'static str>) {
        let problem = self.problem(said!("unknown column `{name}`", "没有列 `{name}`"));
        let of_column = |name: &str| self.columns.iter().map(|c| c.name).find(|c| is_same_name(name, c));
        if let (bare, Some(HeaderUnit::Unknown(unit))) = header_unit::split(name)
            && let Some(column) = of_column(bare)
        {
            let help = said!(
                "`{unit}` is not known as a unit: name the column `{column}`, and write units as cells do: `270 s`",
                "`{unit}` 不是可识别的单位：请将该列命名为 `{column}`，单位写在单元格内：`270 s`"
            );
            return (problem.help(help), Some(column));
        }
        let free = self.columns.iter().map(|c| c.name).filter(|c| !names.iter().any(|name| name == c));
        let meant = did_you_mean(name, free);
        let help = match meant {
            Some(meant) => was_meant(name, meant),
            None => {
                let Text { en, zh } = list(self.columns.iter().map(|c| c.name));
                said!("columns are {en}", "列有 {zh}")
            }
        };
        (problem.help(help), meant)
    }
}
