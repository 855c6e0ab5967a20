//! Files under `--out`: each whole or not at all, and a manifest that lists them.
//!
//! A file is written beside its place and renamed into it. The manifest is removed before the first
//! file and written after the last, so a folder with a manifest holds one finished run.

use super::failure::Failure;
use crate::report::data::Table;
use crate::report::{csv, parquet};
use crate::scenario::input::InputFile;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

/// A folder that files are written to, one by one.
pub(super) struct Output {
    dir: PathBuf,
    /// Whether it was made here: then it is removed again if no file is written.
    made: bool,
    files: Vec<Fingerprint>,
}

/// A file as the manifest lists it.
struct Fingerprint {
    /// Relative to its folder, `/` between parts.
    name: String,
    bytes: usize,
    sha256: String,
}

/// Name of the manifest.
pub(super) const MANIFEST: &str = "manifest.json";
/// Folder of the tables.
const TABLES: &str = "tables";
/// Folder of the charts.
const CHARTS: &str = "charts";

impl Output {
    /// Makes the folder, and checks now, before anything is simulated, that it can be written to.
    pub(super) fn new(dir: &Path) -> Result<Output, Failure> {
        let made = !dir.exists();
        std::fs::create_dir_all(dir).map_err(|error| folder_failure(dir, &error))?;
        let output = Output { dir: dir.to_owned(), made, files: Vec::new() };
        for folder in [dir.to_owned(), dir.join(TABLES), dir.join(CHARTS)] {
            if folder.exists() {
                temporary_in(&folder).map_err(|error| folder_failure(&folder, &error))?;
            }
        }
        Ok(output)
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.dir
    }

    /// Writes a file, whole or not at all; `name` is relative to the folder, `/` between parts.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        if self.files.is_empty() {
            self.remove_manifest()?;
        }
        self.write_whole(name, bytes)?;
        self.files.push(Fingerprint::of(name.to_owned(), bytes));
        Ok(())
    }

    /// Opens a file that is written piece by piece, and put in its place by [`Output::keep`].
    pub(super) fn open(&mut self, name: &str) -> Result<FileWriter, Failure> {
        self.remove_manifest()?;
        let path = self.dir.join(name);
        let folder = path.parent().unwrap_or(&self.dir);
        let file = std::fs::create_dir_all(folder).and_then(|()| temporary_in(folder));
        let file = file.map_err(|error| write_failure(&path, &error))?;
        let file = BufWriter::with_capacity(1 << 16, file);
        Ok(FileWriter { path, name: name.to_owned(), file, hash: Sha256::new(), bytes: 0 })
    }

    /// Lists a file that is or will be there under this name, with the bytes of `path`.
    pub(super) fn list(&mut self, name: &str, path: &Path) -> Result<(), Failure> {
        let mut hash = Sha256::new();
        let read = File::open(path).and_then(|mut file| io::copy(&mut file, &mut Hashing(&mut hash)));
        let bytes = read.map_err(|error| write_failure(path, &error))? as usize;
        self.files.push(Fingerprint { name: name.to_owned(), bytes, sha256: hex(&hash.finalize()) });
        Ok(())
    }

    /// Puts files in their places, on the threads of the current pool: a disk takes many at once in less time than one
    /// after another.
    pub(super) fn keep(&mut self, writers: Vec<FileWriter>) -> Result<(), Failure> {
        let kept = writers.into_par_iter().map(FileWriter::keep).collect::<Result<Vec<Fingerprint>, _>>()?;
        self.files.extend(kept);
        Ok(())
    }

    /// Writes `summary.json` and `report.txt`, the same bytes whenever the same is run: without the seconds.
    pub(super) fn write_summary(&mut self, json: &Value, words: &str) -> Result<(), Failure> {
        let mut summary = json.as_object().cloned().unwrap_or_default();
        summary.shift_remove("seconds");
        self.write("summary.json", text(&Value::Object(summary)).as_bytes())?;
        self.write("report.txt", words.as_bytes())
    }

    /// Writes a table as CSV and Parquet.
    pub(super) fn write_table(&mut self, table: &Table) -> Result<(), Failure> {
        self.write_csv(table)?;
        let bytes = parquet::bytes(table).map_err(|error| table_failure(table, &error))?;
        self.write(&format!("{TABLES}/{}.parquet", table.name), &bytes)
    }

    /// Writes a table as CSV alone.
    pub(super) fn write_csv(&mut self, table: &Table) -> Result<(), Failure> {
        let bytes = csv::bytes(table).map_err(|error| table_failure(table, &error))?;
        self.write(&format!("{TABLES}/{}.csv", table.name), &bytes)
    }

    /// Writes the manifest: the entries given, then every file written. Lists all of them, a line each.
    pub(super) fn finish(self, mut manifest: Map<String, Value>) -> Result<String, Failure> {
        manifest.insert("files".to_owned(), self.files.iter().map(Fingerprint::entry).collect());
        self.write_whole(MANIFEST, text(&Value::Object(manifest)).as_bytes())?;
        let names = self.files.iter().map(|file| file.name.as_str()).chain([MANIFEST]);
        Ok(names.map(|name| format!("  {}\n", self.dir.join(name).display())).collect())
    }

    /// Removes the manifest of an earlier run, which no longer holds.
    pub(super) fn remove_manifest(&self) -> Result<(), Failure> {
        let path = self.dir.join(MANIFEST);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(write_failure(&path, &error)),
            _ => Ok(()),
        }
    }

    fn write_whole(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        write_whole(&self.dir.join(name), bytes)
    }
}

