//! Any bytes as one of a plan's tables (the first line names it): a model or problems, never a panic.
#![no_main]

use hotseat::scenario;
use libfuzzer_sys::fuzz_target;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

const TABLES: [&str; 7] =
    ["hotlines.csv", "sites.csv", "hours.csv", "weeks.csv", "calendar.csv", "seasons.csv", "comparators.csv"];

/// Tables that a plan may have and the one that ships has not.
const OPTIONAL: [&str; 3] = ["volumes.csv", "counts.csv", "overrides.csv"];

/// The plan that ships, in a folder of its own.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER
        .get_or_init(|| {
            let folder = tempfile::tempdir().expect("a folder for the plan");
            for name in TABLES.into_iter().chain(["scenario.toml"]) {
                std::fs::copy(plan(name), folder.path().join(name)).expect("the plan's files");
            }
            folder
        })
        .path()
}

fn plan(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/jilin-2021").join(name)
}

fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let Some(name) = TABLES.into_iter().chain(OPTIONAL).find(|name| name.as_bytes() == &bytes[..end]) else { return };
    let file = folder().join(name);
    std::fs::write(&file, &bytes[end + 1..]).expect("a file can be written");
    if let Err(problems) = scenario::load_with(folder(), &[("days", "3"), ("only_sites", "[\"siping\"]")]) {
        drop(problems.to_string());
    }
    if OPTIONAL.contains(&name) {
        std::fs::remove_file(&file).expect("the file that was written");
    } else {
        std::fs::copy(plan(name), &file).expect("the plan's files");
    }
});
