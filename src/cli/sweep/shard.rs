//! `sweep --shard I/N`: a part of a study, whose folder appears whole or not at all.
//!
//! The part is simulated in a folder beside its own, `.NAME.part`, and renamed when it is finished. If it is run
//! twice at once, the second works in a folder that nobody else knows; who comes second finds the same results in
//! place, and throws its own away.

use super::super::output::{self, Output};
use super::super::{Failure, Outcome};
use super::Job;
use super::folder::{self, Found, JOURNAL, Turn};
use super::header::Header;
use super::journal::{Journal, Opened};
use serde_json::Map;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// Name of the results of a shard.
pub(super) const RESULTS: &str = "shard.results";

/// Runs a shard into its folder.
pub(super) fn run(job: &Job<'_>, dir: &Path) -> Outcome {
    if job.command.turn(finished(dir)?, job.header, dir)? == Turn::Done {
        return Ok(told(job, dir, "is finished already"));
    }
    let (work, _lock) = claim(dir)?;
    let (work, mut journal) = match journal(&work)? {
        Opened::Ours(journal) => (work, journal),
        // Where folders are locked for one machine only, as on NFS, another one tells by its journal; and the lock
        // of a machine that died may outlive it.
        Opened::Busy => {
            let own = beside(dir)?;
            let Opened::Ours(journal) = journal(&own)? else { return Err(folder::busy(&own)) };
            (own, journal)
        }
    };
    let turn = job.command.turn(Found::look(&work)?, job.header, &work)?;
    job.simulate(&mut journal, turn, &work.join(JOURNAL))?;
    output::clear_parts(&work);
    seal(&work, job.header)?;
    publish(&work, dir, job.header)?;
    Ok(told(job, dir, "holds"))
}

fn told(job: &Job<'_>, dir: &Path, what: &str) -> String {
    let range = job.header.range();
    let shard = job.header.shard;
    if job.common.json {
        let value = serde_json::json!({
            "shard": shard.index, "of": shard.of,
            "first_point": range.start + 1, "points": range.end - range.start, "folder": dir.display().to_string(),
        });
        return format!("{value:#}\n");
    }
    if job.common.quiet {
        return String::new();
    }
    let (first, last) = (range.start + 1, range.end);
    format!(
        "  {} {what} shard {}/{}: points {first}-{last} of {}\n",
        dir.display(),
        shard.index,
        shard.of,
        job.header.points
    )
}

/// A finished shard, or nothing: a journal is never in the folder itself.
fn finished(dir: &Path) -> Result<Found, Failure> {
    match Found::look(dir)? {
        Found::Unfinished(_) => Err(Failure::Input(format!(
            "error: {} holds an unfinished sweep of a whole study; choose another --out",
            dir.display()
        ))),
        found => Ok(found),
    }
}

/// The folder in which a shard is made, for whoever comes first.
fn work(dir: &Path) -> Result<PathBuf, Failure> {
    let name = dir.file_name().ok_or_else(|| {
        Failure::Input(format!("error: {}: a shard needs a folder of its own", dir.display()))
    })?;
    let work = dir.with_file_name(format!(".{}.part", name.to_string_lossy()));
    std::fs::create_dir_all(&work).map_err(|error| output::unwritable(&work, &error))?;
    Ok(work)
}

fn journal(work: &Path) -> Result<Opened, Failure> {
    let path = work.join(JOURNAL);
    Journal::open(&path).map_err(|error| output::unwritten(&path, &error))
}

/// A folder beside the shard's that nobody else knows.
fn beside(dir: &Path) -> Result<PathBuf, Failure> {
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let made = tempfile::Builder::new().prefix(".hotseat-").suffix(".part").tempdir_in(parent);
    made.map(tempfile::TempDir::keep).map_err(|error| output::unwritable(parent, &error))
}

/// A folder for our own work: that of an earlier run, or, where another process is at work in it, one that
/// nobody else knows. The folder is locked as long as the file is open.
fn claim(dir: &Path) -> Result<(PathBuf, Option<File>), Failure> {
    let work = work(dir)?;
    // A folder that is renamed keeps its lock: whoever opened it too late holds the finished shard's.
    match File::open(&work).map(|lock| (lock.try_lock(), lock)) {
        Ok((Ok(()), lock)) if is_at(&lock, &work) => Ok((work, Some(lock))),
        // No locks on folders on this system: then only those who start a shard twice at once can harm it.
        Ok((Err(TryLockError::Error(_)), _)) | Err(_) => Ok((work, None)),
        Ok(_) => Ok((beside(dir)?, None)),
    }
}

/// Whether the folder that was opened is still the one of this path.
#[cfg(unix)]
fn is_at(folder: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let place = |of: std::io::Result<std::fs::Metadata>| of.map(|of| (of.dev(), of.ino())).ok();
    let opened = place(folder.metadata());
    opened.is_some() && opened == place(std::fs::metadata(path))
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// The journal becomes the results, with a manifest beside it.
fn seal(work: &Path, header: &Header) -> Result<(), Failure> {
    let (journal, results) = (work.join(JOURNAL), work.join(RESULTS));
    let mut output = Output::new(work)?;
    output.adopt(RESULTS, &journal)?;
    std::fs::rename(&journal, &results).map_err(|error| output::unwritten(&results, &error))?;
    let mut manifest = Map::new();
    manifest.insert("version".to_owned(), header.version.clone().into());
    manifest.insert("sweep".to_owned(), header.json()?);
    output.finish(manifest).map(drop)
}

/// The folder appears. Where another process was first, its results are the same and ours go.
fn publish(work: &Path, dir: &Path, header: &Header) -> Result<(), Failure> {
    let old = folder::finished(dir);
    if old.as_ref().is_some_and(|old| old != header) {
        std::fs::remove_dir_all(dir).map_err(|error| output::unwritten(dir, &error))?;
    }
    let Err(error) = std::fs::rename(work, dir) else { return Ok(()) };
    if folder::finished(dir).as_ref() != Some(header) {
        return Err(output::unwritten(dir, &error));
    }
    // What is left over does no harm.
    let _ = std::fs::remove_dir_all(work);
    Ok(())
}
