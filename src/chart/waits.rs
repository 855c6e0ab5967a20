//! The distribution of waits: the share of callers still waiting after a time.

use plotters::prelude::DrawingBackend;

use super::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use super::draw::{Draw, Heading};
use super::error::ChartError;
use super::format::Unit;
use super::frame::{CAPTION, LABEL, Panel, SMALL, left};
use super::palette::{AXIS, GRID, INK, SOFT};
use super::scale::usable;
use super::series::{Placed, Point, curve, drawable, highest, series_stroke};
use super::words::Words;

const GUTTER: f64 = 52.0;
const BESIDE: f64 = 20.0;
const ABOVE: f64 = 26.0;
const PLOT_HEIGHT: f64 = 300.0;
/// Marks of time and the axis title.
const TIMES: f64 = 46.0;
/// Head of the table and its rows.
const HEAD: f64 = 46.0;
const ROW: f64 = 22.0;
/// The time axis is linear well below this many seconds and logarithmic well above: 0 is on it, and 15,
/// 20, 30 and 60 s lie apart even where the longest wait is an hour.
const KNEE: f64 = 5.0;
/// The time axis ends where fewer callers than this still wait.
const NEGLIGIBLE: f64 = 0.001;

/// Share of callers still waiting after a time, for one or more cases.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitsChart {
    /// The words around it.
    pub heading: Heading,
    /// One to four cases, such as before, during and after the merger.
    pub series: Vec<WaitSeries>,
    /// Marked waits, seconds, at most six; usually 15, 20, 30 and 60. A value is shown where the series has a
    /// point at exactly that wait.
    pub marks: Vec<f64>,
}

/// One case.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitSeries {
    /// Its name, in the reader's language; may be empty if it is the only one.
    pub label: String,
    /// By ascending wait, from 0 on.
    pub points: Vec<StillWaiting>,
    /// Quantiles to be named, at most four, the same levels in every series.
    pub quantiles: Vec<Quantile>,
}

/// A point of the complementary distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StillWaiting {
    /// Seconds since joining the queue.
    pub wait: f64,
    /// Share of callers who wait longer, 0 to 1, with its interval.
    pub longer: Option<Point>,
}

/// A quantile of the wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    /// Share of callers who wait at most so long, 0 to 1.
    pub level: f64,
    /// Seconds; none where it is unknown.
    pub wait: Option<f64>,
}

impl Draw for WaitsChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        let wrong = |what: String| Err(ChartError::Data(what));
        if self.series.is_empty() || self.series.len() > 4 {
            return wrong(format!(
                "{} distributions of waits; one to four can be told apart",
                self.series.len()
            ));
        }
        if self.marks.len() > 6 || self.marks.iter().any(|mark| !usable(*mark) || *mark < 0.0) {
            return wrong("marks of waits are at most six and not negative".to_owned());
        }
        let levels = |s: &WaitSeries| s.quantiles.iter().map(|q| q.level).collect::<Vec<_>>();
        let first = levels(&self.series[0]);
        if first.len() > 4 || self.series.iter().any(|s| levels(s) != first) {
            return wrong("quantiles are at most four and of equal levels in every series".to_owned());
        }
        let ordered = |s: &WaitSeries| {
            s.points.iter().all(|p| usable(p.wait) && p.wait >= 0.0)
                && s.points.windows(2).all(|w| w[0].wait <= w[1].wait)
        };
        match self.series.iter().find(|s| !ordered(s)) {
            Some(series) => wrong(format!("waits of {} are not in ascending order", series.label)),
            None => Ok(()),
        }
    }

    fn height(&self) -> f64 {
        ABOVE + PLOT_HEIGHT + TIMES + HEAD + ROW * self.series.len() as f64
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let top = area.top + ABOVE;
        let plot =
            Rect { left: area.left + GUTTER, right: area.right - BESIDE, top, bottom: top + PLOT_HEIGHT };
        let high = highest(self.series.iter().flat_map(|s| s.points.iter().map(|p| &p.longer)));
        let panel = Panel::new(plot, Unit::Share, 0.0, high.unwrap_or(0.0).clamp(0.01, 1.0));
        let axis = WaitAxis { plot, longest: self.longest() };
        canvas.text((area.left, top - 13.0), canvas.words().still_waiting(), left(CAPTION))?;
        axis.grid(canvas, &self.marks)?;
        panel.grid(canvas)?;
        for mark in self.marks.iter().filter(|mark| **mark <= axis.longest) {
            let x = axis.at(*mark);
            canvas.line(&[(x, plot.top), (x, plot.bottom)], Stroke::dashed(AXIS, 0.9))?;
        }
        match high {
            None => panel.no_data(canvas)?,
            Some(_) => self.curves(canvas, &panel, &axis)?,
        }
        self.table(canvas, Rect { top: plot.bottom + TIMES, ..area })
    }
}

