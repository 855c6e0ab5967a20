//! From staff to a rota: whole people per date and shift, week by week.
//!
//! Every week has the hours that its staff work; what does not make a whole shift is carried to the next. The half
//! hours of the week are covered first ([`cover`](super::cover)), then people are placed where they save most calls
//! ([`placement`](super::placement)). A week with the same traffic, people and seats as one before is not planned anew.

use super::cover::cover;
use super::exchange::exchange;
use super::losses::{Curve, Losses};
use super::placement::{Placement, Week};
use crate::time::{HALF_HOURS, HOUR};
use crate::workforce::{Shift, Shrinkage, on_duty};
use std::collections::HashMap;
use std::ops::Range;

/// The distribution of people over the shifts of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// One person after the other to the shift where most expected lost calls are saved.
    FewestLost,
    /// Equal numbers in every shift, as near as whole people allow.
    Equal,
}

/// The inputs of a site to its allocation.
#[derive(Clone, Copy, Debug)]
pub struct Need<'a> {
    /// Expected calls, by half hour from the first date.
    pub calls: &'a [f64],
    /// Their offered load in erlangs.
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
    /// People off the line as planned, by half hour of the horizon.
    pub off_line: Vec<u32>,
    /// Half hours of the horizon without people, in order.
    pub unstaffed: Vec<usize>,
    /// Person-shifts that found no seat.
    pub unused: u64,
}

/// Plans the rotas of sites that have the same shifts.
#[derive(Debug)]
pub struct RotaPlanner {
    shifts: Vec<Shift>,
    spread: Spread,
    shrinkage: Shrinkage,
    /// Weekday of the first date, 0 = Monday; weeks end on Sundays.
    weekday: usize,
    losses: Losses,
    known: HashMap<Vec<u64>, PlannedWeek>,
}

/// A week as it was planned.
#[derive(Clone, Debug)]
struct PlannedWeek {
    rostered: Vec<Vec<u32>>,
    /// People off the line by half hour.
    off_line: Vec<u32>,
    /// People whom it leaves to the next week's first day, by half hour.
    beyond: Vec<u32>,
    /// Half hours of work that found no seat.
    left: u64,
}

/// The inputs with which a week is planned.
#[derive(Clone, Debug)]
struct WeekInputs<'a> {
    days: Range<usize>,
    before: &'a [u32],
    /// Half hours of work.
    work: u64,
    /// Half hours to be covered at most; none where all are.
    kept: Option<usize>,
}

impl RotaPlanner {
    /// Prepares to plan. `losses` has to know as many agents as the sites have seats.
    pub fn new(
        shifts: Vec<Shift>,
        spread: Spread,
        shrinkage: Shrinkage,
        weekday: usize,
        losses: Losses,
    ) -> RotaPlanner {
        RotaPlanner { shifts, spread, shrinkage, weekday, losses, known: HashMap::new() }
    }

    /// Returns the shifts of every date.
    pub fn shifts(&self) -> &[Shift] {
        &self.shifts
    }

    /// Allocates the people of a site to shifts. Person-shifts are whole, hours are never exceeded.
    pub fn allocate(&mut self, need: &Need<'_>) -> Allocation {
        let mut allocation =
            Allocation { rostered: Vec::new(), off_line: Vec::new(), unstaffed: Vec::new(), unused: 0 };
        let shortest = self.shifts.iter().map(Shift::slots).min().unwrap_or(1).max(1) as u64;
        let (mut hand, mut before) = (0.0, Vec::new());
        for days in weeks(need.staff.len(), self.weekday) {
            let staff_days: f64 = need.staff[days.clone()].iter().map(|s| f64::from(*s)).sum();
            hand += staff_days * self.shrinkage.hours_a_day() * HOUR / crate::time::HALF_HOUR;
            let work = (hand / shortest as f64 + 1e-9).floor() as u64 * shortest;
            let kept = self.kept(need, staff_days / days.len() as f64, days.len());
            let week = self.planned(need, &WeekInputs { days, before: &before, work, kept });
            // Work that found no seat is lost; what did not make a shift is carried over.
            hand -= work as f64;
            allocation.unused += week.left / shortest;
            if self.shifts.iter().any(|shift| shift.slots() as u64 > shortest) {
                hand += (week.left % shortest) as f64;
            }
            allocation.rostered.extend(week.rostered);
            allocation.off_line.extend(week.off_line);
            before = week.beyond;
        }
        let people = on_duty(&self.shifts, &allocation.rostered);
        allocation.unstaffed = (0..people.len()).filter(|slot| people[*slot] == 0).collect();
        allocation
    }

