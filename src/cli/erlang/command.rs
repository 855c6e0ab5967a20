//! The formula that is asked for, with its input.

use super::arguments::{AArgs, BArgs, CArgs, Traffic};
use clap::Subcommand;

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
  hotseat erlang c --calls-per-15-min 50 --aht 180 --mean-wait-at-most 10 --shrinkage '28 %'
  hotseat erlang c --volumes day.csv --aht 180 --target 0.8     a day of intervals: time,calls
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
  hotseat erlang a --volumes day.csv --aht 300 --patience 180 --occupancy-at-most 0.85
  hotseat erlang a --calls-per-hour 1260 --aht 300 --answer-rate 0.95 \\
      --patience '{ distribution = \"weibull\", shape = 1.2, mean = \"120 s\" }'

Patience is written as in scenario files: exponential, lognormal, gamma, erlang, weibull,
deterministic, uniform, triangular, mixture, empirical. A duration alone is the mean of an
exponential; `never` is endless.")]
    A(AArgs),
}

impl ErlangCommand {
    /// Returns calls and handle times, where patience is asked about.
    pub(super) fn traffic(&self) -> Option<&Traffic> {
        match self {
            ErlangCommand::B(_) => None,
            ErlangCommand::C(args) => Some(&args.traffic),
            ErlangCommand::A(args) => Some(&args.traffic),
        }
    }

    /// Returns the same question of other calls per hour.
    pub(super) fn with_hourly(&self, calls: f64) -> ErlangCommand {
        match self {
            ErlangCommand::B(args) => ErlangCommand::B(args.clone()),
            ErlangCommand::C(args) => {
                ErlangCommand::C(CArgs { traffic: args.traffic.with_hourly(calls), ..args.clone() })
            }
            ErlangCommand::A(args) => {
                ErlangCommand::A(AArgs { traffic: args.traffic.with_hourly(calls), ..args.clone() })
            }
        }
    }
}
