//! Brings tables as people have them into one form: UTF-8, commas between fields, points for decimals, units beside
//! numbers. Every line stays where it is, so that problems name the line of the file itself.

use super::encoding::{self, Encoding};
use super::header_unit::{self, HeaderUnit, Unit};
use super::records::{is_blank, line_of, reader};
use super::spreadsheet::is_grouped;
use crate::language::{Text, said};
use crate::scenario::problem::{Place, Problem, Problems};
use std::path::Path;
use std::sync::Arc;

/// A table in that form.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Sheet {
    /// The text.
    pub(in crate::scenario) text: Arc<str>,
    /// Words what the file was taken for; none if it has this form already.
    pub(in crate::scenario) taken_for: Option<Text>,
}

/// The first bytes of workbooks, new and old.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// The marks of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Marks {
    /// Between fields.
    separator: u8,
    /// Whether decimals follow a comma.
    decimal_comma: bool,
}

/// Reads the bytes of a table.
pub(in crate::scenario) fn read(path: &Path, bytes: &[u8]) -> Result<Sheet, Problems> {
    if WORKBOOKS.iter().any(|mark| bytes.starts_with(mark)) {
        let help = said!(
            "save the sheet as CSV (in a spreadsheet: `CSV UTF-8`)",
            "请将工作表另存为 CSV（电子表格中选 `CSV UTF-8`）"
        );
        return Err(Problem::whole(
            path,
            said!("file is a workbook, not a table in CSV", "文件是工作簿，不是 CSV 表格"),
        )
        .help(help)
        .into());
    }
    let Some((text, encoding)) = encoding::decode(bytes) else {
        let help = said!(
            "save the file as UTF-8 (in a spreadsheet: `CSV UTF-8`)",
            "请将文件另存为 UTF-8（电子表格中选 `CSV UTF-8`）"
        );
        return Err(Problem::whole(
            path,
            said!("file is not text in UTF-8, UTF-16 or GB18030", "文件不是 UTF-8、UTF-16 或 GB18030 文本"),
        )
        .help(help)
        .into());
    };
    if text.trim().is_empty() {
        return Err(Problem::whole(path, said!("file is empty", "文件为空")).into());
    }
    // One kind of line end, so that lines count as an editor counts them.
    let text = match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text,
    };
    let (named, body) = named_separator(&text);
    let separator = named.unwrap_or_else(|| separator_of(&body));
    if separator == b',' && named.is_none() && !has_header_unit(&body) {
        return Ok(Sheet { text: body.into(), taken_for: taken_for(encoding, None) });
    }
    let marks = Marks { separator, decimal_comma: separator != b',' && has_decimal_comma(&body, separator) };
    let text = rewritten(path, &body, marks)?;
    Ok(Sheet { text: text.into(), taken_for: taken_for(encoding, Some(marks)) })
}

/// Splits off a first line such as `sep=;`, by which a spreadsheet names the separator; its line stays, empty.
fn named_separator(text: &str) -> (Option<u8>, std::borrow::Cow<'_, str>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim().trim_matches('"').strip_prefix("sep=").map(str::as_bytes) {
        Some([mark]) => (Some(*mark), format!("\n{rest}").into()),
        _ => (None, text.into()),
    }
}

/// Tells the separator: the one that the header has most of.
fn separator_of(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        counts.iter_mut().filter(|(mark, _)| *mark == byte && !quoted).for_each(|(_, count)| *count += 1);
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(mark, _)| *mark)
}

fn has_header_unit(text: &str) -> bool {
    let header = text.lines().find(|line| !line.trim().is_empty());
    header.is_some_and(|header| header.contains(['(', '[', '（', '【']))
}

/// Returns whether a comma stands in some number where no thousands end.
fn has_decimal_comma(text: &str, separator: u8) -> bool {
    let records = reader(text, separator).into_records();
    records.flatten().any(|record| record.iter().any(|field| comma(field) == Comma::Decimal))
}

