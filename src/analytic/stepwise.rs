//! Solves a group's queue step by step over the horizon, and counts by half hour of the day.

use super::case::Case;
use super::flow::cuts;
use super::level::GroupLevel;
use super::reason::Reason;
use super::redials::Redials;
use super::traffic::{agents_at, agents_in, trunks};
use crate::dist::Dist;
use crate::model::{ShiftEnd, Staffing, Wave};
use crate::theory::transient::{Counts, Span, Transient, TransientQueue, abandonment_rate};
use crate::time::{DAY, HALF_HOUR, HALF_HOURS};

/// Calls in the system beyond which a preview would take too long.
const MOST_CALLS: f64 = 8_000.0;
/// Difference of the probabilities of two days' starts, and of calls that will be redialled, below which the days are
/// alike.
const ALIKE: f64 = 1e-7;
/// Probability of a full room beyond which the queue has no end.
const FULL: f64 = 1e-4;
/// Seconds of a piece while callers redial.
const REDIAL_PIECE: f64 = 120.0;

/// A queue to be solved step by step.
pub(super) struct Stepwise<'c> {
    case: &'c Case<'c>,
    /// The scale of time that makes up for handle times that are not exponential.
    scale: f64,
    service_mean: f64,
    redials: Option<(&'c Redials, f64)>,
    /// Starts of the pieces of a day, and its end.
    edges: Vec<f64>,
    wave: Option<Wave>,
    room: usize,
}

/// Calls that will be redialled, by cause.
#[derive(Clone, Copy, Debug, Default)]
struct Orbit {
    abandoned: f64,
    blocked: f64,
}

/// The state of the queue as days pass.
struct Course<'c> {
    state: Transient<'c>,
    orbit: Orbit,
    /// Calls redialled per second.
    returning: f64,
    counts: Vec<Counts>,
    seconds: Vec<f64>,
}

impl<'c> Stepwise<'c> {
    /// Prepares; an error where the queue has no end.
    pub(super) fn new(
        case: &'c Case<'c>,
        redials: Option<(&'c Redials, f64)>,
    ) -> Result<Stepwise<'c>, Reason> {
        let (queue, scale) = case.equivalent(1);
        let staff: f64 = (0..HALF_HOURS).map(|half| agents_in(case.staffing(), half)).sum::<f64>();
        let limited = trunks(case.staffing()).is_some();
        if !limited && case.flow.endless_load() >= staff / HALF_HOURS as f64 {
            return Err(Reason::Overloaded);
        }
        let parts = || case.flow.parts.iter().map(|part| case.model.call_types()[part.call_type].demand.wave);
        let wave = parts().flatten().next();
        if parts().any(|other| other != wave) {
            return Err(Reason::HotlinesChangeApart);
        }
        let edges = edges(case, redials.is_some(), wave);
        let mut all =
            Stepwise { case, scale, service_mean: queue.service_mean, redials, edges, wave, room: 0 };
        let room = all.room_needed();
        if room > MOST_CALLS {
            return Err(Reason::TooMuchWork);
        }
        all.room = room as usize;
        Ok(all)
    }

    /// Solves the horizon. Days after one that began alike are not solved anew.
    pub(super) fn solve(&self) -> Result<GroupLevel, Reason> {
        let horizon = self.case.model.horizon();
        let mut course = Course {
            state: Transient::empty(self.queue(), self.room),
            orbit: Orbit::default(),
            returning: 0.0,
            counts: vec![Counts::default(); HALF_HOURS],
            seconds: vec![0.0; HALF_HOURS],
        };
        let (mut start, mut before): (Vec<f64>, Option<DayCounts>) = (Vec::new(), None);
        for day in 0..horizon.dates() {
            let whole = day as f64 * DAY >= horizon.warm_up && (day + 1) as f64 * DAY <= horizon.end();
            let now = course.start();
            let alike = self.wave.is_none() && whole && apart(&start, &now) < ALIKE;
            if let Some(known) = before.as_ref().filter(|_| alike) {
                known.add_to(&mut course);
                continue;
            }
            start = now;
            let known = (course.counts.clone(), course.seconds.clone());
            self.day(day, &mut course);
            before = whole.then(|| DayCounts::since(&known, &course));
            if course.state.full() > FULL {
                return Err(Reason::Overloaded);
            }
        }
        Ok(GroupLevel::new(course.counts, course.seconds))
    }

