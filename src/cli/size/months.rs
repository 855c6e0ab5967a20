//! `size --by month`.

use super::question::{Question, refused};
use crate::app::SizeMonthsRequest;
use crate::cli::common::CommonArgs;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::output::Output;
use crate::cli::run_files::draw;
use crate::language::Language;
use crate::report::size::months::SizedMonths;
use crate::report::words::words;
use crate::report::{tables, text};
use serde_json::Value;

/// Finds what every site needs month by month and prints it, with files where a folder is given.
pub(super) fn run(question: &Question<'_>, common: &CommonArgs) -> Outcome {
    let presentation = common.presentation();
    let language = presentation.language;
    let output = presentation.output()?;
    let request = SizeMonthsRequest {
        source: question.source,
        requirement: question.requirement,
        confidence: question.confidence,
        seed: common.seed,
        replications: common.replications(),
    };
    let mut display = presentation.progress();
    let found = common.session()?.size_months(&request, &mut |progress| display.show(progress))?;
    drop(display);
    let Some(outcome) = found else {
        return Err(refused(
            "--by month asks when a plan's people have to be hired: give a plan with dates and a requirement such as \
             \"worst_24h_answer_rate >= 0.95\"",
        ));
    };
    let (model, requirement) = (&question.loaded.model, question.requirement);
    let sized = SizedMonths { model, requirement, outcome: &outcome };
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
    sized: &SizedMonths<'_>,
    json: &Value,
    language: Language,
) -> Result<String, Failure> {
    output.write_summary(json, &text::document(&sized.document(words(language), false), language))?;
    let table = sized.table();
    output.write_table(&table)?;
    output.write_csv(&tables::columns(&[table]))?;
    let rule = question.loaded.plan.iter().flat_map(|plan| &plan.sites).map(|site| site.rule_staff).sum();
    draw(&mut output, "months", &sized.chart(rule, words(language)), language)?;
    let more =
        ["--by", "month", "--replications", &sized.outcome.replications.to_string()].map(str::to_owned);
    output.finish(question.manifest(json, &more, language))
}
