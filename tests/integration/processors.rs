//! Results do not depend on what the processor can do.
//!
//! `cargo test --release --test integration processors -- --ignored --nocapture` builds the program once more, for the processor at
//! hand, and compares what both say of every scenario that ships.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

const NATIVE: &str = "-C target-cpu=native";

/// Instruction sets of the processor at hand that the compiler leaves alone unless told otherwise.
fn more_than_the_baseline() -> Vec<String> {
    let features = |flags: &[&str]| -> Vec<String> {
        let output = Command::new("rustc").args(["--print", "cfg"]).args(flags).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().filter(|line| line.starts_with("target_feature")).map(str::to_owned).collect()
    };
    let baseline = features(&[]);
    features(&["-C", "target-cpu=native"]).into_iter().filter(|feature| !baseline.contains(feature)).collect()
}

/// The program built for the processor at hand, in a folder of its own.
fn native() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = root.join("target/native");
    let built = Command::new(env!("CARGO"))
        .current_dir(root)
        .args(["build", "--release", "--locked", "--bin", "hotseat", "--target-dir"])
        .arg(&target)
        .env("RUSTFLAGS", NATIVE)
        .status();
    assert!(built.unwrap().success());
    target.join("release/hotseat")
}

/// What a program says of a scenario, but for the time it took.
fn said(program: &Path, scenario: &Path) -> String {
    let arguments = ["--json", "--replications", "2", "--seed", "5"];
    let output = Command::new(program).arg("run").arg(scenario).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("\"seconds\""));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
#[ignore = "builds the program once more"]
fn results_have_the_same_bytes_with_and_without_avx() {
    let more = more_than_the_baseline();
    if !more.iter().any(|feature| feature.contains("avx")) {
        return println!("this processor has no AVX: nothing to compare");
    }
    println!("compared without and with {}", more.join(" "));
    let (plain, native) = (PathBuf::from(env!("CARGO_BIN_EXE_hotseat")), native());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut compared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let scenario = path.join("scenario.toml").exists() || path.extension().is_some_and(|e| e == "toml");
        if !scenario {
            continue;
        }
        assert!(said(&plain, &path) == said(&native, &path), "{} differs", path.display());
        println!("{}: equal", path.display());
        compared += 1;
    }
    assert!(compared > 5, "the scenarios were not found");
}
