//! What a selection of the best of many points has found.
//!
//! `selection` has a row per point: its place among the others by its distance to the best, how often it was
//! replicated, and what became of it.

mod words;

pub use words::{text, undecided};

use super::tables::{keys, number};
use super::words::value;
use super::{Row, Sheet};
use crate::report::data::{Column, Table};
use crate::report::indicator::Indicator;
use crate::stats::{self, Estimate, t_975};
use crate::sweep::Outcome;
use crate::sweep::select::{Goal, Procedure, Selection};
use serde_json::{Value, json};

/// Points at most that are told one by one as JSON.
const TOLD: usize = 2000;

/// What was asked.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Place of the KPI among those of the sheet.
    pub kpi: usize,
    /// Which mean is the best.
    pub goal: Goal,
    /// The indifference zone, in the KPI's unit.
    pub zone: f64,
    /// The probability that is wanted.
    pub confidence: f64,
    /// Replications of a point at most, with OCBA on average.
    pub at_most: u64,
    /// Who decides.
    pub procedure: Procedure,
}

/// A selection, and what is told of it.
pub struct Finding<'f> {
    sheet: &'f Sheet,
    question: Question,
    selection: Selection,
    attempts: u64,
    /// In order of points.
    standings: Vec<Standing>,
    /// Points, the best first, then by their distance to it.
    ranked: Vec<usize>,
}

/// A point at the end.
struct Standing {
    cells: Vec<String>,
    replications: u64,
    estimate: Estimate,
    /// The point less the best one; none of the best itself.
    difference: Estimate,
    fate: Fate,
    /// After how many replications it was dropped.
    screened_out: Option<u64>,
}

/// What became of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Picked, or leading when the replications ran out.
    Best,
    /// Not worse than the best by more than the zone, as far as its replications tell.
    Near,
    /// Dropped.
    Out,
    /// Neither picked nor dropped when the replications ran out.
    Left,
    /// Worse by more than the zone.
    Behind,
}

impl Fate {
    fn name(self) -> &'static str {
        match self {
            Fate::Best => "best",
            Fate::Near => "within the zone",
            Fate::Out => "screened out",
            Fate::Left => "in the running",
            Fate::Behind => "behind",
        }
    }
}

