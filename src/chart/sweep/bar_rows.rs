//! Rows of bars: names on the left, bars beside them, one axis below.

use plotters::prelude::DrawingBackend;

use super::axis::QuantityAxis;
use crate::chart::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use crate::chart::error::ChartError;
use crate::chart::font::Font;
use crate::chart::frame::{LABEL, SMALL, left, wrapped};
use crate::chart::palette::{GRID, INK, SOFT, WHITE};
use crate::chart::series::Point;

/// Room for names left of the bars.
pub(super) const NAMES: f64 = 220.0;
/// Height of a row.
pub(super) const ROW: f64 = 38.0;
/// Height of the labels of the axis.
pub(super) const MARKS: f64 = 24.0;
/// Rows that are drawn; the rest is counted.
pub(super) const MAX_ROWS: usize = 30;
/// Height of the line that counts the rest.
const REST: f64 = 20.0;

/// Returns the height of the rows and of the line that counts those left out.
pub(super) fn height(rows: usize) -> f64 {
    rows.min(MAX_ROWS) as f64 * ROW + if rows > MAX_ROWS { REST } else { 0.0 }
}

/// Returns the part of a row between two shares of its height.
pub(super) fn strip(plot: Rect, row: usize, from: f64, to: f64) -> Rect {
    let top = plot.top + row as f64 * ROW;
    Rect { top: top + from * ROW, bottom: top + to * ROW, ..plot }
}

/// Writes the names of the rows, draws hair lines between them, and says how many are left out.
pub(super) fn names<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    names: &[String],
    plot: Rect,
) -> Result<(), ChartError> {
    let (x, line) = (plot.left - NAMES, LABEL * 1.2);
    for (i, name) in names.iter().take(MAX_ROWS).enumerate() {
        let row = strip(plot, i, 0.0, 1.0);
        let lines = in_two(canvas.font(), name, NAMES - 14.0);
        let first =
            (row.top + row.bottom) / 2.0 + LABEL * 0.36 - (lines.len().max(1) - 1) as f64 * line / 2.0;
        wrapped(canvas, (x, first), &lines, line, left(LABEL))?;
        if i > 0 {
            canvas.line(&[(x, row.top), (plot.right, row.top)], Stroke::solid(GRID, 0.8))?;
        }
    }
    if names.len() > MAX_ROWS {
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Left };
        canvas.text((x, plot.bottom + MARKS + 14.0), &canvas.words().more(names.len() - MAX_ROWS), kind)?;
    }
    Ok(())
}

/// Breaks a name into at most two lines; a dotted path breaks behind a dot or underscore.
fn in_two(font: &Font, name: &str, width: f64) -> Vec<String> {
    let fits = |end: &usize| font.width(&name[..*end], LABEL) <= width;
    let mut joints = name.match_indices(['.', '_']).map(|(at, _)| at + 1);
    match joints.rfind(fits) {
        Some(end) if !name.contains(' ') && !fits(&name.len()) => {
            vec![name[..end].to_owned(), font.fit(&name[end..], LABEL, width)]
        }
        _ => font.wrap(name, LABEL, width, 2),
    }
}

/// Pales what lies behind a text that begins at `at`.
pub(super) fn pale_behind<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    at: (f64, f64),
    width: f64,
    size: f64,
) -> Result<(), ChartError> {
    let area = Rect {
        left: at.0 - 2.0,
        right: at.0 + width + 2.0,
        top: at.1 - size * 0.9,
        bottom: at.1 + size * 0.25,
    };
    canvas.fill(area, WHITE, 0.85)
}

/// Draws an interval across a bar.
pub(super) fn whisker<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    axis: &QuantityAxis,
    point: Point,
    bar: Rect,
) -> Result<(), ChartError> {
    if point.low >= point.high {
        return Ok(());
    }
    let middle = (bar.top + bar.bottom) / 2.0;
    let (from, to) = (axis.x.at(point.low), axis.x.at(point.high));
    let stroke = Stroke::solid(INK, 1.2);
    canvas.line(&[(from, middle), (to, middle)], stroke)?;
    [from, to].iter().try_for_each(|x| canvas.line(&[(*x, middle - 3.5), (*x, middle + 3.5)], stroke))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_path_breaks_at_a_joint_and_a_short_one_not_at_all() {
        let font = Font::embedded().unwrap();
        let broken = in_two(&font, "hotline.12333.demand.per_thousand_inhabitants", 220.0);
        assert_eq!(broken, ["hotline.12333.demand.per_", "thousand_inhabitants"]);
        assert_eq!(in_two(&font, "rule.seats", 220.0), ["rule.seats"]);
        assert!(in_two(&font, &"x".repeat(99), 220.0)[0].ends_with("..."));
    }
}
