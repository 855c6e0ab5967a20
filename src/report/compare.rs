//! The result of `compare` in words and as JSON.

use crate::language::Language;

use super::checks::Checks;
use super::indicator::{self, Indicator};
use super::tables::{Row, difference_rows};
use super::words::{UNKNOWN, count, duration, percent, table};
use crate::assessment::verdict::{Verdict, judged, verdict};
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::scenario::difference::Difference;
use crate::stats::Estimate;
use serde_json::{Map, Value, json};

/// A scenario and what came of it.
pub struct Side<'a> {
    /// What it is called: its name, or what was asked for where two have the same.
    pub name: String,
    /// The scenario.
    pub model: &'a Model,
    /// Its results.
    pub results: &'a Results,
    /// How they stand up to what must hold.
    pub checks: Checks<'a>,
}

/// Two scenarios on the same callers.
pub struct Comparison<'a> {
    /// The one that the other is compared with.
    pub first: &'a Side<'a>,
    /// The other.
    pub second: &'a Side<'a>,
    /// In what their files differ.
    pub files: Vec<Difference>,
}

/// KPIs of the table in words: name, English, Chinese.
const SHOWN: [(&str, &str, &str); 15] = [
    ("offered", "offered, per replication", "呼入次数（每次重复）"),
    ("answer_rate", "answered of attempts", "接通率（按来电次数）"),
    ("answer_rate_by_caller", "answered of callers", "接通率（按来电人）"),
    ("abandonment_rate", "gave up", "排队放弃"),
    ("blocking_rate", "busy tone", "遇忙"),
    ("closed_rate", "rang at a closed desk", "非服务时间来电"),
    ("service_level[15 s]", "answered within 15 s", "15 秒内接通"),
    ("mean_wait_answered", "mean wait of answered", "平均等待（已接通）"),
    ("wait_quantile[95]", "95 % of them waited at most", "其中95%的等待不超过"),
    ("occupancy", "occupancy", "占用率"),
    ("staffed_hours", "agent-hours on duty", "在岗工时"),
    ("satisfaction", "good ratings expected", "预期满意率"),
    ("worst_24h_answer_rate", "worst rolling 24 h, answered", "最差连续24小时接通率"),
    ("follow_ups", "calls back", "回访次数"),
    ("overtime_hours", "overtime, agent-hours", "加班工时"),
];

/// What `compare` says.
pub fn text(comparisons: &[Comparison<'_>], lang: Language) -> String {
    comparisons.iter().map(|comparison| one(comparison, lang)).collect::<Vec<_>>().join("\n\n")
}

fn one(comparison: &Comparison<'_>, lang: Language) -> String {
    let (a, b) = (comparison.first, comparison.second);
    let mut text = format!("  A  {}\n  B  {}\n\n{}\n", a.name, b.name, files(comparison, lang));
    let whole = [&a.results.tables.total, &b.results.tables.total];
    text += &kpis(comparison, whole, lang.pick("all calls", "全部来电"), true, lang);
    if a.model.sites.len() > 1 && b.model.sites.len() > 1 {
        let fronts = [a, b].map(|side| Series::together(judged(side.results)));
        let title = lang.pick("calls that came to a front line", "到达前台的来电");
        text += &("\n".to_owned() + &kpis(comparison, [&fronts[0], &fronts[1]], title, false, lang));
        text += &("\n".to_owned() + &sites(comparison, lang));
    }
    text += lang.pick(
        "\n  ± is half of a 95 % interval of the difference, paired by replication; * marks those that exclude 0\n",
        "\n  ± 为按重复次配对所得差值的95%置信区间半宽；* 表示区间不含 0\n",
    );
    text + &[("A", a), ("B", b)].map(|(name, side)| checked(name, side, lang)).concat()
}

/// The checks of a side, each line behind its letter.
fn checked(name: &str, side: &Side<'_>, lang: Language) -> String {
    side.checks.summary(lang).lines().map(|line| format!("  {name} {line}\n")).collect()
}

/// What is violated on any side, under the side's name; none if all holds.
pub fn violations<'s>(sides: impl IntoIterator<Item = &'s Side<'s>>, lang: Language) -> Option<String> {
    let said = |side: &Side<'_>| Some(format!("{}\n{}", side.name, side.checks.violations(lang)?));
    let all: Vec<String> = sides.into_iter().filter_map(said).collect();
    (!all.is_empty()).then(|| all.concat())
}

