//! Writes numbers, durations and dates as people read them, in English and Chinese.
//!
//! Shares become per cent with one decimal, seconds become minutes and hours, thousands are separated. English sets
//! a space before a unit; Chinese does not.

use crate::language::Language;
use crate::stats::Estimate;
use jiff::civil::Date;

/// Stands for a value that is unknown.
pub const UNKNOWN: &str = "-";

/// Returns the sign of per cent that follows a number.
pub fn per_cent(language: Language) -> &'static str {
    language.pick(" %", "%")
}

/// Writes a share in per cent: "94.1 %", "94.1%".
pub fn percent(share: Option<f64>, language: Language) -> String {
    share.map_or(UNKNOWN.to_owned(), |share| format!("{:.1}{}", 100.0 * share, per_cent(language)))
}

/// Writes a share in per cent with its interval: "94.1 % ± 0.3".
pub fn percent_with(estimate: Estimate, language: Language) -> String {
    let whole = percent(estimate.mean, language);
    match (estimate.mean, estimate.half_width) {
        (Some(_), Some(half)) => format!("{whole} ± {:.1}", 100.0 * half),
        _ => whole,
    }
}

/// Writes a share in per cent; what is below one is never rounded up to 100 %.
pub fn percent_below_all(share: Option<f64>, language: Language) -> String {
    let shown = |x: f64| if x < 1.0 { (1000.0 * x).round().min(999.0) / 10.0 } else { 100.0 };
    share.map_or(UNKNOWN.to_owned(), |x| format!("{:.1}{}", shown(x), per_cent(language)))
}

/// Writes seconds as a duration: "4.2 s", "41 s", "3 min 12 s", "2 h 05 min".
pub fn duration(seconds: Option<f64>, language: Language) -> String {
    let Some(seconds) = seconds else { return UNKNOWN.to_owned() };
    let (s, min, h) = (language.pick(" s", " 秒"), language.pick(" min", " 分"), language.pick(" h", " 时"));
    let whole = seconds.round() as u64;
    if seconds < 9.95 {
        format!("{seconds:.1}{s}")
    } else if whole < 100 {
        format!("{whole}{s}")
    } else if whole < 3600 {
        format!("{}{min} {:02}{s}", whole / 60, whole % 60)
    } else {
        format!("{}{h} {:02}{min}", whole / 3600, whole % 3600 / 60)
    }
}

/// Writes seconds as a duration with its interval: "41 s ± 2.3 s".
pub fn duration_with(estimate: Estimate, language: Language) -> String {
    let mean = duration(estimate.mean, language);
    match estimate.half_width {
        Some(half) => format!("{mean} ± {}", duration(Some(half), language)),
        None => mean,
    }
}

/// Writes a count with thousands separated: "1,201,873".
pub fn count(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number <= -0.5 { format!("-{text}") } else { text }
}

/// Writes a date: "25 Oct 2021", "2021年10月25日".
pub fn date(date: Date, language: Language) -> String {
    date.strftime(language.pick("%-d %b %Y", "%Y年%-m月%-d日")).to_string()
}

/// Writes the day and month of a date: "25 Oct", "10月25日".
pub fn day(date: Date, language: Language) -> String {
    date.strftime(language.pick("%-d %b", "%-m月%-d日")).to_string()
}

/// Writes a date with its weekday, which Chinese leaves out: "Mon 25 Oct", "10月25日".
pub fn weekday(date: Date, language: Language) -> String {
    date.strftime(language.pick("%a %-d %b", "%-m月%-d日")).to_string()
}

/// Writes a span of dates, both included: "18-24 Oct", "27 Sep - 3 Oct", "10月18-24日".
pub fn days(first: Date, last: Date, language: Language) -> String {
    match (language, first.month() == last.month()) {
        (Language::En, true) => format!("{}-{}", first.day(), day(last, language)),
        (Language::En, false) => format!("{} - {}", day(first, language), day(last, language)),
        (Language::Zh, true) => format!("{}-{}日", day(first, language).trim_end_matches('日'), last.day()),
        (Language::Zh, false) => format!("{}-{}", day(first, language), day(last, language)),
    }
}

/// Writes the start of a half hour of the day: "10:30" for half hour 21.
pub fn clock(half_hour: usize) -> String {
    format!("{:02}:{:02}", half_hour / 2, half_hour % 2 * 30)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(count(1_201_873.4), "1,201,873");
        assert_eq!(count(999.0), "999");
        assert_eq!(duration(Some(192.0), Language::En), "3 min 12 s");
        assert_eq!(duration(Some(7325.0), Language::En), "2 h 02 min");
        assert_eq!(duration(None, Language::Zh), "-");
        let estimate = Estimate { mean: Some(0.941), half_width: Some(0.003) };
        assert_eq!(percent_with(estimate, Language::En), "94.1 % ± 0.3");
        assert_eq!(percent_with(estimate, Language::Zh), "94.1% ± 0.3");
    }

    #[test]
    fn a_share_below_one_is_never_a_hundred_per_cent() {
        assert_eq!(percent_below_all(Some(0.99999), Language::En), "99.9 %");
        assert_eq!(percent_below_all(Some(1.0), Language::En), "100.0 %");
        assert_eq!(percent_below_all(Some(0.9614), Language::Zh), "96.1%");
        assert_eq!(percent_below_all(None, Language::En), "-");
    }

    #[test]
    fn spans_of_dates_name_a_month_once_where_both_ends_share_it() {
        let date = jiff::civil::date;
        let (october, september) = (date(2021, 10, 18), date(2021, 9, 27));
        assert_eq!(days(october, date(2021, 10, 24), Language::En), "18-24 Oct");
        assert_eq!(days(october, date(2021, 10, 24), Language::Zh), "10月18-24日");
        assert_eq!(days(september, date(2021, 10, 3), Language::En), "27 Sep - 3 Oct");
        assert_eq!(days(september, date(2021, 10, 3), Language::Zh), "9月27日-10月3日");
    }
}
