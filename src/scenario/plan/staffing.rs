//! Staffs the front lines: seats and people by the rule, the ramp-up to it, shift plans.

use super::call_flow::PoolFile;
use super::desks::add_traffic;
use super::file::{ExpansionFile, PatternFile, RoundingFile, RuleOnFile};
use super::hotlines::{HotlineAtSite, callers, phase, reached};
use super::parts::Parts;
use super::report::SitePlan;
use super::tables::SiteRow;
use crate::merger::Phase;
use crate::model::{AgentGroup, ShiftEnd, SiteId, Staffing};
use crate::planning::opening_hours::OpeningHours;
use crate::time::{DAY, HALF_HOURS, HOUR};
use crate::workforce::rule::part_of;
use crate::workforce::{
    Allocation, Expansion, Hiring, Need, Pattern, RampUp, Rounding, Rule, RuleOn, Shift, ShiftPlan,
    Shrinkage, Thousandths, ramp_up, roster,
};
use jiff::civil::Date;

/// Id of the one pool.
const POOL: &str = "province";

/// Returns the rule.
pub(super) fn rule(parts: &Parts) -> Rule {
    let rule = &parts.file.rule;
    let exact = |x: f64| Thousandths::from_decimal(x).unwrap_or(Thousandths(0));
    Rule {
        seats_per_million: exact(rule.seats_per_million),
        staff_per_seat: exact(rule.staff_per_seat),
        rounding: match rule.rounding {
            RoundingFile::Up => Rounding::Up,
            RoundingFile::Nearest => Rounding::Nearest,
            RoundingFile::Down => Rounding::Down,
        },
        on: match rule.rule_on {
            RuleOnFile::Site => RuleOn::Site,
            RuleOnFile::Province => RuleOn::Province,
        },
    }
}

pub(super) fn shrinkage(parts: &Parts) -> Shrinkage {
    let staff = &parts.file.staff;
    Shrinkage {
        inbound_share: staff.inbound_share.0,
        paid_hours: staff.paid_hours_per_year,
        leave: staff.leave.0,
        absence: staff.sickness.0 + staff.training.0 + staff.other.0,
        breaks: staff.breaks.0,
        minimum: staff.minimum_on_duty.0,
    }
}

/// Probability of absence by date, with the dates on which it is greater.
fn absence(parts: &Parts, usual: f64) -> Vec<f64> {
    /// Somebody always comes.
    const MOST: f64 = 0.95;
    let on = |date: &jiff::civil::Date| {
        let spans = parts.file.staff.absences.iter().filter(|a| (a.first.0..=a.last.0).contains(date));
        spans.fold(usual, |share, a| share * a.times + a.plus.0).min(MOST)
    };
    parts.dates.iter().map(on).collect()
}

/// Works out seats, staff, volumes and expected traffic of every site; shift plans come later.
pub(super) fn site_plans(
    parts: &Parts,
    lines: &[HotlineAtSite],
    hours: Option<&OpeningHours>,
) -> Vec<SitePlan> {
    let rule = rule(parts);
    let people: Vec<u64> = parts.sites.iter().map(|site| site.people).collect();
    let mut seats = rule.seats(&people);
    for (seats, row) in seats.iter_mut().zip(&parts.sites) {
        *seats = parts.file.rule.seats_at.get(&row.id).map_or(*seats, |given| given.0.max(1));
    }
    let plan = |(site, row): (usize, &SiteRow)| {
        let share = (parts.file.path.first_day_share.0 * 1e4).round() as u32;
        let first = row.first_day_seats.unwrap_or_else(|| part_of(seats[site], share, 10_000).max(1));
        let (own_per_year, lines_per_year) = reached(parts, &callers(parts, site));
        let slots = parts.dates.len() * HALF_HOURS;
        let (mut calls, mut load) = (vec![0.0; slots], vec![0.0; slots]);
        let here = lines.iter().filter(|line| line.site == site);
        here.for_each(|line| add_traffic(line, hours, &mut calls, &mut load));
        SitePlan {
            id: row.id.clone(),
            name: row.name.clone(),
            people: row.people,
            demand_factor: parts.file.demand.factor_at.get(&row.id).copied().unwrap_or(1.0),
            rule_seats: seats[site],
            rule_staff: rule.staff(seats[site]),
            first_day_seats: first,
            ramp_up: site_ramp_up(parts, &rule, first, seats[site]),
            own_per_year,
            lines_per_year,
            partner: row.partner,
            uncovered_shifts: 0,
            unused_shifts: 0,
            calls,
            load,
        }
    };
    parts.sites.iter().enumerate().map(plan).collect()
}

