//! Counts by time: half hours of the day, dates, weeks and half hours of a site, rolling windows.
//!
//! A half hour belongs to several entries, and there are many. So calls and duty are counted by series for the half
//! hours about the present, and added to the entries when the window has left them; reports of other half hours are
//! added there at once.

use super::cell::{Cell, Duty};
use super::counter_keys::SiteSeries;
use super::half_hours::{HalfHours, Window};
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
    /// (offered, answered) of each series in every half hour that the window has left.
    counts: Vec<Vec<(u32, u32)>>,
    /// By series and half hour, the change from the half hour before in the callers who wait in a queue through all of
    /// it; empty for a series without any.
    through: Vec<Vec<i32>>,
    slots: usize,
    /// None where only totals are asked for.
    entries: Option<Entries>,
}

/// The tables to which the counters of half hours are added.
struct Entries {
    tables: Tables<Counters>,
    /// Site and front line of each series of cells; `duty_of` holds those of each series of duty.
    all_series: Vec<SiteSeries>,
    duty_of: Vec<SiteSeries>,
}

/// Counters of an entry.
#[derive(Clone, Default)]
struct Counters {
    cell: Cell<u64>,
    duty: Duty,
}

impl ByTime {
    /// Makes empty counters, with those of duty for the series `duty_of`.
    pub(super) fn new(model: &Model, detail: Detail, duty_of: &[SiteSeries]) -> ByTime {
        let entries = || Entries {
            tables: Tables::of(model, Detail::ByInterval),
            all_series: Vec::new(),
            duty_of: duty_of.to_vec(),
        };
        ByTime {
            window: Window::default(),
            cells: HalfHours::new(0),
            duty: HalfHours::new(duty_of.len()),
            counts: Vec::new(),
            through: Vec::new(),
            slots: model.horizon().slots(),
            entries: (detail == Detail::ByInterval).then(entries),
        }
    }

    /// Makes room for these series.
    pub(super) fn make_room(&mut self, all_series: &[SiteSeries]) {
        if all_series.len() == self.counts.len() {
            return;
        }
        self.cells.make_room(all_series.len());
        self.counts.resize(all_series.len(), vec![(0, 0); self.slots]);
        self.through.resize(all_series.len(), Vec::new());
        if let Some(entries) = &mut self.entries {
            entries.all_series = all_series.to_vec();
        }
    }

    /// Moves the window on to a half hour in which a reported call was dialled, if it is the latest so far; returns whether
    /// that half hour is kept.
    pub(super) fn turn_to(&mut self, slot: usize) -> bool {
        self.window.move_to(slot).for_each(|slot| self.leave(slot));
        self.window.contains(slot)
    }

    /// Returns whether a half hour is kept.
    #[inline(always)]
    pub(super) fn keeps(&self, slot: usize) -> bool {
        self.window.contains(slot)
    }

    /// Returns the cell of a series in a half hour that is kept.
    #[inline(always)]
    pub(super) fn cell(&mut self, series: usize, slot: usize) -> &mut Cell {
        self.cells.at(series, slot)
    }

    /// Returns the duty of a series in a half hour that is kept.
    #[inline(always)]
    pub(super) fn duty(&mut self, series: usize, slot: usize) -> &mut Duty {
        self.duty.at(series, slot)
    }

    /// Counts in the cell of a series in any half hour.
    #[inline]
    pub(super) fn count(&mut self, series: usize, slot: usize, count: impl FnOnce(&mut Cell)) {
        if self.window.contains(slot) {
            return count(self.cells.at(series, slot));
        }
        let mut alone = Cell::default();
        count(&mut alone);
        self.add_cell(series, slot, &alone);
    }

    /// Counts in the duty of a series in any half hour.
    #[inline]
    pub(super) fn count_duty(&mut self, series: usize, slot: usize, count: impl FnOnce(&mut Duty)) {
        if self.window.contains(slot) {
            return count(self.duty.at(series, slot));
        }
        let mut alone = Duty::default();
        count(&mut alone);
        self.add_duty(series, slot, &alone);
    }

    /// Counts the time that a caller of a series stood in the queue.
    #[inline]
    pub(super) fn count_queued(&mut self, series: usize, span: TimeSpan) {
        let (first, last) = (slot(span.from), slot(span.to));
        if first == last {
            return self.count(series, first, |cell| cell.queued += span.to - span.from);
        }
        let edge = |slot: usize| slot as f64 * HALF_HOUR;
        self.count(series, first, |cell| cell.queued += edge(first + 1) - span.from);
        self.stands_through(series, first + 1..last);
        if span.to > edge(last) {
            self.count(series, last, |cell| cell.queued += span.to - edge(last));
        }
    }

    /// Counts a caller of a series who stood in the queue through whole half hours. Only the ends are noted, so that it
    /// takes no longer to count one who waits longer.
    #[inline]
    pub(super) fn stands_through(&mut self, series: usize, slots: std::ops::Range<usize>) {
        if slots.is_empty() {
            return;
        }
        let through = &mut self.through[series];
        if through.is_empty() {
            through.resize(self.slots + 1, 0);
        }
        through[slots.start] += 1;
        through[slots.end] -= 1;
    }

