//! From half hours to entries by time: half hours of the day, dates, weeks and half hours of a site.
//!
//! A half hour belongs to several entries, and there are many: their counters are added up as they are, and only what
//! comes of them is made into sums.

use super::cell::{Cell, Duty};
use super::lanes::Track;
use super::measure::Field;
use super::tables::{Entry, Grain, Tables};
use super::tally::Tally;
use crate::time::HALF_HOURS;

/// Counters of an entry.
#[derive(Clone, Default)]
struct ByTime {
    cell: Cell<u64>,
    duty: Duty,
}

impl Tally<'_> {
    /// Adds every half hour to the entries by time to which it belongs.
    pub(super) fn sum_by_time(&self, tables: &mut Tables<Entry>) {
        let mut all: Tables<ByTime> = Tables::of(self.model, Grain::Times);
        for slot in 0..self.model.horizon.slots() {
            for (track, cell) in self.lanes.tracks.iter().zip(self.slots.of(slot)) {
                all.each_of_slot(track, slot, |entry| entry.cell.merge(cell));
            }
            for (track, duty) in self.lanes.duty_of.iter().zip(self.duty.of(slot)) {
                all.each_of_slot(track, slot, |entry| entry.duty.merge(duty));
            }
        }
        for (entry, ByTime { cell, duty }) in tables.entries_mut().zip(all.entries()) {
            let mut sums = cell.sums();
            duty.add_to(&mut sums);
            sums.add(Field::Busy, duty.busy);
            entry.sums.merge(&sums);
        }
    }
}

impl<T> Tables<T> {
    /// The entries by time to which a half hour of a track belongs.
    fn each_of_slot(&mut self, track: &Track, slot: usize, mut each: impl FnMut(&mut T)) {
        let (interval, date) = (slot % HALF_HOURS, slot / HALF_HOURS);
        each(&mut self.interval[interval]);
        self.date.get_mut(date).into_iter().for_each(&mut each);
        if let (Some(site), Some(_)) = (track.site, track.front_line) {
            self.site_week[site].get_mut(date / 7).into_iter().for_each(&mut each);
            self.site_interval.get_mut(site).into_iter().for_each(|halves| each(&mut halves[interval]));
        }
    }
}
