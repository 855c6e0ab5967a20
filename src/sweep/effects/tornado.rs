//! Tornado tables: how far each key moves a KPI between its low and its high value.

use super::Responses;
use crate::stats::{self, Estimate};

/// The effects of a key's low and high value, all other keys at the base. Paired by replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// The key's number.
    pub key: usize,
    /// At the low value less at the base, in the KPI's unit.
    pub low: Estimate,
    /// At the high value less at the base.
    pub high: Estimate,
    /// At the high value less at the low.
    pub swing: Estimate,
}

impl Swing {
    /// Returns the distance from the least to the greatest of low, base and high, in the KPI's unit: the length of the bar.
    pub fn span(&self) -> f64 {
        let (low, high) = (self.low.mean.unwrap_or(0.0), self.high.mean.unwrap_or(0.0));
        low.max(high).max(0.0) - low.min(high).min(0.0)
    }
}

/// Returns the swing of each key, the longest bar first (of equal ones the first key); `keys` names the points of each
/// key's low and high value. None if a point does not exist.
///
/// Intervals are Student's t on paired differences: narrow where replications share random numbers.
pub fn tornado(base: usize, keys: &[(usize, usize)], responses: Responses) -> Option<Vec<Swing>> {
    let points = keys.iter().flat_map(|&(low, high)| [low, high]).chain([base]);
    if points.max()? >= responses.points() {
        return None;
    }
    let difference = |point: usize, from: usize| {
        stats::mean(responses.point(point).iter().zip(responses.point(from)).map(|(a, b)| a - b))
    };
    let swing = |(key, &(low, high)): (usize, &(usize, usize))| Swing {
        key,
        low: difference(low, base),
        high: difference(high, base),
        swing: difference(high, low),
    };
    let mut swings: Vec<Swing> = keys.iter().enumerate().map(swing).collect();
    swings.sort_by(|a, b| b.span().total_cmp(&a.span()));
    Some(swings)
}
