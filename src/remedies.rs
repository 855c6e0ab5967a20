//! Remedies for a week in which one front line misses the target.
//!
//! Each remedy is another model of the same week on the same callers: people moved between shifts, people added
//! ([`placed`]), calls that wait too long handed to another site ([`Model::with_overflow`]). People are placed where, by
//! M/M/n+G on the expected traffic of each hour, they answer most calls; the effect is then simulated.

use crate::dist::Dist;
use crate::model::{GroupId, Model, Staffing};
use crate::theory::{Queue, mmng::Mmng};
use crate::time::{HALF_HOUR, HALF_HOURS};
use crate::workforce::ShiftPlan;
use std::collections::BinaryHeap;

/// Expected traffic of a front line in each half hour of the model's horizon.
#[derive(Clone, Copy, Debug)]
pub struct Traffic<'a> {
    /// Calls.
    pub calls: &'a [f64],
    /// Their offered load in erlangs.
    pub load: &'a [f64],
    /// The wait that callers accept, in seconds.
    pub patience: &'a Dist,
}

/// Places the same number of person-shifts as are rostered and `more` anew from day `lead` on, where they answer most
/// calls; returns the model, and how many of those rostered moved. None if the group has no shift plan.
pub fn placed(
    model: &Model,
    group: GroupId,
    losses: &mut Losses<'_>,
    lead: usize,
    more: u32,
) -> Option<(Model, u32)> {
    let Staffing::ShiftPlan(plan) = &model.groups().get(group.index())?.staffing else { return None };
    let mut placed = plan.clone();
    let before = plan.rostered.get(lead..)?;
    place(&mut placed, losses, lead, more + before.iter().flatten().sum::<u32>());
    let pairs = placed.rostered[lead..].iter().flatten().zip(before.iter().flatten());
    let moved = pairs.map(|(now, before)| before.saturating_sub(*now)).sum();
    Some((model.with_rostered(group, &placed.rostered), moved))
}

/// A shift of a date, and what one person more would answer.
struct Cell {
    day: usize,
    shift: usize,
    people: u32,
    /// Calls expected to be lost with this many people, and with one more.
    lost: f64,
    next: f64,
}

/// A cell's place in the order of gains; ties to the earlier shift.
#[derive(PartialEq)]
struct Gain(f64, usize);

impl Eq for Gain {}

impl PartialOrd for Gain {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Gain {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then(other.1.cmp(&self.1))
    }
}

/// Puts every person where one more answers most calls, at least one in every shift that is staffed now.
fn place(plan: &mut ShiftPlan, losses: &mut Losses<'_>, lead: usize, budget: u32) {
    let mut left = budget;
    let mut cells = Vec::new();
    for day in lead..plan.rostered.len() {
        for shift in 0..plan.shifts.len() {
            let people = plan.rostered[day][shift].min(1).min(left);
            left -= people;
            if people > 0 {
                let lost = losses.of(plan, day, shift, people);
                cells.push(Cell { day, shift, people, lost, next: losses.of(plan, day, shift, people + 1) });
            }
        }
    }
    let gain = |index: usize, cell: &Cell| Gain(cell.lost - cell.next, index);
    let mut order: BinaryHeap<Gain> = cells.iter().enumerate().map(|(i, cell)| gain(i, cell)).collect();
    while left > 0 {
        let Some(Gain(_, index)) = order.pop() else { break };
        let cell = &mut cells[index];
        cell.people += 1;
        left -= 1;
        (cell.lost, cell.next) = (cell.next, losses.of(plan, cell.day, cell.shift, cell.people + 1));
        order.push(gain(index, cell));
    }
    cells.iter().for_each(|cell| plan.rostered[cell.day][cell.shift] = cell.people);
}

/// Expected losses at a front line, each half hour's solved once for every number of agents.
pub struct Losses<'a> {
    traffic: Traffic<'a>,
    /// By half hour: share lost with 0, 1, 2, ... agents.
    known: Vec<Vec<f64>>,
}

/// Every how many half hours a shift is judged.
const EVERY: usize = 4;

