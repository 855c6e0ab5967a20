//! Student's t.

use special::Beta;
use std::sync::OnceLock;

/// Degrees of freedom up to which a quantile is found once and kept, for sweeps ask for it very often. Beyond, it is
/// quickly found.
const KEPT: usize = 1024;
static KNOWN: [OnceLock<f64>; KEPT] = [const { OnceLock::new() }; KEPT];

/// Returns the 97.5 % quantile of Student's t with `freedom` degrees of freedom.
pub fn t_975(freedom: usize) -> f64 {
    KNOWN.get(freedom).map_or_else(|| expanded(freedom), |known| *known.get_or_init(|| found(freedom)))
}

/// By Abramowitz and Stegun's 26.7.5, an expansion about the normal quantile whose next term is below 1e-13 of the whole
/// here.
fn expanded(freedom: usize) -> f64 {
    const X: f64 = 1.959_963_984_540_054;
    const Y: f64 = X * X;
    const TERMS: [f64; 4] = [
        X * (Y + 1.0) / 4.0,
        X * ((5.0 * Y + 16.0) * Y + 3.0) / 96.0,
        X * (((3.0 * Y + 19.0) * Y + 17.0) * Y - 15.0) / 384.0,
        X * ((((79.0 * Y + 776.0) * Y + 1482.0) * Y - 1920.0) * Y - 945.0) / 92_160.0,
    ];
    TERMS.iter().rfold(0.0, |sum, term| (sum + term) / freedom as f64) + X
}

/// By inverting the incomplete beta function: x = I^-1(nu/2, 1/2; 0.05), t = sqrt(nu (1 - x) / x).
fn found(freedom: usize) -> f64 {
    let nu = freedom as f64;
    let (p, q) = (nu / 2.0, 0.5);
    let ln_beta = p.ln_beta(q);
    let x = 0.05_f64.inv_inc_beta(p, q, ln_beta);
    let t = |x: f64| (nu * (1.0 - x) / x).sqrt();
    t(polish(x, p, q, ln_beta))
}

/// One Newton step on I(p, q; x) = 0.05 brings the table algorithm's 1e-8 to full precision.
fn polish(x: f64, p: f64, q: f64, ln_beta: f64) -> f64 {
    let density = libm::exp((p - 1.0) * libm::log(x) + (q - 1.0) * libm::log1p(-x) - ln_beta);
    let better = x - (x.inc_beta(p, q, ln_beta) - 0.05) / density;
    if better > 0.0 && better < 1.0 { better } else { x }
}

/// P(T > t) for Student's t, also with broken degrees of freedom: half of I(nu/2, 1/2; nu / (nu + t^2)) for t > 0.
pub fn t_upper_tail(t: f64, freedom: f64) -> f64 {
    let (p, q) = (freedom / 2.0, 0.5);
    let tail = 0.5 * (freedom / (freedom + t * t)).inc_beta(p, q, p.ln_beta(q));
    if t > 0.0 { tail } else { 1.0 - tail }
}

/// Returns the value that Student's t with `freedom` degrees of freedom exceeds with probability `tail`, which lies between
/// 0 and 1/2; by bisection.
pub fn t_exceeded(tail: f64, freedom: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while t_upper_tail(high, freedom) > tail && high < 1e9 {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..80 {
        let middle = (low + high) / 2.0;
        if t_upper_tail(middle, freedom) > tail { low = middle } else { high = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_and_quantiles_are_each_others_inverse() {
        for freedom in [1, 2, 9, 19, 400] {
            let t = t_975(freedom);
            assert!((t_upper_tail(t, freedom as f64) - 0.025).abs() < 1e-9, "{freedom}");
            assert!((t_upper_tail(-t, freedom as f64) - 0.975).abs() < 1e-9, "{freedom}");
            assert!((t_exceeded(0.025, freedom as f64) / t - 1.0).abs() < 1e-8, "{freedom}");
        }
        // One degree of freedom: Cauchy.
        assert!((t_upper_tail(1.0, 1.0) - 0.25).abs() < 1e-12 && t_upper_tail(0.0, 4.5) == 0.5);
    }

    /// Roots of the incomplete beta function to thirty digits.
    #[test]
    fn many_degrees_of_freedom_are_exact() {
        for (freedom, t) in [
            (1024, 1.962_283_349_789_587_5),
            (2000, 1.961_150_826_099_430_5),
            (9999, 1.960_201_263_621_357_7),
            (100_000, 1.959_987_707_534_609_4),
        ] {
            assert!((t_975(freedom) - t).abs() < 1e-14, "{freedom}: {}", t_975(freedom));
        }
        assert!((expanded(KEPT) - found(KEPT)).abs() < 1e-11);
    }

    /// Published tables to all their digits.
    #[test]
    fn quantiles_agree_with_the_tables() {
        for (freedom, t) in [
            (1, 12.706_204_74),
            (2, 4.302_652_73),
            (4, 2.776_445_11),
            (19, 2.093_024_05),
            (30, 2.042_272_46),
            (1000, 1.962_339_08),
        ] {
            assert!((t_975(freedom) - t).abs() < 1e-7, "{freedom}: {}", t_975(freedom));
        }
    }
}
