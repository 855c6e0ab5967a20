//! What a run on a plan is assessed by, as values: verdicts on sites, headroom, remedies and sensitivity.

pub mod verdict;

use crate::language::Text;
use crate::stats::Estimate;
use jiff::civil::Date;

/// Results of the further simulations that follow a run on a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// By site; sites too small to be judged have none.
    pub headroom: Vec<Headroom>,
    /// Remedies for the worst site-week.
    pub remedies: Option<Remedies>,
    /// Verdicts under other assumptions, one for each assumption and value.
    pub sensitivity: Vec<Sensitivity>,
    /// Replications behind each verdict of `sensitivity`.
    pub replications: u64,
}

/// How much demand a site's worst week can bear on its shift plan with 95 % answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Headroom {
    /// Index of the site.
    pub site: usize,
    /// First day of its worst week.
    pub week: Option<Date>,
    /// Answer rate of that week.
    pub answered: Estimate,
    /// The multiple of the demand at which 95 % are answered.
    pub factor: Factor,
    /// Callers of the site per inhabitant and year, all lines merged.
    pub per_head: f64,
}

/// A multiple of the demand that was found, or bounded where none of those tried was enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Factor {
    /// It is this.
    Is(f64),
    /// It is less than this.
    Below(f64),
    /// It is more than this.
    Above(f64),
}

/// Remedies for one site-week.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedies {
    /// Index of the site.
    pub site: usize,
    /// First and last day.
    pub week: Option<(Date, Date)>,
    /// Answer rate without a remedy.
    pub now: Estimate,
    /// Remedies tried.
    pub remedies: Vec<Remedy>,
}

/// A remedy and its effect in simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    /// What is done.
    pub what: Text,
    /// Answer rate with it; unknown where the remedy does not exist.
    pub answered: Estimate,
    /// Paired difference from `now`.
    pub difference: Estimate,
}

/// The verdicts under another value of an assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// The assumption.
    pub what: Text,
    /// The value tried, as a file writes it.
    pub value: String,
    /// Answer rate of the calls that came to front lines.
    pub answered: Estimate,
    /// By site, whether the mean of its worst rolling 24 h is 95 % or more.
    pub holds: Vec<Option<bool>>,
}
