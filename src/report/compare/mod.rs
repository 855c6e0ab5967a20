//! The report of `compare`.

mod json;

pub use json::json;

use super::comparison::{Comparison, Side};
use super::document::{Block, Cell, Document, Fact, Format, Section, Table, Unit};
use super::self_check;
use super::words::{Shown, Words, words};
use crate::kpi::registry::{Indicator, indicators};
use crate::language::Language;
use crate::model::Site;
use crate::replicate::Series;
use crate::scenario::difference::Difference;
use crate::verdict::{judged, verdict};

/// Builds the report: of each pair the differences of files, of KPIs and of sites.
pub fn document(comparisons: &[Comparison<'_>], words: &dyn Words) -> Document {
    let parts = comparisons.iter().flat_map(|comparison| {
        let mut sections = of_pair(comparison, words);
        sections[0].starts_part = true;
        sections
    });
    Document::new(parts)
}

fn of_pair(comparison: &Comparison<'_>, words: &dyn Words) -> Vec<Section> {
    let (a, b) = (comparison.first, comparison.second);
    let names = [("A", a), ("B", b)].map(|(letter, side)| Fact::new(letter, Cell::text(&*side.name)));
    let mut sections = vec![Section::new(vec![Block::Facts(names.into())]), files(comparison, words)];
    let total = [&a.results.tables.total, &b.results.tables.total];
    sections.push(kpis(comparison, total, words.all_calls(), true, words));
    if a.model.sites().len() > 1 && b.model.sites().len() > 1 {
        let fronts = [a, b].map(|side| Series::together(judged(side.results)));
        sections.push(kpis(comparison, [&fronts[0], &fronts[1]], words.front_line_calls(), false, words));
        sections.extend(sites(comparison, words));
    }
    let mut last = vec![Block::Note(words.paired_interval().to_owned())];
    last.extend([("A", a), ("B", b)].into_iter().flat_map(|(letter, side)| checked(letter, side, words)));
    sections.push(Section::new(last));
    sections
}

/// The checks of a side, each line behind its letter.
fn checked(letter: &str, side: &Side<'_>, words: &dyn Words) -> Vec<Block> {
    let lines = self_check::summary(&side.checks, words).into_iter();
    lines.map(|line| Block::Note(format!("{letter}   {line}"))).collect()
}

/// Describes what is violated on any side, under the side's name; none if everything holds.
pub fn violations<'s>(sides: impl IntoIterator<Item = &'s Side<'s>>, language: Language) -> Option<String> {
    let found =
        |side: &Side<'_>| Some(format!("{}\n{}", side.name, self_check::violations(&side.checks, language)?));
    let all: Vec<String> = sides.into_iter().filter_map(found).collect();
    (!all.is_empty()).then(|| all.concat())
}

/// Differences of files that have a row.
const MOST: usize = 24;

fn files(comparison: &Comparison<'_>, words: &dyn Words) -> Section {
    let found = &comparison.files;
    if found.is_empty() {
        return Section::new(vec![Block::Note(words.same_files().to_owned())]);
    }
    let side = |value: &Option<String>| Cell::text(value.as_deref().unwrap_or(words.not_given()));
    let row = |d: &Difference| vec![Cell::text(&*d.place), side(&d.first), side(&d.second)];
    let rows = found.iter().take(MOST).map(row).collect();
    let mut blocks = vec![Block::Table(Table::new([words.different_files(), "A", "B"], rows))];
    if found.len() > MOST {
        blocks.push(Block::Note(words.more_differences(found.len() - MOST)));
    }
    Section::new(blocks)
}

