//! From journals to files: tables block by block, report, summary, and last the manifest.

use super::super::output::{self, Output, Stream};
use super::super::{Common, Failure, Outcome, run_files};
use super::header::{Header, Shard};
use super::journal::Records;
use crate::chart::Draw;
use crate::report::Lang;
use crate::report::sweep::{Block, Charts, Digest, Found, Row, Sheet, Tables, analysis, charts, json, text};
use crate::report::tables::{Table, columns};
use crate::report::{csv, parquet};
use serde_json::{Map, Value};
use std::io::Write;
use std::path::Path;

/// Points of a block at most, and their replications: its tables stay in a near cache.
const POINTS: usize = 256;
const REPLICATIONS: usize = 1024;

/// Makes everything from journals whose parts follow each other. Text for standard output.
pub(super) fn write(
    header: &Header,
    parts: Vec<Records>,
    output: Option<Output>,
    common: &Common,
    seconds: f64,
) -> Outcome {
    let sheet = header.sheet()?;
    let mut rows = Rows { parts, part: 0, next: 0 };
    let reference = match header.reference {
        Some(point) if output.is_some() => rows.find(point)?.map(|row| row.outcome),
        _ => None,
    };
    let tables = Tables::new(&sheet, reference);
    let folder = output.as_ref().map(|output| output.folder().to_owned());
    let ungathered = |error| {
        let folder = folder.clone().unwrap_or_else(std::env::temp_dir);
        output::unwritten(&folder.join("values for the analysis"), &error)
    };
    let mut digest = Digest::new(folder.clone());
    let mut written = Written { output, files: Vec::new(), tables: Vec::new() };
    let mut block = rows.block()?;
    while !block.is_empty() {
        let found = tables.all_found(&block);
        let gather_and_read = || {
            digest.add(&sheet, &block, &found).map_err(ungathered)?;
            rows.block()
        };
        // The next block is read while this one is written.
        let (done, next) = rayon::join(|| written.add(&tables, &block, &found), gather_and_read);
        done?;
        block = next?;
    }
    if rows.next != header.points {
        let (have, want) = (rows.next, header.points);
        return Err(Failure::Unfinished(format!(
            "error: the journal holds {have} of {want} points; use --resume"
        )));
    }
    let analysis = analysis(&sheet, &mut digest).map_err(ungathered)?;
    let summary = json(&sheet, &digest, &analysis, seconds);
    let words = text(&sheet, &digest, &analysis, common.lang());
    if let Some(output) = &mut written.output {
        draw(output, charts(&sheet, &digest, &analysis, common.lang()), common.lang())?;
    }
    written.add_whole(analysis.tables(&sheet))?;
    let files = written.finish(&sheet, &summary, &words, header)?;
    Ok(told(common, &summary, words, &files))
}

fn draw(output: &mut Output, charts: Charts, lang: Lang) -> Result<(), Failure> {
    let Charts { lines, heat, tornado, sobol, frontier } = charts;
    draw_one(output, "lines", lines, lang)?;
    draw_one(output, "heat", heat, lang)?;
    draw_one(output, "tornado", tornado, lang)?;
    draw_one(output, "sobol", sobol, lang)?;
    draw_one(output, "frontier", frontier, lang)
}

