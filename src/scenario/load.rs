//! A scenario's files, read once, and the models that are made of them.

use super::alternative::{self, Alternative};
use super::assumption::Assumption;
use super::changes::{Change, Changes, OF_SITES};
use super::draft::{Draft, Note};
use super::input::{FileStore, InputFile, Reader};
use super::kind::{is_study, refuse_table};
use super::plan::{self, ListedSite, Plan};
use super::problem::{Place, Problem, Problems};
use super::single_file;
use super::source::Source;
use super::table;
use super::table_edit::{CellChange, TableEdit};
use crate::language::{Text, said};
use crate::model::Model;
use std::path::{Path, PathBuf};

/// The files of a scenario: read and parsed once, so that many models can be made of them.
///
/// Copies share the files; a table is read when the first model needs it. To see a file that has changed on disk, open
/// the scenario again.
///
/// ```no_run
/// use hotseat::scenario::{Changes, Scenario};
/// # fn main() -> Result<(), hotseat::scenario::problem::Problems> {
/// let scenario = Scenario::open("scenarios/jilin-2021".as_ref())?;
/// let as_written = scenario.load()?;
/// let without_surge = scenario.alternative("no-surge")?.load()?;
/// let more_staff = scenario.with(&Changes::new().set("rule.staff_per_seat", "4"))?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The scenario's TOML, changes made.
    source: Source,
    /// The file of that, as it was read.
    toml: InputFile,
    /// Every file that was read so far.
    store: FileStore,
    /// Changes of tables.
    edits: Vec<TableEdit>,
    /// The alternative whose changes were made.
    alternative: Option<Chosen>,
}

/// An alternative whose changes were made.
#[derive(Clone, Debug)]
struct Chosen {
    name: String,
    /// The TOML before these changes.
    file: Source,
}

/// A scenario that was read, and what it was read from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The model.
    pub model: Model,
    /// The scenario's TOML, changes made.
    pub source: Source,
    /// Every file that was read, the scenario first.
    pub files: Vec<InputFile>,
    /// The acceptable wait that is asked for first, in seconds: that of the preview.
    pub acceptable_wait: f64,
    /// Remarks that a reader should know and that are no errors.
    pub notes: Vec<Note>,
    /// Values that the scenario labels as assumed.
    pub assumptions: Vec<Assumption>,
    /// Named sets of changes that it brings along.
    pub alternatives: Vec<Alternative>,
    /// The report on sites and hotlines, if the scenario is a merger plan.
    pub plan: Option<Plan>,
}

impl Scenario {
    /// Opens a scenario: a folder with `scenario.toml`, or one file. Fails if that cannot be read or is not TOML; what
    /// else is wrong is found when a model is made.
    pub fn open(path: &Path) -> Result<Scenario, Problems> {
        refuse_table(path)?;
        let file = scenario_file(path)?;
        let store = FileStore::default();
        let mut reader = Reader::new(folder_of(&file)).sharing(store.clone());
        let mut problems = Problems::new();
        let text = reader.text(&file, &mut problems);
        let source = text.and_then(|text| Source::parse(&file, text, &mut problems));
        let read = source.zip(reader.into_files().pop());
        let (source, toml) = problems.or_value(read)?;
        if is_study(&source) {
            let help = said!(
                "`hotseat sweep {path}` simulates what it varies",
                "`hotseat sweep {path}` 可模拟其变化",
                path = path.display()
            );
            let problem = source
                .problem_at("scenario", said!("this is a study, not a scenario", "这是研究文件，不是情景"));
            return Err(problem.help(help).into());
        }
        Ok(Scenario { source, toml, store, edits: Vec::new(), alternative: None })
    }

