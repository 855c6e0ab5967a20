//! How far a sweep is: points, calls per second and the time left, on a terminal only.

use super::super::Common;
use crate::report::sweep::Row;
use crate::sweep::{Effort, Pace};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::Cell;
use std::io::IsTerminal;
use std::ops::Range;
use std::sync::atomic::Ordering;

/// A bar of a sweep. Its length is in replications where their number is known: points may be long.
pub(super) struct Bar {
    bar: ProgressBar,
    points: Range<u64>,
    done: Cell<u64>,
    by_replications: bool,
}

impl Bar {
    pub(super) fn new(common: &Common, points: &Range<u64>, effort: Effort) -> Bar {
        let count = points.end - points.start;
        let (length, by_replications) = match effort {
            Effort::Fixed(replications) => (count.saturating_mul(replications), true),
            Effort::Until { .. } => (count, false),
        };
        let bar = bar(common, length, "  {msg} [{bar:20}] {elapsed} (left {eta})");
        Bar { bar, points: points.clone(), done: Cell::new(0), by_replications }
    }

    /// Shows these points as done.
    pub(super) fn show(&self, rows: &[Row], pace: &Pace) {
        self.done.set(self.done.get() + rows.len() as u64);
        let replications = pace.replications.load(Ordering::Relaxed);
        self.bar.set_position(if self.by_replications { replications } else { self.done.get() });
        let calls = pace.attempts.load(Ordering::Relaxed) as f64 / 1e6;
        let speed = calls / self.bar.elapsed().as_secs_f64().max(1e-3);
        let (done, all) = (self.points.start + self.done.get(), self.points.end);
        self.bar.set_message(format!("{done}/{all} points, {calls:.1} M calls, {speed:.1} M/s"));
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A bar of the check of every point.
pub(super) fn checking(common: &Common, points: u64) -> ProgressBar {
    bar(common, points, "  {pos}/{len} points checked [{bar:20}] (left {eta})")
}

/// A bar of a selection, which knows only what it takes at most.
pub(super) fn selecting(common: &Common, most: u64) -> ProgressBar {
    bar(common, most, "  {pos} replications, {len} at most, {elapsed}")
}

fn bar(common: &Common, length: u64, template: &str) -> ProgressBar {
    if common.quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::hidden());
    }
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("##-"));
    }
    bar
}
