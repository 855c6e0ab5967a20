//! Progress bars on standard error, and only on a terminal.

use crate::app::{AssessmentPart, Progress};
use indicatif::{ProgressBar, ProgressStyle};
use std::ops::ControlFlow;

/// Shows the progress of a request, one bar for each kind of progress.
pub(super) struct ProgressDisplay {
    hidden: bool,
    shown: Option<(Kind, ProgressBar)>,
}

/// Progress that one bar shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Replications(usize),
    Assessment(AssessmentPart),
    PointsChecked,
    Points,
    Selection,
    Sizing,
}

impl ProgressDisplay {
    /// A display that shows nothing yet, and nothing at all where it is hidden.
    pub(super) fn new(hidden: bool) -> ProgressDisplay {
        ProgressDisplay { hidden, shown: None }
    }

    /// Shows progress. Never cancels.
    pub(super) fn show(&mut self, progress: Progress) -> ControlFlow<()> {
        if !self.hidden {
            let bar = self.bar(progress);
            bar.set_position(position(progress));
            if let Some(message) = message(progress, bar.elapsed().as_secs_f64().max(1e-3)) {
                bar.set_message(message);
            }
        }
        ControlFlow::Continue(())
    }

    /// Returns the bar of this kind of progress, made if it is not shown.
    fn bar(&mut self, progress: Progress) -> ProgressBar {
        let kind = kind(progress);
        if let Some((_, bar)) = self.shown.as_ref().filter(|(shown, _)| *shown == kind) {
            return bar.clone();
        }
        self.clear();
        let bar = length(progress).map_or_else(ProgressBar::no_length, ProgressBar::new);
        if let Ok(style) = ProgressStyle::with_template(template(kind)) {
            bar.set_style(style.progress_chars("##-"));
        }
        self.shown = Some((kind, bar.clone()));
        bar
    }

    /// Takes the bar away.
    pub(super) fn clear(&mut self) {
        if let Some((_, bar)) = self.shown.take() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for ProgressDisplay {
    fn drop(&mut self) {
        self.clear();
    }
}

fn kind(progress: Progress) -> Kind {
    match progress {
        Progress::Replications { scenario, .. } => Kind::Replications(scenario),
        Progress::Assessment { part, .. } => Kind::Assessment(part),
        Progress::PointsChecked { .. } => Kind::PointsChecked,
        Progress::Points { .. } => Kind::Points,
        Progress::Selection { .. } => Kind::Selection,
        Progress::Sizing { .. } => Kind::Sizing,
    }
}

fn template(kind: Kind) -> &'static str {
    match kind {
        Kind::Replications(_) => "  {pos}/{len} replications [{bar:20}] {msg} {elapsed} (left {eta})",
        Kind::Assessment(AssessmentPart::Phases) => "  {pos}/{len} phases of the merger [{bar:20}] {elapsed}",
        Kind::Assessment(AssessmentPart::Seats) => "  least seats: {pos} rounds, {elapsed}",
        Kind::Assessment(AssessmentPart::Staff) => "  least staff: {pos} rounds, {elapsed}",
        Kind::Assessment(AssessmentPart::Pool) => "  least seats of one pool: {pos} values, {elapsed}",
        Kind::Assessment(AssessmentPart::Demand) => "  demand that is borne: {pos} rounds, {elapsed}",
        Kind::Assessment(AssessmentPart::Remedies) => "  {pos} remedies of the worst week, {elapsed}",
        Kind::Assessment(AssessmentPart::Sensitivity) => {
            "  {pos}/{len} other assumptions [{bar:20}] {elapsed} (left {eta})"
        }
        Kind::PointsChecked => "  {pos}/{len} points checked [{bar:20}] (left {eta})",
        Kind::Points => "  {msg} [{bar:20}] {elapsed} (left {eta})",
        Kind::Sizing => "  {pos} values tried, {msg} {elapsed}",
        Kind::Selection => "  {pos} replications, {len} at most, {elapsed}",
    }
}

/// Returns the full length of a bar. That of points is in replications where their number is known: points may be long.
fn length(progress: Progress) -> Option<u64> {
    match progress {
        Progress::Replications { wanted, .. } | Progress::Assessment { wanted, .. } => wanted,
        Progress::PointsChecked { wanted, .. } => Some(wanted),
        Progress::Points { wanted, wanted_replications, .. } => wanted_replications.or(Some(wanted)),
        Progress::Selection { at_most, .. } => Some(at_most),
        Progress::Sizing { .. } => None,
    }
}

fn position(progress: Progress) -> u64 {
    match progress {
        Progress::Points { done, replications, wanted_replications, .. } => {
            if wanted_replications.is_some() {
                replications
            } else {
                done
            }
        }
        Progress::Replications { done, .. }
        | Progress::Assessment { done, .. }
        | Progress::PointsChecked { done, .. }
        | Progress::Selection { done, .. }
        | Progress::Sizing { values: done, .. } => done,
    }
}

/// Returns the text beside a bar after so many seconds.
fn message(progress: Progress, seconds: f64) -> Option<String> {
    let speed = |calls: u64| {
        let millions = calls as f64 / 1e6;
        format!("{millions:.1} M calls, {:.1} M/s", millions / seconds)
    };
    match progress {
        Progress::Replications { calls, .. } | Progress::Sizing { calls, .. } => Some(speed(calls)),
        Progress::Points { done, wanted, calls, .. } => {
            Some(format!("{done}/{wanted} points, {}", speed(calls)))
        }
        _ => None,
    }
}
