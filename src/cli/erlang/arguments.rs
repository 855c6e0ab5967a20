//! Options of `hotseat erlang`, and how their values are read.

use super::patience;
use crate::dist::Dist;
use crate::theory::sizing::{self, Least, Target};
use crate::theory::{Queue, Refused, square_root};
use clap::{ArgGroup, Args};
use std::path::PathBuf;

/// Input of Erlang B.
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("question").required(true)))]
pub struct BArgs {
    /// Calls offered per hour
    #[arg(long, value_name = "CALLS", value_parser = positive, allow_negative_numbers = true)]
    #[arg(required_unless_present = "erlangs", requires = "aht")]
    pub(super) calls_per_hour: Option<f64>,
    /// Mean handle time: seconds, or a duration such as `5 min`
    #[arg(long, value_name = "TIME", value_parser = positive_duration, allow_negative_numbers = true)]
    #[arg(requires = "calls_per_hour")]
    pub(super) aht: Option<f64>,
    /// Offered load in erlangs, instead of calls and handle time
    #[arg(long, value_name = "LOAD", value_parser = positive, allow_negative_numbers = true)]
    #[arg(conflicts_with_all = ["calls_per_hour", "aht"])]
    pub(super) erlangs: Option<f64>,
    /// Agents (or lines)
    #[arg(long, visible_alias = "lines", value_name = "N", value_parser = agents, group = "question")]
    #[arg(allow_negative_numbers = true)]
    pub(super) agents: Option<u32>,
    /// Ask for the least agents that lose at most this share of calls
    #[arg(long, value_name = "SHARE", value_parser = share, group = "question")]
    #[arg(allow_negative_numbers = true)]
    pub(super) max_blocked: Option<f64>,
}

/// Input of Erlang C.
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("question").required(true)))]
#[command(group(ArgGroup::new("calls").required(true)))]
pub struct CArgs {
    #[command(flatten)]
    pub(super) traffic: Traffic,
    /// Calls in the system at once, waiting or talking; more hear the busy tone
    #[arg(long, value_name = "K", value_parser = agents, requires = "agents", allow_negative_numbers = true)]
    #[arg(conflicts_with_all = ["target", "max_p_wait", "mean_wait_at_most", "occupancy_at_most", "beta"])]
    pub(super) lines: Option<u32>,
}

/// Input of Erlang A.
#[derive(Clone, Debug, Args)]
#[command(group(ArgGroup::new("question").required(true)))]
#[command(group(ArgGroup::new("calls").required(true)))]
pub struct AArgs {
    #[command(flatten)]
    pub(super) traffic: Traffic,
    /// The wait callers accept: its mean, or a distribution
    #[arg(long, value_name = "PATIENCE", value_parser = patience::patience, allow_negative_numbers = true)]
    pub(super) patience: Dist,
    /// Ask for the least agents that answer this share of calls, however late
    #[arg(long, value_name = "SHARE", value_parser = share, group = "question")]
    #[arg(allow_negative_numbers = true)]
    pub(super) answer_rate: Option<f64>,
}

