//! What `run` simulates besides on a plan: room, mends, what would turn the verdict.

use super::which::Which;
use super::{Common, Failure};
use crate::assessment::{
    Assessment, DemandFactor, Headroom, Remedy, RemedyTrial, SensitivityTrial, WorstWeekRemedies,
};
use crate::compare;
use crate::kpi::{Kpi, TARGET};
use crate::model::Model;
use crate::remedies::{self, Losses, Traffic};
use crate::replicate::{Results, Series};
use crate::scenario::Loaded;
use crate::scenario::plan::Plan;
use crate::stats::Estimate;
use crate::verdict::{judged, point_verdict, worst_week};
use std::ops::Range;

/// Replications of a single week at most.
const OF_A_WEEK: u64 = 8;
/// Replications of the whole horizon under another assumption: this part of the run's own, 2 to 10.
const PART_OF_RUN: u64 = 8;
/// The wait after which another site may help, in seconds.
const HELP_AFTER: f64 = 60.0;
/// Days simulated before a week that is judged.
const LEAD: usize = 1;
/// Demand is tried at these multiples of itself, and at their inverses.
const FACTORS: [f64; 5] = [1.2, 1.5, 2.0, 2.8, 4.0];

/// Assumptions that are tried at both ends.
const TRIED: [&str; 5] =
    ["demand.volume_factor", "handle_time.factor", "staff.inbound_share", "staff.pattern", "path.expansion"];

/// All of it, for a plan that was run.
pub(super) fn ending(
    which: &Which,
    loaded: &Loaded,
    plan: &Plan,
    results: &Results,
    seed: u64,
    common: &Common,
) -> Result<Assessment, Failure> {
    let weeks = Weeks { model: &loaded.model, plan, seed, replications: results.replications.min(OF_A_WEEK) };
    let replications = (results.replications / PART_OF_RUN).clamp(2, 10);
    let quick = Common { replications: Some(replications), ..common.clone() };
    Ok(Assessment {
        headroom: weeks.rooms(results),
        remedies: weeks.mends(results),
        sensitivity: turns(which, loaded, seed, &quick)?,
        replications,
    })
}

fn turns(
    which: &Which,
    loaded: &Loaded,
    seed: u64,
    common: &Common,
) -> Result<Vec<SensitivityTrial>, Failure> {
    let mut turns = Vec::new();
    for key in TRIED {
        let Some(assumption) = loaded.assumptions.iter().find(|assumption| assumption.key == key) else {
            continue;
        };
        for value in [&assumption.low, &assumption.high].into_iter().flatten() {
            let changed = which.load_with(&[(key, value)])?;
            let results = super::run::replicate(&changed.model, seed, common);
            turns.push(SensitivityTrial {
                key,
                value: value.trim_matches('"').to_owned(),
                answered: Series::together(judged(&results)).kpi(Kpi::AnswerRate),
                holds: judged(&results).iter().map(point_verdict).collect(),
            });
        }
    }
    Ok(turns)
}

/// Weeks of the plan, one by one.
struct Weeks<'a> {
    model: &'a Model,
    plan: &'a Plan,
    seed: u64,
    replications: u64,
}

