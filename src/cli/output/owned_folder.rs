//! A folder that files are written to, and which of its files are ours.
//!
//! A folder is ours by the manifest of a finished run, by the marker of one that is at work or was interrupted, or by a
//! sweep's journal. Only the files that these list are replaced or removed; whatever else is there belongs to the user.
//! The marker is locked while a process writes.

use super::writing::{
    CHARTS, MANIFEST, TABLES, clear_parts, folder_failure, is_part, temporary_in, write_failure,
};
use crate::cli::failure::Failure;
use std::collections::BTreeSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Component, Path, PathBuf};

/// Name of the marker.
const MARKER: &str = "UNFINISHED";
/// First line of the marker, by which it is known.
const FIRST_LINE: &str =
    "hotseat is at work in this folder or was interrupted; these files of it are hotseat's:";
/// Name of the journal of a sweep.
const JOURNAL: &str = "sweep.journal";
/// Folders within it in which only files of ours stand.
const INNER: [&str; 2] = [TABLES, CHARTS];
/// Names of the user's files that an error lists.
const LISTED: usize = 5;

/// A folder that is claimed by this process.
pub(super) struct OwnedFolder {
    dir: PathBuf,
    /// Whether it was made here.
    made: bool,
    /// Whether files that are not ours may be replaced.
    force: bool,
    marker: File,
    /// Files of earlier runs and of this one, relative, `/` between parts.
    ours: BTreeSet<String>,
    /// Files of this run.
    written: Vec<String>,
    /// Whether the files of earlier runs are gone.
    begun: bool,
    finished: bool,
}

impl OwnedFolder {
    /// Claims a folder, which is made where it is missing. Nothing of an earlier run is touched before the first file
    /// is written. Fails where another process is at work in it, where it holds files that are not ours (unless
    /// `force`), and where it cannot be written to.
    pub(super) fn claim(dir: &Path, force: bool) -> Result<OwnedFolder, Failure> {
        let made = !dir.exists();
        let failed = |error: io::Error| folder_failure(dir, &error);
        std::fs::create_dir_all(dir).map_err(failed)?;
        let mut ours = listed_by_manifest(dir);
        let foreign = foreign(dir, &ours).map_err(failed)?;
        if !force && !foreign.is_empty() {
            return Err(refused(dir, &foreign));
        }
        for folder in [dir.to_owned()].into_iter().chain(INNER.map(|name| dir.join(name))) {
            if folder.exists() {
                temporary_in(&folder).map_err(|error| folder_failure(&folder, &error))?;
            }
        }
        let mut marker = locked(dir)?;
        clear_parts(dir);
        // What is ours by the manifest is so by the marker too, before the manifest goes.
        let marked = begun(&mut marker).map_err(failed)?;
        let more: String = ours.difference(&marked).map(|name| format!("{name}\n")).collect();
        marker.write_all(more.as_bytes()).map_err(failed)?;
        ours.extend(marked);
        Ok(OwnedFolder {
            dir: dir.to_owned(),
            made,
            force,
            marker,
            ours,
            written: Vec::new(),
            begun: false,
            finished: false,
        })
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.dir
    }

    /// Returns where a file of this name is to be put; what an earlier run left is removed first. Fails where a file
    /// stands there that is not ours.
    pub(super) fn place(&mut self, name: &str) -> Result<PathBuf, Failure> {
        self.begin()?;
        let path = self.dir.join(name);
        if !self.force && !self.ours.contains(name) && path.symlink_metadata().is_ok() {
            return Err(refused(&self.dir, &[name.to_owned()]));
        }
        self.note(name)?;
        self.written.push(name.to_owned());
        Ok(path)
    }

    /// Says in the marker that a file of this name is ours.
    pub(super) fn note(&mut self, name: &str) -> Result<(), Failure> {
        if !self.ours.insert(name.to_owned()) {
            return Ok(());
        }
        writeln!(self.marker, "{name}").map_err(|error| write_failure(&self.dir.join(MARKER), &error))
    }

    /// Removes the manifest of an earlier run, which no longer holds, and then its files.
    pub(super) fn begin(&mut self) -> Result<(), Failure> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        let names = std::iter::once(MANIFEST).chain(self.ours.iter().map(String::as_str));
        for path in names.map(|name| self.dir.join(name)) {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(write_failure(&path, &error));
                }
                _ => (),
            }
        }
        self.remove_empty();
        Ok(())
    }

    /// Says that the manifest is in its place: the marker goes.
    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    /// Removes the folders within it that are empty; those that are not stay.
    fn remove_empty(&self) {
        for name in INNER {
            let _ = std::fs::remove_dir(self.dir.join(name));
        }
    }
}

