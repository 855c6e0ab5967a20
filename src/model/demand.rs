//! Demand: expected callers by time, and the number that they dial.

use super::ids::QueueId;
use crate::time::DAY;

/// Fresh callers: expected numbers by date, shape within the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Expected fresh callers on each date of the horizon, before busyness.
    pub per_day: Vec<f64>,
    /// Shape within the day.
    pub profile: Profile,
    /// Dates whose shape is another; none if all days are alike.
    pub other_days: Option<OtherDays>,
    /// A sinusoidal factor on top, as in the literature on time-varying queues; needs [`Arrivals::Thinned`].
    pub wave: Option<Wave>,
    /// The split of callers between 12345 and the old number; none if all reach the front line.
    pub migration: Option<Migration>,
}

impl Demand {
    /// Makes the same expected number of callers on each of `dates` dates, evenly over the day.
    pub fn constant(per_day: f64, dates: usize) -> Demand {
        Demand {
            per_day: vec![per_day; dates],
            profile: Profile::flat(),
            other_days: None,
            wave: None,
            migration: None,
        }
    }

    /// Returns the shape of a date.
    pub fn profile_on(&self, day: usize) -> &Profile {
        match (self.shape_on(day).checked_sub(1), &self.other_days) {
            (Some(other), Some(days)) => &days.profiles[other],
            _ => &self.profile,
        }
    }

    /// Returns the place of a date's shape in [`Demand::profiles`].
    pub fn shape_on(&self, day: usize) -> usize {
        let other = |days: &OtherDays| days.by_date.get(day).copied().flatten();
        self.other_days.as_ref().and_then(other).map_or(0, |which| 1 + usize::from(which))
    }

    /// Returns every shape that some date may have: that of most days first.
    pub fn profiles(&self) -> impl Iterator<Item = &Profile> {
        std::iter::once(&self.profile).chain(self.other_days.iter().flat_map(|days| &days.profiles))
    }
}

/// Dates whose shape of the day is not that of the others: rest days of a line whose callers keep office hours.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherDays {
    /// The other shapes.
    pub profiles: Vec<Profile>,
    /// The shape of each date (index into `profiles`); none where it is as on other days.
    pub by_date: Vec<Option<u8>>,
}

/// Relative rate by steps of the day; repeated if it is shorter than the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Seconds per step; divides a day.
    pub step: f64,
    /// Rate in each step relative to `per_day` / 86,400 s.
    pub values: Vec<f64>,
}

impl Profile {
    /// Makes the same rate all day.
    pub fn flat() -> Profile {
        Profile { step: DAY, values: vec![1.0] }
    }
}

/// The factor 1 + amplitude sin(2 pi t / period), t from the start of the horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wave {
    /// 0 to 1.
    pub amplitude: f64,
    /// Seconds.
    pub period: f64,
}

/// The split of a topic's callers between 12345 and the old number, by date, and the routing of the old number: callers
/// of 12345 (u1 < habit) reach the front line; of the calls to the old number, the plan's routing takes the migrated
/// ones (u2 < migrated).
#[derive(Clone, Debug, PartialEq)]
pub struct Migration {
    /// h: share of callers who dial 12345, by date; the last value holds on.
    pub habit: Vec<f64>,
    /// m: share of old-number calls to which the plan's routing applies, by date; the last value holds on.
    pub migrated: Vec<f64>,
    /// The queue of migrated calls to the old number: the front line's, or that of the experts who keep the number.
    pub merged: QueueId,
    /// The queue of the other calls to the old number, at the old desk; none if they are not simulated.
    pub old: Option<QueueId>,
}

/// Random day and hour factors of demand, each of mean 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Busyness {
    /// Coefficient of variation of the day factor (Gamma).
    pub day_cv: f64,
    /// Coefficient of variation of the hour factor (log-AR(1)).
    pub hour_cv: f64,
    /// Correlation of the log hour factor with the hour before.
    pub hour_lag: f64,
    /// Shares of variance common to the province, common to a site and a call type's own; sum 1.
    pub shares: [f64; 3],
}

/// How arrival instants are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrivals {
    /// Unit exponentials in integrated rate, restarted daily: the fastest.
    Inverted,
    /// A Poisson field in (time, rate); a caller exists where the field lies under the rate curve.
    /// More demand adds callers and moves none: for paired comparisons.
    Thinned,
}
