//! M(t)/M/n(t)/K+G from step to step: calls in the system where rates and staff change, by approximation.
//!
//! The calls in the system are a birth and death process. Callers abandon at the hazard of their patience at the wait
//! that goes with their place in the queue (Whitt, "Engineering solution of a basic call-center model", Management
//! Science 51, 2005); with exponential patience that is exact. A step in time is implicit (backward Euler with
//! Richardson's extrapolation), so that it may be long beside the times of a call. Calls in hand when agents leave are
//! finished by agents on overtime, whose number counts with its mean. [`time_varying`](super::time_varying) is exact where
//! all times are exponential, and far slower; a test holds the two together.

use crate::dist::{Dist, Family};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A queue whose rates and staff change.
#[derive(Clone, Debug)]
pub struct TransientQueue<'a> {
    /// 1/mu, mean handle time in seconds.
    pub service_mean: f64,
    /// Patience of callers.
    pub patience: &'a Dist,
    /// Calls in the system at most; more get the busy tone.
    pub trunks: Option<u32>,
    /// Share of callers who redial the moment they abandon.
    pub redials_at_once: f64,
    /// Whether calls in hand are finished when agents leave, rather than put back.
    pub finishes: bool,
    /// Acceptable wait in seconds.
    pub within: f64,
}

/// A span of constant rate and staff.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Seconds.
    pub seconds: f64,
    /// Calls per second, redials at once left aside.
    pub arrival_rate: f64,
    /// Agents on duty.
    pub agents: u32,
}

/// Expected counts of a span.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Attempts, redials at once among them.
    pub attempts: f64,
    /// Attempts that are answered within the acceptable wait.
    pub in_time: f64,
    /// Attempts that are abandoned.
    pub abandoned: f64,
    /// Attempts that hear the busy tone.
    pub blocked: f64,
    /// Calls completed.
    pub completed: f64,
}

impl Counts {
    /// Returns all counts so many times.
    pub fn times(&self, factor: f64) -> Counts {
        Counts {
            attempts: factor * self.attempts,
            in_time: factor * self.in_time,
            abandoned: factor * self.abandoned,
            blocked: factor * self.blocked,
            completed: factor * self.completed,
        }
    }

    /// Adds the counts of another span.
    pub fn add(&mut self, other: &Counts) {
        self.attempts += other.attempts;
        self.in_time += other.in_time;
        self.abandoned += other.abandoned;
        self.blocked += other.blocked;
        self.completed += other.completed;
    }
}

/// The queue at an instant: probabilities of the number of calls in the system.
#[derive(Clone, Debug)]
pub struct Transient<'a> {
    queue: TransientQueue<'a>,
    p: Vec<f64>,
    agents: u32,
    /// Expected agents on overtime.
    overtime: f64,
    /// Greatest probability of the last state so far, where trunks do not limit the queue.
    full: f64,
    /// What depends on the number of agents and on the rate alone.
    tables: BTreeMap<(u32, i64), Rc<Table>>,
}

/// What depends on the number of agents and on the rate of arrival alone.
#[derive(Debug)]
struct Table {
    /// Shares answered in time of callers who find every agent busy and 0, 1, 2, ... others waiting.
    levels: Vec<f64>,
    /// Rates of abandonment with 0, 1, 2, ... callers waiting.
    abandonment: Vec<f64>,
}

/// Steps of the logarithm of the rate for which tables are made: places in the queue are known no better.
const RATE_STEPS: f64 = 50.0;
/// Parts of the acceptable wait in each of which a caller's hazard counts as constant.
const PARTS: usize = 6;
/// Seconds of a step at most.
const STEP: f64 = 60.0;

