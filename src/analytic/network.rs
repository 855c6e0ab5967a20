//! Groups of agents in the steady state, each a queue by itself.
//!
//! Groups without a common caller are independent. Where calls are handed on, a group of M/M/n sends on a Poisson
//! call type (Burke, 1956), also in loops (Jackson, 1957; Kelly, 1975): every group that hands calls on must be
//! M/M/n, and one that only takes them may be any queue with Poisson arrivals.

use super::answer::{Answer, Figure, Place, Span};
use super::queue::{Solved, Station, solve};
use super::reason::Reason;
use super::scope::{self, Arrival};
use crate::model::{CallType, Model, Staffing};

/// Solves every group, or lists the reasons why there is no answer.
pub fn answer(model: &Model) -> Result<Answer, Vec<Reason>> {
    let why = [scope::unusual(model), scope::changing(model)].concat();
    if !why.is_empty() {
        return Err(why);
    }
    let (mut solved, mut why) = (Vec::new(), Vec::new());
    for group in 0..model.groups().len() {
        let Some(station) = station(model, group) else { continue };
        match solve(&station) {
            Ok(answer) => solved.push((group, answer)),
            Err(reasons) => why.extend(reasons.into_iter().map(|reason| at(model, group, reason))),
        }
    }
    if solved.is_empty() && why.is_empty() {
        why.push(Reason::NoCalls);
    }
    if why.is_empty() { Ok(together(model, &solved)) } else { Err(why) }
}

/// Names the group of which a reason is true, where there are several.
fn at(model: &Model, group: usize, reason: Reason) -> Reason {
    match model.groups().len() {
        1 => reason,
        _ => Reason::AtGroup(model.groups()[group].id.clone(), Box::new(reason)),
    }
}

/// Describes a group with its arrivals; none without any.
fn station(model: &Model, group: usize) -> Option<Station<'_>> {
    let Staffing::Constant { agents, lines } = model.groups()[group].staffing else { return None };
    let mut arrivals = scope::own(model, group, 0);
    let own = arrivals.len();
    arrivals.extend(model.call_types().iter().filter_map(|call_type| handed_on(model, call_type, group)));
    let sends =
        |call_type: &CallType| call_type.referral.is_some() && model.home(call_type.queue).index() == group;
    Some(Station {
        agents,
        lines,
        takes: arrivals.len() > own,
        hands_on: model.call_types().iter().any(sends),
        within: model.acceptable_waits(),
        arrivals,
    })
    .filter(|station| station.arrivals.iter().any(|arrival| arrival.rate > 0.0))
}

/// Returns the calls that a call type's agents hand on to a group.
fn handed_on<'a>(model: &Model, call_type: &'a CallType, group: usize) -> Option<Arrival<'a>> {
    let referral =
        call_type.referral.as_ref().filter(|referral| model.home(referral.queue).index() == group)?;
    let rate = scope::rate(call_type, 0) * referral.share_at(0.0);
    let (talk, patience, priority) = (&referral.talk, &referral.patience, referral.priority);
    (rate > 0.0).then_some(Arrival { rate, talk, patience, priority, hotline: None })
}

fn together(model: &Model, solved: &[(usize, Solved)]) -> Answer {
    let one = model.groups().len() == 1;
    let figures = solved.iter().flat_map(|(group, solved)| {
        let whole = if one { Place::Total } else { Place::AgentGroup(*group) };
        solved.figures.iter().map(move |(hotline, kpi, value)| {
            let place = hotline.map_or(whole, Place::Hotline);
            Figure { place, kpi: *kpi, value: *value, waiting: None }
        })
    });
    // A queue may begin to settle only when what feeds it has.
    let relaxation = solved.iter().map(|(_, solved)| solved.relaxation).sum::<Option<f64>>();
    Answer { formula: formula(model, solved), span: Span::Steady { relaxation }, figures: figures.collect() }
}

/// Names the formula: "M/M/n (Erlang C)", "Jackson network of M/M/n (Erlang C)", "M/M/n (Erlang C) at a, M/M/n+M (Erlang A) at b".
fn formula(model: &Model, solved: &[(usize, Solved)]) -> String {
    let first = solved.first().map_or("", |(_, solved)| solved.formula);
    let network = model.call_types().iter().any(|call_type| call_type.referral.is_some());
    let alike = solved.iter().all(|(_, solved)| solved.formula == first);
    match (network, alike) {
        (false, true) => first.to_owned(),
        (true, true) => format!("Jackson network of {first}"),
        (_, false) => {
            let named = |(group, solved): &(usize, Solved)| {
                format!("{} at {}", solved.formula, model.groups()[*group].id)
            };
            let all = solved.iter().map(named).collect::<Vec<_>>().join(", ");
            if network { format!("network of {all}") } else { all }
        }
    }
}
