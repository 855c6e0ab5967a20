//! Reads the design `list`: a CSV file, a column per key, a row per point.

use super::axis::Axis;
use super::key::{KeyScope, Target};
use crate::language::{Text, said};
use crate::scenario::problem::{Place, Problem, Problems};
use crate::scenario::source::{Source, Value};
use crate::scenario::table::{self, is_blank, line_of, spreadsheet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of values, each read when asked for.
pub struct List {
    path: PathBuf,
    text: Arc<str>,
    /// The byte at which each row begins.
    rows: Vec<u32>,
}

impl List {
    /// Number of points.
    pub fn count(&self) -> u64 {
        self.rows.len() as u64
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The line of a point.
    pub(super) fn line(&self, point: u64) -> u64 {
        let from = self.rows.get(point as usize).map_or(self.text.len(), |row| *row as usize);
        let before = self.text.get(..from).unwrap_or_default();
        let blank = self.text.get(from..).unwrap_or_default().bytes().take_while(|b| *b == b'\n').count();
        (before.matches('\n').count() + blank) as u64 + 1
    }

    /// The values of a row; none where a cell is empty.
    pub(super) fn values(&self, axes: &[Axis], point: u64) -> Vec<Option<Value>> {
        let from = self.rows.get(point as usize).map_or(self.text.len(), |row| *row as usize);
        let record = table::reader(&self.text[from..], b',').into_records().next();
        let cell = |index: usize| record.as_ref()?.as_ref().ok()?.get(index).map(str::trim);
        axes.iter().enumerate().map(|(index, axis)| value(cell(index).unwrap_or_default(), axis)).collect()
    }
}

/// Reads a cell: a number or another TOML literal, else a text. What a spreadsheet makes of a value is put into the form
/// that the scenario's own has.
fn value(cell: &str, axis: &Axis) -> Option<Value> {
    if cell.is_empty() {
        return None;
    }
    let text = |plain: &str| Value::Text(plain.to_owned());
    let literal = cell.starts_with(['"', '{', '[', '\'']);
    if axis.target == Target::Alternative && !literal {
        return Some(text(cell));
    }
    let plain = match &axis.base {
        Some(Value::Text(_)) if !literal => {
            // A duration that says nothing stays as it is, and is refused with advice where it is put.
            return Some(text(&spreadsheet::duration(cell).unwrap_or(cell.into())));
        }
        Some(Value::Date(_)) => spreadsheet::date(cell),
        Some(Value::Truth(_)) => spreadsheet::truth(cell),
        _ if !literal => spreadsheet::number(cell),
        _ => cell.into(),
    };
    Some(Value::parse(&plain).unwrap_or_else(|| text(cell)))
}

/// Reads the table; axes are the keys of its header.
pub(super) fn read(
    path: &Path,
    text: Arc<str>,
    study: &Source,
    scope: &KeyScope<'_>,
    problems: &mut Problems,
) -> Option<(Vec<Axis>, List)> {
    let at = |line: u64, title: Text| Problem::at(path, Place::Row { line, column: None, row: None }, title);
    let (mut axes, mut rows) = (Vec::new(), Vec::new());
    let mut records = table::reader(&text, b',');
    let mut record = csv::StringRecord::new();
    loop {
        let from = records.position().byte();
        match records.read_record(&mut record) {
            Ok(true) if is_blank(&record) => continue,
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                problems.push(Problem::whole(path, format!("cannot be read as CSV: {error}")));
                return None;
            }
        }
        let line = line_of(&text, &record);
        if axes.is_empty() {
            axes = header(&record, &|title| at(line, title), study, scope, problems);
            continue;
        }
        if record.len() < axes.len() || filled(&record) > axes.len() {
            let (fields, header) = (record.len(), axes.len());
            let title = said!(
                "row has {fields} fields, the header has {header}",
                "该行有 {fields} 个字段，表头有 {header} 个"
            );
            problems.push(at(line, title));
        }
        rows.push(u32::try_from(from).ok()?);
    }
    if rows.is_empty() {
        problems.push(
            Problem::whole(path, said!("the table has no points", "表中没有点"))
                .help(said!("a header of keys, then a row per point", "表头为键名，其后每点一行")),
        );
    }
    Some((axes, List { path: path.to_owned(), text, rows }))
}

/// The number of fields up to the last that is filled.
fn filled(record: &csv::StringRecord) -> usize {
    (0..record.len()).rev().find(|index| !record[*index].trim().is_empty()).map_or(0, |last| last + 1)
}

/// Reads the header: a key per column, up to the last that is named.
fn header(
    record: &csv::StringRecord,
    at: &dyn Fn(Text) -> Problem,
    study: &Source,
    scope: &KeyScope<'_>,
    problems: &mut Problems,
) -> Vec<Axis> {
    let named = filled(record);
    let mut axes: Vec<Axis> = Vec::new();
    for key in record.iter().take(named).map(str::trim) {
        let mut target = Target::parse(key);
        if let Target::Cells { times, .. } = &mut target {
            *times = true;
        }
        if let Some(found) = scope.fault(key, &target, study, 0..0) {
            problems.push(Problem { found: found.found, help: found.help, ..at(found.title) });
        }
        if let Some(first) = axes.iter().find(|axis| scope.is_same(&axis.key, key)) {
            let title = match first.key == key {
                true => said!("column `{key}` appears twice", "列 `{key}` 出现两次"),
                false => {
                    let first = &first.key;
                    said!("columns `{first}` and `{key}` are one value", "列 `{first}` 与 `{key}` 是同一个值")
                }
            };
            problems.push(at(title).help(said!(
                "leave one of them out: of two values one would have no effect",
                "请删去其一：两个值中有一个不起作用"
            )));
        }
        let base = scope.own_value(key, &target);
        axes.push(Axis::of(key, target, Vec::new(), base));
    }
    axes
}
