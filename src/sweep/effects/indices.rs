//! Sobol indices: how much of a KPI's variance over a design each key accounts for.

use super::{Responses, covariance, jackknife_without, mean, product};
use crate::rng::{Key, Purpose, uniform};
use crate::stats::Estimate;

/// Resamples of the bootstrap.
const RESAMPLES: u64 = 1000;
const NORMAL_975: f64 = 1.959_963_984_540_054;

/// One key's indices, shares of the variance; none where nothing varies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// First order: the variance that would go if this key alone were known.
    pub first: Estimate,
    /// Total: the variance that would stay if all other keys were known; interactions included.
    pub total: Estimate,
}

/// The indices of all keys.
#[derive(Clone, Debug)]
pub struct Indices {
    /// One per key, in the keys' order.
    pub keys: Vec<Index>,
    /// The variance over the design, chance taken off, in the KPI's unit squared.
    pub variance: f64,
    /// Variance of a point's mean over its replications, as in [`Split`](super::Split); none from a single
    /// replication, whose chance cannot be taken off.
    pub sampling: Option<f64>,
}

impl Indices {
    /// Returns the share of chance in the variance between points, 0 to 1; none where nothing varies or from a single
    /// replication.
    ///
    /// Chance is taken off every product, which leaves indices without bias only as far as values are: the
    /// pseudo-values of a ratio are biased by some 1/R of their skewness, and a mean wait is skewed. Where this share
    /// is large, total indices of keys that do little are off by as much as they say.
    pub fn chance(&self) -> Option<f64> {
        let sampling = self.sampling?;
        let all = self.variance.max(0.0) + sampling;
        (all > 0.0).then(|| sampling / all)
    }
}

/// Returns Sobol indices from the responses at the points of [`Saltelli`](crate::sweep::design::Saltelli)'s scheme for so
/// many keys; none if they are not whole rows of it, at least two.
///
/// First order: mean of f(B) (f(A_B^i) - f(A)) / V (Saltelli et al. 2010, table 2 b); total: mean of
/// (f(A) - f(A_B^i))^2 / 2 V (Jansen 1999). Values are centred by the mean of their replication, and chance is taken
/// off each product (see [`effects`](super)). Intervals are normal, of the sum of two variances: the bootstrap over
/// rows, keyed by `seed` (Archer, Saltelli and Sobol 1997), for the finite design; and from three replications on
/// the jackknife over them, for what common random numbers share between rows. Where replications are
/// independent between points, chance is counted in both, and the interval is a little wide.
pub fn indices(keys: usize, responses: Responses, seed: u64) -> Option<Indices> {
    let rows = Rows::of(keys, responses)?;
    let whole = rows.means(0..rows.count);
    let variance = whole.variance();
    let replications = responses.replications();
    let by_rows = bootstrap(&rows, seed);
    let by_chance = jackknife_without(replications, 2 * keys, |without| {
        let kept: Vec<f64> = leave_out(responses, without);
        let kept = Responses { values: &kept, replications: replications - 1 };
        Rows::of(keys, kept).map_or_else(Vec::new, |rows| rows.means(0..rows.count).shares())
    });
    let shares = whole.shares();
    let estimate = |index: usize| {
        let half_width = NORMAL_975 * (by_rows[index] + by_chance.as_ref().map_or(0.0, |v| v[index])).sqrt();
        Estimate { mean: Some(shares[index]), half_width: Some(half_width) }
    };
    let index = |key| match variance > 0.0 {
        true => Index { first: estimate(key), total: estimate(keys + key) },
        false => Index { first: Estimate::default(), total: Estimate::default() },
    };
    Some(Indices { keys: (0..keys).map(index).collect(), variance, sampling: sampling(keys, responses) })
}

/// Returns the variance of a point's mean over its replications, without what all points of a replication share.
fn sampling(keys: usize, responses: Responses) -> Option<f64> {
    let n = responses.replications();
    let centres = centres(keys, responses);
    let own = |point: usize| {
        let centred: Vec<f64> = responses.point(point).iter().zip(&centres).map(|(v, c)| v - c).collect();
        covariance(&centred, &centred) / n as f64
    };
    let points = responses.points();
    (n > 1).then(|| (0..points).map(own).sum::<f64>() / points as f64)
}

