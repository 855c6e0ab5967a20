//! Exact answers of queueing theory, in the units of the caller: rates per second, times in seconds.
//!
//! | module | queue |
//! |---|---|
//! | [`erlang_a`] | M/M/n+M, the share that abandons with each number of agents |
//! | [`erlang_b`] | M/M/n/n: no queue, blocked calls are lost |
//! | [`erlang_c`] | M/M/n: infinite queue and patience |
//! | [`mmnk`] | M/M/n/K: a finite number of lines |
//! | [`mmng`] | M/M/n+G: Erlang A and any other patience |
//! | [`priority`] | M/M/n with non-preemptive priorities |
//! | [`mg1`] | M/G/1: one agent, any handle time |
//! | [`mdc`] | M/D/c: constant handle time |
//! | [`time_varying`] | M(t)/M/n(t)+M: rates and staff that change |
//! | [`offered_load`] | M(t)/G/infinity: the load of a rate that varies |
//! | [`tabulated_patience`] | M/M/n+G, the service levels of very many queues |
//! | [`transient`] | M(t)/M/n(t)/K+G, approximately, step by step |
//! | [`handle_spread`] | any handle times as exponential ones with about the same waits |
//! | [`square_root`] | many agents: staff of the load and so many of its square roots |
//! | [`sizing`] | the least agents that reach a target |
//!
//! This module does not simulate and the engine does not use it: each tests the other.

pub mod erlang_a;
pub mod erlang_b;
pub mod erlang_c;
pub mod handle_spread;
pub mod level_grid;
pub mod mdc;
pub mod mg1;
pub mod mmng;
pub mod mmnk;
pub mod offered_load;
pub mod priority;
pub mod sizing;
pub mod square_root;
pub mod tabulated_patience;
pub mod time_varying;
pub mod transient;

mod poisson;
mod quadrature;

/// Poisson arrivals to one queue of equal agents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queue {
    /// lambda, calls per second.
    pub arrival_rate: f64,
    /// 1/mu, mean handle time in seconds.
    pub service_mean: f64,
    /// n, agents.
    pub agents: u32,
}

impl Queue {
    /// Returns a = lambda/mu, in erlangs.
    pub fn offered_load(&self) -> f64 {
        self.arrival_rate * self.service_mean
    }

    /// Returns n mu: calls per second that all agents together complete.
    pub fn capacity(&self) -> f64 {
        f64::from(self.agents) / self.service_mean
    }

    /// Returns the same queue with another number of agents.
    pub fn with_agents(self, agents: u32) -> Queue {
        Queue { agents, ..self }
    }

    fn checked(self) -> Result<Queue, Refused> {
        positive("arrival rate", self.arrival_rate)?;
        positive("mean handle time", self.service_mean)?;
        positive("offered load", self.offered_load())?;
        if self.agents == 0 {
            return Err(Refused::Input { name: "number of agents", must: "1 or more" });
        }
        Ok(self)
    }
}

/// Says why theory has no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refused {
    /// An input that means nothing.
    #[error("the {name} must be {must}")]
    Input {
        /** The input. */
        name: &'static str,
        /** The requirement, e.g. "positive". */
        must: &'static str,
    },
    /// More work than the agents can do and callers who never abandon: no steady state.
    #[error("overloaded: occupancy would be {:.1} % and the queue would grow without end", 100.0 * .occupancy)]
    Overloaded {
        /** Offered load of those who never give up / agents. */
        occupancy: f64,
    },
    /// Beyond what double precision can answer.
    #[error("the numbers are too extreme for an exact answer ({0})")]
    Extreme(&'static str),
    /// No number of agents up to the limit reaches the target.
    #[error("not even {limit} agents reach the target")]
    NoneEnough {
        /** The greatest number tried. */
        limit: u32,
    },
}

fn positive(name: &'static str, x: f64) -> Result<f64, Refused> {
    if x > 0.0 && x.is_finite() { Ok(x) } else { Err(Refused::Input { name, must: "positive and finite" }) }
}

fn not_negative(name: &'static str, x: f64) -> Result<f64, Refused> {
    if x >= 0.0 { Ok(x) } else { Err(Refused::Input { name, must: "0 or more" }) }
}
