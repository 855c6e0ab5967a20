//! The goal by which the points of a study are judged.

use crate::kpi::registry::Better;
use crate::kpi::{self, Kpi, Measure};

/// A KPI of the total, the better direction, and the bound that is good enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// The KPI as it is written: `service_level[15 s]`.
    pub name: String,
    /// The KPI.
    pub measure: Measure,
    /// The better direction.
    pub wish: Wish,
    /// The bound that is good enough, if the study sets one.
    pub bound: Option<f64>,
}

/// The better direction of a KPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// More.
    More,
    /// Less.
    Less,
}

impl Goal {
    /// The national standard's KPI, with no bound.
    pub fn standard(within: &[f64]) -> Goal {
        let index = within.iter().position(|t| *t == 15.0).unwrap_or(0);
        let measure = Measure::Ratio(Kpi::ServiceLevel(index));
        let seconds = within.get(index).copied().unwrap_or(15.0);
        Goal { name: format!("service_level[{seconds} s]"), measure, wish: Wish::More, bound: None }
    }

    /// Reads `service_level[15 s] >= 0.8`, `mean_wait_answered <= 30`, or a KPI alone.
    pub fn parse(text: &str, within: &[f64]) -> Result<Goal, String> {
        let parts = [(">=", Wish::More), ("<=", Wish::Less)];
        let split = parts.iter().find_map(|(sign, wish)| Some((text.split_once(sign)?, *wish)));
        let Some(((name, bound), wish)) = split else {
            let measure = Measure::parse(text, within)?;
            return Ok(Goal { name: text.trim().to_owned(), measure, wish: usual(measure), bound: None });
        };
        let measure = Measure::parse(name, within)?;
        Ok(Goal { name: name.trim().to_owned(), measure, wish, bound: Some(kpi::bound(bound)?) })
    }

    /// Returns whether `a` is better than `b`.
    pub fn prefers(&self, a: f64, b: f64) -> bool {
        match self.wish {
            Wish::More => a > b,
            Wish::Less => a < b,
        }
    }

    /// Returns whether a value is good enough; none without a bound.
    pub fn is_met(&self, value: f64) -> Option<bool> {
        self.bound.map(|bound| !self.prefers(bound, value))
    }
}

fn usual(measure: Measure) -> Wish {
    match measure.better() {
        Better::More => Wish::More,
        Better::Less => Wish::Less,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_a_kpi_with_or_without_a_bound() {
        let goal = |text| Goal::parse(text, &[15.0, 20.0]).unwrap();
        let level = goal("service_level[20 s] >= 80 %");
        assert_eq!((level.bound, level.wish), (Some(0.8), Wish::More));
        assert_eq!((level.is_met(0.8), level.is_met(0.79)), (Some(true), Some(false)));
        let wait = goal("mean_wait_answered <= 30 s");
        assert_eq!((wait.bound, wait.is_met(31.0)), (Some(30.0), Some(false)));
        assert_eq!((goal("wait_quantile[95]").wish, goal("answer_rate").wish), (Wish::Less, Wish::More));
        assert!(Goal::parse("answer_rate >= much", &[15.0]).unwrap_err().contains("much"));
        assert!(Goal::parse("anser_rate", &[15.0]).is_err());
    }
}
