//! Student's t.

use special::Beta;
use std::sync::OnceLock;

/// Degrees of freedom up to which a quantile is found once and kept: sweeps ask for it very often.
const KEPT: usize = 1024;
static KNOWN: [OnceLock<f64>; KEPT] = [const { OnceLock::new() }; KEPT];

/// The 97.5 % quantile of Student's t with `freedom` degrees of freedom.
pub fn t_975(freedom: usize) -> f64 {
    KNOWN.get(freedom).map_or_else(|| found(freedom), |known| *known.get_or_init(|| found(freedom)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_and_quantiles_are_each_others_inverse() {
        for freedom in [1, 2, 9, 19, 400] {
            let t = t_975(freedom);
            assert!((t_upper_tail(t, freedom as f64) - 0.025).abs() < 1e-9, "{freedom}");
            assert!((t_upper_tail(-t, freedom as f64) - 0.975).abs() < 1e-9, "{freedom}");
        }
        // One degree of freedom: Cauchy.
        assert!((t_upper_tail(1.0, 1.0) - 0.25).abs() < 1e-12 && t_upper_tail(0.0, 4.5) == 0.5);
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
