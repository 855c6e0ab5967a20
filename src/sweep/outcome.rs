//! What came of one point.

use crate::kpi::{Entry, Field, QUANTILES};
use crate::replicate::Series;

/// The total of every replication of a point, and what is pooled over them: enough for every KPI, for
/// paired differences and for whatever is estimated later.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The point, from 0.
    pub point: u64,
    /// Attempts simulated in all replications, warm-up included.
    pub attempts: u64,
    /// The total, replication by replication.
    pub replications: Vec<Entry>,
    /// Wait quantiles ([`QUANTILES`]) pooled over replications; none without answered attempts.
    pub pooled: Option<[f64; QUANTILES.len()]>,
    /// What every replication would make of them ([`crate::replicate::linearised`]).
    pub linearised: Vec<[f64; QUANTILES.len()]>,
    /// The longest wait of any answered attempt.
    pub longest: Option<f64>,
    /// Callers expected in a replication, where means are to be corrected by how many came.
    pub expected: Option<f64>,
}

impl Outcome {
    /// The total of all replications.
    pub fn series(&self) -> Series {
        Series::of(self.replications.iter().cloned(), self.pooled, self.linearised.clone())
    }

    /// The total of the first replications alone, for pairing with a point that has no more. Pooled
    /// quantiles are then means of the replications' own.
    pub fn first(&self, replications: usize) -> Series {
        if replications >= self.replications.len() {
            return self.series();
        }
        let kept = &self.replications[..replications];
        let linearised = self.linearised.iter().take(replications).copied().collect();
        Series::of(kept.iter().cloned(), mean_quantiles(kept), linearised)
    }
}

/// First calls of callers who had not been answered before: what [`expected_calls`](crate::demand::expected_calls)
/// expects.
pub fn fresh_calls(entry: &Entry) -> f64 {
    let sum = |field| entry.sums.get(field);
    sum(Field::Offered) - sum(Field::Redials) - sum(Field::Repeats)
}

fn mean_quantiles(entries: &[Entry]) -> Option<[f64; QUANTILES.len()]> {
    let own: Vec<[f64; QUANTILES.len()]> = entries.iter().filter_map(|entry| entry.quantiles).collect();
    let mean = |index: usize| own.iter().map(|q| q[index]).sum::<f64>() / own.len() as f64;
    (!own.is_empty()).then(|| std::array::from_fn(mean))
}