impl Weeks<'_> {
    fn rooms(&self, results: &Results) -> Vec<Headroom> {
        let site_weeks = &results.tables.site_week;
        let worst = |site: usize| worst_week(&site_weeks[site..=site]).map(|week| (site, week));
        let mut all: Vec<_> = (0..site_weeks.len()).filter_map(worst).collect();
        all.sort_by_key(|(site, week)| (week.week, *site));
        let mut rooms: Vec<Headroom> = Vec::new();
        for chunk in all.chunk_by(|a, b| a.1.week == b.1.week) {
            let sites: Vec<usize> = chunk.iter().map(|(site, _)| *site).collect();
            let factors = self.factors(chunk[0].1.week, &sites);
            rooms.extend(chunk.iter().zip(factors).map(|((site, week), factor)| Headroom {
                site: *site,
                week: self.model.horizon.date(7 * week.week),
                answered: week.answer_rate,
                factor,
                per_head: self.plan.sites[*site].per_head(),
            }));
        }
        rooms.sort_by_key(|room| room.site);
        rooms
    }

    /// How much demand each of some sites bears in a week.
    fn factors(&self, week: usize, sites: &[usize]) -> Vec<DemandFactor> {
        let mut model = self.part(week);
        let shared =
            |site: usize| self.plan.front.iter().filter(|f| **f == self.plan.front[site]).count() > 1;
        let alone = model.queues.iter().take(self.plan.front.len()).all(|queue| queue.served_by.len() == 1);
        if alone && !sites.iter().any(|site| shared(*site)) {
            // Others do not touch these sites' front lines, but for hours that they hand over.
            let gives = |site: usize| self.plan.sites[site].partner.is_some_and(|p| sites.contains(&p));
            model.call_types.retain(|call_type| sites.contains(&call_type.site) || gives(call_type.site));
        }
        let now = self.rates(&model, sites);
        let mut found: Vec<Option<DemandFactor>> = vec![None; sites.len()];
        for up in [true, false] {
            let mut last: Vec<(f64, f64)> = now.iter().map(|rate| (1.0, *rate)).collect();
            for step in FACTORS {
                let open = |k: usize| found[k].is_none() && (now[k] >= TARGET) == up;
                if !(0..sites.len()).any(open) {
                    break;
                }
                let factor = if up { step } else { 1.0 / step };
                let rates = self.rates(&remedies::scaled(&model, factor), sites);
                for k in (0..sites.len()).filter(|k| open(*k)).collect::<Vec<_>>() {
                    if (rates[k] >= TARGET) != up {
                        found[k] = Some(DemandFactor::Is(between(last[k], (factor, rates[k]))));
                    }
                    last[k] = (factor, rates[k]);
                }
            }
        }
        let most = FACTORS[FACTORS.len() - 1];
        let bound = |k: usize| {
            if now[k] >= TARGET { DemandFactor::Above(most) } else { DemandFactor::Below(1.0 / most) }
        };
        found.iter().enumerate().map(|(k, factor)| factor.unwrap_or_else(|| bound(k))).collect()
    }

    /// Share answered at each of some front lines.
    fn rates(&self, model: &Model, sites: &[usize]) -> Vec<f64> {
        let results = self.replicate(model);
        sites.iter().map(|site| judged(&results)[*site].kpi(Kpi::AnswerRate).mean.unwrap_or(1.0)).collect()
    }

    fn replicate(&self, model: &Model) -> Results {
        let mut results = Results::new(model);
        results.extend(model, self.seed, self.replications, |_| {});
        results
    }

    /// A week of the horizon, with a day before it.
    fn part(&self, week: usize) -> Model {
        let days = self.days(week);
        self.model.part(days.clone(), LEAD.min(7 * week))
    }

    fn days(&self, week: usize) -> Range<usize> {
        (7 * week).saturating_sub(LEAD)..(7 * week + 7).min(self.model.horizon.dates())
    }

    /// Mends of the worst site-week.
    fn mends(&self, results: &Results) -> Option<WorstWeekRemedies> {
        let worst = worst_week(&results.tables.site_week)?;
        let (site, week) = (worst.site, worst.week);
        let (days, lead) = (self.days(week), LEAD.min(7 * week));
        let (model, group) = (self.part(week), self.plan.front[site]);
        let slots = days.start * crate::time::HALF_HOURS..days.end * crate::time::HALF_HOURS;
        let (calls, load) = self.traffic(group, slots);
        let patience = &model.call_types.first()?.patience;
        let traffic = Traffic { calls: &calls, load: &load, patience };
        let base = self.replicate(&model);
        let mut losses = Losses::new(traffic);
        let case = Case { weeks: self, model: &model, base: &base, site, group, lead };
        let last = days.end - 1;
        Some(WorstWeekRemedies {
            site,
            week: self.model.horizon.date(7 * week).zip(self.model.horizon.date(last)),
            now: judged(&base)[site].kpi(Kpi::AnswerRate),
            trials: [case.moved(&mut losses), case.reinforced(&mut losses), case.helped(results)]
                .into_iter()
                .flatten()
                .collect(),
        })
    }

    /// Expected traffic of all sites that share a front line.
    fn traffic(&self, group: usize, slots: Range<usize>) -> (Vec<f64>, Vec<f64>) {
        let mut sums = (vec![0.0; slots.len()], vec![0.0; slots.len()]);
        let served = self.plan.front.iter().zip(&self.plan.sites).filter(|(front, _)| **front == group);
        for (_, site) in served {
            let add =
                |to: &mut [f64], from: &[f64]| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
            add(&mut sums.0, &site.calls[slots.clone()]);
            add(&mut sums.1, &site.load[slots.clone()]);
        }
        sums
    }
}

