//! Files under `--out`: each whole or not at all, and a manifest that tells them apart from others.
//!
//! A file is written beside its place and renamed into it. The manifest is removed before the first
//! file and written after the last, so a folder with a manifest holds one finished run.

use super::Failure;
use crate::report::tables::Table;
use crate::report::{csv, parquet};
use crate::scenario::input::InputFile;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

/// A folder that files are written to.
pub(super) struct Output {
    dir: PathBuf,
    /// Made by us: removed again if nothing comes of it.
    made: bool,
    files: Vec<Fingerprint>,
}

/// What the manifest says of a file.
struct Fingerprint {
    /// Relative to its folder, `/` between parts.
    name: String,
    bytes: usize,
    sha256: String,
}

/// Name of the manifest.
const MANIFEST: &str = "manifest.json";
/// Folder of the tables.
const TABLES: &str = "tables";
/// Folder of the charts.
const CHARTS: &str = "charts";

impl Output {
    /// Makes the folder, and makes sure now, before anything is simulated, that it can be written to.
    pub(super) fn new(dir: &Path) -> Result<Output, Failure> {
        let made = !dir.exists();
        std::fs::create_dir_all(dir).map_err(|error| unwritable(dir, &error))?;
        let output = Output { dir: dir.to_owned(), made, files: Vec::new() };
        for folder in [dir.to_owned(), dir.join(TABLES), dir.join(CHARTS)] {
            if folder.exists() {
                beside(&folder).map_err(|error| unwritable(&folder, &error))?;
            }
        }
        Ok(output)
    }

    /// Writes a file, whole or not at all; `name` is relative to the folder, `/` between parts.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        if self.files.is_empty() {
            self.forget()?;
        }
        self.place(name, bytes)?;
        self.files.push(Fingerprint::of(name.to_owned(), bytes));
        Ok(())
    }

    /// Writes a table as CSV and Parquet.
    pub(super) fn write_table(&mut self, table: &Table) -> Result<(), Failure> {
        self.write_csv(table)?;
        let bytes = parquet::bytes(table).map_err(|error| unmade(table, &error))?;
        self.write(&format!("{TABLES}/{}.parquet", table.name), &bytes)
    }

    /// Writes a table as CSV alone.
    pub(super) fn write_csv(&mut self, table: &Table) -> Result<(), Failure> {
        let bytes = csv::bytes(table).map_err(|error| unmade(table, &error))?;
        self.write(&format!("{TABLES}/{}.csv", table.name), &bytes)
    }

    /// Writes the manifest: the entries given, then every file written. Says where all of them are,
    /// a line each.
    pub(super) fn finish(self, mut manifest: Map<String, Value>) -> Result<String, Failure> {
        manifest.insert("files".to_owned(), self.files.iter().map(Fingerprint::entry).collect());
        self.place(MANIFEST, text(&Value::Object(manifest)).as_bytes())?;
        let names = self.files.iter().map(|file| file.name.as_str()).chain([MANIFEST]);
        Ok(names.map(|name| format!("  {}\n", self.dir.join(name).display())).collect())
    }

    /// The manifest of an earlier run no longer holds.
    fn forget(&self) -> Result<(), Failure> {
        let path = self.dir.join(MANIFEST);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(unwritten(&path, &error)),
            _ => Ok(()),
        }
    }

    fn place(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        place(&self.dir.join(name), bytes)
    }
}

/// Writes one file, whole or not at all.
pub(super) fn place(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let put = || -> io::Result<()> {
        let folder = folder_of(path);
        std::fs::create_dir_all(folder)?;
        let mut file = beside(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map(drop).map_err(|error| error.error)
    };
    put().map_err(|error| unwritten(path, &error))
}

/// Makes sure, before anything is simulated, that a file can be put in its place.
pub(super) fn can_be_written(path: &Path) -> Result<(), Failure> {
    let folder = folder_of(path);
    if path.is_dir() {
        let path = path.display();
        return Err(Failure::Input(format!("error: {path} is a folder; name a file\nnothing was run.")));
    }
    std::fs::create_dir_all(folder)
        .and_then(|()| beside(folder).map(drop))
        .map_err(|error| unwritable(folder, &error))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Drop for Output {
    /// A run that could not finish leaves no empty folder behind.
    fn drop(&mut self) {
        if self.made && self.files.is_empty() {
            // It may be in use or gone by now: then it is not ours to remove.
            let _ = std::fs::remove_dir(&self.dir);
        }
    }
}

impl Fingerprint {
    fn of(name: String, bytes: &[u8]) -> Fingerprint {
        let hash = Sha256::digest(bytes);
        let sha256 = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Fingerprint { name, bytes: bytes.len(), sha256 }
    }

    fn entry(&self) -> Value {
        json!({ "file": self.name, "bytes": self.bytes, "sha256": self.sha256 })
    }
}

/// What the manifest says of the files of a scenario, named relative to the scenario's own folder.
pub(super) fn inputs(files: &[InputFile]) -> Value {
    let folder = files.first().and_then(|first| first.path.parent()).unwrap_or(Path::new(""));
    let name = |path: &Path| slashed(path.strip_prefix(folder).unwrap_or(path));
    files.iter().map(|file| Fingerprint::of(name(&file.path), &file.bytes).entry()).collect()
}

/// JSON as it is kept in files: indented, a line feed at the end.
pub(super) fn text(value: &Value) -> String {
    format!("{value:#}\n")
}

/// A path with `/` between its parts on every system.
fn slashed(path: &Path) -> String {
    let part = |part: Component<'_>| part.as_os_str().to_string_lossy().into_owned();
    path.components().map(part).collect::<Vec<_>>().join("/")
}

/// A new file in the folder that vanishes unless it is put in its place; readable like any other.
fn beside(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".hotseat-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

fn unwritable(folder: &Path, error: &io::Error) -> Failure {
    let why = match error.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => "a file is in the way".to_owned(),
        ErrorKind::PermissionDenied => "no permission".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        _ => reason(error),
    };
    let folder = folder.display();
    Failure::Input(format!("error: cannot write to the folder {folder}: {why}\nnothing was run."))
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    Failure::Unfinished(format!("error: cannot write {}: {}", path.display(), reason(error)))
}

fn unmade(table: &Table, error: &dyn std::error::Error) -> Failure {
    Failure::Unfinished(format!("error: cannot make the table {}: {error}", table.name))
}

/// What the system says, without the name of the file for the time being.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" at path ").next().unwrap_or(&text).to_owned()
}