impl<'a> Transient<'a> {
    /// Starts empty; `room` calls fit where trunks do not limit them.
    pub fn empty(queue: TransientQueue<'a>, room: usize) -> Transient<'a> {
        let states = queue.trunks.map_or(room, |trunks| trunks as usize).max(1) + 1;
        let mut p = vec![0.0; states];
        p[0] = 1.0;
        Transient { queue, p, agents: 0, overtime: 0.0, full: 0.0, tables: BTreeMap::new() }
    }

    /// Returns the probabilities of the numbers of calls in the system.
    pub fn probabilities(&self) -> &[f64] {
        &self.p
    }

    /// Returns the greatest probability so far that the room was full; with limited trunks 0.
    pub fn full(&self) -> f64 {
        self.full
    }

    /// Lets a span pass and returns its counts.
    pub fn advance(&mut self, span: &Span) -> Counts {
        self.restaff(span.agents);
        let table = self.table(span);
        let steps = (span.seconds / STEP).ceil().max(1.0);
        let mut counts = Counts::default();
        for _ in 0..steps as usize {
            let seconds = span.seconds / steps;
            let servers = f64::from(span.agents) + self.overtime;
            let rates = Rates::new(&self.queue, span.arrival_rate, servers, &table.abandonment);
            let before = self.p.clone();
            self.p = rates.later(&before, seconds);
            for p in [&before, &self.p] {
                counts.add(&rates.counts(p, 0.5 * seconds, span.agents as usize, &table.levels));
            }
            self.overtime *= libm::exp(-seconds / self.queue.service_mean);
            if self.queue.trunks.is_none() {
                self.full = self.full.max(self.p[self.p.len() - 1]);
            }
        }
        counts
    }

    /// Takes on another number of agents; those who leave finish their calls.
    fn restaff(&mut self, agents: u32) {
        let before = f64::from(self.agents) + self.overtime;
        let busy: f64 = self.p.iter().enumerate().map(|(i, p)| p * (i as f64).min(before)).sum();
        let more = f64::from(agents) - f64::from(self.agents);
        if more > 0.0 {
            self.overtime = (self.overtime - more).max(0.0);
        } else if more < 0.0 && self.queue.finishes {
            let kept = |(i, p): (usize, &f64)| p * ((i as f64).min(before) - f64::from(agents)).max(0.0);
            self.overtime = self.p.iter().enumerate().map(kept).sum::<f64>().min(busy);
        }
        self.agents = agents;
    }

    /// Returns the table for the agents and about the rate of a span.
    fn table(&mut self, span: &Span) -> Rc<Table> {
        let exponential = matches!(self.queue.patience.family(), Family::Exponential { .. } | Family::Never);
        let place = match exponential || span.arrival_rate <= 0.0 {
            true => 0,
            false => (libm::log(span.arrival_rate) * RATE_STEPS).round() as i64,
        };
        if let Some(known) = self.tables.get(&(span.agents, place)) {
            return Rc::clone(known);
        }
        let rate = if place == 0 { span.arrival_rate } else { libm::exp(place as f64 / RATE_STEPS) };
        let abandoning = |waiting: usize| abandonment_rate(self.queue.patience, rate, waiting as f64);
        let abandonment: Vec<f64> = (0..self.p.len()).map(abandoning).collect();
        let levels = answered_in_time(&self.queue, span.agents, rate);
        let table = Rc::new(Table { levels, abandonment });
        self.tables.insert((span.agents, place), Rc::clone(&table));
        table
    }
}

/// The death process of those ahead of a caller: with k callers ahead the next leaves at the rate of all agents and of
/// their abandonment; the caller abandons at the hazard of patience, constant in parts of the acceptable wait.
fn answered_in_time(queue: &TransientQueue<'_>, agents: u32, arrival_rate: f64) -> Vec<f64> {
    let (within, capacity) = (queue.within, f64::from(agents) / queue.service_mean);
    if capacity <= 0.0 || within <= 0.0 {
        return Vec::new();
    }
    let served = capacity * within;
    let most = (20.0 + 4.0 * served + 10.0 * served.sqrt()) as usize;
    let abandoning = |ahead: usize| abandonment_rate(queue.patience, arrival_rate, ahead as f64);
    let leaving: Vec<f64> = (0..most).map(|ahead| capacity + abandoning(ahead)).collect();
    // Backwards from the acceptable wait, when nobody still waiting is answered in time.
    let mut levels = vec![0.0; most];
    let part = within / PARTS as f64;
    for index in (0..PARTS).rev() {
        let own = mean_hazard(queue.patience, index as f64 * part, (index + 1) as f64 * part);
        levels = earlier(&levels, &leaving, own, part);
    }
    levels
}

/// Returns the shares answered in time some seconds earlier, by uniformisation.
fn earlier(levels: &[f64], leaving: &[f64], own: f64, seconds: f64) -> Vec<f64> {
    let fastest = leaving.iter().copied().fold(0.0, f64::max) + own;
    let mean = fastest * seconds;
    let (mut now, mut sum) = (levels.to_vec(), vec![0.0; levels.len()]);
    // Poisson weights by their logarithms, so that none underflows.
    let mut log_weight = -mean;
    for jumps in 0..(mean + 9.0 * mean.sqrt() + 25.0) as usize {
        if jumps > 0 {
            log_weight += libm::log(mean / jumps as f64);
        }
        let weight = libm::exp(log_weight);
        sum.iter_mut().zip(&now).for_each(|(sum, now)| *sum += weight * now);
        // From the back, so that the neighbour below is still of the jump before.
        for k in (0..now.len()).rev() {
            let below = if k == 0 { 1.0 } else { now[k - 1] };
            let stays = 1.0 - (leaving[k] + own) / fastest;
            now[k] = stays * now[k] + leaving[k] / fastest * below;
        }
    }
    sum
}

/// The mean hazard of patience between two waits.
fn mean_hazard(patience: &Dist, from: f64, to: f64) -> f64 {
    let integrated = |wait: f64| -libm::log(patience.survival(wait).max(1e-12));
    ((integrated(to) - integrated(from)) / (to - from)).max(0.0)
}

/// Returns the rate at which callers leave a queue of some length: the hazards of patience at the waits that go with the
/// places in it, where arrivals are evenly spread at a rate in calls per second. They sum to the integrated hazard, -ln S,
/// at the wait of the first in the queue.
pub fn abandonment_rate(patience: &Dist, arrival_rate: f64, length: f64) -> f64 {
    if length <= 0.0 || patience.is_never() {
        return 0.0;
    }
    if let Family::Exponential { mean } = patience.family() {
        return length / mean;
    }
    // Where next to nobody comes, who waits has waited about as long as callers do, and one alone leaves at the rate of
    // the mean patience.
    let mean = patience.mean();
    let (longest, most) = match mean.is_finite() {
        true => (3.0 * mean, (1.0 + arrival_rate * mean) / mean.max(1e-9)),
        false => (3_600.0, f64::INFINITY),
    };
    let wait = (length / arrival_rate.max(1e-12)).min(longest).max(1e-9);
    (-libm::log(patience.survival(wait).max(1e-12)) / wait).min(most) * length
}

/// Rates of births and deaths by number of calls in the system.
struct Rates {
    arrival: f64,
    redials: f64,
    /// Rates of deaths, those of callers who redial at once left out.
    death: Vec<f64>,
    /// Rates of completions and of abandonment.
    service: Vec<f64>,
    abandonment: Vec<f64>,
    limited: bool,
}

impl Rates {
    fn new(queue: &TransientQueue<'_>, arrival: f64, servers: f64, by_waiting: &[f64]) -> Rates {
        let states = by_waiting.len();
        let service: Vec<f64> = (0..states).map(|i| (i as f64).min(servers) / queue.service_mean).collect();
        // Agents on overtime count in parts: between whole numbers of calls waiting.
        let abandoning = |i: usize| {
            let waiting = (i as f64 - servers).max(0.0);
            let (whole, part) = (waiting as usize, waiting.fract());
            by_waiting[whole] + part * (by_waiting[(whole + 1).min(states - 1)] - by_waiting[whole])
        };
        let abandonment: Vec<f64> = (0..states).map(abandoning).collect();
        let redials = queue.redials_at_once;
        let death = service.iter().zip(&abandonment).map(|(s, a)| s + (1.0 - redials) * a).collect();
        Rates { arrival, redials, death, service, abandonment, limited: queue.trunks.is_some() }
    }

