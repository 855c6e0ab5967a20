//! The KPIs, in the order of `run --json`.

use super::definition::{Better, Definition, Interval, Parameter, Ratio, Statistic, Term};
use crate::kpi::measure::Field::{self, *};
use crate::kpi::measure::Kpi;

/// Attempts that came to a queue: neither blocked nor closed nor ended in the menu.
const CAME_TO_QUEUE: &[Term] =
    &[plus(Offered), minus(Blocked), minus(Closed), minus(SelfServed), minus(HungUp)];

/// Every KPI: identifier, name, unit, formula; of a ratio the terms of numerator and denominator.
#[rustfmt::skip]
pub const KPIS: &[Definition] = &[
    entry("offered", "attempts",
        "attempts per replication",
        Statistic::Count(Offered)),
    entry("answered", "attempts",
        "attempts answered per replication",
        Statistic::Count(Answered)),
    ratio(Kpi::AnswerRate, "answer_rate", "share",
        "attempts answered / attempts offered",
        &[plus(Answered)], &[plus(Offered)]).proportion().goal(Better::More),
    ratio(Kpi::AbandonmentRate, "abandonment_rate", "share",
        "attempts given up in the queue / attempts offered",
        &[plus(Abandoned)], &[plus(Offered)]).proportion().goal(Better::Less),
    ratio(Kpi::BlockingRate, "blocking_rate", "share",
        "attempts that heard the busy tone / attempts offered",
        &[plus(Blocked)], &[plus(Offered)]).proportion().goal(Better::Less),
    ratio(Kpi::ClosedRate, "closed_rate", "share",
        "attempts that rang at a closed desk / attempts offered",
        &[plus(Closed)], &[plus(Offered)]).proportion(),
    ratio(Kpi::ServiceLevel(0), "service_level", "share",
        "attempts answered within T s / attempts offered",
        &[plus(AnsweredWithin).by_wait()], &[plus(Offered)])
        .proportion().with(Parameter::AcceptableWait).goal(Better::More),
    ratio(Kpi::ServiceLevelOfAnswered(0), "service_level_of_answered", "share",
        "attempts answered within T s / attempts answered",
        &[plus(AnsweredWithin).by_wait()], &[plus(Answered)])
        .proportion().with(Parameter::AcceptableWait),
    ratio(Kpi::ServiceLevelLessAbandoned(0), "service_level_less_abandoned", "share",
        "attempts answered within T s / (attempts offered - given up within T s)",
        &[plus(AnsweredWithin).by_wait()], &[plus(Offered), minus(AbandonedWithin).by_wait()])
        .proportion().with(Parameter::AcceptableWait),
    ratio(Kpi::DelayProbability, "delay_probability", "share",
        "attempts that had to wait / attempts that came to a queue",
        &[plus(Delayed)], CAME_TO_QUEUE).proportion().goal(Better::Less),
    ratio(Kpi::MeanWaitAnswered, "mean_wait_answered", "s",
        "seconds waited by those answered / attempts answered",
        &[plus(WaitAnswered)], &[plus(Answered)]).wait().goal(Better::Less),
    ratio(Kpi::MeanWaitAll, "mean_wait_all", "s",
        "seconds waited / attempts answered or abandoned",
        &[plus(WaitAnswered), plus(WaitAbandoned)], &[plus(Answered), plus(Abandoned)]).wait().goal(Better::Less),
    ratio(Kpi::MeanQueue, "mean_queue", "callers",
        "caller-seconds in the queue / seconds",
        &[plus(Queued)], &[plus(TimeSpan)]).wait().goal(Better::Less),
    ratio(Kpi::Occupancy, "occupancy", "share",
        "agent-seconds talking or wrapping up / agent-seconds on duty",
        &[plus(Busy)], &[plus(Staffed)]).goal(Better::More),
    ratio(Kpi::MeanBusy, "mean_busy", "agents",
        "agents talking or wrapping up, time average: the carried load in erlangs",
        &[plus(Busy)], &[plus(TimeSpan)]),
    ratio(Kpi::MeanStaffed, "mean_on_duty", "agents",
        "agents on duty, overtime included, time average",
        &[plus(Staffed)], &[plus(TimeSpan)]),
    ratio(Kpi::SeatUtilisation, "seat_utilisation", "share",
        "agent-seconds on duty / seat-seconds ready",
        &[plus(Staffed)], &[plus(Seats)]).goal(Better::More),
    ratio(Kpi::AnswerRateByCaller, "answer_rate_by_caller", "share",
        "callers answered in the end, redials included / callers",
        &[plus(EpisodesAnswered)], &[plus(Episodes)]).proportion().goal(Better::More),
    ratio(Kpi::AnswerRateOfQueued, "answer_rate_of_queued", "share",
        "attempts answered / attempts that came to a queue (not blocked, not closed, not ended in the menu)",
        &[plus(Answered)], CAME_TO_QUEUE).proportion(),
    ratio(Kpi::AnswerRateLessShort, "answer_rate_less_short", "share",
        "attempts answered / (attempts offered - given up within 5 s)",
        &[plus(Answered)], &[plus(Offered), minus(ShortAbandons)]).proportion(),
    ratio(Kpi::AnswerRateWithMenu, "answer_rate_with_menu", "share",
        "attempts answered or served by the menu / attempts offered",
        &[plus(Answered), plus(SelfServed)], &[plus(Offered)]).proportion(),
    entry("callers", "callers",
        "needs: callers with all their redials, per replication",
        Statistic::Count(Episodes)),
    entry("callers_answered", "callers",
        "of them answered in the end; the others are never served",
        Statistic::Count(EpisodesAnswered)),
    ratio(Kpi::RedialShare, "redial_share", "share",
        "attempts after the first / attempts offered, of a group those that came to it first",
        &[plus(Redials)], &[plus(Arrived)]).proportion(),
    ratio(Kpi::RepeatShare, "repeat_share", "share",
        "calls of callers who had been answered before / attempts offered, of a group those that came to it first",
        &[plus(Repeats)], &[plus(Arrived)]).proportion(),
    entry("short_abandons", "attempts",
        "attempts given up within 5 s, per replication",
        Statistic::Count(ShortAbandons)),
    ratio(Kpi::Satisfaction, "satisfaction", "share",
        "good ratings expected / ratings of answered attempts",
        &[plus(PositiveRatings)], &[plus(Answered)]),
    ratio(Kpi::PositiveRatingsOfOffered, "good_of_offered", "share",
        "good ratings expected if all rated / attempts offered",
        &[plus(PositiveRatings)], &[plus(Offered)]),
    entry("follow_ups", "calls",
        "calls back made, per replication",
        Statistic::Count(FollowUps)),
    ratio(Kpi::LateFollowUps, "late_follow_ups", "share",
        "calls back begun later than due / calls back made",
        &[plus(FollowUpsLate)], &[plus(FollowUps)]).proportion(),
    entry("tickets_left", "tickets",
        "tickets not called back when the measured span ends, per replication",
        Statistic::Count(TicketsLeft)),
    ratio(Kpi::FollowUpShare, "follow_up_share", "share",
        "agent-seconds calling back / agent-seconds on duty",
        &[plus(FollowUpTime)], &[plus(Staffed)]),
    entry("staffed_hours", "h",
        "agent-hours on duty, overtime included, per replication",
        Statistic::Hours(Staffed)),
    entry("overtime_hours", "h",
        "agent-hours of that after the end of a shift",
        Statistic::Hours(Overtime)),
    entry("unmanned_hours", "h",
        "hours in which a group that is open has nobody on duty, summed over groups, per replication",
        Statistic::Hours(Unstaffed)),
    ratio(Kpi::OverflowShare, "overflow_share", "share",
        "attempts that came to a group and were answered by another / attempts that came to it first",
        &[plus(Overflowed)], &[plus(Arrived)]).proportion(),
    ratio(Kpi::ReferralShare, "referral_share", "share",
        "answered attempts handed on / attempts answered",
        &[plus(Referrals)], &[plus(Answered)]).proportion(),
    ratio(Kpi::ReferralAnswerRate, "referral_answer_rate", "share",
        "attempts handed on that were taken / attempts handed on",
        &[plus(ReferralsAnswered)], &[plus(Referrals)]).proportion(),
    ratio(Kpi::ReferralWait, "referral_wait", "s",
        "seconds waited after being handed on / attempts handed on",
        &[plus(ReferralWait)], &[plus(Referrals)]),
    ratio(Kpi::HeldShare, "held_share", "share",
        "agent-seconds holding and introducing callers who are handed on / agent-seconds on duty",
        &[plus(Held)], &[plus(Staffed)]),
    entry("worst_24h_answer_rate", "share",
        "least answer rate of the rolling 24 h windows with 200 attempts or more, mean over replications, each counting \
        the same (a mean of minima; of a single window: answered / offered); none with desks that close",
        Statistic::Worst24h).goal(Better::More),
    entry("worst_24h_windows", "windows",
        "rolling 24 h windows with 200 attempts or more, per replication",
        Statistic::WindowsJudged),
    entry("wait_quantile", "s",
        "wait that P % of answered attempts do not exceed",
        Statistic::WaitQuantile(0)).with(Parameter::Quantile).goal(Better::Less),
    entry("worst_24h_by_chance", "share",
        "what worst_24h_answer_rate would be at a constant rate, each attempt answered with the same probability",
        Statistic::Worst24hByChance),
    entry("worst_24h_below_95", "share",
        "replications whose worst_24h_answer_rate is below 95 % / replications judged; the larger side of Wilson's interval",
        Statistic::Worst24hBelow),
    entry("max_wait", "s",
        "longest wait of any answered attempt",
        Statistic::MaxWait),
    ratio(Kpi::MeanSeats, "mean_seats", "seats",
        "seat-seconds ready / seconds",
        &[plus(Seats)], &[plus(TimeSpan)]).unreported(),
    ratio(Kpi::OfferedRate, "offered_rate", "attempts per second",
        "attempts offered / seconds",
        &[plus(Offered)], &[plus(TimeSpan)]).unreported(),
];

