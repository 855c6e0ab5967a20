//! A single-file scenario: agents, load, warnings, and the exact answer or a preview.

use crate::language::{Language, Text};

use super::level;
use super::outlook::{WITHIN, relative_rate};
use super::words::{date, percent, say, table, tenth};
use super::{Ask, assumptions};
use crate::dist::Dist;
use crate::kpi::Kpi;
use crate::model::{CallType, Model, Staffing};
use crate::report::exact::{self, Answer, Figure, Place};
use crate::scenario::Loaded;
use crate::theory::offered_load::{self, Rate};
use crate::time::{DAY, HALF_HOUR, HALF_HOURS, HOUR};

/// A centre of one queue, as it is expected to be on its first day (all days are alike).
pub(super) struct Centre {
    /// By hour of the day.
    pub hours: Vec<Hour>,
    /// The exact answer, or why there is none.
    pub answer: Result<Answer, Vec<Text>>,
    /// What should be known before anything is run.
    pub warnings: Vec<Text>,
}

/// An hour of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hour {
    /// Calls in the hour.
    pub calls: f64,
    /// Offered load in erlangs.
    pub load: f64,
    /// Modified offered load in erlangs: what of earlier calls is still in hand included.
    pub in_hand: f64,
    /// Agents on duty.
    pub agents: f64,
    /// Share answered within [`WITHIN`] by Erlang A at the modified offered load; none without calls.
    pub level: Option<f64>,
}

impl Centre {
    pub(super) fn new(model: &Model) -> Centre {
        let patience = patience(model);
        let halves: Vec<Hour> = (0..HALF_HOURS).map(|half| expected(model, half, &patience)).collect();
        let hours: Vec<Hour> = halves.chunks(2).map(together).collect();
        let warnings = overload(model, &hours, &patience).into_iter().collect();
        Centre { hours, answer: exact::steady(model), warnings }
    }

    fn mean(&self, of: fn(&Hour) -> f64) -> f64 {
        self.hours.iter().map(of).sum::<f64>() / self.hours.len() as f64
    }

    /// Mean calls per hour.
    pub(super) fn calls(&self) -> f64 {
        self.mean(|h| h.calls)
    }

    /// Mean offered load in erlangs.
    pub(super) fn load(&self) -> f64 {
        self.mean(|h| h.load)
    }

    /// Mean agents on duty.
    pub(super) fn agents(&self) -> f64 {
        self.mean(|h| h.agents)
    }

    /// Share of calls answered within [`WITHIN`] by Erlang A.
    pub(super) fn preview(&self) -> Option<f64> {
        let busy = || self.hours.iter().filter(|h| h.calls > 0.0);
        let answered: f64 = busy().map(|h| Some(h.calls * h.level?)).sum::<Option<f64>>()?;
        let calls: f64 = busy().map(|h| h.calls).sum();
        (calls > 0.0).then_some(answered / calls)
    }

    /// Whether anything changes over the day.
    fn varies(&self) -> bool {
        self.hours.windows(2).any(|w| (w[0].calls, w[0].agents) != (w[1].calls, w[1].agents))
    }
}

/// The patience of any caller.
fn patience(model: &Model) -> Dist {
    let arrivals: Vec<_> =
        (0..model.groups().len()).flat_map(|group| exact::arrivals(model, group)).collect();
    exact::patience(&arrivals).unwrap_or(Dist::NEVER)
}

fn expected(model: &Model, half: usize, patience: &Dist) -> Hour {
    let (mut calls, mut load, mut in_hand) = (0.0, 0.0, 0.0);
    for call_type in model.call_types() {
        let per_day = call_type.demand.per_day.first().copied().unwrap_or(0.0);
        let here = per_day * relative_rate(call_type, half) / HALF_HOURS as f64;
        calls += here;
        load +=
            here * (call_type.talk.mean() + call_type.wrap_up.as_ref().map_or(0.0, Dist::mean)) / HALF_HOUR;
        in_hand += modified(call_type, per_day, half);
    }
    let agents = model.groups().iter().map(|group| agents_at(&group.staffing, half)).sum();
    // Several groups are no single queue: theory has no preview of them.
    let level = (load > 0.0 && model.groups().len() == 1)
        .then(|| level::exact(in_hand, load * HALF_HOUR / calls, agents, patience, WITHIN));
    Hour { calls, load, in_hand, agents: f64::from(agents), level }
}

