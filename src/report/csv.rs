//! Tables as CSV: UTF-8, line feeds, one header line, empty fields for what is missing.

use super::tables::{Table, Values};
use std::io::Write;

/// The bytes of a CSV file. Numbers are the shortest that read back as the same value.
pub fn bytes(table: &Table) -> Result<Vec<u8>, csv::Error> {
    Ok([header(table)?, rows(table)].concat())
}

/// The header line alone.
pub fn header(table: &Table) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|column| &column.name))?;
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// The rows without the header line.
pub fn rows(table: &Table) -> Vec<u8> {
    let (rows, mut bytes) = (table.rows(), Vec::new());
    for row in 0..rows {
        put_row(table, row, &mut bytes);
        if row == 0 {
            // The others are about as long.
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
            Values::Real(values) => values[row].iter().for_each(|value| put_real(*value, out)),
            Values::Integer(values) => values[row].iter().for_each(|value| put_whole(*value, out)),
        }
    }
    // A line of nothing would not be a row.
    if out.len() == before {
        out.extend(b"\"\"");
    }
    out.push(b'\n');
}

fn put_whole(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// From here on not every whole number can be told.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// The shortest digits that read back as the same value, never with an exponent.
fn put_real(value: f64, out: &mut Vec<u8>) {
    let whole = value as i64;
    if whole as f64 == value && value.abs() < WHOLE {
        return put_whole(whole, out);
    }
    match zmij::Buffer::new().format(value) {
        quick if SHORT.contains(&value.abs()) && is_nearest(value, quick) => {
            out.extend_from_slice(quick.as_bytes())
        }
        // Writing to memory cannot fail.
        _ => drop(write!(out, "{value}")),
    }
}

/// Written without an exponent by whoever writes.
const SHORT: std::ops::Range<f64> = 1e-4..1e12;

/// Whether the digits are nearer to a broken number than any others as short. It may lie midway between two, of which
/// the standard library takes the greater: then it is an odd multiple of 2^-j, and has j decimals, one more than those.
/// That many decimals are the number itself; and less than 7 zeros at the end of its 53 bits are too few for a tie.
fn is_nearest(value: f64, digits: &str) -> bool {
    let zeros = (value.to_bits() | 1 << 52).trailing_zeros();
    zeros < 7 || {
        let exponent = (value.to_bits() >> 52 & 0x7ff) as usize;
        let decimals = (1023 + 52 - zeros as usize).checked_sub(exponent);
        let written = digits.bytes().rev().position(|byte| byte == b'.');
        decimals.is_some() && written == decimals
    }
}

/// Quoted where it must be.
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
    use super::super::tables::Column;
    use super::*;

    /// The standard library is the measure: numbers of all sizes, next to powers of two and ten, with few digits, and
    /// with few bits.
    #[test]
    fn numbers_are_the_shortest_that_read_back_as_the_same_value() {
        let mut words = crate::rng::Words::new(1);
        let of_any_size = (0..200_000).map(|_| f64::from_bits(words.word())).filter(|x| x.is_finite());
        let mut more = crate::rng::Words::new(2);
        let usual = (0..400_000).map(|n| {
            let unit = crate::rng::unit(&mut more) * 10_f64.powi(n % 12 - 6);
            match n % 3 {
                0 => unit,
                1 => (unit * 1e4).round() / 1e4,
                _ => (unit * 2_f64.powi(n % 41)).round() / 2_f64.powi(n % 37),
            }
        });
        let powers = (-300..300).flat_map(|n| [10_f64.powi(n), 2_f64.powi(n), 2_f64.powi(n).next_down()]);
        let edges =
            [0.0, -0.0, f64::MIN_POSITIVE, f64::MAX, 9_007_199_254_740_993.0, 0.1 + 0.2, 1e-5, 123456e-10];
        for value in of_any_size.chain(usual).chain(powers).chain(edges).flat_map(|x| [x, -x]) {
            let mut text = Vec::new();
            put_real(value, &mut text);
            assert_eq!(String::from_utf8(text).unwrap(), (value + 0.0).to_string());
        }
    }

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
