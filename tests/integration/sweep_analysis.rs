//! What the keys of a study do, from outside: effects, tornado, Sobol indices, input uncertainty, frontier.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use crate::workdir::studies::{self, Row, done, real, rows};
use serde_json::Value;

const GRID: &str = r#"design = "grid"
replications = 6
[[vary]]
key = "front_line.agents"
values = [7, 8, 10]
[[vary]]
key = "hotline.12345.calls_per_hour"
values = [200, 240, 280]
"#;

const ALONE: &str = r#"design = "one-at-a-time"
replications = 8
[[vary]]
key = "front_line.agents"
values = [6, 7, 10]
[[vary]]
key = "hotline.12345.talk.mean"
multiply = [0.9, 1.0, 1.1]
[[vary]]
key = "front_line.lines"
values = [150, 200]
"#;

const SALTELLI: &str = r#"design = "saltelli"
points = 32
replications = 3
[[vary]]
key = "front_line.agents"
low = 6
high = 10
[[vary]]
key = "hotline.12345.calls_per_hour"
distribution = { distribution = "lognormal", mean = 240, cv = 0.1 }
[[vary]]
key = "front_line.lines"
low = 150
high = 200
"#;

const DRAWN: &str = r#"design = "random"
points = 40
replications = 4
[[vary]]
key = "hotline.12345.calls_per_hour"
distribution = { distribution = "lognormal", mean = 240, cv = 0.3 }
"#;

/// So many lines that their number does nothing.
fn folder(study: &str) -> Workdir {
    studies::folder(&studies::centre("lines = 200\n"), &of_centre(study))
}

fn of_centre(study: &str) -> String {
    format!("scenario = \"centre.toml\"\n{study}")
}

/// The rows of what points are judged by.
fn judged(folder: &Workdir, name: &str) -> Vec<Row> {
    let mut own = rows(folder, &format!("out/{name}.csv"));
    own.retain(|row| row["kpi"] == "service_level[15 s]");
    assert!(!own.is_empty(), "{name}");
    own
}

#[track_caller]
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-12, "{a} is not {b}");
}

#[test]
fn the_effect_of_a_value_is_the_mean_of_its_points_less_the_mean_of_all() {
    let folder = folder(GRID);
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let points = rows(&folder, "out/points.csv");
    let mean = |of: &dyn Fn(&Row) -> bool| {
        let own: Vec<f64> =
            points.iter().filter(|row| of(row)).map(|row| real(row, "service_level_15_mean")).collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    let all = mean(&|_| true);
    let rows = judged(&folder, "effects");
    let (main, both): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row["other_key"].is_empty());
    assert_eq!((main.len(), both.len()), (6, 9));
    for row in &main {
        near(real(row, "effect"), mean(&|point| point[&row["key"]] == row["value"]) - all);
    }
    for row in both {
        let cell = |key: &str, value: &str| mean(&|point| point[&row[key]] == row[value]);
        let point = mean(&|point| {
            point[&row["key"]] == row["value"] && point[&row["other_key"]] == row["other_value"]
        });
        near(real(row, "effect"), point - cell("key", "value") - cell("other_key", "other_value") + all);
    }
    // Common random numbers: what an agent does is known better than any point.
    let widest =
        points.iter().map(|row| real(row, "service_level_15_half_width")).fold(f64::INFINITY, f64::min);
    assert!(main.iter().all(|row| real(row, "half_width") < widest));
    let shares: f64 = judged(&folder, "shares").iter().map(|row| real(row, "share")).sum();
    near(shares, 1.0);
}

