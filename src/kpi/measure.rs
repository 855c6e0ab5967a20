//! Sums of one replication, and identifiers of the KPIs that are ratios of them.
//!
//! The [registry](super::registry) defines each ratio.
//!
//! A caller episode is one caller's first attempt with all redials; episodes whose redial would fall beyond the horizon
//! count in neither numerator nor denominator. A ratio of several replications is the ratio of their sums.

/// The greatest number of service-level thresholds of a scenario.
pub const MAX_ACCEPTABLE_WAITS: usize = crate::model::MAX_ACCEPTABLE_WAITS;
/// Shares of the reported wait quantiles.
pub const QUANTILES: [f64; 5] = [0.5, 0.8, 0.9, 0.95, 0.99];

/// A sum over the attempts, callers and time of one table entry in one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Field {
    /// Attempts.
    Offered,
    /// Attempts answered.
    Answered,
    /// Attempts abandoned in the queue.
    Abandoned,
    /// Attempts that heard the busy tone.
    Blocked,
    /// Attempts outside opening hours.
    Closed,
    /// Attempts that the menu served.
    SelfServed,
    /// Attempts that hung up in the menu.
    HungUp,
    /// Attempts that came to the group first: not taken over from another, nor referred. Elsewhere all attempts.
    Arrived,
    /// Attempts that arrived at the group and were answered by another.
    Overflowed,
    /// Attempts that had to wait, however they ended.
    Delayed,
    /// Attempts after the first.
    Redials,
    /// Calls of callers who had been answered before.
    Repeats,
    /// Attempts abandoned within 5 s.
    ShortAbandons,
    /// Expected positive ratings if every answered caller rated.
    PositiveRatings,
    /// Answered calls that were referred.
    Referrals,
    /// Referred calls that an expert took.
    ReferralsAnswered,
    /// Seconds that referred callers waited for an expert.
    ReferralWait,
    /// Calls back made.
    FollowUps,
    /// Calls back that began later than due.
    FollowUpsLate,
    /// Tickets left over at the end.
    TicketsLeft,
    /// Seconds waited by attempts that were answered.
    WaitAnswered,
    /// Seconds waited by attempts that were abandoned.
    WaitAbandoned,
    /// Caller-seconds in the queue.
    Queued,
    /// Agent-seconds talking and wrapping up.
    Busy,
    /// Agent-seconds, within `Busy`, of holding callers for experts, introduction included.
    Held,
    /// Agent-seconds, within `Busy`, of calls back.
    FollowUpTime,
    /// Agent-seconds on duty, overtime included.
    Staffed,
    /// Agent-seconds, within `Staffed`, of overtime.
    Overtime,
    /// Seat-seconds ready.
    Seats,
    /// Seconds with nobody on duty.
    Unstaffed,
    /// Seconds measured.
    TimeSpan,
    /// Caller episodes that have ended, answered or not.
    Episodes,
    /// Caller episodes that ended with an answer or in self-service.
    EpisodesAnswered,
    /// Caller episodes left open: the redial would fall beyond the horizon.
    EpisodesOpen,
    /// Attempts answered within the first threshold; the others follow.
    AnsweredWithin,
    /// Attempts abandoned within the first threshold; the others follow.
    AbandonedWithin = Field::AnsweredWithin as usize + MAX_ACCEPTABLE_WAITS,
}

/// Relative error that the summation of a year's seconds may leave.
const ROUNDING: f64 = 1e-9;

/// Number of fields.
pub const FIELDS: usize = Field::AbandonedWithin as usize + MAX_ACCEPTABLE_WAITS;

/// Sums of one table entry in one replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sums(pub(super) [f64; FIELDS]);

impl Default for Sums {
    fn default() -> Self {
        Sums([0.0; FIELDS])
    }
}

impl Sums {
    /// Returns every sum, by [`Field`].
    pub fn values(&self) -> &[f64; FIELDS] {
        &self.0
    }

    /// Makes sums of the values that [`Sums::values`] returned.
    pub fn of(values: [f64; FIELDS]) -> Sums {
        Sums(values)
    }

    /// Returns a sum.
    pub fn get(&self, field: Field) -> f64 {
        self.0[field as usize]
    }

    /// Adds to a sum.
    pub fn add(&mut self, field: Field, amount: f64) {
        self.0[field as usize] += amount;
    }

    /// Returns the attempts answered within threshold `index`.
    pub fn answered_within(&self, index: usize) -> f64 {
        self.0[Field::AnsweredWithin as usize + index]
    }

