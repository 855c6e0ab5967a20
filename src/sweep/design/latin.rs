//! Latin hypercubes.

use super::shuffle::Shuffle;
use super::{Points, maximin, root, uniform};
use crate::rng::Key;

/// Points that are moved apart at most; beyond, strata alone cover each key's range well enough.
pub const MAXIMIN_UP_TO: u64 = 2000;

/// A Latin hypercube (McKay, Beckman and Conover 1979): along every key each of the n equal strata holds
/// one point, which lies uniformly within it. Up to [`MAXIMIN_UP_TO`] points it is optimised for the least
/// distance between two points, by the criterion phi_p of Morris and Mitchell (1995) and simulated annealing.
#[derive(Clone, Debug)]
pub struct LatinHypercube {
    key: Key,
    count: u64,
    /// The order of strata of each key.
    shuffles: Vec<Shuffle>,
    /// Strata after optimising, key by key of point by point; empty where there are too many points.
    strata: Vec<i64>,
}

impl LatinHypercube {
    /// Makes `count` points, optimised where there are few enough.
    pub fn new(seed: u64, dimensions: usize, count: u64) -> LatinHypercube {
        let mut latin = LatinHypercube::without_optimising(seed, dimensions, count);
        if dimensions > 1 && (3..=MAXIMIN_UP_TO).contains(&count) {
            let place = |point| latin.shuffles.iter().map(move |shuffle| shuffle.at(point).cast_signed());
            let strata = (0..count).flat_map(place).collect();
            latin.strata = maximin::spread(strata, dimensions, latin.key.named("maximin"));
        }
        latin
    }

    /// Makes `count` points without optimising them.
    pub fn without_optimising(seed: u64, dimensions: usize, count: u64) -> LatinHypercube {
        let key = root(seed).named("latin hypercube");
        let shuffle = |dimension| Shuffle::new(key.named("strata").nth(dimension as u64), count);
        LatinHypercube { key, count, shuffles: (0..dimensions).map(shuffle).collect(), strata: Vec::new() }
    }

    /// Returns the stratum of a point along a key, from 0.
    pub fn stratum(&self, point: u64, dimension: usize) -> u64 {
        let kept = self.strata.get(point as usize * self.shuffles.len() + dimension);
        kept.map_or_else(|| self.shuffles[dimension].at(point), |stratum| stratum.cast_unsigned())
    }
}

impl Points for LatinHypercube {
    fn count(&self) -> u64 {
        self.count
    }

    fn dimensions(&self) -> usize {
        self.shuffles.len()
    }

    fn coordinate(&self, point: u64, dimension: usize) -> f64 {
        let within = uniform(self.key.named("within"), point, dimension);
        (self.stratum(point, dimension) as f64 + within) / self.count as f64
    }
}
