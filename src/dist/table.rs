//! Quantile functions in tables, of distributions whose quantile costs a logarithm and a power.
//!
//! A 64-bit random number is a side, below or above the median, and a distance d from that end of the distribution, uniform on
//! (0, 1/2). Octaves of d are divided into equal cells, and in each the quantile is a cubic through four of its values
//! (Chebyshev's nodes, for the least error). Cells are as fine as the quantile is steep, out to the last two in 4,096,
//! whose quantiles are worked out one by one. The probability of what is drawn is within 3e-8 of the number's (tested): a
//! difference that it would take 1e14 draws to see. One number makes one variate, without a loop or a random branch,
//! and what callers share between scenarios they share to the quantile.

use crate::rng::RandomStream;
use crate::stats::normal_quantile;
use std::sync::{Arc, Mutex, PoisonError};

/// Bits of the mantissa that number the cells of an octave.
const CELL_BITS: u32 = 4;
/// Octaves in tables, from 1/2 down.
const OCTAVES: usize = 11;
/// Cells on each side of the median.
const CELLS: usize = OCTAVES << CELL_BITS;
/// Bits of the mantissa within a cell.
const WITHIN: u32 = 52 - CELL_BITS;
/// Exponent and first bits of the mantissa of the cell next to 1/2.
const MEDIAN_CELL: usize = (1022 << CELL_BITS) - 1;
/// Tables that are remembered.
const REMEMBERED: usize = 64;

/// A distribution of unit scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Curve {
    /// e^(sigma Z), Z standard normal.
    Lognormal { sigma: f64 },
    /// E^(1 / shape), E standard exponential.
    Weibull { shape: f64 },
}

/// Coefficients over the place within a cell, the constant first. Never on two cache lines.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Cubic([f64; 4]);

/// The quantiles of a distribution of unit scale, and its scale.
#[derive(Clone, Debug)]
pub struct Quantiles {
    scale: f64,
    curve: Curve,
    /// Cells by probability; none if cubics would not be good enough.
    cells: Arc<[Cubic]>,
}

impl PartialEq for Quantiles {
    fn eq(&self, other: &Self) -> bool {
        (self.scale, self.curve) == (other.scale, other.curve)
    }
}

impl Quantiles {
    /// Makes the quantiles of a distribution of this scale.
    pub(super) fn new(scale: f64, curve: Curve) -> Quantiles {
        Quantiles { scale, curve, cells: remembered(curve) }
    }

    /// Returns the quantile at the uniform variate that a random number is, or at its mirror image.
    #[inline(always)]
    pub(super) fn draw(&self, random: &mut RandomStream, mirrored: bool) -> f64 {
        let word = random.next_u64();
        let below = (word >> 63 == 0) ^ mirrored;
        // Never 0 and never 1/2.
        let distance = (((word << 1) >> 12) as i64 as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0);
        self.at(below, distance)
    }

    /// Returns the quantile at a distance from the lower or the upper end, less than 1/2.
    #[inline(always)]
    fn at(&self, below: bool, distance: f64) -> f64 {
        let bits = distance.to_bits();
        let from_median = MEDIAN_CELL - (bits >> WITHIN) as usize;
        // Upwards from the middle, or below the median downwards, where all bits are turned over.
        let cell = CELLS.wrapping_add(from_median ^ usize::from(below).wrapping_neg());
        match self.cells.get(cell) {
            Some(Cubic([a, b, c, d])) => {
                let within = f64::from_bits((bits << CELL_BITS) & ((1 << 52) - 1) | (1023 << 52)) - 1.0;
                self.scale * ((a + within * b) + within * within * (c + within * d))
            }
            None => self.far_out(below, distance),
        }
    }

    #[cold]
    #[inline(never)]
    fn far_out(&self, below: bool, distance: f64) -> f64 {
        self.scale * self.curve.quantile(below, distance)
    }
}

impl Curve {
    /// Returns the quantile at a distance from the lower or the upper end.
    fn quantile(self, below: bool, d: f64) -> f64 {
        match self {
            Curve::Lognormal { sigma } => libm::exp(if below { sigma } else { -sigma } * normal_quantile(d)),
            Curve::Weibull { shape } => {
                libm::pow(if below { -libm::log1p(-d) } else { -libm::log(d) }, 1.0 / shape)
            }
        }
    }

    /// Returns whether cubics come within 3e-8 of the probability: tested at the ends of these ranges.
    fn is_smooth(self) -> bool {
        match self {
            Curve::Lognormal { sigma } => sigma <= 2.0,
            Curve::Weibull { shape } => (0.5..=20.0).contains(&shape),
        }
    }

    fn cells(self) -> Arc<[Cubic]> {
        if !self.is_smooth() {
            return Arc::new([]);
        }
        let below = self.side(true);
        below.into_iter().rev().chain(self.side(false)).collect()
    }

    /// Cells from the median outwards.
    fn side(self, below: bool) -> Vec<Cubic> {
        let cell = |outer: usize| {
            let (from, to) = (edge(outer), edge(outer - 1));
            Cubic::through(NODES.map(|t| self.quantile(below, from + t * (to - from))))
        };
        (1..=CELLS).map(cell).collect()
    }
}

