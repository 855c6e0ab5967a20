//! `sweep --select`: the best of many points, replications spent where they decide.
//!
//! It goes in rounds, and which points a round simulates depends on the results of those before: it cannot be split into
//! shards. Into a folder rounds are journalled: a resumed selection ends in the same bytes.

pub(super) mod args;
mod question;

use super::args::SweepCommand;
use super::folder::{Claim, JOURNAL, ResumeAction};
use super::identity::SweepIdentity;
use super::job::failure;
use super::journal::{Journal, Resumed};
use super::{finish, folder};
use crate::app::sweep::{SelectOutcome, SelectRequest};
use crate::app::{Error, Session};
use crate::cli::common::CommonArgs;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::output::{self, Output};
use crate::cli::presentation::Presentation;
use crate::language::Language;
use crate::report::data::columns;
use crate::report::sweep::StudyContext;
use crate::report::sweep::select::{Finding, Question, document, undecided};
use crate::report::words::words as catalogue;
use crate::report::{csv, parquet, text};
use crate::scenario::study::Study;
use crate::sweep::select::Round;
use crate::sweep::{Pairing, Shard};
use args::SelectArgs;
use serde_json::{Map, Value};
use std::path::Path;
use std::time::Instant;

impl SelectArgs {
    /// Finds the best point of a study.
    pub(super) fn run(&self, command: &SweepCommand, path: &Path, common: &CommonArgs) -> Outcome {
        self.check_fit(command, common)?;
        let (started, presentation, session) = (Instant::now(), common.presentation(), common.session()?);
        let study = command.read(path, common, &session)?;
        check_pairing(&study, path)?;
        let identity = SweepIdentity::of(&study, Shard::WHOLE).selecting(self.words());
        let context = identity.context()?;
        let question = self.question(&context, study.base.model.acceptable_waits())?;
        let job = Job {
            session: &session,
            study: &study,
            context: &context,
            question,
            presentation: &presentation,
        };
        let Some(dir) = presentation.out.as_deref() else {
            let finding = job.find(Vec::new(), None, path)?;
            let summary = finding.json(started.elapsed().as_secs_f64());
            return printed(&finding, &summary, "", &presentation);
        };
        let claim = Claim::of(dir, &identity, command.policy(common), &presentation)?;
        let Some(Claim { output, mut journal, action }) = claim else {
            return again(dir, &presentation);
        };
        let journal_path = dir.join(JOURNAL);
        let failed = |error: std::io::Error| folder::interrupted(&journal_path, &error);
        if action == ResumeAction::Start {
            journal.begin(&identity.head()?).map_err(failed)?;
        }
        let (earlier, resumed) = rounds(&mut journal).map_err(failed)?;
        folder::tell_of_damage(resumed, &journal_path, &presentation);
        let finding = job.find(earlier, Some(&mut journal), &journal_path)?;
        let summary = finding.json(started.elapsed().as_secs_f64());
        let words = report_text(&finding, presentation.language);
        let manifest = self.manifest(&identity, &study, path, &summary)?;
        let files = write(output, &finding, &summary, &words, manifest)?;
        drop(journal);
        folder::tidy(dir);
        printed(&finding, &summary, &files, &presentation)
    }

    /// Returns what was run, for the manifest: with these inputs and arguments the same program writes the same bytes.
    fn manifest(
        &self,
        identity: &SweepIdentity,
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
        manifest.insert("sweep".to_owned(), identity.json()?);
        Ok(manifest)
    }
}

/// Refuses paired replications: the procedures count single ones.
fn check_pairing(study: &Study, path: &Path) -> Result<(), Failure> {
    match study.pairing {
        Pairing::Single => Ok(()),
        Pairing::Mirrored => Err(Failure::Input(format!(
            "error: {}: `antithetic` does not go with --select, whose procedures take single replications; leave it \
             out\nnothing was run.",
            path.display()
        ))),
    }
}

