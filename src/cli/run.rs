//! `hotseat run`.

use super::common::CommonArgs;
use super::failure::{Failure, Outcome};
use super::output::Output;
use super::run_files::Finished;
use super::scenario_argument;
use super::trace::TraceArgs;
use crate::app::{AssessRequest, Error, RunOutcome, RunRequest, ScenarioRequest};
use crate::language::Language;
use crate::model::Model;
use crate::replicate::precision::Precision;
use crate::report::words::{calls, words};
use crate::report::{self, text};
use crate::self_check::SelfCheck;
use crate::sweep::ReplicationBudget;
use clap::Args;
use serde_json::Value;

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
const AT_MOST: u64 = 100_000;

impl RunCommand {
    pub(super) fn execute(&self, common: &CommonArgs) -> Outcome {
        let presentation = common.presentation();
        let language = presentation.language;
        let source = scenario_argument::parse(&self.scenario, None, &self.set)?;
        let loaded = source.load()?;
        let model = &loaded.model;
        let output = presentation.out.as_deref().map(Output::new).transpose()?;
        let trace = self.trace.wanted(model, self.precision.is_none().then_some(common.replications()))?;
        let request =
            RunRequest { scenario: &loaded, seed: common.seed, budget: self.budget(model, common)? };
        let session = common.session()?;
        let mut display = presentation.progress();
        let ran = session.run(&request, &mut |progress| display.show(progress));
        display.clear();
        let RunOutcome { seed, results, seconds } = ran.map_err(|error| self.failure(error))?;
        let checks = SelfCheck::new(model, &results);
        if let Some(violations) = report::self_check::violations(&checks, language) {
            return Err(Failure::Unfinished(violations));
        }
        let summary = report::run::json(model, seed, &results, &checks, seconds);
        let catalogue = words(language);
        let document = report::run::document(model, &results, &checks, catalogue);
        let mut words = text::document(&document, language);
        let assessed = !self.brief && !presentation.json && model.sites().len() > 1;
        if let Some(plan) = loaded.plan.as_ref().filter(|_| assessed) {
            let (source, results) = (&source, &results);
            let request = AssessRequest { source, scenario: &loaded, plan, results, seed };
            let assessment = session.assess(&request, &mut |progress| display.show(progress))?;
            let document = report::assessment::document(model, results, &assessment, catalogue);
            words += &format!("\n{}", text::document(&document, language));
        }
        drop(display);
        let mut files = match output {
            Some(output) => {
                let command = self.words(&source, language, &summary);
                let run = Finished { command, loaded: &loaded, seed, results: &results };
                run.write(output, &summary, &words, language)?
            }
            None => String::new(),
        };
        if let Some(trace) = trace {
            files += &trace.write(model, seed, results.replications, language)?;
        }
        Ok(presentation.printed(&summary, || {
            let (replications, calls) = (results.replications, calls(results.attempts, language));
            let speed = speed(model.name(), replications, &calls, (seed, seconds), language);
            let files = if files.is_empty() { files } else { format!("\n{files}") };
            speed + &words + &files
        }))
    }

    /// Returns the replications that are asked for.
    fn budget(&self, model: &Model, common: &CommonArgs) -> Result<ReplicationBudget, Failure> {
        let Some(text) = &self.precision else {
            return Ok(ReplicationBudget::Fixed(common.replications()));
        };
        let precision = Precision::parse(text, model.acceptable_waits())
            .map_err(|message| Failure::Input(format!("error: --precision {message}")))?;
        Ok(ReplicationBudget::Until { precision, at_most: AT_MOST })
    }

    fn failure(&self, error: Error) -> Failure {
        match (error, &self.precision) {
            (Error::Imprecise { at_most }, Some(text)) => {
                Failure::Unfinished(format!("error: {text} is not reached within {at_most} replications"))
            }
            (other, _) => other.into(),
        }
    }

    /// Returns the arguments that bear on the results, defaults written out; the scenario as it was named.
    fn words(&self, source: &ScenarioRequest, language: Language, summary: &Value) -> Vec<String> {
        let value = |key: &str| summary.get(key).map(Value::to_string).unwrap_or_default();
        let mut command = vec!["hotseat".to_owned(), "run".to_owned()];
        command.extend(scenario_argument::words(source));
        command.extend(["--seed".to_owned(), value("seed")]);
        match &self.precision {
            Some(precision) => command.extend(["--precision".to_owned(), precision.clone()]),
            None => command.extend(["--replications".to_owned(), value("replications")]),
        }
        if language == Language::Zh {
            command.extend(["--lang", "zh"].map(str::to_owned));
        }
        command
    }
}

/// Says how much was simulated.
fn speed(
    name: &str,
    replications: u64,
    calls: &str,
    (seed, seconds): (u64, f64),
    language: Language,
) -> String {
    match language {
        Language::En => {
            format!("  {name}: {replications} replications, {calls}, seed {seed}, {seconds:.1} s\n\n")
        }
        Language::Zh => {
            format!("  {name}：重复 {replications} 次，共 {calls}，随机种子 {seed}，用时 {seconds:.1} 秒\n\n")
        }
    }
}
