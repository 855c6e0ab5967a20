//! Charts of an analysis: the tornado and the bars of Sobol indices.

use super::drawing::{Drawing, point_of};
use crate::chart::{SobolChart, SobolIndex, Swing, SwingEnd, TornadoChart};
use crate::format::percent;
use crate::report::sweep::analysis::Analysis;
use crate::report::sweep::context::Key;
use crate::report::sweep::kpi_labels::value_text;
use crate::report::words::IntervalStyle;
use crate::stats::Estimate;
use crate::sweep::effects::{self, Index};

impl Drawing<'_> {
    /// Makes the tornado of what each key does around the base, whose value is given; intervals are of the paired
    /// differences.
    pub(super) fn tornado(&self, base: Option<Estimate>, analysis: &Analysis) -> Option<TornadoChart> {
        let (keys, swings) = analysis.swings(self.context)?;
        let base = base?;
        let end = |key: &str, setting: &str, difference: Estimate| {
            let mean = base.mean.zip(difference.mean).map(|(base, more)| base + more);
            SwingEnd { setting: self.value(key, setting), result: point_of(Estimate { mean, ..difference }) }
        };
        let swing = |own: &effects::Swing| {
            let ends = &keys[own.key];
            Swing {
                name: self.name(&ends.key),
                low: end(&ends.key, &ends.low, own.low),
                high: end(&ends.key, &ends.high, own.high),
            }
        };
        let widest = swings.first()?;
        let at = |difference: Estimate| {
            let mean = base.mean.zip(difference.mean).map(|(base, more)| base + more);
            value_text(self.kpi, mean, self.words)
        };
        let ends = [at(widest.low), at(widest.high)];
        let title = self.words.depends_most(
            &self.label(),
            &self.name(&keys[widest.key].key),
            [ends[0].as_str(), ends[1].as_str()],
        );
        Some(TornadoChart {
            heading: self.heading(title, IntervalStyle::ErrorBars),
            measured: self.measured(),
            base: point_of(base),
            swings: swings.iter().map(swing).collect(),
        })
    }

    /// Makes the bars of how much of the variance each key explains.
    pub(super) fn sobol(&self, analysis: &Analysis) -> Option<SobolChart> {
        let all = analysis.indices(self.context)?;
        let index = |(key, index): (&Key, &Index)| SobolIndex {
            name: self.name(&key.name),
            first: point_of(index.first),
            total: point_of(index.total),
        };
        let indices: Vec<SobolIndex> = self.context.keys.iter().zip(&all.keys).map(index).collect();
        let total = |index: &SobolIndex| index.total.map_or(f64::NEG_INFINITY, |total| total.value);
        let most = indices.iter().max_by(|a, b| total(a).total_cmp(&total(b)))?;
        let share = percent(most.total.map(|total| total.value), self.words.language());
        let title = self.words.variance_from(&self.label(), &most.name, &share);
        let heading = self.heading(title, IntervalStyle::ErrorBars);
        Some(SobolChart { heading, measured: self.label(), indices })
    }
}
