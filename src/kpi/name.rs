//! Reads names of KPIs as people write them: `answer_rate`, `service_level[20 s]`, `wait_quantile[95]`.

use super::measure::{Kpi, QUANTILES};
use super::registry::{Better, Definition, Indicator, KPIS, Parameter, Statistic};

/// A KPI that a goal or a wanted precision can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A ratio of sums.
    Ratio(Kpi),
    /// A wait quantile, by index into [`QUANTILES`].
    WaitQuantile(usize),
    /// The worst rolling 24 h.
    Worst24h,
}

/// Reads a bound of a KPI: `0.8`, `80 %`, `30 s`; returns it in the base unit.
pub fn bound(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let (digits, scale) = match (text.strip_suffix('%'), text.strip_suffix('s')) {
        (Some(digits), _) => (digits, 0.01),
        (_, Some(digits)) => (digits, 1.0),
        _ => (text, 1.0),
    };
    let number = digits.trim().parse::<f64>().ok().filter(|x| x.is_finite());
    number.map(|number| scale * number).ok_or_else(|| {
        format!(
            "`{text}` is not a bound; write e.g. `service_level[15 s] >= 0.8` or `mean_wait_answered <= 30 s`"
        )
    })
}

impl Measure {
    /// Reads the name of a measure, given the scenario's acceptable waits in seconds; the error says what could have
    /// been written.
    pub fn parse(name: &str, within: &[f64]) -> Result<Measure, String> {
        let name = name.trim();
        let (family, argument) = match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
            Some((family, argument)) => (family, Some(argument.trim())),
            None => (name, None),
        };
        let named = |definition: &&&Definition| {
            definition.name == family && (definition.parameter == Parameter::None) == argument.is_none()
        };
        let Some(definition) = goals().collect::<Vec<_>>().iter().find(named).copied() else {
            return Err(unknown(name));
        };
        match (definition.parameter, argument) {
            (Parameter::AcceptableWait, Some(argument)) => service_level(definition, name, argument, within),
            (Parameter::Quantile, Some(argument)) => wait_quantile(name, argument),
            _ => Measure::of(definition, 0).ok_or_else(|| unknown(name)),
        }
    }

    /// Returns the measure of an entry of the registry; none of those that are neither ratios nor of waits.
    fn of(definition: &Definition, index: usize) -> Option<Measure> {
        match definition.statistic {
            Statistic::Ratio(_) => definition.id.map(|id| Measure::Ratio(id.with_index(index))),
            Statistic::WaitQuantile(_) => Some(Measure::WaitQuantile(index)),
            Statistic::Worst24h => Some(Measure::Worst24h),
            _ => None,
        }
    }

    /// Returns the entry of the registry.
    pub fn definition(self) -> Option<&'static Definition> {
        match self {
            Measure::Ratio(kpi) => kpi.definition(),
            Measure::WaitQuantile(_) => {
                KPIS.iter().find(|definition| matches!(definition.statistic, Statistic::WaitQuantile(_)))
            }
            Measure::Worst24h => KPIS.iter().find(|definition| definition.statistic == Statistic::Worst24h),
        }
    }

    /// Whether its unit is a share (so that percentage points make sense) rather than seconds or a count.
    pub fn is_share(self) -> bool {
        self.definition().is_some_and(|definition| definition.unit == "share")
    }

    /// Returns which way it is better.
    pub fn better(self) -> Better {
        self.definition().and_then(|definition| definition.goal).unwrap_or(Better::More)
    }
}

impl Indicator {
    /// Whether it reports this measure.
    pub fn is_of(&self, measure: Measure) -> bool {
        match (self.statistic, measure) {
            (Statistic::Ratio(own), Measure::Ratio(kpi)) => {
                self.entry.id.map(|id| id.with_index(own.threshold)) == Some(kpi)
            }
            (Statistic::WaitQuantile(own), Measure::WaitQuantile(index)) => own == index,
            (Statistic::Worst24h, Measure::Worst24h) => true,
            _ => false,
        }
    }
}

/// The entries that goals and wanted precisions may name.
fn goals() -> impl Iterator<Item = &'static Definition> {
    KPIS.iter().filter(|definition| definition.goal.is_some())
}

fn unknown(name: &str) -> String {
    let plain = goals().filter(|definition| definition.parameter == Parameter::None);
    let names: Vec<&str> = plain.map(|definition| definition.name).collect();
    format!("`{name}` is not a KPI; KPIs are {}, service_level[20 s], wait_quantile[95]", names.join(", "))
}

fn service_level(
    definition: &Definition,
    name: &str,
    argument: &str,
    within: &[f64],
) -> Result<Measure, String> {
    let seconds = argument.strip_suffix('s').unwrap_or(argument).trim().parse::<f64>().ok();
    let index = seconds.and_then(|s| within.iter().position(|t| *t == s));
    index.and_then(|index| Measure::of(definition, index)).ok_or_else(|| {
        let known: Vec<String> = within.iter().map(|t| format!("{}[{t} s]", definition.name)).collect();
        format!("`{name}`: the scenario measures {}; add others to `service_level_within`", known.join(", "))
    })
}

fn wait_quantile(name: &str, argument: &str) -> Result<Measure, String> {
    let index = argument.parse::<f64>().ok().and_then(|p| QUANTILES.iter().position(|q| q * 100.0 == p));
    index.map(Measure::WaitQuantile).ok_or_else(|| {
        format!("`{name}`: wait quantiles are 50, 80, 90, 95 and 99, as in `wait_quantile[95]`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_people_write_them() {
        let within = [15.0, 20.0];
        assert_eq!(Measure::parse("service_level[20 s]", &within), Ok(Measure::Ratio(Kpi::ServiceLevel(1))));
        assert_eq!(Measure::parse("service_level[15]", &within), Ok(Measure::Ratio(Kpi::ServiceLevel(0))));
        assert_eq!(Measure::parse("wait_quantile[95]", &within), Ok(Measure::WaitQuantile(3)));
        assert!(Measure::parse("service_level[45 s]", &within).unwrap_err().contains("service_level_within"));
        assert!(Measure::parse("anser_rate", &within).unwrap_err().contains("answer_rate"));
    }
}
