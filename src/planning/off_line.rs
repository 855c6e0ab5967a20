//! Plans training and other time off the line, in the half hours of a week where it costs the fewest calls.

use super::losses::{Curve, Losses};
use crate::time::HALF_HOURS;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// People on duty in a week, by half hour, and what each is worth.
#[derive(Clone, Copy, Debug)]
pub struct OnDuty<'a> {
    /// People rostered.
    pub people: &'a [u32],
    /// Expected losses.
    pub curves: &'a [Curve],
    /// Agents on the line per person, by date.
    pub present: &'a [f64],
    /// Seats by date.
    pub seats: &'a [u32],
}

/// Returns the people to be off the line in each half hour, `amount` half hours of work in all as far as at most half of
/// those on duty are off at once; so the last person never is.
pub fn off_line(week: &OnDuty<'_>, losses: &Losses, amount: u64) -> Vec<u32> {
    let mut off = vec![0; week.people.len()];
    let next = |slot: usize, off: u32| Next { slot, cost: week.cost(losses, slot, off) };
    let may = |slot: usize, off: u32| 2 * (off + 1) <= week.people[slot];
    let mut order: BinaryHeap<Next> =
        (0..off.len()).filter(|slot| may(*slot, 0)).map(|slot| next(slot, 0)).collect();
    for _ in 0..amount {
        let Some(Next { slot, .. }) = order.pop() else { break };
        off[slot] += 1;
        if may(slot, off[slot]) {
            order.push(next(slot, off[slot]));
        }
    }
    off
}

impl OnDuty<'_> {
    /// Calls lost more if one person more than `off` is off the line, and of equals the share of people off.
    fn cost(&self, losses: &Losses, slot: usize, off: u32) -> (f64, f64) {
        let (date, people) = (slot / HALF_HOURS, f64::from(self.people[slot]));
        let lost = |off: u32| {
            let agents = people * self.present[date] - f64::from(off);
            losses.lost(&self.curves[slot], agents.clamp(0.0, f64::from(self.seats[date])))
        };
        // Next to nothing is nothing, so that quiet hours share it.
        let calls = (1e6 * (lost(off + 1) - lost(off))).round() / 1e6;
        (calls, f64::from(off + 1) / people)
    }
}

/// A half hour in the order of its costs, the cheapest and then the earliest first.
#[derive(PartialEq)]
struct Next {
    slot: usize,
    cost: (f64, f64),
}

impl Eq for Next {}

impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Next {
    fn cmp(&self, other: &Self) -> Ordering {
        let cost = other.cost.0.total_cmp(&self.cost.0);
        cost.then(other.cost.1.total_cmp(&self.cost.1)).then(other.slot.cmp(&self.slot))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;

    #[test]
    fn time_off_the_line_is_where_few_call_and_spares_the_last_person() {
        let mut losses = Losses::new(&Dist::exponential(400.0).unwrap(), None, 20);
        let calls = |slot: usize| if (16..40).contains(&slot) { 60.0 } else { 6.0 };
        let curves: Vec<Curve> = (0..48).map(|slot| losses.curve(calls(slot), calls(slot) / 6.0)).collect();
        let mut people = vec![12; 48];
        people[3] = 1;
        let week = OnDuty { people: &people, curves: &curves, present: &[0.85], seats: &[20] };
        let off = off_line(&week, &losses, 40);
        assert_eq!(off.iter().sum::<u32>(), 40);
        assert_eq!((off[3], off[16..40].iter().sum::<u32>()), (0, 0), "{off:?}");
        assert!(off.iter().all(|off| *off <= 6));
        let all = off_line(&week, &losses, 10_000);
        assert!((0..48).all(|slot| all[slot] == people[slot] / 2));
    }
}
