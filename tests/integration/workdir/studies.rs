//! Studies of a small centre, and the tables that come of them.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use super::Workdir;
use std::collections::HashMap;

/// A small centre: 480 calls in two hours. `more` follows the agents of its front line.
pub(crate) fn centre(more: &str) -> String {
    format!(
        r#"name = "centre"
days = 0.0833333333

[[hotline]]
number = "12345"
calls_per_hour = 240
talk = {{ distribution = "exponential", mean = "120 s" }}
patience = {{ distribution = "exponential", mean = "60 s" }}

[front_line]
agents = 8
{more}"#
    )
}

/// A folder with a centre and a study of it.
pub(crate) fn folder(centre: &str, study: &str) -> Workdir {
    let folder = Workdir::new();
    folder.write("centre.toml", centre);
    folder.write("study.toml", study);
    folder
}

/// What a command said that succeeded.
#[track_caller]
pub(crate) fn done(folder: &Workdir, args: &[&str]) -> String {
    let said = folder.hotseat(args);
    assert_eq!(said.code, Some(0), "{args:?}: {}", said.stderr);
    said.stdout
}

/// What a command said that was refused.
#[track_caller]
pub(crate) fn refused(folder: &Workdir, args: &[&str]) -> String {
    let said = folder.hotseat(args);
    assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{args:?}: {}", said.stderr);
    said.stderr
}

/// Header and rows of a table.
pub(crate) fn table(folder: &Workdir, name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(folder.path().join(name)).unwrap();
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    (header, rows)
}

/// A row of a table, by column.
pub(crate) type Row = HashMap<String, String>;

/// The rows of a table.
pub(crate) fn rows(folder: &Workdir, name: &str) -> Vec<Row> {
    let (header, rows) = table(folder, name);
    rows.into_iter().map(|row| header.iter().cloned().zip(row).collect()).collect()
}

/// A column of a table.
#[track_caller]
pub(crate) fn column(folder: &Workdir, file: &str, name: &str) -> Vec<String> {
    let (header, rows) = table(folder, file);
    let place = header.iter().position(|h| h == name).unwrap_or_else(|| panic!("no {name} in {header:?}"));
    rows.into_iter().map(|row| row[place].clone()).collect()
}

/// A column of a table as numbers; none where it is empty.
#[track_caller]
pub(crate) fn numbers(folder: &Workdir, file: &str, name: &str) -> Vec<Option<f64>> {
    column(folder, file, name).iter().map(|cell| cell.parse().ok()).collect()
}

/// A number of a row.
#[track_caller]
pub(crate) fn real(row: &Row, name: &str) -> f64 {
    row[name].parse().unwrap_or_else(|_| panic!("{name} of {row:?}"))
}
