//! Narrower intervals from the same number of calls, from outside: common random numbers, the count of callers,
//! mirrored pairs. Each test states the factor.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use crate::workdir::studies::{self, done, real, refused, rows};
use serde_json::Value;

const GRID: &str = r#"[[vary]]
key = "front_line.agents"
values = [7, 8, 10]
[[vary]]
key = "hotline.12345.calls_per_hour"
values = [200, 240, 280]
"#;

/// The centre and a study of it: `head`, then the grid.
fn folder(head: &str) -> Workdir {
    studies::folder(&studies::centre("lines = 200\n"), &study(head))
}

fn study(head: &str) -> String {
    format!("scenario = \"centre.toml\"\n{head}\n{GRID}")
}

/// The sum of a column.
fn sum(folder: &Workdir, table: &str, column: &str) -> f64 {
    rows(folder, table).iter().map(|row| real(row, column)).sum()
}

const HALF: &str = "service_level_15_half_width";

#[test]
fn the_count_of_callers_narrows_intervals_and_only_adds_columns() {
    let folder = folder("replications = 20");
    done(&folder, &["sweep", "study.toml", "--out", "plain"]);
    folder.write("study.toml", &study("replications = 20\ncontrol = true"));
    let said = done(&folder, &["sweep", "study.toml", "--out", "out"]);
    assert!(said.contains("corrected by how many callers came"), "{said}");
    let (plain, found) = (rows(&folder, "plain/points.csv"), rows(&folder, "out/points.csv"));
    for (row, plain) in found.iter().zip(&plain) {
        assert!(plain.iter().all(|(name, value)| row[name] == *value) && row.len() > plain.len());
    }
    // 9 points with common callers: callers explain much of the service level.
    let (own, narrow) = (sum(&folder, "out/points.csv", HALF), "service_level_15_controlled_half_width");
    let narrow = sum(&folder, "out/points.csv", narrow);
    // A twentieth of the width pays for having chosen the control by the data.
    assert!(narrow < 0.92 * own, "{narrow} of {own}");
    // Without redials all calls are fresh: as many as expected, without error.
    for row in &found {
        let expected = 2.0 * real(row, "hotline.12345.calls_per_hour");
        assert!((real(row, "offered_controlled_mean") / expected - 1.0).abs() < 1e-8);
    }
    folder.write("study.toml", &study("control = true\nmeasured = \"front-lines\""));
    let said = refused(&folder, &["sweep", "study.toml"]);
    assert!(said.contains("`control` goes with measured"), "{said}");
}

/// The same 200 replications, single and in pairs: intervals of pairs are a fifth narrower and more.
#[test]
fn mirrored_pairs_narrow_intervals_and_the_report_says_by_what() {
    let folder = folder("replications = 200");
    done(&folder, &["sweep", "study.toml", "--out", "single"]);
    folder.write("study.toml", &study("replications = 200\nantithetic = true"));
    let said = done(&folder, &["sweep", "study.toml", "--out", "pairs"]);
    assert!(said.contains("200 replications each in mirrored pairs"), "{said}");
    assert!(said.contains("mirrored pairs, each one observation") && !said.contains("do not help"), "{said}");
    let (single, pairs) = (sum(&folder, "single/points.csv", HALF), sum(&folder, "pairs/points.csv", HALF));
    let summary: Value = serde_json::from_str(&folder.read("pairs/summary.json")).unwrap();
    let measured = |name: &str| summary["antithetic"][name].as_f64().unwrap();
    println!("pairs: width {:.2}, told {:.2}", pairs / single, measured("width_ratio"));
    assert!(pairs < 0.85 * single, "{pairs} of {single}");
    // What is told was measured on the pairs alone: 9 points of 200 other replications agree with it.
    assert!((measured("width_ratio") - pairs / single).abs() < 0.08, "{}", measured("width_ratio"));
    assert!(measured("variance_ratio") > 1.4, "{}", measured("variance_ratio"));
}

