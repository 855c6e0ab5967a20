//! The whole of a run: its figures, its worst week, its answer rate by every published definition.

use crate::language::Language;

use super::offered;
use crate::kpi::{Field, Kpi, TARGET};
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::report::verdict::{alike_weeks, judged, worst_week};
use crate::report::words::{count, duration, percent, percent_with, table};
use crate::stats::Estimate;

/// The whole, a line each.
pub(super) fn totals(model: &Model, results: &Results, lang: Language) -> Vec<(String, String)> {
    let total = &results.tables.total;
    let share = |kpi| percent_with(total.kpi(kpi), lang);
    let label = |en: &str, zh: &str| lang.pick(en, zh).to_owned();
    let mut lines = vec![
        (label("offered, per replication", "呼入次数（每次重复）"), count(offered(total, results))),
        (label("answered of attempts", "接通率（按来电次数）"), share(Kpi::AnswerRate)),
        (label("answered of callers", "接通率（按来电人）"), share(Kpi::AnswerRateByCaller)),
        (label("gave up", "排队放弃"), share(Kpi::AbandonmentRate)),
        (label("busy tone", "遇忙"), share(Kpi::BlockingRate)),
    ];
    if total.total().get(Field::Closed) > 0.0 {
        lines.push((label("rang at a closed desk", "非服务时间来电"), share(Kpi::ClosedRate)));
    }
    lines.extend(model.within.iter().enumerate().map(|(index, within)| {
        let en = format!("answered within {within} s, of offered");
        (label(&en, &format!("{within} 秒内接通（占呼入）")), share(Kpi::ServiceLevel(index)))
    }));
    let wait = |estimate| with_interval(estimate, lang);
    lines.extend([
        (label("mean wait of answered", "平均等待（已接通）"), wait(total.kpi(Kpi::MeanWaitAnswered))),
        (label("95 % of them waited at most", "其中95%的等待不超过"), wait(total.wait_quantile(3))),
        (label("occupancy", "占用率"), share(Kpi::Occupancy)),
        (
            label("worst rolling 24 h, answered", "最差连续24小时接通率"),
            percent_with(total.worst_24h(), lang),
        ),
    ]);
    lines.extend(afterwards(total, lang));
    lines.extend(worst(model, results, lang));
    lines
}

/// The worst site-week, if the scenario has a calendar, and those that cannot be told apart from it.
fn worst(model: &Model, results: &Results, lang: Language) -> Vec<(String, String)> {
    let Some(worst) = worst_week(&results.tables.site_week) else { return Vec::new() };
    let named = |site: usize, week: usize| {
        let dates = model.horizon.dates() - 1;
        let (first, last) = (model.horizon.date(7 * week), model.horizon.date((7 * week + 6).min(dates)));
        let site = lang.pick(&model.sites[site].name.en, &model.sites[site].name.zh);
        let (first, last) = (first.map(|d| d.to_string()), last.map(|d| d.to_string()));
        let (first, last) = (first.unwrap_or_default(), last.unwrap_or_default());
        match lang {
            Language::En => format!("{first} to {last}, {site}"),
            Language::Zh => format!("{first} 至 {last}，{site}"),
        }
    };
    let (answered, wait) = (percent_with(worst.answer_rate, lang), with_interval(worst.mean_wait, lang));
    let line = match lang {
        Language::En => format!("{}: answered {answered}, mean wait {wait}", named(worst.site, worst.week)),
        Language::Zh => format!("{}：接通率 {answered}，平均等待 {wait}", named(worst.site, worst.week)),
    };
    let mut lines = vec![(lang.pick("worst week", "最差一周").to_owned(), line)];
    let alike = alike_weeks(&results.tables.site_week, &worst);
    if let Some((site, week)) = alike.first() {
        let more = alike.len() - 1;
        let first = named(*site, *week);
        let label = lang.pick("not told apart from it", "与之无显著差别").to_owned();
        lines.push((
            label,
            match (lang, more) {
                (_, 0) => first,
                (Language::En, _) => format!("{first}; {more} more site-weeks"),
                (Language::Zh, _) => format!("{first}；另有 {more} 个站点周"),
            },
        ));
    }
    lines
}

