//! `size` of every site of a plan.

use super::question::{Question, refused};
use crate::app::SizeSitesRequest;
use crate::cli::common::CommonArgs;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::output::Output;
use crate::cli::run_files::draw;
use crate::language::Language;
use crate::report::size::sites::SizedSites;
use crate::report::words::words;
use crate::report::{tables, text};
use crate::scenario::plan::Plan;
use serde_json::Value;

/// Finds seats and staff of every site and prints them, with files where a folder is given.
pub(super) fn run(question: &Question<'_>, plan: &Plan, common: &CommonArgs) -> Outcome {
    let presentation = common.presentation();
    let language = presentation.language;
    let output = presentation.output()?;
    let request = SizeSitesRequest {
        source: question.source,
        requirement: question.requirement,
        confidence: question.confidence,
        seed: common.seed,
        replications: common.replications(),
    };
    let mut display = presentation.progress();
    let found = common.session()?.size_sites(&request, &mut |progress| display.show(progress))?;
    drop(display);
    let Some(outcome) = found else {
        return Err(refused("the scenario is no plan; name a key by --vary"));
    };
    let (model, requirement) = (&question.loaded.model, question.requirement);
    let sized = SizedSites { model, plan, requirement, outcome: &outcome };
    let json = sized.json();
    let files = match output {
        Some(output) => write(output, question, &sized, &json, language)?,
        None => String::new(),
    };
    let printed = presentation.printed(&json, || {
        let between = if files.is_empty() { "" } else { "\n" };
        format!("{}{between}{files}", text::document(&sized.document(words(language), true), language))
    });
    question.outcome(outcome.met, printed, language)
}

/// Writes every file and lists them, a line each.
fn write(
    mut output: Output,
    question: &Question<'_>,
    sized: &SizedSites<'_>,
    json: &Value,
    language: Language,
) -> Result<String, Failure> {
    let words = words(language);
    output.write_summary(json, &text::document(&sized.document(words, false), language))?;
    let table = sized.table();
    output.write_table(&table)?;
    output.write_csv(&tables::columns(&[table]))?;
    draw(&mut output, "sites", &sized.chart(words), language)?;
    let more = ["--replications".to_owned(), sized.outcome.replications.to_string()];
    output.finish(question.manifest(json, &more, language))
}
