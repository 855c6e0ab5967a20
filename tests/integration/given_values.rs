//! A value that is wrong is shown where it was given, and none is given twice.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use crate::workdir::studies::{centre, folder, refused};

const HEAD: &str = "scenario = \"centre.toml\"\nreplications = 2\n";

/// What `sweep` says of a study that it refuses.
fn swept(study: &str) -> String {
    refused(&folder(&centre(""), &format!("{HEAD}{study}")), &["sweep", "study.toml"])
}

/// What `sweep` says of a list that it refuses.
fn listed(list: &str) -> String {
    let folder = folder(&centre(""), &format!("{HEAD}design = \"list\"\nlist = \"list.csv\"\n"));
    folder.write("list.csv", list);
    refused(&folder, &["sweep", "study.toml"])
}

/// What `check` says of values set beside the centre.
fn set(values: &[&str]) -> String {
    let folder = folder(&centre(""), "");
    let sets = values.iter().flat_map(|value| ["--set", value]);
    refused(&folder, &["check", "centre.toml"].into_iter().chain(sets).collect::<Vec<_>>())
}

#[track_caller]
fn says(said: &str, parts: &[&str]) {
    parts.iter().for_each(|part| assert!(said.contains(part), "lacks {part}\n{said}"));
    assert!(!said.contains("centre.toml:"), "the scenario does not hold the value\n{said}");
}

#[test]
fn a_value_of_a_list_is_shown_in_its_row_and_column() {
    let said = listed("front_line.agents,hotline.12345.calls_per_hour\n9,120\n\n8.5,100\n9,many\n");
    says(&said, &["list.csv:4, column `front_line.agents`\n   | found `8.5` at point 2"]);
    says(&said, &["list.csv:5, column `hotline.12345.calls_per_hour`"]);
    let unit = listed("hotline.12345.talk.mean\n200\n");
    says(
        &unit,
        &["`mean` needs a unit\n  --> list.csv:2, column `hotline.12345.talk.mean`", "write `200 s`"],
    );
}

#[test]
fn a_value_of_a_study_is_shown_at_its_line() {
    let vary = |values: &str| swept(&format!("[[vary]]\nkey = \"front_line.agents\"\n{values}\n"));
    says(&vary("values = [10, 0.5, -3]"), &["study.toml:5:15", "study.toml:5:20", "found at point 3"]);
    let talk = |rest: &str| {
        swept(&format!("{rest}[[vary]]\nkey = \"hotline.12345.talk.mean\"\nlow = 200\nhigh = 300\n"))
    };
    says(&talk("design = \"sobol\"\npoints = 8\n"), &["`mean` needs a unit", "study.toml:7:7"]);
    says(&swept("set = { \"front_line.lines\" = 3 }\n"), &["study.toml:3:9"]);
}

#[test]
fn a_value_that_a_study_sets_is_shown_in_its_table() {
    let study = "set = { \"front_line.agents\" = 0 }\n[[vary]]\nkey = \"hotline.12345.calls_per_hour\"\nvalues = [1, 2]\n";
    let centre = centre("").replace("patience = { distribution = \"exponential\", mean = \"60 s\" }\n", "");
    let said = refused(&folder(&centre, &format!("{HEAD}{study}")), &["sweep", "study.toml"]);
    says(&said, &["study.toml:3:31"]);
}

#[test]
fn a_value_of_the_command_line_says_so() {
    says(
        &set(&["front_line.agents=-3"]),
        &["`agents` must not be negative\n  --> --set front_line.agents=-3\n"],
    );
    says(&set(&["hotline.12345.talk.mean=5"]), &["--> --set hotline.12345.talk.mean=5\n   | write \"5 s\""]);
    says(&set(&["hotline.12345.talk={ distribution = \"gamma\" }"]), &["--> --set hotline.12345.talk={"]);
    says(&set(&["front_line.seats=3"]), &["no value at `front_line.seats`\n  --> --set front_line.seats=3"]);
}

#[test]
fn a_problem_elsewhere_keeps_its_line_beside_a_value_that_was_set() {
    let folder = folder(&centre("lines = 3\n"), "");
    let said = refused(&folder, &["check", "centre.toml", "--set", "hotline.12345.talk.mean=1000 s"]);
    assert!(
        said.contains("3 lines are too few for 8 agents") && said.contains("--> centre.toml:12:9"),
        "{said}"
    );
}

