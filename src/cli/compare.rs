//! `hotseat compare`.

use crate::language::Language;

use super::output::{self, Output};
use super::run::replicate;
use super::which::Which;
use super::{Common, Failure, Outcome};
use crate::replicate::Results;
use crate::report::comparison::{Comparison, Side};
use crate::report::{compare, tables};
use crate::scenario::Loaded;
use crate::scenario::difference::differences;
use crate::self_check::SelfCheck;
use clap::Args;
use serde_json::{Map, Value, json};
use std::time::Instant;

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
    pub(super) fn execute(&self, common: &Common) -> Outcome {
        let which = self.which()?;
        let loaded = which.iter().map(Which::load).collect::<Result<Vec<Loaded>, _>>()?;
        let output = common.out.as_deref().map(Output::new).transpose()?;
        let seed = common.seed.unwrap_or(loaded[0].model.seed);
        let started = Instant::now();
        let results: Vec<Results> =
            loaded.iter().map(|loaded| replicate(&loaded.model, seed, common)).collect();
        let seconds = started.elapsed().as_secs_f64();
        let sides: Vec<Side<'_>> = which
            .iter()
            .zip(loaded.iter().zip(&results))
            .map(|(which, (loaded, results))| side(which, loaded, results))
            .collect();
        if let Some(violations) = compare::violations(&sides, common.lang()) {
            return Err(Failure::Unfinished(violations));
        }
        let comparisons: Vec<Comparison<'_>> = sides
            .iter()
            .zip(&loaded)
            .skip(1)
            .map(|(second, other)| Comparison {
                first: &sides[0],
                second,
                files: differences(&loaded[0], other),
            })
            .collect();
        let json = compare::json(&comparisons, seed, seconds);
        let words = compare::text(&comparisons, common.lang());
        let files = match output {
            Some(output) => self.write(output, &json, &words, &which, &loaded, &comparisons)?,
            None => String::new(),
        };
        if common.json {
            return Ok(format!("{json:#}\n"));
        }
        if common.quiet {
            return Ok(String::new());
        }
        let (replications, sides) = (common.replications(), sides.len());
        let speed = match common.lang() {
            Language::En => format!(
                "  {replications} replications of {sides} scenarios on the same callers, seed {seed}, {seconds:.1} s\n\n"
            ),
            Language::Zh => format!(
                "  {sides} 个场景，相同来电，各重复 {replications} 次，随机种子 {seed}，用时 {seconds:.1} 秒\n\n"
            ),
        };
        let files = if files.is_empty() { files } else { format!("\n{files}") };
        Ok(speed + &words + &files)
    }

    /// The scenarios, the first's path standing for the others' where they give none.
    fn which(&self) -> Result<Vec<Which>, Failure> {
        let first = Which::parse(&self.scenarios[0], None, self.set.iter().chain(&self.set_a))?;
        let base = first.path.clone();
        let others = self.scenarios[1..].iter();
        let others = others.map(|text| Which::parse(text, Some(&base), self.set.iter().chain(&self.set_b)));
        std::iter::once(Ok(first)).chain(others).collect()
    }

    fn write(
        &self,
        mut output: Output,
        json: &Value,
        words: &str,
        which: &[Which],
        loaded: &[Loaded],
        comparisons: &[Comparison<'_>],
    ) -> Outcome {
        let mut summary = json.as_object().cloned().unwrap_or_default();
        summary.shift_remove("seconds");
        let same = |key: &str| (key.to_owned(), summary.get(key).cloned().unwrap_or_default());
        let mut manifest: Map<String, Value> =
            ["version", "seed", "replications"].map(same).into_iter().collect();
        let scenario = |(which, loaded): (&Which, &Loaded)| json!({"scenario": which.words(), "inputs": output::inputs(&loaded.files)});
        manifest.insert("compared".to_owned(), which.iter().zip(loaded).map(scenario).collect());
        output.write("summary.json", output::text(&Value::Object(summary)).as_bytes())?;
        output.write("report.txt", words.as_bytes())?;
        let tables = tables::of_comparisons(comparisons);
        tables.iter().try_for_each(|table| output.write_table(table))?;
        output.write_csv(&tables::columns(&tables))?;
        output.finish(manifest)
    }
}

/// A scenario under its name, and what was set of it on the command line.
fn side<'a>(which: &Which, loaded: &'a Loaded, results: &'a Results) -> Side<'a> {
    let set: Vec<String> = which.changes.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let name = match set.as_slice() {
        [] => loaded.model.name.clone(),
        set => format!("{} {}", loaded.model.name, set.join(" ")),
    };
    let checks = SelfCheck::new(&loaded.model, results);
    Side { name, model: &loaded.model, results, checks }
}
