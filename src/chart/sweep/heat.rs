//! A result over two keys, with the contour of the target.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use super::axis::{KeyAxis, TITLE_HEIGHT, axis_title, labels_height};
use super::contour::{Field, Segment};
use super::key::{Key, check_size};
use super::quantity::{Better, Quantity};
use crate::chart::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use crate::chart::draw::{Draw, Heading};
use crate::chart::error::ChartError;
use crate::chart::font::Font;
use crate::chart::format::{Unit, fixed_number, fixed_percentage};
use crate::chart::frame::{BODY, LABEL, SMALL, left};
use crate::chart::legend::{self, Fill, Swatch};
use crate::chart::palette::{BLUE, INK, SOFT, VERMILION, WHITE, mixed};
use crate::chart::series::{Point, drawable};
use crate::chart::words::{self, Words};

/// Height of the name of the y axis.
const ROWS_NAME: f64 = 22.0;
/// Most room for the labels of rows.
const GUTTER: f64 = 170.0;
/// Height of all rows together, where they can be as high as they like.
const TABLE: f64 = 360.0;
const LOWEST_ROW: f64 = 17.0;
const HIGHEST_ROW: f64 = 52.0;
/// Least size of a figure; a smaller one is left out.
const LEAST: f64 = 10.5;
/// A row this high has room for the interval.
const TWO_LINES: f64 = 34.0;
/// Tints run to this share of the full colour: black text stays legible on them.
const DEEPEST: f64 = 0.7;
const PALEST: f64 = 0.1;
const CONTOUR: f64 = 2.4;

/// A result over two keys: a cell per combination, its value in figures and colour.
///
/// With a target the colours part at it, and its contour is drawn: interpolated between the middles of
/// cells, or along their edges where a key has categories. Unknown values stay white.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatChart {
    /// The words around it.
    pub heading: Heading,
    /// The quantity that the cells show.
    pub measured: Quantity,
    /// The key of the columns; figures are legible for up to about 26 values.
    pub x: Key,
    /// The key of the rows, numbers and dates ascending upwards.
    pub y: Key,
    /// The results with their intervals, in the order of a grid whose keys are y, x: that of x varies
    /// fastest.
    pub cells: Vec<Option<Point>>,
}

impl Draw for HeatChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        self.x.check()?;
        self.y.check()?;
        self.measured.check()?;
        check_size(self.cells.len(), &[&self.y, &self.x])?;
        match [&self.x, &self.y].into_iter().find(|key| key.len() > 200) {
            Some(key) => Err(ChartError::Data(format!("{} values of {}", key.len(), key.path))),
            None => Ok(()),
        }
    }

    fn height(&self) -> f64 {
        let gutter = Font::embedded().map_or(0.0, |font| self.gutter(&font));
        let labels = labels_height(&self.x, BODY - gutter);
        let head = legend::height(self.marks());
        head + ROWS_NAME + self.row() * self.y.len() as f64 + labels + TITLE_HEIGHT
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let entries = self.entries(canvas.words());
        legend::head(canvas, area, &self.caption(canvas.words()), &entries)?;
        let top = area.top + legend::height(entries.len()) + ROWS_NAME;
        let bottom = top + self.row() * self.y.len() as f64;
        let plot = Rect { left: area.left + self.gutter(canvas.font()), right: area.right, top, bottom };
        let key_axis = KeyAxis::slots(&self.x, (plot.left, plot.right), canvas.font(), canvas.words());
        let grid = Grid { plot, cell: (key_axis.slot, self.row()), rows: self.y.len(), up: self.y.ordered() };
        self.rows(canvas, &grid, area)?;
        self.tints(canvas, &grid)?;
        self.boundary(canvas, &grid)?;
        self.figures(canvas, &grid)?;
        key_axis.labels(canvas, plot.bottom)?;
        axis_title(canvas, &self.x.title(canvas.words()), plot, area.bottom)
    }
}

