//! Seats, staff and who is on duty when.

use crate::centre::{Group, Staffing};
use crate::rng::Key;
use crate::time::{DAY, Horizon};

/// Whole people on shifts: the rota of one site over the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Rota {
    /// Shifts that divide the day between them, by start.
    pub shifts: Vec<Shift>,
    /// People rostered, by date and shift; 0 = hours handed to the partner.
    pub rostered: Vec<Vec<u32>>,
    /// Probability that a rostered person is absent from a shift (sickness, training, other).
    pub absence: f64,
    /// Share of a shift spent on breaks, in staggered half hours.
    pub breaks: f64,
    /// Seats ready, by date.
    pub seats: Vec<u32>,
    /// Lines per seat; none = no limit.
    pub lines_per_seat: Option<u32>,
}

/// A span of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// Seconds after midnight.
    pub start: f64,
    /// Seconds; may run past midnight.
    pub length: f64,
}

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
    /// Whether new calls join this group; if not they go to its partner.
    pub open: bool,
}

/// The steps of one group over the horizon, the first at 0, later ones only where something changes.
/// `replication` is the key of the replication (seed and number), from which absence is drawn.
pub fn steps(group: &Group, horizon: &Horizon, replication: Key) -> Vec<Step> {
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
        Staffing::Rota(rota) => rota.steps(&group.id, horizon, replication),
    }
}

impl Rota {
    fn steps(&self, _site: &str, _horizon: &Horizon, _replication: Key) -> Vec<Step> {
        Vec::new()
    }
}
