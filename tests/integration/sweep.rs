//! Sweeps from outside: a study in, tidy tables out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use crate::workdir::studies::{self, column, done, refused, table};
use serde_json::Value;
use std::path::Path;

/// The small centre may hire four more.
fn centre() -> String {
    studies::centre(
        r#"lines = 30

[[alternative]]
name = "more"
note = { en = "more agents", zh = "增加坐席" }
set = { "front_line.agents" = 12 }
"#,
    )
}

/// The form of the design, on the small centre.
const STUDY: &str = r#"scenario = "centre.toml"
replications = 3
design = "grid"                    # grid | list | latin-hypercube | sobol
[[vary]]
key = "front_line.agents"          # the dotted path of a value in the scenario; a hotline is named by its number
values = [7, 8, 10]
[[vary]]
key = "hotline.12345.calls_per_hour"
from = 200
to = 260
step = 20
"#;

fn folder(study: &str) -> Workdir {
    studies::folder(&centre(), study)
}

#[test]
fn a_grid_has_a_row_per_point_with_the_first_key_varying_slowest() {
    let folder = folder(STUDY);
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let text = folder.read("out/points.csv");
    assert!(text.is_ascii() && !text.contains('\r') && text.ends_with('\n'));
    let (header, rows) = table(&folder, "out/points.csv");
    assert_eq!(header[..2], ["front_line.agents", "hotline.12345.calls_per_hour"]);
    let points: Vec<(&str, &str)> = rows.iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    let grid = ["7", "8", "10"].iter().flat_map(|a| ["200", "220", "240", "260"].map(|b| (*a, b)));
    assert_eq!(points, grid.collect::<Vec<_>>());
    for kpi in
        ["service_level_15", "service_level_20", "answer_rate", "mean_wait_answered", "wait_quantile_95"]
    {
        for part in ["mean", "half_width"] {
            assert!(header.contains(&format!("{kpi}_{part}")), "{kpi}_{part}");
        }
    }
    assert_eq!(column(&folder, "out/replications.csv", "replication").len(), 36);
    assert!(!header.iter().any(|name| name.contains("seconds")));
}

#[test]
fn a_point_is_what_a_run_with_these_values_says() {
    let folder = folder(STUDY);
    done(&folder, &["sweep", "study.toml", "--out", "out", "--seed", "7"]);
    let run = folder.run(
        Path::new("centre.toml"),
        &[
            "--seed",
            "7",
            "--replications",
            "3",
            "--set",
            "front_line.agents=10",
            "--set",
            "hotline.12345.calls_per_hour=220",
        ],
    );
    let total = &run["kpis"]["total"];
    let number = |name: &str| column(&folder, "out/points.csv", name)[9].parse::<f64>().unwrap();
    for (name, value) in [
        ("answer_rate_mean", &total["answer_rate"]["mean"]),
        ("answer_rate_half_width", &total["answer_rate"]["half_width"]),
        ("service_level_20_mean", &total["service_level"]["20"]["mean"]),
        ("wait_quantile_95_mean", &total["wait_quantile"]["95"]["mean"]),
        ("wait_quantile_95_half_width", &total["wait_quantile"]["95"]["half_width"]),
        ("max_wait_mean", &total["max_wait"]),
        ("offered_mean", &total["offered"]["mean"]),
    ] {
        // JSON is read to the last digit but one.
        let (found, wanted) = (number(name), value.as_f64().unwrap());
        assert!((found / wanted - 1.0).abs() < 1e-14, "{name}: {found}, {wanted}");
    }
}

#[test]
fn the_same_bytes_come_from_any_number_of_threads() {
    let folder = folder(STUDY);
    for threads in ["1", "2", "5"] {
        done(&folder, &["sweep", "study.toml", "--out", threads, "--threads", threads]);
    }
    assert!(folder.files("1") == folder.files("2") && folder.files("1") == folder.files("5"));
}

