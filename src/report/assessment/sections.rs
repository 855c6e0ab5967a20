//! Everything behind the first screen: the rule, the path, the phases, the remedies and the sensitivity in full.

use super::first_screen::remedy_words;
use super::{Assessed, demand, per_million};
use crate::app::assess::{PathOfSite, PhaseService, RuleAtSite, SensitivityTrial};
use crate::report::document::{Block, Cell, Document, Format, Section, Table};
use crate::report::words::Words;
use crate::verdict::Verdict;

/// Builds the sections.
pub fn document(assessed: &Assessed<'_>, words: &dyn Words) -> Document {
    let sections = [
        Some(rule(assessed, words)),
        path(assessed, words),
        Some(phases(assessed, words)),
        remedies(assessed, words),
        sensitivity(assessed, words),
    ];
    Document::new(sections.into_iter().flatten())
}

fn name(assessed: &Assessed<'_>, site: usize, words: &dyn Words) -> Cell {
    Cell::text(words.say(&assessed.model.sites()[site].name))
}

fn rule(assessed: &Assessed<'_>, words: &dyn Words) -> Section {
    let row = |site: &RuleAtSite| {
        let per_head = assessed.plan.sites[site.site].per_head();
        vec![
            name(assessed, site.site, words),
            Cell::text(words.verdict(site.verdict)),
            Cell::estimate(site.worst_24h, Format::Share),
            Cell::number(Some(site.windows_judged), Format::Count),
            Cell::number(site.below.mean, Format::Share),
            demand(site.demand, 1.0),
            demand(site.demand, per_head),
            Cell::Joined(
                vec![
                    Cell::number(site.least.map(|least| f64::from(least.seats)), Format::Count),
                    Cell::number(Some(f64::from(site.seats)), Format::Count),
                ],
                "/",
            ),
            per_million(site.least),
        ]
    };
    let rows = assessed.assessment.rule.iter().map(row).collect();
    Section::new(vec![
        Block::Table(Table::aligned(words.rule_in_full_titles(), &[0, 1], rows)),
        Block::Note(words.rule_note(assessed.assessment.days)),
    ])
}

fn path(assessed: &Assessed<'_>, words: &dyn Words) -> Option<Section> {
    let paths = &assessed.assessment.path;
    let row = |path: &PathOfSite| {
        let worst = path.worst_week;
        let text = match path.weeks_judged {
            0 => Cell::unknown(),
            judged => Cell::text(format!("{}/{judged}", path.weeks_failing)),
        };
        vec![
            name(assessed, path.site, words),
            text,
            Cell::date(path.holds_from),
            Cell::date(worst.and_then(|week| week.from)),
            worst.map_or_else(Cell::unknown, |week| Cell::estimate(week.answer_rate, Format::Share)),
            worst.map_or_else(Cell::unknown, |week| Cell::estimate(week.mean_wait, Format::Duration)),
            Cell::number(path.called_in_hours, Format::Count),
        ]
    };
    let rows: Vec<Vec<Cell>> = paths.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        let table = Table::aligned(words.path_titles(), &[0], rows);
        Section::new(vec![Block::Table(table), Block::Note(words.path_note().to_owned())])
    })
}

fn phases(assessed: &Assessed<'_>, words: &dyn Words) -> Section {
    let row = |service: &PhaseService| {
        vec![
            Cell::text(words.phase(service.phase)),
            Cell::estimate(service.callers_answered, Format::Share),
            Cell::estimate(service.change, Format::Points),
            Cell::estimate(service.front_line_answered, Format::Share),
            Cell::estimate(service.front_line_wait, Format::Duration),
            Cell::estimate(service.closed, Format::Share),
        ]
    };
    let rows = assessed.assessment.phases.iter().map(row).collect();
    Section::new(vec![
        Block::Table(Table::new(words.phases_titles(), rows)),
        Block::Note(words.phases_note().to_owned()),
    ])
}

fn remedies(assessed: &Assessed<'_>, words: &dyn Words) -> Option<Section> {
    let remedies = assessed.assessment.remedies.as_ref()?;
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let span = words.date_span(&date(remedies.week.from), &date(remedies.week.to));
    let site = words.say(&assessed.model.sites()[remedies.site].name);
    let items = remedies.trials.iter().map(|trial| remedy_words(assessed, trial, words)).collect();
    Some(Section::new(vec![Block::Heading(words.remedies_heading(site, &span)), Block::List(items)]))
}

fn sensitivity(assessed: &Assessed<'_>, words: &dyn Words) -> Option<Section> {
    let trials = &assessed.assessment.sensitivity;
    let row = |trial: &SensitivityTrial| {
        let count = |wanted| trial.verdicts.iter().filter(|verdict| **verdict == wanted).count() as f64;
        let count = |wanted| Cell::number(Some(count(wanted)), Format::Count);
        vec![
            Cell::text(words.assumption(trial.key)),
            Cell::text(&*trial.value),
            Cell::text(words.phase(trial.phase)),
            Cell::estimate(trial.answered, Format::Share),
            count(Verdict::Holds),
            count(Verdict::Inconclusive),
            count(Verdict::Fails),
            Cell::Text(turned(assessed, trial, words)),
        ]
    };
    let rows: Vec<Vec<Cell>> = trials.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        let table = Table::aligned(words.sensitivity_titles(), &[0, 1, 2, 7], rows);
        Section::new(vec![Block::Table(table), Block::Note(words.sensitivity_note().to_owned())])
    })
}

/// The sites whose verdict another assumption turns.
fn turned(assessed: &Assessed<'_>, trial: &SensitivityTrial, words: &dyn Words) -> String {
    let pairs = trial.as_it_is.iter().zip(&trial.verdicts).enumerate();
    let turned: Vec<usize> = pairs.filter(|(_, (now, then))| now != then).map(|(site, _)| site).collect();
    let names: Vec<&str> = turned.iter().map(|site| words.say(&assessed.model.sites()[*site].name)).collect();
    match names.len() {
        0 => words.nothing().to_owned(),
        n if n > 3 => words.number_of_sites(n),
        _ => words.list(&names),
    }
}
