//! Phrases that messages share: lists of words, counts with their noun, and the name that was probably meant.

use super::units::Fault;
use crate::language::{Text, said};

/// The name that was probably meant, if one of the allowed names is close.
pub fn did_you_mean<'a>(written: &str, allowed: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |s: &str| s.to_lowercase().replace(['-', ' '], "_");
    let wanted = plain(written);
    let near = |name: &&str| {
        let distance = strsim::damerau_levenshtein(&wanted, &plain(name));
        let longer = wanted.chars().count().max(name.chars().count());
        let prefix = wanted.len() >= 4 && (name.starts_with(&wanted) || wanted.starts_with(*name));
        (distance <= (longer / 3).max(1) || (prefix && name.len() >= 4)).then_some(distance)
    };
    allowed.into_iter().filter_map(|name| near(&name).map(|d| (d, name))).min().map(|(_, name)| name)
}

/// Words in names that say in which unit a value is.
const UNITS: [&str; 16] = [
    "half", "quarter", "hour", "hr", "day", "week", "month", "year", "minute", "min", "second", "sec", "s",
    "h", "percent", "pct",
];

/// Asks whether a name was meant. Where the written one says a unit that the other has not, the value has to be
/// converted.
pub fn was_meant(written: &str, meant: &str) -> Text {
    let units = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let singular = |word: String| match word.strip_suffix('s') {
            Some(one) if one.len() > 1 => one.to_owned(),
            _ => word,
        };
        words.map(singular).filter(|word| UNITS.contains(&word.as_str())).collect()
    };
    let said = units(written);
    match said.is_empty() || said == units(meant) {
        true => said!("did you mean `{meant}`?", "是否应为 `{meant}`？"),
        false => said!(
            "there is `{meant}`, whose unit is another: convert the value",
            "另有 `{meant}`，其单位不同：请换算数值"
        ),
    }
}

/// Advice on a name that is unknown: the one that was probably meant, or else other advice.
pub fn meant_or<'a>(
    written: &str,
    allowed: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> Text,
) -> Text {
    did_you_mean(written, allowed).map_or_else(otherwise, |meant| was_meant(written, meant))
}

/// The fault of a word that is none of the allowed ones.
pub fn unknown_word<'a>(text: &str, allowed: impl Iterator<Item = &'a str> + Clone) -> Fault {
    let help = match did_you_mean(text, allowed.clone()) {
        Some(meant) => {
            let Text { en, zh } = list(allowed);
            said!("did you mean `{meant}`? Allowed: {en}", "是否应为 `{meant}`？可填：{zh}")
        }
        None => {
            let Text { en, zh } = list(allowed);
            said!("write {en}", "请填写 {zh}")
        }
    };
    Fault::new(said!("cannot be `{text}`", "不能是 `{text}`"), help)
}

/// "`a`, `b` or `c`".
pub fn list<'a>(words: impl Iterator<Item = &'a str>) -> Text {
    let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            let (en, zh) = (rest.join(", "), rest.join("、"));
            said!("{en} or {last}", "{zh} 或 {last}")
        }
        Some((last, _)) => Text::same(last),
        None => Text::default(),
    }
}

/// "1 field", "2 fields".
pub fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// Returns whether a character cannot be seen where names stand: control characters, and marks of no width.
pub fn is_hidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t' | '\r')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Words a hidden character in a text: "holds the hidden character U+0000".
pub fn hidden(text: &str) -> Text {
    let code = text.chars().find(|c| is_hidden(*c)).map_or(0, u32::from);
    said!("holds the hidden character U+{code:04X}", "含有不可见字符 U+{code:04X}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested_and_a_far_one_is_not() {
        let names = ["patience", "priority", "wrap_up", "service_level_within"];
        assert_eq!(did_you_mean("patiance", names), Some("patience"));
        assert_eq!(did_you_mean("Wrap-Up", names), Some("wrap_up"));
        assert_eq!(did_you_mean("service_level", names), Some("service_level_within"));
        assert_eq!(did_you_mean("colour", names), None);
    }

    #[test]
    fn a_name_with_another_unit_is_no_suggestion_without_a_word() {
        assert_eq!(was_meant("calls_per_houre", "calls_per_hour").en, "did you mean `calls_per_hour`?");
        for written in ["calls_per_half_hour", "calls_per_day", "calls_per_hours_half"] {
            assert!(was_meant(written, "calls_per_hour").en.ends_with("convert the value"), "{written}");
        }
        assert!(was_meant("aht_min", "aht").en.contains("whose unit is another"));
    }
}