#[test]
fn differences_to_the_scenarios_own_point_are_paired() {
    let folder = folder(STUDY);
    done(&folder, &["sweep", "study.toml", "--out", "out", "--replications", "20"]);
    let (header, rows) = table(&folder, "out/differences.csv");
    assert_eq!((header[0].as_str(), rows.len()), ("point", 11));
    // 8 agents and 240 calls: point 7 is the scenario as it is, and not compared with itself.
    assert!(rows.iter().all(|row| row[0] != "7"));
    let number =
        |file: &str, name: &str, row: usize| column(&folder, file, name)[row].parse::<f64>().unwrap();
    // 7 agents and 240 calls: one agent less.
    let means = [2, 6].map(|row| number("out/points.csv", "answer_rate_mean", row));
    let difference = number("out/differences.csv", "answer_rate_difference", 2);
    assert!(difference < 0.0 && (difference - (means[0] - means[1])).abs() < 1e-12);
    // The same callers: the difference is known better than each of the two.
    let half = number("out/differences.csv", "answer_rate_difference_half_width", 2);
    assert!(
        [2, 6].iter().all(|row| half < number("out/points.csv", "answer_rate_half_width", *row)),
        "{half}"
    );
}

#[test]
fn one_json_object_tells_the_best_point_and_every_point_of_a_small_study() {
    let folder = folder(&format!("target = \"service_level[15 s] >= 75 %\"\n{STUDY}"));
    let more = ["sweep", "study.toml", "--json", "--replications", "20"];
    let said: Value = serde_json::from_str(&done(&folder, &more)).unwrap();
    assert_eq!((&said["points"], &said["seed"]), (&12.into(), &1.into()));
    assert_eq!(said["best"][0]["values"]["front_line.agents"], 10);
    assert_eq!(said["table"].as_array().unwrap().len(), 12);
    let judged = ["met", "missed", "cannot_be_told"].map(|key| said[key].as_u64().unwrap());
    assert_eq!(judged.iter().sum::<u64>(), 12);
    assert!(judged[0] > 0 && judged[1] > 0, "{judged:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is written without --out");
}

#[test]
fn a_list_is_read_row_by_row_and_an_empty_cell_leaves_the_scenarios_own() {
    let folder =
        folder("scenario = \"centre.toml\"\ndesign = \"list\"\nlist = \"points.csv\"\nreplications = 2\n");
    let rows = "front_line.agents,hotline.12345.talk.mean,hotline.12345.patience\n9,100 s,\n,,\"{ distribution = \"\"deterministic\"\", value = \"\"30 s\"\" }\"\n";
    folder.write("points.csv", rows);
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    assert_eq!(column(&folder, "out/points.csv", "front_line.agents"), ["9", ""]);
    assert_eq!(column(&folder, "out/points.csv", "hotline.12345.talk.mean"), ["100", ""]);
    let waits = column(&folder, "out/points.csv", "max_wait_mean");
    assert!(waits[1].parse::<f64>().unwrap() <= 30.0);
}

#[test]
fn whole_alternatives_vary_like_a_key() {
    let own = "scenario = \"centre.toml\"\nreplications = 2\n[[vary]]\nkey = \"alternative\"\nvalues = [\"as-is\", \"more\", \"short\"]\n[[alternative]]\nname = \"short\"\nset = { \"hotline.12345.talk.mean\" = \"60 s\" }\n";
    let folder = folder(own);
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    assert_eq!(column(&folder, "out/points.csv", "alternative"), ["as-is", "more", "short"]);
    let busy: Vec<f64> =
        column(&folder, "out/points.csv", "occupancy_mean").iter().map(|x| x.parse().unwrap()).collect();
    assert!(busy[1] < busy[0] && busy[2] < busy[0], "{busy:?}");
    let run = folder.run(Path::new("centre.toml@more"), &["--replications", "2"]);
    assert_eq!(busy[1], run["kpis"]["total"]["occupancy"]["mean"].as_f64().unwrap());
}

#[test]
fn the_title_of_an_alternative_is_for_charts_alone() {
    let own = |title: &str| {
        format!(
            "scenario = \"centre.toml\"\nreplications = 2\n[[vary]]\nkey = \"alternative\"\n\
             values = [\"as-is\", \"short\"]\n[[alternative]]\nname = \"short\"\n{title}\n\
             set = {{ \"hotline.12345.talk.mean\" = \"60 s\" }}\n"
        )
    };
    let files = |title: &str, lang: &str| {
        let folder = folder(&own(title));
        done(&folder, &["sweep", "study.toml", "--out", "out", "--lang", lang]);
        (folder.read("out/points.csv"), folder.read("out/report.txt"), folder.read("out/charts/lines.svg"))
    };
    let title = "title = { en = \"short\", zh = \"通话更短\" }";
    assert_eq!(files("", "en"), files(title, "en"));
    let (plain, titled) = (files("", "zh"), files(title, "zh"));
    assert_eq!((&plain.0, &plain.1), (&titled.0, &titled.1));
    assert_ne!(plain.2, titled.2);
}

