//! Sobol indices: how much of a KPI's variance over a design each key accounts for.

use super::{Responses, covariance, jackknife_variances, mean, product};
use crate::stats::{Estimate, t_975};
use crate::sweep::design::Saltelli;

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

/// Returns Sobol indices from the responses at the points of [`Saltelli`]'s scheme for so many keys; none if they are
/// not whole rows of it, at least two.
///
/// Of the correlations r_i of f(B) with f(A_B^i), s_i of f(A) with f(A_B^i) and c of f(A) with f(B), which is 0 but by
/// chance, first order is (r_i - c s_i) / (1 - c^2) and total 1 - (s_i - c r_i) / (1 - c^2): Glen and Isaacs
/// (2012), of smaller error than products with one variance, most of all for keys that do much. Values are
/// centred by the mean of their replication, and chance is taken off each product (see [`effects`](super)).
///
/// Intervals are Student's t on the jackknife over the independent scramblings of the scheme. From three replications
/// on what common random numbers share between scramblings is added: the jackknife over replications, less what both
/// count, with degrees of freedom after Welch.
pub fn indices(keys: usize, responses: Responses) -> Option<Indices> {
    let blocks = Blocks::of(keys, responses)?;
    let whole = blocks.whole();
    let variance = whole.variance();
    let shares = whole.shares();
    let widths = blocks.half_widths();
    let estimate = |index: usize| {
        let mean = Some(shares[index]).filter(|share: &f64| variance > 0.0 && share.is_finite());
        Estimate { mean, half_width: mean.and(widths.as_ref().map(|widths| widths[index])) }
    };
    let index = |key| Index { first: estimate(key), total: estimate(keys + key) };
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

/// Returns per replication the mean over all rows of A and B.
fn centres(keys: usize, responses: Responses) -> Vec<f64> {
    let points: Vec<usize> = (0..responses.points()).filter(|point| point % (keys + 2) < 2).collect();
    let centre = |r: usize| points.iter().map(|&p| responses.point(p)[r]).sum::<f64>() / points.len() as f64;
    (0..responses.replications()).map(centre).collect()
}

/// The sums over the rows of each scrambling, from all replications and without each of them.
struct Blocks {
    whole: Vec<Sums>,
    /// By the replication that is left out, from three replications on.
    without: Vec<Vec<Sums>>,
}

impl Blocks {
    fn of(keys: usize, responses: Responses) -> Option<Blocks> {
        let rows = responses.points() / (keys + 2);
        if rows < 2 || rows * (keys + 2) != responses.points() || keys == 0 {
            return None;
        }
        let centres = centres(keys, responses);
        let sums = |without: Option<usize>| {
            let mut blocks = vec![Sums::empty(keys); rows.min(Saltelli::SCRAMBLINGS as usize)];
            for row in 0..rows {
                let values = (0..keys + 2).map(|column| {
                    let all = responses.point(row * (keys + 2) + column).iter().zip(&centres).enumerate();
                    all.filter(|(r, _)| Some(*r) != without)
                        .map(|(_, (value, centre))| value - centre)
                        .collect()
                });
                blocks[Saltelli::scrambling(row as u64) as usize].add_row(&values.collect::<Vec<Vec<f64>>>());
            }
            blocks
        };
        let replications = responses.replications();
        let without = (0..replications).filter(|_| replications > 2).map(|r| sums(Some(r))).collect();
        Some(Blocks { whole: sums(None), without })
    }

    fn whole(&self) -> Sums {
        self.with(|block| &self.whole[block])
    }

    /// Adds up the blocks that `of` gives.
    fn with<'s>(&'s self, of: impl Fn(usize) -> &'s Sums) -> Sums {
        let blocks = self.whole.len();
        (1..blocks).fold(of(0).clone(), |sum, block| sum.plus(of(block), 1.0))
    }

    /// Returns the half-widths of all shares; none where one of them is undefined without a part of the rows.
    fn half_widths(&self) -> Option<Vec<f64>> {
        let (blocks, replications, whole) = (self.whole.len(), self.without.len(), self.whole());
        let by_block = jackknife_variances(blocks, |block| whole.plus(&self.whole[block], -1.0).shares());
        let by_replication =
            jackknife_variances(replications, |r| self.with(|block| &self.without[r][block]).shares());
        let by_both = (0..blocks).map(|block| {
            jackknife_variances(replications, |r| {
                whole.plus(&self.whole[block], -1.0).plus(&self.without[r][block], 1.0).shares()
            })
        });
        let by_both = by_both.reduce(|sum, more| sum.iter().zip(&more).map(|(a, b)| a + b).collect());
        let at = |variances: &[f64], index: usize| variances.get(index).copied().unwrap_or(0.0);
        let width = |index: usize| {
            let both = by_both.as_deref().map_or(0.0, |both| at(both, index));
            let parts = [(by_block[index], blocks), (at(&by_replication, index), replications)];
            half_width(parts, both)
        };
        let widths: Vec<f64> = (0..by_block.len()).map(width).collect();
        (blocks > 2 && widths.iter().all(|width| width.is_finite())).then_some(widths)
    }
}

