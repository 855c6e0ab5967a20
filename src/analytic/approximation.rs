//! Approximates one queue for which no formula is exact.
//!
//! Every half hour of the day by the stationary M/M/n+G (Zeltyn and Mandelbaum, 2005) at its modified offered load
//! (Jennings, Mandelbaum, Massey and Whitt, 1996), with the mean handle time; where nobody abandons, waits in the ratio
//! (1 + cv^2)/2 to those of exponential handle times (Lee and Longton, 1959).

use super::answer::{Answer, Figure, Place, Span, figure};
use super::scope;
use super::traffic::{agents_throughout, modified_offered_load, relative_rate};
use crate::dist::Dist;
use crate::kpi::Kpi;
use crate::model::{CallType, Model, Staffing};
use crate::theory::Queue;
use crate::theory::mmng::Mmng;
use crate::time::{HALF_HOUR, HALF_HOURS};

/// Approximates a model that is near enough to one queue; none where some half hour has no steady state.
pub fn answer(model: &Model) -> Option<Answer> {
    let centre = Centre::new(model)?;
    let mut sum = Sum { late: vec![0.0; model.acceptable_waits().len()], ..Sum::default() };
    let halves = (0..HALF_HOURS).filter(|half| measured(model, *half));
    halves.map(|half| centre.add(half, &mut sum)).collect::<Option<()>>()?;
    let formula = match (centre.varies, centre.patience.is_never()) {
        (true, _) => "M/M/n+G by half hours at the modified offered load",
        (false, true) => "M/G/n (Lee-Longton)",
        (false, false) => "M/M/n+G at the mean handle time",
    };
    let figures = sum.figures(centre.patience.is_never(), model.acceptable_waits());
    let span = Span::Steady { relaxation: None };
    (sum.calls > 0.0).then(|| Answer { formula: formula.to_owned(), span, figures })
}

/// Whether any part of a half hour of the day is measured.
fn measured(model: &Model, half: usize) -> bool {
    let (from, to) = (model.horizon().warm_up / HALF_HOUR, model.horizon().end() / HALF_HOUR);
    (0..model.horizon().dates()).any(|day| {
        let slot = (day * HALF_HOURS + half) as f64;
        slot + 1.0 > from && slot < to
    })
}

struct Centre<'m> {
    model: &'m Model,
    patience: Dist,
    /// (1 + cv^2) / 2 of handle times where nobody abandons; 1 elsewhere.
    spread: f64,
    varies: bool,
}

impl<'m> Centre<'m> {
    fn new(model: &'m Model) -> Option<Centre<'m>> {
        let near = |s: &CallType| {
            let simple = CallType { wrap_up: None, ..s.clone() };
            simple.is_single_stage()
                && s.demand.wave.is_none()
                && s.demand.migration.is_none()
                && scope::same(&s.demand.per_day)
        };
        let limited = match &model.groups().first()?.staffing {
            Staffing::Constant { lines, .. } | Staffing::Daily { lines, .. } => lines.is_some(),
            Staffing::ShiftPlan(_) | Staffing::Dated(_) => true,
        };
        let wraps = |s: &CallType| s.wrap_up.is_some();
        // A wrap-up is part of the handle time here.
        let odd = scope::unusual(model).len() > usize::from(model.call_types().iter().any(wraps));
        if model.groups().len() != 1 || limited || odd || !model.call_types().iter().all(near) {
            return None;
        }
        let patience = scope::patience(&scope::own(model, 0, 0))?;
        let spread = if patience.is_never() { spread(model) } else { 1.0 };
        Some(Centre { model, patience, spread, varies: !scope::changing(model).is_empty() })
    }

    /// Adds a half hour; none where it has no steady state, or its staff change within.
    fn add(&self, half: usize, sum: &mut Sum) -> Option<()> {
        let (mut rate, mut load, mut modified) = (0.0, 0.0, 0.0);
        for call_type in self.model.call_types() {
            let here = scope::rate(call_type, 0) * relative_rate(call_type, half);
            rate += here;
            load += here * handle(call_type).0;
            modified += modified_offered_load(
                call_type,
                call_type.demand.per_day.first().copied().unwrap_or(0.0),
                half,
            );
        }
        sum.halves += 1.0;
        if rate <= 0.0 {
            return Some(());
        }
        let service_mean = load / rate;
        let agents = agents_throughout(&self.model.groups().first()?.staffing, half)?;
        let queue = Queue { arrival_rate: modified / service_mean, service_mean, agents };
        let solved = Mmng::new(queue, &self.patience).ok()?;
        let wait = solved.mean_wait_all * self.spread;
        sum.calls += rate;
        sum.abandoned += rate * solved.p_abandon;
        sum.delayed += rate * solved.p_wait;
        sum.waits += rate * wait;
        sum.answered_waits += rate * (1.0 - solved.p_abandon) * solved.mean_wait_answered * self.spread;
        let late = sum.late.iter_mut().zip(self.model.acceptable_waits());
        late.for_each(|(late, t)| *late += rate * (1.0 - solved.p_served_within(*t)));
        Some(())
    }
}

/// Returns mean and variance of the handle time: talk and wrap-up.
fn handle(call_type: &CallType) -> (f64, f64) {
    let (talk, wrap_up) =
        (call_type.talk.moments(), call_type.wrap_up.as_ref().map_or((0.0, 0.0), Dist::moments));
    (talk.0 + wrap_up.0, talk.1 + wrap_up.1)
}

/// Returns E\[X^2\] / (2 E\[X\]^2) of the handle times of all calls.
fn spread(model: &Model) -> f64 {
    let (mut calls, mut first, mut second) = (0.0, 0.0, 0.0);
    for call_type in model.call_types() {
        let (rate, (mean, variance)) = (scope::rate(call_type, 0), handle(call_type));
        calls += rate;
        first += rate * mean;
        second += rate * (variance + mean * mean);
    }
    second * calls / (2.0 * first * first)
}

/// Sums over half hours, calls by their rate per second.
#[derive(Default)]
struct Sum {
    halves: f64,
    calls: f64,
    abandoned: f64,
    delayed: f64,
    waits: f64,
    answered_waits: f64,
    late: Vec<f64>,
}

impl Sum {
    fn figures(&self, endless: bool, within: &[f64]) -> Vec<Figure> {
        let total = |kpi, value| figure(Place::Total, kpi, value);
        let mut all = vec![
            total(Kpi::DelayProbability, self.delayed / self.calls),
            total(Kpi::MeanWaitAnswered, self.answered_waits / (self.calls - self.abandoned)),
            total(Kpi::MeanQueue, self.waits / self.halves),
        ];
        if !endless {
            all.insert(0, total(Kpi::AbandonmentRate, self.abandoned / self.calls));
            let levels = self.late.iter().zip(within).enumerate();
            all.extend(levels.map(|(k, (late, _))| total(Kpi::ServiceLevel(k), 1.0 - late / self.calls)));
        }
        all
    }
}