/// Returns all responses but for one replication of each point.
fn leave_out(responses: Responses, without: usize) -> Vec<f64> {
    let points = (0..responses.points()).map(|point| responses.point(point));
    let kept = |values: &'_ [f64]| [&values[..without], &values[without + 1..]].concat();
    points.flat_map(kept).collect()
}

/// Returns what each row of the scheme adds to every mean: (a + b) / 2, (a^2 + b^2) / 2, then for each key b (swapped - a),
/// then for each key (a - swapped)^2 / 2, all of centred values and without chance.
struct Rows {
    keys: usize,
    count: usize,
    values: Vec<f64>,
}

impl Rows {
    fn of(keys: usize, responses: Responses) -> Option<Rows> {
        let count = responses.points() / (keys + 2);
        if count < 2 || count * (keys + 2) != responses.points() || keys == 0 {
            return None;
        }
        let centres = centres(keys, responses);
        let centred = |point: usize| -> Vec<f64> {
            responses.point(point).iter().zip(&centres).map(|(value, centre)| value - centre).collect()
        };
        let values = (0..count).flat_map(|row| {
            let point = |k: usize| centred(row * (keys + 2) + k);
            contributions(&point(0), &point(1), (0..keys).map(|key| point(2 + key)))
        });
        Some(Rows { keys, count, values: values.collect() })
    }

    fn width(&self) -> usize {
        2 + 2 * self.keys
    }

    /// Returns means over some rows, with repetition.
    fn means(&self, rows: impl Iterator<Item = usize>) -> Means {
        let mut sums = vec![0.0; self.width()];
        for row in rows {
            let values = &self.values[row * self.width()..][..self.width()];
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
        sums.iter_mut().for_each(|sum| *sum /= self.count as f64);
        Means(sums)
    }
}

/// Returns per replication the mean over all rows of A and B.
fn centres(keys: usize, responses: Responses) -> Vec<f64> {
    let points: Vec<usize> = (0..responses.points()).filter(|point| point % (keys + 2) < 2).collect();
    let centre = |r: usize| points.iter().map(|&p| responses.point(p)[r]).sum::<f64>() / points.len() as f64;
    (0..responses.replications()).map(centre).collect()
}

fn contributions(a: &[f64], b: &[f64], swapped: impl Iterator<Item = Vec<f64>>) -> Vec<f64> {
    let less = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x - y).collect::<Vec<f64>>();
    let moves: Vec<Vec<f64>> = swapped.map(|swapped| less(&swapped, a)).collect();
    let mut row = vec![(mean(a) + mean(b)) / 2.0, (product(a, a) + product(b, b)) / 2.0];
    row.extend(moves.iter().map(|moved| product(b, moved)));
    row.extend(moves.iter().map(|moved| product(moved, moved) / 2.0));
    row
}

/// Means over rows.
struct Means(Vec<f64>);

impl Means {
    fn variance(&self) -> f64 {
        self.0[1] - self.0[0] * self.0[0]
    }

    /// Returns first-order indices, then total ones.
    fn shares(&self) -> Vec<f64> {
        self.0[2..].iter().map(|part| part / self.variance()).collect()
    }
}

/// Returns the variances of the indices over resamples of the rows.
fn bootstrap(rows: &Rows, seed: u64) -> Vec<f64> {
    let key = Key::new(seed).named("sobol indices");
    let resampled = |resample: u64| {
        let mut words = key.nth(resample).stream(Purpose::Bootstrap);
        let row = move |_| ((uniform(&mut words) * rows.count as f64) as usize).min(rows.count - 1);
        rows.means((0..rows.count).map(row)).shares()
    };
    let all: Vec<Vec<f64>> = (0..RESAMPLES).map(resampled).collect();
    (0..2 * rows.keys)
        .map(|index| {
            let values: Vec<f64> = all.iter().map(|shares| shares[index]).collect();
            covariance(&values, &values)
        })
        .collect()
}
