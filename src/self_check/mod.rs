//! How a run stands up to what must hold: the invariants that every history obeys, and theory beside simulation.

mod cautions;
mod comparison;

pub use cautions::{Caution, cautions};
pub use comparison::{Caveat, Grade, Row, TheoryComparison};

use crate::analytic::{self, Reason};
use crate::kpi::{Invariant, Invariants};
use crate::model::Model;
use crate::replicate::Results;

/// The invariants of a run and, where theory answers for the model, theory beside simulation.
pub struct SelfCheck<'r> {
    /// The invariants and their violations.
    pub invariants: &'r Invariants,
    /// The exact answer beside simulation, or the reasons why there is none.
    pub exact: Result<TheoryComparison, Vec<Reason>>,
    /// An approximation in its place; it is shown and never an error.
    pub approximation: Option<TheoryComparison>,
}

impl<'r> SelfCheck<'r> {
    /// Checks the results of a model.
    pub fn new(model: &Model, results: &'r Results) -> SelfCheck<'r> {
        let beside = |grade, answer| TheoryComparison::new(grade, &answer, model, results);
        let exact = analytic::exact(model).map(|answer| beside(Grade::Exact, answer));
        let approximation = exact.is_err().then(|| analytic::approximate(model)).flatten();
        let approximation = approximation.map(|answer| beside(Grade::Approximate, answer));
        SelfCheck { invariants: &results.invariants, exact, approximation }
    }

    /// Returns the comparison with theory: the exact one, or else the approximate one.
    pub fn theory(&self) -> Option<&TheoryComparison> {
        self.exact.as_ref().ok().or(self.approximation.as_ref())
    }

    /// Whether an invariant holds.
    pub fn holds(&self, invariant: Invariant) -> bool {
        self.invariants.violations.iter().all(|violation| violation.invariant != invariant)
    }
}
