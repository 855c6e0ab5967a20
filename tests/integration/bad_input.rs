//! Bad inputs, each with the message it gets.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use hotseat::scenario;
use std::path::Path;

const GOOD: &str = include_str!("workdir/smallest.toml");

/// What a user sees for a scenario; the folder's name is taken out of it.
fn shown(text: &[u8], others: &[(&str, &[u8])]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("s.toml");
    std::fs::write(&file, text).unwrap();
    for (name, bytes) in others {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let problems = match scenario::load(&file) {
        Ok(loaded) => panic!("read without a problem: {:?}", loaded.model),
        Err(problems) => problems.render(),
    };
    problems.replace(&format!("{}/", folder.path().display()), "")
}

/// Replaces `old` in the good scenario by `new`; the message must say all of `parts`.
struct Case {
    old: &'static str,
    new: &'static str,
    parts: &'static [&'static str],
}

const fn case(old: &'static str, new: &'static str, parts: &'static [&'static str]) -> Case {
    Case { old, new, parts }
}

const TALK: &str = r#"{ distribution = "exponential", mean = "300 s" }"#;

/// One problem each, with its place.
const CASES: &[Case] = &[
    // Keys.
    case("patience =", "patiance =", &["unknown key `patiance`", "s.toml:9:1", "did you mean `patience`?"]),
    case(
        "agents = 100",
        "agents = 100\nseats = 9",
        &["unknown key `seats`", "s.toml:13:1", "every agent has a seat"],
    ),
    case(
        "talk =",
        "aht = 3\ntalk =",
        &["unknown key `aht`", "s.toml:8:1", "give `talk` and, if there is one, `wrap_up`"],
    ),
    case("agents = 100", "agents = 100\nseed = 3", &["unknown key `seed`", "belongs at the top of the file"]),
    case("number =", "lines = 3\nnumber =", &["unknown key `lines`", "`lines` belongs under `[front_line]`"]),
    case(
        "days = 30",
        "days = 30\nzzzz = 1",
        &["unknown key `zzzz`", "s.toml:3:1", "keys here: `name`, `title`"],
    ),
    case("days = 30\n", "", &["missing key `days`", "write e.g. `days = 30`"]),
    case(
        "[front_line]\nagents = 100\n",
        "",
        &["missing key `front_line`", "write e.g. `front_line = { agents = 100 }`"],
    ),
    case(
        "number = \"12345\"\n",
        "",
        &["missing key `number` of `hotline`", "s.toml:5:1", "number = \"12345\""],
    ),
    case("calls_per_hour = 1260\n", "", &["missing key `calls_per_hour`", "s.toml:5:1", "or `profile`"]),
    case("days = 30", "days = 30\ndays = 31", &["key `days` appears twice", "s.toml:3:1"]),
    case("[[hotline]]", "[hotline]", &["`hotline` must be a list of tables", "s.toml:5:1", "`[[hotline]]`"]),
    case("[front_line]", "[[front_line]]", &["`front_line` must be one table", "write `[front_line]` once"]),
    case(
        "calls_per_hour = 1260",
        "calls_per_hour = 1\nprofile = { step = \"1 h\", calls_per_hour = [1] }",
        &["`calls_per_hour` and `profile` do not go together", "s.toml:5:1"],
    ),
    // Types.
    case("name = \"erlang-a\"", "name = 3", &["`name` must be a text, not a number", "s.toml:1:8", "\"3\""]),
    case("name = \"erlang-a\"", "name = \" \"", &["`name` is empty", "s.toml:1:8"]),
    case(
        "number = \"12345\"",
        "number = 12345",
        &["`number` must be a text", "s.toml:6:10", "in quotes: \"12345\""],
    ),
    case("days = 30", "days = \"30\"", &["`days` must be a number, not a text", "write 30 without quotes"]),
    case(
        "agents = 100",
        "agents = \"100\"",
        &["`agents` must be a whole number or a table { step, values }", "write 100 without quotes"],
    ),
    case(
        "agents = 100",
        "agents = 99.5",
        &["`agents` must be a whole number", "s.toml:12:10", "`99` or `100`"],
    ),
    case("agents = 100", "agents = true", &["`agents` must be a whole number or", "not true or false"]),
    case("days = 30", "days = 30\nstart = 5", &["`start` must be a date", "2021-04-26"]),
    case("days = 30", "days = 30\nstart = \"26.4.2021\"", &["`start` is not a date", "year-month-day"]),
    case("days = 30", "days = 30\nstart = 2021-04-26T08:00:00", &["`start` is not a date", "s.toml:3:9"]),
    case("days = 30", "days = 30\nstart = 2021-02-30", &["s.toml:3:9", "invalid date"]),
    // Units.
    case("\"300 s\"", "300", &["`mean` needs a unit", "s.toml:8:47", "write \"300 s\""]),
    case("\"300 s\"", "\"300\"", &["`mean` needs a unit", "s.toml:8:47", "write `300 s`"]),
    case("\"300 s\"", "\"300s\"", &["`mean` needs one space", "write `300 s`"]),
    case("\"300 s\"", "\"5 minutes\"", &["unknown unit `minutes`", "write `5 min`"]),
    case("\"300 s\"", "\"5 fortnights\"", &["unknown unit `fortnights`", "`s`, `min`, `h` or `d`"]),
    case("\"300 s\"", "\"five\"", &["`mean` is not a duration", "`270 s`"]),
    case("\"300 s\"", "\"1e3 s\"", &["`mean` has the unknown unit"]),
    case("\"300 s\"", "\"-3 s\"", &["`mean` must not be negative"]),
    case("\"300 s\"", "\"99999999 d\"", &["`mean` is longer than a hundred years"]),
    case(
        "\"300 s\"",
        "\"7:15\"",
        &["`mean` is a time with colons", "`435 s` if these are minutes and seconds"],
    ),
    case("\"300 s\"", "7:15", &["a time stands here without quotes", "s.toml:8:47", "`\"435 s\"`"]),
    case("\"300 s\"", "07:15:00", &["`mean` is a time with colons", "s.toml:8:47"]),
    case(
        "calls_per_hour = 1260",
        "calls_per_half_hour = 10",
        &["there is `calls_per_hour`, whose unit is another: convert the value"],
    ),
    case("calls_per_hour = 1260", "calls = [10, 12]", &["`profile = { step = ", "s.toml:7:1"]),
    case(TALK, "300", &["mean = \"300 s\" } (or min, h, d)"]),
    case(
        "patience =",
        "redial = { after_abandon = 1.2 }\npatience =",
        &["a share is at most 1, which is 100 %", "s.toml:9:28"],
    ),
    case(
        "patience =",
        "redial = { after_abandon = 0.5, abandon_delay = { distribution = \"exponential\", mean = \"5\" } }\npatience =",
        &["`mean` needs a unit", "s.toml:9:88"],
    ),
    // Ranges.
    case("days = 30", "days = 0", &["`days` must be more than 0", "s.toml:2:8"]),
    case("days = 30", "days = nan", &["`days` must be a finite number", "s.toml:2:8"]),
    case("days = 30", "days = 1e9", &["`days` must be 3660 or less"]),
    case("= 1260", "= -1", &["`calls_per_hour` must not be negative", "s.toml:7:18"]),
    case("= 1260", "= inf", &["`calls_per_hour` must be a finite number", "leave the key out"]),
    case("agents = 100", "agents = -1", &["`agents` must not be negative"]),
    case("agents = 100", "agents = 0", &["there is never an agent on duty", "s.toml:12:10"]),
    case(
        "agents = 100",
        "agents = 99999999999999999999999",
        &["s.toml:12:10", "`agents` must be 1000000000 or less"],
    ),
    case(
        "agents = 100",
        "agents = 100\nlines = 80",
        &["80 lines are too few for 100 agents", "s.toml:13:9", "write 100 or more"],
    ),
    case("days = 30", "days = 30\nseed = -1", &["`seed` must not be negative"]),
    case("number =", "priority = 8\nnumber =", &["`priority` must be 7 or less", "s.toml:6:12"]),
    case("\"2 h\"", "\"30 d\"", &["`warm_up` leaves nothing to be measured", "s.toml:3:11"]),
    case("days = 30", "days = 30\nstart = 9999-12-30", &["runs past the end of the calendar", "s.toml:3:9"]),
    case(
        "days = 30",
        "days = 30\nservice_level_within = [\"1 s\", \"2 s\", \"3 s\", \"4 s\", \"5 s\"]",
        &["makes 9 acceptable waits", "at most 8"],
    ),
    // Words.
    case(
        "days = 30",
        "days = 30\narrivals = \"thined\"",
        &["`arrivals` cannot be `thined`", "did you mean `thinned`?"],
    ),
    case(
        "agents = 100",
        "agents = 100\non_shift_end = \"stop\"",
        &["`on_shift_end` cannot be `stop`", "`finish` or `return`"],
    ),
    case("agents = 100", "agents = 100\non_shift_end = 3", &["`on_shift_end` must be a text", "\"finish\""]),
    // Distributions.
    case(
        TALK,
        "\"300 s\"",
        &[
            "`talk` must be a distribution, not a text",
            "{ distribution = \"exponential\", mean = \"300 s\" }",
        ],
    ),
    case(TALK, "300", &["`talk` must be a distribution, not a number", "mean = \"300 s\""]),
    case(
        TALK,
        "{ mean = \"300 s\" }",
        &["missing key `distribution` of `talk`", "s.toml:8:1", "kinds: `exponential`"],
    ),
    case(
        TALK,
        "{ distribution = \"exponentiel\" }",
        &["`distribution` cannot be `exponentiel`", "did you mean `exponential`?"],
    ),
    case(
        TALK,
        "{ distribution = \"normal\", mean = \"3 s\" }",
        &["cannot be `normal`", "`lognormal`", "`empirical`"],
    ),
    case(
        TALK,
        "{ distribution = \"exponential\", mean = \"0 s\" }",
        &["`mean` must be positive and finite", "s.toml:8:47"],
    ),
    case(
        TALK,
        "{ distribution = \"exponential\", mean = \"3 s\", cv = 1 }",
        &["unknown key `cv`", "s.toml:8:54"],
    ),
    case(
        TALK,
        "{ distribution = \"lognormal\", mean = \"3 s\" }",
        &["missing key `cv` of `talk`", "give `mean` and `cv`, or `mu` and `sigma`"],
    ),
    case(
        TALK,
        "{ distribution = \"lognormal\", mean = \"3 s\", sigma = 1 }",
        &["`mean` and `sigma` do not go together"],
    ),
    case(TALK, "{ distribution = \"gamma\", mean = \"3 s\", cv = 0 }", &["`cv` must be more than 0"]),
    case(TALK, "{ distribution = \"erlang\", mean = \"3 s\", phases = 0 }", &["`phases` must be 1 or more"]),
    case(
        TALK,
        "{ distribution = \"weibull\", shape = 1 }",
        &["missing key `mean` of `talk`", "give `mean`, or `scale`"],
    ),
    case(
        TALK,
        "{ distribution = \"weibull\", shape = 0.001, mean = \"3 s\" }",
        &["the parameters of `talk` are too extreme together", "s.toml:8"],
    ),
    case(
        TALK,
        "{ distribution = \"lognormal\", mu = 90, sigma = 100 }",
        &["the parameters of `talk` are too extreme together"],
    ),
    case(
        TALK,
        "{ distribution = \"uniform\", low = \"5 s\", high = \"5 s\" }",
        &["`high` must be greater than low", "s.toml:8:56"],
    ),
    case(
        TALK,
        "{ distribution = \"triangular\", low = \"1 s\", mode = \"9 s\", high = \"5 s\" }",
        &["`mode` must be between low and high"],
    ),
    case(TALK, "{ distribution = \"mixture\", parts = [] }", &["`parts` is empty", "one or more"]),
    case(
        TALK,
        "{ distribution = \"mixture\", parts = [{ distribution = \"exponential\", mean = \"3 s\" }] }",
        &["missing key `weight` of `parts`"],
    ),
    case(
        TALK,
        "{ distribution = \"mixture\", parts = [{ weight = 0, distribution = \"exponential\", mean = \"3 s\" }] }",
        &["`parts` must be a list of parts", "one of them positive"],
    ),
    case(
        TALK,
        "{ distribution = \"empirical\", file = \"no.csv\" }",
        &["file `no.csv` not found", "s.toml:8:45", "scenario's folder"],
    ),
    // Days, waves, redials, busyness, assumptions.
    case(
        "calls_per_hour = 1260",
        "profile = { step = \"7 min\", calls_per_hour = [1] }",
        &["`step` must divide a day", "s.toml:7:20", "30 min"],
    ),
    case(
        "calls_per_hour = 1260",
        "profile = { step = \"1 h\", calls_per_hour = [1, 2, 3, 4, 5] }",
        &["5 values of 1 h do not fill a day", "24 steps"],
    ),
    case(
        "calls_per_hour = 1260",
        "profile = { step = \"1 h\", calls_per_hour = [1, -2] }",
        &["`calls_per_hour`, item 2, must not be negative"],
    ),
    case(
        "agents = 100",
        "agents = { step = \"1 h\", values = [1, 0] }\n[[hotline]]\nnumber = \"1\"\ncalls_per_hour = 1\ntalk = { distribution = \"deterministic\", value = \"1 s\" }",
        &["may wait for ever", "s.toml:12:1"],
    ),
    case(
        "number =",
        "wave = { amplitude = 1.5, period = \"1 h\" }\nnumber =",
        &["`amplitude` must be 1 or less"],
    ),
    case(
        "number =",
        "wave = { amplitude = 0.5, period = \"0 s\" }\nnumber =",
        &["`period` must be longer than 0 s"],
    ),
    case(
        "number =",
        "redial = { after_abandon = 60 }\nnumber =",
        &["`after_abandon` must be a share from 0 to 1", "write `60 %` or `0.6`"],
    ),
    case(
        "number =",
        "redial = { after_abandon = \"60 percent\" }\nnumber =",
        &["`after_abandon` is not a share", "`28 %`"],
    ),
    case(
        "number =",
        "redial = { after_abandon = 0.6 }\nnumber =",
        &["`after_abandon` needs `abandon_delay`", "s.toml:6:1"],
    ),
    case(
        "number =",
        "redial = { after_busy = 1, busy_delay = { distribution = \"deterministic\", value = \"0 s\" } }\nnumber =",
        &["`busy_delay` is always 0 s"],
    ),
    case(
        "[front_line]",
        "[busyness]\nshares = { province = 0.5, site = 0.2, own = 0.2 }\n[front_line]",
        &["sum to 0.9, not 1", "s.toml:12:1"],
    ),
    case("[front_line]", "[busyness]\nhour_lag = 1\n[front_line]", &["`hour_lag` must be less than 1"]),
    case(
        "[front_line]",
        "[[assumption]]\nkey = \"hotline.1.talk\"\nwhy = \"x\"\n[front_line]",
        &["no value at `hotline.1.talk`", "s.toml:12:7"],
    ),
    case(
        "[front_line]",
        "[[assumption]]\nkey = \"days\"\nwhy = \"x\"\nlow = \"3 h\"\n[front_line]",
        &["`low` does not fit `days`", "s.toml:14:7"],
    ),
    // Not TOML.
    case("days = 30", "days = 30 d", &["not TOML", "s.toml:2:8", "put it in quotes"]),
    case("\"erlang-a\"", "“erlang-a”", &["not TOML", "s.toml:1", "plain characters"]),
    case("\"erlang-a\"", "\"erlang-a", &["not TOML", "s.toml:1"]),
];

