//! Staffs the front lines: seats and people by the rule, the ramp-up to it, shift plans.

use super::call_flow::PoolFile;
use super::desks::add_traffic;
use super::file::{ExpansionFile, HiringFile, PatternFile, RoundingFile, RuleOnFile};
use super::hotlines::{HotlineAtSite, callers, phase, reached};
use super::parts::Parts;
use super::report::SitePlan;
use super::sites::SiteRow;
use crate::merger::Phase;
use crate::model::{AgentGroup, ShiftEnd, SiteId, Staffing};
use crate::planning::losses::Losses;
use crate::planning::opening_hours::OpeningHours;
use crate::planning::rota::{Allocation, Need, RotaPlanner, Spread};
use crate::time::{DAY, HALF_HOUR, HALF_HOURS, HOUR};
use crate::workforce::rule::part_of;
use crate::workforce::{
    Expansion, Hiring, RampUp, Rounding, Rule, RuleOn, SeatsAndStaff, Shift, ShiftPlan, Shrinkage,
    Thousandths, ramp_up,
};
use jiff::civil::Date;

/// Id of the one pool.
const POOL: &str = "province";

/// Starts of the staggered pattern, in hours after midnight.
const STAGGERED: [f64; 9] = [0.0, 7.0, 8.0, 9.0, 10.0, 12.0, 14.0, 16.0, 20.0];

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
        absence: staff.sickness.0,
        planned: staff.training.0 + staff.other.0,
        breaks: staff.breaks.0,
        minimum: staff.minimum_on_duty.0,
    }
}

/// Probability of sickness by date, with the dates on which it is greater.
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
        let first = SeatsAndStaff {
            seats: row.first_day_seats.unwrap_or_else(|| part_of(seats[site], share, 10_000).max(1)),
            staff: row.first_day_staff,
        };
        let staff = parts.file.rule.staff_at.get(&row.id).map(|given| given.0);
        let full = SeatsAndStaff { seats: seats[site], staff };
        let (own_per_year, lines_per_year) = reached(parts, &callers(parts, site));
        let slots = parts.dates.len() * HALF_HOURS;
        let (mut calls, mut load) = (vec![0.0; slots], vec![0.0; slots]);
        // Lines stand by site.
        let begin = lines.partition_point(|line| line.site < site);
        let here = lines[begin..].iter().take_while(|line| line.site == site);
        here.for_each(|line| add_traffic(line, hours, &mut calls, &mut load));
        SitePlan {
            id: row.id.clone(),
            name: row.name.clone(),
            people: row.people,
            demand_factor: parts.file.demand.factor_at.get(&row.id).copied().unwrap_or(1.0),
            rule_seats: seats[site],
            rule_staff: full.staff(&rule),
            first_day_seats: first.seats,
            first_day_staff: first.staff(&rule),
            ramp_up: site_ramp_up(parts, &rule, first, full),
            own_per_year,
            lines_per_year,
            partner: row.partner,
            unstaffed_hours: 0.0,
            called_in_hours: None,
            unused_shifts: 0,
            calls,
            load,
            handed_over: Vec::new(),
        }
    };
    parts.sites.iter().enumerate().map(plan).collect()
}

