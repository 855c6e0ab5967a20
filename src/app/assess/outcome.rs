//! Values of an assessment, without words.

use crate::stats::Estimate;
use jiff::civil::Date;

/// The assessment of a plan by further simulations.
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    /// The headroom of each site; sites too small to judge have none.
    pub headroom: Vec<Headroom>,
    /// The remedies of the worst site-week; none where no site has one.
    pub remedies: Option<WorstWeekRemedies>,
    /// The sensitivity trials, one per assumption and value tried.
    pub sensitivity: Vec<SensitivityTrial>,
    /// Replications behind each verdict of `sensitivity`.
    pub replications: u64,
}

/// The demand that the worst week of a site bears with its shifts while 95 % of calls are answered.
#[derive(Clone, Debug)]
pub struct Headroom {
    /// Index of the site.
    pub site: usize,
    /// First day of its worst week.
    pub week: Option<Date>,
    /// Share answered in that week.
    pub answered: Estimate,
    /// The multiple of the demand that is borne.
    pub factor: DemandFactor,
    /// Calls of the site per inhabitant and year, all lines merged.
    pub per_head: f64,
}

/// A multiple of the demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DemandFactor {
    /// This multiple.
    Is(f64),
    /// Less than this: the least that was tried is too much.
    Below(f64),
    /// More than this: the most that was tried is borne.
    Above(f64),
}

/// Remedies of the worst site-week.
#[derive(Clone, Debug)]
pub struct WorstWeekRemedies {
    /// Index of the site.
    pub site: usize,
    /// First and last day.
    pub week: Option<(Date, Date)>,
    /// Share answered without any remedy.
    pub now: Estimate,
    /// The simulated remedies.
    pub trials: Vec<RemedyTrial>,
}

/// A remedy, simulated.
#[derive(Clone, Debug)]
pub struct RemedyTrial {
    /// The remedy.
    pub remedy: Remedy,
    /// Share answered then; none where no remedy of its kind suffices.
    pub answered: Estimate,
    /// The paired difference from the week without it.
    pub difference: Estimate,
}

/// A remedy for the worst week of a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Remedy {
    /// A move of shifts of the same people within the week.
    MoveShifts {
        /// Person-shifts that move.
        shifts: u32,
    },
    /// The fewest more people on inbound calls with whom 95 % are answered.
    AddPeople {
        /// Number of people added.
        people: u32,
    },
    /// No number of people within the seats brings 95 %.
    NoPeopleSuffice,
    /// Calls that have waited are offered to another site as well.
    HelpFrom {
        /// Index of the helping site.
        site: usize,
        /// The wait before it helps, in seconds.
        after: f64,
    },
}

/// The verdicts under another value of an assumption.
#[derive(Clone, Debug)]
pub struct SensitivityTrial {
    /// Dotted path of the assumption.
    pub key: &'static str,
    /// The value tried, as a file writes it, without quotes.
    pub value: String,
    /// Share answered of the calls that came to front lines.
    pub answered: Estimate,
    /// By site, whether the mean of its worst rolling 24 h is 95 % or more; none where there are too few calls.
    pub holds: Vec<Option<bool>>,
}
