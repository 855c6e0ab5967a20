//! The answer to a plan's question: does the rule hold once everything is built and merged, what happens on the way
//! there, what do callers meet before, during and after, what mends the worst week, and what the verdict hangs on.
//!
//! The rule is judged on the phase "after", the path on "during"; phases are runs of their own on the same horizon and
//! the same callers. Each part of the answer is found by further simulations.

pub(super) mod lever_models;
pub(super) mod levers;
mod outcome;
mod path;
pub(super) mod phases;
mod remedies;
mod request;
pub(super) mod rule;
mod sensitivity;
pub(super) mod steps;
mod week;

pub use outcome::{
    Assessment, DemandFactor, LeastSeats, PathOfSite, PhaseService, Remedy, RemedyTrial, RuleAtSite,
    SensitivityTrial, WeekOfPath, WeekService, WorstWeekRemedies,
};
pub use request::AssessRequest;
