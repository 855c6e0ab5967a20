//! Quantities that vary: plain numbers, numbers with a unit, dates.

use crate::decimal;
use crate::scenario::source::Value;
use crate::scenario::table_edit::tidy;
use jiff::ToSpan;
use jiff::civil::Date;

/// A number and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantity {
    /// The number; of a date the days since 1970.
    pub(super) number: f64,
    /// The text after the number, its blank included: ` s`, ` %`, ` per day`, or nothing.
    unit: String,
    form: Form,
}

/// The form in which a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Whole,
    Decimal,
    Text,
    Date,
}

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Quantity {
    /// Reads the number of a value; none if it has none.
    pub(super) fn of(value: &Value) -> Option<Quantity> {
        let plain = |number: f64, form: Form| Quantity { number, unit: String::new(), form };
        match value {
            Value::Integer(Some(n)) => Some(plain(*n as f64, Form::Whole)),
            Value::Float(x) => x.is_finite().then(|| plain(*x, Form::Decimal)),
            Value::Date(text) => {
                let date: Date = text.parse().ok()?;
                let days = date.since((jiff::Unit::Day, EPOCH)).ok()?.get_days();
                Some(plain(f64::from(days), Form::Date))
            }
            Value::Text(text) => {
                let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
                let end = text.find(|c| !number(c)).unwrap_or(text.len());
                let (digits, unit) = text.split_at(end);
                let number: f64 = digits.parse().ok()?;
                // A text of digits alone is a name: "12345".
                (!unit.is_empty()).then(|| Quantity { number, unit: unit.to_owned(), form: Form::Text })
            }
            _ => None,
        }
    }

    /// Writes another number in the same form; `whole`: rounded, where a key takes whole numbers only.
    pub(super) fn with(&self, number: f64, whole: bool) -> Value {
        let number = if whole { number.round() } else { tidy(number) };
        match self.form {
            Form::Decimal if whole => Value::Integer(Some(number as i128)),
            Form::Whole if number.fract() == 0.0 => Value::Integer(Some(number as i128)),
            Form::Whole | Form::Decimal => Value::Float(number),
            Form::Text => Value::Text(decimal::text(number) + &self.unit),
            Form::Date => {
                let day = EPOCH.checked_add((number.round() as i64).days());
                day.map_or(Value::Float(number), |day| Value::Date(day.to_string()))
            }
        }
    }

    /// Returns whether both can be values of one key.
    pub(super) fn is_like(&self, other: &Quantity) -> bool {
        let plain = |form: Form| matches!(form, Form::Whole | Form::Decimal);
        self.unit == other.unit && (self.form == other.form || (plain(self.form) && plain(other.form)))
    }

    /// Returns the unit behind the number: `s`, `%`, `per day`, or nothing.
    pub(super) fn unit(&self) -> &str {
        self.unit.trim()
    }

    /// Returns whether it is written as a whole number without a unit.
    pub(super) fn is_plain_whole(&self) -> bool {
        self.form == Form::Whole
    }

    /// Returns whether it is a date.
    pub(super) fn is_date(&self) -> bool {
        self.form == Form::Date
    }

    /// Another number of the same kind.
    pub(super) fn of_size(&self, number: f64) -> Quantity {
        Quantity { number, ..self.clone() }
    }

    /// Returns the same number, written with decimals if the other is.
    pub(super) fn wider(&self, other: &Quantity) -> Quantity {
        let form =
            if self.form == Form::Whole && other.form == Form::Decimal { other.form } else { self.form };
        Quantity { form, ..self.clone() }
    }

    /// The size of a step from this: between dates a number of days, `7 d`.
    pub(super) fn step(&self, step: &Quantity) -> Option<f64> {
        let days = self.form == Form::Date && step.unit == " d" && step.number.fract() == 0.0;
        let like = self.form != Form::Date && self.is_like(step);
        (like || days).then_some(step.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(literal: &str) -> Option<Quantity> {
        Quantity::of(&Value::parse(literal).unwrap())
    }

    #[test]
    fn another_number_is_written_like_the_first() {
        let again = |literal: &str, number: f64, whole| of(literal).unwrap().with(number, whole).literal();
        assert_eq!(again("90", 95.0, false), "95");
        assert_eq!(again("90", 95.5, false), "95.5");
        assert_eq!(again("90.0", 95.0, false), "95.0");
        assert_eq!(again("90.0", 95.4, true), "95");
        assert_eq!(again("\"60 s\"", 0.1 + 0.2, false), "\"0.3 s\"");
        assert_eq!(again("\"28 %\"", 30.0, false), "\"30 %\"");
        assert_eq!(again("2021-04-26", of("2021-05-01").unwrap().number, false), "2021-05-01");
    }

    #[test]
    fn what_is_no_number_is_none() {
        for literal in ["\"12345\"", "\"full\"", "true", "[1]", "inf"] {
            assert_eq!(of(literal), None, "{literal}");
        }
    }

    #[test]
    fn dates_step_by_days() {
        let (day, week) = (of("2021-04-26").unwrap(), of("\"7 d\"").unwrap());
        assert_eq!((day.step(&week), day.step(&of("7").unwrap())), (Some(7.0), None));
    }
}
