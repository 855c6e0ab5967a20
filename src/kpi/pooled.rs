//! The waits of several histograms together.
//!
//! To add up whole histograms takes as long as a short replication takes for all its sums. Quantiles need only the
//! stretches in which they lie.

use super::histogram::{Histogram, STRETCH, add_counts, bucket_of, join, midpoint};
use std::borrow::Borrow;
use std::sync::Arc;

/// Histograms that are kept apart at most.
const APART: usize = 8;

/// Histograms that grow in number, but not in memory.
#[derive(Debug, Default)]
pub struct Pool {
    parts: Vec<Arc<Histogram>>,
}

impl Pool {
    /// Adds a histogram.
    pub fn add(&mut self, part: Arc<Histogram>) {
        if self.parts.len() == APART {
            self.merge();
        }
        self.parts.push(part);
    }

    /// Adds all of another pool.
    pub fn append(&mut self, other: Pool) {
        other.parts.into_iter().for_each(|part| self.add(part));
    }

    /// Makes one of all its histograms, for a time in which nobody asks.
    pub fn merge(&mut self) {
        let mut whole = Arc::default();
        self.parts.drain(..).for_each(|part| join(&mut whole, part));
        self.parts.push(whole);
    }

    /// Its waits together.
    pub fn pooled(&self) -> Pooled<'_, Arc<Histogram>> {
        Pooled::of(&self.parts)
    }

    /// Returns the longest wait in seconds, exact; none without waits.
    pub fn longest(&self) -> Option<f64> {
        self.parts.iter().filter_map(|part| part.longest()).reduce(f64::max)
    }
}

/// Waits of histograms together.
pub struct Pooled<'h, H> {
    parts: &'h [H],
    zeros: u64,
    /// Number of the first stretch that any of them keeps.
    first: usize,
    /// For that and those that follow, how many waits are in them or shorter.
    up_to: Vec<u64>,
}

impl<'h, H: Borrow<Histogram>> Pooled<'h, H> {
    /// Of these histograms.
    pub fn of(parts: &'h [H]) -> Pooled<'h, H> {
        let zeros = parts.iter().map(|part| part.borrow().zeros()).sum();
        let kept = || parts.iter().map(|part| part.borrow().stretches()).filter(|(_, own)| !own.is_empty());
        let first = kept().map(|(first, _)| first).min().unwrap_or(0);
        let end = kept().map(|(first, own)| first + own.len()).max().unwrap_or(first);
        let mut up_to = vec![0; end - first];
        for (start, own) in kept() {
            up_to[start - first..].iter_mut().zip(own).for_each(|(sum, more)| *sum += more);
        }
        let mut seen = zeros;
        for sum in &mut up_to {
            seen += *sum;
            *sum = seen;
        }
        Pooled { parts, zeros, first, up_to }
    }

    fn count(&self) -> u64 {
        self.up_to.last().copied().unwrap_or(self.zeros)
    }

    /// Returns the least waits (within 0.05 %) that these shares of all waits do not exceed; none without waits.
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> Option<[f64; N]> {
        let count = self.count();
        let rank = |share: f64| (share * count as f64).ceil().max(1.0) as u64;
        (count > 0).then(|| shares.map(|share| self.of_rank(rank(share).min(count))))
    }

    /// Returns the wait of a rank, from 1 for the shortest.
    fn of_rank(&self, rank: u64) -> f64 {
        if rank <= self.zeros {
            return 0.0;
        }
        let index = self.up_to.partition_point(|up_to| *up_to < rank);
        let shorter = index.checked_sub(1).map_or(self.zeros, |before| self.up_to[before]);
        midpoint(self.bucket(self.first + index, rank - shorter))
    }

    /// Returns the bucket of a stretch in which its wait of this rank, from 1, lies.
    fn bucket(&self, stretch: usize, rank: u64) -> usize {
        self.look(stretch, |buckets| {
            let mut seen = 0;
            let below = buckets.iter().take_while(|count| {
                seen += u64::from(**count);
                seen < rank
            });
            stretch * STRETCH + below.count()
        })
    }

    /// Of the stretch in which a positive wait lies the number, and the share of its waits up to the wait's bucket.
    pub(super) fn part_up_to(&self, wait: f64) -> (usize, f64) {
        let bucket = bucket_of(wait);
        let stretch = bucket / STRETCH;
        let sum = |buckets: &[u32]| buckets.iter().map(|&count| u64::from(count)).sum::<u64>();
        let (within, all) = self.look(stretch, |buckets| (sum(&buckets[..=bucket % STRETCH]), sum(buckets)));
        (stretch, if all > 0 { within as f64 / all as f64 } else { 1.0 })
    }

    /// Looks at the buckets of a stretch, summed up over all histograms.
    fn look<T>(&self, stretch: usize, look: impl FnOnce(&[u32; STRETCH]) -> T) -> T {
        let mut sums = [0_u32; STRETCH];
        let mut parts = self.parts.iter().filter_map(|part| part.borrow().stretch(stretch));
        match self.parts {
            [_] => look(parts.next().unwrap_or(&sums)),
            _ => {
                let few = u32::try_from(self.count()).is_ok();
                parts.for_each(|buckets| add_counts(&mut sums, buckets, few));
                look(&sums)
            }
        }
    }
}

impl Histogram {
    /// Returns its waits as those of a pool of one.
    pub fn pooled(&self) -> Pooled<'_, Histogram> {
        Pooled::of(std::slice::from_ref(self))
    }

