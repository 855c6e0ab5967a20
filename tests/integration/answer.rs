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
    for part in ["每百万人15个座席", "每百万人最少座席", "过渡期间", "每100名来电群众中"]
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

/// `compare` of the two sites for two weeks, with 15 and with 9 seats per million.
fn fewer_seats<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let sites = "only_sites=[\"liaoyuan\", \"siping\"]";
    let command = ["compare", PLAN, PLAN, "--replications", "3", "--set", "days=14", "--set", sites];
    [&command[..], &["--set-b", "rule.seats_per_million=9"], more].concat()
}

#[test]
fn comparison_of_plans_shows_verdicts_then_front_lines_then_the_total() {
    let parts = |language: &str, wanted: [&str; 5]| {
        let said = Workdir::new().hotseat(&fewer_seats(&["--lang", language])).stdout;
        let at = wanted.map(|part| said.find(part).unwrap_or_else(|| panic!("{part}\n{said}")));
        assert!(at.is_sorted(), "{said}");
        let total = &said[at[4]..];
        assert!(!total.contains(["worst 24 h", "最差24小时"][usize::from(language == "zh")]), "{total}");
    };
    parts(
        "en",
        [
            "the rule, everything built and merged",
            "verdict",
            "calls that came to a front line",
            "all front lines",
            "all calls, those to closed desks included",
        ],
    );
    parts("zh", ["配置标准", "结论", "到达前台的来电", "全部前台", "全部来电（含打到已下班部门座席的来电）"]);
}

#[test]
fn comparison_of_plans_has_paired_differences_of_every_front_line() {
    let said = &Workdir::new().hotseat(&fewer_seats(&["--json"])).json()["comparisons"][0];
    let sites = said["rule"]["sites"].as_array().unwrap();
    assert_eq!(sites.len(), 2);
    for site in sites {
        let worst = |side: &str| site[side]["worst_24h_answer_rate"]["mean"].as_f64().unwrap();
        let difference = site["difference"]["mean"].as_f64().unwrap();
        assert!((worst("second") - worst("first") - difference).abs() < 1e-9, "{site}");
        let verdict = site["second"]["verdict"].as_str().unwrap();
        assert!(["holds", "fails", "inconclusive"].contains(&verdict), "{site}");
        let front = &said["front_lines"]["sites"][site["site"].as_str().unwrap()];
        for kpi in ["answer_rate", "mean_wait_answered", "worst_24h_answer_rate"] {
            let of = |side: &str| front[kpi][side].as_f64().unwrap();
            let difference = front[kpi]["difference"]["mean"].as_f64().unwrap();
            assert!((of("second") - of("first") - difference).abs() < 1e-9, "{kpi} {front}");
        }
    }
    let all = &said["front_lines"]["all"];
    assert!(all["service_level"]["15"]["difference"]["mean"].as_f64().unwrap() < 0.0, "{all}");
    assert!(all["worst_24h_answer_rate"]["first"].is_null(), "{all}");
    assert_eq!(said["total_contains_closed_desks"], true);
}

#[test]
fn comparison_judges_the_rule_on_everything_merged_whatever_phase_was_run() {
    let sites = "only_sites=[\"siping\"]";
    let command = ["compare", "--json", "--replications", "2", "--set", "days=14", "--set", sites];
    let (plan, before) = (PLAN.to_owned(), format!("{PLAN}@before"));
    let said = Workdir::new().hotseat(&[&command[..], &[&before, &plan]].concat()).json();
    let rule = &said["comparisons"][0]["rule"]["sites"][0];
    assert_eq!(rule["first"], rule["second"]);
    assert_eq!(rule["difference"]["mean"], 0.0);
}

#[test]
fn comparison_of_scenarios_that_share_no_line_is_refused() {
    let file = |name: &str| format!("{}/scenarios/{name}", env!("CARGO_MANIFEST_DIR"));
    let (queue, pools) = (file("erlang-a.toml"), file("two-pools.toml"));
    let said = Workdir::new().hotseat(&["compare", &queue, &pools]);
    assert!(said.code == Some(2) && said.stdout.is_empty(), "{}", said.stdout);
    assert!(
        said.stderr.contains("share no line") && said.stderr.contains("nothing was run"),
        "{}",
        said.stderr
    );
    let one = |site: &str| format!("only_sites=[\"{site}\"]");
    let (siping, liaoyuan) = (one("siping"), one("liaoyuan"));
    let sides = ["compare", PLAN, PLAN, "--set-a", &siping, "--set-b", &liaoyuan];
    let said = Workdir::new().hotseat(&sides);
    assert!(
        said.code == Some(2) && said.stderr.contains("jilin-2021 has 12300 at siping"),
        "{}",
        said.stderr
    );
}

