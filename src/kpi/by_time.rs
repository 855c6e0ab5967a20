//! What happened when: half hours of the day, dates, weeks and half hours of a site, rolling windows.
//!
//! A half hour belongs to several entries, and there are many. So calls and duty are counted by track for the half hours
//! about the present, and added to the entries when the window has left them; what is told of others goes there at once.

use super::cell::{Cell, Duty};
use super::half_hours::{HalfHours, Window};
use super::lanes::Track;
use super::measure::Field;
use super::tables::{Detail, Entry, Tables};
use crate::engine::TimeSpan;
use crate::model::Model;
use crate::time::{HALF_HOUR, HALF_HOURS, slot};

/// Counters by time of one replication.
pub(super) struct ByTime {
    window: Window,
    cells: HalfHours<Cell>,
    duty: HalfHours<Duty>,
    /// (offered, answered) of each track in every half hour that the window has left.
    counts: Vec<Vec<(u32, u32)>>,
    /// How many more callers of each track stood in queues through the whole of a half hour than of the one before; empty
    /// where none did.
    through: Vec<Vec<i32>>,
    slots: usize,
    /// None where only the whole is asked for.
    entries: Option<Entries>,
}

/// What half hours are added to.
struct Entries {
    tables: Tables<Counters>,
    /// Whose the cells and the duty of each track are.
    tracks: Vec<Track>,
    duty_of: Vec<Track>,
}

/// Counters of an entry.
#[derive(Clone, Default)]
struct Counters {
    cell: Cell<u64>,
    duty: Duty,
}

impl ByTime {
    /// Empty counters, of duty for these tracks.
    pub(super) fn new(model: &Model, detail: Detail, duty_of: &[Track]) -> ByTime {
        let entries = || Entries {
            tables: Tables::of(model, Detail::Times),
            tracks: Vec::new(),
            duty_of: duty_of.to_vec(),
        };
        ByTime {
            window: Window::default(),
            cells: HalfHours::new(0),
            duty: HalfHours::new(duty_of.len()),
            counts: Vec::new(),
            through: Vec::new(),
            slots: model.horizon().slots(),
            entries: (detail == Detail::Times).then(entries),
        }
    }

    /// Room for these tracks.
    pub(super) fn make_room(&mut self, tracks: &[Track]) {
        if tracks.len() == self.counts.len() {
            return;
        }
        self.cells.make_room(tracks.len());
        self.counts.resize(tracks.len(), vec![(0, 0); self.slots]);
        self.through.resize(tracks.len(), Vec::new());
        if let Some(entries) = &mut self.entries {
            entries.tracks = tracks.to_vec();
        }
    }

    /// A call dialled in a half hour is told of: the window moves on to it if it is the latest so far. Whether it is kept.
    pub(super) fn turn_to(&mut self, slot: usize) -> bool {
        self.window.move_to(slot).for_each(|slot| self.leave(slot));
        self.window.contains(slot)
    }

    /// Whether a half hour is kept.
    #[inline(always)]
    pub(super) fn keeps(&self, slot: usize) -> bool {
        self.window.contains(slot)
    }

    /// The cell of a track in a half hour that is kept.
    #[inline(always)]
    pub(super) fn cell(&mut self, track: usize, slot: usize) -> &mut Cell {
        self.cells.at(track, slot)
    }

    /// The duty of a track in a half hour that is kept.
    #[inline(always)]
    pub(super) fn duty(&mut self, track: usize, slot: usize) -> &mut Duty {
        self.duty.at(track, slot)
    }

    /// Counts in the cell of a track in any half hour.
    #[inline]
    pub(super) fn count(&mut self, track: usize, slot: usize, count: impl FnOnce(&mut Cell)) {
        if self.window.contains(slot) {
            return count(self.cells.at(track, slot));
        }
        let mut alone = Cell::default();
        count(&mut alone);
        self.add_cell(track, slot, &alone);
    }

    /// Counts in the duty of a track in any half hour.
    #[inline]
    pub(super) fn count_duty(&mut self, track: usize, slot: usize, count: impl FnOnce(&mut Duty)) {
        if self.window.contains(slot) {
            return count(self.duty.at(track, slot));
        }
        let mut alone = Duty::default();
        count(&mut alone);
        self.add_duty(track, slot, &alone);
    }

    /// Counts the time that a caller of a track stood in the queue.
    #[inline]
    pub(super) fn count_queued(&mut self, track: usize, span: TimeSpan) {
        let (first, last) = (slot(span.from), slot(span.to));
        if first == last {
            return self.count(track, first, |cell| cell.queued += span.to - span.from);
        }
        let edge = |slot: usize| slot as f64 * HALF_HOUR;
        self.count(track, first, |cell| cell.queued += edge(first + 1) - span.from);
        self.stands_through(track, first + 1..last);
        if span.to > edge(last) {
            self.count(track, last, |cell| cell.queued += span.to - edge(last));
        }
    }

    /// Counts a caller of a track who stood in the queue through whole half hours. Only the ends are noted, so that it
    /// takes no longer to count one who waits longer.
    #[inline]
    pub(super) fn stands_through(&mut self, track: usize, slots: std::ops::Range<usize>) {
        if slots.is_empty() {
            return;
        }
        let through = &mut self.through[track];
        if through.is_empty() {
            through.resize(self.slots + 1, 0);
        }
        through[slots.start] += 1;
        through[slots.end] -= 1;
    }

