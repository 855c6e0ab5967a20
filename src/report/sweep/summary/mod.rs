//! The summary of a sweep: values gathered block by block, from which reports, charts and analyses are made.

mod comparable;
mod inputs;
mod pairs;
mod point_values;
mod spooled;

pub(super) use comparable::ComparablePoints;
pub(super) use inputs::AnalysisInputs;
pub(super) use point_values::{PointValue, PointValues};

use super::context::StudyContext;
use super::estimates::{PointEstimates, controlled_mean};
use crate::stats::Estimate;
use crate::sweep::PointResult;
use pairs::PairComparison;
use std::io;
use std::path::PathBuf;

/// Points that are listed one by one, where there are no more.
const MOST_LISTED: usize = 48;
/// Best points that are reported.
const MOST_BEST: usize = 10;

/// The summary of all points; memory does not grow with their number.
#[derive(Default)]
pub struct SweepSummary {
    /// The first points in order, one more than are listed.
    first: Vec<SummaryLine>,
    /// The best points, the best first.
    pub(super) best: Vec<SummaryLine>,
    /// Points whose whole interval meets the target.
    pub(super) met: u64,
    /// Points whose whole interval misses the target.
    pub(super) missed: u64,
    /// Points whose interval contains the target.
    pub(super) inconclusive: u64,
    /// Points whose interval is not as narrow as was asked for.
    pub(super) imprecise: u64,
    /// Attempts of all points.
    pub(super) attempts: u64,
    /// Replications of all points.
    pub(super) replications: u64,
    /// Least and most replications of a point.
    pub(super) spent: Option<(u64, u64)>,
    /// Points at which the number of callers narrows the interval of the KPI that points are judged by.
    pub(super) controlled: u64,
    /// The comparison of mirrored pairs with independent replications.
    pub(super) pairs: PairComparison,
    /// Values of every replication, for an analysis.
    pub(super) inputs: AnalysisInputs,
    /// Results of every point, for charts.
    pub(super) values: PointValues,
}

/// A point in the list of points.
#[derive(Clone)]
pub(super) struct SummaryLine {
    /// Its number, from 0.
    pub(super) point: u64,
    /// The value of each key.
    pub(super) cells: Vec<String>,
    /// The KPIs that a report shows.
    pub(super) estimates: Vec<Estimate>,
}

impl SweepSummary {
    /// Makes an empty summary. What grows with the number of points goes into files in this folder, else in the
    /// system's for such files; they have no names and vanish with the summary.
    pub fn new(folder: Option<PathBuf>) -> SweepSummary {
        SweepSummary { inputs: AnalysisInputs::new(folder), ..SweepSummary::default() }
    }

    /// Adds a block of points.
    ///
    /// # Errors
    ///
    /// Fails where the values for an analysis cannot be written.
    pub fn add(
        &mut self,
        context: &StudyContext,
        rows: &[PointResult],
        estimates: &[PointEstimates],
    ) -> io::Result<()> {
        let shown = context.shown();
        let [on_duty, callers] = ["mean_on_duty", "callers"].map(|name| context.place_of_name(name));
        for (row, own) in rows.iter().zip(estimates) {
            let of = |place: Option<usize>| place.map_or(Estimate::default(), |place| own.kpis[place]);
            let judged = of(context.judged_place());
            self.count(row, own);
            self.judge(context, judged);
            self.control(context, row, judged);
            self.pairs.add(context, row);
            self.values.add(&row.cells, PointValue { judged, on_duty: of(on_duty), callers: of(callers) });
            self.inputs.add(context, row, own)?;
            let line = || SummaryLine {
                point: row.outcome.point,
                cells: row.cells.clone(),
                estimates: shown.iter().map(|place| own.kpis[*place]).collect(),
            };
            self.keep(context, of(shown.first().copied()).mean, line);
        }
        Ok(())
    }

    /// Returns all points in order; none where there are too many to list.
    pub(super) fn listed(&self) -> Option<&[SummaryLine]> {
        (self.first.len() <= MOST_LISTED).then_some(&self.first)
    }

    fn count(&mut self, row: &PointResult, own: &PointEstimates) {
        let replications = row.outcome.replications.len() as u64;
        let (least, most) = self.spent.unwrap_or((replications, replications));
        self.spent = Some((least.min(replications), most.max(replications)));
        self.attempts += row.outcome.attempts;
        self.replications += replications;
        self.imprecise += u64::from(!own.is_precise);
    }

    /// Counts a point at which the number of callers narrows the interval.
    fn control(&mut self, context: &StudyContext, row: &PointResult, judged: Estimate) {
        if let (true, Some(kpi)) = (context.control, context.judged_kpi()) {
            self.controlled += u64::from(controlled_mean(kpi, &row.outcome, judged) != judged);
        }
    }

    /// Counts whether both ends of the interval meet the target, neither, or one.
    fn judge(&mut self, context: &StudyContext, judged: Estimate) {
        let (Some(mean), Some(_)) = (judged.mean, context.goal.bound) else { return };
        let half = judged.half_width.unwrap_or(0.0);
        let ends = [mean - half, mean + half].map(|end| context.goal.is_met(end) == Some(true));
        match ends {
            [true, true] => self.met += 1,
            [false, false] => self.missed += 1,
            _ => self.inconclusive += 1,
        }
    }

    /// Keeps a line, whose first KPI has this value, among the first and among the best; of equals the earlier one is
    /// better.
    fn keep(&mut self, context: &StudyContext, value: Option<f64>, line: impl Fn() -> SummaryLine) {
        if let Some(value) = value {
            let is_worse = |other: &SummaryLine| {
                let other = other.estimates.first().and_then(|other| other.mean);
                other.is_none_or(|other| context.goal.prefers(value, other))
            };
            let place = self.best.iter().position(is_worse).unwrap_or(self.best.len());
            if place < MOST_BEST {
                self.best.insert(place, line());
                self.best.truncate(MOST_BEST);
            }
        }
        if self.first.len() <= MOST_LISTED {
            self.first.push(line());
        }
    }
}
