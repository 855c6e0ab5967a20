//! The parts that all charts share: the page with heading and small print, and panels with a y axis.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use super::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use super::draw::{Draw, Heading};
use super::error::ChartError;
use super::font::Font;
use super::format::Unit;
use super::palette::{AXIS, GRID, INK, SOFT, VERMILION, WHITE};
use super::scale::{Scale, ticks};
use super::words;

/// Logical width of every chart; font sizes are in the same unit. Printed 17 cm wide, 13 are 7 points.
pub(super) const WIDTH: f64 = 900.0;

/// Space left free at the page's edges.
const MARGIN: f64 = 22.0;

/// Width of a chart's body.
pub(super) const BODY: f64 = WIDTH - 2.0 * MARGIN;

/// Em sizes of text.
pub(super) const TITLE: f64 = 21.0;
pub(super) const SUBTITLE: f64 = 14.0;
pub(super) const CAPTION: f64 = 13.5;
pub(super) const LABEL: f64 = 12.5;
pub(super) const SMALL: f64 = 11.5;

/// Returns the style of left-aligned text.
pub(super) const fn left(size: f64) -> TextStyle {
    TextStyle { size, colour: INK, align: Align::Left }
}

/// Returns the stroke of a target.
pub(super) fn target_stroke() -> Stroke {
    Stroke::dashed(VERMILION, 1.6)
}

/// Draws the whole page: heading, the chart's body, small print.
pub(super) fn page<B: DrawingBackend, C: Draw>(canvas: &Canvas<'_, B>, chart: &C) -> Result<(), ChartError> {
    let text = WrappedHeading::new(chart.heading(), canvas.font());
    let height = (text.above() + chart.height() + text.below()).ceil();
    canvas.fill(Rect { left: 0.0, top: 0.0, right: WIDTH, bottom: height }, WHITE, 1.0)?;
    let mut y = MARGIN - 2.0;
    for line in &text.title {
        y += TITLE * 1.3;
        canvas.text((MARGIN, y - TITLE * 0.3), line, left(TITLE))?;
    }
    for line in &text.subtitle {
        y += SUBTITLE * 1.5;
        canvas.text((MARGIN, y - SUBTITLE * 0.3), line, TextStyle { colour: SOFT, ..left(SUBTITLE) })?;
    }
    let top = text.above();
    let body = Rect { left: MARGIN, top, right: WIDTH - MARGIN, bottom: top + chart.height() };
    chart.body(canvas, body)?;
    let mut y = body.bottom + 10.0;
    for line in &text.source {
        y += SMALL * 1.4;
        canvas.text((MARGIN, y - SMALL * 0.2), line, TextStyle { colour: SOFT, ..left(SMALL) })?;
    }
    canvas.finish()
}

/// Returns the height of everything around the body.
pub(super) fn frame_height(heading: &Heading, font: &Font) -> f64 {
    let text = WrappedHeading::new(heading, font);
    text.above() + text.below()
}

/// The heading, broken into lines.
struct WrappedHeading {
    title: Vec<String>,
    subtitle: Vec<String>,
    source: Vec<String>,
}

impl WrappedHeading {
    fn new(heading: &Heading, font: &Font) -> WrappedHeading {
        let width = BODY;
        WrappedHeading {
            title: font.wrap(&heading.title, TITLE, width, 3),
            subtitle: font.wrap(&heading.subtitle, SUBTITLE, width, 3),
            source: font.wrap(&heading.source, SMALL, width, 4),
        }
    }

    fn above(&self) -> f64 {
        MARGIN + self.title.len() as f64 * TITLE * 1.3 + self.subtitle.len() as f64 * SUBTITLE * 1.5 + 18.0
    }

    fn below(&self) -> f64 {
        10.0 + self.source.len() as f64 * SMALL * 1.4 + MARGIN - 6.0
    }
}

/// A rectangle with a y axis: marks, grid lines and labels on its left.
pub(super) struct Panel {
    pub(super) plot: Rect,
    pub(super) y: Scale,
    pub(super) unit: Unit,
    marks: Vec<f64>,
}

impl Panel {
    /// Makes a panel whose axis runs from the last mark at or below `low` to the first at or above `high`.
    pub(super) fn new(plot: Rect, unit: Unit, low: f64, high: f64) -> Panel {
        let most = (plot.height() / 38.0).floor().clamp(2.0, 6.0) as usize;
        let marks = ticks(unit, low, high, most);
        let (bottom, top) = (marks.first().copied().unwrap_or(low), marks.last().copied().unwrap_or(high));
        Panel { plot, unit, y: Scale::new((bottom, top), (plot.bottom, plot.top)), marks }
    }

    /// Makes a panel for values up to `high`, with at least `room` left free above them.
    pub(super) fn with_room(plot: Rect, unit: Unit, high: f64, room: f64) -> Panel {
        let least = match unit {
            Unit::Time | Unit::Number => 1.0,
            Unit::Share => 0.01,
        };
        let free = (1.0 - room / plot.height()).max(0.1);
        Panel::new(plot, unit, 0.0, high.max(least * free) / free)
    }

    /// Returns the room that the labels of the marks need left of the plot, in either language.
    pub(super) fn gutter(&self, font: &Font) -> f64 {
        let step = self.step();
        let widths = self.marks.iter().flat_map(|mark| {
            words::all().map(|words| font.width(&words.notation().mark(self.unit, *mark, step), SMALL))
        });
        widths.fold(0.0, f64::max) + 9.0
    }

    fn step(&self) -> f64 {
        self.marks.get(1).map_or(1.0, |second| second - self.marks[0])
    }

