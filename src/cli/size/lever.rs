//! `size` of one lever.

use super::question::Question;
use crate::app::SizeRequest;
use crate::app::size::LeverRange;
use crate::cli::common::CommonArgs;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::output::Output;
use crate::cli::run_files::draw;
use crate::language::Language;
use crate::report::size::lever::SizedLever;
use crate::report::words::words;
use crate::report::{tables, text};
use serde_json::Value;

/// Finds the value and prints it, with files where a folder is given.
pub(super) fn run(question: &Question<'_>, key: &str, range: LeverRange, common: &CommonArgs) -> Outcome {
    let presentation = common.presentation();
    let language = presentation.language;
    let output = presentation.output()?;
    let request = SizeRequest {
        source: question.source,
        key,
        range,
        requirement: question.requirement,
        confidence: question.confidence,
        seed: common.seed,
        replications: common.replications,
    };
    let mut display = presentation.progress();
    let outcome = common.session()?.size(&request, &mut |progress| display.show(progress))?;
    drop(display);
    let sized =
        SizedLever { model: &question.loaded.model, requirement: question.requirement, outcome: &outcome };
    let json = sized.json();
    let files = match output {
        Some(output) => write(output, question, &sized, (&json, &request), language)?,
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
    sized: &SizedLever<'_>,
    (json, request): (&Value, &SizeRequest<'_>),
    language: Language,
) -> Result<String, Failure> {
    let words = words(language);
    output.write_summary(json, &text::document(&sized.document(words, false), language))?;
    let table = sized.table_of_values();
    output.write_table(&table)?;
    output.write_csv(&tables::columns(&[table]))?;
    if let Some(chart) = sized.chart(words) {
        draw(&mut output, "size", &chart, language)?;
    }
    let range = [("--from", request.range.from), ("--to", request.range.to), ("--step", request.range.step)];
    let range = range.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?.to_string()]));
    let replications = request.replications.map(|count| ["--replications".to_owned(), count.to_string()]);
    let vary = ["--vary".to_owned(), request.key.to_owned()];
    let more: Vec<String> = [vary].into_iter().chain(range).chain(replications).flatten().collect();
    output.finish(question.manifest(json, &more, language))
}