/// Where the cells lie.
struct Grid {
    plot: Rect,
    /// Width and height of a cell.
    cell: (f64, f64),
    rows: usize,
    /// Whether the first row is the lowest.
    up: bool,
}

impl Grid {
    /// Returns a place counted in columns and rows, as [`Field`] does.
    fn at(&self, (column, row): (f64, f64)) -> (f64, f64) {
        let y = self.cell.1 * row;
        (
            self.plot.left + self.cell.0 * column,
            if self.up { self.plot.bottom - y } else { self.plot.top + y },
        )
    }

    fn cell(&self, column: usize, row: usize) -> Rect {
        let left = self.plot.left + self.cell.0 * column as f64;
        let row = if self.up { self.rows - 1 - row } else { row };
        let top = self.plot.top + self.cell.1 * row as f64;
        Rect { left, right: left + self.cell.0, top, bottom: top + self.cell.1 }
    }
}

impl HeatChart {
    fn row(&self) -> f64 {
        (TABLE / self.y.len() as f64).clamp(LOWEST_ROW, HIGHEST_ROW)
    }

    /// Returns the room for the labels of rows, in either language.
    fn gutter(&self, font: &Font) -> f64 {
        let texts = words::all().into_iter().flat_map(|words| self.y.texts(words));
        texts.map(|text| font.width(&text, SMALL)).fold(0.0, f64::max).min(GUTTER) + 10.0
    }

    /// Writes the caption: "Answer rate, %", as cells hold bare figures.
    fn caption(&self, words: &dyn Words) -> String {
        match self.measured.unit {
            Unit::Share => words.in_per_cent(&self.measured.label),
            Unit::Time | Unit::Number => self.measured.title(words),
        }
    }

    /// Returns how many marks [`HeatChart::entries`] explains.
    fn marks(&self) -> usize {
        if self.measured.drawable_target().is_some() { 4 } else { 0 }
    }

    fn entries(&self, words: &dyn Words) -> Vec<(Swatch, String)> {
        let Some(target) = self.measured.drawable_target() else { return Vec::new() };
        let patch = |colour| Swatch::Patch(Fill { colour: mixed(WHITE, colour, DEEPEST * 0.75), edge: None });
        vec![
            (patch(BLUE), words.target_met().to_owned()),
            (Swatch::Patch(Fill { colour: UNCLEAR, edge: None }), words.target_unclear().to_owned()),
            (patch(VERMILION), words.target_missed().to_owned()),
            (Swatch::Line(Stroke::solid(INK, CONTOUR)), words.target_amount(self.measured.unit, target)),
        ]
    }

