//! What theory says of a requirement at a value of a lever: the answer where a formula is exact, else a start.

use crate::analytic::{self, Answer, Place, Reason, Span};
use crate::kpi::Measure;
use crate::model::Model;
use crate::requirement::{Level, Requirement};
use crate::sizing::certification::scaled_excess;
use crate::stats::Estimate;

/// The levels of a requirement by a formula.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ByTheory {
    /// Exact, of the steady state.
    Exact {
        /// The formula's name.
        formula: String,
        /// One level for each part.
        levels: Vec<Level>,
    },
    /// There is no steady state: nobody could wait for ever.
    Overloaded,
    /// Near the truth.
    Near(Vec<Level>),
}

impl ByTheory {
    /// Finds the levels; none where no formula has them all.
    pub(super) fn of(model: &Model, requirement: &Requirement) -> Option<ByTheory> {
        if requirement.parts.iter().any(|part| part.site.is_some() || part.every_date || part.share.is_some())
        {
            return None;
        }
        match analytic::steady(model) {
            Ok(answer) if matches!(answer.span, Span::Steady { .. }) => {
                let levels = levels(&answer, requirement)?;
                Some(ByTheory::Exact { formula: answer.formula, levels })
            }
            Err(reasons) if reasons == [Reason::Overloaded] => Some(ByTheory::Overloaded),
            _ => Some(ByTheory::Near(levels(&analytic::approximate(model)?, requirement)?)),
        }
    }

    /// Returns by how much each part is exceeded, in units of its indifference.
    pub(super) fn excesses(&self, parts: usize) -> Vec<f64> {
        match self {
            ByTheory::Exact { levels, .. } | ByTheory::Near(levels) => {
                levels.iter().map(scaled_excess).collect()
            }
            ByTheory::Overloaded => vec![f64::NEG_INFINITY; parts],
        }
    }

    /// Whether it is exact.
    pub(super) fn is_exact(&self) -> bool {
        !matches!(self, ByTheory::Near(_))
    }
}

fn levels(answer: &Answer, requirement: &Requirement) -> Option<Vec<Level>> {
    let level = |(index, part): (usize, &crate::requirement::Part)| {
        let Measure::Ratio(kpi) = part.measure else { return None };
        let total = |figure: &&analytic::Figure| figure.place == Place::Total && figure.kpi == kpi;
        let value = answer.figures.iter().find(total)?.value;
        Some(Level::of(part, index, Estimate { mean: Some(value), half_width: None }))
    };
    requirement.parts.iter().enumerate().map(level).collect()
}
