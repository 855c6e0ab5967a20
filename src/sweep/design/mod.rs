//! Designs: where in the unit cube the points of a sweep lie.
//!
//! | design | what it is for |
//! |---|---|
//! | [`Random`] | draws from stated input distributions: input uncertainty |
//! | [`LatinHypercube`] | few points, every key's range covered evenly, far from each other |
//! | [`Sobol`] | many points, evenly over the whole cube; any prefix of a power of two is even too |
//! | [`Saltelli`] | Sobol indices: two independent matrices and their column swaps |
//! | [`Grid`], [`OneAtATime`] | listed values; points by index of value, not by place in the cube |
//!
//! A coordinate is a pure function of (seed, point, key), in the open interval (0, 1), so that it can be put
//! through any quantile function. Points are made when asked for, in any order: a shard makes its own, and
//! memory does not grow with their number (up to [`MAXIMIN_UP_TO`] points a Latin hypercube is kept whole).

mod latin;
mod levels;
mod maximin;
mod saltelli;
mod shuffle;
mod sobol;

pub use latin::{LatinHypercube, MAXIMIN_UP_TO};
pub use levels::{Grid, OneAtATime};
pub use saltelli::{Role, Saltelli};
pub use sobol::Sobol;

use crate::rng::{self, Key, Purpose};

/// Points in the unit cube.
pub trait Points {
    /// Returns the number of points.
    fn count(&self) -> u64;
    /// Returns the number of keys that vary.
    fn dimensions(&self) -> usize;
    /// Returns a point's place along a key, in (0, 1).
    fn coordinate(&self, point: u64, dimension: usize) -> f64;
    /// Returns a point's place along every key.
    fn point(&self, point: u64) -> Vec<f64> {
        (0..self.dimensions()).map(|dimension| self.coordinate(point, dimension)).collect()
    }
}

/// Returns the random key of all designs of a seed.
fn root(seed: u64) -> Key {
    Key::new(seed).named("design")
}

/// Returns a uniform variate of its own for a point and a key.
fn uniform(key: Key, point: u64, dimension: usize) -> f64 {
    // The generator's last value rounds to 1, at which no quantile is finite.
    rng::uniform(&mut key.nth(point).nth(dimension as u64).stream(Purpose::Design)).min(1.0 - f64::EPSILON)
}

/// Independent uniform points.
#[derive(Clone, Debug)]
pub struct Random {
    key: Key,
    dimensions: usize,
    count: u64,
}

impl Random {
    /// Makes `count` points; more of them leave the first ones where they are.
    pub fn new(seed: u64, dimensions: usize, count: u64) -> Random {
        Random { key: root(seed).named("random"), dimensions, count }
    }
}

impl Points for Random {
    fn count(&self) -> u64 {
        self.count
    }

    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn coordinate(&self, point: u64, dimension: usize) -> f64 {
        uniform(self.key, point, dimension)
    }
}

#[cfg(test)]
mod tests;