/// Traffic, agents and targets of a queue.
#[derive(Clone, Debug, Args)]
pub(super) struct Traffic {
    /// Calls offered per hour
    #[arg(long, value_name = "CALLS", value_parser = positive, group = "calls", allow_negative_numbers = true)]
    pub(super) calls_per_hour: Option<f64>,
    /// Calls offered per half hour
    #[arg(long, value_name = "CALLS", value_parser = positive, group = "calls", allow_negative_numbers = true)]
    pub(super) calls_per_30_min: Option<f64>,
    /// Calls offered per quarter of an hour
    #[arg(long, value_name = "CALLS", value_parser = positive, group = "calls", allow_negative_numbers = true)]
    pub(super) calls_per_15_min: Option<f64>,
    /// A day of intervals: a CSV file of `time,calls`, e.g. `08:30,112`; one answer for each interval
    #[arg(long, value_name = "FILE", group = "calls", conflicts_with_all = ["agents", "beta"])]
    pub(super) volumes: Option<PathBuf>,
    /// Mean handle time: seconds, or a duration such as `5 min`; or a distribution
    #[arg(long, value_name = "TIME", value_parser = handle_time, allow_negative_numbers = true)]
    pub(super) aht: Dist,
    /// The acceptable wait T: service level = answered within T / offered
    #[arg(long, value_name = "TIME", value_parser = wait, default_value = "20")]
    #[arg(allow_negative_numbers = true)]
    pub(super) within: f64,
    /// Agents
    #[arg(long, value_name = "N", value_parser = agents, group = "question", allow_negative_numbers = true)]
    pub(super) agents: Option<u32>,
    /// Ask for the least agents that reach this service level
    #[arg(long, value_name = "SHARE", value_parser = share, group = "question")]
    #[arg(allow_negative_numbers = true)]
    pub(super) target: Option<f64>,
    /// Ask for the least agents that let at most this share of calls wait
    #[arg(long, value_name = "SHARE", value_parser = share, group = "question")]
    #[arg(allow_negative_numbers = true)]
    pub(super) max_p_wait: Option<f64>,
    /// Ask for the least agents whose callers wait this long on average, at most
    #[arg(long, value_name = "TIME", value_parser = positive_duration, group = "question")]
    #[arg(allow_negative_numbers = true)]
    pub(super) mean_wait_at_most: Option<f64>,
    /// Ask for the least agents that are busy this share of the time, at most
    #[arg(long, value_name = "SHARE", value_parser = share, group = "question")]
    #[arg(allow_negative_numbers = true)]
    pub(super) occupancy_at_most: Option<f64>,
    /// The share of paid time that people are not on the line: adds heads to agents
    #[arg(long, value_name = "SHARE", value_parser = share, allow_negative_numbers = true)]
    pub(super) shrinkage: Option<f64>,
    /// Ask for square-root staffing: the load and BETA times its square root
    #[arg(long, value_name = "BETA", value_parser = finite, group = "question")]
    #[arg(allow_negative_numbers = true)]
    pub(super) beta: Option<f64>,
}

impl Traffic {
    /// Returns the calls per hour, in whatever unit they were given; 0 of a file of volumes.
    pub(super) fn hourly(&self) -> f64 {
        let half = self.calls_per_30_min.map(|calls| 2.0 * calls);
        let quarter = self.calls_per_15_min.map(|calls| 4.0 * calls);
        self.calls_per_hour.or(half).or(quarter).unwrap_or_default()
    }

    /// Returns the same with other calls per hour.
    pub(super) fn with_hourly(&self, calls: f64) -> Traffic {
        Traffic {
            calls_per_hour: Some(calls),
            calls_per_30_min: None,
            calls_per_15_min: None,
            volumes: None,
            ..self.clone()
        }
    }

    /// Returns the queue, with one agent where none are given.
    pub(super) fn queue(&self) -> Queue {
        let arrival_rate = self.hourly() / crate::time::HOUR;
        Queue { arrival_rate, service_mean: self.aht.mean(), agents: self.agents.unwrap_or(1) }
    }

    /// Returns the queue with the agents that were given, found, or follow from the square root.
    pub(super) fn staffed(&self, queue: Queue, least: Option<Least>) -> Result<Queue, Refused> {
        let rule = self.beta.map(|beta| square_root::agents(queue.offered_load(), beta)).transpose()?;
        Ok(queue.with_agents(least.map(|least| least.agents).or(rule).unwrap_or(queue.agents)))
    }

    /// Returns the target that is asked for.
    pub(super) fn wanted(&self) -> Option<Target> {
        let level = self.target.map(|at_least| Target::ServedWithin { t: self.within, at_least });
        let waiting = self.max_p_wait.map(|at_most| Target::WaitProbability { at_most });
        let wait = self.mean_wait_at_most.map(|at_most| Target::MeanWait { at_most });
        let occupancy = self.occupancy_at_most.map(|at_most| Target::Occupancy { at_most });
        level.or(waiting).or(wait).or(occupancy)
    }
}

/// Reads a number above 0.
fn positive(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|x| *x > 0.0 && x.is_finite());
    number.ok_or_else(|| "expected a number greater than 0".to_owned())
}

/// Reads a number.
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

/// Reads a duration above 0, in seconds.
fn positive_duration(text: &str) -> Result<f64, String> {
    let seconds = patience::duration(text)?;
    if seconds > 0.0 { Ok(seconds) } else { Err("expected a duration greater than 0".to_owned()) }
}

/// Reads a wait, in seconds.
fn wait(text: &str) -> Result<f64, String> {
    let seconds = patience::duration(text)?;
    if seconds >= 0.0 { Ok(seconds) } else { Err("expected a wait of 0 or more".to_owned()) }
}

/// Reads a number of agents.
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