/// Returns the half-width of two variances, each from so many parts, that share `both`.
fn half_width(parts: [(f64, usize); 2], both: f64) -> f64 {
    let sum: f64 = parts.iter().map(|(variance, _)| variance).sum();
    let least = parts.iter().fold(0.0, |least: f64, (variance, _)| least.max(*variance));
    let squares = parts.iter().filter(|(_, count)| *count > 1);
    let squares: f64 = squares.map(|(variance, count)| variance * variance / (*count as f64 - 1.0)).sum();
    // Nothing varies: any degrees of freedom will do.
    let freedom = if squares > 0.0 { (sum * sum / squares) as usize } else { 1 };
    t_975(freedom.max(1)) * (sum - both).max(least).sqrt()
}

/// Sums over rows: of each column, and of the products of columns, without chance.
#[derive(Clone)]
struct Sums {
    keys: usize,
    rows: f64,
    /// A, B, then A with each key from B.
    columns: Vec<f64>,
    /// A A, B B, A B, then of A with each key from B: its square, its product with A, its product with B.
    products: Vec<f64>,
}

impl Sums {
    fn empty(keys: usize) -> Sums {
        Sums { keys, rows: 0.0, columns: vec![0.0; keys + 2], products: vec![0.0; 3 + 3 * keys] }
    }

    /// Adds the replications of each point of a row.
    fn add_row(&mut self, row: &[Vec<f64>]) {
        self.rows += 1.0;
        self.columns.iter_mut().zip(row).for_each(|(sum, values)| *sum += mean(values));
        let (a, b) = (&row[0], &row[1]);
        let swapped = row[2..].iter().flat_map(|own| [(own, own), (own, a), (own, b)]);
        let pairs = [(a, a), (b, b), (a, b)].into_iter().chain(swapped);
        self.products.iter_mut().zip(pairs).for_each(|(sum, (x, y))| *sum += product(x, y));
    }

    /// Returns these sums and others, times a sign.
    fn plus(&self, other: &Sums, sign: f64) -> Sums {
        let add = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a + sign * b).collect();
        Sums {
            keys: self.keys,
            rows: self.rows + sign * other.rows,
            columns: add(&self.columns, &other.columns),
            products: add(&self.products, &other.products),
        }
    }

    /// Returns the variance over A and B together.
    fn variance(&self) -> f64 {
        let mean = (self.columns[0] + self.columns[1]) / (2.0 * self.rows);
        (self.products[0] + self.products[1]) / (2.0 * self.rows) - mean * mean
    }

    /// Returns the covariance of two columns, the sum of whose products this is.
    fn covariance(&self, product: f64, x: usize, y: usize) -> f64 {
        product / self.rows - self.columns[x] / self.rows * (self.columns[y] / self.rows)
    }

    /// Returns first-order indices, then total ones; not finite where a column does not vary.
    fn shares(&self) -> Vec<f64> {
        let [aa, bb, ab] =
            [(0, 0, 0), (1, 1, 1), (2, 0, 1)].map(|(n, x, y)| self.covariance(self.products[n], x, y));
        let by_chance = correlation(ab, aa, bb);
        let of = |key: usize| {
            let own = &self.products[3 + 3 * key..][..3];
            let variance = self.covariance(own[0], 2 + key, 2 + key);
            let with_a = correlation(self.covariance(own[1], 2 + key, 0), variance, aa);
            let with_b = correlation(self.covariance(own[2], 2 + key, 1), variance, bb);
            let left = 1.0 - by_chance * by_chance;
            [(with_b - by_chance * with_a) / left, 1.0 - (with_a - by_chance * with_b) / left]
        };
        let pairs: Vec<[f64; 2]> = (0..self.keys).map(of).collect();
        [0, 1].iter().flat_map(|order| pairs.iter().map(|pair| pair[*order])).collect()
    }
}

fn correlation(covariance: f64, x: f64, y: f64) -> f64 {
    if x > 0.0 && y > 0.0 { covariance / (x * y).sqrt() } else { f64::NAN }
}
