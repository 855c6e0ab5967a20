//! The kind of the values of a varied key, and the unit in which tables have them.

use super::axis::Axis;
use super::key::Target;
use super::quantity::Quantity;
use crate::scenario::load::schema_of;
use crate::scenario::schema_check::fits;
use crate::scenario::source::{Source, Value};
use crate::scenario::units;

/// Units of plain numbers, by the last part of a key.
const UNITS: [(&str, &str); 9] = [
    ("agents", "agents"),
    ("lines", "lines"),
    ("calls_per_hour", "calls per hour"),
    ("seats_per_million", "seats per million inhabitants"),
    ("staff_per_seat", "people per seat"),
    ("lines_per_seat", "lines per seat"),
    ("days", "days"),
    ("volume_factor", "times the plan's"),
    ("factor", "times the plan's"),
];

/// The kind of an axis's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// Durations with a unit; tables have them in seconds.
    Duration,
    /// Shares, some of them in per cent; tables have them from 0 to 1.
    Share,
    /// Numbers that all have the same other unit.
    Quantity,
    /// Words, dates, several kinds.
    Text,
}

impl Kind {
    /// Returns the kind of some values together; an integer of none.
    pub(super) fn of(values: &[Value]) -> Kind {
        let all = |is: fn(&Value) -> bool| values.iter().all(is);
        match () {
            () if all(is_whole) => Kind::Integer,
            () if all(is_plain) => Kind::Real,
            () if all(is_duration) => Kind::Duration,
            () if all(is_share) => Kind::Share,
            () if shared_unit(values).is_some() => Kind::Quantity,
            () => Kind::Text,
        }
    }

    /// Returns the name of the kind in journals and manifests.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Integer => "integer",
            Kind::Real => "real",
            Kind::Duration => "duration",
            Kind::Share => "share",
            Kind::Quantity => "quantity",
            Kind::Text => "text",
        }
    }

    /// Returns the kind of a name.
    pub fn named(name: &str) -> Kind {
        let all = [Kind::Integer, Kind::Real, Kind::Duration, Kind::Share, Kind::Quantity];
        all.into_iter().find(|kind| kind.name() == name).unwrap_or(Kind::Text)
    }

    /// Reads a cell as a number in the unit of the tables; none of words, and of an empty cell.
    pub fn number(self, cell: &str) -> Option<f64> {
        match self {
            Kind::Integer | Kind::Real => cell.parse().ok(),
            Kind::Duration => units::duration(cell).ok(),
            Kind::Share => units::share(cell).ok(),
            Kind::Quantity => Quantity::of(&Value::Text(cell.to_owned())).map(|quantity| quantity.number),
            Kind::Text => None,
        }
    }
}

/// Returns whether one more value shows nothing new beside another: both have one type and, of a text, one unit.
pub(super) fn is_alike(a: &Value, b: &Value) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b) && written_unit(a) == written_unit(b)
}

/// Returns what stands after the number of a text; none of another value, and of a text without a number.
fn written_unit(value: &Value) -> Option<String> {
    matches!(value, Value::Text(_)).then(|| Quantity::of(value))?.map(|quantity| quantity.unit().to_owned())
}

fn is_whole(value: &Value) -> bool {
    matches!(value, Value::Integer(Some(n)) if i64::try_from(*n).is_ok())
}

fn is_plain(value: &Value) -> bool {
    is_whole(value) || matches!(value, Value::Float(_))
}

fn is_duration(value: &Value) -> bool {
    matches!(value, Value::Text(text) if units::duration(text).is_ok())
}

/// Returns whether a value is a share: a plain number, or per cent.
fn is_share(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.ends_with('%') && units::share(text).is_ok(),
        Value::Integer(_) | Value::Float(_) => units::share(&value.plain()).is_ok(),
        _ => false,
    }
}

/// Returns the unit that stands after the number of every value.
fn shared_unit(values: &[Value]) -> Option<String> {
    let first = written_unit(values.first()?)?;
    values.iter().all(|value| written_unit(value).as_ref() == Some(&first)).then_some(first)
}

/// Returns the unit in which tables have the values of an axis, of which these are some; empty of words, and where it
/// is not known.
pub(super) fn unit(axis: &Axis, kind: Kind, values: &[Value], scenario: &Source) -> String {
    match kind {
        Kind::Text => String::new(),
        Kind::Duration => "s".to_owned(),
        Kind::Share => "share".to_owned(),
        Kind::Quantity => shared_unit(values).unwrap_or_default(),
        Kind::Integer | Kind::Real => plain_unit(axis, scenario).to_owned(),
    }
}

/// Returns the unit of a key that takes plain numbers.
fn plain_unit(axis: &Axis, scenario: &Source) -> &'static str {
    if matches!(axis.target, Target::Cells { times: true, .. }) {
        return "times the table's";
    }
    let last = axis.key.rsplit(['.', ':']).next().unwrap_or_default();
    if let Some((_, unit)) = UNITS.iter().find(|(name, _)| *name == last) {
        return unit;
    }
    let takes = |literal: &str| fits(scenario, &axis.key, literal, schema_of(scenario));
    let is_share = axis.target == Target::Value && takes("0.5") && takes("1.0") && !takes("1.5");
    if is_share { "share" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(literals: &[&str]) -> Vec<Value> {
        literals.iter().map(|literal| Value::parse(literal).unwrap()).collect()
    }

    #[test]
    fn values_with_units_are_numbers_where_all_have_one() {
        for (literals, kind, cell, number) in [
            (&["1", "2"][..], Kind::Integer, "2", Some(2.0)),
            (&["1", "2.5"], Kind::Real, "2.5", Some(2.5)),
            (&["\"90 s\"", "\"3 min\""], Kind::Duration, "3 min", Some(180.0)),
            (&["\"28 %\"", "0.3"], Kind::Share, "28 %", Some(0.28)),
            (&["\"120 per day\"", "\"90 per day\""], Kind::Quantity, "90 per day", Some(90.0)),
            (&["\"120 per day\"", "\"5 per hour\""], Kind::Text, "5 per hour", None),
            (&["\"90 s\"", "2"], Kind::Text, "90 s", None),
            (&["\"12345\"", "\"12320\""], Kind::Text, "12345", None),
            (&["2021-05-01"], Kind::Text, "2021-05-01", None),
            (&[], Kind::Integer, "", None),
        ] {
            assert_eq!(Kind::of(&values(literals)), kind, "{literals:?}");
            assert_eq!((kind.number(cell), Kind::named(kind.name())), (number, kind), "{cell}");
        }
    }

    #[test]
    fn values_of_another_unit_or_word_show_something_new() {
        let alike = |a: &str, b: &str| is_alike(&values(&[a])[0], &values(&[b])[0]);
        assert!(alike("1", "2") && alike("\"90 s\"", "\"80 s\""));
        assert!(!alike("\"90 s\"", "\"3 min\"") && !alike("\"90 s\"", "\"full\"") && !alike("1", "1.5"));
        assert!(alike("\"full\"", "\"half\"") && alike("\"full\"", "\"12345\""), "words alone");
    }
}
