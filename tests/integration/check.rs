//! What `check` says of scenarios with nothing wrong in them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use serde_json::Value;

const JILIN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/jilin-2021");

fn check(args: &[&str]) -> String {
    let said = Workdir::new().hotseat(&[&["check"], args].concat());
    assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{}", said.stdout);
    said.stdout
}

fn check_json(args: &[&str]) -> Value {
    serde_json::from_str(&check(&[args, &["--json"]].concat())).unwrap()
}

/// The smallest scenario with other lines for its hotline and its agents.
fn small(hotline: &str, front_line: &str) -> (Workdir, String) {
    let workdir = Workdir::new();
    let text = format!(
        "name = \"small\"\ndays = 30\n[[hotline]]\nnumber = \"12345\"\n{hotline}\n[front_line]\n{front_line}\n"
    );
    let path = workdir.write("small.toml", &text).to_str().unwrap().to_owned();
    (workdir, path)
}

fn near(value: &Value, want: f64, within: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - want).abs() <= within, "{value} is not {want}");
}

/// Columns on a terminal: a Chinese character takes two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Where the n-th word of a line ends, in columns of a terminal.
fn end_of_word(line: &str, n: usize) -> usize {
    let word = line.split_whitespace().nth(n).unwrap();
    let skipped: usize = line.split_whitespace().take(n).map(str::len).sum();
    let blanks = line.char_indices().filter(|(_, c)| !c.is_whitespace());
    let from = blanks.map(|(i, c)| (i, c.len_utf8())).scan(0, |seen, (i, len)| {
        *seen += len;
        Some((i, *seen))
    });
    let start = from.into_iter().find(|(_, seen)| *seen > skipped).unwrap().0;
    width(&line[..start + word.len()])
}

#[test]
fn the_plan_has_367_seats_1101_staff_and_24073453_people() {
    let json = check_json(&[JILIN]);
    let total = &json["total"];
    assert_eq!(
        (&total["people"], &total["seats"], &total["staff"]),
        (&24_073_453.into(), &367.into(), &1_101.into())
    );
    let text = check(&[JILIN]);
    let row = text.lines().find(|line| line.trim_start().starts_with("all ")).unwrap();
    let words: Vec<&str> = row.split_whitespace().take(5).collect();
    assert_eq!(words, ["all", "24,073,453", "367", "1,101", "107"]);
    assert!(
        text.starts_with("jilin-2021   Jilin: 33 hotlines into 12345, 26 Apr 2021 - 2 Jan 2022 (252 days)\n")
    );
}

