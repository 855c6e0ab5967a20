//! A planner's slips in a copy of the Jilin plan: what `check` says, and where.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::{Said, Workdir};
use std::path::Path;

/// One slip.
struct Slip {
    /// What went wrong, for the reader of a failure.
    what: &'static str,
    file: &'static str,
    edit: Edit,
    /// The whole message as shown.
    message: &'static str,
}

#[derive(Clone, Copy)]
enum Edit {
    /// The first occurrence of a text becomes another.
    Replace(&'static str, &'static str),
    /// A column of this index goes, as when it is deleted in a spreadsheet.
    DropColumn(usize),
}
use Edit::{DropColumn, Replace};

const SLIPS: [Slip; 10] = [
    Slip {
        what: "a typo in a key",
        file: "scenario.toml",
        edit: Replace("inbound_share = \"80 %\"\npaid", "inbond_share = \"80 %\"\npaid"),
        message: "error: unknown key `inbond_share`
   --> plan/scenario.toml:LINE:1
    |
LINE | inbond_share = \"80 %\"
    | ^^^^^^^^^^^^ did you mean `inbound_share`?",
    },
    Slip {
        what: "a unit is missing",
        file: "hotlines.csv",
        edit: Replace("changchun,site,15,,150 s,", "changchun,site,15,,150,"),
        message: "error: `aht` needs a unit
  --> plan/hotlines.csv:18, column `aht`
   | found `150`; write `150 s` (or `min`, `h`, `d`)",
    },
    Slip {
        what: "a window ends before it starts",
        file: "hotlines.csv",
        edit: Replace("2021-09-01,2021-10-31,true", "2021-11-01,2021-10-31,true"),
        message: "error: window ends before it starts
  --> plan/hotlines.csv:16, hotline 12333
   | found from 2021-11-01, to 2021-10-31",
    },
    Slip {
        what: "the carrier is unknown",
        file: "hotlines.csv",
        edit: Replace(",false,12320,,,,,20 %", ",false,13220,,,,,20 %"),
        message: "error: there is no hotline `13220`
  --> plan/hotlines.csv:8, column `absorbed_by`
   | did you mean `12320`?",
    },
    Slip {
        what: "a number is negative",
        file: "sites.csv",
        edit: Replace(",61146,", ",-61146,"),
        message: "error: `people` must not be negative
  --> plan/sites.csv:9, column `people`
   | found `-61146`; write 0 or more",
    },
    Slip {
        what: "a date does not exist",
        file: "hotlines.csv",
        edit: Replace("2021-06-15,2021-07-15,false", "2021-06-31,2021-07-15,false"),
        message: "error: `from` is not a day of the calendar
  --> plan/hotlines.csv:5, column `from`
   | found `2021-06-31`; check month and day",
    },
    Slip {
        what: "a hotline is there twice",
        file: "hotlines.csv",
        edit: Replace("sub-centre,5,12305", "sub-centre,5,12313"),
        message: "error: hotline 12313 appears twice
  --> plan/hotlines.csv:34, hotline 12313
   | first on line 32; each hotline has one row",
    },
    Slip {
        what: "a column is missing",
        file: "seasons.csv",
        edit: DropColumn(5),
        message: "error: missing column `factor`
  --> plan/seasons.csv:1",
    },
    Slip {
        what: "shares do not sum to 1",
        file: "hours.csv",
        edit: Replace("general,0.9 %", "general,1.9 %"),
        message: "error: the shares of the hours do not sum to 100 %
  --> plan/hours.csv:2, profile general
   | found 101.0000 %",
    },
    Slip {
        what: "a site is its own partner",
        file: "sites.csv",
        edit: Replace(",,tonghua,", ",,meihekou,"),
        message: "error: meihekou cannot be its own partner
  --> plan/sites.csv:7, column `partner`
   | name another site, or leave it blank",
    },
];

/// `check` of a fresh copy of the plan with these slips.
fn check(slips: &[&Slip]) -> Said {
    let workdir = Workdir::new();
    assert_eq!(workdir.hotseat(&["init", "jilin-2021", "plan"]).code, Some(0));
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/jilin-2021");
    for file in ["scenario.toml", "hotlines.csv", "sites.csv", "seasons.csv", "hours.csv"] {
        let mut text = std::fs::read_to_string(original.join(file)).unwrap();
        for slip in slips.iter().filter(|slip| slip.file == file) {
            text = edited(&text, slip);
        }
        workdir.write(&format!("plan/{file}"), &text);
    }
    workdir.hotseat(&["check", "plan"])
}

fn edited(text: &str, slip: &Slip) -> String {
    match slip.edit {
        Replace(from, to) => {
            assert!(text.contains(from), "{}: {from:?} is not in {}", slip.what, slip.file);
            text.replacen(from, to, 1)
        }
        DropColumn(column) => text.lines().map(|line| without(line, column) + "\n").collect(),
    }
}

