//! The best of many points, from outside.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use crate::workdir::studies::{self, numbers};
use serde_json::Value;

/// More agents answer more calls in time: the second point is the best, the others are well behind.
const STUDY: &str = r#"scenario = "centre.toml"
seed = 3
[[vary]]
key = "front_line.agents"
values = [9, 13, 7, 11, 8]
"#;

const LEVEL: [&str; 5] = ["sweep", "study.toml", "--select", "service_level[15 s]", "max"];
const ZONE: [&str; 2] = ["--indifference", "2 pp"];

fn folder(study: &str) -> Workdir {
    studies::folder(&studies::centre("lines = 30\n"), study)
}

/// The summary of a selection that was decided, or was not.
#[track_caller]
fn summary(folder: &Workdir, code: i32, args: &[&[&str]]) -> Value {
    let args = [&args.concat()[..], &["--json"]].concat();
    let said = folder.hotseat(&args);
    assert_eq!(said.code, Some(code), "{args:?}: {}", said.stderr);
    serde_json::from_str(&said.stdout).unwrap()
}

#[track_caller]
fn refused(folder: &Workdir, args: &[&[&str]]) -> String {
    studies::refused(folder, &args.concat())
}

#[test]
fn the_best_is_picked_with_fewer_replications_than_equal_allocation() {
    let folder = folder(STUDY);
    // Both are asked for more than the first stage can tell.
    for (method, confidence) in [("kn", "95 %"), ("ocba", "0.9999999")] {
        let more = ["--indifference", "0.2 pp", "--method", method, "--confidence", confidence];
        let found = summary(&folder, 0, &[&LEVEL, &more]);
        assert_eq!(found["best"]["point"], 2, "{method}: {found:#}");
        assert_eq!(found["best"]["values"][0], 13);
        assert_eq!((&found["decided"], &found["guaranteed"]), (&true.into(), &(method == "kn").into()));
        assert!(found["confidence"].as_f64().unwrap() >= 0.95);
        let spent = |name: &str| found[name].as_u64().unwrap();
        let (own, equal) = (spent("replications_simulated"), spent("replications_of_equal_allocation"));
        println!("{method}: {own} replications, equal allocation {equal}");
        assert!(own > 50 && own < equal, "{method}: {own} of {equal}");
        let table = found["table"].as_array().unwrap();
        assert_eq!(table.iter().map(|p| p["replications"].as_u64().unwrap()).sum::<u64>(), own);
        assert!(table[0] == found["best"] && table.iter().all(|p| p["replications"].as_u64() >= Some(10)));
    }
}

#[test]
fn the_least_is_picked_where_less_is_asked_for() {
    let folder = folder(STUDY);
    for method in ["kn", "ocba"] {
        let select = ["sweep", "study.toml", "--select", "mean_wait_answered", "min"];
        let found = summary(&folder, 0, &[&select, &["--indifference", "1 s", "--method", method]]);
        assert_eq!((&found["best"]["point"], &found["unit"]), (&2.into(), &"s".into()));
    }
}

#[test]
fn the_same_bytes_come_from_any_number_of_threads() {
    let folder = folder(STUDY);
    for method in ["kn", "ocba"] {
        for threads in ["1", "2", "5"] {
            let out = format!("{method}-{threads}");
            let more = ["--method", method, "--out", &out, "--threads", threads];
            summary(&folder, 0, &[&LEVEL, &ZONE, &more]);
        }
        let files = |threads: &str| folder.files(&format!("{method}-{threads}"));
        let names: Vec<String> = files("1").keys().map(|name| name.display().to_string()).collect();
        let wanted = [
            "columns.csv",
            "manifest.json",
            "report.txt",
            "selection.csv",
            "selection.parquet",
            "summary.json",
        ];
        assert_eq!(names, wanted);
        assert!(files("1") == files("2") && files("1") == files("5"));
    }
}

