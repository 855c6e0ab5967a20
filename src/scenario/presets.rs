//! Scenarios to start from: the files under `scenarios/`, carried in the program.

use super::problem::{Problem, Problems};
use crate::language::said;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A scenario to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name, as given to `init`.
    pub name: &'static str,
    /// Its subject, in one line.
    pub about: &'static str,
    /// Its files: name in the new folder, and text.
    pub files: &'static [(&'static str, &'static str)],
}

/// A preset of one file `scenarios/NAME.toml`, with the schema that its first line names.
macro_rules! single {
    ($name:literal, $about:literal) => {
        Preset {
            name: $name,
            about: $about,
            files: &[
                ("scenario.toml", include_str!(concat!("../../scenarios/", $name, ".toml"))),
                ("scenario.schema.json", include_str!("../../scenarios/scenario.schema.json")),
            ],
        }
    };
}

/// A preset of a folder `scenarios/NAME/` with the files listed.
macro_rules! folder {
    ($name:literal, $about:literal, [$($file:literal),+ $(,)?]) => {
        Preset {
            name: $name,
            about: $about,
            files: &[$(($file, include_str!(concat!("../../scenarios/", $name, "/", $file)))),+],
        }
    };
}

static PRESETS: [Preset; 15] = [
    folder!(
        "jilin-2021",
        "33 hotlines of Jilin into 12345: tables, rule, rotas",
        [
            "scenario.toml",
            "scenario.schema.json",
            "hotlines.csv",
            "sites.csv",
            "hours.csv",
            "weeks.csv",
            "calendar.csv",
            "seasons.csv",
            "comparators.csv",
        ]
    ),
    folder!(
        "plan",
        "a plan for any province: three made-up sites, nine hotlines, a guide",
        [
            "GUIDE.md",
            "GUIDE.zh.md",
            "scenario.toml",
            "scenario.schema.json",
            "hotlines.csv",
            "sites.csv",
            "volumes.csv",
            "hours.csv",
            "weeks.csv",
            "calendar.csv",
            "seasons.csv",
            "comparators.csv",
        ]
    ),
    single!("single-queue", "one queue with everything a small scenario can say, commented"),
    single!("erlang-a", "callers give up: Erlang A"),
    single!("erlang-b", "no waiting, busy tone: Erlang B"),
    single!("erlang-c", "everyone waits: Erlang C"),
    single!("limited-lines", "a few may wait, more get the busy tone: M/M/n/K"),
    single!("patience", "patience of any distribution: M/M/n+G"),
    single!("constant-talk", "every call takes equally long: M/D/c"),
    single!("priorities", "two classes, one served first"),
    single!("redials", "callers who fail dial again"),
    single!("two-pools", "two groups of agents, one helping the other: the N-design"),
    single!("handed-on", "a quarter of the calls are handed on to experts"),
    single!("skills-week", "a week of thirty kinds of calls, two priorities, experts"),
    single!("wave", "a rate that swings, fixed staff"),
];

/// Every preset, the most useful first.
pub fn presets() -> &'static [Preset] {
    &PRESETS
}

/// The preset of a name; a problem that lists them if there is none.
pub fn preset(name: &str) -> Result<&'static Preset, Problems> {
    let names = || PRESETS.iter().map(|preset| preset.name);
    PRESETS.iter().find(|preset| preset.name == name).ok_or_else(|| {
        let fault = super::wording::unknown_word(name, names());
        Problem { help: fault.help, ..Problem::whole(name, said!("unknown preset", "没有此预设")) }.into()
    })
}

/// Writes a preset into the new folder `dir`, whole or not at all, and returns the files written. A
/// folder that exists and is not empty, or a file of that name, is left alone and is a problem.
pub fn write(preset: &Preset, dir: &Path) -> Result<Vec<PathBuf>, Problems> {
    if dir.exists() && !is_empty_folder(dir) {
        let help = said!("nothing was written; name another folder", "未写入任何内容；请换一个文件夹");
        return Err(Problem::whole(dir, said!("already exists", "已存在")).help(help).into());
    }
    place(preset, dir)
        .map_err(|error| Problem::whole(dir, said!("cannot be written: {error}", "无法写入：{error}")))?;
    Ok(preset.files.iter().map(|(name, _)| dir.join(name)).collect())
}

fn is_empty_folder(dir: &Path) -> bool {
    std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none())
}

/// Fills a folder beside the target, then renames it.
fn place(preset: &Preset, dir: &Path) -> std::io::Result<()> {
    let dir = std::path::absolute(dir)?;
    let parent = dir.parent().unwrap_or(&dir);
    std::fs::create_dir_all(parent)?;
    let beside = tempfile::Builder::new().prefix(".hotseat-init-").tempdir_in(parent)?;
    let filled = beside.path().join("scenario");
    std::fs::create_dir(&filled)?;
    for (name, text) in preset.files {
        let file = filled.join(name);
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = std::fs::File::create_new(file)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
    }
    if !dir.exists() {
        return std::fs::rename(&filled, &dir);
    }
    // An empty folder, perhaps the one people stand in: keep it, and let scenario.toml come last.
    let mut names: Vec<_> =
        std::fs::read_dir(&filled)?.map(|e| e.map(|e| e.file_name())).collect::<Result<_, _>>()?;
    names.sort_by_key(|name| name == "scenario.toml");
    names.iter().try_for_each(|name| std::fs::rename(filled.join(name), dir.join(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_loads_from_where_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        for preset in presets() {
            let dir = folder.path().join("deep").join(preset.name);
            let files = write(preset, &dir).unwrap();
            assert!(files.iter().all(|file| file.is_file()));
            let loaded = crate::scenario::load(&dir).unwrap();
            assert_eq!(loaded.model.name(), preset.name);
        }
    }

    #[test]
    fn what_exists_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("mine");
        std::fs::create_dir(&dir).unwrap();
        write(&PRESETS[0], &dir).unwrap();
        std::fs::write(dir.join("scenario.toml"), "mine").unwrap();
        let problem = write(&PRESETS[1], &dir).unwrap_err();
        assert!(problem.render().starts_with("error: already exists\n"));
        assert_eq!(std::fs::read_to_string(dir.join("scenario.toml")).unwrap(), "mine");
        assert!(write(&PRESETS[0], &dir.join("scenario.toml")).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }

    #[test]
    fn an_unknown_preset_is_told_the_names() {
        let problem = preset("erlang_a").unwrap_err();
        assert!(problem.render().contains("did you mean `erlang-a`?"));
    }
}
