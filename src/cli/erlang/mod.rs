//! `hotseat erlang b|c|a`: the formulas, both ways round.

mod delayed;
mod patience;
mod table;

use crate::language::Language;

use crate::dist::Dist;
use crate::theory::mmng::Mmng;
use crate::theory::sizing::{self, Least, Target};
use crate::theory::{Queue, Refused, erlang_b, square_root};
use anyhow::{Result, anyhow};
use clap::{ArgGroup, Args, Subcommand};
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

/// Input of Erlang B.
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("question").required(true)))]
pub struct BArgs {
    /// Calls offered per hour
    #[arg(long, value_name = "CALLS", value_parser = positive, allow_negative_numbers = true)]
    #[arg(required_unless_present = "erlangs", requires = "aht")]
    calls_per_hour: Option<f64>,
    /// Mean handle time: seconds, or a duration such as `5 min`
    #[arg(long, value_name = "TIME", value_parser = positive_duration, allow_negative_numbers = true)]
    #[arg(requires = "calls_per_hour")]
    aht: Option<f64>,
    /// Offered load in erlangs, instead of calls and handle time
    #[arg(long, value_name = "LOAD", value_parser = positive, allow_negative_numbers = true)]
    #[arg(conflicts_with_all = ["calls_per_hour", "aht"])]
    erlangs: Option<f64>,
    /// Agents (or lines)
    #[arg(long, visible_alias = "lines", value_name = "N", value_parser = agents, group = "question")]
    #[arg(allow_negative_numbers = true)]
    agents: Option<u32>,
    /// Ask for the least agents that lose at most this share of calls
    #[arg(long, value_name = "SHARE", value_parser = share, group = "question")]
    #[arg(allow_negative_numbers = true)]
    max_blocked: Option<f64>,
}

/// Input of Erlang C.
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("question").required(true)))]
pub struct CArgs {
    #[command(flatten)]
    traffic: Traffic,
    /// Calls in the system at once, waiting or talking; more hear the busy tone
    #[arg(long, value_name = "K", value_parser = agents, requires = "agents", allow_negative_numbers = true)]
    #[arg(conflicts_with_all = ["target", "max_p_wait", "beta"])]
    lines: Option<u32>,
}

/// Input of Erlang A.
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("question").required(true)))]
pub struct AArgs {
    #[command(flatten)]
    traffic: Traffic,
    /// The wait callers accept: its mean, or a distribution
    #[arg(long, value_name = "PATIENCE", value_parser = patience::patience, allow_negative_numbers = true)]
    patience: Dist,
    /// Ask for the least agents that answer this share of calls, however late
    #[arg(long, value_name = "SHARE", value_parser = share, group = "question")]
    #[arg(allow_negative_numbers = true)]
    answer_rate: Option<f64>,
}

#[derive(Clone, Debug, Args)]
struct Traffic {
    /// Calls offered per hour
    #[arg(long, value_name = "CALLS", value_parser = positive, allow_negative_numbers = true)]
    calls_per_hour: f64,
    /// Mean handle time: seconds, or a duration such as `5 min`; or a distribution
    #[arg(long, value_name = "TIME", value_parser = handle_time, allow_negative_numbers = true)]
    aht: Dist,
    /// The acceptable wait T: service level = answered within T / offered
    #[arg(long, value_name = "TIME", value_parser = wait, default_value = "20")]
    #[arg(allow_negative_numbers = true)]
    within: f64,
    /// Agents
    #[arg(long, value_name = "N", value_parser = agents, group = "question", allow_negative_numbers = true)]
    agents: Option<u32>,
    /// Ask for the least agents that reach this service level
    #[arg(long, value_name = "SHARE", value_parser = share, group = "question")]
    #[arg(allow_negative_numbers = true)]
    target: Option<f64>,
    /// Ask for the least agents that let at most this share of calls wait
    #[arg(long, value_name = "SHARE", value_parser = share, group = "question")]
    #[arg(allow_negative_numbers = true)]
    max_p_wait: Option<f64>,
    /// Ask for square-root staffing: the load and BETA times its square root
    #[arg(long, value_name = "BETA", value_parser = finite, group = "question")]
    #[arg(allow_negative_numbers = true)]
    beta: Option<f64>,
}

impl Traffic {
    fn queue(&self) -> Queue {
        let arrival_rate = self.calls_per_hour / crate::time::HOUR;
        Queue { arrival_rate, service_mean: self.aht.mean(), agents: self.agents.unwrap_or(1) }
    }

    /// The queue with the agents that were given, found, or follow from the square root.
    fn staffed(&self, queue: Queue, least: Option<Least>) -> Result<Queue, Refused> {
        let rule = self.beta.map(|beta| square_root::agents(queue.offered_load(), beta)).transpose()?;
        Ok(queue.with_agents(least.map(|least| least.agents).or(rule).unwrap_or(queue.agents)))
    }

