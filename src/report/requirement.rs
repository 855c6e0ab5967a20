//! A requirement's judgement for readers and for machines.

use super::document::{Block, Cell, Document, Format, Section, Table};
use super::json::estimate;
use super::words::Words;
use crate::model::Model;
use crate::requirement::{Judged, Judgement, Met};
use serde_json::{Value, json};

/// Builds the report: a row for every part and place.
pub fn document(model: &Model, judgement: &Judgement, words: &dyn Words) -> Document {
    let row = |judged: &Judged| {
        let site = judged.site.map(|site| Cell::text(words.say(&model.sites()[site].name)));
        let parts: Vec<Cell> = site.into_iter().chain(judged.date.map(Cell::Date)).collect();
        let place = if parts.is_empty() { Cell::Empty } else { Cell::Joined(parts, ", ") };
        let format = if judged.is_seconds { Format::Duration } else { Format::Share };
        vec![
            Cell::text(&*judged.text),
            place,
            Cell::estimate(judged.value, format),
            Cell::text(words.met(judged.met)),
        ]
    };
    let rows = judgement.parts.iter().map(row).collect();
    let table = Table::aligned(words.requirement_titles(), &[0, 1, 3], rows);
    Document::new([Section::new(vec![Block::Table(table)])])
}

/// Builds the object that `run --json` adds to its results.
pub fn json(model: &Model, judgement: &Judgement) -> Value {
    let part = |judged: &Judged| {
        json!({
            "requirement": judged.text,
            "site": judged.site.map(|site| model.sites()[site].id.as_str()),
            "date": judged.date.map(|date| date.to_string()),
            "value": estimate(judged.value),
            "met": truth(judged.met),
        })
    };
    json!({ "met": truth(judgement.met), "parts": judgement.parts.iter().map(part).collect::<Vec<_>>() })
}

/// `true`, `false`, or `null` where it cannot be told.
fn truth(met: Met) -> Option<bool> {
    match met {
        Met::Yes => Some(true),
        Met::No => Some(false),
        Met::Inconclusive => None,
    }
}
