//! The lower panel: one row per hotline, its window as a bar in the colour and pattern of its mode.

use jiff::civil::Date;
use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use super::axis::{DateAxis, GUTTER, LABELS_HEIGHT};
use crate::chart::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use crate::chart::error::ChartError;
use crate::chart::font::Font;
use crate::chart::frame::{CAPTION, LABEL, SMALL, left, wrapped};
use crate::chart::palette::{AXIS, BLUE, GREEN, GRID, INK, ORANGE, PALE_SKY, SOFT, WHITE};
use crate::model::Mode;

/// More rows than this are counted, not drawn.
const MAX_ROWS: usize = 60;
/// Distance of the lines of a name.
const NAME_LINE: f64 = 13.5;
/// Height of caption and key.
const KEY: f64 = 50.0;

/// A hotline's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowBar {
    /// The number as dialled.
    pub number: String,
    /// A short name, in the reader's language; may be empty.
    pub name: String,
    /// How it merges.
    pub mode: Mode,
    /// When it merges.
    pub when: MergerDates,
}

/// The dates that a plan gives for a merger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergerDates {
    /// First and last date: a bar.
    Between(Date, Date),
    /// The last date alone: a diamond.
    Until(Date),
    /// Left blank: said in words.
    Unknown,
}

impl WindowBar {
    pub(in crate::chart) fn check(&self) -> Result<(), ChartError> {
        match self.when {
            MergerDates::Between(first, last) if last < first => {
                Err(ChartError::Data(format!("window of {} ends before it starts", self.number)))
            }
            _ => Ok(()),
        }
    }
}

/// Returns the height of the whole lower panel; 0 without rows.
pub(super) fn height(rows: &[WindowBar], font: &Font) -> f64 {
    if rows.is_empty() {
        return 0.0;
    }
    let more = if rows.len() > MAX_ROWS { row_height(rows.len()) } else { 0.0 };
    KEY + heights(&rows[..rows.len().min(MAX_ROWS)], rows.len(), font).iter().sum::<f64>()
        + more
        + LABELS_HEIGHT
}

fn row_height(rows: usize) -> f64 {
    if rows <= 12 { 21.0 } else { 17.5 }
}

/// Returns the height of every row that is shown: higher where a name needs two lines.
fn heights(shown: &[WindowBar], rows: usize, font: &Font) -> Vec<f64> {
    let column = number_column(font, shown);
    let height = |row: &WindowBar| {
        let more = name_lines(font, row, column).len().saturating_sub(1);
        row_height(rows) + more as f64 * NAME_LINE
    };
    shown.iter().map(height).collect()
}

/// Draws key and rows into `area`, of which the top counts.
pub(super) fn draw<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    rows: &[WindowBar],
    axis: &DateAxis,
    area: Rect,
) -> Result<(), ChartError> {
    if rows.is_empty() {
        return Ok(());
    }
    key(canvas, rows, axis, area)?;
    let top = area.top + KEY;
    let each = row_height(rows.len());
    let shown = &rows[..rows.len().min(MAX_ROWS)];
    let heights = heights(shown, rows.len(), canvas.font());
    let bottom = top + heights.iter().sum::<f64>();
    axis.grid(canvas, top, bottom)?;
    let plot = axis.plot;
    for y in [top, bottom] {
        canvas.line(&[(plot.left, y), (plot.right, y)], Stroke::solid(AXIS, 1.0))?;
    }
    let column = number_column(canvas.font(), shown);
    let mut at = top;
    for (i, (row, height)) in shown.iter().zip(&heights).enumerate() {
        if i > 0 {
            canvas.line(&[(area.left, at), (plot.right, at)], Stroke::solid(GRID, 0.5))?;
        }
        name(canvas, row, (area.left, at + height / 2.0), column)?;
        window_mark(canvas, row, axis, at + height / 2.0, each)?;
        at += height;
    }
    if rows.len() > MAX_ROWS {
        let text = canvas.words().more(rows.len() - MAX_ROWS);
        canvas.text((area.left, bottom + each * 0.75), &text, left(LABEL))?;
    }
    axis.labels(canvas, if rows.len() > MAX_ROWS { bottom + each } else { bottom })
}

