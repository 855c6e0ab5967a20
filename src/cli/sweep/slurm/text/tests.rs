//! Tests that run the scripts in a shell.

use super::{Job, SETTINGS, scripts};
use crate::app::sweep::WorkEstimate;
use crate::cli::sweep::slurm::args::SlurmArgs;
use clap::Parser;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// The options and those that do not go with them.
#[derive(Parser)]
struct Line {
    #[command(flatten)]
    slurm: SlurmArgs,
    #[arg(long)]
    shard: Option<String>,
    #[arg(long)]
    resume: bool,
}

fn options(words: &[&str]) -> SlurmArgs {
    let line = Line::parse_from(["sweep", "--slurm", "there"].iter().chain(words));
    assert!(line.shard.is_none() && !line.resume);
    line.slurm
}

/// 100 points of 60 s of one processor each.
fn job() -> Job {
    Job {
        program: "/opt/hotseat".to_owned(),
        study: "/home/study.toml".to_owned(),
        words: Vec::new(),
        lang: "zh",
        points: 100,
        work: WorkEstimate { calls: 6e9, calls_per_second: 1e6 },
    }
}

fn write(job: &Job, options: &SlurmArgs) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in scripts(job, options) {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn bash(dir: &Path, script: &str) -> Output {
    Command::new("bash").args(["-c", script]).current_dir(dir).output().unwrap()
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Stand-ins for Slurm's commands: each job's arguments on a line of `submitted`, numbers from 71 up.
const SLURM: &str = r#"
scontrol() { echo "MaxArraySize            = ${LARGEST:-1001}"; }
squeue() { echo "$QUEUED"; }
sbatch() {
    printf '%s ' "$@" >>submitted
    echo >>submitted
    echo "$((70 + $(wc -l <submitted)));cluster"
}
export -f scontrol squeue sbatch
"#;

/// Runs submit.sh in a folder and returns the arguments of each call of sbatch, a line per call.
fn submit(dir: &Path, before: &str) -> Vec<String> {
    let script =
        format!("{SLURM}\n{before}\nrm -f submitted; touch submitted; bash submit.sh >said && cat submitted");
    stdout(&bash(dir, &script)).lines().map(str::to_owned).collect()
}

#[test]
fn every_script_is_one_that_bash_understands() {
    for (name, text) in scripts(&job(), &options(&[])) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(name), text).unwrap();
        stdout(&bash(dir.path(), &format!("bash -n {name}")));
    }
}

#[test]
fn any_name_reaches_the_program_as_it_is() {
    let nasty = "/a b/it's \"$HOME\" `date` \\ * 座席\n#;x";
    let words = ["--set", nasty].map(str::to_owned).to_vec();
    let job = Job { program: nasty.to_owned(), study: nasty.to_owned(), words, ..job() };
    let dir = write(&job, &options(&["--account", nasty, "--time", nasty]));
    let show = format!(
        r#". ./{SETTINGS}; printf '%s\0' "$program" "$study" "${{words[@]}}" "${{sbatch[@]}}" "$time""#
    );
    let said = stdout(&bash(dir.path(), &show));
    let account = format!("--account={nasty}");
    let expected = [nasty, nasty, "--set", nasty, account.as_str(), nasty].map(|word| format!("{word}\0"));
    assert_eq!(said, expected.concat());
}

#[test]
fn a_shard_takes_the_minutes_asked_for() {
    // 6,000 s of one processor: ten shards of ten minutes, five on two processors.
    for (words, array, minutes) in [
        (&[][..], "--array=1-10 ", 50),
        (&["--cpus", "2"], "--array=1-5 ", 50),
        (&["--shard-minutes", "2.5"], "--array=1-40 ", 20),
        (&["--shard-minutes", "0.1"], "--array=1-100 ", 14), // no more than points
        (&["--shard-minutes", "1000"], "--array=1 ", 410),
    ] {
        let submitted = submit(write(&job(), &options(words)).path(), "");
        assert!(submitted[0].contains(array), "{words:?}: {submitted:?}");
        assert!(submitted[0].contains(&format!("--time={minutes} ")), "{words:?}: {submitted:?}");
    }
}

#[test]
fn the_array_fits_the_cluster() {
    let dir = write(&job(), &options(&["--shard-minutes", "1"]));
    assert!(submit(dir.path(), "export LARGEST=8")[0].contains("--array=1-7 "));
    // The number is settled: shards of another number would not be the same.
    fs::remove_file(dir.path().join("job-ids")).unwrap();
    assert!(submit(dir.path(), "export LARGEST=50")[0].contains("--array=1-7 "));
    let given = write(&job(), &options(&["--shard-minutes", "1", "--max-array-size", "31"]));
    assert!(submit(given.path(), "export LARGEST=8")[0].contains("--array=1-30 "));
}

#[test]
fn shards_come_back_after_a_lost_node_and_the_merge_waits_for_all() {
    let dir = write(&job(), &options(&["--partition", "long", "--mem", "2G", "--sbatch=--qos=night"]));
    let submitted = submit(dir.path(), "");
    let [shards, merge] = submitted.as_slice() else { panic!("{submitted:?}") };
    for job in [shards, merge] {
        for word in ["--requeue ", "--partition=long ", "--mem=2G ", "--qos=night ", "--open-mode=append "] {
            assert!(job.contains(word), "{word} is missing: {job}");
        }
    }
    assert!(shards.ends_with("shard.sh ") && merge.ends_with("merge.sh "));
    assert!(merge.contains("--dependency=afterok:71 ") && !shards.contains("--dependency"));
}

#[test]
fn submitting_again_submits_what_is_missing() {
    let dir = write(&job(), &options(&[]));
    submit(dir.path(), "");
    let missing = submit(dir.path(), "mkdir -p shards/{1,2,4,8,9}");
    assert!(missing[0].contains("--array=3,5-7,10 "), "{missing:?}");
    let nothing = submit(dir.path(), "mkdir -p shards/{1..10}");
    assert_eq!(nothing.len(), 1);
    assert!(nothing[0].ends_with("merge.sh ") && !nothing[0].contains("--dependency"));
    assert_eq!(submit(dir.path(), "export QUEUED='71 running'"), [""; 0], "they are still at it");
}

#[test]
fn a_job_runs_its_own_shard_and_the_merge_takes_all_in_order() {
    let words = ["--seed", "7"].map(str::to_owned).to_vec();
    let job = Job { program: "echo".to_owned(), study: "/a b.toml".to_owned(), words, ..job() };
    let dir = write(&job, &options(&["--cpus", "2"]));
    submit(dir.path(), "");
    let shard = stdout(&bash(dir.path(), "SLURM_ARRAY_TASK_ID=3 bash shard.sh"));
    assert_eq!(
        shard,
        "sweep /a b.toml --seed 7 --shard 3/5 --threads 2 --out shards/3 --resume --yes --lang zh\n"
    );
    let merge = stdout(&bash(dir.path(), "bash merge.sh"));
    assert_eq!(merge, "sweep merge shards/1 shards/2 shards/3 shards/4 shards/5 --out merged --lang zh\n");
}
