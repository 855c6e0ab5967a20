//! The calls that come to a group over the day: those that come first, and those that other groups hand on.

use super::reason::Reason;
use super::scope::{Arrival, patience, rate};
use crate::dist::Dist;
use crate::model::{CallType, Model, TransferKind};
use crate::theory::offered_load::{Rate, modified};
use crate::time::{DAY, HALF_HOUR, HALF_HOURS};

/// Points of a half hour at which the load in hand is averaged.
const POINTS: usize = 6;

/// The calls of a group.
pub(super) struct Flow<'m> {
    /// Its parts: calls with the same times.
    pub(super) parts: Vec<Part<'m>>,
}

/// Calls of one kind.
pub(super) struct Part<'m> {
    /// The call type.
    pub(super) call_type: usize,
    /// The group that hands them on; none of calls that come first.
    pub(super) from: Option<usize>,
    /// Calls per second by steps of the day.
    pub(super) rate: Rate,
    pub(super) talk: &'m Dist,
    pub(super) wrap_up: Option<&'m Dist>,
    pub(super) patience: &'m Dist,
    pub(super) priority: u8,
    /// The reason for which the rates cannot be trusted.
    untrusted: Option<Reason>,
}

/// Calls that a group hands on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Referred {
    /// The call type.
    pub(super) call_type: usize,
    /// Share of the calls that are answered.
    pub(super) share: f64,
}

/// Lists the calls that a group hands on, with the groups that take them.
pub(super) fn referred_from(model: &Model, group: usize) -> Vec<(usize, Referred)> {
    let types = model.call_types().iter().enumerate();
    let here = types.filter(|(_, call_type)| model.home(call_type.queue).index() == group);
    here.filter_map(|(index, call_type)| {
        let referral = call_type.referral.as_ref()?;
        let share = referral.share_at(0.0);
        let to = model.home(referral.queue).index();
        (share > 0.0).then_some((to, Referred { call_type: index, share }))
    })
    .collect()
}

impl<'m> Flow<'m> {
    /// Describes the calls that come to a group first.
    pub(super) fn new(model: &'m Model, group: usize) -> Flow<'m> {
        let types = model.call_types().iter().enumerate();
        let here = types.filter(|(_, call_type)| model.home(call_type.queue).index() == group);
        let mut flow = Flow { parts: here.map(|(index, call_type)| first(index, call_type)).collect() };
        flow.model_referrals(model, group);
        flow
    }

    /// Takes the calls that other groups would hand on if they answered all.
    fn model_referrals(&mut self, model: &'m Model, group: usize) {
        for from in 0..model.groups().len() {
            for (to, referred) in referred_from(model, from) {
                if to == group {
                    let whole = first(referred.call_type, &model.call_types()[referred.call_type]);
                    let Rate { step, values } = whole.rate;
                    let values = values.into_iter().map(|rate| rate * referred.share).collect();
                    self.parts.extend(handed_on(model, from, referred, Rate { step, values }));
                }
            }
        }
    }

    /// Replaces the calls that a group hands on by those that it completes, in calls per second by half hour.
    pub(super) fn refer(
        &mut self,
        from: usize,
        referred: Referred,
        values: Vec<f64>,
        untrusted: Option<Reason>,
    ) {
        let same = |part: &&mut Part<'m>| part.from == Some(from) && part.call_type == referred.call_type;
        if let Some(part) = self.parts.iter_mut().find(same) {
            (part.rate, part.untrusted) = (Rate { step: HALF_HOUR, values }, untrusted);
        }
    }

    /// Returns the flow with every rate so many times.
    pub(super) fn times(&self, factor: f64) -> Flow<'m> {
        let part = |part: &Part<'m>| {
            let mut part = part.copy();
            part.rate.values.iter_mut().for_each(|rate| *rate *= factor);
            part
        };
        Flow { parts: self.parts.iter().map(part).collect() }
    }

    /// Returns the first reason for which the calls of another group cannot be trusted, and that group.
    pub(super) fn untrusted(&self) -> Option<(usize, &Reason)> {
        self.parts.iter().find_map(|part| Some((part.from?, part.untrusted.as_ref()?)))
    }

    /// Whether calls come to the group first.
    pub(super) fn takes_first_calls(&self) -> bool {
        self.parts.iter().any(|part| part.from.is_none())
    }

    /// Returns the calls of a half hour.
    pub(super) fn calls(&self, half: usize) -> f64 {
        self.parts.iter().map(|part| part.in_half_hour(half)).sum()
    }

    /// Returns the calls of a half hour that come first.
    pub(super) fn first_calls(&self, half: usize) -> f64 {
        self.parts.iter().filter(|part| part.from.is_none()).map(|part| part.in_half_hour(half)).sum()
    }

    /// Returns the load offered in a half hour, in erlangs.
    pub(super) fn load(&self, half: usize) -> f64 {
        self.parts.iter().map(|part| part.in_half_hour(half) * part.handle().0 / HALF_HOUR).sum()
    }

    /// Returns the modified offered load in erlangs, the mean over a half hour.
    pub(super) fn modified_load(&self, half: usize) -> f64 {
        let mut kinds: Vec<Part<'m>> = Vec::new();
        for part in &self.parts {
            match kinds.iter_mut().find(|kind| kind.adds_to(part)) {
                Some(kind) => kind.rate.values.iter_mut().zip(&part.rate.values).for_each(|(a, b)| *a += b),
                None => kinds.push(part.copy()),
            }
        }
        kinds.iter().map(|kind| kind.modified_load(half)).sum()
    }

    /// Returns the calls per second at an instant of the day.
    pub(super) fn rate_at(&self, t: f64) -> f64 {
        self.parts.iter().map(|part| part.rate_at(t)).sum()
    }

    /// Returns the mean number of calls per second.
    pub(super) fn mean_rate(&self) -> f64 {
        self.parts.iter().map(Part::mean_rate).sum()
    }

    /// Returns the load in erlangs of callers who never abandon.
    pub(super) fn endless_load(&self) -> f64 {
        self.parts.iter().map(|part| part.patience.never() * part.mean_rate() * part.handle().0).sum()
    }

    /// Returns mean and squared coefficient of variation of the handle times of all calls.
    pub(super) fn handle(&self) -> (f64, f64) {
        let (mut calls, mut first, mut second) = (0.0, 0.0, 0.0);
        for part in &self.parts {
            let (rate, (mean, variance)) = (part.mean_rate(), part.handle());
            calls += rate;
            first += rate * mean;
            second += rate * (variance + mean * mean);
        }
        let mean = first / calls;
        (mean, second / calls / (mean * mean) - 1.0)
    }

    /// Returns the patience of any caller.
    pub(super) fn patience(&self) -> Option<Dist> {
        let arrival = |part: &Part<'m>| Arrival {
            rate: part.mean_rate(),
            talk: part.talk,
            patience: part.patience,
            priority: part.priority,
            hotline: None,
        };
        patience(&self.parts.iter().map(arrival).collect::<Vec<_>>())
    }
}

