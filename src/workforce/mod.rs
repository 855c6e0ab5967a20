//! Seats, staff and who is on duty when.
//!
//! The rule gives [seats and staff](rule), the [path](path()) says by when, [shaped](shape) weeks
//! turn staff into whole people on shifts, and the [`ShiftPlan`] says how many of those take calls.

pub mod ramp_up;
pub mod rule;
pub mod shape;
pub mod shift_plan;

pub use ramp_up::{Expansion, Hiring, RampUp, ramp_up};
pub use rule::{Rounding, Rule, RuleOn, Thousandths};
pub use shape::{Allocation, Need, Pattern, Shrinkage, roster};
pub use shift_plan::{Shift, ShiftPlan};

use crate::model::{AgentGroup, Staffing};
use crate::rng::Key;
use crate::time::{DAY, Horizon};

/// What holds of a group from an instant on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Seconds from the start of the horizon.
    pub at: f64,
    /// N(t): agents on duty, the lesser of people present and seats ready.
    pub agents: u32,
    /// Seats ready; for a group without seats the same as `agents`.
    pub seats: u32,
    /// Calls in the system at most.
    pub lines: u32,
    /// Whether new calls are let in; if not, its queues say what becomes of them.
    pub open: bool,
}

/// The steps of one group over the horizon, the first at 0, later ones only where something changes.
/// `replication` is the key of the replication (seed and number), from which absence is drawn.
pub fn steps(group: &AgentGroup, horizon: &Horizon, replication: Key) -> Vec<Step> {
    let limit = |lines: &Option<u32>| lines.unwrap_or(u32::MAX);
    match &group.staffing {
        Staffing::Constant { agents, lines } => {
            vec![Step { at: 0.0, agents: *agents, seats: *agents, lines: limit(lines), open: true }]
        }
        Staffing::Daily { step, agents, lines } => {
            let count = (horizon.end() / step).ceil().max(1.0) as usize;
            let per_day = (DAY / step).round() as usize;
            let mut steps: Vec<Step> = (0..count)
                .map(|k| {
                    let agents = agents[(k % per_day) % agents.len()];
                    Step { at: k as f64 * step, agents, seats: agents, lines: limit(lines), open: true }
                })
                .collect();
            steps.dedup_by(|later, earlier| later.agents == earlier.agents);
            steps
        }
        Staffing::Dated(steps) => steps.clone(),
        Staffing::ShiftPlan(rota) => rota.steps(group, horizon, replication),
    }
}
