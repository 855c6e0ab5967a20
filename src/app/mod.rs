//! Use cases: what a person, a page or another program asks for, as typed requests with typed outcomes.
//!
//! | request | outcome |
//! |---|---|
//! | [`check`] of a [`CheckRequest`] | the scenario that was read |
//! | [`Session::run`] of a [`RunRequest`] | [`Results`](crate::replicate::Results) of all replications |
//! | [`Session::assess`] of an [`AssessRequest`] | an [`Assessment`](assess::Assessment) of a plan that was run |
//! | [`Session::size`] of a [`SizeRequest`] | the least value of a lever that meets a requirement ([`size`]) |
//! | [`Session::compare`] of a [`CompareRequest`] | the results of several scenarios on the same callers |
//! | [`Session::read_study`], [`Session::sweep`], [`Session::select`] | a study's points in order, or the best of them ([`sweep`]) |
//!
//! [`Work`] estimates what a simulation takes before it is begun.
//!
//! A [`Session`] holds the threads that requests run on; the global pool is never touched. Progress and cancellation go
//! through one callback, [`OnProgress`]. Nothing here prints, words a result, writes a file or knows an exit code:
//! [`report`](crate::report) words outcomes, [`cli`](crate::cli) parses arguments and writes.

pub mod assess;
mod check;
mod compare;
mod error;
mod ordered_parallel;
mod progress;
mod run;
mod scenario_request;
mod session;
pub mod size;
pub mod sweep;
mod work;

pub use assess::AssessRequest;
pub use check::{CheckOutcome, CheckRequest, check};
pub use compare::{CompareOutcome, CompareRequest};
pub use error::Error;
pub use ordered_parallel::ordered_parallel;
pub use progress::{AssessmentPart, OnProgress, Progress, unobserved};
pub use run::{RunOutcome, RunRequest, trace};
pub use scenario_request::ScenarioRequest;
pub use session::Session;
pub use size::{
    SizeIntervalsOutcome, SizeIntervalsRequest, SizeMonthsOutcome, SizeMonthsRequest, SizeOutcome,
    SizeRequest, SizeSitesOutcome, SizeSitesRequest,
};
pub use work::Work;

#[cfg(test)]
mod tests;
