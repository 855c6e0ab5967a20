//! Solves one queue whose rate or staff change by the forward equations, from the empty start to the end of the
//! horizon.
//!
//! Where all days are alike, only two days are solved after the warm-up: later ones are like the second, once the start
//! from an empty centre is forgotten.

use super::answer::{Answer, Figure, Place, Span};
use super::reason::{Reason, unmet};
use super::scope::{self, Arrival, patience, rate, same};
use crate::dist::{Dist, Family};
use crate::kpi::Kpi;
use crate::model::{Model, ShiftEnd, Staffing};
use crate::rng::Key;
use crate::theory::Refused;
use crate::theory::time_varying::{Period, PeriodMeans, TimeVarying};
use crate::time::{DAY, HALF_HOUR, HALF_HOURS};
use crate::workforce::Step;

/// State-steps that may be spent, which take under a second.
const MOST_WORK: f64 = 1e8;
/// Greatest difference of calls waiting and talking between two days that are alike.
const ALIKE: f64 = 1e-9;

/// Solves the queue, or lists the reasons why there is no answer: none where nothing changes, for then the steady state
/// answers.
pub(super) fn answer(model: &Model) -> Result<Answer, Vec<Reason>> {
    let changing = scope::changing(model);
    let why = [scope::unusual(model), reasons(model)].concat();
    if changing.is_empty() || !why.is_empty() {
        return Err(if changing.is_empty() { Vec::new() } else { [why, changing].concat() });
    }
    let arrivals = scope::own(model, 0, 0);
    let course = Periods::new(model, &arrivals).ok_or_else(|| vec![Reason::NoCalls])?;
    course.answer().map_err(|reason| vec![reason])
}

/// Lists what the forward equations do not cover.
fn reasons(model: &Model) -> Vec<Reason> {
    let arrivals = scope::own(model, 0, 0);
    let exponential = |dist: &Dist| matches!(dist.family(), Family::Exponential { .. });
    let patient = |a: &Arrival<'_>| a.patience.is_never() || exponential(a.patience);
    let all = |fine: &dyn Fn(&Arrival<'_>, &Arrival<'_>) -> bool| {
        arrivals.first().is_some_and(|first| arrivals.iter().all(|arrival| fine(arrival, first)))
    };
    let limited = |staffing: &Staffing| match staffing {
        Staffing::Constant { lines, .. } | Staffing::Daily { lines, .. } => lines.is_some(),
        Staffing::ShiftPlan(_) | Staffing::Dated(_) => true,
    };
    let waves = model.call_types().windows(2).all(|pair| pair[0].demand.wave == pair[1].demand.wave);
    let reach = model.call_types().iter().any(|call_type| call_type.demand.migration.is_some());
    let conditions = [
        (model.groups().len() == 1, Reason::SeveralGroups),
        (model.groups().iter().all(|g| !limited(&g.staffing)), Reason::LimitedStaff),
        (all(&|a, first| exponential(a.talk) && a.talk == first.talk), Reason::TalkNotExponential),
        (all(&|a, first| patient(a) && a.patience == first.patience), Reason::PatienceNotExponential),
        (all(&|a, first| a.priority == first.priority), Reason::Priorities),
        (waves && !reach, Reason::HotlinesChangeApart),
    ];
    unmet(conditions)
}

/// The periods of the horizon, as far as they are solved.
struct Periods<'m> {
    model: &'m Model,
    centre: TimeVarying,
    /// The start of every period of the whole horizon, ascending.
    starts: Vec<f64>,
    /// Periods solved; a later one is like that one or more days earlier.
    solved: usize,
    /// Periods per day.
    per_day: usize,
    steps: Vec<Step>,
}