    fn wanted(&self) -> Option<Target> {
        let level = self.target.map(|at_least| Target::ServedWithin { t: self.within, at_least });
        level.or(self.max_p_wait.map(|at_most| Target::WaitProbability { at_most }))
    }
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
    Ok(if json { table::json(&measures) } else { table::table(&measures, lang) })
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
    if !matches!(args.traffic.aht, Dist::Exponential { .. }) {
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

/// Returns the reserve in square roots of the load, and the probability of waiting that it gives in the limit of many
/// agents.
fn reserve(queue: Queue, patience: Option<&Dist>) -> Vec<Measure> {
    let beta = square_root::reserve(queue.offered_load(), queue.agents);
    let limit = match patience {
        None | Some(Dist::Never) => Some(square_root::p_wait(beta)),
        Some(Dist::Exponential { mean }) => {
            Some(square_root::p_wait_impatient(beta, queue.service_mean / mean))
        }
        Some(_) => None,
    };
    let en = "agents above the load, in its square roots";
    let beta = measure("beta", en, "超出话务量的人数（按其平方根计）", Quantity::Number(beta));
    let en = "calls that wait, square-root rule";
    let limit = limit.map(|p_wait| {
        measure("p_wait_square_root", en, "需等待的来电（平方根法则）", Quantity::Share(p_wait))
    });
    std::iter::once(beta).chain(limit).collect()
}

fn staff(agents: u32) -> Measure {
    measure("agents", "agents", "话务员", Quantity::Agents(agents))
}

fn level_measure(within: f64, level: f64) -> Measure {
    let (en, zh) = (format!("answered within {within} s of offered"), format!("{within} 秒内接通占来电"));
    measure("service_level", en, zh, Quantity::Share(level))
}

/// Inserts the level reached and the level with one agent less, when the least agents were asked for.
fn margin_of(measures: &mut Vec<Measure>, least: Option<Least>, target: Option<Target>) {
    let (Some(least), Some(target)) = (least, target) else { return };
    match target {
        Target::ServedWithin { .. } => {
            margin(measures, least, "answered in time", "按时接通", Quantity::Share)
        }
        Target::AnswerRate { .. } => margin(measures, least, "calls answered", "接通率", Quantity::Share),
        Target::WaitProbability { .. } => {
            margin(measures, least, "calls that wait", "需等待的来电", Quantity::Share);
        }
        Target::MeanWait { .. } => margin(measures, least, "mean wait", "平均等待", Quantity::Seconds),
    }
}

fn margin(measures: &mut Vec<Measure>, least: Least, en: &str, zh: &str, unit: fn(f64) -> Quantity) {
    let level = measure("level", format!("target: {en}"), format!("目标：{zh}"), unit(least.level));
    let one_less =
        measure("one_less", format!("{en}, one agent less"), format!("少一人时{zh}"), unit(least.one_less));
    measures.insert(1, level);
    measures.insert(2, one_less);
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

fn positive(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|x| *x > 0.0 && x.is_finite());
    number.ok_or_else(|| "expected a number greater than 0".to_owned())
}

fn finite(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|x| x.is_finite());
    number.ok_or_else(|| "expected a number such as 1 or 0.5".to_owned())
}

/// Reads a handle time; a duration is the mean of an exponential.
fn handle_time(text: &str) -> Result<Dist, String> {
    if !text.trim_start().starts_with('{') {
        positive_duration(text)?;
    }
    let dist = patience::patience(text)?;
    let mean = dist.mean();
    if mean > 0.0 && mean.is_finite() { Ok(dist) } else { Err("expected a mean greater than 0".to_owned()) }
}

fn positive_duration(text: &str) -> Result<f64, String> {
    let seconds = patience::duration(text)?;
    if seconds > 0.0 { Ok(seconds) } else { Err("expected a duration greater than 0".to_owned()) }
}

fn wait(text: &str) -> Result<f64, String> {
    let seconds = patience::duration(text)?;
    if seconds >= 0.0 { Ok(seconds) } else { Err("expected a wait of 0 or more".to_owned()) }
}

fn agents(text: &str) -> Result<u32, String> {
    let number = text.trim().parse::<u32>().ok().filter(|n| (1..=sizing::LIMIT).contains(n));
    number.ok_or_else(|| format!("expected a whole number from 1 to {}", sizing::LIMIT))
}

/// Reads a share between 0 and 1, or a percentage with its sign.
fn share(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let (digits, whole) = text.strip_suffix('%').map_or((text, 1.0), |digits| (digits.trim_end(), 100.0));
    let number = digits.parse::<f64>().ok().map(|x| x / whole).filter(|x| *x > 0.0 && *x < 1.0);
    number.ok_or_else(|| {
        "expected a share between 0 and 1 such as 0.8, or a percentage such as `80 %`".to_owned()
    })
}

#[cfg(test)]
mod tests;
