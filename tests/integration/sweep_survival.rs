//! A sweep that is killed, torn, starved of disk, cut into shards and joined: the same bytes in the end.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use crate::workdir::studies;
use hotseat::rng::{Key, Purpose};
use std::process::Child;
use std::time::{Duration, Instant};

/// 400 points of 1,440 calls.
const STUDY: &str = r#"scenario = "centre.toml"
replications = 3
[[vary]]
key = "front_line.agents"
values = [7, 8, 9, 10]
[[vary]]
key = "hotline.12345.calls_per_hour"
from = 200
to = 299
step = 1
"#;

fn folder() -> Workdir {
    studies::folder(&studies::centre(""), STUDY)
}

#[track_caller]
fn ends(folder: &Workdir, args: &[&str], code: i32) -> String {
    let said = folder.hotseat(args);
    assert_eq!(said.code, Some(code), "{args:?}: {}", said.stderr);
    said.stderr + &said.stdout
}

/// Two folders hold the same files.
#[track_caller]
fn same(folder: &Workdir, a: &str, b: &str) {
    let (a, b) = (folder.files(a), folder.files(b));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    let other: Vec<_> = a.iter().filter(|(name, bytes)| b[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(other.is_empty(), "{other:?} differ");
}

/// A number in [0, 1): the same in every run of the test.
fn chance(n: u64) -> f64 {
    (Key::new(n).stream(Purpose::Gap).next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

fn sweep(folder: &Workdir, out: &str) -> Child {
    folder.command().args(["sweep", "study.toml", "--out", out, "--resume", "--quiet"]).spawn().unwrap()
}

#[test]
fn killed_at_forty_instants_it_ends_in_the_same_bytes() {
    let folder = folder();
    let started = Instant::now();
    ends(&folder, &["sweep", "study.toml", "--out", "whole"], 0);
    let whole = started.elapsed().as_secs_f64();
    let (mut kills, mut finished, mut longest) = (0, 0, 0);
    for round in 0..40 {
        let mut child = sweep(&folder, "out");
        // From the first instant to a little past the end, early ones more often; now and then far past it, for the
        // machine may have slowed down.
        let share = if round % 10 == 9 { 3.0 } else { 1.3 * chance(round) * chance(round) };
        std::thread::sleep(Duration::from_secs_f64(share * whole));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        kills += u32::from(!status.success());
        if folder.path().join("out/manifest.json").exists() {
            finished += 1;
            // Killed after the last file: what it was about to take away is left.
            ends(&folder, &["sweep", "study.toml", "--out", "out", "--resume"], 0);
            same(&folder, "out", "whole");
            std::fs::remove_dir_all(folder.path().join("out")).unwrap();
        } else if let Ok(journal) = std::fs::metadata(folder.path().join("out/sweep.journal")) {
            longest = longest.max(journal.len());
        }
    }
    ends(&folder, &["sweep", "study.toml", "--out", "out", "--resume"], 0);
    same(&folder, "out", "whole");
    assert!(
        kills >= 20 && finished >= 1 && longest > 0,
        "{kills} kills, {finished} finished, {longest} bytes"
    );
}

/// A journal broken off after some bytes, as a kill of one process leaves it.
fn interrupted(folder: &Workdir, out: &str) -> Vec<u8> {
    let path = folder.path().join(out).join("sweep.journal");
    for wait in 1.. {
        let mut child = sweep(folder, out);
        std::thread::sleep(Duration::from_millis(20 * wait));
        child.kill().unwrap();
        child.wait().unwrap();
        match std::fs::read(&path) {
            Ok(bytes) if bytes.len() > 20_000 => return bytes,
            _ => assert!(
                !folder.path().join(out).join("manifest.json").exists(),
                "it was too quick to be interrupted"
            ),
        }
    }
    unreachable!()
}

#[test]
fn a_torn_or_spoilt_record_costs_no_more_than_what_follows_it() {
    let folder = folder();
    ends(&folder, &["sweep", "study.toml", "--out", "whole"], 0);
    let bytes = interrupted(&folder, "out");
    for round in 0..12 {
        let at = (chance(100 + round) * bytes.len() as f64) as usize;
        let mut torn = bytes.clone();
        match round % 3 {
            0 => torn.truncate(at),
            1 => torn[at] ^= 0x10,
            _ => torn.extend([0; 300]),
        }
        let _ = std::fs::remove_dir_all(folder.path().join("torn"));
        std::fs::create_dir(folder.path().join("torn")).unwrap();
        std::fs::write(folder.path().join("torn/sweep.journal"), torn).unwrap();
        ends(&folder, &["sweep", "study.toml", "--out", "torn", "--resume"], 0);
        same(&folder, "torn", "whole");
    }
}

/// A limit on the size of files, in blocks of the shell, stands for a full disk: the write fails and the process lives.
#[cfg(unix)]
fn on_a_full_disk(folder: &Workdir, blocks: &str) -> (Option<i32>, String) {
    let program = env!("CARGO_BIN_EXE_hotseat");
    let sweep = format!("exec {program} sweep study.toml --out out --resume --quiet");
    let command = format!("trap '' XFSZ; ulimit -f {blocks}; {sweep}");
    let mut shell = std::process::Command::new("sh");
    let output = shell.args(["-c", &command]).current_dir(folder.path()).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_what_was_done_is_kept() {
    let folder = folder();
    ends(&folder, &["sweep", "study.toml", "--out", "whole"], 0);
    for blocks in ["20", "100", "400"] {
        let (code, said) = on_a_full_disk(&folder, blocks);
        assert_eq!(code, Some(3), "{said}");
        assert!(said.contains("cannot write") && said.contains("--resume"), "{said}");
        assert!(folder.path().join("out/sweep.journal").exists());
    }
    ends(&folder, &["sweep", "study.toml", "--out", "out", "--resume"], 0);
    same(&folder, "out", "whole");
}

/// The journal of 512 KB has room and the table of replications of 695 KB has none, in blocks of 1,024 bytes or of 512.
#[cfg(unix)]
#[test]
fn a_full_disk_while_tables_are_written_names_resume() {
    let folder = folder();
    let told = ["550", "1100"].map(|blocks| on_a_full_disk(&folder, blocks));
    let of_tables = told.iter().find(|(_, said)| said.contains(".csv"));
    let (code, said) = of_tables.expect("a table does not fit");
    assert_eq!(*code, Some(3), "{said}");
    assert!(said.contains("cannot write") && said.contains("--resume writes the files"), "{said}");
    ends(&folder, &["sweep", "study.toml", "--out", "out", "--resume"], 0);
    ends(&folder, &["sweep", "study.toml", "--out", "whole"], 0);
    same(&folder, "out", "whole");
}

#[test]
fn resume_starts_in_a_missing_or_empty_folder_and_does_nothing_in_a_finished_one() {
    let folder = folder();
    ends(&folder, &["sweep", "study.toml", "--out", "missing", "--resume"], 0);
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    ends(&folder, &["sweep", "study.toml", "--out", "empty", "--resume"], 0);
    same(&folder, "missing", "empty");
    let made = || std::fs::metadata(folder.path().join("empty/points.csv")).unwrap().modified().unwrap();
    let before = made();
    let said = ends(&folder, &["sweep", "study.toml", "--out", "empty", "--resume"], 0);
    assert!(said.contains("finished already"), "{said}");
    assert_eq!(made(), before);
    // Without --resume it is made anew, to the same bytes.
    ends(&folder, &["sweep", "study.toml", "--out", "empty"], 0);
    same(&folder, "missing", "empty");
}

#[test]
fn an_unfinished_sweep_is_not_overwritten_unless_asked_for() {
    let folder = folder();
    let bytes = interrupted(&folder, "out");
    let said = ends(&folder, &["sweep", "study.toml", "--out", "out"], 2);
    assert!(said.contains("--resume") && said.contains("--afresh"), "{said}");
    assert_eq!(std::fs::read(folder.path().join("out/sweep.journal")).unwrap(), bytes);
    ends(&folder, &["sweep", "study.toml", "--out", "out", "--afresh"], 0);
    ends(&folder, &["sweep", "study.toml", "--out", "whole"], 0);
    same(&folder, "out", "whole");
}

#[test]
fn a_changed_study_scenario_or_seed_is_noticed_and_refused() {
    let folder = folder();
    let bytes = interrupted(&folder, "out");
    let refused = |args: &[&str], why: &str| {
        let all = [&["sweep", "study.toml", "--out", "out", "--resume"], args].concat();
        let said = ends(&folder, &all, 2);
        assert!(said.contains(why) && said.contains("choose another --out"), "{said}");
        assert_eq!(std::fs::read(folder.path().join("out/sweep.journal")).unwrap(), bytes);
    };
    refused(&["--seed", "2"], "its seed is 1, this has 2");
    refused(&["--replications", "4"], "its number of replications is 3, this has 4");
    folder.write("study.toml", &STUDY.replace("step = 1", "step = 3"));
    refused(&[], "study.toml was another then");
    folder.write("study.toml", STUDY);
    folder.write("centre.toml", &studies::centre("").replace("60 s", "61 s"));
    refused(&[], "centre.toml was another then");
    folder.write("centre.toml", &studies::centre(""));
    ends(&folder, &["sweep", "study.toml", "--out", "out", "--resume"], 0);
}

#[test]
fn a_comment_in_a_study_or_its_scenario_does_not_keep_a_sweep_from_going_on() {
    let folder = folder();
    interrupted(&folder, "out");
    folder.write("study.toml", &format!("# a remark\n\n{STUDY}"));
    folder.write("centre.toml", &studies::centre("").replace("agents = 8", "agents  =  8  # two desks"));
    ends(&folder, &["sweep", "study.toml", "--out", "out", "--resume"], 0);
    ends(&folder, &["sweep", "study.toml", "--out", "whole"], 0);
    same(&folder, "out", "whole");
    folder.write("study.toml", STUDY);
    let said = ends(&folder, &["sweep", "study.toml", "--out", "out", "--resume"], 0);
    assert!(said.contains("finished already"), "{said}");
}

/// A journal or shard whose head tells of another build of the program: length, checksum and payload follow 16 bytes.
fn of_another_build(bytes: &[u8]) -> Vec<u8> {
    let length = u32::from_le_bytes(bytes[16..20].try_into().unwrap()) as usize;
    let (head, rest) = bytes[24..].split_at(length);
    let head = other_build(std::str::from_utf8(head).unwrap());
    let length = (head.len() as u32).to_le_bytes();
    let mut hash = crc32fast::Hasher::new();
    [&length[..], head.as_bytes()].iter().for_each(|part| hash.update(part));
    [&bytes[..16], &length, &hash.finalize().to_le_bytes(), head.as_bytes(), rest].concat()
}

/// The text with another fingerprint of the program.
fn other_build(text: &str) -> String {
    let at = text.find("\"program\":").unwrap() + "\"program\":".len();
    let at = at + text[at..].find('"').unwrap() + 1;
    format!("{}0123456789abcdef{}", &text[..at], &text[at + 16..])
}

#[test]
fn another_build_of_the_same_version_is_noticed_and_refused() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    let bytes = interrupted(&folder, "out");
    std::fs::write(path("out/sweep.journal"), of_another_build(&bytes)).unwrap();
    let said = ends(&folder, &["sweep", "study.toml", "--out", "out", "--resume"], 2);
    assert!(said.contains("(build 0123456789abcdef) was used, this is hotseat"), "{said}");
    assert!(said.contains("--afresh"), "{said}");
    ends(&folder, &["sweep", "study.toml", "--out", "out", "--afresh"], 0);
    std::fs::write(path("out/manifest.json"), other_build(&folder.read("out/manifest.json"))).unwrap();
    let said = ends(&folder, &["sweep", "study.toml", "--out", "out", "--resume"], 2);
    assert!(said.contains("(build 0123456789abcdef) was used"), "{said}");
    // One shard of another build, then both.
    for index in [1, 2] {
        shard(&folder, &format!("{index}/2"), &format!("parts/{index}"));
    }
    for (index, why) in [(1, "shards of two different sweeps"), (2, "was made by hotseat")] {
        let [results, manifest] =
            ["shard.results", "manifest.json"].map(|name| format!("parts/{index}/{name}"));
        std::fs::write(path(&results), of_another_build(&std::fs::read(path(&results)).unwrap())).unwrap();
        std::fs::write(path(&manifest), other_build(&folder.read(&manifest))).unwrap();
        let said = ends(&folder, &["sweep", "merge", "parts", "--out", "merged"], 2);
        assert!(said.contains(why) && said.contains("build 0123456789abcdef"), "{said}");
        assert!(!path("merged").exists());
    }
}

#[test]
fn a_damaged_journal_is_repaired_and_told_of_in_both_languages() {
    let folder = folder();
    ends(&folder, &["sweep", "study.toml", "--out", "whole"], 0);
    let bytes = interrupted(&folder, "out");
    let path = folder.path().join("out/sweep.journal");
    for (at, language, words) in [
        (bytes.len() / 2, "en", "note: out/sweep.journal is broken off or damaged after"),
        (bytes.len() / 2, "zh", "其内容将重新模拟"),
        (30, "en", "out/sweep.journal is damaged at its beginning"),
    ] {
        let _ = std::fs::remove_dir_all(folder.path().join("out"));
        std::fs::create_dir(folder.path().join("out")).unwrap();
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        std::fs::write(&path, damaged).unwrap();
        let said = ends(&folder, &["sweep", "study.toml", "--out", "out", "--resume", "--lang", language], 0);
        assert!(said.contains(words), "{said}");
    }
    same(&folder, "out", "whole");
}

#[test]
fn two_processes_do_not_write_one_sweep() {
    let folder = folder();
    let mut first = sweep(&folder, "out");
    let journal = folder.path().join("out/sweep.journal");
    while std::fs::metadata(&journal).map_or(0, |m| m.len()) < 4000 {
        assert!(first.try_wait().unwrap().is_none(), "it was too quick to be met");
        std::thread::sleep(Duration::from_millis(1));
    }
    let said = ends(&folder, &["sweep", "study.toml", "--out", "out", "--resume"], 3);
    assert!(said.contains("another process"), "{said}");
    assert!(first.wait().unwrap().success());
}

#[test]
fn of_processes_that_start_in_the_same_instant_the_others_are_told_of_another_process() {
    let folder = folder();
    for round in 0..4 {
        let out = format!("out{round}");
        let start =
            || folder.command().args(["sweep", "study.toml", "--out", &out, "--quiet"]).spawn().unwrap();
        let all = [start(), start(), start()].map(|child| child.wait_with_output().unwrap());
        assert!(all.iter().any(|output| output.status.success()));
        for output in all.iter().filter(|output| !output.status.success()) {
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(3), "{said}");
            assert!(said.contains("another process") && !said.contains("--afresh"), "{said}");
        }
    }
    same(&folder, "out0", "out3");
}

#[test]
fn a_sweep_over_a_finished_one_of_another_study_leaves_none_of_its_files() {
    let folder = folder();
    ends(&folder, &["sweep", "study.toml", "--out", "out", "--quiet"], 0);
    assert!(folder.path().join("out/effects.csv").exists());
    let alone = "scenario = \"centre.toml\"\nreplications = 2\ndesign = \"one-at-a-time\"\n[[vary]]\n\
                 key = \"front_line.agents\"\nvalues = [7, 9]\n";
    folder.write("study.toml", alone);
    ends(&folder, &["sweep", "study.toml", "--out", "out", "--quiet"], 0);
    ends(&folder, &["sweep", "study.toml", "--out", "fresh", "--quiet"], 0);
    same(&folder, "out", "fresh");
}

fn shard(folder: &Workdir, which: &str, out: &str) {
    ends(folder, &["sweep", "study.toml", "--shard", which, "--out", out, "--resume", "--quiet"], 0);
}

#[test]
fn shards_in_any_order_join_to_the_bytes_of_one_process() {
    let folder = folder();
    ends(&folder, &["sweep", "study.toml", "--out", "whole"], 0);
    for index in [3, 1, 2] {
        shard(&folder, &format!("{index}/3"), &format!("parts/{index}"));
    }
    ends(&folder, &["sweep", "merge", "parts/2", "parts/3", "parts/1", "--out", "merged"], 0);
    same(&folder, "merged", "whole");
    // A folder of shards, one of them twice, on another number of threads.
    shard(&folder, "2/3", "parts/again");
    ends(&folder, &["sweep", "merge", "parts", "--out", "joined", "--threads", "1"], 0);
    same(&folder, "joined", "whole");
}

#[test]
fn more_shards_than_points_leave_some_empty() {
    let folder = folder();
    folder.write("study.toml", "scenario = \"centre.toml\"\nreplications = 2\n[[vary]]\nkey = \"front_line.agents\"\nvalues = [7, 9]\n");
    ends(&folder, &["sweep", "study.toml", "--out", "whole"], 0);
    for index in 1..=5 {
        shard(&folder, &format!("{index}/5"), &format!("parts/{index}"));
    }
    ends(&folder, &["sweep", "merge", "parts", "--out", "merged"], 0);
    same(&folder, "merged", "whole");
}

#[test]
fn a_shard_killed_and_run_again_appears_whole_or_not_at_all() {
    let folder = folder();
    shard(&folder, "1/2", "calm");
    for round in 0..15 {
        let mut child = folder
            .command()
            .args(["sweep", "study.toml", "--shard", "1/2", "--out", "stormy", "--resume", "--quiet"])
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_secs_f64(0.2 * chance(200 + round)));
        child.kill().unwrap();
        child.wait().unwrap();
        if folder.path().join("stormy").exists() {
            same(&folder, "stormy", "calm");
        }
    }
    shard(&folder, "1/2", "stormy");
    same(&folder, "stormy", "calm");
}

#[test]
fn a_shard_that_runs_twice_at_once_does_no_harm() {
    let folder = folder();
    let start = || {
        folder
            .command()
            .args(["sweep", "study.toml", "--shard", "2/2", "--out", "twice", "--resume", "--quiet"])
            .spawn()
            .unwrap()
    };
    let mut both = [start(), start(), start()];
    assert!(both.iter_mut().all(|child| child.wait().unwrap().success()));
    shard(&folder, "2/2", "once");
    same(&folder, "twice", "once");
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn missing_foreign_and_mixed_up_shards_are_refused_and_nothing_is_lost() {
    let folder = folder();
    shard(&folder, "1/3", "a/1");
    shard(&folder, "3/3", "a/3");
    shard(&folder, "1/2", "b/1");
    let refused = |args: &[&str], why: &str| {
        let said = ends(&folder, &[&["sweep", "merge"], args, &["--out", "merged"]].concat(), 2);
        assert!(said.contains(why), "{said}");
        assert!(!folder.path().join("merged").exists());
    };
    refused(&["a/1", "a/3"], "missing of 3 shards: 2");
    refused(&["a/1", "b/1"], "do not go together");
    refused(&["a/1", "a/2"], "a/2: there is no such folder");
    refused(&["a/1", "."], "no finished shard");
    ends(&folder, &["sweep", "study.toml", "--out", "whole"], 0);
    refused(&["a/1", "whole"], "a whole sweep");
    folder.write("study.toml", &STUDY.replace("299", "298"));
    shard(&folder, "2/3", "c/2");
    refused(&["a/1", "c/2", "a/3"], "two different sweeps");
    refused(&["a/1", "c/2", "a/3"], "study.toml was another then");
    folder.write("study.toml", STUDY);
    shard(&folder, "2/3", "a/2");
    // A shard whose results were spoilt after it was finished.
    let results = folder.path().join("a/2/shard.results");
    let bytes = std::fs::read(&results).unwrap();
    std::fs::write(&results, &bytes[..bytes.len() - 1]).unwrap();
    refused(&["a"], "run the shard again");
    std::fs::write(&results, &bytes).unwrap();
    ends(&folder, &["sweep", "merge", "a", "--out", "merged"], 0);
    same(&folder, "merged", "whole");
}