impl WaitsChart {
    /// Returns where the time axis ends: past every mark, and where hardly anyone waits any longer.
    fn longest(&self) -> f64 {
        let least = self.marks.iter().fold(60.0, |a: f64, b| a.max(*b)) * 1.15;
        let waited = self
            .series
            .iter()
            .flat_map(|s| &s.points)
            .filter(|p| drawable(&p.longer).is_some_and(|longer| longer.value >= NEGLIGIBLE));
        waited.map(|p| p.wait * 1.05).fold(least, f64::max)
    }

    fn curves<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        panel: &Panel,
        axis: &WaitAxis,
    ) -> Result<(), ChartError> {
        for (i, series) in self.series.iter().enumerate() {
            // The first point beyond the axis is kept, so that the line runs to the edge.
            let inside = series.points.iter().take_while(|p| p.wait <= axis.longest).count();
            let points: Vec<Placed> = series.points[..inside]
                .iter()
                .map(|p| Some((axis.at(p.wait), drawable(&p.longer)?)))
                .collect();
            curve(canvas, &points, &panel.y, series_stroke(i))?;
            for mark in &self.marks {
                if let Some(p) = series.longer_than(*mark) {
                    canvas.dot((axis.at(*mark), panel.y.at(p.value)), 3.4, series_stroke(i).colour)?;
                }
            }
        }
        match self.series.as_slice() {
            [only] => only.name_quantiles(canvas, panel, axis),
            _ => Ok(()),
        }
    }

    /// Draws the table of the same in figures, which is also the key to the lines.
    fn table<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let levels = self.series.first().map_or(&[][..], |s| &s.quantiles);
        let columns = self.marks.len() + levels.len();
        if columns == 0 {
            return self.names(canvas, area, area.width());
        }
        let names = 210.0;
        let each = ((area.width() - names - 24.0) / columns as f64).min(88.0);
        let begin = area.right - each * columns as f64;
        let second = begin + each * self.marks.len() as f64;
        let head = TextStyle { size: SMALL, colour: SOFT, align: Align::Right };
        let groups = [
            (begin, second, canvas.words().longer_than()),
            (second, area.right, canvas.words().stays_within()),
        ];
        for (from, to, title) in groups.into_iter().filter(|(from, to, _)| to - from > 1.0) {
            let text = canvas.font().fit(title, SMALL, to - from - 12.0);
            let at = ((from + 12.0 + to) / 2.0, area.top + 12.0);
            canvas.text(at, &text, TextStyle { align: Align::Centre, ..head })?;
            let rule = [(from + 12.0, area.top + 17.0), (to, area.top + 17.0)];
            canvas.line(&rule, Stroke::solid(GRID, 1.0))?;
        }
        let marks = self.marks.iter().map(|mark| canvas.words().notation().duration(*mark));
        let titles: Vec<String> =
            marks.chain(levels.iter().map(|q| canvas.words().notation().percent(q.level, 1))).collect();
        row(canvas, &titles, (begin, area.top + 32.0), each, TextStyle { colour: INK, ..head })?;
        let line = area.top + 39.0;
        canvas.line(&[(area.left, line), (area.right, line)], Stroke::solid(AXIS, 1.0))?;
        for (i, series) in self.series.iter().enumerate() {
            let y = area.top + HEAD + 11.0 + i as f64 * ROW;
            row(
                canvas,
                &series.figures(&self.marks, canvas.words()),
                (begin, y),
                each,
                TextStyle { size: LABEL, ..head },
            )?;
        }
        self.names(canvas, Rect { top: area.top + HEAD, ..area }, begin - area.left - 12.0)
    }

    fn names<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        area: Rect,
        width: f64,
    ) -> Result<(), ChartError> {
        for (i, series) in self.series.iter().enumerate() {
            let y = area.top + 11.0 + i as f64 * ROW;
            canvas.line(&[(area.left, y - 4.5), (area.left + 34.0, y - 4.5)], series_stroke(i))?;
            let label = if series.label.is_empty() { canvas.words().all_callers() } else { &series.label };
            let label = canvas.font().fit(label, LABEL, width - 42.0);
            canvas.text((area.left + 42.0, y), &label, left(LABEL))?;
        }
        Ok(())
    }
}

