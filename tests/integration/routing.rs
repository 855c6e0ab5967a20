//! Several groups of agents in one file, through the front door: three-way calls by hand, and names that do not fit.
//! (Exact answers of an N-design and of a Jackson network are among the reference cases.)

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use serde_json::Value;

/// One agent, one expert; talk 100 s, wrap-up 10 s, an expert's talk of 50 s, calls every 1,000 s or so.
fn three_way(experts: &str) -> String {
    format!(
        r#"name = "three-way"
days = 30

[[hotline]]
number = "12345"
calls_per_hour = 0.5
talk = {{ distribution = "deterministic", value = "100 s" }}
wrap_up = {{ distribution = "deterministic", value = "10 s" }}

[hotline.referral]
share = "100 %"
group = "experts"
talk = {{ distribution = "deterministic", value = "50 s" }}
hold_limit = "60 s"
introduction = "20 s"

[front_line]
agents = 20

[[group]]
id = "experts"
agents = {experts}
"#
    )
}

/// Mean seconds per call that agents of a group are busy.
fn busy_per_call(kpis: &Value, group: &str) -> f64 {
    let busy = kpis["group"][group]["mean_busy"]["mean"].as_f64().unwrap();
    busy * 30.0 * 86_400.0 / kpis["total"]["offered"]["mean"].as_f64().unwrap()
}

#[test]
fn a_three_way_call_holds_both_agents_for_the_introduction() {
    let folder = Workdir::new();
    let file = folder.write("scenario.toml", &three_way("20"));
    let kpis = &folder.run(&file, &["--replications", "2"])["kpis"];
    // Talk, introduction and wrap-up; introduction and talk. A call at the end of the horizon is cut.
    assert!((busy_per_call(kpis, "front_line") - 130.0).abs() < 0.5);
    assert!((busy_per_call(kpis, "experts") - 70.0).abs() < 0.5);
    assert_eq!(kpis["total"]["referral_answer_rate"]["mean"], 1.0);
}

#[test]
fn who_finds_no_expert_is_held_to_the_limit() {
    let folder = Workdir::new();
    // Nobody but in the last minute of the day.
    let agents =
        r#"{ step = "1 min", values = [VALUES] }"#.replace("VALUES", &format!("{}1", "0, ".repeat(1439)));
    let file = folder.write("scenario.toml", &three_way(&agents));
    let kpis = &folder.run(&file, &["--replications", "2"])["kpis"];
    let taken = kpis["total"]["referral_answer_rate"]["mean"].as_f64().unwrap();
    assert!(taken < 0.02, "{taken}");
    // Talk, 60 s of hold and the wrap-up for those who found nobody.
    let busy = busy_per_call(kpis, "front_line");
    assert!((busy - 170.0).abs() < 1.0, "{busy}");
}

#[test]
fn names_of_groups_that_do_not_fit_are_told_of_all_at_once() {
    let folder = Workdir::new();
    let text = three_way("1")
        .replace("group = \"experts\"", "group = \"expert\"")
        .replace(
            "calls_per_hour = 0.5",
            "calls_per_hour = 0.5\ngroup = \"front\"\noverflow = [{ group = \"nobody\" }]",
        )
        .replace("id = \"experts\"", "id = \"front_line\"");
    let file = folder.write("scenario.toml", &text);
    let said = folder.hotseat(&["check", file.to_str().unwrap()]);
    assert_eq!(said.code, Some(2));
    for problem in [
        "there is no group `front`",
        "there is no group `nobody`",
        "there is no group `expert`",
        "group `front_line` appears twice",
    ] {
        assert!(said.stderr.contains(problem), "{problem} is not in:\n{}", said.stderr);
    }
}
