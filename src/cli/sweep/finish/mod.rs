//! From journals to files: tables piece by piece, report, summary, and last the manifest.

mod files;
mod rows;

use super::identity::SweepIdentity;
use super::journal::Records;
use crate::app::ordered_parallel;
use crate::chart::Draw;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::output::{self, Output};
use crate::cli::presentation::Presentation;
use crate::cli::run_files;
use crate::language::Language;
use crate::report::sweep::{Charts, StudyContext, SweepSummary, Tables, analysis, charts, document, json};
use crate::report::text;
use crate::report::words::words as catalogue;
use crate::sweep::Shard;
use files::{Piece, Written};
use rows::Rows;
use serde_json::{Map, Value};
use std::path::Path;

/// Makes everything from journals whose parts follow each other, on the threads of the current pool. Returns the text
/// for standard output.
pub(super) fn write(
    identity: &SweepIdentity,
    parts: Vec<Records>,
    output: Option<Output>,
    presentation: &Presentation,
    seconds: f64,
) -> Outcome {
    let (context, language) = (identity.context()?, presentation.language);
    let folder = output.as_ref().map(|output| output.folder().to_owned());
    let ungathered = |error| {
        let folder = folder.clone().unwrap_or_else(std::env::temp_dir);
        output::write_failure(&folder.join("values for the analysis"), &error)
    };
    let mut gathered = SweepSummary::new(folder.clone());
    let mut written = Written::to(output);
    let add = |piece: Piece| {
        gathered.add(&context, &piece.rows, &piece.estimates).map_err(ungathered)?;
        written.add(piece)
    };
    add_pieces(&context, parts, folder.is_some(), add)?;
    // Writing to the disk takes as long as the analysis.
    let (kept, analysis) = rayon::join(|| written.keep(), || analysis(&context, &mut gathered));
    kept?;
    let analysis = analysis.map_err(ungathered)?;
    let summary = json(&context, &gathered, &analysis, seconds);
    let catalogue = catalogue(language);
    let document = document(&context, &gathered, &analysis, catalogue);
    let words = text::document(&document, language);
    if let Some(output) = &mut written.output {
        draw(output, charts(&context, &gathered, &analysis, catalogue), language)?;
    }
    written.add_whole(analysis.tables(&context))?;
    let files = written.finish(&context, &summary, &words, manifest(identity, &summary)?)?;
    Ok(presentation.printed(&summary, || match files.is_empty() {
        true => words,
        false => format!("{words}\n{files}"),
    }))
}

/// Returns what was run, for the manifest.
fn manifest(identity: &SweepIdentity, summary: &Value) -> Result<Map<String, Value>, Failure> {
    let whole = identity.part(Shard::WHOLE);
    let mut manifest = Map::new();
    manifest.insert("version".to_owned(), whole.version.clone().into());
    manifest.insert("sweep".to_owned(), whole.json()?);
    for key in ["replications_simulated", "calls_simulated"] {
        manifest.insert(key.to_owned(), summary.get(key).cloned().unwrap_or_default());
    }
    Ok(manifest)
}

/// Makes pieces of all points, with their tables if `written`, and passes them to `add` in order.
fn add_pieces(
    context: &StudyContext,
    parts: Vec<Records>,
    written: bool,
    add: impl FnMut(Piece) -> Result<(), Failure> + Send,
) -> Result<(), Failure> {
    let mut rows = Rows::of(parts);
    let reference = match context.reference {
        Some(point) if written => rows.find(point)?.map(|row| row.outcome),
        _ => None,
    };
    let tables = Tables::new(context, reference);
    ordered_parallel(|| rows.piece(), |rows| Piece::of(&tables, rows, written), add)?;
    if rows.next != context.points {
        let (have, want) = (rows.next, context.points);
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

/// Returns what was printed when a finished folder was made.
pub(super) fn again(dir: &Path, presentation: &Presentation) -> Outcome {
    let name = if presentation.json { "summary.json" } else { "report.txt" };
    let path = dir.join(name);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| Failure::Unfinished(format!("error: cannot read {}: {error}", path.display())))?;
    match (presentation.json, presentation.quiet) {
        (false, true) => Ok(String::new()),
        (true, _) => Ok(text),
        _ => Ok(format!("{text}\n  {} is finished already\n", dir.display())),
    }
}
