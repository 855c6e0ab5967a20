//! The command line from outside: what a user types, what comes back, and how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The smallest scenario of the design, word for word.
const SMALLEST: &str = concat!(
    include_str!("workdir/smallest.toml"),
    "# lines = 120        calls in the system at once; more get the busy tone\n"
);

/// Commands that are yet to be built; one that is built leaves the list.
const UNBUILT: [&str; 4] = ["roster", "budget", "fit", "replay"];

/// The smallest scenario over two days: 60,000 calls.
fn short() -> String {
    SMALLEST.replace("days = 30", "days = 2")
}

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[track_caller]
fn assert_has(value: &Value, fixed: &[&str]) {
    let missing: Vec<&&str> = fixed.iter().filter(|key| value.get(key).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?} not among {:?}", keys(value));
}

/// Every `half_width` anywhere in a value.
fn half_widths(value: &Value) -> Vec<&Value> {
    let own = value.get("half_width");
    let inner: Vec<&Value> = match value {
        Value::Object(map) => map.values().collect(),
        Value::Array(list) => list.iter().collect(),
        _ => vec![],
    };
    own.into_iter().chain(inner.into_iter().flat_map(half_widths)).collect()
}

#[test]
fn the_smallest_scenario_has_the_fixed_keys_and_agrees_with_erlang_a() {
    let folder = Workdir::new();
    let result = folder.run(&folder.write("erlang-a.toml", SMALLEST), &[]);
    has_the_fixed_form(&result);
    assert_eq!((&result["scenario"], &result["seed"]), (&"erlang-a".into(), &1.into()));
    assert_eq!(result["replications"], 20);
    let total = &result["kpis"]["total"];
    for (kpi, exact) in [
        (&total["abandonment_rate"], 0.072_123),
        (&total["mean_wait_answered"], 12.722_2),
        (&total["service_level"]["20"], 0.673_276),
    ] {
        let (mean, half_width) = (kpi["mean"].as_f64().unwrap(), kpi["half_width"].as_f64().unwrap());
        // Four standard errors: a fresh seed would fail once in 600 times.
        assert!((mean - exact).abs() < 2.0 * half_width, "{mean} +- {half_width}, exact {exact}");
        assert!(half_width < 0.02 * exact, "{mean} +- {half_width}");
    }
    // 20 x 30 days of 30,240 calls, to six standard errors of a Poisson count.
    let calls = result["calls_simulated"].as_f64().unwrap();
    assert!((calls - 18_144_000.0).abs() < 6.0 * 4260.0, "{calls}");
}

/// The part of `run --json` that the design fixes, for a scenario with one hotline and no calendar.
fn has_the_fixed_form(result: &Value) {
    assert_has(result, &["scenario", "seed", "replications", "calls_simulated", "seconds", "kpis"]);
    let kpis = &result["kpis"];
    assert_has(kpis, &["total", "hotline", "site", "group", "interval", "date"]);
    let total = &kpis["total"];
    let plain = ["offered", "answer_rate", "abandonment_rate", "blocking_rate", "delay_probability"];
    let waits = ["mean_wait_answered", "mean_wait_all", "mean_queue", "occupancy"];
    let whole = ["answer_rate_by_caller", "worst_24h_answer_rate"];
    for key in plain.iter().chain(&waits).chain(&whole) {
        assert_has(total, &[key]);
        assert_has(&total[key], &["mean", "half_width"]);
    }
    assert_eq!(keys(&total["service_level"]), ["15", "20", "30", "60"]);
    assert_eq!(keys(&total["wait_quantile"]), ["50", "80", "90", "95", "99"]);
    assert_eq!(keys(&kpis["hotline"]), ["12345"]);
    for table in ["hotline", "site", "group"] {
        for (name, entry) in kpis[table].as_object().unwrap() {
            assert_eq!(keys(entry), keys(total), "{table} {name}");
        }
    }
    assert_eq!(kpis["interval"].as_array().unwrap().len(), 48);
    assert_eq!(kpis["date"], Value::Array(vec![]));
}

#[test]
fn from_one_replication_there_is_no_half_width() {
    let folder = Workdir::new();
    let scenario = folder.write("s.toml", &short());
    let one = folder.run(&scenario, &["--replications", "1"]);
    let widths = half_widths(&one);
    assert!(widths.len() > 48 && widths.iter().all(|width| width.is_null()));
    let two = folder.run(&scenario, &["--replications", "2"]);
    assert!(two["kpis"]["total"]["occupancy"]["half_width"].as_f64().unwrap() > 0.0);
}