    fn rows<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        grid: &Grid,
        area: Rect,
    ) -> Result<(), ChartError> {
        let name = canvas.font().fit(&self.y.title(canvas.words()), LABEL, area.width());
        canvas.text((area.left, grid.plot.top - 8.0), &name, left(LABEL))?;
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Right };
        for (row, text) in self.y.texts(canvas.words()).iter().enumerate() {
            let cell = grid.cell(0, row);
            let text = canvas.font().fit(text, SMALL, GUTTER);
            let at = (grid.plot.left - 8.0, (cell.top + cell.bottom) / 2.0 + SMALL * 0.36);
            canvas.text(at, &text, kind)?;
        }
        Ok(())
    }

    fn tints<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, grid: &Grid) -> Result<(), ChartError> {
        let tint = Tint::new(&self.measured, &self.cells);
        for (i, point) in self.cells.iter().enumerate() {
            let cell = grid.cell(i % self.x.len(), i / self.x.len());
            if let Some(p) = drawable(point) {
                canvas.fill(cell, tint.of(p), 1.0)?;
            }
            canvas.outline(cell, Stroke::solid(WHITE, 1.0))?;
        }
        Ok(())
    }

    /// Draws the contour of the target, white at its sides.
    fn boundary<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, grid: &Grid) -> Result<(), ChartError> {
        let Some(target) = self.measured.drawable_target() else { return Ok(()) };
        let sign = if self.measured.better == Better::Less { -1.0 } else { 1.0 };
        let values: Vec<Option<f64>> =
            self.cells.iter().map(|p| drawable(p).map(|p| sign * p.value)).collect();
        let field = Field { values: &values, columns: self.x.len() };
        let segments: Vec<Segment> = if self.x.ordered() && self.y.ordered() {
            field.contour(sign * target)
        } else {
            field.steps(sign * target)
        };
        for stroke in [Stroke::solid(WHITE, CONTOUR + 2.4), Stroke::solid(INK, CONTOUR)] {
            for [from, to] in &segments {
                let (from, to) = (grid.at(*from), grid.at(*to));
                canvas.line(&[from, to], stroke)?;
            }
            // Round joints, but not beyond the table.
            for place in segments.iter().flatten().filter(|place| field.inside(**place)) {
                canvas.dot(grid.at(*place), stroke.width / 2.0, stroke.colour)?;
            }
        }
        Ok(())
    }

    /// Writes the values in figures, and the half-widths below them where there is room.
    fn figures<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, grid: &Grid) -> Result<(), ChartError> {
        let font = canvas.font();
        let tint = Tint::new(&self.measured, &self.cells);
        let points: Vec<Option<Point>> = self.cells.iter().map(drawable).collect();
        let values = |decimals| {
            points.iter().map(|p| Some(self.figure((*p)?.value, decimals, canvas.words()))).collect()
        };
        let Some((texts, size, decimals)) = fitting(font, grid.cell.0 - 5.0, values) else { return Ok(()) };
        let intervals: Vec<Option<String>> =
            points.iter().map(|p| self.half_width((*p)?, decimals, canvas.words())).collect();
        let two = grid.cell.1 >= TWO_LINES && widest(font, &intervals, SMALL) <= grid.cell.0 - 4.0;
        for (i, (text, point)) in texts.iter().zip(&points).enumerate() {
            let (Some(text), Some(point)) = (text, point) else { continue };
            let cell = grid.cell(i % self.x.len(), i / self.x.len());
            let (x, y) = ((cell.left + cell.right) / 2.0, (cell.top + cell.bottom) / 2.0);
            let below = intervals[i].as_deref().filter(|_| two);
            let y = y + if below.is_some() { -2.0 } else { size * 0.36 };
            let colour = tint.of(*point);
            if below.is_some() {
                // The contour is not seen between the two lines either.
                let half = (cell.right - cell.left) / 2.0 - 3.0;
                let half =
                    widest(font, &[Some(text.clone()), below.map(str::to_owned)], size).min(half * 2.0) / 2.0;
                let between = Rect { left: x - half, right: x + half, top: y, bottom: y + SMALL * 0.6 };
                canvas.fill(between, colour, 1.0)?;
            }
            over_contour(canvas, (x, y), text, size, colour)?;
            if let Some(below) = below {
                over_contour(canvas, (x, y + SMALL * 1.2), below, SMALL, colour)?;
            }
        }
        Ok(())
    }

    /// Writes a value without its unit, which the caption has.
    fn figure(&self, value: f64, decimals: usize, words: &dyn Words) -> String {
        match self.measured.unit {
            Unit::Share => fixed_percentage(value, decimals),
            Unit::Time => words.notation().duration(value),
            Unit::Number => fixed_number(value, decimals),
        }
    }

    /// Writes "±0.3", where there is an interval.
    fn half_width(&self, point: Point, decimals: usize, words: &dyn Words) -> Option<String> {
        let half = (point.high - point.low) / 2.0;
        (half > 0.0).then(|| format!("±{}", self.figure(half, decimals, words)))
    }
}

