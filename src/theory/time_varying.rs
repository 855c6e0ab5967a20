//! M(t)/M/n(t)+M: arrival rates and agents that change by period, exponential handle times and patience.
//!
//! The Kolmogorov forward equations of the numbers busy and waiting, integrated by the embedded
//! Runge-Kutta pair of Dormand and Prince (1980), order 5(4), with a local error of 1e-11. Expected
//! counts of a period are integrated along.

use crate::model::{ShiftEnd, Wave};

use super::{Refused, not_negative, positive};

/// A centre that starts empty at time 0.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeVarying {
    /// 1/mu, mean handle time in seconds.
    pub service_mean: f64,
    /// 1/theta, mean patience in seconds; infinite for callers who never abandon.
    pub patience_mean: f64,
    /// The treatment of calls in progress when agents leave.
    pub shift_end: ShiftEnd,
    /// The periods, one after the other.
    pub periods: Vec<Period>,
}

/// A span with constant staff.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period {
    /// Seconds.
    pub duration: f64,
    /// lambda, calls per second.
    pub arrival_rate: f64,
    /// A factor on the rate, by the time since the start of the first period.
    pub wave: Option<Wave>,
    /// n; may be 0.
    pub agents: u32,
}

/// Expected values of one period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PeriodMeans {
    /// Calls that arrive.
    pub arrivals: f64,
    /// Calls abandoned.
    pub abandoned: f64,
    /// Calls completed.
    pub completed: f64,
    /// Time average of calls waiting.
    pub mean_queue: f64,
    /// Time average of calls in service.
    pub mean_busy: f64,
    /// Share of the period's arrivals that find no free agent.
    pub p_wait: f64,
    /// The state just before the period ends.
    pub at_end: State,
}

/// Expected values at an instant.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct State {
    /// Calls waiting.
    pub queue: f64,
    /// Calls in service.
    pub busy: f64,
    /// P(nobody waits).
    pub p_no_queue: f64,
    /// P(no agent is free).
    pub p_all_busy: f64,
}

impl TimeVarying {
    /// Returns the means of every period, and the states at the instants `at` (seconds, ascending, within the periods).
    pub fn solve(&self, at: &[f64]) -> Result<(Vec<PeriodMeans>, Vec<State>), Refused> {
        self.walk(at, |_, _| {})
    }

    /// Returns the means of every period, and for each of `ends`, numbers of periods, the expected calls of those that arrive
    /// before the end of that many periods and abandon after it: in the periods that go with it, in which no call
    /// arrives.
    pub fn solve_with_ends(
        &self,
        ends: &[(usize, Vec<Period>)],
    ) -> Result<(Vec<PeriodMeans>, Vec<f64>), Refused> {
        let mut later = vec![0.0; ends.len()];
        let (means, _) = self.walk(&[], |count, chain| {
            let here = later.iter_mut().zip(ends).filter(|(_, (end, _))| *end == count);
            here.for_each(|(later, (_, then))| *later = self.abandoned_later(chain, then));
        })?;
        Ok((means, later))
    }

    /// Solves from start to end; `ended` gets the probabilities after every number of periods.
    fn walk(
        &self,
        at: &[f64],
        mut ended: impl FnMut(usize, &Chain),
    ) -> Result<(Vec<PeriodMeans>, Vec<State>), Refused> {
        self.check()?;
        let room = self.room();
        let mut chain = Chain::empty(room, self.periods.first().map_or(0, |period| period.agents as usize));
        let (mut start, mut at) = (0.0, at.iter().peekable());
        let (mut means, mut states) = (Vec::new(), Vec::new());
        for (count, period) in self.periods.iter().enumerate() {
            ended(count, &chain);
            chain = chain.restaffed(period.agents as usize, self.shift_end);
            let (end, mut now) = (start + period.duration, start);
            while let Some(instant) = at.next_if(|instant| **instant <= end) {
                self.advance(&mut chain, period, now, *instant);
                states.push(chain.state());
                now = now.max(*instant);
            }
            self.advance(&mut chain, period, now, end);
            means.push(self.close(&chain, period));
            start = end;
        }
        ended(self.periods.len(), &chain);
        Ok((means, states))
    }

