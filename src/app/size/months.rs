//! The seats and staff that every site of a plan needs in each month of the way, and by when people have to be hired.
//!
//! A month is searched as everything built and merged is ([`crate::app::assess::levers`]), with the lines that have merged
//! by then and with the same seats and people on all its days.

use super::sites::{interval, standard};
use super::sites_outcome::SeatsAndStaff;
use crate::app::assess::RuleAtSite;
use crate::app::assess::lever_models::{Lever, LeverModels};
use crate::app::assess::levers::{Searched, Standard, search};
use crate::app::assess::phases::{PhaseRun, in_phase};
use crate::app::assess::rule::verdicts;
use crate::app::assess::steps::Steps;
use crate::app::{AssessmentPart, Error, OnProgress, ScenarioRequest, Session};
use crate::merger::Phase;
use crate::requirement::{Met, Requirement};
use crate::scenario::plan::{Plan, SitePlan};
use crate::scenario::{Changes, Scenario};
use crate::stats::Estimate;
use jiff::civil::Date;
use std::borrow::Cow;
use std::ops::Range;
use std::time::Instant;

/// A request for the seats and staff of every site of a plan, month by month.
#[derive(Clone, Copy, Debug)]
pub struct SizeMonthsRequest<'s> {
    /// The plan.
    pub source: &'s ScenarioRequest,
    /// The requirement: the lowest 24 h alone.
    pub requirement: &'s Requirement,
    /// Probability with which each claim is to hold.
    pub confidence: f64,
    /// The seed; none: the scenario's own.
    pub seed: Option<u64>,
    /// Replications.
    pub replications: u64,
}

/// The seats and staff that sites need month by month, without words.
#[derive(Clone, Debug)]
pub struct SizeMonthsOutcome {
    /// Whether every site that can be judged meets the requirement in every month with some number of seats.
    pub met: Met,
    /// Months of the horizon, in order.
    pub months: Vec<SizedMonth>,
    /// Days from the decision to hire until a person is on the line.
    pub hire_ahead_days: u32,
    /// Probability with which each claim holds.
    pub confidence: f64,
    /// Replications.
    pub replications: u64,
    /// Calls simulated.
    pub calls: u64,
    /// The seed.
    pub seed: u64,
    /// Seconds that it took by the clock.
    pub seconds: f64,
}

/// A month of the way.
#[derive(Clone, Debug, PartialEq)]
pub struct SizedMonth {
    /// Its first date.
    pub first: Date,
    /// Its last date.
    pub last: Date,
    /// Sites, in the order of the model.
    pub sites: Vec<SiteInMonth>,
}

/// What a site has and needs in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteInMonth {
    /// Index of the site.
    pub site: usize,
    /// Seats ready and staff trained on the first date, by the plan's path.
    pub ready: SeatsAndStaff,
    /// The least seats, with staff per seat by the rule, that meet the requirement; none where it cannot be told.
    pub needed: Option<SeatsAndStaff>,
    /// Whether one seat less was shown not to suffice.
    pub is_least: bool,
    /// The level with them.
    pub level: Estimate,
    /// Whether no 24 h have enough calls to be judged.
    pub is_too_small: bool,
    /// Whether no number of seats that was searched suffices.
    pub is_unreachable: bool,
    /// The date by which the people that are missing have to be hired; none where nobody is.
    pub hire_by: Option<Date>,
}

impl SiteInMonth {
    /// Returns the seats and staff that are needed and not there.
    pub fn missing(&self) -> SeatsAndStaff {
        let needed = self.needed.unwrap_or_default();
        SeatsAndStaff {
            seats: needed.seats.saturating_sub(self.ready.seats),
            staff: needed.staff.saturating_sub(self.ready.staff),
        }
    }
}

impl SizedMonth {
    /// Returns what all sites have, need and miss; sites that are too small or cannot be told need what they have.
    pub fn totals(&self) -> [SeatsAndStaff; 3] {
        let sum = |of: &dyn Fn(&SiteInMonth) -> SeatsAndStaff| {
            let add = |a: SeatsAndStaff, b: SeatsAndStaff| SeatsAndStaff {
                seats: a.seats + b.seats,
                staff: a.staff + b.staff,
            };
            self.sites.iter().map(of).fold(SeatsAndStaff::default(), add)
        };
        [sum(&|s| s.ready), sum(&|s| s.needed.unwrap_or(s.ready)), sum(&SiteInMonth::missing)]
    }

    /// Returns the date by which the first of the missing people have to be hired.
    pub fn hire_by(&self) -> Option<Date> {
        self.sites.iter().filter_map(|site| site.hire_by).min()
    }
}

/// A month with fewer days of the horizon than this is joined to its neighbour.
const FEW_DAYS: usize = 14;

impl Session {
    /// Finds what every site of a plan needs in each month; none where the scenario is no plan, has no dates, or the
    /// requirement is another than the lowest 24 h.
    pub fn size_months(
        &self,
        request: &SizeMonthsRequest<'_>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<Option<SizeMonthsOutcome>, Error> {
        let started = Instant::now();
        self.install(|| {
            let scenario = request.source.open()?.changed(&in_phase(Phase::During))?;
            let loaded = scenario.load()?;
            let interval = interval(request.confidence, request.replications);
            let horizon = loaded.model.horizon();
            let dates: Vec<Date> = (0..horizon.dates()).filter_map(|day| horizon.date(day)).collect();
            let asked = loaded.plan.as_ref().zip(standard(request.requirement, interval));
            let Some((plan, standard)) = asked.filter(|_| !dates.is_empty()) else { return Ok(None) };
            let seed = request.seed.unwrap_or(loaded.model.seed());
            let mut sizing = Sizing { scenario: &scenario, plan, standard, seed, request, calls: 0 };
            let month = |days: Range<usize>| sizing.month(&dates, days, on_progress);
            let months: Vec<SizedMonth> = months(&dates).into_iter().map(month).collect::<Result<_, _>>()?;
            Ok(Some(SizeMonthsOutcome {
                met: met(&months),
                months,
                hire_ahead_days: plan.hire_ahead_days,
                confidence: request.confidence,
                replications: request.replications,
                calls: sizing.calls,
                seed,
                seconds: started.elapsed().as_secs_f64(),
            }))
        })
    }
}

