//! A result along one key, a line per value of a second, a panel per value of a third.

use plotters::prelude::DrawingBackend;

use super::axis::{KeyAxis, TITLE_HEIGHT, axis_title, labels_height};
use super::key::{Key, check_size};
use super::quantity::Quantity;
use crate::chart::canvas::{Canvas, Rect, Stroke};
use crate::chart::draw::{Draw, Heading};
use crate::chart::error::ChartError;
use crate::chart::font::Font;
use crate::chart::frame::{BODY, LABEL, LineLabel, Panel, label_lines, left};
use crate::chart::legend::{self, Swatch};
use crate::chart::palette::{BLUE, INK, ramp};
use crate::chart::series::{DISTINCT_STROKES, Placed, Point, curve, drawable, series_stroke};
use crate::chart::words::{self, Words};

const PLOT_HEIGHT: f64 = 330.0;
/// Height of the plot of one panel of several.
const SMALL_PLOT: f64 = 160.0;
/// Height of the name of a panel.
const PANEL_NAME: f64 = 24.0;
/// Space between columns of panels.
const GAP: f64 = 14.0;
/// Room for the names of the lines beside a plot.
const BESIDE: f64 = 138.0;
const SMALL_BESIDE: f64 = 74.0;
/// Lines in order of a ramp that can be distinguished.
const RAMP: usize = 8;
const MOST_PANELS: usize = 24;

/// A result along one key, as lines with the bands of their intervals.
#[derive(Clone, Debug, PartialEq)]
pub struct LinesChart {
    /// The words around it.
    pub heading: Heading,
    /// The quantity along the y axis; its target is a dashed line.
    pub measured: Quantity,
    /// The key along the x axis. Categories are dots rather than lines.
    pub x: Key,
    /// The key of which every value is a line: at most 8 numbers or dates, or 6 categories.
    pub lines: Option<Key>,
    /// The key of which every value is a panel, at most 24; all panels have the same axes.
    pub panels: Option<Key>,
    /// The results with their intervals, in the order of a grid whose keys are panels, lines, x: that of x
    /// varies fastest.
    pub points: Vec<Option<Point>>,
}

impl Draw for LinesChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        let keys: Vec<&Key> = self.panels.iter().chain(&self.lines).chain([&self.x]).collect();
        keys.iter().try_for_each(|key| key.check())?;
        self.measured.check()?;
        check_size(self.points.len(), &keys)?;
        let most = |key: &Key| if key.ordered() { RAMP } else { DISTINCT_STROKES };
        if let Some(key) = self.lines.as_ref().filter(|key| key.len() > most(key)) {
            let (found, most) = (key.len(), most(key));
            return Err(ChartError::Data(format!("{found} lines of {}; {most} can be told apart", key.path)));
        }
        match &self.panels {
            Some(key) if key.len() > MOST_PANELS => Err(ChartError::Data(format!(
                "{} panels of {}; {MOST_PANELS} have room",
                key.len(),
                key.path
            ))),
            _ => Ok(()),
        }
    }

    fn height(&self) -> f64 {
        let labels = Font::embedded().map_or(0.0, |font| self.layout(&font).labels);
        let rows = self.count().div_ceil(self.columns()) as f64;
        legend::height(self.marks()) + rows * self.row(labels) + TITLE_HEIGHT
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let entries = self.entries(canvas.words());
        legend::head(canvas, area, &self.measured.title(canvas.words()), &entries)?;
        let layout = self.layout(canvas.font());
        let columns = self.columns();
        let top = area.top + legend::height(entries.len());
        let names: Vec<String> = self.panels.as_ref().map_or(Vec::new(), |key| {
            key.texts(canvas.words())
                .iter()
                .map(|value| canvas.words().named_value(key.name(), value))
                .collect()
        });
        for (i, points) in self.points.chunks(self.points.len() / self.count()).enumerate() {
            let corner = (
                area.left + (i % columns) as f64 * (layout.width + GAP),
                top + (i / columns) as f64 * self.row(layout.labels),
            );
            let plot = self.plot(&layout, corner);
            if let Some(name) = names.get(i) {
                let name = canvas.font().fit(name, LABEL, layout.width);
                canvas.text((corner.0, corner.1 + 14.0), &name, left(LABEL))?;
            }
            self.panel(canvas, plot, points)?;
        }
        let whole = Rect { right: area.right - layout.beside, left: area.left + layout.gutter, ..area };
        axis_title(canvas, &self.x.title(canvas.words()), whole, area.bottom)
    }
}

/// Sizes that all panels share.
struct Layout {
    /// Of a panel with all its labels.
    width: f64,
    /// For the marks of the y axis.
    gutter: f64,
    /// For the names of lines.
    beside: f64,
    /// Height of the labels of the x axis.
    labels: f64,
}

impl LinesChart {
    /// Returns the number of panels.
    fn count(&self) -> usize {
        self.panels.as_ref().map_or(1, Key::len)
    }

    fn columns(&self) -> usize {
        match self.count() {
            1 => 1,
            2 | 4 => 2,
            _ => 3,
        }
    }

    fn plot_height(&self) -> f64 {
        if self.panels.is_some() { SMALL_PLOT } else { PLOT_HEIGHT }
    }

    /// Returns the height of a row of panels.
    fn row(&self, labels: f64) -> f64 {
        self.plot_height() + labels + if self.panels.is_some() { PANEL_NAME } else { 0.0 }
    }

