//! Seats needed against inhabitants, site by site, beside the line of the rule; both axes are logarithmic, for sites differ
//! by a hundredfold.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use crate::chart::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use crate::chart::draw::{Draw, Heading};
use crate::chart::error::ChartError;
use crate::chart::format::number;
use crate::chart::frame::{CAPTION, LABEL, LineLabel, SMALL, label_lines, left};
use crate::chart::palette::{AXIS, GREEN, GRID, INK, ORANGE, SOFT, VERMILION, WHITE};
use crate::chart::scale::{Scale, usable};
use crate::chart::sweep::label_placement::{LabelPlacer, along_line, around, nearest};

const PLOT_HEIGHT: f64 = 400.0;
const GUTTER: f64 = 46.0;
/// Room for the name of the rule's line.
const BESIDE: f64 = 130.0;
/// Height of the key above the plot, with the caption of the axis.
const ABOVE: f64 = 52.0;
const BELOW: f64 = 46.0;
const RADIUS: f64 = 4.6;

/// Whether the rule suffices at a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteVerdict {
    /// It does.
    Suffices,
    /// It does not.
    FallsShort,
    /// It cannot be told.
    CannotTell,
}

/// A site.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteDot {
    /// Its name.
    pub label: String,
    /// Inhabitants, in the unit of the axis.
    pub people: f64,
    /// Seats needed.
    pub seats: f64,
    /// Whether the rule suffices.
    pub verdict: SiteVerdict,
}

/// Seats needed against inhabitants.
#[derive(Clone, Debug, PartialEq)]
pub struct SitesChart {
    /// The words around it.
    pub heading: Heading,
    /// The title of the axis of inhabitants.
    pub people_title: String,
    /// The caption of the axis of seats.
    pub seats_title: String,
    /// The name of the rule's line.
    pub rule_name: String,
    /// Seats of the rule per unit of inhabitants.
    pub rule: f64,
    /// The names of the verdicts: suffices, falls short, cannot be told.
    pub verdict_names: [String; 3],
    /// The sites.
    pub sites: Vec<SiteDot>,
}

impl Draw for SitesChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        let fine = |site: &SiteDot| {
            usable(site.people) && usable(site.seats) && site.people > 0.0 && site.seats > 0.0
        };
        match self.sites.iter().find(|site| !fine(site)) {
            Some(site) => Err(ChartError::Data(format!("{} cannot be drawn", site.label))),
            None if !(usable(self.rule) && self.rule > 0.0) => {
                Err(ChartError::Data("the rule gives no seats".to_owned()))
            }
            None => Ok(()),
        }
    }

    fn height(&self) -> f64 {
        ABOVE + PLOT_HEIGHT + BELOW
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let plot = Rect {
            left: area.left + GUTTER,
            right: area.right - BESIDE,
            top: area.top + ABOVE,
            bottom: area.top + ABOVE + PLOT_HEIGHT,
        };
        self.key(canvas, area)?;
        canvas.text((area.left, plot.top - 11.0), &self.seats_title, left(CAPTION))?;
        let centre = ((plot.left + plot.right) / 2.0, plot.bottom + 38.0);
        canvas.text(centre, &self.people_title, TextStyle { align: Align::Centre, ..left(CAPTION) })?;
        let people = self.sites.iter().map(|site| site.people);
        let seats = self.sites.iter().flat_map(|site| [site.seats, self.rule * site.people]);
        let x = LogAxis::new(people, (plot.left, plot.right));
        let y = LogAxis::new(seats, (plot.bottom, plot.top));
        x.vertical(canvas, plot)?;
        y.horizontal(canvas, plot)?;
        let line = self.line(&x, &y);
        canvas.line(&line, Stroke::dashed(INK, 1.6))?;
        let name: LineLabel = (line[1].1, self.rule_name.clone(), INK);
        label_lines(canvas, &[name], plot, BESIDE)?;
        self.dots(canvas, (&x, &y), plot, (line[0], line[1]))
    }
}

