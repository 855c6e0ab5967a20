//! The keys of a grid as axes: their values in order of drawing.

use super::drawing::Drawing;
use crate::chart::{Key, Unit, Values};
use crate::report::sweep::key_names;
use crate::report::words::IntervalStyle;
use crate::scenario::units;
use jiff::civil::Date;

/// Most lines of values in order that can be distinguished.
const MOST_LINES: usize = 8;
/// Most lines of other values that can be distinguished.
const MOST_CATEGORIES: usize = 6;

/// A key of a grid.
pub(super) struct Axis {
    /// The key with its values in order of drawing.
    pub(super) key: Key,
    /// The place of each value among those of the study.
    pub(super) order: Vec<usize>,
}

impl Axis {
    /// Whether the values are numbers, durations, shares or dates.
    pub(super) fn is_ordered(&self) -> bool {
        !matches!(self.key.values, Values::Texts(_))
    }

    /// Whether a line for each value can be distinguished.
    pub(super) fn fits_lines(&self) -> bool {
        self.order.len() <= if self.is_ordered() { MOST_LINES } else { MOST_CATEGORIES }
    }

    /// Returns how the intervals of a chart along this key are drawn.
    pub(super) fn intervals(&self) -> IntervalStyle {
        if self.is_ordered() { IntervalStyle::Bands } else { IntervalStyle::ErrorBars }
    }
}

impl Drawing<'_> {
    /// Makes an axis of a key: its values as numbers, durations, shares or dates in order, or else as words.
    pub(super) fn axis(&self, place: usize, cells: &[&str]) -> Axis {
        let name = &self.context.keys[place].name;
        let (values, order) = ordered(cells).unwrap_or_else(|| {
            let texts = cells.iter().map(|cell| self.value(name, cell)).collect();
            (Values::Texts(texts), (0..cells.len()).collect())
        });
        let (label, unit_name) = (self.name(name), key_names::unit(name, self.words).to_owned());
        Axis { key: Key { path: name.clone(), label, unit_name, values }, order }
    }
}

/// Reads a value as a number; none where it is another.
type ReadNumber = fn(&str) -> Option<f64>;

/// Sorts values that are all numbers, all durations, all shares or all dates; none of others.
fn ordered(cells: &[&str]) -> Option<(Values, Vec<usize>)> {
    let numbers: [(ReadNumber, Unit); 3] = [
        (|cell| cell.parse().ok(), Unit::Number),
        (|cell| units::duration(cell).ok(), Unit::Time),
        (|cell| units::share(cell).ok(), Unit::Share),
    ];
    for (read, unit) in numbers {
        if let Some(values) = cells.iter().map(|cell| read(cell)).collect::<Option<Vec<f64>>>() {
            let (sorted, order) = sorted(&values, f64::total_cmp);
            return Some((Values::Numbers(unit, sorted), order));
        }
    }
    let dates = cells.iter().map(|cell| cell.parse().ok()).collect::<Option<Vec<Date>>>()?;
    let (sorted, order) = sorted(&dates, Date::cmp);
    Some((Values::Dates(sorted), order))
}

/// Sorts values; returns them with the place that each had.
fn sorted<T: Copy>(values: &[T], compare: impl Fn(&T, &T) -> std::cmp::Ordering) -> (Vec<T>, Vec<usize>) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| compare(&values[*a], &values[*b]));
    (order.iter().map(|place| values[*place]).collect(), order)
}
