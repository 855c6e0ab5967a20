//! Sums of one replication and the KPIs as ratios of them.
//!
//! | KPI | numerator / denominator |
//! |---|---|
//! | `answer_rate` | answered / offered |
//! | `abandonment_rate`, `blocking_rate` | abandoned / offered, blocked / offered |
//! | `service_level[T]` | answered with wait <= T / offered |
//! | `delay_probability` | waited > 0 / came to a queue (not blocked, not closed, not in the menu) |
//! | `mean_wait_answered`, `mean_wait_all` | seconds over answered; over answered + abandoned |
//! | `mean_queue` | caller-seconds in the queue / measured seconds |
//! | `occupancy` | busy agent-seconds / staffed agent-seconds |
//! | `answer_rate_by_caller` | episodes answered / episodes |
//!
//! A caller's episode is the first attempt of a contact with all its redials; those whose redial would fall beyond the
//! horizon count in neither. A ratio of several replications is the ratio of their sums.

/// Service-level thresholds a scenario may have.
pub const MAX_ACCEPTABLE_WAITS: usize = 8;
/// Shares of the reported wait quantiles.
pub const QUANTILES: [f64; 5] = [0.5, 0.8, 0.9, 0.95, 0.99];

/// What is summed over the attempts, callers and time of one table entry in one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Field {
    /// Attempts.
    Offered,
    /// Attempts answered.
    Answered,
    /// Attempts that abandoned in the queue.
    Abandoned,
    /// Attempts that heard the busy tone.
    Blocked,
    /// Attempts outside opening hours.
    Closed,
    /// Attempts that the menu served.
    SelfServed,
    /// Attempts that hung up in the menu.
    HungUp,
    /// Attempts that came to the group and were answered by another.
    Overflowed,
    /// Attempts that had to wait, however they ended.
    Delayed,
    /// Attempts after the first.
    Redials,
    /// Calls of callers who had been answered before.
    Repeats,
    /// Attempts that abandoned within 5 s.
    ShortAbandons,
    /// Good ratings to be expected if all who were answered rated.
    PositiveRatings,
    /// Answered calls that were handed on.
    Referrals,
    /// Those of them that an expert took.
    ReferralsAnswered,
    /// Seconds they waited for it.
    ReferralWait,
    /// Calls back made.
    FollowUps,
    /// Those of them that began later than due.
    FollowUpsLate,
    /// Tickets left over at the end.
    TicketsLeft,
    /// Seconds waited by those answered.
    WaitAnswered,
    /// Seconds waited by those who abandoned.
    WaitAbandoned,
    /// Caller-seconds in the queue.
    Queued,
    /// Agent-seconds talking and wrapping up.
    Busy,
    /// Agent-seconds of that which held callers for experts, introduction included.
    Held,
    /// Agent-seconds of that which were calls back.
    FollowUpTime,
    /// Agent-seconds on duty, overtime included.
    Staffed,
    /// Agent-seconds of that which were overtime.
    Overtime,
    /// Seat-seconds ready.
    Seats,
    /// Seconds with nobody on duty.
    Unstaffed,
    /// Seconds measured.
    TimeSpan,
    /// Callers' episodes that have ended, answered or not.
    Episodes,
    /// Callers' episodes that ended with an answer.
    EpisodesAnswered,
    /// Callers' episodes in which the next redial would fall beyond the horizon.
    EpisodesOpen,
    /// Attempts answered within the first threshold; the others follow.
    AnsweredWithin,
    /// Attempts that abandoned within the first threshold; the others follow.
    AbandonedWithin = Field::AnsweredWithin as usize + MAX_ACCEPTABLE_WAITS,
}

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

    /// Makes sums of the values that [`Sums::values`] gave.
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

    /// Attempts answered within threshold `index`.
    pub fn answered_within(&self, index: usize) -> f64 {
        self.0[Field::AnsweredWithin as usize + index]
    }

    /// Attempts that abandoned within threshold `index`.
    pub fn abandoned_within(&self, index: usize) -> f64 {
        self.0[Field::AbandonedWithin as usize + index]
    }

    /// What the callers' part is and what their agents': different sites where a partner answers.
    pub(super) fn callers_and_agents(self) -> (Sums, Sums) {
        let (mut callers, mut agents) = (self, Sums::default());
        for field in [Field::Busy, Field::Held, Field::FollowUpTime] {
            agents.add(field, self.get(field));
            callers.0[field as usize] = 0.0;
        }
        (callers, agents)
    }

    /// What is left of callers with the group to which they came if another answered.
    pub(super) fn overflowed(&self) -> Sums {
        let mut sums = Sums::default();
        sums.add(Field::Offered, self.get(Field::Offered));
        sums.add(Field::Overflowed, self.get(Field::Offered));
        sums.add(Field::Queued, self.get(Field::Queued));
        sums
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
    /// Episodes answered / episodes.
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
    /// Attempts answered elsewhere / attempts that came to the group.
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
    /// Answered within threshold number `.0` / (offered - abandoned within it).
    ServiceLevelLessAbandoned(usize),
    /// Answered / (offered - abandoned within 5 s).
    AnswerRateLessShort,
    /// Answered / those who came to a queue.
    AnswerRateOfQueued,
    /// Answered or served by the menu / offered.
    AnswerRateWithMenu,
}

