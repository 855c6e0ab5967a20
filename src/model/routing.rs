//! Routing: queues, and the groups that serve them, in order and with delays of overflow.

use super::ids::{GroupId, QueueId};

/// A queue: first come, first served within a priority.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    /// The groups that take its callers. Idle agents are sought in this order; the first group is its home, whose
    /// lines and opening hours count. Never empty, and no group twice.
    pub served_by: Vec<Route>,
    /// The treatment of calls that arrive while the home group is closed.
    pub when_closed: WhenClosed,
}

/// A group that takes the callers of a queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Route {
    /// The group.
    pub group: GroupId,
    /// Seconds that a caller has waited before this group may take the call (overflow).
    pub after: f64,
    /// The rank of the queue among those of the group: 0 is served first; equal ranks by priority, then by longest
    /// wait.
    pub rank: u8,
    /// Agents who stay idle when one takes a call from this queue.
    pub reserve: Reserve,
    /// Factor on talk times with this group.
    pub talk_factor: f64,
}

/// Agents kept idle for others: the greater of a number and a share of those on duty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reserve {
    /// Agents.
    pub at_least: u32,
    /// Share of agents on duty, 0 to 1; rounded up.
    pub share: f64,
}

/// The treatment of calls that arrive while a queue's home group is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenClosed {
    /// They wait.
    Wait,
    /// They hear that it is closed.
    Refuse,
    /// They join another queue if that is open or lets them wait.
    Forward(QueueId),
}

impl Queue {
    /// Makes the queue of one group that takes its callers as they come.
    pub fn of(group: GroupId) -> Queue {
        Queue { served_by: vec![Route::to(group)], when_closed: WhenClosed::Wait }
    }

    /// Returns the group at which its calls arrive.
    #[inline]
    pub fn home(&self) -> GroupId {
        self.served_by.first().map_or(GroupId::new(0), |route| route.group)
    }
}

impl Route {
    /// Makes the route to a group that takes callers as they come.
    pub fn to(group: GroupId) -> Route {
        Route { group, after: 0.0, rank: 0, reserve: Reserve::default(), talk_factor: 1.0 }
    }

    /// Returns whether the group takes callers as they come: at once, of first rank, without a reserve or a factor.
    pub fn is_unconditional(&self) -> bool {
        *self == Route::to(self.group)
    }
}

impl Reserve {
    /// Returns the agents to be kept idle of `agents` on duty.
    #[inline]
    pub fn of(&self, agents: u32) -> u32 {
        match self.share > 0.0 {
            true => self.at_least.max((self.share * f64::from(agents)).ceil() as u32),
            false => self.at_least,
        }
    }
}
