//! Charts of an analysis: the tornado and the bars of Sobol indices.

use crate::language::Language;

use super::super::analysis::Analysis;
use super::super::words::label;
use super::{BARS, Drawing, point_of};
use crate::chart::{Point, SobolChart, SobolIndex, Swing, SwingEnd, TornadoChart};
use crate::stats::Estimate;

impl Drawing<'_> {
    /// What each key does around the base, whose value is given; intervals are of the paired differences.
    pub(super) fn tornado(&self, base: Option<Estimate>, analysis: &Analysis) -> Option<TornadoChart> {
        let (keys, swings) = analysis.swings(self.sheet)?;
        let base = base?;
        let end = |key: &str, setting: &str, difference: Estimate| {
            let mean = base.mean.zip(difference.mean).map(|(base, more)| base + more);
            SwingEnd { setting: self.value(key, setting), result: point_of(Estimate { mean, ..difference }) }
        };
        let swing = |own: &crate::sweep::effects::Swing| {
            let ends = &keys[own.key];
            Swing {
                name: self.name(&ends.key),
                low: end(&ends.key, &ends.low, own.low),
                high: end(&ends.key, &ends.high, own.high),
            }
        };
        let (widest, what) = (swings.first()?, label(&self.kpi.name, self.lang));
        let name = self.name(&keys[widest.key].key);
        let title = match self.lang {
            Language::En => format!("The result depends most on {name}"),
            Language::Zh => format!("{name}对{what}影响最大"),
        };
        Some(TornadoChart {
            heading: self.heading(title, BARS),
            measured: self.measured(),
            base: point_of(base),
            swings: swings.iter().map(swing).collect(),
        })
    }

    /// How much of the variance each key explains.
    pub(super) fn sobol(&self, analysis: &Analysis) -> Option<SobolChart> {
        let all = analysis.indices(self.sheet)?;
        let share = |estimate: Estimate| -> Option<Point> { point_of(estimate) };
        let index = |(key, index): (&super::super::Key, &crate::sweep::effects::Index)| SobolIndex {
            name: self.name(&key.name),
            first: share(index.first),
            total: share(index.total),
        };
        let indices: Vec<SobolIndex> = self.sheet.keys.iter().zip(&all.keys).map(index).collect();
        let total = |index: &SobolIndex| index.total.map_or(f64::NEG_INFINITY, |total| total.value);
        let most = indices.iter().max_by(|a, b| total(a).total_cmp(&total(b)))?;
        let (name, what) = (most.name.clone(), label(&self.kpi.name, self.lang));
        let title = match self.lang {
            Language::En => format!("Most of the variance comes from {name}"),
            Language::Zh => format!("{what}的差异主要来自{name}"),
        };
        Some(SobolChart { heading: self.heading(title, BARS), measured: what, indices })
    }
}
