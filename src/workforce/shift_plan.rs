//! The shift plan: whole people on shifts, their absence and their breaks, and so N(t).

use super::presence::Presence;
use super::step::Step;
use crate::rng::{Key, Purpose, uniform};
use crate::time::{HALF_HOUR, HALF_HOURS, HOUR, Horizon};

/// Whole people on shifts: the shift plan of one site over the horizon.
///
/// Shifts begin and end on half hours. A shift that runs past midnight belongs to the date on which
/// it begins; the one that reaches into the first date is staffed like the first date's.
#[derive(Clone, Debug, PartialEq)]
pub struct ShiftPlan {
    /// Shifts that may begin on every date; they may overlap and differ in length, and no two begin together.
    pub shifts: Vec<Shift>,
    /// People rostered, by date and shift; half hours with nobody are handed to the partner.
    pub rostered: Vec<Vec<u32>>,
    /// Probability that a rostered person is absent from a shift by sickness, by date; the last value holds on.
    pub absence: Vec<f64>,
    /// People off the line as planned (training, other), by half hour of the horizon; empty where there are none.
    pub off_line: Vec<u32>,
    /// Share of a shift spent on breaks, in staggered half hours.
    pub breaks: f64,
    /// Seats ready, by date.
    pub seats: Vec<u32>,
    /// Trunks per seat; none = no limit.
    pub lines_per_seat: Option<u32>,
    /// Whether hours without rostered people are closed, for another group to take over.
    pub hands_over: bool,
}

/// A part of the day, begun on every date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// Seconds after midnight.
    pub start: f64,
    /// Seconds; may run past midnight.
    pub length: f64,
}

impl Shift {
    /// Returns the first half hour of the day, from 0.
    pub fn first_slot(&self) -> usize {
        (self.start / HALF_HOUR).round() as usize
    }

    /// Returns the length in half hours.
    pub fn slots(&self) -> usize {
        (self.length / HALF_HOUR).round() as usize
    }
}

/// Counts the people on duty in every half hour of the dates, absence and breaks left aside. The shifts that reach into
/// the first date are staffed like the first date's.
pub fn on_duty(shifts: &[Shift], rostered: &[Vec<u32>]) -> Vec<u32> {
    let mut people = vec![0; rostered.len() * HALF_HOURS];
    let before = rostered.first().map(|row| (-1, row));
    for (day, row) in before.into_iter().chain((0..).zip(rostered)) {
        for (shift, rostered) in shifts.iter().zip(row) {
            let begin = day * HALF_HOURS as i64 + shift.first_slot() as i64;
            let worked = (begin..begin + shift.slots() as i64).filter_map(|slot| usize::try_from(slot).ok());
            worked.for_each(|slot| people.get_mut(slot).into_iter().for_each(|people| *people += rostered));
        }
    }
    people
}

impl ShiftPlan {
    /// Returns the steps of agents on duty in one replication. Every rostered person is absent from a shift by a
    /// uniform variate of their own (key: replication, group, date, start of the shift, person), so a bigger plan adds
    /// people and changes no other person's absence (breaks are shared out anew among those present).
    pub fn steps(&self, group: &str, horizon: &Horizon, replication: Key) -> Vec<Step> {
        let site = replication.named(group);
        let (mut people, mut staffed) = (vec![0_u32; horizon.slots()], vec![false; horizon.slots()]);
        for (day, shift) in self.shifts_of(horizon) {
            let rostered = self.rostered_on(day, shift);
            let key = site.with(day_number(horizon, day)).with(self.shifts[shift].first_slot() as u64);
            let present = self.present(rostered, self.absence_on(day), key);
            for (k, slot) in self.slots_of(day, shift, horizon) {
                people[slot] += self.on_line(present, k, self.shifts[shift].slots());
                staffed[slot] |= rostered > 0;
            }
        }
        let step = |slot: usize| {
            let seats = self.seats_on(slot / HALF_HOURS);
            let agents = self.covered(people[slot], slot);
            Step {
                at: slot as f64 * HALF_HOUR,
                agents: if staffed[slot] { agents.min(seats) } else { 0 },
                seats,
                lines: self.lines_per_seat.map_or(u32::MAX, |per| per.saturating_mul(seats)),
                open: staffed[slot] || !self.hands_over,
            }
        };
        let begun = (0..horizon.slots()).map(step).take_while(|s| s.at < horizon.end() || s.at == 0.0);
        let mut steps: Vec<Step> = begun.collect();
        steps.dedup_by(|later, earlier| Step { at: earlier.at, ..*later } == *earlier);
        steps
    }

