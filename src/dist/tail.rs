//! How likely a duration is to last: survival, its integral, the third moment.

use super::{Dist, Family, Part};
use special::Gamma;

impl Dist {
    /// P(X > x). 1 below 0; for [`Dist::NEVER`] 1 everywhere.
    pub fn survival(&self, x: f64) -> f64 {
        if x < 0.0 {
            return 1.0;
        }
        match &self.0 {
            Family::Never => 1.0,
            Family::Exponential { mean } => libm::exp(-x / mean),
            Family::Lognormal { mu, sigma, .. } => normal((mu - libm::log(x)) / sigma),
            Family::Weibull { shape, scale, .. } => libm::exp(-libm::pow(x / scale, *shape)),
            Family::Mixture(parts) => over_parts(parts, |dist| dist.survival(x)),
            Family::Empirical(values) => above(values, x) as f64 / values.len() as f64,
            Family::Gamma { .. } | Family::Deterministic { .. } => 1.0 - self.cdf(x),
            Family::Uniform { .. } | Family::Triangular { .. } => 1.0 - self.cdf(x),
        }
    }

    /// P(X <= x), to full relative precision where it is small (`1 - survival` is not).
    pub fn cdf(&self, x: f64) -> f64 {
        if x < 0.0 {
            return 0.0;
        }
        match &self.0 {
            Family::Never => 0.0,
            Family::Exponential { mean } => -libm::expm1(-x / mean),
            Family::Lognormal { mu, sigma, .. } => normal((libm::log(x) - mu) / sigma),
            Family::Gamma { shape, scale } => lower_gamma(*shape, x / scale),
            Family::Weibull { shape, scale, .. } => -libm::expm1(-libm::pow(x / scale, *shape)),
            Family::Deterministic { value } => f64::from(u8::from(x >= *value)),
            Family::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Family::Triangular { low: a, mode: c, high: b } => match x {
                x if x <= *a => 0.0,
                x if x < *c => (x - a) * (x - a) / ((b - a) * (c - a)),
                x if x < *b => 1.0 - (b - x) * (b - x) / ((b - a) * (b - c)),
                _ => 1.0,
            },
            Family::Mixture(parts) => over_parts(parts, |dist| dist.cdf(x)),
            Family::Empirical(values) => 1.0 - above(values, x) as f64 / values.len() as f64,
        }
    }

    /// H(x) = integral of P(X > u) over u from 0 to x = E\[min(X, x)\], in seconds: the limited
    /// expected value, in closed form (Klugman, Panjer and Willmot, *Loss Models*, 2012, appendix A).
    /// Linear in the number of values of an empirical distribution; [`Tail`] is faster.
    pub fn limited_mean(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return 0.0;
        }
        match &self.0 {
            Family::Never => x,
            Family::Exponential { mean } => -mean * libm::expm1(-x / mean),
            Family::Lognormal { mu, sigma, .. } => {
                let partial = normal((libm::log(x) - mu) / sigma - sigma);
                x * self.survival(x) + self.mean() * partial
            }
            Family::Gamma { shape, scale } => {
                x * self.survival(x) + shape * scale * lower_gamma(shape + 1.0, x / scale)
            }
            Family::Weibull { shape, scale, .. } => weibull_limited_mean(*shape, *scale, x),
            Family::Deterministic { value } => x.min(*value),
            Family::Uniform { low, high } => {
                let beyond = x.clamp(*low, *high) - low;
                x.min(*high) - beyond * beyond / (2.0 * (high - low))
            }
            Family::Triangular { low: a, mode: c, high: b } => match x {
                x if x <= *a => x,
                x if x < *c => x - (x - a) * (x - a) * (x - a) / (3.0 * (b - a) * (c - a)),
                x if x < *b => self.mean() - (b - x) * (b - x) * (b - x) / (3.0 * (b - a) * (b - c)),
                _ => self.mean(),
            },
            Family::Mixture(parts) => over_parts(parts, |dist| dist.limited_mean(x)),
            Family::Empirical(values) => {
                values.iter().map(|value| value.min(x)).sum::<f64>() / values.len() as f64
            }
        }
    }

    /// P(X = infinity): the share that never ends.
    pub fn never(&self) -> f64 {
        match &self.0 {
            Family::Never => 1.0,
            Family::Mixture(parts) => over_parts(parts, Dist::never),
            _ => 0.0,
        }
    }

    /// E\[X^3\] in seconds cubed.
    pub fn third_moment(&self) -> f64 {
        match &self.0 {
            Family::Never => f64::INFINITY,
            Family::Exponential { mean } => 6.0 * mean * mean * mean,
            Family::Lognormal { mu, sigma, .. } => libm::exp(3.0 * mu + 4.5 * sigma * sigma),
            Family::Gamma { shape, scale } => shape * (shape + 1.0) * (shape + 2.0) * scale * scale * scale,
            Family::Weibull { shape, scale, .. } => scale * scale * scale * libm::tgamma(1.0 + 3.0 / shape),
            Family::Deterministic { value } => value * value * value,
            Family::Uniform { low, high } => (low + high) * (low * low + high * high) / 4.0,
            // The complete homogeneous symmetric polynomial of degree 3 in the three corners, over 10.
            Family::Triangular { low: a, mode: b, high: c } => {
                let upper = b * b + b * c + c * c;
                (a * a * (a + b + c) + a * upper + (b + c) * (b * b + c * c)) / 10.0
            }
            Family::Mixture(parts) => over_parts(parts, Dist::third_moment),
            Family::Empirical(values) => values.iter().map(|x| x * x * x).sum::<f64>() / values.len() as f64,
        }
    }

    /// Where the survival function jumps or bends, in seconds, unordered; integrals are split there.
    pub fn breaks(&self) -> Vec<f64> {
        match &self.0 {
            Family::Deterministic { value } => vec![*value],
            Family::Uniform { low, high } => vec![*low, *high],
            Family::Triangular { low, mode, high } => vec![*low, *mode, *high],
            Family::Mixture(parts) => parts.iter().flat_map(|part| part.dist.breaks()).collect(),
            Family::Empirical(values) => values.clone(),
            _ => Vec::new(),
        }
    }
}