/// A point that was dropped after n replications has the mean of the first n that a plain sweep has, and its
/// difference is on the same callers.
#[test]
fn replications_are_those_of_a_plain_sweep_of_the_study() {
    let study = STUDY.replace(
        "seed = 3",
        "seed = 3\nmeasured = \"front-lines\"\nset = { \"hotline.12345.calls_per_hour\" = 250 }",
    );
    let folder = folder(&study);
    let found = summary(&folder, 0, &[&LEVEL, &ZONE, &["--out", "best"]]);
    assert_eq!((&found["measured"], &found["seed"]), (&"front-lines".into(), &3.into()));
    let said = folder.hotseat(&["sweep", "study.toml", "--replications", "200", "--out", "all"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let levels = numbers(&folder, "all/replications.csv", "service_level_15");
    let of = |point: usize| -> Vec<f64> {
        levels[200 * point..200 * (point + 1)].iter().flatten().copied().collect()
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let column = |name: &str| numbers(&folder, "best/selection.csv", name);
    let (spent, means, differences) = (column("replications"), column("mean"), column("difference"));
    assert_eq!(column("point"), [1.0, 2.0, 3.0, 4.0, 5.0].map(Some));
    for point in 0..5 {
        let n = spent[point].unwrap() as usize;
        assert!((10..=200).contains(&n), "{n}");
        let own = mean(&of(point)[..n]);
        assert!((means[point].unwrap() - own).abs() < 1e-12);
        match differences[point] {
            None => assert_eq!(column("place")[point], Some(1.0)),
            Some(difference) => {
                assert!((difference - (own - mean(&of(1)[..n]))).abs() < 1e-12);
                assert_eq!(column("screened_out_at")[point], spent[point]);
            }
        }
    }
}

#[test]
fn points_that_nobody_can_tell_apart_are_within_the_zone() {
    // 28 or 30 lines for some 10 calls at a time are the same.
    let folder = folder(&STUDY.replace("agents\"\nvalues = [9, 13, 7, 11, 8]", "lines\"\nvalues = [28, 30]"));
    let found = summary(&folder, 0, &[&LEVEL, &ZONE]);
    let fates: Vec<&str> =
        found["table"].as_array().unwrap().iter().map(|p| p["fate"].as_str().unwrap()).collect();
    assert_eq!(
        (fates.as_slice(), &found["replications_simulated"]),
        (&["best", "within the zone"][..], &20.into())
    );
}

#[test]
fn what_is_not_decided_is_said_and_ends_with_3() {
    let folder = folder(STUDY);
    let close = ["--indifference", "0.0001 pp", "--at-most", "12"];
    for method in ["kn", "ocba"] {
        let more: &[&[&str]] =
            &[&LEVEL, &close, &["--method", method, "--out", method, "--confidence", "99.99 %"]];
        let rival = "values = [12, 13]";
        folder.write("study.toml", &STUDY.replace("values = [9, 13, 7, 11, 8]", rival));
        let found = summary(&folder, 3, more);
        assert_eq!((&found["decided"], &found["guaranteed"]), (&false.into(), &false.into()));
        assert_eq!(found["replications_simulated"], 24, "{method}");
        let said = folder.hotseat(&more.concat());
        assert!(said.stderr.contains("Not decided within 12 replications"), "{}", said.stderr);
        assert!(said.stdout.contains("Leader so far"), "{}", said.stdout);
        assert!(folder.read(&format!("{method}/report.txt")).contains("Not decided"));
    }
}

#[test]
fn the_report_states_what_is_promised_in_both_languages() {
    let folder = folder(STUDY);
    let said = |more: &[&str]| folder.hotseat(&[&LEVEL[..], &ZONE, more].concat()).stdout;
    let text = said(&[]);
    assert!(
        text.contains("beats every other by 2 pp or more is picked with probability 95 % or more"),
        "{text}"
    );
    assert!(text.contains("point 2: front_line.agents = 13") && text.contains("out at 1"), "{text}");
    assert!(said(&["--method", "ocba"]).contains("an estimate, not a guarantee"));
    let text = said(&["--lang", "zh"]);
    assert!(text.contains("至少好 2 个百分点，则选中它的概率不低于 95%"), "{text}");
    assert_eq!(said(&["--quiet"]), "");
}

#[test]
fn bad_usage_is_told_with_what_to_write() {
    let folder = folder(STUDY);
    for (args, words) in [
        (&[][..], "write percentage points: --indifference \"0.5 pp\""),
        (&["--indifference", "0.5 %"], "`0.5 %` is no zone"),
        (&["--indifference", "-1 pp"], "above 0"),
        (&["--indifference", "1 pp", "--confidence", "0.1"], "above 0.2000"),
        (&["--indifference", "1 pp", "--confidence", "95"], "write `95 %` or `0.95`"),
        (&["--indifference", "1 pp", "--at-most", "9"], "10 or more"),
        (&["--indifference", "1 pp", "--replications", "9"], "--replications does not go with --select"),
        (&["--indifference", "1 pp", "--out", "o", "--shard", "1/2"], "--shard does not go with --select"),
        (&["--indifference", "1 pp", "--method", "best"], "possible values: kn, ocba"),
    ] {
        let said = refused(&folder, &[&LEVEL, args]);
        assert!(said.contains(words), "{args:?}: {said}");
    }
    let all =
        refused(&folder, &[&["sweep", "study.toml", "--select", "anser_rate", "best"], &["--at-most", "1"]]);
    for words in [
        "`anser_rate` is not a KPI",
        "write max or min",
        "smallest difference",
        "10 or more",
        "nothing was run",
    ] {
        assert!(all.contains(words), "{words}: {all}");
    }
    let said = refused(&folder, &[&["sweep", "study.toml", "--select", "mean_wait_answered", "min"], &ZONE]);
    assert!(said.contains("--indifference \"2 s\""), "{said}");
    assert!(refused(&folder, &[&["sweep", "study.toml"], &ZONE]).contains("--select"));
    folder.write("study.toml", &STUDY.replace("9, 13, 7, 11, 8", "9"));
    assert!(refused(&folder, &[&LEVEL, &ZONE]).contains("the study has 1"));
}

#[test]
fn a_point_without_a_value_is_named() {
    let study = STUDY.replace("front_line.agents", "hotline.12345.calls_per_hour");
    let folder = folder(&study.replace("9, 13, 7, 11, 8", "240, 0.001"));
    let said = folder.hotseat(&[&LEVEL[..], &ZONE, &["--out", "out"]].concat());
    assert_eq!((said.code, said.stdout.as_str()), (Some(3), ""));
    let words =
        "service_level[15 s] has no value in replication 0 of point 2 (hotline.12345.calls_per_hour = 0.001)";
    assert!(said.stderr.contains(words), "{}", said.stderr);
    assert!(!folder.path().join("out/manifest.json").exists());
}

/// Killed at instants spread over its time, resumed each time: the same bytes, and what is done is not done again.
#[test]
fn a_selection_that_is_killed_again_and_again_ends_in_the_same_bytes() {
    let folder = folder(STUDY);
    let more = ["--indifference", "0.05 pp", "--at-most", "2000", "--confidence", "99 %"];
    for method in ["kn", "ocba"] {
        let (calm, stormy) = (format!("{method}-calm"), format!("{method}-stormy"));
        let args =
            |out: &'_ str| [&LEVEL[..], &more, &["--method", method, "--out", out]].concat().join("\t");
        let run = |out: &str| -> Vec<String> { args(out).split('\t').map(str::to_owned).collect() };
        let started = std::time::Instant::now();
        let whole = folder.command().args(run(&calm)).output().unwrap().status.code();
        let seconds = started.elapsed().as_secs_f64();
        let mut kills = 0;
        for round in 1..=12 {
            let mut child = folder.command().args(run(&stormy)).arg("--resume").spawn().unwrap();
            std::thread::sleep(std::time::Duration::from_secs_f64(seconds * f64::from(round) / 24.0));
            kills += u32::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
            if folder.path().join(&stormy).join("manifest.json").exists() {
                break;
            }
        }
        assert!(kills >= 3, "{method}: {kills}");
        // A record torn in the middle is cut off.
        let journal = folder.path().join(&stormy).join("sweep.journal");
        if let Ok(bytes) = std::fs::read(&journal) {
            std::fs::write(&journal, &bytes[..bytes.len() - 5]).unwrap();
        }
        let said = folder.command().args(run(&stormy)).arg("--resume").output().unwrap();
        assert_eq!(said.status.code(), whole, "{method}: {}", String::from_utf8_lossy(&said.stderr));
        assert!(folder.files(&calm) == folder.files(&stormy), "{method}");
        // Once more does nothing, and ends as it did.
        let again = folder.command().args(run(&stormy)).arg("--resume").output().unwrap();
        assert_eq!(again.status.code(), whole);
        assert!(String::from_utf8_lossy(&again.stdout).contains("is finished already"));
    }
}

#[test]
fn an_unfinished_selection_goes_on_only_as_it_was_asked_for() {
    let folder = folder(STUDY);
    let long = ["--indifference", "0.0001 pp", "--at-most", "1000000", "--out", "out"];
    let mut child = folder.command().args(LEVEL).args(long).spawn().unwrap();
    let journal = folder.path().join("out/sweep.journal");
    while std::fs::metadata(&journal).map_or(0, |file| file.len()) < 4000 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(refused(&folder, &[&LEVEL, &long]).contains("add --resume"));
    let other = ["--indifference", "1 pp", "--out", "out", "--resume"];
    let said = refused(&folder, &[&LEVEL, &other]);
    assert!(said.contains("it is asked for --select service_level[15 s] max"), "{said}");
    let said = refused(&folder, &[&["sweep", "study.toml", "--out", "out", "--resume"]]);
    assert!(said.contains("this for every point"), "{said}");
    summary(&folder, 0, &[&LEVEL, &["--indifference", "2 pp", "--out", "out", "--afresh"]]);
}

#[test]
fn a_folder_in_which_a_sweep_waits_to_be_resumed_is_left_alone() {
    let folder = folder(STUDY);
    let mut child = folder
        .command()
        .args(["sweep", "study.toml", "--out", "out", "--replications", "100000"])
        .spawn()
        .unwrap();
    let journal = folder.path().join("out/sweep.journal");
    while std::fs::metadata(&journal).map_or(0, |file| file.len()) == 0 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(refused(&folder, &[&LEVEL, &ZONE, &["--out", "out"]]).contains("holds an unfinished sweep"));
    assert!(journal.exists());
}