#[test]
fn columns_of_a_plans_tables_are_multiplied_and_its_cells_replaced() {
    let folder = Workdir::new();
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/jilin-2021");
    let study = format!(
        "scenario = {:?}\nreplications = 1\nset = {{ days = 7, only_sites = [\"baishan\"] }}\n\
         [[vary]]\nkey = \"sites.csv:volume\"\nmultiply = [1.0, 2.0]\n\
         [[vary]]\nkey = \"hotlines.csv:12345:aht\"\nvalues = [\"x\"]\n",
        plan.to_str().unwrap()
    );
    folder.write("study.toml", &study);
    let said = refused(&folder, &["sweep", "study.toml"]);
    assert!(
        said.contains("no cells at `hotlines.csv:12345:aht`") && said.contains("no row `12345`"),
        "{said}"
    );
    folder.write("study.toml", study.split("[[vary]]\nkey = \"hotlines").next().unwrap());
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let calls: Vec<f64> =
        column(&folder, "out/points.csv", "offered_mean").iter().map(|x| x.parse().unwrap()).collect();
    assert!((1.8..2.6).contains(&(calls[1] / calls[0])), "{calls:?}");
    assert_eq!(column(&folder, "out/points.csv", "sites.csv:volume"), ["1", "2"]);
}

#[test]
fn ranges_and_beliefs_are_drawn_as_the_key_takes_them() {
    for design in ["latin-hypercube", "sobol", "random"] {
        let study = format!(
            "scenario = \"centre.toml\"\nreplications = 1\ndesign = \"{design}\"\npoints = 16\n\
             [[vary]]\nkey = \"front_line.agents\"\nlow = 7\nhigh = 10\n\
             [[vary]]\nkey = \"hotline.12345.talk.mean\"\nlow = 0.9\nhigh = 1.1\nrelative = true\n\
             [[vary]]\nkey = \"hotline.12345.calls_per_hour\"\ndistribution = {{ distribution = \"lognormal\", mean = 240, cv = 0.3 }}\n"
        );
        let folder = folder(&study);
        done(&folder, &["sweep", "study.toml", "--out", "out"]);
        let agents = column(&folder, "out/points.csv", "front_line.agents");
        assert!(agents.iter().all(|a| (7..=10).contains(&a.parse::<u32>().unwrap())), "{agents:?}");
        if design != "random" {
            assert!(
                (7..=10).all(|n| agents.iter().filter(|a| **a == n.to_string()).count() == 4),
                "{agents:?}"
            );
        }
        let talk = column(&folder, "out/points.csv", "hotline.12345.talk.mean");
        assert!(
            talk.iter().map(|seconds| seconds.parse::<f64>().unwrap()).all(|s| (108.0..=132.0).contains(&s)),
            "{talk:?}"
        );
    }
}

#[test]
fn one_at_a_time_changes_one_key_and_leaves_the_others_at_their_base() {
    let study = STUDY.replace("\"grid\"", "\"one-at-a-time\"");
    let folder = folder(&study);
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let agents = column(&folder, "out/points.csv", "front_line.agents");
    let calls = column(&folder, "out/points.csv", "hotline.12345.calls_per_hour");
    assert_eq!(agents, ["8", "7", "10", "8", "8", "8"]);
    assert_eq!(calls, ["240", "240", "240", "200", "220", "260"]);
}

