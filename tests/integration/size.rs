//! `size` through the front door: one lever, every site of a plan, interval by interval.

use super::workdir::Workdir;
use serde_json::Value;
use std::path::PathBuf;

const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/jilin-2021");

/// A file of one queue with exponential times; a patience of 0 s is endless.
fn queue(dir: &Workdir, calls_per_hour: f64, talk: f64, patience: f64, agents: u32) -> PathBuf {
    let patience = match patience > 0.0 {
        true => format!("patience = {{ distribution = \"exponential\", mean = \"{patience} s\" }}\n"),
        false => String::new(),
    };
    dir.write(
        "queue.toml",
        &format!(
            "name = \"queue\"\ndays = 20\nwarm_up = \"2 h\"\n[[hotline]]\nnumber = \"1\"\ncalls_per_hour = {calls_per_hour}\n\
             talk = {{ distribution = \"exponential\", mean = \"{talk} s\" }}\n{patience}[front_line]\nagents = {agents}\n"
        ),
    )
}

/// A day with a peak at noon, lognormal talk.
fn day(dir: &Workdir) -> PathBuf {
    dir.write(
        "day.toml",
        "name = \"day\"\ndays = 1\n[[hotline]]\nnumber = \"1\"\n\
         profile = { step = \"1 h\", calls_per_hour = [10, 8, 5, 5, 5, 8, 20, 60, 120, 150, 150, 140, 110, 120, 140, \
         140, 120, 90, 60, 50, 40, 30, 20, 15] }\n\
         talk = { distribution = \"lognormal\", mean = \"240 s\", cv = 1.2 }\n\
         patience = { distribution = \"exponential\", mean = \"180 s\" }\n[front_line]\nagents = 8\n",
    )
}

const LEVEL: &str = "service_level[20 s] >= 0.80";

fn size(dir: &Workdir, scenario: &std::path::Path, more: &[&str]) -> Value {
    let scenario = scenario.to_str().unwrap();
    dir.hotseat(&[&["size", scenario, "--json"], more].concat()).json()
}

fn mean(estimate: &Value) -> f64 {
    estimate["mean"].as_f64().unwrap()
}

/// Reference S1, S3 and M1: Erlang C with 10 erlangs, Erlang A with 60, four pools and one.
#[test]
fn least_agents_are_those_of_erlang_c_and_erlang_a() {
    let cases = [
        (200.0, 180.0, 0.0, 14, 0.888_350, 0.795_595),
        (720.0, 300.0, 180.0, 62, 0.815_233, 0.783_470),
        (390.0, 240.0, 180.0, 29, 0.840_443, 0.792_280),
    ];
    for (calls, talk, patience, agents, level, one_less) in cases {
        let dir = Workdir::new();
        let found = size(&dir, &queue(&dir, calls, talk, patience, 10), &["--require", LEVEL]);
        assert_eq!((&found["met"], &found["value"]), (&Value::Bool(true), &Value::from(agents)), "{found}");
        assert_eq!(found["key"], "front_line.agents");
        for (key, exact) in [("level", level), ("one_less", one_less)] {
            assert!((found["theory"][key].as_f64().unwrap() - exact).abs() < 1e-6, "{found}");
            let half = found[key]["half_width"].as_f64().unwrap();
            assert!((mean(&found[key]) - exact).abs() < 2.5 * half, "{key}: {found}");
        }
    }
    for (calls, agents) in [(180.0, 15), (120.0, 10), (60.0, 6), (30.0, 4)] {
        let dir = Workdir::new();
        let found = size(&dir, &queue(&dir, calls, 240.0, 180.0, 3), &["--require", LEVEL]);
        assert_eq!(found["value"], agents, "{found}");
    }
}

#[test]
fn a_lever_of_which_less_is_better_has_a_greatest_value() {
    let dir = Workdir::new();
    let file = queue(&dir, 720.0, 300.0, 180.0, 62);
    let found = size(&dir, &file, &["--require", LEVEL, "--vary", "hotline.1.calls_per_hour", "--step", "5"]);
    assert_eq!((found["value_is"].as_str(), &found["met"]), (Some("greatest"), &Value::Bool(true)));
    let calls = found["value"].as_f64().unwrap();
    assert!((720.0..=740.0).contains(&calls), "62 agents suffice for 720 calls an hour: {found}");
    assert!(mean(&found["level"]) > mean(&found["one_less"]));
}

