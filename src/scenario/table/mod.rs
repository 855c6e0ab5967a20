//! Reads CSV tables as people keep them in spreadsheets: declared columns, typed cells, every problem with its line and
//! column.

mod encoding;
mod header;
pub(super) mod header_unit;
mod records;
mod sheet;
pub(super) mod spreadsheet;

pub(super) use encoding::{Encoding, decode};
pub(super) use header::is_same_name;
pub use header::{Column, optional, required};
pub(super) use records::{is_blank, line_of, reader};
pub(super) use sheet::{Sheet, read as sheet};

use super::problem::{Place, Problem, Problems};
use super::units::{self, Fault, Volume};
use super::wording::{count, hidden, is_hidden, unknown_word};
use crate::language::{Text, said};
use header::Header;
use jiff::civil::Date;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A table that was read: its rows in order, blank lines left out.
#[derive(Clone, Debug)]
pub struct Table {
    path: PathBuf,
    noun: &'static str,
    id: Option<usize>,
    header: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
    /// Rows with too many or too few fields: known by their id only.
    damaged: Vec<Vec<String>>,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    /// Its line in the file, from 1; the header is line 1.
    pub line: u64,
    fields: &'t [String],
}

/// One cell: its text without surrounding blanks.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'t> {
    row: Row<'t>,
    column: &'static str,
    /// The text.
    pub text: &'t str,
}

impl Table {
    /// Reads a table of `columns` from its text. `noun` says what a row is about ("hotline"); `id` is
    /// the column that names it, whose values must differ. Unknown, missing and repeated columns, rows
    /// with too many or too few fields and repeated ids become problems; the table is still returned
    /// if its header can be used, with the rows that have the right number of fields.
    pub fn read(
        path: &Path,
        text: &str,
        noun: &'static str,
        id: Option<&'static str>,
        columns: &[Column],
        problems: &mut Problems,
    ) -> Option<Table> {
        // One kind of line end, so that lines count as an editor counts them.
        let text: Cow<'_, str> = match text.contains('\r') {
            true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
            false => text.into(),
        };
        let mut reader = reader(&text, b',');
        let mut records = reader.records();
        let mut table = Table {
            path: path.to_owned(),
            noun,
            id: None,
            header: Vec::new(),
            rows: Vec::new(),
            damaged: Vec::new(),
        };
        for record in records.by_ref() {
            match record {
                Ok(record) => table.accept(&record, line_of(&text, &record), columns, id, problems)?,
                Err(error) => problems.push(Problem::whole(
                    path,
                    said!("cannot be read as CSV: {error}", "无法按 CSV 读取：{error}"),
                )),
            }
        }
        table.id = id.and_then(|id| table.index(id));
        table.refuse_repeated_ids(problems);
        Some(table)
    }

    fn accept(
        &mut self,
        record: &csv::StringRecord,
        line: u64,
        columns: &[Column],
        id: Option<&'static str>,
        problems: &mut Problems,
    ) -> Option<()> {
        if is_blank(record) {
            return Some(());
        }
        let mut fields: Vec<String> = record.iter().map(|field| field.trim().to_owned()).collect();
        if self.header.is_empty() {
            let header = Header { path: &self.path, line, columns, id };
            self.header = header.names(fields, problems)?;
            return Some(());
        }
        // Spreadsheets leave separators of columns behind that were emptied.
        while fields.len() > self.header.len() && fields.last().is_some_and(String::is_empty) {
            fields.pop();
        }
        let place = |column: Option<&String>| Place::Row { line, column: column.cloned(), row: None };
        if let Some(index) = fields.iter().position(|field| field.contains(is_hidden)) {
            let title = hidden(&fields[index]);
            let help = said!(
                "delete it: it cannot be seen, and makes two names that look the same differ",
                "请删除：它不可见，会使看似相同的名称不同"
            );
            problems.push(Problem::at(&self.path, place(self.header.get(index)), title).help(help));
            // Others refer to the row as it looks.
            self.damaged.push(fields.iter().map(|field| field.replace(is_hidden, "")).collect());
            return Some(());
        }
        if fields.len() == self.header.len() {
            self.rows.push((line, fields));
            return Some(());
        }
        let title = said!(
            "row has {fields}, the header has {header}",
            "该行有 {n} 个字段，表头有 {header} 个",
            n = fields.len(),
            header = self.header.len(),
            fields = count(n, "field"),
        );
        let help = said!(
            "a field that contains a comma is put in double quotes: `\"a, b\"`",
            "含逗号的字段须加双引号：`\"a, b\"`"
        );
        problems.push(Problem::at(&self.path, place(None), title).help(help));
        self.damaged.push(fields);
        Some(())
    }

    fn refuse_repeated_ids(&self, problems: &mut Problems) {
        let Some(id) = self.id else { return };
        let mut seen = std::collections::HashMap::new();
        for row in self.rows() {
            let value = row.fields[id].as_str();
            if spreadsheet::is_exponential(value) {
                let title = said!(
                    "{noun} {value} is a number cut short by a spreadsheet",
                    "{value} 是被电子表格截短的数字",
                    noun = self.noun
                );
                problems.push(row.problem(title).help(said!(
                    "make the column text before its ids are written",
                    "请先将该列设为文本格式再填写 id"
                )));
            }
            if let Some(first) = seen.get(value).filter(|_| !value.is_empty()) {
                let help = said!(
                    "first on line {first}; each {noun} has one row",
                    "首次出现在第 {first} 行；每项只能有一行",
                    noun = self.noun
                );
                problems.push(
                    row.problem(said!("{noun} {value} appears twice", "{value} 出现两次", noun = self.noun))
                        .help(help),
                );
            } else {
                seen.insert(value, row.line);
            }
        }
    }

    /// The rows in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, fields)| Row { table: self, line: *line, fields })
    }

    /// The ids by which others refer to rows: of the rows in order, then of rows that could not be read.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let damaged = self.damaged.iter().filter_map(|fields| fields.get(self.id?));
        self.rows().map(|row| row.id()).chain(damaged.map(String::as_str))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a row could not be read: then ids go beyond the rows.
    pub fn is_damaged(&self) -> bool {
        !self.damaged.is_empty()
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the table has this column.
    pub fn has(&self, column: &str) -> bool {
        self.index(column).is_some()
    }

    fn index(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|name| name == column)
    }
}

