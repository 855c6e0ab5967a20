//! A counter for every series in each of the half hours about the present.
//!
//! Reports of a call fall into the half hour of its dialling or into one close by. So only a few half hours are kept,
//! series side by side, and they stay in the nearest caches however long the horizon.

/// Half hours kept: twelve hours before that in which the last reported caller dialled, and almost twenty after it, for
/// long waits. A power of 2.
const KEPT: usize = 64;
const BEFORE: usize = 24;

/// The half hours that are kept.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Window {
    first: usize,
}

impl Window {
    #[inline(always)]
    pub(super) fn contains(self, slot: usize) -> bool {
        slot.wrapping_sub(self.first) < KEPT
    }

    /// Moves the window on to lie about a half hour, never back, and returns the half hours that it leaves. Half hours
    /// passed over were never kept.
    pub(super) fn move_to(&mut self, present: usize) -> std::ops::Range<usize> {
        let left = self.first;
        self.first = left.max(present.saturating_sub(BEFORE));
        left..self.first.min(left + KEPT)
    }

    /// Returns all that are kept.
    pub(super) fn all(self) -> std::ops::Range<usize> {
        self.first..self.first + KEPT
    }
}

/// Counters by half hour of a window, and within that by series.
pub(super) struct HalfHours<T> {
    all: Vec<T>,
    /// The number of series that there is room for.
    room: usize,
}

impl<T: Clone + Default> HalfHours<T> {
    pub(super) fn new(all_series: usize) -> Self {
        HalfHours { all: vec![T::default(); KEPT * all_series], room: all_series }
    }

    /// Makes room for more series.
    pub(super) fn make_room(&mut self, all_series: usize) {
        let less = std::mem::replace(self, HalfHours::new(all_series));
        for (slot, counters) in less.all.chunks_exact(less.room.max(1)).enumerate() {
            self.all[slot * all_series..][..less.room].clone_from_slice(counters);
        }
    }

    /// Returns the counter of a series in a half hour that is kept.
    #[inline(always)]
    pub(super) fn at(&mut self, series: usize, slot: usize) -> &mut T {
        &mut self.all[slot % KEPT * self.room + series]
    }

    /// Returns all series of a half hour that is kept.
    pub(super) fn of(&mut self, slot: usize) -> &mut [T] {
        &mut self.all[slot % KEPT * self.room..][..self.room]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_keep_their_places_when_tracks_are_added() {
        let mut counters: HalfHours<usize> = HalfHours::new(0);
        for all_series in 1..20 {
            counters.make_room(all_series);
            (0..KEPT).for_each(|slot| *counters.at(all_series - 1, slot) += 100 * slot + all_series);
        }
        for slot in 0..KEPT {
            let expected = (1..20).map(|series| 100 * slot + series);
            assert!(expected.eq(counters.of(slot).iter().copied()));
        }
    }

    #[test]
    fn every_half_hour_is_kept_and_left_once() {
        let mut window = Window::default();
        let mut left = Vec::new();
        for present in [0, 3, BEFORE, 30, 30, 27, 50, 51, 400] {
            left.extend(window.move_to(present));
            assert!(window.contains(present) && !window.contains(window.all().end));
        }
        left.extend(window.all());
        let last_left = 51 - BEFORE + KEPT;
        let (first, later): (Vec<usize>, Vec<usize>) = left.into_iter().partition(|slot| *slot < last_left);
        assert!(first.into_iter().eq(0..last_left));
        let about_the_last = 400 - BEFORE..400 - BEFORE + KEPT;
        assert!(
            later.into_iter().eq(about_the_last),
            "nothing was counted between: that is not gone through"
        );
    }
}
