//! With `--lang zh` an error, what was found and the advice are Chinese; keys, files, values and commands stay.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;

const SMALL: &str = "name = \"small\"\ndays = 1\n[[hotline]]\nnumber = \"12345\"\ncalls_per_hour = 10\n\
                     talk = { distribution = \"exponential\", mean = \"5 min\" }\n\
                     patience = { distribution = \"exponential\", mean = \"3 min\" }\n[front_line]\nagents = 3\n";

/// Whether a text has Chinese characters.
fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// The longest run of English words outside backquotes.
fn english_run(line: &str) -> usize {
    let mut longest = 0;
    for part in line.split('`').step_by(2) {
        let mut run = 0;
        for word in part.split_whitespace() {
            let is_word = word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
            run = if is_word { run + 1 } else { 0 };
            longest = longest.max(run);
        }
    }
    longest
}

/// Checks what stands on standard error.
#[track_caller]
fn said_in_chinese(args: &[&str], code: Option<i32>, stderr: &str) {
    assert_eq!(code, Some(2), "{args:?}: {stderr}");
    let title = stderr.lines().next().unwrap_or_default();
    assert!(title.starts_with("错误") && is_chinese(title), "{args:?}: {stderr}");
    assert!(stderr.trim_end().ends_with("未运行。"), "{args:?}: {stderr}");
    for line in
        stderr.lines().filter(|line| line.contains("错误") || line.contains("   | ") || line.contains('^'))
    {
        assert!(english_run(line) < 3, "{args:?}: {line}");
    }
}

#[test]
fn errors_of_a_single_file_are_chinese() {
    let bad = [
        ("days = 1", "dayz = 1"),
        ("days = 1", "days = \"one\""),
        ("calls_per_hour = 10", "calls_per_hour = -1"),
        ("agents = 3", "agents = 2.5"),
        ("mean = \"5 min\"", "mean = \"5\""),
        ("mean = \"5 min\"", "mean = \"7:15\""),
        ("mean = \"5 min\"", "mean = \"5 minutes\""),
        ("mean = \"5 min\"", "mean = 300"),
        ("\"exponential\", mean = \"3", "\"exponentail\", mean = \"3"),
        ("number = \"12345\"\n", ""),
        ("[front_line]\nagents = 3\n", ""),
        ("name = \"small\"", "name = \"small"),
        ("agents = 3", "agents = 3\nagents = 4"),
    ];
    for (right, wrong) in bad {
        let folder = Workdir::new();
        assert!(SMALL.contains(right), "{right}");
        let path = folder.write("small.toml", &SMALL.replacen(right, wrong, 1));
        let args = ["check", path.to_str().unwrap(), "--lang", "zh"];
        let said = folder.hotseat(&args);
        said_in_chinese(&[wrong], said.code, &said.stderr);
    }
}

#[test]
fn errors_of_plans_and_of_what_is_set_are_chinese() {
    let cases: [(&str, &str, &str); 12] = [
        ("sites.csv", "siping,Siping", "changchun,Siping"),
        ("sites.csv", ",1814733,", ",many,"),
        ("sites.csv", ",0.09 per inhabitant-year,,tonghua", ",,,tonghua"),
        ("sites.csv", ",tonghua,", ",tongua,"),
        ("hotlines.csv", "2021-05-01,2021-05-31", "2021-05-31,2021-05-01"),
        ("hotlines.csv", "mode,no", "mode,nr"),
        ("hours.csv", "profile,", "profil,"),
        ("calendar.csv", "2021-05-01", "2021-02-30"),
        ("weeks.csv", "office", "ofice"),
        ("seasons.csv", "2021-10-20", "2021-12-20"),
        ("scenario.toml", "habit_after = ", "habit_afte = "),
        ("scenario.toml", "[desks]", "[desk]"),
    ];
    for (file, right, wrong) in cases {
        let folder = Workdir::new();
        assert_eq!(folder.hotseat(&["init", "jilin-2021", "plan"]).code, Some(0));
        let path = folder.path().join("plan").join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(right), "{file}: {right}");
        std::fs::write(&path, text.replacen(right, wrong, 1)).unwrap();
        let said = folder.hotseat(&["check", "plan", "--lang", "zh"]);
        said_in_chinese(&[file, wrong], said.code, &said.stderr);
    }
    let folder = Workdir::new();
    let path = folder.write("small.toml", SMALL);
    let small = path.to_str().unwrap();
    let table = folder.write("points.csv", "a\n1\n");
    for args in [
        &["run", small, "--set", "front_line.agent=3"][..],
        &["run", small, "--set", "front_line.agents=many"],
        &["run", small, "--set", "front_line.agents=3", "--set", "front_line.agents=4"],
        &["run", "nowhere.toml"],
        &["run", table.to_str().unwrap()],
        &["sweep", small],
    ] {
        let said = folder.hotseat(&[args, &["--lang", "zh"]].concat());
        said_in_chinese(args, said.code, &said.stderr);
    }
}
