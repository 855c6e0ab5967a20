//! The end of the report of `run` on a plan: verdicts and what is short, headroom, remedies for the worst week, and
//! the sensitivity of the verdict.

use super::document::{Block, Cell, Document, Fact, Format, Section, Table};
use super::words::Words;
use crate::app::assess::{
    Assessment, DemandFactor, Headroom, Remedy, RemedyTrial, SensitivityTrial, WorstWeekRemedies,
};
use crate::model::Model;
use crate::replicate::Results;
use crate::verdict::{Resource, Verdict, judged, peak_capacity, point_verdict, verdicts};

/// Builds the report of an assessment.
pub fn document(model: &Model, results: &Results, assessment: &Assessment, words: &dyn Words) -> Document {
    let remedies = assessment.remedies.as_ref().map(|remedies| remedies_section(model, remedies, words));
    let sections = [
        Some(conclusion(model, results, words)),
        headroom(model, assessment, words),
        remedies,
        sensitivity(model, results, assessment, words),
    ];
    Document::new(sections.into_iter().flatten())
}

/// Names of sites in a list.
fn named(model: &Model, sites: impl Iterator<Item = usize>, words: &dyn Words) -> String {
    let names: Vec<&str> = sites.map(|site| words.say(&model.sites()[site].name)).collect();
    match names.len() {
        0 => words.nowhere().to_owned(),
        n if n == model.sites().len() => words.everywhere().to_owned(),
        _ => words.list(&names),
    }
}

fn conclusion(model: &Model, results: &Results, words: &dyn Words) -> Section {
    let verdicts = verdicts(results);
    let line = |wanted: Verdict| {
        let sites = verdicts.iter().enumerate().filter(move |(_, verdict)| **verdict == wanted);
        let names = named(model, sites.map(|(site, _)| site), words);
        Fact::new(words.verdict(wanted), Cell::Text(names))
    };
    let capacities = results.tables.site_interval.iter().map(|half_hours| peak_capacity(half_hours));
    let short = |of: Resource| {
        let sites = capacities.clone().enumerate().filter(move |(_, c)| c.is_some_and(|c| c.short == of));
        named(model, sites.map(|(site, _)| site), words)
    };
    let all = [Verdict::Holds, Verdict::Fails, Verdict::Inconclusive, Verdict::TooSmall];
    Section::new(vec![
        Block::Heading(words.in_short().to_owned()),
        Block::Summary(all.into_iter().map(line).collect()),
        Block::Note(words.short_at_peak(&short(Resource::Staff), &short(Resource::Seats))),
    ])
}

fn headroom(model: &Model, assessment: &Assessment, words: &dyn Words) -> Option<Section> {
    if assessment.headroom.is_empty() {
        return None;
    }
    let row = |headroom: &Headroom| {
        vec![
            Cell::text(words.say(&model.sites()[headroom.site].name)),
            Cell::date(headroom.week),
            Cell::estimate(headroom.answered, Format::Share),
            factor(headroom.factor, 1.0),
            factor(headroom.factor, headroom.per_head),
        ]
    };
    let rows = assessment.headroom.iter().map(row).collect();
    Some(Section::new(vec![
        Block::Table(Table::new(words.headroom_titles(), rows)),
        Block::Note(words.headroom_note().to_owned()),
    ]))
}

/// A factor times `scale`: "1.23", "< 0.25".
fn factor(factor: DemandFactor, scale: f64) -> Cell {
    let number = |x: f64| Cell::number(Some(x * scale), Format::Decimal(2));
    match factor {
        DemandFactor::Is(x) => number(x),
        DemandFactor::Below(x) => Cell::Joined(vec![Cell::text("<"), number(x)], " "),
        DemandFactor::Above(x) => Cell::Joined(vec![Cell::text(">"), number(x)], " "),
    }
}

fn remedies_section(model: &Model, remedies: &WorstWeekRemedies, words: &dyn Words) -> Section {
    let week = remedies.week.map(|(first, last)| (first.to_string(), last.to_string()));
    let week = week.as_ref().map(|(first, last)| (first.as_str(), last.as_str()));
    let titles = words.remedies_titles(words.say(&model.sites()[remedies.site].name), week);
    let now = vec![Cell::text(words.as_it_is()), Cell::estimate(remedies.now, Format::Share), Cell::Empty];
    let row = |trial: &RemedyTrial| {
        let helper = match trial.remedy {
            Remedy::HelpFrom { site, .. } => words.say(&model.sites()[site].name),
            _ => "",
        };
        vec![
            Cell::Text(words.remedy(trial.remedy, helper)),
            Cell::estimate(trial.answered, Format::Share),
            Cell::estimate(trial.difference, Format::Points),
        ]
    };
    let rows = std::iter::once(now).chain(remedies.trials.iter().map(row)).collect();
    Section::new(vec![Block::Table(Table::new(titles, rows))])
}

fn sensitivity(
    model: &Model,
    results: &Results,
    assessment: &Assessment,
    words: &dyn Words,
) -> Option<Section> {
    if assessment.sensitivity.is_empty() {
        return None;
    }
    let now: Vec<Option<bool>> = judged(results).iter().map(point_verdict).collect();
    let row = |trial: &SensitivityTrial| {
        let count = |wanted| trial.holds.iter().filter(|holds| **holds == Some(wanted)).count() as f64;
        let count = |wanted| Cell::number(Some(count(wanted)), Format::Count);
        vec![
            Cell::text(words.assumption(trial.key)),
            Cell::text(&*trial.value),
            Cell::estimate(trial.answered, Format::Share),
            count(true),
            count(false),
            Cell::Text(changed(model, &now, trial, words)),
        ]
    };
    let rows = assessment.sensitivity.iter().map(row).collect();
    Some(Section::new(vec![
        Block::Table(Table::new(words.sensitivity_titles(), rows)),
        Block::Note(words.sensitivity_note(assessment.replications)),
    ]))
}

/// The sites whose point verdict another assumption changes.
fn changed(model: &Model, now: &[Option<bool>], trial: &SensitivityTrial, words: &dyn Words) -> String {
    let pairs = now.iter().zip(&trial.holds).enumerate();
    let changed = pairs.filter(|(_, (now, then))| now.zip(**then).is_some_and(|(now, then)| now != then));
    let names: Vec<&str> = changed.map(|(site, _)| words.say(&model.sites()[site].name)).collect();
    match names.len() {
        0 => words.nothing().to_owned(),
        n if n > 3 => words.number_of_sites(n),
        _ => words.list(&names),
    }
}
