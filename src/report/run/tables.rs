//! Sites, places in the merger calendar and hotlines, a row each.

use crate::language::Language;

use super::offered;
use crate::kpi::Kpi;
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::report::compare::opinion;
use crate::report::indicator::by_chance;
use crate::report::verdict::{judged, limit_at_peak, verdict};
use crate::report::words::{UNKNOWN, count, duration, percent, percent_with, table};

/// Hotlines that are told one by one.
const MOST_HOTLINES: usize = 12;

/// The sites by what came to their front lines.
pub(super) fn sites(model: &Model, results: &Results, lang: Language) -> String {
    if model.sites().len() == 1 {
        return String::new();
    }
    let en = [
        "site",
        "offered",
        "answered",
        "in 15 s",
        "mean wait",
        "95 % within",
        "occupancy",
        "worst 24 h",
        "by chance",
        "people/seats at peak",
        "binds",
        "holds?",
    ];
    let zh = [
        "站点",
        "呼入",
        "接通率",
        "15秒内",
        "平均等待",
        "95%等待",
        "占用率",
        "最差24小时",
        "纯属偶然",
        "忙时人数/座席",
        "约束",
        "结论",
    ];
    let head = if lang == Language::En { en } else { zh };
    let entries = model.sites().iter().zip(judged(results)).enumerate();
    let rows = entries.map(|(index, (site, series))| {
        let mut row = vec![lang.pick(&site.name.en, &site.name.zh).to_owned()];
        row.extend(service(series, results, lang));
        row.extend([
            duration(series.wait_quantile(3).mean, lang),
            percent(series.kpi(Kpi::Occupancy).mean, lang),
            percent_with(series.worst_24h(), lang),
            percent(by_chance(series, results.replications), lang),
        ]);
        row.extend(peak(results.tables.site_interval.get(index), lang));
        row.push(opinion(verdict(series), lang).to_owned());
        row
    });
    table(&head, rows.collect())
}

/// Offered, answered, within the first threshold, mean wait.
fn service(series: &Series, results: &Results, lang: Language) -> [String; 4] {
    [
        count(offered(series, results)),
        percent_with(series.kpi(Kpi::AnswerRate), lang),
        percent(series.kpi(Kpi::ServiceLevel(0)).mean, lang),
        duration(series.kpi(Kpi::MeanWaitAnswered).mean, lang),
    ]
}

/// People and seats at the busiest half hour of the mean day, and which of them binds.
fn peak(halves: Option<&Vec<Series>>, lang: Language) -> [String; 2] {
    match halves.and_then(|halves| limit_at_peak(halves)) {
        None => [UNKNOWN.to_owned(), UNKNOWN.to_owned()],
        Some(limit) if limit.seats == 0.0 => [UNKNOWN.to_owned(), UNKNOWN.to_owned()],
        Some(limit) => {
            let binds =
                if limit.staff_binds { lang.pick("staff", "人员") } else { lang.pick("seats", "座席") };
            [format!("{:.1}/{:.1}", limit.people, limit.seats), binds.to_owned()]
        }
    }
}

/// Hotlines by calls offered, as many as people read; the others are left to the data files.
pub(super) fn hotlines(model: &Model, results: &Results, lang: Language) -> String {
    let en = ["hotline", "offered", "answered", "in 15 s", "mean wait"];
    let zh = ["热线", "呼入", "接通率", "15秒内", "平均等待"];
    if model.hotlines().len() == 1 {
        return String::new();
    }
    let mut entries: Vec<_> = model.hotlines().iter().zip(&results.tables.hotline).collect();
    entries.retain(|(_, series)| offered(series, results) > 0.0);
    entries.sort_by(|a, b| offered(b.1, results).total_cmp(&offered(a.1, results)));
    let left = entries.len().saturating_sub(MOST_HOTLINES);
    let rows = entries.into_iter().take(MOST_HOTLINES).map(|(hotline, series)| {
        let name = lang.pick(&hotline.name.en, &hotline.name.zh);
        let named =
            if name == hotline.number { name.to_owned() } else { format!("{} {name}", hotline.number) };
        std::iter::once(named).chain(service(series, results, lang)).collect()
    });
    let more = match (lang, left) {
        (_, 0) => String::new(),
        (Language::En, _) => format!("  and {left} with fewer calls: tables/kpis.csv under --out\n"),
        (Language::Zh, _) => format!("  其余 {left} 条来电较少，见 --out 下的 tables/kpis.csv\n"),
    };
    table(if lang == Language::En { &en } else { &zh }, rows.collect()) + &more
}

/// Calls by their hotline's place in the merger calendar, if there is one.
pub(super) fn stages(results: &Results, lang: Language) -> String {
    let names =
        [("before its window", "归并前"), ("in its window", "归并中"), ("after its window", "归并后")];
    let en = ["of lines that merge", "offered", "answered", "in 15 s", "mean wait"];
    let zh = ["归并热线的来电", "呼入", "接通率", "15秒内", "平均等待"];
    let rows = names.iter().zip(&results.tables.stage).map(|((en, zh), series)| {
        let name = lang.pick(en, zh).to_owned();
        std::iter::once(name).chain(service(series, results, lang)).collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() { String::new() } else { table(if lang == Language::En { &en } else { &zh }, rows) }
}
