//! Simulates remedies for the worst week of the worst site.

use super::outcome::{Remedy, RemedyTrial, WorstWeekRemedies};
use super::path::service;
use super::phases::PhaseRun;
use super::steps::Steps;
use super::week::WeekSimulator;
use crate::app::Error;
use crate::app::progress::{AssessmentPart, OnProgress};
use crate::compare;
use crate::kpi::Kpi;
use crate::model::{GroupId, Model, Staffing};
use crate::remedies::{self, Losses, Traffic};
use crate::replicate::Results;
use crate::scenario::plan::Plan;
use crate::stats::Estimate;
use crate::time::{HALF_HOURS, HOUR};
use crate::verdict::{SiteWeek, judged, point_verdict, worst_week};
use std::ops::Range;

/// The wait after which another site may help, in seconds.
const HELP_AFTER: f64 = 60.0;

/// Replications of a single week at most, and of one while people are searched.
const OF_A_WEEK: u64 = 20;
const OF_A_SEARCH: u64 = 8;

/// Simulates remedies of the worst site-week of a run of the phase "during"; none where that week does not fail.
pub(super) fn remedies(
    plan: &Plan,
    during: &PhaseRun<'_>,
    seed: u64,
    on_progress: &mut OnProgress<'_>,
) -> Result<Option<WorstWeekRemedies>, Error> {
    let results = &*during.results;
    let Some(worst) = worst_failing_week(results) else { return Ok(None) };
    let replications = results.replications.min(OF_A_WEEK);
    let plan = during.scenario.plan.as_ref().unwrap_or(plan);
    let searched = replications.min(OF_A_SEARCH);
    let weeks = &WeekSimulator { model: &during.scenario.model, plan, seed, replications, searched };
    let (site, days) = (worst.site, weeks.days(worst.week));
    let (model, group) = (weeks.model_of(worst.week), weeks.plan.front[site]);
    let (calls, load) = traffic(weeks, group, days.start * HALF_HOURS..days.end * HALF_HOURS);
    let Some(first) = model.call_types().first() else { return Ok(None) };
    let mut losses = Losses::new(Traffic { calls: &calls, load: &load, patience: &first.patience });
    let mut steps = Steps::new(on_progress, AssessmentPart::Remedies, None);
    let base = weeks.replicate(&model, &mut steps)?;
    let case = Case { weeks, model: &model, base: &base, site, group, lead: weeks.lead(worst.week) };
    let trials = [
        case.shifts_moved(&mut losses, &mut steps)?,
        case.people_added(&mut losses, &mut steps)?,
        case.helped(results, &mut steps)?,
    ];
    Ok(Some(WorstWeekRemedies {
        site,
        week: service(during, &worst),
        trials: trials.into_iter().flatten().collect(),
    }))
}

/// Finds the worst week of the sites whose worst week fails.
fn worst_failing_week(results: &Results) -> Option<SiteWeek> {
    let site_weeks = &results.tables.site_week;
    let worst = |site: usize| worst_week(&site_weeks[site..=site]).map(|week| SiteWeek { site, ..week });
    let fails = |week: &SiteWeek| point_verdict(&site_weeks[week.site][week.week]) == Some(false);
    let rate = |week: &SiteWeek| week.answer_rate.mean.unwrap_or(1.0);
    let failing = (0..site_weeks.len()).filter_map(worst).filter(fails);
    failing.min_by(|a, b| rate(a).total_cmp(&rate(b)))
}

/// Returns the expected calls and the load in erlangs, by half hour, of all sites that share a front line.
fn traffic(weeks: &WeekSimulator<'_>, group: usize, slots: Range<usize>) -> (Vec<f64>, Vec<f64>) {
    let mut sums = (vec![0.0; slots.len()], vec![0.0; slots.len()]);
    let served = weeks.plan.front.iter().zip(&weeks.plan.sites).filter(|(front, _)| **front == group);
    for (_, site) in served {
        let add = |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut sums.0, &site.calls[slots.clone()]);
        add(&mut sums.1, &site.load[slots.clone()]);
    }
    sums
}

/// The worst site-week without remedies.
struct Case<'a> {
    weeks: &'a WeekSimulator<'a>,
    model: &'a Model,
    /// Its results.
    base: &'a Results,
    site: usize,
    /// The group of the site's front line.
    group: usize,
    /// Days of the model before the week.
    lead: usize,
}