/// The KPIs shown and their words.
const SHOWN: [(&str, Shown); 15] = [
    ("offered", Shown::Offered),
    ("answer_rate", Shown::AnswerRate),
    ("answer_rate_by_caller", Shown::AnswerRateByCaller),
    ("abandonment_rate", Shown::Abandoned),
    ("blocking_rate", Shown::Blocked),
    ("closed_rate", Shown::Closed),
    ("service_level[15 s]", Shown::AnsweredWithin15),
    ("mean_wait_answered", Shown::MeanWait),
    ("wait_quantile[95]", Shown::WaitOf95),
    ("occupancy", Shown::Occupancy),
    ("staffed_hours", Shown::StaffedHours),
    ("satisfaction", Shown::Satisfaction),
    ("worst_24h_answer_rate", Shown::Worst24h),
    ("follow_ups", Shown::FollowUps),
    ("overtime_hours", Shown::OvertimeHours),
];

/// The table of KPIs of two series; `waits` says whether the series keep distributions.
fn kpis(
    comparison: &Comparison<'_>,
    pair: [&Series; 2],
    title: &str,
    waits: bool,
    words: &dyn Words,
) -> Section {
    let all = indicators(comparison.first.model.acceptable_waits());
    let rows = SHOWN.iter().filter_map(|(name, label)| {
        let kpi = all.iter().find(|kpi| &*kpi.name == *name)?;
        if !waits && kpi.needs_distribution() {
            return None;
        }
        let runs = [comparison.first, comparison.second].map(|side| side.results.replications);
        let [a, b] = [0, 1].map(|k| kpi.estimate(pair[k], None, runs[k]).mean);
        // What neither has is not worth a line.
        let idle = a.unwrap_or(0.0) == 0.0 && b.unwrap_or(0.0) == 0.0;
        let difference = Cell::estimate(kpi.difference(pair[0], pair[1]), Format::Difference(unit(kpi)));
        (!idle).then(|| vec![Cell::text(words.shown(*label)), value(kpi, a), value(kpi, b), difference])
    });
    Section::new(vec![Block::Table(Table::new([title, "A", "B", "B - A"], rows.collect()))])
}

fn unit(kpi: &Indicator) -> Unit {
    match &*kpi.unit {
        "share" => Unit::Share,
        "s" => Unit::Seconds,
        _ => Unit::Count,
    }
}

/// A value in its unit.
fn value(kpi: &Indicator, value: Option<f64>) -> Cell {
    let format = match unit(kpi) {
        Unit::Share => Format::Share,
        Unit::Seconds => Format::Duration,
        Unit::Count => Format::Count,
    };
    Cell::number(value, format)
}

/// The table of sites that both scenarios have.
fn sites(comparison: &Comparison<'_>, words: &dyn Words) -> Option<Section> {
    let (a, b) = (comparison.first, comparison.second);
    let all = indicators(a.model.acceptable_waits());
    let kpi = |name: &str| all.iter().find(|kpi| &*kpi.name == name);
    let (rate, worst) = (kpi("answer_rate")?, kpi("worst_24h_answer_rate")?);
    let row = |(index, site): (usize, &Site)| {
        let other = b.model.sites().iter().position(|s| s.id == site.id)?;
        let (x, y) = (&judged(a.results)[index], &judged(b.results)[other]);
        let mut row = vec![Cell::text(words.say(&site.name))];
        for kpi in [rate, worst] {
            let of = |series: &Series| value(kpi, kpi.estimate(series, None, 1).mean);
            let difference = Cell::estimate(kpi.difference(x, y), Format::Difference(unit(kpi)));
            row.extend([of(x), of(y), difference]);
        }
        let (before, after) = (verdict(x), verdict(y));
        let [first, second] = [before, after].map(|verdict| Cell::text(words.verdict(verdict)));
        row.push(if before == after { second } else { Cell::Joined(vec![first, second], " → ") });
        Some(row)
    };
    let rows = a.model.sites().iter().enumerate().filter_map(row).collect();
    Some(Section::new(vec![Block::Table(Table::new(words.compared_site_titles(), rows))]))
}

/// Renders the report as text.
pub fn text(comparisons: &[Comparison<'_>], language: Language) -> String {
    super::text::document(&document(comparisons, words(language)), language)
}
