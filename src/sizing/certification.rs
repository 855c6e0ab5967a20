//! Whether a value of a lever reaches a requirement, and whether the value before it misses it.
//!
//! A value is accepted when every level exceeds its bound less an indifference, each tested at the full error
//! probability (the intersection-union test; Berger 1982). The value before it is shown to miss when some level lies
//! below its bound plus the indifference (Holm's first step). Without the indifference a level that equals its bound
//! would never be told.

use crate::requirement::Level;
use crate::stats;

/// The indifference of shares: 0.2 percentage points.
const OF_SHARES: f64 = 0.002;
/// The indifference of times and counts, as a part of the bound.
const OF_OTHERS: f64 = 0.01;

/// Returns the smallest difference of a level from its bound that matters.
pub fn indifference(level: &Level) -> f64 {
    let of_bound = OF_OTHERS * level.bound.abs();
    if level.is_share { OF_SHARES } else { of_bound.max(1e-9) }
}

/// Returns the excess of a level over its bound in units of its indifference; far below 0 where it is not known.
pub fn scaled_excess(level: &Level) -> f64 {
    level.excess().map_or(f64::NEG_INFINITY, |excess| excess / indifference(level))
}

/// Whether every level is shown to exceed its bound less the indifference, with error probability `alpha`, from so many
/// observations.
pub fn is_reached(levels: &[Level], observations: u64, alpha: f64) -> bool {
    let exceeds = |level: &Level| {
        let beyond = level.excess().map(|excess| excess + indifference(level));
        probability(level, beyond, observations).is_some_and(|p| p <= alpha)
    };
    !levels.is_empty() && levels.iter().all(exceeds)
}

/// Whether some level is shown to lie below its bound plus the indifference, with error probability `alpha` over all of
/// them.
pub fn is_missed(levels: &[Level], observations: u64, alpha: f64) -> bool {
    let falls_short = |level: &Level| {
        let below = level.excess().map(|excess| indifference(level) - excess);
        probability(level, below, observations).is_some_and(|p| p <= alpha / levels.len() as f64)
    };
    levels.iter().any(falls_short)
}

/// The probability of a level at least `beyond` from where it would be if it were not beyond at all, by Student's t.
fn probability(level: &Level, beyond: Option<f64>, observations: u64) -> Option<f64> {
    let (beyond, half_width) = (beyond?, level.value.half_width?);
    let freedom = observations.checked_sub(1).filter(|freedom| *freedom > 0)?;
    let error = half_width / stats::t_975(freedom as usize);
    match error > 0.0 {
        true => Some(stats::t_upper_tail(beyond / error, freedom as f64)),
        false => Some(if beyond >= 0.0 { 0.0 } else { 1.0 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requirement::Side;
    use crate::stats::Estimate;

    fn level(mean: f64, half_width: f64) -> Level {
        let value = Estimate { mean: Some(mean), half_width: Some(half_width) };
        Level { part: 0, site: None, date: None, value, bound: 0.8, side: Side::AtLeast, is_share: true }
    }

    #[test]
    fn a_level_is_reached_missed_or_neither_by_its_interval_and_the_indifference() {
        // One-sided 95 % of 19 degrees of freedom: 1.729 errors, where the half-width is 2.093.
        let told =
            |mean| (is_reached(&[level(mean, 0.01)], 20, 0.05), is_missed(&[level(mean, 0.01)], 20, 0.05));
        assert_eq!(told(0.8 - 0.002 + 0.0083), (true, false));
        assert_eq!(told(0.8 - 0.002 + 0.0082), (false, false));
        assert_eq!(told(0.8 + 0.002 - 0.0083), (false, true));
        assert_eq!(told(0.5), (false, true));
    }

    #[test]
    fn a_narrow_interval_at_the_bound_is_both_reached_and_missed() {
        let narrow = [level(0.8, 0.0001)];
        assert!(is_reached(&narrow, 20, 0.05) && is_missed(&narrow, 20, 0.05));
    }

    #[test]
    fn all_levels_must_be_reached_and_one_of_many_missed_needs_more() {
        let pair = [level(0.9, 0.01), level(0.793, 0.01)];
        assert!(!is_reached(&pair, 20, 0.05) && is_missed(&pair[1..], 20, 0.05 * 1.01));
        assert!(!is_missed(&[&pair[..], &pair[..1]].concat(), 20, 0.05));
    }

    #[test]
    fn an_unknown_level_is_neither() {
        let unknown = [Level { value: Estimate::default(), ..level(0.9, 0.01) }];
        assert!(
            !is_reached(&unknown, 20, 0.05) && !is_missed(&unknown, 20, 0.05) && !is_reached(&[], 20, 0.05)
        );
        assert!(!is_reached(&[level(0.9, 0.01)], 1, 0.05));
    }
}
