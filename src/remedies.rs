//! Remedies for a week in which one front line misses the target.
//!
//! Each remedy is another model of the same week on the same callers: people whose shifts may begin at any half hour,
//! people added ([`placed`]), calls that wait too long handed to another site ([`Model::with_overflow`]). People are
//! placed as rotas are ([`planning`](crate::planning)); the effect is then simulated.

use crate::dist::Dist;
use crate::model::{Busyness, GroupId, Model, Staffing};
use crate::planning::cover::cover;
use crate::planning::exchange::exchange;
use crate::planning::losses::{self, Curve};
use crate::planning::placement::{Placement, Week};
use crate::time::{DAY, HALF_HOUR, HALF_HOURS};
use crate::workforce::{Shift, ShiftPlan, on_duty};

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

/// Places the same hours of work as are rostered and `more` shifts anew from day `lead` on, each where it saves most
/// calls, with shifts that may begin at any half hour; returns the model, and how many of those rostered moved. None if
/// the group has no shift plan.
pub fn placed(
    model: &Model,
    group: GroupId,
    losses: &mut Losses<'_>,
    lead: usize,
    more: u32,
) -> Option<(Model, u32)> {
    let Staffing::ShiftPlan(plan) = &model.groups().get(group.index())?.staffing else { return None };
    let before = plan.rostered.get(lead..).filter(|days| !days.is_empty())?;
    let shifts = free_starts(plan);
    let added = u64::from(more) * plan.shifts.first().map_or(0, Shift::slots) as u64;
    let (week, off) = place(plan, &shifts, losses, model.busyness(), lead, added);
    let moved = |(now, before): (&Vec<u32>, &Vec<u32>)| -> u32 {
        before.iter().zip(now).map(|(before, now)| before.saturating_sub(*now)).sum()
    };
    let moved = week.iter().zip(before).map(moved).sum();
    let rostered = with_room(&plan.rostered[..lead], shifts.len()).into_iter().chain(week).collect();
    let off_line = plan.off_line.iter().copied().take(lead * HALF_HOURS).chain(off).collect();
    Some((model.with_shifts(group, shifts, rostered, off_line), moved))
}

/// The plan's own shifts, then ones as long as the first of them from every other half hour.
fn free_starts(plan: &ShiftPlan) -> Vec<Shift> {
    let length = plan.shifts.first().map_or(DAY, |shift| shift.length);
    let taken = |slot: &usize| plan.shifts.iter().any(|shift| shift.first_slot() == *slot);
    let others = (0..HALF_HOURS).filter(|slot| !taken(slot));
    let others = others.map(|slot| Shift { start: slot as f64 * HALF_HOUR, length });
    plan.shifts.iter().copied().chain(others).collect()
}

/// Rows with nobody on the shifts that were added at the end.
fn with_room(rows: &[Vec<u32>], shifts: usize) -> Vec<Vec<u32>> {
    let wide = |row: &Vec<u32>| row.iter().copied().chain(std::iter::repeat(0)).take(shifts).collect();
    rows.iter().map(wide).collect()
}

/// Places everybody rostered from day `lead` on, and `added` half hours of work; returns people by date and shift, and
/// those off the line by half hour, the same share of hours as before; none where there are none.
fn place(
    plan: &ShiftPlan,
    shifts: &[Shift],
    losses: &mut Losses<'_>,
    busyness: Option<Busyness>,
    lead: usize,
    added: u64,
) -> (Vec<Vec<u32>>, Vec<u32>) {
    let days = lead..plan.rostered.len();
    let slots = days.start * HALF_HOURS..days.end * HALF_HOURS;
    let rostered = plan.rostered[days.clone()].iter().flat_map(|row| row.iter().zip(&plan.shifts));
    let work: u64 = rostered.map(|(people, shift)| u64::from(*people) * shift.slots() as u64).sum();
    let mut earlier = plan.rostered.clone();
    earlier[days.clone()].iter_mut().flatten().for_each(|people| *people = 0);
    let (before, now) = (on_duty(&plan.shifts, &earlier), on_duty(&plan.shifts, &plan.rostered));
    let last = |list: &[u32], day: usize| list.get(day).or(list.last()).copied().unwrap_or(0);
    let seats: Vec<u32> = days.clone().map(|day| last(&plan.seats, day)).collect();
    let present: Vec<f64> = days.map(|day| plan.present_on(day)).collect();
    let traffic = losses.traffic;
    let (table, curves) = losses.solved(busyness, seats.iter().max().copied().unwrap_or(0));
    let week = Week {
        shifts,
        curves: &curves[slots.clone()],
        calls: &traffic.calls[slots.clone()],
        seats: &seats,
        present: &present,
        before: &before[slots.clone()],
        first: lead == 0,
        last: true,
    };
    let mut placement = Placement::new(week, table);
    if plan.hands_over {
        // What another site takes stays with it.
        placement.close(|week, cell| week.worked(cell).any(|slot| now[slots.start + slot] == 0));
    }
    let left = cover(&mut placement, work + added, 1, None);
    let left = placement.fill(left);
    let left = exchange(&mut placement, left, 1);
    placement.fill(left);
    let off: u32 = plan.off_line.iter().skip(slots.start).sum();
    let people: u32 = now[slots].iter().sum();
    let off_line = match plan.off_line.len() {
        0 => Vec::new(),
        _ => placement.off_line(f64::from(off) / f64::from(people.max(1))),
    };
    (placement.rostered(), off_line)
}