/// Returns the rounds of a journal, which goes on after them, and what was left of it.
fn rounds(journal: &mut Journal) -> std::io::Result<(Vec<Round>, Resumed)> {
    let resumed = journal.resume()?;
    let (mut records, mut rounds) = (journal.records()?, Vec::new());
    while let Some(round) = records.payload()?.and_then(|payload| Round::from_bytes(&payload)) {
        rounds.push(round);
    }
    journal.resume()?;
    Ok((rounds, resumed))
}

/// Returns what was printed when a finished folder was made, and how it ended.
fn again(dir: &Path, presentation: &Presentation) -> Outcome {
    let text = finish::again(dir, presentation)?;
    let summary = std::fs::read(dir.join("summary.json")).unwrap_or_default();
    let summary: Value = serde_json::from_slice(&summary).unwrap_or_default();
    match summary.get("decided") {
        Some(Value::Bool(false)) => Err(Failure::Inconclusive { text, message: UNDECIDED.to_owned() }),
        _ => Ok(text),
    }
}

/// The message about a finished selection that was not decided.
const UNDECIDED: &str = "not decided: raise --at-most, or widen --indifference";

/// A selection that is to be made.
struct Job<'j> {
    session: &'j Session,
    study: &'j Study,
    context: &'j StudyContext,
    question: Question,
    presentation: &'j Presentation,
}

impl<'j> Job<'j> {
    /// Makes the selection. Rounds are recorded in the journal if there is one; `path` is where it lies.
    fn find(
        &self,
        earlier: Vec<Round>,
        mut journal: Option<&mut Journal>,
        path: &Path,
    ) -> Result<Finding<'j>, Failure> {
        let Question { procedure, goal, at_most, kpi, .. } = self.question;
        let kpi = &self.context.indicators[kpi];
        let value = |entry: &_| kpi.of_entry(entry);
        let request = SelectRequest { study: self.study, value: &value, goal, procedure, at_most, earlier };
        let mut record = |round: &Round| {
            let payload = |round: &Round, out: &mut Vec<u8>| out.extend(round.to_bytes());
            journal.as_mut().map_or(Ok(()), |journal| journal.append(std::slice::from_ref(round), payload))
        };
        let mut display = self.presentation.progress();
        let selected = self.session.select(request, &mut record, &mut |progress| display.show(progress));
        let SelectOutcome { selection, values, calls, .. } =
            selected.map_err(|error| self.failure(error, path))?;
        let cells = (0..self.study.points()).map(|point| self.study.cells(point)).collect();
        Ok(Finding::new(self.context, self.question, selection, cells, &values, calls))
    }

    fn failure(&self, error: Error, path: &Path) -> Failure {
        match error {
            Error::OtherSelection => {
                Failure::Unfinished("error: the journal is not of this selection; use --afresh".to_owned())
            }
            Error::Undefined { point, replication } => {
                let kpi = &self.context.indicators[self.question.kpi];
                Failure::Unfinished(format!(
                    "error: {} has no value in replication {replication} of point {} ({}): it is {}\n\
                     leave the point out, simulate more days, or select by another KPI",
                    kpi.name,
                    point + 1,
                    self.study.describe(point),
                    kpi.definition()
                ))
            }
            other => failure(other, self.study, path, self.presentation.language),
        }
    }
}

/// Writes every file and lists them, a line each.
fn write(
    mut output: Output,
    finding: &Finding<'_>,
    summary: &Value,
    words: &str,
    manifest: Map<String, Value>,
) -> Outcome {
    output.write_summary(summary, words)?;
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

/// Returns the text for standard output, also where nothing was decided.
fn printed(finding: &Finding<'_>, summary: &Value, files: &str, presentation: &Presentation) -> Outcome {
    let language = presentation.language;
    let text = presentation.printed(summary, || match files.is_empty() {
        true => report_text(finding, language),
        false => format!("{}\n{files}", report_text(finding, language)),
    });
    if finding.is_decided() {
        return Ok(text);
    }
    let why = undecided(finding, catalogue(Language::En));
    let message = format!("{why}: raise --at-most, or widen --indifference");
    Err(Failure::Inconclusive { text, message })
}

/// Renders the report of a selection.
fn report_text(finding: &Finding<'_>, language: Language) -> String {
    text::document(&document(finding, catalogue(language)), language)
}