/// Returns the distance at which the cells after so many from the median begin.
fn edge(cells: usize) -> f64 {
    f64::from_bits(((MEDIAN_CELL + 1 - cells) as u64) << WITHIN)
}

/// Where cubics meet what they stand for: Chebyshev's nodes, (1 - cos((2 k + 1) pi / 8)) / 2.
const NODES: [f64; 4] =
    [0.038_060_233_744_356_62, 0.308_658_283_817_455_1, 0.691_341_716_182_544_9, 0.961_939_766_255_643_4];

impl Cubic {
    /// Returns the cubic with these values at the nodes (Newton's divided differences, multiplied out).
    fn through(mut y: [f64; 4]) -> Cubic {
        for order in 1..4 {
            for k in (order..4).rev() {
                y[k] = (y[k] - y[k - 1]) / (NODES[k] - NODES[k - order]);
            }
        }
        let mut cubic = [y[3], 0.0, 0.0, 0.0];
        for k in (0..3).rev() {
            // Times t less the node, plus the next difference.
            for power in (1..4).rev() {
                cubic[power] = cubic[power - 1] - NODES[k] * cubic[power];
            }
            cubic[0] = y[k] - NODES[k] * cubic[0];
        }
        Cubic(cubic)
    }
}

/// Returns the table of a curve. A scenario asks for the same few again and again, and a sweep at every point.
fn remembered(curve: Curve) -> Arc<[Cubic]> {
    static KNOWN: Mutex<Vec<(Curve, Arc<[Cubic]>)>> = Mutex::new(Vec::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, cells)) = known.iter().find(|(other, _)| *other == curve) {
        return Arc::clone(cells);
    }
    let cells = curve.cells();
    if known.len() == REMEMBERED {
        known.remove(0);
    }
    known.push((curve, Arc::clone(&cells)));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::rng::{Key, Purpose};

    fn curves() -> Vec<(Curve, Dist)> {
        let lognormal = |sigma| (Curve::Lognormal { sigma }, Dist::lognormal_log(0.0, sigma).unwrap());
        let weibull = |shape| (Curve::Weibull { shape }, Dist::weibull(shape, 1.0).unwrap());
        let mut curves: Vec<_> = [0.05, 0.5, 0.83, 1.2, 2.0, 2.5].map(lognormal).into();
        curves.extend([0.3, 0.5, 0.91, 1.0, 1.2, 2.0, 5.0, 20.0, 50.0].map(weibull));
        curves
    }

    /// From the middle to far beyond the table, on a grid that meets cells at ever other places.
    #[test]
    fn a_quantile_has_its_probability_within_three_parts_in_a_hundred_million() {
        for (curve, dist) in curves() {
            let quantiles = Quantiles::new(1.0, curve);
            for below in [true, false] {
                let mut d = 0.5 - 1e-9;
                while d > 1e-9 {
                    let x = quantiles.at(below, d);
                    let p = if below { dist.cdf(x) } else { dist.survival(x) };
                    assert!((p - d).abs() < 3e-8 * (4.0 * d).clamp(0.01, 1.0), "{curve:?} {below} {d}: {p}");
                    d *= 0.999_3;
                }
            }
        }
    }

    /// On either side of every edge between cells, and of the ends of the table.
    #[test]
    fn quantiles_grow_with_their_probability() {
        for (curve, _) in curves() {
            let quantiles = Quantiles::new(1.0, curve);
            for below in [true, false] {
                for cell in 1..=CELLS {
                    let [outer, inner] =
                        [1.0 - 1e-6, 1.0 + 1e-6].map(|by| quantiles.at(below, edge(cell) * by));
                    assert!(outer.is_finite() && (outer < inner) == below, "{curve:?} {below} {cell}");
                }
            }
        }
    }

    #[test]
    fn every_word_has_a_variate_and_its_mirror_image_the_opposite_one() {
        let (quantiles, dist) = (Quantiles::new(7.0, curves()[2].0), curves()[2].1.clone());
        for n in 0..10_000 {
            let random = Key::new(1).nth(n).stream(Purpose::Talk);
            let draw = |mirrored| quantiles.draw(&mut random.clone(), mirrored) / 7.0;
            assert!((dist.cdf(draw(false)) + dist.cdf(draw(true)) - 1.0).abs() < 6e-8);
        }
    }

    #[test]
    fn a_curve_is_tabulated_once() {
        let [a, b] = [1.0, 3.0].map(|scale| Quantiles::new(scale, Curve::Weibull { shape: 1.37 }));
        assert!(Arc::ptr_eq(&a.cells, &b.cells));
        for n in 0..2 * REMEMBERED {
            Quantiles::new(1.0, Curve::Weibull { shape: 1.4 + n as f64 * 1e-3 });
        }
        assert!(Quantiles::new(1.0, Curve::Weibull { shape: 1.37 }).at(true, 0.3) == a.at(true, 0.3));
    }
}
