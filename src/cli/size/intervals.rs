//! `size --by interval`.

use super::question::Question;
use crate::app::SizeIntervalsRequest;
use crate::cli::common::CommonArgs;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::output::Output;
use crate::cli::run_files::draw;
use crate::language::Language;
use crate::report::size::intervals::SizedIntervals;
use crate::report::text;
use crate::report::words::words;
use jiff::civil::Date;
use serde_json::Value;

/// The options of intervals.
pub(super) struct Options {
    /// Seconds of an interval.
    pub(super) seconds: f64,
    /// Index of the site of a plan.
    pub(super) site: Option<usize>,
    /// A date of the week.
    pub(super) week: Option<Date>,
    /// The share of paid time off the line.
    pub(super) shrinkage: Option<f64>,
}

/// Finds the agents by interval and prints them, with files where a folder is given.
pub(super) fn run(question: &Question<'_>, options: &Options, common: &CommonArgs) -> Outcome {
    let presentation = common.presentation();
    let language = presentation.language;
    let output = presentation.output()?;
    let request = SizeIntervalsRequest {
        source: question.source,
        requirement: question.requirement,
        interval: options.seconds,
        site: options.site,
        week: options.week,
        confidence: question.confidence,
        seed: common.seed,
        replications: common.replications,
    };
    let mut display = presentation.progress();
    let outcome = common.session()?.size_intervals(&request, &mut |progress| display.show(progress))?;
    drop(display);
    let model = &question.loaded.model;
    let sized = SizedIntervals {
        scenario: model.name(),
        site: options.site.map(|site| &model.sites()[site].name),
        requirement: question.requirement,
        shrinkage: options.shrinkage,
        outcome: &outcome,
    };
    let json = sized.json();
    let files = match output {
        Some(output) => write(output, question, &sized, (&json, options), language)?,
        None => String::new(),
    };
    let printed = presentation.printed(&json, || {
        let between = if files.is_empty() { "" } else { "\n" };
        format!("{}{between}{files}", text::document(&sized.document(words(language), true), language))
    });
    question.outcome(outcome.met, printed, language)
}

/// Writes every file and lists them, a line each. Of several groups each has its own requirement.
fn write(
    mut output: Output,
    question: &Question<'_>,
    sized: &SizedIntervals<'_>,
    (json, options): (&Value, &Options),
    language: Language,
) -> Result<String, Failure> {
    let words = words(language);
    output.write_summary(json, &text::document(&sized.document(words, false), language))?;
    for (index, group) in sized.outcome.groups.iter().enumerate() {
        let suffix = if index == 0 { String::new() } else { format!("-{}", group.group) };
        output.write(&format!("requirement{suffix}.csv"), sized.requirement_csv(group).as_bytes())?;
        draw(&mut output, &format!("requirement{suffix}"), &sized.chart(group, words), language)?;
    }
    let site = options.site.filter(|_| question.loaded.plan.is_some());
    let given = [
        ("--interval", Some(format!("{}min", options.seconds / 60.0))),
        ("--site", site.map(|site| question.loaded.model.sites()[site].id.clone())),
        ("--week", options.week.map(|date| date.to_string())),
        ("--shrinkage", options.shrinkage.map(|share| share.to_string())),
        ("--replications", Some(sized.outcome.replications.to_string())),
    ];
    let given = given.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?]));
    let by = ["--by".to_owned(), "interval".to_owned()];
    let more: Vec<String> = [by].into_iter().chain(given).flatten().collect();
    output.finish(question.manifest(json, &more, language))
}
