//! Agent groups, and the steps of their staff over a horizon.

use super::ids::SiteId;
use crate::rng::Key;
use crate::time::Horizon;
use crate::workforce::{Staffing, Step};

/// Agents of one kind at one site.
#[derive(Clone, Debug, PartialEq)]
pub struct AgentGroup {
    /// Id in files and results; absences are drawn by it. No two groups share one.
    pub id: String,
    /// The site it belongs to; none for a group of the whole province.
    pub site: Option<SiteId>,
    /// The agents on duty over time.
    pub staffing: Staffing,
    /// The treatment of calls in progress when agents leave.
    pub shift_end: ShiftEnd,
    /// Whether its callers' treatment decides over the rule: a site's front line.
    pub front_line: bool,
    /// Whether merged topics are new to its agents ([`super::CallType::talk_factor`] applies), who hand calls on.
    pub generalist: bool,
}

impl AgentGroup {
    /// Returns whether it is a desk with opening hours, rather than a front line that hands its hours on.
    pub fn is_desk_that_closes(&self) -> bool {
        match &self.staffing {
            Staffing::Dated(steps) => !self.front_line && steps.iter().any(|step| !step.open),
            _ => false,
        }
    }

    /// Returns the steps of the group's staff over the horizon, see [`Staffing::steps`]. `replication` is the key of the
    /// replication (seed and number), from which absence is drawn.
    pub fn steps(&self, horizon: &Horizon, replication: Key) -> Vec<Step> {
        self.staffing.steps(&self.id, horizon, replication)
    }
}

/// The treatment of calls in progress when the number of agents on duty falls below the number of busy ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShiftEnd {
    /// The agent finishes the call; that overtime is staffed time.
    Finish,
    /// The call is preempted: it goes back to the head of the queue and starts anew.
    Return,
}