#[test]
fn replications_are_spent_until_the_precision_is_met() {
    let study = format!(
        "precision = \"answer_rate 1 pp\"\nat_most = 60\n{}",
        STUDY.replace("replications = 3\n", "")
    );
    let folder = folder(&study);
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let spent: Vec<u64> =
        column(&folder, "out/points.csv", "replications").iter().map(|n| n.parse().unwrap()).collect();
    assert!(spent.iter().all(|n| [10, 14, 20, 28, 40, 56, 60].contains(n)), "{spent:?}");
    assert!(spent.iter().min() < spent.iter().max(), "{spent:?}");
    let half: Vec<f64> = column(&folder, "out/points.csv", "answer_rate_half_width")
        .iter()
        .map(|x| x.parse().unwrap())
        .collect();
    assert!(half.iter().zip(&spent).all(|(half, n)| *half <= 0.01 || *n == 60), "{half:?}");
}

#[test]
fn whatever_is_wrong_with_any_point_is_told_once_before_anything_runs() {
    let study = STUDY.replace("values = [7, 8, 10]", "values = [7, 31, 40]");
    let folder = folder(&study);
    let said = refused(&folder, &["sweep", "study.toml", "--out", "out"]);
    assert!(said.contains("30 lines are too few for 31 agents") && said.contains("for 40 agents"), "{said}");
    assert!(
        said.contains(
            "at point 5 (front_line.agents = 31, hotline.12345.calls_per_hour = 200), 4 points in all"
        ),
        "{said}"
    );
    assert!(said.ends_with("2 errors in 1 file; nothing was run.\n"), "{said}");
    assert!(!folder.path().join("out").exists());
}

/// What is wrong, and what is said of it.
const BAD: [(&str, &str, &str); 14] = [
    ("front_line.agents", "front_line.agentz", "did you mean `front_line.agents`?"),
    ("12345.calls", "12346.calls", "no value at `hotline.12346.calls_per_hour`"),
    ("centre.toml", "center.toml", "scenario `center.toml` not found"),
    ("values = [7, 8, 10]", "values = [7, 8.5]", "`agents` must be a whole number"),
    ("values = [7, 8, 10]", "values = [7, 8, 7]", "the value 7 appears twice"),
    ("values = [7, 8, 10]", "valves = [7, 8]", "unknown key `valves`"),
    ("values = [7, 8, 10]", "values = [7]\nmultiply = [1.0]", "do not go together"),
    ("step = 20", "step = -20", "no step leads from `from` to `to`"),
    ("step = 20", "step = \"20 s\"", "`from`, `to` and `step` do not go together"),
    ("\"grid\"", "\"gird\"", "did you mean"),
    ("\"grid\"", "\"sobol\"", "this design needs `points`"),
    ("replications = 3", "replications = 0", "`replications` must be"),
    (
        "replications = 3",
        "target = \"service_level[16 s] >= 0.8\"",
        "the scenario measures service_level[15 s]",
    ),
    ("replications = 3", "precision = \"answer_rate 3 %\"", "ambiguous"),
];

#[test]
fn bad_studies_are_refused_with_what_to_write() {
    for (right, wrong, message) in BAD {
        let study = STUDY.replacen(right, wrong, 1);
        assert_ne!(study, STUDY);
        let folder = folder(&study);
        let said = refused(&folder, &["sweep", "study.toml", "--out", "out"]);
        assert!(said.contains(message), "{wrong}: {said}");
        assert!(!folder.path().join("out").exists());
    }
    let folder = folder(STUDY);
    for args in [
        &["sweep"][..],
        &["sweep", "none.toml"],
        &["sweep", "study.toml", "--shard", "4/3", "--out", "o"],
        &["sweep", "study.toml", "--resume"],
    ] {
        refused(&folder, args);
    }
}

#[test]
fn the_report_reads_in_both_languages() {
    let title = "title = { en = \"Two hours\", zh = \"两小时\" }";
    let folder = folder(&format!("{title}\ntarget = \"service_level[15 s] >= 90 %\"\n{STUDY}"));
    let english = done(&folder, &["sweep", "study.toml"]);
    assert!(english.contains("Two hours"), "{english}");
    assert!(english.contains("Best: within 15 s") && english.contains("met at"), "{english}");
    let chinese = done(&folder, &["sweep", "study.toml", "--lang", "zh"]);
    assert!(
        chinese.contains("两小时") && chinese.contains("最优") && chinese.contains("15 秒内接通"),
        "{chinese}"
    );
}

