//! How a run stands up to what must hold: a section of a report, messages of violations, and JSON.

#[cfg(test)]
mod tests;

use super::document::{Block, Cell, Format, Section, Table};
use super::words::{Words, words};
use crate::analytic::{Place, Reason};
use crate::format::UNKNOWN;
use crate::kpi::{Invariant, Invariants};
use crate::language::Language;
use crate::self_check::{Grade, Row, SelfCheck, TheoryComparison};
use crate::stats::Estimate;
use serde_json::{Map, Value, json};

/// Builds the section of a report: a line on the invariants, and a table where theory has an answer.
pub fn section(check: &SelfCheck<'_>, words: &dyn Words) -> Section {
    let mut blocks = vec![Block::Note(words.invariants(check.invariants))];
    blocks.extend(check.theory().into_iter().flat_map(|theory| comparison(theory, words)));
    Section::new(blocks)
}

/// Lists the lines of one scenario among others: the invariants, and how many figures agree with an exact answer.
pub fn summary(check: &SelfCheck<'_>, words: &dyn Words) -> Vec<String> {
    let mut lines = vec![words.invariants(check.invariants)];
    if let Ok(theory) = &check.exact {
        let (agree, all) = theory.agreeing();
        lines.push(words.figures_agree(&theory.formula, agree, all));
        lines.extend(theory.caveat().map(|caveat| words.caveat(caveat).to_owned()));
    }
    lines
}

/// Describes what is violated, with its figures; none if everything holds.
pub fn violations(check: &SelfCheck<'_>, language: Language) -> Option<String> {
    let words = words(language);
    let theory = check.exact.iter().flat_map(|theory| in_error(theory, words));
    let all: Vec<String> = violated(check.invariants, words).chain(theory).collect();
    (!all.is_empty()).then(|| format!("{}\n{}", words.contradiction(), all.concat()))
}

/// Describes the invariants that do not hold.
pub fn contradiction(invariants: &Invariants, language: Language) -> String {
    let words = words(language);
    format!("{}\n{}", words.contradiction(), violated(invariants, words).collect::<String>())
}

fn violated(invariants: &Invariants, words: &dyn Words) -> impl Iterator<Item = String> {
    invariants.violations.iter().map(|violation| format!("  {}\n", words.violation(violation)))
}

fn in_error(theory: &TheoryComparison, words: &dyn Words) -> impl Iterator<Item = String> {
    theory.violations().map(|row| {
        let write = |value| super::text::cell(&number(row, value), words.language());
        let (exact, simulated) = (write(Some(row.figure.value)), write(row.simulated.mean));
        let half_width = write(row.simulated.half_width);
        let (name, unit) = (name(row, words), words.unit_beside_theory(row.figure.kpi));
        format!(
            "  {}\n",
            words.theory_violated(&theory.formula, &name, [&exact, unit, &simulated, &half_width])
        )
    })
}

/// The table of a comparison, half hours in one line, and what a reader must know.
fn comparison(theory: &TheoryComparison, words: &dyn Words) -> Vec<Block> {
    let [title, value, simulated, last] = words.theory_titles(theory.grade, &theory.formula);
    let titles = [title, value, simulated, String::new(), String::new(), last];
    let rows = theory.shown().map(|row| line(row, theory.grade, words)).collect();
    let mut blocks = vec![Block::Table(Table::new(titles, rows))];
    let (agree, all) = theory.agreeing_half_hours();
    if all > 0 {
        blocks.push(Block::Note(words.half_hours_agree(agree, all)));
    }
    blocks.extend(theory.caveat().map(|caveat| Block::Note(words.caveat(caveat).to_owned())));
    blocks
}