/// The mean of a pair is one observation: half-widths are Student's t on these, from the tables alone.
#[test]
fn the_interval_of_pairs_is_that_of_their_means() {
    let folder = folder("replications = 12\nantithetic = true");
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let replications = rows(&folder, "out/replications.csv");
    // t(0.975, 5), to six digits.
    let t = 2.570_582;
    for (point, row) in rows(&folder, "out/points.csv").iter().enumerate() {
        let own: Vec<f64> = replications[12 * point..][..12].iter().map(|row| real(row, "offered")).collect();
        let means: Vec<f64> = own.chunks(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect();
        let mean = means.iter().sum::<f64>() / 6.0;
        let squares: f64 = means.iter().map(|x| (x - mean) * (x - mean)).sum();
        let half = t * (squares / 5.0 / 6.0).sqrt();
        assert!((real(row, "offered_mean") - mean).abs() < 1e-9);
        assert!((real(row, "offered_half_width") / half - 1.0).abs() < 1e-6, "point {point}");
    }
    let columns = rows(&folder, "out/columns.csv");
    let told = |row: &&studies::Row| row["table"] == "replications" && row["column"] == "replication";
    assert!(columns.iter().find(told).unwrap()["meaning"].contains("mirror image of the one before"));
}

#[test]
fn pairs_that_do_not_help_are_told() {
    // Two pairs: one degree of freedom where four replications had three.
    let folder = folder("replications = 4\nantithetic = true");
    let english = done(&folder, &["sweep", "study.toml"]);
    assert!(english.contains("they do not help here: leave `antithetic` out"), "{english}");
    let chinese = done(&folder, &["sweep", "study.toml", "--lang", "zh"]);
    assert!(chinese.contains("此处对偶重复无益"), "{chinese}");
    let one = done(&folder, &["sweep", "study.toml", "--replications", "2"]);
    assert!(one.contains("too few, or too little varies"), "{one}");
}

#[test]
fn half_a_pair_is_refused_with_what_to_write() {
    let folder = folder("replications = 7\nantithetic = true");
    let said = refused(&folder, &["sweep", "study.toml"]);
    assert!(said.contains("`replications` must be even") && said.contains("write 6 or 8"), "{said}");
    let said = refused(&folder, &["sweep", "study.toml", "--replications", "1"]);
    assert!(said.contains("--replications must be even") && said.contains("write 2, or leave"), "{said}");
    folder.write("study.toml", &study("precision = \"answer_rate 1 pp\"\nat_most = 99\nantithetic = true"));
    let said = refused(&folder, &["sweep", "study.toml"]);
    assert!(said.contains("`at_most` must be even"), "{said}");
    folder.write("study.toml", &study("antithetic = true"));
    let select = ["--select", "answer_rate", "max", "--indifference", "1 pp"];
    let said = refused(&folder, &[&["sweep", "study.toml"], &select[..]].concat());
    assert!(said.contains("`antithetic` does not go with --select"), "{said}");
}

/// Looks come at 10, 14, 20, ... pairs.
#[test]
fn pairs_are_spent_until_the_precision_is_met() {
    let folder = folder("precision = \"answer_rate 1 pp\"\nat_most = 100\nantithetic = true");
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let found = rows(&folder, "out/points.csv");
    let spent: Vec<f64> = found.iter().map(|row| real(row, "replications")).collect();
    assert!(spent.iter().all(|n| [20.0, 28.0, 40.0, 56.0, 80.0, 100.0].contains(n)), "{spent:?}");
    assert!(spent.iter().any(|n| *n < 100.0) && spent.iter().any(|n| *n > 20.0), "{spent:?}");
    let narrow = |row: &studies::Row| real(row, "answer_rate_half_width") <= 0.01;
    assert!(found.iter().zip(&spent).all(|(row, n)| narrow(row) || *n == 100.0), "{spent:?}");
}

#[test]
fn pairs_resumed_cut_into_shards_and_on_any_number_of_threads_give_the_same_files() {
    let folder = folder("replications = 6\nantithetic = true\ncontrol = true");
    for threads in ["1", "3"] {
        done(&folder, &["sweep", "study.toml", "--out", threads, "--threads", threads]);
    }
    for shard in ["1/2", "2/2"] {
        done(&folder, &["sweep", "study.toml", "--shard", shard, "--out", &format!("parts/{}", &shard[..1])]);
    }
    done(&folder, &["sweep", "merge", "parts", "--out", "merged"]);
    // Shard 1 of 1 leaves the journal of the whole: its first half is what a kill would leave.
    done(&folder, &["sweep", "study.toml", "--shard", "1/1", "--out", "one"]);
    let journal = std::fs::read(folder.path().join("one/shard.results")).unwrap();
    std::fs::create_dir(folder.path().join("torn")).unwrap();
    std::fs::write(folder.path().join("torn/sweep.journal"), &journal[..journal.len() / 2]).unwrap();
    done(&folder, &["sweep", "study.toml", "--out", "torn", "--resume"]);
    let whole = folder.files("1");
    for other in ["3", "merged", "torn"] {
        assert!(whole == folder.files(other), "{other}");
    }
}

/// Cases, and by what factor the half-widths of differences to the middle point are smaller than those of
/// independent points, whose squares add. Measured at these seeds, and stated with a margin.
#[test]
fn common_callers_shrink_the_intervals_of_differences_by_a_stated_factor() {
    let centre = "scenario = \"centre.toml\"\nreplications = 100".to_owned();
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/jilin-2021@after");
    let set =
        "set = { start = 2021-09-06, days = 7, only_sites = [\"liaoyuan\"] }\nmeasured = \"front-lines\"";
    let site = format!("scenario = \"{plan}\"\nreplications = 30\n{set}");
    for (head, key, values, kpi, least) in [
        (&centre, "front_line.agents", "[7, 8, 9]", "service_level_15", 3.5),
        (&centre, "hotline.12345.talk.mean", "[\"114 s\", \"120 s\", \"126 s\"]", "service_level_15", 3.5),
        // Rotas are planned anew at each point, so that people move and not only grow in number: little is left in common.
        (&site, "handle_time.factor", "[0.95, 1.0, 1.05]", "answer_rate", 1.0),
    ] {
        let study = format!("{head}\n[[vary]]\nkey = \"{key}\"\nvalues = {values}\n");
        let folder = studies::folder(&studies::centre("lines = 200\n"), &study);
        done(&folder, &["sweep", "study.toml", "--out", "out"]);
        let widths = |table: &str, column: String| -> Vec<f64> {
            rows(&folder, table).iter().map(|row| real(row, &column)).collect()
        };
        let common = widths("out/differences.csv", format!("{kpi}_difference_half_width"));
        let own = widths("out/points.csv", format!("{kpi}_half_width"));
        assert_eq!((common.len(), own.len()), (2, 3));
        let factors = [0, 2].map(|point: usize| own[point].hypot(own[1]) / common[point / 2]);
        println!("{key}: {factors:.2?}");
        assert!(factors.iter().all(|found| *found > least), "{key}: {factors:?}");
    }
}
