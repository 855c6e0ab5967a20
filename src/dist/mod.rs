//! Distributions of durations in seconds: checked parameters, sampling from keyed random random.
//!
//! Exponential variates come from a ziggurat, gamma ones by Marsaglia and Tsang's rejection, both exact. Lognormal and
//! Weibull ones are the quantile at one uniform variate, from tables: its probability is within 3e-8 of the variate.
//! The rest is inverted in closed form; a mixture draws its part first.
//!
//! Elementary functions are pure Rust, `libm`'s or our own, so a sample's bits do not depend on the processor.

mod draw;
mod elementary;
mod quantile;
mod table;
mod tail;
mod ziggurat;

pub use draw::{Draw, Mirrored, Plain};
pub use table::Quantiles;
pub use tail::Tail;

use crate::rng::{RandomStream, uniform};
use table::Curve;

/// Draws a standard exponential variate.
#[inline(always)]
pub fn standard_exponential(random: &mut RandomStream) -> f64 {
    ziggurat::exponential(random)
}

/// Returns e^x within 1e-15 of itself, the same on every processor.
#[inline]
pub fn exp(x: f64) -> f64 {
    elementary::exp(x)
}

/// Draws a standard normal variate.
#[inline]
pub fn standard_normal(random: &mut RandomStream) -> f64 {
    ziggurat::normal(random)
}

/// A distribution of a non-negative duration in seconds. Its constructors check their parameters, so that one with a
/// negative mean or an empty list of values cannot exist; [`Dist::family`] shows its family and parameters.
#[derive(Clone, PartialEq)]
pub struct Dist(Family);

/// The family of a distribution with its parameters, as read from [`Dist::family`]; a [`Dist`] is made by its
/// constructors only.
#[derive(Clone, Debug, PartialEq)]
pub enum Family {
    /// Never ends: callers who do not abandon.
    Never,
    /// Exponential with a mean.
    Exponential {
        /** Seconds. */
        mean: f64,
    },
    /// exp(mu + sigma Z), Z standard normal.
    Lognormal {
        /** Of the log of seconds. */
        mu: f64,
        /** Of the log of seconds. */
        sigma: f64,
        /** The table of quantiles that is drawn from. */
        quantiles: Quantiles,
    },
    /// Gamma (Erlang with `phases` phases when the shape is whole).
    Gamma {
        /** Shape. */
        shape: f64,
        /** Seconds. */
        scale: f64,
    },
    /// Weibull.
    Weibull {
        /** Shape. */
        shape: f64,
        /** Seconds. */
        scale: f64,
        /** The table of quantiles that is drawn from. */
        quantiles: Quantiles,
    },
    /// Always the same.
    Deterministic {
        /** Seconds. */
        value: f64,
    },
    /// Uniform on [low, high].
    Uniform {
        /** Seconds. */
        low: f64,
        /** Seconds. */
        high: f64,
    },
    /// Triangular on [low, high] with its mode.
    Triangular {
        /** Seconds. */
        low: f64,
        /** Seconds. */
        mode: f64,
        /** Seconds. */
        high: f64,
    },
    /// One of several, by weight.
    Mixture(Vec<Part>),
    /// One of the observed values, each equally likely; sorted.
    Empirical(Vec<f64>),
}

/// A part of a mixture.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Cumulative probability up to and including this part; the last is 1.
    pub up_to: f64,
    /// The part's distribution.
    pub dist: Dist,
}

/// A refused parameter, and the requirement that it does not meet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` must be {must}")]
pub struct BadParameter {
    /// The parameter's name as in a scenario file.
    pub name: &'static str,
    /// The requirement, e.g. "positive".
    pub must: &'static str,
}

type Checked = Result<Dist, BadParameter>;

/// Parameters that are each allowed but together overflow or vanish.
const EXTREME: BadParameter = BadParameter { name: "distribution", must: "one with a positive, finite mean" };

fn positive(name: &'static str, x: f64) -> Result<f64, BadParameter> {
    (x > 0.0 && x.is_finite()).then_some(x).ok_or(BadParameter { name, must: "positive and finite" })
}

fn not_negative(name: &'static str, x: f64) -> Result<f64, BadParameter> {
    (x >= 0.0 && x.is_finite()).then_some(x).ok_or(BadParameter { name, must: "0 or more, and finite" })
}

