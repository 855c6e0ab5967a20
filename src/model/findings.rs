//! Collects the flaws that the checks of a model find, each with the part that has it.

use super::error::{Flaw, ModelError, Place};
use crate::dist::Dist;
use crate::time::DAY;

/// Problems found so far.
#[derive(Default)]
pub(super) struct Problems {
    errors: Vec<ModelError>,
}

/// The problems, and the part that is being checked.
pub(super) struct Checks<'p> {
    problems: &'p mut Problems,
    place: Place,
}

impl Problems {
    /// Returns the problems found.
    pub(super) fn into_errors(self) -> Vec<ModelError> {
        self.errors
    }

    /// Starts the checks of a part.
    pub(super) fn at(&mut self, place: Place) -> Checks<'_> {
        Checks { problems: self, place }
    }
}

impl Checks<'_> {
    /// Reports a flaw.
    pub(super) fn push(&mut self, flaw: Flaw) {
        self.problems.errors.push(ModelError { place: self.place.clone(), flaw });
    }

    /// Reports a flaw unless `fine`.
    pub(super) fn require(&mut self, fine: bool, flaw: impl FnOnce() -> Flaw) {
        if !fine {
            self.push(flaw());
        }
    }

    /// Reports a number unless `fine`.
    pub(super) fn number(&mut self, fine: bool, field: &'static str, value: f64, must: &'static str) {
        self.require(fine, || Flaw::Number { field, value, must });
    }

    /// Reports a value that is not a share.
    pub(super) fn share(&mut self, field: &'static str, value: f64) {
        self.number((0.0..=1.0).contains(&value), field, value, "a share, 0 to 1");
    }

    /// Reports a value that is negative or not finite.
    pub(super) fn not_negative(&mut self, field: &'static str, value: f64) {
        self.number(value >= 0.0 && value.is_finite(), field, value, "0 or more, and finite");
    }

    /// Reports a value that is not positive or not finite.
    pub(super) fn positive(&mut self, field: &'static str, value: f64) {
        self.number(value > 0.0 && value.is_finite(), field, value, "positive and finite");
    }

    /// Reports a list that is empty, and the first of its values that is not a share.
    pub(super) fn shares(&mut self, field: &'static str, values: &[f64]) {
        self.require(!values.is_empty(), || Flaw::Empty(field));
        if let Some(bad) = values.iter().find(|value| !(0.0..=1.0).contains(*value)) {
            self.share(field, *bad);
        }
    }

    /// Reports the first value that is negative or not finite.
    pub(super) fn none_negative(&mut self, field: &'static str, values: &[f64]) {
        if let Some(bad) = values.iter().find(|value| !(**value >= 0.0 && value.is_finite())) {
            self.not_negative(field, *bad);
        }
    }

    /// Reports an id beyond a list of `count`.
    pub(super) fn id(&mut self, field: &'static str, number: u32, count: usize) {
        self.require((number as usize) < count, || Flaw::Dangling { field, number, count });
    }

    /// Reports a list that has fewer values than there are dates.
    pub(super) fn by_date(&mut self, field: &'static str, length: usize, dates: usize) {
        self.require(length >= dates, || Flaw::Length { field, length, needed: dates });
    }

    /// Reports a duration of which some never end.
    pub(super) fn ends(&mut self, field: &'static str, duration: &Dist) {
        self.require(duration.never() == 0.0, || Flaw::Endless(field));
    }

    /// Reports steps that do not divide a day.
    pub(super) fn divides_a_day(&mut self, field: &'static str, step: f64) {
        let steps = DAY / step;
        let whole = steps >= 0.5 && (steps - steps.round()).abs() < 1e-6 * steps;
        self.number(whole && step > 0.0, field, step, "a number of seconds that divides a day");
    }
}
