//! Rotas: near the best of all, and within hours, seats and the minimum on duty.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use hotseat::dist::Dist;
use hotseat::model::Busyness;
use hotseat::planning::cover::cover;
use hotseat::planning::exchange::exchange;
use hotseat::planning::losses::{Curve, Losses};
use hotseat::planning::placement::{Placement, Week};
use hotseat::planning::rota::{Need, RotaPlanner, Spread};
use hotseat::rng::{Key, Purpose, uniform};
use hotseat::time::{HALF_HOUR, HALF_HOURS, HOUR};
use hotseat::workforce::{Shift, Shrinkage, on_duty};
use proptest::prelude::*;
use std::path::Path;

const BUSYNESS: Busyness = Busyness { day_cv: 0.13, hour_cv: 0.15, hour_lag: 0.5, shares: [0.3, 0.2, 0.5] };
const PRESENT: f64 = 0.77;
const SLOTS: usize = 7 * HALF_HOURS;

fn shifts(of: &[(f64, f64)]) -> Vec<Shift> {
    of.iter().map(|(start, length)| Shift { start: start * HOUR, length: length * HOUR }).collect()
}

fn staggered() -> Vec<Shift> {
    shifts(&[0.0, 7.0, 8.0, 9.0, 10.0, 12.0, 14.0, 16.0, 20.0].map(|start| (start, 8.0)))
}

/// A week with what it takes to judge any rota of it.
struct Case {
    shifts: Vec<Shift>,
    losses: Losses,
    curves: Vec<Curve>,
    calls: Vec<f64>,
    seats: u32,
    /// Half hours of work.
    work: u64,
}

impl Case {
    fn new(shifts: Vec<Shift>, calls: &[f64], load: &[f64], seats: u32, work: u64) -> Case {
        let patience = Dist::exponential(430.0).unwrap();
        let mut losses = Losses::new(&patience, Some(BUSYNESS), seats);
        let curves = calls.iter().zip(load).map(|(calls, load)| losses.curve(*calls, *load)).collect();
        Case { shifts, losses, curves, calls: calls.to_vec(), seats, work }
    }

    fn random(number: u64) -> Case {
        let mut stream = Key::new(7).nth(number).stream(Purpose::Talk);
        let mut draw = |from: f64, to: f64| from + (to - from) * uniform(&mut stream);
        let level = libm::exp(draw(-0.5, 3.5));
        let day = |hour: f64| 0.1 + libm::exp(-0.5 * ((hour - 11.0) / 3.5) * ((hour - 11.0) / 3.5));
        let load: Vec<f64> =
            (0..SLOTS).map(|slot| level * day((slot % HALF_HOURS) as f64 / 2.0) * draw(0.6, 1.4)).collect();
        let handle = draw(200.0, 360.0);
        let calls: Vec<f64> = load.iter().map(|load| load * HALF_HOUR / handle).collect();
        let hours = 30.0 + 0.5 * load.iter().sum::<f64>() * draw(0.8, 1.8) / PRESENT;
        let seats = (2.2 * level / PRESENT) as u32 + 2;
        let mixed = shifts(&[(0.0, 8.0), (6.0, 6.0), (8.0, 10.0), (11.0, 5.0), (15.0, 9.0), (22.0, 8.0)]);
        let shifts = if number % 3 == 2 { mixed } else { staggered() };
        // Whole shifts: the bound may use every half hour, a rota of eight-hour shifts may not.
        let work = (21.0 * 8.0 + hours) as u64 * 2 / 16 * 16;
        Case::new(shifts, &calls, &load, seats, work)
    }

    /// Calls lost in a half hour with so many people.
    fn lost(&self, slot: usize, people: u32) -> f64 {
        self.losses.lost(&self.curves[slot], (f64::from(people) * PRESENT).min(f64::from(self.seats)))
    }

