//! Series of values with gaps, and how they are drawn.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use super::canvas::{Canvas, Stroke};
use super::error::ChartError;
use super::palette::{BAND, BLUE, GREEN, INK, ORANGE, PURPLE, VERMILION};
use super::scale::{Scale, usable};

/// A value with the interval or range around it. A missing value is `None` of this, never 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The value.
    pub value: f64,
    /// Lower end of its band; the value itself where there is no band.
    pub low: f64,
    /// Upper end of its band; the value itself where there is no band.
    pub high: f64,
}

impl Point {
    /// Makes a value without a band.
    pub fn exact(value: f64) -> Point {
        Point { value, low: value, high: value }
    }

    /// Makes a value with a symmetric interval; without one where the half-width is unknown.
    pub fn with_half_width(value: f64, half_width: Option<f64>) -> Point {
        let h = half_width.filter(|h| usable(*h)).unwrap_or(0.0);
        Point { value, low: value - h, high: value + h }
    }
}

/// A value at a place on the x axis (logical units); none where nothing can be drawn.
pub(super) type Placed = Option<(f64, Point)>;

/// Returns a point as it can be drawn: a value or band that is not finite is missing.
pub(super) fn drawable(point: &Option<Point>) -> Option<Point> {
    point.filter(|p| usable(p.value)).map(|p| Point {
        value: p.value,
        low: if usable(p.low) { p.low.min(p.value) } else { p.value },
        high: if usable(p.high) { p.high.max(p.value) } else { p.value },
    })
}

/// Returns the greatest upper end of a band, if there is any value.
pub(super) fn highest<'a>(points: impl IntoIterator<Item = &'a Option<Point>>) -> Option<f64> {
    points.into_iter().filter_map(drawable).map(|p| p.high).reduce(f64::max)
}

/// Returns the least lower end of a band, if there is any value.
pub(super) fn lowest<'a>(points: impl IntoIterator<Item = &'a Option<Point>>) -> Option<f64> {
    points.into_iter().filter_map(drawable).map(|p| p.low).reduce(f64::min)
}

/// Draws a line with its band, broken where a value is missing; a value between two gaps is a dot.
pub(super) fn curve<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    points: &[Placed],
    y: &Scale,
    stroke: Stroke,
) -> Result<(), ChartError> {
    for run in unbroken(points) {
        band(canvas, &run, y, stroke.colour)?;
    }
    for run in unbroken(points) {
        let line: Vec<_> = run.iter().map(|(x, p)| (*x, y.at(p.value))).collect();
        match line.as_slice() {
            [only] => isolated(canvas, run[0], *only, y, stroke)?,
            line => canvas.line(line, stroke)?,
        }
    }
    Ok(())
}

/// Draws a line that is constant within each step of width `step`, with its band.
pub(super) fn steps<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    starts: &[Placed],
    step: f64,
    y: &Scale,
    stroke: Stroke,
) -> Result<(), ChartError> {
    let stairs: Vec<Placed> = starts
        .iter()
        .flat_map(|placed| match placed {
            Some((x, p)) => [Some((*x, *p)), Some((x + step, *p))],
            None => [None, None],
        })
        .collect();
    curve(canvas, &stairs, y, stroke)
}

/// Splits a series into its stretches without a gap.
fn unbroken(points: &[Placed]) -> Vec<Vec<(f64, Point)>> {
    points
        .split(Option::is_none)
        .map(|run| run.iter().flatten().copied().collect::<Vec<_>>())
        .filter(|run| !run.is_empty())
        .collect()
}

fn band<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    run: &[(f64, Point)],
    y: &Scale,
    colour: RGBColor,
) -> Result<(), ChartError> {
    if run.len() < 2 || run.iter().all(|(_, p)| p.low == p.high) {
        return Ok(());
    }
    let above = run.iter().map(|(x, p)| (*x, y.at(p.high)));
    let below = run.iter().rev().map(|(x, p)| (*x, y.at(p.low)));
    canvas.polygon(&above.chain(below).collect::<Vec<_>>(), colour, BAND)
}

/// Draws a value without neighbours: a dot with its interval as a whisker.
fn isolated<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    (x, p): (f64, Point),
    at: (f64, f64),
    y: &Scale,
    stroke: Stroke,
) -> Result<(), ChartError> {
    if p.low < p.high {
        canvas.line(&[(x, y.at(p.low)), (x, y.at(p.high))], Stroke::solid(stroke.colour, 1.2))?;
    }
    canvas.dot(at, stroke.width.max(1.5) * 1.4, stroke.colour)
}

/// Number of strokes of [`series_stroke`].
pub(super) const DISTINCT_STROKES: usize = 6;

/// Returns the stroke of a series; the dash sets it apart in black and white.
pub(super) fn series_stroke(i: usize) -> Stroke {
    match i % DISTINCT_STROKES {
        0 => Stroke::solid(BLUE, 2.4),
        1 => Stroke::dashed(VERMILION, 2.4),
        2 => Stroke { dash: Some((2.5, 3.5)), ..Stroke::solid(GREEN, 2.4) },
        3 => Stroke::solid(ORANGE, 1.2),
        4 => Stroke { dash: Some((14.0, 3.0)), ..Stroke::solid(INK, 1.6) },
        _ => Stroke { dash: Some((5.0, 2.0)), ..Stroke::solid(PURPLE, 3.2) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_breaks_the_line() {
        let p = |x: f64| Some((x, Point::exact(1.0)));
        let lengths: Vec<_> =
            unbroken(&[None, p(1.0), p(2.0), None, None, p(5.0)]).iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 1]);
    }

    #[test]
    fn values_that_are_not_finite_are_missing_and_bands_fall_back_to_the_value() {
        assert_eq!(drawable(&Some(Point::exact(f64::NAN))), None);
        let odd = Point { value: 2.0, low: f64::NEG_INFINITY, high: f64::NAN };
        assert_eq!(drawable(&Some(odd)), Some(Point::exact(2.0)));
        assert_eq!(highest(&[None, Some(odd), Some(Point::with_half_width(1.0, Some(4.0)))]), Some(5.0));
        assert_eq!(lowest(&[None, None]), None);
    }
}
