//! Numbers as text: the shortest digits that read back as the same value, never with an exponent.
//!
//! The text is the same as the standard library's, in a fraction of its time: the tables of a large sweep hold millions
//! of numbers.

use std::io::Write;

/// Returns a number as text; a negative zero as zero.
pub fn text(value: f64) -> String {
    let mut out = Vec::new();
    put(value, &mut out);
    // Digits, a point and a sign are text.
    String::from_utf8(out).unwrap_or_default()
}

/// Appends the digits of a whole number.
#[inline]
pub fn put_whole(value: i64, out: &mut Vec<u8>) {
    match u8::try_from(value) {
        // Most are.
        Ok(digit @ 0..10) => out.push(b'0' + digit),
        _ => out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes()),
    }
}

/// 2^53: above it, not every whole number has a value of its own.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// Appends the shortest digits that read back as the same value, never with an exponent.
#[inline]
pub fn put(value: f64, out: &mut Vec<u8>) {
    let whole = value as i64;
    if whole as f64 == value && value.abs() < WHOLE {
        return put_whole(whole, out);
    }
    match zmij::Buffer::new().format(value) {
        quick if SHORT.contains(&value.abs()) && is_nearest(value, quick) => {
            out.extend_from_slice(quick.as_bytes())
        }
        // Writing to memory cannot fail.
        _ => drop(write!(out, "{value}")),
    }
}

/// Written without an exponent by whoever writes.
const SHORT: std::ops::Range<f64> = 1e-4..1e12;

/// Whether the digits are nearer to a broken number than any others as short. It may lie midway between two, of which
/// the standard library takes the greater: then it is an odd multiple of 2^-j, and has j decimals, one more than those.
/// That many decimals are the number itself; and less than 7 zeros at the end of its 53 bits are too few for a tie.
fn is_nearest(value: f64, digits: &str) -> bool {
    let zeros = (value.to_bits() | 1 << 52).trailing_zeros();
    zeros < 7 || {
        let exponent = (value.to_bits() >> 52 & 0x7ff) as usize;
        let decimals = (1023 + 52 - zeros as usize).checked_sub(exponent);
        let written = digits.bytes().rev().position(|byte| byte == b'.');
        decimals.is_some() && written == decimals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The standard library is the measure: numbers of all sizes, next to powers of two and ten, with few digits, and
    /// with few bits.
    #[test]
    fn numbers_are_the_shortest_that_read_back_as_the_same_value() {
        let mut words = crate::rng::RandomStream::new(1);
        let of_any_size = (0..200_000).map(|_| f64::from_bits(words.next_u64())).filter(|x| x.is_finite());
        let mut more = crate::rng::RandomStream::new(2);
        let usual = (0..400_000).map(|n| {
            let unit = crate::rng::uniform(&mut more) * 10_f64.powi(n % 12 - 6);
            match n % 3 {
                0 => unit,
                1 => (unit * 1e4).round() / 1e4,
                _ => (unit * 2_f64.powi(n % 41)).round() / 2_f64.powi(n % 37),
            }
        });
        let powers = (-300..300).flat_map(|n| [10_f64.powi(n), 2_f64.powi(n), 2_f64.powi(n).next_down()]);
        let edges =
            [0.0, -0.0, f64::MIN_POSITIVE, f64::MAX, 9_007_199_254_740_993.0, 0.1 + 0.2, 1e-5, 123456e-10];
        for value in of_any_size.chain(usual).chain(powers).chain(edges).flat_map(|x| [x, -x]) {
            let mut text = Vec::new();
            put(value, &mut text);
            assert_eq!(String::from_utf8(text).unwrap(), (value + 0.0).to_string());
        }
    }
}
