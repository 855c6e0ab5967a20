//! The search for the least whole value of a lever with which a test holds.

use std::ops::RangeInclusive;

/// A value that was tested, and by how much it holds (at least 0) or does not (below 0).
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tested {
    value: u32,
    margin: f64,
}

/// The part of the range that is the first step.
const FIRST_STRIDE: u32 = 16;

/// The search for the least whole value with which a test holds, where more of the lever is never worse.
///
/// It asks for one value after the other ([`next`](Self::next)) and is told by how much the test holds there
/// ([`record`](Self::record)), until a value holds and the one below it does not. Margins steer the search: it
/// interpolates between the nearest values known, and bisects every other time. As long as values are known on one side
/// only it goes to the other in steps that double.
#[derive(Clone, Debug)]
pub struct LeastValue {
    range: RangeInclusive<u32>,
    /// The greatest value that is known not to hold.
    below: Option<Tested>,
    /// The least value that is known to hold.
    holds: Option<Tested>,
    /// The next step towards the side of which nothing is known.
    stride: u32,
    steps: u32,
}

impl LeastValue {
    /// Starts a search among these values, of which nothing is known.
    pub fn new(range: RangeInclusive<u32>) -> LeastValue {
        let stride = ((range.end() - range.start()) / FIRST_STRIDE).max(1);
        LeastValue { range, below: None, holds: None, stride, steps: 0 }
    }

    /// Starts a search whose first step from what is known is this, among values whose range says little of where the
    /// answer lies.
    pub fn with_stride(range: RangeInclusive<u32>, stride: u32) -> LeastValue {
        LeastValue { stride: stride.max(1), ..LeastValue::new(range) }
    }

    /// Takes in that the test holds at `value` by `margin` (at least 0) or does not (below 0). What was known otherwise of
    /// smaller or greater values gives way to the later word.
    pub fn record(&mut self, value: u32, margin: f64) {
        let tested = Tested { value, margin };
        let was_between = self.below.is_some() && self.holds.is_some();
        if margin >= 0.0 {
            self.holds = Some(tested);
            self.below = self.below.filter(|below| below.value < value);
        } else {
            self.below = Some(tested);
            self.holds = self.holds.filter(|holds| holds.value > value);
        }
        self.stride = match self.below.is_some() && self.holds.is_some() {
            // What was taken back was nearly right.
            false if was_between => 1,
            false if self.steps > 0 => self.stride.saturating_mul(2),
            _ => self.stride,
        };
        self.steps += 1;
    }

    /// Returns the value to be tested next; none once the search is over.
    pub fn next(&self) -> Option<u32> {
        let (least, most) = (*self.range.start(), *self.range.end());
        match (self.below, self.holds) {
            (None, None) => Some(least + (most - least) / 2),
            (None, Some(holds)) => {
                (holds.value > least).then(|| holds.value.saturating_sub(self.stride).max(least))
            }
            (Some(below), None) => {
                (below.value < most).then(|| below.value.saturating_add(self.stride).min(most))
            }
            (Some(below), Some(holds)) => (holds.value - below.value > 1).then(|| self.between(below, holds)),
        }
    }

    /// Returns a value between two: where the straight line through their margins crosses 0, or the middle.
    fn between(&self, below: Tested, holds: Tested) -> u32 {
        let gap = f64::from(holds.value - below.value);
        let crossing = -below.margin / (holds.margin - below.margin);
        let part = if self.steps.is_multiple_of(2) || !crossing.is_finite() { 0.5 } else { crossing };
        let ahead = (part.clamp(0.1, 0.9) * gap).round().clamp(1.0, gap - 1.0);
        below.value + ahead as u32
    }

    /// Returns whether a value is among those searched.
    pub fn includes(&self, value: u32) -> bool {
        self.range.contains(&value)
    }

    /// Returns the least value that holds; none while the search goes on, and where no value holds.
    pub fn found(&self) -> Option<u32> {
        self.holds.filter(|_| self.next().is_none()).map(|holds| holds.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Searches with margins given by a function; returns what is found and the number of tests.
    fn search(
        range: RangeInclusive<u32>,
        known: Option<u32>,
        margin: impl Fn(u32) -> f64,
    ) -> (Option<u32>, u32) {
        let mut search = LeastValue::new(range);
        known.into_iter().for_each(|value| search.record(value, margin(value)));
        let mut tests = 0;
        while let Some(value) = search.next() {
            search.record(value, margin(value));
            tests += 1;
        }
        (search.found(), tests)
    }

    #[test]
    fn the_least_value_is_found_wherever_it_is() {
        for wanted in 1..=300_u32 {
            // A level that saturates, as answer rates do.
            let margin = |value: u32| 0.05 - libm::exp(-f64::from(value) / f64::from(wanted) * 3.0);
            let least = (1..=300).find(|value| margin(*value) >= 0.0);
            for known in [None, Some(1), Some(150), Some(300)] {
                let (found, tests) = search(1..=300, known, margin);
                assert_eq!(found, least, "{wanted} {known:?}");
                assert!(tests <= 18, "{tests} tests");
            }
        }
    }

    #[test]
    fn where_nothing_holds_nothing_is_found_and_where_all_do_the_least_is() {
        assert_eq!(search(1..=100, Some(40), |_| -1.0).0, None);
        assert_eq!(search(3..=100, Some(40), |_| 1.0).0, Some(3));
        assert_eq!(search(5..=5, None, |_| 0.0).0, Some(5));
    }

    #[test]
    fn a_later_word_on_a_value_counts() {
        let mut search = LeastValue::new(1..=10);
        search.record(6, 0.1);
        search.record(5, -0.1);
        assert_eq!(search.found(), Some(6));
        search.record(6, -0.01);
        assert_eq!((search.found(), search.next()), (None, Some(7)));
    }
}
