//! The answer to a plan's question, through the front door: rule, path, phases, remedies, sensitivity, requirements.

use super::workdir::Workdir;
use serde_json::Value;

const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/jilin-2021");

/// Two sites for two weeks.
fn short<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let sites = "only_sites=[\"liaoyuan\", \"siping\"]";
    [&["run", PLAN, "--replications", "4", "--set", "days=14", "--set", sites], more].concat()
}

fn assessment(more: &[&str]) -> Value {
    Workdir::new().hotseat(&short(&[&["--json"], more].concat())).json()["assessment"].clone()
}

#[test]
fn the_first_screen_answers_in_twelve_lines_in_both_languages() {
    let en = Workdir::new().hotseat(&short(&[])).stdout;
    for part in
        ["Do 15 seats per million", "least seats per million", "On the way there", "Of 100 callers", "--full"]
    {
        assert!(en.contains(part), "{part}\n{en}");
    }
    let answer = en.split_once("\n\n").unwrap().1;
    assert!(answer.lines().count() <= 12, "{answer}");
    let zh = Workdir::new().hotseat(&short(&["--lang", "zh"])).stdout;
    for part in ["每百万人15个座席", "每百万人最少座席", "过渡期间", "每100名来电人中"]
    {
        assert!(zh.contains(part), "{part}\n{zh}");
    }
}

#[test]
fn brief_leaves_the_answer_out_and_full_adds_what_the_verdict_hangs_on() {
    let brief = Workdir::new().hotseat(&short(&["--brief"])).stdout;
    assert!(!brief.contains("seats per million"), "{brief}");
    let full = Workdir::new().hotseat(&short(&["--full"])).stdout;
    for part in ["what the verdict hangs on", "volume of calls", "the way there", "answered of attempts"] {
        assert!(full.contains(part), "{part}\n{full}");
    }
}

#[test]
fn the_answer_for_machines_has_every_site_and_its_totals() {
    let said = assessment(&[]);
    let rule = &said["rule"];
    let count = |key: &str| rule[key].as_u64().unwrap();
    let sites = rule["sites"].as_array().unwrap();
    assert_eq!(
        sites.len() as u64,
        count("holds") + count("fails") + count("inconclusive") + count("too_small")
    );
    for site in sites.iter().filter(|site| site["verdict"] == "holds") {
        assert!(site["demand_factor"].as_f64().unwrap() >= 1.0, "{site}");
        let per_million = site["least_seats_per_million"].as_f64().unwrap();
        assert!(per_million <= 16.0 && site["windows_judged"].as_f64().unwrap() > 0.0, "{site}");
    }
    assert_eq!(said["path"]["sites"].as_array().unwrap().len(), 2);
    let callers = |phase: &str| said["phases"][phase]["answer_rate_by_caller"]["mean"].as_f64().unwrap();
    assert!(callers("after") > callers("during") && callers("during") > callers("before"));
    assert_eq!(said["sensitivity"], serde_json::json!([]));
}

#[test]
fn the_answer_does_not_depend_on_threads_nor_on_the_phase_that_was_run() {
    let one = assessment(&["--threads", "1"]);
    assert_eq!(one, assessment(&["--threads", "2"]));
    let after = assessment(&["--set", "phase=\"after\""]);
    assert_eq!(one["rule"], after["rule"]);
}

#[test]
fn a_plan_of_one_site_has_an_answer_too() {
    let one = ["--replications", "4", "--set", "days=14", "--set", "only_sites=[\"siping\"]"];
    let said = Workdir::new().hotseat(&[&["run", PLAN], &one[..]].concat()).stdout;
    assert!(
        said.contains("Siping") && said.contains("suffice once everything is built and merged?"),
        "{said}"
    );
}

#[test]
fn a_requirement_is_met_missed_or_cannot_be_told_by_the_exit_code() {
    let code =
        |requirement: &str| Workdir::new().hotseat(&short(&["--brief", "--require", requirement])).code;
    assert_eq!(code("answer_rate >= 0.5"), Some(0));
    assert_eq!(code("answer_rate >= 0.5 and occupancy >= 0.95"), Some(1));
    assert_eq!(code("worst_24h_answer_rate >= 0.5 with 0.99"), Some(3));
    let said = Workdir::new().hotseat(&short(&["--brief", "--require", "answer_rat >= 0.5"]));
    assert_eq!(said.code, Some(2));
    let said = Workdir::new().hotseat(&short(&["--brief", "--require", "answer_rate[site paris] >= 0.5"]));
    assert!(said.code == Some(2) && said.stderr.contains("siping, liaoyuan"), "{}", said.stderr);
}

#[test]
fn what_has_no_effect_on_a_single_file_is_refused() {
    let queue = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/erlang-a.toml");
    let said = Workdir::new().hotseat(&["run", queue, "--full"]);
    assert!(said.code == Some(2) && said.stderr.contains("--full is for plans"), "{}", said.stderr);
}
