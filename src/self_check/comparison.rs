//! Theory beside simulation.

use crate::analytic::{Answer, Figure, Place, Span};
use crate::format::clock;
use crate::kpi::Kpi;
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::stats::Estimate;

/// The exactness of an answer of theory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// The answer is exact: simulation must agree with it.
    Exact,
    /// The answer shows the order of magnitude; simulation is more accurate.
    Approximate,
}

/// Theory's answer beside what was simulated.
pub struct TheoryComparison {
    /// The formula's name.
    pub formula: String,
    /// Whether it is exact or an approximation.
    pub grade: Grade,
    /// A row per number of the answer.
    pub rows: Vec<Row>,
    /// Whether the start from an empty centre is forgotten before anything is measured, and the measured span is long
    /// beside the time that takes; none where that time is not known. An answer for the measured span itself is
    /// settled.
    pub settled: Option<bool>,
}

/// A number of theory beside the simulated one.
pub struct Row {
    /// The number of theory.
    pub figure: Figure,
    /// The dimension of its entry.
    pub dimension: &'static str,
    /// The name of its entry.
    pub entry: String,
    /// The KPI by its name in results.
    pub key: String,
    /// The acceptable wait in seconds of a service level.
    pub within: Option<f64>,
    /// The simulated number.
    pub simulated: Estimate,
    /// Whether both agree; none of an approximation, and where there is no interval, or one of too few replications or
    /// waiting calls.
    pub agrees: Option<bool>,
}

/// A limit of a comparison that its reader must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caveat {
    /// No formula is exact here.
    Approximate,
    /// Theory is of the steady state, which the simulated horizon is too short to reach.
    NotSettled,
}

/// Replications below which no verdict is given: Student's t is too wide.
const ENOUGH: u64 = 10;
/// Calls that wait, over all replications, below which the changing queue of an hour is far from normal.
const MANY: f64 = 1000.0;
/// Half-widths of the 95 % interval within which simulation agrees with theory: some six standard errors; of correct
/// figures under fresh seeds one in 10^5 lies outside.
const AGREES: f64 = 3.0;
/// Half-widths and share of the exact value beyond both of which a settled queue is in error: some ten standard
/// errors, exceeded by chance in fewer than one of 10^6 runs of [`ENOUGH`] replications.
const ERROR: (f64, f64) = (5.0, 0.01);
/// Half-widths and share beyond both of which one of many half hours is in error: beyond eight half-widths is one of
/// 10^7, of 144 figures one of 10^5.
const ERROR_OF_HALF_HOUR: (f64, f64) = (8.0, 0.02);
/// Relaxation times before and in the measured span of a settled queue: e^-12 of the start is left.
const SETTLED: (f64, f64) = (12.0, 100.0);

impl TheoryComparison {
    /// Compares an answer with the results.
    pub fn new(grade: Grade, answer: &Answer, model: &Model, results: &Results) -> TheoryComparison {
        let rows = answer.figures.iter().map(|figure| Row::new(grade, *figure, model, results)).collect();
        let (before, within) = SETTLED;
        let horizon = model.horizon();
        let settled = match answer.span {
            Span::Measured => Some(true),
            Span::Steady { relaxation } => {
                relaxation.map(|time| horizon.warm_up >= before * time && horizon.measured() >= within * time)
            }
        };
        TheoryComparison { formula: answer.formula.clone(), grade, rows, settled }
    }

    /// Lists the rows in which simulation is in error.
    pub fn violations(&self) -> impl Iterator<Item = &Row> {
        let judged = self.settled == Some(true) && self.grade == Grade::Exact;
        self.rows.iter().filter(move |row| judged && row.is_in_error())
    }

