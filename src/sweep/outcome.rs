//! The results of one point.

use super::Pairing;
use crate::kpi::{Entry, Field, QUANTILES, Sums};
use crate::replicate::Series;

/// Holds the total of every replication of a point, and what is pooled over them: enough for every KPI, for paired
/// differences and for whatever is estimated later.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The point, from 0.
    pub point: u64,
    /// Attempts simulated in all replications, warm-up included.
    pub attempts: u64,
    /// The total, replication by replication.
    pub replications: Vec<Entry>,
    /// Whether they are independent or come in pairs.
    pub pairing: Pairing,
    /// Wait quantiles ([`QUANTILES`]) pooled over replications; none without answered attempts.
    pub pooled: Option<[f64; QUANTILES.len()]>,
    /// Each replication's linearised quantiles, whose spread is that of the pooled ones
    /// ([`crate::replicate::linearised`]).
    pub linearised: Vec<[f64; QUANTILES.len()]>,
    /// The longest wait of any answered attempt.
    pub longest: Option<f64>,
    /// Callers expected in a replication, where means are to be corrected by how many came.
    pub expected: Option<f64>,
}

/// A point of a study: the values of its keys, and its results.
#[derive(Clone, Debug)]
pub struct PointResult {
    /// The value of each key as text; empty: the scenario's own.
    pub cells: Vec<String>,
    /// The results.
    pub outcome: Outcome,
}

impl Outcome {
    /// Returns the total of all replications.
    pub fn series(&self) -> Series {
        self.series_of(&self.replications, self.pooled)
    }

    /// Returns the total of the first replications alone, for pairing with a point that has no more. Pooled
    /// quantiles are then means of the replications' own.
    pub fn first(&self, replications: usize) -> Series {
        if replications >= self.replications.len() {
            return self.series();
        }
        let kept = &self.replications[..replications];
        self.series_of(kept, mean_quantiles(kept))
    }

    fn series_of(&self, first: &[Entry], pooled: Option<[f64; QUANTILES.len()]>) -> Series {
        let unit = self.pairing.unit();
        let linearised = self.linearised.iter().take(first.len()).copied().collect::<Vec<_>>();
        Series::of(first, unit, pooled, linearised.chunks(unit).map(mean_of).collect())
    }

    /// Returns the sums of each independent observation among the first replications: of a replication, or of a pair together.
    pub fn observations(&self, first: usize) -> impl Iterator<Item = Sums> {
        let first = &self.replications[..first.min(self.replications.len())];
        first.chunks(self.pairing.unit()).map(|own| {
            let mut sums = Sums::default();
            own.iter().for_each(|entry| sums.merge(&entry.sums));
            sums
        })
    }
}

fn mean_of(own: &[[f64; QUANTILES.len()]]) -> [f64; QUANTILES.len()] {
    std::array::from_fn(|index| own.iter().map(|each| each[index]).sum::<f64>() / own.len() as f64)
}

/// Returns the first calls of callers who had not been answered before, whose number
/// [`expected_calls`](crate::demand::expected_calls) expects.
pub fn fresh_calls(sums: &Sums) -> f64 {
    let sum = |field| sums.get(field);
    sum(Field::Offered) - sum(Field::Redials) - sum(Field::Repeats)
}

fn mean_quantiles(entries: &[Entry]) -> Option<[f64; QUANTILES.len()]> {
    let own: Vec<[f64; QUANTILES.len()]> = entries.iter().filter_map(|entry| entry.quantiles).collect();
    let mean = |index: usize| own.iter().map(|q| q[index]).sum::<f64>() / own.len() as f64;
    (!own.is_empty()).then(|| std::array::from_fn(mean))
}
