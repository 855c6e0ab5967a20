//! What `run --out` leaves behind.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A small centre with a calendar, two hotlines and a partial last day.
const SCENARIO: &str = r#"name = "small"
start = 2021-04-26
days = 9.5
warm_up = "2 h"
service_level_within = ["10 s"]

[[hotline]]
number = "12345"
calls_per_hour = 60
talk = { distribution = "exponential", mean = "240 s" }
patience = { distribution = "exponential", mean = "120 s" }

[[hotline]]
number = "12333"
calls_per_hour = 0
talk = { distribution = "exponential", mean = "240 s" }

[front_line]
agents = 4
"#;

/// A fresh folder with the scenario.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("small.toml"), SCENARIO).unwrap();
    folder
}

fn hotseat(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hotseat")).current_dir(folder).args(arguments).output().unwrap()
}

/// Runs the scenario into `out`, six times.
fn run(folder: &Path, out: &str, more: &[&str]) -> PathBuf {
    replicate(folder, out, "6", more)
}

fn replicate(folder: &Path, out: &str, replications: &str, more: &[&str]) -> PathBuf {
    let arguments = ["run", "small.toml", "--replications", replications, "--out", out];
    let done = hotseat(folder, &[&arguments, more].concat());
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    folder.join(out)
}

/// All files below a folder by relative name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// Header and rows of a CSV file; an empty field is missing.
fn csv_rows(path: &Path) -> (Vec<String>, Vec<Vec<Option<String>>>) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let field = |field: &str| (!field.is_empty()).then(|| field.to_owned());
    let rows = reader.records().map(|row| row.unwrap().iter().map(field).collect()).collect();
    (header, rows)
}

/// The same of a Parquet file, numbers as CSV writes them.
fn parquet_rows(path: &Path) -> (Vec<String>, Vec<Vec<Option<String>>>) {
    let reader = SerializedFileReader::new(std::fs::File::open(path).unwrap()).unwrap();
    let schema = reader.metadata().file_metadata().schema().clone();
    let header = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
    let written = |(_, field): (&String, &Field)| match field {
        Field::Null => None,
        Field::Str(text) => Some(text.clone()),
        Field::Double(value) => {
            assert!(value.is_finite());
            Some(value.to_string())
        }
        Field::Long(value) => Some(value.to_string()),
        other => panic!("a column of another type: {other:?}"),
    };
    let rows = reader.get_row_iter(None).unwrap();
    (header, rows.map(|row| row.unwrap().get_column_iter().map(written).collect()).collect())
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_bytes_are_the_same_on_any_number_of_threads_and_again() {
    let folder = folder();
    let first = files(&run(folder.path(), "one", &["--threads", "1"]));
    assert!(first.contains_key("manifest.json") && first.contains_key("tables/kpis.parquet"));
    assert!(first == files(&run(folder.path(), "five", &["--threads", "5"])));
    assert!(first == files(&run(folder.path(), "one", &["--threads", "1"])), "written over");
    let other = files(&run(folder.path(), "other", &["--seed", "2"]));
    assert_ne!(first["tables/kpis.csv"], other["tables/kpis.csv"]);
}

#[test]
fn csv_and_parquet_hold_the_same_rows_and_no_nan() {
    let folder = folder();
    let out = run(folder.path(), "out", &[]);
    for table in ["kpis", "replications", "waits", "definitions"] {
        let csv = csv_rows(&out.join(format!("tables/{table}.csv")));
        let parquet = parquet_rows(&out.join(format!("tables/{table}.parquet")));
        assert_eq!(csv.0, parquet.0, "{table}");
        assert!(!csv.1.is_empty() && csv.1 == parquet.1, "{table}");
        let odd = ["NaN", "inf", "-inf", "-0"];
        assert!(csv.1.iter().flatten().flatten().all(|field| !odd.contains(&field.as_str())), "{table}");
    }
}

#[test]
fn there_are_as_many_rows_as_promised() {
    let folder = folder();
    let out = run(folder.path(), "out", &[]);
    let (header, kpis) = csv_rows(&out.join("tables/kpis.csv"));
    assert_eq!(header, ["dimension", "entry", "sub_entry", "kpi", "unit", "mean", "half_width"]);
    // Ten dates in two weeks; one site, so no site by half hour. Five thresholds in three denominators, five
    // quantiles. The whole, two hotlines, the site, its front line, its group; no windows, so no stages.
    let (plain, measured) = (6 + 3 * 5 + 31, 6 + 3 * 5 + 31 + 1 + 5 + 4);
    let entries = 1 + 2 + 1 + 1 + 1;
    assert_eq!(kpis.len(), entries * measured + (48 + 10 + 2) * plain);
    let (_, replications) = csv_rows(&out.join("tables/replications.csv"));
    assert_eq!(replications.len(), 6 * entries * (measured - 4));
    let (_, waits) = csv_rows(&out.join("tables/waits.csv"));
    assert_eq!(waits.len(), 2 * (99 + 3 + 1 + 22));
    let weeks = kpis.iter().filter(|row| row[0].as_deref() == Some("site_week"));
    let weeks: Vec<&str> = weeks
        .filter(|row| row[3].as_deref() == Some("offered"))
        .map(|row| row[2].as_deref().unwrap())
        .collect();
    assert_eq!(weeks, ["2021-04-26", "2021-05-03"]);
}

/// Every estimate of a JSON entry, by the name of its KPI in the tables.
fn estimates(entry: &Value) -> BTreeMap<String, (Option<f64>, Option<f64>)> {
    let pair = |value: &Value| (value["mean"].as_f64(), value["half_width"].as_f64());
    let mut all = BTreeMap::new();
    for (key, value) in entry.as_object().unwrap() {
        match (key.as_str(), value) {
            ("interval" | "date", _) => {}
            ("max_wait", longest) => {
                all.insert(key.clone(), (longest.as_f64(), None));
            }
            (_, Value::Object(inner)) if !inner.contains_key("mean") => {
                let unit = if key.starts_with("service_level") { " s" } else { "" };
                all.extend(inner.iter().map(|(at, value)| (format!("{key}[{at}{unit}]"), pair(value))));
            }
            (_, value) => {
                all.insert(key.clone(), pair(value));
            }
        }
    }
    all
}

#[test]
fn the_table_of_kpis_says_what_the_summary_says() {
    let folder = folder();
    let out = run(folder.path(), "out", &[]);
    let summary = json(&out.join("summary.json"));
    let mut table: BTreeMap<(String, String), BTreeMap<_, _>> = BTreeMap::new();
    for row in csv_rows(&out.join("tables/kpis.csv")).1 {
        let text = |index: usize| row[index].clone().unwrap();
        let number = |index: usize| row[index].as_ref().map(|field| field.parse::<f64>().unwrap());
        if row[2].is_none() {
            table.entry((text(0), text(1))).or_default().insert(text(3), (number(5), number(6)));
        }
    }
    let kpis = &summary["kpis"];
    let mut entries = vec![(("total".to_owned(), "total".to_owned()), &kpis["total"])];
    for dimension in ["hotline", "site", "front_line", "group"] {
        let named = kpis[dimension].as_object().unwrap().iter();
        entries.extend(named.map(|(id, entry)| ((dimension.to_owned(), id.clone()), entry)));
    }
    for dimension in ["interval", "date"] {
        let listed = kpis[dimension].as_array().unwrap().iter();
        entries
            .extend(listed.map(|e| ((dimension.to_owned(), e[dimension].as_str().unwrap().to_owned()), e)));
    }
    assert_eq!(entries.len(), table.len());
    // JSON numbers are read to within a rounding.
    let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-14 * a.abs(),
        (a, b) => a == b,
    };
    for (place, entry) in entries {
        let (own, said) = (&table[&place], estimates(entry));
        assert!(own.keys().eq(said.keys()), "{place:?}");
        for (kpi, (mean, half_width)) in said {
            assert!(close(own[&kpi].0, mean) && close(own[&kpi].1, half_width), "{place:?} {kpi}");
        }
    }
}