fn site_ramp_up(parts: &Parts, rule: &Rule, first: u32, full: u32) -> RampUp {
    let file = &parts.file.path;
    let days = |duration: f64| (duration / DAY).round() as u32;
    let hiring = Hiring { lead: days(file.hiring_lead.0), training: days(file.training.0) };
    let expansion = match (phase(parts), file.expansion) {
        (Phase::After, _) | (_, ExpansionFile::RuleFromDayOne) => Expansion::RuleFromDayOne,
        (_, ExpansionFile::Monthly) => Expansion::Monthly { complete: file.complete.0 },
    };
    let (Some(&start), Some(&last)) = (parts.dates.first(), parts.dates.last()) else {
        return ramp_up(expansion, first, full, rule, hiring, &[]);
    };
    // A horizon that begins late finds the path under way; before its first day nothing grows.
    let from = file.from.map_or(start, |day| day.0);
    let way: Vec<Date> = from.series(jiff::Span::new().days(1)).take_while(|date| *date <= last).collect();
    let whole = ramp_up(expansion, first, full, rule, hiring, &way);
    let early = if expansion == Expansion::RuleFromDayOne { full } else { first };
    let on = |date: &Date| match way.binary_search(date) {
        Ok(day) => (whole.seats[day], whole.staff[day]),
        Err(_) => (early, rule.staff(early)),
    };
    let (seats, staff) = parts.dates.iter().map(on).unzip();
    RampUp { seats, staff }
}

/// Makes the groups of the front lines: one for each site, or one for all.
pub(super) fn front_lines(parts: &Parts, shrinkage: &Shrinkage, sites: &mut [SitePlan]) -> Vec<AgentGroup> {
    let pooled = parts.file.pooling.is_some_and(|pooling| pooling.front_lines == PoolFile::Province);
    let group = |id: &str, site: Option<usize>, plan: ShiftPlan| AgentGroup {
        id: id.to_owned(),
        site: site.map(SiteId::new),
        staffing: Staffing::ShiftPlan(plan),
        shift_end: ShiftEnd::Finish,
        front_line: true,
        generalist: true,
    };
    if pooled {
        return vec![group(POOL, None, pool(parts, shrinkage, sites))];
    }
    let plans = shift_plans(parts, shrinkage, sites);
    let rows = parts.sites.iter().enumerate();
    rows.zip(plans).map(|((site, row), plan)| group(&row.id, Some(site), plan)).collect()
}

/// The shift plan of all sites' people together.
fn pool(parts: &Parts, shrinkage: &Shrinkage, sites: &mut [SitePlan]) -> ShiftPlan {
    fn sum<T: Copy + std::iter::Sum<T>>(sites: &[SitePlan], of: impl Fn(&SitePlan) -> &[T]) -> Vec<T> {
        let length = sites.first().map_or(0, |site| of(site).len());
        (0..length).map(|k| sites.iter().map(|site| of(site)[k]).sum()).collect()
    }
    let (load, staff) = (sum(sites, |s| &s.load), sum(sites, |s| &s.ramp_up.staff));
    let seats = sum(sites, |s| &s.ramp_up.seats);
    sites.iter_mut().for_each(|site| site.partner = None);
    let need = Need { load: &load, staff: &staff, seats: &seats, partner: false };
    let (shifts, pattern) = shifts(parts.file.staff.pattern);
    let allocation = roster(&need, &shifts, shrinkage, pattern, weekday(parts));
    shift_plan(parts, shrinkage, shifts, allocation, seats, false)
}

/// Weekday of the first date, 0 = Monday.
fn weekday(parts: &Parts) -> usize {
    usize::from(parts.dates.first().map_or(0, |d| d.weekday().to_monday_zero_offset()).unsigned_abs())
}