    /// See [`Pooled::quantiles`].
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> Option<[f64; N]> {
        self.pooled().quantiles(shares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waits of a replication; of some there are none, of some none but zeros.
    fn histogram(number: u32) -> Arc<Histogram> {
        let mut histogram = Histogram::default();
        let waits = 40 * (number % 5);
        (0..waits).for_each(|n| {
            histogram.add(f64::from(n % 7 * (number % 4)) * libm::exp(f64::from(n % 11) - 6.0))
        });
        Arc::new(histogram)
    }

    #[test]
    fn many_together_are_what_they_are_when_merged() {
        let (mut pool, mut merged) = (Pool::default(), Histogram::default());
        for number in 0..40 {
            let (own, whole) = (pool.pooled(), merged.pooled());
            assert_eq!(own.quantiles([0.0, 0.3, 0.5, 0.9, 1.0]), whole.quantiles([0.0, 0.3, 0.5, 0.9, 1.0]));
            for wait in [1e-4, 0.01, 0.5, 3.0, 40.0, 5000.0] {
                assert_eq!(own.part_up_to(wait), whole.part_up_to(wait));
            }
            assert_eq!(pool.longest(), merged.longest());
            assert!(pool.parts.len() <= APART);
            pool.add(histogram(number));
            merged.merge(&histogram(number));
        }
    }

    #[test]
    fn a_rank_at_the_end_of_a_stretch_is_its_last_wait() {
        let mut histogram = Histogram::default();
        [1.0, 1.0, 2.0, 8.0].iter().for_each(|wait| histogram.add(*wait));
        let quantiles = histogram.quantiles([0.25, 0.5, 0.51, 0.75, 0.76]).unwrap();
        assert_eq!(quantiles.map(|wait| wait as u32), [1, 1, 2, 2, 8]);
    }

    #[test]
    fn quantiles_are_within_a_twentieth_of_a_percent() {
        let mut histogram = Histogram::default();
        let mut waits: Vec<f64> = (1..=100_000).map(|n| 0.002 * libm::exp(f64::from(n) * 1.5e-4)).collect();
        waits.iter().for_each(|&w| histogram.add(w));
        waits.sort_by(f64::total_cmp);
        let [p50, p99] = histogram.quantiles([0.5, 0.99]).unwrap();
        assert!((p50 / waits[49_999] - 1.0).abs() <= 5e-4, "{p50}");
        assert!((p99 / waits[98_999] - 1.0).abs() <= 5e-4, "{p99}");
        assert_eq!(histogram.longest(), waits.last().copied());
    }

    #[test]
    fn without_waits_there_is_no_quantile() {
        assert_eq!(Histogram::default().quantiles([0.5]), None);
    }
}
