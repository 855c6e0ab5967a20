//! The answer on the rule: per site the least seats per million with which it holds, against the rule.

use plotters::prelude::DrawingBackend;

use super::canvas::{Align, Canvas, Rect, Stroke, TextStyle};
use super::draw::{Draw, Heading};
use super::error::ChartError;
use super::format::{Unit, fixed_number, number};
use super::frame::{CAPTION, LABEL, SMALL, left, wrapped};
use super::legend;
use super::palette::{AXIS, GRID, INK, SOFT};
use super::scale::{Scale, ticks, usable};
use super::series::{Point, drawable};
use super::verdicts;
use super::words::Words;
use crate::verdict::Verdict;

/// Most room for names.
const NAMES: f64 = 150.0;
/// Widths of the columns of figures right of the bars: verdict, seats, worst 24 h, demand.
const COLUMNS: [f64; 4] = [92.0, 88.0, 122.0, 88.0];
/// Height of the titles of columns, and of the name of the rule's line.
const TITLES: f64 = 40.0;
const ROW: f64 = 30.0;
/// Height of the marks of the axis.
const MARKS: f64 = 24.0;

/// The verdict on the rule at every site.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleChart {
    /// The words around it.
    pub heading: Heading,
    /// Seats per million inhabitants by the rule; a marked line.
    pub rule: f64,
    /// A row per site, drawn in this order.
    pub sites: Vec<RuleRow>,
}

/// The verdict on the rule at a site.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRow {
    /// Its name, in the reader's language.
    pub name: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Share answered in the worst 24 h, with its interval.
    pub worst_24h: Option<Point>,
    /// The least seats per million inhabitants with which the verdict is "holds"; a bound where fewer may do.
    pub least: Option<SearchedValue>,
    /// The same in whole seats, and the seats by the rule.
    pub seats: (Option<u32>, u32),
    /// The multiple of the demand up to which it is; a bound where more may be borne.
    pub demand: Option<SearchedValue>,
}

/// The value at which a search ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchedValue {
    /// The value.
    pub value: f64,
    /// Whether the search ended there; else the value is a bound.
    pub is_exact: bool,
}

impl Draw for RuleChart {
    fn heading(&self) -> &Heading {
        &self.heading
    }

    fn check(&self) -> Result<(), ChartError> {
        if self.sites.is_empty() || self.sites.len() > 200 {
            return Err(ChartError::Data(format!("a rule at {} sites", self.sites.len())));
        }
        let values = self.sites.iter().filter_map(|site| site.least).map(|least| least.value);
        match values.chain([self.rule]).find(|value| !usable(*value) || *value < 0.0) {
            Some(value) => Err(ChartError::Data(format!("{value} seats per million"))),
            None => Ok(()),
        }
    }

    fn height(&self) -> f64 {
        legend::height(1) + TITLES + ROW * self.sites.len() as f64 + MARKS
    }

    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError> {
        let key = verdicts::key(self.sites.iter().map(|site| site.verdict), canvas.words());
        legend::head(canvas, area, canvas.words().least_seats_per_million(), &key)?;
        let names = self.sites.iter().map(|site| canvas.font().width(&site.name, LABEL));
        let plot = Rect {
            left: area.left + names.fold(0.0, f64::max).min(NAMES) + 12.0,
            right: area.right - COLUMNS.iter().sum::<f64>(),
            top: area.top + legend::height(1) + TITLES,
            bottom: area.bottom - MARKS,
        };
        let axis = Scale::new((0.0, self.most() * 1.14), (plot.left, plot.right));
        grid(canvas, &axis, plot)?;
        titles(canvas, plot)?;
        for (index, site) in self.sites.iter().enumerate() {
            let top = plot.top + ROW * index as f64;
            let row = Rect { top, bottom: top + ROW, ..plot };
            if index > 0 {
                let line = [(area.left, top), (area.right, top)];
                canvas.line(&line, Stroke::solid(GRID, 0.8))?;
            }
            site.draw(canvas, &axis, (area.left, axis.at(self.rule)), row)?;
        }
        self.line_of_rule(canvas, &axis, plot)
    }
}

impl RuleChart {
    /// Returns the most seats per million that are shown.
    fn most(&self) -> f64 {
        let least = self.sites.iter().filter_map(|site| site.least).map(|least| least.value);
        least.fold(self.rule, f64::max).max(1.0)
    }

    fn line_of_rule<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        axis: &Scale,
        plot: Rect,
    ) -> Result<(), ChartError> {
        let x = axis.at(self.rule);
        canvas.line(&[(x, plot.top - 5.0), (x, plot.bottom)], Stroke::dashed(INK, 1.8))?;
        let name = canvas.words().named_value(canvas.words().rule(), &number(self.rule, 2));
        let half = canvas.font().width(&name, LABEL) / 2.0;
        let middle = x.clamp(plot.left + half, (plot.right - half).max(plot.left + half));
        canvas.text((middle, plot.top - 10.0), &name, TextStyle { align: Align::Centre, ..left(LABEL) })
    }
}

