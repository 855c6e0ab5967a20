//! Waits across the merger calendar: mean wait and share answered by day over the hotlines' windows.

mod axis;
mod windows;

use jiff::ToSpan;
use jiff::civil::Date;
use plotters::prelude::DrawingBackend;

pub use windows::{MergerDates, WindowBar};

use super::canvas::{Align, Canvas, Rect, TextStyle};
use super::draw::{Draw, Heading};
use super::error::ChartError;
use super::font::Font;
use super::format::Unit;
use super::frame::{BODY, CAPTION, LABEL, Panel, SMALL, left, target_stroke};
use super::palette::{BLUE, GREEN, SHADE, SOFT};
use super::series::{Point, curve, drawable, highest, lowest};
use axis::{DateAxis, GUTTER, LABELS_HEIGHT};

const WAIT_HEIGHT: f64 = 190.0;
const ANSWERED_HEIGHT: f64 = 92.0;
const GAP: f64 = 20.0;
const LANE: f64 = 17.0;

/// Waits by date, above the windows in which the hotlines merge.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarChart {
    /// The words around it.
    pub heading: Heading,
    /// The first date.
    pub first: Date,
    /// One entry per date, from `first`; at least one.
    pub days: Vec<Day>,
    /// The share that should be answered, 0 to 1; a dashed line. The panel of shares is drawn if this
    /// or any day's share is given.
    pub answered_target: Option<f64>,
    /// Marked spans of dates, such as the heating season.
    pub spans: Vec<MarkedSpan>,
    /// One row per hotline, drawn in this order.
    pub windows: Vec<WindowBar>,
}

/// The waits and the share answered on one date.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Day {
    /// Mean wait of answered callers, seconds, with its 95 % interval.
    pub wait: Option<Point>,
    /// Share answered, 0 to 1, with its 95 % interval.
    pub answered: Option<Point>,
}

/// A marked span of dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedSpan {
    /// Its name, in the reader's language.
    pub label: String,
    /// First date.
    pub first: Date,
    /// Last date, inclusive.
    pub last: Date,
}

impl Draw for CalendarChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        let wrong = |what: String| Err(ChartError::Data(what));
        if self.days.is_empty() {
            return wrong("a calendar without a day".to_owned());
        }
        if self.days.len() > 36_600 || self.first.checked_add((self.days.len() as i64).days()).is_err() {
            return wrong(format!("{} days from {}", self.days.len(), self.first));
        }
        if let Some(span) = self.spans.iter().find(|span| span.last < span.first) {
            return wrong(format!("span {} ends before it starts", span.label));
        }
        self.windows.iter().try_for_each(WindowBar::check)
    }

    fn height(&self) -> f64 {
        let font = Font::embedded();
        let lanes = font.as_ref().map_or(0, |font| self.lanes(font));
        let windows = font.as_ref().map_or(0.0, |font| windows::height(&self.windows, font));
        let answered = if self.shows_answered() { GAP + ANSWERED_HEIGHT } else { 0.0 };
        lanes as f64 * LANE + WAIT_HEIGHT + answered + LABELS_HEIGHT + windows
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let axis = DateAxis::new(self.first, self.days.len(), area);
        let top = area.top + self.lanes(canvas.font()) as f64 * LANE;
        let wait = Rect { top, bottom: top + WAIT_HEIGHT, ..axis.plot };
        let mut bottom = wait.bottom;
        if self.shows_answered() {
            bottom += GAP + ANSWERED_HEIGHT;
        }
        self.shade(canvas, &axis, Rect { bottom, ..wait })?;
        axis.grid(canvas, wait.top, wait.bottom)?;
        self.waits(canvas, &axis, wait)?;
        if self.shows_answered() {
            let plot = Rect { top: bottom - ANSWERED_HEIGHT, bottom, ..wait };
            axis.grid(canvas, plot.top, plot.bottom)?;
            self.answered(canvas, &axis, plot)?;
        }
        axis.labels(canvas, bottom)?;
        let rows = Rect { top: bottom + LABELS_HEIGHT, ..area };
        windows::draw(canvas, &self.windows, &axis, rows)
    }
}

impl CalendarChart {
    fn shows_answered(&self) -> bool {
        self.answered_target.is_some() || self.days.iter().any(|day| drawable(&day.answered).is_some())
    }

