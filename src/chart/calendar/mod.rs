//! Waits across the merger calendar: mean wait and share answered by day over the hotlines' windows.

mod windows;

use crate::language::Language;

use jiff::ToSpan;
use jiff::civil::Date;
use plotters::prelude::DrawingBackend;

pub use windows::{When, WindowBar};

use super::canvas::{Align, Canvas, Rect, Stroke, Type};
use super::font::Font;
use super::frame::{BODY, CAPTION, LABEL, Panel, SMALL, left};
use super::palette::{AXIS, BLUE, GREEN, GRID, INK, SHADE, SOFT, VERMILION};
use super::scale::{DateTick, Scale, Unit, date_ticks, since, years};
use super::series::{Placed, Point, curve, drawable, highest, lowest};
use super::words::{self, Word, word};
use super::{ChartError, Draw, Heading};

/// Room left of the plots, for captions and the names of hotlines.
const GUTTER: f64 = 236.0;
/// Room right of the plots, for what points beyond the calendar.
const BESIDE: f64 = 12.0;
const WAIT_HEIGHT: f64 = 190.0;
const ANSWERED_HEIGHT: f64 = 92.0;
const GAP: f64 = 20.0;
/// Height of the labels of months and years.
const DATES: f64 = 38.0;
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
    pub spans: Vec<Span>,
    /// One row per hotline, drawn in this order.
    pub windows: Vec<WindowBar>,
}

/// What happened on one date.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Day {
    /// Mean wait of answered callers, seconds, with its 95 % interval.
    pub wait: Option<Point>,
    /// Share answered, 0 to 1, with its 95 % interval.
    pub answered: Option<Point>,
}

/// A marked span of dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
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
        let lanes = Font::embedded().map_or(0, |font| self.lanes(&font));
        let answered = if self.shows_answered() { GAP + ANSWERED_HEIGHT } else { 0.0 };
        lanes as f64 * LANE + WAIT_HEIGHT + answered + DATES + windows::height(&self.windows)
    }

    fn body<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        area: Rect,
        lang: Language,
    ) -> Result<(), ChartError> {
        let calendar = Calendar::new(self.first, self.days.len(), area, lang);
        let top = area.top + self.lanes(canvas.font()) as f64 * LANE;
        let wait = Rect { top, bottom: top + WAIT_HEIGHT, ..calendar.plot };
        let mut bottom = wait.bottom;
        if self.shows_answered() {
            bottom += GAP + ANSWERED_HEIGHT;
        }
        self.shade(canvas, &calendar, Rect { bottom, ..wait })?;
        calendar.grid(canvas, wait.top, wait.bottom)?;
        self.waits(canvas, &calendar, wait)?;
        if self.shows_answered() {
            let plot = Rect { top: bottom - ANSWERED_HEIGHT, bottom, ..wait };
            calendar.grid(canvas, plot.top, plot.bottom)?;
            self.answered(canvas, &calendar, plot)?;
        }
        calendar.labels(canvas, bottom)?;
        let rows = Rect { top: bottom + DATES, ..area };
        windows::draw(canvas, &self.windows, &calendar, rows)
    }
}

impl CalendarChart {
    fn shows_answered(&self) -> bool {
        self.answered_target.is_some() || self.days.iter().any(|day| drawable(&day.answered).is_some())
    }