/// Draws the axis of seats per million below the rows, and its grid lines.
fn grid<B: DrawingBackend>(canvas: &Canvas<'_, B>, axis: &Scale, plot: Rect) -> Result<(), ChartError> {
    let marks = ticks(Unit::Number, axis.low, axis.high, 6);
    let step = marks.get(1).map_or(1.0, |second| second - marks[0]);
    for mark in marks.into_iter().filter(|mark| *mark <= axis.high) {
        let x = axis.at(mark);
        let colour = if mark == 0.0 { AXIS } else { GRID };
        canvas.line(&[(x, plot.top), (x, plot.bottom)], Stroke::solid(colour, 1.0))?;
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Centre };
        canvas.text(
            (x, plot.bottom + 16.0),
            &canvas.words().notation().mark(Unit::Number, mark, step),
            kind,
        )?;
    }
    Ok(())
}

/// Writes the titles of the columns of figures.
fn titles<B: DrawingBackend>(canvas: &Canvas<'_, B>, plot: Rect) -> Result<(), ChartError> {
    let words = canvas.words();
    let titles = [words.verdict_title(), words.seats_of_rule(), words.worst_24h(), words.demand_borne()];
    let mut right = plot.right;
    for (title, width) in titles.into_iter().zip(COLUMNS) {
        right += width;
        let lines = canvas.font().wrap(title, SMALL, width - 8.0, 2);
        let first = plot.top - 10.0 - (lines.len() - 1) as f64 * SMALL * 1.25;
        let kind = TextStyle { size: SMALL, colour: SOFT, align: Align::Right };
        wrapped(canvas, (right, first), &lines, SMALL * 1.25, kind)?;
    }
    Ok(())
}

impl RuleRow {
    fn draw<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        axis: &Scale,
        (names, rule): (f64, f64),
        row: Rect,
    ) -> Result<(), ChartError> {
        let baseline = (row.top + row.bottom) / 2.0 + LABEL * 0.36;
        let name = canvas.font().wrap(&self.name, LABEL, NAMES, 2);
        let first = baseline - (name.len().max(1) - 1) as f64 * LABEL * 0.54;
        wrapped(canvas, (names, first), &name, LABEL * 1.08, left(LABEL))?;
        match self.least {
            None => {
                let kind = TextStyle { colour: SOFT, ..left(SMALL) };
                canvas.text((row.left + 6.0, baseline), self.without_least(canvas.words()), kind)?;
            }
            Some(least) => {
                let right = axis.at(least.value);
                let bar = Rect { right, top: row.top + 6.0, bottom: row.bottom - 6.0, ..row };
                verdicts::fill(self.verdict).draw(canvas, bar)?;
                let figure = bounded(least, "≤ ", 1);
                let width = canvas.font().width(&figure, CAPTION);
                // Beside the bar, or within it where the rule's line would cut the figure.
                let is_cut = |x: &f64| (x - 4.0..x + width + 4.0).contains(&rule);
                let beside = [right + 6.0, right - width - 7.0];
                let x = beside.into_iter().find(|x| !is_cut(x)).unwrap_or(beside[0]);
                canvas.text((x, baseline + 0.5), &figure, left(CAPTION))?;
            }
        }
        self.figures(canvas, row.right, baseline)
    }

    /// Says why there is no bar.
    fn without_least(&self, words: &dyn Words) -> &'static str {
        match self.verdict {
            Verdict::TooSmall => words.too_few_calls(),
            _ => words.no_seats_found(),
        }
    }

    fn figures<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        right: f64,
        baseline: f64,
    ) -> Result<(), ChartError> {
        let notation = canvas.words().notation();
        let worst = drawable(&self.worst_24h).map(|worst| {
            let half = 100.0 * (worst.high - worst.low) / 2.0;
            format!("{} ± {half:.1}", notation.column_percent(worst.value))
        });
        let demand = self.demand.map(|demand| format!("× {}", bounded(demand, "≥ ", 2)));
        let verdict = Some(canvas.words().verdict(self.verdict).to_owned());
        let mut at = right;
        let (least, rule) = self.seats;
        let seats =
            Some(format!("{} / {rule}", least.map_or_else(|| "–".to_owned(), |least| least.to_string())));
        for (text, width) in [verdict, seats, worst, demand].into_iter().zip(COLUMNS) {
            at += width;
            let text = text.unwrap_or_else(|| "–".to_owned());
            let text = canvas.font().fit(&text, LABEL, width - 6.0);
            canvas.text((at, baseline), &text, TextStyle { align: Align::Right, ..left(LABEL) })?;
        }
        Ok(())
    }
}

/// Writes a figure, behind a sign where it is a bound.
fn bounded(searched: SearchedValue, sign: &str, decimals: usize) -> String {
    let sign = if searched.is_exact { "" } else { sign };
    format!("{sign}{}", fixed_number(searched.value, decimals))
}