/// Modified offered load of a call type in the middle of a half hour, of talk and of the wrap-up that follows it a
/// mean talk later.
pub(in crate::report) fn modified(call_type: &CallType, per_day: f64, half: usize) -> f64 {
    let profile = &call_type.demand.profile;
    let values = profile.values.iter().map(|value| value * per_day / DAY).collect();
    let rate = Rate { step: profile.step, values };
    let t = (half as f64 + 0.5) * HALF_HOUR;
    let part = |service: &Dist, t: f64| offered_load::modified(&rate, service, t).unwrap_or(0.0);
    let wrap_up = call_type.wrap_up.as_ref().map_or(0.0, |wrap_up| part(wrap_up, t - call_type.talk.mean()));
    part(&call_type.talk, t) + wrap_up
}

/// Agents in the middle of a half hour of the day.
pub(in crate::report) fn agents_at(staffing: &Staffing, half: usize) -> u32 {
    match staffing {
        Staffing::Constant { agents, .. } => *agents,
        Staffing::Daily { step, agents, .. } => {
            let at = ((half as f64 + 0.5) * HALF_HOUR / step) as usize;
            agents.get(at % agents.len().max(1)).copied().unwrap_or(0)
        }
        Staffing::ShiftPlan(rota) => rota.expected(0, half) as u32,
        Staffing::Dated(steps) => steps.first().map_or(0, |step| step.agents),
    }
}

fn together(halves: &[Hour]) -> Hour {
    let sum = |of: fn(&Hour) -> f64| halves.iter().map(of).sum::<f64>();
    let (count, calls) = (halves.len() as f64, sum(|h| h.calls));
    let in_time = sum(|h| h.calls * h.level.unwrap_or(0.0));
    Hour {
        calls,
        load: sum(|h| h.load) / count,
        in_hand: sum(|h| h.in_hand) / count,
        agents: sum(|h| h.agents) / count,
        level: (calls > 0.0).then(|| in_time / calls),
    }
}

/// More work than agents: in some hours, or always.
fn overload(model: &Model, hours: &[Hour], patience: &Dist) -> Option<Text> {
    let over: Vec<usize> =
        (0..hours.len()).filter(|h| hours[*h].load >= hours[*h].agents && hours[*h].load > 0.0).collect();
    let worst = over
        .iter()
        .copied()
        .max_by(|a, b| (hours[*a].load - hours[*a].agents).total_cmp(&(hours[*b].load - hours[*b].agents)))?;
    let Hour { load, agents, .. } = hours[worst];
    let (when, when_zh) = if over.len() == hours.len() {
        (String::new(), String::new())
    } else {
        let n = over.len();
        (
            format!(" in {n} of 24 hours, most at {worst:02}:00"),
            format!("（24 小时中有 {n} 小时，{worst:02} 时最重）"),
        )
    };
    let limited = match model.groups().first().map(|group| &group.staffing) {
        Some(Staffing::Constant { lines, .. } | Staffing::Daily { lines, .. }) => lines.is_some(),
        _ => false,
    };
    let (then, then_zh) = match (patience.never() > 0.0, limited) {
        (_, true) => ("the lines fill up and callers hear the busy tone", "线路占满，来电人听到忙音"),
        (true, false) => (
            "callers never give up, so the queue grows without end while this lasts",
            "来电人从不放弃，其间队列无限增长",
        ),
        (false, false) => ("only callers who give up limit the queue", "只有来电人放弃才使队列不再增长"),
    };
    Some(Text {
        en: format!("overloaded{when}: {load:.1} erlangs offered to {agents:.0} agents; {then}"),
        zh: format!("过载{when_zh}：{load:.1} 爱尔兰对 {agents:.0} 名话务员；{then_zh}"),
    })
}

/// Everything that `check` says of a single file.
pub(super) fn text(loaded: &Loaded, ask: &Ask) -> String {
    let (model, lang) = (&loaded.model, ask.lang);
    let centre = Centre::new(model);
    let mut parts = vec![header(model, lang), size(&centre, lang)];
    if centre.varies() {
        parts.push(day(&centre, lang));
    }
    parts.push(answer(&centre, model, lang));
    let warning = |text: &Text| format!("  {}{}\n", lang.pick("warning: ", "警告："), say(lang, text));
    parts.push(centre.warnings.iter().map(warning).collect());
    parts.push(assumptions::of_file(loaded, lang));
    parts.retain(|part| !part.is_empty());
    parts.join("\n")
}

fn header(model: &Model, lang: Language) -> String {
    let horizon = model.horizon();
    let lines = model.hotlines().len();
    let from =
        horizon.date(0).map(|first| format!("{}{}", lang.pick(" from ", "，始于 "), date(lang, first)));
    let from = from.unwrap_or_default();
    let (days, hours) = (horizon.days, horizon.warm_up / HOUR);
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    match lang {
        Language::En => format!(
            "{}   {lines} hotline{}, {days:.4} days{from}, the first {hours:.4} h not measured\n",
            model.name(),
            plural(lines)
        )
        .replace(".0000", ""),
        Language::Zh => {
            format!("{}   {lines} 条热线，{days:.4} 天{from}，前 {hours:.4} 小时不计量\n", model.name())
                .replace(".0000", "")
        }
    }
}

