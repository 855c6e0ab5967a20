//! The way to the rule: sites x weeks, each week in the colour of its verdict, over the hotlines that merge.

use jiff::ToSpan;
use jiff::civil::Date;
use plotters::prelude::DrawingBackend;

use super::calendar::{MergerDates, WindowBar};
use super::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use super::dates::{DateLabel, date_ticks, days_between};
use super::draw::{Draw, Heading};
use super::error::ChartError;
use super::format::fixed_percentage;
use super::frame::{LABEL, SMALL, left, wrapped};
use super::legend::{self, Swatch};
use super::palette::{AXIS, GRID, INK, SOFT, WHITE};
use super::scale::Scale;
use super::verdicts;
use crate::verdict::Verdict;

/// Most room for names.
const NAMES: f64 = 150.0;
/// Room for the notes right of the rows.
const NOTES: f64 = 148.0;
/// Height of the titles of columns.
const TITLES: f64 = 22.0;
/// Height of the bars that count merging hotlines, and of the space above them.
const STRIP: f64 = 44.0;
const GAP: f64 = 30.0;
/// Height of the labels of dates.
const LABELS: f64 = 24.0;
/// A week this wide has room for its figure.
const WITH_FIGURES: f64 = 34.0;

/// The weeks of every site on the way to the rule.
#[derive(Clone, Debug, PartialEq)]
pub struct PathChart {
    /// The words around it.
    pub heading: Heading,
    /// The first date.
    pub first: Date,
    /// Days of the horizon; the last week may be cut.
    pub days: usize,
    /// A row per site, drawn in this order.
    pub sites: Vec<PathRow>,
    /// The windows of the hotlines, which are counted by week.
    pub windows: Vec<WindowBar>,
}

/// The weeks of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct PathRow {
    /// Its name, in the reader's language.
    pub name: String,
    /// Its weeks, from the first on.
    pub weeks: Vec<PathWeek>,
    /// What is said beside the row, such as how many weeks fail.
    pub note: String,
}

/// A week of a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PathWeek {
    /// The verdict on its lowest 24 h.
    pub verdict: Verdict,
    /// Share answered in them; none where there are too few calls.
    pub worst_24h: Option<f64>,
    /// Whether that lies below the standard; marked by a dot where the verdict is inconclusive.
    pub is_below: bool,
}

impl Draw for PathChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        let wrong = |what: String| Err(ChartError::Data(what));
        if self.days == 0 || self.days > 36_600 || self.first.checked_add((self.days as i64).days()).is_err()
        {
            return wrong(format!("{} days from {}", self.days, self.first));
        }
        if self.sites.is_empty() || self.sites.len() > 200 {
            return wrong(format!("a way of {} sites", self.sites.len()));
        }
        let weeks = self.days.div_ceil(7);
        match self.sites.iter().find(|site| site.weeks.len() != weeks) {
            Some(site) => wrong(format!("{} weeks of {}, which has {weeks}", site.weeks.len(), site.name)),
            None => self.windows.iter().try_for_each(WindowBar::check),
        }
    }

    fn height(&self) -> f64 {
        let strip = if self.windows.is_empty() { 0.0 } else { GAP + STRIP };
        legend::height(1) + TITLES + self.row() * self.sites.len() as f64 + strip + LABELS
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        legend::head(canvas, area, canvas.words().lowest_24h_by_week(), &self.key(canvas))?;
        let names = self.sites.iter().map(|site| canvas.font().width(&site.name, LABEL));
        let top = area.top + legend::height(1) + TITLES;
        let least = if self.windows.is_empty() { 0.0 } else { 124.0 };
        let plot = Rect {
            left: area.left + names.fold(least, f64::max).min(NAMES) + 12.0,
            right: area.right - NOTES,
            top,
            bottom: top + self.row() * self.sites.len() as f64,
        };
        let axis = Scale::new((0.0, self.days as f64), (plot.left, plot.right));
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Left };
        canvas.text((plot.right + 12.0, plot.top - 8.0), canvas.words().weeks_below(), kind)?;
        for (index, site) in self.sites.iter().enumerate() {
            let top = plot.top + self.row() * index as f64;
            self.site(canvas, &axis, site, (area.left, Rect { top, bottom: top + self.row(), ..plot }))?;
        }
        let bottom = match self.windows.is_empty() {
            true => plot.bottom,
            false => {
                let strip = Rect { top: plot.bottom + GAP, bottom: plot.bottom + GAP + STRIP, ..plot };
                self.merging(canvas, &axis, (area.left, strip))?;
                strip.bottom
            }
        };
        self.dates(canvas, &axis, bottom)
    }
}

impl PathChart {
    fn row(&self) -> f64 {
        match self.sites.len() {
            1 => 54.0,
            2..=5 => 38.0,
            _ => 26.0,
        }
    }