impl<'m> Periods<'m> {
    fn new(model: &'m Model, arrivals: &[Arrival<'_>]) -> Option<Periods<'m>> {
        let group = model.groups().first()?;
        let (service_mean, patience_mean) = (arrivals.first()?.talk.mean(), patience(arrivals)?.mean());
        let steps = group.steps(model.horizon(), Key::new(0));
        let cuts = cuts(model);
        let end = model.horizon().end();
        let starts: Vec<f64> = (0..model.horizon().dates())
            .flat_map(|day| cuts.iter().map(move |cut| day as f64 * DAY + cut))
            .filter(|start| *start < end)
            .collect();
        let centre =
            TimeVarying { service_mean, patience_mean, shift_end: group.shift_end, periods: Vec::new() };
        let mut course = Periods { model, centre, solved: starts.len(), starts, per_day: cuts.len(), steps };
        if model
            .call_types()
            .iter()
            .all(|call_type| call_type.demand.wave.is_none() && same(&call_type.demand.per_day))
        {
            let lead = course.starts.iter().filter(|start| **start < model.horizon().warm_up).count();
            let whole_days = (course.solved - lead) / course.per_day;
            course.solved -= whole_days.saturating_sub(2) * course.per_day;
        }
        course.centre.periods = (0..course.solved).map(|index| course.period(index)).collect();
        Some(course)
    }

    fn duration(&self, index: usize) -> f64 {
        self.starts.get(index + 1).copied().unwrap_or_else(|| self.model.horizon().end()) - self.starts[index]
    }

    fn period(&self, index: usize) -> Period {
        let (start, duration) = (self.starts[index], self.duration(index));
        let middle = start + duration / 2.0;
        let day = (middle / DAY) as usize;
        let profile = |call_type: &crate::model::CallType| {
            let profile = call_type.demand.profile_on(day);
            profile.values[((middle - day as f64 * DAY) / profile.step) as usize % profile.values.len()]
        };
        let arrival_rate =
            self.model.call_types().iter().map(|call_type| rate(call_type, day) * profile(call_type)).sum();
        let wave = self.model.call_types().first().and_then(|call_type| call_type.demand.wave);
        Period { duration, arrival_rate, wave, agents: self.agents(middle) }
    }

    fn agents(&self, t: f64) -> u32 {
        self.steps.iter().rev().find(|step| step.at <= t).map_or(0, |step| step.agents)
    }

    fn answer(&self) -> Result<Answer, Reason> {
        if self.centre.work() > MOST_WORK {
            return Err(Reason::TooMuchWork);
        }
        let refused = |refused: Refused| Reason::from(&refused);
        let (first, end) = (self.starts.iter().filter(|s| !self.measures(**s)).count(), self.starts.len());
        let ends: Vec<(usize, Vec<Period>)> =
            [first, end].map(|index| (self.stands_for_end(index), self.afterwards(index))).into();
        let (means, later) = self.centre.solve_with_ends(&ends).map_err(refused)?;
        if self.solved < self.starts.len() && !self.settles(&means) {
            return Err(Reason::DaysNotAlike);
        }
        let mut figures = vec![];
        let whole = self.sum(&means, |_| true);
        figures.extend(whole.figures(Place::Total, self.centre.shift_end));
        if self.centre.patience_mean.is_finite() {
            // Attempts belong to the instant at which they were dialled.
            let rate = (whole.abandoned + later[1] - later[0]) / whole.arrivals;
            let waiting = Some(whole.delayed);
            figures.push(Figure { place: Place::Total, kpi: Kpi::AbandonmentRate, value: rate, waiting });
        }
        for half in 0..HALF_HOURS {
            let sum = self.sum(&means, |start| (start / HALF_HOUR) as usize % HALF_HOURS == half);
            figures.extend(sum.figures(Place::Interval(half), self.centre.shift_end));
        }
        let formula = match self.centre.patience_mean.is_finite() {
            true => "M(t)/M/n(t)+M (forward equations)",
            false => "M(t)/M/n(t) (forward equations)",
        };
        Ok(Answer { formula: formula.to_owned(), span: Span::Measured, figures })
    }

    fn measures(&self, start: f64) -> bool {
        // The cut of the day at which the warm-up ends is rounded.
        start >= self.model.horizon().warm_up - 1e-6
    }

    /// Returns the solved period that stands for one of the horizon.
    fn stands_for(&self, index: usize) -> usize {
        if index < self.solved {
            return index;
        }
        let days = (index - self.solved) / self.per_day + 1;
        index - days * self.per_day
    }

    /// Whether the last two solved days end alike.
    fn settles(&self, means: &[PeriodMeans]) -> bool {
        let last = means.len() - 1;
        let (now, before) = (means[last].at_end, means[last - self.per_day].at_end);
        (now.queue - before.queue).abs() + (now.busy - before.busy).abs() < ALIKE
    }

    fn sum(&self, means: &[PeriodMeans], wanted: impl Fn(f64) -> bool) -> Sum {
        let mut sum = Sum::default();
        for (index, start) in self.starts.iter().enumerate() {
            if self.measures(*start) && wanted(*start) {
                sum.add(&means[self.stands_for(index)], self.duration(index));
            }
        }
        sum
    }

    /// Returns how many solved periods end as the first `count` of the horizon do.
    fn stands_for_end(&self, count: usize) -> usize {
        count.checked_sub(1).map_or(0, |last| self.stands_for(last) + 1)
    }

    /// Lists the periods without arrivals from one on, until those still waiting have abandoned or been answered.
    fn afterwards(&self, mut next: usize) -> Vec<Period> {
        let lasting = 40.0 * self.centre.patience_mean.max(self.centre.service_mean);
        let (mut periods, mut covered) = (Vec::new(), 0.0);
        while covered < lasting && lasting.is_finite() {
            let (duration, agents) = match self.starts.get(next) {
                Some(start) => (self.duration(next), self.agents(*start)),
                None => (lasting - covered, self.steps.last().map_or(0, |step| step.agents)),
            };
            periods.push(Period { duration, arrival_rate: 0.0, wave: None, agents });
            (next, covered) = (next + 1, covered + duration);
        }
        periods
    }
}

