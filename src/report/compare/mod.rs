//! The report of `compare`.

mod front_lines;
mod json;
mod values;

pub use json::json;

use super::comparison::{Comparison, Side};
use super::document::{Block, Cell, Document, Fact, Format, Section, Table};
use super::self_check;
use super::words::{Shown, Words, words};
use crate::kpi::registry::indicators;
use crate::language::Language;
use crate::scenario::difference::Difference;
use values::{unit, value};

/// Builds the report of each pair: of plans the verdicts and front lines, then the differences of all calls and of files.
pub fn document(comparisons: &[Comparison<'_>], words: &dyn Words) -> Document {
    let parts = comparisons.iter().flat_map(|comparison| {
        let mut sections = of_pair(comparison, words);
        sections[0].starts_part = true;
        sections
    });
    Document::new(parts)
}

/// Plans show the rule and their front lines first; of other scenarios there is the whole alone.
fn of_pair(comparison: &Comparison<'_>, words: &dyn Words) -> Vec<Section> {
    let (a, b) = (comparison.first, comparison.second);
    let names = [("A", a), ("B", b)].map(|(letter, side)| Fact::new(letter, Cell::text(&*side.name)));
    let mut sections = vec![Section::new(vec![Block::Facts(names.into())])];
    match front_lines::rule(comparison, words) {
        Some(rule) => {
            let desks = a.has_closed_desks() || b.has_closed_desks();
            let title = if desks { words.all_calls_with_closed_desks() } else { words.all_calls() };
            sections.extend([rule, front_lines::front_lines(comparison, words)]);
            sections.extend([total(comparison, title, true, words), files(comparison, words)]);
        }
        None => {
            sections.extend([files(comparison, words), total(comparison, words.all_calls(), false, words)]);
        }
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

/// The table of KPIs of all calls; worst rolling 24 h is left out of plans, where it is of front lines only.
fn total(comparison: &Comparison<'_>, title: &str, is_plan: bool, words: &dyn Words) -> Section {
    let all = indicators(comparison.first.model.acceptable_waits());
    let pair = [comparison.first, comparison.second].map(|side| &side.results.tables.total);
    let shown = SHOWN.iter().filter(|(_, label)| !is_plan || *label != Shown::Worst24h);
    let rows = shown.filter_map(|(name, label)| {
        let kpi = all.iter().find(|kpi| &*kpi.name == *name)?;
        let runs = [comparison.first, comparison.second].map(|side| side.results.replications);
        let [a, b] = [0, 1].map(|k| kpi.estimate(pair[k], None, runs[k]).mean);
        // What neither has is not worth a line.
        let idle = a.unwrap_or(0.0) == 0.0 && b.unwrap_or(0.0) == 0.0;
        let difference = Cell::estimate(kpi.difference(pair[0], pair[1]), Format::Difference(unit(kpi)));
        (!idle).then(|| vec![Cell::text(words.shown(*label)), value(kpi, a), value(kpi, b), difference])
    });
    Section::new(vec![Block::Table(Table::new([title, "A", "B", "B - A"], rows.collect()))])
}

/// Renders the report as text.
pub fn text(comparisons: &[Comparison<'_>], language: Language) -> String {
    super::text::document(&document(comparisons, words(language)), language)
}
