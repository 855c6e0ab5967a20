//! Previews the service level of a group of agents over the measured days, or says why no preview can be trusted.
//!
//! A queue in which nothing changes is solved by its stationary formula, any other one step by step
//! ([`transient`](crate::theory::transient)) from the empty start to the end of the horizon.

use super::case::Case;
use super::fixed_point::with_redials;
use super::flow::Flow;
use super::level::GroupLevel;
use super::reason::{Reason, unmet};
use super::redials::Redials;
use super::scope::same;
use super::traffic::agents_in;
use crate::model::{Busyness, CallType, Model, Staffing, TransferKind, WhenClosed};
use crate::theory::mmng::Mmng;
use crate::theory::transient::Counts;
use crate::time::{HALF_HOUR, HALF_HOURS};

/// Share of late calls below which it hardly matters who is served first.
const FEW_LATE: f64 = 0.03;
/// Share of blocked calls below which it hardly matters which calls hold a trunk.
const FEW_BLOCKED: f64 = 0.005;
/// Share of attempts that are redialled below which it hardly matters who redials.
const FEW_REDIALLED: f64 = 0.05;
/// Share of abandoned calls below which it hardly matters who abandons.
const FEW_ABANDONED: f64 = 0.05;
/// Ratio of mean handle times from which it matters who abandons.
const MUCH_LONGER: f64 = 1.3;
/// Coefficient of variation of handle times, squared, beyond which no formula here is near.
const WILDEST: f64 = 6.5;

/// Previews the level of a group: the share of attempts answered within so many seconds.
pub(super) fn group_level(model: &Model, group: usize, flow: &Flow<'_>, within: f64) -> GroupLevel {
    let mut reasons = uncovered(model, group, flow);
    if reasons.is_empty() && flow.mean_rate() <= 0.0 {
        reasons.push(Reason::NoCalls);
    }
    let Some(patience) = flow.patience().filter(|_| reasons.is_empty()) else {
        return GroupLevel::unknown(reasons);
    };
    // A day is as busy as others on the mean only: calls of busy days count more often.
    let mut sum: Option<GroupLevel> = None;
    for (weight, factor) in busyness_nodes(model.busyness()) {
        let flow = flow.times(factor);
        let case = Case { model, group, flow: &flow, patience: &patience, within };
        let level = if is_steady(&case) { stationary(&case) } else { with_redials(&case) };
        let level = match level.map(|level| trusted(&case, level)) {
            Ok(level) if level.reasons().is_empty() => level.times(weight),
            Ok(level) => return level,
            Err(reason) => return GroupLevel::unknown(vec![reason]),
        };
        sum = Some(sum.map_or_else(|| level.clone(), |sum| sum.plus(&level)));
    }
    sum.unwrap_or_default()
}

/// Lists weights and factors of busy and quiet days: the rule of Gauss and Hermite with five points for a lognormal factor
/// of mean 1 with the variation of day and hour factor together.
fn busyness_nodes(busyness: Option<Busyness>) -> Vec<(f64, f64)> {
    let square = |cv: f64| 1.0 + cv * cv;
    let Some(busyness) = busyness else { return vec![(1.0, 1.0)] };
    let variance = libm::log(square(busyness.day_cv) * square(busyness.hour_cv));
    let factor = |z: f64| libm::exp(variance.sqrt() * z - 0.5 * variance);
    let nodes = [
        (0.0, 0.533_333_333_333_333_3),
        (1.355_626_179_974_266, 0.222_075_922_005_612_6),
        (2.856_970_013_872_806, 0.011_257_411_327_720_7),
    ];
    nodes
        .iter()
        .flat_map(|(z, weight)| {
            let both = if *z == 0.0 { vec![*z] } else { vec![-z, *z] };
            both.into_iter().map(|z| (*weight, factor(z)))
        })
        .collect()
}

