//! The exact answer of theory, where a scenario is a queue that theory has solved: before a run and beside it.

use crate::centre::{Model, Staffing, Stream, Text};
use crate::dist::Dist;
use crate::kpi::Kpi;
use crate::theory::erlang_c::ErlangC;
use crate::theory::mdc::Mdc;
use crate::theory::mg1::Mg1;
use crate::theory::mmng::Mmng;
use crate::theory::mmnk::Mmnk;
use crate::theory::{Queue, Refused, erlang_b};

/// A solved queue: its name and what it says, keyed as in `run --json`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    /// "M/M/n+G (Erlang A, any patience)".
    pub formula: &'static str,
    /// Shares, seconds and calls.
    pub measures: Vec<Measure>,
    /// P(answered within T) / offered, for each T of the model; none where theory has no distribution.
    pub service_level: Option<Vec<f64>>,
    /// Seconds in which what the queue began with is forgotten but for a share of 1/e, where talk and patience
    /// are exponential; none elsewhere.
    pub relaxation: Option<f64>,
}

/// One number of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    /// Its key in `run --json`.
    pub key: &'static str,
    /// The number.
    pub value: f64,
}

/// What a key of `run --json` is called.
pub(super) fn name(key: &str) -> (&str, &str) {
    match key {
        "answer_rate" => ("answered", "接通率"),
        "abandonment_rate" => ("given up", "放弃率"),
        "blocking_rate" => ("busy tone", "遇忙率"),
        "delay_probability" => ("calls that wait", "等待概率"),
        "mean_wait_answered" => ("mean wait, answered", "已接通来电平均等待"),
        "mean_wait_all" => ("mean wait, all", "全部来电平均等待"),
        "mean_queue" => ("mean queue", "平均队长"),
        "occupancy" => ("occupancy of agents", "话务员占用率"),
        other => (other, other),
    }
}

impl Answer {
    /// Every number with its KPI; service levels by index of their threshold.
    pub(super) fn kpis(&self) -> Vec<(Kpi, f64)> {
        let levels = self.service_level.iter().flatten().enumerate();
        let levels = levels.map(|(index, level)| (Kpi::ServiceLevel(index), *level));
        self.measures.iter().filter_map(|m| Some((kpi(m.key)?, m.value))).chain(levels).collect()
    }
}

/// The KPI of a key.
fn kpi(key: &str) -> Option<Kpi> {
    Some(match key {
        "answer_rate" => Kpi::AnswerRate,
        "abandonment_rate" => Kpi::AbandonmentRate,
        "blocking_rate" => Kpi::BlockingRate,
        "delay_probability" => Kpi::DelayProbability,
        "mean_wait_answered" => Kpi::MeanWaitAnswered,
        "mean_wait_all" => Kpi::MeanWaitAll,
        "mean_queue" => Kpi::MeanQueue,
        "occupancy" => Kpi::Occupancy,
        _ => return None,
    })
}

/// The one queue that a scenario is: Poisson calls to equal agents.
struct One<'a> {
    queue: Queue,
    lines: Option<u32>,
    talk: &'a Dist,
    patience: Dist,
    within: &'a [f64],
}

/// The answer, or why there is none.
pub(super) fn exact(model: &Model) -> Result<Answer, Vec<Text>> {
    let mut why = Vec::new();
    let one = one_queue(model, &mut why);
    match one.filter(|_| why.is_empty()) {
        Some(one) => solve(&one).map_err(|reason| vec![reason]),
        None => Err(why),
    }
}

fn solve(one: &One<'_>) -> Result<Answer, Text> {
    let exponential = matches!(one.talk, Dist::Exponential { .. });
    let (agents, endless) = (one.queue.agents, one.patience == Dist::Never);
    let constant = matches!(one.talk, Dist::Deterministic { .. });
    let solved = match one.lines {
        // Nobody waits: neither patience nor the distribution of talk matters.
        Some(lines) if lines == agents => loss(one),
        Some(lines) if exponential && endless => limited(one, lines),
        Some(_) if exponential => {
            return Err(text("a limit of lines with callers who give up", "线路有限且来电人会放弃"));
        }
        None if exponential && endless => delay(one),
        None if exponential => impatient(one),
        None if endless && agents == 1 => single(one),
        None if endless && constant => equally_long(one),
        _ => return Err(text("talk is not exponential", "通话时长不是指数分布")),
    };
    let solved = solved.map(|answer| Answer { relaxation: relaxation(one), ..answer });
    solved.map_err(|refused| match refused {
        Refused::Overloaded { .. } => text("overloaded: there is no steady state", "过载：不存在稳态"),
        Refused::Input { .. } | Refused::Extreme(_) | Refused::NoneEnough { .. } => {
            text("the numbers are too extreme for the formula", "数值超出公式可计算的范围")
        }
    })
}