#[test]
fn every_bad_value_gets_its_message_and_place_and_no_other() {
    for case in CASES {
        assert!(GOOD.contains(case.old), "{}", case.old);
        let shown = shown(GOOD.replace(case.old, case.new).as_bytes(), &[]);
        for part in case.parts {
            assert!(shown.contains(part), "{}\nlacks: {part}\n\n{shown}", case.new);
        }
        assert!(shown.ends_with("1 error; nothing was run.\n"), "{}\n\n{shown}", case.new);
    }
}

#[test]
fn hotlines_that_share_a_number_are_refused() {
    let twice = "[[hotline]]\nnumber = \"12345\"\ncalls_per_hour = 1\ntalk = { distribution = \"deterministic\", value = \"1 s\" }\n";
    let shown = shown(format!("{GOOD}{twice}").as_bytes(), &[]);
    assert!(shown.contains("hotline 12345 appears twice") && shown.contains("s.toml:14:10"), "{shown}");
}

#[test]
fn files_of_observed_durations_are_checked_line_by_line() {
    let text = GOOD.replace(TALK, "{ distribution = \"empirical\", file = \"t.csv\" }");
    let cases: [(&[u8], &[&str]); 8] = [
        (
            b"seconds\n30\nx\n-4\n",
            &["value is not a number\n  --> t.csv:3\n   | found `x`", "t.csv:4\n   | found `-4`"],
        ),
        (b"30,40\n", &["value must stand alone on its line\n  --> t.csv:1"]),
        (b"1\n1_000\n", &["separators between its digits\n  --> t.csv:2\n   | found `1_000`; write `1000`"]),
        (b"nan\n3\ninf\n", &["value is not a number\n  --> t.csv:3"]),
        (b"", &["file is empty\n  --> t.csv"]),
        (b"seconds\n\n", &["file has no durations\n  --> t.csv"]),
        (b"30\n\xb0\xa1\n", &["value is not a number\n  --> t.csv:2"]),
        (b"30\n\xe9t\xe9\n", &["file is not text in UTF-8, UTF-16 or GB18030\n  --> t.csv", "CSV UTF-8"]),
    ];
    for (bytes, parts) in cases {
        let shown = shown(text.as_bytes(), &[("t.csv", bytes)]);
        for part in parts {
            assert!(shown.contains(part), "lacks: {part}\n\n{shown}");
        }
    }
}