/// Lists the instants of the day at which a rate, the staff, a half hour, the warm-up or the horizon begins or ends, 0
/// first.
fn cuts(model: &Model) -> Vec<f64> {
    let steps = |step: f64| (0..(DAY / step).round() as usize).map(move |k| k as f64 * step);
    let mut cuts: Vec<f64> = steps(HALF_HOUR).collect();
    let profiles = model.call_types().iter().flat_map(|call_type| call_type.demand.profiles());
    profiles.for_each(|profile| cuts.extend(steps(profile.step)));
    for group in model.groups() {
        if let Staffing::Daily { step, .. } = group.staffing {
            cuts.extend(steps(step));
        }
    }
    cuts.extend([model.horizon().warm_up % DAY, model.horizon().end() % DAY]);
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    cuts
}

/// Expected sums over periods.
#[derive(Default)]
struct Sum {
    seconds: f64,
    arrivals: f64,
    delayed: f64,
    abandoned: f64,
    queue: f64,
    busy: f64,
}

impl Sum {
    fn add(&mut self, mean: &PeriodMeans, duration: f64) {
        self.seconds += duration;
        self.arrivals += mean.arrivals;
        self.delayed += mean.p_wait * mean.arrivals;
        self.abandoned += mean.abandoned;
        self.queue += mean.mean_queue * duration;
        self.busy += mean.mean_busy * duration;
    }

    fn figures(&self, place: Place, shift_end: ShiftEnd) -> Vec<Figure> {
        let waiting = Some(self.delayed);
        let mut all = Vec::new();
        let mut add = |kpi, value, waiting| all.push(Figure { place, kpi, value, waiting });
        if self.seconds > 0.0 {
            add(Kpi::MeanQueue, self.queue / self.seconds, waiting);
            add(Kpi::MeanBusy, self.busy / self.seconds, None);
        }
        // A preempted caller waits although an agent was free.
        if self.arrivals > 0.0 && shift_end == ShiftEnd::Finish {
            add(Kpi::DelayProbability, self.delayed / self.arrivals, waiting);
        }
        all
    }
}
