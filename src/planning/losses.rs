//! Expected lost calls of a half hour with so many agents, by Erlang A on busy and quiet days.
//!
//! Callers' patience counts as exponential with its mean, handle times likewise. Busyness multiplies the load by a
//! lognormal factor with the coefficient of variation of day and hour factor together (Gamma times lognormal is close
//! to it; lines of a site are taken as busy together). All loads lie on a lattice in their logarithm, so busyness
//! is an average over neighbours on it; between lattice points, and between whole numbers of agents, shares are
//! interpolated linearly, which keeps them convex in agents. One recursion per load serves every half hour.

use crate::dist::Dist;
use crate::model::Busyness;
use crate::theory::erlang_a;
use std::collections::HashMap;

/// Distance of loads on the lattice, in their natural logarithm.
const LOAD_STEP: f64 = 0.05;
/// Distance of the ratios of handle time to patience, likewise: shares hardly depend on it.
const RATIO_STEP: f64 = 0.2;
/// Patience above an hour counts as an hour, so that callers who never abandon are counted where they wait long.
const PATIENCE: f64 = 3_600.0;
/// Standard deviations of busyness beyond which nothing counts.
const REACH: f64 = 4.0;

/// A place on the lattices of ratios and loads.
type Place = (i32, i32);

/// Expected losses, tabulated as they are asked for.
#[derive(Clone, Debug)]
pub struct Losses {
    /// Seconds.
    patience: f64,
    /// More agents than this are never asked for.
    most: u32,
    /// Lattice distance of the first weight, and the share of all *calls* that come at each distance: busy days have
    /// more of them.
    busy: (i32, Vec<f64>),
    /// Share lost at a load, by agents.
    steady: HashMap<Place, Vec<f64>>,
    /// The same, averaged over busyness; `places` says where.
    columns: Vec<Vec<f64>>,
    places: HashMap<Place, usize>,
}

/// The expected losses of one half hour: neighbours in the table and their weights, which are calls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Curve {
    neighbours: [(usize, f64); 4],
}

