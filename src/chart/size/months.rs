//! People needed month by month against those who are there.

use plotters::prelude::DrawingBackend;

use crate::chart::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use crate::chart::draw::{Draw, Heading};
use crate::chart::error::ChartError;
use crate::chart::format::Unit;
use crate::chart::frame::{LABEL, Panel, SMALL, left};
use crate::chart::palette::{AXIS, INK, PALE_SKY, SOFT, VERMILION};
use crate::chart::scale::usable;

/// Height of the key, and of the plot.
const ABOVE: f64 = 34.0;
const PLOT: f64 = 330.0;
/// Room for the numbers of the y axis, for the months' names, and on the right for the name of the rule's line.
const GUTTER: f64 = 52.0;
const BELOW: f64 = 30.0;
const RIGHT: f64 = 150.0;
/// The part of a month that its bar takes.
const BAR: f64 = 0.62;

/// The people of a month.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthBar {
    /// The name of the month.
    pub label: String,
    /// People needed at all sites; none where it cannot be told.
    pub needed: Option<f64>,
    /// Those of them who are missing at their site.
    pub missing: f64,
    /// People who are there at all sites.
    pub ready: f64,
}

/// People needed month by month.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthsChart {
    /// The words around it.
    pub heading: Heading,
    /// The names of those needed and there, of those missing, and of those who are there.
    pub names: [String; 3],
    /// The name of the rule's line, and its people.
    pub rule: (String, f64),
    /// The months, in order.
    pub months: Vec<MonthBar>,
}

impl Draw for MonthsChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        let fine = |month: &MonthBar| {
            usable(month.ready) && month.needed.is_none_or(usable) && usable(month.missing)
        };
        match self.months.is_empty() || !self.months.iter().all(fine) || !usable(self.rule.1) {
            true => Err(ChartError::Data("no months, or people that are no numbers".to_owned())),
            false => Ok(()),
        }
    }

    fn height(&self) -> f64 {
        ABOVE + PLOT + BELOW
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        self.key(canvas, area)?;
        let plot = Rect {
            left: area.left + GUTTER,
            right: area.right - RIGHT,
            top: area.top + ABOVE,
            bottom: area.top + ABOVE + PLOT,
        };
        let all = self.months.iter().map(|month| month.ready.max(month.needed.unwrap_or(0.0)));
        let panel = Panel::with_room(plot, Unit::Number, all.fold(self.rule.1, f64::max), 12.0);
        panel.grid(canvas)?;
        let width = plot.width() / self.months.len() as f64;
        for (k, month) in self.months.iter().enumerate() {
            self.month(canvas, month, (plot.left + k as f64 * width, width), &panel)?;
        }
        self.rule(canvas, &panel)
    }
}

impl MonthsChart {
    fn key<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let (mut x, y) = (area.left, area.top + 8.0);
        for (kind, name) in self.names.iter().enumerate() {
            let patch = Rect { left: x, right: x + 22.0, top: y - 6.0, bottom: y + 6.0 };
            match kind {
                0 => canvas.fill(patch, PALE_SKY, 1.0)?,
                1 => canvas.fill(patch, VERMILION, 1.0)?,
                _ => canvas.line(&[(x, y), (x + 22.0, y)], Stroke::solid(INK, 2.4))?,
            }
            canvas.text((x + 28.0, y + 4.5), name, left(LABEL))?;
            x += 58.0 + canvas.font().width(name, LABEL);
        }
        Ok(())
    }

    /// Draws the bar of a month, and the people there as a line over its whole width.
    fn month<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        month: &MonthBar,
        (start, width): (f64, f64),
        panel: &Panel,
    ) -> Result<(), ChartError> {
        let (middle, half) = (start + width / 2.0, BAR * width / 2.0);
        let bar = |from: f64, to: f64| Rect {
            left: middle - half,
            right: middle + half,
            top: panel.y.at(to),
            bottom: panel.y.at(from),
        };
        if let Some(needed) = month.needed {
            let there = (needed - month.missing).max(0.0);
            canvas.fill(bar(0.0, there), PALE_SKY, 1.0)?;
            canvas.fill(bar(there, needed), VERMILION, 1.0)?;
        }
        let y = panel.y.at(month.ready);
        canvas.line(&[(start, y), (start + width, y)], Stroke::solid(INK, 2.4))?;
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Centre };
        let label = canvas.font().fit(&month.label, SMALL, width - 4.0);
        canvas.text((middle, panel.plot.bottom + 18.0), &label, kind)
    }

    fn rule<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, panel: &Panel) -> Result<(), ChartError> {
        let (y, end) = (panel.y.at(self.rule.1), panel.plot.right);
        canvas.line(&[(panel.plot.left, y), (end, y)], Stroke::dashed(AXIS, 1.6))?;
        let label = canvas.font().fit(&self.rule.0, LABEL, RIGHT - 10.0);
        canvas.text((end + 8.0, y + 4.5), &label, left(LABEL))
    }
}
