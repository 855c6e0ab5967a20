//! `hotseat run`.

use super::ending;
use super::output::Output;
use super::run_files::Finished;
use super::trace::TraceArgs;
use super::which::Which;
use super::{Common, Failure, LanguageArg, Outcome};
use crate::language::Language;
use crate::model::Model;
use crate::replicate::Results;
use crate::replicate::precision::{Precision, stopping_schedule};
use crate::report::checks::Checks;
use crate::report::words::calls;
use crate::report::{self, json};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;
use std::io::IsTerminal;
use std::time::Instant;

/// Arguments of `run`.
#[derive(Args)]
#[command(after_help = "Examples:
  hotseat run scenarios/jilin-2021 --replications 20 --out out
  hotseat run scenarios/jilin-2021@no-surge
  hotseat run scenarios/erlang-a.toml --json --set front_line.agents=105
  hotseat run scenarios/erlang-a.toml --trace calls.csv --trace-from \"2 h\" --trace-to \"3 h\"
  hotseat run scenarios/erlang-a.toml --precision \"service_level[20 s] 0.2 pp\"")]
pub(super) struct RunCommand {
    /// The scenario: a folder with scenario.toml, or one file; an alternative of it after an @
    scenario: String,
    /// Another value for one of the scenario: KEY=VALUE, the key a dotted path
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Replicate until the half-width is reached, e.g. "service_level[15 s] 0.5 pp" or
    /// "mean_wait_answered 2 %"; looks at 10, 14, 20, 28, 40, ... replications
    #[arg(long, value_name = "KPI WIDTH", conflicts_with = "replications")]
    precision: Option<String>,
    /// Of a plan the results alone, without the further simulations of the end: room, mends, and what
    /// would turn the verdict
    #[arg(long)]
    brief: bool,
    #[command(flatten)]
    trace: TraceArgs,
}

/// Replications at most while looking for a precision.
const MOST: u64 = 100_000;

impl RunCommand {
    pub(super) fn execute(&self, common: &Common) -> Outcome {
        let which = Which::parse(&self.scenario, None, &self.set)?;
        let loaded = which.load()?;
        let output = common.out.as_deref().map(Output::new).transpose()?;
        let model = &loaded.model;
        let seed = common.seed.unwrap_or(model.seed);
        let known = self.precision.is_none().then_some(common.replications());
        let trace = self.trace.wanted(model, known)?;
        let started = Instant::now();
        let results = self.replicate(model, seed, common)?;
        let seconds = started.elapsed().as_secs_f64();
        let checks = Checks::new(model, &results);
        if let Some(violations) = checks.violations(common.lang()) {
            return Err(Failure::Unfinished(violations));
        }
        let summary = json::run(model, seed, &results, &checks, seconds);
        let mut words = report::run::text(model, &results, &checks, common.lang());
        if let Some(plan) =
            loaded.plan.as_ref().filter(|_| !self.brief && !common.json && model.sites.len() > 1)
        {
            let ending = ending::ending(&which, &loaded, plan, &results, seed, common)?;
            words += &format!("\n{}", report::ending::text(model, &results, &ending, common.lang()));
        }
        let files = match output {
            Some(output) => {
                let command = self.words(&which, common, &summary);
                let run = Finished { command, loaded: &loaded, seed, results: &results };
                run.write(output, &summary, &words, common.lang())?
            }
            None => String::new(),
        };
        let traced = trace
            .map(|trace| trace.write(model, seed, results.replications, common.lang()))
            .transpose()?
            .unwrap_or_default();
        let files = files + &traced;
        if common.json {
            return Ok(format!("{summary:#}\n"));
        }
        if common.quiet {
            return Ok(String::new());
        }
        let (name, replications, calls) =
            (&model.name, results.replications, calls(results.attempts, common.lang()));
        let speed = match common.lang() {
            Language::En => {
                format!("  {name}: {replications} replications, {calls}, seed {seed}, {seconds:.1} s\n\n")
            }
            Language::Zh => {
                format!(
                    "  {name}：重复 {replications} 次，共 {calls}，随机种子 {seed}，用时 {seconds:.1} 秒\n\n"
                )
            }
        };
        let files = if files.is_empty() { files } else { format!("\n{files}") };
        Ok(speed + &words + &files)
    }

    /// The arguments that bear on the results, defaults written out; the scenario as it was named.
    fn words(&self, which: &Which, common: &Common, summary: &Value) -> Vec<String> {
        let value = |key: &str| summary.get(key).map(Value::to_string).unwrap_or_default();
        let mut command = vec!["hotseat".to_owned(), "run".to_owned()];
        command.extend(which.words());
        command.extend(["--seed".to_owned(), value("seed")]);
        match &self.precision {
            Some(precision) => command.extend(["--precision".to_owned(), precision.clone()]),
            None => command.extend(["--replications".to_owned(), value("replications")]),
        }
        if let LanguageArg::Zh = common.lang {
            command.extend(["--lang", "zh"].map(str::to_owned));
        }
        command
    }

    fn replicate(&self, model: &Model, seed: u64, common: &Common) -> Result<Results, Failure> {
        let Some(text) = &self.precision else { return Ok(replicate(model, seed, common)) };
        let precision = Precision::parse(text, &model.within)
            .map_err(|message| Failure::Input(format!("error: --precision {message}")))?;
        let mut results = Results::new(model);
        let bar = progress(common, None);
        for look in stopping_schedule().take_while(|look| *look <= MOST) {
            results.extend(model, seed, look, |so_far| show(&bar, so_far));
            if precision.is_met(&results.tables.total) {
                results.stopped_by_width();
                bar.finish_and_clear();
                return Ok(results);
            }
        }
        Err(Failure::Unfinished(format!("error: {text} is not reached within {MOST} replications")))
    }
}

/// As many replications as were asked for, under a bar.
pub(super) fn replicate(model: &Model, seed: u64, common: &Common) -> Results {
    let bar = progress(common, Some(common.replications()));
    let mut results = Results::new(model);
    results.extend(model, seed, common.replications(), |so_far| show(&bar, so_far));
    bar.finish_and_clear();
    results
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
