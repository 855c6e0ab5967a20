//! The tornado chart: the swing of a result from a low to a high setting of each key, the widest on top.

use plotters::prelude::DrawingBackend;

use super::axis::QuantityAxis;
use super::bar_rows::{self, MARKS, MAX_ROWS, NAMES, pale_behind, strip, whisker};
use super::quantity::Quantity;
use crate::chart::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use crate::chart::draw::{Draw, Heading};
use crate::chart::error::ChartError;
use crate::chart::font::Font;
use crate::chart::frame::{LABEL, SMALL, left, target_stroke};
use crate::chart::legend::{self, Fill, Swatch};
use crate::chart::palette::{BLUE, INK, ORANGE, SOFT};
use crate::chart::series::{Point, drawable};

/// Height of the names of base and target above the bars.
const ABOVE: f64 = 22.0;
/// Most room for the name of a setting beside a bar.
const SETTING: f64 = 110.0;
const LOW: Fill = Fill { colour: ORANGE, edge: None };
const HIGH: Fill = Fill { colour: BLUE, edge: None };

/// Swings of a result around its value at the base, one key at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoChart {
    /// The words around it.
    pub heading: Heading,
    /// The quantity that swings; its target is a dashed line.
    pub measured: Quantity,
    /// The result with all keys at their base values.
    pub base: Option<Point>,
    /// One per key, in any order: the widest swing is drawn on top.
    pub swings: Vec<Swing>,
}

/// The swing of a result between a low and a high setting of one key.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// The name of the key or else its dotted path.
    pub name: String,
    /// The result at its low setting.
    pub low: SwingEnd,
    /// The result at its high setting.
    pub high: SwingEnd,
}

/// A result at one setting of a key.
#[derive(Clone, Debug, PartialEq)]
pub struct SwingEnd {
    /// The setting, such as "270 s" or "-10 %".
    pub setting: String,
    /// The result; its interval is best that of the paired difference to the base, around the result.
    pub result: Option<Point>,
}

impl Swing {
    /// Returns the distance between the ends, or from the base to the only known end; none where nothing is known.
    fn width(&self, base: f64) -> Option<f64> {
        let value = |end: &SwingEnd| drawable(&end.result).map(|p| p.value);
        match (value(&self.low), value(&self.high)) {
            (Some(low), Some(high)) => Some(low.max(high).max(base) - low.min(high).min(base)),
            (low, high) => low.or(high).map(|end| (end - base).abs()),
        }
    }
}

impl Draw for TornadoChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        if self.swings.is_empty() {
            return Err(ChartError::Data("a tornado without a key".to_owned()));
        }
        self.measured.check()
    }

    fn height(&self) -> f64 {
        legend::height(2) + ABOVE + bar_rows::height(self.swings.len()) + MARKS
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let entries = [(LOW, canvas.words().low_setting()), (HIGH, canvas.words().high_setting())]
            .map(|(fill, text)| (Swatch::Patch(fill), text.to_owned()));
        legend::head(canvas, area, &self.measured.title(canvas.words()), &entries)?;
        let swings = self.sorted();
        let names: Vec<String> = swings.iter().map(|swing| swing.name.clone()).collect();
        let axis = self.axis(area, canvas.font());
        axis.grid(canvas)?;
        bar_rows::names(canvas, &names, Rect { left: area.left + NAMES, right: area.right, ..axis.plot })?;
        match self.center() {
            Some(base) => {
                let bars: Vec<Bar<'_>> = swings
                    .iter()
                    .take(MAX_ROWS)
                    .enumerate()
                    .flat_map(|(row, swing)| bars(&axis, (row, swing), base))
                    .collect();
                bars.iter().try_for_each(|bar| bar.draw(canvas, &axis))?;
                self.base_and_target(canvas, &axis)?;
                bars.iter().try_for_each(|bar| bar.name(canvas, &axis))
            }
            None => {
                let at = ((axis.plot.left + axis.plot.right) / 2.0, axis.plot.top - 7.0);
                canvas.text(at, canvas.words().no_data(), TextStyle { align: Align::Centre, ..left(LABEL) })
            }
        }
    }
}

impl TornadoChart {
    /// Returns the value at the base.
    fn center(&self) -> Option<f64> {
        drawable(&self.base).map(|p| p.value)
    }

    /// Sorts the swings, the widest first, unknown ones last.
    fn sorted(&self) -> Vec<&Swing> {
        let base = self.center().unwrap_or(0.0);
        let width = |swing: &Swing| swing.width(base).unwrap_or(f64::NEG_INFINITY);
        let mut swings: Vec<&Swing> = self.swings.iter().collect();
        swings.sort_by(|a, b| width(b).total_cmp(&width(a)));
        swings
    }

    /// Makes the axis, inside room for names on the left and for settings on both sides.
    fn axis(&self, area: Rect, font: &Font) -> QuantityAxis {
        let ends = || self.swings.iter().flat_map(|swing| [&swing.low, &swing.high]);
        let setting = ends().map(|end| font.width(&end.setting, SMALL)).fold(0.0, f64::max);
        let setting = setting.min(SETTING) + 10.0;
        let top = area.top + legend::height(2) + ABOVE;
        let bottom = top + self.swings.len().min(MAX_ROWS) as f64 * bar_rows::ROW;
        let plot = Rect { left: area.left + NAMES + setting, right: area.right - setting, top, bottom };
        let aim = self.measured.drawable_target().map(Point::exact);
        let points = || ends().map(|end| &end.result).chain([&self.base, &aim]).filter_map(drawable);
        let low = points().map(|p| p.low).reduce(f64::min).unwrap_or(0.0);
        let high = points().map(|p| p.high).reduce(f64::max).unwrap_or(1.0);
        QuantityAxis::new(plot, self.measured.unit, low, high)
    }