#[test]
fn what_is_no_scenario_file_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("empty.toml"), "").unwrap();
    std::fs::write(at("blank.toml"), "\u{feff} \n").unwrap();
    std::fs::write(at("binary.toml"), b"name = \"\xff\"").unwrap();
    std::fs::create_dir_all(at("folder/scenario.toml")).unwrap();
    let cases = [
        ("none.toml", "file not found"),
        ("empty.toml", "file is empty"),
        ("blank.toml", "file is empty"),
        ("binary.toml", "file is not UTF-8 text (line 1)"),
        ("", "this folder has no scenario.toml"),
        ("folder", "this is a folder, not a file"),
    ];
    for (name, title) in cases {
        let shown = scenario::load(&at(name)).unwrap_err().render();
        assert!(shown.starts_with(&format!("error: {title}\n")), "{name}: {shown}");
    }
    assert!(scenario::load(Path::new("")).is_err());
}

#[test]
fn all_errors_of_all_kinds_are_found_at_once() {
    let text = r#"title = 3
days = -1
warm_up = "2"
horizon = 3

[[hotline]]
number = 12345
calls_per_hour = "many"
talk = { distribution = "uniform", low = "9 s", high = "3 s" }
patiance = { distribution = "weibull", shape = 0.91, scale = "390 s" }

[[hotline]]
talk = 3
wrap_up = { distribution = "gamma", mean = "3 sec" }

[front_line]
agents = { step = 30, values = [1, -2, "3"] }
on_shift_end = "leave"
"#;
    let shown = shown(text.as_bytes(), &[]);
    for part in [
        "missing key `name`",
        "`title` must be a text",
        "`days` must be more than 0",
        "`warm_up` needs a unit",
        "unknown key `horizon`",
        "`number` must be a text",
        "`calls_per_hour` must be a number",
        "`high` must be greater than low",
        "unknown key `patiance`",
        "missing key `number` of `hotline`",
        "missing key `calls_per_hour` of `hotline`",
        "`talk` must be a distribution",
        "missing key `cv` of `wrap_up`",
        "unknown unit `sec`",
        "`step` needs a unit",
        "`values`, item 2, must not be negative",
        "`values`, item 3, must be a whole number",
        "`on_shift_end` cannot be `leave`",
    ] {
        assert!(shown.contains(part), "lacks: {part}\n\n{shown}");
    }
    assert!(shown.ends_with("18 errors in 1 file; nothing was run.\n"), "{shown}");
    let lines: Vec<u32> = shown
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--> s.toml:")?.split(':').next()?.parse().ok())
        .collect();
    assert!(lines.is_sorted(), "{lines:?}");
}

