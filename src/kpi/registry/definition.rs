//! The definition of a KPI in the registry.

use crate::kpi::counted::Counted;
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
    /// The windows of 24 h that are judged.
    WindowsJudged,
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

impl Ratio {
    /// Returns numerator and denominator.
    pub fn of(&self, sums: &Sums) -> (f64, f64) {
        let sum = |terms: &[Term]| terms.iter().fold(0.0, |sum, term| sum + term.of(sums, self.threshold));
        (sum(self.numerator), sum(self.denominator))
    }

    /// Returns whether all its sums are counted.
    pub fn is_counted_by(&self, counted: Counted) -> bool {
        let all = |terms: &[Term]| terms.iter().all(|term| counted.counts(term.field));
        all(self.numerator) && all(self.denominator)
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

impl Statistic {
    /// Returns whether all its sums are counted; elsewhere they are zero for want of counting, and it has no value.
    pub fn is_counted_by(&self, counted: Counted) -> bool {
        match self {
            Statistic::Count(field) | Statistic::Hours(field) => counted.counts(*field),
            Statistic::Ratio(ratio) => ratio.is_counted_by(counted),
            _ => true,
        }
    }
}
