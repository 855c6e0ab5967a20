//! The shape of the source: layers import downwards only, no file imports in a circle, libraries stop at
//! their borders, files stay short.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod circles;
mod imports;
mod tokens;

use std::fs;
use std::path::{Path, PathBuf};

/// From the bottom up. Modules in one group of a layer may use each other; groups of a layer never.
const LAYERS: [&[&[&str]]; 7] = [
    &[&["language", "time", "decimal", "format", "dist", "rng", "stats"]],
    &[&["demand", "workforce", "merger", "model"]],
    &[&["engine"], &["theory"]],
    &[&[
        "kpi",
        "replicate",
        "simulate",
        "compare",
        "evaluate",
        "analytic",
        "self_check",
        "verdict",
        "remedies",
        "planning",
        "sizing",
        "requirement",
        "sweep",
    ]],
    &[&["scenario"]],
    &[&["app"]],
    &[&["cli", "report", "chart"]],
];

/// Longest file, in lines.
const LONGEST: usize = 500;

/// (layer, group) of a top-level module.
fn place(module: &str) -> Option<(usize, usize)> {
    LAYERS.iter().enumerate().find_map(|(layer, groups)| {
        groups.iter().position(|group| group.contains(&module)).map(|group| (layer, group))
    })
}

fn may_use(user: &str, used: &str) -> bool {
    match (place(user), place(used)) {
        (Some((above, own)), Some((below, other))) => below < above || (below == above && own == other),
        _ => false,
    }
}

/// All source files below `dir`.
fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A source file: its path below `src/`, its module path, its lines without comments.
struct File {
    name: String,
    module: Vec<String>,
    lines: Vec<String>,
    length: usize,
}

/// Every source file: its path below `src/` and its text.
fn texts() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let name = |path: &Path| path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
    sources(&src).iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

fn files() -> Vec<File> {
    let read = |(name, text): (String, String)| {
        let mut module: Vec<String> = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        module.pop_if(|last| last == "mod");
        let lines: Vec<String> = text.lines().map(without_comment).collect();
        File { length: lines.len(), name, module, lines }
    };
    let files: Vec<File> = texts().into_iter().map(read).collect();
    assert!(files.len() > 50, "the source was not found");
    files
}

/// A line up to `//`, unless that stands in a string.
fn without_comment(line: &str) -> String {
    let (mut in_string, mut before) = (false, ' ');
    for (i, c) in line.char_indices() {
        match c {
            '"' if before != '\\' && before != '\'' => in_string = !in_string,
            '/' if before == '/' && !in_string => return line[..i - 1].to_owned(),
            _ => {}
        }
        before = c;
    }
    line.to_owned()
}

/// The top-level modules named on a line of a file: after `crate::`, or reached by `super::`.
fn named(file: &File, line: &str) -> Vec<String> {
    let word =
        |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut found = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => found.extend(list.split([',', '}']).map(|item| word(item.trim()))),
            None => found.push(word(rest)),
        }
    }
    let mut rest = line;
    while let Some(at) = rest.find("super::") {
        let supers = rest[at..].split("::").take_while(|part| *part == "super").count();
        rest = &rest[at + supers * "super::".len()..];
        if supers >= file.module.len() {
            found.push(word(rest));
        }
    }
    found.retain(|module| place(module).is_some());
    found
}