    fn queue(&self) -> TransientQueue<'c> {
        let once = self.redials.map_or(0.0, |(redials, once)| once * redials.after_abandon);
        let group = &self.case.model.groups()[self.case.group];
        TransientQueue {
            service_mean: self.service_mean,
            patience: self.case.patience,
            trunks: self.trunks(),
            redials_at_once: once,
            finishes: group.shift_end == ShiftEnd::Finish,
            within: self.case.within,
        }
    }

    /// Returns the trunks of the queue that is solved: those for callers who wait are fewer where time is slower.
    fn trunks(&self) -> Option<u32> {
        let staffing = self.case.staffing();
        let most = self.edges.windows(2).map(|pair| agents_at(staffing, 0.5 * (pair[0] + pair[1]))).max();
        let most = most.unwrap_or(0);
        let waiting = |trunks: u32| f64::from(trunks.saturating_sub(most)) / self.scale;
        trunks(staffing).map(|trunks| most + waiting(trunks).round() as u32)
    }

    /// Lets a day pass.
    fn day(&self, day: usize, course: &mut Course<'_>) {
        let (horizon, midnight) = (self.case.model.horizon(), day as f64 * DAY);
        for pair in self.edges.windows(2) {
            let (from, to) = (midnight + pair[0], (midnight + pair[1]).min(horizon.end()));
            if to - from <= 1e-6 {
                continue;
            }
            let counts = self.piece(from, to - from, course);
            let measured = ((to - horizon.warm_up) / (to - from)).clamp(0.0, 1.0);
            let half = (pair[0] / HALF_HOUR + 1e-9) as usize % HALF_HOURS;
            course.counts[half].add(&counts.times(measured));
            course.seconds[half] += measured * (to - from);
        }
    }

    /// Lets a piece of constant rate and staff pass, and returns what happened in the time of the scenario.
    fn piece(&self, from: f64, seconds: f64, course: &mut Course<'_>) -> Counts {
        let middle = from + 0.5 * seconds;
        let rate = self.rate(middle) + course.returning;
        let agents = agents_at(self.case.staffing(), middle % DAY);
        let span = Span { seconds, arrival_rate: rate / self.scale, agents };
        let counts = course.state.advance(&span).times(self.scale);
        if let Some((redials, once)) = self.redials {
            let later = (1.0 - once) * redials.after_abandon * counts.abandoned;
            let orbit = &mut course.orbit;
            let first = returned(&mut orbit.abandoned, later, redials.abandon_delay, seconds);
            let busy = redials.after_busy * counts.blocked;
            course.returning =
                (first + returned(&mut orbit.blocked, busy, redials.busy_delay, seconds)) / seconds;
        }
        counts
    }

    /// Returns the calls per second at an instant of the horizon, redials left aside.
    fn rate(&self, t: f64) -> f64 {
        let wave =
            |wave: Wave| 1.0 + wave.amplitude * libm::sin(2.0 * std::f64::consts::PI * t / wave.period);
        self.case.flow.rate_at(t % DAY) * self.wave.map_or(1.0, wave)
    }

    /// Returns how many calls fit in the system with next to no chance of more, by the course of a fluid over two days.
    fn room_needed(&self) -> f64 {
        let patience = self.case.patience;
        let (mut fluid, mut deepest, mut most, mut busiest) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        let more = self.redials.map_or(1.0, |(redials, _)| {
            1.0 / (1.0 - redials.after_abandon.max(redials.after_busy).min(0.95))
        });
        for pair in self.edges.windows(2).chain(self.edges.windows(2)) {
            let (seconds, middle) = (pair[1] - pair[0], 0.5 * (pair[0] + pair[1]));
            let agents = f64::from(agents_at(self.case.staffing(), middle));
            let rate =
                more * self.rate(middle) * (1.0 + self.wave.map_or(0.0, |wave| wave.amplitude)) / self.scale;
            let capacity = agents / self.service_mean;
            for _ in 0..20 {
                let leaving = abandonment_rate(patience, rate, fluid).min(fluid / seconds * 20.0);
                fluid = (fluid + (rate - capacity - leaving) * seconds / 20.0).max(0.0);
            }
            (deepest, most) = (deepest.max(fluid), most.max(agents));
            let load = rate / capacity.max(1e-9);
            busiest = if load < 0.995 { busiest.max(load) } else { busiest };
        }
        let endless = if patience.never() > 0.0 { 20.0 / (1.0 - busiest) } else { 0.0 };
        most + 1.5 * deepest + 12.0 * (deepest + most + 4.0).sqrt() + 40.0 + endless + slow(patience, most)
    }
}

