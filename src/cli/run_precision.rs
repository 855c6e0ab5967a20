//! `run --precision`: replications until an interval is narrow enough, or the most that are asked for.

use super::failure::{Failure, Outcome};
use super::whole_number::whole;
use crate::format::per_cent;
use crate::language::Language;
use crate::model::Model;
use crate::replicate::Results;
use crate::replicate::precision::{Precision, Width};
use crate::report::words::words;
use crate::stats::Estimate;
use crate::sweep::ReplicationBudget;
use clap::Args;
use serde_json::{Value, json};

/// Replications at most unless it is said otherwise.
const AT_MOST: u64 = 100_000;

/// Arguments of a wanted precision.
#[derive(Args)]
pub(super) struct PrecisionArgs {
    /// Replicate until the half-width is reached, e.g. "service_level[15 s] 0.5 pp" or
    /// "mean_wait_answered 2 %"; looks at 10, 14, 20, 28, 40, ... replications
    #[arg(long, value_name = "KPI WIDTH", conflicts_with = "replications")]
    pub(super) precision: Option<String>,
    /// Replications at most; where they do not reach the precision, the results are printed all the same, and the exit
    /// code is 3 [default: 100000]
    #[arg(long, value_name = "N", requires = "precision", value_parser = whole::<u64>(10..=u64::MAX))]
    at_most: Option<u64>,
}

/// A precision that was asked for, and what a run has reached of it.
pub(super) struct Reached<'a> {
    asked: &'a str,
    at_most: u64,
    precision: Precision,
    estimate: Estimate,
    is_reached: bool,
}

impl PrecisionArgs {
    /// Returns the precision that is asked for; none of a fixed number of replications.
    pub(super) fn wanted(&self, model: &Model) -> Result<Option<Precision>, Failure> {
        let parsed = self.precision.as_ref().map(|text| Precision::parse(text, model.acceptable_waits()));
        let parsed = parsed.transpose();
        parsed.map_err(|message| Failure::Input(format!("error: --precision {message}")))
    }

    /// Returns the replications that are asked for.
    pub(super) fn budget(&self, precision: Option<Precision>, replications: u64) -> ReplicationBudget {
        match precision {
            None => ReplicationBudget::Fixed(replications),
            Some(precision) => ReplicationBudget::Until { precision, at_most: self.most() },
        }
    }

    fn most(&self) -> u64 {
        self.at_most.unwrap_or(AT_MOST)
    }

    /// Returns what the results reach of the precision.
    pub(super) fn reached(
        &self,
        precision: Option<Precision>,
        results: &Results,
        is_reached: bool,
    ) -> Option<Reached<'_>> {
        let (asked, precision) = (self.precision.as_deref()?, precision?);
        let estimate = results.tables.total.measure(precision.measure);
        Some(Reached { asked, at_most: self.most(), precision, estimate, is_reached })
    }

    /// Returns the arguments as they would be written again; none of a fixed number of replications.
    pub(super) fn words(&self) -> Option<Vec<String>> {
        let precision = ["--precision".to_owned(), self.precision.clone()?];
        let at_most = self.at_most.map(|most| ["--at-most".to_owned(), most.to_string()]);
        Some(precision.into_iter().chain(at_most.into_iter().flatten()).collect())
    }
}

impl Reached<'_> {
    /// Returns what was asked and what was reached, for machines.
    pub(super) fn json(&self) -> Value {
        let (width, relative) = match self.precision.width {
            Width::Absolute(width) => (width, false),
            Width::Relative(share) => (share, true),
        };
        json!({
            "asked": self.asked,
            "width": width,
            "relative": relative,
            "at_most": self.at_most,
            "mean": self.estimate.mean,
            "half_width": self.estimate.half_width,
            "reached": self.is_reached,
        })
    }

    /// Says that the precision is not reached; nothing where it is.
    pub(super) fn miss(&self, language: Language) -> Option<String> {
        let width = self.estimate.half_width.map_or("–".to_owned(), |half| self.written(half, language));
        let is_missed = !self.is_reached;
        is_missed.then(|| words(language).precision_missed(self.asked, self.at_most, &width))
    }

    /// Writes a half-width in the unit in which it was asked for.
    fn written(&self, half_width: f64, language: Language) -> String {
        match (self.precision.width, self.estimate.mean) {
            (Width::Relative(_), Some(mean)) if mean != 0.0 => {
                significant(100.0 * half_width / mean.abs()) + per_cent(language)
            }
            _ if self.precision.measure.is_share() => {
                significant(100.0 * half_width) + words(language).points_unit()
            }
            _ => significant(half_width) + words(language).seconds_unit(),
        }
    }

    /// Turns the outcome of a run that misses its precision into one that says so.
    pub(super) fn outcome(&self, outcome: Outcome, language: Language) -> Outcome {
        match (self.miss(language), outcome) {
            (Some(message), Ok(text)) => Err(Failure::Inconclusive { text, message }),
            (_, outcome) => outcome,
        }
    }
}

/// Writes a positive number with two significant digits at least, six decimals at most.
fn significant(number: f64) -> String {
    let decimals = if number > 0.0 { (1.0 - libm::floor(libm::log10(number))).clamp(0.0, 6.0) } else { 0.0 };
    format!("{number:.*}", decimals as usize)
}