/// The published definitions side by side, where they do not agree on 95 %.
pub(super) fn definitions(model: &Model, results: &Results, lang: Language) -> String {
    let rates = [
        (Kpi::AnswerRate, "of all attempts", "全部来电次数"),
        (Kpi::AnswerRateOfQueued, "of those that came to a queue", "进入人工排队的来电"),
        (Kpi::AnswerRateLessShort, "give-ups within 5 s not counted", "不计5秒内放弃"),
        (Kpi::AnswerRateWithMenu, "served by the menu counted as answered", "语音自助计为接通"),
        (Kpi::AnswerRateByCaller, "of callers, redials included", "按来电人（含重拨）"),
    ];
    let fronts = Series::together(judged(results));
    let columns: Vec<&Series> = match model.sites.len() {
        1 => vec![&results.tables.total],
        _ => vec![&results.tables.total, &fronts],
    };
    let values = |kpi| columns.iter().map(|series| series.kpi(kpi).mean).collect::<Vec<_>>();
    let agree = |column: usize| {
        let passes = rates.iter().filter_map(|(kpi, ..)| Some(values(*kpi)[column]? >= TARGET));
        let passes: Vec<bool> = passes.collect();
        passes.iter().all(|p| *p) || !passes.iter().any(|p| *p)
    };
    if (0..columns.len()).all(agree) {
        return String::new();
    }
    let row = |(kpi, en, zh): &(Kpi, &str, &str)| {
        let mark = |value: Option<f64>| match value {
            Some(rate) if rate >= TARGET => {
                format!("{} {}", percent(value, lang), lang.pick("passes", "达标  "))
            }
            Some(_) => format!("{} {}", percent(value, lang), lang.pick("fails ", "不达标")),
            None => percent(value, lang),
        };
        let label = lang.pick(en, zh).to_owned();
        std::iter::once(label).chain(values(*kpi).into_iter().map(mark)).collect::<Vec<String>>()
    };
    let title = lang
        .pick("answered, as published elsewhere: not all agree on 95 %", "各地口径的接通率：对95%结论不一");
    let heads = [title, lang.pick("all calls", "全部来电"), lang.pick("front lines", "前台来电")];
    table(&heads[..=columns.len()], rates.iter().map(row).collect())
}

/// What followed answered calls, where anything did.
fn afterwards(total: &Series, lang: Language) -> Vec<(String, String)> {
    let sums = total.total();
    let share = |kpi| percent_with(total.kpi(kpi), lang);
    let all = [
        (Field::Referrals, "handed on, of answered", "转接占接通", share(Kpi::ReferralShare)),
        (
            Field::Referrals,
            "reached an expert, of those handed on",
            "转接成功",
            share(Kpi::ReferralAnswerRate),
        ),
        (Field::FollowUps, "calls back, of agents' time", "回访占在岗时间", share(Kpi::FollowUpShare)),
        (
            Field::Repeats,
            "called again after an answer, of offered",
            "重复来电占呼入",
            share(Kpi::RepeatShare),
        ),
        (Field::PositiveRatings, "good ratings expected", "预期满意率", share(Kpi::Satisfaction)),
    ];
    let happened = all.into_iter().filter(|(field, ..)| sums.get(*field) > 0.0);
    happened.map(|(_, en, zh, value)| (lang.pick(en, zh).to_owned(), value)).collect()
}

fn with_interval(estimate: Estimate, lang: Language) -> String {
    match estimate.half_width {
        Some(half) => format!("{} ± {}", duration(estimate.mean, lang), duration(Some(half), lang)),
        None => duration(estimate.mean, lang),
    }
}
