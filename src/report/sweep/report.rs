//! The report of a sweep: the study, its points, the best of them, what its keys do, and notes.

use super::analysis::Analysis;
use super::context::StudyContext;
use super::key_names;
use super::kpi_labels::{estimate_cell, estimate_text, label, value_cell, value_text};
use super::summary::{SummaryLine, SweepSummary};
use crate::format::count;
use crate::report::document::{Block, Cell, Document, Section, Table};
use crate::report::indicator::Indicator;
use crate::report::words::{StudyLine, TargetCounts, Words};
use crate::sweep::{Pairing, ReplicationBudget};

/// Builds the report of a sweep.
pub fn document(
    context: &StudyContext,
    summary: &SweepSummary,
    analysis: &Analysis,
    words: &dyn Words,
) -> Document {
    Document::new([
        Section::new(head(context, summary, words)),
        Section::new(points(context, summary, words)),
        Section::new(answer(context, summary, words)),
        Section::new(analysis.blocks(context, words)),
        Section::new(notes(context, summary, words)),
    ])
}

/// The study in a line, its title, and what is measured.
fn head(context: &StudyContext, summary: &SweepSummary, words: &dyn Words) -> Vec<Block> {
    let replications = match summary.spent {
        Some((least, most)) if least != most => format!("{least}-{most}"),
        Some((least, _)) => least.to_string(),
        None => "0".to_owned(),
    };
    let line = words.study_line(&StudyLine {
        study: &context.study,
        scenario: &context.scenario,
        design: &context.design,
        points: &count(context.points as f64),
        replications: &replications,
        is_paired: context.pairing == Pairing::Mirrored,
        calls: &words.calls(summary.attempts),
        seed: &seed(context, words),
    });
    let title = context.title.as_ref().map(|title| words.say(title).to_owned());
    let measured = context.front_lines.then(|| words.front_lines_measured().to_owned());
    [Some(line), title, measured].into_iter().flatten().map(Block::Note).collect()
}

/// Writes the seed.
pub(super) fn seed(context: &StudyContext, words: &dyn Words) -> String {
    context.seed.map_or_else(|| words.scenario_seed().to_owned(), |seed| seed.to_string())
}

/// All points, or the best of many.
fn points(context: &StudyContext, summary: &SweepSummary, words: &dyn Words) -> Vec<Block> {
    let heading = || Block::Heading(words.best_points(summary.best.len(), &count(context.points as f64)));
    let (heading, lines) = match summary.listed() {
        Some(all) => (None, all),
        None => (Some(heading()), summary.best.as_slice()),
    };
    let kpis: Vec<&Indicator> = context.shown().into_iter().map(|place| &context.indicators[place]).collect();
    let mut titles = vec![words.point_title().to_owned()];
    titles.extend(context.keys.iter().map(|key| key.name.clone()));
    titles.extend(kpis.iter().map(|kpi| label(kpi, words)));
    let rows = lines.iter().map(|line| row(context, line, &kpis, words)).collect();
    heading.into_iter().chain([Block::Table(Table::new(titles, rows))]).collect()
}

/// A point: its number, its settings, its KPIs, the first with its interval.
fn row(context: &StudyContext, line: &SummaryLine, kpis: &[&Indicator], words: &dyn Words) -> Vec<Cell> {
    let number = Cell::text((line.point + 1).to_string());
    let settings = line.cells.iter().map(|cell| Cell::text(key_names::plain(context, cell, words)));
    let values = line.estimates.iter().zip(kpis).enumerate().map(|(index, (estimate, kpi))| match index {
        0 => estimate_cell(kpi, *estimate),
        _ => value_cell(kpi, estimate.mean),
    });
    [number].into_iter().chain(settings).chain(values).collect()
}

/// The best point, and how many meet the target.
fn answer(context: &StudyContext, summary: &SweepSummary, words: &dyn Words) -> Vec<Block> {
    let (Some(best), Some(kpi)) = (summary.best.first(), context.judged_kpi()) else { return Vec::new() };
    let value = estimate_text(kpi, best.estimates.first().copied().unwrap_or_default(), words);
    let settings = context.settings(&best.cells);
    let best = words.best_point(&label(kpi, words), &value, best.point + 1, &settings);
    let counts = target(context, kpi, words).map(|target| {
        let SweepSummary { met, missed, inconclusive, .. } = *summary;
        words.target_counts(&target, TargetCounts { met, missed, inconclusive, points: context.points })
    });
    [Some(best), counts].into_iter().flatten().map(Block::Note).collect()
}

/// Writes the target: "answered ≥ 95.0 %".
pub(super) fn target(context: &StudyContext, kpi: &Indicator, words: &dyn Words) -> Option<String> {
    let bound = value_text(kpi, Some(context.goal.bound?), words);
    Some(format!("{} {} {bound}", label(kpi, words), context.goal_sign()))
}

/// How to read the report, and what was done about precision.
fn notes(context: &StudyContext, summary: &SweepSummary, words: &dyn Words) -> Vec<Block> {
    let mut notes = vec![words.half_widths().to_owned()];
    if let (true, Some(kpi)) = (context.control, context.judged_kpi()) {
        notes.push(words.corrected(&label(kpi, words), summary.controlled, context.points));
    }
    notes.extend(pairs(context, summary, words));
    notes.extend(frontier_demand(context, summary, words));
    if let (ReplicationBudget::Until { at_most, .. }, true) = (context.effort, summary.imprecise > 0) {
        let precision = context.precision.as_deref().unwrap_or_default();
        notes.push(words.imprecise(precision, at_most, summary.imprecise));
    }
    notes.into_iter().map(Block::Note).collect()
}

/// Says at which demand cost is drawn against service, where demand varies.
fn frontier_demand(context: &StudyContext, summary: &SweepSummary, words: &dyn Words) -> Option<String> {
    let found = summary.values.comparable(context).filter(|found| !found.demand_keys.is_empty())?;
    let pair = |place: &usize| format!("{} = {}", context.keys[*place].name, found.reference[*place]);
    Some(words.frontier_demand(&found.demand_keys.iter().map(pair).collect::<Vec<_>>().join(", ")))
}

/// Says what mirrored pairs saved, or that they did not.
fn pairs(context: &StudyContext, summary: &SweepSummary, words: &dyn Words) -> Vec<String> {
    let (Pairing::Mirrored, Some(kpi)) = (context.pairing, context.judged_kpi()) else { return Vec::new() };
    let Some((variance, width)) = summary.pairs.ratios() else {
        return vec![words.pairs_unknown().to_owned()];
    };
    let advice = (width >= 1.0).then(|| words.pairs_do_not_help().to_owned());
    [words.pairs_save(&label(kpi, words), variance, width)].into_iter().chain(advice).collect()
}