    /// Draws grid lines, marks and their labels, to lie under the data.
    pub(super) fn grid<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> Result<(), ChartError> {
        let step = self.step();
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Right };
        for mark in &self.marks {
            let on_axis = *mark == self.marks[0];
            let stroke = Stroke::solid(if on_axis { AXIS } else { GRID }, 1.0);
            let y = self.horizontal(canvas, *mark, stroke)?;
            let label = canvas.words().notation().mark(self.unit, *mark, step);
            canvas.text((self.plot.left - 7.0, y + SMALL * 0.36), &label, kind)?;
        }
        Ok(())
    }

    /// Draws a line through the whole width at `value`; returns its y coordinate.
    pub(super) fn horizontal<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        value: f64,
        stroke: Stroke,
    ) -> Result<f64, ChartError> {
        let y = self.y.at(value);
        canvas.line(&[(self.plot.left, y), (self.plot.right, y)], stroke)?;
        Ok(y)
    }

    /// Says that there is nothing to see, where no value is known.
    pub(super) fn no_data<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> Result<(), ChartError> {
        let middle =
            ((self.plot.left + self.plot.right) / 2.0, (self.plot.top + self.plot.bottom) / 2.0 + 5.0);
        let kind = TextStyle { size: CAPTION, colour: SOFT, align: Align::Centre };
        canvas.text(middle, canvas.words().no_data(), kind)
    }
}

/// A line's name, where the line ends and in which colour.
pub(super) type LineLabel = (f64, String, RGBColor);

/// Names lines at their right ends, moved apart where they would overlap, with a hair line to each, in
/// the `room` beside the plot.
pub(super) fn label_lines<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    names: &[LineLabel],
    plot: Rect,
    room: f64,
) -> Result<(), ChartError> {
    let line = LABEL * 1.25;
    let most = ((plot.height() + 16.0) / line / names.len().max(1) as f64).clamp(1.0, 3.0) as usize;
    let texts: Vec<Vec<String>> =
        names.iter().map(|(_, name, _)| canvas.font().wrap(name, LABEL, room - 24.0, most)).collect();
    let blocks: Vec<(f64, f64)> =
        names.iter().zip(&texts).map(|((y, _, _), lines)| (*y, lines.len() as f64 * line + 3.0)).collect();
    let tops = spread(&blocks, plot.top - 8.0, plot.bottom + 8.0);
    for (i, (y, _, colour)) in names.iter().enumerate() {
        let middle = tops[i] + blocks[i].1 / 2.0;
        let bend = [(plot.right + 2.0, *y), (plot.right + 18.0, middle)];
        canvas.line(&bend, Stroke::solid(*colour, 0.8))?;
        let first = (plot.right + 22.0, tops[i] + 1.5 + 0.82 * line);
        wrapped(canvas, first, &texts[i], line, TextStyle { colour: *colour, ..left(LABEL) })?;
    }
    Ok(())
}

/// Writes lines of text below each other, the baseline of the first at `at`.
pub(super) fn wrapped<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    at: (f64, f64),
    lines: &[String],
    line: f64,
    kind: TextStyle,
) -> Result<(), ChartError> {
    let mut numbered = lines.iter().enumerate();
    numbered.try_for_each(|(i, text)| canvas.text((at.0, at.1 + i as f64 * line), text, kind))
}

/// Moves blocks of text, each with a wanted middle and a height, apart until none overlap, within `top` to
/// `bottom`, by the least sum of squares. Returns their upper edges, in the order given.
///
/// Source: with the heights above it taken off, a block's edge may not lie above that of the block before,
/// which is isotonic regression: R. E. Barlow et al., "Statistical inference under order restrictions"
/// (1972), pool adjacent violators.
pub(super) fn spread(blocks: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by(|a, b| blocks[*a].0.total_cmp(&blocks[*b].0));
    // Blocks that touch, as one: sum of wanted edges, and how many.
    let mut pools: Vec<(f64, f64)> = Vec::new();
    let mut above = 0.0;
    for &i in &order {
        let (middle, height) = blocks[i];
        let mut pool = (middle - height / 2.0 - above, 1.0);
        while let Some(last) = pools.pop_if(|last| last.0 / last.1 > pool.0 / pool.1) {
            pool = (pool.0 + last.0, pool.1 + last.1);
        }
        pools.push(pool);
        above += height;
    }
    let last = (bottom - above).max(top);
    let edges = pools.iter().flat_map(|(sum, n)| vec![(sum / n).clamp(top, last); *n as usize]);
    let mut tops = vec![0.0; blocks.len()];
    let mut above = 0.0;
    for (&i, edge) in order.iter().zip(edges) {
        tops[i] = edge + above;
        above += blocks[i].1;
    }
    tops
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_moved_apart_and_stay_inside() {
        let blocks = [(95.0, 20.0), (94.0, 20.0), (96.0, 10.0), (5.0, 20.0)];
        let tops = spread(&blocks, 0.0, 100.0);
        assert_eq!(tops[3], 0.0);
        let mut spans: Vec<_> = tops.iter().zip(&blocks).map(|(t, b)| (*t, t + b.1)).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(spans.windows(2).all(|w| w[0].1 <= w[1].0 + 1e-9), "{spans:?}");
        assert!(spans[3].1 <= 100.0);
        assert!(tops[1] < tops[0] && tops[0] < tops[2]);
        // Two that want the same place share the way.
        assert_eq!(spread(&[(50.0, 20.0), (50.0, 20.0)], 0.0, 100.0), [30.0, 50.0]);
    }
}
