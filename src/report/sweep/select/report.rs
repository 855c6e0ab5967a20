//! The report of a selection: the study, the best points, what is promised of the best, and notes.

use super::finding::{CandidateResult, Finding};
use crate::format::{UNKNOWN, count, per_cent};
use crate::report::document::{Block, Cell, Document, Format, Section, Table};
use crate::report::sweep::kpi_labels::{difference_unit, estimate_cell, estimate_text, label};
use crate::report::sweep::report::seed;
use crate::report::words::{SelectionMethod, Words};
use crate::stats::Estimate;
use crate::sweep::select::{Goal, Procedure};

/// Most points that are listed.
const MOST_LISTED: usize = 20;

/// Builds the report of a selection.
pub fn document(finding: &Finding<'_>, words: &dyn Words) -> Document {
    let report = Report { finding, words };
    let note = words.selection_note(method(finding)).to_owned();
    Document::new([
        Section::new(report.head()),
        Section::new(report.points()),
        Section::new(report.answer()),
        Section::new(vec![Block::Note(note)]),
    ])
}

/// Says why the question is open.
pub fn undecided(finding: &Finding<'_>, words: &dyn Words) -> String {
    words.undecided(method(finding), &count(finding.question.at_most as f64))
}

fn method(finding: &Finding<'_>) -> SelectionMethod {
    match finding.question.procedure {
        Procedure::Kn(_) => SelectionMethod::KimNelson,
        Procedure::Ocba(_) => SelectionMethod::Ocba,
    }
}

/// A selection, and the words.
struct Report<'r> {
    finding: &'r Finding<'r>,
    words: &'r dyn Words,
}

impl Report<'_> {
    /// The study in a line, its title, and what is measured.
    fn head(&self) -> Vec<Block> {
        let (context, words) = (self.finding.context, self.words);
        let points = count(context.points as f64);
        let study = [points.as_str(), &context.scenario, &context.design];
        let is_greatest = self.finding.question.goal == Goal::Greatest;
        let line = words.selection_line(&context.study, study, &self.finding.kpi().name, is_greatest);
        let title = context.title.as_ref().map(|title| words.say(title).to_owned());
        let measured = context.front_lines.then(|| words.front_lines_selected().to_owned());
        [Some(line), title, measured].into_iter().flatten().map(Block::Note).collect()
    }

    /// The best points first.
    fn points(&self) -> Vec<Block> {
        let finding = self.finding;
        let keys = finding.context.keys.iter().map(|key| key.name.clone());
        let titles = [self.words.point_title().to_owned()]
            .into_iter()
            .chain(keys)
            .chain([label(finding.kpi(), self.words)])
            .chain(self.words.selection_titles().map(str::to_owned));
        let rows = finding.ranked.iter().take(MOST_LISTED).map(|point| self.row(*point)).collect();
        let table = Block::Table(Table::new(titles, rows));
        let more = finding.ranked.len().saturating_sub(MOST_LISTED);
        let more = (more > 0).then(|| Block::Note(self.words.more_points(&count(more as f64))));
        [table].into_iter().chain(more).collect()
    }

    fn row(&self, point: usize) -> Vec<Cell> {
        let result = &self.finding.results[point];
        let CandidateResult { replications, estimate, difference, standing, screened_out, .. } = result;
        let settings = result.cells.iter().map(Cell::text);
        let results = [
            estimate_cell(self.finding.kpi(), *estimate),
            Cell::number(Some(*replications as f64), Format::Count),
            Cell::Text(self.difference(*difference)),
            Cell::Text(self.words.selection_standing(*standing, *screened_out)),
        ];
        [Cell::Text((point + 1).to_string())].into_iter().chain(settings).chain(results).collect()
    }

    /// Returns the notes on the best point, on the guarantee and on the effort.
    fn answer(&self) -> Vec<Block> {
        let (finding, best) = (self.finding, self.finding.best());
        let value = estimate_text(finding.kpi(), best.estimate, self.words);
        let settings = finding.context.settings(&best.cells);
        let (what, number) = (label(finding.kpi(), self.words), finding.selection.best + 1);
        let best = self.words.selected_point(finding.is_decided(), &what, &value, number, &settings);
        [best].into_iter().chain(self.promise()).chain([self.effort()]).map(Block::Note).collect()
    }

    /// Writes the guarantee or the estimated confidence, and the reason where nothing was decided.
    fn promise(&self) -> Vec<String> {
        let (finding, words) = (self.finding, self.words);
        let (zone, wanted) = (self.zone(), self.share(finding.question.confidence));
        let why = || undecided(finding, words);
        match (method(finding), finding.is_decided()) {
            (SelectionMethod::KimNelson, true) => vec![words.guarantee(&zone, &wanted)],
            (SelectionMethod::KimNelson, false) => vec![words.no_guarantee(&why())],
            (SelectionMethod::Ocba, is_decided) => {
                let estimated = self.share(finding.selection.confidence.unwrap_or(0.0));
                let open = (!is_decided).then(why);
                open.into_iter().chain([words.estimated_confidence(&zone, &estimated, &wanted)]).collect()
            }
        }
    }

    /// Writes the replications and calls of the selection, and the replications of an equal allocation to all points.
    fn effort(&self) -> String {
        let finding = self.finding;
        let own = count(finding.selection.replications() as f64);
        let (equal, calls) = (count(finding.equal_allocation() as f64), count(finding.attempts as f64));
        self.words.selection_effort(&own, &calls, &seed(finding.context, self.words), &equal)
    }

    /// Writes the indifference zone: "0.5 pp", "2 s".
    fn zone(&self) -> String {
        let (scale, unit) = self.unit();
        format!("{}{unit}", rounded(scale * self.finding.question.zone))
    }

    /// Writes a difference to as many digits as the zone shows: "-1.20 pp ± 0.31".
    fn difference(&self, difference: Estimate) -> String {
        let Some(mean) = difference.mean else { return UNKNOWN.to_owned() };
        let (scale, unit) = self.unit();
        let fine = libm::log10(scale * self.finding.question.zone).floor();
        let digits = (1.0 - fine).clamp(1.0, 6.0) as usize;
        let half =
            difference.half_width.map_or(String::new(), |half| format!(" ± {:.digits$}", scale * half));
        format!("{:+.digits$}{unit}{half}", scale * mean)
    }

    /// Returns the factor by which a difference is multiplied to be read, and its unit.
    fn unit(&self) -> (f64, String) {
        let kpi = self.finding.kpi();
        match difference_unit(kpi, self.words) {
            Some((scale, unit)) => (scale, unit.to_owned()),
            None => (1.0, format!(" {}", kpi.unit)),
        }
    }

    /// Writes a probability: "95 %", "99.9%".
    fn share(&self, probability: f64) -> String {
        let rounded = rounded(libm::floor(probability * 1e4 + 1e-6) / 100.0);
        format!("{rounded}{}", per_cent(self.words.language()))
    }
}

/// Takes off the last digits that binary fractions leave.
fn rounded(value: f64) -> f64 {
    format!("{value:.9e}").parse().unwrap_or(value)
}
