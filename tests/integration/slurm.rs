//! `sweep --slurm` without a Slurm: a stand-in for `sbatch` runs each job at once. With a real one: tests/cluster/slurm.sh.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

const SCENARIO: &str = r#"
name = "queue"
days = 1
[[hotline]]
number = "12345"
calls_per_hour = 60
talk = { distribution = "exponential", mean = "300 s" }
patience = { distribution = "exponential", mean = "180 s" }
[front_line]
agents = 6
"#;

const STUDY: &str = r#"
scenario = "queue.toml"
replications = 3
design = "grid"
[[vary]]
key = "front_line.agents"
values = [4, 5, 6, 7, 8]
"#;

/// Runs the script, for an array once for each index of a plain range.
const SBATCH: &str = r#"#!/usr/bin/env bash
for word; do
    case $word in
        --array=*-*) indices=${word#--array=} && indices=$(seq "${indices%-*}" "${indices#*-}") ;;
        --array=*) indices=${word#--array=} ;;
        --chdir=*) cd "${word#--chdir=}" ;;
    esac
done
for index in ${indices:-none}; do SLURM_ARRAY_TASK_ID=$index bash "$word" >&2 || exit 1; done
echo 7
"#;

/// A folder with a study, and a cluster of one's own in `bin`. Its name needs quoting.
fn cluster() -> Workdir {
    let dir = Workdir::new();
    for (name, text) in [
        ("bin/sbatch", SBATCH),
        ("bin/squeue", "#!/bin/sh\n"),
        ("bin/scontrol", "#!/bin/sh\necho 'MaxArraySize = 4'\n"),
        ("it's mine/study.toml", STUDY),
        ("it's mine/queue.toml", SCENARIO),
    ] {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    dir
}

fn submit(dir: &Workdir, folder: &str) -> String {
    let path = format!("{}:{}", dir.path().join("bin").display(), std::env::var("PATH").unwrap());
    let script = dir.path().join(folder).join("submit.sh");
    let said = Command::new(script).env("PATH", path).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).unwrap()
}

#[test]
fn a_submitted_study_has_the_bytes_of_one_process() {
    let dir = cluster();
    let study = "it's mine/study.toml";
    let one = dir.hotseat(&["sweep", study, "--seed", "7", "--lang", "zh", "--out", "one"]);
    assert_eq!(one.code, Some(0), "{}", one.stderr);
    let words = ["--seed", "7", "--lang", "zh", "--slurm", "it's mine/night"];
    let written = dir.hotseat(&[&["sweep", study][..], &words].concat());
    assert_eq!(written.code, Some(0), "{}", written.stderr);
    assert!(written.stdout.contains("it's mine/night/submit.sh"), "{}", written.stdout);
    // As if it took hours, and so as many shards as the cluster's arrays hold.
    let settings = dir.path().join("it's mine/night/settings.sh");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replace("\nseconds=", "\nseconds=9999")).unwrap();
    let said = submit(&dir, "it's mine/night");
    assert!(said.contains("shards 1-3 of 3"), "{said}");
    let (one, merged) = (dir.files("one"), dir.files("it's mine/night/merged"));
    assert!(one.contains_key(Path::new("points.csv")) && one == merged);
    // Again: nothing is missing, and nothing changes.
    assert!(submit(&dir, "it's mine/night").contains("none missing"));
    assert_eq!(one, dir.files("it's mine/night/merged"));
    // Scripts of another number of shards would not fit what is there.
    let again = dir.hotseat(&["sweep", study, "--slurm", "it's mine/night"]);
    assert_eq!(again.code, Some(2));
    assert!(again.stderr.contains("was submitted"), "{}", again.stderr);
}

#[test]
fn options_of_a_cluster_need_one() {
    let dir = cluster();
    for words in [
        &["--partition", "long"][..],
        &["--slurm", "a", "--resume"],
        &["--slurm", "a", "--shard-minutes", "0"],
    ] {
        let said = dir.hotseat(&[&["sweep", "it's mine/study.toml"], words].concat());
        assert_eq!(said.code, Some(2), "{words:?}: {}", said.stderr);
    }
    assert!(!dir.path().join("a").exists());
}

#[test]
fn the_lock_of_a_dead_node_does_not_hold_up_its_shard() {
    let dir = cluster();
    let work = dir.path().join(".1.part");
    fs::create_dir(&work).unwrap();
    let journal = fs::File::create(work.join("sweep.journal")).unwrap();
    journal.lock().unwrap();
    let said = dir.hotseat(&["sweep", "it's mine/study.toml", "--shard", "1/2", "--out", "1", "--resume"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(dir.path().join("1/manifest.json").exists());
}