    /// Draws the lines of base and target, named above the bars: the left one to its left, the right one to its
    /// right.
    fn base_and_target<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        axis: &QuantityAxis,
    ) -> Result<(), ChartError> {
        let unit = self.measured.unit;
        let base = self.center().map(|base| {
            let text = format!("{} {}", canvas.words().base(), canvas.words().notation().amount(unit, base));
            (base, text, Stroke::solid(INK, 1.4))
        });
        let target = self
            .measured
            .drawable_target()
            .map(|target| (target, canvas.words().target_amount(unit, target), target_stroke()));
        let mut lines: Vec<_> = base.into_iter().chain(target).collect();
        lines.sort_by(|a, b| a.0.total_cmp(&b.0));
        let two = lines.len() == 2;
        for (i, (value, text, stroke)) in lines.into_iter().enumerate() {
            axis.vertical(canvas, value, stroke)?;
            let (at, width) = (axis.x.at(value), canvas.font().width(&text, LABEL));
            let left = match (two, i) {
                (false, _) => at - width / 2.0,
                (true, 0) => at + 6.0 - width,
                (true, _) => at - 6.0,
            };
            // A long name near an end moves inwards rather than off the page.
            let left = left.min(axis.plot.right + 10.0 - width).max(axis.plot.left - NAMES);
            let kind = TextStyle { size: LABEL, colour: stroke.colour, align: Align::Left };
            canvas.text((left, axis.plot.top - 7.0), &text, kind)?;
        }
        Ok(())
    }
}

/// One bar of a row.
struct Bar<'a> {
    setting: &'a str,
    point: Point,
    fill: Fill,
    area: Rect,
    /// Whether the setting is named to the right of the bar.
    rightwards: bool,
}

/// Returns the bars of a row: side by side around the base, or one below the other where both lie on the same side
/// of it.
fn bars<'a>(axis: &QuantityAxis, (row, swing): (usize, &'a Swing), base: f64) -> Vec<Bar<'a>> {
    let (low, high) = (drawable(&swing.low.result), drawable(&swing.high.result));
    let apart = low.zip(high).is_none_or(|(low, high)| (low.value - base) * (high.value - base) <= 0.0);
    // The end that lies to the right; of two equal ends, the high setting.
    let low_is_right = match (low, high) {
        (Some(low), Some(high)) => low.value > high.value,
        (Some(low), None) => low.value > base,
        (None, high) => high.is_some_and(|high| high.value < base),
    };
    let strips = if apart { [(0.2, 0.8); 2] } else { [(0.08, 0.48), (0.52, 0.92)] };
    let bar = |end: &'a SwingEnd, fill, right: bool, (from, to): (f64, f64)| {
        let point = drawable(&end.result)?;
        let (zero, tip) = (axis.x.at(base), axis.x.at(point.value));
        let area = Rect { left: zero.min(tip), right: zero.max(tip), ..strip(axis.plot, row, from, to) };
        let rightwards = if apart { right } else { point.value >= base };
        Some(Bar { setting: &end.setting, point, fill, area, rightwards })
    };
    let low = bar(&swing.low, LOW, low_is_right, strips[0]);
    low.into_iter().chain(bar(&swing.high, HIGH, !low_is_right, strips[1])).collect()
}

impl Bar<'_> {
    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, axis: &QuantityAxis) -> Result<(), ChartError> {
        self.fill.draw(canvas, self.area)?;
        whisker(canvas, axis, self.point, self.area)
    }

    /// Writes the setting beyond the bar and its interval; lines pale behind it.
    fn name<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, axis: &QuantityAxis) -> Result<(), ChartError> {
        let text = canvas.font().fit(self.setting, SMALL, SETTING);
        let width = canvas.font().width(&text, SMALL);
        let left = if self.rightwards {
            self.area.right.max(axis.x.at(self.point.high)) + 6.0
        } else {
            self.area.left.min(axis.x.at(self.point.low)) - 6.0 - width
        };
        let y = (self.area.top + self.area.bottom) / 2.0 + SMALL * 0.36;
        pale_behind(canvas, (left, y), width, SMALL)?;
        canvas.text((left, y), &text, TextStyle { size: SMALL, colour: SOFT, align: Align::Left })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_swing_comes_first_and_an_unknown_one_last() {
        let end = |result: Option<f64>| SwingEnd { setting: String::new(), result: result.map(Point::exact) };
        let swing = |name: &str, low, high| Swing { name: name.to_owned(), low: end(low), high: end(high) };
        let chart = TornadoChart {
            heading: Heading::default(),
            measured: Quantity {
                label: "answer rate".to_owned(),
                unit: crate::chart::Unit::Share,
                unit_name: String::new(),
                better: crate::chart::Better::More,
                target: None,
            },
            base: Some(Point::exact(0.9)),
            swings: vec![
                swing("unknown", None, None),
                swing("narrow", Some(0.89), Some(0.91)),
                swing("one-sided", Some(0.8), Some(0.7)),
                swing("one end", None, Some(0.95)),
            ],
        };
        let order: Vec<&str> = chart.sorted().iter().map(|swing| swing.name.as_str()).collect();
        assert_eq!(order, ["one-sided", "one end", "narrow", "unknown"]);
    }
}
