//! A sweep of all points, simulated into a journal.

use super::finish;
use super::folder::{self, Claim, JOURNAL, ResumeAction, ResumePolicy};
use super::identity::SweepIdentity;
use super::journal::Journal;
use crate::app::sweep::SweepRequest;
use crate::app::{Error, Session};
use crate::cli::failure::{Failure, Outcome};
use crate::cli::output;
use crate::cli::presentation::Presentation;
use crate::language::Language;
use crate::report::self_check::contradiction;
use crate::scenario::study::Study;
use crate::sweep::PointResult;
use std::path::Path;
use std::time::Instant;

/// A sweep that is to be run.
pub(super) struct Job<'j> {
    pub(super) session: &'j Session,
    pub(super) study: &'j Study,
    pub(super) identity: &'j SweepIdentity,
    pub(super) policy: ResumePolicy,
    pub(super) presentation: &'j Presentation,
    pub(super) started: Instant,
}

impl Job<'_> {
    /// Runs it into a folder, where an interrupted sweep can be resumed.
    pub(super) fn in_folder(&self, dir: &Path) -> Outcome {
        let claim = Claim::of(dir, self.identity, self.policy, self.presentation)?;
        let Some(claim) = claim else {
            return finish::again(dir, self.presentation);
        };
        let Claim { output, mut journal, action } = claim;
        let path = dir.join(JOURNAL);
        self.simulate(&mut journal, action, &path)?;
        let text = self.finish(&journal, Some(output), &path).map_err(folder::simulated)?;
        drop(journal);
        folder::tidy(dir);
        Ok(text)
    }

    /// Runs it without leaving a file.
    pub(super) fn without_folder(&self) -> Outcome {
        let path = std::env::temp_dir();
        let mut journal = Journal::unnamed().map_err(|error| output::write_failure(&path, &error))?;
        self.simulate(&mut journal, ResumeAction::Start, &path)?;
        self.finish(&journal, None, &path)
    }

    fn finish(&self, journal: &Journal, output: Option<output::Output>, path: &Path) -> Outcome {
        let seconds = self.started.elapsed().as_secs_f64();
        let records = journal.records().map_err(|error| output::write_failure(path, &error))?;
        let write = || finish::write(self.identity, vec![records], output, self.presentation, seconds);
        self.session.install(write)
    }

    /// Simulates the points that the journal does not have yet.
    pub(super) fn simulate(
        &self,
        journal: &mut Journal,
        action: ResumeAction,
        path: &Path,
    ) -> Result<(), Failure> {
        let failed = |error: std::io::Error| folder::interrupted(path, &error);
        let range = self.identity.range();
        let done = match action {
            ResumeAction::Continue => {
                let resumed = journal.resume().map_err(failed)?;
                folder::tell_of_damage(resumed, path, self.presentation);
                resumed.records
            }
            _ => {
                journal.begin(&self.identity.head()?).map_err(failed)?;
                0
            }
        };
        let request = SweepRequest { study: self.study, points: range.start + done..range.end };
        let mut display = self.presentation.progress();
        self.session
            .sweep(
                &request,
                &mut |results| journal.append(results, PointResult::put_bytes),
                &mut |progress| display.show(progress),
            )
            .map_err(|error| failure(error, self.study, path, self.presentation.language))?;
        journal.sync().map_err(failed)
    }
}

/// Makes the failure of a sweep whose journal is `path`.
pub(super) fn failure(error: Error, study: &Study, path: &Path, language: Language) -> Failure {
    match error {
        Error::NotKept(error) => folder::interrupted(path, &error),
        Error::Contradiction { point, invariants } => {
            let (number, values) = (point + 1, study.describe(point));
            let place = match language {
                Language::En => format!("  at point {number}: {values}\n"),
                Language::Zh => format!("  研究点 {number}：{values}\n"),
            };
            Failure::Unfinished(contradiction(&invariants, language) + &place)
        }
        other => other.into(),
    }
}