    /// Returns the expected calls of those in the system that abandon in these periods, if no other call arrives.
    fn abandoned_later(&self, now: &Chain, then: &[Period]) -> f64 {
        let mut chain = Chain { shape: now.shape, p: now.p.clone() };
        let mut abandoned_later = |period: &Period| {
            chain = chain.restaffed(period.agents as usize, self.shift_end);
            let alone = Period { arrival_rate: 0.0, wave: None, ..*period };
            self.advance(&mut chain, &alone, 0.0, period.duration);
            self.close(&chain, &alone).abandoned
        };
        then.iter().map(&mut abandoned_later).sum()
    }

    /// Returns the approximate cost of solving: states of the chain times steps of the integration. A step is no longer
    /// than the fastest state of the chain allows.
    pub fn work(&self) -> f64 {
        let room = self.room() as f64;
        let of = |period: &Period| {
            let agents = f64::from(period.agents);
            let leaving = agents / self.service_mean + room / self.patience_mean;
            period.duration * (period.arrival_rate + leaving) * (agents + room)
        };
        self.periods.iter().map(of).sum()
    }

    fn check(&self) -> Result<(), Refused> {
        positive("mean handle time", self.service_mean)?;
        if self.patience_mean.is_nan() || self.patience_mean <= 0.0 {
            return Err(Refused::Input { name: "mean patience", must: "positive" });
        }
        for period in &self.periods {
            positive("duration of a period", period.duration)?;
            not_negative("arrival rate", period.arrival_rate)?;
            if period.wave.is_some_and(|wave| !(wave.amplitude.abs() <= 1.0 && wave.period > 0.0)) {
                return Err(Refused::Input {
                    name: "wave",
                    must: "of amplitude up to 1 and positive period",
                });
            }
        }
        if self.room() > MOST_CALLS {
            return Err(Refused::Extreme("too many calls in the system"));
        }
        Ok(())
    }

    /// Calls in the system that are never exceeded but with probability below 1e-20: there are at most as
    /// many as have arrived, and as many as in M/M/infinity at the greatest rate where all leave at
    /// min(mu, theta); both are Poisson. The agents come on top.
    fn room(&self) -> usize {
        let top =
            |period: &Period| period.arrival_rate * (1.0 + period.wave.map_or(0.0, |w| w.amplitude.abs()));
        let arrived: f64 = self.periods.iter().map(|period| top(period) * period.duration).sum();
        let greatest = self.periods.iter().map(top).fold(0.0, f64::max);
        let mean = arrived.min(greatest * self.service_mean.max(self.patience_mean));
        (mean + 10.0 * mean.sqrt() + 40.0) as usize
    }

    fn rate(&self, period: &Period, t: f64) -> f64 {
        let wave = |wave: Wave| wave.amplitude * libm::sin(2.0 * std::f64::consts::PI * t / wave.period);
        period.arrival_rate * (1.0 + period.wave.map_or(0.0, wave))
    }

    fn advance(&self, chain: &mut Chain, period: &Period, from: f64, to: f64) {
        let shape = chain.shape;
        let rates = |t: f64| Rates {
            arrival: self.rate(period, t),
            service: 1.0 / self.service_mean,
            abandon: 1.0 / self.patience_mean,
        };
        dormand_prince(&mut chain.p, from, to, |t, p, slope| shape.slope(rates(t), p, slope));
    }

