//! The answer to a question as a list of measures.

use super::arguments::{AArgs, BArgs};
use super::command::ErlangCommand;
use super::delayed;
use super::measures::{add_heads, level_measure, margin, margin_of, reserve, staff};
use super::table::{Measure, Quantity, measure};
use crate::dist::Family;
use crate::language::Language;
use crate::theory::mmng::Mmng;
use crate::theory::sizing::{self, Target};
use crate::theory::{Refused, erlang_b};
use anyhow::anyhow;

/// Answers the question as a list of measures, the agents first and the heads after them.
pub(super) fn measures(command: &ErlangCommand) -> Result<Vec<Measure>, Refused> {
    let mut measures = match command {
        ErlangCommand::B(args) => blocked(args)?,
        ErlangCommand::C(args) => delayed::delayed(args)?,
        ErlangCommand::A(args) => impatient(args)?,
    };
    let agents = measures.first().and_then(|first| match first.value {
        Quantity::Agents(agents) => Some(agents),
        _ => None,
    });
    add_heads(&mut measures, agents.unwrap_or(0), command.traffic().and_then(|traffic| traffic.shrinkage));
    Ok(measures)
}

fn blocked(args: &BArgs) -> Result<Vec<Measure>, Refused> {
    let traffic = args.calls_per_hour.zip(args.aht).map(|(calls, aht)| calls / crate::time::HOUR * aht);
    let load = args.erlangs.or(traffic).unwrap_or_default();
    let least = args.max_blocked.map(|at_most| sizing::erlang_b(load, at_most)).transpose()?;
    let agents = least.map(|least| least.agents).or(args.agents).unwrap_or(1);
    let p_blocked = erlang_b::p_blocked(load, agents)?;
    let occupancy = load * (1.0 - p_blocked) / f64::from(agents);
    let mut measures = vec![
        measure("agents", "agents (or lines)", "话务员（或线路）", Quantity::Agents(agents)),
        measure("p_blocked", "calls lost", "呼损率", Quantity::Share(p_blocked)),
        measure("occupancy", "occupancy", "占用率", Quantity::Share(occupancy)),
        measure("offered_load", "offered load", "话务量", Quantity::Erlangs(load)),
    ];
    if let Some(least) = least {
        margin(&mut measures, least, "calls lost", "呼损率", Quantity::Share);
    }
    Ok(measures)
}

fn impatient(args: &AArgs) -> Result<Vec<Measure>, Refused> {
    let (queue, within) = (args.traffic.queue(), args.traffic.within);
    let rate = args.answer_rate.map(|at_least| Target::AnswerRate { at_least });
    let target = args.traffic.wanted().or(rate);
    if !matches!(args.traffic.aht.family(), Family::Exponential { .. }) {
        return Err(Refused::Input { name: "handle time", must: "exponential: give its mean alone" });
    }
    let least = target.map(|target| sizing::mmng(queue, &args.patience, target)).transpose()?;
    let queue = args.traffic.staffed(queue, least)?;
    let a = Mmng::new(queue, &args.patience)?;
    let given_up = a.mean_wait_abandoned.unwrap_or(f64::NAN);
    let mut measures = vec![
        staff(queue.agents),
        measure("p_wait", "calls that wait", "需等待的来电", Quantity::Share(a.p_wait)),
        measure("p_abandon", "calls abandoned", "放弃率", Quantity::Share(a.p_abandon)),
        measure("answer_rate", "calls answered", "接通率", Quantity::Share(1.0 - a.p_abandon)),
        measure(
            "mean_wait_answered",
            "mean wait, answered",
            "接通来电平均等待",
            Quantity::Seconds(a.mean_wait_answered),
        ),
        measure(
            "mean_wait_abandoned",
            "mean wait, abandoned",
            "放弃来电平均等待",
            Quantity::Seconds(given_up),
        ),
        measure("mean_wait_all", "mean wait, all", "全部来电平均等待", Quantity::Seconds(a.mean_wait_all)),
        level_measure(within, a.p_served_within(within)),
        measure("mean_queue", "mean queue", "平均排队", Quantity::Calls(a.mean_queue)),
        measure("occupancy", "occupancy", "话务员占用率", Quantity::Share(a.occupancy)),
        measure("offered_load", "offered load", "话务量", Quantity::Erlangs(queue.offered_load())),
    ];
    measures.extend(reserve(queue, Some(&args.patience)));
    margin_of(&mut measures, least, target);
    Ok(measures)
}

/// Words a refusal in the reader's language, with the way out where there is one.
pub(super) fn explain(command: &ErlangCommand, refused: &Refused, lang: Language) -> anyhow::Error {
    let (Refused::Overloaded { occupancy }, ErlangCommand::C(args)) = (refused, command) else {
        return anyhow!("{refused}");
    };
    let (load, percent) = (args.traffic.queue().offered_load(), 100.0 * occupancy);
    let enough = load.floor() + 1.0;
    match lang {
        Language::En => anyhow!(
            "Erlang C has no answer: {load:.1} erlangs offered, occupancy would be {percent:.1} % and the queue \
             would grow without end; give at least {enough} agents, or let callers give up: hotseat erlang a \
             --patience ..."
        ),
        Language::Zh => anyhow!(
            "Erlang C 无解：话务量 {load:.1} 爱尔兰，占用率将达 {percent:.1}%，排队无限增长；\
             至少需 {enough} 人，或考虑来电者会放弃：hotseat erlang a --patience ..."
        ),
    }
}
