//! From staff to a shift plan: whole people per date and shift, week by week.
//!
//! Shaped weeks minimise the greatest half-hour shortfall against R + sqrt(R), R the expected
//! offered load. Because shifts divide the day, every half hour belongs to exactly one (date, shift) cell and
//! a cell's shortfall depends on its own people alone and never grows with them. For such a problem
//! the greedy rule (the next person to the cell with the greatest shortfall) is exactly optimal
//! (Gross 1956; Ibaraki and Katoh 1988, ch. 5); `tests` hold it against brute force.

use crate::time::HALF_HOURS;
use crate::workforce::shift_plan::Shift;
use std::cmp::Reverse;
use std::ops::Range;

/// Hours in a year, for the people one post takes.
const CLOCK: f64 = 8_760.0;
/// Days in a year, by which yearly hours are divided.
const YEAR: f64 = 365.0;

/// Shrinkage: paid hours, and the parts of them that do not reach the line. Shares lie in [0, 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrinkage {
    /// Share of staff on inbound calls; the others do work that is not simulated.
    pub inbound_share: f64,
    /// Paid hours of one person in a year.
    pub paid_hours: f64,
    /// Share of paid hours on leave: not rostered.
    pub leave: f64,
    /// Share of rostered shifts lost to sickness, training and other absence.
    pub absence: f64,
    /// Share of a shift on breaks.
    pub breaks: f64,
    /// People rostered at least, in every shift that is covered.
    pub minimum: u32,
}

impl Shrinkage {
    /// Returns the people it takes to staff one post around the clock: 6.1 at 2,000 hours and 28 %.
    pub fn people_per_post(&self) -> f64 {
        CLOCK / (self.paid_hours * (1.0 - self.leave - self.absence - self.breaks))
    }

    /// Returns the rostered hours of one member of staff on an average day.
    fn hours_a_day(&self) -> f64 {
        self.inbound_share * self.paid_hours / YEAR * (1.0 - self.leave)
    }
}

/// The distribution of people over the shifts of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// One person after the other to the shift with the greatest shortfall.
    Shaped,
    /// Equal numbers in every shift, as near as whole people allow.
    Equal,
}

/// The inputs of a site to its allocation.
#[derive(Clone, Copy, Debug)]
pub struct Need<'a> {
    /// Expected offered load R in erlangs, by half hour from the first date.
    pub load: &'a [f64],
    /// Staff by date.
    pub staff: &'a [u32],
    /// Seats by date.
    pub seats: &'a [u32],
    /// Whether another site takes the hours that this one cannot staff.
    pub partner: bool,
}

/// People by date and shift, and the hours that were not used.
#[derive(Clone, Debug, PartialEq)]
pub struct Allocation {
    /// People rostered by date and shift.
    pub rostered: Vec<Vec<u32>>,
    /// Shifts without people.
    pub uncovered: usize,
    /// Person-shifts that found no seat.
    pub unused: u64,
}

/// Allocates the people of a site to shifts. `shifts` divide the day and are equally long; weeks end on Sundays,
/// `weekday` (0 = Monday) being that of the first date. Person-shifts are whole, their remainder
/// is carried to the next week, so hours are never exceeded.
pub fn roster(
    need: &Need<'_>,
    shifts: &[Shift],
    shrinkage: &Shrinkage,
    pattern: Pattern,
    weekday: usize,
) -> Allocation {
    let mut roster =
        Allocation { rostered: vec![vec![0; shifts.len()]; need.staff.len()], uncovered: 0, unused: 0 };
    let shift_hours = shifts.first().map_or(f64::INFINITY, |s| s.length / crate::time::HOUR);
    let mut hand = 0.0;
    for week in weeks(need.staff.len(), weekday) {
        let staff_days: f64 = need.staff[week.clone()].iter().map(|s| f64::from(*s)).sum();
        hand += staff_days * shrinkage.hours_a_day() / shift_hours;
        let available = (hand + 1e-9).floor();
        hand -= available;
        let mut cells = cells(need, shifts, shrinkage, week.clone());
        let posts = staff_days / week.len() as f64 * shrinkage.inbound_share / shrinkage.people_per_post();
        close_some(&mut cells, available as u64, posts, shrinkage.minimum, need.partner);
        let left = match pattern {
            Pattern::Shaped => shaped(&mut cells, available as u64, shrinkage.minimum),
            Pattern::Equal => equal(&mut cells, available as u64),
        };
        roster.unused += left;
        roster.uncovered += cells.iter().filter(|c| c.people == 0).count();
        for (i, cell) in cells.iter().enumerate() {
            roster.rostered[week.start + i / shifts.len()][i % shifts.len()] = cell.people;
        }
    }
    roster
}