impl SitesChart {
    /// Explains the colours.
    fn key<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let mut x = area.left + RADIUS;
        let verdicts = [SiteVerdict::Suffices, SiteVerdict::FallsShort, SiteVerdict::CannotTell];
        for (verdict, name) in verdicts.into_iter().zip(&self.verdict_names) {
            if !self.sites.iter().any(|site| site.verdict == verdict) {
                continue;
            }
            canvas.dot((x, area.top + 8.0), RADIUS, colour(verdict))?;
            canvas.text((x + 10.0, area.top + 12.5), name, left(LABEL))?;
            x += 34.0 + canvas.font().width(name, LABEL);
        }
        Ok(())
    }

    /// Returns the ends of the rule's line within the plot.
    fn line(&self, x: &LogAxis, y: &LogAxis) -> [(f64, f64); 2] {
        let low = x.low.max(y.low / self.rule);
        let high = x.high.min(y.high / self.rule);
        [low, high].map(|people| (x.at(people), y.at(self.rule * people)))
    }

    fn dots<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        (x, y): (&LogAxis, &LogAxis),
        plot: Rect,
        line: ((f64, f64), (f64, f64)),
    ) -> Result<(), ChartError> {
        let at = |site: &SiteDot| (x.at(site.people), y.at(site.seats));
        let mut areas: Vec<Rect> = self.sites.iter().map(|site| around(at(site), RADIUS, RADIUS)).collect();
        let along =
            |share: f64| (line.0.0 + share * (line.1.0 - line.0.0), line.0.1 + share * (line.1.1 - line.0.1));
        areas.extend(
            (0..60).map(|k| along_line(along(f64::from(k) / 60.0), along(f64::from(k + 1) / 60.0), 2.0)),
        );
        let mut placer =
            LabelPlacer { within: plot, areas, labels: Vec::new(), leaders: Vec::new(), free: (1.0, 1.0) };
        for site in &self.sites {
            canvas.dot(at(site), RADIUS, colour(site.verdict))?;
        }
        for site in &self.sites {
            let text = format!("{} {}", site.label, number(site.seats, 1));
            let size = (canvas.font().width(&text, LABEL) + 6.0, LABEL * 1.25);
            let Some(place) = placer.label(at(site), size) else { continue };
            let dot = at(site);
            canvas.line(&[dot, nearest(dot, &place)], Stroke::solid(SOFT, 0.7))?;
            canvas.fill(place, WHITE, 0.8)?;
            canvas.text((place.left + 3.0, place.bottom - 3.5), &text, left(LABEL))?;
            canvas.dot(dot, RADIUS, colour(site.verdict))?;
        }
        Ok(())
    }
}

fn colour(verdict: SiteVerdict) -> RGBColor {
    match verdict {
        SiteVerdict::Suffices => GREEN,
        SiteVerdict::FallsShort => VERMILION,
        SiteVerdict::CannotTell => ORANGE,
    }
}

/// A logarithmic axis from a round number below its values to one above them.
struct LogAxis {
    low: f64,
    high: f64,
    scale: Scale,
}

/// The digits that round numbers begin with.
const DIGITS: [f64; 3] = [1.0, 2.0, 5.0];

impl LogAxis {
    fn new(values: impl Iterator<Item = f64> + Clone, ends: (f64, f64)) -> LogAxis {
        let least = values.clone().reduce(f64::min).unwrap_or(1.0);
        let most = values.reduce(f64::max).unwrap_or(10.0);
        let all: Vec<f64> = round_numbers().collect();
        let low = all.iter().rev().find(|mark| **mark <= 0.9 * least).copied().unwrap_or(least);
        let high = all.iter().find(|mark| **mark >= 1.1 * most).copied().unwrap_or(most);
        LogAxis { low, high, scale: Scale::new((libm::log10(low), libm::log10(high)), ends) }
    }

    fn at(&self, value: f64) -> f64 {
        self.scale.at(libm::log10(value))
    }

    fn marks(&self) -> impl Iterator<Item = f64> {
        let (low, high) = (self.low * (1.0 - 1e-9), self.high * (1.0 + 1e-9));
        round_numbers().filter(move |mark| (low..=high).contains(mark))
    }

    fn vertical<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: Rect) -> Result<(), ChartError> {
        for mark in self.marks() {
            let x = self.at(mark);
            canvas.line(&[(x, plot.top), (x, plot.bottom)], Stroke::solid(GRID, 1.0))?;
            let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Centre };
            canvas.text((x, plot.bottom + 17.0), &number(mark, 3), kind)?;
        }
        canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], Stroke::solid(AXIS, 1.0))
    }

    fn horizontal<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, plot: Rect) -> Result<(), ChartError> {
        for mark in self.marks() {
            let y = self.at(mark);
            canvas.line(&[(plot.left, y), (plot.right, y)], Stroke::solid(GRID, 1.0))?;
            let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Right };
            canvas.text((plot.left - 7.0, y + SMALL * 0.36), &number(mark, 3), kind)?;
        }
        Ok(())
    }
}

/// Returns 1, 2, 5 times powers of ten, ascending.
fn round_numbers() -> impl Iterator<Item = f64> {
    (-6..=9).flat_map(|power| DIGITS.map(|digit| digit * libm::pow(10.0, f64::from(power))))
}
