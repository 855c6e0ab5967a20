//! The acceptable waits (AWT) of a scenario's service levels.

use super::scalar::Duration;

/// Acceptable waits that are always reported, in seconds.
const ALWAYS: [f64; 4] = [15.0, 20.0, 30.0, 60.0];

/// Acceptable waits at most.
pub(super) const MOST: usize = 8;

/// Returns 15, 20, 30 and 60 s and whatever else is asked for, in seconds, ascending, each once.
pub(super) fn acceptable_waits(asked: &[Duration]) -> Vec<f64> {
    let mut waits: Vec<f64> = ALWAYS.into_iter().chain(asked.iter().map(|wait| wait.0)).collect();
    waits.sort_by(f64::total_cmp);
    waits.dedup();
    waits
}

/// Returns the acceptable wait that is asked for first, in seconds; the standard's 15 s where none is.
pub(super) fn first_acceptable_wait(asked: &[Duration]) -> f64 {
    asked.first().map_or(ALWAYS[0], |wait| wait.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_waits_come_with_those_asked_for_in_order_and_once() {
        assert_eq!(acceptable_waits(&[]), [15.0, 20.0, 30.0, 60.0]);
        assert_eq!(acceptable_waits(&[Duration(45.0), Duration(20.0)]), [15.0, 20.0, 30.0, 45.0, 60.0]);
    }
}
