//! The quantity that a chart of a sweep shows: its unit, its target, and the direction in which it gets better.

use crate::chart::error::ChartError;
use crate::chart::format::Unit;
use crate::chart::scale::usable;
use crate::chart::series::{Point, drawable, highest, lowest};
use crate::chart::words::Words;

/// A quantity that a chart shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Its name, such as "answer rate".
    pub label: String,
    /// The unit, by which values are written: a share of 0 to 1 as a percentage, seconds as s, min and h.
    pub unit: Unit,
    /// The unit of plain numbers, such as "million yuan a year"; may be empty.
    pub unit_name: String,
    /// The direction in which it gets better.
    pub better: Better,
    /// The value that should be reached.
    pub target: Option<f64>,
}

/// The direction in which a quantity gets better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Higher values are better; the target is a lower limit.
    More,
    /// Lower values are better; the target is an upper limit.
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

impl Quantity {
    /// Writes the name with its unit: "cost (million yuan a year)".
    pub(super) fn title(&self, words: &dyn Words) -> String {
        words.title(&self.label, &self.unit_name)
    }

    /// Returns the target, if it can be drawn.
    pub(super) fn drawable_target(&self) -> Option<f64> {
        self.target.filter(|target| usable(*target))
    }

    /// Returns the range of an axis that holds all points with their intervals and the target; from 0 if the values
    /// come near it. Intervals of shares are cut at 0 and 1. None without a value.
    pub(super) fn range<'a>(
        &self,
        points: impl IntoIterator<Item = &'a Option<Point>> + Clone,
    ) -> Option<(f64, f64)> {
        let aim = self.drawable_target().map(Point::exact);
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

#[cfg(test)]
mod tests {
    use super::*;

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
