//! Charts of sweeps: what the keys of a study do to a result.
//!
//! A key brings its values, a quantity its name and unit; both are worded by the caller in the reader's
//! language, and a key without a name of its own is called by its dotted path.

mod axis;
mod contour;
mod frontier;
mod heat;
mod legend;
mod lines;
mod place;
mod rows;
mod sobol;
mod tornado;

pub use frontier::{Candidate, FrontierChart};
pub use heat::HeatChart;
pub use lines::LinesChart;
pub use sobol::{SobolChart, SobolIndex};
pub use tornado::{Swing, SwingEnd, TornadoChart};

use crate::language::Language;

use jiff::civil::Date;

use super::ChartError;
use super::scale::{Unit, decimals, usable};
use super::series::{Point, drawable, highest, lowest};
use super::words;

/// A key that a study varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The dotted path, such as `rule.seats_per_million`.
    pub path: String,
    /// What people call it; empty where only the path is known, which is then shown.
    pub label: String,
    /// What a plain number of it counts, such as "per million inhabitants"; may be empty.
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

/// What a chart measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its name, such as "answer rate".
    pub label: String,
    /// How values are written: a share of 0 to 1 as a percentage, seconds as s, min and h.
    pub unit: Unit,
    /// What a plain number counts, such as "million yuan a year"; may be empty.
    pub unit_name: String,
    /// Which values are wanted.
    pub better: Better,
    /// The value that should be reached.
    pub target: Option<f64>,
}

/// Which values of a quantity are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// High ones; the target is a lower limit.
    More,
    /// Low ones; the target is an upper limit.
    Less,
}

impl Better {
    /// Whether `value` is at least as good as `other`.
    pub(super) fn reaches(self, value: f64, other: f64) -> bool {
        match self {
            Better::More => value >= other,
            Better::Less => value <= other,
        }
    }
}

impl Key {
    pub(super) fn len(&self) -> usize {
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

    /// The label or else the path.
    pub(super) fn name(&self) -> &str {
        if self.label.is_empty() { &self.path } else { &self.label }
    }

    /// The name with its unit: "seats (per million inhabitants)".
    pub(super) fn title(&self, lang: Language) -> String {
        words::with_unit(self.name(), &self.unit_name, lang)
    }

    /// The wording of every value.
    pub(super) fn texts(&self, lang: Language) -> Vec<String> {
        match &self.values {
            Values::Numbers(unit, values) => numbers(*unit, values, lang),
            Values::Dates(values) => {
                let one_year = values.iter().all(|date| date.year() == values[0].year());
                let word = if one_year { words::date } else { words::full_date };
                values.iter().map(|date| word(*date, lang)).collect()
            }
            Values::Texts(values) => values.clone(),
        }
    }

    /// Says what is wrong with the values.
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

/// Numbers with as many decimals as tell them apart, four at most.
fn numbers(unit: Unit, values: &[f64], lang: Language) -> Vec<String> {
    let most = |scale: f64| values.iter().map(|v| decimals(v * scale)).max().unwrap_or(0).min(4);
    let word = |v: &f64| match unit {
        Unit::Time => words::duration(*v, lang),
        Unit::Share => words::percent(*v, most(100.0), lang),
        Unit::Number => words::number(*v, most(1.0)),
    };
    values.iter().map(word).collect()
}

impl Quantity {
    /// The name with its unit: "cost (million yuan a year)".
    pub(super) fn title(&self, lang: Language) -> String {
        words::with_unit(&self.label, &self.unit_name, lang)
    }

    /// The target, if it can be drawn.
    pub(super) fn aim(&self) -> Option<f64> {
        self.target.filter(|target| usable(*target))
    }

    /// What an axis has to hold: all points with their intervals and the target; from 0 if the values come
    /// near it. Intervals of shares are cut at 0 and 1. None without a value.
    pub(super) fn range<'a>(
        &self,
        points: impl IntoIterator<Item = &'a Option<Point>> + Clone,
    ) -> Option<(f64, f64)> {
        let aim = self.aim().map(Point::exact);
        let low = lowest(points.clone())?.min(aim.map_or(f64::INFINITY, |p| p.value));
        let high = highest(points.clone())?.max(aim.map_or(f64::NEG_INFINITY, |p| p.value));
        let shares = |v: &Point| self.unit == Unit::Share && (0.0..=1.0).contains(&v.value);
        let (low, high) = match points.into_iter().filter_map(drawable).all(|p| shares(&p)) {
            true => (low.max(0.0), high.min(1.0)),
            false => (low, high),
        };
        let near_zero = (0.0..0.35 * high).contains(&low);
        Some((if near_zero { 0.0 } else { low }, high))
    }

    pub(super) fn check(&self) -> Result<(), ChartError> {
        match self.target {
            Some(target) if !usable(target) => {
                Err(ChartError::Data(format!("the target of {} is not a usable number", self.label)))
            }
            _ => Ok(()),
        }
    }
}

/// Refuses a table of results whose size is not that of its keys.
pub(super) fn filled(found: usize, keys: &[&Key]) -> Result<(), ChartError> {
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
    use jiff::civil::date;

    fn key(values: Values) -> Key {
        Key { path: "rule.seats".to_owned(), label: String::new(), unit_name: String::new(), values }
    }

    #[test]
    fn values_are_told_apart_by_as_many_decimals_as_that_takes() {
        let texts = |values| key(values).texts(Language::En);
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
        assert_eq!(seats.title(Language::En), "rule.seats");
        (seats.label, seats.unit_name) = ("座席".to_owned(), "每百万人".to_owned());
        assert_eq!(seats.title(Language::Zh), "座席（每百万人）");
    }

    #[test]
    fn an_axis_starts_at_zero_unless_the_values_lie_close_together() {
        let rate = Quantity {
            label: "answer rate".to_owned(),
            unit: Unit::Share,
            unit_name: String::new(),
            better: Better::More,
            target: Some(0.95),
        };
        let range =
            |values: &[f64]| rate.range(&values.iter().map(|v| Some(Point::exact(*v))).collect::<Vec<_>>());
        assert_eq!(range(&[0.9, 0.99]), Some((0.9, 0.99)));
        assert_eq!(range(&[0.1, 0.4]), Some((0.0, 0.95)));
        assert_eq!(range(&[]), None);
        let wide = Point { value: 0.99, low: 0.9, high: 1.04 };
        assert_eq!(rate.range(&[Some(wide)]), Some((0.9, 1.0)));
    }
}
