//! Files that are written whole or not at all, and what is said where one cannot be.

use crate::cli::failure::Failure;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Name of the manifest.
pub(crate) const MANIFEST: &str = "manifest.json";
/// Folder of the tables.
pub(super) const TABLES: &str = "tables";
/// Folder of the charts.
pub(super) const CHARTS: &str = "charts";

/// Writes a file, whole or not at all.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
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

/// Writes a file where none is, whole or not at all.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let put = || -> io::Result<()> {
        let mut file = temporary_in(folder_of(path))?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map(drop).map_err(|error| error.error)
    };
    put().map_err(|error| write_failure(path, &error))
}

/// Checks, before anything is simulated, that a file is not there yet and can be put there.
pub(crate) fn can_be_made(path: &Path) -> Result<(), Failure> {
    let refused =
        |why: &str| Err(Failure::Input(format!("error: {}: {why}\nnothing was run.", path.display())));
    if path.is_dir() {
        return refused("this is a folder; name a file");
    }
    if path.symlink_metadata().is_ok() {
        return refused("this file is there already; remove it, or name another");
    }
    let folder = folder_of(path);
    if !folder.exists() {
        return refused(&format!("there is no folder {}; make it first", folder.display()));
    }
    temporary_in(folder).map(drop).map_err(|error| folder_failure(folder, &error))
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Beginning and end of the names of files that are being written.
const PREFIX: &str = ".hotseat-";
const SUFFIX: &str = ".part";

/// Removes what a killed process left half written in a folder that is ours alone.
pub(crate) fn clear_parts(dir: &Path) {
    for folder in [dir.to_owned(), dir.join(TABLES), dir.join(CHARTS)] {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_part(&name) && entry.path().is_file() {
                // One that cannot be removed does no harm.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether a file of this name is being written, or was when a process was killed.
pub(super) fn is_part(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// Makes a file in a folder that vanishes unless it is put in its place; readable like any other.
pub(super) fn temporary_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Makes the failure of a folder that cannot be written to.
pub(crate) fn folder_failure(folder: &Path, error: &io::Error) -> Failure {
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
pub(crate) fn write_failure(path: &Path, error: &io::Error) -> Failure {
    Failure::Unfinished(format!("error: cannot write {}: {}", path.display(), reason(error)))
}

/// Returns what the system says, without the name of the temporary file.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" at path ").next().unwrap_or(&text).to_owned()
}
