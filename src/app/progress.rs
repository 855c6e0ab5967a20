//! Progress of a request, and its cancellation: both by one callback.

use std::ops::ControlFlow;

/// How far a request has come. Counts start at 0 with each kind of progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A scenario is being replicated.
    Replications {
        /// Number of the scenario within the request, from 0.
        scenario: usize,
        /// Replications done.
        done: u64,
        /// Replications wanted; none while a precision decides.
        wanted: Option<u64>,
        /// Calls simulated so far, warm-up included.
        calls: u64,
    },
    /// A plan is being assessed.
    Assessment {
        /// The part of the assessment.
        part: AssessmentPart,
        /// Steps done.
        done: u64,
        /// Steps of this part; none where the answers so far decide how many there are.
        wanted: Option<u64>,
    },
    /// The models of a study's points are being made and checked.
    PointsChecked {
        /// Points checked.
        done: u64,
        /// Points of the study.
        wanted: u64,
    },
    /// The points of a sweep are being simulated.
    Points {
        /// Points of the study up to the last one that was handed over.
        done: u64,
        /// The last point of the request.
        wanted: u64,
        /// Replications done by this request.
        replications: u64,
        /// Replications of this request; none while a precision decides.
        wanted_replications: Option<u64>,
        /// Calls simulated by this request, warm-up included.
        calls: u64,
    },
    /// The least value of a lever is being searched.
    Sizing {
        /// Values simulated.
        values: u64,
        /// Calls simulated so far, warm-up included.
        calls: u64,
    },
    /// The best point is being selected.
    Selection {
        /// Replications done.
        done: u64,
        /// Replications at most.
        at_most: u64,
        /// Calls simulated so far, warm-up included.
        calls: u64,
    },
}

/// A part of an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssessmentPart {
    /// The phases of the merger; a step is a phase.
    Phases,
    /// The least seats of each site; a step is a round of all sites.
    Seats,
    /// The least staff of each site at the rule's seats; a step is a round of all sites.
    Staff,
    /// The least seats of one pool of all sites; a step is a number of seats.
    Pool,
    /// The demand that each site bears; a step is a round of all sites.
    Demand,
    /// The remedies for the worst week; a step is a simulated remedy.
    Remedies,
    /// The sensitivity of the verdicts to assumptions; a step is a value of an assumption.
    Sensitivity,
}

/// Sees every progress of a request, on whatever thread; `Break` cancels the request, which then ends with
/// [`Error::Cancelled`](super::Error::Cancelled) as soon as the replications in flight are done.
///
/// A shared token is a callback too: `|_| if token.load(Relaxed) { Break(()) } else { Continue(()) }`.
pub type OnProgress<'p> = dyn FnMut(Progress) -> ControlFlow<()> + Send + 'p;

/// Shows nothing and never cancels.
pub fn unobserved(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}
