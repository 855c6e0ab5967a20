//! Covers the half hours of a week with the fewest people before others are placed.

use super::placement::Placement;
use std::cmp::Ordering;

/// Puts `minimum` people into every half hour with the fewest shifts: from the first half hour that lacks somebody on,
/// the shift that reaches furthest, which is optimal for spans of time. Where `left` half hours of work do not suffice,
/// or no more than `kept` half hours are to be covered, the busiest are. Returns the half hours of work left.
pub fn cover(week: &mut Placement<'_>, left: u64, minimum: u32, kept: Option<usize>) -> u64 {
    let cells = fewest(week, minimum);
    let needed: u64 = cells.iter().map(|cell| week.length(*cell)).sum();
    if kept.is_none() && needed <= left {
        cells.into_iter().for_each(|cell| week.add(cell));
        return left - needed;
    }
    let left = busiest(week, left, kept.unwrap_or(usize::MAX));
    // What is handed over, or cannot be staffed, is not opened again by those who are left.
    week.close(|week, cell| week.worked(cell).any(|slot| week.people()[slot] == 0));
    left
}

/// Lists the cells with which every half hour that can be has `minimum` people.
fn fewest(week: &Placement<'_>, minimum: u32) -> Vec<usize> {
    let mut people = week.people().to_vec();
    let mut chosen = Vec::new();
    for slot in 0..week.calls().len() {
        while people[slot] < minimum {
            let reach = |cell: usize| Some((cell, week.reach(cell, slot)?));
            let reached = (0..week.cells().len()).filter_map(reach);
            // Of those that reach equally far the first.
            let Some((cell, _)) = reached.reduce(|best, next| if next.1 > best.1 { next } else { best })
            else {
                break;
            };
            week.worked(cell).for_each(|slot| people[slot] += 1);
            chosen.push(cell);
        }
    }
    chosen
}

/// Covers the half hours with most calls, one shift after the other, at most `kept` of them; returns the half hours of
/// work left.
fn busiest(week: &mut Placement<'_>, mut left: u64, mut kept: usize) -> u64 {
    loop {
        let uncovered = |cell: usize| {
            let new = week.worked(cell).filter(|slot| week.people()[*slot] == 0);
            let calls: f64 = new.clone().map(|slot| week.calls()[slot]).sum();
            (cell, new.count(), calls)
        };
        let fits = |(cell, new, _): &(usize, usize, f64)| {
            week.cells()[*cell].open && *new > 0 && *new <= kept && week.length(*cell) <= left
        };
        let cells = (0..week.cells().len()).map(uncovered).filter(fits);
        let busier = |a: &(usize, usize, f64), b: &(usize, usize, f64)| match a.2.total_cmp(&b.2) {
            Ordering::Equal => b.0.cmp(&a.0),
            order => order,
        };
        let Some((cell, new, _)) = cells.max_by(busier) else { return left };
        week.add(cell);
        kept -= new;
        left -= week.length(cell);
    }
}
