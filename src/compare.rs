//! Paired comparison of two scenarios on the same marks: differences with intervals of their own.
//!
//! Replication r of both has the same seed and so the same callers; what one adds to both cancels out of
//! their difference. Ratios of sums are differenced as a whole and jackknifed by pairs of replications;
//! means by Student's t on paired values; quantiles pooled, with the spread of the differences of what each pair
//! of replications would make of them. See Law, Simulation Modeling and Analysis, 10.2 and 11.2.

use crate::kpi::registry::Ratio;
use crate::kpi::{Field, Kpi};
use crate::replicate::Series;
use crate::stats::{self, Estimate};

/// Compares a KPI: `second` - `first`.
pub fn kpi(first: &Series, second: &Series, kpi: Kpi) -> Estimate {
    ratio(first, second, &kpi.formula())
}

/// Compares a ratio of sums: `second` - `first`.
pub fn ratio(first: &Series, second: &Series, ratio: &Ratio) -> Estimate {
    if !ratio.is_counted_by(first.counted.and(second.counted)) {
        return Estimate::default();
    }
    let ratios = |series: &'_ Series| -> Vec<(f64, f64)> {
        series.sums.full().iter().map(|sums| ratio.of(sums)).collect()
    };
    let whole = |series: &Series| ratio.value(series.total());
    let (a, b) = (ratios(first), ratios(second));
    let mean = whole(first).zip(whole(second)).map(|(a, b)| b - a);
    let paired = stats::ratio_difference(a.into_iter().zip(b));
    Estimate { mean, half_width: paired.half_width.filter(|_| mean.is_some()) }
}

/// Compares a sum: `second` - `first`, per replication.
pub fn count(first: &Series, second: &Series, field: Field) -> Estimate {
    if !first.counted.and(second.counted).counts(field) {
        return Estimate::default();
    }
    let of = |series: &Series| -> Vec<f64> {
        let size = series.sums.size() as f64;
        series.sums.full().iter().map(|sums| sums.get(field) / size).collect()
    };
    let (a, b) = (of(first), of(second));
    stats::mean(a.iter().zip(&b).map(|(a, b)| b - a))
}

/// Compares a quantile of waits: `second` - `first`.
pub fn wait_quantile(first: &Series, second: &Series, index: usize) -> Estimate {
    let (a, b) = (first.wait_quantile(index).mean, second.wait_quantile(index).mean);
    let mean = a.zip(b).map(|(a, b)| b - a);
    let paired = first.linearised(index).zip(second.linearised(index)).map(|(a, b)| b - a);
    Estimate { mean, half_width: stats::mean(paired).half_width.filter(|_| mean.is_some()) }
}

/// Compares the worst rolling 24 h: `second` - `first`.
pub fn worst_24h(first: &Series, second: &Series) -> Estimate {
    if let (Some(a), Some(b)) = (first.single_windows(), second.single_windows()) {
        let judged = a.iter().zip(b).filter(|(a, b)| a[1] > 0.0 && b[1] > 0.0);
        return stats::ratio_difference(judged.map(|(a, b)| ((a[0], a[1]), (b[0], b[1]))));
    }
    let own: Vec<f64> = (0..first.sums.full().len())
        .filter_map(|batch| Some(second.batch_worst_24h(batch)? - first.batch_worst_24h(batch)?))
        .collect();
    stats::mean(own.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::model::Model;
    use crate::replicate::Results;

    fn results(agents: u32, seed: u64) -> Results {
        let (talk, patience) = (Dist::exponential(240.0).unwrap(), Dist::exponential(120.0).unwrap());
        let model = Model::single_queue(60.0, talk, patience, agents, 2.0).unwrap();
        let mut results = Results::new(&model);
        results.extend(&model, seed, 12, |_| {});
        results
    }

    #[test]
    fn a_scenario_does_not_differ_from_itself() {
        let results = results(4, 1);
        let total = &results.tables.total;
        let nothing = Estimate { mean: Some(0.0), half_width: Some(0.0) };
        assert_eq!(kpi(total, total, Kpi::AnswerRate), nothing);
        assert_eq!(count(total, total, Field::Offered), nothing);
        assert_eq!(wait_quantile(total, total, 1), nothing);
        assert_eq!(worst_24h(total, total), nothing);
    }

    #[test]
    fn common_marks_make_the_interval_of_a_difference_narrow() {
        let (a, b, other) = (results(4, 1), results(5, 1), results(5, 2));
        let (a, b, other) = (&a.tables.total, &b.tables.total, &other.tables.total);
        let [paired, apart] = [b, other].map(|b| kpi(a, b, Kpi::AnswerRate));
        let mean = b.kpi(Kpi::AnswerRate).mean.unwrap() - a.kpi(Kpi::AnswerRate).mean.unwrap();
        assert!((paired.mean.unwrap() - mean).abs() < 1e-15 && mean > 0.0);
        assert!(2.0 * paired.half_width.unwrap() < apart.half_width.unwrap(), "{paired:?} {apart:?}");
    }
}
