//! A merger plan in words and tables.

use crate::language::{Language, Text};

use super::outlook::{Outlook, WITHIN, WorstWeek, outlooks, province, weeks};
use super::words::{binding, date, day, limit, moment, percent, say, span, table, tenth, whole};
use super::{Ask, assumptions};
use crate::model::Model;
use crate::scenario::Loaded;
use crate::scenario::plan::{Plan, SitePlan};
use std::ops::Range;

/// A plan and what it leads to expect.
pub(super) struct View<'a> {
    pub model: &'a Model,
    pub plan: &'a Plan,
    /// By site.
    pub sites: Vec<Outlook>,
    /// All sites together.
    pub all: Outlook,
    /// Monday to Sunday, as days of the horizon.
    pub weeks: Vec<Range<usize>>,
}

impl<'a> View<'a> {
    pub(super) fn new(model: &'a Model, plan: &'a Plan) -> View<'a> {
        let sites = outlooks(model, plan);
        View { model, plan, all: province(&sites), sites, weeks: weeks(model) }
    }

    /// All days of the horizon.
    pub(super) fn days(&self) -> Range<usize> {
        0..self.model.horizon().dates()
    }

    /// The site with the lowest week.
    pub(super) fn worst(&self) -> Option<(usize, WorstWeek)> {
        let weeks = self.sites.iter().enumerate().filter_map(|(i, s)| Some((i, s.worst_week(&self.weeks)?)));
        weeks.min_by(|a, b| a.1.level.total_cmp(&b.1.level))
    }
}

