//! The callers of one hotline at one site: how many, and what each of them does.

use crate::dist::Dist;
use crate::time::DAY;

/// The callers of one hotline at one site.
#[derive(Clone, Debug, PartialEq)]
pub struct CallType {
    /// Index into hotlines.
    pub hotline: usize,
    /// Index into sites.
    pub site: usize,
    /// Index into queues: where they wait for the front line.
    pub queue: usize,
    /// 0 is served first.
    pub priority: u8,
    /// How many call when.
    pub demand: Demand,
    /// Talk time in seconds.
    pub talk: Dist,
    /// By what talk times are multiplied on each date with agents to whom the topic is new
    /// ([`super::AgentGroup::generalist`]); empty = 1.
    pub talk_factor: Vec<f64>,
    /// Wrap-up time after the talk in seconds, agent busy, line free.
    pub wrap_up: Option<Dist>,
    /// The wait a caller accepts, in seconds.
    pub patience: Dist,
    /// What callers do who were not answered.
    pub redial: Option<Redial>,
    /// What precedes the queue.
    pub ivr: Option<Ivr>,
    /// What the front line hands on.
    pub referral: Option<Referral>,
    /// Callers who were answered and call again.
    pub repeat: Option<Repeat>,
    /// Tickets, and the calls back that close them.
    pub follow_up: Option<FollowUp>,
}

impl CallType {
    /// Callers who talk to one agent and are done.
    pub fn simple(hotline: usize, demand: Demand, talk: Dist, patience: Dist) -> CallType {
        CallType {
            hotline,
            site: 0,
            queue: 0,
            priority: 0,
            demand,
            talk,
            talk_factor: Vec::new(),
            wrap_up: None,
            patience,
            redial: None,
            ivr: None,
            referral: None,
            repeat: None,
            follow_up: None,
        }
    }

    /// Whether a call to it is over when its first agent is, and always enters the same queue.
    pub fn is_plain(&self) -> bool {
        let moves = self.demand.reach.as_ref().is_some_and(|reach| reach.old.is_some());
        let more = self.ivr.is_some() || self.referral.is_some();
        !moves && !more && self.repeat.is_none() && self.follow_up.is_none()
    }
}

/// Fresh callers: expected numbers by date, shape within the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Expected fresh callers on each date of the horizon, before busyness.
    pub per_day: Vec<f64>,
    /// Shape within the day.
    pub profile: Profile,
    /// A sinusoidal factor on top, for theory's sake.
    pub wave: Option<Wave>,
    /// Which of them reach the front line; none means all.
    pub reach: Option<Migration>,
}

/// Relative rate by steps of the day; repeated if it is shorter than the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Seconds per step; divides a day, or the day holds a whole number of its repetitions.
    pub step: f64,
    /// Rate in each step relative to `per_day` / 86,400 s.
    pub values: Vec<f64>,
}

impl Profile {
    /// The same rate all day.
    pub fn flat() -> Profile {
        Profile { step: crate::time::DAY, values: vec![1.0] }
    }
}

/// The factor 1 + amplitude sin(2 pi t / period), t from the start of the horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wave {
    /// 0 to 1.
    pub amplitude: f64,
    /// Seconds.
    pub period: f64,
}

/// Which number callers of a topic dial on each date, and where it rings: those who dial 12345 (u1 < habit)
/// reach the front line, and of those who dial the old number the plan's routing takes the migrated ones
/// (u2 < migrated).
#[derive(Clone, Debug, PartialEq)]
pub struct Migration {
    /// h: share who dial 12345, by date.
    pub habit: Vec<f64>,
    /// m: share of old-number calls to which the plan's routing applies, by date.
    pub migrated: Vec<f64>,
    /// Where migrated calls to the old number wait (index into queues): with the front line, or with
    /// the experts who keep the number.
    pub merged: usize,
    /// Where the other calls to the old number wait: with the old desk. None: they are not simulated.
    pub old: Option<usize>,
}

/// Callers who were not answered and dial again.
#[derive(Clone, Debug, PartialEq)]
pub struct Redial {
    /// Probability after abandoning.
    pub after_abandon: f64,
    /// Delay after abandoning.
    pub abandon_delay: Dist,
    /// Probability after the busy tone.
    pub after_busy: f64,
    /// Delay after the busy tone.
    pub busy_delay: Dist,
    /// Probability after ringing at a closed desk.
    pub after_closed: f64,
    /// Delay after that.
    pub closed_delay: Dist,
    /// Attempts a caller makes at most, the first included.
    pub max_attempts: u32,
}

/// A voice menu before the queue. It holds no agent and is not part of the wait.
#[derive(Clone, Debug, PartialEq)]
pub struct Ivr {
    /// Seconds in the menu.
    pub duration: Dist,
    /// Share of callers whom the menu serves.
    pub self_served: f64,
    /// Share of callers who hang up in it.
    pub hangs_up: f64,
}

/// What the front line hands on to experts or to a sub-centre after its own talk.
#[derive(Clone, Debug, PartialEq)]
pub struct Referral {
    /// Share of the calls answered at the front line, by date; a single value holds always.
    pub share: Vec<f64>,
    /// Where they wait (index into queues).
    pub queue: usize,
    /// 0 is served first.
    pub priority: u8,
    /// Who waits, and how long.
    pub how: TransferKind,
    /// Talk with the expert in seconds.
    pub talk: Dist,
    /// The expert's wrap-up.
    pub wrap_up: Option<Dist>,
    /// The wait that the caller accepts anew.
    pub patience: Dist,
}

/// How a call is handed on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TransferKind {
    /// Three-way: the agent holds the caller until an expert is there, at most `limit` seconds, and
    /// introduces them for `introduction` seconds; where no expert comes, the agent opens a ticket.
    WarmTransfer {
        /// Seconds on hold at most.
        limit: f64,
        /// Seconds that caller, agent and expert spend together.
        introduction: f64,
    },
    /// The agent is free at once, the caller waits alone.
    Transfer,
}

impl Referral {
    /// The share at an instant, seconds from the start of the horizon.
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
    /// Where tickets wait (index into queues): its routes say who calls back and how many stay idle.
    pub queue: usize,
    /// Seconds that a call back takes.
    pub handle: Dist,
    /// Seconds after which it is late.
    pub due: f64,
}