/// Returns the width of the numbers' column.
fn number_column(font: &Font, rows: &[WindowBar]) -> f64 {
    let widest = rows.iter().map(|row| font.width(&row.number, LABEL)).fold(0.0, f64::max);
    widest.min(GUTTER * 0.45)
}

/// Breaks a name into at most two lines beside the column of numbers.
fn name_lines(font: &Font, row: &WindowBar, column: f64) -> Vec<String> {
    font.wrap(&row.name, LABEL, GUTTER - column - 8.0 - 12.0, 2)
}

fn name<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    row: &WindowBar,
    (x, middle): (f64, f64),
    column: f64,
) -> Result<(), ChartError> {
    let lines = name_lines(canvas.font(), row, column);
    let y = middle + LABEL * 0.36 - (lines.len().max(1) - 1) as f64 * NAME_LINE / 2.0;
    let number = canvas.font().fit(&row.number, LABEL, column);
    canvas.text((x, y), &number, left(LABEL))?;
    wrapped(canvas, (x + column + 8.0, y), &lines, NAME_LINE, TextStyle { colour: SOFT, ..left(LABEL) })
}

/// Draws the bar or the diamond, or writes words where neither can be drawn inside the calendar.
fn window_mark<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    row: &WindowBar,
    axis: &DateAxis,
    middle: f64,
    each: f64,
) -> Result<(), ChartError> {
    let (first, last) = match row.when {
        MergerDates::Unknown => {
            return side_note(canvas, axis, middle, canvas.words().no_date(), Align::Left);
        }
        MergerDates::Until(date) => (date, date),
        MergerDates::Between(first, last) => (first, last),
    };
    let (from, to) = axis.between(first, last);
    if from >= to {
        let before = last < axis.first;
        let date = canvas.words().full_date(if before { last } else { first });
        let text = if before { format!("← {date}") } else { format!("{date} →") };
        return side_note(canvas, axis, middle, &text, if before { Align::Left } else { Align::Right });
    }
    if matches!(row.when, MergerDates::Until(_)) {
        return diamond(canvas, ((from + to) / 2.0, middle), each * 0.38, mode_style(row.mode).colour);
    }
    let half = each * 0.31;
    // A single day in three years stays visible.
    let (from, to) =
        if to - from < 3.0 { ((from + to) / 2.0 - 1.5, (from + to) / 2.0 + 1.5) } else { (from, to) };
    let area = Rect { left: from, right: to, top: middle - half, bottom: middle + half };
    bar(canvas, area, row.mode)?;
    continuation_arrows(canvas, axis, (first, last), area, mode_style(row.mode).colour)
}

/// Draws small triangles where a window goes on beyond the calendar.
fn continuation_arrows<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    axis: &DateAxis,
    (first, last): (Date, Date),
    bar: Rect,
    colour: RGBColor,
) -> Result<(), ChartError> {
    let middle = (bar.top + bar.bottom) / 2.0;
    let tip = |edge: f64, point: f64| {
        canvas.polygon(&[(edge, bar.top), (point, middle), (edge, bar.bottom)], colour, 1.0)
    };
    if first < axis.first {
        tip(bar.left - 1.5, bar.left - 8.0)?;
    }
    if axis.ends_before(last) {
        tip(bar.right + 1.5, bar.right + 8.0)?;
    }
    Ok(())
}

fn side_note<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    axis: &DateAxis,
    middle: f64,
    text: &str,
    align: Align,
) -> Result<(), ChartError> {
    let x = if align == Align::Right { axis.plot.right - 5.0 } else { axis.plot.left + 5.0 };
    canvas.text((x, middle + SMALL * 0.36), text, TextStyle { size: SMALL, colour: SOFT, align })
}

fn diamond<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    (x, y): (f64, f64),
    half: f64,
    colour: RGBColor,
) -> Result<(), ChartError> {
    let rhombus = |h: f64| [(x - h, y), (x, y - h), (x + h, y), (x, y + h)];
    canvas.polygon(&rhombus(half + 1.2), INK, 1.0)?;
    canvas.polygon(&rhombus(half), colour, 1.0)
}

/// How a mode looks: a colour, and a pattern that is distinguished without it.
struct ModeStyle {
    colour: RGBColor,
    pattern: Pattern,
}

#[derive(PartialEq, Eq)]
enum Pattern {
    Solid,
    /// Light, with a dark edge.
    Edged,
    /// Diagonal lines.
    Hatched,
    /// A white line along the middle.
    Split,
}