impl Losses {
    /// Prepares a table for up to `most` agents.
    pub fn new(patience: &Dist, busyness: Option<Busyness>, most: u32) -> Losses {
        let square = |cv: f64| 1.0 + cv * cv;
        let spread = busyness.map_or(0.0, |b| libm::log(square(b.day_cv) * square(b.hour_cv)));
        Losses {
            patience: patience.mean().clamp(1.0, PATIENCE),
            most: most + 1,
            busy: weights(spread),
            steady: HashMap::new(),
            columns: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// Finds the curve of a half hour with so many calls and such a load in erlangs.
    pub fn curve(&mut self, calls: f64, load: f64) -> Curve {
        if calls <= 0.0 || load <= 0.0 {
            return Curve { neighbours: [(self.column((0, 0)), 0.0); 4] };
        }
        let handle = load / calls * crate::time::HALF_HOUR;
        let (ratio, r) = between(handle / self.patience, RATIO_STEP, 40.0);
        let (place, p) = between(load, LOAD_STEP, 300.0);
        let corners = [
            ((ratio, place), (1.0 - r) * (1.0 - p)),
            ((ratio, place + 1), (1.0 - r) * p),
            ((ratio + 1, place), r * (1.0 - p)),
            ((ratio + 1, place + 1), r * p),
        ];
        Curve { neighbours: corners.map(|(place, weight)| (self.column(place), calls * weight)) }
    }

    /// Returns the calls lost with so many agents, a part of one interpolated.
    pub fn lost(&self, curve: &Curve, agents: f64) -> f64 {
        let whole = agents as usize;
        let part = agents - whole as f64;
        let at = |&(column, calls): &(usize, f64)| {
            let shares = &self.columns[column];
            let last = shares.len() - 1;
            let (low, high) = (shares[whole.min(last)], shares[(whole + 1).min(last)]);
            calls * (low + part * (high - low))
        };
        curve.neighbours.iter().map(at).sum()
    }

    fn column(&mut self, place: Place) -> usize {
        if let Some(&known) = self.places.get(&place) {
            return known;
        }
        let mut column = vec![0.0; self.most as usize + 1];
        let (first, weights) = self.busy.clone();
        for (distance, weight) in (first..).zip(&weights) {
            let steady = self.steady((place.0, place.1 + distance));
            column.iter_mut().zip(steady).for_each(|(sum, share)| *sum += weight * share);
        }
        self.columns.push(column);
        self.places.insert(place, self.columns.len() - 1);
        self.columns.len() - 1
    }

    fn steady(&mut self, place: Place) -> &[f64] {
        let most = self.most;
        let at = |place: i32, step: f64| libm::exp(f64::from(place) * step);
        let solve = || erlang_a::p_abandon(at(place.1, LOAD_STEP), at(place.0, RATIO_STEP), most);
        self.steady.entry(place).or_insert_with(solve)
    }
}

/// The lattice point below `x` and how far `x` lies towards the next, both in the logarithm; at most `end` points from 1,
/// beyond which nothing is ever lost, or nearly everything always.
fn between(x: f64, step: f64, end: f64) -> (i32, f64) {
    let place = (libm::log(x) / step).clamp(-end, end);
    (place.floor() as i32, place - place.floor())
}

/// Where the calls of busy and quiet hours lie on the lattice of loads, for a lognormal factor of mean 1 whose logarithm
/// has variance `spread`: counted by calls, that logarithm is normal with mean `spread` / 2.
fn weights(spread: f64) -> (i32, Vec<f64>) {
    if spread <= 0.0 {
        return (0, vec![1.0]);
    }
    let (mean, sd) = (spread / 2.0, spread.sqrt());
    let place = |deviations: f64| ((mean + deviations * sd) / LOAD_STEP).round() as i32;
    let (first, last) = (place(-REACH), place(REACH));
    let below = |edge: f64| 0.5 * libm::erfc((mean - edge * LOAD_STEP) / (sd * std::f64::consts::SQRT_2));
    let mass = |k: i32| below(f64::from(k) + 0.5) - below(f64::from(k) - 0.5);
    let masses: Vec<f64> = (first..=last).map(mass).collect();
    let all: f64 = masses.iter().sum();
    (first, masses.iter().map(|mass| mass / all).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::{Queue, mmng::Mmng};
    use crate::time::HALF_HOUR;

    const BUSYNESS: Busyness =
        Busyness { day_cv: 0.13, hour_cv: 0.15, hour_lag: 0.5, shares: [0.3, 0.2, 0.5] };

    /// Share abandoning at `load`, exactly.
    fn exact(load: f64, handle: f64, agents: u32, patience: &Dist) -> f64 {
        let queue = Queue { arrival_rate: load / handle, service_mean: handle, agents };
        Mmng::new(queue, patience).unwrap().p_abandon
    }

    #[test]
    fn without_busyness_losses_are_those_of_erlang_a() {
        let patience = Dist::exponential(400.0).unwrap();
        let mut losses = Losses::new(&patience, None, 60);
        for (load, handle) in [(0.3, 250.0), (4.0, 333.0), (31.0, 290.0)] {
            let calls = load / handle * HALF_HOUR;
            let curve = losses.curve(calls, load);
            for agents in [1, 2, 5, 9, 25, 32, 40] {
                let exact = exact(load, handle, agents, &patience);
                let lost = losses.lost(&curve, f64::from(agents)) / calls;
                assert!((lost - exact).abs() < 0.02 * exact + 1e-3, "{load}, {agents}: {lost} {exact}");
            }
            assert!((losses.lost(&curve, 0.0) - calls).abs() < 1e-9 * calls);
        }
    }

    /// Simpson's rule over the lognormal factor against the table.
    #[test]
    fn busyness_is_averaged_over_calls() {
        let patience = Dist::exponential(400.0).unwrap();
        let mut losses = Losses::new(&patience, Some(BUSYNESS), 60);
        let (load, handle) = (20.0, 280.0);
        let calls = load / handle * HALF_HOUR;
        let curve = losses.curve(calls, load);
        let spread: f64 = libm::log((1.0 + 0.13 * 0.13) * (1.0 + 0.15 * 0.15));
        for agents in [12, 20, 24, 30] {
            let density = |z: f64| libm::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
            let at = |z: f64| {
                let factor = libm::exp(spread.sqrt() * z - spread / 2.0);
                density(z) * factor * exact(load * factor, handle, agents, &patience)
            };
            let simpson = |k: i32| [2.0, 4.0][k.rem_euclid(2) as usize] * at(f64::from(k) * 0.05);
            let mean: f64 = (-120..=120).map(simpson).sum::<f64>() * 0.05 / 3.0;
            let lost = losses.lost(&curve, f64::from(agents)) / calls;
            assert!((lost - mean).abs() < 0.01 * mean, "{agents}: {lost} {mean}");
        }
    }

    #[test]
    fn a_part_of_an_agent_saves_its_part_and_no_calls_lose_nothing() {
        let mut losses = Losses::new(&Dist::NEVER, Some(BUSYNESS), 9);
        let curve = losses.curve(30.0, 5.0);
        let lost = |agents: f64| losses.lost(&curve, agents);
        assert!((lost(4.25) - (0.75 * lost(4.0) + 0.25 * lost(5.0))).abs() < 1e-12);
        assert!(lost(3.0) - lost(4.0) > lost(4.0) - lost(5.0));
        let quiet = losses.curve(0.0, 0.0);
        assert_eq!(losses.lost(&quiet, 0.0), 0.0);
    }
}
