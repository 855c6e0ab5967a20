//! Scenario files into the validated model: files, units and serde end here.
//!
//! A file is parsed into a tree that knows its places ([`source`]), checked against the schema of its
//! type ([`structure`]), deserialised ([`mod@file`]) and turned into a [`Model`] ([`small`], or
//! [`plan`] for a folder that states a rule). [`study`] reads what a sweep varies. Whatever is
//! wrong is collected ([`problem`]) and shown at once.

pub mod alternative;
pub mod assumption;

pub mod difference;
pub mod distribution;
mod distribution_reader;
pub mod input;
pub mod observations;
pub mod plan;
pub mod presets;
pub mod problem;
pub mod scalar;
pub mod schema;
pub mod schema_check;
pub mod single_file;
pub mod source;
pub mod study;
pub mod table;
pub mod table_edit;
pub mod units;

use crate::model::Model;
use alternative::Alternative;
use input::{InputFile, Reader};
use problem::{Problem, Problems};
use source::Source;
use std::path::{Path, PathBuf};

/// A scenario that was read, and what it was read from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The model.
    pub model: Model,
    /// The scenario's TOML, changes made.
    pub source: Source,
    /// Every file that was read, the scenario first.
    pub files: Vec<InputFile>,
    /// What a reader should know and is not an error.
    pub notes: Vec<Note>,
    /// Values that the scenario labels as assumed.
    pub assumptions: Vec<Assumption>,
    /// Named sets of changes that it brings along.
    pub alternatives: Vec<Alternative>,
    /// Of a merger plan, what it says about its sites and hotlines.
    pub plan: Option<plan::Plan>,
}

/// Something a reader should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// One sentence, without a full stop.
    pub text: String,
    /// Where it comes from, e.g. "hotlines.csv, lines 11-13".
    pub place: Option<String>,
}

/// A value that is assumed rather than known. Values are TOML literals, as [`load_with`] takes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// Dotted path of the value.
    pub key: String,
    /// The value as written.
    pub value: String,
    /// Where it comes from, or why it was chosen.
    pub why: String,
    /// A low value that would still be believable.
    pub low: Option<String>,
    /// A high value that would still be believable.
    pub high: Option<String>,
}

/// Reads a scenario: a folder with `scenario.toml`, or one file. All problems at once on failure.
pub fn load(path: &Path) -> Result<Loaded, Problems> {
    load_with(path, &[])
}

/// Reads a scenario in which values at dotted paths (`hotline.12345.talk.mean`) are replaced by TOML
/// literals (`100`, `"60 s"`). A path that the file does not write is a problem.
pub fn load_with(path: &Path, changes: &[(&str, &str)]) -> Result<Loaded, Problems> {
    load_variant(path, None, changes)
}

/// The same of an alternative of the scenario; `changes` come on top of its own. The model is named
/// after it: `jilin-2021@no-surge`.
pub fn load_variant(
    path: &Path,
    alternative: Option<&str>,
    changes: &[(&str, &str)],
) -> Result<Loaded, Problems> {
    let (source, reader) = open_variant(path, alternative, changes)?;
    let mut loaded = load_source(source, reader)?;
    if let Some(name) = alternative {
        loaded.model.name = format!("{}@{name}", loaded.model.name);
    }
    Ok(loaded)
}

/// A path and the alternative that follows it after the last `@`, unless there is a file of the whole name.
pub fn split_alternative(text: &str, exists: impl Fn(&str) -> bool) -> (&str, Option<&str>) {
    match text.rsplit_once('@') {
        Some((path, name)) if !exists(text) => (path, Some(name)),
        _ => (text, None),
    }
}

/// The scenario file of a variant, parsed, and a reader of the files beside it.
fn open_variant(
    path: &Path,
    alternative: Option<&str>,
    changes: &[(&str, &str)],
) -> Result<(Source, Reader), Problems> {
    let file = scenario_file(path)?;
    let folder = file.parent().map(Path::to_owned).unwrap_or_default();
    let mut reader = Reader::new(folder);
    let mut problems = Problems::new();
    let text = reader.text(&file, &mut problems);
    let source = text.and_then(|text| Source::parse(&file, text, &mut problems));
    let mut source = problems.or_value(source)?;
    if let Some(name) = alternative {
        for (key, literal) in alternative::changes(&source, name)? {
            source = source.with(&key, &literal)?;
        }
    }
    for (key, literal) in changes {
        source = source.with(key, literal)?;
    }
    Ok((source, reader))
}

/// Turns a parsed scenario into a model; `reader` reads the files that it names.
pub fn load_source(source: Source, mut reader: Reader) -> Result<Loaded, Problems> {
    let mut problems = Problems::new();
    let (draft, plan) = if plan::is_plan(&source) {
        plan::read(&source, &mut reader, &mut problems).map(|(draft, plan)| (draft, Some(plan))).unzip()
    } else {
        (single_file::read(&source, &mut reader, &mut problems), None)
    };
    let single_file::Draft { model, notes, assumptions, alternatives } = problems.or_value(draft)?;
    Ok(Loaded {
        model,
        source,
        files: reader.into_files(),
        notes,
        assumptions,
        alternatives,
        plan: plan.flatten(),
    })
}

/// The file that holds a scenario's scalars and policies.
fn scenario_file(path: &Path) -> Result<PathBuf, Problems> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let file = path.join("scenario.toml");
    if file.exists() {
        return Ok(file);
    }
    let help = "a scenario is a folder with a scenario.toml, or one such file; `hotseat init` writes one to start from";
    Err(Problem::whole(path, "this folder has no scenario.toml").help(help).into())
}