#[test]
fn answer_is_written_as_tables_whose_columns_are_documented() {
    let folder = Workdir::new();
    let said = folder.hotseat(&short(&["--out", "out"]));
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let summary: Value = serde_json::from_str(&folder.read("out/summary.json")).unwrap();
    let columns = folder.read("out/tables/columns.csv");
    for (table, rows) in
        [("rule", 2), ("path", 2), ("weeks", 4), ("phases", 3), ("remedies", 3), ("sensitivity", 0)]
    {
        let text = folder.read(&format!("out/tables/assessment_{table}.csv"));
        assert_eq!(text.lines().count(), rows + 1, "{table}: {text}");
        for name in text.lines().next().unwrap().split(',') {
            assert!(columns.contains(&format!("assessment_{table},{name},")), "{table} {name}");
        }
        assert!(folder.path().join(format!("out/tables/assessment_{table}.parquet")).exists());
    }
    let mut rule = csv::Reader::from_path(folder.path().join("out/tables/assessment_rule.csv")).unwrap();
    let header = rule.headers().unwrap().clone();
    for (row, site) in rule.records().zip(summary["assessment"]["rule"]["sites"].as_array().unwrap()) {
        let row = row.unwrap();
        let cell = |name: &str| row[header.iter().position(|column| column == name).unwrap()].to_owned();
        assert_eq!((cell("site"), cell("verdict")), (text(&site["site"]), text(&site["verdict"])));
        let worst = site["worst_24h_answer_rate"]["mean"].as_f64().unwrap();
        assert_eq!(cell("worst_24h_answer_rate").parse::<f64>().unwrap(), worst);
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[test]
fn called_in_hours_are_said_with_their_definition() {
    let full = Workdir::new().hotseat(&short(&["--full"])).stdout;
    assert!(full.contains("called in, hours") && full.contains("everybody rostered is absent"), "{full}");
    let site = &assessment(&[])["path"]["sites"][0];
    assert!(site["called_in_hours"].as_f64().unwrap() >= 0.0, "{site}");
}

#[test]
fn requirement_of_every_date_is_judged_at_every_front_line_with_everything_merged() {
    let said =
        |requirement: &str| Workdir::new().hotseat(&short(&["--brief", "--json", "--require", requirement]));
    let met = said("every date answer_rate >= 0.5");
    let judged = &met.json()["requirement"];
    let parts = judged["parts"].as_array().unwrap();
    let sites: Vec<&str> = parts.iter().map(|part| part["site"].as_str().unwrap()).collect();
    assert_eq!(sites, ["siping", "liaoyuan"]);
    assert!(parts.iter().all(|part| part["date"].as_str().unwrap().starts_with("2021-")), "{judged}");
    // Half of all attempts find a desk closed at weekends on the way there: no total would pass.
    assert_eq!(judged["met"], true);
    assert_eq!(said("every date answer_rate >= 0.5 and every date occupancy >= 0.9").code, Some(1));
    let one = said("every date answer_rate[site siping] >= 0.5").json();
    assert_eq!(one["requirement"]["parts"].as_array().unwrap().len(), 1);
}

/// Title and description of a chart: all that an SVG says in words.
fn said_by(folder: &Workdir, chart: &str) -> String {
    folder.read(&format!("{chart}.svg")).split("</desc>").next().unwrap().to_owned()
}

#[test]
fn charts_of_the_answer_say_what_they_show() {
    let folder = Workdir::new();
    let said = folder.hotseat(&short(&["--out", "out"]));
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    for (chart, parts) in [
        ("rule", ["15 seats per million hold at", "needs most: "]),
        ("path", ["On the way there Liaoyuan lies below 95 % in", "2021-04-26 to 2021-05-09"]),
        ("waits", ["of answered calls waited at most 15 s", "calls answered at front lines"]),
        ("calendar", ["Answered callers wait longest in the week of", "calls that came to front lines"]),
    ] {
        let words = said_by(&folder, &format!("out/charts/{chart}"));
        assert!(parts.iter().all(|part| words.contains(part)), "{chart}: {words}");
        assert!(folder.path().join(format!("out/charts/{chart}.png")).exists());
    }
    // The curves of waits have no bands.
    assert!(!said_by(&folder, "out/charts/waits").contains("bands"));
}

#[test]
fn load_of_a_plan_of_one_site_leaves_desks_out() {
    let folder = Workdir::new();
    let one = ["--replications", "2", "--set", "days=7", "--set", "only_sites=[\"siping\"]", "--brief"];
    let rest = ["--set", "path.expansion=rule-from-day-one", "--out", "out", "--quiet"];
    let said = folder.hotseat(&[&["run", PLAN], &one[..], &rest].concat());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let words = said_by(&folder, "out/charts/load");
    assert!(words.contains("for 28 seats"), "{words}");
}
