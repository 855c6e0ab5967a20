//! The assessment of a plan that was run: how much demand each site's worst week bears, what improves the worst week of
//! all, and which assumptions the verdicts depend on. Each is answered by further simulations.

mod headroom;
mod outcome;
mod remedies;
mod request;
mod sensitivity;
mod steps;
mod week;

pub use outcome::{
    Assessment, DemandFactor, Headroom, Remedy, RemedyTrial, SensitivityTrial, WorstWeekRemedies,
};
pub use request::AssessRequest;
