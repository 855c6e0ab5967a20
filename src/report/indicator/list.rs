//! Which KPIs there are.

use super::{Indicator, Source};
use crate::kpi::{Field, Kpi, QUANTILES};
use crate::model::Model;

/// Every KPI of a model, in the order of `run --json`.
pub(crate) fn all(model: &Model) -> Vec<Indicator> {
    within(&model.within)
}

/// The same for these acceptable waits, in seconds.
pub(crate) fn within(within: &[f64]) -> Vec<Indicator> {
    let levels = |name: &'static str, of: &'static str, kpi: fn(usize) -> Kpi| {
        within.iter().enumerate().map(move |(index, within)| Indicator {
            name: format!("{name}[{within} s]").into(),
            unit: "share".into(),
            definition: format!(
                "attempts answered within {within} s / {}",
                of.replace('T', &within.to_string())
            ),
            source: Source::Ratio(kpi(index)),
        })
    };
    let quantile = |(index, share): (usize, &f64)| Indicator {
        name: format!("wait_quantile[{}]", share * 100.0).into(),
        unit: "s".into(),
        definition: format!("wait that {} % of answered attempts do not exceed", share * 100.0),
        source: Source::Quantile(index),
    };
    let mut all: Vec<Indicator> = BEFORE_LEVELS.iter().map(plain).collect();
    all.extend(levels("service_level", "attempts offered", Kpi::ServiceLevel));
    all.extend(levels("service_level_of_answered", "attempts answered", Kpi::ServiceLevelOfAnswered));
    let less = "(attempts offered - given up within T s)";
    all.extend(levels("service_level_less_abandoned", less, Kpi::ServiceLevelLessAbandoned));
    all.extend(AFTER_LEVELS.iter().map(plain));
    all.extend(QUANTILES.iter().enumerate().map(quantile));
    all.extend(ABOUT_WORST.iter().map(plain));
    all.push(plain(&LONGEST));
    all
}