    /// Returns the expected agents on duty in a half hour (0 to 47) of a day: the mean of N(t) over absences. Shifts that
    /// overlap are independent; where their people may outnumber the seats, or all be away, the distribution of the sum
    /// is made.
    pub fn expected(&self, day: usize, half_hour: usize) -> f64 {
        let (seats, slot) = (self.seats_on(day), day * HALF_HOURS + half_hour);
        if self.on_duty(day, half_hour) == 0 {
            return 0.0;
        }
        let on_line: Vec<Presence> =
            self.covering(day, half_hour).map(|(day, shift, k)| self.presence(day, shift, k)).collect();
        let off = self.off_line_in(slot);
        let sum = |of: fn(&Presence) -> u32| on_line.iter().map(of).sum::<u32>();
        if sum(Presence::greatest) <= seats + off && sum(Presence::least) > off {
            return on_line.iter().map(|people| people.mean(|n| n)).sum::<f64>() - f64::from(off);
        }
        let sum = on_line.iter().fold(Presence::certain(0), |sum, people| sum.plus(people));
        sum.mean(|people| self.covered(people, slot).min(seats))
    }

    /// Returns the expected hours in a half hour (0 to 47) of a day for which a colleague is called in, because nobody of
    /// those rostered is there.
    pub fn called_in(&self, day: usize, half_hour: usize) -> f64 {
        let (mut rostered, mut away) = (0, 1.0);
        for (day, shift, _) in self.covering(day, half_hour) {
            let people = self.rostered_on(day, shift);
            rostered += people;
            away *= libm::pow(self.absence_on(day), f64::from(people));
        }
        if rostered == 0 { 0.0 } else { away * HALF_HOUR / HOUR }
    }

    /// Agents when so many people are on the line before time off as planned: the last of them stays, and for a post
    /// whose people are all absent a colleague is called in.
    fn covered(&self, on_line: u32, slot: usize) -> u32 {
        on_line.saturating_sub(self.off_line_in(slot)).max(1)
    }

    /// Returns the people off the line as planned in a half hour of the horizon.
    pub fn off_line_in(&self, slot: usize) -> u32 {
        self.off_line.get(slot).copied().unwrap_or(0)
    }

    /// Returns the agents on the line per person on a shift of a day: those who are not absent and not on a break.
    pub fn present_on(&self, day: usize) -> f64 {
        (1.0 - self.absence_on(day as i64)) * (1.0 - self.breaks)
    }

    /// Returns the people rostered in a half hour (0 to 47) of a day, absence and breaks left aside.
    pub fn on_duty(&self, day: usize, half_hour: usize) -> u32 {
        self.covering(day, half_hour).map(|(day, shift, _)| self.rostered_on(day, shift)).sum()
    }

    /// The shifts that cover a half hour, begun today or yesterday: day, shift, place within the shift.
    pub(super) fn covering(&self, day: usize, half_hour: usize) -> impl Iterator<Item = (i64, usize, usize)> {
        [0, 1].into_iter().flat_map(move |back: usize| {
            let at = half_hour + back * HALF_HOURS;
            self.shifts.iter().enumerate().filter_map(move |(s, shift)| {
                let k = at.checked_sub(shift.first_slot())?;
                (k < shift.slots()).then_some((day as i64 - back as i64, s, k))
            })
        })
    }

    /// The number on the line in a half hour of a shift.
    fn presence(&self, day: i64, shift: usize, k: usize) -> Presence {
        let present = Presence::of(self.rostered_on(day, shift), self.absence_on(day));
        present.map(|present| self.on_line(present, k, self.shifts[shift].slots()))
    }

    /// Dates and shifts that reach into the horizon: the day before comes first.
    fn shifts_of(&self, horizon: &Horizon) -> impl Iterator<Item = (i64, usize)> + use<> {
        let (dates, shifts) = (horizon.dates() as i64, self.shifts.len());
        (-1..dates).flat_map(move |day| (0..shifts).map(move |shift| (day, shift)))
    }

    /// The half hours of a shift that lie in the horizon: place within the shift, slot of the horizon.
    fn slots_of(
        &self,
        day: i64,
        shift: usize,
        horizon: &Horizon,
    ) -> impl Iterator<Item = (usize, usize)> + use<> {
        let begin = day * HALF_HOURS as i64 + self.shifts[shift].first_slot() as i64;
        let (length, end) = (self.shifts[shift].slots(), horizon.slots() as i64);
        let slot = move |k: usize| (begin + k as i64, k);
        (0..length).map(slot).filter(move |(at, _)| (0..end).contains(at)).map(|(at, k)| (k, at as usize))
    }

    pub(super) fn rostered_on(&self, day: i64, shift: usize) -> u32 {
        let date = usize::try_from(day).unwrap_or(0);
        self.rostered.get(date).and_then(|shifts| shifts.get(shift)).copied().unwrap_or(0)
    }

