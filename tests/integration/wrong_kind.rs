//! A file of another kind than the one asked for is named as what it is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::studies::{centre, folder, refused};

const STUDY: &str = "scenario = \"centre.toml\"\n[[vary]]\nkey = \"front_line.agents\"\nvalues = [8, 9]\n";

/// One error, of this title.
#[track_caller]
fn one(said: &str, title: &str, help: &str) {
    assert!(said.starts_with(&format!("error: {title}")) && said.contains(help), "{said}");
    assert!(said.ends_with("1 error; nothing was run.\n"), "{said}");
}

#[test]
fn a_study_is_no_scenario_and_a_scenario_no_study() {
    let folder = folder(&centre(""), STUDY);
    for command in ["check", "run"] {
        let said = refused(&folder, &[command, "study.toml"]);
        one(&said, "this is a study, not a scenario", "`hotseat sweep study.toml`");
    }
    let said = refused(&folder, &["sweep", "centre.toml"]);
    one(&said, "this is a scenario, not a study", "`hotseat run centre.toml` simulates it");
    assert_eq!(folder.hotseat(&["init", "plan", "plan"]).code, Some(0));
    one(&refused(&folder, &["sweep", "plan"]), "this is a scenario, not a study", "`hotseat run plan`");
    folder.write("other.toml", &STUDY.replace("centre.toml", "study.toml"));
    one(&refused(&folder, &["sweep", "other.toml"]), "this is a study, not a scenario", "study.toml");
}

#[test]
fn a_table_is_neither() {
    let folder = folder(&centre(""), STUDY);
    for name in ["list.csv", "LIST.CSV", "book.xlsx"] {
        folder.write(name, "a,b\n1,2\n");
        for command in ["check", "sweep"] {
            one(
                &refused(&folder, &[command, name]),
                "this is a table, not a scenario or a study",
                "scenario.toml",
            );
        }
    }
}

#[test]
fn an_alternative_without_a_scenario_says_so() {
    let folder = folder(&centre(""), &STUDY.replace("centre.toml", "@no-surge"));
    for command in ["check", "run"] {
        let said = refused(&folder, &[command, "@no-surge"]);
        assert!(said.contains("`@no-surge` names no scenario: write it before the @"), "{said}");
    }
    one(&refused(&folder, &["sweep", "study.toml"]), "`@no-surge` names no scenario", "before the @");
}

#[test]
fn a_number_that_is_no_whole_one_is_answered_with_a_sentence() {
    let folder = folder(&centre(""), STUDY);
    for (option, text, want) in [
        ("--replications", "1e9", "expected a whole number of 1 or more"),
        ("--replications", "0", "expected a whole number of 1 or more"),
        ("--seed", "x", "expected a whole number of 0 or more"),
        ("--threads", "1e9", "expected a whole number from 1 to 65535"),
    ] {
        let said = refused(&folder, &["run", "centre.toml", option, text]);
        assert!(said.contains(want) && !said.contains("invalid digit"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&centre(""), STUDY);
    let closed = folder.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may do everything reads it all the same, and finds nothing.
    let want = match std::fs::read_dir(&closed) {
        Ok(_) => "this folder has no scenario.toml",
        Err(_) => "this folder cannot be read: Permission denied",
    };
    one(&refused(&folder, &["check", "closed"]), want, "");
}

#[test]
fn a_scenario_in_another_encoding_is_told_which() {
    let folder = folder(&centre(""), STUDY);
    let utf16: Vec<u8> = centre("").encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(folder.path().join("wide.toml"), utf16).unwrap();
    one(
        &refused(&folder, &["check", "wide.toml"]),
        "file is UTF-16 text, not UTF-8",
        "save the file as UTF-8",
    );
}