    /// Returns the probabilities some seconds later: two half steps, corrected by the whole one.
    fn later(&self, p: &[f64], seconds: f64) -> Vec<f64> {
        let whole = self.implicit(p, seconds);
        let half = self.implicit(&self.implicit(p, seconds / 2.0), seconds / 2.0);
        let mut later: Vec<f64> =
            half.iter().zip(&whole).map(|(half, whole)| (2.0 * half - whole).max(0.0)).collect();
        let all: f64 = later.iter().sum();
        later.iter_mut().for_each(|p| *p /= all);
        later
    }

    /// Solves the tridiagonal system of one backward Euler step.
    fn implicit(&self, p: &[f64], seconds: f64) -> Vec<f64> {
        let states = p.len();
        let (up, mut ratios, mut solved) = (seconds * self.arrival, vec![0.0; states], vec![0.0; states]);
        for i in 0..states {
            let down = seconds * self.death[i];
            let leaves = if i + 1 < states { up } else { 0.0 };
            let (below, ratio) = if i == 0 { (0.0, 0.0) } else { (solved[i - 1], ratios[i - 1]) };
            let pivot = 1.0 + leaves + down - if i == 0 { 0.0 } else { up * ratio };
            // Row i: pivot p[i] - death[i+1] p[i+1] = p_old[i] + up * solved[i-1].
            solved[i] = (p[i] + if i == 0 { 0.0 } else { up * below }) / pivot;
            ratios[i] = if i + 1 < states { seconds * self.death[i + 1] / pivot } else { 0.0 };
        }
        for i in (0..states - 1).rev() {
            solved[i] += ratios[i] * solved[i + 1];
        }
        solved
    }

