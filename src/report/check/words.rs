//! Numbers, dates and tables as people read them.

use crate::language::{Language, Text};

use super::outlook::{Hour, Limit};
use crate::model::Model;
use crate::report::words::{count, per_cent};
use crate::time::HALF_HOURS;
use comfy_table::{CellAlignment, Table, presets};
use jiff::civil::Date;
use std::ops::Range;

/// The text in a language.
pub(super) fn say(lang: Language, text: &Text) -> &str {
    lang.pick(&text.en, &text.zh)
}

/// 24073453 as "24,073,453".
pub(super) fn whole(n: u64) -> String {
    count(n as f64)
}

/// One decimal.
pub(super) fn tenth(x: f64) -> String {
    format!("{x:.1}")
}

/// A share as "96.1 %", "96.1%"; "-" where there is none. What is not everything is never shown as 100 %.
pub(super) fn percent(share: Option<f64>, lang: Language) -> String {
    let shown = |x: f64| if x < 1.0 { (1000.0 * x).round().min(999.0) / 10.0 } else { 100.0 };
    share.map_or_else(|| "-".to_owned(), |x| format!("{:.1}{}", shown(x), per_cent(lang)))
}

/// "25 Oct 2021", "2021年10月25日".
pub(super) fn date(lang: Language, date: Date) -> String {
    date.strftime(lang.pick("%-d %b %Y", "%Y年%-m月%-d日")).to_string()
}

/// "25 Oct", "10月25日".
pub(super) fn day(lang: Language, date: Date) -> String {
    date.strftime(lang.pick("%-d %b", "%-m月%-d日")).to_string()
}

/// The begin of a half hour of the horizon: "Mon 25 Oct 10:00".
pub(super) fn moment(lang: Language, model: &Model, slot: usize) -> String {
    let clock = clock(slot % HALF_HOURS);
    match model.horizon().date(slot / HALF_HOURS) {
        Some(date) => format!("{} {clock}", date.strftime(lang.pick("%a %-d %b", "%-m月%-d日"))),
        None => clock,
    }
}

/// "10:30" for half hour 21.
pub(super) fn clock(half: usize) -> String {
    format!("{:02}:{:02}", half / 2, half % 2 * 30)
}

/// A span of days: "18-24 Oct", "27 Sep - 3 Oct".
pub(super) fn span(lang: Language, model: &Model, days: &Range<usize>) -> String {
    let ends = model.horizon().date(days.start).zip(model.horizon().date(days.end.max(1) - 1));
    let Some((first, last)) = ends else {
        return format!("{} {}-{}", lang.pick("days", "第"), days.start + 1, days.end);
    };
    match (lang, first.month() == last.month()) {
        (Language::En, true) => format!("{}-{}", first.day(), day(lang, last)),
        (Language::En, false) => format!("{} - {}", day(lang, first), day(lang, last)),
        (Language::Zh, true) => format!("{}-{}日", day(lang, first).trim_end_matches('日'), last.day()),
        (Language::Zh, false) => format!("{}-{}", day(lang, first), day(lang, last)),
    }
}

/// "staff", "座席".
pub(super) fn limit(lang: Language, limit: Limit) -> &'static str {
    match limit {
        Limit::Staff => lang.pick("staff", "人员"),
        Limit::Seats => lang.pick("seats", "座席"),
    }
}

/// Which limit binds in which hours: "staff 08-12, 14-17 h", "-".
pub(super) fn binding(lang: Language, hours: &[Hour]) -> String {
    let of = |which: Limit| {
        let bound: Vec<usize> = (0..hours.len()).filter(|h| hours[*h].binds == Some(which)).collect();
        let unit = lang.pick(" h", "时");
        let name = limit(lang, which);
        (!bound.is_empty()).then(|| format!("{name} {}{unit}", ranges(&bound)))
    };
    let all: Vec<String> = [Limit::Staff, Limit::Seats].into_iter().filter_map(of).collect();
    if all.is_empty() { "-".to_owned() } else { all.join(lang.pick("; ", "；")) }
}

/// Hours 8, 9, 14 as "08-10, 14-15".
fn ranges(hours: &[usize]) -> String {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for &hour in hours {
        match spans.last_mut() {
            Some((_, end)) if *end == hour => *end += 1,
            _ => spans.push((hour, hour + 1)),
        }
    }
    let text: Vec<String> = spans.iter().map(|(from, to)| format!("{from:02}-{to:02}")).collect();
    text.join(", ")
}

/// Rows under a header, columns aligned by display width (a Chinese character takes two); `left` lists
/// the columns that are not numbers. Every line is indented and ends in a newline.
pub(super) fn table(header: &[&str], rows: &[Vec<String>], left: &[usize]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header.iter().copied());
    table.add_rows(rows.iter().map(|row| row.iter().map(String::as_str)));
    for (i, column) in table.column_iter_mut().enumerate() {
        let side = if left.contains(&i) { CellAlignment::Left } else { CellAlignment::Right };
        column.set_cell_alignment(side);
    }
    table.to_string().lines().map(|line| format!(" {}\n", line.trim_end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_everything_is_not_a_hundred_percent() {
        assert_eq!(percent(Some(0.99999), Language::En), "99.9 %");
        assert_eq!(percent(Some(1.0), Language::En), "100.0 %");
        assert_eq!(percent(Some(0.9614), Language::Zh), "96.1%");
        assert_eq!(percent(None, Language::En), "-");
    }

    #[test]
    fn hours_that_follow_each_other_are_one_range() {
        assert_eq!(ranges(&[8, 9, 14, 22, 23]), "08-10, 14-15, 22-24");
    }
}
