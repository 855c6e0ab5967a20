//! Figures as people read them.

use crate::language::Language;

use crate::stats::Estimate;
use comfy_table::{CellAlignment, Table, presets};

/// What stands for a value that is unknown.
pub const UNKNOWN: &str = "-";

/// The sign of per cent after a number: Chinese has no space before it.
pub fn per_cent(lang: Language) -> &'static str {
    lang.pick(" %", "%")
}

/// A share in per cent: "94.1 %", "94.1%".
pub fn percent(share: Option<f64>, lang: Language) -> String {
    share.map_or(UNKNOWN.to_owned(), |share| format!("{:.1}{}", 100.0 * share, per_cent(lang)))
}

/// A share with its interval: "94.1 % +- 0.3".
pub fn percent_with(estimate: Estimate, lang: Language) -> String {
    let whole = percent(estimate.mean, lang);
    match (estimate.mean, estimate.half_width) {
        (Some(_), Some(half)) => format!("{whole} ± {:.1}", 100.0 * half),
        _ => whole,
    }
}

/// A duration: "4.2 s", "41 s", "3 min 12 s", "2 h 05 min".
pub fn duration(seconds: Option<f64>, lang: Language) -> String {
    let Some(seconds) = seconds else { return UNKNOWN.to_owned() };
    let (s, min, h) = (lang.pick(" s", " 秒"), lang.pick(" min", " 分"), lang.pick(" h", " 时"));
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

/// A count with thousands separated: "1,201,873".
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

/// So many calls: "8,004 calls", "51.9 M calls".
pub fn calls(number: u64, lang: Language) -> String {
    let calls = number as f64;
    match lang {
        Language::En if calls < 1e5 => format!("{} calls", count(calls)),
        Language::En => format!("{:.1} M calls", calls / 1e6),
        Language::Zh if calls < 1e5 => format!("{} 次来电", count(calls)),
        Language::Zh => format!("{} 万次来电", count(calls / 1e4)),
    }
}

/// An aligned table without rules: the first column to the left, the others to the right.
pub fn table(head: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = plain(rows);
    table.set_header(head.iter().copied());
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    lines(&table)
}

/// Label and value, one pair to a line.
pub fn facts(facts: Vec<(String, String)>) -> String {
    lines(&plain(facts.into_iter().map(|(label, value)| vec![label, value]).collect()))
}

fn plain(rows: Vec<Vec<String>>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.add_rows(rows);
    if let Some(first) = table.column_mut(0) {
        first.set_padding((2, 1));
    }
    table
}

fn lines(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!(count(1_201_873.4), "1,201,873");
        assert_eq!(count(999.0), "999");
        assert_eq!(duration(Some(192.0), Language::En), "3 min 12 s");
        assert_eq!(duration(Some(7325.0), Language::En), "2 h 02 min");
        assert_eq!(duration(None, Language::Zh), "-");
        let estimate = Estimate { mean: Some(0.941), half_width: Some(0.003) };
        assert_eq!(percent_with(estimate, Language::En), "94.1 % ± 0.3");
        assert_eq!(percent_with(estimate, Language::Zh), "94.1% ± 0.3");
        assert_eq!(
            (calls(8_004, Language::En).as_str(), calls(8_004, Language::Zh).as_str()),
            ("8,004 calls", "8,004 次来电")
        );
        let many = (calls(51_912_000, Language::En), calls(51_912_000, Language::Zh));
        assert_eq!((many.0.as_str(), many.1.as_str()), ("51.9 M calls", "5,191 万次来电"));
    }

    #[test]
    fn columns_align_in_both_languages() {
        let text = table(
            &["站点", "calls"],
            vec![vec!["长春".into(), "12".into()], vec!["Jilin".into(), "1,234".into()]],
        );
        let widths: Vec<usize> =
            text.lines().map(|line| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()).collect();
        assert!(widths.windows(2).all(|w| w[0] == w[1]), "{text}");
    }
}