#[test]
fn undefined_values_are_empty() {
    let folder = folder();
    let out = run(folder.path(), "out", &[]);
    let (_, kpis) = csv_rows(&out.join("tables/kpis.csv"));
    let row = |entry: &str, kpi: &str| {
        kpis.iter().find(|row| row[1].as_deref() == Some(entry) && row[3].as_deref() == Some(kpi)).unwrap()
    };
    assert_eq!(row("12333", "answer_rate")[5..], [None, None], "nobody calls it");
    assert_eq!(row("12333", "offered")[5].as_deref(), Some("0"));
    let single = replicate(folder.path(), "single", "1", &[]);
    let (_, kpis) = csv_rows(&single.join("tables/kpis.csv"));
    assert!(kpis.iter().all(|row| row[6].is_none()), "one replication has no interval");
}

#[test]
fn the_manifest_vouches_for_every_file_and_every_input() {
    let folder = folder();
    let out = run(folder.path(), "out", &[]);
    let manifest = json(&out.join("manifest.json"));
    let listed = manifest["files"].as_array().unwrap();
    let mut names: Vec<&str> = listed.iter().map(|file| file["file"].as_str().unwrap()).collect();
    for file in listed {
        let bytes = std::fs::read(out.join(file["file"].as_str().unwrap())).unwrap();
        assert_eq!(file["sha256"], sha256(&bytes));
        assert_eq!(file["bytes"], bytes.len());
    }
    names.push("manifest.json");
    names.sort_unstable();
    assert_eq!(names, files(&out).keys().collect::<Vec<_>>(), "nothing else lies there");
    let input = &manifest["inputs"][0];
    assert_eq!(
        (&input["file"], &input["sha256"]),
        (&"small.toml".into(), &sha256(SCENARIO.as_bytes()).into())
    );
    let command = ["hotseat", "run", "small.toml", "--seed", "1", "--replications", "6"];
    assert_eq!(manifest["command"], Value::from(command.to_vec()));
    let keys: Vec<&String> = manifest.as_object().unwrap().keys().collect();
    let expected =
        ["version", "command", "scenario", "seed", "replications", "calls_simulated", "inputs", "files"];
    assert_eq!(keys, expected);
}

