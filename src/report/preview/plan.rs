//! The preview of a merger plan.

use super::ask::Ask;
use super::assumptions;
use super::listed::listed;
use super::outlook::{Hour, Outlook, View};
use crate::format::{self, percent_below_all};
use crate::model::Model;
use crate::report::document::{Block, Cell, Document, Format, Section, Table};
use crate::report::words::{PlanHeader, Words};
use crate::scenario::Loaded;
use crate::scenario::plan::{Comparator, Plan, SitePlan};
use crate::time::HALF_HOURS;
use crate::verdict::Resource;
use std::ops::Range;

/// Builds the preview.
pub(super) fn document(loaded: &Loaded, plan: &Plan, ask: &Ask, words: &dyn Words) -> Document {
    let view = View::new(&loaded.model, plan);
    if let Some(site) = ask.site {
        return Document::new([header(&view, words), day_at(&view, site, words)]);
    }
    let mut sections = vec![header(&view, words)];
    sections.extend(ask.listed.map(|listed| sample(plan.sites.len(), listed, words)));
    sections.extend([seats(&view, words), volumes(&view, words)]);
    sections.extend(comparators(plan, words));
    sections.push(preview(&view, words));
    sections.extend(notes(plan, words));
    sections.extend(assumptions::of_plan(loaded, plan, ask, words));
    sections.extend(conclusion(&view, words));
    Document::new(sections)
}

/// "jilin-2021   Jilin: 33 hotlines into 12345, 26 Apr 2021 - 2 Jan 2022 (252 days)".
fn header(view: &View<'_>, words: &dyn Words) -> Section {
    let days = view.model.horizon().dates();
    let header = words.plan_header(&PlanHeader {
        name: view.model.name(),
        title: view.plan.title.as_deref(),
        dates: view.model.horizon().date(0).zip(view.model.horizon().date(days - 1)),
        days,
        sites: view.plan.sites.len(),
        hotlines: view.plan.hotlines.len().saturating_sub(1),
        number: view.plan.hotlines.first().map_or("", |own| own.number.as_str()),
    });
    Section::new(vec![Block::Paragraph(header)])
}

/// Says that only some of the sites are shown.
fn sample(shown: usize, listed: usize, words: &dyn Words) -> Section {
    Section::new(vec![Block::Note(words.sites_shown(shown, listed))])
}

fn whole(number: u64) -> Cell {
    Cell::number(Some(number as f64), Format::Count)
}

fn tenth(number: f64) -> Cell {
    Cell::number(Some(number), Format::Decimal(1))
}

fn level(share: Option<f64>) -> Cell {
    Cell::number(share, Format::ShareBelowAll)
}

fn seats(view: &View<'_>, words: &dyn Words) -> Section {
    let row = |name: &str, plans: &[SitePlan], outlook: &Outlook, short: Cell| {
        let sum = |of: fn(&SitePlan) -> u64| whole(plans.iter().map(of).sum());
        let peak = outlook.peak();
        let then = &outlook.moments[peak];
        vec![
            Cell::text(name),
            sum(|s| s.people),
            sum(|s| u64::from(s.rule_seats)),
            sum(|s| u64::from(s.rule_staff)),
            sum(|s| u64::from(s.first_day_seats)),
            tenth(then.load),
            Cell::Text(moment(view.model, peak, words)),
            tenth(then.agents),
            short,
        ]
    };
    let plans = &view.plan.sites;
    let site = |(i, outlook): (usize, &Outlook)| {
        let short = Cell::Text(short_hours(&outlook.hours(&view.days()), words));
        row(words.say(&plans[i].name), &plans[i..=i], outlook, short)
    };
    let mut rows: Vec<Vec<Cell>> = view.sites.iter().enumerate().map(site).collect();
    rows.push(row(words.all_sites(), plans, &view.all, Cell::Empty));
    Section::new(vec![
        Block::Table(Table::aligned(words.seats_titles(), &[0, 6, 8], rows)),
        Block::Note(words.seats_note().to_owned()),
    ])
}

/// Writes the start of a half hour of the horizon: "Mon 25 Oct 10:00".
fn moment(model: &Model, slot: usize, words: &dyn Words) -> String {
    let clock = format::clock(slot % HALF_HOURS);
    match model.horizon().date(slot / HALF_HOURS) {
        Some(date) => format!("{} {clock}", format::weekday(date, words.language())),
        None => clock,
    }
}

/// Writes the hours in which staff or seats are short: "staff 08-12, 14-17 h", "-".
fn short_hours(hours: &[Hour], words: &dyn Words) -> String {
    let of = |which: Resource| {
        let found: Vec<usize> = (0..hours.len()).filter(|h| hours[*h].short == Some(which)).collect();
        (!found.is_empty()).then(|| words.short_in_hours(which, &ranges(&found)))
    };
    let all: Vec<String> = [Resource::Staff, Resource::Seats].into_iter().filter_map(of).collect();
    if all.is_empty() { format::UNKNOWN.to_owned() } else { words.clauses(&all) }
}

/// Writes hours as ranges: 8, 9, 14 as "08-10, 14-15".
fn ranges(hours: &[usize]) -> String {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for &hour in hours {
        match spans.last_mut() {
            Some((_, end)) if *end == hour => *end += 1,
            _ => spans.push((hour, hour + 1)),
        }
    }
    let text: Vec<String> = spans.iter().map(|(from, to)| format!("{from:02}-{to:02}")).collect();
    text.join(", ")
}

