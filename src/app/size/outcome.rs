//! The answer of sizing one lever, without words.

use crate::requirement::{Level, Met};
use crate::stats::Estimate;
use jiff::civil::Date;

/// The least value of a lever that meets a requirement, with its evidence.
#[derive(Clone, Debug)]
pub struct SizeOutcome {
    /// Whether some value meets it: yes; no value of the range does; it cannot be told within the replications.
    pub met: Met,
    /// The key of the lever.
    pub key: String,
    /// The value found; none unless it is met.
    pub value: Option<f64>,
    /// The value whose levels are shown: the one found, else the best or the most likely.
    pub shown: f64,
    /// The shown value, the one before it and the one after it as the file writes them.
    pub written: String,
    /// The value one step less favourable; none at the end of the range.
    pub one_less: Option<f64>,
    /// Whether more of the lever is better, so that the value is the least; else it is the greatest.
    pub is_least: bool,
    /// The range that was searched.
    pub range: (f64, f64),
    /// The requirement's parts, place by place.
    pub parts: Vec<SizedPart>,
    /// The part that decides, by its index in `parts`.
    pub deciding: usize,
    /// The values simulated, ascending, each with the level of the part that decides.
    pub tried: Vec<(f64, Estimate)>,
    /// What stands in the way where no value suffices.
    pub obstacles: Vec<Obstacle>,
    /// The exact answer of theory, if it decided.
    pub theory: Option<TheoryAnswer>,
    /// Two values of which the less favourable one is shown to be better.
    pub not_monotone: Option<(f64, f64)>,
    /// Probability with which the claim holds.
    pub confidence: f64,
    /// Fresh replications of each value.
    pub replications: u64,
    /// Calls simulated.
    pub calls: u64,
    /// The seed.
    pub seed: u64,
    /// Seconds that it took by the clock.
    pub seconds: f64,
}

/// A part of a requirement at a place, with its levels at the value shown and at the one before it.
#[derive(Clone, Debug, PartialEq)]
pub struct SizedPart {
    /// The part as it was written.
    pub text: String,
    /// The site, by its index.
    pub site: Option<usize>,
    /// The date.
    pub date: Option<Date>,
    /// The level at the value shown, and its bound.
    pub level: Level,
    /// The level one step before.
    pub one_less: Option<Estimate>,
    /// The level one step after.
    pub one_more: Option<Estimate>,
}

/// The exact answer of theory, of the stationary queue.
#[derive(Clone, Debug, PartialEq)]
pub struct TheoryAnswer {
    /// The formula's name.
    pub formula: String,
    /// The level of the part that decides.
    pub level: Option<f64>,
    /// The level one step before; none where the queue would grow without end.
    pub one_less: Option<f64>,
}

/// What keeps a requirement from being met within the range.
#[derive(Clone, Debug, PartialEq)]
pub enum Obstacle {
    /// Callers hear the busy tone because all trunks are taken: their share.
    Trunks(f64),
    /// Callers come outside opening hours: their share.
    OpeningHours(f64),
    /// Half hours of the day with callers and nobody on duty.
    Unstaffed(usize),
    /// A site is short of staff for its seats, at its busiest half hour: the site's index, people and seats.
    Staff(usize, f64, f64),
    /// A site is short of seats.
    Seats(usize, f64, f64),
    /// Another group of agents is busy nearly all the time: its id and occupancy.
    Group(String, f64),
    /// More of the lever makes a part of the requirement worse, by its text.
    Conflict(String),
    /// The scenario refuses values beyond the end of the range, and why.
    Refused(String),
    /// The range ends.
    RangeEnds(f64),
}
