//! Renders a [`Document`] as text for a terminal with a fixed width of characters.
//!
//! Sections are separated by an empty line, parts of the document by two. Everything but paragraphs is indented by
//! two spaces. Charts are left out.

use super::document::{Align, Block, Cell, Document, Entry, Fact, Format, Quantity, Table, Unit};
use crate::format::{self, UNKNOWN};
use crate::language::Language;
use comfy_table::{CellAlignment, presets};

/// Renders a document.
pub fn document(document: &Document, language: Language) -> String {
    let mut text = String::new();
    for section in &document.sections {
        if !text.is_empty() {
            text += if section.starts_part { "\n\n" } else { "\n" };
        }
        section.blocks.iter().for_each(|one| text += &block(one, language));
    }
    text
}

fn block(block: &Block, language: Language) -> String {
    match block {
        Block::Heading(text) | Block::Note(text) => indented(text),
        Block::Paragraph(text) => format!("{text}\n"),
        Block::Facts(facts) => aligned_facts(facts, language),
        Block::Summary(facts) => summary(facts, language),
        Block::Entries(entries) => entries.iter().map(|one| entry(one, language)).collect(),
        Block::Table(one) => table(one, language),
        Block::List(items) => items.iter().map(|item| format!("  - {item}\n")).collect(),
        Block::Chart(_) => String::new(),
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

fn aligned_facts(facts: &[Fact], language: Language) -> String {
    let row = |fact: &Fact| vec![fact.label.clone(), cell(&fact.value, language)];
    let mut table = unruled(facts.iter().map(row), 2);
    table.column_iter_mut().for_each(|column| column.set_cell_alignment(CellAlignment::Left));
    lines(&table)
}

/// "holds:       A, B": letters of one width are padded, Chinese is not.
fn summary(facts: &[Fact], language: Language) -> String {
    let widest = facts.iter().map(|fact| fact.label.len()).max().unwrap_or(0);
    let line = |fact: &Fact| {
        let value = cell(&fact.value, language);
        match language {
            Language::En => format!("  {:<1$}{value}\n", fact.label.clone() + ": ", widest + 2),
            Language::Zh => format!("  {}：{value}\n", fact.label),
        }
    };
    facts.iter().map(line).collect()
}

/// "    key = value (range): reason".
fn entry(entry: &Entry, language: Language) -> String {
    let between = language.pick(": ", "：");
    let value = if entry.value.is_empty() { String::new() } else { format!(" = {}", entry.value) };
    let range = if entry.range.is_empty() { String::new() } else { format!(" ({})", entry.range) };
    format!("    {}{value}{range}{between}{}\n", entry.label, entry.reason)
}

fn table(table: &Table, language: Language) -> String {
    let rows = table.rows.iter().map(|row| row.iter().map(|one| cell(one, language)).collect());
    let mut drawn = unruled(rows, if table.is_nested { 4 } else { 2 });
    if table.columns.iter().any(|column| !column.title.is_empty()) {
        drawn.set_header(table.columns.iter().map(|column| column.title.as_str()));
    }
    for (drawn, column) in drawn.column_iter_mut().zip(&table.columns) {
        drawn.set_cell_alignment(match column.align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
    lines(&drawn)
}

/// A table without rules whose first column is indented.
fn unruled(rows: impl Iterator<Item = Vec<String>>, indent: u16) -> comfy_table::Table {
    let mut table = comfy_table::Table::new();
    table.load_style(presets::NOTHING);
    table.add_rows(rows);
    if let Some(first) = table.column_mut(0) {
        first.set_padding((indent, 1));
    }
    table
}

fn lines(table: &comfy_table::Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Renders one cell.
pub fn cell(one: &Cell, language: Language) -> String {
    match one {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Date(date) => date.to_string(),
        Cell::Quantity(one) => quantity(one, language),
        Cell::Joined(parts, by) => {
            parts.iter().map(|part| cell(part, language)).collect::<Vec<String>>().join(by)
        }
    }
}

fn quantity(Quantity { value, half_width, format }: &Quantity, language: Language) -> String {
    let estimate = crate::stats::Estimate { mean: *value, half_width: *half_width };
    let known = |write: &dyn Fn(f64) -> String| value.map_or(UNKNOWN.to_owned(), write);
    match format {
        Format::Count => known(&format::count),
        Format::Share => format::percent_with(estimate, language),
        Format::ShareBelowAll => format::percent_below_all(*value, language),
        Format::Duration => format::duration_with(estimate, language),
        Format::Decimal(digits) => known(&|value| format!("{value:.digits$}")),
        Format::DecimalAtMost(digits) => known(&|value| {
            let text = format!("{value:.digits$}");
            text.strip_suffix('0').unwrap_or(&text).to_owned()
        }),
        Format::PerCent(digits) => known(&|value| format!("{:.digits$}", 100.0 * value)),
        Format::Difference(unit) => known(&|value| difference(value, *half_width, *unit, language)),
        Format::Points => match (value, half_width) {
            (Some(mean), Some(half)) => {
                format!("{:+.1}{} ± {:.1}", 100.0 * mean, points(language), 100.0 * half)
            }
            _ => UNKNOWN.to_owned(),
        },
    }
}

fn points(language: Language) -> &'static str {
    language.pick(" pp", " 个百分点")
}

/// "+1.2 pp ± 0.3 *"; a difference that is zero as written has no sign.
fn difference(mean: f64, half_width: Option<f64>, unit: Unit, language: Language) -> String {
    let mark = |half: f64| if mean.abs() > half { " *" } else { "  " };
    let (scale, unit) = match unit {
        Unit::Share => (100.0, points(language)),
        Unit::Seconds => (1.0, language.pick(" s", " 秒")),
        Unit::Count => {
            let sign = if mean >= 0.5 { "+" } else { "" };
            let half = half_width.map(|half| format!(" ± {}{}", format::count(half), mark(half)));
            return format!("{sign}{}{}", format::count(mean), half.unwrap_or_default());
        }
    };
    let mut value = format!("{:+.1}", scale * mean + 0.0);
    if value.trim_start_matches(['+', '-', '0', '.']).is_empty() {
        value = value.trim_start_matches(['+', '-']).to_owned();
    }
    let half = half_width.map(|half| format!(" ± {:.1}{}", scale * half, mark(half)));
    format!("{value}{unit}{}", half.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::document::Section;
    use super::*;

    #[test]
    fn columns_align_in_both_languages() {
        let row = |name: &str, calls| vec![Cell::text(name), Cell::number(Some(calls), Format::Count)];
        let text = table(
            &Table::new(["站点", "calls"], vec![row("长春", 12.0), row("Jilin", 1234.0)]),
            Language::En,
        );
        let width = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        let widths: Vec<usize> = text.lines().map(width).collect();
        assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "{text}");
    }

    #[test]
    fn differences_have_a_sign_and_a_mark_where_the_interval_excludes_zero() {
        let write = |mean, half, unit| difference(mean, Some(half), unit, Language::En);
        assert_eq!(write(0.012, 0.003, Unit::Share), "+1.2 pp ± 0.3 *");
        assert_eq!(write(-0.0001, 0.003, Unit::Share), "0.0 pp ± 0.3  ");
        assert_eq!(write(1234.0, 10.0, Unit::Count), "+1,234 ± 10 *");
    }

    #[test]
    fn sections_are_an_empty_line_apart_and_parts_two() {
        let section = |text: &str| Section::new(vec![Block::Note(text.to_owned())]);
        let part = Section { starts_part: true, ..section("c") };
        let all = Document::new([section("a"), Section::default(), section("b"), part]);
        assert_eq!(document(&all, Language::En), "  a\n\n  b\n\n\n  c\n");
    }
}