fn draw_one<C: Draw>(output: &mut Output, name: &str, chart: Option<C>, lang: Lang) -> Result<(), Failure> {
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

/// The points of all parts, in order.
struct Rows {
    parts: Vec<Records>,
    part: usize,
    /// Point that comes next.
    next: u64,
}

impl Rows {
    /// The next points, none at the end.
    fn block(&mut self) -> Result<Vec<Row>, Failure> {
        let (mut rows, mut replications) = (Vec::new(), 0);
        while rows.len() < POINTS && replications < REPLICATIONS {
            let Some(row) = self.row()? else { break };
            replications += row.outcome.replications.len();
            rows.push(row);
        }
        Ok(rows)
    }

    fn row(&mut self) -> Result<Option<Row>, Failure> {
        while let Some(part) = self.parts.get_mut(self.part) {
            match part.next().map_err(unreadable)? {
                Some(row) if row.outcome.point == self.next => {
                    self.next += 1;
                    return Ok(Some(row));
                }
                Some(_) => return Err(Failure::Unfinished("error: a journal is not in order".to_owned())),
                None => self.part += 1,
            }
        }
        Ok(None)
    }

    /// The row of a point; reading begins anew afterwards.
    fn find(&mut self, point: u64) -> Result<Option<Row>, Failure> {
        let mut found = None;
        for part in &mut self.parts {
            let holds = part.header.as_ref().is_some_and(|header| header.range().contains(&point));
            if holds {
                while let Some(row) = part.next().map_err(unreadable)? {
                    if row.outcome.point == point {
                        found = Some(row);
                        break;
                    }
                }
                part.rewind().map_err(unreadable)?;
            }
        }
        Ok(found)
    }
}

fn unreadable(error: std::io::Error) -> Failure {
    Failure::Unfinished(format!("error: cannot read the journal: {}", output::reason(&error)))
}

/// A table's two files.
struct Files {
    csv: Stream,
    parquet: parquet::Writer<Stream>,
}

/// Files as far as they are written.
struct Written {
    output: Option<Output>,
    files: Vec<Files>,
    /// The tables without their rows.
    tables: Vec<Table>,
}

impl Written {
    fn add(&mut self, tables: &Tables<'_>, rows: &[Row], found: &[Found]) -> Result<(), Failure> {
        let Some(output) = &mut self.output else { return Ok(()) };
        if self.files.is_empty() {
            self.tables = all(tables.block(&[], &[]));
            self.files =
                self.tables.iter().map(|table| Files::new(output, table)).collect::<Result<_, _>>()?;
        }
        let block = all(tables.block(rows, found));
        use rayon::prelude::*;
        self.files.par_iter_mut().zip(&block).try_for_each(|(files, table)| files.add(table))
    }

    /// Tables that are whole, or in parts that follow each other.
    fn add_whole(&mut self, tables: impl Iterator<Item = Table>) -> Result<(), Failure> {
        let Some(output) = &mut self.output else { return Ok(()) };
        for table in tables {
            if self.tables.last().is_none_or(|last| last.name != table.name) {
                self.files.push(Files::new(output, &table)?);
                self.tables.push(table.head());
            }
            self.files.last_mut().map_or(Ok(()), |files| files.add(&table))?;
        }
        Ok(())
    }

    fn finish(self, sheet: &Sheet, summary: &Value, words: &str, header: &Header) -> Outcome {
        let Some(mut output) = self.output else { return Ok(String::new()) };
        for files in self.files {
            let name = files.csv.name().to_owned();
            let parquet = files.parquet.finish().map_err(|error| unmade(&name, &error))?;
            output.keep(files.csv)?;
            output.keep(parquet)?;
        }
        let mut summary = summary.as_object().cloned().unwrap_or_default();
        // The running time is the one value that a rerun would change.
        summary.shift_remove("seconds");
        let whole = header.part(Shard::WHOLE);
        let mut manifest = Map::new();
        manifest.insert("version".to_owned(), whole.version.clone().into());
        manifest.insert("sweep".to_owned(), whole.json()?);
        for key in ["replications_simulated", "calls_simulated"] {
            manifest.insert(key.to_owned(), summary.get(key).cloned().unwrap_or_default());
        }
        output.write("summary.json", output::text(&Value::Object(summary)).as_bytes())?;
        output.write("report.txt", words.as_bytes())?;
        for table in [columns(&self.tables), sheet.definitions()] {
            let bytes = csv::bytes(&table).map_err(|error| unmade(table.name, &error))?;
            output.write(&format!("{}.csv", table.name), &bytes)?;
        }
        output.finish(manifest)
    }
}

fn all(block: Block) -> Vec<Table> {
    [block.points, block.replications].into_iter().chain(block.differences).collect()
}

impl Files {
    fn new(output: &mut Output, table: &Table) -> Result<Files, Failure> {
        let mut csv = output.stream(&format!("{}.csv", table.name))?;
        let header = csv::header(table).map_err(|error| unmade(table.name, &error))?;
        csv.write_all(&header).map_err(|error| csv.failure(&error))?;
        let parquet = output.stream(&format!("{}.parquet", table.name))?;
        let parquet = parquet::Writer::new(parquet, table).map_err(|error| unmade(table.name, &error))?;
        Ok(Files { csv, parquet })
    }

    fn add(&mut self, table: &Table) -> Result<(), Failure> {
        let Files { csv, parquet } = self;
        let write_csv = || csv::write_rows(table, csv).map_err(|error| csv.failure(&error));
        let write_parquet = || parquet.write(table).map_err(|error| unmade(table.name, &error));
        let (csv, parquet) = rayon::join(write_csv, write_parquet);
        csv.and(parquet)
    }
}

fn unmade(table: &str, error: &dyn std::error::Error) -> Failure {
    Failure::Unfinished(format!(
        "error: cannot write the table {table}: {error}\nresults are kept; --resume goes on"
    ))
}
