//! Colours: Okabe and Ito's, distinguished by the colour-blind, and each with its own lightness or line
//! style, distinguished in black and white.
//!
//! Source: M. Okabe and K. Ito, "Color Universal Design" (2008).

use plotters::style::RGBColor;

pub(super) const WHITE: RGBColor = RGBColor(255, 255, 255);
/// Text.
pub(super) const INK: RGBColor = RGBColor(26, 26, 26);
/// Secondary text: 7 to 1 against white.
pub(super) const SOFT: RGBColor = RGBColor(89, 89, 89);
/// Axes.
pub(super) const AXIS: RGBColor = RGBColor(120, 120, 120);
/// Intervals of many points: darker than the grid, lighter than what stands on it.
pub(super) const FAINT: RGBColor = RGBColor(160, 160, 160);
/// Grid lines.
pub(super) const GRID: RGBColor = RGBColor(222, 222, 222);
/// Marked spans of time.
pub(super) const SHADE: RGBColor = RGBColor(240, 238, 230);

pub(super) const BLUE: RGBColor = RGBColor(0, 114, 178);
pub(super) const PALE_SKY: RGBColor = RGBColor(173, 218, 244);
pub(super) const GREEN: RGBColor = RGBColor(0, 158, 115);
pub(super) const ORANGE: RGBColor = RGBColor(230, 159, 0);
pub(super) const VERMILION: RGBColor = RGBColor(213, 94, 0);
pub(super) const PURPLE: RGBColor = RGBColor(204, 121, 167);

/// Opacity of an interval's band.
pub(super) const BAND: f64 = 0.25;

/// Returns colour `i` of `n` on a ramp from dark to light that keeps its order for the colour-blind and in black and
/// white, all of it at least 2.8 to 1 against white.
///
/// Source: the darker four fifths of matplotlib's "plasma" (S. van der Walt and N. Smith, 2015).
pub(super) fn ramp(i: usize, n: usize) -> RGBColor {
    const STOPS: [RGBColor; 5] = [
        RGBColor(13, 8, 135),
        RGBColor(106, 0, 168),
        RGBColor(177, 42, 144),
        RGBColor(214, 85, 109),
        RGBColor(236, 120, 83),
    ];
    let at = i.min(n) as f64 / n.saturating_sub(1).max(1) as f64 * (STOPS.len() - 1) as f64;
    let below = (at as usize).min(STOPS.len() - 2);
    mixed(STOPS[below], STOPS[below + 1], at - below as f64)
}

/// Mixes two colours: `share` of the way from one to the other.
pub(super) fn mixed(from: RGBColor, to: RGBColor, share: f64) -> RGBColor {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the contrast with white as WCAG 2 defines it.
    fn contrast(colour: RGBColor) -> f64 {
        let part = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        1.05 / (0.2126 * part(colour.0) + 0.7152 * part(colour.1) + 0.0722 * part(colour.2) + 0.05)
    }

    #[test]
    fn a_ramp_grows_lighter_step_by_step_and_stays_visible_on_white() {
        for n in 2..=8 {
            let contrasts: Vec<f64> = (0..n).map(|i| contrast(ramp(i, n))).collect();
            assert!(contrasts.is_sorted_by(|a, b| a > b), "{contrasts:?}");
            assert!(contrasts[n - 1] >= 2.7, "{contrasts:?}");
        }
        assert_eq!(ramp(0, 1), ramp(0, 5));
    }
}
