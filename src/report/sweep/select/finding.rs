//! A selection with the result of every point.

use super::difference::welch;
use crate::report::indicator::Indicator;
use crate::report::sweep::context::StudyContext;
use crate::report::words::Standing;
use crate::stats::{self, Estimate};
use crate::sweep::select::{Goal, Procedure, Selection};

/// The question that a selection answers.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Place of the KPI among those of the study.
    pub kpi: usize,
    /// Whether the greatest or the least mean is the best.
    pub goal: Goal,
    /// The indifference zone, in the KPI's unit.
    pub zone: f64,
    /// The wanted probability of a correct selection, between 0 and 1.
    pub confidence: f64,
    /// Replications of a point at most, with OCBA on average.
    pub at_most: u64,
    /// The procedure that decides.
    pub procedure: Procedure,
}

/// A selection, and the result of every point.
pub struct Finding<'f> {
    pub(super) context: &'f StudyContext,
    pub(super) question: Question,
    pub(super) selection: Selection,
    /// Attempts that were simulated.
    pub(super) attempts: u64,
    /// In order of points.
    pub(super) results: Vec<CandidateResult>,
    /// Points, the best first, then by their distance to it.
    pub(super) ranked: Vec<usize>,
}

/// A point at the end of a selection.
pub(super) struct CandidateResult {
    pub(super) cells: Vec<String>,
    pub(super) replications: u64,
    pub(super) estimate: Estimate,
    /// The point less the best one; none of the best itself.
    pub(super) difference: Estimate,
    pub(super) standing: Standing,
    /// Replications after which it was dropped.
    pub(super) screened_out: Option<u64>,
}

impl<'f> Finding<'f> {
    /// Compares all points with the best one. `cells` are the values of the keys at each point, `values` those of the
    /// KPI in each of its replications, and `attempts` are all that were simulated.
    pub fn new(
        context: &'f StudyContext,
        question: Question,
        selection: Selection,
        cells: Vec<Vec<String>>,
        values: &[Vec<f64>],
        attempts: u64,
    ) -> Finding<'f> {
        let comparison =
            Comparison { question: &question, selection: &selection, best: &values[selection.best] };
        let pairs = cells.into_iter().zip(values).enumerate();
        let results: Vec<CandidateResult> =
            pairs.map(|(point, (cells, own))| comparison.result(point, cells, own)).collect();
        let behind = |point: &usize| {
            let difference = results[*point].difference.mean.unwrap_or(0.0);
            -question.goal.turned(difference)
        };
        let mut ranked: Vec<usize> = (0..results.len()).collect();
        ranked.sort_by(|a, b| {
            let other = |point: &usize| *point != selection.best;
            other(a).cmp(&other(b)).then(behind(a).total_cmp(&behind(b)))
        });
        Finding { context, question, selection, attempts, results, ranked }
    }

    /// Whether the procedure came to its end.
    pub fn is_decided(&self) -> bool {
        self.selection.decided
    }

    /// Returns the KPI by which points are selected.
    pub(super) fn kpi(&self) -> &Indicator {
        &self.context.indicators[self.question.kpi]
    }

    /// Returns the best point.
    pub(super) fn best(&self) -> &CandidateResult {
        &self.results[self.selection.best]
    }

    /// Returns the replications that all points would have taken with as many as the one that had most.
    pub(super) fn equal_allocation(&self) -> u64 {
        let most = self.results.iter().map(|result| result.replications).max().unwrap_or(0);
        most * self.results.len() as u64
    }
}

/// The selection and the values of its best point, with which each point is compared.
struct Comparison<'c> {
    question: &'c Question,
    selection: &'c Selection,
    /// The best point's values.
    best: &'c [f64],
}

impl Comparison<'_> {
    /// Compares a point with the best one.
    fn result(&self, point: usize, cells: Vec<String>, values: &[f64]) -> CandidateResult {
        let difference = match self.question.procedure {
            _ if point == self.selection.best => Estimate::default(),
            Procedure::Kn(_) => stats::mean(values.iter().zip(self.best).map(|(own, best)| own - best)),
            Procedure::Ocba(_) => welch(values, self.best),
        };
        let is_left = self.selection.systems[point].is_left;
        let replications = values.len() as u64;
        CandidateResult {
            cells,
            replications,
            estimate: stats::mean(values.iter().copied()),
            difference,
            standing: self.standing(point, is_left, difference),
            screened_out: (!is_left).then_some(replications),
        }
    }

    fn standing(&self, point: usize, is_left: bool, difference: Estimate) -> Standing {
        let Question { goal, zone, procedure, .. } = *self.question;
        let is_near = goal.turned(difference.mean.unwrap_or(0.0)) >= -zone;
        match procedure {
            _ if point == self.selection.best => Standing::Best,
            Procedure::Kn(_) if is_left && !self.selection.decided => Standing::InTheRunning,
            _ if is_near => Standing::WithinZone,
            Procedure::Kn(_) => Standing::ScreenedOut,
            Procedure::Ocba(_) => Standing::Behind,
        }
    }
}