/// Most differences of files that are told one by one.
const MOST: usize = 24;

fn files(comparison: &Comparison<'_>, lang: Language) -> String {
    let found = &comparison.files;
    if found.is_empty() {
        return lang.pick("  the files say the same\n", "  两者文件内容相同\n").to_owned();
    }
    let missing = lang.pick("not given", "未给出");
    let side = |value: &Option<String>| value.clone().unwrap_or_else(|| missing.to_owned());
    let row = |d: &Difference| vec![d.place.clone(), side(&d.first), side(&d.second)];
    let head = [lang.pick("what the files say otherwise", "文件中的不同之处"), "A", "B"];
    let mut text = super::words::table(&head, found.iter().take(MOST).map(row).collect());
    if found.len() > MOST {
        let more = found.len() - MOST;
        text += &match lang {
            Language::En => format!("  and {more} more\n"),
            Language::Zh => format!("  另有 {more} 处\n"),
        };
    }
    text
}

fn kpis(comparison: &Comparison<'_>, pair: [&Series; 2], title: &str, waits: bool, lang: Language) -> String {
    let all = indicator::all(comparison.first.model);
    let rows = SHOWN.iter().filter_map(|(name, en, zh)| {
        let kpi = all.iter().find(|kpi| &*kpi.name == *name)?;
        if !waits && kpi.needs_distribution() {
            return None;
        }
        let runs = [comparison.first, comparison.second].map(|side| side.results.replications);
        let [a, b] = [0, 1].map(|k| kpi.estimate(pair[k], None, runs[k]).mean);
        // What neither has is not worth a line.
        let idle = a.unwrap_or(0.0) == 0.0 && b.unwrap_or(0.0) == 0.0;
        let difference = kpi.difference(pair[0], pair[1]);
        let row = vec![
            lang.pick(en, zh).to_owned(),
            figure(kpi, a, lang),
            figure(kpi, b, lang),
            signed(kpi, difference, lang),
        ];
        (!idle).then_some(row)
    });
    table(&[title, "A", "B", "B - A"], rows.collect())
}

/// A value in its unit.
fn figure(kpi: &Indicator, value: Option<f64>, lang: Language) -> String {
    match (&*kpi.unit, value) {
        (_, None) => UNKNOWN.to_owned(),
        ("share", value) => percent(value, lang),
        ("s", value) => duration(value, lang),
        (_, Some(value)) => count(value),
    }
}

/// "+1.2 pp ± 0.3 *".
fn signed(kpi: &Indicator, Estimate { mean, half_width }: Estimate, lang: Language) -> String {
    let Some(mean) = mean else { return UNKNOWN.to_owned() };
    let (scale, unit) = match &*kpi.unit {
        "share" => (100.0, lang.pick(" pp", " 个百分点")),
        "s" => (1.0, lang.pick(" s", " 秒")),
        _ => (1.0, ""),
    };
    let digits = 1;
    if unit.is_empty() {
        let sign = if mean >= 0.5 { "+" } else { "" };
        let half = half_width.map_or(String::new(), |half| {
            format!(" ± {}{}", count(half), if mean.abs() > half { " *" } else { "  " })
        });
        return format!("{sign}{}{half}", count(mean));
    }
    // A difference of nothing has no sign.
    let value = format!("{:+.digits$}", scale * mean + 0.0);
    let value = if value.trim_start_matches(['+', '-', '0', '.']).is_empty() {
        value.trim_start_matches(['+', '-']).to_owned()
    } else {
        value
    };
    match half_width {
        None => format!("{value}{unit}"),
        Some(half) => {
            let star = if mean.abs() > half { " *" } else { "  " };
            format!("{value}{unit} ± {:.digits$}{star}", scale * half)
        }
    }
}