impl<'f> Finding<'f> {
    /// `cells` are the values of the keys at each point, `values` those of the KPI in each of its replications, and
    /// `attempts` are all that were simulated.
    pub fn new(
        sheet: &'f Sheet,
        question: Question,
        selection: Selection,
        cells: Vec<Vec<String>>,
        values: &[Vec<f64>],
        attempts: u64,
    ) -> Finding<'f> {
        let judging = Judging { question: &question, selection: &selection, best: &values[selection.best] };
        let standings: Vec<Standing> = cells
            .into_iter()
            .zip(values)
            .enumerate()
            .map(|(point, (cells, own))| judging.standing(point, cells, own))
            .collect();
        let behind = |point: &usize| {
            let difference = standings[*point].difference.mean.unwrap_or(0.0);
            -question.goal.turned(difference)
        };
        let mut ranked: Vec<usize> = (0..standings.len()).collect();
        ranked.sort_by(|a, b| {
            let other = |point: &usize| *point != selection.best;
            other(a).cmp(&other(b)).then(behind(a).total_cmp(&behind(b)))
        });
        Finding { sheet, question, selection, attempts, standings, ranked }
    }

    /// Whether the procedure came to its end.
    pub fn is_decided(&self) -> bool {
        self.selection.decided
    }

    fn kpi(&self) -> &Indicator {
        &self.sheet.indicators[self.question.kpi]
    }

    fn best(&self) -> &Standing {
        &self.standings[self.selection.best]
    }

    /// What all points would have taken with as many replications as the one that had most.
    fn equal_allocation(&self) -> u64 {
        let most = self.standings.iter().map(|standing| standing.replications).max().unwrap_or(0);
        most * self.standings.len() as u64
    }

    /// A row per point, in order of points.
    pub fn table(&self) -> Table {
        let rows: Vec<Row> = self.standings.iter().zip(0..).map(row).collect();
        let all = || self.standings.iter();
        let (kpi, unit) = (self.kpi(), &*self.kpi().unit);
        let mut places = vec![0; self.ranked.len()];
        self.ranked.iter().zip(1..).for_each(|(point, place)| places[*point] = place);
        let mut columns = vec![number(rows.iter())];
        columns.extend(keys(&self.sheet.keys, rows.iter()));
        let real = |name: &str, meaning: &str, of: fn(&Standing) -> Option<f64>| {
            Column::real(name, unit, meaning, all().map(of))
        };
        let (mean, less) = match self.question.procedure {
            Procedure::Kn(_) => ("mean of its replications", "on the callers that both had"),
            Procedure::Ocba(_) => ("mean of its replications", "on callers of their own"),
        };
        let mean = format!("{}: {mean}", kpi.definition());
        let less = format!("the point less the best one, {less}; empty at the best");
        let half =
            "half of its 95 % interval, as if how often it was replicated did not depend on what was found";
        columns.extend([
            Column::integer(
                "replications",
                "replications",
                "replications spent on the point",
                all().map(|s| s.replications),
            ),
            real("mean", &mean, |s| s.estimate.mean),
            real("half_width", half, |s| s.estimate.half_width),
            real("difference", &less, |s| s.difference.mean),
            real("difference_half_width", half, |s| s.difference.half_width),
            Column::integer("place", "", "1 at the best, then by the difference to it", places.into_iter()),
            Column::text("fate", FATES, all().map(|s| Some(s.fate.name().into()))),
            Column::integers(
                "screened_out_at",
                "replications",
                "replications after which the point was dropped; empty where it was not",
                all().map(|s| s.screened_out.and_then(|n| i64::try_from(n).ok())),
            ),
        ]);
        Table {
            name: "selection",
            meaning: "a point of the design among which the best is looked for",
            columns,
        }
    }

    /// One object: what was asked, the best point, and all points where they are few, the best first. `seconds` is the time it took: the only value that differs between two runs.
    pub fn json(&self, seconds: f64) -> Value {
        let (sheet, question, selection) = (self.sheet, &self.question, &self.selection);
        let few = self.ranked.len() <= TOLD;
        let ranked = || self.ranked.iter().map(|point| self.point(*point)).collect::<Vec<_>>();
        json!({
            "study": sheet.study,
            "scenario": sheet.scenario,
            "design": sheet.design,
            "points": sheet.points,
            "kpi": *self.kpi().name,
            "unit": *self.kpi().unit,
            "goal": goal(question.goal),
            "method": method(&question.procedure),
            "indifference": question.zone,
            "confidence_wanted": question.confidence,
            "at_most": question.at_most,
            "decided": selection.decided,
            "confidence": selection.confidence,
            "guaranteed": selection.decided && !question.procedure.is_for_independent(),
            "replications_simulated": selection.replications(),
            "replications_of_equal_allocation": self.equal_allocation(),
            "calls_simulated": self.attempts,
            "seed": sheet.seed,
            "seconds": seconds,
            "version": env!("CARGO_PKG_VERSION"),
            "keys": sheet.keys.iter().map(|key| key.name.as_str()).collect::<Vec<_>>(),
            "measured": if sheet.front_lines { "front-lines" } else { "total" },
            "best": self.point(selection.best),
            "table": few.then(ranked),
        })
    }

    fn point(&self, point: usize) -> Value {
        let standing = &self.standings[point];
        let cells = self.sheet.keys.iter().zip(&standing.cells);
        let values: Vec<Value> = cells.map(|(key, cell)| value(key.kind, cell)).collect();
        let estimate =
            |Estimate { mean, half_width }: Estimate| json!({ "mean": mean, "half_width": half_width });
        json!({
            "point": point + 1,
            "values": values,
            "replications": standing.replications,
            "kpi": estimate(standing.estimate),
            "difference": standing.difference.mean.map(|_| estimate(standing.difference)),
            "fate": standing.fate.name(),
            "screened_out_at": standing.screened_out,
        })
    }
}