/// Room for queues of patient callers whose agents are all but enough.
fn slow(patience: &Dist, agents: f64) -> f64 {
    let longest = if patience.mean().is_finite() { patience.mean() } else { 3_600.0 };
    5.0 * (agents * longest / 300.0).sqrt().min(200.0)
}

impl Course<'_> {
    /// Returns all on which the days that follow depend.
    fn start(&self) -> Vec<f64> {
        let orbit = [self.orbit.abandoned, self.orbit.blocked, self.returning];
        self.state.probabilities().iter().copied().chain(orbit).collect()
    }
}

/// The counts of one whole day.
struct DayCounts(Vec<Counts>, Vec<f64>);

impl DayCounts {
    fn since(before: &(Vec<Counts>, Vec<f64>), course: &Course<'_>) -> DayCounts {
        let counts = |(now, before): (&Counts, &Counts)| {
            let mut counts = *now;
            counts.add(&before.times(-1.0));
            counts
        };
        let seconds = course.seconds.iter().zip(&before.1).map(|(now, before)| now - before);
        DayCounts(course.counts.iter().zip(&before.0).map(counts).collect(), seconds.collect())
    }

    fn add_to(&self, course: &mut Course<'_>) {
        course.counts.iter_mut().zip(&self.0).for_each(|(sum, counts)| sum.add(counts));
        course.seconds.iter_mut().zip(&self.1).for_each(|(sum, seconds)| *sum += seconds);
    }
}

fn apart(a: &[f64], b: &[f64]) -> f64 {
    if a.len() != b.len() { f64::INFINITY } else { a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum() }
}

/// Adds calls to those that will be redialled, and returns how many are in a time of equal length.
fn returned(waiting: &mut f64, added: f64, delay: f64, seconds: f64) -> f64 {
    if delay <= 0.0 {
        return added;
    }
    let stay = libm::exp(-seconds / delay);
    // Added evenly over the time: of them a part is still there at its end.
    *waiting = *waiting * stay + added * (1.0 - stay) * delay / seconds;
    *waiting * (1.0 - stay) + added * (1.0 - (1.0 - stay) * delay / seconds)
}

/// Lists the instants of a day, in seconds, at which its pieces begin and the last one ends.
fn edges(case: &Case<'_>, redials: bool, wave: Option<Wave>) -> Vec<f64> {
    let mut edges = cuts(case.flow);
    if let Staffing::Daily { step, .. } = case.staffing() {
        edges.extend((0..(DAY / step).round() as usize).map(|k| k as f64 * step));
    }
    let horizon = case.model.horizon();
    edges.extend([horizon.warm_up % DAY, horizon.end() % DAY, DAY]);
    edges.sort_by(f64::total_cmp);
    edges.dedup_by(|a, b| (*a - *b).abs() < 1e-6);
    let longest = match (wave, redials) {
        (Some(wave), _) => (wave.period / 40.0).clamp(5.0, 300.0),
        (None, true) => REDIAL_PIECE,
        (None, false) => HALF_HOUR,
    };
    let parts = |pair: &[f64]| {
        let (from, length) = (pair[0], pair[1] - pair[0]);
        let count = (length / longest).ceil().max(1.0) as usize;
        (0..count).map(move |k| from + length * k as f64 / count as f64).collect::<Vec<_>>()
    };
    let mut fine: Vec<f64> = edges.windows(2).flat_map(parts).collect();
    fine.push(DAY);
    fine
}
