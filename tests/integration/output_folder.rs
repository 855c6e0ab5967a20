//! Whose files `--out` and `--trace` replace: only those that an earlier run wrote.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use std::collections::BTreeMap;
use std::path::Path;

/// Two centres whose charts differ: the first has a calendar of dates.
fn centre(name: &str, agents: u32) -> String {
    format!(
        "name = \"{name}\"\ndays = 2\n[[hotline]]\nnumber = \"1\"\ncalls_per_hour = 30\n\
         talk = {{ distribution = \"exponential\", mean = \"240 s\" }}\n[front_line]\nagents = {agents}\n"
    )
}

fn folder() -> Workdir {
    let folder = Workdir::new();
    folder.write("a.toml", &centre("a", 4));
    folder.write("b.toml", &centre("b", 6));
    folder.write(
        "study.toml",
        "scenario = \"a.toml\"\nreplications = 2\n[[vary]]\nkey = \"front_line.agents\"\nvalues = [3, 4]\n",
    );
    folder
}

/// All files below a folder by relative name.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten() {
        let (path, name) = entry.map(|e| (e.path(), e.file_name().into_string().unwrap())).unwrap();
        match path.is_dir() {
            true => {
                all.extend(files(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)))
            }
            false => drop(all.insert(name, std::fs::read(path).unwrap())),
        }
    }
    all
}

fn run<'a>(scenario: &'a str, out: &'a str) -> [&'a str; 7] {
    ["run", scenario, "--replications", "2", "--quiet", "--out", out]
}

#[test]
fn a_folder_with_files_of_the_user_is_refused_and_left_as_it_is() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("out")).unwrap();
    folder.write("out/summary.json", "mine");
    folder.write("out/thesis.txt", "mine");
    let sweep = ["sweep", "study.toml", "--quiet", "--out", "out"];
    for args in [&run("a.toml", "out")[..], &sweep, &["compare", "a.toml", "b.toml", "--out", "out"]] {
        let said = folder.hotseat(args);
        assert_eq!(said.code, Some(2), "{args:?}: {}", said.stderr);
        for part in ["summary.json, thesis.txt", "--force", "nothing was run"] {
            assert!(said.stderr.contains(part), "{args:?}: {}", said.stderr);
        }
        let left = files(&folder.path().join("out"));
        assert!(left.len() == 2 && left.values().all(|bytes| bytes == b"mine"), "{:?}", left.keys());
    }
    let said = folder.hotseat(&[&run("a.toml", "out")[..], &["--force"]].concat());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let left = files(&folder.path().join("out"));
    assert_eq!(left["thesis.txt"], b"mine");
    assert_ne!(left["summary.json"], b"mine");
}

#[test]
fn a_second_run_replaces_the_files_of_the_first_and_those_alone() {
    let folder = folder();
    assert_eq!(folder.hotseat(&run("a.toml", "fresh")).code, Some(0));
    assert_eq!(folder.hotseat(&["sweep", "study.toml", "--quiet", "--out", "out"]).code, Some(0));
    folder.write("out/notes.txt", "mine");
    assert_eq!(folder.hotseat(&run("a.toml", "out")).code, Some(0));
    let mut left = files(&folder.path().join("out"));
    assert_eq!(left.remove("notes.txt").as_deref(), Some(&b"mine"[..]));
    let fresh = files(&folder.path().join("fresh"));
    assert_eq!(left.keys().collect::<Vec<_>>(), fresh.keys().collect::<Vec<_>>());
    folder.write("out/charts/mine.svg", "mine");
    let said = folder.hotseat(&run("b.toml", "out"));
    assert!(said.code == Some(2) && said.stderr.contains("charts/mine.svg"), "{}", said.stderr);
}

#[test]
fn a_trace_takes_the_place_of_no_file_and_makes_no_folder() {
    let folder = folder();
    folder.write("calls.csv", "mine");
    let trace = |file| folder.hotseat(&["run", "a.toml", "--replications", "1", "--quiet", "--trace", file]);
    for (file, why) in [("calls.csv", "there already"), ("new/calls.csv", "there is no folder new")] {
        let said = trace(file);
        assert!(said.code == Some(2) && said.stderr.contains(why), "{}", said.stderr);
    }
    assert_eq!(std::fs::read(folder.path().join("calls.csv")).unwrap(), b"mine");
    assert!(!folder.path().join("new").exists());
    if cfg!(unix) {
        let said = trace("/dev/null");
        assert!(said.code == Some(2) && said.stderr.contains("there already"), "{}", said.stderr);
    }
    assert_eq!(trace("fresh.csv").code, Some(0));
}

/// A limit on the size of files is what a full disk is: writing fails, or the process is killed by it.
#[cfg(unix)]
#[test]
fn a_run_that_cannot_write_leaves_nothing_that_looks_finished_and_can_be_repeated() {
    let folder = folder();
    let limited = |limit: &str| {
        let command = format!("ulimit -f {limit}; exec \"$0\" run a.toml --replications 2 --quiet --out out");
        let mut shell = std::process::Command::new("bash");
        let shell = shell.args(["-c", &command, env!("CARGO_BIN_EXE_hotseat")]).current_dir(folder.path());
        assert!(!shell.output().unwrap().status.success(), "{limit}");
        files(&folder.path().join("out"))
    };
    for limit in ["0", "1", "8"] {
        let left = limited(limit);
        assert!(!left.contains_key("manifest.json"), "{:?}", left.keys());
        assert!(left.is_empty() || left.contains_key("UNFINISHED"), "{limit}: {:?}", left.keys());
    }
    assert_eq!(folder.hotseat(&run("a.toml", "out")).code, Some(0));
    assert_eq!(folder.hotseat(&run("a.toml", "fresh")).code, Some(0));
    let [out, fresh] = ["out", "fresh"].map(|name| files(&folder.path().join(name)));
    assert!(out == fresh, "{:?} and {:?}", out.keys(), fresh.keys());
}
