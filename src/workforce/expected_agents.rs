//! Expected agents of a shift plan over many half hours, of which most are alike.

use super::shift_plan::ShiftPlan;
use crate::time::{HALF_HOUR, HALF_HOURS, HOUR};
use std::collections::HashMap;

/// The shifts that cover a half hour of any day: days back to their begin (0 or negative), shift, place within the shift.
type Covering = Vec<(i64, usize, usize)>;

impl ShiftPlan {
    /// Returns the expected agents on duty in every half hour of the first so many days, see [`ShiftPlan::expected`]. Half
    /// hours with the same people, absence, breaks and seats are worked out once.
    pub fn expected_on(&self, days: usize) -> Vec<f64> {
        let covering = self.covering_by_half_hour();
        let mut known: HashMap<Vec<u64>, f64> = HashMap::new();
        let slots = (0..days).flat_map(|day| (0..HALF_HOURS).map(move |half| (day, half)));
        let expected = |(day, half): (usize, usize)| {
            let alike = self.alike(day, half, &covering[half]);
            *known.entry(alike).or_insert_with(|| self.expected(day, half))
        };
        slots.map(expected).collect()
    }

    /// Returns the expected hours for which a colleague is called in over the first so many days, see
    /// [`ShiftPlan::called_in`].
    pub fn called_in_on(&self, days: usize) -> f64 {
        let covering = self.covering_by_half_hour();
        let mut powers: HashMap<(u64, u32), f64> = HashMap::new();
        let mut all_away = |(absence, people): (f64, u32)| {
            *powers
                .entry((absence.to_bits(), people))
                .or_insert_with(|| libm::pow(absence, f64::from(people)))
        };
        let mut at = |day: usize, half: usize| {
            let (mut rostered, mut away) = (0, 1.0);
            for (back, shift, _) in &covering[half] {
                let begun = day as i64 + back;
                let people = self.rostered_on(begun, *shift);
                rostered += people;
                away *= all_away((self.absence_on(begun), people));
            }
            if rostered == 0 { 0.0 } else { away * HALF_HOUR / HOUR }
        };
        (0..days)
            .flat_map(|day| (0..HALF_HOURS).map(move |half| (day, half)))
            .map(|(day, half)| at(day, half))
            .sum()
    }

    fn covering_by_half_hour(&self) -> Vec<Covering> {
        (0..HALF_HOURS).map(|half| self.covering(0, half).collect()).collect()
    }

    /// Returns all on which the agents in a half hour of a day depend.
    fn alike(&self, day: usize, half_hour: usize, covering: &Covering) -> Vec<u64> {
        let limits = [self.seats_on(day), self.off_line_in(day * HALF_HOURS + half_hour)].map(u64::from);
        let shift = |(back, shift, k): &(i64, usize, usize)| {
            let (begun, absence) = (day as i64 + back, self.absence_on(day as i64 + back));
            [u64::from(self.rostered_on(begun, *shift)), absence.to_bits(), *shift as u64, *k as u64]
        };
        limits.into_iter().chain(covering.iter().flat_map(shift)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workforce::Shift;

    #[test]
    fn half_hours_worked_out_once_are_those_worked_out_one_by_one() {
        let shift = |start: f64| Shift { start: start * HOUR, length: 9.0 * HOUR };
        let plan = ShiftPlan {
            shifts: vec![shift(0.0), shift(8.0), shift(16.0)],
            rostered: (0..9).map(|day| vec![day % 2, 3 + day % 3, 1]).collect(),
            absence: vec![0.04, 0.04, 0.2],
            off_line: (0..9 * 48).map(|slot| u32::from(slot % 7 == 0)).collect(),
            breaks: 0.12,
            seats: vec![2, 2, 2, 3, 3, 4],
            lines_per_seat: None,
            hands_over: false,
        };
        let all = plan.expected_on(9);
        let mut called_in = 0.0;
        for (slot, expected) in all.iter().enumerate() {
            called_in += plan.called_in(slot / 48, slot % 48);
            assert_eq!(*expected, plan.expected(slot / 48, slot % 48), "{slot}");
        }
        assert_eq!(plan.called_in_on(9), called_in);
    }
}
