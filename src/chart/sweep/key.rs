//! The keys of a study: their values, and how they are written.

use jiff::civil::Date;

use crate::chart::error::ChartError;
use crate::chart::format::{Unit, decimals, number};
use crate::chart::scale::usable;
use crate::chart::words::Words;

/// A key that a study varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The dotted path, such as `rule.seats_per_million`.
    pub path: String,
    /// The name for people; empty where only the path is known, which is then shown.
    pub label: String,
    /// The unit of plain numbers, such as "per million inhabitants"; may be empty.
    pub unit_name: String,
    /// Its values, each once.
    pub values: Values,
}

/// The values of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Seconds, shares of 0 to 1 or plain numbers, ascending.
    Numbers(Unit, Vec<f64>),
    /// Dates, ascending.
    Dates(Vec<Date>),
    /// Categories, in the order in which they are shown.
    Texts(Vec<String>),
}

impl Key {
    /// Returns the number of values.
    pub(in crate::chart) fn len(&self) -> usize {
        match &self.values {
            Values::Numbers(_, values) => values.len(),
            Values::Dates(values) => values.len(),
            Values::Texts(values) => values.len(),
        }
    }

    /// Whether the values have an order and distances of their own.
    pub(super) fn ordered(&self) -> bool {
        !matches!(self.values, Values::Texts(_))
    }

    /// Returns the label, or else the path.
    pub(super) fn name(&self) -> &str {
        if self.label.is_empty() { &self.path } else { &self.label }
    }

    /// Writes the name with its unit: "seats (per million inhabitants)".
    pub(super) fn title(&self, words: &dyn Words) -> String {
        words.title(self.name(), &self.unit_name)
    }

    /// Writes every value.
    pub(super) fn texts(&self, words: &dyn Words) -> Vec<String> {
        match &self.values {
            Values::Numbers(unit, values) => numbers(*unit, values, words),
            Values::Dates(values) => {
                let one_year = values.iter().all(|date| date.year() == values[0].year());
                let write = |date: &Date| if one_year { words.date(*date) } else { words.full_date(*date) };
                values.iter().map(write).collect()
            }
            Values::Texts(values) => values.clone(),
        }
    }

    /// Checks the values.
    pub(super) fn check(&self) -> Result<(), ChartError> {
        let wrong = |what: &str| Err(ChartError::Data(format!("{} {what}", self.path)));
        match &self.values {
            _ if self.len() == 0 => wrong("has no value"),
            Values::Numbers(_, values) if !values.iter().all(|v| usable(*v)) => {
                wrong("has a value that is not a usable number")
            }
            Values::Numbers(_, values) if !values.is_sorted_by(|a, b| a < b) => {
                wrong("has values that do not ascend")
            }
            Values::Dates(values) if !values.is_sorted_by(|a, b| a < b) => {
                wrong("has dates that do not ascend")
            }
            _ => Ok(()),
        }
    }
}

/// Writes numbers with as many decimals as distinguish them, four at most.
fn numbers(unit: Unit, values: &[f64], words: &dyn Words) -> Vec<String> {
    let most = |scale: f64| values.iter().map(|v| decimals(v * scale)).max().unwrap_or(0).min(4);
    let write = |v: &f64| match unit {
        Unit::Time => words.notation().duration(*v),
        Unit::Share => words.notation().percent(*v, most(100.0)),
        Unit::Number => number(*v, most(1.0)),
    };
    values.iter().map(write).collect()
}

/// Refuses a table of results whose size is not that of its keys.
pub(super) fn check_size(found: usize, keys: &[&Key]) -> Result<(), ChartError> {
    let expected: usize = keys.iter().map(|key| key.len()).product();
    if found == expected {
        return Ok(());
    }
    let sizes: Vec<String> = keys.iter().map(|key| format!("{} of {}", key.len(), key.path)).collect();
    Err(ChartError::Data(format!("{found} results for {}", sizes.join(" x "))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::words;
    use crate::language::Language;
    use jiff::civil::date;

    fn key(values: Values) -> Key {
        Key { path: "rule.seats".to_owned(), label: String::new(), unit_name: String::new(), values }
    }

    #[test]
    fn values_are_told_apart_by_as_many_decimals_as_that_takes() {
        let texts = |values| key(values).texts(words::of(Language::En));
        assert_eq!(texts(Values::Numbers(Unit::Number, vec![0.5, 1.0, 1.25])), ["0.5", "1", "1.25"]);
        assert_eq!(texts(Values::Numbers(Unit::Number, vec![0.0, 1e6])), ["0", "1,000,000"]);
        assert_eq!(texts(Values::Numbers(Unit::Share, vec![0.005, 0.1])), ["0.5 %", "10 %"]);
        assert_eq!(texts(Values::Numbers(Unit::Time, vec![90.0, 180.0])), ["1 min 30 s", "3 min"]);
        let dates = |last| texts(Values::Dates(vec![date(2021, 7, 1), last]));
        assert_eq!(dates(date(2021, 10, 18)), ["1 Jul", "18 Oct"]);
        assert_eq!(dates(date(2022, 1, 1)), ["1 Jul 2021", "1 Jan 2022"]);
    }

    #[test]
    fn a_key_without_a_label_goes_by_its_path() {
        let mut seats = key(Values::Texts(vec!["a".to_owned()]));
        assert_eq!(seats.title(words::of(Language::En)), "rule.seats");
        (seats.label, seats.unit_name) = ("座席".to_owned(), "每百万人".to_owned());
        assert_eq!(seats.title(words::of(Language::Zh)), "座席（每百万人）");
    }
}