#[test]
fn the_intervals_of_a_tornado_are_those_of_paired_differences() {
    let folder = folder(ALONE);
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let differences = rows(&folder, "out/differences.csv");
    let rows = judged(&folder, "tornado");
    assert_eq!(rows.len(), 3);
    for row in &rows {
        for end in ["low", "high"] {
            let value = &row[&format!("{end}_value")];
            let found =
                differences.iter().find(|other| other[&row["key"]] == *value && *value != row["base_value"]);
            let Some(found) = found else {
                assert_eq!(value, &row["base_value"]);
                near(real(row, &format!("{end}_difference")), 0.0);
                continue;
            };
            near(real(row, &format!("{end}_difference")), real(found, "service_level_15_difference"));
            let half = real(found, "service_level_15_difference_half_width");
            near(real(row, &format!("{end}_half_width")), half);
        }
    }
    assert_eq!(rows[0]["key"], "front_line.agents", "what does most comes first");
    assert_eq!((rows[0]["low_value"].as_str(), rows[0]["high_value"].as_str()), ("6", "10"));
    let lines = &rows[2];
    assert_eq!((lines["key"].as_str(), real(lines, "swing")), ("front_line.lines", 0.0));
}

/// Half-widths of 95 %: one seed, so no false alarms but when the program changes what it draws.
#[test]
fn a_key_that_does_nothing_has_indices_of_nothing_and_what_does_all_has_them_all() {
    let folder = folder(SALTELLI);
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    assert_eq!(rows(&folder, "out/points.csv").len(), 32 * 5);
    let rows = judged(&folder, "indices");
    let of = |key: &str| rows.iter().find(|row| row["key"] == key).unwrap();
    let (agents, lines) = (of("front_line.agents"), of("front_line.lines"));
    for name in ["first_order", "total"] {
        assert!(real(lines, name).abs() <= real(lines, &format!("{name}_half_width")) + 1e-12);
    }
    assert!(real(agents, "total") > 0.4, "{agents:?}");
    let first: f64 = rows.iter().map(|row| real(row, "first_order")).sum();
    let error: f64 = rows.iter().map(|row| real(row, "first_order_half_width")).sum();
    assert!(first < 1.0 + error && first > 1.0 - error - 0.2, "{first} ± {error}");
    assert!(folder.path().join("out/charts/sobol.png").exists());
    let said: Value = serde_json::from_str(&done(&folder, &["sweep", "study.toml", "--json"])).unwrap();
    let json = &said["indices"]["service_level_15"]["keys"]["front_line.agents"]["total"]["mean"];
    assert!((json.as_f64().unwrap() / real(agents, "total") - 1.0).abs() < 1e-12);
}

#[test]
fn uncertain_inputs_are_told_from_sampling_error() {
    let folder = folder(DRAWN);
    let said = done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let rows = judged(&folder, "uncertainty");
    assert!(real(&rows[0], "input_share") > 0.9, "{rows:?}");
    assert!(
        real(&rows[0], "low") < real(&rows[0], "mean") && real(&rows[0], "mean") < real(&rows[0], "high")
    );
    assert!(said.contains("is input uncertainty, the rest sampling error"), "{said}");
    // Lines beyond need: every point has the same callers and the same results.
    let idle = "design = \"random\"\npoints = 10\nreplications = 4\n[[vary]]\nkey = \"front_line.lines\"\nlow = 150\nhigh = 200\n";
    folder.write("study.toml", &of_centre(idle));
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let rows = judged(&folder, "uncertainty");
    near(real(&rows[0], "input_variance"), 0.0);
}

#[test]
fn any_number_of_threads_and_of_shards_gives_the_same_files() {
    for study in [GRID, ALONE, SALTELLI, DRAWN] {
        let folder = folder(study);
        for threads in ["1", "3"] {
            done(&folder, &["sweep", "study.toml", "--out", threads, "--threads", threads]);
        }
        for shard in ["1", "2", "3"] {
            let (part, dir) = (format!("{shard}/3"), format!("parts/{shard}"));
            done(&folder, &["sweep", "study.toml", "--shard", &part, "--out", &dir]);
        }
        done(&folder, &["sweep", "merge", "parts", "--out", "merged"]);
        assert!(
            folder.files("1") == folder.files("3") && folder.files("1") == folder.files("merged"),
            "{study}"
        );
    }
}

