//! The catalogue of the words of reports.
//!
//! Each report has a trait of its words; [`Words`] is all of them. A language is a unit struct that implements every
//! trait, so a word that is missing in one language does not compile. Words with values in them are methods that take
//! the values. Numbers within sentences are written by [`crate::format`].

mod assessment;
mod charts;
mod compare;
mod en;
mod preview;
mod run;
mod selection;
mod self_check;
mod size;
mod size_intervals;
mod size_months;
mod size_sites;
mod sweep;
mod sweep_charts;
mod zh;

pub use crate::format::{UNKNOWN, count, duration, per_cent, percent, percent_with};
pub use assessment::{AssessmentWords, PathWords, PhaseShares, WeeksJudged};
pub use charts::{ChartWords, NamedSite};
pub use compare::{CompareWords, Shown};
pub use preview::{PlanHeader, PreviewWords, Principal, SizeLine};
pub use run::{AnswerRateOf, RunWords, TotalLine};
pub use selection::{SelectionMethod, SelectionWords, Standing};
pub use self_check::SelfCheckWords;
pub use size::{SizeAnswer, SizeEffort, SizeWords};
pub use size_intervals::{IntervalsQuestion, SizeIntervalsWords};
pub use size_months::SizeMonthsWords;
pub use size_sites::{SizeSitesWords, SizeTotals};
pub use sweep::{KpiLabel, StudyLine, SweepWords, TargetCounts};
pub use sweep_charts::{ExtremePoint, IntervalStyle, KeyName, SweepChartWords, ValueName};

use crate::language::{Language, Text};
use crate::verdict::{Resource, Verdict};
use comfy_table::{CellAlignment, Table, presets};

/// All words of reports in one language.
pub trait Words:
    CommonWords
    + RunWords
    + AssessmentWords
    + SelfCheckWords
    + CompareWords
    + ChartWords
    + PreviewWords
    + SweepWords
    + SweepChartWords
    + SelectionWords
    + SizeWords
    + SizeSitesWords
    + SizeMonthsWords
    + SizeIntervalsWords
{
}

/// Words that several reports share.
pub trait CommonWords {
    /// Returns the language of these words.
    fn language(&self) -> Language;

    /// Joins names: "A, B".
    fn list(&self, names: &[&str]) -> String;

    /// Writes a number of calls: "8,004 calls", "51.9 M calls".
    fn calls(&self, number: u64) -> String;

    /// Writes the first and last date of a span: "2021-10-18 to 2021-10-24".
    fn date_span(&self, first: &str, last: &str) -> String;

    /// Returns a verdict in a word or two.
    fn verdict(&self, verdict: Verdict) -> &'static str;

    /// Returns the name of a resource.
    fn resource(&self, resource: Resource) -> &'static str;

    /// Returns the text in this language.
    fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.language())
    }
}

/// The words of English.
struct English;

/// The words of Chinese.
struct Chinese;

impl Words for English {}
impl Words for Chinese {}

/// Returns the words of a language.
pub fn words(language: Language) -> &'static dyn Words {
    match language {
        Language::En => &English,
        Language::Zh => &Chinese,
    }
}

/// Writes a number of calls: "8,004 calls", "51.9 M calls".
pub fn calls(number: u64, language: Language) -> String {
    words(language).calls(number)
}

/// Lays out an aligned table without rules: the first column to the left, the others to the right.
pub fn table(head: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = plain(rows);
    table.set_header(head.iter().copied());
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    lines(&table)
}

fn plain(rows: Vec<Vec<String>>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.add_rows(rows);
    if let Some(first) = table.column_mut(0) {
        first.set_padding((2, 1));
    }
    table
}

fn lines(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_in_millions_or_in_tens_of_thousands() {
        let (few, many) = (8_004, 51_912_000);
        assert_eq!(
            (calls(few, Language::En), calls(few, Language::Zh)),
            ("8,004 calls".into(), "8,004 次来电".into())
        );
        assert_eq!(
            (calls(many, Language::En), calls(many, Language::Zh)),
            ("51.9 M calls".into(), "5,191 万次来电".into())
        );
    }
}
