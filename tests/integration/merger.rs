//! The merger as the plan simulates it: who answers where and when, alternatives, comparisons, the end of a run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use hotseat::engine::{CallId, CallSource, ModelCalls, Wanted};
use hotseat::model::{Mode, Model, Staffing};
use hotseat::rng::Key;
use hotseat::scenario;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/jilin-2021")
}

fn jilin(alternative: Option<&str>, changes: &[(&str, &str)]) -> scenario::Loaded {
    scenario::load_variant(&folder(), alternative, changes)
        .unwrap_or_else(|problems| panic!("{}", problems.render()))
}

/// Instants and keys of all fresh callers.
fn fresh(model: &Model) -> Vec<(u64, CallId)> {
    let mut callers = ModelCalls::new(model, Key::new(1).with(0));
    let (mut all, mut known) = (Vec::new(), usize::MAX);
    while known != all.len() {
        known = all.len();
        callers.next_calls(&mut all, Wanted { durations: true, patience: false });
    }
    all.iter().map(|call| (call.at.to_bits(), call.id)).collect()
}

const SHORT: [(&str, &str); 2] = [("days", "28"), ("only_sites", "[\"liaoyuan\", \"siping\"]")];

#[test]
fn no_state_of_the_merger_moves_a_caller() {
    let during = fresh(&jilin(None, &SHORT).model);
    assert!(during.len() > 10_000);
    for alternative in ["before", "after", "rule-from-day-one", "provincial-pool", "own-first", "small-desks"]
    {
        assert!(fresh(&jilin(Some(alternative), &SHORT).model) == during, "{alternative}");
    }
}

#[test]
fn every_alternative_loads_and_says_what_it_is_in_both_languages() {
    let base = jilin(None, &[]);
    assert!(base.alternatives.len() >= 12);
    for alternative in &base.alternatives {
        let loaded = jilin(Some(&alternative.name), &[]);
        assert_eq!(loaded.model.name(), format!("jilin-2021@{}", alternative.name));
        assert!(loaded.model != base.model, "{}", alternative.name);
        assert!(!alternative.note.en.is_empty() && !alternative.note.zh.is_empty());
    }
    let named =
        ["epidemic-august", "staff-loss", "no-surge", "rule-from-day-one", "general-hours", "one-year-on"];
    for name in named.into_iter().chain(["changchun-2023"]) {
        assert!(base.alternatives.iter().any(|a| a.name == name), "{name}");
    }
}

#[test]
fn an_alternative_that_names_a_line_the_plan_lacks_is_told_at_its_own_line() {
    let workdir = Workdir::new();
    assert_eq!(workdir.hotseat(&["init", "jilin-2021", "plan"]).code, Some(0));
    let path = workdir.path().join("plan/hotlines.csv");
    let table = std::fs::read_to_string(&path).unwrap();
    let kept: Vec<&str> =
        table.lines().filter(|row| !row.contains(",12320,") && !row.contains(",12356,")).collect();
    std::fs::write(&path, kept.join("\n")).unwrap();
    let toml = std::fs::read_to_string(workdir.path().join("plan/scenario.toml")).unwrap();
    let line = 1 + toml.lines().position(|line| line.contains("\"12320\"")).unwrap();

    let base = scenario::load(&workdir.path().join("plan")).unwrap();
    let want = format!(
        "alternative epidemic-august cannot be run: there is no hotline 12320 (scenario.toml, line {line})"
    );
    assert!(
        base.plan.unwrap().notes.iter().any(|note| note.en == want && note.zh.contains("12320")),
        "{want}"
    );

    let said = workdir.hotseat(&["run", "plan@epidemic-august"]);
    assert_eq!(said.code, Some(2));
    let column = toml.lines().nth(line - 1).unwrap().find("\"12320\"").unwrap() + 1;
    assert!(
        said.stderr.contains("alternative `epidemic-august`: there is no hotline `12320`"),
        "{}",
        said.stderr
    );
    assert!(said.stderr.contains(&format!("scenario.toml:{line}:{column}")), "{}", said.stderr);
}

#[test]
fn one_year_on_is_one_year_of_growth() {
    let (base, later) = (jilin(None, &SHORT), jilin(Some("one-year-on"), &SHORT));
    for (now, then) in base.model.call_types().iter().zip(later.model.call_types()) {
        for (now, then) in now.demand.per_day.iter().zip(&then.demand.per_day) {
            assert!((then / now - 1.15).abs() < 1e-12, "{now} {then}");
        }
    }
}

#[test]
fn an_alternative_that_is_not_there_is_told_with_the_nearest() {
    let said = Workdir::new().hotseat(&["run", &format!("{}@no-surg", folder().display())]);
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("there is no alternative `no-surg`"), "{}", said.stderr);
    assert!(said.stderr.contains("did you mean `no-surge`?"), "{}", said.stderr);
}

/// Who answers a number before, and whether its people stay.
#[test]
fn desks_close_when_their_lines_are_merged_and_experts_stay() {
    let loaded = jilin(None, &[]);
    let plan = loaded.plan.as_ref().unwrap();
    let last_open = |id: &str| {
        let group = loaded.model.groups().iter().find(|g| g.id == id).unwrap();
        let Staffing::Dated(steps) = &group.staffing else { panic!("{id} has no hours") };
        let open: Vec<f64> = steps.iter().filter(|s| s.open).map(|s| s.at / 86_400.0).collect();
        (open[0].fract() * 24.0, open[open.len() - 1].floor() as usize)
    };
    // 12396 merges until Monday 31 May, day 35; the desk is open from 08:30.
    assert_eq!(last_open("desk-12396"), (8.5, 35));
    assert_eq!(last_open("experts-12320").1, 249, "to Friday 31 December");
    assert_eq!(last_open("sub-centre-12366-siping").1, 249);
    for desk in &plan.desks {
        let mode = plan.hotlines[desk.hotline].mode;
        assert_eq!(desk.stays, matches!(mode, Mode::DualExpert | Mode::SubCentre), "{}", desk.group);
        assert!(desk.agents >= 1 && f64::from(desk.agents) > 0.8 * desk.load, "{}", desk.group);
    }
    // One for the province, or one at each site.
    let of = |number: &str| plan.desks.iter().filter(|d| plan.hotlines[d.hotline].number == number).count();
    assert_eq!((of("12393"), of("12333"), of("12319"), of("12358")), (1, 11, 1, 0));
}

