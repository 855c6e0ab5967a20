//! What people call the keys that studies vary most.

use crate::language::Language;

use super::Sheet;
use crate::scenario::study::{ALTERNATIVE, ONLY_SITES};

/// A key's end, its English and Chinese name, and what a plain number of it counts.
const NAMES: [(&str, [&str; 2], [&str; 2]); 17] = [
    ("front_line.agents", ["agents", "坐席人数"], ["", ""]),
    ("front_line.lines", ["lines", "线路数"], ["", ""]),
    ("calls_per_hour", ["calls per hour", "每小时来电"], ["", ""]),
    ("rule.seats_per_million", ["seats", "座席"], ["per million people", "每百万人口"]),
    ("rule.staff_per_seat", ["staff", "人员"], ["per seat", "每席"]),
    ("demand.volume_factor", ["demand", "来电量"], ["times the plan's", "为方案的倍数"]),
    ("handle_time.factor", ["handle time", "处理时长"], ["times the plan's", "为方案的倍数"]),
    ("sites.csv:volume", ["volume", "来电量"], ["times the table's", "为表中的倍数"]),
    ("talk.mean", ["talk time", "通话时长"], ["", ""]),
    ("patience.mean", ["patience", "耐心"], ["", ""]),
    ("patience.scale", ["patience", "耐心"], ["", ""]),
    ("busyness.day_cv", ["cv of busy days", "日间波动系数"], ["", ""]),
    (ONLY_SITES, ["site", "站点"], ["", ""]),
    ("pooling.front_lines", ["pooling", "合并方式"], ["", ""]),
    ("phase", ["phase", "阶段"], ["", ""]),
    ("path.expansion", ["path to the rule", "扩容方式"], ["", ""]),
    ("alternative", ["alternative", "备选方案"], ["", ""]),
];

/// Words that values are chosen from: the key's end, the word, and what charts call it in Chinese.
const WORDS: [(&str, &str, &str); 8] = [
    ("pooling.front_lines", "alone", "各站点独立"),
    ("pooling.front_lines", "own-first", "本站点优先"),
    ("pooling.front_lines", "province", "全省统一"),
    ("phase", "before", "归并前"),
    ("phase", "during", "归并中"),
    ("phase", "after", "归并后"),
    ("path.expansion", "monthly", "逐月扩容"),
    ("path.expansion", "rule-from-day-one", "首日配齐"),
];

fn known(key: &str) -> Option<&'static (&'static str, [&'static str; 2], [&'static str; 2])> {
    NAMES.iter().find(|(end, ..)| key.ends_with(end))
}

/// The name of a key; its path where it has none.
pub(super) fn name(key: &str, lang: Language) -> String {
    known(key).map_or(key.to_owned(), |(_, [en, zh], _)| lang.pick(en, zh).to_owned())
}

/// What people call a value of a key: a word in the reader's language, an alternative's title; else see [`plain`].
pub(super) fn value(sheet: &Sheet, key: &str, cell: &str, lang: Language) -> String {
    let titled = sheet.titles.iter().find(|(name, _)| key == ALTERNATIVE && name == cell);
    if let Some((_, title)) = titled {
        return lang.pick(title.en.as_str(), title.zh.as_str()).to_owned();
    }
    let word = WORDS.iter().find(|(end, word, _)| key.ends_with(end) && *word == cell);
    if let (Some((.., zh)), Language::Zh) = (word, lang) {
        return (*zh).to_owned();
    }
    plain(sheet, cell, lang)
}

/// The value as it is, a list without its brackets, sites by their names.
pub(super) fn plain(sheet: &Sheet, cell: &str, lang: Language) -> String {
    let listed = cell.strip_prefix("[\"").and_then(|rest| rest.strip_suffix("\"]"));
    let Some(words) = listed else { return cell.to_owned() };
    let name = |word| {
        let site = sheet.sites.iter().find(|(id, _)| id == word);
        site.map_or(word, |(_, name)| lang.pick(name.en.as_str(), name.zh.as_str()))
    };
    words.split("\", \"").map(name).collect::<Vec<_>>().join(lang.pick(", ", "、"))
}

/// What a plain number of it counts; may be empty.
pub(super) fn unit(key: &str, lang: Language) -> String {
    known(key).map_or(String::new(), |(.., [en, zh])| lang.pick(en, zh).to_owned())
}
