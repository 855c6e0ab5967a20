//! Several groups of agents in one file, through the front door: exact answers of an N-design and of a Jackson
//! network, three-way calls by hand, and names that do not fit.
//!
//! The seed is fixed. Were it drawn anew, correct software would fail one of the 17 comparisons once in 5,000 runs
//! (5 standard errors, 39 degrees of freedom).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod workdir;

use serde_json::Value;
use workdir::Workdir;

/// Of t with 39 degrees of freedom: half-widths are this times the standard error.
const T_975: f64 = 2.0227;

fn run(scenario: &str) -> Value {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(scenario);
    Workdir::new().run(&file, &["--replications", "40"])["kpis"].clone()
}

fn assert_near(what: &str, estimate: &Value, exact: f64) {
    let (mean, half_width) = (estimate["mean"].as_f64().unwrap(), estimate["half_width"].as_f64().unwrap());
    let z = (mean - exact) / (half_width / T_975);
    assert!(z.abs() < 5.0, "{what}: {mean} +- {half_width}, exact {exact}, z {z:.2}");
    assert!(half_width < 0.05 * exact, "{what} is hardly known: {mean} +- {half_width}");
}

/// The case of a family in the file of exact answers.
fn reference(family: &str) -> Value {
    let cases: Value = serde_json::from_str(include_str!("reference/cases.open.json")).unwrap();
    let list = cases.as_array().or_else(|| cases["cases"].as_array()).unwrap();
    list.iter().find(|case| case["family"] == family).unwrap()["outputs"].clone()
}

#[test]
fn two_pools_have_the_waits_of_the_markov_chain() {
    let (kpis, exact) = (run("two-pools.toml"), reference("n_design"));
    let exact = |name: &str| exact[name].as_f64().unwrap();
    for class in ["1", "2"] {
        let hotline = &kpis["hotline"][class];
        let of = |name: &str| exact(&format!("{name}_{class}"));
        assert_near("wait", &hotline["delay_probability"], of("p_wait"));
        assert_near("queue", &hotline["mean_queue"], of("mean_queue"));
        assert_near("mean wait", &hotline["mean_wait_all"], 60.0 * of("mean_wait"));
        assert_near("abandoned", &hotline["abandonment_rate"], of("p_abandon"));
    }
    let group = |name: &str| &kpis["group"][name];
    assert_near("occupancy 1", &group("front_line")["occupancy"], exact("occupancy_pool1"));
    assert_near("occupancy 2", &group("second")["occupancy"], exact("occupancy_pool2"));
    // Of the calls, not of those answered.
    let elsewhere = exact("frac_class1_served_by_pool2") * (1.0 - exact("p_abandon_1"));
    assert_near("answered elsewhere", &group("front_line")["overflow_share"], elsewhere);
}

#[test]
fn calls_handed_on_wait_as_in_a_jackson_network() {
    let (kpis, exact) = (run("handed-on.toml"), reference("jackson"));
    for (group, node) in [("front_line", "generalist"), ("experts", "expert")] {
        let (group, node) = (&kpis["group"][group], &exact[node]);
        let node = |name: &str| node[name].as_f64().unwrap();
        assert_near("wait", &group["delay_probability"], node("p_wait"));
        assert_near("mean wait", &group["mean_wait_all"], 60.0 * node("mean_wait"));
        assert_near("occupancy", &group["occupancy"], node("occupancy"));
    }
    assert_near("handed on", &kpis["total"]["referral_share"], 0.25);
    let wait = exact["expert"]["mean_wait"].as_f64().unwrap();
    assert_near("wait for experts", &kpis["total"]["referral_wait"], 60.0 * wait);
}

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
