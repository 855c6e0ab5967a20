//! What is given and has no effect, or another than it seems to have, is said by `check` in both languages.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::studies::{centre, done, folder};
use hotseat::language::Text;
use hotseat::scenario::{Changes, Scenario, load};
use std::path::Path;

const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/jilin-2021");

fn shipped() -> Scenario {
    Scenario::open(Path::new(PLAN)).unwrap()
}

fn notes(changes: Changes) -> Vec<Text> {
    shipped().with(&changes).unwrap_or_else(|problems| panic!("{problems}")).plan.unwrap().notes
}

#[track_caller]
fn noted(notes: &[Text], en: &str, zh: &str) {
    assert!(notes.iter().any(|note| note.en.contains(en) && note.zh.contains(zh)), "{en} / {zh}\n{notes:#?}");
}

/// The shipped plan with more rows in a table.
fn with_rows(file: &str, more: &str) -> Vec<Text> {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(PLAN).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let path = folder.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap() + more;
    std::fs::write(path, text).unwrap();
    load(folder.path()).unwrap_or_else(|problems| panic!("{problems}")).plan.unwrap().notes
}

#[test]
fn the_shipped_plan_has_no_such_note() {
    let notes = notes(Changes::new());
    assert!(
        !notes.iter().any(|note| note.en.contains("no effect") || note.en.contains("multiply")),
        "{notes:#?}"
    );
}

#[test]
fn a_plan_moved_to_another_year_says_what_stays_behind() {
    let notes = notes(Changes::new().set("start", "2027-04-26"));
    noted(&notes, "calendar.csv has no date of 2027", "calendar.csv 没有 2027");
    noted(&notes, "spans lie outside 2027-04-26 to", "不在 2027-04-26 至");
    noted(&notes, "windows that end before 2027-04-26: merged from the first day on: ", "自首日起即已归并");
    noted(
        &notes,
        "`path.complete` 2021-12-01 is not after the first day",
        "`path.complete` 2021-12-01 不晚于首日",
    );
    noted(
        &notes,
        "alternative epidemic-august: `demand.surges`",
        "备选情景 epidemic-august：`demand.surges`",
    );
}

#[test]
fn windows_after_the_end_are_not_merged() {
    let notes = notes(Changes::new().set("days", "60"));
    noted(&notes, "windows that begin after 2021-06-24: not merged in this scenario: ", "本情景内不归并");
}

#[test]
fn dates_of_surges_absences_and_campaigns_outside_the_horizon_are_named() {
    let span = "first = 2020-02-01, last = 2020-02-09";
    let late = "first = 2031-02-01, last = 2031-02-09";
    let notes = notes(
        Changes::new()
            .put("demand.surges", &format!("[{{ hotlines = [\"12345\"], {span}, factor = 2 }}]"))
            .put("staff.absences", &format!("[{{ {span}, times = 2 }}]"))
            .put("migration.publicity", &format!("[{{ {late}, wins = 0.1 }}]")),
    );
    for (key, year) in [("demand.surges", 2020), ("staff.absences", 2020), ("migration.publicity", 2031)] {
        noted(
            &notes,
            &format!("`{key}`: {year}-02-01 to {year}-02-09 lies outside"),
            &format!("`{key}`：{year}-02-01"),
        );
    }
}

#[test]
fn overlapping_seasons_say_what_their_factors_multiply_to() {
    let season = |first: &str, factor: &str| format!(",,12345,2021-{first},2021-11-30,{factor},\n");
    let header = std::fs::read_to_string(format!("{PLAN}/seasons.csv")).unwrap();
    assert!(header.starts_with("name_en,name_zh,hotline,first,last,factor,basis\n"), "{header}");
    let notes = with_rows("seasons.csv", &(season("11-01", "1.5") + &season("11-20", "2")));
    noted(&notes, "overlap from 2021-11-20 to 2021-11-30: their factors multiply to 3.00", "倍数相乘为 3.00");
    let outside = with_rows("seasons.csv", ",,12345,2019-11-01,2019-11-30,2,\n");
    noted(&outside, "lie outside 2021-04-26 to", "不起作用");
}

#[test]
fn seats_beyond_the_rule_and_no_seats_at_all_are_named() {
    let more = notes(Changes::new().set("sites.csv:changchun:first_day_seats", "400"));
    noted(&more, "Changchun: 400 seats on the first day, above the rule's 137", "首日座席 400 席，高于");
    let none = notes(Changes::new().set("rule.seats_per_million", "0"));
    noted(&none, "`rule.seats_per_million` is 0: each of 11 sites has 1 seat", "各按最少 1 席计算");
    let one = notes(Changes::new().put("rule.seats_at", "{ changchun = 0 }"));
    noted(&one, "`rule.seats_at.changchun` is 0: the site has 1 seat", "该站点按最少 1 席计算");
}

/// The notes that `check` prints of a centre in a language.
fn printed(centre: &str, lang: &str) -> String {
    done(&folder(centre, ""), &["check", "centre.toml", "--lang", lang])
}

#[test]
fn values_that_are_repeated_over_the_day_are_named() {
    let rates: Vec<String> = (1..=24).map(|n| n.to_string()).collect();
    let profile = format!("profile = {{ step = \"30 min\", calls_per_hour = [{}] }}", rates.join(", "));
    let half =
        centre("").replace("calls_per_hour = 240", &profile).replace("days = 0.0833333333", "days = 2");
    let said = printed(&half, "en");
    assert!(said.contains("`hotline.12345.profile.calls_per_hour`: 24 values of 30 min fill 12 h of the day and are repeated 2 times"), "{said}");
    assert!(printed(&half, "zh").contains("24 个值，每个 30 分钟，只覆盖一天中的 12 小时，全天重复 2 次"));
    let agents = centre("").replace("agents = 8", "agents = { step = \"15 min\", values = [8, 2] }");
    let agents = agents.replace("days = 0.0833333333", "days = 2");
    assert!(printed(&agents, "en").contains("`front_line.agents.values`: 2 values of 15 min fill 0.5 h"));
    let whole = agents.replace("[8, 2]", "[8]");
    assert!(!printed(&whole, "en").contains("repeated"));
}

#[test]
fn weights_that_do_not_sum_to_1_are_named() {
    let mixture = |weight: &str| {
        let part = |weight: &str| {
            format!("{{ weight = {weight}, distribution = \"exponential\", mean = \"60 s\" }}")
        };
        let talk =
            format!("talk = {{ distribution = \"mixture\", parts = [{}, {}] }}", part("0.3"), part(weight));
        centre("").replace("talk = { distribution = \"exponential\", mean = \"120 s\" }", &talk)
    };
    let said = printed(&mixture("0.5"), "en");
    assert!(said.contains("`hotline.12345.talk`: the weights sum to 0.8, not 1, and are taken as shares of that: 37.5 %, 62.5 %"), "{said}");
    assert!(printed(&mixture("0.5"), "zh").contains("权重之和为 0.8 而非 1"));
    assert!(!printed(&mixture("0.7"), "en").contains("weights"));
    let json = done(&folder(&mixture("0.5"), ""), &["check", "centre.toml", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["notes"][0]["zh"].as_str().unwrap().contains("权重之和"), "{json}");
}