/// What a comma in a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comma {
    /// No part of a number.
    Other,
    /// Before decimals.
    Decimal,
    /// Before three digits: decimals, or thousands.
    Either,
}

fn comma(field: &str) -> Comma {
    let (number, _) = split_number(field.trim());
    let body = number.strip_prefix('-').unwrap_or(number);
    let Some((whole, decimals)) = body.rsplit_once(',') else { return Comma::Other };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let groups: Vec<&str> = body.split(',').collect();
    let points: Vec<&str> = whole.split('.').collect();
    match () {
        () if is_grouped(&groups) => Comma::Either,
        () if digits(decimals) && (digits(whole) || is_grouped(&points)) => Comma::Decimal,
        () => Comma::Other,
    }
}

/// Splits a field after its leading number.
fn split_number(field: &str) -> (&str, &str) {
    let of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-');
    field.split_at(field.find(|c| !of_number(c)).unwrap_or(field.len()))
}

/// Writes the table anew with commas between fields, each record on its own line of the file.
fn rewritten(path: &Path, text: &str, marks: Marks) -> Result<String, Problems> {
    let mut rewriter = Rewriter { path, marks, header: None, problems: Problems::new() };
    let (mut out, mut line) = (Vec::new(), 1);
    for record in reader(text, marks.separator).into_records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                return Err(Problem::whole(
                    path,
                    said!("cannot be read as CSV: {error}", "无法按 CSV 读取：{error}"),
                )
                .into());
            }
        };
        let begins = line_of(text, &record);
        while line < begins {
            out.push(b'\n');
            line += 1;
        }
        if !is_blank(&record) {
            let fields = rewriter.record(&record, begins);
            write_line(&fields, &mut out);
            line += 1 + fields.iter().map(|field| field.matches('\n').count() as u64).sum::<u64>();
        }
    }
    // Fields are text, and so are commas.
    rewriter.problems.or_value(String::from_utf8(out).ok())
}

/// Writes the records of a table anew.
struct Rewriter<'p> {
    path: &'p Path,
    marks: Marks,
    /// The name and the unit of each column, once the header was seen.
    header: Option<Vec<(String, Option<Unit>)>>,
    problems: Problems,
}

impl Rewriter<'_> {
    fn record(&mut self, record: &csv::StringRecord, line: u64) -> Vec<String> {
        let Some(header) = &self.header else {
            let header: Vec<(String, Option<Unit>)> = record.iter().map(name_and_unit).collect();
            let names = header.iter().map(|(name, _)| name.clone()).collect();
            self.header = Some(header);
            return names;
        };
        let mut fields = Vec::new();
        for (index, field) in record.iter().enumerate() {
            let column = header.get(index);
            let written = plain(field, self.marks, column.and_then(|(_, unit)| *unit));
            if written.is_none() {
                let column = column.map(|(name, _)| name.clone());
                let place = Place::Row { line, column, row: None };
                let title = said!(
                    "a comma may stand before decimals or between thousands here",
                    "此处的逗号可能是小数点，也可能是千位分隔符"
                );
                let help = said!(
                    "write a point before decimals, and nothing between thousands",
                    "小数请用点，千位之间不加符号"
                );
                let found = format!("`{}`", field.trim());
                self.problems.push(Problem::at(self.path, place, title).found(found).help(help));
            }
            fields.push(written.unwrap_or_default());
        }
        fields
    }
}

fn write_line(fields: &[String], out: &mut Vec<u8>) {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    // Writing to memory cannot fail.
    let written = writer.write_record(fields).ok().and_then(|()| writer.into_inner().ok());
    out.extend(written.unwrap_or_default());
}

fn name_and_unit(header: &str) -> (String, Option<Unit>) {
    match header_unit::split(header) {
        (name, Some(HeaderUnit::Known(unit))) => (name.to_owned(), Some(unit)),
        _ => (header.to_owned(), None),
    }
}

