//! The files of a sweep's tables: made piece by piece on all threads, written in order.

use crate::cli::failure::{Failure, Outcome};
use crate::cli::output::{FileWriter, Output};
use crate::report::data::{Table, columns};
use crate::report::sweep::{PointEstimates, StudyContext, Tables};
use crate::report::{csv, parquet};
use crate::sweep::PointResult;
use rayon::prelude::*;
use serde_json::{Map, Value};
use std::io::Write;

/// Some points and their part of the tables.
pub(super) struct Piece {
    pub(super) rows: Vec<PointResult>,
    pub(super) estimates: Vec<PointEstimates>,
    /// Its tables, and each one's lines of CSV.
    tables: Vec<(Table, Vec<u8>)>,
}

impl Piece {
    /// Makes the piece of these points, with tables if `written`.
    pub(super) fn of(tables: &Tables<'_>, rows: Vec<PointResult>, written: bool) -> Piece {
        let estimates = tables.estimates(&rows);
        let with_lines = |table| {
            let lines = csv::rows(&table);
            (table, lines)
        };
        let made = if written { tables.of(&rows, &estimates) } else { Vec::new() };
        Piece { tables: made.into_iter().map(with_lines).collect(), rows, estimates }
    }
}

/// A table's two files.
struct Files {
    csv: FileWriter,
    parquet: parquet::Writer<FileWriter>,
}

impl Files {
    fn new(output: &mut Output, table: &Table) -> Result<Files, Failure> {
        let mut csv = output.open(&format!("{}.csv", table.name))?;
        let header = csv::header(table).map_err(|error| unmade(table.name, &error))?;
        csv.write_all(&header).map_err(|error| csv.failure(&error))?;
        let parquet = output.open(&format!("{}.parquet", table.name))?;
        let parquet = parquet::Writer::new(parquet, table).map_err(|error| unmade(table.name, &error))?;
        Ok(Files { csv, parquet })
    }

    /// Adds rows, and the same as lines of CSV.
    fn add(&mut self, table: &Table, lines: &[u8]) -> Result<(), Failure> {
        let Files { csv, parquet } = self;
        csv.write_all(lines).map_err(|error| csv.failure(&error))?;
        parquet.write(table).map_err(|error| unmade(table.name, &error))
    }

    fn finish(self) -> Result<[FileWriter; 2], Failure> {
        let name = self.csv.name().to_owned();
        let parquet = self.parquet.finish().map_err(|error| unmade(&name, &error))?;
        Ok([self.csv, parquet])
    }
}

/// The files of all tables, as far as they are written.
pub(super) struct Written {
    pub(super) output: Option<Output>,
    files: Vec<Files>,
    /// The tables without their rows.
    tables: Vec<Table>,
}

impl Written {
    /// No files yet; without an output there will be none.
    pub(super) fn to(output: Option<Output>) -> Written {
        Written { output, files: Vec::new(), tables: Vec::new() }
    }

    /// Adds a piece.
    pub(super) fn add(&mut self, piece: Piece) -> Result<(), Failure> {
        let Some(output) = &mut self.output else { return Ok(()) };
        if self.files.is_empty() {
            let tables = piece.tables.iter().map(|(table, _)| table);
            self.files = tables.clone().map(|table| Files::new(output, table)).collect::<Result<_, _>>()?;
            self.tables = tables.map(Table::head).collect();
        }
        let mut tables = self.files.iter_mut().zip(&piece.tables);
        tables.try_for_each(|(files, (table, lines))| files.add(table, lines))
    }

    /// Adds whole tables, or tables in parts that follow each other.
    pub(super) fn add_whole(&mut self, tables: impl Iterator<Item = Table>) -> Result<(), Failure> {
        let Some(output) = &mut self.output else { return Ok(()) };
        for table in tables {
            if self.tables.last().is_none_or(|last| last.name != table.name) {
                self.files.push(Files::new(output, &table)?);
                self.tables.push(table.head());
            }
            self.files.last_mut().map_or(Ok(()), |files| files.add(&table, &csv::rows(&table)))?;
        }
        Ok(())
    }

    /// Puts the files so far in their places: nothing is added to them any more.
    pub(super) fn keep(&mut self) -> Result<(), Failure> {
        let Some(output) = &mut self.output else { return Ok(()) };
        let finished = self.files.par_drain(..).map(Files::finish).collect::<Result<Vec<_>, _>>()?;
        output.keep(finished.into_iter().flatten().collect())
    }

    /// Puts all files in their places, then summary, report, definitions and manifest. Lists all files, a line each.
    pub(super) fn finish(
        mut self,
        context: &StudyContext,
        summary: &Value,
        words: &str,
        manifest: Map<String, Value>,
    ) -> Outcome {
        self.keep()?;
        let Some(mut output) = self.output else { return Ok(String::new()) };
        output.write_summary(summary, words)?;
        for table in [columns(&self.tables), context.definitions()] {
            let bytes = csv::bytes(&table).map_err(|error| unmade(table.name, &error))?;
            output.write(&format!("{}.csv", table.name), &bytes)?;
        }
        output.finish(manifest)
    }
}

fn unmade(table: &str, error: &dyn std::error::Error) -> Failure {
    Failure::Unfinished(format!(
        "error: cannot write the table {table}: {error}\nresults are kept; --resume goes on"
    ))
}