fn site_ramp_up(parts: &Parts, rule: &Rule, first: SeatsAndStaff, full: SeatsAndStaff) -> RampUp {
    let file = &parts.file.path;
    let days = |duration: f64| (duration / DAY).round() as u32;
    let hiring = match file.hiring {
        HiringFile::Ahead => Hiring::Ahead,
        HiringFile::Late => Hiring::Late { lead: days(file.hiring_lead.0), training: days(file.training.0) },
    };
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
    let early = match expansion {
        Expansion::RuleFromDayOne => (full.seats, full.staff(rule)),
        Expansion::Monthly { .. } => (first.seats, first.staff(rule)),
    };
    let on = |date: &Date| match way.binary_search(date) {
        Ok(day) => (whole.seats[day], whole.staff[day]),
        Err(_) => early,
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

/// Prepares the rotas of groups with so many seats at most.
fn planner(parts: &Parts, shrinkage: &Shrinkage, seats: u32) -> RotaPlanner {
    let (shifts, spread) = shifts(parts.file.staff.pattern);
    let losses = Losses::new(&parts.caller.patience, parts.busyness(), seats);
    RotaPlanner::new(shifts, spread, *shrinkage, weekday(parts), losses)
}

/// The shift plan of all sites' people together.
fn pool(parts: &Parts, shrinkage: &Shrinkage, sites: &mut [SitePlan]) -> ShiftPlan {
    fn sum<T: Copy + std::iter::Sum<T>>(sites: &[SitePlan], of: impl Fn(&SitePlan) -> &[T]) -> Vec<T> {
        let length = sites.first().map_or(0, |site| of(site).len());
        (0..length).map(|k| sites.iter().map(|site| of(site)[k]).sum()).collect()
    }
    let (calls, load) = (sum(sites, |s| &s.calls), sum(sites, |s| &s.load));
    let (staff, seats) = (sum(sites, |s| &s.ramp_up.staff), sum(sites, |s| &s.ramp_up.seats));
    sites.iter_mut().for_each(|site| site.partner = None);
    let need = Need { calls: &calls, load: &load, staff: &staff, seats: &seats, partner: false };
    let mut planner = planner(parts, shrinkage, seats.iter().max().copied().unwrap_or(0));
    let allocation = planner.allocate(&need);
    shift_plan(parts, shrinkage, planner.shifts().to_vec(), allocation, seats, false)
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
        off_line: allocation.off_line,
        breaks: shrinkage.breaks,
        seats,
        lines_per_seat: parts.file.rule.lines_per_seat.map(|n| n.0),
        hands_over,
    }
}

/// The shift plans of all sites; hours that a small one cannot staff are added to its partner's first.
fn shift_plans(parts: &Parts, shrinkage: &Shrinkage, sites: &mut [SitePlan]) -> Vec<ShiftPlan> {
    let most = sites.iter().flat_map(|site| &site.ramp_up.seats).max().copied().unwrap_or(0);
    let mut planner = planner(parts, shrinkage, most);
    let mut made = |site: &SitePlan| {
        planner.allocate(&Need {
            calls: &site.calls,
            load: &site.load,
            staff: &site.ramp_up.staff,
            seats: &site.ramp_up.seats,
            partner: site.partner.is_some(),
        })
    };
    let mut allocations: Vec<Option<Allocation>> = sites.iter().map(|s| s.partner.map(|_| made(s))).collect();
    for site in 0..sites.len() {
        if let (Some(partner), Some(allocation)) = (sites[site].partner, &allocations[site]) {
            hand_over(sites, site, partner, &allocation.unstaffed);
        }
    }
    let mut finish = |(site, early): (&mut SitePlan, &mut Option<Allocation>)| {
        let allocation = early.take().unwrap_or_else(|| made(site));
        site.unstaffed_hours = allocation.unstaffed.len() as f64 * HALF_HOUR / HOUR;
        site.unused_shifts = allocation.unused;
        let (seats, partner) = (site.ramp_up.seats.clone(), site.partner.is_some());
        let plan =
            shift_plan(parts, shrinkage, shifts(parts.file.staff.pattern).0, allocation, seats, partner);
        site.called_in_hours = Some(plan.called_in_on(parts.dates.len()));
        plan
    };
    sites.iter_mut().zip(&mut allocations).map(&mut finish).collect()
}

/// Moves the traffic of some half hours to another site.
fn hand_over(sites: &mut [SitePlan], from: usize, to: usize, slots: &[usize]) {
    sites[from].handed_over = vec![0.0; sites[from].calls.len()];
    for &slot in slots {
        let calls = std::mem::take(&mut sites[from].calls[slot]);
        sites[from].handed_over[slot] = calls;
        let load = std::mem::take(&mut sites[from].load[slot]);
        sites[to].calls[slot] += calls;
        sites[to].load[slot] += load;
    }
}

/// The shifts of a pattern, all eight or twelve hours long, and how people are spread over them.
fn shifts(pattern: PatternFile) -> (Vec<Shift>, Spread) {
    let starting = |starts: &[f64], hours: f64| {
        starts.iter().map(|start| Shift { start: start * HOUR, length: hours * HOUR }).collect()
    };
    match pattern {
        PatternFile::Staggered => (starting(&STAGGERED, 8.0), Spread::FewestLost),
        PatternFile::ThreeShifts => (starting(&[0.0, 8.0, 16.0], 8.0), Spread::FewestLost),
        PatternFile::Equal => (starting(&[0.0, 8.0, 16.0], 8.0), Spread::Equal),
        PatternFile::TwelveHour => (starting(&[8.0, 20.0], 12.0), Spread::FewestLost),
    }
}