impl Drop for OwnedFolder {
    /// Leaves nothing that looks finished: of a run that could not finish, its files go; the marker always does. What
    /// cannot be removed stays beside no manifest.
    fn drop(&mut self) {
        if !self.finished {
            for name in &self.written {
                let _ = std::fs::remove_file(self.dir.join(name));
            }
            self.remove_empty();
        }
        let _ = std::fs::remove_file(self.dir.join(MARKER));
        if self.made && !self.finished {
            // It may be in use or gone by now: then it is not ours to remove.
            let _ = std::fs::remove_dir(&self.dir);
        }
    }
}

/// Returns whether all files of a folder are ours, so that it may be replaced as a whole.
pub(crate) fn is_ours_alone(dir: &Path) -> bool {
    let ours = listed_by_manifest(dir);
    entries(dir).is_ok_and(|all| all.iter().all(|name| name == MANIFEST || ours.contains(name)))
}

/// Opens the marker and locks it for this process.
fn locked(dir: &Path) -> Result<File, Failure> {
    let path = dir.join(MARKER);
    loop {
        let marker = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let marker = marker.map_err(|error| folder_failure(dir, &error))?;
        match marker.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(busy(dir)),
            // The process that held it has finished and removed it.
            Ok(()) if !is_at(&marker, &path) => continue,
            // A file system without locks does not keep a folder from being written to twice.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(marker),
        }
    }
}

/// Returns whether the file or folder that was opened is still the one of this path.
#[cfg(unix)]
pub(crate) fn is_at(opened: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let place = |of: io::Result<std::fs::Metadata>| of.map(|of| (of.dev(), of.ino())).ok();
    let opened = place(opened.metadata());
    opened.is_some() && opened == place(std::fs::metadata(path))
}

#[cfg(not(unix))]
pub(crate) fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Returns the names in a marker; one that has no first line yet gets it. Nothing is taken out of it, so that a process
/// may be killed at any time.
fn begun(marker: &mut File) -> io::Result<BTreeSet<String>> {
    let mut text = String::new();
    marker.read_to_string(&mut text)?;
    let Some(names) = text.strip_prefix(FIRST_LINE) else {
        marker.rewind()?;
        marker.write_all(format!("{FIRST_LINE}\n").as_bytes())?;
        return Ok(BTreeSet::new());
    };
    // A name that was broken off names nothing, and goes on the line of the next.
    marker.write_all(b"\n")?;
    Ok(names.lines().filter(|name| is_within(name)).map(str::to_owned).collect())
}

/// Returns the files that a manifest of ours lists; none where there is no such manifest.
fn listed_by_manifest(dir: &Path) -> BTreeSet<String> {
    let text = std::fs::read(dir.join(MANIFEST)).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    let files = manifest.get("version").and_then(|_| manifest.get("files")?.as_array());
    let hashed = files.into_iter().flatten().filter(|file| file.get("sha256").is_some());
    let names = hashed.filter_map(|file| file.get("file")?.as_str());
    names.filter(|name| is_within(name)).map(str::to_owned).collect()
}

