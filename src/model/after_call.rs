//! Events after an answer: referrals, repeat calls, tickets, ratings.

use super::ids::QueueId;
use crate::dist::Dist;
use crate::time::DAY;

/// The referral of calls, after the front line's own talk, to experts or to a sub-centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Referral {
    /// Share of the calls answered at the front line that are handed on, by date; the last value holds on.
    pub share: Vec<f64>,
    /// The queue in which referred callers wait.
    pub queue: QueueId,
    /// Priority in that queue; 0 is served first.
    pub priority: u8,
    /// The kind of transfer.
    pub how: TransferKind,
    /// Talk with the expert in seconds.
    pub talk: Dist,
    /// The expert's wrap-up in seconds.
    pub wrap_up: Option<Dist>,
    /// The wait in seconds that the caller accepts anew.
    pub patience: Dist,
}

/// The kind of transfer by which a call is handed on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TransferKind {
    /// Warm transfer (three-way call): the agent holds the caller until an expert is there, at most `limit` seconds, and
    /// introduces them for `introduction` seconds; where no expert comes, the agent opens a ticket.
    WarmTransfer {
        /// Seconds on hold at most.
        limit: f64,
        /// Seconds that caller, agent and expert spend together.
        introduction: f64,
    },
    /// Blind transfer: the agent is free at once, the caller waits alone.
    BlindTransfer,
}

impl Referral {
    /// Returns whether the agent holds the caller until an expert is there.
    pub fn holds_the_agent(&self) -> bool {
        matches!(self.how, TransferKind::WarmTransfer { .. })
    }

    /// Returns the share at an instant, seconds from the start of the horizon.
    #[inline]
    pub fn share_at(&self, at: f64) -> f64 {
        match self.share[..] {
            [always] => always,
            _ => self.share.get((at / DAY) as usize).or(self.share.last()).copied().unwrap_or(0.0),
        }
    }
}

/// Callers who were answered, not helped, and call again.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeat {
    /// Share of answered calls that solve the matter (first-contact resolution).
    pub resolved: f64,
    /// Share of the others who call again.
    pub share: f64,
    /// How much later, seconds.
    pub delay: Dist,
    /// Repeat contacts of one caller at most.
    pub at_most: u32,
}

/// Tickets, and the calls back that agents make in idle time.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// Share of answered calls that leave a ticket; referrals that find no expert always do.
    pub share: f64,
    /// Where tickets wait: its routes say which groups call back and how many agents stay idle.
    pub queue: QueueId,
    /// Seconds that a call back takes.
    pub handle: Dist,
    /// Seconds after which it is late.
    pub due: f64,
}

/// How callers rate answers: P(positive | answered, rated) = (`solved` or `unsolved`) x exp(-wait / `decay`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Satisfaction {
    /// Share of positive ratings where the matter was solved, without a wait.
    pub solved: f64,
    /// Where it was not.
    pub unsolved: f64,
    /// The wait in seconds that leaves 37 % of that.
    pub decay: f64,
    /// Share of answered callers who rate.
    pub rated: f64,
}
