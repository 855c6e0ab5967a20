//! Solves one queue of equal agents in the steady state.

use super::reason::Reason;
use super::scope::{Arrival, patience};
use crate::dist::{Dist, Family};
use crate::kpi::Kpi;
use crate::theory::erlang_c::ErlangC;
use crate::theory::mdc::Mdc;
use crate::theory::mg1::Mg1;
use crate::theory::mmng::Mmng;
use crate::theory::mmnk::Mmnk;
use crate::theory::priority::{Class, Priorities};
use crate::theory::{Queue, Refused, erlang_b};

/// A group of agents and the calls that come to it.
pub(super) struct Station<'a> {
    /// Its calls; never empty.
    pub arrivals: Vec<Arrival<'a>>,
    /// Number of agents.
    pub agents: u32,
    /// Trunks: calls in the system at most.
    pub lines: Option<u32>,
    /// Whether some calls come from other groups.
    pub takes: bool,
    /// Whether some calls go on to other groups.
    pub hands_on: bool,
    /// Acceptable waits of the service levels, in seconds.
    pub within: &'a [f64],
}

/// A solved station.
pub(super) struct Solved {
    /// The formula's name.
    pub formula: &'static str,
    /// Numbers of all its calls, or of one hotline by index.
    pub figures: Vec<(Option<usize>, Kpi, f64)>,
    /// See [`super::answer::Span::Steady`].
    pub relaxation: Option<f64>,
}

/// A queue of equal calls.
struct One<'a> {
    queue: Queue,
    lines: Option<u32>,
    talk: &'a Dist,
    patience: Dist,
    within: &'a [f64],
}

/// Solves a station, or lists the reasons why it has no answer.
pub(super) fn solve(station: &Station<'_>) -> Result<Solved, Vec<Reason>> {
    let Some((one, ranked)) = one(station) else {
        return Err(vec![Reason::TalkDiffers]);
    };
    let alone = station.lines.is_none() && one.patience.is_never() && is_exponential(one.talk);
    let refuse = |reason| Err(vec![reason]);
    if ranked && (!alone || station.takes || station.hands_on) {
        return refuse(Reason::Priorities);
    }
    if station.hands_on && !alone {
        return refuse(Reason::HandsOnFromOther);
    }
    if station.takes && station.lines.is_some() {
        return refuse(Reason::HandedOnToLimitedTrunks);
    }
    let solved = if ranked { ranks(station, &one) } else { by_kind(&one) };
    solved.map_err(|reason| vec![reason])
}

fn is_exponential(dist: &Dist) -> bool {
    matches!(dist.family(), Family::Exponential { .. })
}

/// Takes all calls as one kind, and says whether some are served first; none where talk differs.
fn one<'a>(station: &Station<'a>) -> Option<(One<'a>, bool)> {
    let arrivals = &station.arrivals;
    let first = arrivals.first()?;
    let equal = arrivals.iter().all(|arrival| arrival.talk == first.talk);
    let queue = Queue {
        arrival_rate: arrivals.iter().map(|arrival| arrival.rate).sum(),
        service_mean: first.talk.mean(),
        agents: station.agents,
    };
    let patience = patience(arrivals).filter(|_| equal)?;
    let one = One { queue, lines: station.lines, talk: first.talk, patience, within: station.within };
    Some((one, arrivals.iter().any(|arrival| arrival.priority != first.priority)))
}

fn by_kind(one: &One<'_>) -> Result<Solved, Reason> {
    let exponential = is_exponential(one.talk);
    let (agents, endless) = (one.queue.agents, one.patience.is_never());
    let constant = matches!(one.talk.family(), Family::Deterministic { .. });
    let solved = match one.lines {
        // Nobody waits: neither patience nor the distribution of talk matters.
        Some(lines) if lines == agents => loss(one),
        Some(lines) if exponential && endless => limited(one, lines),
        Some(_) if exponential => {
            return Err(Reason::LimitedTrunksAndPatience);
        }
        None if exponential && endless => delay(one),
        None if exponential => impatient(one),
        None if endless && agents == 1 => single(one),
        None if endless && constant => equally_long(one),
        _ => return Err(Reason::TalkNotExponential),
    };
    solved
        .map(|solved| Solved { relaxation: relaxation(one), ..solved })
        .map_err(|refused| Reason::from(&refused))
}