    fn key<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>) -> Vec<(Swatch, String)> {
        let weeks = || self.sites.iter().flat_map(|site| &site.weeks);
        let mut key = verdicts::key(weeks().map(|week| week.verdict), canvas.words());
        if weeks().any(|week| week.is_marked()) {
            key.push((Swatch::Dot(INK, 2.6), canvas.words().mean_below().to_owned()));
        }
        key
    }

    /// Returns the edges of a week.
    fn week(&self, axis: &Scale, week: usize) -> (f64, f64) {
        (axis.at(7.0 * week as f64), axis.at(7.0 * week as f64 + 7.0))
    }

    fn site<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        axis: &Scale,
        site: &PathRow,
        (names, row): (f64, Rect),
    ) -> Result<(), ChartError> {
        let baseline = (row.top + row.bottom) / 2.0 + LABEL * 0.36;
        let name = canvas.font().wrap(&site.name, LABEL, NAMES, 2);
        let first = baseline - (name.len().max(1) - 1) as f64 * LABEL * 0.52;
        wrapped(canvas, (names, first), &name, LABEL * 1.04, left(LABEL))?;
        for (week, shown) in site.weeks.iter().enumerate() {
            let (left, right) = self.week(axis, week);
            let cell =
                Rect { left: left + 0.7, right: right - 0.7, top: row.top + 1.5, bottom: row.bottom - 1.5 };
            shown.draw(canvas, cell)?;
        }
        let lines = canvas.font().wrap(&site.note, SMALL, NOTES - 12.0, 2);
        let line = SMALL * 1.12;
        let first = baseline - 0.4 - (lines.len().max(1) - 1) as f64 * line / 2.0;
        wrapped(canvas, (row.right + 12.0, first), &lines, line, left(SMALL))
    }

    /// Counts the hotlines whose window falls in a week.
    fn in_window(&self, week: usize) -> usize {
        let (from, to) = (7.0 * week as f64, 7.0 * week as f64 + 7.0);
        let day = |date: Date| days_between(self.first, date);
        let falls = |window: &&WindowBar| match window.when {
            MergerDates::Between(first, last) => day(first) < to && day(last) >= from,
            MergerDates::Until(date) => (from..to).contains(&day(date)),
            MergerDates::Unknown => false,
        };
        self.windows.iter().filter(falls).count()
    }

    /// Draws a bar per week of how many hotlines merge.
    fn merging<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        axis: &Scale,
        (names, strip): (f64, Rect),
    ) -> Result<(), ChartError> {
        let counts: Vec<usize> = (0..self.days.div_ceil(7)).map(|week| self.in_window(week)).collect();
        let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
        let caption =
            canvas.font().wrap(canvas.words().hotlines_merging(), SMALL, strip.left - names - 8.0, 3);
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Left };
        wrapped(canvas, (names, strip.top + 8.0), &caption, SMALL * 1.25, kind)?;
        for (week, count) in counts.iter().enumerate() {
            let (left, right) = self.week(axis, week);
            let top = strip.bottom - strip.height() * *count as f64 / most;
            canvas.fill(
                Rect { left: left + 0.7, right: right - 0.7, top, bottom: strip.bottom },
                GRID,
                1.0,
            )?;
            let text = count.to_string();
            if right - left > canvas.font().width(&text, SMALL) + 1.0 {
                let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Centre };
                canvas.text(((left + right) / 2.0, top - 3.0), &text, kind)?;
            }
        }
        canvas.line(&[(strip.left, strip.bottom), (strip.right, strip.bottom)], Stroke::solid(AXIS, 1.0))
    }

    fn dates<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        axis: &Scale,
        top: f64,
    ) -> Result<(), ChartError> {
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Centre };
        for tick in date_ticks(self.first, self.days, axis.end - axis.start) {
            let x = axis.at(tick.day);
            canvas.line(&[(x, top), (x, top + 4.0)], Stroke::solid(AXIS, 1.0))?;
            let text = match tick.label {
                None => continue,
                Some(DateLabel::Day(date)) => canvas.words().date(date),
                Some(DateLabel::Month(date)) => canvas.words().month(date),
            };
            let half = canvas.font().width(&text, SMALL) / 2.0;
            let middle = axis.at(tick.middle).max(axis.start + half).min(axis.end + NOTES - half);
            canvas.text((middle, top + 16.0), &text, kind)?;
        }
        Ok(())
    }
}

impl PathWeek {
    /// Whether a dot says that the share lies below the standard, as the colour does not.
    fn is_marked(&self) -> bool {
        self.is_below && self.verdict == Verdict::Inconclusive
    }

    fn draw<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, cell: Rect) -> Result<(), ChartError> {
        let fill = verdicts::fill(self.verdict);
        if self.verdict == Verdict::TooSmall {
            canvas.fill(cell, WHITE, 1.0)?;
            canvas.outline(cell, Stroke::solid(GRID, 1.0))?;
        } else {
            canvas.fill(cell, fill.colour, 1.0)?;
        }
        let (x, y) = ((cell.left + cell.right) / 2.0, (cell.top + cell.bottom) / 2.0);
        let figure = self.worst_24h.filter(|_| cell.width() >= WITH_FIGURES);
        if let Some(share) = figure {
            let kind = TextStyle { align: Align::Centre, ..left(SMALL) };
            canvas.text((x, y + SMALL * 0.36), &fixed_percentage(share, 1), kind)?;
        }
        match (self.is_marked(), figure) {
            (true, Some(_)) => canvas.dot((cell.right - 6.0, cell.top + 6.0), 2.2, INK),
            (true, None) => canvas.dot((x, y), 2.6, INK),
            (false, _) => Ok(()),
        }
    }
}
