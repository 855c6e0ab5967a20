//! Offered load against agents on duty and seats through the day, and a measure of service below.

use plotters::prelude::DrawingBackend;

use super::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use super::draw::{Draw, Heading};
use super::error::ChartError;
use super::format::{Unit, number};
use super::frame::{CAPTION, Panel, SMALL, label_lines, left, target_stroke};
use super::palette::{AXIS, BLUE, GREEN, GRID, INK, SOFT, VERMILION};
use super::scale::Scale;
use super::series::{Placed, Point, curve, drawable, highest, lowest, steps};

/// Room for the marks of the y axis.
const GUTTER: f64 = 52.0;
/// Room for the labels of the lines.
const BESIDE: f64 = 138.0;
/// Height of a caption above its panel.
const ABOVE: f64 = 24.0;
const LOAD_HEIGHT: f64 = 270.0;
const BELOW_HEIGHT: f64 = 110.0;
/// Height of the hours' labels.
const HOURS: f64 = 26.0;

/// Load, staff and seats by step of the day.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadChart {
    /// The words around it.
    pub heading: Heading,
    /// Offered load in erlangs per step of the day (48 half hours, or any number of equal steps), with
    /// its interval.
    pub load: Vec<Option<Point>>,
    /// Agents on duty per step, as many as of the load, with their range over replications.
    pub on_duty: Vec<Option<Point>>,
    /// Seats; a horizontal line.
    pub seats: Option<f64>,
    /// The small panel below.
    pub service: ServicePanel,
}

/// The panel of a measure of service, per step of the day.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicePanel {
    /// The measure of service.
    pub measure: ServiceMeasure,
    /// One value per step, with its interval.
    pub values: Vec<Option<Point>>,
    /// The target, in the unit of the measure; a dashed line.
    pub target: Option<f64>,
}

/// A measure of service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ServiceMeasure {
    /// Mean wait of answered callers, seconds.
    MeanWait,
    /// Share of offered attempts answered within so many seconds, 0 to 1.
    AnsweredWithin(f64),
}

impl Draw for LoadChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        let steps = self.load.len();
        if steps == 0 || steps > 1440 {
            return Err(ChartError::Data(format!("a day of {steps} steps")));
        }
        for (name, length) in [("agents", self.on_duty.len()), ("service", self.service.values.len())] {
            if length != steps {
                return Err(ChartError::Data(format!("{steps} steps of load, {length} of {name}")));
            }
        }
        Ok(())
    }

    fn height(&self) -> f64 {
        ABOVE + LOAD_HEIGHT + ABOVE + 16.0 + BELOW_HEIGHT + HOURS
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let load = Rect {
            left: area.left + GUTTER,
            right: area.right - BESIDE,
            top: area.top + ABOVE,
            bottom: area.top + ABOVE + LOAD_HEIGHT,
        };
        let below = Rect { top: load.bottom + ABOVE + 16.0, bottom: area.bottom - HOURS, ..load };
        let day = DayAxis { x: Scale::new((0.0, 24.0), (load.left, load.right)), steps: self.load.len() };
        self.upper(canvas, &day, load)?;
        self.lower(canvas, &day, below)?;
        day.labels(canvas, below.bottom)
    }
}