#[test]
fn an_optional_key_that_is_wrong_does_not_hide_what_else_is_wrong() {
    let text = GOOD.replace("\"2 h\"", "\"2 hours\"").replace("agents = 100", "agents = 100\nlines = 80");
    let shown = shown(text.as_bytes(), &[]);
    assert!(shown.contains("unknown unit `hours`") && shown.contains("80 lines are too few"), "{shown}");
}

#[test]
fn a_message_looks_as_promised() {
    let shown = shown(GOOD.replace("patience =", "patiance =").as_bytes(), &[]);
    let want = "error: unknown key `patiance`
 --> s.toml:9:1
  |
9 | patiance = { distribution = \"exponential\", mean = \"180 s\" }
  | ^^^^^^^^ did you mean `patience`?

1 error; nothing was run.
";
    assert_eq!(shown, want);
}

#[test]
fn depth_and_length_do_no_harm() {
    let deep = 100_000;
    for text in [
        format!("a = {}", "[".repeat(deep)),
        format!("a = {}{}", "[".repeat(deep), "]".repeat(deep)),
        format!("[{}a]", "a.".repeat(deep)),
        format!("{}a = 1", "a.".repeat(deep)),
        format!("a = {}", "{a=".repeat(deep)),
        format!("name = \"{}\"", "x".repeat(10 * deep)),
        "a = 1\n".repeat(deep),
        (0..deep).map(|i| format!("a{i} = 1\n")).collect(),
        "\u{feff}".repeat(9),
    ] {
        assert!(shown(text.as_bytes(), &[]).ends_with("nothing was run.\n"));
    }
}