fn sites(comparison: &Comparison<'_>, lang: Language) -> String {
    let (a, b) = (comparison.first, comparison.second);
    let all = indicator::all(a.model);
    let kpi = |name: &str| all.iter().find(|kpi| &*kpi.name == name);
    let (Some(rate), Some(worst)) = (kpi("answer_rate"), kpi("worst_24h_answer_rate")) else {
        return String::new();
    };
    let row = |(index, site): (usize, &crate::model::Site)| {
        let other = b.model.sites.iter().position(|s| s.id == site.id)?;
        let (x, y) = (&judged(a.results)[index], &judged(b.results)[other]);
        let mut row = vec![lang.pick(&site.name.en, &site.name.zh).to_owned()];
        for kpi in [rate, worst] {
            let of = |series: &Series| figure(kpi, kpi.estimate(series, None, 1).mean, lang);
            row.extend([of(x), of(y), signed(kpi, kpi.difference(x, y), lang)]);
        }
        let (before, after) = (verdict(x), verdict(y));
        row.push(match before == after {
            true => opinion(after, lang).to_owned(),
            false => format!("{} → {}", opinion(before, lang), opinion(after, lang)),
        });
        Some(row)
    };
    let head = match lang {
        Language::En => ["site", "answered A", "B", "B - A", "worst 24 h A", "B", "B - A", "holds?"],
        Language::Zh => ["站点", "接通率 A", "B", "B - A", "最差24小时 A", "B", "B - A", "结论"],
    };
    table(&head, a.model.sites.iter().enumerate().filter_map(row).collect())
}

/// A verdict in a word or two.
pub(super) fn opinion(verdict: Verdict, lang: Language) -> &'static str {
    match verdict {
        Verdict::Holds => lang.pick("holds", "满足"),
        Verdict::Fails => lang.pick("fails", "不满足"),
        Verdict::Inconclusive => lang.pick("cannot tell", "不能判定"),
        Verdict::TooSmall => lang.pick("too small", "来电太少"),
    }
}

/// One object: every later scenario beside the first.
pub fn json(comparisons: &[Comparison<'_>], seed: u64, seconds: f64) -> Value {
    let calls: u64 = comparisons
        .first()
        .map(|c| c.first.results.attempts)
        .into_iter()
        .chain(comparisons.iter().map(|c| c.second.results.attempts))
        .sum();
    json!({
        "seed": seed,
        "replications": comparisons.first().map(|c| c.first.results.replications),
        "calls_simulated": calls,
        "seconds": seconds,
        "version": env!("CARGO_PKG_VERSION"),
        "comparisons": comparisons.iter().map(comparison_json).collect::<Vec<_>>(),
    })
}

fn comparison_json(comparison: &Comparison<'_>) -> Value {
    let file = |d: &Difference| json!({"place": d.place, "first": d.first, "second": d.second});
    json!({
        "first": comparison.first.name,
        "second": comparison.second.name,
        "files": comparison.files.iter().map(file).collect::<Vec<_>>(),
        "checks": { "first": comparison.first.checks.json(), "second": comparison.second.checks.json() },
        "kpis": by_entry(&difference_rows(comparison)),
    })
}

/// `total`, then dimension and entry; half hours and dates are left to the tables.
fn by_entry(rows: &[Row<'_>]) -> Value {
    let mut dimensions: Map<String, Value> = Map::new();
    let named = ["total", "hotline", "site", "front_line", "group", "stage"];
    for row in rows.iter().filter(|row| named.contains(&&*row.entry.dimension)) {
        let Estimate { mean, half_width } = row.difference;
        let value = json!({
            "first": row.first, "second": row.second,
            "difference": {"mean": mean, "half_width": half_width},
        });
        let dimension = dimensions.entry(&*row.entry.dimension).or_insert_with(|| json!({}));
        let entry = match &*row.entry.dimension {
            "total" => Some(dimension),
            _ => {
                dimension.as_object_mut().map(|map| map.entry(&*row.entry.entry).or_insert_with(|| json!({})))
            }
        };
        if let Some(Value::Object(map)) = entry {
            super::json::put(map, &row.kpi, value);
        }
    }
    Value::Object(dimensions)
}
