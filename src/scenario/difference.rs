//! Compares the files of two scenarios: values of the TOML by dotted path, cells of tables by row and column.

use super::input::InputFile;
use super::load::Loaded;
use super::source::{Node, Source, Value};
use std::path::Path;

/// A value that two scenarios write differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Dotted path, or file, row and column.
    pub place: String,
    /// The value in the first; none where it has none.
    pub first: Option<String>,
    /// The value in the second.
    pub second: Option<String>,
}

/// Lists everything in which the files differ; labels and descriptions of values are left out.
pub fn differences(first: &Loaded, second: &Loaded) -> Vec<Difference> {
    let mut found = Vec::new();
    let (a, b) = (&first.source, &second.source);
    nodes(String::new(), Some((a, a.root())), Some((b, b.root())), &mut found);
    let name = |file: &InputFile| file.path.file_name().map(|name| name.to_string_lossy().into_owned());
    let of = |loaded: &Loaded| -> Vec<(String, Vec<u8>)> {
        let tables = loaded.files.iter().skip(1);
        tables.filter_map(|file| Some((name(file)?, file.bytes.to_vec()))).collect()
    };
    let (a, b) = (of(first), of(second));
    for (name, bytes) in &a {
        match b.iter().find(|(other, _)| other == name) {
            Some((_, others)) => tables(name, bytes, others, &mut found),
            None => {
                found.push(Difference { place: name.clone(), first: Some("a table".into()), second: None })
            }
        }
    }
    for (name, _) in b.iter().filter(|(name, _)| !a.iter().any(|(other, _)| other == name)) {
        found.push(Difference { place: name.clone(), first: None, second: Some("a table".into()) });
    }
    found
}

/// Keys that have no part in the model.
const SILENT: [&str; 4] = ["assumption", "alternative", "title", "name"];

type Side<'a> = Option<(&'a Source, &'a Node)>;

fn nodes(path: String, first: Side<'_>, second: Side<'_>, found: &mut Vec<Difference>) {
    let entries = |side: Side<'_>| -> Option<Vec<String>> {
        match &side?.1.value {
            Value::Table(entries) => Some(entries.iter().map(|entry| entry.key.clone()).collect()),
            _ => None,
        }
    };
    let text = |side: Side<'_>| side.map(|(source, node)| source.text()[node.span.clone()].to_owned());
    match (entries(first), entries(second)) {
        (None, None) if listed(first) || listed(second) => lists(&path, first, second, found),
        (None, None) => {
            if text(first) != text(second) {
                found.push(Difference { place: path, first: text(first), second: text(second) });
            }
        }
        (a, b) => {
            let (a, b) = (a.unwrap_or_default(), b.unwrap_or_default());
            let more = b.iter().filter(|key| !a.contains(key));
            for key in a.iter().chain(more).filter(|key| !path.is_empty() || !SILENT.contains(&key.as_str()))
            {
                nodes(joined(&path, key), inner(first, key), inner(second, key), found);
            }
        }
    }
}

fn inner<'a>(side: Side<'a>, key: &str) -> Side<'a> {
    side.and_then(|(source, node)| Some((source, node.get(key)?)))
}

fn listed(side: Side<'_>) -> bool {
    let tables = |items: &[Node]| items.iter().any(|item| matches!(item.value, Value::Table(_)));
    side.is_some_and(|(_, node)| matches!(&node.value, Value::List(items) if tables(items)))
}

/// Compares lists of tables, element by element.
fn lists(path: &str, first: Side<'_>, second: Side<'_>, found: &mut Vec<Difference>) {
    let items = |side: Side<'_>| match side.map(|(_, node)| &node.value) {
        Some(Value::List(items)) => items.len(),
        _ => 0,
    };
    for index in 0..items(first).max(items(second)) {
        nodes(joined(path, &index.to_string()), item(first, index), item(second, index), found);
    }
}

fn item(side: Side<'_>, index: usize) -> Side<'_> {
    match side {
        Some((source, Node { value: Value::List(items), .. })) => Some((source, items.get(index)?)),
        _ => None,
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Compares cells by the row's name (its column `number`, `id`, `profile` or `date`, else its line) and column.
fn tables(name: &str, first: &[u8], second: &[u8], found: &mut Vec<Difference>) {
    if first == second {
        return;
    }
    let (Some(a), Some(b)) = (Sheet::read(first), Sheet::read(second)) else {
        let differs = || Some("another text".to_owned());
        return found.push(Difference { place: name.to_owned(), first: differs(), second: differs() });
    };
    for (id, row) in &a.rows {
        let place = |column: &str| format!("{name}, {id}, {column}");
        let Some((_, other)) = b.rows.iter().find(|(other, _)| other == id) else {
            found.push(Difference {
                place: format!("{name}, {id}"),
                first: Some("a row".into()),
                second: None,
            });
            continue;
        };
        for (column, header) in
            a.header.iter().enumerate().filter(|(_, header)| !REMARKS.contains(&header.as_str()))
        {
            let there = b.header.iter().position(|h| h == header).and_then(|k| other.get(k));
            if there != row.get(column) {
                let (first, second) = (row.get(column).cloned(), there.cloned());
                found.push(Difference { place: place(header), first, second });
            }
        }
    }
    for (id, _) in b.rows.iter().filter(|(id, _)| !a.rows.iter().any(|(other, _)| other == id)) {
        found.push(Difference { place: format!("{name}, {id}"), first: None, second: Some("a row".into()) });
    }
}

/// Columns that have no part in the model.
const REMARKS: [&str; 4] = ["basis", "source", "note", "no"];

struct Sheet {
    header: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
}

impl Sheet {
    fn read(bytes: &[u8]) -> Option<Sheet> {
        let text = super::table::sheet(Path::new(""), bytes).ok()?.text;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
        let key = header.iter().position(|name| ["number", "id", "profile", "date"].contains(&name.as_str()));
        let row = |(index, record): (usize, csv::StringRecord)| {
            let row: Vec<String> = record.iter().map(str::to_owned).collect();
            let id =
                key.and_then(|key| row.get(key).cloned()).unwrap_or_else(|| format!("line {}", index + 2));
            (id, row)
        };
        let records = reader.records().collect::<Result<Vec<_>, _>>().ok()?;
        Some(Sheet { header, rows: records.into_iter().enumerate().map(row).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_by_row_and_column_and_remarks_are_left_out() {
        let mut found = Vec::new();
        let a = b"id,people,note\nx,1,old\ny,2,\n";
        let b = b"note,id,people\nnew,x,3\n,z,2\n";
        tables("sites.csv", a, b, &mut found);
        let said: Vec<(&str, Option<&str>, Option<&str>)> =
            found.iter().map(|d| (d.place.as_str(), d.first.as_deref(), d.second.as_deref())).collect();
        assert_eq!(
            said,
            [
                ("sites.csv, x, people", Some("1"), Some("3")),
                ("sites.csv, y", Some("a row"), None),
                ("sites.csv, z", None, Some("a row")),
            ]
        );
    }
}