/// Weeks to Sunday; the first and the last may be short.
fn weeks(dates: usize, weekday: usize) -> impl Iterator<Item = Range<usize>> {
    let first = (7 - weekday % 7).min(dates);
    let rest = (first..dates).step_by(7).map(move |start| start..(start + 7).min(dates));
    std::iter::once(0..first).chain(rest).filter(|week| !week.is_empty())
}

/// One shift of one date.
#[derive(Clone, Debug, PartialEq)]
struct Cell {
    people: u32,
    /// More people than this find no seat in any half hour.
    most: u32,
    open: bool,
    /// Sum of R over the half hours.
    load: f64,
    /// Greatest requirement at the ends of the shift (no breaks) and inside it.
    required: [f64; 2],
    /// People on the line per person rostered, likewise.
    yields: [f64; 2],
    seats: f64,
}

impl Cell {
    /// Returns the greatest half-hour shortfall with so many people; negative is a surplus.
    fn shortfall(&self, people: u32) -> f64 {
        let part = |i: usize| self.required[i] - (f64::from(people) * self.yields[i]).min(self.seats);
        part(0).max(part(1))
    }
}

fn cells(need: &Need<'_>, shifts: &[Shift], shrinkage: &Shrinkage, week: Range<usize>) -> Vec<Cell> {
    week.flat_map(|day| shifts.iter().map(move |shift| cell(need, shift, shrinkage, day))).collect()
}

fn cell(need: &Need<'_>, shift: &Shift, shrinkage: &Shrinkage, day: usize) -> Cell {
    let (begin, slots) = (day * HALF_HOURS + shift.first_slot(), shift.slots());
    let here = 1.0 - shrinkage.absence;
    let inner = if slots > 2 { 1.0 - shrinkage.breaks * slots as f64 / (slots - 2) as f64 } else { 1.0 };
    let (mut required, mut load) = ([0.0_f64; 2], 0.0);
    // Half hours past the end of the horizon need no people.
    for (k, r) in need.load.iter().skip(begin).take(slots).enumerate() {
        let place = usize::from(slots > 2 && k > 0 && k + 1 < slots);
        required[place] = required[place].max(r + r.sqrt());
        load += r;
    }
    let (seats, yields) = (f64::from(need.seats[day]), [here, here * inner]);
    // People and seats are whole numbers; the hair keeps an exact quotient from rounding up.
    let most = (seats / yields[1].max(1e-3) - 1e-9).ceil() as u32;
    Cell { people: 0, most, open: true, load, required, yields, seats }
}

/// Closes the least loaded shifts of a site that cannot staff them all: one with a partner keeps as
/// many as it can keep one *post* staffed in (absence and breaks counted); one without keeps as many as it
/// has people for. Ties keep the earlier shift.
fn close_some(cells: &mut [Cell], available: u64, posts: f64, minimum: u32, partner: bool) {
    let minimum = f64::from(minimum.max(1));
    let share = if partner { posts / minimum } else { 1.0 };
    let kept = (share * cells.len() as f64 + 1e-9).floor().min(available as f64 / minimum) as usize;
    let mut order: Vec<usize> = (0..cells.len()).collect();
    order.sort_by(|a, b| cells[*b].load.total_cmp(&cells[*a].load));
    order.iter().skip(kept).for_each(|i| cells[*i].open = false);
}

