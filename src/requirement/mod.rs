//! Requirements: bounds on KPIs that a scenario must meet, and the three-way test of them.
//!
//! `answer_rate >= 0.95 and service_level[20 s] >= 80 %`: each part names a KPI of the registry and a bound. `... with
//! 0.90` asks for it in that share of replications; `every date ...` on every date; `KPI[site changchun]` at one site. A
//! part is met if its interval lies on the good side of the bound, missed if it lies on the other, and inconclusive
//! otherwise; the whole is missed if a part is, met if all are.

mod judge;
mod parse;

pub use judge::{Judged, Judgement, Level, Met, judge, levels};
pub use parse::{RequirementError, parse};

use crate::kpi::Measure;

/// Bounds on KPIs, all of which must be met.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// The parts.
    pub parts: Vec<Part>,
}

impl Requirement {
    /// Returns the requirement as it was written.
    pub fn text(&self) -> String {
        self.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(" and ")
    }
}

/// A bound on a KPI.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The part as it was written.
    pub text: String,
    /// The KPI.
    pub measure: Measure,
    /// The side of the bound on which the KPI must lie.
    pub side: Side,
    /// The bound, in the KPI's base unit.
    pub bound: f64,
    /// The site at which it is asked for, by its id; none: wherever it is judged.
    pub site: Option<String>,
    /// Whether it is asked for on every date.
    pub every_date: bool,
    /// The share of replications in which it is asked for; none: of their mean.
    pub share: Option<f64>,
}

/// The side of a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At least the bound.
    AtLeast,
    /// At most the bound.
    AtMost,
}