    /// Counts a stretch of some seconds at fixed probabilities. `levels` by callers waiting ahead.
    fn counts(&self, p: &[f64], seconds: f64, agents: usize, levels: &[f64]) -> Counts {
        let level = |calls: usize| match calls.checked_sub(agents) {
            None => 1.0,
            Some(ahead) => levels.get(ahead).copied().unwrap_or(0.0),
        };
        let mut counts = Counts::default();
        for (i, p) in p.iter().enumerate() {
            let mass = p * seconds;
            let redialled = mass * self.abandonment[i] * self.redials;
            let blocked = self.limited && i + 1 == self.service.len();
            counts.attempts += mass * self.arrival + redialled;
            counts.in_time += if blocked { 0.0 } else { mass * self.arrival * level(i) };
            counts.in_time += if redialled > 0.0 { redialled * level(i - 1) } else { 0.0 };
            counts.blocked += if blocked { mass * self.arrival } else { 0.0 };
            counts.abandoned += mass * self.abandonment[i];
            counts.completed += mass * self.service[i];
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::super::Queue;
    use super::super::mmng::Mmng;
    use super::super::mmnk::Mmnk;
    use super::super::time_varying::{Period, TimeVarying};
    use super::*;
    use crate::model::ShiftEnd;

    fn queue(patience: &Dist) -> TransientQueue<'_> {
        let service_mean = 240.0;
        TransientQueue {
            service_mean,
            patience,
            trunks: None,
            redials_at_once: 0.0,
            finishes: true,
            within: 20.0,
        }
    }

    /// Counts of the last hour of a day with a constant rate and constant staff.
    fn settled(queue: TransientQueue<'_>, load: f64, agents: u32, room: usize) -> Counts {
        let arrival_rate = load / queue.service_mean;
        let mut state = Transient::empty(queue, room);
        state.advance(&Span { seconds: 82_800.0, arrival_rate, agents });
        state.advance(&Span { seconds: 3_600.0, arrival_rate, agents })
    }

    #[test]
    fn with_exponential_patience_a_constant_queue_settles_at_erlang_a() {
        for (agents, load, mean) in [(1, 0.8, 120.0), (5, 6.0, 180.0), (40, 38.0, 60.0), (40, 44.0, 600.0)] {
            let patience = Dist::exponential(mean).unwrap();
            let counts = settled(queue(&patience), load, agents, 400);
            let exact =
                Mmng::new(Queue { arrival_rate: load / 240.0, service_mean: 240.0, agents }, &patience);
            let exact = exact.unwrap();
            let level = counts.in_time / counts.attempts;
            assert!((level - exact.p_served_within(20.0)).abs() < 1e-6, "{agents}, {load}: {level}");
            assert!((counts.abandoned / counts.attempts - exact.p_abandon).abs() < 1e-6, "{agents}, {load}");
        }
    }

    #[test]
    fn with_any_patience_a_constant_queue_settles_near_the_exact_level() {
        let kinds = [
            Dist::lognormal(180.0, 1.0).unwrap(),
            Dist::weibull_mean(1.6, 120.0).unwrap(),
            Dist::weibull_mean(0.7, 240.0).unwrap(),
            Dist::gamma(90.0, 0.5).unwrap(),
            Dist::deterministic(120.0).unwrap(),
            Dist::mixture(vec![
                (0.3, Dist::exponential(12.0).unwrap()),
                (0.7, Dist::exponential(90.0).unwrap()),
            ])
            .unwrap(),
        ];
        let cases = [(1, 0.9), (6, 5.5), (6, 8.0), (50, 50.0)];
        for (agents, load, within) in
            cases.iter().flat_map(|(n, load)| [(*n, *load, 15.0), (*n, *load, 60.0)])
        {
            for patience in &kinds {
                let counts = settled(TransientQueue { within, ..queue(patience) }, load, agents, 400);
                let same = Queue { arrival_rate: load / 240.0, service_mean: 240.0, agents };
                let exact = Mmng::new(same, patience).unwrap().p_served_within(within);
                let (level, mean) = (counts.in_time / counts.attempts, patience.mean());
                // Callers of one patience, who all leave at the same wait, are what hazards follow least well.
                let (first, second) = patience.moments();
                let near = if second > first * first { 0.06 } else { 0.08 };
                assert!((level - exact).abs() < near, "{mean}, {agents}, {load}: {level}, {exact}");
            }
        }
    }

    #[test]
    fn limited_trunks_settle_at_the_finite_queue() {
        let counts = settled(TransientQueue { trunks: Some(15), ..queue(&Dist::NEVER) }, 11.0, 12, 0);
        let exact =
            Mmnk::new(Queue { arrival_rate: 11.0 / 240.0, service_mean: 240.0, agents: 12 }, 15).unwrap();
        let level = (1.0 - exact.p_blocked) * (1.0 - exact.p_wait_gt_if_accepted(20.0));
        assert!((counts.blocked / counts.attempts - exact.p_blocked).abs() < 1e-7);
        assert!((counts.in_time / counts.attempts - level).abs() < 1e-6);
    }

    /// 60 callers an hour, 204 s of talk, 4 agents, patience of 20 s, 85 % of those who abandon dial again at once: 114
    /// attempts an hour and 37.65 % of them answered within 15 s, by a chain solved apart.
    #[test]
    fn redials_at_once_make_114_attempts_of_60_callers() {
        let patience = Dist::exponential(20.0).unwrap();
        let chain =
            TransientQueue { service_mean: 204.0, redials_at_once: 0.85, within: 15.0, ..queue(&patience) };
        let counts = settled(chain, 60.0 * 204.0 / 3600.0, 4, 200);
        assert!((counts.attempts - 114.0).abs() < 0.6, "{}", counts.attempts);
        assert!(
            (counts.in_time / counts.attempts - 0.3765).abs() < 1e-3,
            "{}",
            counts.in_time / counts.attempts
        );
    }

    #[test]
    fn staff_that_changes_is_near_the_forward_equations() {
        let patience = Dist::exponential(180.0).unwrap();
        let staff = [10, 2, 10, 2, 6, 0, 8, 3];
        let mut state = Transient::empty(queue(&patience), 300);
        let period = |agents| Period { duration: 900.0, arrival_rate: 0.025, wave: None, agents };
        let exact = TimeVarying {
            service_mean: 240.0,
            patience_mean: 180.0,
            shift_end: ShiftEnd::Finish,
            periods: staff.map(period).to_vec(),
        };
        let (means, _) = exact.solve(&[]).unwrap();
        for (agents, exact) in staff.into_iter().zip(means) {
            let counts = state.advance(&Span { seconds: 900.0, arrival_rate: 0.025, agents });
            let (abandoned, completed) =
                (counts.abandoned - exact.abandoned, counts.completed - exact.completed);
            assert!(abandoned.abs() < 2.0 && completed.abs() < 2.0, "{agents}: {abandoned} {completed}");
        }
    }

    #[test]
    fn a_room_that_is_too_small_is_noticed() {
        let counts = |room| {
            let mut state = Transient::empty(queue(&Dist::NEVER), room);
            state.advance(&Span { seconds: 7_200.0, arrival_rate: 0.1, agents: 10 });
            state.full()
        };
        assert!(counts(100) > 0.01 && counts(2_000) < 1e-9);
    }
}