/// Writes a file, whole or not at all.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let put = || -> io::Result<()> {
        let folder = folder_of(path);
        std::fs::create_dir_all(folder)?;
        let mut file = temporary_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map(drop).map_err(|error| error.error)
    };
    put().map_err(|error| write_failure(path, &error))
}

/// Checks, before anything is simulated, that a file can be put in its place.
pub(super) fn can_be_written(path: &Path) -> Result<(), Failure> {
    let folder = folder_of(path);
    if path.is_dir() {
        let path = path.display();
        return Err(Failure::Input(format!("error: {path} is a folder; name a file\nnothing was run.")));
    }
    std::fs::create_dir_all(folder)
        .and_then(|()| temporary_in(folder).map(drop))
        .map_err(|error| folder_failure(folder, &error))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that is written piece by piece; nothing is left of it unless it is kept.
pub(super) struct FileWriter {
    path: PathBuf,
    name: String,
    file: BufWriter<tempfile::NamedTempFile>,
    hash: Sha256,
    bytes: usize,
}

impl Write for FileWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A hash that can be written to.
struct Hashing<'h>(&'h mut Sha256);

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl FileWriter {
    /// Returns its name in the folder.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Puts it in its place.
    fn keep(self) -> Result<Fingerprint, Failure> {
        let FileWriter { path, name, file, hash, bytes } = self;
        let put = || -> io::Result<()> {
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.as_file().sync_all()?;
            file.persist(&path).map(drop).map_err(|error| error.error)
        };
        put().map_err(|error| write_failure(&path, &error))?;
        Ok(Fingerprint { name, bytes, sha256: hex(&hash.finalize()) })
    }

    /// Makes the failure of a write.
    pub(super) fn failure(&self, error: &dyn std::fmt::Display) -> Failure {
        Failure::Unfinished(format!("error: cannot write {}: {error}", self.path.display()))
    }
}

impl Drop for Output {
    /// Leaves no empty folder behind where a run could not finish.
    fn drop(&mut self) {
        if self.made && self.files.is_empty() {
            // It may be in use or gone by now: then it is not ours to remove.
            let _ = std::fs::remove_dir(&self.dir);
        }
    }
}

impl Fingerprint {
    fn of(name: String, bytes: &[u8]) -> Fingerprint {
        Fingerprint { name, bytes: bytes.len(), sha256: hex(&Sha256::digest(bytes)) }
    }

    fn entry(&self) -> Value {
        json!({ "file": self.name, "bytes": self.bytes, "sha256": self.sha256 })
    }
}

/// Returns a hash as text.
pub(super) fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Lists the files of a scenario for the manifest, named relative to the scenario's own folder.
pub(super) fn inputs(files: &[InputFile]) -> Value {
    let folder = files.first().and_then(|first| first.path.parent()).unwrap_or(Path::new(""));
    let name = |path: &Path| slashed(path.strip_prefix(folder).unwrap_or(path));
    files.iter().map(|file| Fingerprint::of(name(&file.path), &file.bytes).entry()).collect()
}

/// Returns JSON as it is kept in files: indented, a line feed at the end.
pub(super) fn text(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Returns a path with `/` between its parts on every system.
pub(super) fn slashed(path: &Path) -> String {
    let part = |part: Component<'_>| part.as_os_str().to_string_lossy().into_owned();
    path.components().map(part).collect::<Vec<_>>().join("/")
}

/// Beginning and end of the names of files that are being written.
const PREFIX: &str = ".hotseat-";
const SUFFIX: &str = ".part";

/// Removes what a killed process left half written in a folder that is ours alone.
pub(super) fn clear_parts(dir: &Path) {
    for folder in [dir.to_owned(), dir.join(TABLES), dir.join(CHARTS)] {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(PREFIX) && name.ends_with(SUFFIX) && entry.path().is_file() {
                // One that cannot be removed does no harm.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

/// Makes a file in a folder that vanishes unless it is put in its place; readable like any other.
fn temporary_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Makes the failure of a folder that cannot be written to.
pub(super) fn folder_failure(folder: &Path, error: &io::Error) -> Failure {
    let why = match error.kind() {
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => "a file is in the way".to_owned(),
        ErrorKind::PermissionDenied => "no permission".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        _ => reason(error),
    };
    let folder = folder.display();
    Failure::Input(format!("error: cannot write to the folder {folder}: {why}\nnothing was run."))
}

/// Makes the failure of a file that could not be written.
pub(super) fn write_failure(path: &Path, error: &io::Error) -> Failure {
    Failure::Unfinished(format!("error: cannot write {}: {}", path.display(), reason(error)))
}

fn table_failure(table: &Table, error: &dyn std::error::Error) -> Failure {
    Failure::Unfinished(format!("error: cannot make the table {}: {error}", table.name))
}

/// Returns what the system says, without the name of the temporary file.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" at path ").next().unwrap_or(&text).to_owned()
}
