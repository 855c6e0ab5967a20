//! The preview of a single-file scenario: agents, load, warnings, and the exact answer or a preview.

use super::assumptions;
use super::listed::listed;
use crate::analytic::day::ExpectedDay;
use crate::analytic::expected::{ExpectedHour, GroupDay};
use crate::analytic::{Answer, Figure, Place};
use crate::kpi::Kpi;
use crate::model::Model;
use crate::report::document::{Block, Cell, Document, Format, Section, Table};
use crate::report::words::{SizeLine, Words};
use crate::scenario::{Loaded, Topic};
use crate::time::HOUR;

/// Builds the preview.
pub(super) fn document(loaded: &Loaded, words: &dyn Words) -> Document {
    let model = &loaded.model;
    let expected = ExpectedDay::new(model, loaded.acceptable_wait);
    let mut sections = vec![header(model, words)];
    match &expected.groups[..] {
        [only] => {
            sections.push(size(only, words));
            sections.extend(only.varies().then(|| day(only, expected.within, words)));
        }
        several => {
            sections.push(groups(several, expected.within, words));
            sections.extend(several.iter().filter(|group| group.varies()).flat_map(|group| {
                let title = Section::new(vec![Block::Heading(words.group_hours(&group.id))]);
                [title, day(group, expected.within, words)]
            }));
        }
    }
    sections.push(answer(&expected, model, words));
    let warnings = expected.overloads.iter().map(|overload| Block::Note(words.warning(overload)));
    sections.push(Section::new(warnings.collect()));
    // Warnings say what the load is beside the agents.
    let notes = loaded.notes.iter().filter(|note| note.topic == Topic::Files).map(|note| &note.text);
    sections.extend(listed(words.notes(), notes, words));
    sections.extend(assumptions::of_file(loaded, words));
    Document::new(sections)
}

fn header(model: &Model, words: &dyn Words) -> Section {
    let horizon = model.horizon();
    let (first, warm_up) = (horizon.date(0), horizon.warm_up / HOUR);
    let header = words.file_header(model.name(), model.hotlines().len(), horizon.days, first, warm_up);
    Section::new(vec![Block::Paragraph(header)])
}

fn size(group: &GroupDay, words: &dyn Words) -> Section {
    let [calls, load, agents] = mean(group);
    let row = |line, value: Option<f64>| {
        let [label, unit] = words.size(line);
        vec![Cell::text(label), Cell::number(value, Format::Decimal(1)), Cell::text(unit)]
    };
    let rows = vec![
        row(SizeLine::Agents, Some(agents)),
        row(SizeLine::Calls, Some(calls)),
        row(SizeLine::HandleTime, (calls > 0.0).then(|| load * HOUR / calls)),
        row(SizeLine::Load, Some(load)),
        row(SizeLine::LoadPerAgent, (agents > 0.0).then(|| 100.0 * load / agents)),
    ];
    Section::new(vec![Block::Table(Table::untitled(3, &[0, 2], rows))])
}

/// Calls per hour, load in erlangs and agents, means over the day.
fn mean(group: &GroupDay) -> [f64; 3] {
    [group.mean(|h| h.calls), group.mean(|h| h.load), group.mean(|h| h.agents)]
}

/// The groups of agents side by side, and for those without a preview the reasons.
fn groups(groups: &[GroupDay], within: f64, words: &dyn Words) -> Section {
    let row = |group: &GroupDay| {
        let [calls, load, agents] = mean(group);
        let handle_time = (calls > 0.0).then(|| load * HOUR / calls);
        let share = (agents > 0.0).then(|| 100.0 * load / agents);
        let figures = [Some(agents), Some(calls), handle_time, Some(load), share];
        let figures = figures.map(|figure| Cell::number(figure, Format::Decimal(1)));
        let level = Cell::number(group.level, Format::ShareBelowAll);
        std::iter::once(Cell::text(&*group.id)).chain(figures).chain([level]).collect()
    };
    let rows = groups.iter().map(row).collect();
    let mut blocks = vec![Block::Table(Table::new(words.group_titles(within), rows))];
    blocks.extend(
        groups
            .iter()
            .filter(|group| group.level.is_none())
            .map(|group| Block::Note(words.of_entry(&group.id, &no_preview(group, words)))),
    );
    Section::new(blocks)
}

fn no_preview(group: &GroupDay, words: &dyn Words) -> String {
    let reasons: Vec<String> = group.reasons.iter().map(|reason| words.reason(reason)).collect();
    words.no_preview(&reasons)
}

fn day(group: &GroupDay, within: f64, words: &dyn Words) -> Section {
    let row = |(hour, h): (usize, &ExpectedHour)| {
        let figures = [h.calls, h.load, h.modified_load, h.agents];
        let figures = figures.map(|figure| Cell::number(Some(figure), Format::Decimal(1)));
        let first = std::iter::once(Cell::Text(format!("{hour:02}")));
        first.chain(figures).chain([Cell::number(h.level, Format::ShareBelowAll)]).collect()
    };
    let rows = group.hours.iter().enumerate().map(row).collect();
    Section::new(vec![Block::Table(Table::new(words.day_titles(within), rows))])
}

fn answer(expected: &ExpectedDay, model: &Model, words: &dyn Words) -> Section {
    match &expected.answer {
        Ok(answer) => Section::new(vec![
            Block::Heading(words.exact_answer(&answer.formula)),
            Block::Table(Table::untitled(3, &[0, 2], figures(answer, model, words))),
        ]),
        Err(reasons) => {
            let reasons: Vec<String> = reasons.iter().map(|reason| words.reason(reason)).collect();
            let mut blocks = vec![Block::Note(words.no_exact_formula(&reasons))];
            blocks.extend(preview(expected, words).map(Block::Note));
            Section::new(blocks)
        }
    }
}

/// The level of all first calls, or why that of the only group is not known.
fn preview(expected: &ExpectedDay, words: &dyn Words) -> Option<String> {
    match (expected.service_level(), &expected.groups[..]) {
        (Some(level), _) => Some(words.preview_by_half_hour(level, expected.within)),
        (None, [only]) => Some(no_preview(only, words)),
        (None, _) => None,
    }
}

fn figures(answer: &Answer, model: &Model, words: &dyn Words) -> Vec<Vec<Cell>> {
    let row = |figure: &Figure| {
        let format = match figure.kpi {
            Kpi::MeanQueue | Kpi::MeanWaitAnswered | Kpi::MeanWaitAll => Format::Decimal(2),
            _ => Format::PerCent(2),
        };
        let value = Cell::number(Some(figure.value), format);
        vec![Cell::Text(name(figure, model, words)), value, Cell::text(words.unit_beside_theory(figure.kpi))]
    };
    answer.figures.iter().map(row).collect()
}

/// The KPI, behind the name of its entry unless it is the total.
fn name(figure: &Figure, model: &Model, words: &dyn Words) -> String {
    let name = match figure.kpi {
        Kpi::ServiceLevel(index) => {
            words.level_beside_theory(model.acceptable_waits().get(index).copied().unwrap_or_default())
        }
        kpi => match words.kpi_beside_theory(kpi) {
            Some(name) => name.to_owned(),
            None => kpi.name(model.acceptable_waits()),
        },
    };
    match figure.place {
        Place::Hotline(index) => format!("{}: {name}", model.hotlines()[index].number),
        Place::AgentGroup(index) => format!("{}: {name}", model.groups()[index].id),
        Place::Total | Place::Interval(_) => name,
    }
}
