//! A coarse copy of a histogram of waits: what is kept of every replication, to estimate how the share of
//! waits under a bound differs between replications.

use super::histogram::Histogram;
use super::pooled::Pooled;
use std::borrow::Borrow;

/// Waits in coarse buckets, from the first that is needed to the last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoarseHistogram {
    count: u64,
    zeros: u64,
    first: usize,
    buckets: Vec<u64>,
}

impl CoarseHistogram {
    /// Makes the coarse copy of a histogram: 8 buckets per octave.
    pub fn of(histogram: &Histogram) -> CoarseHistogram {
        let (offset, stretches) = histogram.stretches();
        let first = stretches.iter().take_while(|count| **count == 0).count();
        let end = stretches.iter().rposition(|count| *count > 0).map_or(first, |last| last + 1);
        CoarseHistogram {
            count: histogram.count(),
            zeros: histogram.zeros(),
            first: offset + first,
            buckets: stretches[first..end].to_vec(),
        }
    }

    /// Adds the counts of another coarse histogram.
    pub fn merge(&mut self, other: &CoarseHistogram) {
        self.count += other.count;
        self.zeros += other.zeros;
        if other.buckets.is_empty() {
            return;
        }
        if self.buckets.is_empty() {
            self.first = other.first;
        }
        let first = self.first.min(other.first);
        let end = (self.first + self.buckets.len()).max(other.first + other.buckets.len());
        self.buckets.splice(0..0, std::iter::repeat_n(0, self.first - first));
        self.buckets.resize(end - first, 0);
        self.first = first;
        let own = self.buckets[other.first - first..].iter_mut();
        own.zip(&other.buckets).for_each(|(own, other)| *own += other);
    }

    /// Waits counted.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Returns how many of the waits are at most as long as the bound.
    pub fn at_most(&self, bound: &Bound) -> f64 {
        let Some(coarse) = bound.bucket else { return self.zeros as f64 };
        let index = coarse.checked_sub(self.first);
        let below = self.buckets.iter().take(index.unwrap_or(0)).sum::<u64>();
        let here = index.and_then(|index| self.buckets.get(index)).copied().unwrap_or(0);
        (self.zeros + below) as f64 + bound.part * here as f64
    }
}

/// A bound of waits among coarse buckets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// The coarse bucket in which it lies; none for zero.
    bucket: Option<usize>,
    /// The share of that bucket's waits up to the bound.
    part: f64,
}

impl Bound {
    /// Makes the bound `wait`. Within a coarse bucket waits are taken to be distributed as they are in `pooled`.
    pub fn new<H: Borrow<Histogram>>(wait: f64, pooled: &Pooled<'_, H>) -> Bound {
        if wait <= 0.0 {
            return Bound { bucket: None, part: 0.0 };
        }
        let (coarse, part) = pooled.part_up_to(wait);
        Bound { bucket: Some(coarse), part }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(waits: impl Iterator<Item = f64>) -> Histogram {
        let mut histogram = Histogram::default();
        waits.for_each(|wait| histogram.add(wait));
        histogram
    }

    #[test]
    fn outlines_merge_and_count_as_their_histograms_do() {
        let (short, long) = (|| (0..900).map(|n| f64::from(n % 30)), || (0..300).map(|n| f64::from(n) * 3.7));
        let mut pooled = histogram(short());
        pooled.merge(&histogram(long()));
        let (one, two) = (CoarseHistogram::of(&histogram(short())), CoarseHistogram::of(&histogram(long())));
        for (a, b) in [(&one, &two), (&two, &one)] {
            let mut both = a.clone();
            both.merge(b);
            assert_eq!(both, CoarseHistogram::of(&pooled));
        }
        assert_eq!(one.count() + two.count(), 1200);
        let mut all: Vec<f64> = short().chain(long()).collect();
        all.sort_by(f64::total_cmp);
        for wait in [0.0, 1.0, 7.0, 29.0, 100.0, 1106.3] {
            let exact = all.iter().filter(|w| **w <= wait).count() as f64;
            let estimate =
                [&one, &two].map(|of| of.at_most(&Bound::new(wait, &pooled.pooled()))).iter().sum::<f64>();
            assert!((estimate - exact).abs() < 1e-9, "{wait}: {estimate}, exact {exact}");
        }
    }
}
