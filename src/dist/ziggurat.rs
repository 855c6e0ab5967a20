//! Standard exponential and normal variates by the ziggurat (Marsaglia and Tsang 2000; 256 layers,
//! as corrected by Doornik 2005: layer and abscissa from different bits).
//!
//! Written here and not taken from a library because a sample's bits must not depend on the
//! platform's `exp` and `log`: the tables are computed by the compiler, the rare tail by `libm`.

use crate::rng::{RandomStream, uniform};

const LAYERS: usize = 256;

/// Abscissae and densities of the layers' edges, from the outermost inwards.
struct Ziggurat {
    /// `x[0]` is the width of the base layer with its tail folded in; `x[1]` where the tail begins.
    x: [f64; LAYERS + 1],
    f: [f64; LAYERS + 1],
}

/// The start of the tail and the area of each layer, for the density exp(-x).
const EXP_R: f64 = 7.697_117_470_131_05;
const EXP_V: f64 = 0.003_949_659_822_581_557;
/// The start of the tail and the area of each layer, for the density exp(-x^2/2), x > 0.
const NORMAL_R: f64 = 3.654_152_885_361_009;
const NORMAL_V: f64 = 0.004_928_673_233_992_336;

static EXPONENTIAL: Ziggurat = exponential_tables();
static NORMAL: Ziggurat = normal_tables();

/// Returns a standard exponential variate. May take further numbers of the stream.
#[inline(always)]
pub(super) fn exponential(random: &mut RandomStream) -> f64 {
    let word = random.next_u64();
    let layer = (word & 255) as usize;
    let x = (word >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0) * EXPONENTIAL.x[layer];
    if x < EXPONENTIAL.x[layer + 1] { x } else { exponential_edge(layer, x, random) }
}

#[cold]
#[inline(never)]
fn exponential_edge(mut layer: usize, mut x: f64, random: &mut RandomStream) -> f64 {
    let mut beyond = 0.0;
    loop {
        if x < EXPONENTIAL.x[layer + 1] {
            return beyond + x;
        }
        if layer == 0 {
            // The tail of an exponential is an exponential again.
            beyond += EXP_R;
        } else {
            let (outer, inner) = (EXPONENTIAL.f[layer], EXPONENTIAL.f[layer + 1]);
            if outer + (inner - outer) * uniform(random) < libm::exp(-x) {
                return beyond + x;
            }
        }
        let word = random.next_u64();
        layer = (word & 255) as usize;
        x = (word >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0) * EXPONENTIAL.x[layer];
    }
}

/// Returns a standard normal variate. May take further numbers of the stream.
#[inline(always)]
pub(super) fn normal(random: &mut RandomStream) -> f64 {
    let (layer, u) = layer_and_abscissa(random);
    let x = u * NORMAL.x[layer];
    if x.abs() < NORMAL.x[layer + 1] { x } else { normal_edge(layer, u, random) }
}

/// Splits a 64-bit random number: the top 53 bits are the signed abscissa, the low 8 the layer.
#[inline(always)]
fn layer_and_abscissa(random: &mut RandomStream) -> (usize, f64) {
    let word = random.next_u64();
    ((word & 255) as usize, (word as i64 >> 11) as f64 * (1.0 / 4_503_599_627_370_496.0))
}

#[cold]
#[inline(never)]
fn normal_edge(mut layer: usize, mut u: f64, random: &mut RandomStream) -> f64 {
    loop {
        let x = u * NORMAL.x[layer];
        if x.abs() < NORMAL.x[layer + 1] {
            return x;
        }
        if layer == 0 {
            return normal_tail(u < 0.0, random);
        }
        let (outer, inner) = (NORMAL.f[layer], NORMAL.f[layer + 1]);
        if outer + (inner - outer) * uniform(random) < libm::exp(-x * x / 2.0) {
            return x;
        }
        (layer, u) = layer_and_abscissa(random);
    }
}

/// Marsaglia's (1964) exact tail beyond `NORMAL_R`.
fn normal_tail(negative: bool, random: &mut RandomStream) -> f64 {
    loop {
        let x = -libm::log(uniform(random)) / NORMAL_R;
        let y = -libm::log(uniform(random));
        if 2.0 * y >= x * x {
            return if negative { -(NORMAL_R + x) } else { NORMAL_R + x };
        }
    }
}