    /// The scenario with the changes of one of its alternatives. Its model is named after it: `jilin-2021@no-surge`.
    /// Fails if there is none of that name.
    pub fn alternative(&self, name: &str) -> Result<Scenario, Problems> {
        let changes = alternative::changes(&self.source, name)?.into_iter().collect();
        let chosen = Chosen { name: name.to_owned(), file: self.source.clone() };
        Ok(Scenario { alternative: Some(chosen), ..self.changed(&changes)? })
    }

    /// The scenario with values of its TOML and cells of its tables replaced, one after the other. Fails at the first
    /// that has no place in the files, or is no TOML.
    pub fn changed(&self, changes: &Changes) -> Result<Scenario, Problems> {
        let mut scenario = self.clone();
        self.refuse_doubles(changes)?;
        for change in changes.iter() {
            match change {
                Change::Value { path, literal } => {
                    let of_site = OF_SITES.iter().any(|table| path.starts_with(table));
                    scenario.source = match of_site && scenario.source.locate(path).is_none() {
                        true => scenario.source.with_added(path, literal)?,
                        false => scenario.source.with(path, literal)?,
                    };
                }
                Change::Addition { path, literal } => {
                    scenario.source = scenario.source.with_added(path, literal)?;
                }
                Change::Cells(edit) => {
                    scenario.find_cells(edit)?;
                    scenario.edits.push(edit.clone());
                }
            }
        }
        Ok(scenario)
    }

    /// Makes the model of the scenario with changes: [`Scenario::changed`], then [`Scenario::load`].
    pub fn with(&self, changes: &Changes) -> Result<Loaded, Problems> {
        self.changed(changes)?.load()
    }

    /// Makes the model of the scenario, and what goes with it. All problems at once on failure.
    pub fn load(&self) -> Result<Loaded, Problems> {
        let built = self.build(self.source.clone(), Vec::new());
        let mut loaded = built.map_err(|found| self.at_origins(found))?;
        loaded.files.insert(0, self.toml.clone());
        if let Some(Chosen { name, .. }) = &self.alternative {
            loaded.model = loaded.model.renamed(format!("{}@{name}", loaded.model.name()));
        }
        Ok(loaded)
    }

    /// Moves problems of values that changes have put there to what put them.
    fn at_origins(&self, found: Problems) -> Problems {
        let found = match &self.alternative {
            Some(Chosen { name, file }) => alternative::at_its_lines(found, name, file, &self.source),
            None => found,
        };
        let mut found = self.source.at_origins(found);
        for edit in &self.edits {
            let path = self.folder().join(&edit.cells.file);
            let Ok(sheet) =
                self.store.bytes(&path).map_or(Err(()), |bytes| table::sheet(&path, &bytes).map_err(drop))
            else {
                continue;
            };
            found = edit.at_its_key(found, &path, &sheet.text);
        }
        found
    }

    /// The scenario's TOML, changes made.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The sites of a plan as its files list them, without working anything out for them. None of a single file, and
    /// where anything is wrong: [`Scenario::load`] says what.
    pub fn listed_sites(&self) -> Option<Vec<ListedSite>> {
        let mut reader = Reader::new(self.folder()).sharing(self.store.clone()).editing(self.edits.clone());
        plan::is_plan(&self.source).then(|| plan::listed_sites(&self.source, &mut reader))?
    }

    /// The folder that its paths start from.
    pub fn folder(&self) -> &Path {
        self.source.path().parent().unwrap_or(Path::new(""))
    }

    /// Makes a model of this scenario's files with another state of its TOML and further changes of its tables.
    pub(super) fn build(&self, source: Source, more: Vec<TableEdit>) -> Result<Loaded, Problems> {
        let edits = self.edits.iter().cloned().chain(more).collect();
        load_source(source, Reader::new(self.folder()).sharing(self.store.clone()).editing(edits))
    }