    /// Adds the time of those who stood in queues through whole half hours to the entries.
    fn add_through(&mut self) {
        let Some(Entries { tables, all_series, .. }) = &mut self.entries else { return };
        for (series, through) in all_series.iter().zip(&self.through) {
            let mut callers = 0;
            for (slot, more) in through.iter().enumerate() {
                callers += more;
                if callers > 0 {
                    let seconds = f64::from(callers) * HALF_HOUR;
                    tables.each_of_slot(series, slot, |entry| entry.cell.queued += seconds);
                }
            }
        }
    }

    /// Adds a half hour that is kept to the entries, and empties it.
    fn leave(&mut self, slot: usize) {
        for series in 0..self.counts.len() {
            let cell = std::mem::take(self.cells.at(series, slot));
            self.add_cell(series, slot, &cell);
        }
        for series in 0..self.duty.of(slot).len() {
            let duty = std::mem::take(self.duty.at(series, slot));
            self.add_duty(series, slot, &duty);
        }
    }

    fn add_cell(&mut self, series: usize, slot: usize, cell: &Cell) {
        if cell.is_empty() {
            return;
        }
        if let Some(counts) = self.counts[series].get_mut(slot) {
            let (offered, answered) = cell.counts();
            *counts = (counts.0 + offered, counts.1 + answered);
        }
        if let Some(Entries { tables, all_series, .. }) = &mut self.entries {
            tables.each_of_slot(&all_series[series], slot, |entry| entry.cell.merge(cell));
        }
    }

    fn add_duty(&mut self, series: usize, slot: usize, duty: &Duty) {
        if let Some(Entries { tables, duty_of, .. }) = &mut self.entries {
            tables.each_of_slot(&duty_of[series], slot, |entry| entry.duty.merge(duty));
        }
    }

    /// Adds everything counted to the tables; returns (offered, answered) of each series by half hour.
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
    /// Calls `each` with the entries by time to which a half hour of a series belongs.
    fn each_of_slot(&mut self, series: &SiteSeries, slot: usize, mut each: impl FnMut(&mut T)) {
        let (interval, date) = (slot % HALF_HOURS, slot / HALF_HOURS);
        each(&mut self.interval[interval]);
        self.date.get_mut(date).into_iter().for_each(&mut each);
        if let (Some(site), Some(_)) = (series.site, series.front_line) {
            self.site_week[site].get_mut(date / 7).into_iter().for_each(&mut each);
            self.site_interval.get_mut(site).into_iter().for_each(|halves| each(&mut halves[interval]));
            let dates = self.site_date.get_mut(site);
            dates.and_then(|dates| dates.get_mut(date)).into_iter().for_each(&mut each);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::model::Model;
    use crate::rng::{Key, Purpose, uniform};

    /// Calls far from the present and close to it, of series known from the start and of one added later.
    #[test]
    fn reports_from_any_time_are_counted_where_they_belong() {
        let exponential = |mean| Dist::exponential(mean).unwrap();
        let model = Model::single_queue(10.0, exponential(60.0), exponential(90.0), 3, 3.0).unwrap();
        let series = SiteSeries { site: Some(0), front_line: Some(0) };
        let mut by_time = ByTime::new(&model, Detail::ByInterval, &[series]);
        let mut expected = vec![vec![(0_u32, 0_u32); 144]; 2];
        let (mut busy, mut queued) = ([0.0; HALF_HOURS], [0.0; HALF_HOURS]);
        let mut random = Key::new(3).stream(Purpose::Gap);
        let mut below = |count: usize| (uniform(&mut random) * count as f64) as usize;
        by_time.make_room(&[series]);
        for step in 0..20_000 {
            let present = step / 150;
            if step == 9_000 {
                by_time.make_room(&[series; 2]);
            }
            let series = below(1 + usize::from(step >= 9_000));
            let slot = (present + below(60)).saturating_sub(30).min(143);
            if by_time.turn_to(slot.min(present)) && below(2) == 0 {
                by_time.cell(series, slot.min(present)).answered_at_once(0, 0.0, 0.0);
                expected[series][slot.min(present)].0 += 1;
                expected[series][slot.min(present)].1 += 1;
            } else {
                by_time.count(series, slot, |cell| cell.abandoned_at_once(1, 5.0, 0.0));
                expected[series][slot].0 += 1;
            }
            by_time.count_duty(0, slot, |duty| duty.busy += 2.0);
            busy[slot % HALF_HOURS] += 2.0;
            let from = below(100) as f64 * 900.0;
            let to = from + (1 + below(170)) as f64 * 900.0;
            by_time.count_queued(series, TimeSpan { from, to });
            (0..172).map(|quarter| from + 900.0 * f64::from(quarter)).filter(|at| *at < to).for_each(|at| {
                queued[(at / HALF_HOUR) as usize % HALF_HOURS] += 900.0;
            });
        }
        let mut tables = Tables::of(&model, Detail::ByInterval);
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
