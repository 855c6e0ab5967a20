//! Phrases that messages share: lists of words, counts with their noun, and the name that was probably meant.

use super::units::Fault;

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

/// Advice on a name that is unknown: the one that was probably meant, or else other advice.
pub fn meant_or<'a>(
    written: &str,
    allowed: impl IntoIterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    did_you_mean(written, allowed).map_or_else(otherwise, |meant| format!("did you mean `{meant}`?"))
}

/// The fault of a word that is none of the allowed ones.
pub fn unknown_word<'a>(text: &str, allowed: impl Iterator<Item = &'a str> + Clone) -> Fault {
    let help = match did_you_mean(text, allowed.clone()) {
        Some(meant) => format!("did you mean `{meant}`? Allowed: {}", list(allowed)),
        None => format!("write {}", list(allowed)),
    };
    Fault::new(format!("cannot be `{text}`"), help)
}

/// "`a`, `b` or `c`".
pub fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// "1 field", "2 fields".
pub fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
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
}
