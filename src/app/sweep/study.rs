//! Reading a study.

use crate::app::{Error, OnProgress, Progress, Session};
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

impl Session {
    /// Reads a study and makes the model of every point once, so that everything that is wrong with any of them is
    /// known before something is simulated.
    pub fn read_study(
        &self,
        request: &StudyRequest<'_>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Study, Error> {
        let mut study = study::load(request.path, request.overrides)?;
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