    /// Calls lost with the rota, and its people by half hour.
    fn greedy(&self) -> (f64, Vec<u32>) {
        let week = Week {
            shifts: &self.shifts,
            curves: &self.curves,
            calls: &self.calls,
            seats: &[self.seats; 7],
            present: &[PRESENT; 7],
            before: &[],
            first: false,
            last: true,
        };
        let mut placement = Placement::new(week, &self.losses);
        let left = cover(&mut placement, self.work, 1, None);
        let left = placement.fill(left);
        let left = exchange(&mut placement, left, 1);
        placement.fill(left);
        let used: u64 = placement
            .rostered()
            .iter()
            .flat_map(|row| row.iter().zip(&self.shifts))
            .map(|(people, shift)| u64::from(*people) * shift.slots() as u64)
            .sum();
        assert!(used <= self.work);
        (placement.lost(), placement.people()[..SLOTS].to_vec())
    }
}

/// An exact solver: people on shifts are a circulation. A person works forward along a shift and comes back through its
/// half hours, where each finds a cost (less what it saves), which grows with the people; such matrices are
/// totally unimodular. Hours have a price. A circulation without negative cycles is optimal for its price, and the sum,
/// less the price of all hours, bounds the loss of every rota with these hours from below.
struct Circulation<'a> {
    case: &'a Case,
    spans: Vec<(usize, usize, u64)>,
    taken: Vec<u32>,
    people: Vec<u32>,
}

/// More calls than any half hour has: what it costs to leave one unstaffed.
const UNSTAFFED: f64 = 1e4;

#[derive(Clone, Copy, Debug)]
enum Arc {
    Work(usize),
    Rest(usize),
    Add(usize),
    Remove(usize),
}

impl Circulation<'_> {
    fn new(case: &Case) -> Circulation<'_> {
        let of_day = |day: usize| {
            case.shifts.iter().map(move |shift| {
                let begin = day * HALF_HOURS + shift.first_slot();
                (begin.min(SLOTS), (begin + shift.slots()).min(SLOTS), shift.slots() as u64)
            })
        };
        let spans: Vec<_> = (0..7).flat_map(of_day).collect();
        Circulation { case, taken: vec![0; spans.len()], spans, people: vec![0; SLOTS] }
    }

    fn saving(&self, slot: usize, people: u32) -> f64 {
        let first = if people == 0 { UNSTAFFED } else { 0.0 };
        first + self.case.lost(slot, people) - self.case.lost(slot, people + 1)
    }

    /// Arcs with a free capacity: from, to, cost.
    fn arcs(&self, price: f64) -> Vec<(Arc, usize, usize, f64)> {
        let mut arcs = Vec::new();
        for (index, (begin, end, length)) in self.spans.iter().enumerate() {
            arcs.push((Arc::Work(index), *begin, *end, price * *length as f64));
            if self.taken[index] > 0 {
                arcs.push((Arc::Rest(index), *end, *begin, -price * *length as f64));
            }
        }
        for (slot, people) in self.people.iter().enumerate() {
            arcs.push((Arc::Add(slot), slot + 1, slot, -self.saving(slot, *people)));
            if *people > 0 {
                arcs.push((Arc::Remove(slot), slot, slot + 1, self.saving(slot, people - 1)));
            }
        }
        arcs
    }

    /// A cycle along which the cost falls, by Bellman and Ford.
    fn falling(&self, price: f64) -> Option<Vec<Arc>> {
        let arcs = self.arcs(price);
        let (mut cost, mut came) = (vec![0.0; SLOTS + 1], vec![usize::MAX; SLOTS + 1]);
        for round in 0..=SLOTS {
            let mut fell = None;
            for (index, (_, from, to, by)) in arcs.iter().enumerate() {
                if cost[*from] + by < cost[*to] - 1e-7 {
                    (cost[*to], came[*to]) = (cost[*from] + by, index);
                    fell = Some(*to);
                }
            }
            let from = fell?;
            let looked_for = round % 8 == 7 || round == SLOTS;
            if let Some(cycle) = looked_for.then(|| cycle(from, &came, &arcs)).flatten() {
                return Some(cycle);
            }
        }
        None
    }

    fn solve(&mut self, price: f64) {
        while let Some(cycle) = self.falling(price) {
            for arc in cycle {
                match arc {
                    Arc::Work(index) => self.taken[index] += 1,
                    Arc::Rest(index) => self.taken[index] -= 1,
                    Arc::Add(slot) => self.people[slot] += 1,
                    Arc::Remove(slot) => self.people[slot] -= 1,
                }
            }
        }
    }

    fn work(&self) -> u64 {
        self.taken.iter().zip(&self.spans).map(|(taken, span)| u64::from(*taken) * span.2).sum()
    }

    /// The greatest bound over prices of an hour.
    fn bound(mut self) -> f64 {
        let (mut low, mut high, mut best) = (0.0, 20.0, f64::NEG_INFINITY);
        for _ in 0..16 {
            let price = if high > 1.0 { high / 2.0 } else { 0.5 * (low + high) };
            self.solve(price);
            let unstaffed = self.people.iter().filter(|people| **people == 0).count() as f64;
            let lost: f64 = (0..SLOTS).map(|slot| self.case.lost(slot, self.people[slot])).sum();
            let hours = self.work() as f64 - self.case.work as f64;
            best = f64::max(best, lost + unstaffed * UNSTAFFED + price * hours);
            if hours > 0.0 {
                low = price
            } else {
                high = price
            }
            if high < 1e-6 {
                break;
            }
        }
        best
    }
}

