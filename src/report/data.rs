//! Data tables: named columns of equal length, independent of any file format.

use std::sync::Arc;

/// A table: named columns of equal length.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name, also that of its files.
    pub name: &'static str,
    /// The meaning of a row, in one sentence without a full stop.
    pub meaning: &'static str,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// A column with its unit and meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name: the header.
    pub name: String,
    /// Its unit; empty for words, and where another column holds it.
    pub unit: String,
    /// The meaning of its values, without a full stop.
    pub meaning: String,
    /// Values from the first row to the last.
    pub values: Values,
}

/// The values of a column; `None` is missing. Columns, not rows, so that a column without any value
/// has a type, and a million rows fit in memory.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Words, shared between rows.
    Text(Vec<Option<Arc<str>>>),
    /// Numbers, all finite.
    Real(Vec<Option<f64>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
}

/// Builds the table of all columns of these tables: table, column, unit, meaning, type.
pub fn columns(tables: &[Table]) -> Table {
    let all = || tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    let text = |of: fn(&(&Table, &Column)) -> String| all().map(move |pair| Some(of(&pair).into()));
    Table {
        name: "columns",
        meaning: "a column of a table",
        columns: vec![
            Column::text("table", "name of the table", text(|(table, _)| table.name.to_owned())),
            Column::text("column", "name of the column", text(|(_, column)| column.name.clone())),
            Column::text("unit", "unit of its values", text(|(_, column)| column.unit.clone())),
            Column::text("meaning", "what it says", text(|(_, column)| column.meaning.clone())),
            Column::text(
                "type",
                "text, real (a number) or integer (a whole number), also where every cell is empty",
                text(|(_, column)| column.values.kind().to_owned()),
            ),
        ],
    }
}

impl Table {
    /// Returns the same table without rows.
    pub fn head(&self) -> Table {
        let empty = |column: &Column| Column {
            values: match column.values {
                Values::Text(_) => Values::Text(Vec::new()),
                Values::Real(_) => Values::Real(Vec::new()),
                Values::Integer(_) => Values::Integer(Vec::new()),
            },
            name: column.name.clone(),
            unit: column.unit.clone(),
            meaning: column.meaning.clone(),
        };
        Table { columns: self.columns.iter().map(empty).collect(), ..*self }
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }
}

impl Column {
    /// Makes a column of words; an empty one counts as missing.
    pub fn text(name: &str, meaning: &str, values: impl Iterator<Item = Option<Arc<str>>>) -> Column {
        let values = values.map(|word| word.filter(|word| !word.is_empty())).collect();
        Column::new(name, "", meaning, Values::Text(values))
    }

    /// Makes a column of numbers; one that is not finite counts as missing, and there is no negative zero.
    pub fn real(name: &str, unit: &str, meaning: &str, values: impl Iterator<Item = Option<f64>>) -> Column {
        let values = values.map(|value| value.filter(|v| v.is_finite()).map(|v| v + 0.0)).collect();
        Column::new(name, unit, meaning, Values::Real(values))
    }

    /// Makes a column of whole numbers.
    pub fn integer(name: &str, unit: &str, meaning: &str, values: impl Iterator<Item = u64>) -> Column {
        let values = values.map(|value| i64::try_from(value).ok()).collect();
        Column::new(name, unit, meaning, Values::Integer(values))
    }

    /// Makes a column of whole numbers of which some are missing.
    pub fn integers(
        name: &str,
        unit: &str,
        meaning: &str,
        values: impl Iterator<Item = Option<i64>>,
    ) -> Column {
        Column::new(name, unit, meaning, Values::Integer(values.collect()))
    }

    fn new(name: &str, unit: &str, meaning: &str, values: Values) -> Column {
        Column { name: name.to_owned(), unit: unit.to_owned(), meaning: meaning.to_owned(), values }
    }
}

impl Values {
    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        match self {
            Values::Text(values) => values.len(),
            Values::Real(values) => values.len(),
            Values::Integer(values) => values.len(),
        }
    }

    /// Returns the name of their type.
    fn kind(&self) -> &'static str {
        match self {
            Values::Text(_) => "text",
            Values::Real(_) => "real",
            Values::Integer(_) => "integer",
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
