//! Reads units that stand in the header of a column instead of beside each number: `aht (s)`, `talk [min]`, `时长（分钟）`.

use crate::time::{HOUR, MINUTE};

/// A unit that a header may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Unit {
    /// The unit as cells write it: `min`.
    pub(in crate::scenario) written: &'static str,
}

/// The unit of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum HeaderUnit<'h> {
    /// A unit that is known.
    Known(Unit),
    /// A word in brackets that is no such unit.
    Unknown(&'h str),
}

/// Words for units, and the unit as cells write it.
const UNITS: [(&str, &[&str]); 9] = [
    ("s", &["s", "sec", "secs", "second", "seconds", "秒"]),
    ("min", &["min", "mins", "minute", "minutes", "分", "分钟"]),
    ("h", &["h", "hr", "hrs", "hour", "hours", "小时"]),
    ("d", &["d", "day", "days", "天", "日"]),
    ("%", &["%", "％", "percent"]),
    ("per inhabitant-year", &["per inhabitant-year"]),
    ("per year", &["per year", "次/年"]),
    ("per day", &["per day", "次/日", "次/天"]),
    ("per hour", &["per hour", "次/小时"]),
];

const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('（', '）'), ('【', '】')];

impl Unit {
    /// Finds the unit that a word stands for.
    pub(in crate::scenario) fn named(word: &str) -> Option<Unit> {
        let word = word.trim().to_lowercase();
        let found = UNITS.iter().find(|(_, words)| words.contains(&word.as_str()));
        found.map(|(written, _)| Unit { written })
    }

    /// Returns its length in seconds; none if it is no unit of time.
    pub(in crate::scenario) fn seconds(self) -> Option<f64> {
        match self.written {
            "s" => Some(1.0),
            "min" => Some(MINUTE),
            "h" => Some(HOUR),
            "d" => Some(24.0 * HOUR),
            _ => None,
        }
    }
}

/// Splits a header from the unit in brackets at its end.
pub(in crate::scenario) fn split(header: &str) -> (&str, Option<HeaderUnit<'_>>) {
    let header = header.trim();
    let bracketed = BRACKETS.iter().find_map(|(open, close)| {
        let (name, unit) = header.strip_suffix(*close)?.rsplit_once(*open)?;
        (!name.trim().is_empty()).then_some((name.trim(), unit.trim()))
    });
    match bracketed {
        Some((name, word)) => {
            (name, Some(Unit::named(word).map_or(HeaderUnit::Unknown(word), HeaderUnit::Known)))
        }
        None => (header, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_in_brackets_is_split_from_the_name() {
        let known = |written| Some(HeaderUnit::Known(Unit { written }));
        assert_eq!(split("AHT (min)"), ("AHT", known("min")));
        assert_eq!(split(" talk [s] "), ("talk", known("s")));
        assert_eq!(split("时长（分钟）"), ("时长", known("min")));
        assert_eq!(split("volume (per day)"), ("volume", known("per day")));
        assert_eq!(split("cost (CNY)"), ("cost", Some(HeaderUnit::Unknown("CNY"))));
        assert_eq!((split("aht"), split("(s)"), split("")), (("aht", None), ("(s)", None), ("", None)));
        assert_eq!(Unit::named("Minutes").and_then(Unit::seconds), Some(60.0));
    }
}