fn volumes(view: &View<'_>, words: &dyn Words) -> Section {
    let row = |name: &str, plans: &[SitePlan]| {
        let sum = |of: fn(&SitePlan) -> f64| plans.iter().map(of).sum::<f64>();
        let count = |x: f64| whole(x.round() as u64);
        let people: u64 = plans.iter().map(|site| site.people).sum();
        let total = sum(SitePlan::total_per_year);
        let (own, lines) = (sum(|s| s.own_per_year), sum(|s| s.lines_per_year));
        let per_head = Cell::number(Some(total / people as f64), Format::Decimal(2));
        vec![Cell::text(name), count(own), count(lines), count(total), per_head]
    };
    let plans = &view.plan.sites;
    let site = |site: &SitePlan| row(words.say(&site.name), std::slice::from_ref(site));
    let mut rows: Vec<Vec<Cell>> = plans.iter().map(site).collect();
    rows.push(row(words.all_sites(), plans));
    Section::new(vec![Block::Table(Table::new(words.volumes_titles(), rows))])
}

/// Makes the table of volumes that other places publish, in the order of comparators.csv.
fn comparators(plan: &Plan, words: &dyn Words) -> Option<Section> {
    if plan.comparators.is_empty() {
        return None;
    }
    let row = |c: &Comparator| {
        let per_head = Cell::number(Some(c.per_head), Format::DecimalAtMost(3));
        let (place, counted) = (Cell::text(words.say(&c.place)), Cell::text(words.say(&c.counted)));
        vec![place, Cell::text(&*c.period), per_head, counted, Cell::text(&*c.source)]
    };
    let rows = plan.comparators.iter().map(row).collect();
    let table = Table::aligned(words.comparators_titles(), &[0, 1, 3, 4], rows);
    Some(Section::new(vec![Block::Table(table)]))
}

fn preview(view: &View<'_>, words: &dyn Words) -> Section {
    let row = |name: &str, outlook: &Outlook| {
        let worst = outlook.worst_week(&view.weeks);
        let which = worst.as_ref().map(|week| span(view.model, &week.days, words)).unwrap_or_default();
        let worst = worst.map(|week| week.level);
        vec![Cell::text(name), level(outlook.average()), level(worst), Cell::Text(which)]
    };
    let names = view.plan.sites.iter().map(|site| words.say(&site.name));
    let mut rows: Vec<Vec<Cell>> = names.zip(&view.sites).map(|(name, site)| row(name, site)).collect();
    rows.push(row(words.all_sites(), &view.all));
    Section::new(vec![
        Block::Table(Table::aligned(words.preview_titles(), &[0, 3], rows)),
        Block::Note(words.preview_note().to_owned()),
    ])
}

/// A span of days: "18-24 Oct", "27 Sep - 3 Oct"; without a calendar the numbers of the days.
fn span(model: &Model, days: &Range<usize>, words: &dyn Words) -> String {
    match model.horizon().date(days.start).zip(model.horizon().date(days.end.max(1) - 1)) {
        Some((first, last)) => format::days(first, last, words.language()),
        None => words.day_numbers(days.start + 1, days.end),
    }
}

fn notes(plan: &Plan, words: &dyn Words) -> Vec<Section> {
    let lists = [(words.notes(), &plan.notes), (words.not_modelled(), &plan.not_modelled)];
    lists.into_iter().filter_map(|(title, texts)| listed(title, texts, words)).collect()
}

/// The answer in one sentence.
fn conclusion(view: &View<'_>, words: &dyn Words) -> Option<Section> {
    let (site, week) = view.worst()?;
    let language = words.language();
    let begins = match view.model.horizon().date(week.days.start) {
        Some(date) => format::day(date, language),
        None => span(view.model, &week.days, words),
    };
    let average = percent_below_all(view.all.average(), language);
    let low = percent_below_all(Some(week.level), language);
    let site = words.say(&view.plan.sites[site].name);
    Some(Section::new(vec![Block::Note(words.preview_says(&average, &low, &begins, site))]))
}

/// One site, hour by hour: all days, and its worst week.
fn day_at(view: &View<'_>, site: usize, words: &dyn Words) -> Section {
    let (outlook, plan) = (&view.sites[site], &view.plan.sites[site]);
    let worst = outlook.worst_week(&view.weeks);
    let week = worst.as_ref().map_or_else(|| view.days(), |week| week.days.clone());
    let (mean, worst_hours) = (outlook.hours(&view.days()), outlook.hours(&week));
    let row = |(hour, (m, w)): (usize, (&Hour, &Hour))| {
        let short = Cell::text(m.short.map_or(format::UNKNOWN, |which| words.resource(which)));
        let all = [tenth(m.calls), tenth(m.load), tenth(m.agents), tenth(m.seats), short, level(m.level)];
        let worst = [tenth(w.load), tenth(w.agents), level(w.level)];
        std::iter::once(Cell::Text(format!("{hour:02}"))).chain(all).chain(worst).collect()
    };
    let rows = mean.iter().zip(&worst_hours).enumerate().map(row).collect();
    let language = words.language();
    let average = percent_below_all(outlook.average(), language);
    let low = percent_below_all(worst.map(|week| week.level), language);
    let title = words.site_day(words.say(&plan.name), &span(view.model, &week, words), &average, &low);
    Section::new(vec![
        Block::Heading(title),
        Block::Table(Table::aligned(words.site_day_titles(), &[0, 5], rows)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_that_follow_each_other_are_one_range() {
        assert_eq!(ranges(&[8, 9, 14, 22, 23]), "08-10, 14-15, 22-24");
    }
}