/// Complaints, each with file and line.
fn fail_on(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

fn lines_of(file: &File) -> impl Iterator<Item = (usize, &str)> {
    file.lines.iter().enumerate().map(|(i, line)| (i + 1, line.as_str()))
}

#[test]
fn every_module_has_a_layer() {
    let root = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let declared: Vec<&str> =
        root.lines().filter_map(|l| l.trim().strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(declared.len() >= 15);
    fail_on(declared.iter().filter(|m| place(m).is_none()).map(|m| format!("{m} has no layer")).collect());
    // The table in the crate's documentation says the same.
    for groups in LAYERS {
        let names: Vec<String> = groups.concat().iter().map(|m| format!("[`{m}`]")).collect();
        let row = root.lines().find(|l| l.starts_with("//! |") && l.contains(&names[0]));
        let row = row.unwrap_or_else(|| panic!("{} is not in the table of layers", names[0]));
        assert!(names.iter().all(|name| row.contains(name)), "{row} and {names:?}");
    }
}

#[test]
fn no_module_imports_upwards() {
    let (mut complaints, mut seen) = (Vec::new(), 0);
    for file in files().iter().filter(|f| f.name != "lib.rs" && f.name != "main.rs") {
        for (number, line) in lines_of(file) {
            for used in named(file, line) {
                seen += 1;
                if !may_use(&file.module[0], &used) {
                    complaints.push(format!("src/{}:{number}: {} uses {used}", file.name, file.module[0]));
                }
            }
        }
    }
    assert!(seen > 100, "imports were not recognised: {seen}");
    fail_on(complaints);
}

#[test]
fn imports_are_recognised_and_judged() {
    let file = |name: &str| File {
        name: name.to_owned(),
        module: name.trim_end_matches(".rs").split('/').map(str::to_owned).collect(),
        lines: vec![],
        length: 0,
    };
    let (deep, top) = (file("engine/queue.rs"), file("time.rs"));
    assert_eq!(named(&deep, "use crate::kpi::Tally;"), ["kpi"]);
    assert_eq!(named(&deep, "use crate::{rng::Key, theory};"), ["rng", "theory"]);
    assert_eq!(named(&deep, "let x: super::super::theory::Queue = 1;"), ["theory"]);
    assert_eq!(named(&deep, "use super::time;"), Vec::<String>::new());
    assert_eq!(named(&top, "use super::engine::Engine;"), ["engine"]);
    assert_eq!(without_comment("a // b"), "a ");
    assert_eq!(without_comment("\"http://x\"; // b"), "\"http://x\"; ");
    assert!(may_use("kpi", "engine") && may_use("kpi", "replicate") && may_use("engine", "rng"));
    assert!(!may_use("engine", "theory") && !may_use("theory", "engine") && !may_use("rng", "model"));
    assert!(!may_use("engine", "kpi"));
}

/// Where a word may stand, by the beginning of the path below `src/`.
fn only_in(words: &[&str], allowed: &[&str]) {
    let mut complaints = Vec::new();
    for file in files().iter().filter(|f| !allowed.iter().any(|a| f.name.starts_with(a))) {
        for (number, line) in lines_of(file) {
            for word in words.iter().filter(|word| line.contains(**word)) {
                complaints.push(format!("src/{}:{number}: `{word}`", file.name));
            }
        }
    }
    fail_on(complaints);
}

#[test]
fn serde_stops_at_files_and_json() {
    only_in(&["serde", "schemars"], &["scenario", "report", "cli"]);
}

#[test]
fn paths_and_the_terminal_stop_at_the_command_line() {
    only_in(&["println!", "print!", "stdout", "stderr", "indicatif", "anyhow", "clap"], &["cli"]);
}

#[test]
fn use_cases_write_no_files() {
    let mut complaints = Vec::new();
    for file in files().iter().filter(|f| f.name.starts_with("app/") && !f.name.ends_with("tests.rs")) {
        for (number, line) in lines_of(file).take_while(|(_, line)| !line.contains("#[cfg(test)]")) {
            let words = ["std::fs", "File", "tempfile", "ExitCode", "Language", "format!("];
            for word in words.iter().filter(|word| line.contains(**word)) {
                complaints.push(format!("src/{}:{number}: `{word}`", file.name));
            }
        }
    }
    fail_on(complaints);
}

#[test]
fn nothing_runs_on_the_global_pool() {
    only_in(&["build_global"], &[]);
}

#[test]
fn threads_are_left_to_replications() {
    only_in(
        &["rayon", "thread::"],
        &[
            "replicate",
            "simulate",
            "sweep/run",
            "scenario/study/validate",
            "app",
            "cli/output",
            "cli/sweep/finish",
        ],
    );
}

#[test]
fn unsafe_code_is_forbidden_and_nothing_is_left_to_do() {
    only_in(&["unsafe ", "todo!", "unimplemented!"], &[]);
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""));
}

#[test]
fn every_file_is_short() {
    let long = |f: &&File| f.length > LONGEST;
    fail_on(files().iter().filter(long).map(|f| format!("src/{}: {} lines", f.name, f.length)).collect());
}
