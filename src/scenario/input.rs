//! Reads the files of a scenario: each once, kept for the manifest, refused with a reason.

use super::problem::{Problem, Problems};
use super::table::{self, Sheet};
use super::table_edit::TableEdit;
use crate::language::{Text, said};
use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Its path: as the user named it, or that of the scenario's folder and a relative one.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

impl InputFile {
    /// Returns what the file says, by which two files are told apart: of TOML its values, without comments and layout; of
    /// another file its bytes.
    pub fn meaning(&self) -> Cow<'_, [u8]> {
        let is_toml = self.path.extension().is_some_and(|extension| extension == "toml");
        let text = if is_toml { decode(&self.path, &self.bytes).ok() } else { None };
        let values = text.and_then(|text| toml::from_str::<toml::Table>(&text).ok());
        let values = values.and_then(|values| toml::to_string(&values).ok());
        values.map_or(Cow::Borrowed(&*self.bytes), |values| Cow::Owned(values.into_bytes()))
    }
}

/// Files that were read already and are not read again; copies share them.
#[derive(Clone, Debug, Default)]
pub struct FileStore {
    files: Arc<RwLock<Vec<InputFile>>>,
}

impl FileStore {
    /// Returns the file of a path, if it was read.
    fn get(&self, path: &Path) -> Option<InputFile> {
        // A panic elsewhere leaves the list whole: files are only added.
        let files = self.files.read().unwrap_or_else(PoisonError::into_inner);
        files.iter().find(|file| file.path == path).cloned()
    }

    /// Returns the bytes of a path, if it was read.
    pub(super) fn bytes(&self, path: &Path) -> Option<Arc<[u8]>> {
        self.get(path).map(|file| file.bytes)
    }

    fn add(&self, file: InputFile) {
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        if !files.iter().any(|known| known.path == file.path) {
            files.push(file);
        }
    }
}

/// Reads files below a scenario's folder and remembers which were asked for.
#[derive(Debug, Default)]
pub struct Reader {
    folder: PathBuf,
    store: FileStore,
    /// Files that were asked for, in order.
    files: Vec<InputFile>,
    /// Changes of tables.
    edits: Vec<TableEdit>,
    /// Words what tables were taken for that are not in UTF-8 with commas.
    taken_for: Vec<Text>,
}

/// Largest file accepted, in bytes.
const LARGEST: u64 = 256 << 20;

impl Reader {
    /// Makes a reader of files relative to `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Reader {
        Reader { folder: folder.into(), ..Reader::default() }
    }

    /// Returns the reader with a store of files that were read already and are shared with others.
    #[must_use]
    pub fn sharing(self, store: FileStore) -> Reader {
        Reader { store, ..self }
    }

    /// Returns the reader with changes that it makes to tables as it reads them.
    #[must_use]
    pub fn editing(self, edits: Vec<TableEdit>) -> Reader {
        Reader { edits, ..self }
    }

    /// Returns the folder that relative paths start from.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the path of a file of this scenario.
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Whether the scenario's folder has this file.
    pub fn has(&self, name: &str) -> bool {
        let path = self.path_of(name);
        self.store.get(&path).is_some() || path.is_file()
    }

    /// Returns the text of a file, without byte order mark. A missing, empty or non-UTF-8 file is a problem.
    pub fn text(&mut self, path: &Path, problems: &mut Problems) -> Option<Arc<str>> {
        let text = self.file(path).and_then(|file| decode(path, &file.bytes));
        text.map_err(|found| problems.append(found)).ok()
    }

    /// Returns the text of a table, in UTF-8 with commas between fields, its changes made. What it was taken for is
    /// noted where that is something else.
    pub fn table(&mut self, path: &Path, problems: &mut Problems) -> Option<Arc<str>> {
        match self.file(path).and_then(|file| table::sheet(path, &file.bytes)) {
            Ok(Sheet { text, taken_for }) => {
                self.taken_for.extend(taken_for.map(|taken_for| read_as(path, &taken_for)));
                Some(self.edited(path, text))
            }
            Err(found) => {
                problems.append(found);
                None
            }
        }
    }

    /// Returns what tables were taken for that are not in UTF-8 with commas, each once.
    pub fn taken_for(&self) -> Vec<Text> {
        let mut all = self.taken_for.clone();
        all.dedup();
        all
    }

    fn file(&mut self, path: &Path) -> Result<InputFile, Problems> {
        let file = match self.store.get(path) {
            Some(file) => file,
            None => {
                let file = InputFile { path: path.to_owned(), bytes: read(path)?.into() };
                self.store.add(file.clone());
                file
            }
        };
        if !self.files.iter().any(|known| known.path == path) {
            self.files.push(file.clone());
        }
        Ok(file)
    }

    /// The text with its table's changes made.
    fn edited(&self, path: &Path, text: Arc<str>) -> Arc<str> {
        let own = self.edits.iter().filter(|edit| self.path_of(&edit.cells.file) == path);
        own.fold(text, |text, edit| edit.apply(&text).map_or(text, Arc::from))
    }

    /// Every file that was asked for and could be read, in order.
    pub fn into_files(self) -> Vec<InputFile> {
        self.files
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Problems> {
    let metadata = std::fs::metadata(path).map_err(|error| refused(path, &error))?;
    if metadata.is_dir() {
        return Err(
            Problem::whole(path, said!("this is a folder, not a file", "这是文件夹，不是文件")).into()
        );
    }
    // The length that the system reports is not trusted: a device has none, and a file may grow.
    let file = std::fs::File::open(path).map_err(|error| refused(path, &error))?;
    let mut bytes = Vec::with_capacity(metadata.len().min(LARGEST) as usize);
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| refused(path, &error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::whole(path, said!("file is larger than 256 MB", "文件超过 256 MB")).into());
    }
    Ok(bytes)
}

/// Words what a table was taken for.
fn read_as(path: &Path, taken_for: &Text) -> Text {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Text {
        en: format!("{name} was read as {}", taken_for.en), zh: format!("{name} 按{}读取", taken_for.zh)
    }
}

/// The text of bytes in UTF-8, with or without byte order mark.
pub fn decode(path: &Path, bytes: &[u8]) -> Result<Arc<str>, Problems> {
    let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(Problem::whole(path, said!("file is empty", "文件为空")).into());
    }
    match (std::str::from_utf8(body), table::decode(bytes)) {
        (Ok(text), Some((_, table::Encoding::Utf8))) => Ok(text.into()),
        (_, Some((_, other))) if other != table::Encoding::Utf8 => {
            let title = said!(
                "file is {kind} text, not UTF-8",
                "文件是 {kind} 文本，不是 UTF-8",
                kind = other.name()
            );
            Err(Problem::whole(path, title)
                .help(said!("save the file as UTF-8", "请将文件另存为 UTF-8"))
                .into())
        }
        (Ok(text), _) => Ok(text.into()),
        (Err(error), _) => {
            let line = body[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            let title = said!("file is not UTF-8 text (line {line})", "文件不是 UTF-8 文本（第 {line} 行）");
            Err(Problem::whole(path, title)
                .help(said!("save the file as UTF-8", "请将文件另存为 UTF-8"))
                .into())
        }
    }
}

fn refused(path: &Path, error: &std::io::Error) -> Problem {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => Problem::whole(path, said!("file not found", "找不到文件")),
        ErrorKind::PermissionDenied => {
            Problem::whole(path, said!("no permission to read the file", "没有读取该文件的权限"))
        }
        _ => Problem::whole(path, said!("cannot read the file: {error}", "无法读取文件：{error}")),
    }
}