/// A sizing that is under way.
struct Sizing<'a> {
    scenario: &'a Scenario,
    /// The whole way.
    plan: &'a Plan,
    standard: Standard,
    seed: u64,
    request: &'a SizeMonthsRequest<'a>,
    calls: u64,
}

impl Sizing<'_> {
    fn month(
        &mut self,
        dates: &[Date],
        days: Range<usize>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<SizedMonth, Error> {
        let (first, last) = (dates[days.start], dates[days.end - 1]);
        // The rule from the first day on: the search puts other seats in its place.
        let changes = Changes::new()
            .set("start", &first.to_string())
            .set("days", &days.len().to_string())
            .put_text("path.expansion", "rule-from-day-one");
        let scenario = self.scenario.changed(&changes)?;
        let loaded = scenario.load()?;
        let Some(plan) = &loaded.plan else { return Ok(SizedMonth { first, last, sites: Vec::new() }) };
        let mut steps = Steps::new(on_progress, AssessmentPart::Phases, None);
        let results = steps.replicate(&loaded.model, self.seed, self.request.replications)?;
        let run = PhaseRun {
            phase: Phase::During,
            scenario: Cow::Borrowed(&loaded),
            results: Cow::Borrowed(&results),
        };
        let models = LeverModels::new(&scenario, plan, &run, self.seed);
        let rule: Vec<RuleAtSite> = verdicts(plan, &run);
        let found = search(Lever::Seats, &models, &rule, self.standard, on_progress)?;
        self.calls += results.attempts + models.calls();
        let rows = self.plan.sites.iter().zip(found).enumerate();
        let site = |(site, (row, found)): (usize, (&SitePlan, Searched))| {
            self.site((site, row), days.start, first, found)
        };
        Ok(SizedMonth { first, last, sites: rows.map(site).collect() })
    }

    fn site(&self, (site, row): (usize, &SitePlan), day: usize, first: Date, found: Searched) -> SiteInMonth {
        let limit = found.limit();
        let seats_and_staff = |seats| SeatsAndStaff { seats, staff: self.plan.rule.staff(seats) };
        let sized = SiteInMonth {
            site,
            ready: SeatsAndStaff { seats: row.ramp_up.seats[day], staff: row.ramp_up.staff[day] },
            needed: limit.map(|limit| seats_and_staff(limit.value)),
            is_least: limit.is_some_and(|limit| limit.is_least),
            level: limit.map_or_else(Estimate::default, |limit| limit.worst_24h),
            is_too_small: found == Searched::TooSmall,
            is_unreachable: found == Searched::Unreachable,
            hire_by: None,
        };
        let ahead = jiff::Span::new().days(i64::from(self.plan.hire_ahead_days));
        let hire_by = || first.checked_sub(ahead).ok();
        SiteInMonth { hire_by: (sized.missing().staff > 0).then(hire_by).flatten(), ..sized }
    }
}

/// Divides dates into calendar months; one with few days is joined to its neighbour.
fn months(dates: &[Date]) -> Vec<Range<usize>> {
    let mut months: Vec<Range<usize>> = Vec::new();
    for (day, date) in dates.iter().enumerate() {
        match months.last_mut() {
            Some(month) if dates[month.start].first_of_month() == date.first_of_month() => {
                month.end = day + 1
            }
            _ => months.push(day..day + 1),
        }
    }
    if months.len() > 1 && months[0].len() < FEW_DAYS {
        let first = months.remove(0);
        months[0].start = first.start;
    }
    if months.len() > 1 && months.last().is_some_and(|last| last.len() < FEW_DAYS) {
        let last = months.pop();
        if let Some((month, last)) = months.last_mut().zip(last) {
            month.end = last.end;
        }
    }
    months
}

/// Whether every site that can be judged meets the requirement in every month with some number of seats.
fn met(months: &[SizedMonth]) -> Met {
    let judged = || months.iter().flat_map(|month| &month.sites).filter(|site| !site.is_too_small);
    match () {
        () if judged().next().is_none() => Met::Inconclusive,
        () if judged().any(|site| site.is_unreachable) => Met::No,
        () if judged().all(|site| site.needed.is_some()) => Met::Yes,
        () => Met::Inconclusive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(first: Date, days: usize) -> Vec<usize> {
        let dates: Vec<Date> = first.series(jiff::Span::new().days(1)).take(days).collect();
        let months = months(&dates);
        assert!(months.windows(2).all(|pair| pair[0].end == pair[1].start));
        months.into_iter().map(|month| month.len()).collect()
    }

    #[test]
    fn months_with_few_days_join_their_neighbours() {
        let first = Date::constant(2021, 4, 26);
        assert_eq!(lengths(first, 252), [36, 30, 31, 31, 30, 31, 30, 33]);
        assert_eq!(lengths(first, 3), [3]);
        assert_eq!(lengths(Date::constant(2021, 5, 1), 61), [31, 30]);
        assert_eq!(lengths(Date::constant(2021, 5, 20), 30), [30]);
    }
}