/// Returns a field with a point before decimals and its header's unit; none if a comma may mean two things.
fn plain(field: &str, marks: Marks, unit: Option<Unit>) -> Option<String> {
    let mut field = field.trim().to_owned();
    if marks.separator != b',' {
        match comma(&field) {
            Comma::Either if !marks.decimal_comma => return None,
            Comma::Either | Comma::Decimal if field.matches(',').count() == 1 => {
                field = field.replace('.', "").replace(',', ".");
            }
            Comma::Either => return None,
            _ => {}
        }
    }
    let is_number = field.ends_with(|c: char| c.is_ascii_digit()) && !field.contains(':');
    match unit.filter(|_| is_number) {
        Some(unit) => Some(format!("{field} {}", unit.written)),
        None => Some(field),
    }
}

/// Words the encoding and the marks of a file that are not the usual ones.
fn taken_for(encoding: Encoding, marks: Option<Marks>) -> Option<Text> {
    let (mut en, mut zh) = (format!("{} text", encoding.name()), format!(" {} 编码", encoding.name()));
    let separator = marks.map_or(b',', |marks| marks.separator);
    if encoding == Encoding::Utf8 && separator == b',' {
        return None;
    }
    let (mark, sign) = match separator {
        b',' => (String::new(), String::new()),
        b';' => (" separated by semicolons".to_owned(), "、分号分隔".to_owned()),
        b'\t' => (" separated by tabs".to_owned(), "、制表符分隔".to_owned()),
        other => {
            let mark = char::from(other);
            (format!(" separated by `{mark}`"), format!("、“{mark}”分隔"))
        }
    };
    (en, zh) = (en + &mark, zh + &sign);
    if marks.is_some_and(|marks| marks.decimal_comma) {
        (en, zh) = (en + " with commas before decimals", zh + "、逗号为小数点");
    }
    Some(Text { en, zh })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        read(Path::new("t.csv"), text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"))
    }

    #[test]
    fn a_plain_table_stays_as_it_is() {
        let text = "id,note\n1,\"a; b\"\n\n2,x\n";
        assert_eq!((&*sheet(text).text, sheet(text).taken_for), (text, None));
    }

    #[test]
    fn semicolons_and_decimal_commas_become_commas_and_points_on_the_same_lines() {
        let sheet = sheet("id;share;note\n\n1;0,28;a, b\n2;1.234,5;\"x\ny\"\n3;1,234 s;\n");
        assert_eq!(&*sheet.text, "id,share,note\n\n1,0.28,\"a, b\"\n2,1234.5,\"x\ny\"\n3,1.234 s,\n");
        assert_eq!(
            sheet.taken_for.unwrap().en,
            "UTF-8 text separated by semicolons with commas before decimals"
        );
    }

    #[test]
    fn a_separator_that_is_named_is_taken_and_tabs_are_seen() {
        assert_eq!(&*sheet("sep=;\na;b\n1;2\n").text, "\na,b\n1,2\n");
        assert_eq!(&*sheet("a\tb\n1\t2\n").text, "a,b\n1,2\n");
    }

    #[test]
    fn units_of_headers_are_put_beside_numbers() {
        let sheet = sheet("id,aht (s),share [%],cost (CNY)\n1,150,28,3\n2,5 min,\"1,5\",\n");
        assert_eq!(&*sheet.text, "id,aht,share,cost (CNY)\n1,150 s,28 %,3\n2,5 min,\"1,5 %\",\n");
        assert_eq!(sheet.taken_for, None);
    }

    #[test]
    fn a_comma_that_may_mean_two_things_is_refused() {
        let said = read(Path::new("t.csv"), b"id;people\n1;1,234\n").unwrap_err().render();
        assert!(said.contains("t.csv:2, column `people`") && said.contains("found `1,234`"), "{said}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_keeps_its_lines(text in "[a0-9,;\t\"\n.() s]{0,60}") {
            if let Ok(sheet) = read(Path::new("t.csv"), text.as_bytes()) {
                let lines = |text: &str| text.trim_end().lines().count();
                proptest::prop_assert!(lines(&sheet.text) <= lines(&text) + 1);
            }
        }
    }
}