impl LoadChart {
    fn upper<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        day: &DayAxis,
        plot: Rect,
    ) -> Result<(), ChartError> {
        let seats = self.seats.map(Point::exact);
        let seats = drawable(&seats);
        let high = highest(self.load.iter().chain(&self.on_duty).chain([&seats]));
        let panel = Panel::with_room(plot, Unit::Number, high.unwrap_or(0.0), 8.0);
        let caption = canvas.words().load_and_staff();
        canvas.text((plot.left - GUTTER, plot.top - 11.0), caption, left(CAPTION))?;
        day.grid(canvas, plot)?;
        panel.grid(canvas)?;
        if high.is_none() {
            return panel.no_data(canvas);
        }
        steps(canvas, &day.starts(&self.on_duty), day.width(), &panel.y, Stroke::solid(VERMILION, 2.0))?;
        curve(canvas, &day.middles(&self.load), &panel.y, Stroke::solid(BLUE, 2.4))?;
        let mut names = Vec::new();
        if let Some(seats) = seats {
            let y = panel.horizontal(canvas, seats.value, Stroke::dashed(INK, 1.6))?;
            let value = number(seats.value, 1);
            names.push((y, format!("{} {value}", canvas.words().seats()), INK));
        }
        for (points, name, colour) in [
            (&self.load, canvas.words().offered_load(), BLUE),
            (&self.on_duty, canvas.words().on_duty(), VERMILION),
        ] {
            if let Some(last) = points.iter().rev().find_map(drawable) {
                names.push((panel.y.at(last.value), name.to_owned(), colour));
            }
        }
        label_lines(canvas, &names, plot, BESIDE)
    }

    fn lower<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        day: &DayAxis,
        plot: Rect,
    ) -> Result<(), ChartError> {
        let target = self.service.target.map(Point::exact);
        let target = drawable(&target);
        let values = &self.service.values;
        let (panel, caption) = match self.service.measure {
            ServiceMeasure::MeanWait => {
                let high = highest(values.iter().chain([&target])).unwrap_or(0.0);
                let caption = canvas.words().mean_wait().to_owned();
                (Panel::with_room(plot, Unit::Time, high, 6.0), caption)
            }
            ServiceMeasure::AnsweredWithin(seconds) => {
                let least = lowest(values.iter().chain([&target])).unwrap_or(0.0);
                let low = [0.8, 0.5].into_iter().find(|low| *low <= least).unwrap_or(0.0);
                let wait = canvas.words().notation().duration(seconds);
                (Panel::new(plot, Unit::Share, low, 1.0), canvas.words().answered_within(&wait))
            }
        };
        canvas.text((plot.left - GUTTER, plot.top - 11.0), &caption, left(CAPTION))?;
        day.grid(canvas, plot)?;
        panel.grid(canvas)?;
        if let Some(target) = target {
            let y = panel.horizontal(canvas, target.value, target_stroke())?;
            let text = canvas.words().target_amount(panel.unit, target.value);
            label_lines(canvas, &[(y, text, VERMILION)], plot, BESIDE)?;
        }
        if highest(values).is_none() {
            return panel.no_data(canvas);
        }
        curve(canvas, &day.middles(values), &panel.y, Stroke::solid(GREEN, 2.0))
    }
}

/// The x axis: hours of the day, cut into equal steps.
struct DayAxis {
    x: Scale,
    steps: usize,
}

impl DayAxis {
    /// Returns the width of a step.
    fn width(&self) -> f64 {
        (self.x.end - self.x.start) / self.steps as f64
    }

    fn starts(&self, points: &[Option<Point>]) -> Vec<Placed> {
        let at = |i: usize| self.x.start + i as f64 * self.width();
        points.iter().enumerate().map(|(i, p)| Some((at(i), drawable(p)?))).collect()
    }

    fn middles(&self, points: &[Option<Point>]) -> Vec<Placed> {
        let half = self.width() / 2.0;
        self.starts(points).into_iter().map(|placed| placed.map(|(x, p)| (x + half, p))).collect()
    }

    fn grid<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: Rect) -> Result<(), ChartError> {
        for hour in (0..=24).step_by(3) {
            let x = self.x.at(f64::from(hour));
            canvas.line(&[(x, plot.top), (x, plot.bottom)], Stroke::solid(GRID, 1.0))?;
        }
        Ok(())
    }

    fn labels<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, top: f64) -> Result<(), ChartError> {
        for hour in 0..=24 {
            let x = self.x.at(f64::from(hour));
            let long = hour % 3 == 0;
            let length = if long { 5.0 } else { 3.0 };
            canvas.line(&[(x, top), (x, top + length)], Stroke::solid(AXIS, 1.0))?;
            if long {
                let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Centre };
                canvas.text((x, top + 18.0), &format!("{hour:02}:00"), kind)?;
            }
        }
        Ok(())
    }
}
