//! Waits in a mergeable log-linear histogram: 1,024 buckets per octave.
//!
//! The top bits of a positive `f64` are log-linear by themselves, so a bucket is a shift of the bit
//! pattern. The midpoint of a bucket is within 0.05 % of every value in it. Waits under 2^-10 s
//! (a millisecond) share the first bucket. Counts are whole numbers: merging in any order gives the
//! same histogram.

use std::sync::Arc;

/// Mantissa bits kept: 2^10 buckets per octave.
const SHIFT: u32 = 52 - 10;
/// Bucket number of 2^-10 s before the offset.
const LEAST: u64 = (1023 - 10) << 10;
/// The buckets of 1/8 s to 256 s, which are kept at least: to make room again and again takes long, and most need these.
const USUAL: std::ops::Range<usize> = 7 * OCTAVE..18 * OCTAVE;
/// Buckets per octave.
const OCTAVE: usize = 1 << 10;
/// Buckets whose counts are summed up, too: most of them are empty, and passed over together.
pub(super) const STRETCH: usize = OCTAVE / 8;

/// Counts of waits; zero waits apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    zeros: u64,
    /// All others.
    positive: u64,
    /// Number of the first bucket kept, the first of an octave.
    first: usize,
    /// Whole octaves, from the usual first or the least that is needed to the greatest.
    buckets: Vec<u32>,
    /// Sums of the buckets, stretch by stretch.
    stretches: Vec<u64>,
    /// Bit pattern of the longest wait: exact.
    longest: u64,
}

impl Histogram {
    /// Counts one wait in seconds.
    pub fn add(&mut self, wait: f64) {
        if let Some(place) = self.add_only(wait) {
            self.stretches[place / STRETCH] += 1;
        }
    }

    /// Counts a wait of nothing.
    #[inline(always)]
    pub(super) fn add_zero(&mut self) {
        self.zeros += 1;
    }

    /// Counts a wait without the sums of stretches, which [`Histogram::sum_up`] makes later; returns the place of its bucket.
    #[inline(always)]
    pub(super) fn add_only(&mut self, wait: f64) -> Option<usize> {
        if wait <= 0.0 {
            self.zeros += 1;
            return None;
        }
        self.positive += 1;
        let bucket = bucket_of(wait);
        self.longest = self.longest.max(wait.to_bits());
        if bucket.wrapping_sub(self.first) >= self.buckets.len() {
            self.make_room(bucket, bucket + 1);
        }
        let place = bucket - self.first;
        self.buckets[place] += 1;
        Some(place)
    }

    /// Makes the sums of stretches anew.
    pub(super) fn sum_up(&mut self) {
        let few = self.is_of_few();
        for (sum, stretch) in self.stretches.iter_mut().zip(self.buckets.chunks_exact(STRETCH)) {
            *sum = match few {
                true => u64::from(stretch.iter().sum::<u32>()),
                false => stretch.iter().map(|&count| u64::from(count)).sum(),
            };
        }
    }

    /// So few waits that no sum of buckets can overflow: they are added in a fraction of the time.
    fn is_of_few(&self) -> bool {
        u32::try_from(self.positive).is_ok()
    }

    /// Keeps at least the buckets of a range, by whole octaves.
    #[cold]
    fn make_room(&mut self, from: usize, to: usize) {
        let (mut from, mut to) = (from / OCTAVE * OCTAVE, to.next_multiple_of(OCTAVE));
        if self.buckets.is_empty() {
            (from, to) = (from.min(USUAL.start), to.max(USUAL.end));
            self.first = from;
        }
        if from < self.first {
            put_zeros_before(&mut self.buckets, self.first - from);
            put_zeros_before(&mut self.stretches, (self.first - from) / STRETCH);
            self.first = from;
        }
        if to > self.first + self.buckets.len() {
            self.buckets.resize(to - self.first, 0);
            self.stretches.resize((to - self.first) / STRETCH, 0);
        }
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Histogram) {
        self.zeros += other.zeros;
        self.positive += other.positive;
        self.longest = self.longest.max(other.longest);
        if other.buckets.is_empty() {
            return;
        }
        self.make_room(other.first, other.first + other.buckets.len());
        let offset = other.first - self.first;
        let few = self.is_of_few();
        let own =
            self.buckets[offset..].chunks_exact_mut(STRETCH).zip(&mut self.stretches[offset / STRETCH..]);
        let others = other.buckets.chunks_exact(STRETCH).zip(&other.stretches);
        for ((own, sum), (others, more)) in own.zip(others).filter(|(_, (_, more))| **more > 0) {
            *sum += more;
            add_counts(own, others, few);
        }
    }