#[test]
fn every_column_of_every_table_is_documented() {
    for (study, names) in [
        (GRID, &["effects", "shares"][..]),
        (ALONE, &["tornado"]),
        (SALTELLI, &["indices"]),
        (DRAWN, &["uncertainty"]),
    ] {
        let folder = folder(study);
        done(&folder, &["sweep", "study.toml", "--out", "out"]);
        let told = rows(&folder, "out/columns.csv");
        for name in names {
            let mut reader = csv::Reader::from_path(folder.path().join(format!("out/{name}.csv"))).unwrap();
            let own: Vec<&String> =
                told.iter().filter(|row| row["table"] == *name).map(|row| &row["column"]).collect();
            assert_eq!(own, reader.headers().unwrap().iter().collect::<Vec<_>>(), "{name}");
            assert!(folder.path().join(format!("out/{name}.parquet")).exists());
        }
    }
}

#[test]
fn what_staff_buys_is_drawn_where_staff_varies() {
    let folder = folder(&format!("target = \"service_level[15 s] >= 60 %\"\n{GRID}"));
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let chart = std::fs::read_to_string(folder.path().join("out/charts/frontier.svg")).unwrap();
    let words = chart.split("<rect").next().unwrap();
    // Demand varies too: 7 agents would do for 200 calls, but only points at the scenario's own are compared.
    assert!(words.contains("of the points run, the smallest that has"), "{words}");
    assert!(words.contains("has 8 agents on duty"), "{words}");
    assert!(words.contains("drawn at calls per hour = 240 alone"), "{words}");
    let report = folder.read("out/report.txt");
    assert!(report.contains("is drawn at hotline.12345.calls_per_hour = 240 alone"), "{report}");
    let calls = GRID.replace("values = [7, 8, 10]", "values = [8]");
    folder.write("study.toml", &of_centre(&calls));
    done(&folder, &["sweep", "study.toml", "--out", "calls"]);
    assert!(!folder.path().join("calls/charts/frontier.svg").exists());
}

#[test]
fn the_report_says_what_matters_in_both_languages() {
    for (study, english, chinese) in [
        (GRID, "of variance", "方差占比"),
        (ALONE, "difference of within 15 s", "15 秒内接通之差"),
        (SALTELLI, "with interactions", "总效应指数"),
        (DRAWN, "Over the inputs", "按输入的不确定性"),
    ] {
        let folder = folder(study);
        let said = done(&folder, &["sweep", "study.toml"]);
        assert!(said.contains(english), "{said}");
        let said = done(&folder, &["sweep", "study.toml", "--lang", "zh"]);
        assert!(said.contains(chinese), "{said}");
    }
}

#[test]
fn much_chance_in_sobol_indices_is_warned_of() {
    let talk = "[[vary]]\nkey = \"hotline.12345.talk.mean\"\nlow = 0.99\nhigh = 1.01\nrelative = true\n";
    let folder = folder(&format!("design = \"saltelli\"\npoints = 16\nreplications = 2\n{talk}"));
    let said = done(&folder, &["sweep", "study.toml"]);
    assert!(said.contains("of the variance between points: take more replications"), "{said}");
    let said = done(&folder, &["sweep", "study.toml", "--lang", "zh"]);
    assert!(said.contains("设计点之间的方差中随机误差占"), "{said}");
}

#[test]
fn a_scheme_of_one_row_is_refused() {
    let folder = folder(&SALTELLI.replace("points = 32", "points = 1"));
    let said = folder.hotseat(&["sweep", "study.toml"]);
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("Sobol indices need two rows at least"), "{}", said.stderr);
}

#[test]
fn a_range_of_shares_is_drawn_with_fractions() {
    let range = "design = \"random\"\npoints = 4\nreplications = 1\n[[vary]]\n\
                 key = \"hotline.12345.redial.after_abandon\"\nlow = 0.2\nhigh = 0.8\n";
    let centre = studies::centre("").replace(
        "\n[front_line]",
        "\n[hotline.redial]\nafter_abandon = 0.5\n\
         abandon_delay = { distribution = \"exponential\", mean = \"5 min\" }\n[front_line]",
    );
    let folder = studies::folder(&centre, &format!("scenario = \"centre.toml\"\n{range}"));
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    for row in rows(&folder, "out/points.csv") {
        let share = real(&row, "hotline.12345.redial.after_abandon");
        assert!(share > 0.2 && share < 0.8, "{share}");
    }
}
