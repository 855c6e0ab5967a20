//! `hotseat run`.

use super::common::CommonArgs;
use super::consent::consent;
use super::failure::{Failure, Outcome};
use super::run_answer::{Detail, Run, Wanted};
use super::run_files::Finished;
use super::run_precision::PrecisionArgs;
use super::scenario_argument;
use super::trace::TraceArgs;
use crate::app::{RunOutcome, RunRequest, ScenarioRequest, Session, Work};
use crate::language::Language;
use crate::model::Model;
use crate::report;
use crate::requirement::{self, Requirement};
use crate::scenario::Loaded;
use crate::self_check::SelfCheck;
use clap::Args;
use serde_json::Value;

/// Arguments of `run`.
#[derive(Args)]
#[command(after_help = "Examples:
  hotseat run scenarios/jilin-2021 --replications 20 --out out
  hotseat run scenarios/jilin-2021 --full
  hotseat run scenarios/jilin-2021@no-surge --brief
  hotseat run scenarios/jilin-2021 --require \"worst_24h_answer_rate >= 0.95\"
  hotseat run scenarios/erlang-a.toml --json --set front_line.agents=105
  hotseat run scenarios/erlang-a.toml --trace calls.csv --trace-from \"2 h\" --trace-to \"3 h\"
  hotseat run scenarios/erlang-a.toml --precision \"service_level[20 s] 0.2 pp\"")]
pub(super) struct RunCommand {
    /// The scenario: a folder with scenario.toml, or one file; an alternative of it after an @
    scenario: String,
    /// Another value for one of the scenario: KEY=VALUE, the key a dotted path
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    #[command(flatten)]
    precision: PrecisionArgs,
    /// Of a plan the results of this run alone, without the answer that takes further simulations
    #[arg(long, conflicts_with = "full")]
    brief: bool,
    /// Of a plan the whole answer: every site, what the verdict hangs on, all tables
    #[arg(long)]
    full: bool,
    /// Ask whether a requirement is met, of a plan at every front line with everything built and merged: exit code 0 if
    /// so, 1 if not, 3 if it cannot be told; e.g. "worst_24h_answer_rate >= 0.95 and mean_wait_answered <= 30 s"
    #[arg(long, value_name = "REQUIREMENT")]
    require: Option<String>,
    #[command(flatten)]
    trace: TraceArgs,
}

/// Replications at least while looking for a precision.
const LEAST: u64 = 10;

impl RunCommand {
    pub(super) fn execute(&self, common: &CommonArgs) -> Outcome {
        let presentation = common.presentation();
        let language = presentation.language;
        let source = scenario_argument::parse(&self.scenario, None, &self.set)?;
        let loaded = source.load()?;
        let model = &loaded.model;
        let requirement = self.requirement(&loaded)?;
        let session = common.session()?;
        consent(self.work(model, common, &session), common)?;
        let output = presentation.output()?;
        let precision = self.precision.wanted(model)?;
        let trace = self.trace.wanted(model, precision.is_none().then_some(common.replications()))?;
        let budget = self.precision.budget(precision, common.replications());
        let request = RunRequest { scenario: &loaded, seed: common.seed, budget };
        let mut display = presentation.progress();
        let ran = session.run(&request, &mut |progress| display.show(progress));
        let RunOutcome { seed, results, is_precise, seconds } = ran?;
        let checks = SelfCheck::new(model, &results);
        if let Some(violations) = report::self_check::violations(&checks, language) {
            return Err(Failure::Unfinished(violations));
        }
        let run = Run { source: &source, loaded: &loaded, results: &results, checks: &checks, seed, seconds };
        let wanted = Wanted { detail: self.detail(), requirement: requirement.as_ref() };
        let mut answer = run.answer(&session, &wanted, language, &mut |progress| display.show(progress))?;
        let reached = self.precision.reached(precision, &results, is_precise);
        reached.iter().for_each(|reached| answer.add_precision(reached, language));
        drop(display);
        let mut files = match output {
            Some(output) => {
                let command = self.words(&source, language, &answer.summary);
                let assessment = answer.assessment.as_ref();
                let run = Finished { command, loaded: &loaded, seed, results: &results, assessment };
                run.write(output, &answer.summary, &answer.whole, language)?
            }
            None => String::new(),
        };
        if let Some(trace) = trace {
            files += &trace.write(model, seed, results.replications, language)?;
        }
        let text = presentation.printed(&answer.summary, || run.screen(&answer.screen, &files, language));
        let outcome = answer.outcome(text, self.require.as_deref().unwrap_or_default(), language);
        match reached {
            Some(reached) => reached.outcome(outcome, language),
            None => outcome,
        }
    }

    /// Returns the work; of a run that replicates until a precision is met the least.
    fn work(&self, model: &Model, common: &CommonArgs, session: &Session) -> Work {
        let replications = if self.precision.precision.is_some() { LEAST } else { common.replications() };
        Work::of(model, replications, session.threads())
    }

    /// Returns how much of a plan's answer is wanted.
    fn detail(&self) -> Detail {
        match (self.brief, self.full) {
            (true, _) => Detail::Brief,
            (_, true) => Detail::Full,
            _ => Detail::FirstScreen,
        }
    }

    /// Returns the requirement that is asked for. What has no effect on this scenario is refused.
    fn requirement(&self, loaded: &Loaded) -> Result<Option<Requirement>, Failure> {
        let refused = |message: String| Failure::Input(format!("error: {message}"));
        if loaded.plan.is_none() && (self.brief || self.full) {
            let option = if self.brief { "--brief" } else { "--full" };
            return Err(refused(format!(
                "{option} is for plans; this scenario is a single file, leave it out"
            )));
        }
        let parsed = |text: &String| requirement::parse(text, loaded.model.acceptable_waits());
        let parsed = self.require.as_ref().map(parsed).transpose();
        parsed.map_err(|error| refused(format!("--require {error}")))
    }

    /// Returns the arguments that bear on the results, defaults written out; the scenario as it was named.
    fn words(&self, source: &ScenarioRequest, language: Language, summary: &Value) -> Vec<String> {
        let value = |key: &str| summary.get(key).map(Value::to_string).unwrap_or_default();
        let mut command = vec!["hotseat".to_owned(), "run".to_owned()];
        command.extend(scenario_argument::words(source));
        command.extend(["--seed".to_owned(), value("seed")]);
        let fixed = || vec!["--replications".to_owned(), value("replications")];
        command.extend(self.precision.words().unwrap_or_else(fixed));
        command.extend(self.require.iter().flat_map(|text| ["--require".to_owned(), text.clone()]));
        let detail = [(self.brief, "--brief"), (self.full, "--full")];
        command.extend(detail.into_iter().filter(|(given, _)| *given).map(|(_, option)| option.to_owned()));
        if language == Language::Zh {
            command.extend(["--lang", "zh"].map(str::to_owned));
        }
        command
    }
}
