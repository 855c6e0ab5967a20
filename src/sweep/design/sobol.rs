//! The Sobol sequence.

use super::{Points, root};
use crate::rng::{Key, Purpose};

/// Points of one sequence of the library.
const LENGTH_BITS: u32 = 16;

/// The Sobol sequence with the direction numbers of Joe and Kuo (2008) and Owen scrambling by hashing (Burley
/// 2020). Every prefix of 2^m points, m up to 16, is a net: each of 2^m equal strata of each key holds one.
///
/// Beyond 65,536 points further, independently scrambled sequences follow (a union of nets), and beyond 256
/// keys the first ones are used again with a scramble of their own (padding), both as the library advises.
#[derive(Clone, Debug)]
pub struct Sobol {
    key: Key,
    dimensions: usize,
    count: u64,
}

impl Sobol {
    /// Makes the first `count` points; more of them leave the first ones where they are.
    pub fn new(seed: u64, dimensions: usize, count: u64) -> Sobol {
        Sobol { key: root(seed).named("sobol"), dimensions, count }
    }

    /// Makes the first `count` points of scrambling number `nth` of several that are independent of each other and of
    /// [`Sobol::new`]'s.
    pub(super) fn scrambled(seed: u64, nth: u64, dimensions: usize, count: u64) -> Sobol {
        Sobol { key: root(seed).named("sobol").named("scrambling").nth(nth), dimensions, count }
    }
}

impl Points for Sobol {
    fn count(&self) -> u64 {
        self.count
    }

    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn coordinate(&self, point: u64, dimension: usize) -> f64 {
        let (block, index) = (point >> LENGTH_BITS, point as u32 & ((1 << LENGTH_BITS) - 1));
        let (set, dimension) = (
            dimension as u32 / sobol_burley::NUM_DIMENSIONS,
            dimension as u32 % sobol_burley::NUM_DIMENSIONS,
        );
        let scramble = self.key.nth(block).nth(u64::from(set)).stream(Purpose::Design).next_u64() as u32;
        // The library's 23 bits name a cell; its middle is never 0 or 1.
        f64::from(sobol_burley::sample(index, dimension, scramble)) + 0.5 / 8_388_608.0
    }
}