    /// Returns whether it keeps buckets before the first of another's.
    pub(super) fn begins_before(&self, other: &Histogram) -> bool {
        !self.buckets.is_empty() && (other.buckets.is_empty() || self.first < other.first)
    }

    /// Returns the number of waits counted.
    pub fn count(&self) -> u64 {
        self.zeros + self.positive
    }

    /// Waits of zero seconds.
    pub(super) fn zeros(&self) -> u64 {
        self.zeros
    }

    /// Returns the number of the first stretch kept, and the sums of its [`STRETCH`] buckets and of those that follow.
    pub(super) fn stretches(&self) -> (usize, &[u64]) {
        (self.first / STRETCH, &self.stretches)
    }

    /// Returns the buckets of a stretch; none where it keeps none.
    pub(super) fn stretch(&self, stretch: usize) -> Option<&[u32; STRETCH]> {
        let from = (stretch * STRETCH).checked_sub(self.first)?;
        self.buckets.get(from..)?.first_chunk()
    }

    /// Returns the longest wait in seconds, exact; none without waits.
    pub fn longest(&self) -> Option<f64> {
        (self.count() > 0).then(|| f64::from_bits(self.longest))
    }

    /// Returns the share of waits longer than each of these, ascending, to the resolution of a bucket.
    pub fn exceeding(&self, waits: &[f64]) -> Vec<f64> {
        let count = self.count().max(1) as f64;
        let tail = |wait: f64| {
            let from = if wait <= 0.0 { 0 } else { bucket_of(wait) + 1 };
            let above = self.buckets.iter().skip(from.saturating_sub(self.first));
            above.map(|&n| u64::from(n)).sum::<u64>() as f64 / count
        };
        waits.iter().map(|&wait| tail(wait)).collect()
    }
}

/// Adds the counts of a histogram; where there are none yet, it is shared. They are added to the one that reaches
/// further down: to make room in front takes long.
pub(super) fn join(own: &mut Arc<Histogram>, mut other: Arc<Histogram>) {
    if own.count() == 0 || other.begins_before(own) {
        std::mem::swap(own, &mut other);
    }
    if other.count() > 0 {
        Arc::make_mut(own).merge(&other);
    }
}

/// Adds counts of others; `few`: so few in all that no sum overflows.
#[inline]
pub(super) fn add_counts(own: &mut [u32], others: &[u32], few: bool) {
    let pairs = own.iter_mut().zip(others);
    match few {
        true => pairs.for_each(|(own, more)| *own = own.wrapping_add(*more)),
        false => pairs.for_each(|(own, more)| *own = own.saturating_add(*more)),
    }
}

fn put_zeros_before<T: Copy + Default>(counts: &mut Vec<T>, more: usize) {
    let kept = counts.len();
    counts.resize(kept + more, T::default());
    counts.copy_within(..kept, more);
    counts[..more].fill(T::default());
}

/// Returns the bucket of a positive wait.
#[inline]
pub(super) fn bucket_of(wait: f64) -> usize {
    (wait.to_bits() >> SHIFT).saturating_sub(LEAST) as usize
}

/// Returns the wait in the middle of a bucket.
pub(super) fn midpoint(bucket: usize) -> f64 {
    f64::from_bits(((bucket as u64 + LEAST) << SHIFT) | (1 << (SHIFT - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_equals_counting_together() {
        let (mut a, mut b, mut both) = (Histogram::default(), Histogram::default(), Histogram::default());
        for n in 0..1000 {
            let wait = f64::from(n % 37) * f64::from(n) / 7.0;
            if n % 3 == 0 {
                a.add(wait)
            } else {
                b.add(wait)
            }
            both.add(wait);
        }
        a.merge(&b);
        assert_eq!(a, both);
    }
}
