//! Horizontal axes: the values of a key, and the scale of a quantity.

use plotters::prelude::DrawingBackend;

use super::key::{Key, Values};
use crate::chart::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use crate::chart::dates::days_between;
use crate::chart::error::ChartError;
use crate::chart::font::Font;
use crate::chart::format::Unit;
use crate::chart::frame::{SMALL, wrapped};
use crate::chart::palette::{AXIS, GRID, SOFT};
use crate::chart::scale::{Scale, ticks};
use crate::chart::words::Words;

/// Height of a line of labels.
const LINE: f64 = SMALL * 1.3;
/// Lines that the label of a category may take.
const CATEGORY_LINES: usize = 3;
/// From the plot to the baseline of the first line of labels.
const BELOW: f64 = 17.0;

const MARK: TextStyle = TextStyle { size: SMALL, colour: SOFT, align: Align::Centre };

/// Where the values of a key lie on a horizontal axis, and what is written below it.
pub(super) struct KeyAxis {
    /// The place of each value, in logical units.
    pub(super) places: Vec<f64>,
    /// Distance between categories; 0 where the values have distances of their own.
    pub(super) slot: f64,
    labels: Vec<(f64, Vec<String>)>,
}

impl KeyAxis {
    /// Makes an axis between `left` and `right`.
    pub(super) fn new(key: &Key, (left, right): (f64, f64), font: &Font, words: &dyn Words) -> KeyAxis {
        let values: Vec<f64> = match &key.values {
            Values::Numbers(_, values) => values.clone(),
            Values::Dates(dates) => dates.iter().map(|date| days_between(dates[0], *date)).collect(),
            Values::Texts(_) => return KeyAxis::slots(key, (left, right), font, words),
        };
        let (low, high) = (values[0], values[values.len() - 1]);
        let inset = ((right - left) * 0.04).min(14.0);
        // A single value stands in the middle.
        let scale = if low < high {
            Scale::new((low, high), (left + inset, right - inset))
        } else {
            Scale::new((low - 1.0, high + 1.0), (left, right))
        };
        let places: Vec<f64> = values.iter().map(|v| scale.at(*v)).collect();
        let of_values = places.iter().copied().zip(key.texts(words)).collect::<Vec<_>>();
        let labels = match key.values {
            Values::Numbers(unit, _) if low < high && apart(&of_values, font).len() < of_values.len() => {
                round_marks(unit, &scale, font, words)
            }
            _ => of_values,
        };
        let labels = apart(&labels, font).into_iter().map(|(x, text)| (x, vec![text])).collect();
        KeyAxis { places, slot: 0.0, labels }
    }

    /// Makes an axis of equal slots, each named in the middle.
    pub(super) fn slots(key: &Key, (left, right): (f64, f64), font: &Font, words: &dyn Words) -> KeyAxis {
        let slot = (right - left) / key.len() as f64;
        let places: Vec<f64> = (0..key.len()).map(|i| left + slot * (i as f64 + 0.5)).collect();
        let texts = places.iter().copied().zip(key.texts(words));
        let labels = if key.ordered() {
            let texts: Vec<_> = texts.collect();
            apart(&texts, font).into_iter().map(|(x, text)| (x, vec![text])).collect()
        } else {
            texts.map(|(x, text)| (x, category(&text, slot, font))).collect()
        };
        KeyAxis { places, slot, labels }
    }

    /// Draws vertical grid lines at the labels of values that have distances of their own.
    pub(super) fn grid<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        plot: Rect,
    ) -> Result<(), ChartError> {
        let lines = self.labels.iter().filter(|_| self.slot == 0.0);
        lines.map(|(x, _)| *x).try_for_each(|x| vertical(canvas, x, plot, Stroke::solid(GRID, 1.0)))
    }

    /// Writes the labels below `bottom`.
    pub(super) fn labels<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        bottom: f64,
    ) -> Result<(), ChartError> {
        for (x, lines) in &self.labels {
            if self.slot == 0.0 {
                canvas.line(&[(*x, bottom), (*x, bottom + 4.0)], Stroke::solid(AXIS, 1.0))?;
            }
            wrapped(canvas, (*x, bottom + BELOW), lines, LINE, MARK)?;
        }
        Ok(())
    }
}

/// Returns the height of the labels of `key` on an axis `width` wide.
pub(super) fn labels_height(key: &Key, width: f64) -> f64 {
    let lines = match (&key.values, Font::embedded()) {
        (Values::Texts(names), Ok(font)) => {
            let slot = width / names.len() as f64;
            names.iter().map(|name| category(name, slot, &font).len()).max().unwrap_or(1)
        }
        _ => 1,
    };
    BELOW + 6.0 + (lines.max(1) - 1) as f64 * LINE
}

/// Breaks the name of a category into lines within its slot.
fn category(name: &str, slot: f64, font: &Font) -> Vec<String> {
    font.wrap(name, SMALL, slot - 8.0, CATEGORY_LINES)
}

/// Height of the title of a horizontal axis.
pub(super) const TITLE_HEIGHT: f64 = 20.0;

/// Writes the title of a horizontal axis on the line that ends at `bottom`.
pub(super) fn axis_title<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    text: &str,
    plot: Rect,
    bottom: f64,
) -> Result<(), ChartError> {
    let text = canvas.font().fit(text, SMALL, plot.width());
    canvas.text(((plot.left + plot.right) / 2.0, bottom - 5.0), &text, MARK)
}

/// Returns round numbers between the ends of a scale, as many as do not touch.
fn round_marks(unit: Unit, scale: &Scale, font: &Font, words: &dyn Words) -> Vec<(f64, String)> {
    let marks = |most| marks_within(unit, scale, most, words);
    let all_apart = |marks: &Vec<_>| apart(marks, font).len() == marks.len();
    (2..=12).rev().map(marks).find(all_apart).unwrap_or_else(|| marks(2))
}

