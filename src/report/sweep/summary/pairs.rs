//! Compares mirrored pairs with as many independent replications.

use crate::report::sweep::context::StudyContext;
use crate::report::sweep::estimates::paired_mean;
use crate::sweep::PointResult;

/// Variances and half-widths of the KPI that points are judged by, with mirrored pairs and with independent
/// replications, summed over all points.
#[derive(Default)]
pub(in crate::report::sweep) struct PairComparison {
    /// Sums of the variances: of pairs, and of independent replications.
    variance: [f64; 2],
    /// Sums of the half-widths, likewise.
    half_width: [f64; 2],
}

impl PairComparison {
    /// Adds a point; nothing where it has no pairs or too few.
    pub(super) fn add(&mut self, context: &StudyContext, row: &PointResult) {
        let found = context.judged_kpi().and_then(|kpi| paired_mean(kpi, &row.outcome));
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

    /// Returns the variance of as many independent replications in units of that of pairs, and the half-width of
    /// pairs in units of theirs, which have twice the degrees of freedom; none without pairs or where nothing varies.
    pub(in crate::report::sweep) fn ratios(&self) -> Option<(f64, f64)> {
        let ([own, other], [narrow, wide]) = (self.variance, self.half_width);
        (own > 0.0 && wide > 0.0).then(|| (other / own, narrow / wide))
    }
}
