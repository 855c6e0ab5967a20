//! `sweep --select`: the best of many points, replications spent where they decide.
//!
//! It goes in rounds, and which points a round simulates depends on what those before have shown: nothing to be split
//! into shards. Into a folder rounds are journalled: whoever resumes ends in the same bytes.

mod question;
mod recorded;

use crate::language::Language;

use super::super::output::{self, Output};
use super::super::{Common, Failure, Outcome};
use super::folder::{self, Claim, JOURNAL, Turn};
use super::header::{Header, Shard};
use super::{SweepCommand, broken, finish, progress};
use crate::kpi::Invariants;
use crate::report::data::columns;
use crate::report::sweep::StudyContext;
use crate::report::sweep::select::{Finding, Question, document, undecided};
use crate::report::{csv, parquet};
use crate::report::{text, words::words as catalogue};
use crate::scenario::problem::Problems;
use crate::scenario::study::Study;
use crate::sweep::select::{Asked, Selection};
use crate::sweep::{Bench, Pace, Pairing};
use clap::{Args, ValueEnum};
use recorded::Recorded;
use serde_json::{Map, Value};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Options of `sweep --select`.
#[derive(Args)]
#[command(next_help_heading = "The best of many points")]
pub(super) struct SelectArgs {
    /// Find the point where a KPI is best, replicating where it decides: --select "service_level[15 s]" max
    #[arg(long, num_args = 2, value_names = ["KPI", "max|min"])]
    select: Option<Vec<String>>,
    /// The smallest difference that matters, which --select needs: "0.5 pp" of a share, "2 s" of a wait
    #[arg(long, value_name = "ZONE", requires = "select", allow_hyphen_values = true)]
    indifference: Option<String>,
    /// Who decides [default: kn]
    #[arg(long, requires = "select")]
    method: Option<Method>,
    /// Probability with which the best is to be found [default: 0.95]
    #[arg(long, value_name = "SHARE", requires = "select", allow_hyphen_values = true)]
    confidence: Option<String>,
    /// Replications of a point at most, with ocba on average; exit code 3 if that is not enough [default: 1000]
    #[arg(long, value_name = "N", requires = "select")]
    at_most: Option<u64>,
}

/// Who decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// Kim and Nelson's procedure: the same callers at every point, and a guarantee
    Kn,
    /// Optimal computing budget allocation: independent callers, and an estimate
    Ocba,
}

impl Method {
    fn name(self) -> String {
        self.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned())
    }
}

impl SelectArgs {
    /// Whether the best point is asked for, not all of them.
    pub(super) fn is_asked(&self) -> bool {
        self.select.is_some()
    }

    /// Finds the best point of a study.
    pub(super) fn run(&self, command: &SweepCommand, path: &Path, common: &Common) -> Outcome {
        self.fits(command, common)?;
        let started = Instant::now();
        let study = command.read(path, common)?;
        unpaired(&study, path)?;
        let header = Header::of(&study, Shard::WHOLE).selecting(self.words());
        let sheet = header.sheet()?;
        let question = self.question(&sheet, &study.base.model.within)?;
        let job = Job { study: &study, sheet: &sheet, question, common };
        let Some(dir) = common.out.as_deref() else {
            let finding = job.find(&mut Recorded::nowhere(), path)?;
            let summary = finding.json(started.elapsed().as_secs_f64());
            return told(&finding, &summary, "", common);
        };
        let Some(Claim { output, mut journal, turn }) = command.claim(dir, &header)? else {
            return again(dir, common);
        };
        let journal_path = dir.join(JOURNAL);
        let failed = |error: std::io::Error| folder::interrupted(&journal_path, &error);
        if turn == Turn::Start {
            journal.begin(&header).map_err(failed)?;
        }
        let mut recorded = Recorded::of(journal).map_err(failed)?;
        let finding = job.find(&mut recorded, &journal_path)?;
        let summary = finding.json(started.elapsed().as_secs_f64());
        let words = text::document(&document(&finding, catalogue(common.lang())), common.lang());
        let manifest = self.manifest(&header, &study, path, &summary)?;
        let files = write(output, &finding, &summary, &words, manifest)?;
        drop(recorded);
        folder::tidy(dir);
        told(&finding, &summary, &files, common)
    }

    /// The options as they would be written again.
    fn words(&self) -> Vec<String> {
        let given = [
            ("--indifference", self.indifference.clone()),
            ("--method", self.method.map(Method::name)),
            ("--confidence", self.confidence.clone()),
            ("--at-most", self.at_most.map(|count| count.to_string())),
        ];
        let given = given.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?]));
        let select = ["--select".to_owned()].into_iter().chain(self.select.iter().flatten().cloned());
        select.chain(given.flatten()).collect()
    }

    /// What was run: with these inputs and arguments the same program writes the same bytes.
    fn manifest(
        &self,
        header: &Header,
        study: &Study,
        path: &Path,
        summary: &Value,
    ) -> Result<Map<String, Value>, Failure> {
        let same = |key: &str| (key.to_owned(), summary.get(key).cloned().unwrap_or_default());
        let command = ["sweep".to_owned(), path.display().to_string()].into_iter().chain(self.words());
        let mut manifest: Map<String, Value> = [same("version")].into_iter().collect();
        manifest.insert("command".to_owned(), command.collect());
        let kept = ["method", "indifference", "confidence_wanted", "at_most", "study", "scenario", "seed"];
        manifest.extend(kept.map(same));
        manifest.extend(["replications_simulated", "calls_simulated"].map(same));
        manifest.insert("inputs".to_owned(), output::inputs(&study.files));
        manifest.insert("sweep".to_owned(), header.json()?);
        Ok(manifest)
    }
}