/// Name, unit, definition, source.
type Plain = (&'static str, &'static str, &'static str, Source);

const BEFORE_LEVELS: [Plain; 6] = [
    ("offered", "attempts", "attempts per replication", Source::Count(Field::Offered)),
    ("answered", "attempts", "attempts answered per replication", Source::Count(Field::Answered)),
    ("answer_rate", "share", "attempts answered / attempts offered", Source::Ratio(Kpi::AnswerRate)),
    (
        "abandonment_rate",
        "share",
        "attempts given up in the queue / attempts offered",
        Source::Ratio(Kpi::AbandonmentRate),
    ),
    (
        "blocking_rate",
        "share",
        "attempts that heard the busy tone / attempts offered",
        Source::Ratio(Kpi::BlockingRate),
    ),
    (
        "closed_rate",
        "share",
        "attempts that rang at a closed desk / attempts offered",
        Source::Ratio(Kpi::ClosedRate),
    ),
];

const AFTER_LEVELS: [Plain; 32] = [
    (
        "delay_probability",
        "share",
        "attempts that had to wait / attempts that came to a queue",
        Source::Ratio(Kpi::DelayProbability),
    ),
    (
        "mean_wait_answered",
        "s",
        "seconds waited by those answered / attempts answered",
        Source::Ratio(Kpi::MeanWaitAnswered),
    ),
    (
        "mean_wait_all",
        "s",
        "seconds waited / attempts answered or abandoned",
        Source::Ratio(Kpi::MeanWaitAll),
    ),
    ("mean_queue", "callers", "caller-seconds in the queue / seconds", Source::Ratio(Kpi::MeanQueue)),
    (
        "occupancy",
        "share",
        "agent-seconds talking or wrapping up / agent-seconds on duty",
        Source::Ratio(Kpi::Occupancy),
    ),
    (
        "mean_busy",
        "agents",
        "agents talking or wrapping up, time average: the carried load in erlangs",
        Source::Ratio(Kpi::MeanBusy),
    ),
    (
        "mean_on_duty",
        "agents",
        "agents on duty, overtime included, time average",
        Source::Ratio(Kpi::MeanStaffed),
    ),
    (
        "seat_utilisation",
        "share",
        "agent-seconds on duty / seat-seconds ready",
        Source::Ratio(Kpi::SeatUtilisation),
    ),
    (
        "answer_rate_by_caller",
        "share",
        "callers answered in the end, redials included / callers",
        Source::Ratio(Kpi::AnswerRateByCaller),
    ),
    (
        "answer_rate_of_queued",
        "share",
        "attempts answered / attempts that came to a queue (not blocked, not closed, not ended in the menu)",
        Source::Ratio(Kpi::AnswerRateOfQueued),
    ),
    (
        "answer_rate_less_short",
        "share",
        "attempts answered / (attempts offered - given up within 5 s)",
        Source::Ratio(Kpi::AnswerRateLessShort),
    ),
    (
        "answer_rate_with_menu",
        "share",
        "attempts answered or served by the menu / attempts offered",
        Source::Ratio(Kpi::AnswerRateWithMenu),
    ),
    (
        "callers",
        "callers",
        "needs: callers with all their redials, per replication",
        Source::Count(Field::Episodes),
    ),
    (
        "callers_answered",
        "callers",
        "of them answered in the end; the others are never served",
        Source::Count(Field::EpisodesAnswered),
    ),
    ("redial_share", "share", "attempts after the first / attempts offered", Source::Ratio(Kpi::RedialShare)),
    (
        "repeat_share",
        "share",
        "calls of callers who had been answered before / attempts offered",
        Source::Ratio(Kpi::RepeatShare),
    ),
    (
        "short_abandons",
        "attempts",
        "attempts given up within 5 s, per replication",
        Source::Count(Field::ShortAbandons),
    ),
    (
        "satisfaction",
        "share",
        "good ratings expected / ratings of answered attempts",
        Source::Ratio(Kpi::Satisfaction),
    ),
    (
        "good_of_offered",
        "share",
        "good ratings expected if all rated / attempts offered",
        Source::Ratio(Kpi::PositiveRatingsOfOffered),
    ),
    ("follow_ups", "calls", "calls back made, per replication", Source::Count(Field::FollowUps)),
    (
        "late_follow_ups",
        "share",
        "calls back begun later than due / calls back made",
        Source::Ratio(Kpi::LateFollowUps),
    ),
    (
        "tickets_left",
        "tickets",
        "tickets not called back when the measured span ends, per replication",
        Source::Count(Field::TicketsLeft),
    ),
    (
        "follow_up_share",
        "share",
        "agent-seconds calling back / agent-seconds on duty",
        Source::Ratio(Kpi::FollowUpShare),
    ),
    (
        "staffed_hours",
        "h",
        "agent-hours on duty, overtime included, per replication",
        Source::Hours(Field::Staffed),
    ),
    ("overtime_hours", "h", "agent-hours of that after the end of a shift", Source::Hours(Field::Overtime)),
    (
        "unmanned_hours",
        "h",
        "hours in which a group that is open has nobody on duty, summed over groups, per replication",
        Source::Hours(Field::Unstaffed),
    ),
    (
        "overflow_share",
        "share",
        "attempts that came to a group and were answered by another / attempts that came to it",
        Source::Ratio(Kpi::OverflowShare),
    ),
    (
        "referral_share",
        "share",
        "answered attempts handed on / attempts answered",
        Source::Ratio(Kpi::ReferralShare),
    ),
    (
        "referral_answer_rate",
        "share",
        "attempts handed on that were taken / attempts handed on",
        Source::Ratio(Kpi::ReferralAnswerRate),
    ),
    (
        "referral_wait",
        "s",
        "seconds waited after being handed on / attempts handed on",
        Source::Ratio(Kpi::ReferralWait),
    ),
    (
        "held_share",
        "share",
        "agent-seconds holding and introducing callers who are handed on / agent-seconds on duty",
        Source::Ratio(Kpi::HeldShare),
    ),
    (
        "worst_24h_answer_rate",
        "share",
        "least answer rate of the rolling 24 h windows with 200 attempts or more, mean over replications",
        Source::Worst,
    ),
];

const ABOUT_WORST: [Plain; 2] = [
    (
        "worst_24h_by_chance",
        "share",
        "what worst_24h_answer_rate would be at a constant rate, each attempt answered with the same probability",
        Source::Chance,
    ),
    (
        "worst_24h_below_95",
        "share",
        "replications whose worst_24h_answer_rate is below 95 % / replications judged; Wilson interval",
        Source::Below,
    ),
];

const LONGEST: Plain = ("max_wait", "s", "longest wait of any answered attempt", Source::Longest);

fn plain(&(name, unit, definition, source): &Plain) -> Indicator {
    Indicator { name: name.into(), unit: unit.into(), definition: definition.to_owned(), source }
}