impl<'a> Losses<'a> {
    /// Starts with nothing solved.
    pub fn new(traffic: Traffic<'a>) -> Losses<'a> {
        Losses { traffic, known: Vec::new() }
    }

    /// Returns the calls lost in a shift of so many people, judged by some of its half hours.
    fn of(&mut self, plan: &ShiftPlan, day: usize, shift: usize, people: u32) -> f64 {
        let of = plan.shifts[shift];
        let begin = day * HALF_HOURS + of.first_slot();
        let seats = f64::from(plan.seats.get(day).or(plan.seats.last()).copied().unwrap_or(0));
        let here = 1.0 - plan.absence.get(day).or(plan.absence.last()).copied().unwrap_or(0.0);
        let slots = begin..(begin + of.slots()).min(self.traffic.calls.len());
        let lost = |slot: usize| {
            // Breaks are spread over the inner half hours.
            let agents = (f64::from(people) * here * (1.0 - plan.breaks)).min(seats);
            EVERY as f64 * self.traffic.calls[slot] * self.share(slot, agents)
        };
        slots.skip(EVERY / 2).step_by(EVERY).map(lost).sum()
    }

    /// Returns the share of a half hour's calls that abandon, between the two whole numbers of agents.
    fn share(&mut self, slot: usize, agents: f64) -> f64 {
        let (low, part) = (agents.floor(), agents.fract());
        let (a, b) = (self.at(slot, low as usize), self.at(slot, low as usize + 1));
        a + part * (b - a)
    }

    fn at(&mut self, slot: usize, agents: usize) -> f64 {
        if self.known.len() <= slot {
            self.known.resize(slot + 1, Vec::new());
        }
        while self.known[slot].len() <= agents {
            let share = self.solve(slot, self.known[slot].len());
            self.known[slot].push(share);
        }
        self.known[slot][agents]
    }

    fn solve(&self, slot: usize, agents: usize) -> f64 {
        let (calls, load) = (self.traffic.calls[slot], self.traffic.load[slot]);
        if calls <= 0.0 || load <= 0.0 {
            return 0.0;
        }
        let (rate, agents) = (calls / HALF_HOUR, agents as u32);
        let queue = Queue { arrival_rate: rate, service_mean: load / rate, agents };
        match agents {
            0 => 1.0,
            // Callers who never abandon are not lost; they only wait.
            _ => Mmng::new(queue, self.traffic.patience).map_or(0.0, |solved| solved.p_abandon),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ModelParts;
    use crate::time::HOUR;
    use crate::workforce::Shift;

    /// Two twelve-hour shifts a day, the first with four times the calls of the second.
    fn model(rostered: [u32; 2]) -> (Model, Vec<f64>, Vec<f64>) {
        let (talk, patience) = (Dist::exponential(240.0).unwrap(), Dist::exponential(120.0).unwrap());
        let mut model = ModelParts::single_queue(60.0, talk, patience, 1, 3.0);
        let shift = |start: f64| Shift { start: start * HOUR, length: 12.0 * HOUR };
        model.groups[0].staffing = Staffing::ShiftPlan(ShiftPlan {
            shifts: vec![shift(0.0), shift(12.0)],
            rostered: vec![rostered.to_vec(); 3],
            absence: vec![0.1],
            breaks: 0.1,
            seats: vec![30; 3],
            lines_per_seat: None,
            hands_over: false,
        });
        let model = Model::new(model).unwrap();
        let calls: Vec<f64> = (0..144).map(|slot| if slot % 48 < 24 { 40.0 } else { 10.0 }).collect();
        let load = calls.iter().map(|calls| calls * 240.0 / HALF_HOUR).collect();
        (model, calls, load)
    }

    fn rostered(model: &Model) -> &[Vec<u32>] {
        match &model.groups()[0].staffing {
            Staffing::ShiftPlan(plan) => &plan.rostered,
            _ => &[],
        }
    }

    #[test]
    fn people_go_where_the_calls_are_and_none_is_lost() {
        let (model, calls, load) = model([5, 5]);
        let patience = Dist::exponential(120.0).unwrap();
        let traffic = Traffic { calls: &calls, load: &load, patience: &patience };
        let (better, moved) = placed(&model, GroupId::new(0), &mut Losses::new(traffic), 1, 0).unwrap();
        let rows = rostered(&better);
        assert_eq!(rows[0], [5, 5], "the lead is left alone");
        assert!(rows[1][0] > 6 && rows[1][1] >= 1 && rows[1] == rows[2], "{rows:?}");
        assert_eq!(rows[1..].iter().flatten().sum::<u32>(), 20);
        assert_eq!(moved, 2 * (5 - rows[1][1]));
        let (more, _) = placed(&model, GroupId::new(0), &mut Losses::new(traffic), 1, 7).unwrap();
        assert_eq!(rostered(&more)[1..].iter().flatten().sum::<u32>(), 27);
        assert!(rostered(&more).iter().flatten().zip(rows.iter().flatten()).all(|(more, few)| more >= few));
    }

    #[test]
    fn a_part_has_the_same_callers_as_the_whole() {
        use crate::engine::{CallSource, ModelCalls, Wanted};
        use crate::rng::Key;
        let start = Some(jiff::civil::date(2021, 4, 26));
        let model = model([5, 5]).0.with(|m| m.horizon.start = start).unwrap();
        let all = |model: &Model| {
            let mut callers = ModelCalls::new(model, Key::new(3));
            let (mut row, mut all) = (Vec::new(), Vec::new());
            loop {
                row.clear();
                callers.next_calls(&mut row, Wanted { durations: false, patience: false });
                if row.is_empty() {
                    return all;
                }
                all.extend(row.iter().map(|call| (call.at, call.id)));
            }
        };
        let day = crate::time::DAY;
        let whole: Vec<_> = all(&model).into_iter().filter(|(at, _)| (day..3.0 * day).contains(at)).collect();
        let part = all(&model.part(1..3, 1));
        assert_eq!(whole.len(), part.len());
        assert!(whole.iter().zip(&part).all(|(a, b)| (a.0 - day - b.0).abs() < 1e-6 && a.1 == b.1));
    }
}