/// The procedures count replication by replication.
fn unpaired(study: &Study, path: &Path) -> Result<(), Failure> {
    match study.pairing {
        Pairing::Single => Ok(()),
        Pairing::Mirrored => Err(Failure::Input(format!(
            "error: {}: `antithetic` does not go with --select, whose procedures take single replications; leave it \
             out\nnothing was run.",
            path.display()
        ))),
    }
}

/// What a finished folder said when it was made, and how it ended.
fn again(dir: &Path, common: &Common) -> Outcome {
    let text = finish::again(dir, common)?;
    let summary = std::fs::read(dir.join("summary.json")).unwrap_or_default();
    let summary: Value = serde_json::from_slice(&summary).unwrap_or_default();
    match summary.get("decided") {
        Some(Value::Bool(false)) => Err(Failure::Open { text, message: UNDECIDED.to_owned() }),
        _ => Ok(text),
    }
}

/// What a finished selection that was not decided is told again.
const UNDECIDED: &str = "not decided: raise --at-most, or widen --indifference";

/// A selection to be made.
struct Job<'j> {
    study: &'j Study,
    sheet: &'j StudyContext,
    question: Question,
    common: &'j Common,
}

impl<'j> Job<'j> {
    /// `journal` is where rounds are recorded, if they are.
    fn find(&self, recorded: &mut Recorded, journal: &Path) -> Result<Finding<'j>, Failure> {
        let (points, pace) = (self.study.points(), Pace::default());
        let mut values = vec![Vec::new(); points as usize];
        let selection = self.select(&pace, &mut values, (recorded, journal))?;
        let cells = (0..points).map(|point| self.study.cells(point)).collect();
        let attempts = pace.attempts.into_inner();
        Ok(Finding::new(self.sheet, self.question, selection, cells, &values, attempts))
    }

    /// Runs the procedure, and keeps the values of every point in order of replications.
    fn select(
        &self,
        pace: &Pace,
        values: &mut [Vec<f64>],
        (recorded, journal): (&mut Recorded, &Path),
    ) -> Result<Selection, Failure> {
        let Question { procedure, goal, at_most, kpi, .. } = self.question;
        let kpi = &self.sheet.indicators[kpi];
        let model = |point| {
            let refused = |problems: Problems| Failure::Input(problems.render());
            self.study.model(point).map_err(refused)
        };
        let broken =
            |point, invariants: &Invariants| broken(self.study, point, invariants, self.common.lang());
        let bench = Bench {
            model: &model,
            broken: &broken,
            scope: self.study.scope,
            seed: self.study.seed,
            independent: procedure.is_for_independent(),
            pace,
        };
        let bar = progress::selecting(self.common, at_most.saturating_mul(self.study.points()));
        let selection = procedure.run(goal, |asked| {
            let simulate = |asked: &[Asked]| bench.observe(asked, |entry| kpi.of_entry(entry));
            let failed = |error| folder::interrupted(journal, &error);
            let found = recorded.observe(asked, pace, simulate, failed)?;
            bar.set_position(pace.replications.load(Ordering::Relaxed));
            let told = asked.iter().zip(found);
            let all = told.map(|(asked, value)| value.ok_or_else(|| self.undefined(asked)));
            let found = all.collect::<Result<Vec<f64>, Failure>>()?;
            asked.iter().zip(&found).for_each(|(asked, value)| values[asked.system].push(*value));
            Ok(found)
        });
        bar.finish_and_clear();
        selection
    }

    fn undefined(&self, asked: &Asked) -> Failure {
        let (kpi, point) = (&self.sheet.indicators[self.question.kpi], asked.system as u64);
        Failure::Unfinished(format!(
            "error: {} has no value in replication {} of point {} ({}): it is {}\n\
             leave the point out, simulate more days, or select by another KPI",
            kpi.name,
            asked.replication,
            point + 1,
            self.study.describe(point),
            kpi.definition()
        ))
    }
}

fn write(
    mut output: Output,
    finding: &Finding<'_>,
    summary: &Value,
    words: &str,
    manifest: Map<String, Value>,
) -> Outcome {
    let mut summary = summary.as_object().cloned().unwrap_or_default();
    // The running time is the one value that a rerun would change.
    summary.shift_remove("seconds");
    output.write("summary.json", output::text(&Value::Object(summary)).as_bytes())?;
    output.write("report.txt", words.as_bytes())?;
    let table = finding.table();
    let unmade = |error: &dyn std::error::Error| {
        Failure::Unfinished(format!("error: cannot make the table {}: {error}", table.name))
    };
    output.write("selection.parquet", &parquet::bytes(&table).map_err(|error| unmade(&error))?)?;
    for table in [columns(std::slice::from_ref(&table)), table.clone()] {
        let bytes = csv::bytes(&table).map_err(|error| unmade(&error))?;
        output.write(&format!("{}.csv", table.name), &bytes)?;
    }
    output.finish(manifest)
}

/// Text for standard output, also where nothing was decided.
fn told(finding: &Finding<'_>, summary: &Value, files: &str, common: &Common) -> Outcome {
    let words = || text::document(&document(finding, catalogue(common.lang())), common.lang());
    let text = match (common.json, common.quiet) {
        (true, _) => format!("{summary:#}\n"),
        (_, true) => String::new(),
        _ if files.is_empty() => words(),
        _ => format!("{}\n{files}", words()),
    };
    if finding.is_decided() {
        return Ok(text);
    }
    let why = undecided(finding, catalogue(Language::En));
    let message = format!("{why}: raise --at-most, or widen --indifference");
    Err(Failure::Open { text, message })
}
