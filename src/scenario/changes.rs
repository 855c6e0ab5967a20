//! Changes of a scenario: other values in its TOML, other cells in its tables.

use super::source::{Source, Value};
use super::table_edit::{CellChange, Cells, TableEdit};

/// Tables of single sites' values, which a file may leave empty.
pub(super) const OF_SITES: [&str; 3] = ["rule.seats_at.", "rule.staff_at.", "demand.factor_at."];

/// One change of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A value of the TOML is replaced.
    Value {
        /// Its dotted path: `hotline.12345.talk.mean`.
        path: String,
        /// The TOML literal that it becomes: `100`, `"60 s"`.
        literal: String,
    },
    /// A value of the TOML is replaced, or added where its key is not written.
    Addition {
        /// Its dotted path; the table that it stands in is written.
        path: String,
        /// The TOML literal that it becomes.
        literal: String,
    },
    /// Cells of a table are replaced or multiplied.
    Cells(TableEdit),
}

impl Change {
    /// The key and the literal as they were set; none of what programs add.
    pub(super) fn place(&self) -> Option<(String, String)> {
        match self {
            Change::Value { path, literal } => Some((path.clone(), literal.clone())),
            Change::Addition { .. } => None,
            Change::Cells(edit) => Some(edit.place()),
        }
    }

    /// Returns whether nothing is left of an earlier change after this one.
    pub(super) fn hides(&self, earlier: &Change, source: &Source) -> bool {
        match (self, earlier) {
            (Change::Value { path, .. }, Change::Value { path: first, .. }) => {
                path == first
                    || source
                        .places(path)
                        .zip(source.places(first))
                        .is_some_and(|(places, first)| first.starts_with(&places))
            }
            (Change::Cells(edit), Change::Cells(first)) => edit.hides(first),
            _ => false,
        }
    }
}

/// Changes of a scenario, in the order in which they are made.
///
/// ```
/// use hotseat::scenario::Changes;
/// let changes = Changes::new().set("front_line.agents", "95").multiply("sites.csv:volume", 1.1);
/// assert_eq!(changes.iter().count(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    list: Vec<Change>,
}

impl Changes {
    /// No changes yet.
    pub fn new() -> Changes {
        Changes::default()
    }

    /// Adds a change: what stands at `key` becomes a TOML literal (`100`, `"60 s"`). A key is the dotted path of a
    /// value (`front_line.agents`), or names cells of a table as studies do: a column (`sites.csv:volume`), or one
    /// cell of it (`hotlines.csv:12333:aht`).
    #[must_use]
    pub fn set(self, key: &str, literal: &str) -> Changes {
        self.and(match Cells::parse(key) {
            Some(cells) => {
                let text = Value::parse(literal).map_or_else(|| literal.to_owned(), |value| value.plain());
                Change::Cells(TableEdit { cells, change: CellChange::Becomes(text) })
            }
            None => Change::Value { path: key.to_owned(), literal: literal.to_owned() },
        })
    }

    /// Adds a change: what stands at `key`, the dotted path of a value, becomes a TOML literal, whether the key is written
    /// or left to its default. Without a key to be found a typing error would pass, so this is for programs.
    #[must_use]
    pub fn put(self, key: &str, literal: &str) -> Changes {
        self.and(Change::Addition { path: key.to_owned(), literal: literal.to_owned() })
    }

    /// Adds a change: what stands at `key`, the dotted path of a text, becomes another, as [`put`](Self::put) does.
    #[must_use]
    pub fn put_text(self, key: &str, text: &str) -> Changes {
        self.put(key, &serde_json::Value::from(text).to_string())
    }

    /// Adds a change: the list at `key` becomes one of these texts, as [`put`](Self::put) does.
    #[must_use]
    pub fn put_texts<'n>(self, key: &str, texts: impl IntoIterator<Item = &'n str>) -> Changes {
        self.put(key, &texts.into_iter().collect::<serde_json::Value>().to_string())
    }

    /// Adds a change: the table at `key` becomes one of these names and numbers, as [`put`](Self::put) does.
    #[must_use]
    pub fn put_numbers<'n>(self, key: &str, numbers: impl Iterator<Item = (&'n str, f64)>) -> Changes {
        let entry = |(name, number): (&str, f64)| match number.fract() == 0.0 && number.abs() < 1e9 {
            true => format!("\"{name}\" = {number:.0}"),
            false => format!("\"{name}\" = {number:?}"),
        };
        self.put(key, &format!("{{ {} }}", numbers.map(entry).collect::<Vec<_>>().join(", ")))
    }

    /// Adds a change: the numbers in the cells at `key` (`sites.csv:volume`) are multiplied by a factor. Of a key that
    /// names no cells of a table the change is refused when it is made.
    #[must_use]
    pub fn multiply(self, key: &str, factor: f64) -> Changes {
        let cells = Cells::parse(key).unwrap_or_else(|| Cells::unknown(key));
        self.and(Change::Cells(TableEdit { cells, change: CellChange::Times(factor) }))
    }

    /// Adds a change.
    #[must_use]
    pub fn and(mut self, change: Change) -> Changes {
        self.list.push(change);
        self
    }

    /// The changes in order.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.list.iter()
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Pairs of a key and a TOML literal, as [`Changes::set`] takes them.
impl<K: AsRef<str>, V: AsRef<str>> FromIterator<(K, V)> for Changes {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Changes {
        pairs
            .into_iter()
            .fold(Changes::new(), |changes, (key, literal)| changes.set(key.as_ref(), literal.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_a_value_or_cells_of_a_table() {
        let changes: Changes = [("days", "2"), ("sites.csv:volume", "\"120 per day\""), ("a.csv:x:y", "3")]
            .into_iter()
            .collect();
        let cells = |file: &str, row: Option<&str>, column: &str, text: &str| {
            let cells =
                Cells { file: file.to_owned(), row: row.map(str::to_owned), column: column.to_owned() };
            Change::Cells(TableEdit { cells, change: CellChange::Becomes(text.to_owned()) })
        };
        let value = Change::Value { path: "days".to_owned(), literal: "2".to_owned() };
        assert_eq!(
            changes.iter().cloned().collect::<Vec<_>>(),
            [value, cells("sites.csv", None, "volume", "120 per day"), cells("a.csv", Some("x"), "y", "3")]
        );
    }
}
