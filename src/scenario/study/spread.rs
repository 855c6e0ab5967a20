//! Distributions of input values: quantiles for design points in the unit interval.

use crate::stats::normal_quantile;

/// A distribution of a number. Parameters are checked where it is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spread {
    Uniform {
        low: f64,
        high: f64,
    },
    Triangular {
        low: f64,
        mode: f64,
        high: f64,
    },
    Normal {
        mean: f64,
        deviation: f64,
    },
    /// Mean and standard deviation of the logarithm.
    Lognormal {
        mu: f64,
        sigma: f64,
    },
}

impl Spread {
    /// The lognormal distribution of a mean and a coefficient of variation.
    pub(super) fn lognormal(mean: f64, cv: f64) -> Spread {
        let variance = libm::log1p(cv * cv);
        Spread::Lognormal { mu: libm::log(mean) - variance / 2.0, sigma: libm::sqrt(variance) }
    }

    /// Its ends; of a distribution without ends its 5 % and 95 % quantiles.
    pub(super) fn ends(&self) -> [f64; 2] {
        match *self {
            Spread::Uniform { low, high } | Spread::Triangular { low, high, .. } => [low, high],
            Spread::Normal { .. } | Spread::Lognormal { .. } => [0.05, 0.95].map(|p| self.quantile(p)),
        }
    }

    /// The `u`-quantile, 0 < u < 1.
    pub(super) fn quantile(&self, u: f64) -> f64 {
        match *self {
            Spread::Uniform { low, high } => low + u * (high - low),
            Spread::Triangular { low, mode, high } => {
                let (whole, rise) = (high - low, mode - low);
                match u * whole < rise {
                    true => low + libm::sqrt(u * whole * rise),
                    false => high - libm::sqrt((1.0 - u) * whole * (high - mode)),
                }
            }
            Spread::Normal { mean, deviation } => mean + deviation * normal_quantile(u),
            Spread::Lognormal { mu, sigma } => libm::exp(mu + sigma * normal_quantile(u)),
        }
    }

    /// The `u`-quantile among whole numbers: of a range, both ends and all between are equally likely.
    pub(super) fn whole_quantile(&self, u: f64) -> f64 {
        match *self {
            Spread::Uniform { low, high } => {
                let (low, high) = (low.ceil(), high.floor());
                (low + (u * (high - low + 1.0)).floor()).min(high)
            }
            _ => self.quantile(u).round(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean and standard deviation by the midpoints of 10,000 strips.
    fn moments(spread: Spread) -> (f64, f64) {
        let values: Vec<f64> = (0..10_000).map(|k| spread.quantile((f64::from(k) + 0.5) / 1e4)).collect();
        let mean = values.iter().sum::<f64>() / 1e4;
        (mean, (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / 1e4).sqrt())
    }

    #[test]
    fn quantiles_have_the_moments_of_their_distributions() {
        let near = |(m, s): (f64, f64), (mean, deviation): (f64, f64)| {
            assert!((m - mean).abs() < 2e-3 && (s - deviation).abs() < 5e-3, "{m} {s}");
        };
        near(moments(Spread::Uniform { low: 1.0, high: 3.0 }), (2.0, 1.0 / 3_f64.sqrt()));
        let triangular = Spread::Triangular { low: 0.0, mode: 0.5, high: 2.0 };
        near(moments(triangular), (2.5 / 3.0, (3.25_f64 / 18.0).sqrt()));
        near(moments(Spread::Normal { mean: 1.0, deviation: 0.1 }), (1.0, 0.1));
        near(moments(Spread::lognormal(1.0, 0.3)), (1.0, 0.3));
    }

    #[test]
    fn whole_numbers_of_a_range_are_equally_likely() {
        let spread = Spread::Uniform { low: 3.0, high: 5.0 };
        let drawn = [0.01, 0.32, 0.34, 0.66, 0.67, 0.999_999].map(|u| spread.whole_quantile(u));
        assert_eq!(drawn, [3.0, 3.0, 4.0, 4.0, 5.0, 5.0]);
    }
}