    /// Refuses two changes of one value, of which the first would have no effect.
    fn refuse_doubles(&self, changes: &Changes) -> Result<(), Problems> {
        let mut problems = Problems::new();
        let all: Vec<&Change> = changes.iter().collect();
        for (index, change) in all.iter().enumerate() {
            let earlier = all[..index].iter().any(|earlier| change.hides(earlier, &self.source));
            let place = change.place().filter(|_| earlier);
            if let Some((key, literal)) = place {
                let place = Place::Set { key: key.clone(), literal };
                let problem = Problem::at(
                    self.source.path(),
                    place,
                    said!("`{key}` is set twice", "`{key}` 设置了两次"),
                );
                problems.push(problem.help(said!("set it once", "请只设置一次")));
            }
        }
        problems.or_value(Some(()))
    }

    /// Refuses a change of cells that no table of the folder has.
    fn find_cells(&self, edit: &TableEdit) -> Result<(), Problems> {
        let refused = |help: Text| -> Problems {
            let (key, literal) = edit.place();
            let place = Place::Set { key, literal };
            Problem::at(
                self.source.path(),
                place,
                said!("no cells at `{cells}`", "`{cells}` 处没有单元格", cells = &edit.cells),
            )
            .help(help)
            .into()
        };
        let mut reader = Reader::new(self.folder()).sharing(self.store.clone());
        let name = &edit.cells.file;
        let beside = Path::new(name).file_name().is_some_and(|file| file == name.as_str());
        if !beside || !name.ends_with(".csv") || !reader.has(name) {
            let folder = self.folder().display();
            return Err(refused(said!(
                "name a table of {folder}: `sites.csv:volume`",
                "请填写 {folder} 中的表格：`sites.csv:volume`"
            )));
        }
        let mut problems = Problems::new();
        let text = reader.table(&reader.path_of(name), &mut problems);
        let text = problems.or_value(text)?;
        edit.cells.check(&text, matches!(edit.change, CellChange::Times(_))).map_err(refused)
    }
}

/// Reads a scenario: a folder with `scenario.toml`, or one file. All problems at once on failure.
pub fn load(path: &Path) -> Result<Loaded, Problems> {
    Scenario::open(path)?.load()
}

/// Reads a scenario with other values at dotted paths: [`Scenario::with`] of a scenario that is used once.
pub fn load_with(path: &Path, changes: &[(&str, &str)]) -> Result<Loaded, Problems> {
    load_variant(path, None, changes)
}

/// Reads a scenario or one of its alternatives; `changes` come on top of those of the alternative.
pub fn load_variant(
    path: &Path,
    alternative: Option<&str>,
    changes: &[(&str, &str)],
) -> Result<Loaded, Problems> {
    let mut scenario = Scenario::open(path)?;
    if let Some(name) = alternative {
        scenario = scenario.alternative(name)?;
    }
    scenario.with(&changes.iter().copied().collect())
}

/// Splits a path from the alternative that follows it after the last `@`, unless there is a file of the whole name.
pub fn split_alternative(text: &str, exists: impl Fn(&str) -> bool) -> (&str, Option<&str>) {
    match text.rsplit_once('@') {
        Some((path, name)) if !exists(text) => (path, Some(name)),
        _ => (text, None),
    }
}

/// Turns a parsed scenario into a model; `reader` reads the files that it names.
pub fn load_source(source: Source, mut reader: Reader) -> Result<Loaded, Problems> {
    let mut problems = Problems::new();
    let (draft, plan) = if plan::is_plan(&source) {
        plan::read(&source, &mut reader, &mut problems).unzip()
    } else {
        (single_file::read(&source, &mut reader, &mut problems), None)
    };
    let Draft { model, acceptable_wait, notes, assumptions, alternatives } = problems.or_value(draft)?;
    let files = reader.into_files();
    Ok(Loaded { model, source, files, acceptable_wait, notes, assumptions, alternatives, plan })
}

/// The schema of a scenario's TOML: a plan's, or that of a single file.
pub(super) fn schema_of(source: &Source) -> &'static serde_json::Value {
    if plan::is_plan(source) { plan::file_schema() } else { single_file::file_schema() }
}

