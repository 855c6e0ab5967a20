//! The fully sequential procedure of Kim and Nelson (2001).

use super::selection::{Asked, Goal, LEAST_FIRST, Selection, Standing, first_stage, greatest};
use crate::dist::BadParameter;

/// Systems at most: variances of all pairs are kept.
const MOST: usize = 2000;

/// KN (Kim and Nelson, ACM TOMACS 11, 2001, with c = 1): after a first stage systems are dropped as soon as their
/// sum falls too far behind another's; those left get one replication more.
///
/// Guarantee: if values are normal and independent between replications, and the best mean is better than any
/// other by at least the indifference zone, the best is picked with probability >= 1 - error, whatever the
/// correlation between systems. Common random numbers shrink the variances of differences, and so the number of
/// replications, in proportion. Where others lie within the zone, one of the good ones is picked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kn {
    systems: usize,
    zone: f64,
    error: f64,
    first: u64,
    batch: u64,
    at_most: u64,
}

impl Kn {
    /// Makes the procedure for 2 to 2000 systems, an indifference zone in the KPI's unit, a probability of error between 0 and 1 -
    /// 1/systems, and replications of the first stage, at least [`LEAST_FIRST`].
    pub fn new(systems: usize, zone: f64, error: f64, first: u64) -> Result<Kn, BadParameter> {
        let bad = |name, must| Err(BadParameter { name, must });
        if !(2..=MOST).contains(&systems) {
            return bad("systems", "2 to 2000");
        }
        if !(zone > 0.0 && zone.is_finite()) {
            return bad("zone", "positive and finite");
        }
        if !(error > 0.0 && error < 1.0 - 1.0 / systems as f64) {
            return bad("error", "between 0 and the error of guessing");
        }
        if first < LEAST_FIRST {
            return bad("first", "10 or more");
        }
        Ok(Kn { systems, zone, error, first, batch: 1, at_most: u64::MAX })
    }

    /// Makes it ask for so many replications at a time and look only then. That keeps more threads at work and the
    /// guarantee, and drops systems up to that much later.
    pub fn batch(self, replications: u64) -> Kn {
        Kn { batch: replications.max(1), ..self }
    }

    /// Makes it stop undecided at so many replications of a system.
    pub fn at_most(self, replications: u64) -> Kn {
        Kn { at_most: replications.max(self.first), ..self }
    }

    /// Returns h^2 of the paper: 2 eta (first - 1), eta so that each of the pairs with the best errs with probability
    /// error / (systems - 1) at most.
    fn h_squared(&self) -> f64 {
        let freedom = self.first as f64 - 1.0;
        let each = self.error / (self.systems as f64 - 1.0);
        (libm::pow(2.0 * each, -2.0 / freedom) - 1.0) * freedom
    }

    /// Runs the procedure. `observe` returns one finite value for each that is asked for, in that order;
    /// with common random numbers the replications of one number share their seed.
    pub fn run<E>(
        &self,
        goal: Goal,
        mut observe: impl FnMut(&[Asked]) -> Result<Vec<f64>, E>,
    ) -> Result<Selection, E> {
        let values = observe(&first_stage(self.systems, self.first))?;
        let values: Vec<f64> = values.into_iter().map(|value| goal.turned(value)).collect();
        let mut race = Race::new(self, &values);
        race.screen();
        while !race.is_over() && race.replications < self.at_most {
            let asked = race.next(self.batch.min(self.at_most - race.replications));
            let values = observe(&asked)?;
            race.add(&asked, values.into_iter().map(|value| goal.turned(value)));
            race.screen();
        }
        Ok(race.selection(goal))
    }
}

/// The systems that are not dropped.
struct Race<'k> {
    kn: &'k Kn,
    /// Replications of each of them.
    replications: u64,
    left: Vec<usize>,
    sums: Vec<f64>,
    counts: Vec<u64>,
    /// For each pair of systems h^2 S^2 / zone^2: the replications after which their sums decide as they stand.
    horizons: Vec<f64>,
}

impl<'k> Race<'k> {
    /// Makes the state after the first stage.
    fn new(kn: &'k Kn, values: &[f64]) -> Race<'k> {
        let systems = kn.systems;
        let of = |system: usize| values.iter().skip(system).step_by(systems);
        let scale = kn.h_squared() / (kn.zone * kn.zone);
        let mut horizons = vec![0.0; systems * systems];
        for a in 0..systems {
            for b in 0..a {
                // Not a number counts as 0, so that the race ends whatever it is told.
                let horizon = (scale * variance(of(a).zip(of(b)).map(|(a, b)| a - b))).max(0.0);
                horizons[a * systems + b] = horizon;
                horizons[b * systems + a] = horizon;
            }
        }
        Race {
            kn,
            replications: kn.first,
            left: (0..systems).collect(),
            sums: (0..systems).map(|system| of(system).sum()).collect(),
            counts: vec![kn.first; systems],
            horizons,
        }
    }

    fn horizon(&self, a: usize, b: usize) -> f64 {
        self.horizons[a * self.kn.systems + b]
    }

    /// Drops all that are too far behind one of those left; the distance allowed shrinks as replications grow.
    fn screen(&mut self) {
        let behind = |system: usize, other: usize| {
            let margin = 0.5 * self.kn.zone * (self.horizon(system, other) - self.replications as f64);
            self.sums[system] < self.sums[other] - margin.max(0.0)
        };
        let stays = |system: &usize| !self.left.iter().any(|&other| behind(*system, other));
        self.left = self.left.iter().copied().filter(stays).collect();
    }

    /// Returns whether one is left, or the sums decide as they stand and equal ones are left.
    fn is_over(&self) -> bool {
        let pairs = || self.left.iter().flat_map(|&a| self.left.iter().map(move |&b| (a, b)));
        self.left.len() == 1 || pairs().all(|(a, b)| self.horizon(a, b) < self.replications as f64)
    }

    fn next(&self, batch: u64) -> Vec<Asked> {
        let of = |replication| self.left.iter().map(move |&system| Asked { system, replication });
        (self.replications..self.replications + batch).flat_map(of).collect()
    }

    fn add(&mut self, asked: &[Asked], values: impl Iterator<Item = f64>) {
        for (asked, value) in asked.iter().zip(values) {
            self.sums[asked.system] += value;
            self.counts[asked.system] += 1;
            self.replications = self.replications.max(asked.replication + 1);
        }
    }

    fn selection(&self, goal: Goal) -> Selection {
        let standing = |system: usize| Standing {
            replications: self.counts[system],
            mean: goal.turned(self.sums[system] / self.counts[system] as f64),
            is_left: self.left.contains(&system),
        };
        let decided = self.is_over();
        Selection {
            best: greatest(self.left.iter().map(|&system| (system, self.sums[system]))),
            decided,
            confidence: decided.then_some(1.0 - self.kn.error),
            systems: (0..self.kn.systems).map(standing).collect(),
        }
    }
}

fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    values.map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0)
}
