//! Why no formula answers for a model.

use crate::theory::Refused;

/// A reason for which no formula answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Days and hours are busier than others by chance.
    Busyness,
    /// Callers redial.
    Redials,
    /// Calls overflow to other groups.
    Overflow,
    /// Agents hold callers for an expert.
    HeldForExpert,
    /// The share that is handed on changes.
    ReferralShareChanges,
    /// Calls do more than wait and talk.
    MoreThanWaitAndTalk,
    /// Agents wrap up after the talk.
    WrapUp,
    /// The rate of calls changes with time.
    RateChanges,
    /// The number of agents changes over the day.
    StaffChanges,
    /// Nobody calls.
    NoCalls,
    /// There are several groups of agents.
    SeveralGroups,
    /// Trunks or shift plans limit the staff.
    LimitedStaff,
    /// Talk is not exponential.
    TalkNotExponential,
    /// Patience is not exponential.
    PatienceNotExponential,
    /// Some hotlines are served first.
    Priorities,
    /// Hotlines change in different ways.
    HotlinesChangeApart,
    /// The forward equations would take too long.
    TooMuchWork,
    /// The days do not become alike.
    DaysNotAlike,
    /// Talk differs between the calls of a group.
    TalkDiffers,
    /// A queue that is not M/M/n hands calls on.
    HandsOnFromOther,
    /// Calls are handed on to limited trunks.
    HandedOnToLimitedTrunks,
    /// Trunks are limited and callers abandon.
    LimitedTrunksAndPatience,
    /// There is no steady state.
    Overloaded,
    /// The numbers are too extreme for the formula.
    Extreme,
    /// A reason that is true of one group of several.
    AtGroup(String, Box<Reason>),
}

impl From<&Refused> for Reason {
    fn from(refused: &Refused) -> Reason {
        match refused {
            Refused::Overloaded { .. } => Reason::Overloaded,
            Refused::Input { .. } | Refused::Extreme(_) | Refused::NoneEnough { .. } => Reason::Extreme,
        }
    }
}

/// Returns the reasons whose condition does not hold.
pub(super) fn unmet<const N: usize>(conditions: [(bool, Reason); N]) -> Vec<Reason> {
    conditions.into_iter().filter(|(fine, _)| !fine).map(|(_, reason)| reason).collect()
}
