//! Poisson probabilities.

/// P(N = k) for N Poisson with mean `mean`, to nearly full relative precision at any size: the
/// saddle-point form of Loader (2000), exp(-delta(k) - D(k, mean)) / sqrt(2 pi k), where D is the
/// deviance k ln(k/mean) + mean - k and delta the error of Stirling's formula.
pub(super) fn pmf(k: u64, mean: f64) -> f64 {
    let x = k as f64;
    if mean <= 0.0 {
        return if k == 0 { 1.0 } else { 0.0 };
    }
    if k < 16 {
        return libm::exp(x * libm::log(mean) - mean - libm::lgamma(x + 1.0));
    }
    let excess = (mean - x) / x;
    let deviance = x * (excess - libm::log1p(excess));
    libm::exp(-stirling_error(x) - deviance) / (2.0 * std::f64::consts::PI * x).sqrt()
}

/// ln(x!) - ln(sqrt(2 pi x) (x/e)^x) for x >= 16, to 1e-15.
fn stirling_error(x: f64) -> f64 {
    let y = 1.0 / (x * x);
    (1.0 / 12.0 - y * (1.0 / 360.0 - y * (1.0 / 1260.0 - y * (1.0 / 1680.0 - y / 1188.0)))) / x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_and_have_the_mean() {
        for mean in [0.3_f64, 4.0, 15.9, 250.0, 40_000.0] {
            let last = (mean + 12.0 * mean.sqrt() + 40.0) as u64;
            let (mut sum, mut first) = (0.0, 0.0);
            for k in 0..=last {
                sum += pmf(k, mean);
                first += k as f64 * pmf(k, mean);
            }
            assert!((sum - 1.0).abs() < 2e-13, "{mean}: {sum}");
            assert!((first / mean - 1.0).abs() < 2e-13, "{mean}: {first}");
        }
    }

    #[test]
    fn neighbours_keep_their_ratio() {
        for k in [14_u64, 15, 16, 90] {
            let ratio = pmf(k + 1, 33.0) / pmf(k, 33.0) * (k + 1) as f64 / 33.0;
            assert!((ratio - 1.0).abs() < 1e-13, "{k}: {ratio}");
        }
        assert_eq!(pmf(0, 0.0), 1.0);
    }
}
