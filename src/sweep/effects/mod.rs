//! The effects of a study's keys on a KPI: effects of a grid, Sobol indices, swings, the share of chance.
//!
//! All take the KPI's value in each replication of each point ([`Responses`]) and say their interval. A KPI
//! that is a ratio of sums enters by its jackknife pseudo-values, replication by replication
//! ([`pseudo_values`]): their mean is the ratio (to order 1/R), their spread its error.
//!
//! # Chance within a point
//!
//! A point's mean over R replications is off by chance, which would pass for an effect: a square is too large by
//! the variance of its mean. Every square or product of two means is therefore taken over *different*
//! replications, which is the same as taking off their covariance / R ([`product`]); it is then unbiased, whether
//! replications share their random numbers across points or not. It can be negative where there is no effect. With
//! one replication nothing can be taken off, and results say so.

mod grid;
mod indices;
mod tornado;
mod uncertainty;

pub use grid::{Effects, Interaction, MainEffect, effects};
pub use indices::{Index, Indices, indices};
pub use tornado::{Swing, tornado};
pub use uncertainty::{Split, split};

use crate::stats::{Estimate, t_975};

/// A KPI's values: point by point, each with all its replications. Every point has as many.
#[derive(Clone, Copy, Debug)]
pub struct Responses<'a> {
    values: &'a [f64],
    replications: usize,
}

impl<'a> Responses<'a> {
    /// `values` of `replications` each; none if they do not come out even or one is not finite.
    pub fn new(values: &'a [f64], replications: usize) -> Option<Responses<'a>> {
        let even = replications > 0 && !values.is_empty() && values.len().is_multiple_of(replications);
        (even && values.iter().all(|v| v.is_finite())).then_some(Responses { values, replications })
    }

    /// Returns the number of points.
    pub fn points(&self) -> usize {
        self.values.len() / self.replications
    }

    /// Returns the number of replications of each point.
    pub fn replications(&self) -> usize {
        self.replications
    }

    /// Returns the replications of a point.
    pub fn point(&self, point: usize) -> &'a [f64] {
        &self.values[point * self.replications..][..self.replications]
    }
}

/// Returns the jackknife pseudo-values of a ratio of sums, one per (numerator, denominator) of a replication: n x the
/// whole ratio - (n - 1) x the ratio without this replication. None without a positive denominator in at
/// least two replications: a single one says nothing of the others.
pub fn pseudo_values(pairs: &[(f64, f64)]) -> Option<Vec<f64>> {
    let n = pairs.len() as f64;
    let (numerator, denominator) = pairs.iter().fold((0.0, 0.0), |(n, d), pair| (n + pair.0, d + pair.1));
    if let [(own, of)] = pairs {
        return (*of > 0.0).then(|| vec![own / of]);
    }
    let pseudo = |&(own, of): &(f64, f64)| {
        let rest = denominator - of;
        (rest > 0.0).then(|| n * numerator / denominator - (n - 1.0) * (numerator - own) / rest)
    };
    pairs.iter().map(pseudo).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Returns the sample covariance; 0 for a single pair.
fn covariance(x: &[f64], y: &[f64]) -> f64 {
    let (mx, my) = (mean(x), mean(y));
    let products: f64 = x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum();
    products / (x.len() as f64 - 1.0).max(1.0)
}

/// Returns the product of the means of x and y, from products of different replications only: unbiased for the product
/// of what they estimate. From a single replication the plain product.
pub fn product(x: &[f64], y: &[f64]) -> f64 {
    mean(x) * mean(y) - covariance(x, y) / x.len() as f64
}

/// Returns the jackknife variances of some values over `count` parts of the data; `of` gives the values without one part.
/// Nothing from no parts.
fn jackknife_variances(count: usize, of: impl Fn(usize) -> Vec<f64>) -> Vec<f64> {
    let without: Vec<Vec<f64>> = (0..count).map(of).collect();
    let n = count as f64;
    let variance = |index: usize| {
        let values: Vec<f64> = without.iter().map(|values| values[index]).collect();
        covariance(&values, &values) * (n - 1.0) * (n - 1.0) / n
    };
    (0..without.first().map_or(0, Vec::len)).map(variance).collect()
}

/// Returns a function of the replications with its interval by the jackknife over them (Student's t): `of` is given the
/// number of the replication to leave out. No interval from fewer than three.
fn jackknife(replications: usize, of: impl Fn(Option<usize>) -> f64) -> Estimate {
    let width =
        || t_975(replications - 1) * jackknife_variances(replications, |r| vec![of(Some(r))])[0].sqrt();
    Estimate { mean: Some(of(None)), half_width: (replications > 2).then(width) }
}

#[cfg(test)]
mod tests;