fn first(index: usize, call_type: &CallType) -> Part<'_> {
    let per_second = rate(call_type, 0);
    let profile = &call_type.demand.profile;
    let count = (DAY / profile.step).round().max(1.0) as usize;
    let value = |k: usize| per_second * profile.values[k % profile.values.len()];
    Part {
        call_type: index,
        from: None,
        rate: Rate { step: profile.step, values: (0..count).map(value).collect() },
        talk: &call_type.talk,
        wrap_up: call_type.wrap_up.as_ref(),
        patience: &call_type.patience,
        priority: call_type.priority,
        untrusted: None,
    }
}

fn handed_on(model: &Model, from: usize, referred: Referred, rate: Rate) -> Option<Part<'_>> {
    let referral = model.call_types()[referred.call_type].referral.as_ref()?;
    Some(Part {
        call_type: referred.call_type,
        from: Some(from),
        rate,
        talk: &referral.talk,
        wrap_up: referral.wrap_up.as_ref(),
        patience: &referral.patience,
        priority: referral.priority,
        untrusted: matches!(referral.how, TransferKind::WarmTransfer { .. }).then_some(Reason::HeldForExpert),
    })
}

impl<'m> Part<'m> {
    fn copy(&self) -> Part<'m> {
        Part { rate: self.rate.clone(), untrusted: None, ..*self }
    }

    fn adds_to(&self, other: &Part<'m>) -> bool {
        let shape = |part: &Part<'m>| (part.rate.step.to_bits(), part.rate.values.len());
        shape(self) == shape(other) && self.talk == other.talk && self.wrap_up == other.wrap_up
    }

    pub(super) fn mean_rate(&self) -> f64 {
        self.rate.values.iter().sum::<f64>() / self.rate.values.len().max(1) as f64
    }

    pub(super) fn rate_at(&self, t: f64) -> f64 {
        self.rate.values[(t / self.rate.step) as usize % self.rate.values.len()]
    }

    /// Returns the calls of a half hour: the mean rate of its minutes.
    pub(super) fn in_half_hour(&self, half: usize) -> f64 {
        const MINUTES: usize = 30;
        let at = |minute: usize| self.rate_at(half as f64 * HALF_HOUR + (minute as f64 + 0.5) * 60.0);
        (0..MINUTES).map(at).sum::<f64>() / MINUTES as f64 * HALF_HOUR
    }

    /// Returns mean and variance of the handle time: talk and wrap-up.
    pub(super) fn handle(&self) -> (f64, f64) {
        let (talk, wrap_up) = (self.talk.moments(), self.wrap_up.map_or((0.0, 0.0), Dist::moments));
        (talk.0 + wrap_up.0, talk.1 + wrap_up.1)
    }

    /// The wrap-up follows a mean talk later.
    fn modified_load(&self, half: usize) -> f64 {
        let part = |service: &Dist, t: f64| modified(&self.rate, service, t).unwrap_or(0.0);
        let at = |point: usize| {
            let t = (half as f64 + (point as f64 + 0.5) / POINTS as f64) * HALF_HOUR;
            let wrap_up = self.wrap_up.map_or(0.0, |wrap_up| part(wrap_up, t - self.talk.mean()));
            part(self.talk, t) + wrap_up
        };
        match self.rate.values.windows(2).all(|pair| pair[0] == pair[1]) {
            true => at(0),
            false => (0..POINTS).map(at).sum::<f64>() / POINTS as f64,
        }
    }
}

/// Returns the instants of the day at which a half hour begins or a rate of a flow may change, in seconds, 0 first.
pub(super) fn cuts(flow: &Flow<'_>) -> Vec<f64> {
    let steps = |step: f64| (0..(DAY / step).round() as usize).map(move |k| k as f64 * step);
    let mut cuts: Vec<f64> = (0..HALF_HOURS).map(|half| half as f64 * HALF_HOUR).collect();
    flow.parts.iter().for_each(|part| cuts.extend(steps(part.rate.step)));
    cuts
}