impl std::fmt::Debug for Dist {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Dist {
    /// A duration that never ends: the patience of callers who do not abandon.
    pub const NEVER: Dist = Dist(Family::Never);

    /// Returns the family and its parameters, to be read or drawn.
    #[inline]
    pub fn family(&self) -> &Family {
        &self.0
    }

    /// Returns whether no duration ever ends.
    #[inline]
    pub fn is_never(&self) -> bool {
        matches!(self.0, Family::Never)
    }

    /// Exponential with the given mean in seconds.
    pub fn exponential(mean: f64) -> Checked {
        Ok(Dist(Family::Exponential { mean: positive("mean", mean)? }))
    }

    /// Lognormal with the given mean in seconds and coefficient of variation.
    pub fn lognormal(mean: f64, cv: f64) -> Checked {
        let (mean, cv) = (positive("mean", mean)?, positive("cv", cv)?);
        let variance = libm::log1p(cv * cv);
        Dist::lognormal_log(libm::log(mean) - variance / 2.0, variance.sqrt())
    }

    /// Lognormal with mean and standard deviation of the log of seconds.
    pub fn lognormal_log(mu: f64, sigma: f64) -> Checked {
        if !mu.is_finite() {
            return Err(BadParameter { name: "mu", must: "finite" });
        }
        let sigma = positive("sigma", sigma)?;
        if !libm::exp(mu + sigma * sigma / 2.0).is_finite() {
            return Err(EXTREME);
        }
        let quantiles = Quantiles::new(libm::exp(mu), Curve::Lognormal { sigma });
        Ok(Dist(Family::Lognormal { mu, sigma, quantiles }))
    }

    /// Gamma with the given mean in seconds and coefficient of variation.
    pub fn gamma(mean: f64, cv: f64) -> Checked {
        let (mean, cv) = (positive("mean", mean)?, positive("cv", cv)?);
        Dist::gamma_of(1.0 / (cv * cv), mean * cv * cv)
    }

    /// Erlang: the sum of `phases` exponentials with the given mean of the whole.
    pub fn erlang(mean: f64, phases: u32) -> Checked {
        let mean = positive("mean", mean)?;
        if phases == 0 {
            return Err(BadParameter { name: "phases", must: "1 or more" });
        }
        Dist::gamma_of(f64::from(phases), mean / f64::from(phases))
    }

    fn gamma_of(shape: f64, scale: f64) -> Checked {
        if !(shape.is_normal() && scale.is_normal()) {
            return Err(EXTREME);
        }
        Ok(Dist(Family::Gamma { shape, scale }))
    }

    /// Weibull with shape and scale.
    pub fn weibull(shape: f64, scale: f64) -> Checked {
        let (shape, scale) = (positive("shape", shape)?, positive("scale", scale)?);
        if !scale.is_normal() {
            return Err(EXTREME);
        }
        Ok(Dist(Family::Weibull { shape, scale, quantiles: Quantiles::new(scale, Curve::Weibull { shape }) }))
    }

    /// Weibull with shape and mean.
    pub fn weibull_mean(shape: f64, mean: f64) -> Checked {
        let shape = positive("shape", shape)?;
        Dist::weibull(shape, positive("mean", mean)? / libm::tgamma(1.0 + 1.0 / shape))
    }

    /// Always the same number of seconds, 0 allowed.
    pub fn deterministic(value: f64) -> Checked {
        Ok(Dist(Family::Deterministic { value: not_negative("value", value)? }))
    }

    /// Uniform on [low, high].
    pub fn uniform(low: f64, high: f64) -> Checked {
        let (low, high) = (not_negative("low", low)?, not_negative("high", high)?);
        if high <= low {
            return Err(BadParameter { name: "high", must: "greater than low" });
        }
        Ok(Dist(Family::Uniform { low, high }))
    }

    /// Triangular on [low, high] with its mode.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Checked {
        let (low, mode, high) =
            (not_negative("low", low)?, not_negative("mode", mode)?, not_negative("high", high)?);
        if high <= low {
            return Err(BadParameter { name: "high", must: "greater than low" });
        }
        if !(low..=high).contains(&mode) {
            return Err(BadParameter { name: "mode", must: "between low and high" });
        }
        Ok(Dist(Family::Triangular { low, mode, high }))
    }

