//! The files of a run: summary, report in words, tables, charts, and last the manifest.

use super::failure::{Failure, Outcome};
use super::output::{self, Output};
use crate::app::assess::Assessment;
use crate::chart::{self, ChartError, Draw};
use crate::language::Language;
use crate::replicate::Results;
use crate::report::assessment::{Assessed, charts};
use crate::report::charts::Source;
use crate::report::tables;
use crate::report::words::words;
use crate::scenario::Loaded;
use serde_json::{Map, Value};

/// A run that is done.
pub(super) struct Finished<'a> {
    /// The command, with what bears on the results.
    pub(super) command: Vec<String>,
    /// The scenario.
    pub(super) loaded: &'a Loaded,
    /// The seed.
    pub(super) seed: u64,
    /// The results.
    pub(super) results: &'a Results,
    /// Of a plan, its assessment if there is one.
    pub(super) assessment: Option<&'a Assessment>,
}

impl Finished<'_> {
    /// Writes every file and lists them, a line each.
    pub(super) fn write(self, mut output: Output, summary: &Value, words: &str, lang: Language) -> Outcome {
        output.write_summary(summary, words)?;
        let mut tables = tables::of_run(&self.loaded.model, self.results);
        tables.extend(self.assessed().iter().flat_map(tables::of_assessment));
        tables.iter().try_for_each(|table| output.write_table(table))?;
        output.write_csv(&tables::columns(&tables))?;
        self.draw(&mut output, lang)?;
        output.finish(self.manifest(summary))
    }

    fn assessed(&self) -> Option<Assessed<'_>> {
        let (plan, assessment) = (self.loaded.plan.as_ref()?, self.assessment?);
        Some(Assessed { model: &self.loaded.model, plan, assessment })
    }

    fn draw(&self, output: &mut Output, lang: Language) -> Result<(), Failure> {
        let (model, plan) = (&self.loaded.model, self.loaded.plan.as_ref());
        let source = Source { model, plan, results: self.results, seed: self.seed, words: words(lang) };
        if let Some(assessed) = self.assessed() {
            if let Some(rule) = charts::rule(&assessed, &source) {
                draw(output, "rule", &rule, lang)?;
            }
            if let Some(path) = charts::path(&assessed, &source) {
                draw(output, "path", &path, lang)?;
            }
        }
        if let Some(calendar) = source.calendar() {
            draw(output, "calendar", &calendar, lang)?;
        }
        draw(output, "load", &source.load(), lang)?;
        draw(output, "waits", &source.waits(), lang)
    }

    /// Returns what was run: with these inputs and arguments the same program writes the same bytes.
    fn manifest(&self, summary: &Value) -> Map<String, Value> {
        let same = |key: &str| (key.to_owned(), summary.get(key).cloned().unwrap_or_default());
        let mut manifest: Map<String, Value> = [same("version")].into_iter().collect();
        manifest.insert("command".to_owned(), self.command.clone().into());
        manifest.extend(["scenario", "seed", "replications", "calls_simulated"].map(same));
        manifest.insert("inputs".to_owned(), output::inputs(&self.loaded.files));
        manifest
    }
}

/// Writes a chart as SVG and PNG.
pub(super) fn draw<C: Draw>(
    output: &mut Output,
    name: &str,
    chart: &C,
    lang: Language,
) -> Result<(), Failure> {
    let failed = |error: ChartError| Failure::Unfinished(format!("error: chart {name}: {error}"));
    let svg = chart::svg(chart, lang).map_err(failed)?;
    output.write(&format!("charts/{name}.svg"), svg.as_bytes())?;
    output.write(&format!("charts/{name}.png"), &chart::png(chart, lang).map_err(failed)?)
}
