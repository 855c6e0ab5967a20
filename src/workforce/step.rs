//! The steps of a group's staff.

/// The state of a group's staff from an instant on.
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

impl Step {
    /// Makes the step of a group without seats that is always open.
    pub fn open(at: f64, agents: u32, lines: Option<u32>) -> Step {
        Step { at, agents, seats: agents, lines: lines.unwrap_or(u32::MAX), open: true }
    }
}