/// What `run --json` prints but for the line with the time it took.
fn printed(scenario: &Path, replications: &str, threads: &str, more: &[&str]) -> String {
    let scenario = scenario.to_str().unwrap();
    let args = ["run", scenario, "--json", "--replications", replications, "--threads", threads];
    let said = Workdir::new().hotseat(&[&args[..], more].concat());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let (timed, rest): (Vec<&str>, Vec<&str>) =
        said.stdout.split_inclusive('\n').partition(|line| line.starts_with("  \"seconds\": "));
    assert_eq!(timed.len(), 1);
    rest.concat()
}

#[test]
fn the_bytes_are_the_same_on_one_two_and_five_threads() {
    let folder = Workdir::new();
    let busy = "\n[busyness]\nday_cv = 0.13\nhour_cv = 0.15\nhour_lag = 0.5\n";
    let scenario = folder.write("s.toml", &(short() + busy));
    let one = printed(&scenario, "9", "1", &[]);
    assert_eq!(one, printed(&scenario, "9", "2", &[]));
    assert_eq!(one, printed(&scenario, "9", "5", &[]));
}

#[test]
#[ignore = "long: 10 s"]
fn the_bytes_of_the_jilin_plan_are_the_same_on_one_two_and_five_threads() {
    let printed = |threads| printed(&shipped("jilin-2021"), "2", threads, &["--brief"]);
    let one = printed("1");
    assert!(one == printed("2"), "1 and 2 threads differ");
    assert!(one == printed("5"), "1 and 5 threads differ");
}

#[test]
fn the_jilin_plan_reports_12345_and_every_row_of_its_tables() {
    let result = Workdir::new().run(&shipped("jilin-2021"), &["--replications", "1", "--brief"]);
    for (file, column, table) in [("hotlines.csv", "number", "hotline"), ("sites.csv", "id", "site")] {
        let mut rows = csv::Reader::from_path(shipped("jilin-2021").join(file)).unwrap();
        let at = rows.headers().unwrap().iter().position(|name| name == column).unwrap();
        let entries = &result["kpis"][table];
        let names: Vec<String> = rows.records().map(|row| row.unwrap()[at].to_owned()).collect();
        assert!(!names.is_empty());
        names.iter().for_each(|name| assert_has(entries, &[name]));
    }
    assert_has(&result["kpis"]["hotline"], &["12345"]);
    assert_eq!(result["kpis"]["date"].as_array().unwrap().len(), 252);
}

#[test]
fn the_seed_of_the_command_line_goes_over_that_of_the_file() {
    let folder = Workdir::new();
    let file = folder.write("s.toml", &short().replace("days", "seed = 7\ndays"));
    let kpis = |more: &[&str]| {
        let result = folder.run(&file, &[&["--replications", "2"], more].concat());
        (result["seed"].as_u64().unwrap(), result["kpis"].clone())
    };
    let (own, seven, eight) = (kpis(&[]), kpis(&["--seed", "7"]), kpis(&["--seed", "8"]));
    assert_eq!((own.0, seven.0, eight.0), (7, 7, 8));
    assert_eq!(own.1, seven.1);
    assert_ne!(own.1["total"]["offered"]["mean"], eight.1["total"]["offered"]["mean"]);
}

#[test]
fn a_command_that_is_not_built_says_so() {
    for command in UNBUILT {
        for args in [vec![command], vec![command, "erlang-a.toml", "--json", "--vary", "front_line.agents"]] {
            let said = Workdir::new().hotseat(&args);
            assert_eq!(said.code, Some(2), "{args:?}");
            assert_eq!((said.stdout.as_str(), said.stderr.trim()), ("", "not in this version"), "{args:?}");
        }
    }
}

#[test]
fn a_bad_scenario_is_refused_with_all_its_errors_and_nothing_on_stdout() {
    let folder = Workdir::new();
    let bad =
        SMALLEST.replace("patience =", "patiance =").replace("\"300 s\"", "300").replace("100\n", "0\n");
    folder.write("bad.toml", &bad);
    let said = folder.hotseat(&["run", "bad.toml", "--json"]);
    assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""));
    for part in ["bad.toml:8:47", "bad.toml:9:1", "did you mean `patience`?", "nothing was run"] {
        assert!(said.stderr.contains(part), "{part:?} is not said:\n{}", said.stderr);
    }
}