/// The scenario as one queue; what does not fit goes to `why`.
fn one_queue<'a>(model: &'a Model, why: &mut Vec<Text>) -> Option<One<'a>> {
    let first = model.streams.first()?;
    let mut unless = |fine: bool, en: &str, zh: &str| {
        if !fine {
            why.push(text(en, zh));
        }
    };
    let all = |fine: fn(&Stream, &Stream) -> bool| model.streams.iter().all(|stream| fine(stream, first));
    unless(all(|s, _| steady(s)), "the rate of calls changes with time", "来电率随时间变化");
    unless(
        model.busyness.is_none(),
        "days and hours are busier than others by chance (busyness)",
        "忙闲随机波动",
    );
    unless(
        all(|s, _| s.redial.as_ref().is_none_or(|r| r.after_abandon == 0.0 && r.after_busy == 0.0)),
        "callers redial",
        "来电人重拨",
    );
    unless(model.groups.len() == 1, "there are several groups of agents", "有多个座席组");
    unless(all(|s, _| s.referral.is_none()), "calls are handed on", "来电会转接");
    unless(all(|s, _| s.is_plain()), "calls do more than wait and talk", "来电不只是排队和通话");
    unless(all(|s, _| s.wrap_up.is_none()), "agents wrap up after the talk", "通话后有整理时间");
    unless(all(|s, first| s.talk == first.talk), "talk differs between hotlines", "各热线通话时长不同");
    unless(all(|s, first| s.priority == first.priority), "some hotlines are served first", "热线有优先级");
    let Some(Staffing::Constant { agents, lines }) = model.groups.first().map(|group| &group.staffing) else {
        unless(false, "the number of agents changes over the day", "话务员人数随时间变化");
        return None;
    };
    let rate = |stream: &Stream| stream.demand.per_day.first().unwrap_or(&0.0) / crate::time::DAY;
    Some(One {
        queue: Queue {
            arrival_rate: model.streams.iter().map(rate).sum(),
            service_mean: first.talk.mean(),
            agents: *agents,
        },
        lines: *lines,
        talk: &first.talk,
        patience: patience(&model.streams)?,
        within: &model.within,
    })
}

/// The patience of a caller of any stream.
pub(super) fn patience(streams: &[Stream]) -> Option<Dist> {
    let first = streams.first()?;
    if streams.iter().all(|stream| stream.patience == first.patience) {
        return Some(first.patience.clone());
    }
    let calls = |stream: &Stream| stream.demand.per_day.iter().sum::<f64>();
    let called = streams.iter().filter(|stream| calls(stream) > 0.0);
    Dist::mixture(called.map(|stream| (calls(stream), stream.patience.clone())).collect()).ok()
}

fn steady(stream: &Stream) -> bool {
    let (demand, same) = (&stream.demand, |values: &[f64]| values.windows(2).all(|w| w[0] == w[1]));
    demand.wave.is_none() && demand.reach.is_none() && same(&demand.per_day) && same(&demand.profile.values)
}

fn text(en: &str, zh: &str) -> Text {
    Text { en: en.to_owned(), zh: zh.to_owned() }
}