#[test]
fn a_cell_that_was_set_is_not_shown_in_the_table() {
    let folder = Workdir::new();
    assert_eq!(folder.hotseat(&["init", "plan", "plan"]).code, Some(0));
    let first = folder.read("plan/sites.csv").lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let key = format!("sites.csv:{first}:people=-5");
    let said = refused(&folder, &["check", "plan", "--set", &key]);
    assert!(said.contains(&format!("`people` must not be negative\n  --> --set {key}")), "{said}");
    assert!(!said.contains("sites.csv:2"), "{said}");
    let study = "scenario = \"plan\"\nreplications = 2\n[[vary]]\nkey = \"sites.csv:people\"\nvalues = [\"1000\", \"-5\"]\n";
    folder.write("study.toml", study);
    let swept = refused(&folder, &["sweep", "study.toml"]);
    assert!(swept.contains("`people` must not be negative\n --> study.toml:5:19"), "{swept}");
    let unknown = refused(&folder, &["check", "plan", "--set", "sites.csv:poeple=5"]);
    assert!(unknown.contains("no cells at `sites.csv:poeple`\n  --> --set sites.csv:poeple=5"), "{unknown}");
}

#[test]
fn a_column_that_stands_twice_in_a_list_is_refused() {
    let said = listed("front_line.agents,front_line.agents\n95,110\n");
    says(&said, &["column `front_line.agents` appears twice\n  --> list.csv:1"]);
    let other = listed("hotline.12345.calls_per_hour,hotline.0.calls_per_hour\n95,110\n");
    says(&other, &["columns `hotline.12345.calls_per_hour` and `hotline.0.calls_per_hour` are one value"]);
}

#[test]
fn a_value_that_is_set_twice_is_refused() {
    let twice = set(&["front_line.agents=9", "front_line.agents=10"]);
    says(&twice, &["`front_line.agents` is set twice\n  --> --set front_line.agents=10"]);
    let same = set(&["hotline.12345.calls_per_hour=9", "hotline.0.calls_per_hour=10"]);
    says(&same, &["`hotline.0.calls_per_hour` is set twice"]);
    let around = set(&[
        "hotline.12345.talk.mean=9 s",
        "hotline.12345.talk={ distribution = \"deterministic\", value = \"3 s\" }",
    ]);
    says(&around, &["`hotline.12345.talk` is set twice"]);
}

#[test]
fn a_value_that_is_set_and_varies_is_refused() {
    let vary = "[[vary]]\nkey = \"front_line.agents\"\nvalues = [8, 9]\n";
    let said = swept(&format!("set = {{ \"front_line.agents\" = 15 }}\n{vary}"));
    says(&said, &["`front_line.agents` is set here and varies as well", "study.toml:3:9"]);
    let alternative = "[[alternative]]\nname = \"more\"\nset = { \"front_line.agents\" = 15 }\n";
    says(&swept(&format!("{vary}{alternative}")), &["`front_line.agents` is set here and varies as well"]);
    let one = "[[vary]]\nkey = \"hotline.0.calls_per_hour\"\nvalues = [8, 9]\n[[vary]]\nkey = \"hotline.12345.calls_per_hour\"\nvalues = [8, 9]\n";
    says(&swept(one), &["keys `hotline.0.calls_per_hour` and `hotline.12345.calls_per_hour` are one value"]);
}

#[test]
fn an_end_of_a_range_that_no_value_reaches_is_refused() {
    let said =
        swept("design = \"sobol\"\npoints = 8\n[[vary]]\nkey = \"front_line.agents\"\nlow = 1\nhigh = 9.5\n");
    says(&said, &["`high` must be a whole number: `front_line.agents` takes no others", "study.toml:8:8"]);
}

#[test]
fn a_site_or_a_number_that_is_listed_twice_is_refused() {
    let plan = hotseat::scenario::Scenario::open(
        concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/jilin-2021").as_ref(),
    );
    let plan = plan.unwrap();
    let said = |key: &str, literal: &str| {
        plan.with(&hotseat::scenario::Changes::new().set(key, literal)).unwrap_err().render()
    };
    let sites = said("only_sites", "[\"changchun\", \"changchun\"]");
    assert!(sites.contains("site `changchun` appears twice\n  --> --set only_sites="), "{sites}");
    let surge = "first = 2021-08-01, last = 2021-09-11, factor = 3";
    let numbers = said("demand.surges", &format!("[{{ hotlines = [\"12345\", \"12345\"], {surge} }}]"));
    assert!(numbers.contains("hotline 12345 appears twice"), "{numbers}");
    let cell = said("hotlines.csv:12315:sites", "\"changchun changchun\"");
    assert!(
        cell.contains(
            "site `changchun` appears twice\n  --> --set hotlines.csv:12315:sites=changchun changchun"
        ),
        "{cell}"
    );
}

#[test]
fn seats_of_a_single_site_are_set_where_the_file_leaves_them_to_the_rule() {
    let workdir = Workdir::new();
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/jilin-2021");
    let set = |change: &str| {
        let args = ["check", plan, "--set", "only_sites=[\"siping\"]", "--set", "days=7", "--set", change];
        workdir.hotseat(&[&args[..], &["--json"]].concat())
    };
    let said = set("rule.seats_at.siping=21");
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(json["site"][0]["seats"], 21);
    let unknown = set("rule.seats_at.sipin=21");
    assert!(
        unknown.code == Some(2) && unknown.stderr.contains("did you mean `siping`?"),
        "{}",
        unknown.stderr
    );
}