/// Everything that `check` says of a plan.
pub(super) fn text(loaded: &Loaded, plan: &Plan, ask: &Ask) -> String {
    let view = View::new(&loaded.model, plan);
    let lang = ask.lang;
    if let Some(site) = ask.site {
        return header(&view, lang) + "\n" + &day_at(&view, site, lang);
    }
    let mut parts = vec![header(&view, lang), seats(&view, lang), volumes(&view, lang), preview(&view, lang)];
    parts.push(notes(plan, lang));
    parts.push(assumptions::of_plan(loaded, plan, ask));
    parts.push(says(&view, lang));
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

/// "jilin-2021   Jilin: 33 hotlines into 12345, 26 Apr 2021 - 2 Jan 2022 (252 days)".
fn header(view: &View<'_>, lang: Language) -> String {
    let (name, days) = (view.model.name(), view.model.horizon().dates());
    let dates = view.model.horizon().date(0).zip(view.model.horizon().date(days - 1));
    let from_to = dates.map(|(first, last)| {
        let to = lang.pick(" - ", "至");
        format!("{}{to}{}", date(lang, first), date(lang, last))
    });
    let from_to = from_to.unwrap_or_default();
    let own = view.plan.hotlines.first().map_or("", |own| own.number.as_str());
    let lines = view.plan.hotlines.len().saturating_sub(1);
    match (lang, &view.plan.title) {
        (Language::En, Some(title)) if title.contains(&from_to) => {
            format!("{name}   {title} ({days} days)\n")
        }
        (Language::En, Some(title)) => format!("{name}   {title}, {from_to} ({days} days)\n"),
        (Language::En, None) => format!("{name}   {lines} hotlines into {own}, {from_to} ({days} days)\n"),
        (Language::Zh, _) => {
            let sites = view.plan.sites.len();
            format!("{name}   {sites} 个站点、{lines} 条热线归并至 {own}，{from_to}（{days} 天）\n")
        }
    }
}

fn seats(view: &View<'_>, lang: Language) -> String {
    let header = match lang {
        Language::En => {
            ["site", "people", "seats", "staff", "first day", "peak load", "when", "on line", "binds"]
        }
        Language::Zh => ["站点", "人口", "座席", "人员", "首日座席", "峰值负荷", "时间", "在线人数", "瓶颈"],
    };
    let row = |name: &str, plans: &[SitePlan], outlook: &Outlook, binds: String| {
        let sum = |of: fn(&SitePlan) -> u64| whole(plans.iter().map(of).sum());
        let peak = outlook.peak();
        let then = &outlook.moments[peak];
        vec![
            name.to_owned(),
            sum(|s| s.people),
            sum(|s| u64::from(s.rule_seats)),
            sum(|s| u64::from(s.rule_staff)),
            sum(|s| u64::from(s.first_day_seats)),
            tenth(then.load),
            moment(lang, view.model, peak),
            tenth(then.agents),
            binds,
        ]
    };
    let plans = &view.plan.sites;
    let site = |(i, outlook): (usize, &Outlook)| {
        let binds = binding(lang, &outlook.hours(&view.days()));
        row(say(lang, &plans[i].name), &plans[i..=i], outlook, binds)
    };
    let mut rows: Vec<Vec<String>> = view.sites.iter().enumerate().map(site).collect();
    rows.push(row(lang.pick("all", "合计"), plans, &view.all, String::new()));
    let legend = lang.pick(
        "  seats, staff: by the rule. load: erlangs. on line: people expected on the line at the peak, the lesser of\n  \
         people on shift and seats ready. binds: hours in which, on a quarter of the days or more, the load R and\n  \
         its reserve (the square root of R) need more people than that, and what is short\n",
        "  座席、人员：按配置标准。负荷单位为爱尔兰。在线人数：峰值时预计可接听的人数，取当班人数与可用座席的较小者。\n  \
         瓶颈：四分之一以上的日子里负荷 R 加余量（R 的平方根）超过在线人数的时段，以及所缺的是人员还是座席\n",
    );
    table(&header, &rows, &[0, 6, 8]) + legend
}

fn volumes(view: &View<'_>, lang: Language) -> String {
    let header = match lang {
        Language::En => ["callers a year, all merged", "own topics", "merged lines", "total", "per head"],
        Language::Zh => ["全部归并后的年来电人次", "自有诉求", "归并热线", "合计", "人均"],
    };
    let row = |name: &str, plans: &[SitePlan]| {
        let sum = |of: fn(&SitePlan) -> f64| plans.iter().map(of).sum::<f64>();
        let count = |x: f64| whole(x.round() as u64);
        let people: u64 = plans.iter().map(|site| site.people).sum();
        let total = sum(SitePlan::total_per_year);
        let (own, lines) = (sum(|s| s.own_per_year), sum(|s| s.lines_per_year));
        let per_head = format!("{:.2}", total / people as f64);
        vec![name.to_owned(), count(own), count(lines), count(total), per_head]
    };
    let plans = &view.plan.sites;
    let site = |site: &SitePlan| row(say(lang, &site.name), std::slice::from_ref(site));
    let mut rows: Vec<Vec<String>> = plans.iter().map(site).collect();
    rows.push(row(lang.pick("all", "合计"), plans));
    table(&header, &rows, &[0]) + &comparators(view.plan, lang)
}

/// "published per head: Changchun 0.21, 0.32, Jiangsu 0.35, ...", in the order of the table.
fn comparators(plan: &Plan, lang: Language) -> String {
    if plan.comparators.is_empty() {
        return String::new();
    }
    let row = |c: &crate::scenario::plan::Comparator| {
        let (place, counted) = (say(lang, &c.place).to_owned(), say(lang, &c.counted).to_owned());
        let per_head = format!("{:.3}", c.per_head);
        let per_head = per_head.strip_suffix('0').unwrap_or(&per_head).to_owned();
        vec![place, c.period.clone(), per_head, counted, c.source.clone()]
    };
    let rows: Vec<Vec<String>> = plan.comparators.iter().map(row).collect();
    let header = match lang {
        Language::En => ["published elsewhere", "period", "per head", "of", "source"],
        Language::Zh => ["各地公布数据", "时期", "人均", "统计口径", "来源"],
    };
    "\n".to_owned() + &table(&header, &rows, &[0, 1, 3, 4])
}

fn preview(view: &View<'_>, lang: Language) -> String {
    let header = match lang {
        Language::En => ["answered within 15 s, by Erlang A", "all days", "worst week", "which"],
        Language::Zh => ["15 秒内接通（Erlang A 预估）", "全期", "最差一周", "哪一周"],
    };
    let row = |name: &str, outlook: &Outlook| {
        let worst = outlook.worst_week(&view.weeks);
        let which = worst.as_ref().map(|w| span(lang, view.model, &w.days)).unwrap_or_default();
        vec![name.to_owned(), percent(outlook.average(), lang), percent(worst.map(|w| w.level), lang), which]
    };
    let names = view.plan.sites.iter().map(|site| say(lang, &site.name));
    let mut rows: Vec<Vec<String>> = names.zip(&view.sites).map(|(name, site)| row(name, site)).collect();
    rows.push(row(lang.pick("all", "合计"), &view.all));
    let legend = lang.pick(
        "  a preview by a stationary formula, half hour by half hour, on mean rates and mean staff. It leaves out days\n  \
         busier than the mean, redials, repeat contacts, calls back, the busy tone, absence by chance and queues carried\n  \
         over: expect less of `run`.\n  \
         The day hour by hour: --site ID\n",
        "  稳态公式按半小时预估，只用平均来电和平均人力；未计忙日波动、重拨、重复来电、回访、占线、随机缺勤和上一时段遗留的排队，\n  \
         仿真（run）结果会低一些。分小时数据：--site ID\n",
    );
    table(&header, &rows, &[0, 3]) + legend
}

fn notes(plan: &Plan, lang: Language) -> String {
    let line = |text: &Text| format!("  - {}\n", say(lang, text));
    let list = |title: &str, texts: &[Text]| match texts {
        [] => String::new(),
        _ => format!("  {title}\n{}", texts.iter().map(line).collect::<String>()),
    };
    let notes = list(lang.pick("notes", "说明"), &plan.notes);
    let left_out = list(lang.pick("not modelled in this version", "本版本未模拟"), &plan.not_modelled);
    let gap = if notes.is_empty() || left_out.is_empty() { "" } else { "\n" };
    notes + gap + &left_out
}

/// The answer in one sentence.
fn says(view: &View<'_>, lang: Language) -> String {
    let Some((site, week)) = view.worst() else { return String::new() };
    let name = say(lang, &view.plan.sites[site].name);
    let average = percent(view.all.average(), lang);
    let level = percent(Some(week.level), lang);
    let begins = view.model.horizon().date(week.days.start);
    let begins = begins.map_or_else(|| span(lang, view.model, &week.days), |date| day(lang, date));
    match lang {
        Language::En => format!(
            "  Erlang A says: {average} answered within {WITHIN} s on average; {level} in the week of {begins} at {name}\n"
        ),
        Language::Zh => {
            format!(
                "  Erlang A 预估：平均 {average} 在 {WITHIN} 秒内接通；{name} {begins}起的一周为 {level}\n"
            )
        }
    }
}

/// One site, hour by hour: all days, and its worst week.
fn day_at(view: &View<'_>, site: usize, lang: Language) -> String {
    let (outlook, plan) = (&view.sites[site], &view.plan.sites[site]);
    let worst = outlook.worst_week(&view.weeks);
    let week = worst.as_ref().map_or_else(|| view.days(), |w| w.days.clone());
    let header = match lang {
        Language::En => {
            ["hour", "calls", "load", "people", "seats", "binds", "in 15 s", "load", "people", "in 15 s"]
        }
        Language::Zh => {
            ["时", "来电", "负荷", "人员", "座席", "瓶颈", "15秒接通", "负荷", "人员", "15秒接通"]
        }
    };
    let (mean, worst_hours) = (outlook.hours(&view.days()), outlook.hours(&week));
    let row = |(hour, (m, w)): (usize, (&super::outlook::Hour, &super::outlook::Hour))| {
        let binds = m.binds.map_or("-", |which| limit(lang, which)).to_owned();
        let all =
            [tenth(m.calls), tenth(m.load), tenth(m.agents), tenth(m.seats), binds, percent(m.level, lang)];
        let worst = [tenth(w.load), tenth(w.agents), percent(w.level, lang)];
        std::iter::once(format!("{hour:02}")).chain(all).chain(worst).collect()
    };
    let rows: Vec<Vec<String>> = mean.iter().zip(&worst_hours).enumerate().map(row).collect();
    let name = say(lang, &plan.name);
    let week = span(lang, view.model, &week);
    let average = percent(outlook.average(), lang);
    let low = percent(worst.map(|w| w.level), lang);
    let title = match lang {
        Language::En => format!(
            "  {name}: means over all days, then over the week of {week}; {average} and {low} answered within 15 s\n"
        ),
        Language::Zh => {
            format!("  {name}：前为全期平均，后为 {week} 一周的平均；15 秒内接通分别为 {average} 和 {low}\n")
        }
    };
    title + &table(&header, &rows, &[0, 5])
}