/// Whether a name stays within its folder.
fn is_within(name: &str) -> bool {
    !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Returns the files that forbid writing: all that are not ours where nothing says that the folder is, else those where
/// only files of ours stand.
fn foreign(dir: &Path, ours: &BTreeSet<String>) -> io::Result<Vec<String>> {
    // A disk that was full may have left a marker without a word.
    let empty = std::fs::metadata(dir.join(MARKER)).is_ok_and(|marker| marker.is_file() && marker.len() == 0);
    let marked = empty || starts_with(&dir.join(MARKER), FIRST_LINE) || dir.join(JOURNAL).is_file();
    let known = marked || !ours.is_empty();
    let is_foreign = |name: &String| {
        let ours = ours.contains(name) || [MANIFEST, MARKER, JOURNAL].contains(&name.as_str());
        let inner = INNER.iter().any(|inner| name.starts_with(&format!("{inner}/")));
        match (known, marked) {
            (false, _) => true,
            // A killed process may have written more than its marker says.
            (true, true) => false,
            (true, false) => !ours && inner,
        }
    };
    Ok(entries(dir)?.into_iter().filter(is_foreign).collect())
}

fn starts_with(path: &Path, text: &str) -> bool {
    let mut start = vec![0; text.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == text.as_bytes()
}

/// Returns what is in a folder, and in the folders within it that tables and charts have: relative names, in order.
fn entries(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if INNER.contains(&name.as_str()) && dir.join(&name).is_dir() {
            let inner = std::fs::read_dir(dir.join(&name))?;
            let inner = inner.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
            let inner = inner.collect::<io::Result<Vec<String>>>()?;
            names.extend(inner.iter().map(|file| format!("{name}/{file}")));
        } else {
            names.push(name);
        }
    }
    names.retain(|name| !is_part(name.rsplit('/').next().unwrap_or(name)));
    names.sort();
    Ok(names)
}

fn refused(dir: &Path, foreign: &[String]) -> Failure {
    let mut names = foreign[..foreign.len().min(LISTED)].join(", ");
    if foreign.len() > LISTED {
        names += &format!(" and {} more", foreign.len() - LISTED);
    }
    Failure::Input(format!(
        "error: {} holds files that hotseat did not write: {names}\n\
         name another folder with --out, or add --force: then files of the same names are replaced, and all others stay\n\
         nothing was run.",
        dir.display()
    ))
}

/// Makes the failure where another process is at work in the folder.
pub(crate) fn busy(dir: &Path) -> Failure {
    Failure::Unfinished(format!(
        "error: another process is at work in {}: wait for it, or name another folder with --out",
        dir.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn claimed(dir: &Path, force: bool) -> Result<OwnedFolder, String> {
        OwnedFolder::claim(dir, force).map_err(|failure| format!("{failure:?}"))
    }

    fn write(claimed: &mut OwnedFolder, name: &str) {
        let path = claimed.place(name).map_err(|failure| format!("{failure:?}")).unwrap();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, name).unwrap();
    }

    /// Leaves a finished run of these files.
    fn finish(mut claimed: OwnedFolder, names: &[&str]) {
        names.iter().for_each(|name| write(&mut claimed, name));
        let files: Vec<_> =
            names.iter().map(|name| serde_json::json!({"file": name, "sha256": ""})).collect();
        let manifest = serde_json::json!({"version": "1", "files": files});
        std::fs::write(claimed.path().join(MANIFEST), manifest.to_string()).unwrap();
        claimed.finish();
    }

    fn names(dir: &Path) -> Vec<String> {
        entries(dir).unwrap()
    }

    #[test]
    fn files_of_the_user_are_refused_and_left_alone() {
        let dir = folder();
        std::fs::write(dir.path().join("mine.txt"), "mine").unwrap();
        let said = claimed(dir.path(), false).err().unwrap();
        assert!(said.contains("mine.txt") && said.contains("--force"), "{said}");
        assert_eq!(names(dir.path()), ["mine.txt"]);
        finish(claimed(dir.path(), true).unwrap(), &["a.csv"]);
        assert_eq!(names(dir.path()), ["a.csv", MANIFEST, "mine.txt"]);
        let mut again = claimed(dir.path(), false).unwrap();
        let said = again.place("mine.txt").err().map(|failure| format!("{failure:?}")).unwrap();
        assert!(said.contains("mine.txt"), "{said}");
    }

    #[test]
    fn files_of_an_earlier_run_go_with_the_first_file_of_the_next() {
        let dir = folder();
        finish(claimed(dir.path(), false).unwrap(), &["a.csv", "charts/old.svg"]);
        std::fs::write(dir.path().join("notes.txt"), "mine").unwrap();
        drop(claimed(dir.path(), false).unwrap());
        assert_eq!(
            names(dir.path()),
            ["a.csv", "charts/old.svg", MANIFEST, "notes.txt"],
            "nothing was written"
        );
        finish(claimed(dir.path(), false).unwrap(), &["a.csv"]);
        assert_eq!(names(dir.path()), ["a.csv", MANIFEST, "notes.txt"]);
        assert!(!dir.path().join("charts").exists());
    }

    #[test]
    fn a_run_that_fails_leaves_nothing_and_one_that_is_killed_a_marker() {
        let dir = folder();
        let mut failing = claimed(dir.path(), false).unwrap();
        write(&mut failing, "a.csv");
        drop(failing);
        assert!(names(dir.path()).is_empty());
        let mut killed = claimed(dir.path(), false).unwrap();
        write(&mut killed, "a.csv");
        std::mem::forget(killed.marker.try_clone());
        let marker = std::fs::read_to_string(dir.path().join(MARKER)).unwrap();
        assert!(marker.starts_with(FIRST_LINE) && marker.ends_with("a.csv\n"), "{marker}");
        drop(killed);
        std::fs::write(dir.path().join(MARKER), &marker).unwrap();
        std::fs::write(dir.path().join("a.csv"), "half").unwrap();
        finish(claimed(dir.path(), false).unwrap(), &["b.csv"]);
        assert_eq!(names(dir.path()), ["b.csv", MANIFEST]);
    }

    #[test]
    fn a_folder_is_claimed_by_one_process_at_a_time() {
        let dir = folder();
        let first = claimed(dir.path(), false).unwrap();
        let said = claimed(dir.path(), false).err().unwrap();
        assert!(said.contains("another process is at work"), "{said}");
        drop(first);
        assert!(claimed(dir.path(), false).is_ok());
    }

    #[test]
    fn a_manifest_of_somebody_else_makes_nothing_ours() {
        let dir = folder();
        std::fs::write(dir.path().join(MANIFEST), "{\"name\": \"app\", \"icons\": []}").unwrap();
        assert!(claimed(dir.path(), false).is_err());
        let outside = "{\"version\": \"1\", \"files\": [{\"file\": \"../x\", \"sha256\": \"\"}]}";
        std::fs::write(dir.path().join(MANIFEST), outside).unwrap();
        assert!(listed_by_manifest(dir.path()).is_empty());
    }
}