#[test]
fn after_the_merger_no_call_rings_at_a_desk_and_before_it_none_is_referred() {
    let folder = Workdir::new();
    let path = |alternative: &str| PathBuf::from(format!("{}@{alternative}", place()));
    let sites = "only_sites=[\"liaoyuan\", \"siping\"]";
    let short = ["--brief", "--replications", "2", "--set", "days=28", "--set", sites];
    let kpis = |alternative: &str| folder.run(&path(alternative), &short)["kpis"].clone();
    let (before, after) = (kpis("before"), kpis("after"));
    let offered = |kpis: &Value, group: &str| kpis["group"][group]["offered"]["mean"].as_f64().unwrap();
    assert!(offered(&before, "desk-12315-siping") > 100.0 && offered(&after, "desk-12315-siping") == 0.0);
    assert_eq!(before["total"]["referral_share"]["mean"], 0.0);
    assert!(after["total"]["referral_share"]["mean"].as_f64().unwrap() > 0.01);
    assert_eq!(after["total"]["closed_rate"]["mean"], 0.0);
    assert!(before["total"]["closed_rate"]["mean"].as_f64().unwrap() > 0.2);
    // Every attempt has one outcome.
    for kpis in [&before, &after] {
        let of = |kpi: &str| kpis["total"][kpi]["mean"].as_f64().unwrap();
        let sum = of("answer_rate") + of("abandonment_rate") + of("blocking_rate") + of("closed_rate");
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }
}

fn place() -> String {
    folder().display().to_string()
}

const QUEUE: &str = r#"
name = "queue"
days = 1
[[hotline]]
number = "12345"
calls_per_hour = 120
talk = { distribution = "exponential", mean = "300 s" }
patience = { distribution = "exponential", mean = "180 s" }
[front_line]
agents = 10
[[alternative]]
name = "more"
note = { en = "two agents more", zh = "增加两名座席" }
set = { "front_line.agents" = 12 }
"#;

#[test]
fn a_comparison_pairs_replications_and_says_what_differs() {
    let folder = Workdir::new();
    folder.write("queue.toml", QUEUE);
    let json = |args: &[&str]| folder.hotseat(&[&["compare"], args, &["--json"]].concat()).json();
    let same = &json(&["queue.toml", "queue.toml"])["comparisons"][0];
    assert_eq!(same["files"], serde_json::json!([]));
    let nothing = serde_json::json!({"mean": 0.0, "half_width": 0.0});
    assert_eq!(same["kpis"]["total"]["answer_rate"]["difference"], nothing);

    let said = json(&["queue.toml", "@more", "queue.toml", "--set-b", "hotline.12345.calls_per_hour=110"]);
    let [more, fewer] = said["comparisons"].as_array().unwrap().as_slice() else { panic!("{said}") };
    assert_eq!(more["second"], "queue@more hotline.12345.calls_per_hour=110");
    assert_eq!(more["files"].as_array().unwrap().len(), 2);
    assert_eq!(fewer["files"][0]["place"], "hotline.0.calls_per_hour");
    let rate = &more["kpis"]["total"]["answer_rate"];
    let of = |value: &Value| value.as_f64().unwrap();
    let difference = of(&rate["second"]) - of(&rate["first"]);
    assert!((of(&rate["difference"]["mean"]) - difference).abs() < 1e-12 && difference > 0.0);
    assert!(of(&rate["difference"]["half_width"]) < 0.5 * difference);
}

#[test]
fn a_comparison_is_written_as_tables_and_in_chinese() {
    let folder = Workdir::new();
    let file = folder.write("queue.toml", QUEUE);
    let said = folder.hotseat(&["compare", "queue.toml", "@more", "--out", "out", "--lang", "zh"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    for part in ["文件中的不同之处", "front_line.agents", "接通率（按来电次数）", "个百分点"]
    {
        assert!(said.stdout.contains(part), "{part}\n{}", said.stdout);
    }
    let out = file.parent().unwrap().join("out");
    let text = std::fs::read_to_string(out.join("tables/differences.csv")).unwrap();
    assert!(
        text.starts_with("first,second,dimension,entry,sub_entry,kpi,unit,mean_first,mean_second,difference")
    );
    assert!(text.contains("queue,queue@more,total,total,,answer_rate,share,"));
    assert!(out.join("manifest.json").exists() && out.join("tables/differences.parquet").exists());
}

#[test]
fn a_change_that_does_not_fit_an_alternative_is_refused_where_it_stands() {
    let folder = Workdir::new();
    let bad = QUEUE.replace("\"front_line.agents\" = 12", "\"front_line.agnets\" = 12, days = \"long\"");
    folder.write("queue.toml", &bad);
    let said = folder.hotseat(&["check", "queue.toml"]);
    assert_eq!(said.code, Some(2));
    for part in ["no value at `front_line.agnets`", "this does not fit `days`", "queue.toml:14:"] {
        assert!(said.stderr.contains(part), "{part}\n{}", said.stderr);
    }
}