fn answer<const N: usize>(
    formula: &'static str,
    measures: [(Kpi, f64); N],
    service_level: Option<Vec<f64>>,
) -> Solved {
    let levels = service_level.into_iter().flatten().enumerate();
    let levels = levels.map(|(index, level)| (Kpi::ServiceLevel(index), level));
    let figures = measures.into_iter().chain(levels).map(|(kpi, value)| (None, kpi, value)).collect();
    Solved { formula, figures, relaxation: None }
}

/// Bounds the relaxation time, in seconds: of a birth and death process, the inverse of its spectral gap or more, 1/mu + 1/(sqrt(n mu) - sqrt(lambda))^2
/// where agents alone empty the queue (Gamarnik and Goldberg, 2013, have the gap); 1/min(mu, theta) where callers
/// abandon, for of two histories on the same random draws each call that only one of them has leaves at that rate at
/// least; the time in which a queue of w places at full load is walked through, (w + 1)^2/(n mu), besides 1/mu.
fn relaxation(one: &One<'_>) -> Option<f64> {
    let Family::Exponential { mean: service } = one.talk.family() else { return None };
    let agents = f64::from(one.queue.agents);
    let spare = agents.sqrt() - one.queue.offered_load().sqrt();
    let emptying = if spare > 0.0 { service * (1.0 + 1.0 / (spare * spare)) } else { f64::INFINITY };
    let walked = |lines: u32| {
        let places = f64::from(lines) - agents + 1.0;
        service * (1.0 + places * places / agents)
    };
    let filled = one.lines.map_or(f64::INFINITY, walked);
    let leaving = match one.patience.family() {
        Family::Exponential { mean } => mean.max(*service),
        Family::Never => f64::INFINITY,
        _ => return None,
    };
    Some(emptying.min(leaving).min(filled)).filter(|time| time.is_finite())
}

fn loss(one: &One<'_>) -> Result<Solved, Refused> {
    let blocked = erlang_b::p_blocked(one.queue.offered_load(), one.queue.agents)?;
    let occupancy = one.queue.offered_load() * (1.0 - blocked) / f64::from(one.queue.agents);
    let measures =
        [(Kpi::AnswerRate, 1.0 - blocked), (Kpi::BlockingRate, blocked), (Kpi::Occupancy, occupancy)];
    Ok(answer("M/G/n/n (Erlang B)", measures, Some(vec![1.0 - blocked; one.within.len()])))
}

fn limited(one: &One<'_>, lines: u32) -> Result<Solved, Refused> {
    let k = Mmnk::new(one.queue, lines)?;
    let accepted = 1.0 - k.p_blocked;
    let measures = [
        (Kpi::AnswerRate, accepted),
        (Kpi::BlockingRate, k.p_blocked),
        (Kpi::DelayProbability, k.p_wait_if_accepted),
        (Kpi::MeanWaitAnswered, k.mean_wait_if_accepted),
        (Kpi::MeanQueue, k.mean_queue),
        (Kpi::Occupancy, k.occupancy),
    ];
    let level = |t: &f64| accepted * (1.0 - k.p_wait_gt_if_accepted(*t));
    Ok(answer("M/M/n/K", measures, Some(one.within.iter().map(level).collect())))
}

fn delay(one: &One<'_>) -> Result<Solved, Refused> {
    let c = ErlangC::new(one.queue)?;
    let measures = [
        (Kpi::DelayProbability, c.p_wait),
        (Kpi::MeanWaitAnswered, c.mean_wait),
        (Kpi::MeanQueue, c.mean_queue),
        (Kpi::Occupancy, c.occupancy),
    ];
    let levels = one.within.iter().map(|t| c.served_within(*t)).collect();
    Ok(answer("M/M/n (Erlang C)", measures, Some(levels)))
}

