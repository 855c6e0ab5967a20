//! The exponential function of what is worked out at every call: pure Rust, a third of the library's time.

use super::ziggurat::const_exp;

/// 2^(j / 128).
static POWERS: [f64; 128] = powers();

const fn powers() -> [f64; 128] {
    let mut powers = [1.0; 128];
    let mut j = 1;
    while j < 128 {
        powers[j] = const_exp(j as f64 / 128.0 * std::f64::consts::LN_2);
        j += 1;
    }
    powers
}

/// ln 2 / 128 in two parts: the first has zeros enough for exact multiples.
const HIGH: f64 = 0.005_415_212_347_543_274_5;
const LOW: f64 = 5.812_982_117_197_185e-13;

/// e^x within 1e-15 of itself (Tang 1989: table of 2^(j/128) and a polynomial on what is left).
#[inline(always)]
pub(super) fn exp(x: f64) -> f64 {
    let usual = x.abs() < 700.0;
    if !usual {
        return exp_edge(x);
    }
    // Adding and taking off 1.5 x 2^52 rounds to a whole number.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    let rounded = x * (128.0 / std::f64::consts::LN_2) + ROUND;
    let multiple = rounded - ROUND;
    // The whole number stands in the low bits of the sum.
    let k = rounded.to_bits().wrapping_sub(ROUND.to_bits()) as i64;
    let r = (x - multiple * HIGH) - multiple * LOW;
    let square = r * r;
    let p = r + square * ((0.5 + r * (1.0 / 6.0)) + square * (1.0 / 24.0 + r * (1.0 / 120.0)));
    let power = POWERS[(k & 127) as usize];
    let scale = f64::from_bits(((1023 + (k >> 7)) as u64) << 52);
    (power + power * p) * scale
}

#[cold]
#[inline(never)]
fn exp_edge(x: f64) -> f64 {
    libm::exp(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_the_library_to_a_few_units_in_the_last_place() {
        assert!((128.0 * (HIGH + LOW) / std::f64::consts::LN_2 - 1.0).abs() < 1e-15);
        for n in -700_000..700_000 {
            let x = f64::from(n) * 1.000_37e-3 * 0.999;
            let (own, library) = (exp(x), libm::exp(x));
            assert!((own / library - 1.0).abs() < 1e-15, "{x}: {own} {library}");
        }
        assert_eq!((exp(0.0), exp(f64::NEG_INFINITY), exp(800.0)), (1.0, 0.0, f64::INFINITY));
    }
}