    /// Adds the time of those who stood in queues through whole half hours to the entries.
    fn add_through(&mut self) {
        let Some(Entries { tables, tracks, .. }) = &mut self.entries else { return };
        for (track, through) in tracks.iter().zip(&self.through) {
            let mut callers = 0;
            for (slot, more) in through.iter().enumerate() {
                callers += more;
                if callers > 0 {
                    let seconds = f64::from(callers) * HALF_HOUR;
                    tables.each_of_slot(track, slot, |entry| entry.cell.queued += seconds);
                }
            }
        }
    }

    /// Adds a half hour that is kept to the entries, and empties it.
    fn leave(&mut self, slot: usize) {
        for track in 0..self.counts.len() {
            let cell = std::mem::take(self.cells.at(track, slot));
            self.add_cell(track, slot, &cell);
        }
        for track in 0..self.duty.of(slot).len() {
            let duty = std::mem::take(self.duty.at(track, slot));
            self.add_duty(track, slot, &duty);
        }
    }

    fn add_cell(&mut self, track: usize, slot: usize, cell: &Cell) {
        if cell.is_empty() {
            return;
        }
        if let Some(counts) = self.counts[track].get_mut(slot) {
            let (offered, answered) = cell.counts();
            *counts = (counts.0 + offered, counts.1 + answered);
        }
        if let Some(Entries { tables, tracks, .. }) = &mut self.entries {
            tables.each_of_slot(&tracks[track], slot, |entry| entry.cell.merge(cell));
        }
    }

    fn add_duty(&mut self, track: usize, slot: usize, duty: &Duty) {
        if let Some(Entries { tables, duty_of, .. }) = &mut self.entries {
            tables.each_of_slot(&duty_of[track], slot, |entry| entry.duty.merge(duty));
        }
    }

    /// All is told: (offered, answered) of each track by half hour, and what it comes to is added to the tables.
    pub(super) fn finish(&mut self, tables: &mut Tables<Entry>) -> Vec<Vec<(u32, u32)>> {
        self.window.all().for_each(|slot| self.leave(slot));
        self.add_through();
        let counted = self.entries.iter().flat_map(|entries| entries.tables.entries());
        for (entry, Counters { cell, duty }) in tables.entries_mut().zip(counted) {
            let mut sums = cell.sums();
            duty.add_to(&mut sums);
            sums.add(Field::Busy, duty.busy);
            entry.sums.merge(&sums);
        }
        std::mem::take(&mut self.counts)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::model::Model;
    use crate::rng::{Key, Purpose, unit};

    /// Calls far from the present and close to it, of tracks known from the start and of one added later.
    #[test]
    fn whatever_is_told_when_is_counted_where_it_belongs() {
        let exponential = |mean| Dist::exponential(mean).unwrap();
        let model = Model::single_queue(10.0, exponential(60.0), exponential(90.0), 3, 3.0).unwrap();
        let track = Track { site: Some(0), front_line: Some(0) };
        let mut by_time = ByTime::new(&model, Detail::Times, &[track]);
        let mut expected = vec![vec![(0_u32, 0_u32); 144]; 2];
        let (mut busy, mut queued) = ([0.0; HALF_HOURS], [0.0; HALF_HOURS]);
        let mut words = Key::new(3).words(Purpose::Gap);
        let mut below = |count: usize| (unit(&mut words) * count as f64) as usize;
        by_time.make_room(&[track]);
        for step in 0..20_000 {
            let present = step / 150;
            if step == 9_000 {
                by_time.make_room(&[track; 2]);
            }
            let track = below(1 + usize::from(step >= 9_000));
            let slot = (present + below(60)).saturating_sub(30).min(143);
            if by_time.turn_to(slot.min(present)) && below(2) == 0 {
                by_time.cell(track, slot.min(present)).answered_at_once(0, 0.0, 0.0);
                expected[track][slot.min(present)].0 += 1;
                expected[track][slot.min(present)].1 += 1;
            } else {
                by_time.count(track, slot, |cell| cell.abandoned_at_once(1, 5.0, 0.0));
                expected[track][slot].0 += 1;
            }
            by_time.count_duty(0, slot, |duty| duty.busy += 2.0);
            busy[slot % HALF_HOURS] += 2.0;
            let from = below(100) as f64 * 900.0;
            let to = from + (1 + below(170)) as f64 * 900.0;
            by_time.count_queued(track, TimeSpan { from, to });
            (0..172).map(|quarter| from + 900.0 * f64::from(quarter)).filter(|at| *at < to).for_each(|at| {
                queued[(at / HALF_HOUR) as usize % HALF_HOURS] += 900.0;
            });
        }
        let mut tables = Tables::of(&model, Detail::Times);
        assert_eq!(by_time.finish(&mut tables), expected);
        for (interval, entry) in tables.interval.iter().enumerate() {
            let of_all = |which: fn(&(u32, u32)) -> u32| -> u32 {
                expected
                    .iter()
                    .flat_map(|slots| slots.iter().skip(interval).step_by(HALF_HOURS))
                    .map(which)
                    .sum()
            };
            let (offered, answered) = (of_all(|counts| counts.0), of_all(|counts| counts.1));
            assert_eq!(entry.sums.get(Field::Offered), f64::from(offered));
            assert_eq!(entry.sums.get(Field::Answered), f64::from(answered));
            assert_eq!(entry.sums.get(Field::Queued), queued[interval]);
            assert_eq!(entry.sums.get(Field::Busy), busy[interval]);
        }
    }
}