/// A distribution prepared for many calls of [`Tail::limited_mean`]: an empirical one keeps its
/// running sums, so a call costs the logarithm of the number of values.
#[derive(Clone, Debug)]
pub struct Tail<'a> {
    dist: &'a Dist,
    sums: Vec<f64>,
    parts: Vec<(f64, Tail<'a>)>,
}

impl<'a> Tail<'a> {
    /// Prepares a distribution.
    pub fn new(dist: &'a Dist) -> Tail<'a> {
        let mut tail = Tail { dist, sums: Vec::new(), parts: Vec::new() };
        if let Family::Empirical(values) = &dist.0 {
            let running = |sum: &mut f64, value: &f64| {
                *sum += value;
                Some(*sum)
            };
            tail.sums = values.iter().scan(0.0, running).collect();
        }
        if let Family::Mixture(parts) = &dist.0 {
            tail.parts = weighted(parts).map(|(weight, dist)| (weight, Tail::new(dist))).collect();
        }
        tail
    }

    /// P(X > x), see [`Dist::survival`].
    pub fn survival(&self, x: f64) -> f64 {
        self.dist.survival(x)
    }

    /// P(X <= x), see [`Dist::cdf`].
    pub fn cdf(&self, x: f64) -> f64 {
        self.dist.cdf(x)
    }

    /// E\[min(X, x)\] in seconds, see [`Dist::limited_mean`].
    pub fn limited_mean(&self, x: f64) -> f64 {
        match &self.dist.0 {
            Family::Empirical(values) => {
                let longer = above(values, x);
                let below = values.len() - longer;
                let sum = if below == 0 { 0.0 } else { self.sums[below - 1] };
                (sum + x.max(0.0) * longer as f64) / values.len() as f64
            }
            Family::Mixture(_) => self.parts.iter().map(|(weight, part)| weight * part.limited_mean(x)).sum(),
            _ => self.dist.limited_mean(x),
        }
    }
}

fn weighted(parts: &[Part]) -> impl Iterator<Item = (f64, &Dist)> {
    let before = std::iter::once(0.0).chain(parts.iter().map(|part| part.up_to));
    parts.iter().zip(before).map(|(part, before)| (part.up_to - before, &part.dist))
}

/// Weighs a part's value; a part of no weight counts for nothing, be it infinite.
fn over_parts(parts: &[Part], of: impl Fn(&Dist) -> f64) -> f64 {
    weighted(parts).filter(|(weight, _)| *weight > 0.0).map(|(weight, dist)| weight * of(dist)).sum()
}

/// Returns how many of the sorted values exceed x.
fn above(values: &[f64], x: f64) -> usize {
    values.len() - values.partition_point(|value| *value <= x)
}

/// Returns the standard normal distribution function.
fn normal(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Returns the regularised lower incomplete gamma function P(a, z) (AS 239, Shea, 1988).
fn lower_gamma(a: f64, z: f64) -> f64 {
    if z > 0.0 { z.inc_gamma(a) } else { 0.0 }
}

/// (s/k) gamma(1/k, z) with z = (x/s)^k, shape k and scale s. By the series of Abramowitz and Stegun
/// (1964), 6.5.29, scaled by x so that no factor overflows when the shape is small.
fn weibull_limited_mean(shape: f64, scale: f64, x: f64) -> f64 {
    let (a, z) = (1.0 / shape, libm::pow(x / scale, shape));
    if z > (a + 1.0).max(30.0) {
        return scale * libm::tgamma(1.0 + a) * lower_gamma(a, z);
    }
    let (mut sum, mut term, mut denominator) = (1.0, 1.0, a);
    while term > 1e-17 * sum {
        denominator += 1.0;
        term *= z / denominator;
        sum += term;
    }
    x * libm::exp(-z) * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_kind() -> Vec<Dist> {
        let e = |mean| Dist::exponential(mean).unwrap();
        vec![
            e(300.0),
            Dist::lognormal(240.0, 1.0).unwrap(),
            Dist::gamma(240.0, 0.8).unwrap(),
            Dist::gamma(240.0, 1.7).unwrap(),
            Dist::erlang(240.0, 2).unwrap(),
            Dist::erlang(240.0, 900).unwrap(),
            Dist::weibull_mean(1.2, 120.0).unwrap(),
            Dist::weibull_mean(0.4, 120.0).unwrap(),
            Dist::deterministic(90.0).unwrap(),
            Dist::uniform(30.0, 240.0).unwrap(),
            Dist::triangular(30.0, 60.0, 240.0).unwrap(),
            Dist::mixture(vec![(0.3, e(12.0)), (0.7, e(480.0))]).unwrap(),
            Dist::mixture(vec![(1.0, e(12.0)), (2.0, Dist::empirical(vec![5.0, 9.0]).unwrap())]).unwrap(),
            Dist::empirical(vec![10.0, 20.0, 20.0, 90.0]).unwrap(),
        ]
    }

    #[test]
    fn survival_and_cdf_sum_to_one() {
        for dist in every_kind() {
            for x in [-1.0, 0.0, 1e-9, 5.0, 20.0, 30.0, 61.5, 90.0, 200.0, 240.0, 1e4] {
                let sum = dist.survival(x) + dist.cdf(x);
                assert!((sum - 1.0).abs() < 1e-14, "{dist:?} at {x}: {sum}");
            }
        }
    }

    #[test]
    fn the_limited_mean_is_the_integral_of_the_survival() {
        for dist in every_kind() {
            let tail = Tail::new(&dist);
            for x in [1e-6, 3.0, 25.0, 50.0, 89.0, 100.0, 300.0] {
                const STEPS: usize = 40_000;
                let h = x / STEPS as f64;
                let midpoints = (0..STEPS).map(|i| dist.survival((i as f64 + 0.5) * h)).sum::<f64>() * h;
                let closed = dist.limited_mean(x);
                assert!((closed - midpoints).abs() < 3.0 * h + 1e-12 * x, "{dist:?}: {closed}, {midpoints}");
                assert!((closed - tail.limited_mean(x)).abs() < 1e-12 * x, "{dist:?} at {x}");
            }
        }
    }

    #[test]
    fn the_limited_mean_tends_to_the_mean() {
        for dist in every_kind() {
            let (far, mean) = (dist.limited_mean(1e7), dist.mean());
            assert!((far / mean - 1.0).abs() < 1e-12, "{dist:?}: {far}, {mean}");
        }
        assert_eq!(Dist::NEVER.limited_mean(1e9), 1e9);
    }

    /// E[X^3] = 3 times the integral of x^2 P(X > x).
    #[test]
    fn the_third_moment_is_the_integral_of_the_squared_survival() {
        for dist in every_kind() {
            if matches!(dist.family(), Family::Weibull { shape, .. } if *shape < 1.0) {
                continue; // its tail is too long for this sum
            }
            const STEPS: usize = 1_000_000;
            let h = 40_000.0 / STEPS as f64;
            let at = |i: usize| (i as f64 + 0.5) * h;
            let sum = (0..STEPS).map(|i| 3.0 * at(i) * at(i) * dist.survival(at(i)) * h).sum::<f64>();
            assert!((sum / dist.third_moment() - 1.0).abs() < 1e-3, "{dist:?}: {sum}");
        }
    }

    #[test]
    fn a_small_probability_keeps_its_digits() {
        let dist = Dist::exponential(1e12).unwrap();
        assert!((dist.cdf(1.0) * 1e12 - 1.0).abs() < 1e-11);
        let weibull = Dist::weibull(0.02, 1.0).unwrap();
        assert!(weibull.limited_mean(10.0).is_finite() && weibull.limited_mean(1e-300) > 0.0);
    }

    #[test]
    fn a_part_that_never_ends_keeps_its_share() {
        let dist = Dist::mixture(vec![(1.0, Dist::exponential(5.0).unwrap()), (3.0, Dist::NEVER)]).unwrap();
        assert_eq!(dist.never(), 0.75);
        assert!((dist.survival(1e9) - 0.75).abs() < 1e-15);
    }
}
