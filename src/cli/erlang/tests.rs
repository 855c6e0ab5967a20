use super::*;
use clap::Parser;
use serde_json::Value;

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    command: ErlangCommand,
}

/// Runs a command line and returns what it prints, or its error.
fn answer(line: &str, lang: Language, json: bool) -> Result<String, String> {
    // Words are divided by blanks; | stands for a blank inside a word.
    let words =
        std::iter::once("erlang".to_owned()).chain(line.split(' ').map(|word| word.replace('|', " ")));
    let parsed = Line::try_parse_from(words).map_err(|error| error.to_string())?;
    run(&parsed.command, lang, json).map_err(|error| error.to_string())
}

fn json(line: &str) -> Value {
    serde_json::from_str(&answer(line, Language::En, true).unwrap()).unwrap()
}

#[track_caller]
fn close(value: &Value, exact: f64) {
    let found = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((found - exact).abs() < 1e-6 * exact.abs().max(1.0), "{found}, want {exact}");
}

#[test]
fn erlang_a_prints_the_agreed_keys_and_the_known_numbers() {
    let a = json("a --calls-per-hour 1260 --aht 300 --patience 180 --agents 100 --within 20");
    for key in ["p_wait", "mean_wait_all", "mean_queue", "occupancy"] {
        assert!(a[key].is_number(), "{key} is missing from {a}");
    }
    close(&a["p_abandon"], 0.072_123);
    assert!((a["mean_wait_answered"].as_f64().unwrap() - 12.7222).abs() < 1e-4);
    close(&a["service_level"], 0.673_276);
}

#[test]
fn patience_may_be_any_distribution() {
    let exponential = json("a --calls-per-hour 1260 --aht 5|min --patience 3|min --agents 100");
    let weibull = json(
        "a --calls-per-hour 1260 --aht 300 --agents 100 --patience \
         {|distribution|=|\"weibull\",|shape|=|1,|mean|=|\"180|s\"|}",
    );
    close(&weibull["p_abandon"], exponential["p_abandon"].as_f64().unwrap());
    close(&weibull["service_level"], exponential["service_level"].as_f64().unwrap());
}

#[test]
fn erlang_c_prints_waits_and_quantiles() {
    let c = json("c --calls-per-hour 252 --aht 120 --agents 12 --within 20");
    close(&c["p_wait"], 0.183_888_630_393_499_7);
    close(&c["mean_wait"], 60.0 * 0.102_160_350_218_610_96);
    close(&c["service_level"], 1.0 - 0.100_920_220_105_346_3);
    close(&c["wait_quantile"]["95"], 60.0 * 0.723_504_055_183_723_2);
}

#[test]
fn without_agents_the_least_is_found_and_one_less_falls_short() {
    let c = json("c --calls-per-hour 200 --aht 180 --target 0.8 --within 20");
    assert_eq!(c["agents"], 14);
    close(&c["level"], 0.888_350_019_179_466_8);
    close(&c["one_less"], 0.795_594_788_417_783);
    let a = json("a --calls-per-hour 720 --aht 300 --patience 180 --target 80% --within 20");
    assert_eq!(a["agents"], 62);
    close(&a["one_less"], 0.783_470_094_405_054);
    let b = json("b --erlangs 5 --max-blocked 0.02");
    assert_eq!(b["agents"], 10);
    close(&b["level"], 0.018_384_570_336_648_14);
    let rate = json("a --calls-per-hour 720 --aht 300 --patience 180 --answer-rate 0.95");
    assert!(rate["level"].as_f64() >= Some(0.95) && rate["one_less"].as_f64() < Some(0.95));
}

#[test]
fn limited_lines_and_other_handle_times_are_erlang_c_too() {
    let limited = json("c --calls-per-hour 252 --aht 120 --agents 12 --lines 12");
    let loss = json("b --erlangs 8.4 --agents 12");
    close(&limited["p_blocked"], loss["p_blocked"].as_f64().unwrap());
    // Pollaczek and Khinchine: rho E[X] (1 + cv^2) / (2 (1 - rho)), rho = 0.75, X = 180 s, cv = 1.5.
    let line =
        "c --calls-per-hour 15 --agents 1 --aht {|distribution|=|\"lognormal\",|mean|=|\"3|min\",|cv|=|1.5|}";
    close(&json(line)["mean_wait"], 0.75 * 180.0 * 3.25 / 0.5);
    let constant = json(
        "c --calls-per-hour 15 --agents 1 --aht {|distribution|=|\"deterministic\",|value|=|\"3|min\"|}",
    );
    close(&constant["mean_wait"], 0.75 * 180.0 / 0.5);
    let sized =
        "c --calls-per-hour 100 --target 0.8 --aht {|distribution|=|\"deterministic\",|value|=|\"3|min\"|}";
    assert!(json(sized)["level"].as_f64() >= Some(0.8) && json(sized)["one_less"].as_f64() < Some(0.8));
}