    /// Lists the rows shown to people one by one.
    pub fn shown(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.is_shown())
    }

    /// Counts the numbers that agree, and those that were judged.
    pub fn agreeing(&self) -> (usize, usize) {
        agreeing(self.rows.iter())
    }

    /// Counts the same of half hours of the day.
    pub fn agreeing_half_hours(&self) -> (usize, usize) {
        agreeing(self.rows.iter().filter(|row| matches!(row.figure.place, Place::Interval(_))))
    }

    /// Returns what a reader must know.
    pub fn caveat(&self) -> Option<Caveat> {
        let differs = self.rows.iter().any(|row| row.agrees == Some(false));
        match (self.grade, self.settled) {
            (Grade::Approximate, _) => Some(Caveat::Approximate),
            (Grade::Exact, Some(true)) => None,
            (Grade::Exact, _) => differs.then_some(Caveat::NotSettled),
        }
    }
}

fn agreeing<'r>(rows: impl Iterator<Item = &'r Row> + Clone) -> (usize, usize) {
    let count = |verdict| rows.clone().filter(|row| row.agrees == Some(verdict)).count();
    (count(true), count(true) + count(false))
}

/// Distance from theory in half-widths of the 95 % interval.
fn distance(exact: f64, simulated: Estimate) -> Option<f64> {
    let (off, half) = ((simulated.mean? - exact).abs(), simulated.half_width?);
    if off == 0.0 { Some(0.0) } else { (half > 0.0).then_some(off / half) }
}

fn series(place: Place, results: &Results) -> Option<&Series> {
    let tables = &results.tables;
    match place {
        Place::Total => Some(&tables.total),
        Place::Hotline(index) => tables.hotline.get(index),
        Place::AgentGroup(index) => tables.group.get(index),
        Place::Interval(index) => tables.interval.get(index),
    }
}

/// Dimension and name of an entry.
fn named(place: Place, model: &Model) -> (&'static str, String) {
    match place {
        Place::Total => ("total", "total".to_owned()),
        Place::Hotline(index) => ("hotline", model.hotlines()[index].number.clone()),
        Place::AgentGroup(index) => ("group", model.groups()[index].id.clone()),
        Place::Interval(index) => ("interval", clock(index)),
    }
}

impl Row {
    fn new(grade: Grade, figure: Figure, model: &Model, results: &Results) -> Row {
        let unknown = Estimate { mean: None, half_width: None };
        let simulated = series(figure.place, results).map_or(unknown, |series| series.kpi(figure.kpi));
        let waiting = figure.waiting.is_none_or(|calls| calls * results.replications as f64 >= MANY);
        let judged = grade == Grade::Exact && results.replications >= ENOUGH && waiting;
        let agrees =
            distance(figure.value, simulated).filter(|_| judged).map(|half_widths| half_widths <= AGREES);
        let within = match figure.kpi {
            Kpi::ServiceLevel(index) => model.acceptable_waits().get(index).copied(),
            _ => None,
        };
        let (dimension, entry) = named(figure.place, model);
        Row {
            figure,
            dimension,
            entry,
            key: figure.kpi.name(model.acceptable_waits()),
            within,
            simulated,
            agrees,
        }
    }

    /// Whether simulation is off beyond chance and beyond what matters.
    fn is_in_error(&self) -> bool {
        let (half_widths, share) = match self.figure.place {
            Place::Interval(_) => ERROR_OF_HALF_HOUR,
            _ => ERROR,
        };
        let exact = self.figure.value;
        let off = self.simulated.mean.map_or(0.0, |mean| (mean - exact).abs());
        self.agrees == Some(false)
            && off > share * exact.abs()
            && distance(exact, self.simulated).is_some_and(|distance| distance > half_widths)
    }

    /// Whether it has a line for people: of parts the waits and what is lost.
    fn is_shown(&self) -> bool {
        let main = !matches!(self.figure.kpi, Kpi::ServiceLevel(_) | Kpi::MeanQueue | Kpi::AnswerRate);
        match self.figure.place {
            Place::Total => true,
            Place::Hotline(_) | Place::AgentGroup(_) => main,
            Place::Interval(_) => false,
        }
    }
}
