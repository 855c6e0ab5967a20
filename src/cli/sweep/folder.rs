//! What a folder holds of a sweep, and what is to be done about it.

use super::super::Failure;
use super::super::output::{MANIFEST, Output, clear_parts, reason};
use super::header::Header;
use super::journal::{Journal, Records};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Name of the journal while a sweep runs.
pub(super) const JOURNAL: &str = "sweep.journal";

/// What a folder holds.
#[derive(Debug, PartialEq)]
pub(super) enum Found {
    /// Nothing of a sweep.
    Nothing,
    /// A sweep that was interrupted.
    Unfinished(Box<Header>),
    /// A finished one.
    Finished(Box<Header>),
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Begin.
    Start,
    /// Go on.
    Continue,
    /// Nothing.
    Done,
}

/// A folder in which this process is at work, its journal locked.
pub(super) struct Claim {
    pub(super) output: Output,
    pub(super) journal: Journal,
    /// To begin or to go on.
    pub(super) turn: Turn,
}

impl Found {
    /// Looks into a folder, which need not be there.
    pub(super) fn look(dir: &Path) -> Result<Found, Failure> {
        if let Some(header) = finished(dir) {
            return Ok(Found::Finished(Box::new(header)));
        }
        let path = dir.join(JOURNAL);
        match Records::open(&path) {
            Ok(Records { header: Some(header), .. }) => Ok(Found::Unfinished(Box::new(header))),
            Ok(_) => Ok(Found::Nothing),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Ok(Found::Nothing)
            }
            Err(error) => {
                Err(Failure::Input(format!("error: cannot read {}: {}", path.display(), reason(&error))))
            }
        }
    }
}

/// The sweep of a folder's manifest, if it is one of a sweep.
pub(super) fn finished(dir: &Path) -> Option<Header> {
    let text = std::fs::read_to_string(dir.join(MANIFEST)).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    serde_json::from_value(manifest.get("sweep")?.clone()).ok()
}

/// What is to be done with what was found.
pub(super) fn turn(
    found: Found,
    header: &Header,
    dir: &Path,
    resume: bool,
    afresh: bool,
) -> Result<Turn, Failure> {
    match found {
        Found::Nothing => Ok(Turn::Start),
        Found::Unfinished(_) if afresh => Ok(Turn::Start),
        Found::Finished(_) if !resume => Ok(Turn::Start),
        Found::Unfinished(_) if !resume => Err(Failure::Input(format!(
            "error: {} holds an unfinished sweep\n\
             add --resume to go on with it, --afresh to throw it away, or choose another --out\nnothing was run.",
            dir.display()
        ))),
        Found::Unfinished(old) if *old == *header => Ok(Turn::Continue),
        Found::Finished(old) if *old == *header => Ok(Turn::Done),
        Found::Unfinished(old) | Found::Finished(old) => Err(other(&old, header, dir)),
    }
}

fn other(old: &Header, new: &Header, dir: &Path) -> Failure {
    let why: String = old.differences(new).iter().map(|difference| format!("  {difference}\n")).collect();
    Failure::Input(format!(
        "error: what {} holds is of another sweep, and cannot be resumed by this one:\n{why}\
         put things back as they were and resume, or choose another --out, or leave --resume out and add --afresh to \
         replace it\nnothing was run.",
        dir.display()
    ))
}

/// Another process has the journal.
pub(super) fn busy(dir: &Path) -> Failure {
    Failure::Unfinished(format!("error: another process is running a sweep into {}", dir.display()))
}

/// The journal could not be written.
pub(super) fn interrupted(path: &Path, error: &io::Error) -> Failure {
    Failure::Unfinished(format!(
        "error: cannot write {}: {}\nwhat is done so far is kept; --resume goes on from there",
        path.display(),
        reason(error)
    ))
}

/// Takes away the journal once the manifest is there, and what a killed process left half written.
pub(super) fn tidy(dir: &Path) {
    clear_parts(dir);
    // A journal that cannot be removed does no harm: the folder is finished.
    let _ = std::fs::remove_file(dir.join(JOURNAL));
}
