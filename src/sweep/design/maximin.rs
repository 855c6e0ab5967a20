//! Moving the points of a Latin hypercube apart.
//!
//! Criterion: phi_p = (sum over pairs of d^-p)^(1/p) with p = 20 and Euclidean distances d of strata (Morris
//! and Mitchell 1995); for large p its minimum is a maximin design with the fewest closest pairs. Search: two
//! points exchange their strata along one key, so that the hypercube stays one; simulated annealing with
//! relative changes of phi_p, its temperature falling linearly to 0.

use crate::rng::{Key, Purpose, RandomStream, uniform};

/// Exchanges tried at most, and the budget in distances along one key that bounds them for many points.
const TRIALS: usize = 100_000;
const BUDGET: usize = 100_000_000;
/// The relative worsening of phi_p that is accepted at first with probability 1/e.
const WARM: f64 = 0.02;
const P: f64 = 20.0;

/// Returns better strata, point by point, from strata of `dimensions` keys each.
pub(super) fn spread(strata: Vec<i64>, dimensions: usize, key: Key) -> Vec<i64> {
    let mut search = Search::new(strata, dimensions);
    let mut words = key.stream(Purpose::Design);
    let trials = (BUDGET / (4 * search.strata.len())).min(TRIALS);
    for trial in 0..trials {
        let temperature = WARM * (1.0 - (trial as f64 + 1.0) / trials as f64);
        search.attempt(temperature, &mut words);
    }
    search.strata
}

struct Search {
    strata: Vec<i64>,
    dimensions: usize,
    count: usize,
    /// phi_p to the power p, and what it was when last summed afresh.
    sum: f64,
    fresh: f64,
}

impl Search {
    fn new(strata: Vec<i64>, dimensions: usize) -> Search {
        let count = strata.len() / dimensions;
        let mut search = Search { strata, dimensions, count, sum: 0.0, fresh: 0.0 };
        search.refresh();
        search
    }

    fn row(&self, point: usize) -> &[i64] {
        &self.strata[point * self.dimensions..][..self.dimensions]
    }

    /// Sums again from the start: the rounding errors of large terms taken off would exceed the small ones.
    fn refresh(&mut self) {
        let pairs = (0..self.count).flat_map(|a| (0..a).map(move |b| (a, b)));
        self.sum = pairs.map(|(a, b)| term(squared(self.row(a), self.row(b)))).sum();
        self.fresh = self.sum;
    }

    /// Tries one exchange.
    fn attempt(&mut self, temperature: f64, words: &mut RandomStream) {
        let (a, b) = (below(self.count, words), below(self.count, words));
        let key = below(self.dimensions, words);
        if a == b {
            return;
        }
        let sum = self.sum + self.change(a, b, key);
        let worse = libm::log(sum / self.sum) / P;
        if worse <= 0.0 || uniform(words) < libm::exp(-worse / temperature) {
            self.strata.swap(a * self.dimensions + key, b * self.dimensions + key);
            self.sum = sum;
            if sum < 0.5 * self.fresh {
                self.refresh();
            }
        }
    }

    /// Returns the change of the sum if two points exchange their strata along a key.
    fn change(&self, a: usize, b: usize, key: usize) -> f64 {
        let (row_a, row_b) = (self.row(a), self.row(b));
        let square = |x: i64, y: i64| (x - y) * (x - y);
        let mut change = 0.0;
        for (i, other) in self.strata.chunks_exact(self.dimensions).enumerate() {
            if i == a || i == b {
                continue; // their own distance stays
            }
            let own = square(row_a[key], other[key]);
            let theirs = square(row_b[key], other[key]);
            let (to_a, to_b) = (squared(row_a, other), squared(row_b, other));
            change += term(to_a - own + theirs) - term(to_a);
            change += term(to_b - theirs + own) - term(to_b);
        }
        change
    }
}

/// Returns a squared distance.
fn squared(a: &[i64], b: &[i64]) -> i64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

/// Returns d^-20 of a squared distance, by products alone: the same on every processor.
fn term(squared: i64) -> f64 {
    let one = 1.0 / squared as f64;
    let two = one * one;
    let four = two * two;
    four * four * two
}

/// Draws a whole number below `n`.
fn below(n: usize, words: &mut RandomStream) -> usize {
    ((uniform(words) * n as f64) as usize).min(n - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_kept_along_the_way_is_the_sum() {
        let strata: Vec<i64> = (0..40).flat_map(|i| [i, i * 7 % 40, i * 11 % 40]).collect();
        let mut search = Search::new(strata, 3);
        let mut words = RandomStream::new(1);
        (0..20_000).for_each(|_| search.attempt(0.01, &mut words));
        let kept = search.sum;
        search.refresh();
        assert!((kept / search.sum - 1.0).abs() < 1e-9, "{kept} {}", search.sum);
    }
}
