//! Colours: Okabe and Ito's, told apart by the colour-blind, and each with its own lightness or line
//! style, told apart in black and white.
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
/// Grid lines.
pub(super) const GRID: RGBColor = RGBColor(222, 222, 222);
/// Marked spans of time.
pub(super) const SHADE: RGBColor = RGBColor(240, 238, 230);

pub(super) const BLUE: RGBColor = RGBColor(0, 114, 178);
pub(super) const PALE_SKY: RGBColor = RGBColor(173, 218, 244);
pub(super) const GREEN: RGBColor = RGBColor(0, 158, 115);
pub(super) const ORANGE: RGBColor = RGBColor(230, 159, 0);
pub(super) const VERMILION: RGBColor = RGBColor(213, 94, 0);

/// Opacity of an interval's band.
pub(super) const BAND: f64 = 0.25;
