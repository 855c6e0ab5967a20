//! Files under `--out`: each whole or not at all, and a manifest that lists them.
//!
//! A file is written beside its place and renamed into it. The manifest is removed before the first
//! file and written after the last, so a folder with a manifest holds one finished run.

mod owned_folder;
mod writing;

pub(super) use owned_folder::{busy, is_at, is_ours_alone};
pub(super) use writing::{
    MANIFEST, can_be_made, clear_parts, folder_failure, reason, write_failure, write_new, write_whole,
};

use super::failure::Failure;
use crate::report::data::Table;
use crate::report::{csv, parquet};
use crate::scenario::input::InputFile;
use owned_folder::OwnedFolder;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use writing::{TABLES, folder_of, temporary_in};

/// A folder that files are written to, one by one.
pub(super) struct Output {
    folder: OwnedFolder,
    files: Vec<Fingerprint>,
}

/// A file as the manifest lists it.
struct Fingerprint {
    /// Relative to its folder, `/` between parts.
    name: String,
    bytes: usize,
    sha256: String,
}

impl Output {
    /// Claims the folder, and checks now, before anything is simulated, that it can be written to. Files there that are
    /// not ours are refused unless `force` is given, and then replaced where names are the same.
    pub(super) fn new(dir: &Path, force: bool) -> Result<Output, Failure> {
        Ok(Output { folder: OwnedFolder::claim(dir, force)?, files: Vec::new() })
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, whole or not at all; `name` is relative to the folder, `/` between parts.
    pub(super) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        write_whole(&self.folder.place(name)?, bytes)?;
        self.files.push(Fingerprint::of(name.to_owned(), bytes));
        Ok(())
    }

    /// Opens a file that is written piece by piece, and put in its place by [`Output::keep`].
    pub(super) fn open(&mut self, name: &str) -> Result<FileWriter, Failure> {
        let path = self.folder.place(name)?;
        let folder = folder_of(&path);
        let file = std::fs::create_dir_all(folder).and_then(|()| temporary_in(folder));
        let file = file.map_err(|error| write_failure(&path, &error))?;
        let file = BufWriter::with_capacity(1 << 16, file);
        Ok(FileWriter { path, name: name.to_owned(), file, hash: Sha256::new(), bytes: 0 })
    }

    /// Lists a file that is or will be there under this name, with the bytes of `path`.
    pub(super) fn list(&mut self, name: &str, path: &Path) -> Result<(), Failure> {
        self.folder.begin()?;
        self.folder.note(name)?;
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
    pub(super) fn finish(mut self, mut manifest: Map<String, Value>) -> Result<String, Failure> {
        manifest.insert("files".to_owned(), self.files.iter().map(Fingerprint::entry).collect());
        self.folder.begin()?;
        let dir = self.folder.path().to_owned();
        write_whole(&dir.join(MANIFEST), text(&Value::Object(manifest)).as_bytes())?;
        self.folder.finish();
        let names = self.files.iter().map(|file| file.name.as_str()).chain([MANIFEST]);
        Ok(names.map(|name| format!("  {}\n", dir.join(name).display())).collect())
    }

    /// Removes the manifest and the files of an earlier run, which no longer hold.
    pub(super) fn begin(&mut self) -> Result<(), Failure> {
        self.folder.begin()
    }
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

fn table_failure(table: &Table, error: &dyn std::error::Error) -> Failure {
    Failure::Unfinished(format!("error: cannot make the table {}: {error}", table.name))
}