impl WaitSeries {
    /// Returns the share at exactly this wait; nothing is interpolated.
    fn longer_than(&self, wait: f64) -> Option<Point> {
        self.points.iter().find(|p| p.wait == wait).and_then(|p| drawable(&p.longer))
    }

    /// Writes the row of the table: shares at the marks, then quantiles; a dash where a value is unknown.
    fn figures(&self, marks: &[f64], words: &dyn Words) -> Vec<String> {
        let unknown = || "–".to_owned();
        let shares = marks
            .iter()
            .map(|mark| self.longer_than(*mark).map(|p| words.notation().column_percent(p.value)));
        let waits = self
            .quantiles
            .iter()
            .map(|q| q.wait.filter(|w| usable(*w)).map(|w| words.notation().duration(w)));
        shares.chain(waits).map(|figure| figure.unwrap_or_else(unknown)).collect()
    }

    /// Names the quantiles on the curve, each above and to the right of its point, where it is free.
    fn name_quantiles<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        panel: &Panel,
        axis: &WaitAxis,
    ) -> Result<(), ChartError> {
        let mut ceiling = f64::INFINITY;
        for quantile in self.quantiles.iter().rev() {
            let Some(wait) = quantile.wait.filter(|w| usable(*w) && *w > 0.0 && *w <= axis.longest) else {
                continue;
            };
            let level = canvas.words().notation().percent(quantile.level, 1);
            let text = canvas.words().quantile(&level, &canvas.words().notation().duration(wait));
            let at = (axis.at(wait), panel.y.at(1.0 - quantile.level));
            let width = canvas.font().width(&text, LABEL);
            let x = (at.0 + 14.0).min(panel.plot.right - width);
            // Each label above the one to its right, so that none touch.
            let y = (at.1 - 22.0).min(ceiling).max(panel.plot.top + 12.0);
            ceiling = y - 20.0;
            canvas.line(&[at, (x.max(at.0), y + 4.0)], Stroke::solid(SOFT, 0.8))?;
            canvas.dot(at, 3.0, INK)?;
            canvas.text((x, y), &text, left(LABEL))?;
        }
        Ok(())
    }
}

fn row<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    figures: &[String],
    (begin, y): (f64, f64),
    each: f64,
    kind: TextStyle,
) -> Result<(), ChartError> {
    for (i, figure) in figures.iter().enumerate() {
        let figure = canvas.font().fit(figure, kind.size, each - 8.0);
        canvas.text(
            (begin + each * (i as f64 + 1.0) - 6.0, y),
            &figure,
            TextStyle { colour: INK, ..kind },
        )?;
    }
    Ok(())
}

/// The x axis: waits.
struct WaitAxis {
    plot: Rect,
    longest: f64,
}

impl WaitAxis {
    fn at(&self, wait: f64) -> f64 {
        let share = libm::log1p(wait / KNEE) / libm::log1p(self.longest / KNEE);
        self.plot.left + share.clamp(0.0, 1.0) * self.plot.width()
    }

    fn grid<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, marks: &[f64]) -> Result<(), ChartError> {
        const TICKS: [f64; 19] = [
            0.0, 60.0, 30.0, 15.0, 5.0, 20.0, 600.0, 120.0, 300.0, 1800.0, 3600.0, 7200.0, 21_600.0,
            86_400.0, 10.0, 2.0, 45.0, 180.0, 1200.0,
        ];
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Centre };
        let mut taken: Vec<(f64, f64)> = Vec::new();
        // The more important marks come first; one that would touch them is left out.
        for mark in [0.0].iter().chain(marks).chain(&TICKS).copied().filter(|mark| *mark <= self.longest) {
            let label = canvas.words().notation().duration(mark);
            let half = canvas.font().width(&label, SMALL) / 2.0 + 1.5;
            let x = self.at(mark);
            if taken.iter().any(|(from, to)| x + half > *from && x - half < *to) {
                continue;
            }
            taken.push((x - half, x + half));
            canvas.line(&[(x, self.plot.top), (x, self.plot.bottom)], Stroke::solid(GRID, 1.0))?;
            canvas.line(&[(x, self.plot.bottom), (x, self.plot.bottom + 4.0)], Stroke::solid(AXIS, 1.0))?;
            canvas.text((x, self.plot.bottom + 17.0), &label, kind)?;
        }
        let at = ((self.plot.left + self.plot.right) / 2.0, self.plot.bottom + 35.0);
        canvas.text(at, canvas.words().time_in_queue(), kind)
    }
}