fn marks_within(unit: Unit, scale: &Scale, most: usize, words: &dyn Words) -> Vec<(f64, String)> {
    let marks = ticks(unit, scale.low, scale.high, most);
    let step = marks[1] - marks[0];
    let slack = step * 1e-6;
    marks
        .iter()
        .filter(|mark| (scale.low - slack..=scale.high + slack).contains(mark))
        .map(|mark| (scale.at(*mark), words.notation().mark(unit, *mark, step)))
        .collect()
}

/// Returns the labels that do not touch an earlier one.
fn apart(labels: &[(f64, String)], font: &Font) -> Vec<(f64, String)> {
    let mut free = f64::NEG_INFINITY;
    let mut kept = Vec::new();
    for (x, text) in labels {
        let half = font.width(text, SMALL) / 2.0 + 4.0;
        if x - half >= free {
            free = x + half;
            kept.push((*x, text.clone()));
        }
    }
    kept
}

fn vertical<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    x: f64,
    plot: Rect,
    stroke: Stroke,
) -> Result<(), ChartError> {
    canvas.line(&[(x, plot.top), (x, plot.bottom)], stroke)
}

/// A horizontal axis of a quantity.
pub(super) struct QuantityAxis {
    pub(super) plot: Rect,
    pub(super) x: Scale,
    unit: Unit,
    step: f64,
    marks: Vec<f64>,
}

impl QuantityAxis {
    /// Makes an axis that runs a little beyond `low` and `high`, but from 0 where that is the lowest value.
    pub(super) fn new(plot: Rect, unit: Unit, low: f64, high: f64) -> QuantityAxis {
        let most = (plot.width() / 85.0).floor().clamp(2.0, 8.0) as usize;
        let (first, step) = match ticks(unit, low, high, most)[..] {
            [first, second, ..] => (first, second - first),
            _ => (low, 1.0),
        };
        // Less than a step has one mark or none: then the axis runs from mark to mark.
        let (low, high) = if high - low < step { (first, first + 2.0 * step) } else { (low, high) };
        let margin = (high - low) * 0.03;
        let ends = (if low == 0.0 { 0.0 } else { low - margin }, high + margin);
        let marks = ticks(unit, ends.0, ends.1, most);
        let marks = marks.into_iter().filter(|mark| (ends.0..=ends.1).contains(mark)).collect();
        QuantityAxis { plot, x: Scale::new(ends, (plot.left, plot.right)), unit, step, marks }
    }

    /// Draws grid lines, and their labels below the plot.
    pub(super) fn grid<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> Result<(), ChartError> {
        for mark in &self.marks {
            vertical(canvas, self.x.at(*mark), self.plot, Stroke::solid(GRID, 1.0))?;
        }
        // A long label near an end moves inwards rather than off the page.
        let word = |mark: &f64| {
            let text = canvas.words().notation().mark(self.unit, *mark, self.step);
            let half = canvas.font().width(&text, SMALL) / 2.0;
            let x = self.x.at(*mark).max(self.plot.left - 20.0 + half);
            (x.min(self.plot.right + 16.0 - half), text)
        };
        let labels: Vec<_> = self.marks.iter().map(word).collect();
        for (x, text) in apart(&labels, canvas.font()) {
            canvas.text((x, self.plot.bottom + BELOW), &text, MARK)?;
        }
        Ok(())
    }

    /// Draws a line through the whole height at `value`.
    pub(super) fn vertical<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        value: f64,
        stroke: Stroke,
    ) -> Result<(), ChartError> {
        vertical(canvas, self.x.at(value), self.plot, stroke)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::words;
    use crate::language::Language;
    use jiff::civil::date;

    fn along(values: Values, width: f64) -> KeyAxis {
        let key = Key { path: "k".to_owned(), label: String::new(), unit_name: String::new(), values };
        KeyAxis::new(&key, (100.0, 100.0 + width), &Font::embedded().unwrap(), words::of(Language::En))
    }

    fn texts(key_axis: &KeyAxis) -> Vec<&str> {
        key_axis.labels.iter().map(|(_, lines)| lines[0].as_str()).collect()
    }

    #[test]
    fn few_values_are_all_named_and_many_are_not() {
        let few = along(Values::Numbers(Unit::Number, vec![1.0, 2.0, 3.5, 6.0]), 300.0);
        assert_eq!(texts(&few), ["1", "2", "3.5", "6"]);
        let many = (0..60).map(|i| 0.123 + 1.017 * f64::from(i)).collect();
        assert_eq!(
            texts(&along(Values::Numbers(Unit::Number, many), 300.0)),
            ["10", "20", "30", "40", "50", "60"]
        );
    }

    #[test]
    fn distances_of_numbers_and_dates_are_kept() {
        let numbers = along(Values::Numbers(Unit::Number, vec![0.0, 1.0, 4.0]), 300.0).places;
        assert!(((numbers[2] - numbers[1]) / (numbers[1] - numbers[0]) - 3.0).abs() < 1e-9);
        let dates = [date(2021, 3, 1), date(2021, 3, 2), date(2021, 3, 5)];
        let dates = along(Values::Dates(dates.to_vec()), 300.0).places;
        assert!(((dates[2] - dates[1]) / (dates[1] - dates[0]) - 3.0).abs() < 1e-9);
    }

    #[test]
    fn a_single_value_stands_in_the_middle() {
        assert_eq!(along(Values::Numbers(Unit::Share, vec![0.3]), 300.0).places, [250.0]);
        assert_eq!(along(Values::Texts(vec!["one".to_owned()]), 300.0).places, [250.0]);
    }
}
