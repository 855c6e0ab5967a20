//! Call types: the callers of one hotline at one site, and the course of their calls.

use super::after_call::{FollowUp, Referral, Repeat};
use super::demand::Demand;
use super::ids::{HotlineId, QueueId, SiteId};
use crate::dist::Dist;

/// The callers of one hotline at one site.
#[derive(Clone, Debug, PartialEq)]
pub struct CallType {
    /// The number they dial.
    pub hotline: HotlineId,
    /// The site at which they live.
    pub site: SiteId,
    /// The queue in which they wait for the front line.
    pub queue: QueueId,
    /// Priority in that queue; 0 is served first.
    pub priority: u8,
    /// Expected callers by time.
    pub demand: Demand,
    /// Talk time in seconds.
    pub talk: Dist,
    /// Factor on talk times with agents to whom the topic is new ([`super::AgentGroup::generalist`]), by date; 1 on
    /// dates beyond the list.
    pub talk_factor: Vec<f64>,
    /// Wrap-up time after the talk in seconds, agent busy, line free.
    pub wrap_up: Option<Dist>,
    /// The wait a caller accepts, in seconds.
    pub patience: Dist,
    /// Redials of callers who were not answered; none if nobody redials.
    pub redial: Option<Redial>,
    /// The voice menu before the queue; none if there is no menu.
    pub ivr: Option<Ivr>,
    /// The referral of calls from the front line; none if it hands no calls on.
    pub referral: Option<Referral>,
    /// Callers who were answered and call again.
    pub repeat: Option<Repeat>,
    /// Tickets, and the calls back that close them.
    pub follow_up: Option<FollowUp>,
}

impl CallType {
    /// Makes a call type of the first site and queue whose calls end after the talk with one agent.
    pub fn simple(hotline: HotlineId, demand: Demand, talk: Dist, patience: Dist) -> CallType {
        CallType {
            hotline,
            site: SiteId::new(0),
            queue: QueueId::new(0),
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

    /// Returns whether a call is over when its first agent is free and always enters the same queue.
    pub fn is_single_stage(&self) -> bool {
        let more = self.ivr.is_some() || self.referral.is_some();
        !self.changes_queue() && !more && self.repeat.is_none() && self.follow_up.is_none()
    }

    /// Returns whether its calls enter different queues, by the number dialled and the date.
    pub fn changes_queue(&self) -> bool {
        self.demand.migration.as_ref().is_some_and(|migration| migration.old.is_some())
    }
}

/// Callers who were not answered and dial again.
#[derive(Clone, Debug, PartialEq)]
pub struct Redial {
    /// Probability after abandoning.
    pub after_abandon: f64,
    /// Delay in seconds after abandoning.
    pub abandon_delay: Dist,
    /// Probability after the busy tone.
    pub after_busy: f64,
    /// Delay in seconds after the busy tone.
    pub busy_delay: Dist,
    /// Probability after calling outside opening hours.
    pub outside_hours: f64,
    /// Delay in seconds after that.
    pub outside_hours_delay: Dist,
    /// Attempts a caller makes at most, the first included.
    pub max_attempts: u32,
}

/// A voice menu (IVR) before the queue. It holds no agent and is not part of the wait.
#[derive(Clone, Debug, PartialEq)]
pub struct Ivr {
    /// Seconds in the menu.
    pub duration: Dist,
    /// Share of callers whom the menu serves.
    pub self_served: f64,
    /// Share of callers who hang up in it.
    pub hangs_up: f64,
}
