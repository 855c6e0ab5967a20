//! The registry of KPIs: what each is called, its unit, its definition as a formula, and which tables count it.
//!
//! Results, tables, `--precision`, the goals of studies and documentation read [`KPIS`]; a KPI is added by one entry
//! there. A KPI with a parameter is one entry: [`indicators`] makes a column of it for each acceptable wait of the
//! scenario, or for each reported quantile. Evaluation over replications is in [`crate::evaluate`].

mod list;

pub use list::KPIS;

use super::measure::{Field, Kpi, QUANTILES, Sums};
use std::sync::Arc;

/// A KPI, or a family of them that differ by a parameter.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// The name in results; of a family without its parameter.
    pub name: &'static str,
    /// The parameter in square brackets behind the name.
    pub parameter: Parameter,
    /// The unit of its values.
    pub unit: &'static str,
    /// What it is, of a ratio as numerator / denominator; T and P stand for the parameter.
    pub formula: &'static str,
    /// How its value comes about.
    pub statistic: Statistic,
    /// The identifier by which code refers to it, where code does.
    pub id: Option<Kpi>,
    /// Which way is better, where a goal or a wanted precision may name it.
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

/// Which way a KPI is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    More,
    /// Less is better.
    Less,
}

/// How a value comes about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// A sum per replication.
    Count(Field),
    /// A sum of seconds per replication, in hours.
    Hours(Field),
    /// A ratio of sums.
    Ratio(Ratio),
    /// A quantile of waits, by index into [`QUANTILES`].
    WaitQuantile(usize),
    /// The least answer rate of any rolling 24 h.
    Worst24h,
    /// The same as expected by chance alone.
    Worst24hByChance,
    /// The share of replications in which it lies below the standard.
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
    /// How its interval is made.
    pub interval: Interval,
    /// Index of the acceptable wait, of those terms that depend on one.
    pub threshold: usize,
}

/// A field that is added or taken away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// The field; of one that is counted by acceptable wait the first.
    pub field: Field,
    /// Whether it is taken away.
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

impl Kpi {
    /// Returns the entry of the registry.
    pub fn definition(self) -> Option<&'static Definition> {
        let same = |id: &Kpi| std::mem::discriminant(id) == std::mem::discriminant(&self);
        KPIS.iter().find(|definition| definition.id.as_ref().is_some_and(same))
    }

    /// Returns its formula.
    pub fn formula(self) -> Ratio {
        let threshold = match self {
            Kpi::ServiceLevel(index)
            | Kpi::ServiceLevelOfAnswered(index)
            | Kpi::ServiceLevelLessAbandoned(index) => index,
            _ => 0,
        };
        match self.definition().map(|definition| definition.statistic) {
            Some(Statistic::Ratio(ratio)) => Ratio { threshold, ..ratio },
            _ => Ratio { numerator: &[], denominator: &[], interval: Interval::Jackknife, threshold },
        }
    }

    /// Returns the same KPI for another acceptable wait, by index.
    pub fn with_index(self, index: usize) -> Kpi {
        match self {
            Kpi::ServiceLevel(_) => Kpi::ServiceLevel(index),
            Kpi::ServiceLevelOfAnswered(_) => Kpi::ServiceLevelOfAnswered(index),
            Kpi::ServiceLevelLessAbandoned(_) => Kpi::ServiceLevelLessAbandoned(index),
            other => other,
        }
    }

    /// Returns numerator and denominator. Where many sums are to be evaluated, take [`Kpi::formula`] once.
    pub fn ratio(self, sums: &Sums) -> (f64, f64) {
        self.formula().of(sums)
    }

    /// Returns its name in results, with the parameter: `service_level[15 s]`.
    pub fn name(self, acceptable_waits: &[f64]) -> String {
        let threshold = self.formula().threshold;
        self.definition().map_or_else(String::new, |definition| {
            definition.name_with(acceptable_waits.get(threshold).copied().unwrap_or_default())
        })
    }

    /// Whether its values are shares.
    pub fn is_in_shares(self) -> bool {
        self.definition().is_some_and(|definition| definition.unit == "share")
    }
}

impl Definition {
    /// Returns its name with the parameter in square brackets.
    fn name_with(&self, parameter: f64) -> String {
        match self.parameter {
            Parameter::None => self.name.to_owned(),
            Parameter::AcceptableWait => format!("{}[{parameter} s]", self.name),
            Parameter::Quantile => format!("{}[{parameter}]", self.name),
        }
    }

    /// Whether a table of this dimension counts it; elsewhere its sums are zero for want of counting.
    pub fn is_counted_by(&self, dimension: Dimension) -> bool {
        let all = |terms: &[Term]| terms.iter().all(|term| term.field.is_counted_by(dimension));
        match self.statistic {
            Statistic::Count(field) | Statistic::Hours(field) => field.is_counted_by(dimension),
            Statistic::Ratio(ratio) => all(ratio.numerator) && all(ratio.denominator),
            _ => !matches!(dimension, Dimension::Stage | Dimension::Time),
        }
    }