const fn exponential_tables() -> Ziggurat {
    let (mut x, mut f) = ([0.0; LAYERS + 1], [0.0; LAYERS + 1]);
    x[0] = EXP_V / const_exp(-EXP_R);
    x[1] = EXP_R;
    let mut i = 2;
    while i < LAYERS {
        x[i] = -ln(const_exp(-x[i - 1]) + EXP_V / x[i - 1]);
        i += 1;
    }
    let mut i = 0;
    while i <= LAYERS {
        f[i] = const_exp(-x[i]);
        i += 1;
    }
    Ziggurat { x, f }
}

const fn normal_tables() -> Ziggurat {
    let (mut x, mut f) = ([0.0; LAYERS + 1], [0.0; LAYERS + 1]);
    x[0] = NORMAL_V / const_exp(-NORMAL_R * NORMAL_R / 2.0);
    x[1] = NORMAL_R;
    let mut i = 2;
    while i < LAYERS {
        x[i] = sqrt(-2.0 * ln(NORMAL_V / x[i - 1] + const_exp(-x[i - 1] * x[i - 1] / 2.0)));
        i += 1;
    }
    let mut i = 0;
    while i <= LAYERS {
        f[i] = const_exp(-x[i] * x[i] / 2.0);
        i += 1;
    }
    Ziggurat { x, f }
}

/// exp for the compiler: 2^-k argument, Taylor, squared k times.
pub(super) const fn const_exp(x: f64) -> f64 {
    let r = x / 1024.0;
    let (mut term, mut sum, mut n) = (1.0, 0.0, 1.0);
    // const_exp(r) - 1, squared up as (1 + s)^2 - 1 to keep its digits.
    while n < 20.0 {
        term *= r / n;
        sum += term;
        n += 1.0;
    }
    let mut k = 0;
    while k < 10 {
        sum = sum * (2.0 + sum);
        k += 1;
    }
    1.0 + sum
}

/// Natural logarithm for the compiler, of 0 < y <= 1: Newton on exp.
const fn ln(y: f64) -> f64 {
    let mut x = y - 1.0;
    let mut k = 0;
    while k < 100 {
        let e = const_exp(x);
        x += 2.0 * (y - e) / (y + e);
        k += 1;
    }
    x
}

/// Square root for the compiler: Newton.
const fn sqrt(y: f64) -> f64 {
    let mut x = if y > 1.0 { y } else { 1.0 };
    let mut k = 0;
    while k < 100 {
        x = (x + y / x) / 2.0;
        k += 1;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, Purpose};

    #[test]
    fn the_compilers_tables_agree_with_the_library() {
        for i in 1..LAYERS {
            assert!((EXPONENTIAL.f[i] / libm::exp(-EXPONENTIAL.x[i]) - 1.0).abs() < 1e-12);
            assert!((NORMAL.f[i] / libm::exp(-NORMAL.x[i] * NORMAL.x[i] / 2.0) - 1.0).abs() < 1e-12);
            let area = |z: &Ziggurat| z.x[i] * (z.f[i + 1] - z.f[i]);
            // The innermost layer takes up the rounding of all others.
            let tolerance = if i == LAYERS - 1 { 1e-7 } else { 1e-12 };
            assert!((area(&EXPONENTIAL) / EXP_V - 1.0).abs() < tolerance, "{i}");
            assert!((area(&NORMAL) / NORMAL_V - 1.0).abs() < tolerance, "{i}");
        }
    }

    /// Kolmogorov-Smirnov on a million draws each: the statistic's 0.01 % point is 2.23 / sqrt(n).
    #[test]
    fn draws_follow_their_distribution_functions() {
        const N: usize = 1_000_000;
        let furthest = |mut draws: Vec<f64>, cdf: &dyn Fn(f64) -> f64| {
            draws.sort_by(f64::total_cmp);
            let gaps = draws.iter().enumerate().map(|(i, &x)| (cdf(x) - (i as f64 + 0.5) / N as f64).abs());
            gaps.fold(0.0, f64::max)
        };
        let random = |n: usize| Key::new(11).nth(n as u64).stream(Purpose::Talk);
        let exp = furthest((0..N).map(|n| exponential(&mut random(n))).collect(), &|x| -libm::expm1(-x));
        let cdf = |x: f64| 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
        let normal = furthest((0..N).map(|n| normal(&mut random(n))).collect(), &cdf);
        let limit = 2.23 / (N as f64).sqrt();
        assert!(exp < limit && normal < limit, "{exp} {normal} {limit}");
    }
}