#[test]
fn square_root_staffing_is_the_load_and_so_many_of_its_square_roots() {
    let c = json("c --calls-per-hour 1200 --aht 300 --beta 1");
    assert_eq!(c["agents"], 110);
    close(&c["beta"], 1.0);
    close(&c["p_wait_square_root"], 0.223_361_274_798);
    let a = json("a --calls-per-hour 1200 --aht 300 --patience 300 --beta 0");
    assert_eq!(a["agents"], 100);
    close(&a["p_wait_square_root"], 0.5);
    assert!((a["p_wait"].as_f64().unwrap() - 0.5).abs() < 0.03);
}

#[test]
fn an_overloaded_erlang_c_says_so_and_erlang_a_answers() {
    let line = "--calls-per-hour 1260 --aht 300 --agents 100";
    let error = answer(&format!("c {line}"), Language::En, true).unwrap_err();
    assert!(error.contains("occupancy would be 105.0 %") && error.contains("at least 106 agents"), "{error}");
    let error = answer(&format!("c {line}"), Language::Zh, true).unwrap_err();
    assert!(error.contains("占用率将达 105.0%"), "{error}");
    assert!(answer(&format!("a {line} --patience 180"), Language::En, true).is_ok());
    let endless = answer(&format!("a {line} --patience never"), Language::En, true).unwrap_err();
    assert!(endless.contains("overloaded"), "{endless}");
}

#[test]
fn people_get_an_aligned_table_with_units_in_their_language() {
    let line = "a --calls-per-hour 1260 --aht 300 --patience 180 --agents 100 --within 20";
    let english = answer(line, Language::En, false).unwrap();
    let row = english.lines().find(|row| row.contains("answered within 20 s of offered")).unwrap();
    assert!(row.contains("67.33") && row.ends_with('%'), "{english}");
    let chinese = answer(line, Language::Zh, false).unwrap();
    assert!(chinese.contains("20 秒内接通占来电") && chinese.contains("12.72  秒"), "{chinese}");
    assert_eq!(english.lines().count(), chinese.lines().count());
}

#[test]
fn nobody_who_never_gives_up_has_an_abandoned_wait() {
    let a = json("a --calls-per-hour 60 --aht 300 --patience never --agents 10");
    assert_eq!(a["mean_wait_abandoned"], Value::Null);
    assert_eq!(a["p_abandon"], 0.0);
}

#[test]
fn bad_values_are_refused_with_what_was_expected() {
    let traffic = "--calls-per-hour 60 --aht 300";
    for (line, message) in [
        ("c --calls-per-hour -60 --aht 300 --agents 3".to_owned(), "expected a number greater than 0"),
        ("c --calls-per-hour many --aht 300 --agents 3".to_owned(), "expected a number greater than 0"),
        ("c --calls-per-hour 60 --aht 0 --agents 3".to_owned(), "expected a duration greater than 0"),
        ("c --calls-per-hour 60 --aht 5|weeks --agents 3".to_owned(), "unknown unit `weeks`"),
        (format!("c {traffic} --agents 0"), "expected a whole number from 1"),
        (format!("c {traffic} --agents 2.5"), "expected a whole number from 1"),
        (format!("c {traffic} --target 80"), "expected a share between 0 and 1"),
        (format!("c {traffic} --agents 9 --within -1"), "expected a wait of 0 or more"),
        (format!("c {traffic}"), "required"),
        (format!("c {traffic} --agents 9 --target 0.8"), "cannot be used with"),
        (format!("a {traffic} --agents 9"), "--patience"),
        (format!("a {traffic} --agents 9 --patience -5"), "`mean` must be positive"),
        ("b --erlangs 1000000000 --max-blocked 0.01".to_owned(), "not even 10000000 agents"),
        ("a --calls-per-hour 1e200 --aht 300 --patience 180 --agents 10".to_owned(), "too extreme"),
        ("b --agents 3".to_owned(), "--calls-per-hour"),
        (format!("c {traffic} --beta much"), "expected a number such as 1"),
        (format!("c {traffic} --agents 9 --lines 8"), "at least the number of agents"),
        (format!("c {traffic} --target 0.8 --lines 8"), "cannot be used with"),
        (
            "c --calls-per-hour 60 --agents 9 --aht {|distribution|=|\"uniform\",|low|=|\"1|s\",|high|=|\"9|s\"|}"
                .to_owned(),
            "--agents 1 only",
        ),
        (
            "a --calls-per-hour 60 --agents 9 --patience 60 --aht \
             {|distribution|=|\"deterministic\",|value|=|\"9|s\"|}"
                .to_owned(),
            "give its mean alone",
        ),
    ] {
        let error = answer(&line, Language::En, false).unwrap_err();
        assert!(error.contains(message), "{line}: {error}");
    }
}

