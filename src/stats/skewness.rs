//! Half-widths of means of few values, also where they are skewed.
//!
//! Student's t is made for values that lie evenly about their mean. Of few and very unequal days most lie below it, and
//! an interval from a sample without a bright day ends below the truth: of the mean wait of a day whose rates have
//! a gamma factor of shape 10, 71 % of intervals from 10 days contain it. Where the skewness of the values is beyond
//! what symmetric ones show by chance, both ends are corrected by Hall's cubic transformation (Hall, *On the removal of
//! skewness by transformation*, J. R. Statist. Soc. B 54, 1992), and the half-width is the distance of the farther one.
//! Elsewhere it is Student's t unchanged. What this gives stands in the table below; where it is not enough
//! [`needs_more`] says so.

use super::t_975;

/// Standard errors of the skewness of symmetric values beyond which values count as skewed.
const BEYOND_CHANCE: f64 = 2.0;
/// Fewest values whose skewness says anything.
const FEWEST: usize = 8;
/// Fewest values of which a corrected interval keeps its promise, see the table of coverage.
const ENOUGH: usize = 20;

/// Number, mean, variance and skewness of values.
struct Moments {
    count: f64,
    variance: f64,
    skewness: f64,
}

impl Moments {
    fn of(values: impl Iterator<Item = f64> + Clone, count: usize) -> Moments {
        let count = count as f64;
        let mean = values.clone().sum::<f64>() / count;
        let (mut squares, mut cubes) = (0.0, 0.0);
        for value in values {
            let off = value - mean;
            squares += off * off;
            cubes += off * off * off;
        }
        let spread = squares / count;
        let small_sample = (count * (count - 1.0)).sqrt() / (count - 2.0);
        let skewness =
            if squares > 0.0 { small_sample * cubes / count / (spread * spread.sqrt()) } else { 0.0 };
        Moments { count, variance: squares / (count - 1.0), skewness }
    }

    /// Returns whether symmetric values would hardly be so skewed by chance.
    fn is_skewed(&self) -> bool {
        let n = self.count;
        let by_chance = (6.0 * n * (n - 1.0) / ((n - 2.0) * (n + 1.0) * (n + 3.0))).sqrt();
        n >= FEWEST as f64 && self.skewness.abs() > BEYOND_CHANCE * by_chance
    }

    /// Returns the distance, in standard errors, of the farther end of Hall's interval with Student's `t`.
    fn farther_end(&self, t: f64) -> f64 {
        let r = self.skewness / self.count.sqrt();
        let inverse = |y: f64| 3.0 / r * (libm::cbrt(1.0 + r * (y - r / 6.0)) - 1.0);
        inverse(t).abs().max(inverse(-t).abs())
    }
}

/// Returns half the width of the 95 % interval of the mean of these `count` values; none of a single one.
pub(super) fn half_width(values: impl Iterator<Item = f64> + Clone, count: usize) -> Option<f64> {
    if count < 2 {
        return None;
    }
    let moments = Moments::of(values, count);
    let (t, error) = (t_975(count - 1), (moments.variance / moments.count).sqrt());
    let ends = if moments.is_skewed() { moments.farther_end(t).max(t) } else { t };
    Some(ends * error)
}

/// Returns whether `count` values are so skewed that the interval of their mean may still be too short: there are fewer than 20, or
/// their skewness exceeds 0.58 times the root of their number.
pub(super) fn needs_more(values: impl Iterator<Item = f64> + Clone, count: usize) -> bool {
    let moments = Moments::of(values, count);
    let few = moments.count < ENOUGH as f64 || 3.0 * moments.skewness * moments.skewness > moments.count;
    few && moments.is_skewed()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn student(values: &[f64]) -> f64 {
        let moments = Moments::of(values.iter().copied(), values.len());
        t_975(values.len() - 1) * (moments.variance / moments.count).sqrt()
    }

    #[test]
    fn values_that_lie_evenly_have_students_interval() {
        let values: Vec<f64> = (0..20).map(|n| f64::from(n * n % 21)).collect();
        assert_eq!(half_width(values.iter().copied(), 20), Some(student(&values)));
        assert!(!needs_more(values.into_iter(), 20));
    }

    #[test]
    fn one_bright_day_among_dull_ones_makes_the_interval_reach_further() {
        let mut values: Vec<f64> = (0..20).map(|n| 1.0 + 0.1 * f64::from(n % 5)).collect();
        values[7] = 30.0;
        assert!(half_width(values.iter().copied(), 20).unwrap() > 2.0 * student(&values));
        assert!(needs_more(values.iter().copied(), 20));
        // Few values say nothing of skewness.
        assert_eq!(half_width(values[4..11].iter().copied(), 7), Some(student(&values[4..11])));
    }

    /// Of skewness 1 and 16 values Hall's ends are y -> (3 / r) ((1 + r (y - r / 6))^(1/3) - 1) with r = 1/4.
    #[test]
    fn the_farther_end_is_halls() {
        let moments = Moments { count: 16.0, variance: 1.0, skewness: 1.0 };
        let expected = 12.0 * (1.0 - libm::cbrt(1.0 - 0.25 * (2.0 + 0.25 / 6.0)));
        assert!((moments.farther_end(2.0) - expected).abs() < 1e-12);
    }

    #[test]
    fn equal_values_have_no_width_and_one_none() {
        assert_eq!(
            (half_width([2.0; 12].into_iter(), 12), half_width([2.0].into_iter(), 1)),
            (Some(0.0), None)
        );
    }
}
