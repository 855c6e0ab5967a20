//! A counter for every half hour of the horizon and every track.
//!
//! All tracks of one half hour stand side by side: callers of all sites come at the same time, and what they count stays
//! in few cache lines and pages.

/// Counters by half hour, and within that by track.
pub(super) struct HalfHours<T> {
    all: Vec<T>,
    slots: usize,
    /// Tracks that there is room for.
    room: usize,
}

impl<T: Clone + Default> HalfHours<T> {
    /// Counters of so many half hours and tracks.
    pub(super) fn new(slots: usize, tracks: usize) -> Self {
        HalfHours { all: vec![T::default(); slots * tracks], slots, room: tracks }
    }

    /// Room for so many tracks, and for some more: all that is counted moves.
    pub(super) fn make_room(&mut self, tracks: usize) {
        if tracks <= self.room {
            return;
        }
        let more = HalfHours::new(self.slots, if self.room == 0 { tracks } else { tracks + tracks / 4 });
        let less = std::mem::replace(self, more);
        for (slot, counters) in less.all.chunks_exact(less.room.max(1)).enumerate() {
            self.all[slot * self.room..][..less.room].clone_from_slice(counters);
        }
    }

    /// The counters of a half hour, by track.
    pub(super) fn of(&self, slot: usize) -> &[T] {
        &self.all[slot * self.room..][..self.room]
    }

    #[inline(always)]
    pub(super) fn at(&mut self, track: usize, slot: usize) -> &mut T {
        &mut self.all[slot * self.room + track]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_keep_their_places_when_tracks_are_added() {
        let mut counters: HalfHours<u32> = HalfHours::new(48, 0);
        for tracks in 1..20 {
            counters.make_room(tracks);
            (0..48).for_each(|slot| *counters.at(tracks - 1, slot) += (100 * slot + tracks) as u32);
        }
        for slot in 0..48 {
            let expected = (1..20).map(|track| (100 * slot + track) as u32);
            assert!(expected.eq(counters.of(slot)[..19].iter().copied()));
        }
    }
}
