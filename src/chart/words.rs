//! The fixed words of the charts and how quantities are written, in English and Chinese.

use crate::language::Language;

use jiff::civil::Date;

use super::scale::Unit;

/// Makes the enumeration of fixed words and both wordings from one table.
macro_rules! fixed_words {
    ($($name:ident: $en:literal, $zh:literal;)*) => {
        /// A fixed word of a chart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Word { $($name),* }

        impl Word {
            #[cfg(test)]
            const ALL: &[Word] = &[$(Word::$name),*];
        }

        /// The wording of `word`.
        pub(super) fn word(word: Word, lang: Language) -> &'static str {
            match word { $(Word::$name => lang.pick($en, $zh)),* }
        }
    };
}

fixed_words! {
    MeanWaitByDay: "Mean wait of answered callers, by day, with 95 % interval", "每日平均等待时长（已接来电），含95%置信区间";
    AnsweredByDay: "Share answered, by day", "每日接通率";
    Windows: "Merger window of each hotline", "各热线归并时段";
    FullMerge: "full merge", "整体并入";
    Dual: "dual number", "双号并行";
    DualExpert: "dual number with expert seats", "双号并行（保留专家座席）";
    SubCentre: "sub-centre", "设分中心";
    OtherMode: "own number", "自有号码";
    EndOnly: "end date only", "仅有截止日期";
    NoDate: "no date given", "未给出日期";
    NoData: "no data", "无数据";
    LoadAndStaff: "Offered load in erlangs, agents and seats, by half hour", "话务强度（爱尔兰）、在岗话务员与座席，每半小时";
    OfferedLoad: "offered load", "话务强度";
    OnDuty: "agents on duty", "在岗话务员";
    Seats: "seats", "座席";
    MeanWaitByHour: "Mean wait of answered callers", "平均等待时长（已接来电）";
    StillWaiting: "Share of callers still waiting", "仍在等待的来电占比";
    WaitAxis: "time since joining the queue", "进入排队后的时间";
    LongerThan: "share waiting longer than", "等待超过以下时长的占比";
    WithinWhich: "wait that this share stays within", "以下比例来电的等待不超过";
    AllCallers: "all callers", "全部来电";
    Lines: "lines", "各线";
    Dots: "dots", "各点";
    LeastThatReaches: "reaches the target for least", "以最小代价达标";
    TargetMet: "target met", "达标";
    TargetMissed: "target missed", "未达标";
    Base: "base", "基准";
    LowSetting: "low setting", "低值";
    HighSetting: "high setting", "高值";
    FirstIndex: "the key alone (first-order index)", "该参数单独作用（一阶指数）";
    TotalIndex: "with its interactions (total index)", "含交互作用（总指数）";
    Frontier: "efficient frontier", "有效前沿";
    OtherPoints: "points that another one beats", "被其他方案优于的方案";
}

/// "target 95 %", "target 20 s".
pub(super) fn target(unit: Unit, value: f64, lang: Language) -> String {
    let value = amount(unit, value, lang);
    match lang {
        Language::En => format!("target {value}"),
        Language::Zh => format!("目标{value}"),
    }
}

/// "cost (million yuan a year)"; the name alone where there is no unit.
pub(super) fn with_unit(name: &str, unit: &str, lang: Language) -> String {
    match lang {
        _ if unit.is_empty() => name.to_owned(),
        Language::En => format!("{name} ({unit})"),
        Language::Zh => format!("{name}（{unit}）"),
    }
}

/// "share of the variance of answer rate".
pub(super) fn variance_of(name: &str, lang: Language) -> String {
    match lang {
        Language::En => format!("share of the variance of {name}"),
        Language::Zh => format!("占“{name}”方差的比例"),
    }
}

/// "staff per seat: 2".
pub(super) fn valued(name: &str, value: &str, lang: Language) -> String {
    match lang {
        Language::En => format!("{name}: {value}"),
        Language::Zh => format!("{name}：{value}"),
    }
}

/// A single value in its unit: a share with one decimal, a number with three or four digits.
pub(super) fn amount(unit: Unit, v: f64, lang: Language) -> String {
    match unit {
        Unit::Time => duration(v, lang),
        Unit::Share => percent(v, 1, lang),
        Unit::Number => number(v, [100.0, 10.0, 1.0].iter().filter(|limit| v.abs() < **limit).count()),
    }
}

/// "95 % within 2 min 40 s".
pub(super) fn quantile(level: &str, wait: &str, lang: Language) -> String {
    match lang {
        Language::En => format!("{level} within {wait}"),
        Language::Zh => format!("{level}在{wait}以内"),
    }
}