#[test]
fn sha_256_of_the_manifest_is_the_standard_one() {
    // FIPS 180-2, appendix B.1.
    assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn the_summary_is_what_json_prints_less_the_running_time() {
    let folder = folder();
    let done =
        hotseat(folder.path(), &["run", "small.toml", "--replications", "2", "--json", "--out", "out"]);
    // As text: nothing is lost, and the order is the same too.
    let printed = String::from_utf8(done.stdout).unwrap();
    let (timed, kept): (Vec<&str>, Vec<&str>) =
        printed.lines().partition(|line| line.starts_with("  \"seconds\": "));
    assert_eq!(timed.len(), 1);
    let written = std::fs::read_to_string(folder.path().join("out/summary.json")).unwrap();
    assert!(written.lines().eq(kept), "{written:.200}");
}

/// What lies in the folder, and that the run failed as bad input does.
fn refused(folder: &Path, out: &str) -> String {
    let before = files(folder);
    let done = hotseat(folder, &["run", "small.toml", "--replications", "2", "--out", out]);
    assert_eq!(done.status.code(), Some(2));
    assert!(done.stdout.is_empty());
    assert!(before == files(folder), "nothing is written");
    String::from_utf8(done.stderr).unwrap()
}

#[test]
fn a_folder_that_cannot_be_written_is_refused_before_the_run() {
    let folder = folder();
    std::fs::write(folder.path().join("taken"), "mine").unwrap();
    let expected = |out: &str| {
        format!("error: cannot write to the folder {out}: a file is in the way\nnothing was run.\n")
    };
    assert_eq!(refused(folder.path(), "taken"), expected("taken"));
    assert_eq!(refused(folder.path(), "taken/out"), expected("taken/out"));
    for taken in ["tables", "charts"] {
        std::fs::create_dir(folder.path().join(format!("no-{taken}"))).unwrap();
        let file = format!("no-{taken}/{taken}");
        std::fs::write(folder.path().join(&file), "mine").unwrap();
        let said = refused(folder.path(), &format!("no-{taken}"));
        assert!(said.contains(&format!("holds files that hotseat did not write: {taken}\n")), "{said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_made_is_refused_before_the_run() {
    let folder = folder();
    // Not even the superuser makes folders here.
    let message = refused(folder.path(), "/proc/hotseat");
    assert!(message.starts_with("error: cannot write to the folder /proc/hotseat: "), "{message}");
}

#[test]
fn a_bad_scenario_leaves_no_folder_and_a_refused_run_leaves_an_earlier_one_alone() {
    let folder = folder();
    let bad = hotseat(folder.path(), &["run", "absent.toml", "--out", "out"]);
    assert_eq!(bad.status.code(), Some(2));
    assert!(!folder.path().join("out").exists());
    let out = run(folder.path(), "out", &[]);
    let before = files(&out);
    let refused = hotseat(folder.path(), &["run", "small.toml", "--precision", "1 %", "--out", "out"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(before == files(&out));
    let refused = hotseat(folder.path(), &["run", "small.toml", "--precision", "1 %", "--out", "new"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!folder.path().join("new").exists(), "no empty folder stays behind");
}

#[test]
fn the_files_are_listed_unless_quiet_or_json() {
    let folder = folder();
    let arguments = ["run", "small.toml", "--replications", "2", "--out", "out"];
    let listed = |more: &str| {
        let done = hotseat(folder.path(), &[&arguments[..], &[more]].concat());
        String::from_utf8(done.stdout).unwrap().contains("out/manifest.json")
    };
    assert!(listed("--lang=en"));
    assert!(!listed("--quiet"));
    assert!(!listed("--json"));
}

#[test]
fn the_columns_explain_themselves() {
    let folder = folder();
    let out = run(folder.path(), "out", &[]);
    let (header, columns) = csv_rows(&out.join("tables/columns.csv"));
    assert_eq!(header, ["table", "column", "unit", "meaning", "type"]);
    for table in ["kpis", "replications", "waits", "definitions"] {
        let (expected, _) = csv_rows(&out.join(format!("tables/{table}.csv")));
        let own = columns.iter().filter(|row| row[0].as_deref() == Some(table));
        let named: Vec<String> = own.map(|row| row[1].clone().unwrap()).collect();
        assert_eq!(named, expected);
        let file = std::fs::File::open(out.join(format!("tables/{table}.parquet"))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let notes = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
        for row in columns.iter().filter(|row| row[0].as_deref() == Some(table)) {
            let key = format!("{}.meaning", row[1].as_ref().unwrap());
            let note = notes.iter().find(|note| note.key == key).unwrap();
            assert_eq!(note.value, row[3]);
        }
    }
    assert!(columns.iter().all(|row| row[3].is_some()));
}