#[test]
fn simulation_certifies_where_rates_change() {
    let dir = Workdir::new();
    let file = day(&dir);
    let both = format!("{LEVEL} and mean_wait_answered <= 30 s");
    let found = size(&dir, &file, &["--require", &both]);
    assert_eq!(
        (&found["met"], &found["value"], &found["theory"]),
        (&Value::Bool(true), &Value::from(11), &Value::Null)
    );
    assert!(mean(&found["level"]) > 0.798 && mean(&found["one_less"]) < 0.802, "{found}");
    assert_eq!(found["parts"].as_array().unwrap().len(), 2);
    assert!(found["calls_simulated"].as_u64().unwrap() > 10_000);
    // The same bytes on any number of threads.
    let bytes = |threads: &str| {
        let mut found = size(&dir, &file, &["--require", &both, "--threads", threads]);
        found.as_object_mut().unwrap().remove("seconds");
        found
    };
    assert_eq!(bytes("1"), bytes("3"));
}

#[test]
fn what_cannot_be_reached_names_the_best_and_what_stands_in_the_way() {
    let dir = Workdir::new();
    let file = dir.write(
        "lines.toml",
        "name = \"lines\"\ndays = 5\n[[hotline]]\nnumber = \"1\"\ncalls_per_hour = 120\n\
         talk = { distribution = \"lognormal\", mean = \"300 s\", cv = 1 }\n\
         patience = { distribution = \"exponential\", mean = \"180 s\" }\n[front_line]\nagents = 8\nlines = 10\n",
    );
    let said = dir.hotseat(&["size", file.to_str().unwrap(), "--require", "answer_rate >= 0.99", "--json"]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    let found: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&found["met"], &found["value"]), (&Value::Bool(false), &Value::Null));
    assert_eq!(found["best"]["value"], 10);
    assert_eq!(found["obstacles"][0]["what"], "trunks", "{found}");
    let text =
        dir.hotseat(&["size", file.to_str().unwrap(), "--require", "answer_rate >= 0.99", "--lang", "zh"]);
    assert!(text.stdout.contains("线路全忙"), "{}", text.stdout);
    // Requirements that exclude each other.
    let conflict = format!("{LEVEL} and occupancy >= 0.99");
    let file = queue(&dir, 720.0, 300.0, 180.0, 62);
    let said = dir.hotseat(&["size", file.to_str().unwrap(), "--require", &conflict, "--json"]);
    assert_eq!(said.code, Some(1));
    let found: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(found["obstacles"][0]["what"], "conflict", "{found}");
}

#[test]
fn too_few_replications_cannot_tell() {
    let dir = Workdir::new();
    let file = day(&dir);
    let said =
        dir.hotseat(&["size", file.to_str().unwrap(), "--require", LEVEL, "--replications", "2", "--json"]);
    assert_eq!(said.code, Some(3), "{}", said.stderr);
    let found: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&found["met"], &found["value"]), (&Value::Null, &Value::Null));
}

#[test]
fn bad_questions_say_what_to_write() {
    let dir = Workdir::new();
    let file = day(&dir);
    let refused = |more: &[&str]| {
        let said = dir.hotseat(&[&["size", file.to_str().unwrap(), "--require", LEVEL], more].concat());
        assert_eq!(said.code, Some(2), "{more:?}: {}", said.stderr);
        said.stderr
    };
    assert!(refused(&["--vary", "front_line.agent"]).contains("did you mean `front_line.agents`?"));
    assert!(refused(&["--vary", "name"]).contains("is no single number"));
    assert!(refused(&["--confidence", "1.5"]).contains("write a share from 0.5"));
    assert!(refused(&["--from", "9", "--to", "3"]).contains("cannot be searched from 9 to 3"));
    assert!(refused(&["--by", "interval", "--interval", "7min"]).contains("15min, 30min or 1h"));
    assert!(refused(&["--by", "interval", "--site", "x"]).contains("--site is for plans"));
}

/// Two sites for two weeks.
const SHORT: [&str; 6] =
    ["--replications", "4", "--set", "days=14", "--set", "only_sites=[\"liaoyuan\", \"siping\"]"];