/// What the words in the column `fate` mean.
const FATES: &str = "best: picked, or leading where nothing was decided; within the zone: not worse than it by more \
    than the indifference zone, as far as its replications tell; screened out: dropped; in the running: not dropped \
    when the replications ran out; behind: worse by more than the zone";

/// `max` or `min`.
pub fn goal(goal: Goal) -> &'static str {
    match goal {
        Goal::Greatest => "max",
        Goal::Least => "min",
    }
}

/// `kn` or `ocba`.
pub fn method(procedure: &Procedure) -> &'static str {
    match procedure {
        Procedure::Kn(_) => "kn",
        Procedure::Ocba(_) => "ocba",
    }
}

/// A point as tables of sweeps take it.
fn row((standing, point): (&Standing, u64)) -> Row {
    Row { cells: standing.cells.clone(), outcome: Outcome { point, ..Outcome::default() } }
}

/// What a point is compared with.
struct Judging<'j> {
    question: &'j Question,
    selection: &'j Selection,
    /// The best point's values.
    best: &'j [f64],
}

impl Judging<'_> {
    fn standing(&self, point: usize, cells: Vec<String>, values: &[f64]) -> Standing {
        let difference = match self.question.procedure {
            _ if point == self.selection.best => Estimate::default(),
            Procedure::Kn(_) => stats::mean(values.iter().zip(self.best).map(|(own, best)| own - best)),
            Procedure::Ocba(_) => welch(values, self.best),
        };
        let left = self.selection.systems[point].is_left;
        let replications = values.len() as u64;
        Standing {
            cells,
            replications,
            estimate: stats::mean(values.iter().copied()),
            difference,
            fate: self.fate(point, left, difference),
            screened_out: (!left).then_some(replications),
        }
    }

    fn fate(&self, point: usize, left: bool, difference: Estimate) -> Fate {
        let Question { goal, zone, procedure, .. } = *self.question;
        let near = goal.turned(difference.mean.unwrap_or(0.0)) >= -zone;
        match procedure {
            _ if point == self.selection.best => Fate::Best,
            Procedure::Kn(_) if left && !self.selection.decided => Fate::Left,
            _ if near => Fate::Near,
            Procedure::Kn(_) => Fate::Out,
            Procedure::Ocba(_) => Fate::Behind,
        }
    }
}

/// The difference of the means of two independent samples, first - second, with Welch's (1947) interval; degrees of
/// freedom rounded down.
fn welch(first: &[f64], second: &[f64]) -> Estimate {
    let moments = |values: &[f64]| {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        (n, mean, squares / (n - 1.0) / n)
    };
    let ((n, a, own), (m, b, other)) = (moments(first), moments(second));
    let variance = own + other;
    let freedom = variance * variance / (own * own / (n - 1.0) + other * other / (m - 1.0));
    let half_width = if variance > 0.0 { t_975(freedom as usize) * variance.sqrt() } else { 0.0 };
    Estimate { mean: Some(a - b), half_width: Some(half_width) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Student's (1908) sleep data, as independent samples: t = -1.8608 with 17.776 degrees of freedom in R's
    /// `t.test(extra ~ group, data = sleep)`, interval -3.3655 to 0.2055 for them.
    #[test]
    fn independent_means_differ_by_welchs_interval() {
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let found = welch(&first, &second);
        assert!((found.mean.unwrap() + 1.58).abs() < 1e-12);
        // 17 degrees of freedom are a little wider.
        let half = found.half_width.unwrap();
        assert!(half > 1.7855 && half < 1.80, "{half}");
        assert_eq!(welch(&[1.0, 1.0], &[1.0, 1.0]).half_width, Some(0.0));
    }
}
