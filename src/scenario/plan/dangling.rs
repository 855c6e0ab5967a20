//! Finds what alternatives of a plan name and its tables lack, such an alternative cannot be run, the plan itself can;
//! and dates of theirs that lie outside the horizon.

use super::parts::Parts;
use super::without_effect::{Horizon, outside_note};
use crate::language::Text;
use crate::scenario::source::{Entry, Node, Source, Value};
use jiff::civil::Date;

/// Lists the alternatives that name hotlines or sites which the plan has not, each with its line of scenario.toml, and
/// their dates outside the horizon.
pub(super) fn dangling(source: &Source, parts: &Parts) -> Vec<Text> {
    let own = std::iter::once(parts.file.own_topics.number.as_str());
    let numbers: Vec<&str> = own.chain(parts.hotlines.iter().map(|row| row.number.as_str())).collect();
    let known = |noun: Noun, name: &str| match noun {
        Noun::Hotline => numbers.contains(&name),
        Noun::Site => parts.listed_sites.iter().any(|site| site == name),
    };
    let mut notes = Vec::new();
    for item in list(source.root().get("alternative")) {
        let entries = item.get("set").map_or(&[][..], Node::entries);
        let named = entries.iter().flat_map(named);
        let lacking: Vec<(Noun, &Node)> =
            named.filter(|(noun, node)| node.as_text().is_some_and(|name| !known(*noun, name))).collect();
        if let (Some(name), false) = (item.get("name").and_then(Node::as_text), lacking.is_empty()) {
            notes.push(note(source, name, &lacking));
        }
        if let (Some(name), Some(horizon)) = (item.get("name").and_then(Node::as_text), Horizon::of(parts)) {
            notes.extend(entries.iter().flat_map(|entry| outside(entry, name, horizon)));
        }
    }
    notes
}

/// Keys whose values are spans of dates.
const SPANS: [&str; 2] = ["demand.surges", "staff.absences"];

/// Spans of dates that an alternative sets and that lie outside the horizon.
fn outside(entry: &Entry, alternative: &str, horizon: Horizon) -> Vec<Text> {
    let spans = list(Some(&entry.node)).iter().filter(|_| SPANS.contains(&entry.key.as_str()));
    let span = |node: &Node| Some((date(node.get("first")?)?, date(node.get("last")?)?));
    let outside = spans.filter_map(span).filter(|(first, last)| !horizon.meets(*first, *last));
    let key = &entry.key;
    outside
        .map(|(first, last)| {
            let note = outside_note(key, first, last, horizon);
            Text {
                en: format!("alternative {alternative}: {}", note.en),
                zh: format!("备选情景 {alternative}：{}", note.zh),
            }
        })
        .collect()
}

fn date(node: &Node) -> Option<Date> {
    match &node.value {
        Value::Date(text) | Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// The kind of thing that a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noun {
    Hotline,
    Site,
}

fn list(node: Option<&Node>) -> &[Node] {
    match node {
        Some(Node { value: Value::List(items), .. }) => items,
        _ => &[],
    }
}

/// The names in what an alternative sets.
fn named(entry: &Entry) -> Vec<(Noun, &Node)> {
    match entry.key.as_str() {
        "demand.surges" => {
            let hotlines = list(Some(&entry.node)).iter().flat_map(|surge| list(surge.get("hotlines")));
            hotlines.map(|node| (Noun::Hotline, node)).collect()
        }
        "only_sites" => list(Some(&entry.node)).iter().map(|node| (Noun::Site, node)).collect(),
        _ => Vec::new(),
    }
}

fn note(source: &Source, alternative: &str, lacking: &[(Noun, &Node)]) -> Text {
    let (_, first) = lacking[0];
    let (line, _) = source.problem(first.span.clone(), "").line_and_column();
    let of = |wanted: Noun| {
        let names =
            lacking.iter().filter(move |(noun, _)| *noun == wanted).filter_map(|(_, node)| node.as_text());
        names.collect::<Vec<_>>().join(", ")
    };
    let say =
        |noun: &str, wanted: Noun| Some(of(wanted)).filter(|n| !n.is_empty()).map(|n| format!("{noun}{n}"));
    let all = |hotline: &str, site: &str, and: &str| {
        let parts = [say(hotline, Noun::Hotline), say(site, Noun::Site)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(and)
    };
    let (en, zh) = (all("hotline ", "site ", " and no "), all("热线 ", "站点 ", "，也没有"));
    Text {
        en: format!("alternative {alternative} cannot be run: there is no {en} (scenario.toml, line {line})"),
        zh: format!("备选情景 {alternative} 无法运行：没有{zh}（scenario.toml 第 {line} 行）"),
    }
}