#[test]
fn run_and_size_find_the_same_seats_of_a_plan() {
    let dir = Workdir::new();
    let run = dir.hotseat(&[&["run", PLAN, "--json"], &SHORT[..]].concat()).json();
    let require = ["--require", "worst_24h_answer_rate >= 0.95"];
    let sized = dir.hotseat(&[&["size", PLAN, "--json"], &SHORT[..], &require[..]].concat()).json();
    let (ran, sites) =
        (run["assessment"]["rule"]["sites"].as_array().unwrap(), sized["sites"].as_array().unwrap());
    assert_eq!((ran.len(), sites.len(), &sized["met"]), (2, 2, &Value::Bool(true)));
    for (ran, site) in ran.iter().zip(sites) {
        assert_eq!(ran["site"], site["site"]);
        assert_eq!(ran["least_seats"], site["needed"]["seats"]);
        assert_eq!(ran["least_seats_per_million"], site["least_seats_per_million"]);
        assert_eq!(ran["worst_24h_with_least_seats"], site["level"]);
        assert_eq!(ran["demand_factor"], site["demand_factor"]);
        assert_eq!(ran["seats"], site["rule"]["seats"]);
        let staff = |key: &str| site[key]["staff"].as_u64().unwrap();
        assert_eq!(staff("needed"), 3 * site["needed"]["seats"].as_u64().unwrap());
        assert!(site["needed_staff_at_rule_seats"].as_u64().unwrap() <= staff("rule"), "{site}");
        assert!(mean(&site["one_less"]) <= mean(&site["level"]), "{site}");
        assert!(
            site["confirmed"].is_boolean() && mean(&site["fresh_level"]) != mean(&site["level"]),
            "{site}"
        );
    }
    let total = |key: &str| sized["total"][key]["seats"].as_u64().unwrap();
    assert!(
        sized["pool"]["needed"]["seats"].as_u64().unwrap() <= total("needed")
            && total("needed") <= total("rule")
    );
}

#[test]
fn a_plan_is_sized_for_other_requirements_too_in_both_languages() {
    let dir = Workdir::new();
    let require = ["--require", "service_level[15 s] >= 0.8", "--out", "out"];
    let one = ["--replications", "4", "--set", "days=7", "--set", "only_sites=[\"siping\"]"];
    let said = dir.hotseat(&[&["size", PLAN], &one[..], &require[..]].concat());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    for part in ["Siping", "suffices", "staff at the rule's seats", "One pool"] {
        assert_eq!(said.stdout.contains(part), part != "One pool", "{part}\n{}", said.stdout);
    }
    let files = dir.files("out");
    for name in ["tables/sites.csv", "charts/sites.png", "charts/sites.svg", "manifest.json", "report.txt"] {
        assert!(files.contains_key(std::path::Path::new(name)), "{name}");
    }
    let zh = dir.hotseat(&[&["size", PLAN, "--lang", "zh"], &one[..], &require[..2]].concat());
    assert!(zh.stdout.contains("四平市") && zh.stdout.contains("够用"), "{}", zh.stdout);
}

#[test]
fn agents_by_interval_follow_the_load_and_are_certified() {
    let dir = Workdir::new();
    let more = ["--by", "interval", "--require", LEVEL, "--shrinkage", "28 %", "--out", "out"];
    let found = size(&dir, &day(&dir), &more);
    assert_eq!(found["met"], true, "{found}");
    let intervals = found["groups"][0]["intervals"].as_array().unwrap();
    assert_eq!(intervals.len(), 48);
    let agents = |k: usize| intervals[k]["agents"].as_u64().unwrap();
    // 150 calls of 4 min an hour are 10 erlangs, 5 calls a third of one.
    assert!((11..=15).contains(&agents(20)) && (1..=3).contains(&agents(7)), "{found}");
    assert!(intervals.iter().all(|one| one["holds"] == true && mean(&one["level"]) >= 0.798));
    assert_eq!(intervals[20]["heads"].as_f64(), Some((agents(20) as f64 / 0.72).ceil()));
    let csv = dir.read("out/requirement.csv");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("weekday,time,agents,heads"));
    assert_eq!(lines.clone().count(), 7 * 48);
    assert!(lines.next().unwrap().starts_with("mon,00:00,"), "{csv}");
    assert!(dir.path().join("out/charts/requirement.png").exists());
}

