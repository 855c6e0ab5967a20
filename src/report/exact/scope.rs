//! What of a scenario keeps formulas out.

use super::text;
use crate::centre::{Handing, Model, Route, Staffing, Stream, Text};
use crate::dist::Dist;
use crate::time::DAY;

/// What no formula here has, whatever the rest.
pub(super) fn unusual(model: &Model) -> Vec<Text> {
    let all = |fine: fn(&Stream) -> bool| model.streams.iter().all(fine);
    let plain = |route: &Route| route.is_plain();
    let routes = model.queues.iter().all(|q| q.served_by.len() == 1 && q.served_by.iter().all(plain));
    let hands_over = |s: &Stream| s.referral.as_ref().is_none_or(|r| r.how == Handing::Transfer);
    let same_share = |s: &Stream| s.referral.as_ref().is_none_or(|r| same(&r.share));
    let redials = |s: &Stream| s.redial.as_ref().is_some_and(|r| r.after_abandon > 0.0 || r.after_busy > 0.0);
    let wraps = |s: &Stream| s.wrap_up.is_some() || s.referral.as_ref().is_some_and(|r| r.wrap_up.is_some());
    let checks = [
        (
            model.busyness.is_none(),
            "days and hours are busier than others by chance (busyness)",
            "忙闲随机波动",
        ),
        (model.streams.iter().all(|s| !redials(s)), "callers redial", "来电人重拨"),
        (routes, "calls overflow to other groups", "来电会溢出到其他座席组"),
        (all(hands_over), "agents hold callers for an expert", "话务员会陪同来电人等待专家"),
        (all(same_share), "the share that is handed on changes", "转接比例随日期变化"),
        (
            all(|s| {
                Stream { referral: None, ..s.clone() }.is_plain() && s.talk_factor.iter().all(|f| *f == 1.0)
            }),
            "calls do more than wait and talk",
            "来电不只是排队和通话",
        ),
        (model.streams.iter().all(|s| !wraps(s)), "agents wrap up after the talk", "通话后有整理时间"),
    ];
    checks.iter().filter(|(fine, ..)| !fine).map(|(_, en, zh)| text(en, zh)).collect()
}

/// What changes over time.
pub(super) fn changing(model: &Model) -> Vec<Text> {
    let constant = |staffing: &Staffing| matches!(staffing, Staffing::Constant { .. });
    let checks = [
        (model.streams.iter().all(steady), "the rate of calls changes with time", "来电率随时间变化"),
        (
            model.groups.iter().all(|group| constant(&group.staffing)),
            "the number of agents changes over the day",
            "话务员人数随时间变化",
        ),
    ];
    checks.iter().filter(|(fine, ..)| !fine).map(|(_, en, zh)| text(en, zh)).collect()
}

fn steady(stream: &Stream) -> bool {
    let demand = &stream.demand;
    demand.wave.is_none() && demand.reach.is_none() && same(&demand.per_day) && same(&demand.profile.values)
}

/// Whether all values are one.
pub(super) fn same(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}

/// Calls per second of a stream on a date, mean over the day.
pub(super) fn rate(stream: &Stream, day: usize) -> f64 {
    let per_day = &stream.demand.per_day;
    per_day.get(day).or(per_day.last()).unwrap_or(&0.0) / DAY
}

/// Calls that come to a group.
#[derive(Clone, Debug)]
pub(in crate::report) struct Arrival<'a> {
    /// Calls per second.
    pub rate: f64,
    /// Talk with its agents.
    pub talk: &'a Dist,
    /// The wait that callers accept.
    pub patience: &'a Dist,
    /// 0 is served first.
    pub priority: u8,
    /// The hotline, if all of its calls are these.
    pub hotline: Option<usize>,
}

/// The patience of a caller of any kind.
pub(in crate::report) fn patience(arrivals: &[Arrival<'_>]) -> Option<Dist> {
    let first = arrivals.first()?;
    if arrivals.iter().all(|arrival| arrival.patience == first.patience) {
        return Some(first.patience.clone());
    }
    let called = arrivals.iter().filter(|arrival| arrival.rate > 0.0);
    Dist::mixture(called.map(|arrival| (arrival.rate, arrival.patience.clone())).collect()).ok()
}

/// The calls of the streams themselves that come to a group; `day` says of which date the rates are.
pub(super) fn own(model: &Model, group: usize, day: usize) -> Vec<Arrival<'_>> {
    let here = model.streams.iter().filter(|stream| model.home(stream.queue) == group);
    let alone = |hotline| model.streams.iter().filter(|stream| stream.hotline == hotline).count() == 1;
    let arrival = |stream: &'_ Stream| (rate(stream, day), alone(stream.hotline).then_some(stream.hotline));
    here.map(|stream| {
        let (rate, hotline) = arrival(stream);
        let (talk, patience, priority) = (&stream.talk, &stream.patience, stream.priority);
        Arrival { rate, talk, patience, priority, hotline }
    })
    .collect()
}
