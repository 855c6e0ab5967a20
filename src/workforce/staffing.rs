//! Staffing: the agents of a group on duty over time, and its trunks.

use super::shift_plan::ShiftPlan;
use super::step::Step;
use crate::rng::Key;
use crate::time::{DAY, Horizon};

/// The agents of a group on duty over time, and its trunks.
#[derive(Clone, Debug, PartialEq)]
pub enum Staffing {
    /// A constant number of agents around the clock.
    Constant {
        /// Agents.
        agents: u32,
        /// Trunks: calls in the system (queued, talking or held) beyond which callers hear the busy tone.
        lines: Option<u32>,
    },
    /// By steps of the day, the same every day.
    Daily {
        /// Seconds per step; divides a day.
        step: f64,
        /// Agents in each step, repeated if shorter than the day.
        agents: Vec<u32>,
        /// Trunks, as for a constant number.
        lines: Option<u32>,
    },
    /// Whole people on shifts, with absence and breaks.
    ShiftPlan(ShiftPlan),
    /// Given instant by instant, the first at 0: a desk with opening hours.
    Dated(Vec<Step>),
}

impl From<u32> for Staffing {
    /// Makes a constant number of agents around the clock, without a limit of trunks.
    fn from(agents: u32) -> Staffing {
        Staffing::Constant { agents, lines: None }
    }
}

impl Staffing {
    /// Makes a daily number of agents by steps of `step` seconds, which repeat until the day is full.
    pub fn daily(step: f64, agents: Vec<u32>) -> Staffing {
        Staffing::Daily { step, agents, lines: None }
    }

    /// Limits the calls in the system, queued and talking, of a constant or daily number of agents: more hear the busy
    /// tone. Other staffing states its lines itself and stays as it is.
    #[must_use]
    pub fn with_lines(mut self, limit: u32) -> Staffing {
        if let Staffing::Constant { lines, .. } | Staffing::Daily { lines, .. } = &mut self {
            *lines = Some(limit);
        }
        self
    }

    /// Returns the steps over the horizon, the first at 0, later ones only where something changes. `group` names the
    /// group and `replication` is the key of the replication (seed and number): absence is drawn from both.
    pub fn steps(&self, group: &str, horizon: &Horizon, replication: Key) -> Vec<Step> {
        match self {
            Staffing::Constant { agents, lines } => vec![Step::open(0.0, *agents, *lines)],
            Staffing::Daily { step, agents, lines } => daily_steps(*step, agents, *lines, horizon),
            Staffing::Dated(steps) => steps.clone(),
            Staffing::ShiftPlan(plan) => plan.steps(group, horizon, replication),
        }
    }
}

fn daily_steps(step: f64, agents: &[u32], lines: Option<u32>, horizon: &Horizon) -> Vec<Step> {
    let count = (horizon.end() / step).ceil().max(1.0) as usize;
    let per_day = (DAY / step).round() as usize;
    let on = |k: usize| agents.get(k % agents.len().max(1)).copied().unwrap_or(0);
    let at = |k: usize| Step::open(k as f64 * step, on(k % per_day), lines);
    let mut steps: Vec<Step> = (0..count).map(at).collect();
    steps.dedup_by(|later, earlier| later.agents == earlier.agents);
    steps
}
