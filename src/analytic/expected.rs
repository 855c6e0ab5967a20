//! What is expected of a group of agents, hour by hour.

use super::reason::Reason;

/// A day of a group of agents.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupDay {
    /// Its id.
    pub id: String,
    /// Whether calls come to it first, rather than from other groups alone.
    pub takes_first_calls: bool,
    /// Hours of the day.
    pub hours: Vec<ExpectedHour>,
    /// Share of attempts answered within the acceptable wait; none where `reasons` say why.
    pub level: Option<f64>,
    /// The reasons for which there is no level that could be trusted.
    pub reasons: Vec<Reason>,
}

/// An hour of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ExpectedHour {
    /// Calls in the hour: those that come first, and calls referred from other groups; redials left aside.
    pub calls: f64,
    /// Those of them that come first.
    pub first_calls: f64,
    /// Offered load in erlangs.
    pub load: f64,
    /// Modified offered load in erlangs, which includes earlier calls that are still being handled.
    pub modified_load: f64,
    /// Agents on duty.
    pub agents: f64,
    /// Share of attempts answered within the acceptable wait; none without calls, or where it cannot be trusted.
    pub level: Option<f64>,
}

impl GroupDay {
    /// Returns the mean of a figure over the hours of the day.
    pub fn mean(&self, of: fn(&ExpectedHour) -> f64) -> f64 {
        self.hours.iter().map(of).sum::<f64>() / self.hours.len().max(1) as f64
    }

    /// Whether anything changes over the day.
    pub fn varies(&self) -> bool {
        let traffic = |h: &ExpectedHour| [h.calls, h.agents];
        let same = |a: [f64; 2], b: [f64; 2]| (0..2).all(|k| (a[k] - b[k]).abs() <= 1e-9 * (1.0 + a[k]));
        self.hours.windows(2).any(|pair| !same(traffic(&pair[0]), traffic(&pair[1])))
    }
}