    fn close(&self, chain: &Chain, period: &Period) -> PeriodMeans {
        let counts = &chain.p[chain.shape.states()..];
        let [arrivals, queue, busy, delayed] = [counts[0], counts[1], counts[2], counts[3]];
        PeriodMeans {
            arrivals,
            abandoned: queue / self.patience_mean,
            completed: busy / self.service_mean,
            mean_queue: queue / period.duration,
            mean_busy: busy / period.duration,
            p_wait: if arrivals > 0.0 { delayed / arrivals } else { 0.0 },
            at_end: chain.state(),
        }
    }
}

/// Probabilities of the states, then the integrals of arrivals, queue, busy and delayed arrivals.
struct Chain {
    shape: Shape,
    p: Vec<f64>,
}

/// States: first the line, by the number in the system 0 ..= n + room (all agents busy before any call
/// waits); then rows of n + 1, n + 2, ... calls in hand (of agents whose shift has ended), each by the
/// number waiting 0 ..= room.
#[derive(Clone, Copy)]
struct Shape {
    agents: usize,
    room: usize,
    rows: usize,
}

struct Rates {
    arrival: f64,
    service: f64,
    abandon: f64,
}

const COUNTS: usize = 4;
/// Room for more calls would take hours.
const MOST_CALLS: usize = 100_000;

impl Shape {
    fn line(self) -> usize {
        self.agents + self.room + 1
    }

    fn states(self) -> usize {
        self.line() + self.rows * (self.room + 1)
    }

    /// Index of the state with this many in hand and waiting; where calls wait, in hand >= agents.
    fn index(self, busy: usize, waiting: usize) -> usize {
        if busy <= self.agents {
            busy + waiting.min(self.room)
        } else {
            self.line() + (busy - self.agents - 1) * (self.room + 1) + waiting.min(self.room)
        }
    }

    /// All states as (index, busy, waiting).
    fn each(self) -> impl Iterator<Item = (usize, usize, usize)> {
        let line = (0..self.line()).map(move |k| (k, k.min(self.agents), k.saturating_sub(self.agents)));
        let row = self.room + 1;
        let rows = (0..self.rows * row).map(move |i| (self.line() + i, self.agents + 1 + i / row, i % row));
        line.chain(rows)
    }

    /// The forward equations: the derivative of `p` into `slope`.
    fn slope(self, rates: Rates, p: &[f64], slope: &mut [f64]) {
        slope.fill(0.0);
        let counts = self.states();
        self.slope_of_line(&rates, p, slope);
        for (i, busy, waiting) in self.each().skip(self.line()) {
            let mass = p[i];
            let mut flow = |to: usize, rate: f64| {
                slope[to] += mass * rate;
                slope[i] -= mass * rate;
            };
            if waiting < self.room {
                flow(i + 1, rates.arrival);
            }
            flow(self.index(busy - 1, waiting), busy as f64 * rates.service);
            if waiting > 0 {
                flow(i - 1, waiting as f64 * rates.abandon);
            }
            slope[counts + 1] += mass * waiting as f64;
            slope[counts + 2] += mass * busy as f64;
            slope[counts + 3] += if busy >= self.agents { mass * rates.arrival } else { 0.0 };
        }
        slope[counts] = rates.arrival;
    }

    /// The part of the line, where most of the states are: births and deaths, by the flow between neighbours.
    fn slope_of_line(self, rates: &Rates, p: &[f64], slope: &mut [f64]) {
        let (counts, line, n) = (self.states(), self.line(), self.agents);
        let mut below = 0.0;
        let (mut queue, mut busy, mut delayed) = (0.0, 0.0, 0.0);
        for i in 0..line {
            let (served, waiting) = (i.min(n) as f64, i.saturating_sub(n) as f64);
            let death = if i + 1 < line {
                (i + 1).min(n) as f64 * rates.service + (i + 1).saturating_sub(n) as f64 * rates.abandon
            } else {
                0.0
            };
            let above = if i + 1 < line { p[i] * rates.arrival - p[i + 1] * death } else { 0.0 };
            slope[i] = below - above;
            below = above;
            queue += p[i] * waiting;
            busy += p[i] * served;
            delayed += if i >= n { p[i] } else { 0.0 };
        }
        slope[counts + 1] = queue;
        slope[counts + 2] = busy;
        slope[counts + 3] = delayed * rates.arrival;
    }
}