/// Puts every person where the shortfall is greatest; returns the person-shifts left over.
fn shaped(cells: &mut [Cell], available: u64, minimum: u32) -> u64 {
    let mut left = available;
    for cell in cells.iter_mut().filter(|c| c.open) {
        cell.people = minimum.min(cell.most).min(u32::try_from(left).unwrap_or(u32::MAX));
        left -= u64::from(cell.people);
    }
    let mut heap: std::collections::BinaryHeap<Worst> =
        cells.iter().enumerate().filter_map(|(i, c)| Worst::of(i, c)).collect();
    while left > 0 {
        let Some(Worst { cell: i, .. }) = heap.pop() else { break };
        cells[i].people += 1;
        left -= 1;
        heap.extend(Worst::of(i, &cells[i]));
    }
    left
}

/// A cell that can take one more, ordered by its shortfall; ties to the earlier shift.
#[derive(PartialEq)]
struct Worst {
    shortfall: f64,
    cell: usize,
}

impl Worst {
    fn of(cell: usize, of: &Cell) -> Option<Worst> {
        (of.open && of.people < of.most).then(|| Worst { shortfall: of.shortfall(of.people), cell })
    }
}

impl Eq for Worst {}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Worst) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Worst {
    fn cmp(&self, other: &Worst) -> std::cmp::Ordering {
        self.shortfall.total_cmp(&other.shortfall).then(Reverse(self.cell).cmp(&Reverse(other.cell)))
    }
}

