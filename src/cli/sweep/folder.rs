//! Finds the sweep that a folder holds, and decides whether to start, to continue or to do nothing.

use super::identity::SweepIdentity;
use super::journal::{Journal, Opened, Records, Resumed};
use crate::cli::failure::Failure;
use crate::cli::output::{MANIFEST, Output, busy, clear_parts, reason, write_failure};
use crate::cli::presentation::Presentation;
use crate::language::Text;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Name of the journal while a sweep runs.
pub(super) const JOURNAL: &str = "sweep.journal";

/// The state of the sweep that a folder holds.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// There is no sweep.
    Nothing,
    /// A sweep that was interrupted.
    Unfinished(Box<SweepIdentity>),
    /// A finished sweep.
    Finished(Box<SweepIdentity>),
    /// A journal whose beginning is damaged: nothing of it can be used.
    Damaged,
    /// An unfinished sweep of a program that writes journals otherwise.
    Foreign,
}

/// The options for an earlier sweep in the folder.
#[derive(Clone, Copy, Debug)]
pub(super) struct ResumePolicy {
    /// Whether an earlier sweep is continued (`--resume`).
    pub(super) resume: bool,
    /// Whether an unfinished sweep is discarded (`--afresh`).
    pub(super) afresh: bool,
    /// Whether files that are not ours may be replaced (`--force`).
    pub(super) force: bool,
}

/// The action that a sweep takes on a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResumeAction {
    /// Start from the first point.
    Start,
    /// Continue the unfinished sweep.
    Continue,
    /// Do nothing: all is done.
    Nothing,
}

/// A folder whose journal is locked for this process.
pub(super) struct Claim {
    pub(super) output: Output,
    pub(super) journal: Journal,
    /// The action: to start or to continue.
    pub(super) action: ResumeAction,
}

impl Claim {
    /// Claims a folder for a sweep; none where all is done.
    pub(super) fn of(
        dir: &Path,
        identity: &SweepIdentity,
        policy: ResumePolicy,
        presentation: &Presentation,
    ) -> Result<Option<Claim>, Failure> {
        // A finished sweep is left alone; whether another is unfinished or at work only its lock can tell.
        let found = Found::look(dir)?;
        let finished = matches!(found, Found::Finished(_));
        if finished && found.action(identity, dir, policy)? == ResumeAction::Nothing {
            tidy(dir);
            return Ok(None);
        }
        let (mut output, path) = (Output::new(dir, policy.force)?, dir.join(JOURNAL));
        let opened = Journal::open(&path).map_err(|error| write_failure(&path, &error))?;
        let Opened::Ours(journal) = opened else { return Err(busy(dir)) };
        // Another process may have finished between the look and the lock.
        let found = Found::look(dir)?;
        if found == Found::Damaged {
            tell_of_loss(&path, presentation);
        }
        let action = found.action(identity, dir, policy)?;
        if action == ResumeAction::Nothing {
            tidy(dir);
            return Ok(None);
        }
        output.begin()?;
        Ok(Some(Claim { output, journal, action }))
    }
}

impl Found {
    /// Looks into a folder, which need not exist.
    pub(super) fn look(dir: &Path) -> Result<Found, Failure> {
        if let Some(identity) = finished(dir) {
            return Ok(Found::Finished(Box::new(identity)));
        }
        let path = dir.join(JOURNAL);
        match Records::open(&path) {
            Ok(records) => {
                let identity = |head: &Vec<u8>| SweepIdentity::from_head(head).map(Box::new);
                Ok(match &records.head {
                    Some(head) => identity(head).map_or(Found::Foreign, Found::Unfinished),
                    None if std::fs::metadata(&path).is_ok_and(|file| file.len() > 0) => Found::Damaged,
                    None => Found::Nothing,
                })
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Ok(Found::Nothing)
            }
            Err(error) => {
                Err(Failure::Input(format!("error: cannot read {}: {}", path.display(), reason(&error))))
            }
        }
    }