    /// A mixture of weighted parts; weights need not sum to 1.
    pub fn mixture(parts: Vec<(f64, Dist)>) -> Checked {
        let total: f64 = parts.iter().map(|(w, _)| w).sum();
        if parts.is_empty() || parts.iter().any(|(w, _)| !(*w >= 0.0 && w.is_finite())) || total <= 0.0 {
            return Err(BadParameter {
                name: "parts",
                must: "a list of parts with weights of 0 or more, one of them positive",
            });
        }
        let mut up_to = 0.0;
        let count = parts.len();
        let parts = parts.into_iter().enumerate().map(|(i, (weight, dist))| {
            up_to = if i + 1 == count { 1.0 } else { up_to + weight / total };
            Part { up_to, dist }
        });
        Ok(Dist(Family::Mixture(parts.collect())))
    }

    /// The observed values, each equally likely.
    pub fn empirical(mut values: Vec<f64>) -> Checked {
        if values.is_empty() || values.iter().any(|v| !(*v >= 0.0 && v.is_finite())) {
            return Err(BadParameter { name: "file", must: "one or more durations of 0 or more" });
        }
        values.sort_by(f64::total_cmp);
        Ok(Dist(Family::Empirical(values)))
    }

    /// Draws one duration in seconds, a pure function of the random.
    #[inline(always)]
    pub fn sample(&self, random: &mut RandomStream) -> f64 {
        match &self.0 {
            Family::Exponential { mean } => ziggurat::exponential(random) * mean,
            Family::Lognormal { quantiles, .. } | Family::Weibull { quantiles, .. } => {
                quantiles.draw(random, false)
            }
            Family::Never => f64::INFINITY,
            Family::Deterministic { value } => *value,
            _ => self.sample_rest(random),
        }
    }

    #[inline(never)]
    fn sample_rest(&self, random: &mut RandomStream) -> f64 {
        match &self.0 {
            Family::Gamma { shape, scale } => scale * standard_gamma(*shape, random),
            Family::Uniform { low, high } => low + (high - low) * uniform(random),
            Family::Triangular { low, mode, high } => {
                triangular_quantile(*low, *mode, *high, uniform(random))
            }
            Family::Mixture(parts) => {
                let u = uniform(random);
                let last = parts.len() - 1;
                let part = parts.iter().position(|p| u < p.up_to).unwrap_or(last);
                parts[part].dist.sample(random)
            }
            Family::Empirical(values) => {
                let index = (uniform(random) * values.len() as f64) as usize;
                values[index.min(values.len() - 1)]
            }
            Family::Exponential { .. }
            | Family::Lognormal { .. }
            | Family::Weibull { .. }
            | Family::Never
            | Family::Deterministic { .. } => self.sample(random),
        }
    }

    /// Returns the mean in seconds; infinite for [`Dist::NEVER`].
    pub fn mean(&self) -> f64 {
        self.moments().0
    }

    /// Returns mean and variance, in seconds and seconds squared.
    pub fn moments(&self) -> (f64, f64) {
        match &self.0 {
            Family::Never => (f64::INFINITY, 0.0),
            Family::Exponential { mean } => (*mean, mean * mean),
            Family::Lognormal { mu, sigma, .. } => {
                let mean = libm::exp(mu + sigma * sigma / 2.0);
                (mean, mean * mean * libm::expm1(sigma * sigma))
            }
            Family::Gamma { shape, scale } => (shape * scale, shape * scale * scale),
            Family::Weibull { shape, scale, .. } => {
                let mean = scale * libm::tgamma(1.0 + 1.0 / shape);
                (mean, scale * scale * libm::tgamma(1.0 + 2.0 / shape) - mean * mean)
            }
            Family::Deterministic { value } => (*value, 0.0),
            Family::Uniform { low, high } => ((low + high) / 2.0, (high - low) * (high - low) / 12.0),
            Family::Triangular { low: a, mode: c, high: b } => {
                ((a + b + c) / 3.0, (a * a + b * b + c * c - a * b - a * c - b * c) / 18.0)
            }
            Family::Mixture(parts) => mixture_moments(parts),
            Family::Empirical(values) => {
                let n = values.len() as f64;
                let mean = values.iter().sum::<f64>() / n;
                (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n)
            }
        }
    }
}

