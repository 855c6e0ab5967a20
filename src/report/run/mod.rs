//! The report of `run`.

mod json;
mod tables;
mod totals;

pub use json::json;

use super::document::{Block, Document, Section};
use super::self_check;
use super::words::Words;
use crate::merger::Phase;
use crate::model::Model;
use crate::replicate::Results;
use crate::self_check::{SelfCheck, cautions};

/// Builds the report: the phase of a plan, figures of all calls, what calls for caution, sites, stages, hotlines, and how
/// the run stands up to checks.
pub fn document(
    model: &Model,
    results: &Results,
    checks: &SelfCheck<'_>,
    phase: Option<Phase>,
    words: &dyn Words,
) -> Document {
    let mut sections = vec![];
    if let Some(phase) = phase {
        sections.push(Section::new(vec![Block::Paragraph(words.phase_of_run(phase).to_owned())]));
    }
    sections.push(Section::new(vec![Block::Facts(totals::totals(model, results, words))]));
    let cautions = cautions(model, results);
    if !cautions.is_empty() {
        let said = |caution| Block::Paragraph(words.caution(caution));
        sections.push(Section::new(cautions.iter().map(said).collect()));
    }
    sections.extend(totals::definitions(model, results, words));
    sections.extend(tables::sites(model, results, words));
    sections.extend(tables::stages(results, words));
    sections.extend(tables::hotlines(model, results, words));
    sections.push(self_check::section(checks, words));
    Document::new(sections)
}
