//! KPIs by name, as people write them: `answer_rate`, `service_level[20 s]`, `wait_quantile[95]`.

use super::measure::{Kpi, QUANTILES};
use std::fmt;

/// Anything a table reports with an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A ratio of sums.
    Ratio(Kpi),
    /// A wait quantile, by index into [`QUANTILES`].
    WaitQuantile(usize),
    /// The worst rolling 24 h.
    Worst24h,
}

/// A name that is no KPI; the message says what could have been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeasureError(String);

impl fmt::Display for MeasureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for MeasureError {}

/// So that `?` works where a message is wanted.
impl From<MeasureError> for String {
    fn from(error: MeasureError) -> String {
        error.0
    }
}

/// The KPIs that go by a plain name.
const PLAIN: [(&str, Measure); 11] = [
    ("answer_rate", Measure::Ratio(Kpi::AnswerRate)),
    ("abandonment_rate", Measure::Ratio(Kpi::AbandonmentRate)),
    ("blocking_rate", Measure::Ratio(Kpi::BlockingRate)),
    ("delay_probability", Measure::Ratio(Kpi::DelayProbability)),
    ("mean_wait_answered", Measure::Ratio(Kpi::MeanWaitAnswered)),
    ("mean_wait_all", Measure::Ratio(Kpi::MeanWaitAll)),
    ("mean_queue", Measure::Ratio(Kpi::MeanQueue)),
    ("occupancy", Measure::Ratio(Kpi::Occupancy)),
    ("answer_rate_by_caller", Measure::Ratio(Kpi::AnswerRateByCaller)),
    ("seat_utilisation", Measure::Ratio(Kpi::SeatUtilisation)),
    ("worst_24h_answer_rate", Measure::Worst24h),
];

impl Measure {
    /// Returns the measure of this name, given the scenario's thresholds in seconds; the error says what
    /// could have been written.
    pub fn parse(name: &str, acceptable_waits: &[f64]) -> Result<Measure, MeasureError> {
        let name = name.trim();
        if let Some((_, measure)) = PLAIN.iter().find(|(plain, _)| *plain == name) {
            return Ok(*measure);
        }
        let argument =
            |kpi: &str| name.strip_prefix(kpi)?.strip_prefix('[')?.strip_suffix(']').map(str::trim);
        if let Some(argument) = argument("service_level") {
            let seconds = argument.strip_suffix('s').unwrap_or(argument).trim().parse::<f64>().ok();
            let index = seconds.and_then(|s| acceptable_waits.iter().position(|t| *t == s));
            return index.map(|i| Measure::Ratio(Kpi::ServiceLevel(i))).ok_or_else(|| {
                let known: Vec<String> =
                    acceptable_waits.iter().map(|t| format!("service_level[{t} s]")).collect();
                MeasureError(format!(
                    "`{name}`: the scenario measures {}; add others to `service_level_within`",
                    known.join(", ")
                ))
            });
        }
        if let Some(argument) = argument("wait_quantile") {
            let index =
                argument.parse::<f64>().ok().and_then(|p| QUANTILES.iter().position(|q| q * 100.0 == p));
            return index.map(Measure::WaitQuantile).ok_or_else(|| {
                MeasureError(format!(
                    "`{name}`: wait quantiles are 50, 80, 90, 95 and 99, as in `wait_quantile[95]`"
                ))
            });
        }
        let names: Vec<&str> = PLAIN.iter().map(|(plain, _)| *plain).collect();
        Err(MeasureError(format!(
            "`{name}` is not a KPI; KPIs are {}, service_level[20 s], wait_quantile[95]",
            names.join(", ")
        )))
    }

    /// Returns whether its unit is a share (so that percentage points make sense) rather than seconds or a count.
    pub fn is_share(self) -> bool {
        match self {
            Measure::Ratio(kpi) => kpi.is_share() || kpi == Kpi::Occupancy || kpi == Kpi::SeatUtilisation,
            Measure::WaitQuantile(_) => false,
            Measure::Worst24h => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_people_write_them() {
        let acceptable_waits = [15.0, 20.0];
        assert_eq!(
            Measure::parse("service_level[20 s]", &acceptable_waits),
            Ok(Measure::Ratio(Kpi::ServiceLevel(1)))
        );
        assert_eq!(
            Measure::parse("service_level[15]", &acceptable_waits),
            Ok(Measure::Ratio(Kpi::ServiceLevel(0)))
        );
        assert_eq!(Measure::parse("wait_quantile[95]", &acceptable_waits), Ok(Measure::WaitQuantile(3)));
        assert!(
            Measure::parse("service_level[45 s]", &acceptable_waits)
                .unwrap_err()
                .to_string()
                .contains("service_level_within")
        );
        assert!(
            Measure::parse("anser_rate", &acceptable_waits).unwrap_err().to_string().contains("answer_rate")
        );
    }
}