#[test]
fn a_missing_file_is_refused() {
    let said = Workdir::new().hotseat(&["run", "nowhere.toml", "--json"]);
    assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""));
    assert!(said.stderr.contains("nowhere.toml"), "{}", said.stderr);
}

#[test]
fn bad_usage_exits_with_2() {
    let folder = Workdir::new();
    folder.write("s.toml", &short());
    for args in [
        vec![],
        vec!["run"],
        vec!["runn", "s.toml"],
        vec!["run", "s.toml", "--replications", "0"],
        vec!["run", "s.toml", "--threads", "0"],
        vec!["run", "s.toml", "--precision", "service_level[20 s] 1 %"],
        vec!["run", "s.toml", "--precision", "service_level[17 s] 1 pp"],
        vec!["run", "s.toml", "--precision", "answer_rate 1 pp", "--replications", "3"],
    ] {
        let said = folder.hotseat(&args);
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(!said.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn precision_stops_at_the_first_look_that_reaches_the_width() {
    let folder = Workdir::new();
    let scenario = folder.write("s.toml", &short());
    let level = |result: &Value| result["kpis"]["total"]["service_level"]["20"].clone();
    let width = |level: &Value| level["half_width"].as_f64().unwrap();
    let reached = folder.run(&scenario, &["--precision", "service_level[20 s] 0.5 pp"]);
    let stopping_schedule = [10, 14, 20, 28, 40, 56, 80, 112, 160];
    let replications = reached["replications"].as_u64().unwrap();
    let at = stopping_schedule.iter().position(|look| *look == replications).unwrap();
    assert!(at > 0, "reached at the first look: ask for more");
    assert!(width(&level(&reached)) <= 0.005);
    let before = folder.run(&scenario, &["--replications", &stopping_schedule[at - 1].to_string()]);
    assert!(width(&level(&before)) > 0.005);
    // The same replications; the interval is wider by 2 / R for having been looked at.
    let same = folder.run(&scenario, &["--replications", &replications.to_string()]);
    assert_eq!(level(&same)["mean"], level(&reached)["mean"]);
    let wider = width(&level(&reached)) / width(&level(&same));
    assert!((wider - 1.0 - 2.0 / replications as f64).abs() < 1e-12, "{wider}");
}

#[test]
fn a_precision_that_is_not_reached_is_told_with_the_results_and_ends_with_3() {
    let folder = Workdir::new();
    let scenario = folder.write("s.toml", &short());
    let asked = "service_level[20 s] 0.01 pp";
    let missed = ["run", "s.toml", "--precision", asked, "--at-most", "15"];
    let said = folder.hotseat(&[&missed[..], &["--json"]].concat());
    assert_eq!(said.code, Some(3), "{}", said.stderr);
    assert!(
        said.stderr.contains("is not reached within 15 replications: the half-width is"),
        "{}",
        said.stderr
    );
    let result: Value = serde_json::from_str(&said.stdout).unwrap();
    let (precision, level) = (&result["precision"], &result["kpis"]["total"]["service_level"]["20"]);
    assert_eq!((&result["replications"], &precision["asked"]), (&14.into(), &asked.into()));
    assert_eq!((&precision["reached"], &precision["at_most"]), (&false.into(), &15.into()));
    assert_eq!((&precision["width"], &precision["half_width"]), (&0.0001.into(), &level["half_width"]));
    let said = folder.hotseat(&[&missed[..], &["--lang", "zh"]].concat());
    assert!(said.code == Some(3) && said.stdout.contains("在 15 次模拟内未达到所求精度"), "{}", said.stdout);
    let reached = folder.run(&scenario, &["--precision", "service_level[20 s] 20 pp"]);
    assert_eq!(reached["precision"]["reached"], true);
    assert_eq!(folder.run(&scenario, &["--replications", "2"]).get("precision"), None);
    for bad in [&["--at-most", "20"][..], &["--precision", asked, "--at-most", "9"]] {
        assert_eq!(folder.hotseat(&[&["run", "s.toml"], bad].concat()).code, Some(2), "{bad:?}");
    }
}

#[test]
fn erlang_a_prints_the_fixed_keys_for_any_patience() {
    let line = "erlang a --calls-per-hour 1260 --aht 300 --patience 180 --agents 100 --within 20 --json";
    let plain = Workdir::new().hotseat(&line.split(' ').collect::<Vec<_>>()).json();
    let fixed = ["p_wait", "p_abandon", "mean_wait_answered", "mean_wait_all", "mean_queue", "occupancy"];
    assert_has(&plain, &fixed);
    for (key, exact) in
        [("p_abandon", 0.072_123), ("mean_wait_answered", 12.722_2), ("service_level", 0.673_276)]
    {
        let printed = plain[key].as_f64().unwrap();
        assert!((printed / exact - 1.0).abs() < 5e-6, "{key} {printed}");
    }
    let weibull = "{ distribution = \"weibull\", shape = 1.2, mean = \"180 s\" }";
    let args: Vec<&str> = line.split(' ').map(|word| if word == "180" { weibull } else { word }).collect();
    let other = Workdir::new().hotseat(&args).json();
    assert_has(&other, &fixed);
    assert!(other["p_abandon"].as_f64().unwrap() < plain["p_abandon"].as_f64().unwrap());
}

#[test]
fn every_shipped_scenario_runs() {
    let mut names = vec![];
    for entry in std::fs::read_dir(shipped("")).unwrap() {
        let path = entry.unwrap().path();
        if path.join("scenario.toml").exists()
            || path.extension().is_some_and(|extension| extension == "toml")
        {
            let brief: &[&str] = if path.is_dir() { &["--brief"] } else { &[] };
            let result = Workdir::new().run(&path, &[&["--replications", "1"], brief].concat());
            assert!(result["kpis"]["total"]["answer_rate"]["mean"].as_f64().unwrap() > 0.5, "{path:?}");
            names.push(result["scenario"].as_str().unwrap().to_owned());
        }
    }
    assert!(names.len() >= 11, "{names:?}");
}

/// Their first points, one replication each.
#[test]
#[ignore = "long: 20 s"]
fn every_shipped_study_runs() {
    let mut studies = 0;
    for entry in std::fs::read_dir(shipped("studies")).unwrap() {
        let (path, folder) = (entry.unwrap().path(), Workdir::new());
        let args =
            ["sweep", path.to_str().unwrap(), "--shard", "1/9", "--replications", "1", "--out", "part"];
        let said = folder.hotseat(&args);
        assert_eq!(said.code, Some(0), "{path:?}: {}", said.stderr);
        studies += 1;
    }
    assert!(studies >= 6, "{studies}");
}

#[test]
fn work_that_nobody_can_mean_is_asked_about_first() {
    let folder = Workdir::new();
    let many = short().replace("calls_per_hour = 1260", "calls_per_hour = 1000000000");
    let many = folder.write("many.toml", &many);
    let few = folder.write("few.toml", &short());
    let [many, few] = [many, few].map(|path| path.to_str().unwrap().to_owned());
    let study = "scenario = \"few.toml\"\nreplications = 100\n[[vary]]\nkey = \"front_line.agents\"\nfrom = 1\nto = 1000\nstep = 1\n\
                 [[vary]]\nkey = \"hotline.12345.calls_per_hour\"\nfrom = 1\nto = 1000000\nstep = 1\n";
    let study = folder.write("study.toml", study);
    for args in [
        &["run", &many][..],
        &["run", &few, "--replications", "1000000000"],
        &["compare", &few, &many],
        &["size", &many, "--require", "answer_rate >= 0.9"],
        &["sweep", study.to_str().unwrap()],
    ] {
        let said = folder.hotseat(args);
        assert_eq!(said.code, Some(2), "{args:?}: {}", said.stderr);
        for part in ["this simulates some", "GB of memory", "--yes", "nothing was run"] {
            assert!(said.stderr.contains(part), "{args:?}: {}", said.stderr);
        }
    }
}

#[test]
fn a_reader_who_closes_the_pipe_has_seen_enough() {
    let folder = Workdir::new();
    let scenario = folder.write("s.toml", &short());
    let run = ["run", scenario.to_str().unwrap(), "--json", "--replications", "2"];
    for args in [&run[..], &["--help"], &["init"]] {
        let mut child = folder.command().args(args).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stderr.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