    fn layout(&self, font: &Font) -> Layout {
        let columns = self.columns() as f64;
        let width = (BODY - (columns - 1.0) * GAP) / columns;
        let plot = Rect { left: 0.0, right: width, top: 0.0, bottom: self.plot_height() };
        let gutter = self.scaled(plot).gutter(font);
        let beside = self.beside(font);
        let labels = labels_height(&self.x, width - gutter - beside);
        Layout { width, gutter, beside, labels }
    }

    /// Returns the room for the longest name beside a plot, in either language.
    fn beside(&self, font: &Font) -> f64 {
        let names = words::all().into_iter().flat_map(|words| {
            let lines = self.lines.as_ref().map_or(Vec::new(), |key| key.texts(words));
            let target = self.measured.drawable_target().filter(|_| self.names_target());
            lines.into_iter().chain(target.map(|t| words.target_amount(self.measured.unit, t)))
        });
        let widest = names.map(|name| font.width(&name, LABEL)).reduce(f64::max);
        widest.map_or(12.0, |widest| {
            (widest + 26.0).min(if self.panels.is_some() { SMALL_BESIDE } else { BESIDE })
        })
    }

    fn plot(&self, layout: &Layout, (x, y): (f64, f64)) -> Rect {
        let top = y + if self.panels.is_some() { PANEL_NAME } else { 0.0 };
        let (left, right) = (x + layout.gutter, x + layout.width - layout.beside);
        Rect { left, right, top, bottom: top + self.plot_height() }
    }

    fn scaled(&self, plot: Rect) -> Panel {
        let (low, high) = self.measured.range(&self.points).unwrap_or((0.0, 1.0));
        Panel::new(plot, self.measured.unit, low, high)
    }

    /// Whether the target is named beside the plot rather than above it.
    fn names_target(&self) -> bool {
        self.panels.is_none() && self.measured.drawable_target().is_some()
    }

    /// Returns how many marks [`LinesChart::entries`] explains.
    fn marks(&self) -> usize {
        let target = self.measured.drawable_target().is_some() && !self.names_target();
        usize::from(self.lines.is_some()) + usize::from(target)
    }

    /// Explains what the lines are, and the target where it is not named beside them.
    fn entries(&self, words: &dyn Words) -> Vec<(Swatch, String)> {
        let marks = if self.x.ordered() { words.lines() } else { words.dots() };
        let of_lines =
            self.lines.as_ref().map(|key| (Swatch::Nothing, words.named_value(marks, &key.title(words))));
        let target = self
            .measured
            .drawable_target()
            .filter(|_| !self.names_target())
            .map(|target| (Swatch::Line(TARGET), words.target_amount(self.measured.unit, target)));
        of_lines.into_iter().chain(target).collect()
    }

    fn panel<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        plot: Rect,
        points: &[Option<Point>],
    ) -> Result<(), ChartError> {
        let key_axis = KeyAxis::new(&self.x, (plot.left, plot.right), canvas.font(), canvas.words());
        let panel = self.scaled(plot);
        key_axis.grid(canvas, plot)?;
        panel.grid(canvas)?;
        key_axis.labels(canvas, plot.bottom)?;
        let mut names: Vec<LineLabel> = Vec::new();
        if let Some(target) = self.measured.drawable_target() {
            let y = panel.horizontal(canvas, target, TARGET)?;
            if self.names_target() {
                names.push((y, canvas.words().target_amount(self.measured.unit, target), INK));
            }
        }
        if points.iter().filter_map(drawable).next().is_none() {
            return panel.no_data(canvas);
        }
        let texts = self.lines.as_ref().map_or(Vec::new(), |key| key.texts(canvas.words()));
        for (i, line) in points.chunks(self.x.len()).enumerate() {
            let stroke = self.stroke(i);
            self.line(canvas, &key_axis, &panel, (i, line), stroke)?;
            if let (Some(name), Some(last)) = (texts.get(i), line.iter().rev().find_map(drawable)) {
                names.push((panel.y.at(last.value), name.clone(), stroke.colour));
            }
        }
        label_lines(canvas, &names, plot, self.beside(canvas.font()))
    }

    fn stroke(&self, i: usize) -> Stroke {
        match &self.lines {
            None => Stroke::solid(BLUE, 2.2),
            Some(key) if key.ordered() => Stroke::solid(ramp(i, key.len()), 2.0),
            Some(_) => series_stroke(i),
        }
    }

    /// Draws a line with its design points; categories are dots side by side.
    fn line<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        key_axis: &KeyAxis,
        panel: &Panel,
        (i, points): (usize, &[Option<Point>]),
        stroke: Stroke,
    ) -> Result<(), ChartError> {
        let lines = self.lines.as_ref().map_or(1, Key::len) as f64;
        let step = (key_axis.slot * 0.7 / lines).min(14.0);
        let aside = (i as f64 - (lines - 1.0) / 2.0) * step;
        let placed: Vec<Placed> = key_axis
            .places
            .iter()
            .zip(points)
            .map(|(x, point)| Some((x + aside, drawable(point)?)))
            .collect();
        if key_axis.slot > 0.0 {
            let parted: Vec<Placed> = placed.into_iter().flat_map(|p| [p, None]).collect();
            return curve(canvas, &parted, &panel.y, Stroke { width: 2.6, ..stroke });
        }
        curve(canvas, &placed, &panel.y, stroke)?;
        let dots = placed.iter().flatten().filter(|_| points.len() <= 40);
        dots.map(|(x, p)| (*x, panel.y.at(p.value))).try_for_each(|at| canvas.dot(at, 2.4, stroke.colour))
    }
}

/// The target: black, as colours are those of the lines.
const TARGET: Stroke = Stroke { colour: INK, width: 1.3, dash: Some((5.0, 3.5)) };