impl<'t> Row<'t> {
    /// The value of the table's id column; empty if there is none.
    pub fn id(&self) -> &'t str {
        self.table.id.map_or("", |id| self.fields[id].as_str())
    }

    /// The cell of a column; blank if the table lacks it.
    pub fn cell(&self, column: &'static str) -> Cell<'t> {
        let text = self.table.index(column).map_or("", |i| self.fields[i].as_str());
        Cell { row: *self, column, text }
    }

    /// The cell of a column unless it is blank.
    pub fn filled(&self, column: &'static str) -> Option<Cell<'t>> {
        Some(self.cell(column)).filter(|cell| !cell.text.is_empty())
    }

    /// A problem of this row.
    pub fn problem(&self, title: impl Into<Text>) -> Problem {
        let row = (!self.id().is_empty()).then(|| format!("{} {}", self.table.noun, self.id()));
        Problem::at(&self.table.path, Place::Row { line: self.line, column: None, row }, title)
    }
}

/// Getters: the value, or none and a problem at this cell. A blank cell is a problem too; ask for it
/// with [`Row::filled`] where it may be blank. Where the whole column is missing nothing is added to
/// the problem of the header.
impl<'t> Cell<'t> {
    /// A problem of this cell.
    pub fn problem(&self, title: impl Into<Text>) -> Problem {
        let place = Place::Row { line: self.row.line, column: Some(self.column.to_owned()), row: None };
        Problem::at(&self.row.table.path, place, title)
    }

    /// Any text.
    pub fn text(&self, problems: &mut Problems) -> Option<&'t str> {
        self.get(|text| Ok(text.to_owned()), problems).map(|_| self.text)
    }

    /// A duration in seconds, `270 s` or `0:04:30`.
    pub fn duration(&self, problems: &mut Problems) -> Option<f64> {
        self.get(|text| units::duration(&spreadsheet::duration(text)?), problems)
    }

    /// A date, `2021-04-26` or `2021/4/26`.
    pub fn date(&self, problems: &mut Problems) -> Option<Date> {
        self.get(|text| units::date(&spreadsheet::date(text)), problems)
    }

    /// A time of day, `08:30` or `8:30`, in seconds after midnight.
    pub fn clock(&self, problems: &mut Problems) -> Option<f64> {
        self.get(|text| units::clock(&spreadsheet::clock(text)), problems)
    }

    /// A whole number of 0 or more.
    pub fn whole(&self, problems: &mut Problems) -> Option<u64> {
        self.get(|text| units::whole(&spreadsheet::number(text)), problems)
    }

    /// A number.
    pub fn number(&self, problems: &mut Problems) -> Option<f64> {
        self.get(|text| units::number(&spreadsheet::number(text)), problems)
    }

    /// A share, `0.28` or `28 %`.
    pub fn share(&self, problems: &mut Problems) -> Option<f64> {
        self.get(|text| units::share(&spreadsheet::quantity(text)), problems)
    }

    /// A volume, `0.30 per inhabitant-year`.
    pub fn volume(&self, problems: &mut Problems) -> Option<Volume> {
        self.get(|text| units::volume(&spreadsheet::quantity(text)), problems)
    }

    /// `true` or `false`, `TRUE`, `yes` or `是`.
    pub fn truth(&self, problems: &mut Problems) -> Option<bool> {
        self.get(|text| units::truth(&spreadsheet::truth(text)), problems)
    }

    /// One of several words.
    pub fn choice<T: Clone>(&self, allowed: &[(&str, T)], problems: &mut Problems) -> Option<T> {
        let find = |text: &str| match allowed.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
            Some((_, value)) => Ok(value.clone()),
            None => Err(unknown_word(text, allowed.iter().map(|(word, _)| *word))),
        };
        self.get(find, problems)
    }

    fn get<T>(&self, parse: impl Fn(&str) -> Result<T, Fault>, problems: &mut Problems) -> Option<T> {
        if !self.row.table.has(self.column) {
            return None;
        }
        if self.text.is_empty() {
            problems.push(
                self.problem(said!("`{column}` is blank", "`{column}` 为空", column = self.column))
                    .help(said!("a value is needed here", "此处须填写")),
            );
            return None;
        }
        parse(self.text)
            .map_err(|fault| {
                let problem = self.problem(fault.what.map(|_, what| format!("`{}` {what}", self.column)));
                let problem = problem.found(format!("`{}`", self.text));
                problems.push(Problem { help: fault.help, ..problem });
            })
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 4] =
        [required("number"), required("calls"), optional("from"), optional("expert")];

    fn read(text: &str) -> (Option<Table>, Problems) {
        let mut problems = Problems::new();
        let path = Path::new("hotlines.csv");
        (Table::read(path, text, "hotline", Some("number"), &COLUMNS, &mut problems), problems)
    }

    #[test]
    fn a_good_table_is_read_with_either_line_end_blank_lines_and_quotes() {
        let (table, problems) = read(
            "number,calls,from\r\n12345,0.30 per inhabitant-year,\r\n\r\n\"12315\",\"120 per day\",2021-09-01\r\n",
        );
        assert!(problems.is_empty(), "{}", problems.render());
        let table = table.unwrap();
        let lines: Vec<u64> = table.rows().map(|row| row.line).collect();
        assert_eq!(lines, [2, 4]);
        let mut problems = Problems::new();
        let row = table.rows().nth(1).unwrap();
        assert_eq!(row.id(), "12315");
        assert_eq!(row.cell("calls").volume(&mut problems), Some(Volume::PerDay(120.0)));
        assert_eq!(
            row.filled("from").and_then(|c| c.date(&mut problems)),
            Some(jiff::civil::date(2021, 9, 1))
        );
        assert!(row.filled("expert").is_none());
        assert!(problems.is_empty());
    }

    #[test]
    fn every_bad_cell_is_a_problem_with_its_line_and_column() {
        let (table, mut problems) = read("number,calls,from,expert\n1,0.3,2021-02-30,maybe\n2,,x,true\n");
        for row in table.unwrap().rows() {
            row.cell("calls").volume(&mut problems);
            row.cell("from").date(&mut problems);
            row.cell("expert").truth(&mut problems);
        }
        let shown = problems.render();
        assert!(
            shown.contains(
                "`calls` needs a unit\n  --> hotlines.csv:2, column `calls`\n   | found `0.3`; write `0.3 per"
            ),
            "{shown}"
        );
        assert!(shown.contains("`calls` is blank\n  --> hotlines.csv:3, column `calls`"), "{shown}");
        assert!(shown.ends_with("5 errors in 1 file; nothing was run.\n"), "{shown}");
    }

    #[test]
    fn headers_rows_and_ids_are_checked() {
        let (_, problems) = read("number,cals\n1,2,3\n7,8\n7,9\n");
        let shown = problems.render();
        for part in [
            "unknown column `cals`\n  --> hotlines.csv:1\n   | did you mean `calls`?",
            "row has 3 fields, the header has 2\n  --> hotlines.csv:2",
            "hotline 7 appears twice\n  --> hotlines.csv:4, hotline 7\n   | first on line 3",
        ] {
            assert!(shown.contains(part), "{part}\n---\n{shown}");
        }
        assert!(!shown.contains("missing column"), "a misspelt column is one mistake: {shown}");
        assert!(read("calls\n1\n").1.render().contains("missing column `number`"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_table_or_problems(text in "[a-z0-9,;\"\r\n热. ]{0,80}", header: bool) {
            let text = if header { format!("number,calls,from,expert\n{text}") } else { text };
            let (table, mut problems) = read(&text);
            for row in table.iter().flat_map(Table::rows) {
                let cell = row.cell("calls");
                cell.volume(&mut problems);
                cell.whole(&mut problems);
                cell.choice(&[("a", 1)], &mut problems);
                row.cell("from").date(&mut problems);
                proptest::prop_assert!(row.line >= 2);
            }
            proptest::prop_assert!(problems.render().ends_with("nothing was run.\n"));
        }
    }
}
