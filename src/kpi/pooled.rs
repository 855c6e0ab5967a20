//! The waits of several histograms together.
//!
//! To add up whole histograms takes as long as a short replication takes for all its sums. Quantiles need only the
//! stretches in which they lie.

use super::histogram::{Histogram, STRETCH, bucket_of, midpoint};
use super::tables::join;
use std::borrow::{Borrow, Cow};
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

    /// The longest wait in seconds, exact; none without waits.
    pub fn longest(&self) -> Option<f64> {
        self.parts.iter().filter_map(|part| part.longest()).reduce(f64::max)
    }
}

/// Waits of histograms together.
pub struct Pooled<'h, H> {
    parts: &'h [H],
    count: u64,
    zeros: u64,
    /// Number of the first stretch that any of them keeps.
    first: usize,
    /// Sums of the stretches.
    stretches: Cow<'h, [u64]>,
}

impl<'h, H: Borrow<Histogram>> Pooled<'h, H> {
    /// Of these histograms.
    pub fn of(parts: &'h [H]) -> Pooled<'h, H> {
        let each = || parts.iter().map(|part| part.borrow());
        let (first, stretches) = match parts {
            [] => (0, Cow::default()),
            [only] => {
                let (first, stretches) = only.borrow().stretches();
                (first, Cow::Borrowed(stretches))
            }
            _ => summed(each()),
        };
        let (count, zeros) = (each().map(Histogram::count).sum(), each().map(Histogram::zeros).sum());
        Pooled { parts, count, zeros, first, stretches }
    }

    /// The least waits (within 0.05 %) that these shares of all waits, ascending, do not exceed;
    /// none without waits.
    pub fn quantiles<const N: usize>(&self, shares: [f64; N]) -> Option<[f64; N]> {
        let (mut stretches, mut seen) = (self.stretches.iter().enumerate().peekable(), self.zeros);
        let mut found = [0.0; N];
        for (share, found) in shares.iter().zip(&mut found) {
            let rank = (share * self.count as f64).ceil().max(1.0) as u64;
            if rank <= self.zeros {
                continue;
            }
            while let Some((_, more)) = stretches.next_if(|(_, more)| seen + **more < rank) {
                seen += more;
            }
            let Some((index, _)) = stretches.peek() else { break };
            *found = midpoint(self.bucket(self.first + index, rank - seen));
        }
        (self.count > 0).then_some(found)
    }

    /// The bucket of a stretch in which its wait of this rank, from 1, lies.
    fn bucket(&self, stretch: usize, rank: u64) -> usize {
        let mut seen = 0;
        let sums = self.buckets(stretch);
        let below = sums.iter().take_while(|more| {
            seen += **more;
            seen < rank
        });
        stretch * STRETCH + below.count()
    }

    /// Of the stretch in which a positive wait lies the number, and the share of its waits up to the wait's bucket.
    pub(super) fn part_up_to(&self, wait: f64) -> (usize, f64) {
        let bucket = bucket_of(wait);
        let stretch = bucket / STRETCH;
        let buckets = self.buckets(stretch);
        let (all, within) = (buckets.iter().sum::<u64>(), buckets[..=bucket % STRETCH].iter().sum::<u64>());
        (stretch, if all > 0 { within as f64 / all as f64 } else { 1.0 })
    }

    /// The sums of a stretch's buckets.
    fn buckets(&self, stretch: usize) -> [u64; STRETCH] {
        let mut sums = [0; STRETCH];
        for buckets in self.parts.iter().filter_map(|part| part.borrow().stretch(stretch)) {
            sums.iter_mut().zip(buckets).for_each(|(sum, count)| *sum += u64::from(*count));
        }
        sums
    }
}

/// Number of the first stretch that any of these keeps, and the sums of stretches from there on.
fn summed<'h>(parts: impl Iterator<Item = &'h Histogram> + Clone) -> (usize, Cow<'h, [u64]>) {
    let kept = parts.map(Histogram::stretches).filter(|(_, stretches)| !stretches.is_empty());
    let first = kept.clone().map(|(first, _)| first).min().unwrap_or(0);
    let end = kept.clone().map(|(first, stretches)| first + stretches.len()).max().unwrap_or(first);
    let mut sums = vec![0; end - first];
    for (own, stretches) in kept {
        sums[own - first..].iter_mut().zip(stretches).for_each(|(sum, more)| *sum += more);
    }
    (first, Cow::Owned(sums))
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
}