/// "Answered within 15 s, share of offered".
pub(super) fn answered_within(seconds: f64, lang: Language) -> String {
    let wait = duration(seconds, lang);
    match lang {
        Language::En => format!("Answered within {wait}, share of offered"),
        Language::Zh => format!("{wait}内接通占来电比例"),
    }
}

/// "... and 12 more".
pub(super) fn more(count: usize, lang: Language) -> String {
    match lang {
        Language::En => format!("… and {count} more"),
        Language::Zh => format!("……另有{count}条"),
    }
}

/// "48 s", "3 min 12 s", "1 h 5 min"; one decimal below ten seconds.
pub(super) fn duration(seconds: f64, lang: Language) -> String {
    let (s, min, h, gap, part) = match lang {
        Language::En => ("s", "min", "h", " ", " "),
        Language::Zh => ("秒", "分", "小时", "", ""),
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
        let min = if lang == Language::Zh && whole % 60.0 == 0.0 { "分钟" } else { min };
        return join((whole / 60.0).floor(), min, whole % 60.0, s);
    }
    let minutes = (seconds / 60.0).round();
    let below = if lang == Language::Zh { "分" } else { min };
    join((minutes / 60.0).floor(), h, minutes % 60.0, below)
}

/// "94.1 %" or "94.1%", with at most `decimals`. A share is never rounded up to 100 % nor down to 0.
pub(super) fn percent(share: f64, decimals: usize, lang: Language) -> String {
    let gap = match lang {
        Language::En => " ",
        Language::Zh => "",
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
pub(super) fn figure(share: f64, lang: Language) -> String {
    let text = percent(share, 1, lang);
    let whole = text.trim_end_matches([' ', '%']);
    format!("{}{}", padded(whole, 1), &text[whole.len()..])
}

/// The same without the sign, with exactly so many decimals.
pub(super) fn bare_percent(share: f64, decimals: usize) -> String {
    padded(percent(share, decimals, Language::Zh).trim_end_matches('%'), decimals)
}

/// A number with exactly so many decimals, for columns of figures.
pub(super) fn padded_number(v: f64, decimals: usize) -> String {
    padded(&number(v, decimals), decimals)
}

/// `text` with zeros up to `decimals`.
fn padded(text: &str, decimals: usize) -> String {
    let found = text.split_once('.').map_or(0, |(_, after)| after.len());
    let point = if found == 0 && decimals > 0 { "." } else { "" };
    format!("{text}{point}{}", "0".repeat(decimals.saturating_sub(found)))
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
pub(super) fn month(date: Date, lang: Language) -> String {
    match lang {
        Language::En => MONTHS.get(date.month() as usize - 1).copied().unwrap_or_default().to_owned(),
        Language::Zh => format!("{}月", date.month()),
    }
}

/// "18 Oct" or "10月18日".
pub(super) fn date(date: Date, lang: Language) -> String {
    match lang {
        Language::En => format!("{} {}", date.day(), month(date, lang)),
        Language::Zh => format!("{}{}日", month(date, lang), date.day()),
    }
}

/// "18 Oct 2021" or "2021年10月18日".
pub(super) fn full_date(day: Date, lang: Language) -> String {
    match lang {
        Language::En => format!("{} {}", date(day, lang), day.year()),
        Language::Zh => format!("{}{}", year(day.year(), lang), date(day, lang)),
    }
}

/// "2021" or "2021年".
pub(super) fn year(year: i16, lang: Language) -> String {
    match lang {
        Language::En => year.to_string(),
        Language::Zh => format!("{year}年"),
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
                (duration(seconds, Language::En).as_str(), duration(seconds, Language::Zh).as_str()),
                (en, zh)
            );
        }
    }

    #[test]
    fn a_share_is_never_rounded_to_all_or_nothing() {
        assert_eq!(percent(0.9999, 1, Language::En), ">99.9 %");
        assert_eq!(percent(0.0001, 1, Language::En), "<0.1 %");
        assert_eq!(percent(0.941, 1, Language::Zh), "94.1%");
        assert_eq!(percent(1.0, 1, Language::En), "100 %");
        assert_eq!(percent(0.0, 1, Language::En), "0 %");
        assert_eq!(figure(0.26, Language::En), "26.0 %");
        assert_eq!(figure(0.0, Language::Zh), "0.0%");
        assert_eq!(figure(0.9999, Language::Zh), ">99.9%");
        assert_eq!((bare_percent(0.26, 1).as_str(), bare_percent(0.26, 0).as_str()), ("26.0", "26"));
        assert_eq!(padded_number(1234.5, 2), "1,234.50");
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
        for w in Word::ALL {
            for lang in [Language::En, Language::Zh] {
                assert!(word(*w, lang).chars().all(|c| font.has(c)), "{w:?}");
            }
        }
    }
}