/// Puts the same number in every open shift, the odd ones evenly spread; returns the person-shifts left over.
fn equal(cells: &mut [Cell], available: u64) -> u64 {
    let count = cells.iter().filter(|c| c.open).count() as u64;
    let mut placed = 0;
    for (i, cell) in (0_u64..).zip(cells.iter_mut().filter(|c| c.open)) {
        let share = (i + 1) * available / count - i * available / count;
        cell.people = u32::try_from(share).unwrap_or(u32::MAX).min(cell.most);
        placed += u64::from(cell.people);
    }
    available - placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::HOUR;

    const LABOUR: Shrinkage = Shrinkage {
        inbound_share: 0.7,
        paid_hours: 2_000.0,
        leave: 0.04,
        absence: 0.12,
        breaks: 0.12,
        minimum: 1,
    };

    fn three() -> Vec<Shift> {
        [0.0, 8.0, 16.0].map(|h| Shift { start: h * HOUR, length: 8.0 * HOUR }).into()
    }

    /// A load with a morning peak, different every date.
    fn load(dates: usize, scale: f64) -> Vec<f64> {
        let shape = |s: usize| 0.2 + ((s % 48) as f64 / 48.0 * std::f64::consts::PI).sin();
        (0..dates * 48).map(|s| scale * shape(s) * (1.0 + 0.1 * ((s / 48) % 7) as f64)).collect()
    }

    fn made(load: &[f64], staff: u32, seats: u32, partner: bool, pattern: Pattern) -> Allocation {
        let dates = load.len() / 48;
        let (staff, seats) = (vec![staff; dates], vec![seats; dates]);
        roster(&Need { load, staff: &staff, seats: &seats, partner }, &three(), &LABOUR, pattern, 0)
    }

    #[test]
    fn one_post_around_the_clock_takes_six_people() {
        assert!((LABOUR.people_per_post() - 6.083).abs() < 0.001);
    }

    #[test]
    fn hours_are_never_exceeded_and_none_are_lost() {
        for pattern in [Pattern::Shaped, Pattern::Equal] {
            let roster = made(&load(252, 5.0), 45, 15, false, pattern);
            let (mut used, mut earned) = (0_u32, 0.0);
            for week in roster.rostered.chunks(7) {
                used += week.iter().flatten().sum::<u32>();
                earned += 7.0 * 45.0 * 0.7 * 2_000.0 / 365.0 * 0.96 / 8.0;
                assert!(f64::from(used) <= earned + 1e-6 && f64::from(used) > earned - 1.0);
            }
            assert_eq!((roster.uncovered, roster.unused), (0, 0));
        }
    }

    /// Every way to spread the people over the cells.
    fn brute_force(cells: &[Cell], people: u64) -> f64 {
        fn best(cells: &[Cell], left: u64, worst: f64) -> f64 {
            let Some((cell, rest)) = cells.split_first() else { return worst };
            (1..=u64::from(cell.most).min(left))
                .map(|n| best(rest, left - n, worst.max(cell.shortfall(n as u32))))
                .fold(f64::INFINITY, f64::min)
        }
        best(cells, people, f64::NEG_INFINITY)
    }

    #[test]
    fn the_greedy_allocation_is_as_good_as_the_best_of_all() {
        for case in 0..60_u32 {
            let scale = 0.4 + f64::from(case % 10) * 0.35;
            let (load, seats) = (load(2, scale), 2 + case % 4);
            let need = Need { load: &load, staff: &[1, 1], seats: &[seats; 2], partner: false };
            for people in [6, 8, 11, 14] {
                let mut greedy = cells(&need, &three(), &LABOUR, 0..2);
                let best = brute_force(&greedy, people);
                shaped(&mut greedy, people, 1);
                let worst = greedy.iter().map(|c| c.shortfall(c.people)).fold(f64::NEG_INFINITY, f64::max);
                assert_eq!(worst, best, "case {case}, {people} people");
            }
        }
    }

    #[test]
    fn ties_go_to_the_earlier_shift() {
        let flat = vec![2.0; 7 * 48];
        let need = Need { load: &flat, staff: &[1; 7], seats: &[9; 7], partner: false };
        let mut cells = cells(&need, &three(), &LABOUR, 0..7);
        assert_eq!(shaped(&mut cells, 21 + 5, 1), 0);
        let people: Vec<u32> = cells.iter().map(|c| c.people).collect();
        assert_eq!(people, [vec![2; 5], vec![1; 16]].concat());
    }

    #[test]
    fn shaped_weeks_follow_the_load_and_equal_ones_do_not() {
        let shaped = made(&load(7, 5.0), 45, 15, false, Pattern::Shaped).rostered;
        assert!(shaped.iter().all(|day| day[1] > day[0] && day[1] > day[2]));
        let equal = made(&load(7, 5.0), 45, 15, false, Pattern::Equal).rostered;
        let all: Vec<u32> = equal.into_iter().flatten().collect();
        assert!(all.iter().max().unwrap() - all.iter().min().unwrap() <= 1);
    }

    #[test]
    fn nobody_is_rostered_whom_no_seat_awaits() {
        let roster = made(&load(7, 50.0), 100, 3, false, Pattern::Shaped);
        // 3 seats / (0.88 x (1 - 0.12 x 16 / 14)) = 3.95
        assert!(roster.rostered.iter().flatten().all(|n| *n == 4));
        assert!(roster.unused > 0);
    }

    #[test]
    fn a_site_too_small_for_a_post_keeps_its_busiest_shifts_and_hands_over_the_rest() {
        // 3 staff x 0.7 are 0.35 posts: 7 of 21 shifts, the day shifts.
        let roster = made(&load(14, 0.3), 3, 1, true, Pattern::Shaped);
        assert_eq!(roster.uncovered, 28);
        assert!(roster.rostered.iter().all(|day| day[0] == 0 && day[1] >= 1 && day[2] == 0));
        // Without a partner the same people cover as many shifts as they are.
        assert_eq!(made(&load(7, 0.3), 3, 1, false, Pattern::Shaped).uncovered, 21 - 9);
    }

    #[test]
    fn weeks_end_on_sundays_wherever_the_horizon_begins() {
        let starts: Vec<usize> = weeks(20, 3).map(|w| w.start).collect();
        assert_eq!(starts, [0, 4, 11, 18]);
        assert_eq!(weeks(14, 0).count(), 2);
        assert_eq!(weeks(0, 0).count(), 0);
    }
}
