//! A call type by what its callers do.

use super::call_type::{CallType, Redial};
use super::demand::{Demand, Profile};
use super::error::Flaw;
use super::ids::HotlineId;
use crate::dist::{BadParameter, Dist};
use crate::time::{DAY, HOUR};

/// A distribution, or what its constructor said: so that `?` is not needed inside a builder, which reports it.
pub trait IntoDist {
    /// Returns the distribution, or the parameter that was refused.
    fn into_dist(self) -> Result<Dist, BadParameter>;
}

impl IntoDist for Dist {
    fn into_dist(self) -> Result<Dist, BadParameter> {
        Ok(self)
    }
}

impl IntoDist for Result<Dist, BadParameter> {
    fn into_dist(self) -> Result<Dist, BadParameter> {
        self
    }
}

type Given = Result<Dist, BadParameter>;

/// Describes the callers of one hotline. Needed: how many call, and how long they talk. What is not said: no wrap-up,
/// callers who wait as long as it takes, first come, first served, nobody redials.
#[derive(Clone, Debug)]
pub struct CallTypeBuilder {
    pub(super) name: String,
    /// Seconds per step and calls per hour in each.
    rates: Option<(f64, Vec<f64>)>,
    talk: Option<Given>,
    wrap_up: Option<Given>,
    patience: Option<Given>,
    priority: u8,
    /// Names of groups, and the seconds after which each may answer.
    pub(super) served_by: Vec<(String, f64)>,
    redial_share: f64,
    redial_delay: Option<Given>,
    max_attempts: u32,
}

impl CallTypeBuilder {
    pub(super) fn new(name: &str) -> CallTypeBuilder {
        CallTypeBuilder {
            name: name.to_owned(),
            rates: None,
            talk: None,
            wrap_up: None,
            patience: None,
            priority: 0,
            served_by: Vec::new(),
            redial_share: 0.0,
            redial_delay: None,
            max_attempts: 5,
        }
    }

    /// Sets the mean number of fresh calls per hour, around the clock; arrivals are Poisson.
    #[must_use]
    pub fn calls_per_hour(self, rate: f64) -> CallTypeBuilder {
        self.calls_per_hour_by(DAY, vec![rate])
    }

    /// Sets the mean numbers of fresh calls per hour in steps of the day of `step` seconds each, repeated until the day is
    /// full.
    #[must_use]
    pub fn calls_per_hour_by(self, step: f64, rates: Vec<f64>) -> CallTypeBuilder {
        CallTypeBuilder { rates: Some((step, rates)), ..self }
    }

    /// Sets the talk time in seconds.
    #[must_use]
    pub fn talk(self, talk: impl IntoDist) -> CallTypeBuilder {
        CallTypeBuilder { talk: Some(talk.into_dist()), ..self }
    }

    /// Sets the wrap-up time in seconds: the agent is busy, the line is free.
    #[must_use]
    pub fn wrap_up(self, wrap_up: impl IntoDist) -> CallTypeBuilder {
        CallTypeBuilder { wrap_up: Some(wrap_up.into_dist()), ..self }
    }

    /// Sets the wait in seconds after which callers abandon.
    #[must_use]
    pub fn patience(self, patience: impl IntoDist) -> CallTypeBuilder {
        CallTypeBuilder { patience: Some(patience.into_dist()), ..self }
    }

    /// Sets the priority within a queue and a group; 0 is served first.
    #[must_use]
    pub fn priority(self, priority: u8) -> CallTypeBuilder {
        CallTypeBuilder { priority, ..self }
    }

    /// Names a group that answers these calls at once; of several, idle agents are sought in the order given. Not needed
    /// where there is one group.
    #[must_use]
    pub fn served_by(self, group: &str) -> CallTypeBuilder {
        self.overflow_to(group, 0.0)
    }

    /// Names a group that may answer callers who have waited `after` seconds.
    #[must_use]
    pub fn overflow_to(mut self, group: &str, after: f64) -> CallTypeBuilder {
        self.served_by.push((group.to_owned(), after));
        self
    }

    /// Sets the share of callers who dial again after abandoning or the busy tone.
    #[must_use]
    pub fn redial_share(self, share: f64) -> CallTypeBuilder {
        CallTypeBuilder { redial_share: share, ..self }
    }

    /// Sets after how many seconds they do; exponential of mean 5 min if not.
    #[must_use]
    pub fn redial_delay(self, delay: impl IntoDist) -> CallTypeBuilder {
        CallTypeBuilder { redial_delay: Some(delay.into_dist()), ..self }
    }

    /// Sets how many attempts a caller makes at most, the first included; 5 if not.
    #[must_use]
    pub fn max_attempts(self, attempts: u32) -> CallTypeBuilder {
        CallTypeBuilder { max_attempts: attempts, ..self }
    }

    /// The call type as far as it can be made, without its queue; what is missing or refused is reported.
    pub(super) fn call_type(
        &self,
        hotline: HotlineId,
        dates: usize,
        report: &mut impl FnMut(Flaw),
    ) -> CallType {
        let demand = self.demand(dates, report);
        if self.talk.is_none() {
            report(Flaw::Missing("talk"));
        }
        let mut dist = |field, given: &Option<Given>| match given.clone()? {
            Ok(dist) => Some(dist),
            Err(error) => {
                report(Flaw::Distribution { field, error });
                None
            }
        };
        // A talk that is not there has been reported: any other stands for it.
        let talk = dist("talk", &self.talk).or(Dist::deterministic(0.0).ok()).unwrap_or(Dist::NEVER);
        let patience = dist("patience", &self.patience).unwrap_or(Dist::NEVER);
        let wrap_up = dist("wrap_up", &self.wrap_up);
        let delay = dist("redial_delay", &self.redial_delay);
        let redial = (self.redial_share != 0.0).then(|| self.redial(delay));
        CallType {
            priority: self.priority,
            wrap_up,
            redial,
            ..CallType::simple(hotline, demand, talk, patience)
        }
    }

    fn demand(&self, dates: usize, report: &mut impl FnMut(Flaw)) -> Demand {
        let Some((step, rates)) = &self.rates else {
            report(Flaw::Missing("calls_per_hour"));
            return Demand::constant(0.0, dates);
        };
        if let Some(&value) = rates.iter().find(|rate| !(**rate >= 0.0 && rate.is_finite())) {
            report(Flaw::Number { field: "calls_per_hour", value, must: "0 or more, and finite" });
            return Demand::constant(0.0, dates);
        }
        let mean = rates.iter().sum::<f64>() / rates.len() as f64;
        let relative = |rate: &f64| if mean > 0.0 { rate / mean } else { 1.0 };
        let profile = Profile { step: *step, values: rates.iter().map(relative).collect() };
        Demand { profile, ..Demand::constant(if mean > 0.0 { mean * DAY / HOUR } else { 0.0 }, dates) }
    }

    fn redial(&self, delay: Option<Dist>) -> Redial {
        let delay = delay.or(Dist::exponential(300.0).ok()).unwrap_or(Dist::NEVER);
        Redial {
            after_abandon: self.redial_share,
            abandon_delay: delay.clone(),
            after_busy: self.redial_share,
            busy_delay: delay.clone(),
            outside_hours: self.redial_share,
            outside_hours_delay: delay,
            max_attempts: self.max_attempts,
        }
    }
}
