//! Axes: where a value lies, and which values are marked.

use super::format::Unit;
use crate::time::DAY;

/// Greatest magnitude that is drawn; anything beyond it counts as missing.
const LIMIT: f64 = 1e12;

/// Whether `v` can be drawn.
pub(super) fn usable(v: f64) -> bool {
    v.is_finite() && v.abs() < LIMIT
}

/// A linear map of values to logical units; values beyond its ends are drawn at them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub(super) low: f64,
    pub(super) high: f64,
    /// Where `low` lies.
    pub(super) start: f64,
    /// Where `high` lies.
    pub(super) end: f64,
}

impl Scale {
    pub(super) fn new((low, high): (f64, f64), (start, end): (f64, f64)) -> Scale {
        Scale { low, high, start, end }
    }

    /// Returns the place of `v`.
    pub(super) fn at(&self, v: f64) -> f64 {
        let share = (v - self.low) / (self.high - self.low);
        self.start + share.clamp(0.0, 1.0) * (self.end - self.start)
    }
}

/// Returns the marks of an axis from `low` to at least `high`, at most about `most` of them, the last at or beyond
/// `high`. At least two.
pub(super) fn ticks(unit: Unit, low: f64, high: f64, most: usize) -> Vec<f64> {
    // A step must change the numbers it is added to.
    let span = (high - low).max(1e-9).max(high.abs() * 1e-9);
    let wanted = span / most.max(1) as f64;
    let step = match unit {
        Unit::Time => time_step(wanted),
        Unit::Share | Unit::Number => round_step(wanted, &[1.0, 2.0, 2.5, 5.0]),
    };
    // A hair of tolerance, so that 0.3 / 0.1 is three steps.
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil().max(first + 1.0);
    (0..=(last - first) as usize).map(|k| (first + k as f64) * step).collect()
}

/// Returns the least of `times` (or 10) times a power of ten that is not below `wanted`.
fn round_step(wanted: f64, times: &[f64]) -> f64 {
    let power = libm::pow(10.0, libm::log10(wanted).floor());
    times.iter().find(|m| **m * power >= wanted * (1.0 - 1e-9)).unwrap_or(&10.0) * power
}

/// Returns the least customary step of seconds, minutes, hours or days that is not below `wanted`.
fn time_step(wanted: f64) -> f64 {
    const STEPS: [f64; 15] = [
        10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1200.0, 1800.0, 3600.0, 7200.0, 21_600.0,
        43_200.0,
    ];
    if wanted <= 5.0 {
        return round_step(wanted, &[1.0, 2.0, 5.0]);
    }
    let days = || round_step(wanted / DAY, &[1.0, 2.0, 5.0]) * DAY;
    STEPS.into_iter().find(|s| *s >= wanted).unwrap_or_else(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_reach_the_highest_value() {
        for (unit, high) in [
            (Unit::Time, 0.0),
            (Unit::Time, 0.7),
            (Unit::Time, 61.0),
            (Unit::Time, 1e6),
            (Unit::Number, 3.0),
            (Unit::Number, 1e11),
            (Unit::Share, 1.0),
            (Unit::Share, 0.013),
        ] {
            let marks = ticks(unit, 0.0, high, 4);
            assert!(marks.len() >= 2 && marks.len() <= 6, "{marks:?}");
            assert_eq!(marks[0], 0.0);
            assert!(marks[marks.len() - 1] >= high * (1.0 - 1e-8), "{high}: {marks:?}");
        }
        assert!(ticks(Unit::Number, 1e11, 1e11, 4).is_sorted_by(|a, b| a < b));
        assert_eq!(ticks(Unit::Time, 0.0, 200.0, 4), [0.0, 60.0, 120.0, 180.0, 240.0]);
    }

    #[test]
    fn a_value_beyond_the_axis_is_drawn_at_its_end() {
        let scale = Scale::new((0.0, 10.0), (100.0, 50.0));
        assert_eq!([scale.at(-1.0), scale.at(5.0), scale.at(99.0)], [100.0, 75.0, 50.0]);
    }
}