    /// Returns the attempts abandoned within threshold `index`.
    pub fn abandoned_within(&self, index: usize) -> f64 {
        self.0[Field::AbandonedWithin as usize + index]
    }

    /// Splits the sums into the callers' and their agents': they belong to different sites where a partner answers.
    pub(super) fn callers_and_agents(self) -> (Sums, Sums) {
        let (mut callers, mut agents) = (self, Sums::default());
        for field in [Field::Busy, Field::Held, Field::FollowUpTime] {
            agents.add(field, self.get(field));
            callers.0[field as usize] = 0.0;
        }
        (callers, agents)
    }

    /// Returns the same sums of attempts that came to a group first; `overflowed`: another group answered them.
    pub(super) fn arrived(mut self, overflowed: bool) -> Sums {
        self.add(Field::Arrived, self.get(Field::Offered));
        if overflowed {
            self.add(Field::Overflowed, self.get(Field::Offered));
        }
        self
    }

    /// Returns those of these sums that callers leave with the group at which they arrived if another answered.
    pub(super) fn left_behind(&self) -> Sums {
        use Field::*;
        self.only(&[
            Offered,
            Arrived,
            Overflowed,
            Queued,
            Redials,
            Repeats,
            Episodes,
            EpisodesAnswered,
            EpisodesOpen,
        ])
    }

    /// Returns those of these sums that count what follows an answer. They are counted with the group whose agents do it,
    /// whichever group the call came to.
    pub(super) fn post_call(&self) -> Sums {
        use Field::*;
        self.only(&[Referrals, ReferralsAnswered, ReferralWait, FollowUps, FollowUpsLate, TicketsLeft])
    }

    fn only(&self, fields: &[Field]) -> Sums {
        let mut sums = Sums::default();
        fields.iter().for_each(|field| sums.add(*field, self.get(*field)));
        sums
    }

    /// Lowers busy time that exceeds staffed time by the rounding of their summation alone.
    pub(crate) fn cap_busy(&mut self) {
        let (busy, staffed) = (self.get(Field::Busy), self.get(Field::Staffed));
        if busy > staffed && busy - staffed <= ROUNDING * staffed {
            self.0[Field::Busy as usize] = staffed;
        }
    }

    /// Adds all sums of another entry.
    pub fn merge(&mut self, other: &Sums) {
        for (own, others) in self.0.iter_mut().zip(&other.0) {
            *own += others;
        }
    }
}

/// A KPI that is a ratio of sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kpi {
    /// Answered / offered.
    AnswerRate,
    /// Abandoned / offered.
    AbandonmentRate,
    /// Blocked / offered.
    BlockingRate,
    /// Answered within threshold number `.0` / offered.
    ServiceLevel(usize),
    /// Waited / not blocked.
    DelayProbability,
    /// Seconds per answered attempt.
    MeanWaitAnswered,
    /// Seconds per attempt answered or abandoned.
    MeanWaitAll,
    /// Mean number waiting.
    MeanQueue,
    /// Busy / staffed.
    Occupancy,
    /// Needs answered / needs.
    AnswerRateByCaller,
    /// Agents on duty, mean.
    MeanStaffed,
    /// Busy agents, mean: the carried load in erlangs.
    MeanBusy,
    /// Seats ready, mean.
    MeanSeats,
    /// On duty / seats.
    SeatUtilisation,
    /// Attempts after the first / attempts.
    RedialShare,
    /// Attempts per second.
    OfferedRate,
    /// Closed / offered.
    ClosedRate,
    /// Attempts answered elsewhere / attempts that came to the group first.
    OverflowShare,
    /// Calls of callers answered before / offered.
    RepeatShare,
    /// Handed on / answered.
    ReferralShare,
    /// Taken by an expert / handed on.
    ReferralAnswerRate,
    /// Seconds waited for an expert per call handed on.
    ReferralWait,
    /// Holding for experts / staffed.
    HeldShare,
    /// Good ratings expected per answered attempt.
    Satisfaction,
    /// Good ratings expected per attempt.
    PositiveRatingsOfOffered,
    /// Calls back made late / calls back made.
    LateFollowUps,
    /// Calling back / staffed.
    FollowUpShare,
    /// Answered within threshold number `.0` / answered.
    ServiceLevelOfAnswered(usize),
    /// Answered within threshold number `.0` / (offered - gave up within it).
    ServiceLevelLessAbandoned(usize),
    /// Answered / (offered - gave up within 5 s).
    AnswerRateLessShort,
    /// Answered / those who came to a queue.
    AnswerRateOfQueued,
    /// Answered or served by the menu / offered.
    AnswerRateWithMenu,
}