impl Chain {
    fn empty(room: usize, agents: usize) -> Chain {
        let shape = Shape { agents, room, rows: 0 };
        let mut p = vec![0.0; shape.states() + COUNTS];
        p[0] = 1.0;
        Chain { shape, p }
    }

    /// Returns the chain with the same probabilities, another number of agents and counts reset to 0. Agents who come
    /// take waiting calls; calls of agents who leave are finished or put back.
    fn restaffed(&self, agents: usize, shift_end: ShiftEnd) -> Chain {
        let (old, room) = (self.shape, self.shape.room);
        let most_busy = old.agents + old.rows;
        let rows = match shift_end {
            ShiftEnd::Finish => most_busy.saturating_sub(agents),
            ShiftEnd::Return => 0,
        };
        let shape = Shape { agents, room, rows };
        let mut p = vec![0.0; shape.states() + COUNTS];
        for (i, busy, waiting) in old.each() {
            let all = busy + waiting;
            let kept = match shift_end {
                ShiftEnd::Finish => busy.max(all.min(agents)),
                ShiftEnd::Return => all.min(agents),
            };
            p[shape.index(kept, all - kept)] += self.p[i];
        }
        Chain { shape, p }
    }

    fn state(&self) -> State {
        let mut state = State::default();
        for (i, busy, waiting) in self.shape.each() {
            state.queue += self.p[i] * waiting as f64;
            state.busy += self.p[i] * busy as f64;
            state.p_no_queue += if waiting == 0 { self.p[i] } else { 0.0 };
            state.p_all_busy += if busy >= self.shape.agents { self.p[i] } else { 0.0 };
        }
        state
    }
}

/// Absolute and relative local error of a step.
const TOLERANCE: f64 = 1e-11;