/// Writes a figure in the middle of a cell of this colour. The contour is interrupted behind it, so that both can be
/// read.
fn over_contour<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    (x, y): (f64, f64),
    text: &str,
    size: f64,
    colour: RGBColor,
) -> Result<(), ChartError> {
    let half = canvas.font().width(text, size) / 2.0 + 2.0;
    let behind = Rect { left: x - half, right: x + half, top: y - size * 0.84, bottom: y + size * 0.14 };
    canvas.fill(behind, colour, 1.0)?;
    canvas.text((x, y), text, TextStyle { size, colour: INK, align: Align::Centre })
}

/// Returns texts with the most decimals and the largest size at which all fit into `width`.
fn fitting(
    font: &Font,
    width: f64,
    texts: impl Fn(usize) -> Vec<Option<String>>,
) -> Option<(Vec<Option<String>>, f64, usize)> {
    [(1, LABEL), (1, SMALL), (1, LEAST), (0, SMALL), (0, LEAST)].into_iter().find_map(|(decimals, size)| {
        let texts = texts(decimals);
        (widest(font, &texts, size) <= width).then_some((texts, size, decimals))
    })
}

fn widest(font: &Font, texts: &[Option<String>], size: f64) -> f64 {
    texts.iter().flatten().map(|text| font.width(text, size)).fold(0.0, f64::max)
}

/// The colour of a value whose interval contains the target.
const UNCLEAR: RGBColor = RGBColor(250, 214, 130);

/// The colour of a value: blue where the target is met, vermilion where it is missed, deeper with distance, yellow where
/// its interval contains the target; without a target, deeper blue with the value.
struct Tint {
    better: Better,
    target: Option<f64>,
    low: f64,
    high: f64,
}

impl Tint {
    fn new(measured: &Quantity, cells: &[Option<Point>]) -> Tint {
        let values = || cells.iter().filter_map(drawable).map(|p| p.value);
        Tint {
            better: measured.better,
            target: measured.drawable_target(),
            low: values().fold(f64::INFINITY, f64::min),
            high: values().fold(f64::NEG_INFINITY, f64::max),
        }
    }

    fn of(&self, point: Point) -> RGBColor {
        let reaches = |target: f64| [point.low, point.high].map(|end| self.better.reaches(end, target));
        match self.target.map(reaches) {
            Some([low, high]) if low != high => UNCLEAR,
            _ => self.beyond_doubt(point.value),
        }
    }

    /// Returns the colour of a value whose interval lies on one side of the target.
    fn beyond_doubt(&self, value: f64) -> RGBColor {
        let (colour, from) = match self.target {
            None => (BLUE, self.low),
            Some(target) if self.better.reaches(value, target) => (BLUE, target),
            Some(target) => (VERMILION, target),
        };
        let end = if value >= from { self.high } else { self.low };
        let share = if end == from { 1.0 } else { (value - from) / (end - from) };
        mixed(WHITE, colour, PALEST + (DEEPEST - PALEST) * share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_part_at_the_target_and_deepen_away_from_it() {
        let tint = |better| Tint { better, target: Some(0.9), low: 0.5, high: 1.0 };
        let more = |value| tint(Better::More).of(Point::exact(value));
        assert_eq!(more(0.9), mixed(WHITE, BLUE, PALEST));
        assert_eq!(more(1.0), mixed(WHITE, BLUE, DEEPEST));
        assert_eq!(more(0.5), mixed(WHITE, VERMILION, DEEPEST));
        assert_eq!(tint(Better::Less).of(Point::exact(0.5)), mixed(WHITE, BLUE, DEEPEST));
    }

    #[test]
    fn colour_of_a_value_whose_interval_contains_the_target_is_neither_met_nor_missed() {
        for better in [Better::More, Better::Less] {
            let tint = Tint { better, target: Some(0.9), low: 0.5, high: 1.0 };
            for value in [0.88, 0.92] {
                assert_eq!(tint.of(Point::with_half_width(value, Some(0.03))), UNCLEAR);
                assert_ne!(tint.of(Point::with_half_width(value, Some(0.01))), UNCLEAR);
            }
        }
    }
}
