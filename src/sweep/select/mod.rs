//! Ranking and selection: finds which of many systems has the best mean, with no more replications than that takes.
//!
//! | procedure | random numbers | what it promises |
//! |---|---|---|
//! | [`Kn`] | common (or not) | picks the best with at least the stated probability, if it is better by the zone |
//! | [`Ocba`] | independent between systems | spends a budget where it decides most; an estimate, no guarantee |
//!
//! Both ask for values of a system in numbered replications, which may be simulated in parallel, or read from what was
//! simulated before. A difference smaller than the *indifference zone*, in the KPI's unit, does not matter.

mod kn;
mod ocba;
mod round;
mod selection;

pub use kn::Kn;
pub use ocba::Ocba;
pub use round::Round;
pub use selection::{Asked, Goal, LEAST_FIRST, Selection, Standing};

/// One of the procedures, with its settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Procedure {
    /// Kim and Nelson's, for common random numbers.
    Kn(Kn),
    /// Optimal computing budget allocation, for independent ones.
    Ocba(Ocba),
}

impl Procedure {
    /// Returns whether systems must have random numbers of their own.
    pub fn is_for_independent(&self) -> bool {
        matches!(self, Procedure::Ocba(_))
    }

    /// Runs it. `observe` returns one finite value for each that is asked for, in that order.
    pub fn run<E>(
        &self,
        goal: Goal,
        observe: impl FnMut(&[Asked]) -> Result<Vec<f64>, E>,
    ) -> Result<Selection, E> {
        match self {
            Procedure::Kn(kn) => kn.run(goal, observe),
            Procedure::Ocba(ocba) => ocba.run(goal, observe),
        }
    }
}

#[cfg(test)]
mod tests;
