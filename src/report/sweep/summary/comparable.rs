//! Points at which the demand is the same: only they can be compared by what staff buys.

use super::point_values::{PointValue, PointValues};
use crate::report::sweep::context::StudyContext;
use crate::stats::Estimate;
use std::collections::HashMap;

/// By what share numbers of callers differ where demand does: less is callers who came to a front line by another way.
const OTHER_DEMAND: f64 = 0.01;
/// By what share agents on duty differ where staff does: less is absence.
const OTHER_STAFF: f64 = 0.001;

/// The points of a grid at the demand of the reference point.
pub(in crate::report::sweep) struct ComparablePoints<'v> {
    /// Places of the keys that change the demand; none if none does.
    pub(in crate::report::sweep) demand_keys: Vec<usize>,
    /// Settings of the point that has the demand.
    pub(in crate::report::sweep) reference: &'v [String],
    /// Settings and results of the points.
    pub(in crate::report::sweep) points: Vec<&'v (Vec<String>, PointValue)>,
}

impl PointValues {
    /// Finds the points that can be compared by their staff; none if there are too many points or all have as many
    /// agents on duty.
    pub(in crate::report::sweep) fn comparable(
        &self,
        context: &StudyContext,
    ) -> Option<ComparablePoints<'_>> {
        let all = self.all(context).filter(|_| context.design == "grid")?;
        let reference = &all[context.reference.map_or(0, |point| point as usize)].0;
        let demand_keys: Vec<usize> =
            (0..context.keys.len()).filter(|key| changes_demand(all, *key)).collect();
        let same = |(cells, _): &&(Vec<String>, _)| demand_keys.iter().all(|k| cells[*k] == reference[*k]);
        let points: Vec<_> = all.iter().filter(same).collect();
        let staff = points.iter().filter_map(|(_, value)| value.on_duty.mean);
        (spread(staff) > OTHER_STAFF).then_some(ComparablePoints { demand_keys, reference, points })
    }
}

/// Whether points that differ in this key alone differ in callers.
fn changes_demand(all: &[(Vec<String>, PointValue)], key: usize) -> bool {
    let mut alike: HashMap<Vec<&str>, Vec<f64>> = HashMap::new();
    for (cells, PointValue { callers: Estimate { mean, .. }, .. }) in all {
        let others = cells.iter().enumerate().filter(|(own, _)| *own != key);
        let others = others.map(|(_, cell)| cell.as_str()).collect();
        alike.entry(others).or_default().extend(mean);
    }
    alike.into_values().any(|callers| spread(callers.into_iter()) > OTHER_DEMAND)
}

/// Returns the way from the least to the greatest, as a share of the least.
fn spread(values: impl Iterator<Item = f64>) -> f64 {
    let (least, most) = values.fold((f64::INFINITY, 0.0), |(l, m): (f64, f64), v| (l.min(v), m.max(v)));
    if least < most { most / least - 1.0 } else { 0.0 }
}