/// The cycle among the last arcs into each node on the way back from one of them.
fn cycle(from: usize, came: &[usize], arcs: &[(Arc, usize, usize, f64)]) -> Option<Vec<Arc>> {
    let mut seen = vec![false; came.len()];
    let mut node = from;
    while !seen[node] {
        seen[node] = true;
        node = arcs.get(came[node])?.1;
    }
    let (start, mut cycle) = (node, Vec::new());
    loop {
        let (arc, before, _, _) = arcs[came[node]];
        cycle.push(arc);
        node = before;
        if node == start {
            return Some(cycle);
        }
    }
}

/// Returns the calls that the rota of a case loses and the bound below which none can; the rota lies within a share of it.
fn held(name: &str, case: &Case, within: f64) -> (f64, f64) {
    let (lost, people) = case.greedy();
    assert!(people.iter().all(|people| *people > 0), "{name}: an empty half hour");
    let bound = Circulation::new(case).bound();
    println!("{name}: {lost:.2} lost, at least {bound:.2} ({:+.2} %)", 100.0 * (lost / bound - 1.0));
    assert!(bound <= lost + 1e-6, "{name}: {lost} below {bound}");
    assert!(lost <= (1.0 + within) * bound + 0.05, "{name}: {lost} of {bound}");
    (lost, bound)
}

/// The bound is that of people who may be divided: where there are hardly enough to cover the clock, whole people placed one
/// by one stay some per cent above it. In sum the weeks are within 1.5 %.
#[test]
fn random_weeks_lose_hardly_more_than_the_best_rota() {
    let weeks = (0..12).map(|number| held(&format!("week {number}"), &Case::random(number), 0.08));
    let (lost, bound) = weeks.fold((0.0, 0.0), |sum, week| (sum.0 + week.0, sum.1 + week.1));
    println!("{lost:.2} of {bound:.2}: {:+.2} %", 100.0 * (lost / bound - 1.0));
    assert!(lost <= 1.015 * bound, "{lost} of {bound}");
}