const fn entry(
    name: &'static str,
    unit: &'static str,
    formula: &'static str,
    statistic: Statistic,
) -> Definition {
    Definition {
        name,
        parameter: Parameter::None,
        unit,
        formula,
        statistic,
        id: None,
        goal: None,
        is_reported: true,
    }
}

const fn ratio(
    id: Kpi,
    name: &'static str,
    unit: &'static str,
    formula: &'static str,
    numerator: &'static [Term],
    denominator: &'static [Term],
) -> Definition {
    let ratio = Ratio { numerator, denominator, interval: Interval::Jackknife, threshold: 0 };
    Definition { id: Some(id), ..entry(name, unit, formula, Statistic::Ratio(ratio)) }
}

const fn plus(field: Field) -> Term {
    Term { field, is_negative: false, is_by_wait: false }
}

const fn minus(field: Field) -> Term {
    Term { field, is_negative: true, is_by_wait: false }
}

impl Term {
    /// Counted by acceptable wait.
    const fn by_wait(self) -> Term {
        Term { is_by_wait: true, ..self }
    }
}

impl Definition {
    const fn with(self, parameter: Parameter) -> Definition {
        Definition { parameter, ..self }
    }

    const fn goal(self, better: Better) -> Definition {
        Definition { goal: Some(better), ..self }
    }

    const fn unreported(self) -> Definition {
        Definition { is_reported: false, ..self }
    }

    const fn proportion(self) -> Definition {
        self.interval(Interval::Proportion)
    }

    const fn wait(self) -> Definition {
        self.interval(Interval::Wait)
    }

    const fn interval(self, interval: Interval) -> Definition {
        match self.statistic {
            Statistic::Ratio(ratio) => {
                Definition { statistic: Statistic::Ratio(Ratio { interval, ..ratio }), ..self }
            }
            _ => self,
        }
    }
}
