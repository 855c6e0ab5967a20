//! An answer of theory: its formula, the span of which it speaks, its numbers.

use crate::kpi::Kpi;

/// An answer of theory.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The name of the formula, such as "M/M/n+G (Erlang A, any patience)".
    pub formula: String,
    /// The span of time of which it speaks.
    pub span: Span,
    /// The numbers.
    pub figures: Vec<Figure>,
}

/// The span of time of which an answer speaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Span {
    /// The steady state.
    Steady {
        /// The relaxation time in seconds, after which a share of 1/e of the start's effect is left, where talk and
        /// patience are exponential; none elsewhere.
        relaxation: Option<f64>,
    },
    /// The measured span of a run that starts empty.
    Measured,
}

/// One number of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The entry of the results.
    pub place: Place,
    /// The KPI: shares, seconds and calls.
    pub kpi: Kpi,
    /// The number.
    pub value: f64,
    /// Calls of a replication that are expected to wait, where they may be so few that waits say nothing.
    pub waiting: Option<f64>,
}

/// An entry of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// All calls.
    Total,
    /// A hotline, by index.
    Hotline(usize),
    /// A group, by index.
    AgentGroup(usize),
    /// A half hour of the day.
    Interval(usize),
}

/// Makes a number of the steady state.
pub(super) fn figure(place: Place, kpi: Kpi, value: f64) -> Figure {
    Figure { place, kpi, value, waiting: None }
}