fn impatient(one: &One<'_>) -> Result<Solved, Refused> {
    let a = Mmng::new(one.queue, &one.patience)?;
    let measures = [
        (Kpi::AnswerRate, 1.0 - a.p_abandon),
        (Kpi::AbandonmentRate, a.p_abandon),
        (Kpi::DelayProbability, a.p_wait),
        (Kpi::MeanWaitAnswered, a.mean_wait_answered),
        (Kpi::MeanWaitAll, a.mean_wait_all),
        (Kpi::MeanQueue, a.mean_queue),
        (Kpi::Occupancy, a.occupancy),
    ];
    let formula = match one.patience.family() {
        Family::Exponential { .. } => "M/M/n+M (Erlang A)",
        _ => "M/M/n+G (Erlang A with any patience)",
    };
    Ok(answer(formula, measures, Some(one.within.iter().map(|t| a.p_served_within(*t)).collect())))
}

fn single(one: &One<'_>) -> Result<Solved, Refused> {
    let g = Mg1::new(one.queue.arrival_rate, one.talk)?;
    let measures = [
        (Kpi::DelayProbability, g.p_wait),
        (Kpi::MeanWaitAnswered, g.mean_wait),
        (Kpi::MeanQueue, g.mean_queue),
        (Kpi::Occupancy, one.queue.offered_load()),
    ];
    let levels = one.within.iter().map(|t| g.p_wait_gt(*t).map(|p| 1.0 - p)).collect::<Result<_, _>>();
    Ok(answer("M/G/1 (Pollaczek-Khinchine)", measures, levels.ok()))
}

fn equally_long(one: &One<'_>) -> Result<Solved, Refused> {
    let d = Mdc::new(one.queue)?;
    let measures = [
        (Kpi::DelayProbability, d.p_wait),
        (Kpi::MeanWaitAnswered, d.mean_wait),
        (Kpi::MeanQueue, d.mean_queue),
        (Kpi::Occupancy, d.occupancy),
    ];
    let levels = one.within.iter().map(|t| 1.0 - d.p_wait_gt(*t)).collect();
    Ok(answer("M/D/c (Crommelin)", measures, Some(levels)))
}

/// Solves priority classes: all calls together, and each hotline.
fn ranks(station: &Station<'_>, one: &One<'_>) -> Result<Solved, Reason> {
    let mut ranks: Vec<u8> = station.arrivals.iter().map(|arrival| arrival.priority).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let rate = |rank: &u8| -> f64 {
        station.arrivals.iter().filter(|arrival| arrival.priority == *rank).map(|arrival| arrival.rate).sum()
    };
    let rates: Vec<f64> = ranks.iter().map(rate).collect();
    let solved = Priorities::new(&rates, one.queue.service_mean, one.queue.agents);
    let Priorities { all, classes } = solved.map_err(|refused| Reason::from(&refused))?;
    let level = |t: &f64| {
        let late = rates.iter().zip(&classes).map(|(rate, class)| rate * class.p_wait_gt(*t)).sum::<f64>();
        1.0 - late / one.queue.arrival_rate
    };
    let measures = [
        (Kpi::DelayProbability, all.p_wait),
        (Kpi::MeanWaitAnswered, all.mean_wait),
        (Kpi::MeanQueue, all.mean_queue),
        (Kpi::Occupancy, all.occupancy),
    ];
    let formula = "M/M/n with priorities (Cobham; Kella-Yechiali)";
    let mut solved = answer(formula, measures, Some(one.within.iter().map(level).collect()));
    for arrival in station.arrivals.iter().filter(|arrival| arrival.rate > 0.0) {
        let class = ranks.iter().position(|rank| *rank == arrival.priority).map(|at| classes[at]);
        if let (Some(hotline), Some(class)) = (arrival.hotline, class) {
            let own = of_class(&class, arrival.rate, one.within);
            solved.figures.extend(own.into_iter().map(|(kpi, value)| (Some(hotline), kpi, value)));
        }
    }
    Ok(Solved { relaxation: relaxation(one), ..solved })
}

/// Lists the numbers of a hotline with `rate` calls per second.
fn of_class(class: &Class, rate: f64, within: &[f64]) -> Vec<(Kpi, f64)> {
    let waits = [
        (Kpi::DelayProbability, class.p_wait),
        (Kpi::MeanWaitAnswered, class.mean_wait),
        (Kpi::MeanQueue, rate * class.mean_wait),
    ];
    let levels = within.iter().enumerate();
    let levels = levels.map(|(index, t)| (Kpi::ServiceLevel(index), 1.0 - class.p_wait_gt(*t)));
    waits.into_iter().chain(levels).collect()
}
