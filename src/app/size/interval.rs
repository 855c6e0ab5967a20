//! Agents by interval of the day, so that a requirement holds in every interval.
//!
//! Formulas give the start: M/M/n+G at the modified offered load of a single file, at the expected load of a plan.
//! Simulation adds agents where a half hour falls short and takes them away where one less does as well; fresh
//! replications certify every half hour and add where they must.

use super::day_spans::{DaySpan, half_hours, spans};
use super::interval_start::start;
use crate::app::{Error, OnProgress, Progress, ScenarioRequest, Session};
use crate::kpi::Measure;
use crate::replicate::Results;
use crate::requirement::{Level, Met, Requirement};
use crate::sizing::certification::{is_reached, scaled_excess};
use crate::stats::Estimate;
use crate::time::DAY;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::time::Instant;

/// A request for agents by interval.
#[derive(Clone, Copy, Debug)]
pub struct SizeIntervalsRequest<'s> {
    /// The scenario.
    pub source: &'s ScenarioRequest,
    /// The requirement, asked for in every half hour.
    pub requirement: &'s Requirement,
    /// Seconds of an interval: a quarter of an hour, half an hour or an hour.
    pub interval: f64,
    /// Index of the site of a plan; none of a single file.
    pub site: Option<usize>,
    /// A date of the week of a plan; none: its first.
    pub week: Option<Date>,
    /// Probability with which each half hour is to hold.
    pub confidence: f64,
    /// The seed; none: the scenario's own.
    pub seed: Option<u64>,
    /// Fresh replications; none: as many as usual.
    pub replications: Option<u64>,
}

/// Agents by interval.
#[derive(Clone, Debug)]
pub struct SizeIntervalsOutcome {
    /// Whether every half hour of every group holds.
    pub met: Met,
    /// The groups that were sized.
    pub groups: Vec<SizedGroup>,
    /// Groups that share their callers with others and keep their agents, by id.
    pub not_sized: Vec<String>,
    /// Seconds of an interval.
    pub interval: f64,
    /// Probability with which each half hour holds.
    pub confidence: f64,
    /// Fresh replications.
    pub replications: u64,
    /// Calls simulated.
    pub calls: u64,
    /// The seed.
    pub seed: u64,
    /// Seconds that it took by the clock.
    pub seconds: f64,
}

/// A group with its agents by interval.
#[derive(Clone, Debug, PartialEq)]
pub struct SizedGroup {
    /// Its id.
    pub group: String,
    /// Its days: one that stands for all of a single file, those of the week of a plan.
    pub days: Vec<SizedDay>,
}

/// A day of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct SizedDay {
    /// Its date; none where it stands for all days.
    pub date: Option<Date>,
    /// Its intervals from midnight on.
    pub intervals: Vec<SizedInterval>,
}

/// An interval with its agents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizedInterval {
    /// Agents on the line.
    pub agents: u32,
    /// Offered load in erlangs.
    pub load: f64,
    /// The level of the part of the requirement that is nearest to being missed; unknown without calls.
    pub level: Estimate,
    /// Its bound.
    pub bound: f64,
    /// Whether it is shown to hold.
    pub holds: bool,
}

/// Calls of all fresh replications together, by which their number is chosen, and its limits.
const CALLS: f64 = 1.5e6;
const REPLICATIONS: (f64, f64) = (20.0, 200.0);
/// Replications of the search at most.
const OF_SEARCH: u64 = 20;
/// Rounds of a step of the search at most.
const ROUNDS: usize = 40;

impl Session {
    /// Finds the agents by interval with which a requirement holds in every half hour.
    pub fn size_intervals(
        &self,
        request: &SizeIntervalsRequest<'_>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<SizeIntervalsOutcome, Error> {
        let started = Instant::now();
        check(request.requirement)?;
        self.install(|| {
            let loaded = request.source.load()?;
            let seed = request.seed.unwrap_or(loaded.model.seed());
            let groups = spans(&loaded, request.site, request.week)?;
            let mut outcome = SizeIntervalsOutcome {
                met: Met::Yes,
                groups: Vec::new(),
                not_sized: groups.shared,
                interval: request.interval,
                confidence: request.confidence,
                replications: 0,
                calls: 0,
                seed,
                seconds: 0.0,
            };
            for (group, days) in groups.alone {
                let mut search = Search::new(request, &days, seed, on_progress);
                let holds = search.find()?;
                outcome.groups.push(SizedGroup { group, days: search.days() });
                outcome.calls += search.calls;
                outcome.replications = search.fresh;
                if !holds {
                    outcome.met = Met::Inconclusive;
                }
            }
            if outcome.groups.is_empty() {
                outcome.met = Met::Inconclusive;
            }
            Ok(SizeIntervalsOutcome { seconds: started.elapsed().as_secs_f64(), ..outcome })
        })
    }
}

