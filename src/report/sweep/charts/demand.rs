//! Points at which as many call: only they can be compared by what staff buys.

use super::Field;
use crate::report::sweep::Sheet;
use std::collections::HashMap;

/// By what share numbers of callers differ where demand does: less is who came to a front line by another way.
const OTHER: f64 = 0.01;
/// By what share agents on duty differ where staff does: less is absence.
const STAFFED: f64 = 0.001;

/// The points of a grid at the demand of the reference point.
pub(in crate::report::sweep) struct Comparable {
    /// Keys that change how many call, by place; none if none does.
    pub(in crate::report::sweep) demand: Vec<usize>,
    /// The point that has the demand.
    pub(in crate::report::sweep) reference: usize,
    /// The points.
    pub(in crate::report::sweep) points: Vec<usize>,
}

impl Field {
    /// The points that can be compared by their staff; none if there are too many or all have the same.
    pub(in crate::report::sweep) fn comparable(&self, sheet: &Sheet) -> Option<Comparable> {
        let all = self.complete(sheet).filter(|_| sheet.design == "grid")?;
        let reference = sheet.reference.map_or(0, |point| point as usize);
        let demand: Vec<usize> = (0..sheet.keys.len()).filter(|key| self.changes_callers(*key)).collect();
        let same = |point: &usize| demand.iter().all(|key| all[*point].0[*key] == all[reference].0[*key]);
        let points: Vec<usize> = (0..all.len()).filter(same).collect();
        let staff = points.iter().filter_map(|point| self.on_duty[*point].mean);
        (spread(staff) > STAFFED).then_some(Comparable { demand, reference, points })
    }

    /// Whether points that differ in this key alone differ in callers.
    fn changes_callers(&self, key: usize) -> bool {
        let mut alike: HashMap<Vec<&str>, Vec<f64>> = HashMap::new();
        for ((cells, _), callers) in self.all.iter().zip(&self.callers) {
            let others = cells.iter().enumerate().filter(|(own, _)| *own != key);
            let others = others.map(|(_, cell)| cell.as_str()).collect();
            alike.entry(others).or_default().extend(callers.mean);
        }
        alike.into_values().any(|callers| spread(callers.into_iter()) > OTHER)
    }
}

/// From the least to the greatest, as a share of the least.
fn spread(values: impl Iterator<Item = f64>) -> f64 {
    let (least, most) = values.fold((f64::INFINITY, 0.0), |(l, m): (f64, f64), v| (l.min(v), m.max(v)));
    if least < most { most / least - 1.0 } else { 0.0 }
}