#[test]
fn weeks_of_jilin_lose_hardly_more_than_the_best_rota() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/jilin-2021");
    let plan = hotseat::scenario::load_with(&folder, &[]).unwrap().plan.unwrap();
    for (site, week) in [(0, 6), (0, 28), (1, 10), (2, 9), (3, 20), (5, 27), (8, 10)] {
        let (of, days) = (&plan.sites[site], 7 * week..7 * week + 7);
        let slots = days.start * HALF_HOURS..days.end * HALF_HOURS;
        let staff: u32 = of.ramp_up.staff[days.clone()].iter().sum();
        let work = (f64::from(staff) * plan.shrinkage.hours_a_day() / 8.0) as u64 * 16;
        let seats = of.ramp_up.seats[days.start];
        let case = Case::new(staggered(), &of.calls[slots.clone()], &of.load[slots], seats, work);
        held(&format!("{}, week {week}", of.id), &case, 0.01);
    }
}

const SHRINKAGE: Shrinkage = Shrinkage {
    inbound_share: 0.8,
    paid_hours: 2_000.0,
    leave: 0.04,
    absence: 0.04,
    planned: 0.08,
    breaks: 0.12,
    minimum: 1,
};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn rotas_keep_to_hours_seats_and_the_minimum(
        staff in 3_u32..60,
        per_seat in 1_u32..5,
        days in 1_usize..24,
        weekday in 0_usize..7,
        level in 0.01_f64..30.0,
        mixed in any::<bool>(),
        partner in any::<bool>(),
    ) {
        let seats = vec![staff.div_ceil(per_seat); days];
        let staff = vec![staff; days];
        let load: Vec<f64> = (0..days * HALF_HOURS)
            .map(|slot| level * (0.1 + f64::from(u8::from((16..40).contains(&(slot % HALF_HOURS))))))
            .collect();
        let calls: Vec<f64> = load.iter().map(|load| load * HALF_HOUR / 280.0).collect();
        let shifts = if mixed { shifts(&[(0.0, 8.0), (8.0, 10.0), (13.0, 6.0), (18.0, 8.0)]) } else { staggered() };
        let losses = Losses::new(&Dist::exponential(430.0).unwrap(), Some(BUSYNESS), seats[0]);
        let mut planner = RotaPlanner::new(shifts.clone(), Spread::FewestLost, SHRINKAGE, weekday, losses);
        let need = Need { calls: &calls, load: &load, staff: &staff, seats: &seats, partner };
        let allocation = planner.allocate(&need);
        prop_assert_eq!(allocation.rostered.len(), days);
        let (mut used, mut earned) = (0.0, 0.0);
        for (day, row) in allocation.rostered.iter().enumerate() {
            used += row.iter().zip(&shifts).map(|(n, shift)| f64::from(*n) * shift.length / HOUR).sum::<f64>();
            earned += f64::from(staff[day]) * SHRINKAGE.hours_a_day();
            if (weekday + day) % 7 == 6 || day + 1 == days {
                prop_assert!(used <= earned + 1e-6, "day {}: {} h of {} h", day, used, earned);
            }
        }
        let people = on_duty(&shifts, &allocation.rostered);
        let present = SHRINKAGE.present();
        for (day, row) in allocation.rostered.iter().enumerate() {
            for (shift, _) in shifts.iter().zip(row).filter(|(_, n)| **n > 0) {
                let begin = day * HALF_HOURS + shift.first_slot();
                let mut here = (begin..begin + shift.slots()).filter_map(|slot| people.get(slot));
                let awaited = |n: &u32| f64::from(n - 1) * present < f64::from(seats[0]);
                prop_assert!(here.any(awaited) || begin + shift.slots() > people.len(), "no seat on day {}", day);
            }
        }
        let empty: Vec<usize> = (0..people.len()).filter(|slot| people[*slot] == 0).collect();
        prop_assert_eq!(&empty, &allocation.unstaffed);
        prop_assert!(people.iter().zip(&allocation.off_line).all(|(n, off)| 2 * off <= *n));
        // Shifts of 8 h from 00, 08 and 16 h cover a day: three a day suffice, in short weeks one more.
        let suffice = f64::from(staff[0]) * SHRINKAGE.hours_a_day() >= 24.0 + 8.0 && !mixed;
        prop_assert!(!suffice || empty.is_empty(), "empty: {:?}", empty);
    }
}