    /// Returns the action that a sweep takes on the folder; an error where the options do not allow it.
    pub(super) fn action(
        self,
        identity: &SweepIdentity,
        dir: &Path,
        policy: ResumePolicy,
    ) -> Result<ResumeAction, Failure> {
        let ResumePolicy { resume, afresh, .. } = policy;
        match self {
            Found::Nothing | Found::Damaged => Ok(ResumeAction::Start),
            Found::Unfinished(_) | Found::Foreign if afresh => Ok(ResumeAction::Start),
            Found::Foreign => Err(Failure::Input(format!(
                "error: {} holds an unfinished sweep of another version of hotseat, which this one cannot go on with\n\
                 go on with that version, add --afresh to throw it away, or choose another --out\nnothing was run.",
                dir.display()
            ))),
            Found::Finished(_) if !resume => Ok(ResumeAction::Start),
            Found::Unfinished(_) if !resume => Err(Failure::Input(format!(
                "error: {} holds an unfinished sweep\n\
                 add --resume to go on with it, --afresh to throw it away, or choose another --out\nnothing was run.",
                dir.display()
            ))),
            Found::Unfinished(old) if *old == *identity => Ok(ResumeAction::Continue),
            Found::Finished(old) if *old == *identity => Ok(ResumeAction::Nothing),
            Found::Unfinished(old) | Found::Finished(old) => Err(other(&old, identity, dir)),
        }
    }
}

/// Reads the identity of a finished sweep from a folder's manifest, if it is one of a sweep.
pub(super) fn finished(dir: &Path) -> Option<SweepIdentity> {
    let text = std::fs::read_to_string(dir.join(MANIFEST)).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    serde_json::from_value(manifest.get("sweep")?.clone()).ok()
}

fn other(old: &SweepIdentity, new: &SweepIdentity, dir: &Path) -> Failure {
    let why: String = old.differences(new).iter().map(|difference| format!("  {difference}\n")).collect();
    Failure::Input(format!(
        "error: what {} holds is of another sweep, and cannot be resumed by this one:\n{why}\
         put things back as they were and resume, or choose another --out, or leave --resume out and add --afresh to \
         replace it\nnothing was run.",
        dir.display()
    ))
}

/// Says that the end of a journal was broken off or damaged, if it was.
pub(super) fn tell_of_damage(resumed: Resumed, path: &Path, presentation: &Presentation) {
    let Resumed { records, cut } = resumed;
    if cut > 0 {
        let path = path.display();
        presentation.note(&Text {
            en: format!(
                "{path} is broken off or damaged after {records} whole records: the last {cut} bytes are left out, and what \
                 they held is simulated again"
            ),
            zh: format!("{path} 在 {records} 条完整记录之后中断或损坏：已舍去末尾 {cut} 字节，其内容将重新模拟"),
        });
    }
}

/// Says that nothing of a journal can be used.
fn tell_of_loss(path: &Path, presentation: &Presentation) {
    let path = path.display();
    presentation.note(&Text {
        en: format!(
            "{path} is damaged at its beginning: nothing of it can be used, and the sweep starts afresh"
        ),
        zh: format!("{path} 的开头已损坏，无法使用：将从头开始模拟"),
    });
}

/// Adds to the failure of a sweep whose points are all simulated that they are kept.
pub(super) fn simulated(failure: Failure) -> Failure {
    match failure {
        Failure::Unfinished(message) if !message.contains("--resume") => Failure::Unfinished(format!(
            "{}\nevery point is simulated and kept; --resume writes the files",
            message.trim_end()
        )),
        other => other,
    }
}

/// Makes the failure where the journal could not be written.
pub(super) fn interrupted(path: &Path, error: &io::Error) -> Failure {
    Failure::Unfinished(format!(
        "error: cannot write {}: {}\nwhat is done so far is kept; --resume goes on from there",
        path.display(),
        reason(error)
    ))
}

/// Removes the journal once the manifest is there, and what a killed process left half written.
pub(super) fn tidy(dir: &Path) {
    clear_parts(dir);
    // A journal that cannot be removed does no harm: the folder is finished.
    let _ = std::fs::remove_file(dir.join(JOURNAL));
}
