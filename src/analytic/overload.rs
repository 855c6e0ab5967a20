//! Finds hours whose offered load is not below the number of agents who may take it.

use super::expected::{ExpectedHour, GroupDay};
use super::traffic::trunks;
use crate::model::{CallType, Model};

/// An overload: hours whose offered load is not below the number of agents who may take it.
#[derive(Clone, Debug, PartialEq)]
pub struct Overload {
    /// Id of the group to which the calls come; none where there is no other.
    pub group: Option<String>,
    /// Number of overloaded hours of the day.
    pub hours: usize,
    /// The hour of the day, from 0, whose load exceeds its agents most.
    pub worst_hour: usize,
    /// Offered load of that hour in erlangs.
    pub load: f64,
    /// Agents of that hour who may take it.
    pub agents: f64,
    /// The effect on the queue.
    pub effect: OverloadEffect,
}

/// The effect of overload on the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverloadEffect {
    /// The trunks fill up and block callers.
    Blocks,
    /// Callers never abandon: the queue grows without end.
    Grows,
    /// Callers who abandon limit the queue.
    Abandons,
}

/// Finds the overloads of groups. Of groups that help each other it is looked at all the work that none but they may do.
pub(super) fn overloads(model: &Model, groups: &[GroupDay]) -> Vec<Overload> {
    let mut found: Vec<Overload> = Vec::new();
    for home in 0..groups.len() {
        let helpers = helpers(model, home);
        let overload = overload(model, groups, home, &helpers);
        let known = |overload: &Overload| {
            found.iter().any(|known| {
                (known.load, known.agents) == (overload.load, overload.agents) && helpers.len() > 1
            })
        };
        found.extend(overload.filter(|overload| !known(overload)));
    }
    found
}

/// Lists the groups that may take calls that come to a group, that one first.
fn helpers(model: &Model, home: usize) -> Vec<usize> {
    let mut helpers = vec![home];
    for queue in model.queues().iter().filter(|queue| queue.home().index() == home) {
        helpers.extend(queue.served_by.iter().map(|route| route.group.index()));
    }
    helpers.sort_unstable();
    helpers.dedup();
    helpers
}

fn overload(model: &Model, groups: &[GroupDay], home: usize, helpers: &[usize]) -> Option<Overload> {
    let bound = |group: &usize| self::helpers(model, *group).iter().all(|helper| helpers.contains(helper));
    let own: Vec<usize> = (0..groups.len()).filter(bound).collect();
    let sum = |of: fn(&ExpectedHour) -> f64, groups_of: &[usize], hour: usize| {
        groups_of.iter().map(|group| of(&groups[*group].hours[hour])).sum::<f64>()
    };
    let at = |hour: usize| (sum(|h| h.load, &own, hour), sum(|h| h.agents, helpers, hour));
    // Sums of many rates are known to their last digits only.
    let over = |hour: &usize| {
        let (load, agents) = at(*hour);
        load > 0.0 && load >= agents * (1.0 - 1e-12)
    };
    let hours: Vec<usize> = (0..groups[home].hours.len()).filter(over).collect();
    let excess = |hour: &usize| at(*hour).0 - at(*hour).1;
    let worst_hour = hours.iter().copied().reduce(|a, b| if excess(&b) > excess(&a) { b } else { a })?;
    let (load, agents) = at(worst_hour);
    let effect = effect(model, home);
    let group = (groups.len() > 1).then(|| groups[home].id.clone());
    Some(Overload { group, hours: hours.len(), worst_hour, load, agents, effect })
}

/// Says what becomes of the callers whom a group cannot take.
fn effect(model: &Model, home: usize) -> OverloadEffect {
    let first = |call_type: &&CallType| model.home(call_type.queue).index() == home;
    let endless = model.call_types().iter().filter(first).any(|call_type| call_type.patience.never() > 0.0);
    let referred = model.call_types().iter().filter_map(|call_type| call_type.referral.as_ref());
    let referred = referred.filter(|referral| model.home(referral.queue).index() == home);
    let endless = endless || referred.into_iter().any(|referral| referral.patience.never() > 0.0);
    match (endless, trunks(&model.groups()[home].staffing).is_some()) {
        (_, true) => OverloadEffect::Blocks,
        (true, false) => OverloadEffect::Grows,
        (false, false) => OverloadEffect::Abandons,
    }
}
