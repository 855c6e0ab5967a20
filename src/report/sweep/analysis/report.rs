//! An analysis in the report: what the keys do to the KPI that points are judged by.

use super::{Analysis, Findings, KeyEnds, KeyLevels, VarianceShare, judged, variance_shares};
use crate::format::percent;
use crate::report::document::{Block, Cell, Format, Table};
use crate::report::indicator::Indicator;
use crate::report::sweep::context::{Key, StudyContext};
use crate::report::sweep::kpi_labels::{difference_text, estimate_text, label, value_text};
use crate::report::words::Words;
use crate::stats::Estimate;
use crate::sweep::ReplicationBudget;
use crate::sweep::effects::{Effects, Index, Indices, Split, Swing};

/// Share of chance in the variance between points from which on the report warns of it.
const MUCH_CHANCE: f64 = 0.1;
/// Most rows of a table.
const MOST_ROWS: usize = 12;

impl Analysis {
    /// Builds a table or a few notes on what the keys do.
    pub(in crate::report::sweep) fn blocks(&self, context: &StudyContext, words: &dyn Words) -> Vec<Block> {
        let Some(kpi) = context.judged_kpi() else { return Vec::new() };
        if self.is_too_large {
            return vec![Block::Note(words.too_many_points().to_owned())];
        }
        let report = Report { kpi, words };
        let blocks = match &self.findings {
            Findings::Nothing => None,
            Findings::Effects(keys, all) => judged(context, all).map(|own| report.effects(own, keys)),
            Findings::Swings(keys, all) => judged(context, all).map(|own| report.swings(own, keys)),
            Findings::Indices(all) => judged(context, all).map(|own| report.indices(own, &context.keys)),
            Findings::Uncertainty(all) => judged(context, all).and_then(|own| report.uncertainty(own)),
        };
        let is_sequential = matches!(context.effort, ReplicationBudget::Until { .. });
        let note = is_sequential.then(|| Block::Note(words.first_replications(self.replications)));
        blocks.map_or(Vec::new(), |blocks| blocks.into_iter().chain(note).collect())
    }
}

/// The KPI that points are judged by, and the words.
struct Report<'r> {
    kpi: &'r Indicator,
    words: &'r dyn Words,
}

impl Report<'_> {
    fn label(&self) -> String {
        label(self.kpi, self.words)
    }

    /// Shares of the variance, the largest first; of a key with the value at which the KPI is least and greatest.
    fn effects(&self, own: &Effects, keys: &[KeyLevels]) -> Vec<Block> {
        let mut all: Vec<(usize, VarianceShare<'_>)> =
            variance_shares(own, keys).into_iter().enumerate().collect();
        let size = |own: &VarianceShare<'_>| own.share.mean.unwrap_or(0.0);
        all.sort_by(|(_, a), (_, b)| size(b).total_cmp(&size(a)));
        let row = |(index, VarianceShare { keys: names, share }): &(usize, VarianceShare<'_>)| {
            let name = match names {
                ["", _] => self.words.three_and_more().to_owned(),
                [key, ""] => (*key).to_owned(),
                [a, b] => format!("{a} × {b}"),
            };
            let ends = own.main.get(*index).map(|main| self.ends(own, &keys[main.key], &main.levels));
            let [least, most] = ends.unwrap_or_default();
            vec![Cell::Text(name), Cell::estimate(*share, Format::Share), Cell::Text(least), Cell::Text(most)]
        };
        let rows = all.iter().take(MOST_ROWS).map(row).collect();
        vec![Block::Table(Table::new(self.words.effect_titles(&self.label()), rows))]
    }

    /// Writes the values of a key with the least and the greatest mean over all points that have them.
    fn ends(&self, own: &Effects, key: &KeyLevels, effects: &[Estimate]) -> [String; 2] {
        let size = |index: &usize| effects[*index].mean.unwrap_or(0.0);
        let by = |a: &usize, b: &usize| size(a).total_cmp(&size(b));
        let text = |index: usize| {
            let mean = own.mean.mean.zip(effects[index].mean).map(|(mean, effect)| mean + effect);
            format!("{}: {}", key.values[index], value_text(self.kpi, mean, self.words))
        };
        let ends = [(0..effects.len()).min_by(by), (0..effects.len()).max_by(by)];
        ends.map(|end| end.map_or(String::new(), text))
    }

    /// Differences to the base, the key that does most first.
    fn swings(&self, own: &[Swing], keys: &[KeyEnds]) -> Vec<Block> {
        let end = |value: &str, difference: Estimate| {
            Cell::Text(format!("{value}: {}", difference_text(self.kpi, difference, self.words)))
        };
        let row = |swing: &Swing| {
            let KeyEnds { key, base, low, high, .. } = &keys[swing.key];
            vec![Cell::text(key), Cell::text(base), end(low, swing.low), end(high, swing.high)]
        };
        let rows = own.iter().take(MOST_ROWS).map(row).collect();
        vec![Block::Table(Table::new(self.words.swing_titles(&self.label()), rows))]
    }

    /// Sobol indices, the greatest total index first.
    fn indices(&self, own: &Indices, keys: &[Key]) -> Vec<Block> {
        let mut keys: Vec<(&Key, &Index)> = keys.iter().zip(&own.keys).collect();
        let total = |index: &Index| index.total.mean.unwrap_or(0.0);
        keys.sort_by(|(_, a), (_, b)| total(b).total_cmp(&total(a)));
        let row = |(key, index): &(&Key, &Index)| {
            let share = |estimate| Cell::estimate(estimate, Format::Share);
            vec![Cell::text(&key.name), share(index.first), share(index.total)]
        };
        let rows = keys.iter().take(MOST_ROWS).map(row).collect();
        let table = Block::Table(Table::new(self.words.index_titles(&self.label()), rows));
        [table].into_iter().chain(self.chance(own).map(Block::Note)).collect()
    }

    /// Warns where chance is not small beside what the keys do.
    fn chance(&self, own: &Indices) -> Option<String> {
        match own.chance() {
            None => Some(self.words.chance_unknown().to_owned()),
            Some(share) if share < MUCH_CHANCE => None,
            Some(share) => Some(self.words.much_chance(&percent(Some(share), self.words.language()))),
        }
    }

    /// The range over the inputs; none from a single replication, which says nothing of it.
    fn uncertainty(&self, own: &Split) -> Option<Vec<Block>> {
        let (low, high) = own.range?;
        let [low, high] = [low, high].map(|value| value_text(self.kpi, Some(value), self.words));
        let mean = estimate_text(self.kpi, own.mean, self.words);
        let share = percent(own.share(), self.words.language());
        let notes = [
            self.words.input_uncertainty(&self.label(), &mean, [&low, &high]),
            self.words.input_share(&share),
        ];
        Some(notes.map(Block::Note).into())
    }
}
