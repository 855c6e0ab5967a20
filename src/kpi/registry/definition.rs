//! The definition of a KPI in the registry.

use crate::kpi::measure::{Field, Kpi, Sums};

/// A KPI, or a family of them that differ by a parameter.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// The name in results; of a family without its parameter.
    pub name: &'static str,
    /// The parameter in square brackets behind the name.
    pub parameter: Parameter,
    /// The unit of its values.
    pub unit: &'static str,
    /// The formula, of a ratio as numerator / denominator; T and P stand for the parameter.
    pub formula: &'static str,
    /// The statistic that gives its value.
    pub statistic: Statistic,
    /// The identifier by which code refers to it, where code does.
    pub id: Option<Kpi>,
    /// The direction in which it is better; none if no goal or wanted precision may name it.
    pub goal: Option<Better>,
    /// Whether results report it; others serve charts and verdicts.
    pub is_reported: bool,
}

/// The parameter of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// None: a single KPI.
    None,
    /// An acceptable wait, T seconds.
    AcceptableWait,
    /// A share of answered attempts, P per cent.
    Quantile,
}

/// The direction in which a KPI is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    More,
    /// Less is better.
    Less,
}

/// The statistic that gives a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// A sum per replication.
    Count(Field),
    /// A sum of seconds per replication, in hours.
    Hours(Field),
    /// A ratio of sums.
    Ratio(Ratio),
    /// A quantile of waits, by index into [`QUANTILES`](crate::kpi::QUANTILES).
    WaitQuantile(usize),
    /// The least answer rate of any rolling 24 h.
    Worst24h,
    /// The expected least answer rate of any rolling 24 h under constant service.
    Worst24hByChance,
    /// The share of replications in which the least answer rate of any rolling 24 h lies below the standard.
    Worst24hBelow,
    /// The longest wait.
    MaxWait,
}

/// A ratio of sums: the ratio of several replications is the ratio of their sums.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// Numerator.
    pub numerator: &'static [Term],
    /// Denominator.
    pub denominator: &'static [Term],
    /// The method of its confidence interval.
    pub interval: Interval,
    /// Index of the acceptable wait, of those terms that depend on one.
    pub threshold: usize,
}

/// A field that is added or subtracted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// The field; of one that is counted by acceptable wait the first.
    pub field: Field,
    /// Whether it is subtracted.
    pub is_negative: bool,
    /// Whether it is counted by acceptable wait.
    pub is_by_wait: bool,
}

/// How the interval of a ratio is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// By the jackknife.
    Jackknife,
    /// As of a proportion of attempts, callers or calls, each counting fully: it stays between 0 and 1.
    Proportion,
    /// By the jackknife, but none where all values are zero: that waits are all zero says that they are short, not
    /// that they are exactly known.
    Wait,
}

/// A dimension of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// All calls.
    Total,
    /// Hotlines.
    Hotline,
    /// Sites, by their callers.
    Site,
    /// Sites, by the calls that came to their front lines.
    FrontLine,
    /// Groups of agents.
    Group,
    /// Stages of the merger.
    Stage,
    /// Half hours of the day, dates, weeks, and their crosses with sites.
    Time,
}

impl Ratio {
    /// Returns numerator and denominator.
    pub fn of(&self, sums: &Sums) -> (f64, f64) {
        let sum = |terms: &[Term]| terms.iter().fold(0.0, |sum, term| sum + term.of(sums, self.threshold));
        (sum(self.numerator), sum(self.denominator))
    }

    /// Returns the ratio; none where the denominator is zero.
    pub fn value(&self, sums: &Sums) -> Option<f64> {
        let (numerator, denominator) = self.of(sums);
        (denominator > 0.0).then(|| numerator / denominator)
    }
}

impl Term {
    fn of(&self, sums: &Sums, threshold: usize) -> f64 {
        let index = self.field as usize + if self.is_by_wait { threshold } else { 0 };
        let value = sums.values()[index];
        if self.is_negative { -value } else { value }
    }
}

impl Definition {
    /// Whether a table of this dimension counts it; elsewhere its sums are zero for want of counting.
    pub fn is_counted_by(&self, dimension: Dimension) -> bool {
        let all = |terms: &[Term]| terms.iter().all(|term| term.field.is_counted_by(dimension));
        match self.statistic {
            Statistic::Count(field) | Statistic::Hours(field) => field.is_counted_by(dimension),
            Statistic::Ratio(ratio) => all(ratio.numerator) && all(ratio.denominator),
            _ => !matches!(dimension, Dimension::Stage | Dimension::Time),
        }
    }
}

impl Field {
    /// Whether a table of this dimension counts it. What agents do is not counted by stage of the merger, and their
    /// hours but not by hotline; what only call types count is not counted by time. A hotline's staffed time is that
    /// of all agents.
    pub fn is_counted_by(self, dimension: Dimension) -> bool {
        use Field::*;
        match self {
            Busy | Staffed => dimension != Dimension::Stage,
            Overtime | Seats | Unstaffed => !matches!(dimension, Dimension::Stage | Dimension::Hotline),
            Redials | Repeats | ShortAbandons | PositiveRatings | Referrals | ReferralsAnswered
            | ReferralWait | FollowUps | FollowUpsLate | TicketsLeft | Held | FollowUpTime | Episodes
            | EpisodesAnswered | EpisodesOpen => !matches!(dimension, Dimension::Stage | Dimension::Time),
            Overflowed => dimension == Dimension::Group,
            _ => true,
        }
    }
}
