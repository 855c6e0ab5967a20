//! The checks of agent groups and their staffing.

use super::error::{Flaw, Place};
use super::findings::{Checks, Problems};
use super::group::AgentGroup;
use super::parts::ModelParts;
use crate::time::{DAY, HALF_HOUR, HALF_HOURS};
use crate::workforce::{Shift, ShiftPlan, Staffing, Step};
use std::collections::{BTreeSet, HashSet};

/// Checks every agent group.
pub(super) fn groups(parts: &ModelParts, found: &mut Problems) {
    let mut known = HashSet::new();
    for group in &parts.groups {
        let checks = &mut found.at(Place::Group(group.id.clone()));
        checks.require(!group.id.is_empty(), || Flaw::Empty("id"));
        checks.require(known.insert(&group.id), || Flaw::Repeated("its id"));
        check_group(parts, group, checks);
    }
    found.at(Place::Model).require(!parts.groups.is_empty(), || Flaw::Empty("groups"));
}

fn check_group(parts: &ModelParts, group: &AgentGroup, checks: &mut Checks<'_>) {
    if let Some(site) = group.site {
        checks.id("site", site.number(), parts.sites.len());
    }
    match &group.staffing {
        Staffing::Constant { .. } => {}
        Staffing::Daily { step, agents, lines: _ } => {
            checks.divides_a_day("staffing.step", *step);
            checks.require(!agents.is_empty(), || Flaw::Empty("staffing.agents"));
        }
        Staffing::ShiftPlan(plan) => check_shift_plan(plan, parts, checks),
        Staffing::Dated(steps) => check_steps(steps, checks),
    }
}

fn check_shift_plan(plan: &ShiftPlan, parts: &ModelParts, checks: &mut Checks<'_>) {
    let ShiftPlan { shifts, rostered, absence, off_line, breaks, seats, lines_per_seat: _, hands_over: _ } =
        plan;
    checks.require(!shifts.is_empty(), || Flaw::Empty("staffing.shifts"));
    let halves = |seconds: f64| (seconds / HALF_HOUR - (seconds / HALF_HOUR).round()).abs() < 1e-6;
    let fine = |shift: &Shift| {
        (0.0..DAY).contains(&shift.start)
            && (HALF_HOUR..=DAY).contains(&shift.length)
            && halves(shift.start)
            && halves(shift.length)
    };
    checks.require(shifts.iter().all(fine), || Flaw::Unfit("a shift does not begin and end on half hours"));
    // Absences are keyed by the start of the shift.
    let starts: BTreeSet<usize> = shifts.iter().map(Shift::first_slot).collect();
    checks.require(starts.len() == shifts.len(), || Flaw::Unfit("two shifts begin at the same time"));
    checks.by_date("staffing.rostered", rostered.len(), parts.dates());
    if let Some(row) = rostered.iter().find(|row| row.len() != shifts.len()) {
        let (length, needed) = (row.len(), shifts.len());
        checks.push(Flaw::Length { field: "staffing.rostered of a date", length, needed });
    }
    let (length, needed) = (off_line.len(), parts.dates() * HALF_HOURS);
    if ![0, needed].contains(&length) {
        checks.push(Flaw::Length { field: "staffing.off_line", length, needed });
    }
    checks.shares("staffing.absence", absence);
    checks.share("staffing.breaks", *breaks);
    checks.require(!seats.is_empty(), || Flaw::Empty("staffing.seats"));
}

fn check_steps(steps: &[Step], checks: &mut Checks<'_>) {
    const FIELD: &str = "staffing.steps";
    checks.require(!steps.is_empty(), || Flaw::Empty(FIELD));
    let first = steps.first().map_or(0.0, |step| step.at);
    checks.number(first == 0.0, "staffing.steps.at", first, "0 for the first step");
    let times =
        steps.windows(2).all(|pair| pair[0].at < pair[1].at) && steps.iter().all(|s| s.at.is_finite());
    checks.require(times, || Flaw::Order(FIELD));
    let seated = steps.iter().all(|step| step.agents <= step.seats);
    checks.require(seated, || Flaw::Unfit("a step has more agents than seats"));
}