/// A line without one field; fields up to it hold no commas.
fn without(line: &str, column: usize) -> String {
    let mut fields: Vec<&str> = line.split(',').collect();
    fields.remove(column);
    fields.join(",")
}

/// The message of a slip, with the line on which it stands today: three digits.
fn wanted(slip: &Slip) -> String {
    let Replace(from, _) = slip.edit else { return slip.message.to_owned() };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/jilin-2021");
    let text = std::fs::read_to_string(folder.join(slip.file)).unwrap();
    let line = 1 + text[..text.find(from).unwrap()].matches('\n').count();
    slip.message.replace("LINE", &line.to_string())
}

/// Messages between the blank lines.
fn messages(said: &Said) -> Vec<&str> {
    assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{}", said.stderr);
    said.stderr.trim_end().split("\n\n").collect()
}

#[test]
fn every_slip_gets_one_message_that_names_file_line_and_what_to_write() {
    for slip in &SLIPS {
        let said = check(&[slip]);
        assert_eq!(messages(&said), [wanted(slip).as_str(), "1 error; nothing was run."], "{}", slip.what);
    }
}

#[test]
fn ten_slips_at_once_are_all_reported_and_nothing_else() {
    let said = check(&SLIPS.iter().collect::<Vec<_>>());
    let mut messages = messages(&said);
    assert_eq!(messages.pop(), Some("10 errors in 5 files; nothing was run."), "{}", said.stderr);
    let mut wanted: Vec<String> = SLIPS.iter().map(wanted).collect();
    wanted.sort_unstable();
    messages.sort_unstable();
    assert_eq!(messages, wanted);
}

#[test]
fn a_comma_too_many_in_a_site_does_not_make_its_hotlines_wrong() {
    let slip = Slip {
        what: "a name with a comma, unquoted",
        file: "sites.csv",
        edit: Replace("changchun,Changchun,", "changchun,Changchun, city,"),
        message: "error: row has 10 fields, the header has 9
  --> plan/sites.csv:2
   | a field that contains a comma is put in double quotes: `\"a, b\"`",
    };
    assert_eq!(messages(&check(&[&slip]))[..1], [slip.message]);
}

#[test]
fn a_day_that_does_not_exist_is_no_missing_quote() {
    let slip = Slip {
        what: "31 April",
        file: "scenario.toml",
        edit: Replace("start = 2021-04-26", "start = 2021-04-31"),
        message: "",
    };
    let said = check(&[&slip]);
    assert!(said.stderr.contains("^^^^^^^^^^ check year, month and day"), "{}", said.stderr);
    assert!(said.stderr.contains("plan/scenario.toml:21:9"), "{}", said.stderr);
}

#[test]
fn a_share_above_one_is_not_divided_by_a_hundred_for_the_planner() {
    let slip = Slip {
        what: "170 %",
        file: "scenario.toml",
        edit: Replace("inbound_share = \"80 %\"", "inbound_share = \"170 %\""),
        message: "must be a share from 0 % to 100 %",
    };
    let said = check(&[&slip]);
    assert_eq!(messages(&said).len(), 2, "{}", said.stderr);
    assert!(said.stderr.contains(slip.message) && !said.stderr.contains("1.7 %"), "{}", said.stderr);
}

#[test]
fn a_plan_whose_rule_is_misspelt_is_still_read_as_a_plan() {
    let slip = Slip {
        what: "[rules]",
        file: "scenario.toml",
        edit: Replace("\n[rule]", "\n[rules]"),
        message: "unknown key `rules`",
    };
    let said = check(&[&slip]);
    assert_eq!(messages(&said).len(), 2, "{}", said.stderr);
    assert!(
        said.stderr.contains(slip.message) && said.stderr.contains("did you mean `rule`?"),
        "{}",
        said.stderr
    );
}

#[test]
fn a_field_too_many_in_any_row_of_any_table_is_one_error() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/jilin-2021");
    let plan = tempfile::tempdir().unwrap();
    let copy = |name: &Path| std::fs::copy(name, plan.path().join(name.file_name().unwrap())).unwrap();
    let files: Vec<_> = std::fs::read_dir(source).unwrap().map(|entry| entry.unwrap().path()).collect();
    for file in &files {
        copy(file);
    }
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "csv")) {
        let lines: Vec<String> = std::fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect();
        for row in 1..lines.len() {
            let mut broken = lines.clone();
            broken[row].push_str(",x");
            std::fs::write(plan.path().join(file.file_name().unwrap()), broken.join("\n")).unwrap();
            let problems = hotseat::scenario::load(plan.path()).unwrap_err();
            assert_eq!(problems.len(), 1, "{} row {row}: {problems}", file.display());
            assert!(problems.to_string().contains(&format!(".csv:{}", row + 1)), "{problems}");
        }
        copy(file);
    }
}
