//! Puts whole people on the shifts of one week, each where it saves most expected lost calls.
//!
//! The loss of a half hour is convex in the people on duty, so savings only fall as people are added. Shifts may overlap
//! and differ in length; then the greedy rule is not exactly optimal, but with
//! [`exchange`](super::exchange) a test holds it against an exact solver.

use super::losses::{Curve, Losses};
use super::off_line::{OnDuty, off_line};
use super::span::common;
use crate::time::HALF_HOURS;
use crate::workforce::Shift;
use std::ops::Range;

/// A week to be staffed: days of the horizon, by half hour.
#[derive(Clone, Debug)]
pub struct Week<'a> {
    /// Shifts that begin on every date.
    pub shifts: &'a [Shift],
    /// Expected losses of every half hour.
    pub curves: &'a [Curve],
    /// Expected calls of every half hour.
    pub calls: &'a [f64],
    /// Seats by date.
    pub seats: &'a [u32],
    /// Agents on the line per person on a shift, by date: those present and not on a break.
    pub present: &'a [f64],
    /// People on duty from shifts of earlier weeks, by half hour; those left out are none.
    pub before: &'a [u32],
    /// Whether the horizon begins with this week: its first night is then staffed by the shift that also begins on
    /// its first date.
    pub first: bool,
    /// Whether the horizon ends with this week.
    pub last: bool,
}

/// One shift of one date.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// People on it.
    pub people: u32,
    /// Length in half hours.
    pub length: u64,
    /// Whether people may be added.
    pub open: bool,
    /// Half hours in which its people are on duty: the second for the night before the horizon.
    worked: [Range<usize>; 2],
    /// Half hours of the week among them.
    within: [Range<usize>; 2],
    /// Half hours whose savings those of the next week are thought to be like.
    beyond: Range<usize>,
    /// Calls that one person more saves.
    gain: f64,
}

impl Cell {
    /// Lists the half hours of the week in which its people are on duty.
    pub(super) fn real(&self) -> impl Iterator<Item = &Range<usize>> {
        self.within.iter().filter(|span| !span.is_empty())
    }

    /// Lists the half hours whose savings count.
    pub(super) fn valued(&self) -> impl Iterator<Item = &Range<usize>> {
        self.within.iter().chain([&self.beyond]).filter(|span| !span.is_empty())
    }

    /// Lists the half hours that another cell's people work as well.
    pub(super) fn shared(&self, other: &Cell) -> impl Iterator<Item = Range<usize>> {
        let real = self.real().flat_map(|a| other.real().map(move |b| common(a, b)));
        real.chain([common(&self.beyond, &other.beyond)])
    }
}

/// A week as far as it is staffed.
pub struct Placement<'a> {
    week: Week<'a>,
    losses: &'a Losses,
    cells: Vec<Cell>,
    /// People on duty by half hour, the next week's first day included.
    people: Vec<u32>,
    /// Calls lost with one fewer, with the people on duty and with one more, by half hour of the week.
    lost: Vec<[f64; 3]>,
}

