//! Finds what in a model keeps formulas from answering, and the traffic of a group.

use super::reason::{Reason, unmet};
use crate::dist::Dist;
use crate::model::{CallType, Model, Route, Staffing, TransferKind};
use crate::time::DAY;

/// Lists what no formula here covers.
pub(super) fn unusual(model: &Model) -> Vec<Reason> {
    let all = |fine: fn(&CallType) -> bool| model.call_types().iter().all(fine);
    let plain = |route: &Route| route.is_unconditional();
    let routes = model.queues().iter().all(|q| q.served_by.len() == 1 && q.served_by.iter().all(plain));
    let hands_over = |s: &CallType| s.referral.as_ref().is_none_or(|r| r.how == TransferKind::BlindTransfer);
    let same_share = |s: &CallType| s.referral.as_ref().is_none_or(|r| same(&r.share));
    let redials =
        |s: &CallType| s.redial.as_ref().is_some_and(|r| r.after_abandon > 0.0 || r.after_busy > 0.0);
    let wraps =
        |s: &CallType| s.wrap_up.is_some() || s.referral.as_ref().is_some_and(|r| r.wrap_up.is_some());
    let conditions = [
        (model.busyness().is_none(), Reason::Busyness),
        (model.call_types().iter().all(|s| !redials(s)), Reason::Redials),
        (routes, Reason::Overflow),
        (all(hands_over), Reason::HeldForExpert),
        (all(same_share), Reason::ReferralShareChanges),
        (
            all(|s| {
                CallType { referral: None, ..s.clone() }.is_single_stage()
                    && s.talk_factor.iter().all(|f| *f == 1.0)
            }),
            Reason::MoreThanWaitAndTalk,
        ),
        (model.call_types().iter().all(|s| !wraps(s)), Reason::WrapUp),
    ];
    unmet(conditions)
}

/// Lists what changes over time.
pub(super) fn changing(model: &Model) -> Vec<Reason> {
    let constant = |staffing: &Staffing| matches!(staffing, Staffing::Constant { .. });
    let conditions = [
        (model.call_types().iter().all(steady), Reason::RateChanges),
        (model.groups().iter().all(|group| constant(&group.staffing)), Reason::StaffChanges),
    ];
    unmet(conditions)
}

fn steady(call_type: &CallType) -> bool {
    let demand = &call_type.demand;
    demand.wave.is_none()
        && demand.migration.is_none()
        && same(&demand.per_day)
        && demand.other_days.is_none()
        && same(&demand.profile.values)
}

/// Whether all values are one.
pub(super) fn same(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}

/// Returns the calls per second of a call type on a date, mean over the day.
pub(super) fn rate(call_type: &CallType, day: usize) -> f64 {
    let per_day = &call_type.demand.per_day;
    per_day.get(day).or(per_day.last()).unwrap_or(&0.0) / DAY
}

/// Calls that come to a group.
#[derive(Clone, Debug)]
pub struct Arrival<'a> {
    /// Calls per second.
    pub rate: f64,
    /// Talk time with its agents.
    pub talk: &'a Dist,
    /// Patience: the wait after which callers abandon.
    pub patience: &'a Dist,
    /// Priority class; 0 is served first.
    pub priority: u8,
    /// The hotline, if all of its calls are these.
    pub hotline: Option<usize>,
}

/// Returns the patience of any caller: a mixture by rate where kinds differ.
pub fn patience(arrivals: &[Arrival<'_>]) -> Option<Dist> {
    let first = arrivals.first()?;
    if arrivals.iter().all(|arrival| arrival.patience == first.patience) {
        return Some(first.patience.clone());
    }
    let called = arrivals.iter().filter(|arrival| arrival.rate > 0.0);
    Dist::mixture(called.map(|arrival| (arrival.rate, arrival.patience.clone())).collect()).ok()
}

/// Lists the calls that come to a group directly, at the rates of a date.
pub(super) fn own(model: &Model, group: usize, day: usize) -> Vec<Arrival<'_>> {
    let here = model.call_types().iter().filter(|call_type| model.home(call_type.queue).index() == group);
    let alone =
        |hotline| model.call_types().iter().filter(|call_type| call_type.hotline == hotline).count() == 1;
    let arrival = |call_type: &'_ CallType| {
        (rate(call_type, day), alone(call_type.hotline).then_some(call_type.hotline.index()))
    };
    here.map(|call_type| {
        let (rate, hotline) = arrival(call_type);
        let (talk, patience, priority) = (&call_type.talk, &call_type.patience, call_type.priority);
        Arrival { rate, talk, patience, priority, hotline }
    })
    .collect()
}
