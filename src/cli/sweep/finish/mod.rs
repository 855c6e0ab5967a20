//! From journals to files: tables piece by piece, report, summary, and last the manifest.

mod files;
mod rows;
mod turns;

use crate::language::Language;

use super::super::output::{self, Output};
use super::super::{Common, Failure, Outcome, run_files};
use super::header::Header;
use super::journal::Records;
use crate::chart::Draw;
use crate::report::sweep::{Charts, StudyContext, SweepSummary, Tables, analysis, charts, document, json};
use crate::report::{text, words::words as catalogue};
use files::{Piece, Written};
use rows::Rows;
use serde_json::Value;
use std::path::Path;
use turns::in_turns;

/// Makes everything from journals whose parts follow each other. Text for standard output.
pub(super) fn write(
    header: &Header,
    parts: Vec<Records>,
    output: Option<Output>,
    common: &Common,
    seconds: f64,
) -> Outcome {
    let sheet = header.sheet()?;
    let folder = output.as_ref().map(|output| output.folder().to_owned());
    let ungathered = |error| {
        let folder = folder.clone().unwrap_or_else(std::env::temp_dir);
        output::unwritten(&folder.join("values for the analysis"), &error)
    };
    let mut gathered = SweepSummary::new(folder.clone());
    let mut written = Written::to(output);
    let add = |piece: Piece| {
        gathered.add(&sheet, &piece.rows, &piece.estimates).map_err(ungathered)?;
        written.add(piece)
    };
    pass_on(header, &sheet, parts, folder.is_some(), add)?;
    // The disk takes its time.
    let (kept, analysis) = rayon::join(|| written.keep(), || analysis(&sheet, &mut gathered));
    kept?;
    let analysis = analysis.map_err(ungathered)?;
    let summary = json(&sheet, &gathered, &analysis, seconds);
    let catalogue = catalogue(common.lang());
    let document = document(&sheet, &gathered, &analysis, catalogue);
    let words = text::document(&document, common.lang());
    if let Some(output) = &mut written.output {
        draw(output, charts(&sheet, &gathered, &analysis, catalogue), common.lang())?;
    }
    written.add_whole(analysis.tables(&sheet))?;
    let files = written.finish(&sheet, &summary, &words, header)?;
    Ok(told(common, &summary, words, &files))
}

/// Makes pieces of all points, `written`: with files, and lets `add` have them in order.
fn pass_on(
    header: &Header,
    sheet: &StudyContext,
    parts: Vec<Records>,
    written: bool,
    add: impl FnMut(Piece) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    let mut rows = Rows::of(parts);
    let reference = match header.reference {
        Some(point) if written => rows.find(point)?.map(|row| row.outcome),
        _ => None,
    };
    let tables = Tables::new(sheet, reference);
    in_turns(|| rows.piece(), |rows| Piece::of(&tables, rows, written), add)?;
    if rows.next != header.points {
        let (have, want) = (rows.next, header.points);
        return Err(Failure::Unfinished(format!(
            "error: the journal holds {have} of {want} points; use --resume"
        )));
    }
    Ok(())
}

fn draw(output: &mut Output, charts: Charts, lang: Language) -> Result<(), Failure> {
    let Charts { lines, heat, tornado, sobol, frontier } = charts;
    draw_one(output, "lines", lines, lang)?;
    draw_one(output, "heat", heat, lang)?;
    draw_one(output, "tornado", tornado, lang)?;
    draw_one(output, "sobol", sobol, lang)?;
    draw_one(output, "frontier", frontier, lang)
}

fn draw_one<C: Draw>(
    output: &mut Output,
    name: &str,
    chart: Option<C>,
    lang: Language,
) -> Result<(), Failure> {
    chart.map_or(Ok(()), |chart| run_files::draw(output, name, &chart, lang))
}

fn told(common: &Common, summary: &Value, words: String, files: &str) -> String {
    match (common.json, common.quiet) {
        (true, _) => format!("{summary:#}\n"),
        (_, true) => String::new(),
        _ if files.is_empty() => words,
        _ => format!("{words}\n{files}"),
    }
}

/// What a finished folder said when it was made.
pub(super) fn again(dir: &Path, common: &Common) -> Outcome {
    let name = if common.json { "summary.json" } else { "report.txt" };
    let path = dir.join(name);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::Unfinished(format!("error: cannot read {}: {error}", path.display())))?;
    match (common.json, common.quiet) {
        (false, true) => Ok(String::new()),
        (true, _) => Ok(text),
        _ => Ok(format!("{text}\n  {} is finished already\n", dir.display())),
    }
}
