//! `hotseat compare`.

use super::common::CommonArgs;
use super::consent::consent;
use super::failure::{Failure, Outcome};
use super::output::{self, Output};
use super::scenario_argument;
use crate::app::{CompareRequest, ScenarioRequest, Work};
use crate::language::Language;
use crate::merger::Phase;
use crate::replicate::Results;
use crate::report::comparison::{Comparison, Side};
use crate::report::{compare, tables};
use crate::scenario::Loaded;
use crate::scenario::difference::differences;
use crate::self_check::SelfCheck;
use clap::Args;
use serde_json::{Map, Value, json};

/// Arguments of `compare`.
#[derive(Args)]
#[command(after_help = "Examples:
  hotseat compare scenarios/jilin-2021@before scenarios/jilin-2021 @after
  hotseat compare scenarios/jilin-2021 @no-surge --out out
  hotseat compare centre.toml centre.toml --set-b front_line.agents=105")]
pub(super) struct CompareCommand {
    /// Scenarios, the others compared with the first: PATH or PATH@ALTERNATIVE; @ALTERNATIVE alone is
    /// one of the first's
    #[arg(num_args = 2.., required = true, value_name = "SCENARIO")]
    scenarios: Vec<String>,
    /// A value of all of them: KEY=VALUE, the key a dotted path
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// A value of the first
    #[arg(long, value_name = "KEY=VALUE")]
    set_a: Vec<String>,
    /// A value of the others
    #[arg(long, value_name = "KEY=VALUE")]
    set_b: Vec<String>,
}

impl CompareCommand {
    pub(super) fn execute(&self, common: &CommonArgs) -> Outcome {
        let presentation = common.presentation();
        let language = presentation.language;
        let sources = self.sources()?;
        let loaded = sources.iter().map(ScenarioRequest::load).collect::<Result<Vec<Loaded>, _>>()?;
        let after = after(&sources, &loaded)?;
        let session = common.session()?;
        let work = |one: &Loaded| Work::of(&one.model, common.replications(), session.threads());
        consent(loaded.iter().chain(&after).map(work).fold(Work::default(), Work::and), common)?;
        let output = presentation.output()?;
        let request = CompareRequest {
            scenarios: &loaded,
            after: &after,
            seed: common.seed,
            replications: common.replications(),
        };
        let mut display = presentation.progress();
        let outcome = session.compare(&request, &mut |progress| display.show(progress))?;
        drop(display);
        let pairs = sources.iter().zip(&loaded).zip(&outcome.results).enumerate();
        let sides: Vec<Side<'_>> = pairs
            .map(|(number, ((source, loaded), results))| Side {
                after: outcome.after.get(number),
                ..side(source, loaded, results)
            })
            .collect();
        if let Some(violations) = compare::violations(&sides, language) {
            return Err(Failure::Unfinished(violations));
        }
        let others = sides.iter().zip(&loaded).skip(1);
        let comparison =
            |(second, other)| Comparison { first: &sides[0], second, files: differences(&loaded[0], other) };
        let comparisons: Vec<Comparison<'_>> = others.map(comparison).collect();
        let json = compare::json(&comparisons, outcome.seed, outcome.seconds);
        let words = compare::text(&comparisons, language);
        let files = match output {
            Some(output) => write(output, &json, &words, &manifest(&json, &sources, &loaded), &comparisons)?,
            None => String::new(),
        };
        Ok(presentation.printed(&json, || {
            let speed = speed(request.replications, sides.len(), outcome.seed, outcome.seconds, language);
            let files = if files.is_empty() { files } else { format!("\n{files}") };
            speed + &words + &files
        }))
    }

    /// Returns the scenarios; the first one's path stands for the others' where they give none.
    fn sources(&self) -> Result<Vec<ScenarioRequest>, Failure> {
        let sets = self.set.iter().chain(&self.set_a);
        let first = scenario_argument::parse(&self.scenarios[0], None, sets)?;
        let base = first.path.clone();
        let other =
            |text: &String| scenario_argument::parse(text, Some(&base), self.set.iter().chain(&self.set_b));
        let others = self.scenarios[1..].iter().map(other);
        std::iter::once(Ok(first)).chain(others).collect()
    }
}

/// Reads the scenarios once more with everything built and merged, by which the rule is judged; none where one of them is no
/// plan.
fn after(sources: &[ScenarioRequest], loaded: &[Loaded]) -> Result<Vec<Loaded>, Failure> {
    match loaded.iter().all(|scenario| scenario.plan.is_some()) {
        true => Ok(sources.iter().map(|source| source.load_in(Phase::After)).collect::<Result<_, _>>()?),
        false => Ok(Vec::new()),
    }
}

/// Says how much was simulated.
fn speed(replications: u64, sides: usize, seed: u64, seconds: f64, language: Language) -> String {
    match language {
        Language::En => format!(
            "  {replications} replications of {sides} scenarios on the same callers, seed {seed}, {seconds:.1} s\n\n"
        ),
        Language::Zh => format!(
            "  {sides} 个情景，相同来电，各模拟 {replications} 次，随机种子 {seed}，用时 {seconds:.1} 秒\n\n"
        ),
    }
}

/// Returns what was compared, for the manifest.
fn manifest(json: &Value, sources: &[ScenarioRequest], loaded: &[Loaded]) -> Map<String, Value> {
    let same = |key: &str| (key.to_owned(), json.get(key).cloned().unwrap_or_default());
    let mut manifest: Map<String, Value> =
        ["version", "seed", "replications"].map(same).into_iter().collect();
    let scenario = |(source, loaded): (&ScenarioRequest, &Loaded)| json!({"scenario": scenario_argument::words(source), "inputs": output::inputs(&loaded.files)});
    manifest.insert("compared".to_owned(), sources.iter().zip(loaded).map(scenario).collect());
    manifest
}

/// Writes every file and lists them, a line each.
fn write(
    mut output: Output,
    json: &Value,
    words: &str,
    manifest: &Map<String, Value>,
    comparisons: &[Comparison<'_>],
) -> Outcome {
    output.write_summary(json, words)?;
    let tables = tables::of_comparisons(comparisons);
    tables.iter().try_for_each(|table| output.write_table(table))?;
    output.write_csv(&tables::columns(&tables))?;
    output.finish(manifest.clone())
}

/// Returns a scenario under its name, followed by the values that were set on the command line.
fn side<'a>(source: &ScenarioRequest, loaded: &'a Loaded, results: &'a Results) -> Side<'a> {
    let set: Vec<String> = source.changes.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let name = match set.as_slice() {
        [] => loaded.model.name().to_owned(),
        set => format!("{} {}", loaded.model.name(), set.join(" ")),
    };
    let checks = SelfCheck::new(&loaded.model, results);
    Side { name, model: &loaded.model, results, after: None, checks }
}