/// Refuses what half hours do not keep.
fn check(requirement: &Requirement) -> Result<(), Error> {
    let fine = |part: &crate::requirement::Part| {
        let plain = part.site.is_none() && !part.every_date && part.share.is_none();
        plain && matches!(part.measure, Measure::Ratio(_))
    };
    match requirement.parts.iter().find(|part| !fine(part)) {
        Some(part) => Err(Error::NotByInterval { part: part.text.clone() }),
        None => Ok(()),
    }
}

/// Levels by day and half hour.
type Levels = Vec<Vec<Vec<Level>>>;

/// The search of one group's agents.
struct Search<'a, 'p, 'c> {
    request: &'a SizeIntervalsRequest<'a>,
    spans: &'a [DaySpan],
    seed: u64,
    of_search: u64,
    /// Fresh replications.
    fresh: u64,
    /// Agents by day and interval.
    agents: Vec<Vec<u32>>,
    levels: Levels,
    calls: u64,
    rounds: u64,
    on_progress: &'p mut OnProgress<'c>,
}

impl<'a, 'p, 'c> Search<'a, 'p, 'c> {
    fn new(
        request: &'a SizeIntervalsRequest<'a>,
        spans: &'a [DaySpan],
        seed: u64,
        on_progress: &'p mut OnProgress<'c>,
    ) -> Search<'a, 'p, 'c> {
        let calls: f64 = spans.iter().map(DaySpan::calls).sum();
        let usual = (CALLS / calls.max(1.0)).clamp(REPLICATIONS.0, REPLICATIONS.1) as u64;
        let fresh = request.replications.unwrap_or(usual).max(1);
        let per_day = (DAY / request.interval).round() as usize;
        let within = spans.first().map_or(&[][..], |span| span.model.acceptable_waits());
        let first = |span: &DaySpan| start(span, request.requirement, within, per_day);
        let agents = spans.iter().map(first).collect();
        let of_search = fresh.min(OF_SEARCH);
        let levels = Vec::new();
        Search { request, spans, seed, of_search, fresh, agents, levels, calls: 0, rounds: 0, on_progress }
    }

    /// Searches and certifies; returns whether every half hour is shown to hold.
    fn find(&mut self) -> Result<bool, Error> {
        self.add_where_short()?;
        for parity in [0, 1, 0, 1] {
            self.take_away(parity)?;
        }
        self.add_where_short()?;
        self.certify()
    }

    /// Adds agents until no half hour falls short by its mean.
    fn add_where_short(&mut self) -> Result<(), Error> {
        for _ in 0..ROUNDS {
            self.simulate(false)?;
            let short: Vec<(usize, usize)> = self.places().filter(|place| !self.is_enough(*place)).collect();
            if short.is_empty() {
                break;
            }
            for (day, interval) in short {
                self.agents[day][interval] += 1 + self.agents[day][interval] / 20;
            }
        }
        Ok(())
    }

    /// Takes one agent away from every other interval, and gives it back where that interval or the next falls short.
    fn take_away(&mut self, parity: usize) -> Result<(), Error> {
        let before = self.agents.clone();
        let tried: Vec<(usize, usize)> = self
            .places()
            .filter(|(day, interval)| interval % 2 == parity && before[*day][*interval] > 0)
            .filter(|place| self.excess(*place) > 0.0)
            .collect();
        for (day, interval) in &tried {
            self.agents[*day][*interval] -= 1;
        }
        self.simulate(false)?;
        let per_day = before.first().map_or(0, Vec::len);
        for (day, interval) in tried {
            let next = if interval + 1 < per_day { (day, interval + 1) } else { (day, interval) };
            if !self.is_enough((day, interval)) || !self.is_enough(next) {
                self.agents[day][interval] += 1;
            }
        }
        Ok(())
    }

    /// Adds agents until every half hour is shown to hold on fresh replications.
    fn certify(&mut self) -> Result<bool, Error> {
        let alpha = 1.0 - self.request.confidence;
        // What an interval's excess was before the last agent that it got.
        let mut before: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for _ in 0..ROUNDS {
            self.simulate(true)?;
            let open: Vec<(usize, usize)> =
                self.places().filter(|place| !self.holds(*place, alpha)).collect();
            // Where an agent more changes nothing, more replications would have to tell.
            let helped =
                |place: &(usize, usize)| before.get(place).is_none_or(|before| self.excess(*place) > *before);
            let (more, none): (Vec<_>, Vec<_>) = open.into_iter().partition(helped);
            let changed = !more.is_empty();
            for (day, interval) in none {
                if before.insert((day, interval), f64::INFINITY).is_some_and(f64::is_finite) {
                    self.agents[day][interval] -= 1;
                }
            }
            if !changed {
                break;
            }
            for place in more {
                before.insert(place, self.excess(place));
                self.agents[place.0][place.1] += 1;
            }
        }
        self.simulate(true)?;
        Ok(self.places().all(|place| self.holds(place, alpha)))
    }

    fn places(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let lengths: Vec<usize> = self.agents.iter().map(Vec::len).collect();
        lengths
            .into_iter()
            .enumerate()
            .flat_map(|(day, length)| (0..length).map(move |interval| (day, interval)))
    }

    /// Returns the levels of the half hours that an interval covers, or lies in.
    fn of_interval(&self, (day, interval): (usize, usize)) -> impl Iterator<Item = &Vec<Level>> {
        let (from, to) = half_hours(self.request.interval, interval);
        self.levels[day][from..to].iter().filter(|levels| !levels.is_empty())
    }

    fn excess(&self, place: (usize, usize)) -> f64 {
        self.of_interval(place).flatten().map(scaled_excess).reduce(f64::min).unwrap_or(0.0)
    }

    fn is_enough(&self, place: (usize, usize)) -> bool {
        self.excess(place) >= 0.0
    }

    fn holds(&self, place: (usize, usize), alpha: f64) -> bool {
        self.of_interval(place).all(|levels| is_reached(levels, self.fresh, alpha))
    }

    /// Simulates every day with its agents, on the replications of the search or on fresh ones.
    fn simulate(&mut self, fresh: bool) -> Result<(), Error> {
        let (first, replications) = if fresh { (self.of_search, self.fresh) } else { (0, self.of_search) };
        let mut levels = Vec::new();
        for (day, span) in self.spans.iter().enumerate() {
            let before = &self.agents[day.checked_sub(1).unwrap_or(day)];
            let model = span.staffed(before, &self.agents[day], self.request.interval);
            let mut results = Results::starting_at(&model, first);
            let (values, calls) = (self.rounds, self.calls);
            let flow = results.extend_while(&model, self.seed, replications, |progress| {
                (self.on_progress)(Progress::Sizing { values, calls: calls + progress.so_far.attempts })
            });
            if flow.is_break() {
                return Err(Error::Cancelled);
            }
            self.calls += results.attempts;
            levels.push(self.levels_of(&results));
        }
        self.levels = levels;
        self.rounds += 1;
        Ok(())
    }

    /// Returns the levels of every half hour of the day that has calls.
    fn levels_of(&self, results: &Results) -> Vec<Vec<Level>> {
        let parts = &self.request.requirement.parts;
        let of = |series: &crate::replicate::Series| {
            let level = |(index, part): (usize, &crate::requirement::Part)| {
                Level::of(part, index, series.measure(part.measure))
            };
            parts.iter().enumerate().map(level).filter(|level| level.value.mean.is_some()).collect()
        };
        // Of a plan's callers some dial desks of their own; only those who come to the front line count.
        match self.request.site {
            Some(site) => results.tables.front_line_intervals(site).iter().map(of).collect(),
            None => results.tables.interval.iter().map(of).collect(),
        }
    }

    /// Returns the days as they were found.
    fn days(&self) -> Vec<SizedDay> {
        let alpha = 1.0 - self.request.confidence;
        let interval = |place: (usize, usize)| {
            let nearest = self
                .of_interval(place)
                .flatten()
                .min_by(|a, b| scaled_excess(a).total_cmp(&scaled_excess(b)));
            let (from, to) = half_hours(self.request.interval, place.1);
            let loads = &self.spans[place.0].load[from..to];
            SizedInterval {
                agents: self.agents[place.0][place.1],
                load: loads.iter().sum::<f64>() / loads.len().max(1) as f64,
                level: nearest.map_or_else(Estimate::default, |level| level.value),
                bound: nearest.map_or(self.request.requirement.parts[0].bound, |level| level.bound),
                holds: self.holds(place, alpha),
            }
        };
        let day = |(day, span): (usize, &DaySpan)| SizedDay {
            date: span.date,
            intervals: (0..self.agents[day].len()).map(|k| interval((day, k))).collect(),
        };
        self.spans.iter().enumerate().map(day).collect()
    }
}
