//! Agents needed by interval of the day above the offered load, a panel for each day.

use plotters::prelude::DrawingBackend;

use crate::chart::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use crate::chart::draw::{Draw, Heading};
use crate::chart::error::ChartError;
use crate::chart::format::Unit;
use crate::chart::frame::{CAPTION, LABEL, Panel, SMALL, left};
use crate::chart::palette::{AXIS, BLUE, GRID, SOFT, VERMILION};
use crate::chart::scale::Scale;
use crate::chart::series::{Placed, Point, curve, highest, steps};

/// Room for the marks of the y axis and the name of a day.
const GUTTER: f64 = 96.0;
/// Height of the key.
const ABOVE: f64 = 34.0;
const ONE_DAY: f64 = 330.0;
const OF_MANY: f64 = 78.0;
const BETWEEN: f64 = 14.0;
const HOURS: f64 = 26.0;

/// A day with its requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct RequiredDay {
    /// Its name; may be empty for a day that stands for all.
    pub label: String,
    /// Agents by interval from midnight on, all intervals alike.
    pub agents: Vec<Option<Point>>,
    /// Offered load in erlangs by interval, as many as of agents.
    pub load: Vec<Option<Point>>,
}

/// Agents needed by interval.
#[derive(Clone, Debug, PartialEq)]
pub struct RequirementChart {
    /// The words around it.
    pub heading: Heading,
    /// The name of the agents needed.
    pub agents_name: String,
    /// The days.
    pub days: Vec<RequiredDay>,
}

impl Draw for RequirementChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        let fine = |day: &RequiredDay| !day.agents.is_empty() && day.agents.len() == day.load.len();
        match self.days.is_empty() || !self.days.iter().all(fine) {
            true => Err(ChartError::Data("days without intervals, or with other numbers of load".to_owned())),
            false => Ok(()),
        }
    }

    fn height(&self) -> f64 {
        ABOVE + self.days.len() as f64 * (self.panel_height() + BETWEEN) + HOURS
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let high = highest(self.days.iter().flat_map(|day| day.agents.iter().chain(&day.load)));
        self.key(canvas, area)?;
        let mut top = area.top + ABOVE;
        for day in &self.days {
            let plot = Rect {
                left: area.left + GUTTER,
                right: area.right - 8.0,
                top,
                bottom: top + self.panel_height(),
            };
            self.panel(canvas, day, plot, high.unwrap_or(1.0))?;
            top = plot.bottom + BETWEEN;
        }
        hours(canvas, (area.left + GUTTER, area.right - 8.0), top - BETWEEN)
    }
}

impl RequirementChart {
    fn panel_height(&self) -> f64 {
        if self.days.len() == 1 { ONE_DAY } else { OF_MANY }
    }

    /// Names the two lines.
    fn key<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let mut x = area.left;
        for (name, colour) in [(self.agents_name.as_str(), VERMILION), (canvas.words().offered_load(), BLUE)]
        {
            let y = area.top + 8.0;
            canvas.line(&[(x, y), (x + 22.0, y)], Stroke::solid(colour, 2.4))?;
            canvas.text((x + 28.0, y + 4.5), name, left(LABEL))?;
            x += 58.0 + canvas.font().width(name, LABEL);
        }
        Ok(())
    }

    fn panel<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        day: &RequiredDay,
        plot: Rect,
        high: f64,
    ) -> Result<(), ChartError> {
        let panel = Panel::with_room(plot, Unit::Number, high, 4.0);
        for hour in (0..=24).step_by(3) {
            let x = plot.left + plot.width() * f64::from(hour) / 24.0;
            canvas.line(&[(x, plot.top), (x, plot.bottom)], Stroke::solid(GRID, 1.0))?;
        }
        panel.grid(canvas)?;
        let label = canvas.font().fit(&day.label, CAPTION, GUTTER - 34.0);
        canvas.text((plot.left - GUTTER, (plot.top + plot.bottom) / 2.0 + 4.5), &label, left(CAPTION))?;
        let width = plot.width() / day.agents.len() as f64;
        let starts = placed(&day.agents, plot.left, width);
        steps(canvas, &starts, width, &panel.y, Stroke::solid(VERMILION, 2.0))?;
        curve(canvas, &placed(&day.load, plot.left + width / 2.0, width), &panel.y, Stroke::solid(BLUE, 1.8))
    }
}

fn placed(points: &[Option<Point>], first: f64, width: f64) -> Vec<Placed> {
    points.iter().enumerate().map(|(k, point)| point.map(|point| (first + k as f64 * width, point))).collect()
}

/// Labels the hours of the day.
fn hours<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    (start, end): (f64, f64),
    top: f64,
) -> Result<(), ChartError> {
    let x = Scale::new((0.0, 24.0), (start, end));
    for hour in (0..=24).step_by(3) {
        let at = x.at(f64::from(hour));
        canvas.line(&[(at, top), (at, top + 5.0)], Stroke::solid(AXIS, 1.0))?;
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Centre };
        canvas.text((at, top + 18.0), &format!("{hour:02}:00"), kind)?;
    }
    Ok(())
}