#[test]
fn help_shows_examples() {
    for formula in ["a", "b", "c"] {
        let help = answer(&format!("{formula} --help"), Language::En, false).unwrap_err();
        assert!(help.contains(&format!("hotseat erlang {formula} --")), "{help}");
    }
}

#[test]
fn calls_of_half_and_quarter_hours_are_calls_of_an_hour() {
    let hour = json("c --calls-per-hour 200 --aht 180 --target 0.8");
    for line in
        ["c --calls-per-30-min 100 --aht 180 --target 0.8", "c --calls-per-15-min 50 --aht 180 --target 0.8"]
    {
        assert_eq!(json(line), hour, "{line}");
    }
    assert_eq!(hour["agents"], 14);
}

#[test]
fn mean_wait_and_occupancy_are_targets_and_shrinkage_adds_heads() {
    let wait = json("c --calls-per-hour 200 --aht 180 --mean-wait-at-most 10 --shrinkage 28|%");
    assert!(wait["level"].as_f64() <= Some(10.0) && wait["one_less"].as_f64() > Some(10.0), "{wait}");
    let agents = wait["agents"].as_f64().unwrap();
    assert_eq!(wait["heads"].as_f64(), Some((agents / 0.72).ceil()));
    let busy = json("a --calls-per-hour 1260 --aht 300 --patience 180 --occupancy-at-most 0.85");
    assert!(busy["level"].as_f64() <= Some(0.85) && busy["one_less"].as_f64() > Some(0.85), "{busy}");
}

#[test]
fn a_day_of_volumes_has_an_answer_for_each_interval() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("day.csv");
    std::fs::write(&path, "time,calls\n08:00,100\n08:30,0\n09:00,50\n").unwrap();
    let line = format!("c --volumes {} --aht 180 --target 0.8", path.display());
    let day = json(&line);
    let agents: Vec<u64> =
        day["intervals"].as_array().unwrap().iter().map(|one| one["agents"].as_u64().unwrap()).collect();
    assert_eq!((agents[0], agents[1]), (14, 0));
    assert_eq!(
        day["intervals"][2]["agents"],
        json("c --calls-per-hour 100 --aht 180 --target 0.8")["agents"]
    );
    assert!(answer(&line, Language::Zh, false).unwrap().contains("高峰 14 人"));
    std::fs::write(&path, "time,calls\n08:00,100\n08:30,10\n10:00,50\n").unwrap();
    assert!(answer(&line, Language::En, false).unwrap_err().contains("equal intervals"));
    std::fs::write(&path, "time,volume\n08:00,100\n").unwrap();
    assert!(answer(&line, Language::En, false).unwrap_err().contains("time,calls"));
}

#[test]
fn the_text_says_what_was_understood() {
    let line = "a --calls-per-15-min 315 --aht 5|min --patience 180 --agents 100";
    let english = answer(line, Language::En, false).unwrap();
    let understood =
        "1260 calls per hour, mean handle time 300 s (5 min), load 105 erlangs, mean patience 180 s (3 min)";
    assert!(english.trim_start().starts_with(understood), "{english}");
    let chinese = answer("c --calls-per-hour 200 --aht 180 --agents 14", Language::Zh, false).unwrap();
    assert!(
        chinese.contains("每小时 200 个来电，平均处理时长 180 秒（3 分钟），话务强度 10 爱尔兰"),
        "{chinese}"
    );
}