impl Kpi {
    /// Returns numerator and denominator.
    pub fn ratio(self, sums: &Sums) -> (f64, f64) {
        use Field::*;
        let get = |field| sums.get(field);
        let came_to_queue = get(Offered) - get(Blocked) - get(Closed) - get(SelfServed) - get(HungUp);
        match self {
            Kpi::AnswerRate => (get(Answered), get(Offered)),
            Kpi::AbandonmentRate => (get(Abandoned), get(Offered)),
            Kpi::BlockingRate => (get(Blocked), get(Offered)),
            Kpi::ServiceLevel(index) => (sums.answered_within(index), get(Offered)),
            Kpi::DelayProbability => (get(Delayed), came_to_queue),
            Kpi::MeanWaitAnswered => (get(WaitAnswered), get(Answered)),
            Kpi::MeanWaitAll => (get(WaitAnswered) + get(WaitAbandoned), get(Answered) + get(Abandoned)),
            Kpi::MeanQueue => (get(Queued), get(TimeSpan)),
            Kpi::Occupancy => (get(Busy), get(Staffed)),
            Kpi::AnswerRateByCaller => (get(EpisodesAnswered), get(Episodes)),
            Kpi::MeanStaffed => (get(Staffed), get(TimeSpan)),
            Kpi::MeanBusy => (get(Busy), get(TimeSpan)),
            Kpi::MeanSeats => (get(Seats), get(TimeSpan)),
            Kpi::SeatUtilisation => (get(Staffed), get(Seats)),
            Kpi::RedialShare => (get(Redials), get(Offered)),
            Kpi::OfferedRate => (get(Offered), get(TimeSpan)),
            Kpi::ClosedRate => (get(Closed), get(Offered)),
            Kpi::OverflowShare => (get(Overflowed), get(Offered)),
            Kpi::RepeatShare => (get(Repeats), get(Offered)),
            Kpi::ReferralShare => (get(Referrals), get(Answered)),
            Kpi::ReferralAnswerRate => (get(ReferralsAnswered), get(Referrals)),
            Kpi::ReferralWait => (get(ReferralWait), get(Referrals)),
            Kpi::HeldShare => (get(Held), get(Staffed)),
            Kpi::Satisfaction => (get(PositiveRatings), get(Answered)),
            Kpi::PositiveRatingsOfOffered => (get(PositiveRatings), get(Offered)),
            Kpi::LateFollowUps => (get(FollowUpsLate), get(FollowUps)),
            Kpi::FollowUpShare => (get(FollowUpTime), get(Staffed)),
            Kpi::ServiceLevelOfAnswered(index) => (sums.answered_within(index), get(Answered)),
            Kpi::ServiceLevelLessAbandoned(index) => {
                (sums.answered_within(index), get(Offered) - sums.abandoned_within(index))
            }
            Kpi::AnswerRateLessShort => (get(Answered), get(Offered) - get(ShortAbandons)),
            Kpi::AnswerRateOfQueued => (get(Answered), came_to_queue),
            Kpi::AnswerRateWithMenu => (get(Answered) + get(SelfServed), get(Offered)),
        }
    }
}

impl Kpi {
    /// Returns whether it is a share of attempts, callers or time: between 0 and 1, each unit counting fully.
    pub fn is_share(self) -> bool {
        use Kpi::*;
        matches!(
            self,
            AnswerRate
                | AbandonmentRate
                | BlockingRate
                | ServiceLevel(_)
                | DelayProbability
                | AnswerRateByCaller
                | RedialShare
                | ClosedRate
                | OverflowShare
                | RepeatShare
                | ReferralShare
                | ReferralAnswerRate
                | LateFollowUps
                | ServiceLevelOfAnswered(_)
                | ServiceLevelLessAbandoned(_)
                | AnswerRateLessShort
                | AnswerRateOfQueued
                | AnswerRateWithMenu
        )
    }

    /// Returns whether it is a wait or a queue.
    pub fn is_wait(self) -> bool {
        matches!(self, Kpi::MeanWaitAnswered | Kpi::MeanWaitAll | Kpi::MeanQueue)
    }
}
