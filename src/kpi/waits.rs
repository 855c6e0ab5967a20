//! Many histograms of waits, counted a batch at a time.
//!
//! Their buckets together are larger than the nearest caches. Counted one by one, every wait would be a stall of
//! its own in the middle of the event loop; the stalls of a batch overlap.

use super::histogram::Histogram;

/// Waits counted together: a few kilobytes.
const BATCH: usize = 256;
/// No histogram has this number.
const NONE: u32 = u32::MAX;

/// Numbered histograms.
pub(super) struct WaitCounts {
    histograms: Vec<Histogram>,
    /// Two histograms and a wait in seconds.
    pending: Vec<([u32; 2], f64)>,
}

impl WaitCounts {
    /// Makes `histograms` empty histograms.
    pub(super) fn new(histograms: usize) -> WaitCounts {
        WaitCounts { histograms: vec![Histogram::default(); histograms], pending: Vec::with_capacity(BATCH) }
    }

    /// Makes room for `histograms` histograms in all.
    pub(super) fn make_room(&mut self, histograms: usize) {
        self.histograms.resize(histograms, Histogram::default());
    }

    /// Counts a wait in seconds in one histogram or two.
    #[inline(always)]
    pub(super) fn add(&mut self, histogram: usize, other: Option<usize>, wait: f64) {
        if wait <= 0.0 {
            self.histograms[histogram].add_zero();
            return other.into_iter().for_each(|other| self.histograms[other].add_zero());
        }
        if self.pending.len() == BATCH {
            self.count();
        }
        let other = other.map_or(NONE, |other| other as u32);
        self.pending.push(([histogram as u32, other], wait));
    }

    #[inline(never)]
    fn count(&mut self) {
        for &(histograms, wait) in &self.pending {
            for number in histograms {
                if let Some(histogram) = self.histograms.get_mut(number as usize) {
                    histogram.add_only(wait);
                }
            }
        }
        self.pending.clear();
    }

    /// Takes the histograms, with everything counted.
    pub(super) fn take(&mut self) -> Vec<Histogram> {
        self.count();
        self.histograms.iter_mut().for_each(Histogram::sum_up);
        std::mem::take(&mut self.histograms)
    }
}
