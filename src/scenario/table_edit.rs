//! Changes of tables, made before these are read: cells of a column multiplied or replaced, everything else as it stands.

use super::problem::{Place, Problem, Problems};
use super::table::{self, is_blank, is_same_name, line_of, spreadsheet};
use crate::language::{Text, said};
use std::path::Path;

/// A change of a table beside a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct TableEdit {
    /// The cells that change.
    pub cells: Cells,
    /// The change.
    pub change: CellChange,
}

/// Cells of a table: a whole column, or one cell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cells {
    /// The file, relative to the scenario's folder.
    pub file: String,
    /// The row of this id alone; none: every row.
    pub row: Option<String>,
    /// The column.
    pub column: String,
}

/// A change of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum CellChange {
    /// Its number is multiplied; a cell without one stays.
    Times(f64),
    /// Another text stands in it.
    Becomes(String),
}

impl Cells {
    /// Reads `FILE.csv:COLUMN` or `FILE.csv:ROW:COLUMN`; none of any other key.
    pub fn parse(key: &str) -> Option<Cells> {
        let (name, rest) = key.split_once(".csv:")?;
        let (row, column) = match rest.rsplit_once(':') {
            Some((row, column)) => (Some(row.to_owned()), column),
            None => (None, rest),
        };
        Some(Cells { file: format!("{name}.csv"), row, column: column.to_owned() })
    }

    /// Cells that no table has, for a key that names none: a change of them is refused.
    pub(super) fn unknown(key: &str) -> Cells {
        Cells { file: key.to_owned(), row: None, column: String::new() }
    }

    /// Checks that a table has such cells, and numbers in them if they are to be multiplied. On failure advice on what
    /// to write.
    pub fn check(&self, text: &str, multiplied: bool) -> Result<(), Text> {
        let change = |change| TableEdit { cells: self.clone(), change };
        if change(CellChange::Becomes("1".to_owned())).apply(text).is_none() {
            let (file, column) = (&self.file, &self.column);
            let header = text.lines().next().unwrap_or_default();
            return Err(match &self.row {
                Some(row) => {
                    said!(
                        "{file} has no row `{row}`, or no column `{column}`; its columns are {header}",
                        "{file} 没有行 `{row}`，或没有列 `{column}`；其列为 {header}"
                    )
                }
                None => said!("columns of {file} are {header}", "{file} 的列为 {header}"),
            });
        }
        if multiplied && change(CellChange::Times(1.0)).apply(text).is_none() {
            return Err(said!("there is no number to be multiplied", "没有可乘的数"));
        }
        Ok(())
    }
}

impl Cells {
    /// Returns what stands in the one cell that is named; none where a whole column is, or there is no such cell.
    pub fn text(&self, table: &str) -> Option<String> {
        self.row.as_ref()?;
        let edit = TableEdit { cells: self.clone(), change: CellChange::Times(1.0) };
        let reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes());
        let mut records = reader.into_records().flatten().filter(|r| r.iter().any(|f| !f.trim().is_empty()));
        let (column, id) = edit.header(&records.next()?)?;
        let row = records.find(|record| edit.is_of(record, id))?;
        Some(row.get(column)?.trim().to_owned())
    }
}

impl std::fmt::Display for Cells {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Cells { file, row, column } = self;
        match row {
            Some(row) => write!(f, "{file}:{row}:{column}"),
            None if column.is_empty() => f.write_str(file),
            None => write!(f, "{file}:{column}"),
        }
    }
}

/// Columns by which a row is named; else the first.
const IDS: [&str; 3] = ["number", "id", "profile"];

impl TableEdit {
    /// The key and the value as they were set.
    pub(super) fn place(&self) -> (String, String) {
        let value = match &self.change {
            CellChange::Times(factor) => format!("{factor} times"),
            CellChange::Becomes(text) => text.clone(),
        };
        (self.cells.to_string(), value)
    }

    /// Returns whether nothing is left of an earlier change after this one.
    pub(super) fn hides(&self, earlier: &TableEdit) -> bool {
        let (own, first) = (&self.cells, &earlier.cells);
        // A factor multiplies what was put there before.
        matches!(self.change, CellChange::Becomes(_))
            && own.file == first.file
            && is_same_name(&own.column, &first.column)
            && (own.row.is_none() || own.row == first.row)
    }

    /// Moves problems of the cells that it changes from the lines of the table, which hold other values, to its key.
    /// `text` is the table before the change.
    pub(super) fn at_its_key(&self, found: Problems, path: &Path, text: &str) -> Problems {
        let lines = self.lines(text);
        found.map(|problem| match &problem.place {
            Place::Row { line, column: Some(column), .. }
                if problem.file == path
                    && is_same_name(column, &self.cells.column)
                    && lines.contains(line) =>
            {
                let (key, literal) = self.place();
                Problem { place: Place::Set { key, literal }, ..problem }
            }
            _ => problem,
        })
    }

    /// The lines of the rows that it changes.
    fn lines(&self, text: &str) -> Vec<u64> {
        let (mut header, mut lines) = (None, Vec::new());
        for record in table::reader(text, b',').into_records().flatten() {
            match header {
                None if !is_blank(&record) => header = self.header(&record),
                Some((_, id)) if self.is_of(&record, id) => lines.push(line_of(text, &record)),
                _ => {}
            }
        }
        lines
    }

