//! How much of a result's variance each key explains.

use plotters::prelude::DrawingBackend;

use super::axis::QuantityAxis;
use super::bar_rows::{self, MARKS, MAX_ROWS, NAMES, strip, whisker};
use crate::chart::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use crate::chart::draw::{Draw, Heading};
use crate::chart::error::ChartError;
use crate::chart::format::Unit;
use crate::chart::frame::{SMALL, left};
use crate::chart::legend::{self, Fill, Swatch};
use crate::chart::palette::{AXIS, BLUE, INK, PALE_SKY};
use crate::chart::series::{Point, drawable};

const FIRST: Fill = Fill { colour: BLUE, edge: None };
const TOTAL: Fill = Fill { colour: PALE_SKY, edge: Some(BLUE) };
/// Room right of the plot, for the figure of a bar that fills it.
const BESIDE: f64 = 56.0;

/// Sobol indices of the keys of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolChart {
    /// The words around it.
    pub heading: Heading,
    /// Whose variance is explained, such as "answer rate".
    pub measured: String,
    /// One per key, in any order: the greatest total index is drawn on top.
    pub indices: Vec<SobolIndex>,
}

/// The indices of one key, as shares of the variance; estimates may lie below 0 or above 1.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolIndex {
    /// The name of the key or else its dotted path.
    pub name: String,
    /// First-order index: the key alone, with its interval.
    pub first: Option<Point>,
    /// Total index: the key with all its interactions, with its interval.
    pub total: Option<Point>,
}

impl Draw for SobolChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        match self.indices.is_empty() {
            true => Err(ChartError::Data("Sobol indices without a key".to_owned())),
            false => Ok(()),
        }
    }

    fn height(&self) -> f64 {
        legend::height(2) + bar_rows::height(self.indices.len()) + MARKS
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let entries = [(FIRST, canvas.words().first_order_index()), (TOTAL, canvas.words().total_index())]
            .map(|(fill, text)| (Swatch::Patch(fill), text.to_owned()));
        let title = canvas.words().variance_of(&self.measured);
        legend::head(canvas, area, &title, &entries)?;
        let indices = self.sorted();
        let names: Vec<String> = indices.iter().map(|index| index.name.clone()).collect();
        let axis = self.axis(area);
        axis.grid(canvas)?;
        bar_rows::names(canvas, &names, Rect { right: area.right, ..axis.plot })?;
        for (row, index) in indices.iter().take(MAX_ROWS).enumerate() {
            for (point, fill, (from, to)) in
                [(&index.first, FIRST, (0.13, 0.47)), (&index.total, TOTAL, (0.53, 0.87))]
            {
                bar(canvas, &axis, point, fill, strip(axis.plot, row, from, to))?;
            }
        }
        axis.vertical(canvas, 0.0, Stroke::solid(AXIS, 1.2))
    }
}

impl SobolChart {
    fn sorted(&self) -> Vec<&SobolIndex> {
        let size = |index: &SobolIndex| {
            let known = drawable(&index.total).or(drawable(&index.first));
            known.map_or(f64::NEG_INFINITY, |p| p.value)
        };
        let mut indices: Vec<&SobolIndex> = self.indices.iter().collect();
        indices.sort_by(|a, b| size(b).total_cmp(&size(a)));
        indices
    }

    fn axis(&self, area: Rect) -> QuantityAxis {
        let top = area.top + legend::height(2);
        let plot = Rect {
            left: area.left + NAMES,
            right: area.right - BESIDE,
            top,
            bottom: top + self.indices.len().min(MAX_ROWS) as f64 * bar_rows::ROW,
        };
        let points = || self.indices.iter().flat_map(|i| [&i.first, &i.total]).filter_map(drawable);
        let low = points().map(|p| p.low).fold(0.0, f64::min);
        let high = points().map(|p| p.high).fold(0.1, f64::max);
        QuantityAxis::new(plot, Unit::Share, low, high)
    }
}

/// Draws a bar from 0, its interval, and its value beyond both; words where it is unknown.
fn bar<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    axis: &QuantityAxis,
    point: &Option<Point>,
    fill: Fill,
    strip: Rect,
) -> Result<(), ChartError> {
    let kind = TextStyle { colour: INK, align: Align::Left, ..left(SMALL) };
    let middle = (strip.top + strip.bottom) / 2.0 + SMALL * 0.36;
    let zero = axis.x.at(0.0);
    let Some(point) = drawable(point) else {
        return canvas.text((zero + 6.0, middle), canvas.words().no_data(), kind);
    };
    let to = axis.x.at(point.value);
    let bar = Rect { left: zero.min(to), right: zero.max(to), ..strip };
    fill.draw(canvas, bar)?;
    whisker(canvas, axis, point, bar)?;
    let figure = canvas.words().notation().column_percent(point.value);
    // Only an absurd figure is wider than the room beside the plot.
    let last = axis.plot.right + BESIDE - canvas.font().width(&figure, SMALL);
    canvas.text(((bar.right.max(axis.x.at(point.high)) + 6.0).min(last), middle), &figure, kind)
}
