//! The report of `run`.

mod json;
mod tables;
mod totals;

pub use json::json;

use super::document::{Block, Document, Section};
use super::self_check;
use super::words::{Adequacy, Words};
use crate::model::Model;
use crate::replicate::Results;
use crate::self_check::SelfCheck;
use crate::verdict::{VerdictCounts, verdicts};

/// Builds the report: verdicts, figures of all calls, sites, stages, hotlines, and how the run stands up to checks.
pub fn document(model: &Model, results: &Results, checks: &SelfCheck<'_>, words: &dyn Words) -> Document {
    let mut sections = vec![];
    if model.sites().len() > 1 {
        sections.push(Section::new(headline(results, words)));
    }
    sections.push(Section::new(vec![Block::Facts(totals::totals(model, results, words))]));
    sections.extend(totals::definitions(model, results, words));
    sections.extend(tables::sites(model, results, words));
    sections.extend(tables::stages(results, words));
    sections.extend(tables::hotlines(model, results, words));
    sections.push(self_check::section(checks, words));
    Document::new(sections)
}

/// The answer to the question whether seats and staff are enough.
fn headline(results: &Results, words: &dyn Words) -> Vec<Block> {
    let counts = VerdictCounts::of(&verdicts(results));
    let adequacy = match (counts.fails, counts.inconclusive) {
        (0, 0) => Adequacy::Everywhere,
        (0, _) => Adequacy::Inconclusive,
        _ if counts.holds == 0 => Adequacy::Nowhere,
        _ => Adequacy::Somewhere,
    };
    vec![Block::Paragraph(words.adequacy(adequacy)), Block::Paragraph(words.verdict_counts(&counts))]
}