    pub(super) fn seats_on(&self, day: usize) -> u32 {
        self.seats.get(day).or(self.seats.last()).copied().unwrap_or(0)
    }

    pub(super) fn absence_on(&self, day: i64) -> f64 {
        let date = usize::try_from(day).unwrap_or(0);
        self.absence.get(date).or(self.absence.last()).copied().unwrap_or(0.0)
    }

    fn present(&self, rostered: u32, absence: f64, shift: Key) -> u32 {
        let here = |person: &u64| uniform(&mut shift.nth(*person).stream(Purpose::Absence)) >= absence;
        (0..u64::from(rostered)).filter(here).count() as u32
    }

    /// People on the line in half hour `k` of a shift of `slots` half hours, of those present: breaks
    /// are spread evenly over the inner half hours and leave one agent on duty at least.
    fn on_line(&self, present: u32, k: usize, slots: usize) -> u32 {
        if slots <= 2 || k == 0 || k + 1 == slots {
            return present;
        }
        let total = (f64::from(present) * self.breaks * slots as f64).round() as u64;
        let (inner, k) = (slots as u64 - 2, k as u64 - 1);
        // Breaks begun by the end of inner half hour k, rounded half up: differences are as even as can be.
        let until = |k: u64| (2 * total * k + inner) / (2 * inner);
        let away = (until(k + 1) - until(k)).min(u64::from(present.saturating_sub(1)));
        present - away as u32
    }
}

