//! The fixed words of the charts and how quantities are written, in English and Chinese.

use jiff::civil::Date;

use crate::report::Lang;

/// A fixed word of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    MeanWaitByDay,
    AnsweredByDay,
    Windows,
    FullMerge,
    Dual,
    DualExpert,
    SubCentre,
    OtherMode,
    EndOnly,
    NoDate,
    NoData,
    LoadAndStaff,
    OfferedLoad,
    OnDuty,
    Seats,
    MeanWaitByHour,
    StillWaiting,
    WaitAxis,
    LongerThan,
    WithinWhich,
    AllCallers,
}

/// The wording of `word`.
pub(super) fn word(word: Word, lang: Lang) -> &'static str {
    let (en, zh) = both(word);
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

fn both(word: Word) -> (&'static str, &'static str) {
    match word {
        Word::MeanWaitByDay => (
            "Mean wait of answered callers, by day, with 95 % interval",
            "每日平均等待时长（已接来电），含95%置信区间",
        ),
        Word::AnsweredByDay => ("Share answered, by day", "每日接通率"),
        Word::Windows => ("Merger window of each hotline", "各热线归并时段"),
        Word::FullMerge => ("full merge", "整体并入"),
        Word::Dual => ("dual number", "双号并行"),
        Word::DualExpert => ("dual number with expert seats", "双号并行（保留专家座席）"),
        Word::SubCentre => ("sub-centre", "设分中心"),
        Word::OtherMode => ("own number", "自有号码"),
        Word::EndOnly => ("end date only", "仅有截止日期"),
        Word::NoDate => ("no date given", "未给出日期"),
        Word::NoData => ("no data", "无数据"),
        Word::LoadAndStaff => (
            "Offered load in erlangs, agents and seats, by half hour",
            "话务强度（爱尔兰）、在岗话务员与座席，每半小时",
        ),
        Word::OfferedLoad => ("offered load", "话务强度"),
        Word::OnDuty => ("agents on duty", "在岗话务员"),
        Word::Seats => ("seats", "座席"),
        Word::MeanWaitByHour => ("Mean wait of answered callers", "平均等待时长（已接来电）"),
        Word::StillWaiting => ("Share of callers still waiting", "仍在等待的来电占比"),
        Word::WaitAxis => ("time since joining the queue", "进入排队后的时间"),
        Word::LongerThan => ("share waiting longer than", "等待超过以下时长的占比"),
        Word::WithinWhich => ("wait that this share stays within", "以下比例来电的等待不超过"),
        Word::AllCallers => ("all callers", "全部来电"),
    }
}

/// "target 95 %".
pub(super) fn target(share: f64, lang: Lang) -> String {
    aim(&percent(share, 1, lang), lang)
}

/// "target 20 s".
pub(super) fn target_wait(seconds: f64, lang: Lang) -> String {
    aim(&duration(seconds, lang), lang)
}

/// "95 % within 2 min 40 s".
pub(super) fn quantile(level: &str, wait: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{level} within {wait}"),
        Lang::Zh => format!("{level}在{wait}以内"),
    }
}

fn aim(value: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("target {value}"),
        Lang::Zh => format!("目标{value}"),
    }
}

/// "Answered within 15 s, share of offered".
pub(super) fn answered_within(seconds: f64, lang: Lang) -> String {
    let wait = duration(seconds, lang);
    match lang {
        Lang::En => format!("Answered within {wait}, share of offered"),
        Lang::Zh => format!("{wait}内接通占来电比例"),
    }
}

/// "... and 12 more".
pub(super) fn more(count: usize, lang: Lang) -> String {
    match lang {
        Lang::En => format!("… and {count} more"),
        Lang::Zh => format!("……另有{count}条"),
    }
}

/// "48 s", "3 min 12 s", "1 h 5 min"; one decimal below ten seconds.
pub(super) fn duration(seconds: f64, lang: Lang) -> String {
    let (s, min, h, gap, part) = match lang {
        Lang::En => ("s", "min", "h", " ", " "),
        Lang::Zh => ("秒", "分", "小时", "", ""),
    };
    // Less than a minute: the minute is "1 min", not "60 s".
    if seconds < 9.95 {
        return format!("{}{gap}{s}", plain(seconds, 1));
    }
    let whole = seconds.round();
    if whole < 60.0 {
        return format!("{whole}{gap}{s}");
    }
    let join = |large: f64, unit: &str, small: f64, below: &str| {
        if small == 0.0 {
            format!("{large}{gap}{unit}")
        } else {
            format!("{large}{gap}{unit}{part}{small}{gap}{below}")
        }
    };
    if whole < 3600.0 {
        let min = if lang == Lang::Zh && whole % 60.0 == 0.0 { "分钟" } else { min };
        return join((whole / 60.0).floor(), min, whole % 60.0, s);
    }
    let minutes = (seconds / 60.0).round();
    let below = if lang == Lang::Zh { "分" } else { min };
    join((minutes / 60.0).floor(), h, minutes % 60.0, below)
}

