//! Results of every point of a study that is not too large.

use crate::report::sweep::context::StudyContext;
use crate::stats::Estimate;

/// Points whose results are kept.
const MOST_POINTS: usize = 4096;

/// The settings and results of every point.
#[derive(Default)]
pub(in crate::report::sweep) struct PointValues {
    /// In order of points; not all of them if there are too many.
    points: Vec<(Vec<String>, PointValue)>,
}

/// The results of a point.
#[derive(Clone, Copy, Default)]
pub(in crate::report::sweep) struct PointValue {
    /// The KPI that points are judged by.
    pub(in crate::report::sweep) judged: Estimate,
    /// Agents on duty.
    pub(in crate::report::sweep) on_duty: Estimate,
    /// Callers in a replication.
    pub(in crate::report::sweep) callers: Estimate,
}

impl PointValues {
    pub(super) fn add(&mut self, cells: &[String], value: PointValue) {
        if self.points.len() < MOST_POINTS {
            self.points.push((cells.to_vec(), value));
        }
    }

    /// Returns the results of the first point.
    pub(in crate::report::sweep) fn first(&self) -> Option<PointValue> {
        self.points.first().map(|(_, value)| *value)
    }

    /// Returns the settings of the point that others are compared with.
    pub(in crate::report::sweep) fn settings_of_reference(
        &self,
        context: &StudyContext,
    ) -> Option<&[String]> {
        let (cells, _) = self.points.get(usize::try_from(context.reference?).ok()?)?;
        Some(cells)
    }

    /// Returns settings and results of all points; none where there are too many, or only one.
    pub(in crate::report::sweep) fn all(
        &self,
        context: &StudyContext,
    ) -> Option<&[(Vec<String>, PointValue)]> {
        (self.points.len() as u64 == context.points && context.points > 1).then_some(&self.points)
    }
}
