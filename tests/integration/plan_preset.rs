//! The plan that `init plan` writes for any province: it runs as it is, and its guide explains every column.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use hotseat::scenario::Scenario;
use std::path::Path;

fn made() -> Workdir {
    let workdir = Workdir::new();
    let said = workdir.hotseat(&["init", "plan", "province"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    workdir
}

#[test]
fn it_passes_check_and_runs() {
    let workdir = made();
    for args in [&["check", "province"][..], &["run", "province", "--replications", "2", "--brief"]] {
        let said = workdir.hotseat(args);
        assert_eq!(said.code, Some(0), "{args:?}\n{}", said.stderr);
    }
}

#[test]
fn all_its_alternatives_load() {
    let workdir = made();
    let plan = Scenario::open(&workdir.path().join("province")).unwrap();
    let base = plan.load().unwrap();
    assert!(base.alternatives.len() >= 12, "{}", base.alternatives.len());
    for alternative in &base.alternatives {
        let loaded = plan.alternative(&alternative.name).unwrap().load();
        let loaded = loaded.unwrap_or_else(|problems| panic!("{}", problems.render()));
        assert!(loaded.model != base.model, "{}", alternative.name);
        assert!(!alternative.note.en.is_empty() && !alternative.note.zh.is_empty());
    }
    let notes = base.plan.unwrap().notes;
    assert!(!notes.iter().any(|note| note.en.contains("cannot be run")), "{notes:#?}");
}

#[test]
fn it_names_no_province_and_every_mode_of_merging() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/plan");
    let mut all = String::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        all += &std::fs::read_to_string(entry.unwrap().path()).unwrap();
    }
    let schema = std::fs::read_to_string(folder.join("scenario.schema.json")).unwrap();
    let all = all.replace(&schema, "");
    for name in ["Jilin", "jilin", "吉林", "Changchun", "长春", "Yanbian", "延边"] {
        assert!(!all.contains(name), "{name}");
    }
    let hotlines = std::fs::read_to_string(folder.join("hotlines.csv")).unwrap();
    for mode in ["\nfull,", "\ndual,", "\nsub-centre,", ",true,"] {
        assert!(hotlines.contains(mode), "{mode}");
    }
}

#[test]
fn both_guides_explain_every_column() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/plan");
    for guide in ["GUIDE.md", "GUIDE.zh.md"] {
        let guide = std::fs::read_to_string(folder.join(guide)).unwrap();
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "csv") {
                continue;
            }
            let name = path.file_name().unwrap().to_str().unwrap();
            let section = guide.split("\n## ").find(|section| section.lines().next().unwrap().contains(name));
            let section = section.unwrap_or_else(|| panic!("no section on {name}"));
            let table = std::fs::read_to_string(&path).unwrap();
            for column in table.lines().next().unwrap().split(',') {
                let spanned = ["tue", "wed", "thu", "fri", "sat"].contains(&column)
                    || (column.starts_with('h')
                        && column[1..].parse::<u32>().is_ok_and(|hour| (1..23).contains(&hour)));
                assert!(spanned || section.contains(&format!("`{column}`")), "{name}: {column}");
            }
        }
    }
}

/// A section of a scenario without its comments.
fn section(plan: &str, name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(plan).join("scenario.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let from = text.find(&format!("\n[{name}]")).unwrap_or_else(|| panic!("{plan} has no [{name}]"));
    let lines = text[from + 1..].lines().skip(1).take_while(|line| !line.starts_with(['[', '#']));
    lines
        .map(|line| line.split(" #").next().unwrap().trim())
        .filter(|line| !line.is_empty())
        .fold(String::new(), |all, line| all + line + "\n")
}

/// What centres do not publish is the Jilin plan's default, and so is that of the plan to be filled.
#[test]
fn plans_that_ship_share_their_defaults() {
    let shared = [
        "handle_time",
        "caller",
        "caller.redial",
        "follow_up",
        "repeat",
        "satisfaction",
        "pooling",
        "staff",
        "busyness",
    ];
    for name in shared {
        for plan in ["published", "plan"] {
            assert_eq!(section(plan, name), section("jilin-2021", name), "[{name}] of {plan}");
        }
    }
}

#[test]
fn every_published_centre_is_an_alternative_that_loads() {
    let plan = Scenario::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/published")).unwrap();
    let names: Vec<String> = plan.load().unwrap().alternatives.into_iter().map(|a| a.name).collect();
    assert_eq!(names.len(), 8);
    for name in names {
        let loaded = plan.alternative(&name).unwrap().load();
        let model = loaded.unwrap_or_else(|problems| panic!("{}", problems.render())).model;
        assert_eq!(model.sites().len(), 1, "{name}");
    }
}
