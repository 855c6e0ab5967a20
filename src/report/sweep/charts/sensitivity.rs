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
        let title = match rivals(most, &indices) {
            others if others.is_empty() => self.words.variance_from(&self.label(), &most.name, &share),
            others => {
                let names: Vec<&str> = std::iter::once(most.name.as_str()).chain(others).collect();
                self.words.variance_from_some(&self.label(), &self.words.list(&names))
            }
        };
        let heading = self.heading(title, IntervalStyle::ErrorBars);
        Some(SobolChart { heading, measured: self.label(), indices })
    }
}

/// A share of the variance below this is not named in a title.
const SMALL: f64 = 0.05;

/// Returns the keys that may explain as much as the one with the greatest share: their intervals overlap its own.
fn rivals<'i>(most: &SobolIndex, indices: &'i [SobolIndex]) -> Vec<&'i str> {
    let low = most.total.map_or(f64::NEG_INFINITY, |total| total.low);
    let rival = |index: &&SobolIndex| {
        index.name != most.name && index.total.is_some_and(|total| total.high >= low && total.value >= SMALL)
    };
    indices.iter().filter(rival).map(|index| index.name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Point;

    fn index(name: &str, value: f64, half: f64) -> SobolIndex {
        let total = Some(Point::with_half_width(value, Some(half)));
        SobolIndex { name: name.to_owned(), first: None, total }
    }

    #[test]
    fn keys_whose_intervals_overlap_the_greatest_are_its_rivals() {
        let indices =
            [index("a", 0.5, 0.1), index("b", 0.4, 0.1), index("c", 0.2, 0.1), index("d", 0.01, 0.6)];
        assert_eq!(rivals(&indices[0], &indices), ["b"]);
        assert!(rivals(&indices[0], &[index("a", 0.5, 0.1), index("c", 0.2, 0.1)]).is_empty());
    }
}