#[test]
fn help_shows_a_study_and_how_to_go_on() {
    let said = Workdir::new().hotseat(&["sweep", "--help"]);
    assert_eq!(said.code, Some(0));
    for word in
        ["--resume", "--shard", "merge", "[[vary]]", "latin-hypercube", "control = true", "antithetic = true"]
    {
        assert!(said.stdout.contains(word), "{word}");
    }
}

#[test]
fn every_column_is_documented() {
    let folder = folder(STUDY);
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let (_, rows) = table(&folder, "out/columns.csv");
    for name in ["points", "replications", "differences"] {
        let (header, _) = table(&folder, &format!("out/{name}.csv"));
        let told: Vec<&String> = rows.iter().filter(|row| row[0] == name).map(|row| &row[1]).collect();
        assert_eq!(told, header.iter().collect::<Vec<_>>(), "{name}");
    }
    assert!(rows.iter().all(|row| !row[3].is_empty()));
}

#[test]
fn a_points_model_is_that_of_the_scenario_written_out() {
    let values = r#"scenario = "centre.toml"
design = "one-at-a-time"
[[vary]]
key = "front_line.agents"
base = 8
values = [9, { step = "30 min", values = [7, 9] }]
[[vary]]
key = "hotline.12345.talk"
base = { distribution = "exponential", mean = "120 s" }
values = [
    { distribution = "lognormal", mean = "2 min", cv = 1.0 },
    { distribution = "mixture", parts = [ { weight = 1, distribution = "uniform", low = "10 s", high = "20 s" }, { weight = 2.5, distribution = "gamma", mean = "60 s", cv = 0.5 } ] },
]
[[vary]]
key = "hotline.12345.patience.mean"
multiply = [0.5, 1.0, 1.5]
[[vary]]
key = "days"
values = [0.5, 2]
[[vary]]
key = "name"
values = ["“中心” \"x\" \\ y"]
"#;
    models_are_as_written(&folder(values), 10);
}

/// Every point's model, whichever was made before it, is that of the scenario with the point's values written into it.
fn models_are_as_written(folder: &Workdir, points: u64) {
    let path = folder.path().join("study.toml");
    let study = hotseat::scenario::study::load(&path, Default::default()).unwrap();
    assert_eq!(study.points(), points);
    for point in (0..points).chain((0..points).rev()) {
        let values = study.values(point);
        let literals: Vec<String> = values.iter().map(|value| value.as_ref().unwrap().literal()).collect();
        let keys = study.axes.iter().map(|axis| axis.key.as_str());
        let changes: Vec<(&str, &str)> = keys.zip(literals.iter().map(String::as_str)).collect();
        let written = hotseat::scenario::load_with(&folder.path().join("centre.toml"), &changes).unwrap();
        assert_eq!(study.model(point).unwrap(), written.model, "point {point}: {changes:?}");
    }
}

#[test]
fn values_that_stand_where_another_points_did_leave_nothing_of_it() {
    let numbers = r#"scenario = "centre.toml"
[[vary]]
key = "hotline.12345.talk.mean"
values = ["60 s", "2 min"]
[[vary]]
key = "hotline.12345.patience.mean"
values = ["30 s", "90 s"]
[[vary]]
key = "front_line.agents"
values = [5, 9]
"#;
    models_are_as_written(&folder(numbers), 8);
    // What leads to other values, and a value in the place of several.
    let names = "[[vary]]\nkey = \"hotline.12345.number\"\nvalues = [\"12345\", \"0\", \"12333\"]\n";
    models_are_as_written(&folder(&format!("{numbers}{names}")), 24);
    let whole = r#"{ distribution = "gamma", mean = "1 min", cv = 0.5 }, { distribution = "exponential", mean = "1 min" }"#;
    let whole = numbers.replace("talk.mean", "talk").replace(r#""60 s", "2 min""#, whole);
    models_are_as_written(&folder(&whole), 8);
}

#[test]
fn a_design_of_many_points_is_checked_in_a_moment_and_a_late_fault_is_found() {
    let folder = folder(&STUDY.replace("step = 20", "step = 0.01").replace("[7, 8, 10]", "[7, 31]"));
    let said = refused(&folder, &["sweep", "study.toml"]);
    assert!(
        said.contains("30 lines are too few for 31 agents") && said.contains("6001 points in all"),
        "{said}"
    );
}
