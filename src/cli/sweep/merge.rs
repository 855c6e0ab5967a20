//! `sweep merge`: joins the shards of a study.

use super::finish;
use super::folder::{self, JOURNAL};
use super::identity::SweepIdentity;
use super::journal::Records;
use super::shard::RESULTS;
use crate::cli::common::CommonArgs;
use crate::cli::failure::{Failure, Outcome};
use crate::cli::output::{MANIFEST, Output, reason};
use crate::sweep::Shard;
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Arguments of `sweep merge`.
#[derive(Args)]
pub(super) struct MergeCommand {
    /// Folders of shards, or folders that hold such folders, in any order
    #[arg(required = true, value_name = "DIR")]
    dirs: Vec<PathBuf>,
}

/// A finished shard.
struct Part {
    dir: PathBuf,
    identity: SweepIdentity,
}

impl MergeCommand {
    pub(super) fn execute(&self, common: &CommonArgs) -> Outcome {
        let (started, presentation) = (Instant::now(), common.presentation());
        let parts = whole(parts(&self.dirs)?)?;
        check_program(&parts[0])?;
        let identity = parts[0].identity.part(Shard::WHOLE);
        let journals = parts.iter().map(opened).collect::<Result<Vec<Records>, Failure>>()?;
        let output =
            presentation.out.as_deref().map(|dir| output(dir, presentation.force, &parts)).transpose()?;
        let seconds = started.elapsed().as_secs_f64();
        common.session()?.install(|| finish::write(&identity, journals, output, &presentation, seconds))
    }
}

/// Refuses shards that another program made, which are all those of one: tables and their documentation would be of two.
fn check_program(part: &Part) -> Result<(), Failure> {
    if part.identity.is_of_this_program() {
        return Ok(());
    }
    let (dir, maker) = (part.dir.display(), part.identity.maker());
    Err(refused(format!(
        "{dir} was made by {maker}, this is another program: join the shards with the one that made them, or run them again"
    )))
}

/// Opens the folder to write to: none of the parts, and no unfinished sweep.
fn output(dir: &Path, force: bool, parts: &[Part]) -> Result<Output, Failure> {
    let same = |part: &Part| part.dir.canonicalize().ok() == dir.canonicalize().ok();
    if dir.exists() && parts.iter().any(same) {
        return Err(refused(format!("{} is one of the shards: choose another --out", dir.display())));
    }
    if dir.join(JOURNAL).exists() {
        return Err(refused(format!("{} holds an unfinished sweep: choose another --out", dir.display())));
    }
    Output::new(dir, force)
}

fn refused(message: String) -> Failure {
    Failure::Input(format!("error: {message}\nnothing was written."))
}

/// Returns the shards in these folders; an error names every folder that has none.
fn parts(dirs: &[PathBuf]) -> Result<Vec<Part>, Failure> {
    let (mut parts, mut wrong) = (Vec::new(), Vec::new());
    for dir in dirs {
        match part(dir) {
            Ok(part) => parts.push(part),
            Err(message) => {
                let inner: Vec<Part> = folders(dir).iter().filter_map(|dir| part(dir).ok()).collect();
                if inner.is_empty() {
                    wrong.push(message);
                }
                parts.extend(inner);
            }
        }
    }
    if wrong.is_empty() { Ok(parts) } else { Err(refused(wrong.join("\nerror: "))) }
}

fn folders(dir: &Path) -> Vec<PathBuf> {
    let inside = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = inside.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn part(dir: &Path) -> Result<Part, String> {
    let name = dir.display();
    if !dir.exists() {
        return Err(format!(
            "{name}: there is no such folder; if its shard was interrupted, run it again with --resume"
        ));
    }
    let identity = folder::finished(dir)
        .ok_or_else(|| format!("{name}: this is no finished shard of a sweep (no {MANIFEST} of one)"))?;
    if !dir.join(RESULTS).exists() {
        return Err(format!("{name}: this is a whole sweep, not a shard of one"));
    }
    Ok(Part { dir: dir.to_owned(), identity })
}

/// Checks that these are all the shards of one study, and returns each once, in order.
fn whole(mut parts: Vec<Part>) -> Result<Vec<Part>, Failure> {
    let first = &parts[0];
    for part in &parts[1..] {
        let same = part.identity.part(first.identity.shard);
        let (a, b) = (first.dir.display(), part.dir.display());
        if first.identity.shard.of != part.identity.shard.of {
            let (n, m) = (first.identity.shard.of, part.identity.shard.of);
            return Err(refused(format!(
                "{a} is one of {n} shards, {b} one of {m}: these do not go together"
            )));
        }
        let why = first.identity.differences(&same);
        if !why.is_empty() {
            let why: String = why.iter().map(|line| format!("\n  {line}")).collect();
            return Err(refused(format!("{a} and {b} are shards of two different sweeps:{why}")));
        }
    }
    parts.sort_by_key(|part| part.identity.shard.index);
    for pair in parts.windows(2).filter(|pair| pair[0].identity.shard == pair[1].identity.shard) {
        let [a, b] = [&pair[0], &pair[1]].map(|part| fingerprint(&part.dir));
        if a.is_none() || a != b {
            let (a, b, index) = (pair[0].dir.display(), pair[1].dir.display(), pair[0].identity.shard.index);
            return Err(refused(format!("{a} and {b} are both shard {index}, with different results")));
        }
    }
    parts.dedup_by_key(|part| part.identity.shard.index);
    let of = parts[0].identity.shard.of;
    let missing: Vec<u64> =
        (1..=of).filter(|i| parts.binary_search_by_key(i, |p| p.identity.shard.index).is_err()).collect();
    match missing.is_empty() {
        true => Ok(parts),
        false => Err(refused(format!("missing of {of} shards: {}", spans(&missing)))),
    }
}

/// Returns what the manifest says of the results.
fn fingerprint(dir: &Path) -> Option<serde_json::Value> {
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(dir.join(MANIFEST)).ok()?).ok()?;
    manifest.get("files").cloned()
}

/// Returns ascending numbers in runs: "3, 7-9".
fn spans(numbers: &[u64]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b);
    let run = |run: &[u64]| match run {
        [only] => only.to_string(),
        [first, .., last] => format!("{first}-{last}"),
        [] => String::new(),
    };
    runs.map(run).collect::<Vec<_>>().join(", ")
}

/// Opens the results of a shard, if they are what the manifest says.
fn opened(part: &Part) -> Result<Records, Failure> {
    let path = part.dir.join(RESULTS);
    let broken = |why: &str| refused(format!("{}: {why}; run the shard again", path.display()));
    let mut records = Records::open(&path).map_err(|error| broken(&reason(&error)))?;
    if records.head.as_deref().and_then(SweepIdentity::from_head).as_ref() != Some(&part.identity) {
        return Err(broken("the results are not those of the manifest"));
    }
    let range = part.identity.range();
    let mut count = 0;
    while records.skip().map_err(|error| broken(&reason(&error)))? {
        count += 1;
    }
    if count != range.end - range.start {
        return Err(broken(&format!("{count} of {} points can be read", range.end - range.start)));
    }
    records.rewind().map_err(|error| broken(&reason(&error)))?;
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_shards_are_listed_in_runs() {
        assert_eq!(spans(&[3, 7, 8, 9]), "3, 7-9");
        assert_eq!(spans(&[1]), "1");
    }
}
