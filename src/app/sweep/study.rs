//! Reading a study.

use crate::app::{Error, OnProgress, Progress, Session, Work};
use crate::scenario::study::{self, Overrides, Study};
use std::ops::ControlFlow;
use std::path::Path;

/// A study on disk, and what is asked of it otherwise.
#[derive(Clone, Copy, Debug)]
pub struct StudyRequest<'r> {
    /// The study file.
    pub path: &'r Path,
    /// Values that replace the study's own.
    pub overrides: Overrides<'r>,
}

impl StudyRequest<'_> {
    /// Reads the study, of whose points only the scenario's own model is made.
    pub fn load(&self) -> Result<Study, Error> {
        Ok(study::load(self.path, self.overrides)?)
    }
}

/// Returns the work of all points of a study, as if each were its scenario's own model; of one that replicates until a
/// precision is met the least.
pub fn work(study: &Study, threads: usize) -> Work {
    let points = study.points() as f64;
    // Points are simulated on the threads beside each other.
    let one = Work::of(&study.base.model, study.effort.least(study.pairing), 1);
    let threads = (threads as f64).min(points).max(1.0);
    Work { calls: one.calls * points, seconds: one.seconds * points / threads, bytes: one.bytes * threads }
}

impl Session {
    /// Reads a study and checks it.
    pub fn read_study(
        &self,
        request: &StudyRequest<'_>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Study, Error> {
        self.check_study(request.load()?, on_progress)
    }

    /// Makes the model of every point once, so that everything that is wrong with any of them is known before something
    /// is simulated.
    pub fn check_study(&self, mut study: Study, on_progress: &mut OnProgress<'_>) -> Result<Study, Error> {
        let wanted = study.points();
        let checked =
            self.install(|| study.check(|done| on_progress(Progress::PointsChecked { done, wanted })))?;
        match checked {
            ControlFlow::Continue(checked) => {
                study.hold(checked.files);
                Ok(study)
            }
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }
}