#[test]
fn intervals_of_a_plan_are_those_of_a_week_of_a_site() {
    let dir = Workdir::new();
    let scenario = ["size", PLAN, "--set", "only_sites=[\"siping\"]", "--set", "days=21", "--json"];
    let asked = ["--by", "interval", "--interval", "1h", "--week", "2021-05-05", "--replications", "6"];
    let more = ["--require", "service_level[15 s] >= 0.7", "--out", "out"];
    let said = dir.hotseat(&[&scenario[..], &asked[..], &more[..]].concat());
    assert!(matches!(said.code, Some(0 | 3)), "{}", said.stderr);
    let found: Value = serde_json::from_str(&said.stdout).unwrap();
    let intervals = found["groups"][0]["intervals"].as_array().unwrap();
    assert_eq!((intervals.len(), found["interval_minutes"].as_u64()), (7 * 24, Some(60)));
    assert_eq!(intervals[0]["date"], "2021-05-03");
    // Callers of desks that are closed at night are none of the front line's.
    let most = intervals.iter().map(|interval| interval["agents"].as_u64().unwrap()).max();
    assert!(most < Some(28), "Siping has 28 seats by the rule: {most:?}");
    assert!(dir.read("out/requirement.csv").starts_with("date,time,agents\n2021-05-03,00:00,"));
}

#[test]
fn groups_that_share_their_callers_are_said_not_to_be_sized() {
    let dir = Workdir::new();
    let scenario = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/two-pools.toml");
    let said = dir.hotseat(&[
        "size",
        scenario,
        "--by",
        "interval",
        "--require",
        LEVEL,
        "--json",
        "--replications",
        "4",
    ]);
    let found: Value = serde_json::from_str(&said.stdout).unwrap();
    let (sized, shared) =
        (found["groups"].as_array().unwrap().len(), found["not_sized"].as_array().unwrap().len());
    assert!(sized + shared >= 2, "{found}");
}

#[test]
fn months_of_a_plan_say_what_is_missing_and_by_when_to_hire() {
    let dir = Workdir::new();
    let scenario = ["size", PLAN, "--set", "only_sites=[\"siping\", \"baicheng\"]", "--set", "days=70"];
    let asked = ["--by", "month", "--require", "worst_24h_answer_rate >= 0.95", "--replications", "4"];
    let said = dir.hotseat(&[&scenario[..], &asked[..], &["--json", "--out", "out"]].concat());
    assert!(matches!(said.code, Some(0 | 3)), "{}", said.stderr);
    let found: Value = serde_json::from_str(&said.stdout).unwrap();
    let months = found["months"].as_array().unwrap();
    let dates: Vec<(&str, &str)> =
        months.iter().map(|month| (month["from"].as_str().unwrap(), month["to"].as_str().unwrap())).collect();
    assert_eq!(dates, [("2021-04-26", "2021-05-31"), ("2021-06-01", "2021-07-04")]);
    let number = |value: &Value| value.as_u64().unwrap();
    for site in months.iter().flat_map(|month| month["sites"].as_array().unwrap()) {
        let [ready, needed] = ["ready", "needed"].map(|of| number(&site[of]["staff"]));
        assert_eq!(number(&site["missing"]["staff"]), needed.saturating_sub(ready), "{site}");
        assert_eq!(site["hire_by"].is_string(), needed > ready, "{site}");
        assert_eq!(needed, 3 * number(&site["needed"]["seats"]));
        assert!(site["level"]["mean"].as_f64().unwrap() >= 0.95);
    }
    // 30 days of hiring and 42 of training.
    assert_eq!(found["hire_ahead_days"], 72);
    let table = dir.read("out/tables/months.csv");
    assert_eq!(table.lines().count(), 5, "{table}");
    let whole = dir.hotseat(&[&scenario[..], &asked[..], &["--site", "siping"]].concat());
    assert!(
        whole.code == Some(2) && whole.stderr.contains("--site is for --by interval"),
        "{}",
        whole.stderr
    );
    let other = ["--by", "month", "--require", "answer_rate >= 0.95"];
    let other = dir.hotseat(&[&scenario[..], &other[..]].concat());
    assert!(other.code == Some(2) && other.stderr.contains("--by month asks"), "{}", other.stderr);
}
