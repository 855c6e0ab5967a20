//! Writes tables as CSV: UTF-8, line feeds, one header line, empty fields for what is missing.

use super::data::{Table, Values};
use crate::decimal;

/// Writes a CSV file. Numbers are the shortest that read back as the same value.
pub fn bytes(table: &Table) -> Result<Vec<u8>, csv::Error> {
    Ok([header(table)?, rows(table)].concat())
}

/// Writes the header line alone.
pub fn header(table: &Table) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| &column.name))?;
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// Writes the rows without the header line.
pub fn rows(table: &Table) -> Vec<u8> {
    let (rows, mut bytes) = (table.rows(), Vec::new());
    for row in 0..rows {
        put_row(table, row, &mut bytes);
        if row == 0 {
            // Other rows are about as long.
            bytes.reserve(rows * (bytes.len() + bytes.len() / 8));
        }
    }
    bytes
}

fn put_row(table: &Table, row: usize, out: &mut Vec<u8>) {
    let before = out.len();
    for (index, column) in table.columns.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        match &column.values {
            Values::Text(values) => values[row].iter().for_each(|text| put_text(text, out)),
            Values::Real(values) => values[row].iter().for_each(|value| decimal::put(*value, out)),
            Values::Integer(values) => values[row].iter().for_each(|value| decimal::put_whole(*value, out)),
        }
    }
    // Readers skip an empty line.
    if out.len() == before {
        out.extend(b"\"\"");
    }
    out.push(b'\n');
}

/// Quotes a text where it must be quoted.
fn put_text(text: &str, out: &mut Vec<u8>) {
    if !text.bytes().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\r')) {
        return out.extend(text.as_bytes());
    }
    out.push(b'"');
    out.extend(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::super::data::Column;
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