#[test]
fn a_site_shows_its_seats_volume_peak_and_what_binds() {
    let json = check_json(&[JILIN]);
    let site = &json["site"][0];
    assert_eq!(
        (&site["id"], &site["seats"], &site["staff"]),
        (&"changchun".into(), &137.into(), &411.into())
    );
    assert_eq!(site["first_day_seats"], 40);
    near(&site["per_head"], 0.30, 1e-9);
    near(&site["own_per_year"], 9_066_906.0 * 0.15, 1.0);
    // People hired ahead suffice on most days. Hired late, staff bind at Changchun, long before seats.
    assert_eq!(site["binds"], serde_json::json!([]));
    let late = check_json(&[&format!("{JILIN}@hired-late")]);
    let binds: Vec<(u64, &str)> = late["site"][0]["binds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| (b["hour"].as_u64().unwrap(), b["limit"].as_str().unwrap()))
        .collect();
    assert!(!binds.is_empty() && binds.iter().all(|(_, limit)| *limit == "staff"), "{binds:?}");
    let peak = &site["peak"];
    assert!(peak["agents"].as_f64().unwrap() <= peak["seats"].as_f64().unwrap());
    assert_eq!(peak["time"], "10:00");
}

#[test]
fn notes_name_blank_dates_with_file_and_line_and_hours_handed_over() {
    for (lang, said) in [
        (
            "en",
            [
                "12331, 12358, 12365 have no window in the plan",
                "(hotlines.csv, lines 11-13",
                "12319 has an end date alone",
                "Changbaishan hands 3672 of 6048 hours to Baishan",
                "not modelled in this version",
                "0.32  requests of all channels",
            ],
        ),
        (
            "zh",
            [
                "12331, 12358, 12365 在方案中没有归并时间",
                "hotlines.csv 第 11-13 行",
                "12319 仅有截止日期",
                "长白山管委会将 6048 小时中的 3672 小时移交白山市",
                "本版本未模拟",
                "全渠道受理量",
            ],
        ),
    ] {
        let text = check(&[JILIN, "--lang", lang]);
        for part in said {
            assert!(text.contains(part), "{part}\n---\n{text}");
        }
    }
}

#[test]
fn columns_stand_under_each_other_in_chinese() {
    let text = check(&[JILIN, "--lang", "zh"]);
    let from = text.lines().skip_while(|line| !line.trim_start().starts_with("站点 "));
    let rows: Vec<&str> = from.take(13).collect();
    assert!(rows[12].trim_start().starts_with("合计"), "{rows:#?}");
    for column in 1..=5 {
        let ends: Vec<usize> = rows.iter().map(|row| end_of_word(row, column)).collect();
        assert!(ends.windows(2).all(|w| w[0] == w[1]), "column {column}: {ends:?}\n{}", rows.join("\n"));
    }
    assert!(text.starts_with(
        "jilin-2021   11 个站点、33 条热线归并至 12345，2021年4月26日至2022年1月2日（252 天）\n"
    ));
}

#[test]
fn every_assumption_is_listed_with_value_and_reason_on_request() {
    let json = check_json(&[JILIN]);
    let (assumptions, basis) = (json["assumptions"].as_array().unwrap(), json["basis"].as_array().unwrap());
    let count = assumptions.len() + basis.len();
    let short = check(&[JILIN]);
    assert!(short.contains(&format!("6 of {count} assumptions carry most of the answer")), "{short}");
    let text = check(&[JILIN, "--assumptions"]);
    for assumption in assumptions {
        let [key, why] = ["key", "why"].map(|k| assumption[k].as_str().unwrap());
        assert!(text.contains(&format!("{key} = ")) && text.contains(why), "{key}");
        assert!(!assumption["value"].as_str().unwrap().is_empty());
    }
    for row in basis {
        assert!(text.contains(row["why"].as_str().unwrap()), "{row}");
    }
    assert!(text.contains("own_topics.aht = 270 s (180 s - 360 s): triangulated"), "{text}");
    assert!(text.contains("12348 = 6 per 1,000 a year, 435 s: weight: Anhui"), "{text}");
}

#[test]
fn a_site_is_shown_hour_by_hour_and_its_hours_add_up() {
    let text = check(&[JILIN, "--site", "Siping"]);
    let rows = text.lines().filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    assert_eq!(rows.count(), 24, "{text}");
    let json = check_json(&[JILIN, "--site", "siping"]);
    let hours = json["hours"]["all_days"].as_array().unwrap();
    let sum = |of: fn(&Value) -> f64| hours.iter().map(of).sum::<f64>();
    let calls = sum(|h| h["calls"].as_f64().unwrap());
    let in_time = sum(|h| h["calls"].as_f64().unwrap() * h["service_level"].as_f64().unwrap());
    let site = json["site"].as_array().unwrap().iter().find(|s| s["id"] == "siping").unwrap();
    near(&site["preview"]["service_level"], in_time / calls, 1e-12);
    let wrong = Workdir::new().hotseat(&["check", JILIN, "--site", "sipin"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("there is no site `sipin`; did you mean `siping`?"), "{}", wrong.stderr);
}

/// The formula leaves out what makes waits longer: busier days, redials, calls back, absence by chance. So the simulation lies
/// below it at every site, and not far.
#[test]
fn the_simulation_stands_a_little_below_the_preview_at_every_site() {
    let check = check_json(&[JILIN]);
    let run = Workdir::new().hotseat(&["run", JILIN, "--replications", "2", "--json", "--brief"]).json();
    for site in check["site"].as_array().unwrap() {
        let id = site["id"].as_str().unwrap();
        let preview = site["preview"]["service_level"].as_f64().unwrap();
        let simulated = run["kpis"]["front_line"][id]["service_level"]["15"]["mean"].as_f64().unwrap();
        assert!(simulated < preview + 0.005 && simulated > preview - 0.2, "{id}: {simulated}, {preview}");
    }
}

#[test]
fn a_single_queue_gets_its_exact_answer_with_the_keys_of_run() {
    let exponential = "talk = { distribution = \"exponential\", mean = \"300 s\" }";
    let patience = "patience = { distribution = \"exponential\", mean = \"180 s\" }";
    let (_folder, path) = small(&format!("calls_per_hour = 1260\n{exponential}\n{patience}"), "agents = 100");
    let json = check_json(&[&path]);
    assert_eq!(json["exact"]["formula"], "M/M/n+M (Erlang A)");
    near(&json["exact"]["abandonment_rate"], 0.072_123, 1e-6);
    near(&json["exact"]["mean_wait_answered"], 12.7222, 1e-4);
    near(&json["exact"]["service_level"]["20"], 0.673_276, 1e-6);
    near(&json["offered_load"], 105.0, 1e-9);

    let (_folder, path) = small(&format!("calls_per_hour = 60\n{exponential}"), "agents = 10\nlines = 10");
    let json = check_json(&[&path]);
    assert_eq!(json["exact"]["formula"], "M/G/n/n (Erlang B)");
    near(&json["exact"]["blocking_rate"], 0.018_384_570_336_648_14, 1e-12);

    let (_folder, path) = small(&format!("calls_per_hour = 100.8\n{exponential}"), "agents = 12");
    let json = check_json(&[&path]);
    assert_eq!(json["exact"]["formula"], "M/M/n (Erlang C)");
    near(&json["exact"]["delay_probability"], 0.183_888_630_393_499_7, 1e-12);

    let (_folder, path) = small(&format!("calls_per_hour = 100.8\n{exponential}"), "agents = 12\nlines = 15");
    let json = check_json(&[&path]);
    assert_eq!(json["exact"]["formula"], "M/M/n/K");
    assert!(json["exact"]["blocking_rate"].as_f64().unwrap() > 0.0);
}

#[test]
fn a_queue_that_no_formula_covers_says_why_and_gets_a_preview() {
    let hotline = "calls_per_hour = 90\ntalk = { distribution = \"lognormal\", mean = \"300 s\", cv = 1.2 }\n\
                   patience = { distribution = \"exponential\", mean = \"180 s\" }";
    let (_folder, path) = small(hotline, "agents = 10");
    let text = check(&[&path]);
    assert!(text.contains("no exact formula: talk is not exponential"), "{text}");
    let json = check_json(&[&path]);
    assert_eq!(json["exact"], Value::Null);
    // Near Erlang A of the mean, 7.5 erlangs on 10 agents: longer calls than exponential ones make few wait longer.
    let exponential = hotline.replace("lognormal", "exponential").replace(", cv = 1.2", "");
    let (_folder, path) = small(&exponential, "agents = 10");
    let exact = check_json(&[&path])["exact"]["service_level"]["15"].as_f64().unwrap();
    near(&json["preview"]["service_level"], exact, 0.01);
}

#[test]
fn an_endless_queue_is_a_warning_in_plain_words() {
    let (_folder, path) = small(
        "calls_per_hour = 120\ntalk = { distribution = \"exponential\", mean = \"300 s\" }",
        "agents = 10",
    );
    let text = check(&[&path]);
    assert!(text.contains("warning: overloaded: 10.0 erlangs offered to 10 agents; callers never give up, so the queue grows without end"), "{text}");
    assert!(text.contains("no exact formula: overloaded: there is no steady state"), "{text}");
    let zh = check(&[&path, "--lang", "zh"]);
    assert!(zh.contains("警告：过载：10.0 爱尔兰对 10 名话务员；来电群众从不放弃，其间队列无限增长"), "{zh}");
}

/// The shipped plan with so many sites more, of increasing size.
fn with_more_sites(workdir: &Workdir, more: usize) {
    assert_eq!(workdir.hotseat(&["init", "jilin-2021", "plan"]).code, Some(0));
    let path = workdir.path().join("plan/sites.csv");
    let row = |i: usize| format!("s{i},Site {i},站{i},{},0.09 per inhabitant-year,,,,\n", 300_000 + 100 * i);
    let text = std::fs::read_to_string(&path).unwrap() + &(0..more).map(row).collect::<String>();
    std::fs::write(path, text).unwrap();
}

#[test]
fn of_three_thousand_sites_every_row_is_checked_and_some_are_previewed() {
    let workdir = Workdir::new();
    with_more_sites(&workdir, 2989);
    let shown = workdir.hotseat(&["check", "plan", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&shown.stdout).unwrap();
    assert_eq!(json["sites_listed"], 3000);
    assert!((60..=62).contains(&json["site"].as_array().unwrap().len()));
    let text = workdir.hotseat(&["check", "plan", "--lang", "zh"]).stdout;
    assert!(text.contains("3,000 个站点中的 6"), "{text}");
    let one = workdir.hotseat(&["check", "plan", "--site", "s1234", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&one.stdout).unwrap();
    assert_eq!(json["hours"]["id"], "s1234");
    let path = workdir.path().join("plan/sites.csv");
    let text = std::fs::read_to_string(&path)
        .unwrap()
        .replace("s2988,Site 2988,站2988,", "s2988,Site 2988,站2988,many");
    std::fs::write(path, text).unwrap();
    let refused = workdir.hotseat(&["check", "plan"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("sites.csv:3001, column `people`"), "{}", refused.stderr);
}
