//! What a sweep says, in words and as JSON.

use crate::language::Language;

use super::analysis::Analysis;
use super::digest::{Digest, LISTED, Line};
use super::names::plain;
use super::{Sheet, flat};
use crate::report::indicator::Indicator;
use crate::report::words::{UNKNOWN, calls, count, duration, percent, table};
use crate::scenario::study::{Kind, Wish};
use crate::stats::Estimate;
use crate::sweep::{Pairing, ReplicationBudget};
use serde_json::{Map, Value, json};

/// The report of a sweep.
pub fn text(sheet: &Sheet, digest: &Digest, analysis: &Analysis, lang: Language) -> String {
    let parts = [
        head(sheet, digest, lang),
        points(sheet, digest, lang),
        answer(sheet, digest, lang),
        analysis.text(sheet, lang),
        notes(sheet, digest, lang),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

fn head(sheet: &Sheet, digest: &Digest, lang: Language) -> String {
    let calls = calls(digest.attempts, lang);
    let seed =
        sheet.seed.map_or(lang.pick("the scenario's", "场景自带").to_owned(), |seed| seed.to_string());
    let (study, scenario, points) = (&sheet.study, &sheet.scenario, count(sheet.points as f64));
    let spent = match digest.spent {
        Some((least, most)) if least != most => format!("{least}-{most}"),
        Some((least, _)) => least.to_string(),
        None => "0".to_owned(),
    };
    let paired = match sheet.pairing {
        Pairing::Single => "",
        Pairing::Mirrored => lang.pick(" in mirrored pairs", "（两两对偶）"),
    };
    let title = sheet.about(lang).map_or(String::new(), |title| format!("  {title}\n"));
    let line = match lang {
        Language::En => format!(
            "  {study}: {points} points of {scenario} ({}), {spent} replications each{paired}, {calls}, seed {seed}\n",
            sheet.design
        ),
        Language::Zh => format!(
            "  {study}：场景 {scenario} 的 {points} 个设计点（{}），每点重复 {spent} 次{paired}，共 {calls}，随机种子 {seed}\n",
            sheet.design
        ),
    };
    let scope = match sheet.front_lines {
        true => lang.pick(
            "  measured: calls that came to front lines; the worst 24 hours are the worst site's\n",
            "  统计范围：进入12345前台的来电；最差24小时取最差站点\n",
        ),
        false => "",
    };
    line + &title + scope
}

/// All points, or the best of many.
fn points(sheet: &Sheet, digest: &Digest, lang: Language) -> String {
    let all = digest.listed.len() <= LISTED;
    let lines = if all { &digest.listed } else { &digest.best };
    let shown: Vec<&Indicator> = sheet.shown().into_iter().map(|kpi| &sheet.indicators[kpi]).collect();
    let number = lang.pick("point", "设计点");
    let mut head = vec![number.to_owned()];
    head.extend(sheet.keys.iter().map(|key| key.name.clone()));
    head.extend(shown.iter().map(|kpi| label(&kpi.name, lang)));
    let row = |line: &Line| {
        let mut row = vec![(line.point + 1).to_string()];
        row.extend(line.cells.iter().map(|cell| plain(sheet, cell, lang)));
        let (judged, others) = line.estimates.split_at(1.min(line.estimates.len()));
        row.extend(judged.iter().zip(&shown).map(|(estimate, kpi)| with_half_width(kpi, *estimate, lang)));
        row.extend(others.iter().zip(&shown[1..]).map(|(estimate, kpi)| figure(kpi, estimate.mean, lang)));
        row
    };
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let title = match (all, lang) {
        (true, _) => String::new(),
        (false, Language::En) => {
            format!("  The best {} of {} points:\n", lines.len(), count(sheet.points as f64))
        }
        (false, Language::Zh) => {
            format!("  {} 个设计点中最好的 {} 个：\n", count(sheet.points as f64), lines.len())
        }
    };
    title + &table(&head, lines.iter().map(row).collect())
}

/// The best point, and how many are good enough.
fn answer(sheet: &Sheet, digest: &Digest, lang: Language) -> String {
    let (Some(best), Some(kpi)) = (digest.best.first(), sheet.judge().map(|kpi| &sheet.indicators[kpi]))
    else {
        return String::new();
    };
    let value = with_half_width(kpi, best.estimates.first().copied().unwrap_or_default(), lang);
    let (what, place) = (label(&kpi.name, lang), place(sheet, best));
    let number = best.point + 1;
    let mut text = match lang {
        Language::En => format!("  Best: {what} {value} at point {number}: {place}\n"),
        Language::Zh => format!("  最优：设计点 {number}（{place}），{what} {value}\n"),
    };
    if let Some(bound) = sheet.goal.bound {
        let bound = figure(kpi, Some(bound), lang);
        let sign = if sheet.goal.wish == Wish::More { "≥" } else { "≤" };
        let (met, missed, open, points) = (digest.met, digest.missed, digest.open, sheet.points);
        text += &match lang {
            Language::En => format!(
                "  {what} {sign} {bound}: met at {met} of {points} points, missed at {missed}, cannot be told at {open}\n"
            ),
            Language::Zh => {
                format!("  {what} {sign} {bound}：{met} 个点达标，{missed} 个点不达标，{open} 个点不能判定\n")
            }
        };
    }
    text
}

fn place(sheet: &Sheet, line: &Line) -> String {
    let pair = |(key, cell): (&super::Key, &String)| format!("{} = {cell}", key.name);
    sheet.keys.iter().zip(&line.cells).map(pair).collect::<Vec<_>>().join(", ")
}

fn notes(sheet: &Sheet, digest: &Digest, lang: Language) -> String {
    let mut text = lang
        .pick(
            "  ± is half of a 95 % interval; every point has the same callers\n",
            "  ± 为95%置信区间半宽；各设计点使用相同的来电\n",
        )
        .to_owned();
    if let (true, Some(judge)) = (sheet.control, sheet.judge()) {
        let (what, points) = (label(&sheet.indicators[judge].name, lang), sheet.points);
        let helped = digest.controlled;
        text += &match lang {
            Language::En => {
                format!("  {what}, corrected by how many callers came: used at {helped} of {points} points\n")
            }
            Language::Zh => format!("  {what}按来电人数修正：{points} 个设计点中用于 {helped} 个\n"),
        };
    }
    text += &pairs(sheet, digest, lang);
    text += &one_demand(sheet, digest, lang);
    if let (ReplicationBudget::Until { at_most, .. }, true) = (sheet.effort, digest.imprecise > 0) {
        let (precision, points) = (sheet.precision.as_deref().unwrap_or_default(), digest.imprecise);
        text += &match lang {
            Language::En => {
                format!("  {precision} is not reached within {at_most} replications at {points} points\n")
            }
            Language::Zh => format!("  有 {points} 个点在 {at_most} 次重复内未达到精度 {precision}\n"),
        };
    }
    text
}

/// At which demand what staff buys is drawn, where demand varies.
fn one_demand(sheet: &Sheet, digest: &Digest, lang: Language) -> String {
    let Some(found) = digest.field.comparable(sheet).filter(|found| !found.demand.is_empty()) else {
        return String::new();
    };
    let keys: Vec<&super::Key> = found.demand.iter().map(|key| &sheet.keys[*key]).collect();
    let cells = digest.field.cells(found.reference);
    let pair = |(key, place): (&&super::Key, &usize)| format!("{} = {}", key.name, cells[*place]);
    let at = keys.iter().zip(&found.demand).map(pair).collect::<Vec<_>>().join(", ");
    match lang {
        Language::En => format!(
            "  cost against service (charts/frontier) is drawn at {at} alone: demand differs elsewhere\n"
        ),
        Language::Zh => {
            format!("  成本与服务水平图（charts/frontier）仅取 {at}：其余设计点来电量不同，不可比\n")
        }
    }
}

/// What mirrored pairs saved, or that they did not.
fn pairs(sheet: &Sheet, digest: &Digest, lang: Language) -> String {
    let (Pairing::Mirrored, Some(judge)) = (sheet.pairing, sheet.judge()) else { return String::new() };
    let what = label(&sheet.indicators[judge].name, lang);
    let Some((variance, width)) = digest.paired.ratios() else {
        return lang
            .pick(
                "  mirrored pairs: too few, or too little varies, to say what they save\n",
                "  对偶重复：对数过少或无波动，不能判断其效果\n",
            )
            .to_owned();
    };
    let mut text = match lang {
        Language::En => format!(
            "  mirrored pairs, each one observation: the variance of {what} is that of {variance:.2} times as many \
             independent replications, intervals are {width:.2} times as wide\n"
        ),
        Language::Zh => format!(
            "  对偶重复，每对为一个观测：{what}的方差相当于 {variance:.2} 倍独立重复，区间宽度为其 {width:.2} 倍\n"
        ),
    };
    if width >= 1.0 {
        text += lang.pick(
            "  they do not help here: leave `antithetic` out, or take more replications\n",
            "  此处对偶重复无益：请去掉 `antithetic`，或增加重复次数\n",
        );
    }
    text
}

/// KPIs as people call them: name, English, Chinese.
const LABELS: [(&str, &str, &str); 7] = [
    ("answer_rate", "answered", "接通率"),
    ("mean_wait_answered", "mean wait", "平均等待"),
    ("occupancy", "occupancy", "占用率"),
    ("abandonment_rate", "gave up", "排队放弃"),
    ("blocking_rate", "busy tone", "遇忙"),
    ("answer_rate_by_caller", "callers answered", "来电人接通率"),
    ("worst_24h_answer_rate", "worst 24 h", "最差连续24小时接通率"),
];

pub(super) fn label(name: &str, lang: Language) -> String {
    let parameter = |kpi: &str| name.strip_prefix(kpi)?.strip_prefix('[')?.strip_suffix(']');
    if let Some(within) = parameter("service_level") {
        let seconds = within.trim_end_matches(" s");
        return match lang {
            Language::En => format!("within {within}"),
            Language::Zh => format!("{seconds} 秒内接通"),
        };
    }
    if let Some(share) = parameter("wait_quantile") {
        return match lang {
            Language::En => format!("p{share} wait"),
            Language::Zh => format!("{share}%等待"),
        };
    }
    let found = LABELS.iter().find(|(own, ..)| *own == name);
    found.map_or(name.to_owned(), |(_, en, zh)| lang.pick(en, zh).to_owned())
}

pub(super) fn figure(kpi: &Indicator, value: Option<f64>, lang: Language) -> String {
    match (&*kpi.unit, value) {
        (_, None) => UNKNOWN.to_owned(),
        ("share", value) => percent(value, lang),
        ("s", value) => duration(value, lang),
        (_, Some(value)) => count(value),
    }
}

pub(super) fn with_half_width(kpi: &Indicator, estimate: Estimate, lang: Language) -> String {
    let value = figure(kpi, estimate.mean, lang);
    match (&*kpi.unit, estimate.half_width) {
        ("share", Some(half)) => format!("{value} ± {:.1}", 100.0 * half),
        (_, Some(half)) => format!("{value} ± {half:.1}"),
        (_, None) => value,
    }
}

/// One object: the sweep, its best point, its points where they are few, and what its keys do. `seconds` is the time it took: the only
/// value that differs between two runs.
pub fn json(sheet: &Sheet, digest: &Digest, analysis: &Analysis, seconds: f64) -> Value {
    let line = |line: &Line| {
        let pair = |(key, cell): (&super::Key, &String)| (key.name.clone(), value(key.kind, cell));
        let values: Map<String, Value> = sheet.keys.iter().zip(&line.cells).map(pair).collect();
        let kpi = |(kpi, estimate): (usize, &Estimate)| {
            let value = json!({"mean": estimate.mean, "half_width": estimate.half_width});
            (flat(&sheet.indicators[kpi].name), value)
        };
        let kpis: Map<String, Value> = sheet.shown().into_iter().zip(&line.estimates).map(kpi).collect();
        json!({"point": line.point + 1, "values": values, "kpis": kpis})
    };
    let few = digest.listed.len() <= LISTED;
    // None where the precision decides, point by point.
    let replications = match sheet.effort {
        ReplicationBudget::Fixed(replications) => Some(replications),
        ReplicationBudget::Until { .. } => None,
    };
    let mut object = json!({
        "study": sheet.study,
        "scenario": sheet.scenario,
        "design": sheet.design,
        "points": sheet.points,
        "replications": replications,
        "replications_simulated": digest.replications,
        "calls_simulated": digest.attempts,
        "seed": sheet.seed,
        "seconds": seconds,
        "version": env!("CARGO_PKG_VERSION"),
        "keys": sheet.keys.iter().map(|key| key.name.as_str()).collect::<Vec<_>>(),
        "measured": if sheet.front_lines { "front-lines" } else { "total" },
        "judged_by": sheet.goal.name,
        "target": sheet.goal.bound,
        "met": digest.met,
        "missed": digest.missed,
        "cannot_be_told": digest.open,
        "not_precise": digest.imprecise,
        "controlled": sheet.control.then_some(digest.controlled),
        "antithetic": (sheet.pairing == Pairing::Mirrored).then(|| {
            let ratios = digest.paired.ratios();
            json!({"variance_ratio": ratios.map(|(variance, _)| variance), "width_ratio": ratios.map(|(_, width)| width)})
        }),
        "best": digest.best.iter().map(line).collect::<Vec<_>>(),
        "table": few.then(|| digest.listed.iter().map(line).collect::<Vec<_>>()),
    });
    if let (Some((name, found)), Value::Object(members)) = (analysis.json(sheet), &mut object) {
        members.insert(name.to_owned(), found);
    }
    object
}

/// A cell as JSON; an empty one is null.
pub(super) fn value(kind: Kind, cell: &str) -> Value {
    match kind {
        _ if cell.is_empty() => Value::Null,
        Kind::Integer => cell.parse::<i64>().map_or(json!(cell), |n| json!(n)),
        Kind::Real => cell.parse::<f64>().map_or(json!(cell), |x| json!(x)),
        Kind::Text => json!(cell),
    }
}
