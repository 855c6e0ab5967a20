//! Writes numbers, shares and durations; the words of a language are in [`super::words`].

/// The unit of a value, which decides how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds, written as s, min and h.
    Time,
    /// A share of 0 to 1, written as a percentage.
    Share,
    /// A plain number.
    Number,
}

/// The signs with which a language writes quantities, each with the space before it.
#[derive(Debug)]
pub(super) struct Notation {
    pub(super) second: &'static str,
    /// Minutes before seconds or after hours.
    pub(super) minute: &'static str,
    /// Minutes that stand alone.
    pub(super) whole_minutes: &'static str,
    pub(super) hour: &'static str,
    /// The text between a larger unit and the smaller one after it.
    pub(super) between: &'static str,
    pub(super) percent: &'static str,
}

impl Notation {
    /// Writes seconds as "48 s", "3 min 12 s", "1 h 5 min"; with one decimal below ten seconds.
    pub(super) fn duration(&self, seconds: f64) -> String {
        // Less than a minute: the minute is "1 min", not "60 s".
        if seconds < 9.95 {
            return format!("{}{}", plain(seconds, 1), self.second);
        }
        let whole = seconds.round();
        if whole < 60.0 {
            return format!("{whole}{}", self.second);
        }
        if whole < 3600.0 {
            let minute = if whole % 60.0 == 0.0 { self.whole_minutes } else { self.minute };
            return self.joined((whole, minute), self.second);
        }
        self.joined(((seconds / 60.0).round(), self.hour), self.minute)
    }

    /// Writes a count of a small unit in one that is sixty times as large, without a small part of 0.
    fn joined(&self, (count, large): (f64, &str), small: &str) -> String {
        let rest = match count % 60.0 {
            0.0 => String::new(),
            rest => format!("{}{rest}{small}", self.between),
        };
        format!("{}{large}{rest}", (count / 60.0).floor())
    }

    /// Writes a share as "94.1 %", with at most so many decimals.
    pub(super) fn percent(&self, share: f64, most_decimals: usize) -> String {
        percentage(share, most_decimals) + self.percent
    }

    /// Writes a share as "94.0 %", with exactly one decimal, for columns of figures.
    pub(super) fn column_percent(&self, share: f64) -> String {
        fixed_percentage(share, 1) + self.percent
    }

    /// Writes a single value: a share with one decimal, a number with three or four digits.
    pub(super) fn amount(&self, unit: Unit, v: f64) -> String {
        match unit {
            Unit::Time => self.duration(v),
            Unit::Share => self.percent(v, 1),
            Unit::Number => number(v, [100.0, 10.0, 1.0].iter().filter(|limit| v.abs() < **limit).count()),
        }
    }

    /// Writes the label of the mark `v` on an axis whose marks are `step` apart.
    pub(super) fn mark(&self, unit: Unit, v: f64, step: f64) -> String {
        match unit {
            Unit::Time => self.duration(v),
            Unit::Share => self.percent(v, decimals(step * 100.0)),
            Unit::Number => number(v, decimals(step)),
        }
    }
}

/// Writes a number with at most so many decimals and a comma between thousands.
pub(super) fn number(v: f64, most_decimals: usize) -> String {
    let text = plain(v, most_decimals);
    let digits = text.trim_start_matches('-');
    let whole = digits.find('.').unwrap_or(digits.len());
    let mut out = text[..text.len() - digits.len()].to_owned();
    for (i, c) in digits.char_indices() {
        if i > 0 && i < whole && (whole - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Writes a number with exactly so many decimals, for columns of figures.
pub(super) fn fixed_number(v: f64, decimals: usize) -> String {
    padded(number(v, decimals), decimals)
}

/// Writes a share in per cent without the sign, with exactly so many decimals.
pub(super) fn fixed_percentage(share: f64, decimals: usize) -> String {
    padded(percentage(share, decimals), decimals)
}

/// Writes a share in per cent without the sign. A share is never rounded up to 100 nor down to 0: "<0.1", ">99.9".
fn percentage(share: f64, most_decimals: usize) -> String {
    let finest = libm::pow(10.0, -(most_decimals as f64));
    let value = share * 100.0;
    if value > 0.0 && value < finest / 2.0 {
        return format!("<{}", plain(finest, most_decimals));
    }
    if value < 100.0 && value >= 100.0 - finest / 2.0 && value < 100.0 - 1e-9 {
        return format!(">{}", plain(100.0 - finest, most_decimals));
    }
    plain(value, most_decimals)
}

/// Returns how many decimals a multiple of `step` needs, six at most.
pub(super) fn decimals(step: f64) -> usize {
    (0..6)
        .find(|d| {
            let scaled = step * libm::pow(10.0, *d as f64);
            (scaled - scaled.round()).abs() < 1e-6
        })
        .unwrap_or(6)
}

/// Adds zeros up to so many decimals.
fn padded(text: String, decimals: usize) -> String {
    let found = text.split_once('.').map_or(0, |(_, after)| after.len());
    let point = if found == 0 && decimals > 0 { "." } else { "" };
    format!("{text}{point}{}", "0".repeat(decimals.saturating_sub(found)))
}

/// Writes a number without trailing zeros, and without a negative zero.
fn plain(v: f64, decimals: usize) -> String {
    let text = format!("{v:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EN: Notation = Notation {
        second: " s",
        minute: " min",
        whole_minutes: " min",
        hour: " h",
        between: " ",
        percent: " %",
    };
    const ZH: Notation = Notation {
        second: "秒",
        minute: "分",
        whole_minutes: "分钟",
        hour: "小时",
        between: "",
        percent: "%",
    };

    #[test]
    fn durations_read_as_people_write_them() {
        for (seconds, en, zh) in [
            (0.0, "0 s", "0秒"),
            (0.44, "0.4 s", "0.4秒"),
            (9.96, "10 s", "10秒"),
            (59.7, "1 min", "1分钟"),
            (192.0, "3 min 12 s", "3分12秒"),
            (3599.6, "1 h", "1小时"),
            (3905.0, "1 h 5 min", "1小时5分"),
        ] {
            assert_eq!((EN.duration(seconds).as_str(), ZH.duration(seconds).as_str()), (en, zh));
        }
    }

    #[test]
    fn a_share_is_never_rounded_to_all_or_nothing() {
        assert_eq!(EN.percent(0.9999, 1), ">99.9 %");
        assert_eq!(EN.percent(0.0001, 1), "<0.1 %");
        assert_eq!(ZH.percent(0.941, 1), "94.1%");
        assert_eq!(EN.percent(1.0, 1), "100 %");
        assert_eq!(EN.percent(0.0, 1), "0 %");
        assert_eq!(EN.column_percent(0.26), "26.0 %");
        assert_eq!(ZH.column_percent(0.0), "0.0%");
        assert_eq!(ZH.column_percent(0.9999), ">99.9%");
        assert_eq!((fixed_percentage(0.26, 1).as_str(), fixed_percentage(0.26, 0).as_str()), ("26.0", "26"));
        assert_eq!(fixed_number(1234.5, 2), "1,234.50");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(number(1_234_567.5, 1), "1,234,567.5");
        assert_eq!(number(-1234.0, 0), "-1,234");
        assert_eq!(number(999.0, 2), "999");
    }
}
