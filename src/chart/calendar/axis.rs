//! The date axis that the panels and the rows of merger windows share.

use jiff::civil::Date;
use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use crate::chart::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use crate::chart::dates::{DateLabel, DateTick, date_ticks, days_between, years};
use crate::chart::error::ChartError;
use crate::chart::frame::SMALL;
use crate::chart::palette::{AXIS, GRID, INK, SOFT};
use crate::chart::scale::Scale;
use crate::chart::series::{Placed, Point, drawable};

/// Room left of the plots, for captions and the names of hotlines.
pub(super) const GUTTER: f64 = 236.0;
/// Room right of the plots, for what points beyond the calendar.
const BESIDE: f64 = 12.0;
/// Height of the labels of months and years.
pub(super) const LABELS_HEIGHT: f64 = 38.0;

/// A horizontal axis of dates.
pub(super) struct DateAxis {
    pub(super) first: Date,
    pub(super) days: usize,
    /// Left and right edge are those of the plots; top and bottom those of the area it was made for.
    pub(super) plot: Rect,
    x: Scale,
    ticks: Vec<DateTick>,
}

impl DateAxis {
    /// Makes the axis of `days` dates from `first` on, in an area that holds the gutter too.
    pub(super) fn new(first: Date, days: usize, area: Rect) -> DateAxis {
        let plot = Rect { left: area.left + GUTTER, right: area.right - BESIDE, ..area };
        let x = Scale::new((0.0, days as f64), (plot.left, plot.right));
        DateAxis { first, days, plot, x, ticks: date_ticks(first, days, plot.width()) }
    }

    /// Returns the place of `day`, in days since the first date.
    pub(super) fn day(&self, day: f64) -> f64 {
        self.x.at(day)
    }

    /// Returns the left and right edge of a span of dates, cut at the calendar's edges; empty outside it.
    pub(super) fn between(&self, first: Date, last: Date) -> (f64, f64) {
        (self.day(days_between(self.first, first)), self.day(days_between(self.first, last) + 1.0))
    }

    /// Whether a date lies after the last one of the axis.
    pub(super) fn ends_before(&self, date: Date) -> bool {
        days_between(self.first, date) >= self.days as f64
    }

    /// Places one value per date at the middle of its day.
    pub(super) fn place(&self, points: &[Option<Point>]) -> Vec<Placed> {
        let at = |i: usize| self.day(i as f64 + 0.5);
        points.iter().enumerate().map(|(i, p)| Some((at(i), drawable(p)?))).collect()
    }

    /// Returns the stroke of a line of daily values: thinner where the days lie closer together.
    pub(super) fn stroke(&self, colour: RGBColor) -> Stroke {
        Stroke::solid(colour, if self.days > 400 { 1.1 } else { 1.8 })
    }

    /// Draws vertical lines at the months, or at the dates of a short calendar.
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

    /// Writes the months, or dates, and under them the years.
    pub(super) fn labels<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        top: f64,
    ) -> Result<(), ChartError> {
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Centre };
        for tick in &self.ticks {
            let text = match tick.label {
                None => continue,
                Some(DateLabel::Day(date)) => canvas.words().date(date),
                Some(DateLabel::Month(date)) => canvas.words().month(date),
            };
            let half = canvas.font().width(&text, SMALL) / 2.0;
            let x = self.day(tick.middle).max(self.plot.left + half).min(self.plot.right + BESIDE - half);
            canvas.text((x, top + 15.0), &text, kind)?;
        }
        self.year_labels(canvas, top)
    }

    /// Writes each year at its first day, with a short line between two years.
    fn year_labels<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, top: f64) -> Result<(), ChartError> {
        let years = years(self.first, self.days);
        for (i, (year, begins, ends)) in years.iter().enumerate() {
            let (from, to) = (self.day(*begins), self.day(*ends));
            let label = canvas.words().year(*year);
            if i > 0 {
                canvas.line(&[(from, top + 19.0), (from, top + 32.0)], Stroke::solid(AXIS, 1.0))?;
            }
            // The last year may reach into the page's margin, as far as the last bar's arrow does.
            let room = if i + 1 == years.len() { self.plot.right + BESIDE + 14.0 } else { to } - from;
            if room > canvas.font().width(&label, SMALL) + 4.0 {
                let kind = TextStyle { size: SMALL, colour: INK, align: Align::Left };
                canvas.text((from + 4.0, top + 30.0), &label, kind)?;
            }
        }
        Ok(())
    }
}