/// Where the line between two points (factor, share) crosses the target, factors on a log scale.
fn between(a: (f64, f64), b: (f64, f64)) -> f64 {
    let part = ((TARGET - a.1) / (b.1 - a.1)).clamp(0.0, 1.0);
    libm::exp(libm::log(a.0) + part * (libm::log(b.0) - libm::log(a.0)))
}

/// The worst site-week as it is.
struct Case<'a> {
    weeks: &'a Weeks<'a>,
    model: &'a Model,
    base: &'a Results,
    site: usize,
    group: usize,
    lead: usize,
}

impl Case<'_> {
    fn simulated(&self, model: &Model, remedy: Remedy) -> RemedyTrial {
        let results = self.weeks.replicate(model);
        let (before, after) = (&judged(self.base)[self.site], &judged(&results)[self.site]);
        RemedyTrial {
            remedy,
            answered: after.kpi(Kpi::AnswerRate),
            difference: compare::kpi(before, after, Kpi::AnswerRate),
        }
    }

    fn moved(&self, losses: &mut Losses<'_>) -> Option<RemedyTrial> {
        let (model, moved) = remedies::placed(self.model, self.group, losses, self.lead, 0)?;
        Some(self.simulated(&model, Remedy::MoveShifts { shifts: moved }))
    }

    /// The least people more, on inbound calls, with whom the week is answered to 95 %.
    fn reinforced(&self, losses: &mut Losses<'_>) -> Option<RemedyTrial> {
        let shrinkage = &self.weeks.plan.shrinkage;
        let crate::model::Staffing::ShiftPlan(rota) = &self.model.groups[self.group].staffing else {
            return None;
        };
        let hours = rota.shifts.first()?.length / crate::time::HOUR;
        let shifts_a_week = shrinkage.paid_hours / 365.0 * (1.0 - shrinkage.leave) * 7.0 / hours;
        let mut with = |people: u32| {
            let more = (f64::from(people) * shifts_a_week).floor() as u32;
            remedies::placed(self.model, self.group, losses, self.lead, more).map(|(model, _)| model)
        };
        let mut enough = |people: u32| {
            let Some(model) = with(people) else { return false };
            self.weeks.rates(&model, &[self.site])[0] >= TARGET
        };
        let most = 4 * rota.seats.iter().max().copied().unwrap_or(1);
        let (mut too_few, mut people) = (0, 1);
        while !enough(people) {
            if people >= most {
                return Some(self.in_vain());
            }
            (too_few, people) = (people, (2 * people).min(most));
        }
        while people - too_few > 1 {
            let middle = too_few + (people - too_few) / 2;
            if enough(middle) { people = middle } else { too_few = middle }
        }
        Some(self.simulated(&with(people)?, Remedy::AddPeople { people }))
    }

    fn in_vain(&self) -> RemedyTrial {
        RemedyTrial {
            remedy: Remedy::NoPeopleSuffice,
            answered: Estimate::default(),
            difference: Estimate::default(),
        }
    }

    /// Calls that wait also to the site with most idle people.
    fn helped(&self, results: &Results) -> Option<RemedyTrial> {
        let idle = |site: usize| {
            let series = &judged(results)[site];
            Some(series.kpi(Kpi::MeanStaffed).mean? - series.kpi(Kpi::MeanBusy).mean?)
        };
        let others =
            (0..self.weeks.plan.front.len()).filter(|site| self.weeks.plan.front[*site] != self.group);
        let idle = others.filter_map(|site| Some((site, idle(site)?)));
        let (helper, _) = idle.max_by(|a, b| a.1.total_cmp(&b.1))?;
        let model = remedies::helped(self.model, self.group, self.weeks.plan.front[helper], HELP_AFTER);
        Some(self.simulated(&model, Remedy::HelpFrom { site: helper, after: HELP_AFTER }))
    }
}