    /// Returns the text of the table after the change; none if it has no such column or row, or no number there to be
    /// multiplied.
    pub fn apply(&self, text: &str) -> Option<String> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let reader = table::reader(&text, b',');
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        let (mut header, mut changed) = (None, false);
        for record in reader.into_records() {
            let mut record = record.ok()?;
            let blank = is_blank(&record);
            match header {
                None if !blank => header = Some(self.header(&record)?),
                Some((column, id)) if !blank && self.is_of(&record, id) => {
                    if let Some(cell) = record.get(column).and_then(|cell| self.cell(cell.trim())) {
                        changed = true;
                        let field =
                            |(i, old): (usize, &str)| if i == column { cell.clone() } else { old.to_owned() };
                        record = record.iter().enumerate().map(field).collect();
                    }
                }
                _ => {}
            }
            writer.write_record(&record).ok()?;
        }
        let bytes = writer.into_inner().ok()?;
        changed.then(|| String::from_utf8(bytes).ok()).flatten()
    }

    /// Places of the column and of the row's id.
    fn header(&self, record: &csv::StringRecord) -> Option<(usize, usize)> {
        let place = |name: &str| record.iter().position(|field| is_same_name(field, name));
        Some((place(&self.cells.column)?, IDS.iter().find_map(|id| place(id)).unwrap_or(0)))
    }

    fn is_of(&self, record: &csv::StringRecord, id: usize) -> bool {
        self.cells.row.as_deref().is_none_or(|row| record.get(id).map(str::trim) == Some(row))
    }

    fn cell(&self, cell: &str) -> Option<String> {
        match &self.change {
            CellChange::Times(factor) => times(cell, *factor),
            CellChange::Becomes(text) => Some(text.clone()),
        }
    }
}

/// Multiplies a number with or without a unit: `270 s` x 1.1 = `297 s`. None if it is no number.
fn times(written: &str, factor: f64) -> Option<String> {
    let quantity = spreadsheet::duration(written).ok()?;
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    let end = quantity.find(|c| !number(c)).unwrap_or(quantity.len());
    let (number, unit) = quantity.split_at(end);
    let value: f64 = number.parse().ok().filter(|_| !unit.starts_with([':', ',']))?;
    Some(format!("{}{unit}", tidy(value * factor)))
}

/// Rounds off the last digits that binary fractions leave: 270 x 1.1 is 297, not 297.00000000000006.
pub fn tidy(value: f64) -> f64 {
    let digits = zmij::Buffer::new().format(value).bytes().filter(u8::is_ascii_digit).count();
    // Most numbers are so already.
    if digits <= 13 {
        return value;
    }
    format!("{value:.12e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(row: Option<&str>, column: &str, change: CellChange) -> Option<String> {
        let cells = Cells { file: "t.csv".into(), row: row.map(str::to_owned), column: column.into() };
        TableEdit { cells, change }.apply(TABLE)
    }

    const TABLE: &str = "number,aht,note\n12333,270 s,\"a, b\"\n12315,,x\n12320,4.5 min,\n";

    #[test]
    fn a_column_is_multiplied_with_its_units_and_nothing_else_changes() {
        let all = changed(None, "aht", CellChange::Times(1.1)).unwrap();
        assert_eq!(all, "number,aht,note\n12333,297 s,\"a, b\"\n12315,,x\n12320,4.95 min,\n");
        let one = changed(Some("12320"), "aht", CellChange::Times(2.0)).unwrap();
        assert_eq!(one, "number,aht,note\n12333,270 s,\"a, b\"\n12315,,x\n12320,9 min,\n");
    }

    #[test]
    fn a_cell_is_replaced() {
        let one = changed(Some("12315"), "aht", CellChange::Becomes("60 s".into())).unwrap();
        assert_eq!(one, TABLE.replace("12315,,x", "12315,60 s,x"));
    }

    #[test]
    fn a_cell_put_there_hides_what_was_put_before_and_a_factor_does_not() {
        let edit = |row: Option<&str>, change: CellChange| {
            let cells = Cells { file: "t.csv".into(), row: row.map(str::to_owned), column: "aht".into() };
            TableEdit { cells, change }
        };
        let (column, cell) = (edit(None, CellChange::Becomes("1 s".into())), Some("12315"));
        let cell = edit(cell, CellChange::Becomes("2 s".into()));
        assert!(column.hides(&column) && column.hides(&cell) && !cell.hides(&column));
        let factor = edit(None, CellChange::Times(1.1));
        assert!(!factor.hides(&column) && !factor.hides(&factor) && column.hides(&factor));
    }

    #[test]
    fn a_column_row_or_number_that_is_not_there_is_none() {
        assert_eq!(changed(None, "talk", CellChange::Times(1.1)), None);
        assert_eq!(changed(Some("1"), "aht", CellChange::Times(1.1)), None);
        assert_eq!(changed(None, "note", CellChange::Times(1.1)), None);
    }

    #[test]
    fn quantities_keep_their_units() {
        assert_eq!(times("0.30 per inhabitant-year", 2.0).as_deref(), Some("0.6 per inhabitant-year"));
        assert_eq!(times("28 %", 0.5).as_deref(), Some("14 %"));
        assert_eq!(times("1,200 s", 2.0).as_deref(), Some("2400 s"));
        assert_eq!(times("0:04:30", 2.0).as_deref(), Some("540 s"));
        assert_eq!(times("7:15", 2.0), None);
        assert_eq!((times("full", 2.0), times("", 2.0)), (None, None));
    }
}
