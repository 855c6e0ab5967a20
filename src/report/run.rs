//! The result of `run` in words and tables.

use super::compare::opinion;
use super::verdict::{Verdict, judged, limit_at_peak, verdict, worst_week};
use super::words::{count, duration, facts, percent, percent_with, table};
use crate::centre::Model;
use crate::kpi::{Field, Kpi, TARGET};
use crate::replicate::{Results, Series};
use crate::report::Lang;
use crate::stats::Estimate;

/// What `run` says at its end.
pub fn text(model: &Model, results: &Results, lang: Lang) -> String {
    let mut text = match model.sites.len() {
        1 => String::new(),
        _ => headline(results, lang) + "\n",
    };
    text += &facts(totals(model, results, lang));
    if model.sites.len() > 1 {
        text += &("\n".to_owned() + &sites(model, results, lang));
    }
    if model.hotlines.len() > 1 {
        text += &("\n".to_owned() + &hotlines(model, results, lang));
    }
    text
}

/// The answer to the question, first.
fn headline(results: &Results, lang: Lang) -> String {
    let verdicts: Vec<Verdict> = judged(results).iter().map(verdict).collect();
    let number = |wanted| verdicts.iter().filter(|v| **v == wanted).count();
    let (fails, holds) = (number(Verdict::Fails), number(Verdict::Holds));
    let (open, small) = (number(Verdict::CannotTell), number(Verdict::TooSmall));
    let answer = match (lang, fails, open) {
        (Lang::En, 0, 0) => "Yes",
        (Lang::En, 0, _) => "It cannot be told everywhere",
        (Lang::En, _, _) if holds == 0 => "No",
        (Lang::En, _, _) => "Not everywhere",
        (Lang::Zh, 0, 0) => "满足",
        (Lang::Zh, 0, _) => "尚不能全部判定",
        (Lang::Zh, _, _) if holds == 0 => "不满足",
        (Lang::Zh, _, _) => "并非处处满足",
    };
    match lang {
        Lang::En => format!(
            "Do seats and staff hold?  {answer}.\n\
             At least 95 % answered in every rolling 24 h (GB/T 33358-2016): {holds} of {} sites hold, {fails} fail, \
             {open} cannot be told, {small} too small to judge.\n",
            verdicts.len()
        ),
        Lang::Zh => format!(
            "座席与人员是否够用？{answer}。\n\
             任意连续24小时接通率不低于95 %（GB/T 33358-2016）：{}个站点中{holds}个满足，{fails}个不满足，\
             {open}个不能判定，{small}个来电太少无法判定。\n",
            verdicts.len()
        ),
    }
}

fn totals(model: &Model, results: &Results, lang: Lang) -> Vec<(String, String)> {
    let total = &results.tables.total;
    let share = |kpi| percent_with(total.kpi(kpi));
    let label = |en: &str, zh: &str| lang.pick(en, zh).to_owned();
    let mut lines = vec![
        (label("offered, per replication", "呼入次数（每次重复）"), count(offered(total, results))),
        (label("answered of attempts", "接通率（按来电次数）"), share(Kpi::AnswerRate)),
        (label("answered of callers", "接通率（按来电人）"), share(Kpi::AnswerRateByCaller)),
        (label("gave up", "排队放弃"), share(Kpi::AbandonmentRate)),
        (label("busy tone", "遇忙"), share(Kpi::BlockingRate)),
    ];
    lines.extend(model.within.iter().enumerate().map(|(index, within)| {
        let en = format!("answered within {within} s, of offered");
        (label(&en, &format!("{within} 秒内接通（占呼入）")), share(Kpi::ServiceLevel(index)))
    }));
    let wait = |estimate| with_interval(estimate, lang);
    lines.extend([
        (label("mean wait of answered", "平均等待（已接通）"), wait(total.kpi(Kpi::MeanWaitAnswered))),
        (label("95 % of them waited at most", "其中95 %的等待不超过"), wait(total.wait_quantile(3))),
        (label("occupancy", "占用率"), share(Kpi::Occupancy)),
        (label("worst rolling 24 h, answered", "最差连续24小时接通率"), percent_with(total.worst_24h())),
    ]);
    lines.extend(worst(model, results, lang));
    lines.extend(disagreement(total, lang));
    lines
}

/// The worst site-week, if the scenario has a calendar.
fn worst(model: &Model, results: &Results, lang: Lang) -> Option<(String, String)> {
    let worst = worst_week(&results.tables.site_week)?;
    let site = &model.sites[worst.site];
    let first = model.horizon.date(7 * worst.week)?;
    let last = model.horizon.date((7 * worst.week + 6).min(model.horizon.dates() - 1))?;
    let answered = percent_with(worst.answer_rate);
    let wait = with_interval(worst.mean_wait, lang);
    Some(match lang {
        Lang::En => (
            "worst week".to_owned(),
            format!("{first} to {last}, {}: answered {answered}, mean wait {wait}", site.name.en),
        ),
        Lang::Zh => (
            "最差一周".to_owned(),
            format!("{first} 至 {last}，{}：接通率 {answered}，平均等待 {wait}", site.name.zh),
        ),
    })
}