    /// Returns how many half hours a site with a partner keeps in a week: as many as it can keep a *post* staffed in,
    /// absence and breaks counted. None where that is all of them.
    fn kept(&self, need: &Need<'_>, staff: f64, days: usize) -> Option<usize> {
        let posts = staff * self.shrinkage.inbound_share / self.shrinkage.people_per_post();
        let share = posts / f64::from(self.shrinkage.minimum.max(1));
        let kept = || (share * (days * HALF_HOURS) as f64 + 1e-9).floor() as usize;
        (need.partner && share < 1.0).then(kept)
    }

    fn planned(&mut self, need: &Need<'_>, inputs: &WeekInputs<'_>) -> PlannedWeek {
        let key = key(need, inputs);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let slots = inputs.days.start * HALF_HOURS..inputs.days.end * HALF_HOURS;
        let traffic = need.calls[slots.clone()].iter().zip(&need.load[slots.clone()]);
        let curves: Vec<Curve> = traffic.map(|(calls, load)| self.losses.curve(*calls, *load)).collect();
        let present = vec![self.shrinkage.present(); inputs.days.len()];
        let week = Week {
            shifts: &self.shifts,
            curves: &curves,
            calls: &need.calls[slots],
            seats: &need.seats[inputs.days.clone()],
            present: &present,
            before: inputs.before,
            first: inputs.days.start == 0,
            last: inputs.days.end == need.staff.len(),
        };
        let planned = self.plan(week, inputs);
        self.known.insert(key, planned.clone());
        planned
    }

    fn plan(&self, week: Week<'_>, inputs: &WeekInputs<'_>) -> PlannedWeek {
        let mut placement = Placement::new(week, &self.losses);
        let left = cover(&mut placement, inputs.work, self.shrinkage.minimum, inputs.kept);
        let left = match self.spread {
            Spread::FewestLost => {
                let left = placement.fill(left);
                let left = exchange(&mut placement, left, self.shrinkage.minimum);
                placement.fill(left)
            }
            Spread::Equal => placement.spread(left),
        };
        let beyond = placement.people()[inputs.days.len() * HALF_HOURS..].to_vec();
        let off_line = placement.off_line(self.shrinkage.planned);
        PlannedWeek { rostered: placement.rostered(), off_line, beyond, left }
    }
}

/// Everything that a week's plan depends on.
fn key(need: &Need<'_>, inputs: &WeekInputs<'_>) -> Vec<u64> {
    let WeekInputs { days, before, work, kept } = inputs;
    let slots = days.start * HALF_HOURS..days.end * HALF_HOURS;
    let ends = [u64::from(days.start == 0), u64::from(days.end == need.staff.len())];
    let traffic = need.calls[slots.clone()].iter().chain(&need.load[slots]).map(|x| x.to_bits());
    let people = need.seats[days.clone()].iter().chain(before.iter()).map(|n| u64::from(*n));
    let limits = [*work, kept.map_or(u64::MAX, |kept| kept as u64)];
    ends.into_iter().chain(limits).chain(traffic).chain(people).collect()
}

/// Weeks to Sunday; the first and the last may be short.
fn weeks(dates: usize, weekday: usize) -> impl Iterator<Item = Range<usize>> {
    let first = (7 - weekday % 7).min(dates);
    let rest = (first..dates).step_by(7).map(move |start| start..(start + 7).min(dates));
    std::iter::once(0..first).chain(rest).filter(|week| !week.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_end_on_sundays_wherever_the_horizon_begins() {
        let starts: Vec<usize> = weeks(20, 3).map(|w| w.start).collect();
        assert_eq!(starts, [0, 4, 11, 18]);
        assert_eq!(weeks(14, 0).count(), 2);
        assert_eq!(weeks(0, 0).count(), 0);
    }
}