fn answer<const N: usize>(
    formula: &'static str,
    measures: [(&'static str, f64); N],
    service_level: Option<Vec<f64>>,
) -> Answer {
    let measures = measures.map(|(key, value)| Measure { key, value }).into();
    Answer { formula, measures, service_level, relaxation: None }
}

/// Of a birth and death process, the inverse of its spectral gap or more: 1/mu + 1/(sqrt(n mu) - sqrt(lambda))^2
/// where agents alone empty the queue (Gamarnik and Goldberg, 2013, have the gap); 1/min(mu, theta) where callers
/// give up, for of two histories on the same marks each call that only one of them has leaves at that rate at
/// least; the time in which a queue of w places at full load is walked through, (w + 1)^2/(n mu), besides 1/mu.
fn relaxation(one: &One<'_>) -> Option<f64> {
    let Dist::Exponential { mean: service } = one.talk else { return None };
    let agents = f64::from(one.queue.agents);
    let spare = agents.sqrt() - one.queue.offered_load().sqrt();
    let emptying = if spare > 0.0 { service * (1.0 + 1.0 / (spare * spare)) } else { f64::INFINITY };
    let walked = |lines: u32| {
        let places = f64::from(lines) - agents + 1.0;
        service * (1.0 + places * places / agents)
    };
    let filled = one.lines.map_or(f64::INFINITY, walked);
    let leaving = match one.patience {
        Dist::Exponential { mean } => mean.max(*service),
        Dist::Never => f64::INFINITY,
        _ => return None,
    };
    Some(emptying.min(leaving).min(filled)).filter(|time| time.is_finite())
}

fn loss(one: &One<'_>) -> Result<Answer, Refused> {
    let blocked = erlang_b::p_blocked(one.queue.offered_load(), one.queue.agents)?;
    let occupancy = one.queue.offered_load() * (1.0 - blocked) / f64::from(one.queue.agents);
    let measures = [("answer_rate", 1.0 - blocked), ("blocking_rate", blocked), ("occupancy", occupancy)];
    Ok(answer("M/G/n/n (Erlang B)", measures, Some(vec![1.0 - blocked; one.within.len()])))
}

fn limited(one: &One<'_>, lines: u32) -> Result<Answer, Refused> {
    let k = Mmnk::new(one.queue, lines)?;
    let accepted = 1.0 - k.p_blocked;
    let measures = [
        ("answer_rate", accepted),
        ("blocking_rate", k.p_blocked),
        ("delay_probability", k.p_wait_if_accepted),
        ("mean_wait_answered", k.mean_wait_if_accepted),
        ("mean_queue", k.mean_queue),
        ("occupancy", k.occupancy),
    ];
    let level = |t: &f64| accepted * (1.0 - k.p_wait_gt_if_accepted(*t));
    Ok(answer("M/M/n/K", measures, Some(one.within.iter().map(level).collect())))
}

fn delay(one: &One<'_>) -> Result<Answer, Refused> {
    let c = ErlangC::new(one.queue)?;
    let measures = [
        ("delay_probability", c.p_wait),
        ("mean_wait_answered", c.mean_wait),
        ("mean_queue", c.mean_queue),
        ("occupancy", c.occupancy),
    ];
    let levels = one.within.iter().map(|t| c.served_within(*t)).collect();
    Ok(answer("M/M/n (Erlang C)", measures, Some(levels)))
}

fn impatient(one: &One<'_>) -> Result<Answer, Refused> {
    let a = Mmng::new(one.queue, &one.patience)?;
    let measures = [
        ("answer_rate", 1.0 - a.p_abandon),
        ("abandonment_rate", a.p_abandon),
        ("delay_probability", a.p_wait),
        ("mean_wait_answered", a.mean_wait_answered),
        ("mean_wait_all", a.mean_wait_all),
        ("mean_queue", a.mean_queue),
        ("occupancy", a.occupancy),
    ];
    let formula = match one.patience {
        Dist::Exponential { .. } => "M/M/n+M (Erlang A)",
        _ => "M/M/n+G (Erlang A with any patience)",
    };
    Ok(answer(formula, measures, Some(one.within.iter().map(|t| a.p_served_within(*t)).collect())))
}

fn single(one: &One<'_>) -> Result<Answer, Refused> {
    let g = Mg1::new(one.queue.arrival_rate, one.talk)?;
    let measures = [
        ("delay_probability", g.p_wait),
        ("mean_wait_answered", g.mean_wait),
        ("mean_queue", g.mean_queue),
        ("occupancy", one.queue.offered_load()),
    ];
    let levels = one.within.iter().map(|t| g.p_wait_gt(*t).map(|p| 1.0 - p)).collect::<Result<_, _>>();
    Ok(answer("M/G/1 (Pollaczek-Khinchine)", measures, levels.ok()))
}

fn equally_long(one: &One<'_>) -> Result<Answer, Refused> {
    let d = Mdc::new(one.queue)?;
    let measures = [
        ("delay_probability", d.p_wait),
        ("mean_wait_answered", d.mean_wait),
        ("mean_queue", d.mean_queue),
        ("occupancy", d.occupancy),
    ];
    let levels = one.within.iter().map(|t| 1.0 - d.p_wait_gt(*t)).collect();
    Ok(answer("M/D/c (Crommelin)", measures, Some(levels)))
}
