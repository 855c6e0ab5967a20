//! How the keys that studies vary most, and their values, are called in charts.

use super::context::StudyContext;
use crate::report::words::{KeyName, ValueName, Words};
use crate::scenario::study::{ALTERNATIVE, ONLY_SITES};

/// The end of a key, and its name.
const KEYS: [(&str, KeyName); 17] = [
    ("front_line.agents", KeyName::Agents),
    ("front_line.lines", KeyName::Lines),
    ("calls_per_hour", KeyName::CallsPerHour),
    ("rule.seats_per_million", KeyName::SeatsPerMillion),
    ("rule.staff_per_seat", KeyName::StaffPerSeat),
    ("demand.volume_factor", KeyName::Demand),
    ("handle_time.factor", KeyName::HandleTime),
    ("sites.csv:volume", KeyName::Volume),
    ("talk.mean", KeyName::TalkTime),
    ("patience.mean", KeyName::Patience),
    ("patience.scale", KeyName::Patience),
    ("busyness.day_cv", KeyName::BusyDays),
    (ONLY_SITES, KeyName::Site),
    ("pooling.front_lines", KeyName::Pooling),
    ("phase", KeyName::Phase),
    ("path.expansion", KeyName::PathToRule),
    ("alternative", KeyName::Alternative),
];

/// The end of a key, a value that it is chosen from, and the name of the value.
const VALUES: [(&str, &str, ValueName); 8] = [
    ("pooling.front_lines", "alone", ValueName::Alone),
    ("pooling.front_lines", "own-first", ValueName::OwnFirst),
    ("pooling.front_lines", "province", ValueName::Province),
    ("phase", "before", ValueName::Before),
    ("phase", "during", ValueName::During),
    ("phase", "after", ValueName::After),
    ("path.expansion", "monthly", ValueName::Monthly),
    ("path.expansion", "rule-from-day-one", ValueName::RuleFromDayOne),
];

fn known(key: &str) -> Option<KeyName> {
    KEYS.iter().find(|(end, _)| key.ends_with(end)).map(|(_, name)| *name)
}

/// Names a key; by its path where it has no name, or where two keys of the study would be called the same.
pub(super) fn name(context: &StudyContext, key: &str, words: &dyn Words) -> String {
    let name_of = |key: &str| known(key).map_or(key.to_owned(), |name| words.key_name(name).to_owned());
    let name = name_of(key);
    let same = context.keys.iter().filter(|other| name_of(&other.name) == name);
    if same.count() > 1 { key.to_owned() } else { name }
}

/// Names a key alone; by its path where it has no name.
pub(in crate::report) fn plain_name(key: &str, words: &dyn Words) -> String {
    known(key).map_or(key.to_owned(), |name| words.key_name(name).to_owned())
}

/// Names a value of a key: an alternative by its title, a chosen word in the reader's language; else see [`plain`].
pub(super) fn value(context: &StudyContext, key: &str, cell: &str, words: &dyn Words) -> String {
    let titled = context.titles.iter().find(|(name, _)| key == ALTERNATIVE && name == cell);
    if let Some((_, title)) = titled {
        return words.say(title).to_owned();
    }
    match VALUES.iter().find(|(end, word, _)| key.ends_with(end) && *word == cell) {
        Some((.., name)) => words.value_name(*name).to_owned(),
        None => plain(context, cell, words),
    }
}

/// Writes a value as it is, but a list without its brackets, and sites by their names.
pub(super) fn plain(context: &StudyContext, cell: &str, words: &dyn Words) -> String {
    let listed = cell.strip_prefix("[\"").and_then(|rest| rest.strip_suffix("\"]"));
    let Some(listed) = listed else { return cell.to_owned() };
    let name = |id| {
        let site = context.sites.iter().find(|(known, _)| known == id);
        site.map_or(id, |(_, name)| words.say(name))
    };
    words.list(&listed.split("\", \"").map(name).collect::<Vec<_>>())
}

/// Says what a plain number of a key counts; may be empty.
pub(super) fn unit(key: &str, words: &dyn Words) -> &'static str {
    known(key).map_or("", |name| words.key_unit(name))
}