/// Lists what keeps a group's level from being previewed.
fn uncovered(model: &Model, group: usize, flow: &Flow<'_>) -> Vec<Reason> {
    let queues = || {
        model.queues().iter().filter(|queue| queue.served_by.iter().any(|route| route.group.index() == group))
    };
    let alone = queues().all(|queue| {
        queue.served_by.len() == 1
            && queue.served_by.iter().all(|route| route.is_unconditional())
            && !matches!(queue.when_closed, WhenClosed::Forward(_))
    });
    let types = || flow.parts.iter().map(|part| &model.call_types()[part.call_type]);
    let own = || {
        flow.parts.iter().filter(|part| part.from.is_none()).map(|part| &model.call_types()[part.call_type])
    };
    let holds = |call_type: &CallType| {
        call_type.referral.as_ref().is_some_and(|referral| {
            matches!(referral.how, TransferKind::WarmTransfer { .. })
                && referral.share.iter().any(|share| *share > 0.0)
        })
    };
    let shares =
        |call_type: &CallType| call_type.referral.as_ref().is_none_or(|referral| same(&referral.share));
    let plain = |call_type: &CallType| {
        CallType { referral: None, ..call_type.clone() }.is_single_stage()
            && call_type.talk_factor.iter().all(|factor| *factor == 1.0)
    };
    let same_days = |call_type: &CallType| {
        let demand = &call_type.demand;
        same(&demand.per_day) && demand.other_days.is_none() && demand.migration.is_none()
    };
    let staffing = &model.groups()[group].staffing;
    let conditions = [
        (alone, Reason::Overflow),
        (!own().any(holds), Reason::HeldForExpert),
        (types().all(shares), Reason::ReferralShareChanges),
        (types().all(plain), Reason::MoreThanWaitAndTalk),
        (types().all(same_days), Reason::RateChanges),
        (matches!(staffing, Staffing::Constant { .. } | Staffing::Daily { .. }), Reason::LimitedStaff),
        (flow.handle().1 <= WILDEST, Reason::TalkNotExponential),
    ];
    let mut reasons = unmet(conditions);
    if let Some((from, reason)) = flow.untrusted() {
        reasons.push(Reason::AtGroup(model.groups()[from].id.clone(), Box::new(reason.clone())));
    }
    reasons
}

/// Whether nothing changes over time and no call is blocked or redialled.
fn is_steady(case: &Case<'_>) -> bool {
    let parts = || case.flow.parts.iter();
    let waves = parts().any(|part| case.model.call_types()[part.call_type].demand.wave.is_some());
    let constant = parts().all(|part| {
        let mean = part.mean_rate();
        part.rate.values.iter().all(|rate| (rate - mean).abs() <= 1e-9 * mean)
    });
    let staff = matches!(case.staffing(), Staffing::Constant { lines: None, .. });
    constant && staff && !waves && Redials::of(case).is_none()
}

/// Solves a queue in which nothing changes.
fn stationary(case: &Case<'_>) -> Result<GroupLevel, Reason> {
    let agents = agents_in(case.staffing(), 0) as u32;
    let (queue, _) = case.equivalent(agents);
    let solved = Mmng::new(queue, case.patience).map_err(|refused| Reason::from(&refused))?;
    let attempts = case.flow.mean_rate() * HALF_HOUR;
    let counts = Counts {
        attempts,
        in_time: attempts * solved.p_served_within(case.within),
        abandoned: attempts * solved.p_abandon,
        blocked: 0.0,
        completed: attempts * (1.0 - solved.p_abandon),
    };
    Ok(GroupLevel::new(vec![counts; HALF_HOURS], vec![HALF_HOUR; HALF_HOURS]))
}

/// Adds the reasons that show in the result.
fn trusted(case: &Case<'_>, mut level: GroupLevel) -> GroupLevel {
    let all = level.sum(0..HALF_HOURS);
    let share = |of: f64| of / all.attempts;
    let redialled = Redials::of(case).map_or(0.0, |redials| {
        redials.after_abandon * share(all.abandoned) + redials.after_busy * share(all.blocked)
    });
    let parts = || case.flow.parts.iter().filter(|part| part.mean_rate() > 0.0);
    let wraps = parts().any(|part| part.wrap_up.is_some());
    let priorities = differ(parts().map(|part| part.priority));
    let patience = differ(parts().map(|part| part.patience));
    let redials = differ(parts().map(|part| case.model.call_types()[part.call_type].redial.as_ref()));
    let times = || parts().map(|part| part.handle().0);
    let longest = times().fold(0.0, f64::max) / times().fold(f64::INFINITY, f64::min);
    let doubts = [
        (share(all.attempts - all.in_time) > FEW_LATE && priorities, Reason::Priorities),
        (share(all.blocked) > FEW_BLOCKED && wraps, Reason::WrapUp),
        (redialled > FEW_REDIALLED && (patience || redials), Reason::Redials),
        // The patient are served, so that their handle time counts more than it is offered.
        (share(all.abandoned) > FEW_ABANDONED && patience && longest > MUCH_LONGER, Reason::TalkDiffers),
    ];
    doubts.into_iter().filter(|(doubted, _)| *doubted).for_each(|(_, reason)| level.doubt(reason));
    level
}

/// Whether some values are not like the others.
fn differ<T: PartialEq>(mut values: impl Iterator<Item = T>) -> bool {
    let first = values.next();
    values.any(|value| Some(value) != first)
}
