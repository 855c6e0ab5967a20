//! Builds the table of the distribution of waits of answered attempts, pooled over replications.

use super::entries::Entry;
use crate::kpi::Histogram;
use crate::report::data::{Column, Table};
use std::sync::Arc;

/// Shares of the quantiles: every per cent, then finer towards the longest wait.
const FINE: [f64; 3] = [0.995, 0.999, 0.9999];
/// Number of quantiles, without the longest wait.
const QUANTILES: usize = 99 + FINE.len();
/// Waits in seconds for which the share of longer ones is given.
const WAITS: [f64; 22] = [
    0.0, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 150.0, 180.0, 240.0, 300.0, 450.0,
    600.0, 900.0, 1200.0, 1800.0, 3600.0,
];

/// A point of a distribution.
struct Point {
    place: usize,
    quantile: bool,
    at: f64,
    value: Option<f64>,
}

/// Builds one row per entry (total and sites) x point of the distribution.
pub(super) fn waits(entries: &[Entry<'_>]) -> Table {
    let places: Vec<(&Entry<'_>, &Histogram)> = entries
        .iter()
        .filter(|entry| matches!(&*entry.dimension, "total" | "site"))
        .filter_map(|entry| Some((entry, entry.waits?)))
        .collect();
    let points: Vec<Point> =
        places.iter().enumerate().flat_map(|(place, (_, waits))| points(place, waits)).collect();
    let counts: Vec<u64> = places.iter().map(|(_, waits)| waits.count()).collect();
    let entry = |of: fn(&Entry<'_>) -> Arc<str>| points.iter().map(move |_| of).zip(&points);
    let entry = |of| entry(of).map(|(of, point)| Some(of(places[point.place].0)));
    let either = |quantile: &str, longer: &str| {
        let (quantile, longer): (Arc<str>, Arc<str>) = (quantile.into(), longer.into());
        points.iter().map(move |point| Some(if point.quantile { &quantile } else { &longer }.clone()))
    };
    Table {
        name: "waits",
        meaning: "a point of the distribution of waits of answered attempts, all replications pooled",
        columns: vec![
            Column::text("dimension", "total or site", entry(|entry| entry.dimension.clone())),
            Column::text("entry", "site id; total of the whole", entry(|entry| entry.entry.clone())),
            Column::integer(
                "answered",
                "attempts",
                "answered attempts of all replications behind the distribution",
                points.iter().map(|point| counts[point.place]),
            ),
            Column::text(
                "statistic",
                "quantile: the wait that a share of attempts does not exceed; share_longer: the share that waits longer",
                either("quantile", "share_longer"),
            ),
            Column::real(
                "at",
                "see at_unit",
                "of quantile the share (1 is the longest wait), of share_longer the wait",
                points.iter().map(|point| Some(point.at)),
            ),
            Column::text("at_unit", "unit of at", either("share", "s")),
            Column::real(
                "value",
                "see unit",
                "the wait or the share, within 0.05 %; empty where nobody was answered",
                points.iter().map(|point| point.value),
            ),
            Column::text("unit", "unit of value", either("s", "share")),
        ],
    }
}

fn points(place: usize, waits: &Histogram) -> Vec<Point> {
    let shares: [f64; QUANTILES] =
        std::array::from_fn(|k| if k < 99 { (k + 1) as f64 / 100.0 } else { FINE[k - 99] });
    let quantiles = waits.quantiles(shares);
    let longest = Point { place, quantile: true, at: 1.0, value: waits.longest() };
    let quantile = |(k, at): (usize, f64)| {
        // A bucket's midpoint may lie beyond the longest wait, which is exact.
        let value = quantiles.map(|values| values[k]).zip(waits.longest()).map(|(q, longest)| q.min(longest));
        Point { place, quantile: true, at, value }
    };
    let tails = waits.exceeding(&WAITS).into_iter().zip(WAITS);
    let answered = waits.longest().is_some();
    let tail = |(share, at)| Point { place, quantile: false, at, value: answered.then_some(share) };
    shares.into_iter().enumerate().map(quantile).chain([longest]).chain(tails.map(tail)).collect()
}