/// The file that holds a scenario's scalars and policies.
fn scenario_file(path: &Path) -> Result<PathBuf, Problems> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let file = path.join("scenario.toml");
    match std::fs::metadata(&file) {
        Ok(_) => return Ok(file),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Problem::whole(
                path,
                said!("this folder cannot be read: {error}", "无法读取该文件夹：{error}"),
            )
            .into());
        }
        Err(_) => {}
    }
    let help = said!(
        "a scenario is a folder with a scenario.toml, or one such file; `hotseat init` writes one to start from",
        "情景是含 scenario.toml 的文件夹，或单个此类文件；`hotseat init` 可生成一个作为起点"
    );
    Err(Problem::whole(path, said!("this folder has no scenario.toml", "该文件夹中没有 scenario.toml"))
        .help(help)
        .into())
}

fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::presets::{preset, write};

    /// Three days of one site of the shipped plan, and the folder that it was read from.
    fn plan() -> (tempfile::TempDir, Scenario) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan");
        write(preset("jilin-2021").unwrap(), &path).unwrap();
        let few = Changes::new().set("days", "3").set("only_sites", "[\"siping\"]");
        let scenario = Scenario::open(&path).unwrap().changed(&few).unwrap();
        (folder, scenario)
    }

    #[test]
    fn files_are_read_once_for_all_models() {
        let (folder, scenario) = plan();
        let first = scenario.load().unwrap();
        drop(folder);
        let again = scenario.with(&Changes::new().set("seed", "7")).unwrap();
        assert_eq!(again.files, first.files);
        assert_eq!((first.model.seed(), again.model.seed()), (1, 7));
        assert!(first.files[0].path.ends_with("scenario.toml") && first.files.len() > 5);
    }

    #[test]
    fn cells_of_a_table_are_replaced_and_multiplied() {
        let (_folder, scenario) = plan();
        let people = |changes: Changes| scenario.with(&changes).unwrap().model.sites()[0].people;
        let own = people(Changes::new());
        assert_eq!(people(Changes::new().multiply("sites.csv:people", 2.0)), 2 * own);
        assert_eq!(people(Changes::new().set("sites.csv:siping:people", "1000")), 1000);
        assert_eq!(people(Changes::new().set("sites.csv:changchun:people", "1000")), own);
    }

    #[test]
    fn a_change_without_a_place_is_refused_with_advice() {
        let (_folder, scenario) = plan();
        let said = |changes: Changes| scenario.with(&changes).unwrap_err().render();
        let table = said(Changes::new().set("towns.csv:people", "1"));
        assert!(
            table.contains("no cells at `towns.csv:people`") && table.contains("name a table"),
            "{table}"
        );
        let column = said(Changes::new().set("sites.csv:poeple", "1"));
        assert!(column.contains("columns of sites.csv are id,"), "{column}");
        let number = said(Changes::new().multiply("sites.csv:name_en", 2.0));
        assert!(number.contains("there is no number to be multiplied"), "{number}");
        assert!(said(Changes::new().multiply("days", 2.0)).contains("no cells at `days`"));
        assert!(said(Changes::new().set("dais", "2")).contains("no value at `dais`"));
        for outside in ["../plan/sites.csv:people", "/etc/x.csv:a"] {
            assert!(said(Changes::new().set(outside, "1")).contains("name a table"), "{outside}");
        }
    }

    #[test]
    fn an_alternative_names_its_model() {
        let (_folder, scenario) = plan();
        let name = scenario.load().unwrap().alternatives[0].name.clone();
        let loaded = scenario.alternative(&name).unwrap().load().unwrap();
        assert_eq!(loaded.model.name(), format!("jilin-2021@{name}"));
        let unknown = scenario.alternative("nowhere").unwrap_err().render();
        assert!(unknown.contains("there is no alternative `nowhere`"), "{unknown}");
    }
}
