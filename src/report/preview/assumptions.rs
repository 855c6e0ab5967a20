//! The assumptions of a scenario: all of them, or their number and those that carry most of the answer.

use super::ask::Ask;
use crate::report::document::{Block, Cell, Entry, Section, Table};
use crate::report::words::{Principal, Words};
use crate::scenario::plan::{Basis, HotlinePlan, Plan, SitePlan};
use crate::scenario::{Assumption, Loaded};

/// Builds the sections of a plan: all assumptions, or those that carry most of the answer.
pub(super) fn of_plan(loaded: &Loaded, plan: &Plan, ask: &Ask, words: &dyn Words) -> Vec<Section> {
    let count = loaded.assumptions.len() + plan.basis.len();
    if ask.assumptions {
        let mut sections = vec![title(count, words)];
        sections.extend(scalars(&loaded.assumptions));
        sections.extend(tables(plan, words));
        return sections;
    }
    let rows = principal(loaded, plan, words);
    if rows.is_empty() {
        return Vec::new();
    }
    let carry = words.principal_assumptions(rows.len(), count);
    let cells = |row: Vec<String>| row.into_iter().map(Cell::Text).collect();
    let table = Table::untitled(4, &[0, 1, 2, 3], rows.into_iter().map(cells).collect());
    vec![Section::new(vec![Block::Note(carry), Block::Table(Table { is_nested: true, ..table })])]
}

/// Builds the sections of a single file, whose assumptions are few enough to be listed always.
pub(super) fn of_file(loaded: &Loaded, words: &dyn Words) -> Vec<Section> {
    match loaded.assumptions.len() {
        0 => Vec::new(),
        count => std::iter::once(title(count, words)).chain(scalars(&loaded.assumptions)).collect(),
    }
}

fn title(count: usize, words: &dyn Words) -> Section {
    Section::new(vec![Block::Heading(words.assumptions(count))])
}

/// Lists the few assumptions on which most depends: name, value, believable range and place.
fn principal(loaded: &Loaded, plan: &Plan, words: &dyn Words) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    if plan.basis.iter().any(|b| b.about.starts_with("sites.csv")) {
        let name = words.principal(Principal::PerHead).to_owned();
        rows.push(vec![name, per_head(plan, words), String::new(), "sites.csv, volume".to_owned()]);
    }
    let mut add = |key: &str, name: Principal, value: Option<String>| {
        let Some(a) = loaded.assumptions.iter().find(|a| a.key == key) else { return };
        let name = words.principal(name).to_owned();
        rows.push(match value {
            // Of several keys together: no range of theirs is its range.
            Some(sum) => vec![name, sum, String::new(), format!("{key}, ...")],
            None => vec![name, bare(&a.value), range(a), a.key.clone()],
        });
    };
    let shrinkage = &plan.shrinkage;
    let parts = [shrinkage.leave, shrinkage.absence, shrinkage.planned, shrinkage.breaks];
    let lost = format!("{:.0} %", 100.0 * parts.iter().sum::<f64>());
    add("own_topics.aht", Principal::HandleTime, None);
    add("staff.leave", Principal::Shrinkage, Some(lost));
    add("staff.inbound_share", Principal::InboundShare, None);
    add("caller.patience", Principal::Patience, None);
    add("path.first_day_share", Principal::FirstDaySeats, None);
    rows
}

/// So many sites are named at most; of more their number is said.
const NAMED_SITES: usize = 4;

/// Words the calls per head: "0.30 Changchun, 0.15 Jilin City, 0.09 elsewhere".
fn per_head(plan: &Plan, words: &dyn Words) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for site in &plan.sites {
        let value = format!("{:.2}", site.per_head());
        match groups.iter_mut().find(|(v, _)| *v == value) {
            Some((_, names)) => names.push(words.say(&site.name)),
            None => groups.push((value, vec![words.say(&site.name)])),
        }
    }
    let most = groups.iter().map(|(_, names)| names.len()).max().unwrap_or(0);
    let one = |(value, names): &(String, Vec<&str>)| match names.len() {
        n if n == most && n > 1 => format!("{value} {}", words.elsewhere()),
        n if n > NAMED_SITES => format!("{value} {}", words.at_sites(n)),
        _ => format!("{value} {}", words.and(names)),
    };
    groups.sort_by_key(|(_, names)| names.len());
    words.phrases(&groups.iter().map(one).collect::<Vec<_>>())
}

/// Lists the assumed values of scenario.toml by its tables.
fn scalars(assumptions: &[Assumption]) -> Vec<Section> {
    let group = |a: &Assumption| a.key.split('.').next().unwrap_or_default().to_owned();
    let mut groups: Vec<String> = Vec::new();
    for name in assumptions.iter().map(group) {
        if !groups.contains(&name) {
            groups.push(name);
        }
    }
    let entry = |a: &Assumption| Entry {
        label: a.key.clone(),
        value: bare(&a.value),
        range: range(a),
        reason: a.why.clone(),
    };
    let one = |name: &String| {
        let entries = assumptions.iter().filter(|a| group(a) == *name).map(entry).collect();
        listed(format!("[{name}]"), entries)
    };
    groups.iter().map(one).collect()
}

fn listed(title: String, entries: Vec<Entry>) -> Section {
    Section::new(vec![Block::Heading(title), Block::Entries(entries)])
}

/// Lists the assumptions behind rows of tables by file; rows with the same one together.
fn tables(plan: &Plan, words: &dyn Words) -> Vec<Section> {
    let mut files: Vec<(&str, Vec<Entry>)> = Vec::new();
    for basis in &plan.basis {
        let (file, about) = basis.about.split_once(", ").unwrap_or((&basis.about, ""));
        let value = value(plan, basis, words);
        if !files.iter().any(|(name, _)| *name == file) {
            files.push((file, Vec::new()));
        }
        let Some((_, entries)) = files.iter_mut().find(|(name, _)| *name == file) else { continue };
        match entries.iter_mut().find(|entry| entry.reason == basis.why && entry.value == value) {
            Some(entry) => entry.label = format!("{}, {about}", entry.label),
            None => entries.push(Entry {
                label: about.to_owned(),
                value,
                range: String::new(),
                reason: basis.why.clone(),
            }),
        }
    }
    files.into_iter().map(|(file, entries)| listed(file.to_owned(), entries)).collect()
}

/// Returns what a row of a table assumes; blank where it is a whole profile.
pub(super) fn value(plan: &Plan, basis: &Basis, words: &dyn Words) -> String {
    let hotline = |h: &HotlinePlan| match (h.aht, h.absorbed_by) {
        (Some(aht), Some((_, share))) => words.share_of_carrier(share, aht),
        (Some(aht), None) => words.calls_per_thousand(h.weight, aht),
        (None, _) => String::new(),
    };
    let site = |s: &SitePlan| words.calls_per_head(s.per_head());
    match basis.about.split_once(", ") {
        Some(("hotlines.csv", number)) => plan.hotlines.iter().find(|h| h.number == number).map(hotline),
        Some(("sites.csv", id)) => plan.sites.iter().find(|s| s.id == id).map(site),
        _ => None,
    }
    .unwrap_or_default()
}

/// Writes the believable range, "180 s - 360 s"; blank if none is given.
fn range(a: &Assumption) -> String {
    match (&a.low, &a.high) {
        (Some(low), Some(high)) => format!("{} - {}", bare(low), bare(high)),
        _ => String::new(),
    }
}

/// Strips a TOML literal of the quotes of a string.
fn bare(literal: &str) -> String {
    let inner = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(literal).to_owned()
}