impl Case<'_> {
    /// Simulates the week under a remedy.
    fn trial(&self, remedy: Remedy, model: &Model, steps: &mut Steps<'_, '_>) -> Result<RemedyTrial, Error> {
        let results = self.weeks.replicate(model, steps)?;
        steps.advance();
        let (before, after) = (&judged(self.base)[self.site], &judged(&results)[self.site]);
        Ok(RemedyTrial { remedy, difference: compare::kpi(before, after, Kpi::AnswerRate) })
    }

    /// Tries the same people in other shifts.
    fn shifts_moved(
        &self,
        losses: &mut Losses<'_>,
        steps: &mut Steps<'_, '_>,
    ) -> Result<Option<RemedyTrial>, Error> {
        let placed = remedies::placed(self.model, GroupId::new(self.group), losses, self.lead, 0);
        let Some((model, shifts)) = placed else { return Ok(None) };
        self.trial(Remedy::MoveShifts { shifts }, &model, steps).map(Some)
    }

    /// Finds the fewest more people on inbound calls with whom the week does not fail: their number is doubled until they
    /// suffice, then bisected.
    fn people_added(
        &self,
        losses: &mut Losses<'_>,
        steps: &mut Steps<'_, '_>,
    ) -> Result<Option<RemedyTrial>, Error> {
        let Staffing::ShiftPlan(plan) = &self.model.groups()[self.group].staffing else { return Ok(None) };
        let Some(shift) = plan.shifts.first() else { return Ok(None) };
        let shifts_a_week = self.shifts_a_week(shift.length / HOUR);
        let mut with = |people: u32| {
            let more = (f64::from(people) * shifts_a_week).floor() as u32;
            remedies::placed(self.model, GroupId::new(self.group), losses, self.lead, more)
                .map(|(model, _)| model)
        };
        let mut enough = |people: u32| -> Result<bool, Error> {
            let Some(model) = with(people) else { return Ok(false) };
            self.weeks.holds(&model, self.site, steps)
        };
        let most = 4 * plan.seats.iter().max().copied().unwrap_or(1);
        let (mut too_few, mut people) = (0, 1);
        while !enough(people)? {
            if people >= most {
                return Ok(Some(NO_PEOPLE_SUFFICE));
            }
            (too_few, people) = (people, (2 * people).min(most));
        }
        while people - too_few > 1 {
            let middle = too_few + (people - too_few) / 2;
            if enough(middle)? { people = middle } else { too_few = middle }
        }
        let Some(model) = with(people) else { return Ok(None) };
        self.trial(Remedy::AddPeople { people }, &model, steps).map(Some)
    }

    /// Returns the shifts that a person works in a week, on average over a year with its leave.
    fn shifts_a_week(&self, hours: f64) -> f64 {
        let shrinkage = &self.weeks.plan.shrinkage;
        shrinkage.paid_hours / 365.0 * (1.0 - shrinkage.leave) * 7.0 / hours
    }

    /// Tries calls that wait also at the site that has most idle people in the whole run.
    fn helped(&self, results: &Results, steps: &mut Steps<'_, '_>) -> Result<Option<RemedyTrial>, Error> {
        let front = &self.weeks.plan.front;
        let idle = |site: usize| {
            let series = &judged(results)[site];
            Some(series.kpi(Kpi::MeanStaffed).mean? - series.kpi(Kpi::MeanBusy).mean?)
        };
        let others = (0..front.len()).filter(|site| front[*site] != self.group);
        let idle = others.filter_map(|site| Some((site, idle(site)?)));
        let Some((site, _)) = idle.max_by(|a, b| a.1.total_cmp(&b.1)) else { return Ok(None) };
        let model = self.model.with_overflow(GroupId::new(self.group), GroupId::new(front[site]), HELP_AFTER);
        self.trial(Remedy::HelpFrom { site, after: HELP_AFTER }, &model, steps).map(Some)
    }
}

/// The trial of more people where no number of them suffices.
const NO_PEOPLE_SUFFICE: RemedyTrial =
    RemedyTrial { remedy: Remedy::NoPeopleSuffice, difference: Estimate { mean: None, half_width: None } };