fn size(centre: &Centre, lang: Language) -> String {
    let (calls, load, agents) = (centre.calls(), centre.load(), centre.agents());
    let row = |en, zh, value: String, unit: (&str, &str)| {
        vec![lang.pick(en, zh).to_owned(), value, lang.pick(unit.0, unit.1).to_owned()]
    };
    let handle = if calls > 0.0 { tenth(load * HOUR / calls) } else { "-".to_owned() };
    let occupancy = if agents > 0.0 { tenth(100.0 * load / agents) } else { "-".to_owned() };
    let rows = [
        row("agents", "话务员", tenth(agents), ("", "人")),
        row("calls offered", "来电", tenth(calls), ("per hour", "次/小时")),
        row("mean handle time", "平均处理时长", handle, ("s", "秒")),
        row("offered load", "话务负荷", tenth(load), ("erlangs", "爱尔兰")),
        row("offered load / agents", "负荷与人数之比", occupancy, ("%", "%")),
    ];
    headless(&rows, &[0, 2])
}

fn day(centre: &Centre, lang: Language) -> String {
    let header = match lang {
        Language::En => ["hour", "calls", "load", "in hand", "agents", "in 15 s"],
        Language::Zh => ["时", "来电", "负荷", "在途负荷", "话务员", "15秒接通"],
    };
    let row = |(hour, h): (usize, &Hour)| {
        let figures = [h.calls, h.load, h.in_hand, h.agents].map(tenth);
        [vec![format!("{hour:02}")], figures.to_vec(), vec![percent(h.level, lang)]].concat()
    };
    let rows: Vec<Vec<String>> = centre.hours.iter().enumerate().map(row).collect();
    table(&header, &rows, &[0])
}

fn answer(centre: &Centre, model: &Model, lang: Language) -> String {
    match &centre.answer {
        Ok(answer) => {
            let title = lang.pick("exact answer, steady state: ", "精确解（稳态）：");
            format!("  {title}{}\n{}", answer.formula, headless(&measures(answer, model, lang), &[0, 2]))
        }
        Err(why) => {
            let why: Vec<&str> = why.iter().map(|text| say(lang, text)).collect();
            let reasons = why.join(lang.pick("; ", "；"));
            let none = lang.pick("  no exact formula: ", "  没有精确公式：");
            format!("{none}{reasons}\n{}", preview(centre, lang))
        }
    }
}

fn measures(answer: &Answer, model: &Model, lang: Language) -> Vec<Vec<String>> {
    answer.figures.iter().map(|figure| measure(figure, model, lang)).collect()
}

fn measure(figure: &Figure, model: &Model, lang: Language) -> Vec<String> {
    let (value, unit) = match figure.kpi {
        Kpi::MeanQueue => (figure.value, lang.pick("calls", "个")),
        Kpi::MeanWaitAnswered | Kpi::MeanWaitAll => (figure.value, lang.pick("s", "秒")),
        _ => (100.0 * figure.value, "%"),
    };
    let name = match figure.kpi {
        Kpi::ServiceLevel(index) => {
            let t = model.acceptable_waits().get(index).copied().unwrap_or_default();
            match lang {
                Language::En => format!("answered within {t} s of offered"),
                Language::Zh => format!("{t} 秒内接通 / 呼入"),
            }
        }
        kpi => {
            let (en, zh) = exact::name(kpi);
            lang.pick(en, zh).to_owned()
        }
    };
    let name = match figure.place {
        Place::Hotline(index) => format!("{}: {name}", model.hotlines()[index].number),
        Place::AgentGroup(index) => format!("{}: {name}", model.groups()[index].id),
        Place::Total | Place::Interval(_) => name,
    };
    vec![name, format!("{value:.2}"), unit.to_owned()]
}

/// Rows without a header.
fn headless(rows: &[Vec<String>], left: &[usize]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    table(&vec![""; columns], rows, left).lines().skip(1).map(|line| format!("{line}\n")).collect()
}

/// What Erlang A says of the mean rates, for a centre of one group.
fn preview(centre: &Centre, lang: Language) -> String {
    let Some(level) = centre.preview() else { return String::new() };
    let level = percent(Some(level), lang);
    match lang {
        Language::En => format!(
            "  preview by Erlang A, half hour by half hour on the load in hand: {level} answered within {WITHIN} s\n"
        ),
        Language::Zh => format!("  Erlang A 按半小时用在途负荷预估：{WITHIN} 秒内接通 {level}\n"),
    }
}