/// Says so when attempts and callers disagree on 95 %.
fn disagreement(total: &Series, lang: Lang) -> Option<(String, String)> {
    let (attempts, callers) = (total.kpi(Kpi::AnswerRate).mean?, total.kpi(Kpi::AnswerRateByCaller).mean?);
    if (attempts >= TARGET) == (callers >= TARGET) {
        return None;
    }
    let passes = |rate: f64| {
        if rate >= TARGET { lang.pick("passes", "达标") } else { lang.pick("fails", "不达标") }
    };
    let (a, c) = (percent(Some(attempts)), percent(Some(callers)));
    Some(match lang {
        Lang::En => (
            "two definitions disagree".to_owned(),
            format!("of attempts {a} ({} 95 %), of callers {c} ({})", passes(attempts), passes(callers)),
        ),
        Lang::Zh => (
            "两种口径结论不一".to_owned(),
            format!("按来电次数 {a}（{}），按来电人 {c}（{}）", passes(attempts), passes(callers)),
        ),
    })
}

fn sites(model: &Model, results: &Results, lang: Lang) -> String {
    let en = [
        "site",
        "offered",
        "answered",
        "in 15 s",
        "mean wait",
        "95 % within",
        "occupancy",
        "worst 24 h",
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
        "95 %等待",
        "占用率",
        "最差24小时",
        "忙时人数/座席",
        "约束",
        "结论",
    ];
    let head = if lang == Lang::En { en } else { zh };
    let entries = model.sites.iter().zip(judged(results)).enumerate();
    let rows = entries.map(|(index, (site, series))| {
        let mut row = vec![lang.pick(&site.name.en, &site.name.zh).to_owned()];
        row.extend(service(series, results, lang));
        row.extend([
            duration(series.wait_quantile(3).mean, lang),
            percent(series.kpi(Kpi::Occupancy).mean),
            percent_with(series.worst_24h()),
        ]);
        row.extend(peak(results.tables.site_interval.get(index), lang));
        row.push(opinion(verdict(series), lang).to_owned());
        row
    });
    table(&head, rows.collect())
}

/// Offered, answered, within the first threshold, mean wait.
fn service(series: &Series, results: &Results, lang: Lang) -> [String; 4] {
    [
        count(offered(series, results)),
        percent_with(series.kpi(Kpi::AnswerRate)),
        percent(series.kpi(Kpi::ServiceLevel(0)).mean),
        duration(series.kpi(Kpi::MeanWaitAnswered).mean, lang),
    ]
}

/// People and seats at the busiest half hour of the mean day, and which of them binds.
fn peak(halves: Option<&Vec<Series>>, lang: Lang) -> [String; 2] {
    match halves.and_then(|halves| limit_at_peak(halves)) {
        None => [super::words::UNKNOWN.to_owned(), super::words::UNKNOWN.to_owned()],
        Some(limit) => {
            let binds =
                if limit.staff_binds { lang.pick("staff", "人员") } else { lang.pick("seats", "座席") };
            [format!("{:.1}/{:.1}", limit.people, limit.seats), binds.to_owned()]
        }
    }
}

/// Hotlines by calls offered; those that bring none to the front line are left to the data files.
fn hotlines(model: &Model, results: &Results, lang: Lang) -> String {
    let en = ["hotline", "offered", "answered", "in 15 s", "mean wait"];
    let zh = ["热线", "呼入", "接通率", "15秒内", "平均等待"];
    let mut entries: Vec<_> = model.hotlines.iter().zip(&results.tables.hotline).collect();
    entries.retain(|(_, series)| offered(series, results) > 0.0);
    entries.sort_by(|a, b| offered(b.1, results).total_cmp(&offered(a.1, results)));
    let rows = entries.into_iter().map(|(hotline, series)| {
        let name = lang.pick(&hotline.name.en, &hotline.name.zh);
        let named =
            if name == hotline.number { name.to_owned() } else { format!("{} {name}", hotline.number) };
        std::iter::once(named).chain(service(series, results, lang)).collect()
    });
    table(if lang == Lang::En { &en } else { &zh }, rows.collect())
}

fn offered(series: &Series, results: &Results) -> f64 {
    series.total().get(Field::Offered) / results.replications.max(1) as f64
}

fn with_interval(estimate: Estimate, lang: Lang) -> String {
    match estimate.half_width {
        Some(half) => format!("{} ± {}", duration(estimate.mean, lang), duration(Some(half), lang)),
        None => duration(estimate.mean, lang),
    }
}
