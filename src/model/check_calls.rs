//! The checks of call types: demand, durations, shares, and the queues they enter.

use super::after_call::{FollowUp, Referral, Repeat, TransferKind};
use super::call_type::{CallType, Ivr, Redial};
use super::demand::{Arrivals, Demand, Migration, OtherDays};
use super::error::{Flaw, Place};
use super::findings::{Checks, Problems};
use super::ids::CallTypeId;
use super::parts::ModelParts;
use std::collections::HashSet;

/// Checks every call type.
pub(super) fn call_types(parts: &ModelParts, found: &mut Problems) {
    let mut known = HashSet::new();
    for (index, call_type) in parts.call_types.iter().enumerate() {
        let hotline = parts.hotlines.get(call_type.hotline.index());
        let number = hotline.map_or(String::new(), |hotline| hotline.number.clone());
        let checks = &mut found.at(Place::CallType(CallTypeId::new(index), number));
        let first = known.insert((call_type.hotline, call_type.site));
        checks.require(first, || Flaw::Repeated("its pair of hotline and site"));
        check_call_type(parts, call_type, checks);
    }
}

fn check_call_type(parts: &ModelParts, call_type: &CallType, checks: &mut Checks<'_>) {
    let CallType { hotline, site, queue, priority: _, demand, talk, talk_factor, wrap_up, .. } = call_type;
    let queues = parts.queues.len();
    checks.id("hotline", hotline.number(), parts.hotlines.len());
    checks.id("site", site.number(), parts.sites.len());
    checks.id("queue", queue.number(), queues);
    check_demand(parts, demand, checks);
    checks.ends("talk", talk);
    checks.none_negative("talk_factor", talk_factor);
    if let Some(wrap_up) = wrap_up {
        checks.ends("wrap_up", wrap_up);
    }
    if let Some(redial) = &call_type.redial {
        check_redial(redial, checks);
    }
    if let Some(ivr) = &call_type.ivr {
        check_ivr(ivr, checks);
    }
    if let Some(referral) = &call_type.referral {
        check_referral(referral, queues, checks);
    }
    if let Some(repeat) = &call_type.repeat {
        check_repeat(repeat, checks);
    }
    if let Some(follow_up) = &call_type.follow_up {
        check_follow_up(follow_up, queues, checks);
    }
}

fn check_demand(parts: &ModelParts, demand: &Demand, checks: &mut Checks<'_>) {
    let Demand { per_day, profile: _, other_days, wave, migration } = demand;
    checks.by_date("demand.per_day", per_day.len(), parts.dates());
    checks.none_negative("demand.per_day", per_day);
    for profile in demand.profiles() {
        checks.divides_a_day("demand.profile.step", profile.step);
        checks.require(!profile.values.is_empty(), || Flaw::Empty("demand.profile.values"));
        checks.none_negative("demand.profile.values", &profile.values);
    }
    if let Some(OtherDays { profiles, by_date }) = other_days {
        checks.by_date("demand.other_days.by_date", by_date.len(), parts.dates());
        let known = by_date.iter().flatten().all(|which| usize::from(*which) < profiles.len());
        checks.require(known, || Flaw::Unfit("a date has a shape of the day that is not there"));
    }
    if let Some(wave) = wave {
        checks.share("demand.wave.amplitude", wave.amplitude);
        checks.positive("demand.wave.period", wave.period);
        let thinned = parts.arrivals == Arrivals::Thinned;
        checks.require(thinned, || Flaw::Unfit("a wave needs thinned arrivals"));
    }
    if let Some(Migration { habit, migrated, merged, old }) = migration {
        checks.shares("demand.migration.habit", habit);
        checks.shares("demand.migration.migrated", migrated);
        checks.id("demand.migration.merged", merged.number(), parts.queues.len());
        if let Some(old) = old {
            checks.id("demand.migration.old", old.number(), parts.queues.len());
        }
    }
}

fn check_redial(redial: &Redial, checks: &mut Checks<'_>) {
    checks.share("redial.after_abandon", redial.after_abandon);
    checks.share("redial.after_busy", redial.after_busy);
    checks.share("redial.outside_hours", redial.outside_hours);
    let delays = [
        (redial.after_abandon, "redial.abandon_delay", &redial.abandon_delay),
        (redial.after_busy, "redial.busy_delay", &redial.busy_delay),
        (redial.outside_hours, "redial.outside_hours_delay", &redial.outside_hours_delay),
    ];
    for (_, field, delay) in delays.into_iter().filter(|(share, ..)| *share > 0.0) {
        checks.ends(field, delay);
    }
    let attempts = f64::from(redial.max_attempts);
    checks.number(redial.max_attempts >= 1, "redial.max_attempts", attempts, "1 or more");
}

fn check_ivr(ivr: &Ivr, checks: &mut Checks<'_>) {
    checks.ends("ivr.duration", &ivr.duration);
    checks.share("ivr.self_served", ivr.self_served);
    checks.share("ivr.hangs_up", ivr.hangs_up);
    let both = ivr.self_served + ivr.hangs_up;
    checks.number(both <= 1.0 + 1e-9, "ivr.self_served + hangs_up", both, "1 at most");
}

fn check_referral(referral: &Referral, queues: usize, checks: &mut Checks<'_>) {
    checks.shares("referral.share", &referral.share);
    checks.id("referral.queue", referral.queue.number(), queues);
    if let TransferKind::WarmTransfer { limit, introduction } = referral.how {
        checks.not_negative("referral.how.limit", limit);
        checks.not_negative("referral.how.introduction", introduction);
    }
    checks.ends("referral.talk", &referral.talk);
    if let Some(wrap_up) = &referral.wrap_up {
        checks.ends("referral.wrap_up", wrap_up);
    }
}

fn check_repeat(repeat: &Repeat, checks: &mut Checks<'_>) {
    checks.share("repeat.resolved", repeat.resolved);
    checks.share("repeat.share", repeat.share);
    if repeat.share > 0.0 {
        checks.ends("repeat.delay", &repeat.delay);
    }
}

fn check_follow_up(follow_up: &FollowUp, queues: usize, checks: &mut Checks<'_>) {
    checks.share("follow_up.share", follow_up.share);
    checks.id("follow_up.queue", follow_up.queue.number(), queues);
    checks.ends("follow_up.handle", &follow_up.handle);
    checks.number(follow_up.due >= 0.0, "follow_up.due", follow_up.due, "0 or more");
}
