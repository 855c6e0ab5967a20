//! What people are told of a sweep, gathered block by block.

use super::analysis::Observed;
use super::charts::Field;
use super::tables::{Found, controlled_mean, paired_mean};
use super::{Row, Sheet};
use crate::stats::Estimate;
use std::io;
use std::path::PathBuf;

/// Points that are listed one by one when there are no more.
pub(super) const LISTED: usize = 48;
/// Best points that are told of.
pub(super) const BEST: usize = 10;

/// What has been gathered so far.
#[derive(Default)]
pub struct Digest {
    /// The first points, in order.
    pub(super) listed: Vec<Line>,
    /// The best ones, the best first.
    pub(super) best: Vec<Line>,
    /// Points that are good enough for sure, that are not, and that cannot be told.
    pub(super) met: u64,
    pub(super) missed: u64,
    pub(super) open: u64,
    /// Points whose interval is not as narrow as was asked for.
    pub(super) imprecise: u64,
    /// Attempts and replications of all points.
    pub(super) attempts: u64,
    pub(super) replications: u64,
    /// Least and most replications of a point.
    pub(super) spent: Option<(u64, u64)>,
    /// Points at which the count of callers narrows the interval of what points are judged by.
    pub(super) controlled: u64,
    /// What mirrored pairs save of what points are judged by.
    pub(super) paired: Paired,
    /// For an analysis.
    pub(super) observed: Observed,
    /// For charts.
    pub(super) field: Field,
}

/// Mirrored pairs beside as many independent replications, over all points.
#[derive(Default)]
pub(super) struct Paired {
    /// Sums of the variances and of the half-widths: of pairs, and of independent replications.
    variance: [f64; 2],
    half_width: [f64; 2],
}

impl Paired {
    fn add(&mut self, sheet: &Sheet, row: &Row) {
        let found = sheet.judge().and_then(|judge| paired_mean(&sheet.indicators[judge], &row.outcome));
        let Some(found) = found else { return };
        let (Some(own), Some(other)) = (found.estimate.half_width, found.independent_half_width()) else {
            return;
        };
        for (sum, more) in self.variance.iter_mut().zip([found.variance, found.independent]) {
            *sum += more;
        }
        self.half_width[0] += own;
        self.half_width[1] += other;
    }

    /// The variance of as many independent replications in units of that of pairs, and the half-width of pairs in
    /// units of theirs, which have twice the degrees of freedom; none without pairs or where nothing varies.
    pub(super) fn ratios(&self) -> Option<(f64, f64)> {
        let ([own, other], [narrow, wide]) = (self.variance, self.half_width);
        (own > 0.0 && wide > 0.0).then(|| (other / own, narrow / wide))
    }
}

/// A point as it is shown.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) point: u64,
    pub(super) cells: Vec<String>,
    /// Of the KPIs that are shown.
    pub(super) estimates: Vec<Estimate>,
}

impl Digest {
    /// Nothing yet. What grows with the number of points goes into files in this folder, else in the system's for such
    /// files; nothing is left of them.
    pub fn new(folder: Option<PathBuf>) -> Digest {
        Digest { observed: Observed::new(folder), ..Digest::default() }
    }

    /// Adds a block of points; an error where it cannot be written.
    pub fn add(&mut self, sheet: &Sheet, rows: &[Row], found: &[Found]) -> io::Result<()> {
        let shown = sheet.shown();
        let [on_duty, callers] = ["mean_on_duty", "callers"].map(|name| sheet.named(name));
        for (row, found) in rows.iter().zip(found) {
            self.count(row, found);
            let judged = sheet.judge().map_or(Estimate::default(), |judge| found.estimates[judge]);
            self.judge(sheet, judged);
            self.control(sheet, row, judged);
            self.paired.add(sheet, row);
            let of = |kpi: Option<usize>| kpi.map_or(Estimate::default(), |kpi| found.estimates[kpi]);
            self.field.add(&row.cells, judged, of(on_duty), of(callers));
            self.observed.add(sheet, row, found)?;
            let estimates = || shown.iter().map(|kpi| found.estimates[*kpi]).collect();
            let line = || Line { point: row.outcome.point, cells: row.cells.clone(), estimates: estimates() };
            self.keep(sheet, shown.first().and_then(|kpi| found.estimates[*kpi].mean), line);
        }
        Ok(())
    }

    fn count(&mut self, row: &Row, found: &Found) {
        let replications = row.outcome.replications.len() as u64;
        let (least, most) = self.spent.unwrap_or((replications, replications));
        self.spent = Some((least.min(replications), most.max(replications)));
        self.attempts += row.outcome.attempts;
        self.replications += replications;
        self.imprecise += u64::from(!found.precise);
    }

    fn control(&mut self, sheet: &Sheet, row: &Row, judged: Estimate) {
        if let (true, Some(judge)) = (sheet.control, sheet.judge()) {
            let better = controlled_mean(&sheet.indicators[judge], &row.outcome, judged);
            self.controlled += u64::from(better != judged);
        }
    }

    /// Good enough at both ends of the interval, at neither, or at one.
    fn judge(&mut self, sheet: &Sheet, judged: Estimate) {
        let (Some(mean), Some(_)) = (judged.mean, sheet.goal.bound) else { return };
        let half = judged.half_width.unwrap_or(0.0);
        let ends = [mean - half, mean + half].map(|end| sheet.goal.is_met(end) == Some(true));
        match ends {
            [true, true] => self.met += 1,
            [false, false] => self.missed += 1,
            _ => self.open += 1,
        }
    }

    /// Keeps a line, whose first KPI has this value, among the first and among the best; of equals the earlier one is
    /// better.
    fn keep(&mut self, sheet: &Sheet, value: Option<f64>, line: impl Fn() -> Line) {
        if let Some(value) = value {
            let better = |other: &Line| {
                other
                    .estimates
                    .first()
                    .and_then(|o| o.mean)
                    .is_none_or(|other| sheet.goal.prefers(value, other))
            };
            let place = self.best.iter().position(better).unwrap_or(self.best.len());
            if place < BEST {
                self.best.insert(place, line());
                self.best.truncate(BEST);
            }
        }
        if self.listed.len() <= LISTED {
            self.listed.push(line());
        }
    }
}
