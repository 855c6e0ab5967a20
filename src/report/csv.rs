//! Tables as CSV: UTF-8, line feeds, one header line, empty fields for what is missing.

use super::tables::{Table, Values};
use std::fmt::Write as _;

/// The bytes of a CSV file. Numbers are the shortest that read back as the same value.
pub fn bytes(table: &Table) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = header(table)?;
    bytes.append(&mut rows(table)?);
    Ok(bytes)
}

/// The header line alone.
pub fn header(table: &Table) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| &column.name))?;
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// The rows without the header line.
pub fn rows(table: &Table) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut buffer = String::new();
    for row in 0..table.rows() {
        for column in &table.columns {
            buffer.clear();
            field(&column.values, row, &mut buffer);
            writer.write_field(&buffer)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn field(values: &Values, row: usize, out: &mut String) {
    match values {
        Values::Text(values) => put(values, row, out),
        Values::Real(values) => put(values, row, out),
        Values::Integer(values) => put(values, row, out),
    }
}

fn put<T: std::fmt::Display>(values: &[Option<T>], row: usize, out: &mut String) {
    if let Some(value) = values.get(row).and_then(Option::as_ref) {
        // Writing to a string cannot fail.
        let _ = write!(out, "{value}");
    }
}

#[cfg(test)]
mod tests {
    use super::super::tables::Column;
    use super::*;

    #[test]
    fn what_is_missing_is_empty_and_words_are_quoted_where_needed() {
        let words = [Some("a,\"b\"".into()), None];
        let table = Table {
            name: "t",
            meaning: "",
            columns: vec![
                Column::text("word", "", words.into_iter()),
                Column::real("x", "s", "", [Some(0.1 + 0.2), Some(f64::NAN)].into_iter()),
                Column::integer("n", "", "", [7, 8].into_iter()),
            ],
        };
        let text = String::from_utf8(bytes(&table).unwrap()).unwrap();
        assert_eq!(text, "word,x,n\n\"a,\"\"b\"\"\",0.30000000000000004,7\n,,8\n");
    }
}
