//! `hotseat erlang b|c|a`: the formulas, both ways round.

mod arguments;
mod delayed;
mod measures;
mod patience;
mod table;
mod understood;

pub use arguments::{AArgs, BArgs, CArgs};

use crate::dist::Family;
use crate::language::Language;
use crate::theory::mmng::Mmng;
use crate::theory::sizing::{self, Target};
use crate::theory::{Refused, erlang_b};
use anyhow::{Result, anyhow};
use clap::Subcommand;
use measures::{level_measure, margin, margin_of, reserve, staff};
use table::{Measure, Quantity, measure};

/// The formula that is asked for.
#[derive(Clone, Debug, Subcommand)]
pub enum ErlangCommand {
    /// No queue: calls that find all agents (or lines) busy are lost
    #[command(after_help = "Examples:
  hotseat erlang b --calls-per-hour 60 --aht 300 --agents 10
  hotseat erlang b --erlangs 5 --max-blocked 0.01        the least agents, or lines")]
    B(BArgs),
    /// Endless queue, endless patience
    #[command(after_help = "Examples:
  hotseat erlang c --calls-per-hour 200 --aht '3 min' --agents 14 --within 20
  hotseat erlang c --calls-per-hour 200 --aht 180 --target 0.8 --within 20     the least agents
  hotseat erlang c --calls-per-hour 200 --aht 180 --beta 1      the load and its square root
  hotseat erlang c --calls-per-hour 200 --aht 180 --agents 12 --lines 20     busy beyond 20 calls
  hotseat erlang c --calls-per-hour 15 --agents 1 \\
      --aht '{ distribution = \"lognormal\", mean = \"3 min\", cv = 1.5 }'     Pollaczek-Khinchine

Handle times are exponential with the mean given, or any distribution as in scenario files:
exact for one agent, and for any number of agents where it is deterministic.")]
    C(CArgs),
    /// Callers give up: Erlang A, and M/M/n+G for any other patience
    #[command(after_help = "Examples:
  hotseat erlang a --calls-per-hour 1260 --aht 300 --patience 180 --agents 100 --within 20
  hotseat erlang a --calls-per-hour 1260 --aht 300 --patience 180 --target '80 %' --within 20
  hotseat erlang a --calls-per-hour 1260 --aht 300 --answer-rate 0.95 \\
      --patience '{ distribution = \"weibull\", shape = 1.2, mean = \"120 s\" }'

Patience is written as in scenario files: exponential, lognormal, gamma, erlang, weibull,
deterministic, uniform, triangular, mixture, empirical. A duration alone is the mean of an
exponential; `never` is endless.")]
    A(AArgs),
}

/// Answers the question: returns the text to print, a JSON object or an aligned table in `lang`, ending in a newline.
/// Every error is one of input.
pub fn run(command: &ErlangCommand, lang: Language, json: bool) -> Result<String> {
    let measures = match command {
        ErlangCommand::B(args) => blocked(args),
        ErlangCommand::C(args) => delayed::delayed(args),
        ErlangCommand::A(args) => impatient(args),
    };
    let measures = measures.map_err(|refused| explain(command, &refused, lang))?;
    let given = match command {
        ErlangCommand::B(args) => understood::loss(args, lang),
        ErlangCommand::C(args) => understood::queue(&args.traffic, lang),
        ErlangCommand::A(args) => understood::patient(args, lang),
    };
    let words = || format!("{}{}", understood::words(given, lang), table::table(&measures, lang));
    Ok(if json { table::json(&measures) } else { words() })
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
fn explain(command: &ErlangCommand, refused: &Refused, lang: Language) -> anyhow::Error {
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

#[cfg(test)]
mod tests;