/// Gamma with scale 1: Marsaglia and Tsang (2000); below shape 1 their boost by a uniform's power.
fn standard_gamma(shape: f64, random: &mut RandomStream) -> f64 {
    if shape < 1.0 {
        let boost = libm::pow(uniform(random), 1.0 / shape);
        return boost * standard_gamma(shape + 1.0, random);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = ziggurat::normal(random);
        let v = 1.0 + c * x;
        let v = v * v * v;
        if v > 0.0 && libm::log(uniform(random)) < 0.5 * x * x + d * (1.0 - v + libm::log(v)) {
            return d * v;
        }
    }
}

fn mixture_moments(parts: &[Part]) -> (f64, f64) {
    let (mut before, mut first, mut second) = (0.0, 0.0, 0.0);
    for part in parts {
        let weight = part.up_to - before;
        let (mean, variance) = part.dist.moments();
        first += weight * mean;
        second += weight * (variance + mean * mean);
        before = part.up_to;
    }
    (first, second - first * first)
}

fn triangular_quantile(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let rising = (mode - low) / (high - low);
    if u < rising {
        low + (u * (high - low) * (mode - low)).sqrt()
    } else {
        high - ((1.0 - u) * (high - low) * (high - mode)).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, Purpose};

    fn every_kind() -> Vec<Dist> {
        let e = |mean| Dist::exponential(mean).unwrap();
        vec![
            e(300.0),
            Dist::lognormal(240.0, 1.0).unwrap(),
            Dist::gamma(240.0, 0.8).unwrap(),
            Dist::gamma(240.0, 1.7).unwrap(),
            Dist::erlang(240.0, 2).unwrap(),
            Dist::weibull_mean(1.2, 120.0).unwrap(),
            Dist::deterministic(90.0).unwrap(),
            Dist::uniform(30.0, 240.0).unwrap(),
            Dist::triangular(30.0, 60.0, 240.0).unwrap(),
            Dist::mixture(vec![(0.3, e(12.0)), (0.7, e(480.0))]).unwrap(),
            Dist::empirical(vec![10.0, 20.0, 90.0]).unwrap(),
        ]
    }

    /// 11 distributions x 2 moments, each |z| < 5: false-alarm rate below 2e-5, and the seed is fixed.
    #[test]
    fn samples_have_the_stated_mean_and_variance() {
        const N: u64 = 400_000;
        for dist in every_kind() {
            let (mean, variance) = dist.moments();
            let draws: Vec<f64> =
                (0..N).map(|n| dist.sample(&mut Key::new(7).nth(n).stream(Purpose::Talk))).collect();
            let sample_mean = draws.iter().sum::<f64>() / N as f64;
            let square = |x: &f64| (x - mean) * (x - mean);
            let sample_variance = draws.iter().map(square).sum::<f64>() / N as f64;
            let fourth = draws.iter().map(|x| square(x) * square(x)).sum::<f64>() / N as f64;
            let mean_error = (variance / N as f64).sqrt() + 1e-9;
            let variance_error = ((fourth - variance * variance).max(0.0) / N as f64).sqrt() + 1e-9;
            assert!(
                (sample_mean - mean).abs() < 5.0 * mean_error,
                "{dist:?}: mean {sample_mean}, want {mean}"
            );
            assert!(
                (sample_variance - variance).abs() < 5.0 * variance_error,
                "{dist:?}: variance {sample_variance}, want {variance}"
            );
        }
    }

    #[test]
    fn senseless_parameters_are_refused_by_name() {
        assert_eq!(Dist::exponential(0.0).unwrap_err().name, "mean");
        assert_eq!(Dist::weibull(-1.0, 3.0).unwrap_err().name, "shape");
        assert_eq!(Dist::uniform(5.0, 5.0).unwrap_err().name, "high");
        assert_eq!(Dist::triangular(1.0, 9.0, 5.0).unwrap_err().name, "mode");
        assert!(Dist::empirical(vec![]).is_err());
        assert!(Dist::lognormal(f64::NAN, 1.0).is_err());
    }
}
