//! The worst rolling 24 hours.
//!
//! Windows of 24 h begin at every half hour of the measured span; attempts belong to the half hour
//! in which they were offered. Windows under 200 attempts are counted but not judged (GB/T 33358-2016
//! asks for an answer rate of at least 95 % in any continuous 24 h).

use crate::time::HALF_HOURS;

/// Attempts below which a window is not judged.
pub const JUDGED_FROM: u64 = 200;
/// The standard's answer rate.
pub const TARGET: f64 = 0.95;

/// The rolling windows of one table entry in one replication; none of an entry that contains desks with opening hours,
/// where the answer rate of a closed night says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rolling {
    /// The least answer rate of the windows judged.
    pub worst: Option<f64>,
    /// First half hour of that window.
    pub worst_slot: usize,
    /// Attempts answered in that window, and offered.
    pub worst_counts: (u64, u64),
    /// Windows judged.
    pub judged: u64,
    /// Windows judged that lie below the target.
    pub below: u64,
    /// Windows with too few attempts to judge.
    pub too_small: u64,
}

/// Rolls a window over half-hourly counts of (offered, answered).
pub(super) fn roll(slots: impl Iterator<Item = (u32, u32)> + Clone) -> Rolling {
    let mut rolling = Rolling::default();
    let (mut offered, mut answered) = (0_u64, 0_u64);
    let mut leaving = slots.clone();
    for (index, (more_offered, more_answered)) in slots.enumerate() {
        offered += u64::from(more_offered);
        answered += u64::from(more_answered);
        if index + 1 < HALF_HOURS {
            continue;
        }
        rolling.judge(index + 1 - HALF_HOURS, offered, answered);
        if let Some((less_offered, less_answered)) = leaving.next() {
            offered -= u64::from(less_offered);
            answered -= u64::from(less_answered);
        }
    }
    rolling
}

impl Rolling {
    /// Returns the number of windows, judged or too small; 0 where windows mean nothing.
    pub fn windows(&self) -> u64 {
        self.judged + self.too_small
    }

    fn judge(&mut self, slot: usize, offered: u64, answered: u64) {
        if offered < JUDGED_FROM {
            self.too_small += 1;
            return;
        }
        let rate = answered as f64 / offered as f64;
        self.judged += 1;
        self.below += u64::from(rate < TARGET);
        if self.worst.is_none_or(|worst| rate < worst) {
            self.worst = Some(rate);
            self.worst_slot = slot;
            self.worst_counts = (answered, offered);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_window_is_found_to_the_half_hour() {
        // 10 an hour answered, but for the 6 h from slot 60 on.
        let slots: Vec<(u32, u32)> =
            (0..200).map(|s| (10, if (60..72).contains(&s) { 0 } else { 10 })).collect();
        let rolling = roll(slots.iter().copied());
        assert_eq!(rolling.worst, Some(1.0 - 12.0 / 48.0));
        assert_eq!((rolling.worst_slot, rolling.worst_counts), (72 - 48, (360, 480)));
        assert_eq!(rolling.judged, 153);
        assert_eq!(rolling.too_small, 0);
    }

    #[test]
    fn quiet_windows_are_counted_but_not_judged() {
        let rolling = roll((0..96).map(|_| (4, 0)));
        assert_eq!((rolling.worst, rolling.judged, rolling.too_small), (None, 0, 49));
    }
}
