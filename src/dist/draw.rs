//! Two ways to draw variates from random random: plainly, and mirrored for antithetic runs.

use super::{Dist, Family};
use crate::rng::{RandomStream, uniform};

/// How random streams become variates. Chosen by type, so that a plain run pays nothing for it.
pub trait Draw {
    /// Draws a uniform variate on (0, 1).
    fn uniform(random: &mut RandomStream) -> f64;
    /// Draws a standard exponential variate.
    fn exponential(random: &mut RandomStream) -> f64;
    /// Draws a standard normal variate.
    fn normal(random: &mut RandomStream) -> f64;
    /// Draws a duration in seconds.
    fn duration(dist: &Dist, random: &mut RandomStream) -> f64;
}

/// As in every ordinary run.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

impl Draw for Plain {
    #[inline(always)]
    fn uniform(random: &mut RandomStream) -> f64 {
        uniform(random)
    }

    #[inline(always)]
    fn exponential(random: &mut RandomStream) -> f64 {
        super::standard_exponential(random)
    }

    #[inline(always)]
    fn normal(random: &mut RandomStream) -> f64 {
        super::standard_normal(random)
    }

    #[inline(always)]
    fn duration(dist: &Dist, random: &mut RandomStream) -> f64 {
        dist.sample(random)
    }
}

/// The antithetic variates (Hammersley and Morton 1956): where [`Plain`] draws the quantile at u, the one at 1 - u
/// (of a mixture: the part at 1 - u, then within it), so of the same distribution.
#[derive(Clone, Copy, Debug)]
pub struct Mirrored;

impl Draw for Mirrored {
    fn uniform(random: &mut RandomStream) -> f64 {
        1.0 - uniform(random)
    }

    fn exponential(random: &mut RandomStream) -> f64 {
        // Never 0, whose mirror image is infinite.
        let plain = super::standard_exponential(random).max(f64::MIN_POSITIVE);
        -libm::log(-libm::expm1(-plain))
    }

    fn normal(random: &mut RandomStream) -> f64 {
        -super::standard_normal(random)
    }

    fn duration(dist: &Dist, random: &mut RandomStream) -> f64 {
        match &dist.0 {
            Family::Never | Family::Deterministic { .. } => dist.sample(random),
            Family::Exponential { mean } => mean * Self::exponential(random),
            Family::Lognormal { quantiles, .. } | Family::Weibull { quantiles, .. } => {
                quantiles.draw(random, true)
            }
            Family::Gamma { .. } => {
                // Rejection takes random as it likes: mirrored by what it drew. Rounding must not make it infinite.
                let survival = dist.survival(dist.sample(random));
                dist.quantile(survival.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON))
            }
            Family::Uniform { .. } | Family::Triangular { .. } | Family::Empirical(_) => {
                dist.quantile(Self::uniform(random))
            }
            Family::Mixture(parts) => {
                let u = Self::uniform(random);
                let part = parts.iter().find(|part| u < part.up_to).or(parts.last());
                part.map_or(f64::INFINITY, |part| Self::duration(&part.dist, random))
            }
        }
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
            Dist::weibull_mean(1.2, 120.0).unwrap(),
            Dist::uniform(30.0, 240.0).unwrap(),
            Dist::triangular(30.0, 60.0, 240.0).unwrap(),
            Dist::mixture(vec![(0.3, e(12.0)), (0.7, e(480.0))]).unwrap(),
            Dist::empirical((1..100).map(f64::from).collect()).unwrap(),
        ]
    }

    fn random(n: u64) -> RandomStream {
        Key::new(7).nth(n).stream(Purpose::Talk)
    }

    /// Kolmogorov-Smirnov on 100,000 draws each: the statistic's 0.01 % point is 2.23 / sqrt(n); that of the empirical
    /// distribution is smaller.
    #[test]
    fn mirrored_durations_follow_the_same_distribution() {
        const N: usize = 100_000;
        for dist in every_kind() {
            let mut draws: Vec<f64> =
                (0..N as u64).map(|n| Mirrored::duration(&dist, &mut random(n))).collect();
            draws.sort_by(f64::total_cmp);
            // Both sides of each step; ties count once.
            let above = |x: f64| draws.partition_point(|d| *d <= x) as f64 / N as f64;
            let gap = draws.iter().map(|&x| (dist.cdf(x) - above(x)).abs()).fold(0.0, f64::max);
            assert!(gap < 2.23 / (N as f64).sqrt(), "{dist:?}: {gap}");
        }
    }

    #[test]
    fn a_duration_and_its_mirror_image_stand_at_opposite_quantiles() {
        for dist in every_kind().into_iter().filter(|dist| !matches!(dist.family(), Family::Mixture(_))) {
            let slack = match dist.family() {
                Family::Empirical(_) => 0.011,
                Family::Lognormal { .. } | Family::Weibull { .. } => 6e-8,
                _ => 1e-9,
            };
            for n in 0..1000 {
                let (plain, mirrored) =
                    (Plain::duration(&dist, &mut random(n)), Mirrored::duration(&dist, &mut random(n)));
                let sum = dist.cdf(plain) + dist.cdf(mirrored);
                assert!((sum - 1.0).abs() < slack, "{dist:?}: {plain} {mirrored} {sum}");
            }
        }
    }

    #[test]
    fn nothing_mirrored_is_infinite() {
        let dist = Dist::gamma(1.0, 5.0).unwrap();
        assert!(dist.quantile(f64::MIN_POSITIVE) >= 0.0 && dist.quantile(1.0 - f64::EPSILON).is_finite());
        assert!((-libm::log(-libm::expm1(-f64::MIN_POSITIVE))).is_finite());
    }
}
