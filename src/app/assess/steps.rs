//! Progress of an assessment, and its cancellation.

use crate::app::progress::{AssessmentPart, OnProgress, Progress};
use crate::app::{Error, run};
use crate::model::Model;
use crate::replicate::Results;

/// Counts the steps of a part of an assessment and reports them.
pub(in crate::app) struct Steps<'p, 'c> {
    on_progress: &'p mut OnProgress<'c>,
    part: AssessmentPart,
    done: u64,
    wanted: Option<u64>,
}

impl<'p, 'c> Steps<'p, 'c> {
    /// Starts with a part of so many steps, if their number is known.
    pub(in crate::app) fn new(
        on_progress: &'p mut OnProgress<'c>,
        part: AssessmentPart,
        wanted: Option<u64>,
    ) -> Steps<'p, 'c> {
        Steps { on_progress, part, done: 0, wanted }
    }

    /// Counts a step as done.
    pub(in crate::app) fn advance(&mut self) {
        self.done += 1;
    }

    /// Simulates so many replications, reporting between them; an error where the callback cancels.
    pub(in crate::app) fn replicate(
        &mut self,
        model: &Model,
        seed: u64,
        count: u64,
    ) -> Result<Results, Error> {
        self.replicate_after(model, seed, (0, count))
    }

    /// Simulates so many replications after those of the numbers before `first`.
    pub(in crate::app) fn replicate_after(
        &mut self,
        model: &Model,
        seed: u64,
        (first, count): (u64, u64),
    ) -> Result<Results, Error> {
        let progress = Progress::Assessment { part: self.part, done: self.done, wanted: self.wanted };
        let empty = Results::starting_at(model, first);
        run::extended(empty, model, seed, count, |_| (self.on_progress)(progress))
    }
}
