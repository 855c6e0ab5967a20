//! Reads the design `list`: a CSV file, a column per key, a row per point.

use super::axis::Axis;
use super::key::{KeyScope, Target};
use crate::scenario::problem::{Place, Problem, Problems};
use crate::scenario::source::{Source, Value};
use std::path::Path;
use std::sync::Arc;

/// Rows of values, each read when asked for.
pub struct List {
    text: Arc<str>,
    /// The byte at which each row begins.
    rows: Vec<u32>,
}

impl List {
    /// Number of points.
    pub fn count(&self) -> u64 {
        self.rows.len() as u64
    }

    /// The values of a row; none where a cell is empty.
    pub(super) fn values(&self, axes: &[Axis], point: u64) -> Vec<Option<Value>> {
        let from = self.rows.get(point as usize).map_or(self.text.len(), |row| *row as usize);
        let record = reader(&self.text[from..]).into_records().next();
        let cell = |index: usize| record.as_ref()?.as_ref().ok()?.get(index).map(str::trim);
        axes.iter().enumerate().map(|(index, axis)| value(cell(index).unwrap_or_default(), axis)).collect()
    }
}

fn reader(text: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Reads a cell: a number or another TOML literal, else a text.
fn value(cell: &str, axis: &Axis) -> Option<Value> {
    if cell.is_empty() {
        return None;
    }
    let text = || Value::Text(cell.to_owned());
    let texts = axis.target == Target::Alternative || matches!(axis.base, Some(Value::Text(_)));
    let literal = cell.starts_with(['"', '{', '[', '\'']);
    Some(if texts && !literal { text() } else { Value::parse(cell).unwrap_or_else(text) })
}

/// Reads the table; axes are the keys of its header.
pub(super) fn read(
    path: &Path,
    text: Arc<str>,
    study: &Source,
    scope: &KeyScope<'_>,
    problems: &mut Problems,
) -> Option<(Vec<Axis>, List)> {
    let at =
        |line: u64, title: String| Problem::at(path, Place::Row { line, column: None, row: None }, title);
    let (mut axes, mut rows, mut width) = (Vec::new(), Vec::new(), None);
    let mut records = reader(&text);
    let mut record = csv::StringRecord::new();
    loop {
        let from = records.position().byte();
        match records.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                problems.push(Problem::whole(path, format!("cannot be read as CSV: {error}")));
                return None;
            }
        }
        let line = record.position().map_or(1, csv::Position::line);
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let Some(width) = width else {
            width = Some(record.len());
            for key in record.iter().map(str::trim) {
                let mut target = Target::parse(key);
                if let Target::Cells { times, .. } = &mut target {
                    *times = true;
                }
                if let Some(found) = scope.fault(key, &target, study, 0..0) {
                    problems.push(Problem { found: found.found, help: found.help, ..at(line, found.title) });
                }
                let base = scope.own_value(key, &target);
                axes.push(Axis::of(key, target, Vec::new(), base));
            }
            continue;
        };
        if record.len() != width {
            let title = format!("row has {} fields, the header has {width}", record.len());
            problems.push(at(line, title));
        }
        match u32::try_from(from) {
            Ok(from) => rows.push(from),
            Err(_) => return None,
        }
    }
    if rows.is_empty() {
        problems.push(
            Problem::whole(path, "the table has no points").help("a header of keys, then a row per point"),
        );
    }
    Some((axes, List { text, rows }))
}