/// "94.1 %" or "94.1%", with at most `decimals`. A share is never rounded up to 100 % nor down to 0.
pub(super) fn percent(share: f64, decimals: usize, lang: Lang) -> String {
    let gap = match lang {
        Lang::En => " ",
        Lang::Zh => "",
    };
    let finest = libm::pow(10.0, -(decimals as f64));
    let value = share * 100.0;
    if value > 0.0 && value < finest / 2.0 {
        return format!("<{}{gap}%", plain(finest, decimals));
    }
    if value < 100.0 && value >= 100.0 - finest / 2.0 && value < 100.0 - 1e-9 {
        return format!(">{}{gap}%", plain(100.0 - finest, decimals));
    }
    format!("{}{gap}%", plain(value, decimals))
}

/// A share with exactly one decimal, for columns of figures.
pub(super) fn figure(share: f64, lang: Lang) -> String {
    let text = percent(share, 1, lang);
    if text.contains('.') {
        return text;
    }
    let whole = text.trim_end_matches([' ', '%']);
    format!("{whole}.0{}", &text[whole.len()..])
}

/// A number with at most `decimals` and a comma between thousands.
pub(super) fn number(v: f64, decimals: usize) -> String {
    let text = plain(v, decimals);
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

/// Without trailing zeros, and without a negative zero.
fn plain(v: f64, decimals: usize) -> String {
    let text = format!("{v:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "Oct" or "10月".
pub(super) fn month(date: Date, lang: Lang) -> String {
    match lang {
        Lang::En => MONTHS.get(date.month() as usize - 1).copied().unwrap_or_default().to_owned(),
        Lang::Zh => format!("{}月", date.month()),
    }
}

/// "18 Oct" or "10月18日".
pub(super) fn date(date: Date, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} {}", date.day(), month(date, lang)),
        Lang::Zh => format!("{}{}日", month(date, lang), date.day()),
    }
}

/// "18 Oct 2021" or "2021年10月18日".
pub(super) fn full_date(day: Date, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} {}", date(day, lang), day.year()),
        Lang::Zh => format!("{}{}", year(day.year(), lang), date(day, lang)),
    }
}

/// "2021" or "2021年".
pub(super) fn year(year: i16, lang: Lang) -> String {
    match lang {
        Lang::En => year.to_string(),
        Lang::Zh => format!("{year}年"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(
                (duration(seconds, Lang::En).as_str(), duration(seconds, Lang::Zh).as_str()),
                (en, zh)
            );
        }
    }

    #[test]
    fn a_share_is_never_rounded_to_all_or_nothing() {
        assert_eq!(percent(0.9999, 1, Lang::En), ">99.9 %");
        assert_eq!(percent(0.0001, 1, Lang::En), "<0.1 %");
        assert_eq!(percent(0.941, 1, Lang::Zh), "94.1%");
        assert_eq!(percent(1.0, 1, Lang::En), "100 %");
        assert_eq!(percent(0.0, 1, Lang::En), "0 %");
        assert_eq!(figure(0.26, Lang::En), "26.0 %");
        assert_eq!(figure(0.0, Lang::Zh), "0.0%");
        assert_eq!(figure(0.9999, Lang::Zh), ">99.9%");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(number(1_234_567.5, 1), "1,234,567.5");
        assert_eq!(number(-1234.0, 0), "-1,234");
        assert_eq!(number(999.0, 2), "999");
    }

    #[test]
    fn every_fixed_word_can_be_drawn() {
        let font = super::super::font::Font::embedded().unwrap();
        let words = [
            Word::MeanWaitByDay,
            Word::AnsweredByDay,
            Word::Windows,
            Word::FullMerge,
            Word::Dual,
            Word::DualExpert,
            Word::SubCentre,
            Word::OtherMode,
            Word::EndOnly,
            Word::NoDate,
            Word::NoData,
            Word::LoadAndStaff,
            Word::OfferedLoad,
            Word::OnDuty,
            Word::Seats,
            Word::MeanWaitByHour,
            Word::StillWaiting,
            Word::WaitAxis,
            Word::LongerThan,
            Word::WithinWhich,
            Word::AllCallers,
        ];
        for w in words {
            for lang in [Lang::En, Lang::Zh] {
                assert!(word(w, lang).chars().all(|c| font.has(c)), "{w:?}");
            }
        }
    }
}