    fn indicator(&self, parameter: f64, index: usize) -> Indicator {
        let (placeholder, written) = match self.parameter {
            Parameter::None => ("", String::new()),
            Parameter::AcceptableWait => (" T s", format!(" {parameter} s")),
            Parameter::Quantile => (" P %", format!(" {parameter} %")),
        };
        let definition = match placeholder {
            "" => self.formula.to_owned(),
            placeholder => self.formula.replace(placeholder, &written),
        };
        let statistic = match self.statistic {
            Statistic::Ratio(ratio) => Statistic::Ratio(Ratio { threshold: index, ..ratio }),
            Statistic::WaitQuantile(_) => Statistic::WaitQuantile(index),
            other => other,
        };
        let name = self.name_with(parameter).into();
        Indicator { name, unit: self.unit.into(), statistic, entry: *self, definition }
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

/// A KPI with its parameter: what a column of the results reports.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Its name in results, the parameter in square brackets.
    pub name: Arc<str>,
    /// The unit of its values.
    pub unit: Arc<str>,
    /// How its value comes about.
    pub statistic: Statistic,
    /// The entry of the registry.
    pub entry: Definition,
    definition: String,
}

impl Indicator {
    /// Returns what it is, in words.
    pub fn definition(&self) -> &str {
        &self.definition
    }

    /// Whether it needs the waits or the half hours of an entry one by one, which only total, hotlines, sites and
    /// groups keep.
    pub fn needs_distribution(&self) -> bool {
        !matches!(self.statistic, Statistic::Count(_) | Statistic::Hours(_) | Statistic::Ratio(_))
    }

    /// Whether single replications have it: the longest wait is kept of all together.
    pub fn is_kept_by_replication(&self) -> bool {
        use Statistic::{MaxWait, Worst24hBelow, Worst24hByChance};
        !matches!(self.statistic, MaxWait | Worst24hByChance | Worst24hBelow)
    }

    /// Whether it is a result of the simulation rather than of theory.
    pub fn is_simulated(&self) -> bool {
        self.statistic != Statistic::Worst24hByChance
    }
}

/// Lists the indicators of a scenario with these acceptable waits in seconds, in the order of `run --json`.
pub fn indicators(acceptable_waits: &[f64]) -> Vec<Indicator> {
    let mut all = Vec::new();
    for definition in KPIS.iter().filter(|definition| definition.is_reported) {
        match definition.parameter {
            Parameter::None => all.push(definition.indicator(0.0, 0)),
            Parameter::AcceptableWait => {
                let waits = acceptable_waits.iter().enumerate();
                all.extend(waits.map(|(index, wait)| definition.indicator(*wait, index)));
            }
            Parameter::Quantile => {
                let shares = QUANTILES.iter().enumerate();
                all.extend(shares.map(|(index, share)| definition.indicator(share * 100.0, index)));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_carry_their_parameter() {
        let all = indicators(&[15.0, 20.0]);
        let mut names: Vec<&str> = all.iter().map(|indicator| &*indicator.name).collect();
        assert!(names.contains(&"service_level[20 s]") && names.contains(&"wait_quantile[95]"));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all.len());
        assert_eq!(Kpi::ServiceLevel(1).name(&[15.0, 20.0]), "service_level[20 s]");
    }

    #[test]
    fn a_ratio_adds_and_takes_away_its_terms() {
        let mut sums = Sums::default();
        for (field, value) in [(Field::Offered, 10.0), (Field::Blocked, 2.0), (Field::Delayed, 4.0)] {
            sums.add(field, value);
        }
        assert_eq!(Kpi::DelayProbability.ratio(&sums), (4.0, 8.0));
        assert_eq!(Kpi::Occupancy.formula().value(&sums), None);
    }

    #[test]
    fn every_identifier_has_an_entry_that_is_a_ratio() {
        use Kpi::*;
        let all = [
            AnswerRate,
            AbandonmentRate,
            BlockingRate,
            ServiceLevel(1),
            DelayProbability,
            MeanWaitAnswered,
            MeanWaitAll,
            MeanQueue,
            Occupancy,
            AnswerRateByCaller,
            MeanStaffed,
            MeanBusy,
            MeanSeats,
            SeatUtilisation,
            RedialShare,
            OfferedRate,
            ClosedRate,
            OverflowShare,
            RepeatShare,
            ReferralShare,
            ReferralAnswerRate,
            ReferralWait,
            HeldShare,
            Satisfaction,
            PositiveRatingsOfOffered,
            LateFollowUps,
            FollowUpShare,
            ServiceLevelOfAnswered(1),
            ServiceLevelLessAbandoned(1),
            AnswerRateLessShort,
            AnswerRateOfQueued,
            AnswerRateWithMenu,
        ];
        for kpi in all {
            let formula = kpi.formula();
            assert!(!formula.numerator.is_empty() && !formula.denominator.is_empty(), "{kpi:?}");
        }
        let entries = KPIS.iter().filter(|definition| definition.id.is_some()).count();
        assert_eq!(entries, all.len(), "an identifier is missing here, or stands in two entries");
    }

    #[test]
    fn what_a_table_does_not_count_is_known() {
        let counted = |kpi: Kpi, dimension| kpi.definition().is_some_and(|d| d.is_counted_by(dimension));
        assert!(counted(Kpi::AnswerRate, Dimension::Stage) && counted(Kpi::Occupancy, Dimension::Time));
        assert!(!counted(Kpi::Occupancy, Dimension::Stage) && !counted(Kpi::RedialShare, Dimension::Time));
    }
}