fn shift_plan(
    parts: &Parts,
    shrinkage: &Shrinkage,
    shifts: Vec<Shift>,
    allocation: Allocation,
    seats: Vec<u32>,
    hands_over: bool,
) -> ShiftPlan {
    ShiftPlan {
        shifts,
        rostered: allocation.rostered,
        absence: absence(parts, shrinkage.absence),
        breaks: shrinkage.breaks,
        seats,
        lines_per_seat: parts.file.rule.lines_per_seat.map(|n| n.0),
        hands_over,
    }
}

/// The shift plans of all sites; hours that a small one cannot staff are added to its partner's first.
fn shift_plans(parts: &Parts, shrinkage: &Shrinkage, sites: &mut [SitePlan]) -> Vec<ShiftPlan> {
    let (shifts, pattern) = shifts(parts.file.staff.pattern);
    let made = |site: &SitePlan| {
        let need = Need {
            load: &site.load,
            staff: &site.ramp_up.staff,
            seats: &site.ramp_up.seats,
            partner: site.partner.is_some(),
        };
        roster(&need, &shifts, shrinkage, pattern, weekday(parts))
    };
    let mut allocations: Vec<Option<Allocation>> = sites.iter().map(|s| s.partner.map(|_| made(s))).collect();
    for site in 0..sites.len() {
        if let (Some(partner), Some(allocation)) = (sites[site].partner, &allocations[site]) {
            hand_over(sites, site, partner, &uncovered(parts, allocation, &shifts));
        }
    }
    let finish = |(site, early): (&mut SitePlan, &mut Option<Allocation>)| {
        let allocation = early.take().unwrap_or_else(|| made(site));
        (site.uncovered_shifts, site.unused_shifts) = (allocation.uncovered, allocation.unused);
        shift_plan(
            parts,
            shrinkage,
            shifts.clone(),
            allocation,
            site.ramp_up.seats.clone(),
            site.partner.is_some(),
        )
    };
    sites.iter_mut().zip(&mut allocations).map(finish).collect()
}

/// Moves the traffic of some half hours to another site.
fn hand_over(sites: &mut [SitePlan], from: usize, to: usize, slots: &[usize]) {
    for &slot in slots {
        let calls = std::mem::take(&mut sites[from].calls[slot]);
        let load = std::mem::take(&mut sites[from].load[slot]);
        sites[to].calls[slot] += calls;
        sites[to].load[slot] += load;
    }
}

/// Lists the half hours with nobody rostered.
fn uncovered(parts: &Parts, allocation: &Allocation, shifts: &[Shift]) -> Vec<usize> {
    let slots = parts.dates.len() * HALF_HOURS;
    let mut staffed = vec![false; slots];
    // The shift that reaches into the first date is staffed like the first date's.
    let first = allocation.rostered.first().map(|people| (-1, people));
    let days = allocation.rostered.iter().enumerate().map(|(day, people)| (day as i64, people));
    for (day, people) in first.into_iter().chain(days) {
        for (shift, _) in shifts.iter().zip(people).filter(|(_, people)| **people > 0) {
            let begin = day * HALF_HOURS as i64 + shift.first_slot() as i64;
            let covered = (begin..begin + shift.slots() as i64).filter_map(|slot| usize::try_from(slot).ok());
            covered.filter(|slot| *slot < slots).for_each(|slot| staffed[slot] = true);
        }
    }
    (0..slots).filter(|slot| !staffed[*slot]).collect()
}

/// Shifts per day.
pub(super) fn shifts_a_day(parts: &Parts) -> usize {
    shifts(parts.file.staff.pattern).0.len()
}

fn shifts(pattern: PatternFile) -> (Vec<Shift>, Pattern) {
    let starting = |starts: &[f64], hours: f64| {
        starts.iter().map(|start| Shift { start: start * HOUR, length: hours * HOUR }).collect()
    };
    match pattern {
        PatternFile::Shaped => (starting(&[0.0, 8.0, 16.0], 8.0), Pattern::Shaped),
        PatternFile::Equal => (starting(&[0.0, 8.0, 16.0], 8.0), Pattern::Equal),
        PatternFile::TwelveHour => (starting(&[8.0, 20.0], 12.0), Pattern::Shaped),
    }
}