impl<'a> Placement<'a> {
    /// Starts a week with the people of earlier shifts alone.
    pub fn new(week: Week<'a>, losses: &'a Losses) -> Placement<'a> {
        let slots = week.curves.len();
        let mut people = week.before.to_vec();
        people.resize(slots + HALF_HOURS, 0);
        let days = slots / HALF_HOURS;
        let of_day = |day: usize| week.shifts.iter().map(move |shift| (day, shift));
        let cells = (0..days).flat_map(of_day).map(|(day, shift)| cell(&week, day, shift)).collect();
        let mut placement = Placement { week, losses, cells, people, lost: vec![[0.0; 3]; slots] };
        (0..slots).for_each(|slot| placement.solve(slot));
        (0..placement.cells.len()).for_each(|index| placement.cells[index].gain = placement.gain(index));
        placement
    }

    /// Places people one at a time until `left` half hours of work do not suffice for another or no seat is free;
    /// returns what is left of them.
    pub fn fill(&mut self, mut left: u64) -> u64 {
        while let Some(index) = self.best(left) {
            self.add(index);
            left -= self.cells[index].length;
        }
        left
    }

    /// Spreads people evenly over the open cells, the odd ones too, as far as seats are there; those placed before count
    /// as well. Returns the half hours left.
    pub fn spread(&mut self, left: u64) -> u64 {
        let open: Vec<usize> = (0..self.cells.len()).filter(|index| self.cells[*index].open).collect();
        let length = open.first().map_or(1, |index| self.cells[*index].length);
        let placed: u64 = open.iter().map(|index| u64::from(self.cells[*index].people)).sum();
        let (all, count) = (placed + left / length, open.len() as u64);
        let mut used = 0;
        for (i, index) in (0_u64..).zip(open) {
            let share = (i + 1) * all / count - i * all / count;
            let short = |cell: &Cell| u64::from(cell.people) < share && cell.gain > 0.0;
            while short(&self.cells[index]) && used + length <= left {
                self.add(index);
                used += length;
            }
        }
        left.saturating_sub(used)
    }

    /// Puts one person on a cell.
    pub(super) fn add(&mut self, index: usize) {
        self.cells[index].people += 1;
        self.change(index, true);
    }

    /// Takes one person off a cell.
    pub(super) fn remove(&mut self, index: usize) {
        self.cells[index].people -= 1;
        self.change(index, false);
    }

    fn change(&mut self, index: usize, more: bool) {
        let worked = self.cells[index].worked.clone();
        for slot in worked.iter().cloned().flatten() {
            self.people[slot] = if more { self.people[slot] + 1 } else { self.people[slot] - 1 };
            if slot < self.lost.len() {
                self.shift(slot, more);
            }
        }
        // Shifts last a day at most: only those begun a day before or after overlap.
        let (day, shifts) = (index / self.week.shifts.len(), self.week.shifts.len());
        let near = day.saturating_sub(1) * shifts..((day + 2) * shifts).min(self.cells.len());
        for other in near {
            let touched = |of: &Range<usize>| worked.iter().any(|w| !common(of, w).is_empty());
            if self.cells[other].valued().any(touched) {
                self.cells[other].gain = self.gain(other);
            }
        }
    }

    /// Returns the people by date and shift.
    pub fn rostered(&self) -> Vec<Vec<u32>> {
        let row = |day: &[Cell]| day.iter().map(|cell| cell.people).collect();
        self.cells.chunks(self.week.shifts.len().max(1)).map(row).collect()
    }

    /// Returns the people on duty by half hour, with those whom this week leaves to the next week's first day.
    pub fn people(&self) -> &[u32] {
        &self.people
    }

    /// Returns the people off the line as planned, by half hour, for a share of the hours rostered in the week.
    pub fn off_line(&self, share: f64) -> Vec<u32> {
        let people = &self.people[..self.lost.len()];
        let hours: u64 = people.iter().map(|people| u64::from(*people)).sum();
        let Week { curves, present, seats, .. } = self.week;
        off_line(
            &OnDuty { people, curves, present, seats },
            self.losses,
            (share * hours as f64).round() as u64,
        )
    }

    /// Returns the calls expected to be lost in the week.
    pub fn lost(&self) -> f64 {
        self.lost.iter().map(|lost| lost[1]).sum()
    }

    /// Returns the expected calls of every half hour.
    pub(super) fn calls(&self) -> &[f64] {
        self.week.calls
    }

    /// Returns the cells: dates times shifts.
    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Returns the calls that the last person saves in each half hour, and that one more would.
    pub(super) fn savings(&self) -> impl Iterator<Item = [f64; 2]> {
        self.lost.iter().map(|[fewer, now, more]| [fewer - now, now - more])
    }

    /// Returns the length of a cell in half hours.
    pub(super) fn length(&self, index: usize) -> u64 {
        self.cells[index].length
    }

    /// Lists the half hours of the week in which a cell's people are on duty.
    pub fn worked(&self, index: usize) -> impl Iterator<Item = usize> + Clone + use<> {
        self.cells[index].within.clone().into_iter().flatten()
    }

    /// Says where the span of an open cell's duty that covers a half hour ends; none if it does not cover it.
    pub(super) fn reach(&self, index: usize, slot: usize) -> Option<usize> {
        self.cells
            .get(index)
            .filter(|cell| cell.open)?
            .worked
            .iter()
            .find(|span| span.contains(&slot))
            .map(|span| span.end)
    }

    /// Closes some cells: nobody more is placed there.
    pub fn close(&mut self, mut closed: impl FnMut(&Placement<'_>, usize) -> bool) {
        for index in 0..self.cells.len() {
            self.cells[index].open = self.cells[index].open && !closed(self, index);
        }
    }

    /// The open cell on which a person saves most for each half hour worked, the first of equals.
    fn best(&self, left: u64) -> Option<usize> {
        let rate = |cell: &Cell| cell.gain / cell.length as f64;
        let mut best: Option<(usize, f64)> = None;
        for (index, cell) in self.cells.iter().enumerate() {
            let takes = cell.open && cell.length <= left && cell.gain > 0.0;
            if takes && best.is_none_or(|(_, most)| rate(cell) > most) {
                best = Some((index, rate(cell)));
            }
        }
        best.map(|(index, _)| index)
    }

    fn gain(&self, index: usize) -> f64 {
        let saving = |span: &Range<usize>| {
            self.lost[span.clone()].iter().map(|[_, now, more]| now - more).sum::<f64>()
        };
        self.cells[index].valued().map(saving).sum()
    }

    fn solve(&mut self, slot: usize) {
        let people = self.people[slot];
        self.lost[slot] =
            [people.saturating_sub(1), people, people + 1].map(|people| self.lost_with(slot, people));
    }

    /// Keeps the calls lost of a half hour up to date after one person more, or one fewer: two of three are known.
    fn shift(&mut self, slot: usize, more: bool) {
        let (people, [fewer, now, next]) = (self.people[slot], self.lost[slot]);
        self.lost[slot] = match more {
            true => [now, next, self.lost_with(slot, people + 1)],
            false => [self.lost_with(slot, people.saturating_sub(1)), fewer, now],
        };
    }

    /// Returns the calls lost in a half hour with so many people on duty.
    fn lost_with(&self, slot: usize, people: u32) -> f64 {
        let date = slot / HALF_HOURS;
        let agents = (f64::from(people) * self.week.present[date]).min(f64::from(self.week.seats[date]));
        self.losses.lost(&self.week.curves[slot], agents)
    }
}

fn cell(week: &Week<'_>, day: usize, shift: &Shift) -> Cell {
    let slots = week.curves.len();
    let begin = day * HALF_HOURS + shift.first_slot();
    let end = begin + shift.slots();
    let own = begin.min(slots)..end.min(slots);
    let night = if day == 0 && week.first { 0..end.saturating_sub(HALF_HOURS) } else { 0..0 };
    // The next week is not planned yet: its first half hours are worth what the same ones are a day earlier.
    let beyond = if end > slots && !week.last { slots - HALF_HOURS..end - HALF_HOURS } else { 0..0 };
    Cell {
        people: 0,
        length: shift.slots() as u64,
        open: true,
        worked: [begin..end, night.clone()],
        within: [own, 0..night.end.min(slots)],
        beyond,
        gain: 0.0,
    }
}