/// A stable number for keys: the day before the horizon precedes its first.
fn day_number(horizon: &Horizon, day: i64) -> u64 {
    let number = usize::try_from(day).map_or_else(|_| horizon.day_number(0) + day, |d| horizon.day_number(d));
    number.cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Vec<Shift> {
        [0.0, 8.0, 16.0].map(|h| Shift { start: h * HOUR, length: 8.0 * HOUR }).into()
    }

    fn plan(rostered: [u32; 3], days: usize) -> ShiftPlan {
        ShiftPlan {
            shifts: three(),
            rostered: vec![rostered.to_vec(); days],
            absence: vec![0.12],
            off_line: Vec::new(),
            breaks: 0.12,
            seats: vec![50; days],
            lines_per_seat: Some(3),
            hands_over: false,
        }
    }

    const GROUP: &str = "baishan";

    fn horizon(days: usize) -> Horizon {
        Horizon { days: days as f64, warm_up: 0.0, start: Some(jiff::civil::date(2021, 4, 26)) }
    }

    fn agents_at(steps: &[Step], t: f64) -> u32 {
        steps.iter().rev().find(|s| s.at <= t).unwrap().agents
    }

    #[test]
    fn steps_start_at_0_increase_and_differ() {
        let plan = plan([3, 12, 8], 30);
        let steps = plan.steps(GROUP, &horizon(30), Key::new(1));
        assert_eq!(steps[0].at, 0.0);
        assert!(steps.windows(2).all(|w| w[0].at < w[1].at && Step { at: w[0].at, ..w[1] } != w[0]));
        assert!(steps.iter().all(|s| s.at < 30.0 * 86_400.0 && s.agents <= s.seats && s.open));
        assert!(steps.iter().all(|s| s.lines == 150));
    }

    #[test]
    fn a_bigger_plan_adds_people_and_moves_nobody() {
        let steps = |people: u32| {
            let plan = ShiftPlan { breaks: 0.0, ..plan([3, people, 8], 30) };
            plan.steps(GROUP, &horizon(30), Key::new(1))
        };
        let (few, many) = (steps(12), steps(13));
        let mut added = 0;
        for slot in 0..30 * 48 {
            let t = slot as f64 * HALF_HOUR;
            let more = agents_at(&many, t) - agents_at(&few, t);
            assert!(more == 0 || more == 1 && (16..32).contains(&(slot % 48)), "slot {slot}");
            added += more;
        }
        assert!(added > 20 * 16 && added % 16 == 0, "present in whole shifts: {added}");
    }

    #[test]
    fn breaks_take_their_share_of_the_shift_spare_its_ends_and_leave_somebody() {
        let plan = plan([0, 0, 0], 1);
        for present in 0..=60 {
            let away: Vec<u32> = (0..16).map(|k| present - plan.on_line(present, k, 16)).collect();
            assert_eq!((away[0], away[15]), (0, 0));
            assert!(present == 0 || away.iter().all(|a| *a < present));
            if present > 1 {
                let total = f64::from(present) * 0.12 * 16.0;
                assert!((f64::from(away.iter().sum::<u32>()) - total).abs() <= 0.5, "{present}: {away:?}");
                let inner = &away[1..15];
                assert!(inner.iter().max().unwrap() - inner.iter().min().unwrap() <= 1);
            }
        }
    }

    #[test]
    fn expected_agents_are_the_mean_over_replications() {
        let mut plan = plan([3, 12, 60], 2);
        // Overlapping, over midnight, and more people than the 50 seats in the evening.
        plan.shifts = [(2.0, 8.0), (7.0, 12.0), (18.0, 8.0)]
            .map(|(h, l)| Shift { start: h * HOUR, length: l * HOUR })
            .into();
        const RUNS: u64 = 4_000;
        let mut sums = vec![0.0; 96];
        for run in 0..RUNS {
            let steps = plan.steps(GROUP, &horizon(2), Key::new(5).nth(run));
            for (slot, sum) in sums.iter_mut().enumerate() {
                *sum += f64::from(agents_at(&steps, slot as f64 * HALF_HOUR));
            }
        }
        for (slot, sum) in sums.iter().enumerate() {
            let expected = plan.expected(slot / 48, slot % 48);
            // sd of a count of at most 60 people with absence 0.12 is at most 2.6; 5 standard errors.
            assert!((sum / RUNS as f64 - expected).abs() < 0.2, "slot {slot}: {sum} {expected}");
        }
        assert!(plan.expected(0, 0) > 40.0, "the evening before reaches into the first date");
    }

    #[test]
    fn time_off_the_line_never_takes_the_last_and_an_empty_post_is_covered() {
        let mut plan = plan([1, 4, 0], 2);
        (plan.off_line, plan.absence) = (vec![2; 96], vec![0.4]);
        const RUNS: u64 = 4_000;
        let (mut sums, mut none) = ([0.0; 48], 0.0);
        for run in 0..RUNS {
            let replication = Key::new(5).nth(run);
            let steps = plan.steps(GROUP, &horizon(2), replication);
            let key = replication.named(GROUP).with(day_number(&horizon(2), 0)).with(0);
            none += f64::from(u8::from(plan.present(1, 0.4, key) == 0));
            for (slot, sum) in sums.iter_mut().enumerate() {
                let agents = agents_at(&steps, slot as f64 * HALF_HOUR);
                assert_eq!(agents >= 1, slot < 32, "slot {slot}");
                *sum += f64::from(agents);
            }
        }
        for (slot, sum) in sums.iter().enumerate() {
            let expected = plan.expected(0, slot);
            assert!((sum / RUNS as f64 - expected).abs() < 0.06, "slot {slot}: {sum} {expected}");
        }
        assert!((plan.called_in(0, 3) - 0.5 * 0.4).abs() < 1e-12);
        assert!((none / RUNS as f64 - 0.4).abs() < 0.04);
        assert!((plan.called_in(0, 20) - 0.5 * libm::pow(0.4, 4.0)).abs() < 1e-12);
        assert_eq!(plan.called_in(0, 40), 0.0);
    }

    #[test]
    fn people_on_duty_are_those_of_all_shifts_that_overlap() {
        let mut plan = plan([3, 12, 60], 2);
        plan.shifts = [0.0, 4.0, 20.0].map(|h| Shift { start: h * HOUR, length: 8.0 * HOUR }).into();
        plan.rostered[1] = vec![1, 2, 4];
        let people = on_duty(&plan.shifts, &plan.rostered);
        for (slot, people) in people.iter().enumerate() {
            assert_eq!(*people, plan.on_duty(slot / 48, slot % 48), "slot {slot}");
        }
        assert_eq!([0, 8, 16, 24, 40, 48, 56].map(|slot| people[slot]), [63, 15, 12, 0, 60, 61, 3]);
    }

    #[test]
    fn hours_without_people_close_a_site_that_has_a_partner() {
        let steps = |hands_over| {
            let plan = ShiftPlan { hands_over, ..plan([0, 4, 0], 2) };
            plan.steps(GROUP, &horizon(2), Key::new(1))
        };
        assert!(steps(false).iter().all(|s| s.open));
        let handed = steps(true);
        assert!(!handed[0].open && handed[0].agents == 0);
        let open: Vec<f64> = handed.iter().filter(|s| s.open).map(|s| s.at / HOUR % 24.0).collect();
        assert!(open.iter().all(|h| (8.0..16.0).contains(h)) && !open.is_empty());
    }

    #[test]
    fn seats_cap_the_people_on_the_line() {
        let mut plan = plan([3, 12, 8], 2);
        plan.seats = vec![5, 9];
        let steps = plan.steps(GROUP, &horizon(2), Key::new(1));
        assert!(steps.iter().all(|s| s.agents <= if s.at < 86_400.0 { 5 } else { 9 }));
        assert_eq!(agents_at(&steps, 8.0 * HOUR), 5);
    }
}