    fn waits<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        calendar: &Calendar,
        plot: Rect,
    ) -> Result<(), ChartError> {
        let waits: Vec<Option<Point>> = self.days.iter().map(|day| day.wait).collect();
        caption(canvas, plot, word(Word::MeanWaitByDay, calendar.lang))?;
        let panel = Panel::with_room(plot, Unit::Time, highest(&waits).unwrap_or(0.0), 26.0);
        panel.grid(canvas, calendar.lang)?;
        if highest(&waits).is_none() {
            return panel.no_data(canvas, calendar.lang);
        }
        curve(canvas, &calendar.place(&waits), &panel.y, calendar.stroke(BLUE))?;
        self.worst(canvas, calendar, &panel)
    }

    /// Names the day of the longest mean wait, above everything that lies under the label.
    fn worst<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        calendar: &Calendar,
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
        let lang = calendar.lang;
        let gap = if lang == Language::En { ": " } else { "：" };
        let label = format!("{}{gap}{}", words::date(date, lang), words::duration(worst.value, lang));
        let half = canvas.font().width(&label, LABEL) / 2.0 + 4.0;
        let x = calendar.day(i as f64 + 0.5);
        let middle = x.clamp(panel.plot.left + half, (panel.plot.right - half).max(panel.plot.left + half));
        let under = known.filter(|(k, _)| (calendar.day(*k as f64 + 0.5) - middle).abs() <= half);
        let y = under.map(|(_, p)| panel.y.at(p.high)).fold(panel.y.at(worst.high), f64::min);
        canvas.dot((x, panel.y.at(worst.value)), 3.2, BLUE)?;
        canvas.text((middle, y - 7.0), &label, Type { align: Align::Centre, ..left(LABEL) })
    }

    fn answered<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        calendar: &Calendar,
        plot: Rect,
    ) -> Result<(), ChartError> {
        let shares: Vec<Option<Point>> = self.days.iter().map(|day| day.answered).collect();
        caption(canvas, plot, word(Word::AnsweredByDay, calendar.lang))?;
        let least = lowest(&shares).unwrap_or(1.0).min(self.answered_target.unwrap_or(1.0));
        let low = [0.9, 0.8, 0.6, 0.4, 0.2].into_iter().find(|low| *low <= least).unwrap_or(0.0);
        let panel = Panel::new(plot, Unit::Share, low, 1.0);
        panel.grid(canvas, calendar.lang)?;
        if let Some(target) = self.answered_target {
            let y = panel.y.at(target);
            canvas.line(&[(plot.left, y), (plot.right, y)], Stroke::dashed(VERMILION, 1.6))?;
            let at = (plot.left - GUTTER, plot.top + 2.0 * CAPTION + 16.0);
            let swatch = [(at.0, at.1 - 4.0), (at.0 + 26.0, at.1 - 4.0)];
            canvas.line(&swatch, Stroke::dashed(VERMILION, 1.6))?;
            canvas.text(
                (at.0 + 32.0, at.1),
                &words::target(Unit::Share, target, calendar.lang),
                left(LABEL),
            )?;
        }
        if lowest(&shares).is_none() {
            return panel.no_data(canvas, calendar.lang);
        }
        curve(canvas, &calendar.place(&shares), &panel.y, calendar.stroke(GREEN))
    }

    fn shade<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        calendar: &Calendar,
        plot: Rect,
    ) -> Result<(), ChartError> {
        for span in &self.spans {
            let (left, right) = calendar.between(span.first, span.last);
            if left < right {
                canvas.fill(Rect { left, right, ..plot }, SHADE, 1.0)?;
            }
        }
        let kind = Type { size: SMALL, colour: SOFT, align: Align::Left };
        for label in self.span_labels(canvas.font()) {
            let at = (calendar.plot.left + label.x, plot.top - 5.0 - label.lane as f64 * LANE);
            canvas.text(at, &label.text, kind)?;
        }
        Ok(())
    }

    fn lanes(&self, font: &Font) -> usize {
        self.span_labels(font).iter().map(|label| label.lane + 1).max().unwrap_or(0)
    }

    /// The labels of the spans that show, each in the lowest lane in which it touches no other.
    fn span_labels(&self, font: &Font) -> Vec<SpanLabel> {
        let page = Rect { left: 0.0, top: 0.0, right: BODY, bottom: 0.0 };
        let calendar = Calendar::new(self.first, self.days.len(), page, Language::En);
        let plot = calendar.plot;
        let mut labels: Vec<SpanLabel> = Vec::new();
        for span in &self.spans {
            let (from, to) = calendar.between(span.first, span.last);
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

/// A panel's caption, in the gutter beside it.
fn caption<B: DrawingBackend>(canvas: &Canvas<'_, B>, plot: Rect, text: &str) -> Result<(), ChartError> {
    let lines = canvas.font().wrap(text, CAPTION, GUTTER - 66.0, 6);
    for (i, line) in lines.iter().enumerate() {
        let y = plot.top + 10.0 + i as f64 * CAPTION * 1.35;
        canvas.text((plot.left - GUTTER, y), line, left(CAPTION))?;
    }
    Ok(())
}

/// The x axis: dates.
pub(super) struct Calendar {
    pub(super) first: Date,
    pub(super) days: usize,
    pub(super) plot: Rect,
    pub(super) lang: Language,
    x: Scale,
    ticks: Vec<DateTick>,
}

impl Calendar {
    fn new(first: Date, days: usize, area: Rect, lang: Language) -> Calendar {
        let plot = Rect { left: area.left + GUTTER, right: area.right - BESIDE, ..area };
        let x = Scale::new((0.0, days as f64), (plot.left, plot.right));
        Calendar { first, days, plot, lang, x, ticks: date_ticks(first, days, plot.width(), lang) }
    }

    /// Where `day`, in days since the first date, lies.
    pub(super) fn day(&self, day: f64) -> f64 {
        self.x.at(day)
    }

    /// Left and right edge of a span of dates, cut at the calendar's edges; empty outside it.
    pub(super) fn between(&self, first: Date, last: Date) -> (f64, f64) {
        (self.day(since(self.first, first)), self.day(since(self.first, last) + 1.0))
    }

    fn place(&self, points: &[Option<Point>]) -> Vec<Placed> {
        let at = |i: usize| self.day(i as f64 + 0.5);
        points.iter().enumerate().map(|(i, p)| Some((at(i), drawable(p)?))).collect()
    }

    /// Thinner where the days lie closer together.
    fn stroke(&self, colour: plotters::style::RGBColor) -> Stroke {
        Stroke::solid(colour, if self.days > 400 { 1.1 } else { 1.8 })
    }

    /// Vertical lines at the months, or at the dates of a short calendar.
    pub(super) fn grid<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        top: f64,
        bottom: f64,
    ) -> Result<(), ChartError> {
        let step = (self.ticks.len() / 40).max(1);
        for tick in self.ticks.iter().step_by(step) {
            let x = self.day(tick.day);
            canvas.line(&[(x, top), (x, bottom)], Stroke::solid(GRID, 1.0))?;
        }
        Ok(())
    }

    /// Months, or dates, and under them the years.
    pub(super) fn labels<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        top: f64,
    ) -> Result<(), ChartError> {
        let kind = Type { size: SMALL, colour: SOFT, align: Align::Centre };
        for tick in self.ticks.iter().filter(|tick| !tick.label.is_empty()) {
            let half = canvas.font().width(&tick.label, SMALL) / 2.0;
            let x = self.day(tick.middle).max(self.plot.left + half).min(self.plot.right + BESIDE - half);
            canvas.text((x, top + 15.0), &tick.label, kind)?;
        }
        let years = years(self.first, self.days);
        for (i, (year, begins, ends)) in years.iter().enumerate() {
            let (from, to) = (self.day(*begins), self.day(*ends));
            let label = words::year(*year, self.lang);
            if i > 0 {
                canvas.line(&[(from, top + 19.0), (from, top + 32.0)], Stroke::solid(AXIS, 1.0))?;
            }
            // The last year may reach into the page's margin, as far as the last bar's arrow does.
            let room = if i + 1 == years.len() { self.plot.right + BESIDE + 14.0 } else { to } - from;
            if room > canvas.font().width(&label, SMALL) + 4.0 {
                let kind = Type { size: SMALL, colour: INK, align: Align::Left };
                canvas.text((from + 4.0, top + 30.0), &label, kind)?;
            }
        }
        Ok(())
    }
}