/// Expected losses at a front line, solved once for all that is tried.
pub struct Losses<'a> {
    traffic: Traffic<'a>,
    solved: Option<(losses::Losses, Vec<Curve>)>,
}

impl<'a> Losses<'a> {
    /// Starts with nothing solved.
    pub fn new(traffic: Traffic<'a>) -> Losses<'a> {
        Losses { traffic, solved: None }
    }

    /// Returns the table and the curve of every half hour, made at the first call.
    fn solved(&mut self, busyness: Option<Busyness>, seats: u32) -> &(losses::Losses, Vec<Curve>) {
        let Traffic { calls, load, patience } = self.traffic;
        self.solved.get_or_insert_with(|| {
            let mut table = losses::Losses::new(patience, busyness, seats);
            let curves = calls.iter().zip(load).map(|(calls, load)| table.curve(*calls, *load)).collect();
            (table, curves)
        })
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
            off_line: Vec::new(),
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

    fn plan(model: &Model) -> &ShiftPlan {
        match &model.groups()[0].staffing {
            Staffing::ShiftPlan(plan) => plan,
            _ => unreachable!("the group has a shift plan"),
        }
    }

    /// People on duty by half hour of the week.
    fn people(model: &Model) -> Vec<u32> {
        on_duty(&plan(model).shifts, &plan(model).rostered)[HALF_HOURS..].to_vec()
    }

    #[test]
    fn people_go_where_the_calls_are_and_none_is_lost() {
        let (model, calls, load) = model([5, 5]);
        let patience = Dist::exponential(120.0).unwrap();
        let traffic = Traffic { calls: &calls, load: &load, patience: &patience };
        let (better, moved) = placed(&model, GroupId::new(0), &mut Losses::new(traffic), 1, 0).unwrap();
        let sum = |model: &Model| plan(model).rostered[1..].iter().flatten().sum::<u32>();
        assert_eq!(plan(&better).rostered[0][..2], [5, 5], "the lead is left alone");
        assert_eq!(plan(&better).rostered[0].iter().sum::<u32>(), 10);
        assert_eq!(sum(&better), 20);
        let by_day = people(&better);
        assert!(by_day.iter().all(|people| *people >= 1));
        let busy: u32 = (0..96).filter(|slot| slot % 48 < 24).map(|slot| by_day[slot]).sum();
        assert!(f64::from(busy) > 1.5 * f64::from(by_day.iter().sum::<u32>() - busy), "{by_day:?}");
        assert!((1..=20).contains(&moved), "{moved}");
        let (more, _) = placed(&model, GroupId::new(0), &mut Losses::new(traffic), 1, 7).unwrap();
        assert_eq!(sum(&more), 27);
    }

    #[test]
    fn hours_of_another_site_stay_with_it() {
        let (model, calls, load) = model([5, 0]);
        let handed = model.with(|parts| match &mut parts.groups[0].staffing {
            Staffing::ShiftPlan(plan) => plan.hands_over = true,
            _ => unreachable!("the group has a shift plan"),
        });
        let patience = Dist::exponential(120.0).unwrap();
        let traffic = Traffic { calls: &calls, load: &load, patience: &patience };
        let (placed, _) = placed(&handed.unwrap(), GroupId::new(0), &mut Losses::new(traffic), 1, 3).unwrap();
        assert!((0..96).all(|slot| (people(&placed)[slot] > 0) == (slot % 48 < 24)));
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
