//! The registry of KPIs: what each is called, its unit, its definition as a formula, and which tables count it.
//!
//! Results, tables, `--precision`, the goals of studies and documentation read [`KPIS`]; a KPI is added by one entry
//! there. A KPI with a parameter is one entry: [`indicators`] makes a column of it for each acceptable wait of the
//! scenario, or for each reported quantile. Evaluation over replications is in [`crate::evaluate`].

mod definition;
mod list;

pub use definition::{Better, Definition, Interval, Parameter, Ratio, Statistic, Term};
pub use list::KPIS;

use super::measure::{Kpi, QUANTILES, Sums};
use std::sync::Arc;

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
        use Statistic::{MaxWait, WindowsJudged, Worst24hBelow, Worst24hByChance};
        !matches!(self.statistic, MaxWait | WindowsJudged | Worst24hByChance | Worst24hBelow)
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
    use crate::kpi::{Counted, Dimension, Field};

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
        let counted = |kpi: Kpi, dimension| kpi.formula().is_counted_by(Counted::by(dimension));
        assert!(counted(Kpi::AnswerRate, Dimension::Stage) && counted(Kpi::Occupancy, Dimension::Time));
        assert!(!counted(Kpi::Occupancy, Dimension::Stage) && !counted(Kpi::RedialShare, Dimension::Time));
        assert!(!counted(Kpi::Occupancy, Dimension::Hotline) && counted(Kpi::MeanBusy, Dimension::Hotline));
        assert!(!counted(Kpi::AnswerRateLessShort, Dimension::Time));
    }
}
