//! Moves people from shift to shift of a week while that saves calls.
//!
//! Placed one at a time, people on shifts that overlap end about one per cent above the best rota: a later one makes an
//! earlier one's shift the second best. Each is then offered every other shift of the week.

use super::placement::{Cell, Placement};
use super::span::common;
use std::ops::Range;

/// A move has to save this part of all lost calls, and this many.
const WORTH: (f64, f64) = (2e-5, 1e-3);

/// Passes over all shifts at most.
const PASSES: usize = 20;

/// Moves people one at a time, nobody from a half hour that `minimum` people or fewer would be left to cover, until no
/// move is worth it; returns what is left of `left` half hours of work.
pub fn exchange(week: &mut Placement<'_>, mut left: u64, minimum: u32) -> u64 {
    let worth = WORTH.1.max(WORTH.0 * week.lost());
    for _ in 0..PASSES {
        let mut moved = false;
        let mut sums = Sums::new(week, minimum);
        for from in 0..week.cells().len() {
            if let Some(to) = better(week, &sums, from, left, worth) {
                left = left + week.length(from) - week.length(to);
                week.remove(from);
                week.add(to);
                sums = Sums::new(week, minimum);
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    left
}

/// Sums over the half hours before each one.
struct Sums {
    /// Calls that the last person saves, and that one more would.
    last: Vec<f64>,
    next: Vec<f64>,
    /// Half hours in which everybody is needed.
    needed: Vec<u32>,
}

impl Sums {
    fn new(week: &Placement<'_>, minimum: u32) -> Sums {
        let mut sums = Sums { last: vec![0.0], next: vec![0.0], needed: vec![0] };
        let (mut last, mut next, mut needed) = (0.0, 0.0, 0);
        for (savings, people) in week.savings().zip(week.people()) {
            last += savings[0];
            next += savings[1];
            needed += u32::from(*people <= minimum);
            sums.last.push(last);
            sums.next.push(next);
            sums.needed.push(needed);
        }
        sums
    }
}

/// Finds the shift on which one of a shift's people saves most more, if that is worth it and leaves nothing uncovered.
fn better(week: &Placement<'_>, sums: &Sums, from: usize, left: u64, worth: f64) -> Option<usize> {
    let (cells, own) = (week.cells(), &week.cells()[from]);
    if own.people == 0 {
        return None;
    }
    let mut best = (worth, None);
    for (to, cell) in cells.iter().enumerate() {
        if to == from || !cell.open || cell.length > own.length + left {
            continue;
        }
        let saved = over(cell, own, |at| sums.next[at.end] - sums.next[at.start]);
        if saved > best.0 {
            let given_up = over(own, cell, |at| sums.last[at.end] - sums.last[at.start]);
            let kept = uncovered(own, cell, |at| sums.needed[at.end] - sums.needed[at.start]) == 0;
            if kept && saved - given_up > best.0 {
                best = (saved - given_up, Some(to));
            }
        }
    }
    best.1
}

/// Sums up over the half hours whose savings are a cell's and not also another's.
fn over(cell: &Cell, other: &Cell, sum: impl Fn(&Range<usize>) -> f64) -> f64 {
    let all: f64 = cell.valued().map(&sum).sum();
    all - cell.shared(other).map(|at| sum(&at)).sum::<f64>()
}

/// Counts the half hours of the week in which a cell's people work and another's do not.
fn uncovered(cell: &Cell, other: &Cell, count: impl Fn(&Range<usize>) -> u32) -> u32 {
    let all: u32 = cell.real().map(&count).sum();
    let shared = |a: &Range<usize>| other.real().map(|b| count(&common(a, b))).sum::<u32>();
    all - cell.real().map(shared).sum::<u32>()
}