fn line(row: &Row, grade: Grade, words: &dyn Words) -> Vec<Cell> {
    let off = row.simulated.mean.map(|mean| mean - row.figure.value);
    let verdict = match (grade, row.agrees) {
        (Grade::Approximate, _) => number(row, off),
        (Grade::Exact, Some(agrees)) => Cell::text(words.agrees(agrees)),
        (Grade::Exact, None) => Cell::text(UNKNOWN),
    };
    vec![
        Cell::Text(name(row, words)),
        number(row, Some(row.figure.value)),
        number(row, row.simulated.mean),
        Cell::Joined(vec![Cell::text("±"), number(row, row.simulated.half_width)], " "),
        Cell::text(words.unit_beside_theory(row.figure.kpi)),
        verdict,
    ]
}

/// A value in the unit that stands beside it.
fn number(row: &Row, value: Option<f64>) -> Cell {
    let format = if row.figure.kpi.is_in_shares() { Format::PerCent(3) } else { Format::Decimal(3) };
    Cell::number(value, format)
}

/// The KPI, behind the name of its entry unless it is the total.
fn name(row: &Row, words: &dyn Words) -> String {
    let name = match row.within {
        Some(within) => words.level_beside_theory(within),
        None => words.kpi_beside_theory(row.figure.kpi).unwrap_or(&row.key).to_owned(),
    };
    match row.figure.place {
        Place::Total => name,
        _ => words.of_entry(&row.entry, &name),
    }
}

/// Builds the object `checks` of `run --json`.
pub fn json(check: &SelfCheck<'_>) -> Value {
    let Invariants { dialled, outcomes, queues, little, busiest, .. } = check.invariants;
    let names = ["answered", "abandoned", "blocked", "closed", "self_served", "hung_up", "unserved"];
    let outcomes: Map<String, Value> =
        names.iter().zip(outcomes).map(|(name, n)| ((*name).to_owned(), json!(n))).collect();
    let holds = |invariant| check.holds(invariant);
    json!({
        "calls": { "dialled": dialled, "outcomes": outcomes, "holds": holds(Invariant::Calls) },
        "measured_calls": { "holds": holds(Invariant::Measured) },
        "redials": { "holds": holds(Invariant::Redials) },
        "little": { "queues": queues, "relative_error": little, "holds": holds(Invariant::Queue) },
        "busy_within_staffed": { "greatest_share": busiest, "holds": holds(Invariant::Agents) },
        "tables": { "holds": holds(Invariant::Tables) },
        "theory": check.exact.as_ref().ok().map(comparison_json),
        "approximation": check.approximation.as_ref().map(comparison_json),
        "no_theory": check.exact.as_ref().err().map(|reasons| reasons_json(reasons)),
    })
}

/// Reasons in both languages.
pub(super) fn reasons_json(reasons: &[Reason]) -> Vec<Value> {
    let [en, zh] = [Language::En, Language::Zh].map(words);
    reasons.iter().map(|reason| json!({ "en": en.reason(reason), "zh": zh.reason(reason) })).collect()
}

fn comparison_json(theory: &TheoryComparison) -> Value {
    let rows = theory.rows.iter().map(|row| row_json(row, theory.grade)).collect::<Vec<_>>();
    match theory.grade {
        Grade::Exact => json!({ "formula": theory.formula, "settled": theory.settled, "kpis": rows }),
        Grade::Approximate => json!({ "formula": theory.formula, "kpis": rows }),
    }
}

fn row_json(row: &Row, grade: Grade) -> Value {
    let Estimate { mean, half_width } = row.simulated;
    let simulated = json!({ "mean": mean, "half_width": half_width });
    let (dimension, entry, kpi, value) = (row.dimension, &row.entry, &row.key, row.figure.value);
    match grade {
        Grade::Exact => json!({
            "dimension": dimension, "entry": entry, "kpi": kpi,
            "exact": value, "simulated": simulated, "agrees": row.agrees,
        }),
        Grade::Approximate => json!({
            "dimension": dimension, "entry": entry, "kpi": kpi,
            "approximate": value, "simulated": simulated,
        }),
    }
}
