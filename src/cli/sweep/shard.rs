//! `sweep --shard I/N`: a part of a study, whose folder appears whole or not at all.
//!
//! The part is simulated in a folder beside its own, `.NAME.part`, and renamed when it is finished. If it is run
//! twice at once, the second process works in a folder of another name; the one that finishes last finds the same
//! results in place, and throws its own away.

use super::folder::{self, Found, JOURNAL, ResumeAction};
use super::identity::SweepIdentity;
use super::job::Job;
use super::journal::{Journal, Opened};
use crate::cli::failure::{Failure, Outcome};
use crate::cli::output::{self, Output};
use serde_json::Map;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// Name of the results of a shard.
pub(super) const RESULTS: &str = "shard.results";

/// Runs a shard into its folder.
pub(super) fn run(job: &Job<'_>, dir: &Path) -> Outcome {
    if finished(dir)?.action(job.identity, dir, job.policy)? == ResumeAction::Nothing {
        return Ok(printed(job, dir, "is finished already"));
    }
    let (work, _lock) = claim(dir)?;
    let (work, mut journal) = match journal(&work)? {
        Opened::Ours(journal) => (work, journal),
        // Where folders are locked for one machine only, as on NFS, the journal's lock shows another machine; and the
        // lock of a machine that died may outlive it.
        Opened::Busy => {
            let own = beside(dir)?;
            let Opened::Ours(journal) = journal(&own)? else { return Err(output::busy(&own)) };
            (own, journal)
        }
    };
    let action = Found::look(&work)?.action(job.identity, &work, job.policy)?;
    job.simulate(&mut journal, action, &work.join(JOURNAL))?;
    output::clear_parts(&work);
    seal(&work, job.identity)?;
    publish(&work, dir, job.identity)?;
    Ok(printed(job, dir, "holds"))
}

fn printed(job: &Job<'_>, dir: &Path, what: &str) -> String {
    let range = job.identity.range();
    let shard = job.identity.shard;
    if job.presentation.json {
        let value = serde_json::json!({
            "shard": shard.index, "of": shard.of,
            "first_point": range.start + 1, "points": range.end - range.start, "folder": dir.display().to_string(),
        });
        return format!("{value:#}\n");
    }
    if job.presentation.quiet {
        return String::new();
    }
    let (first, last) = (range.start + 1, range.end);
    format!(
        "  {} {what} shard {}/{}: points {first}-{last} of {}\n",
        dir.display(),
        shard.index,
        shard.of,
        job.identity.points
    )
}

/// Looks for a finished shard; a journal is never in the folder itself.
fn finished(dir: &Path) -> Result<Found, Failure> {
    match Found::look(dir)? {
        Found::Unfinished(_) => Err(Failure::Input(format!(
            "error: {} holds an unfinished sweep of a whole study; choose another --out",
            dir.display()
        ))),
        found => Ok(found),
    }
}

/// Makes the folder in which the first process makes a shard.
fn work(dir: &Path) -> Result<PathBuf, Failure> {
    let name = dir.file_name().ok_or_else(|| {
        Failure::Input(format!("error: {}: a shard needs a folder of its own", dir.display()))
    })?;
    let work = dir.with_file_name(format!(".{}.part", name.to_string_lossy()));
    std::fs::create_dir_all(&work).map_err(|error| output::folder_failure(&work, &error))?;
    Ok(work)
}

fn journal(work: &Path) -> Result<Opened, Failure> {
    let path = work.join(JOURNAL);
    Journal::open(&path).map_err(|error| output::write_failure(&path, &error))
}

/// Makes a folder beside the shard's, of a name that no other process knows.
fn beside(dir: &Path) -> Result<PathBuf, Failure> {
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let made = tempfile::Builder::new().prefix(".hotseat-").suffix(".part").tempdir_in(parent);
    made.map(tempfile::TempDir::keep).map_err(|error| output::folder_failure(parent, &error))
}

/// Returns a folder for this process: that of an earlier run, or, where another process is at work in it, one of
/// another name. The folder is locked as long as the file is open.
fn claim(dir: &Path) -> Result<(PathBuf, Option<File>), Failure> {
    let work = work(dir)?;
    // A folder that is renamed keeps its lock: a process that opened it too late holds the finished shard's.
    match File::open(&work).map(|lock| (lock.try_lock(), lock)) {
        Ok((Ok(()), lock)) if output::is_at(&lock, &work) => Ok((work, Some(lock))),
        // No locks on folders on this system: then only a shard that is started twice at once can come to harm.
        Ok((Err(TryLockError::Error(_)), _)) | Err(_) => Ok((work, None)),
        Ok(_) => Ok((beside(dir)?, None)),
    }
}

/// Turns the journal into the results, with a manifest beside it.
fn seal(work: &Path, identity: &SweepIdentity) -> Result<(), Failure> {
    let (journal, results) = (work.join(JOURNAL), work.join(RESULTS));
    let mut output = Output::new(work, false)?;
    output.list(RESULTS, &journal)?;
    std::fs::rename(&journal, &results).map_err(|error| output::write_failure(&results, &error))?;
    let mut manifest = Map::new();
    manifest.insert("version".to_owned(), identity.version.clone().into());
    manifest.insert("sweep".to_owned(), identity.json()?);
    output.finish(manifest).map(drop)
}

/// Puts the folder in its place. Where another process was first, its results are the same and ours go.
fn publish(work: &Path, dir: &Path, identity: &SweepIdentity) -> Result<(), Failure> {
    let old = folder::finished(dir);
    if old.as_ref().is_some_and(|old| old != identity) && output::is_ours_alone(dir) {
        std::fs::remove_dir_all(dir).map_err(|error| output::write_failure(dir, &error))?;
    }
    let Err(error) = std::fs::rename(work, dir) else { return Ok(()) };
    if folder::finished(dir).as_ref() != Some(identity) {
        return Err(output::write_failure(dir, &error));
    }
    // What is left over does no harm.
    let _ = std::fs::remove_dir_all(work);
    Ok(())
}
