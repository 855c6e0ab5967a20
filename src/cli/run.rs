//! `hotseat run`.

use super::output::{self, Output};
use super::{Common, Failure, Language, Outcome};
use crate::centre::Model;
use crate::replicate::Results;
use crate::replicate::precision::{Precision, looks};
use crate::report::{json, tables};
use crate::scenario::{self, Loaded};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Map, Value};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Instant;

/// Arguments of `run`.
#[derive(Args)]
#[command(after_help = "Examples:
  hotseat run scenarios/jilin-2021 --replications 20 --out out
  hotseat run scenarios/erlang-a.toml --json
  hotseat run scenarios/erlang-a.toml --precision \"service_level[20 s] 0.2 pp\"")]
pub(super) struct RunCommand {
    /// The scenario: a folder with scenario.toml, or one file
    scenario: PathBuf,
    /// Replicate until the half-width is reached, e.g. "service_level[15 s] 0.5 pp" or
    /// "mean_wait_answered 2 %"; looks at 10, 14, 20, 28, 40, ... replications
    #[arg(long, value_name = "KPI WIDTH", conflicts_with = "replications")]
    precision: Option<String>,
}

/// Replications at most while looking for a precision.
const MOST: u64 = 100_000;

impl RunCommand {
    pub(super) fn execute(&self, common: &Common) -> Outcome {
        let loaded = scenario::load(&self.scenario).map_err(|problems| Failure::Input(problems.render()))?;
        let output = common.out.as_deref().map(Output::new).transpose()?;
        let model = &loaded.model;
        let seed = common.seed.unwrap_or(model.seed);
        let started = Instant::now();
        let results = self.replicate(model, seed, common)?;
        let seconds = started.elapsed().as_secs_f64();
        let summary = json::run(model, seed, &results, seconds);
        let files = match output {
            Some(output) => self.write(output, &loaded, &summary, &results, common)?,
            None => String::new(),
        };
        if common.json || common.quiet {
            return Ok(format!("{summary:#}\n"));
        }
        Ok(format!("{summary:#}\n{files}"))
    }

    /// Writes every file of the run and says where they are, a line each.
    fn write(
        &self,
        mut output: Output,
        loaded: &Loaded,
        summary: &Value,
        results: &Results,
        common: &Common,
    ) -> Outcome {
        let mut summary = summary.as_object().cloned().unwrap_or_default();
        // The running time is the one value that a rerun would change.
        summary.shift_remove("seconds");
        let manifest = self.manifest(loaded, &summary, common);
        output.write("summary.json", output::text(&Value::Object(summary)).as_bytes())?;
        let tables = tables::of_run(&loaded.model, results);
        tables.iter().try_for_each(|table| output.write_table(table))?;
        output.write_csv(&tables::columns(&tables))?;
        // Charts and the report in words go here, before the manifest that lists them.
        output.finish(manifest)
    }

    /// What was run: with these inputs and arguments the same program writes the same bytes.
    fn manifest(&self, loaded: &Loaded, summary: &Map<String, Value>, common: &Common) -> Map<String, Value> {
        let same = |key: &str| (key.to_owned(), summary.get(key).cloned().unwrap_or_default());
        let mut manifest: Map<String, Value> = [same("version")].into_iter().collect();
        manifest.insert("command".to_owned(), self.command(summary, common).into());
        manifest.extend(["scenario", "seed", "replications", "calls_simulated"].map(same));
        manifest.insert("inputs".to_owned(), output::inputs(&loaded.files));
        manifest
    }

    /// The arguments that bear on the results, defaults written out; the scenario as it was named.
    fn command(&self, summary: &Map<String, Value>, common: &Common) -> Vec<String> {
        let value = |key: &str| summary.get(key).map(Value::to_string).unwrap_or_default();
        let mut command = vec!["hotseat".to_owned(), "run".to_owned(), self.scenario.display().to_string()];
        command.extend(["--seed".to_owned(), value("seed")]);
        match &self.precision {
            Some(precision) => command.extend(["--precision".to_owned(), precision.clone()]),
            None => command.extend(["--replications".to_owned(), value("replications")]),
        }
        if let Language::Zh = common.lang {
            command.extend(["--lang", "zh"].map(str::to_owned));
        }
        command
    }

    fn replicate(&self, model: &Model, seed: u64, common: &Common) -> Result<Results, Failure> {
        let mut results = Results::new(model);
        let Some(text) = &self.precision else {
            let bar = progress(common, Some(common.replications));
            results.extend(model, seed, common.replications, |so_far| show(&bar, so_far));
            bar.finish_and_clear();
            return Ok(results);
        };
        let precision = Precision::parse(text, &model.within)
            .map_err(|message| Failure::Input(format!("error: --precision {message}")))?;
        let bar = progress(common, None);
        for look in looks().take_while(|look| *look <= MOST) {
            results.extend(model, seed, look, |so_far| show(&bar, so_far));
            if precision.is_met(&results) {
                bar.finish_and_clear();
                return Ok(results);
            }
        }
        Err(Failure::Unfinished(format!("error: {text} is not reached within {MOST} replications")))
    }
}

/// A bar on standard error, and only on a terminal.
fn progress(common: &Common, length: Option<u64>) -> ProgressBar {
    if common.quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(length, ProgressDrawTarget::hidden());
    }
    let bar = length.map_or_else(ProgressBar::no_length, ProgressBar::new);
    let template = "  {pos}/{len} replications [{bar:20}] {msg} {elapsed} (left {eta})";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("##-"));
    }
    bar
}

fn show(bar: &ProgressBar, results: &Results) {
    bar.set_position(results.replications);
    let seconds = bar.elapsed().as_secs_f64().max(1e-3);
    let millions = results.attempts as f64 / 1e6;
    bar.set_message(format!("{millions:.1} M calls, {:.1} M/s", millions / seconds));
}