/// Nodes, coefficients and error weights of the pair of Dormand and Prince (1980), table 2; the last row
/// of coefficients is also the solution of order 5.
const NODES: [f64; 6] = [0.2, 0.3, 0.8, 8.0 / 9.0, 1.0, 1.0];
const ROWS: [[f64; 6]; 6] = [
    [1.0 / 5.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    [3.0 / 40.0, 9.0 / 40.0, 0.0, 0.0, 0.0, 0.0],
    [44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0, 0.0, 0.0, 0.0],
    [19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0, 0.0, 0.0],
    [9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0, 0.0],
    [35.0 / 384.0, 0.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0],
];
const ERROR: [f64; 7] =
    [71.0 / 57600.0, 0.0, -71.0 / 16695.0, 71.0 / 1920.0, -17253.0 / 339_200.0, 22.0 / 525.0, -1.0 / 40.0];

/// Integrates y' = f(t, y) from one instant to another, in place.
fn dormand_prince(y: &mut [f64], from: f64, to: f64, f: impl Fn(f64, &[f64], &mut [f64])) {
    let mut slopes = vec![vec![0.0; y.len()]; 7];
    let mut trial = y.to_vec();
    let (mut t, mut step) = (from, (to - from) * 1e-3);
    f(t, y, &mut slopes[0]);
    while t < to {
        step = step.min(to - t);
        for stage in 0..6 {
            trial.copy_from_slice(y);
            for (weight, slope) in
                ROWS[stage].iter().zip(&slopes[..=stage]).filter(|(weight, _)| **weight != 0.0)
            {
                trial.iter_mut().zip(slope).for_each(|(trial, slope)| *trial += step * weight * slope);
            }
            f(t + NODES[stage] * step, &trial, &mut slopes[stage + 1]);
        }
        let error = largest_error(&slopes, &trial, step);
        if error <= 1.0 {
            // A remainder that rounding leaves is not worth a step.
            t = if to - t - step <= 1e-12 * step { to } else { t + step };
            y.copy_from_slice(&trial);
            slopes.swap(0, 6); // the last slope is the next first
        }
        step *= (0.9 * libm::pow(error.max(1e-10), -0.2)).clamp(0.2, 4.0);
    }
}

/// The largest local error over its tolerance.
fn largest_error(slopes: &[Vec<f64>], y: &[f64], step: f64) -> f64 {
    let [a, b, c, d, e, f, g] = slopes else { return f64::NAN };
    let mut largest = 0.0_f64;
    for (i, y) in y.iter().enumerate() {
        let sum = ERROR[0] * a[i]
            + ERROR[1] * b[i]
            + ERROR[2] * c[i]
            + ERROR[3] * d[i]
            + ERROR[4] * e[i]
            + ERROR[5] * f[i]
            + ERROR[6] * g[i];
        let error = (step * sum).abs() / (TOLERANCE * (1.0 + y.abs()));
        largest = largest.max(error);
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::super::mmng::Mmng;
    use super::super::{Queue, erlang_c::ErlangC};
    use super::*;
    use crate::dist::Dist;

    fn constant(duration: f64, agents: u32, patience_mean: f64) -> TimeVarying {
        let period = Period { duration, arrival_rate: 0.9, wave: None, agents };
        TimeVarying { service_mean: 10.0, patience_mean, shift_end: ShiftEnd::Finish, periods: vec![period] }
    }

    #[test]
    fn a_constant_centre_settles_at_erlang_a() {
        let (_, at) = constant(900.0, 9, 30.0).solve(&[900.0]).unwrap();
        let queue = Queue { arrival_rate: 0.9, service_mean: 10.0, agents: 9 };
        let patience = Dist::exponential(30.0).unwrap();
        let a = Mmng::new(queue, &patience).unwrap();
        assert!((at[0].queue - a.mean_queue).abs() < 1e-8, "{} {}", at[0].queue, a.mean_queue);
        assert!((at[0].p_all_busy - a.p_wait).abs() < 1e-8);
    }

    #[test]
    fn endless_patience_settles_at_erlang_c() {
        let (_, at) = constant(1500.0, 12, f64::INFINITY).solve(&[1500.0]).unwrap();
        let c = ErlangC::new(Queue { arrival_rate: 0.9, service_mean: 10.0, agents: 12 }).unwrap();
        assert!((at[0].queue - c.mean_queue).abs() < 1e-7, "{} {}", at[0].queue, c.mean_queue);
    }

    #[test]
    fn every_arrival_is_completed_abandoned_or_still_there() {
        for shift_end in [ShiftEnd::Finish, ShiftEnd::Return] {
            let period = |agents, arrival_rate| Period {
                duration: 50.0,
                arrival_rate,
                wave: Some(Wave { amplitude: 0.5, period: 70.0 }),
                agents,
            };
            let periods = vec![period(9, 0.9), period(3, 0.9), period(0, 0.4), period(12, 0.4)];
            let centre = TimeVarying { service_mean: 10.0, patience_mean: 30.0, shift_end, periods };
            let (means, at) = centre.solve(&[200.0]).unwrap();
            let sum = |of: fn(&PeriodMeans) -> f64| means.iter().map(of).sum::<f64>();
            let left = at[0].queue + at[0].busy;
            let balance = sum(|m| m.arrivals) - sum(|m| m.abandoned) - sum(|m| m.completed) - left;
            assert!(balance.abs() < 1e-7, "{shift_end:?}: {balance}");
            assert!(at[0].p_no_queue > 0.0 && at[0].p_no_queue < 1.0 + 1e-9);
        }
    }

    #[test]
    fn periods_that_mean_nothing_are_refused() {
        assert!(constant(0.0, 3, 5.0).solve(&[]).is_err());
        assert!(constant(5.0, 3, f64::NAN).solve(&[]).is_err());
        assert!(constant(1e9, 3, f64::INFINITY).solve(&[]).is_err());
    }
}
