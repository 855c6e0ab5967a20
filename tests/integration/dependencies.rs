//! What the package is built from: licences that its own agrees with, and each crate once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Licences under which a crate may be taken; each is the only choice somewhere in the tree.
const LICENCES: [&str; 6] = ["Apache-2.0", "BSD-3-Clause", "CC0-1.0", "MIT", "Unicode-3.0", "Zlib"];

/// Crates in the tree in more than one version, and why.
const SEVERAL_VERSIONS: [(&str, &str); 5] = [
    ("bitflags", "png 0.17, the version of the charts' own library, takes the first"),
    ("getrandom", "ahash, in parquet, takes an older one, and its macro one older still"),
    ("miniz_oxide", "png 0.17 takes the older one"),
    ("r-efi", "of two versions of getrandom, on machines without an operating system alone"),
    ("syn", "macros of several ages; they are built, not shipped"),
];

/// The packages of the tree, for every platform; for this one where others cannot be downloaded.
fn packages() -> Vec<Value> {
    let cargo = |more: &[&str]| -> Option<Value> {
        let arguments = [&["metadata", "--format-version", "1", "--locked"], more].concat();
        let output = Command::new(env!("CARGO"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(arguments)
            .output()
            .unwrap();
        output.status.success().then(|| serde_json::from_slice(&output.stdout).unwrap())
    };
    let metadata = cargo(&["--offline"]).or_else(|| cargo(&[]));
    let metadata = metadata.or_else(|| cargo(&["--offline", "--filter-platform", "host-tuple"]));
    metadata.expect("`cargo metadata` succeeds")["packages"].as_array().unwrap().clone()
}

/// Tells whether an SPDX expression can be met by licences of a list.
fn allows(expression: &str, licences: &[&str]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (met, rest) = any_of(&words, licences);
    assert!(rest.is_empty(), "not understood: {expression}");
    met
}

/// Reads alternatives; AND binds closer than OR.
fn any_of<'w, 't>(words: &'w [&'t str], licences: &[&str]) -> (bool, &'w [&'t str]) {
    let (mut met, mut rest) = all_of(words, licences);
    while let Some(("OR", more)) = rest.split_first().map(|(word, more)| (*word, more)) {
        let (other, more) = all_of(more, licences);
        (met, rest) = (met | other, more);
    }
    (met, rest)
}

fn all_of<'w, 't>(words: &'w [&'t str], licences: &[&str]) -> (bool, &'w [&'t str]) {
    let (mut met, mut rest) = one(words, licences);
    while let Some(("AND", more)) = rest.split_first().map(|(word, more)| (*word, more)) {
        let (other, more) = one(more, licences);
        (met, rest) = (met & other, more);
    }
    (met, rest)
}

/// Reads one licence, with its exception, or an expression in brackets.
fn one<'w, 't>(words: &'w [&'t str], licences: &[&str]) -> (bool, &'w [&'t str]) {
    match words {
        ["(", rest @ ..] => {
            let (met, rest) = any_of(rest, licences);
            assert_eq!(rest.first(), Some(&")"), "a bracket is open");
            (met, &rest[1..])
        }
        // An exception permits more, but is another text: it would have to be listed.
        [_, "WITH", _, rest @ ..] => (false, rest),
        [licence, rest @ ..] => (licences.contains(licence), rest),
        [] => (false, words),
    }
}

#[test]
fn every_dependency_has_a_licence_of_the_list() {
    let packages = packages();
    assert!(packages.len() > 100, "the tree was not found");
    let licences: BTreeMap<&str, &str> = packages
        .iter()
        .map(|package| (package["name"].as_str().unwrap(), package["license"].as_str().unwrap_or("none")))
        .collect();
    let others: Vec<_> = licences.iter().filter(|(_, licence)| !allows(licence, &LICENCES)).collect();
    assert!(others.is_empty(), "other licences: {others:?}");
    for licence in LICENCES {
        let rest: Vec<&str> = LICENCES.into_iter().filter(|other| *other != licence).collect();
        let needed = licences.values().any(|expression| !allows(expression, &rest));
        assert!(needed, "no crate needs {licence}: take it from the list");
    }
}

#[test]
fn no_crate_is_there_in_two_versions_but_those_of_the_list() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock");
    let lock: toml::Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    let mut versions: BTreeMap<&str, u32> = BTreeMap::new();
    for package in lock["package"].as_array().unwrap() {
        *versions.entry(package["name"].as_str().unwrap()).or_default() += 1;
    }
    assert!(versions.len() > 100, "the tree was not found");
    let several: BTreeSet<&str> =
        versions.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect();
    assert_eq!(several, SEVERAL_VERSIONS.into_iter().map(|(name, _)| name).collect());
}

#[test]
fn expressions_of_licences_are_judged() {
    let licences = ["A", "B"];
    for met in ["A", "C OR A", "C/B", "A AND B", "(C OR A) AND B", "C WITH x OR A", "C AND D OR B"] {
        assert!(allows(met, &licences), "{met}");
    }
    for not in ["C", "A AND C", "A WITH x", "C OR D", "(A OR C) AND D", "none"] {
        assert!(!allows(not, &licences), "{not}");
    }
}