    fn waits<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        axis: &DateAxis,
        plot: Rect,
    ) -> Result<(), ChartError> {
        let waits: Vec<Option<Point>> = self.days.iter().map(|day| day.wait).collect();
        caption(canvas, plot, canvas.words().mean_wait_by_day())?;
        let panel = Panel::with_room(plot, Unit::Time, highest(&waits).unwrap_or(0.0), 26.0);
        panel.grid(canvas)?;
        if highest(&waits).is_none() {
            return panel.no_data(canvas);
        }
        curve(canvas, &axis.place(&waits), &panel.y, axis.stroke(BLUE))?;
        self.worst(canvas, axis, &panel)
    }

    /// Names the day of the longest mean wait, above everything that lies under the label.
    fn worst<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        axis: &DateAxis,
        panel: &Panel,
    ) -> Result<(), ChartError> {
        let known = self.days.iter().enumerate().filter_map(|(i, day)| Some((i, drawable(&day.wait)?)));
        let Some((i, worst)) = known.clone().reduce(|a, b| if b.1.value > a.1.value { b } else { a }) else {
            return Ok(());
        };
        if worst.value <= 0.0 {
            return Ok(());
        }
        let date = self.first.checked_add((i as i64).days()).unwrap_or(self.first);
        let label = canvas
            .words()
            .named_value(&canvas.words().date(date), &canvas.words().notation().duration(worst.value));
        let half = canvas.font().width(&label, LABEL) / 2.0 + 4.0;
        let x = axis.day(i as f64 + 0.5);
        let middle = x.clamp(panel.plot.left + half, (panel.plot.right - half).max(panel.plot.left + half));
        let under = known.filter(|(k, _)| (axis.day(*k as f64 + 0.5) - middle).abs() <= half);
        let y = under.map(|(_, p)| panel.y.at(p.high)).fold(panel.y.at(worst.high), f64::min);
        canvas.dot((x, panel.y.at(worst.value)), 3.2, BLUE)?;
        canvas.text((middle, y - 7.0), &label, TextStyle { align: Align::Centre, ..left(LABEL) })
    }

    fn answered<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        axis: &DateAxis,
        plot: Rect,
    ) -> Result<(), ChartError> {
        let shares: Vec<Option<Point>> = self.days.iter().map(|day| day.answered).collect();
        caption(canvas, plot, canvas.words().answered_by_day())?;
        let least = lowest(&shares).unwrap_or(1.0).min(self.answered_target.unwrap_or(1.0));
        let low = [0.9, 0.8, 0.6, 0.4, 0.2].into_iter().find(|low| *low <= least).unwrap_or(0.0);
        let panel = Panel::new(plot, Unit::Share, low, 1.0);
        panel.grid(canvas)?;
        if let Some(target) = self.answered_target {
            panel.horizontal(canvas, target, target_stroke())?;
            let at = (plot.left - GUTTER, plot.top + 2.0 * CAPTION + 16.0);
            let swatch = [(at.0, at.1 - 4.0), (at.0 + 26.0, at.1 - 4.0)];
            canvas.line(&swatch, target_stroke())?;
            canvas.text(
                (at.0 + 32.0, at.1),
                &canvas.words().target_amount(Unit::Share, target),
                left(LABEL),
            )?;
        }
        if lowest(&shares).is_none() {
            return panel.no_data(canvas);
        }
        curve(canvas, &axis.place(&shares), &panel.y, axis.stroke(GREEN))
    }

    fn shade<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        axis: &DateAxis,
        plot: Rect,
    ) -> Result<(), ChartError> {
        for span in &self.spans {
            let (left, right) = axis.between(span.first, span.last);
            if left < right {
                canvas.fill(Rect { left, right, ..plot }, SHADE, 1.0)?;
            }
        }
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Left };
        for label in self.span_labels(canvas.font()) {
            let at = (axis.plot.left + label.x, plot.top - 5.0 - label.lane as f64 * LANE);
            canvas.text(at, &label.text, kind)?;
        }
        Ok(())
    }

    fn lanes(&self, font: &Font) -> usize {
        self.span_labels(font).iter().map(|label| label.lane + 1).max().unwrap_or(0)
    }

    /// Places the labels of the spans that show, each in the lowest lane in which it touches no other.
    fn span_labels(&self, font: &Font) -> Vec<SpanLabel> {
        let page = Rect { left: 0.0, top: 0.0, right: BODY, bottom: 0.0 };
        let axis = DateAxis::new(self.first, self.days.len(), page);
        let plot = axis.plot;
        let mut labels: Vec<SpanLabel> = Vec::new();
        for span in &self.spans {
            let (from, to) = axis.between(span.first, span.last);
            if from >= to {
                continue;
            }
            let text = font.fit(&span.label, SMALL, plot.width());
            let width = font.width(&text, SMALL);
            let x = (from - plot.left).min(plot.width() - width).max(0.0);
            let free = |lane: usize| {
                labels.iter().all(|l| l.lane != lane || x > l.x + l.width + 8.0 || x + width + 8.0 < l.x)
            };
            let lane = (0..self.spans.len()).find(|lane| free(*lane)).unwrap_or(0);
            labels.push(SpanLabel { text, x, width, lane });
        }
        labels
    }
}

/// The label of a span; x counts from the plot's left edge, lanes from the plot upwards.
struct SpanLabel {
    text: String,
    x: f64,
    width: f64,
    lane: usize,
}

/// Writes a panel's caption in the gutter beside it.
fn caption<B: DrawingBackend>(canvas: &Canvas<'_, B>, plot: Rect, text: &str) -> Result<(), ChartError> {
    let lines = canvas.font().wrap(text, CAPTION, GUTTER - 66.0, 6);
    for (i, line) in lines.iter().enumerate() {
        let y = plot.top + 10.0 + i as f64 * CAPTION * 1.35;
        canvas.text((plot.left - GUTTER, y), line, left(CAPTION))?;
    }
    Ok(())
}