fn mode_style(mode: Mode) -> ModeStyle {
    let (colour, pattern) = match mode {
        Mode::Full => (BLUE, Pattern::Solid),
        Mode::Dual => (PALE_SKY, Pattern::Edged),
        Mode::DualExpert => (ORANGE, Pattern::Hatched),
        Mode::SubCentre => (GREEN, Pattern::Split),
        Mode::Own => (AXIS, Pattern::Solid),
    };
    ModeStyle { colour, pattern }
}

fn bar<B: DrawingBackend>(canvas: &Canvas<'_, B>, area: Rect, mode: Mode) -> Result<(), ChartError> {
    let ModeStyle { colour, pattern, .. } = mode_style(mode);
    match pattern {
        Pattern::Solid => canvas.fill(area, colour, 1.0),
        Pattern::Edged => {
            canvas.fill(area, colour, 1.0)?;
            canvas.outline(area, Stroke::solid(BLUE, 1.2))
        }
        Pattern::Hatched => {
            canvas.fill(area, WHITE, 1.0)?;
            hatch(canvas, area, Stroke::solid(colour, 1.8))?;
            canvas.outline(area, Stroke::solid(colour, 1.2))
        }
        Pattern::Split => {
            canvas.fill(area, colour, 1.0)?;
            let (y, thick) = ((area.top + area.bottom) / 2.0, area.height() * 0.14);
            canvas.fill(Rect { top: y - thick, bottom: y + thick, ..area }, WHITE, 1.0)
        }
    }
}

/// Draws diagonals through `area`, cut at its left and right edge.
fn hatch<B: DrawingBackend>(canvas: &Canvas<'_, B>, area: Rect, stroke: Stroke) -> Result<(), ChartError> {
    let height = area.height();
    let mut x = area.left - height;
    while x < area.right {
        let from = (area.left - x).max(0.0);
        let to = (area.right - x).min(height);
        if to - from > 0.5 {
            canvas.line(&[(x + from, area.bottom - from), (x + to, area.bottom - to)], stroke)?;
        }
        x += 5.5;
    }
    Ok(())
}

/// Writes the caption in the gutter and draws beside it what each pattern means; only what occurs is explained.
fn key<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    rows: &[WindowBar],
    axis: &DateAxis,
    area: Rect,
) -> Result<(), ChartError> {
    let caption = canvas.font().wrap(canvas.words().merger_windows(), CAPTION, GUTTER - 24.0, 2);
    for (i, line) in caption.iter().enumerate() {
        canvas.text((area.left, area.top + 18.0 + i as f64 * 18.0), line, left(CAPTION))?;
    }
    let modes = [Mode::Full, Mode::Dual, Mode::DualExpert, Mode::SubCentre, Mode::Own];
    let used = modes.into_iter().filter(|mode| rows.iter().any(|row| row.mode == *mode));
    let mut entries: Vec<(Option<Mode>, &str)> =
        used.map(|mode| (Some(mode), canvas.words().merger_mode(mode))).collect();
    if rows.iter().any(|row| matches!(row.when, MergerDates::Until(_))) {
        entries.push((None, canvas.words().end_date_only()));
    }
    let (mut x, mut y) = (axis.plot.left, area.top + 18.0);
    for (mode, text) in entries {
        let width = 29.0 + canvas.font().width(text, LABEL);
        if x + width > axis.plot.right && x > axis.plot.left {
            (x, y) = (axis.plot.left, y + 19.0);
        }
        match mode {
            Some(mode) => {
                bar(canvas, Rect { left: x, right: x + 23.0, top: y - 9.5, bottom: y + 0.5 }, mode)?
            }
            None => diamond(canvas, (x + 15.0, y - 4.5), 6.0, WHITE)?,
        }
        canvas.text((x + 29.0, y), text, left(LABEL))?;
        x += width + 16.0;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_window_that_ends_before_it_starts_is_refused() {
        let when = MergerDates::Between(date(2021, 12, 31), date(2021, 6, 30));
        let row = WindowBar { number: "12329".to_owned(), name: String::new(), mode: Mode::Full, when };
        assert_eq!(row.check(), Err(ChartError::Data("window of 12329 ends before it starts".to_owned())));
    }
}
