//! Quantiles: the duration that a share of all does not exceed.

use super::{Dist, Family, triangular_quantile};
use crate::stats::normal_quantile;

impl Dist {
    /// Returns the least x with P(X <= x) >= p, in seconds, for p in (0, 1), to about 1e-12 of itself. Closed forms where there
    /// are any; Gamma by Newton's method, mixtures by bisection. Infinite for the share that never ends.
    pub fn quantile(&self, p: f64) -> f64 {
        match &self.0 {
            Family::Never => f64::INFINITY,
            Family::Exponential { mean } => -mean * libm::log1p(-p),
            Family::Lognormal { mu, sigma, .. } => libm::exp(mu + sigma * normal_quantile(p)),
            Family::Gamma { shape, scale } => scale * gamma_quantile(*shape, p),
            Family::Weibull { shape, scale, .. } => scale * libm::pow(-libm::log1p(-p), 1.0 / shape),
            Family::Deterministic { value } => *value,
            Family::Uniform { low, high } => low + (high - low) * p,
            Family::Triangular { low, mode, high } => triangular_quantile(*low, *mode, *high, p),
            Family::Mixture(_) => self.bisect(p),
            Family::Empirical(values) => {
                let rank = (p * values.len() as f64).ceil() as usize;
                values[rank.clamp(1, values.len()) - 1]
            }
        }
    }

    fn bisect(&self, p: f64) -> f64 {
        if p > 1.0 - self.never() {
            return f64::INFINITY;
        }
        let (mut low, mut high) = (0.0, 1.0);
        while self.cdf(high) < p {
            (low, high) = (high, 2.0 * high);
        }
        while high - low > 1e-14 * high {
            let middle = 0.5 * (low + high);
            let below = self.cdf(middle) < p;
            (low, high) = if below { (middle, high) } else { (low, middle) };
        }
        high
    }
}

/// Of scale 1. Newton's method on the distribution function over y = ln x, from the cube of Wilson and Hilferty
/// (1931) or the lower tail's power; a step beyond what is known already is replaced by half the way.
fn gamma_quantile(shape: f64, p: f64) -> f64 {
    let dist = Dist(Family::Gamma { shape, scale: 1.0 });
    let cube = 1.0 - 1.0 / (9.0 * shape) + normal_quantile(p) / (3.0 * shape.sqrt());
    let mut y = match cube > 0.1 {
        true => libm::log(shape) + 3.0 * libm::log(cube),
        false => (libm::log(p) + libm::lgamma(shape + 1.0)) / shape,
    };
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    for _ in 0..100 {
        let x = libm::exp(y);
        let error = dist.cdf(x) - p;
        (low, high) = if error < 0.0 { (y, high) } else { (low, y) };
        let slope = libm::exp(shape * y - x - libm::lgamma(shape));
        let mut next = y - error / slope;
        if !(next > low && next < high) {
            // One side may still be open.
            let (from, to) = (low.max(y - 2.0), high.min(y + 2.0));
            next = 0.5 * (from + to);
        }
        let done = (next - y).abs() < 1e-15 * (1.0 + y.abs());
        y = next;
        if done {
            break;
        }
    }
    libm::exp(y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_undo_distribution_functions() {
        let e = |mean| Dist::exponential(mean).unwrap();
        let all = [
            e(300.0),
            Dist::lognormal(240.0, 1.0).unwrap(),
            Dist::gamma(240.0, 0.8).unwrap(),
            Dist::gamma(240.0, 3.0).unwrap(),
            Dist::gamma(240.0, 0.02).unwrap(),
            Dist::weibull_mean(0.4, 120.0).unwrap(),
            Dist::uniform(30.0, 240.0).unwrap(),
            Dist::triangular(30.0, 60.0, 240.0).unwrap(),
            Dist::mixture(vec![(0.3, e(12.0)), (0.7, e(480.0))]).unwrap(),
        ];
        for dist in all {
            for p in [1e-9, 1e-3, 0.1, 0.37, 0.5, 0.8, 0.99, 0.999_999] {
                let back = dist.cdf(dist.quantile(p));
                assert!((back - p).abs() < 1e-10 * p + 1e-15, "{dist:?} at {p}: {back}");
            }
        }
    }

    #[test]
    fn a_jump_is_its_own_quantile_and_what_never_ends_is_infinite() {
        let steps = Dist::empirical(vec![10.0, 20.0, 20.0, 90.0]).unwrap();
        assert_eq!([0.1, 0.25, 0.3, 0.75, 0.76].map(|p| steps.quantile(p)), [10.0, 10.0, 20.0, 20.0, 90.0]);
        let both = Dist::mixture(vec![(1.0, Dist::deterministic(5.0).unwrap()), (3.0, Dist::NEVER)]).unwrap();
        assert!((both.quantile(0.2) - 5.0).abs() < 1e-12 && both.quantile(0.3) == f64::INFINITY);
    }
}
