//! The lines above a plot: what is measured, and what its marks mean.

use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use crate::chart::canvas::{Canvas, Rect, Stroke, TextStyle};
use crate::chart::error::ChartError;
use crate::chart::frame::{CAPTION, LABEL, left};
use crate::chart::palette::{INK, SOFT, WHITE};

/// Height of the caption.
const CAPTION_LINE: f64 = 20.0;
/// Height of the line of marks.
const MARKS_LINE: f64 = 20.0;
/// Space between the head and what is below it.
const BELOW: f64 = 8.0;
const SWATCH: f64 = 24.0;

/// A mark, as it looks in the plot.
#[derive(Clone, Copy, Debug)]
pub(super) enum Swatch {
    /// Words that stand for themselves.
    Nothing,
    /// A line.
    Line(Stroke),
    /// A filled area.
    Patch(Fill),
    /// A dot.
    Dot(RGBColor, f64),
    /// A dot in a black ring: colour and the two radii.
    Ring(RGBColor, f64, f64),
}

/// How an area is filled: distinguished in black and white by lightness and edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fill {
    pub(super) colour: RGBColor,
    pub(super) edge: Option<RGBColor>,
}

impl Fill {
    /// Fills a rectangle.
    pub(super) fn draw<B: DrawingBackend>(
        self,
        canvas: &Canvas<'_, B>,
        area: Rect,
    ) -> Result<(), ChartError> {
        canvas.fill(area, self.colour, 1.0)?;
        self.edge.map_or(Ok(()), |edge| canvas.outline(area, Stroke::solid(edge, 1.2)))
    }
}

/// Returns the height of a head.
pub(super) fn height(entries: usize) -> f64 {
    CAPTION_LINE + if entries > 0 { MARKS_LINE } else { 0.0 } + BELOW
}

/// Draws the caption and under it the marks with their meanings, cut where they would leave the page.
pub(super) fn head<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    area: Rect,
    caption: &str,
    entries: &[(Swatch, String)],
) -> Result<(), ChartError> {
    let caption = canvas.font().fit(caption, CAPTION, area.width());
    canvas.text((area.left, area.top + 13.0), &caption, left(CAPTION))?;
    let y = area.top + CAPTION_LINE + 13.0;
    let mut x = area.left;
    for (swatch, text) in entries {
        let beside = if matches!(swatch, Swatch::Nothing) { 0.0 } else { SWATCH + 6.0 };
        let text = canvas.font().fit(text, LABEL, area.right - x - beside);
        if area.right - x < beside + 30.0 {
            break;
        }
        draw(canvas, *swatch, (x, y - LABEL * 0.36))?;
        canvas.text((x + beside, y), &text, TextStyle { colour: SOFT, ..left(LABEL) })?;
        x += beside + canvas.font().width(&text, LABEL) + 20.0;
    }
    Ok(())
}

fn draw<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    swatch: Swatch,
    (x, middle): (f64, f64),
) -> Result<(), ChartError> {
    match swatch {
        Swatch::Nothing => Ok(()),
        Swatch::Line(stroke) => canvas.line(&[(x, middle), (x + SWATCH, middle)], stroke),
        Swatch::Patch(fill) => {
            let area = Rect { left: x, right: x + SWATCH, top: middle - 5.5, bottom: middle + 5.5 };
            fill.draw(canvas, area)
        }
        Swatch::Ring(colour, inner, outer) => {
            ring(canvas, (x + SWATCH / 2.0, middle), outer)?;
            canvas.dot((x + SWATCH / 2.0, middle), inner, colour)
        }
        Swatch::Dot(colour, radius) => canvas.dot((x + SWATCH / 2.0, middle), radius, colour),
    }
}

/// Draws a black ring, to be filled with a dot.
pub(super) fn ring<B: DrawingBackend>(
    canvas: &Canvas<'_, B>,
    at: (f64, f64),
    radius: f64,
) -> Result<(), ChartError> {
    canvas.dot(at, radius, INK)?;
    canvas.dot(at, radius - 1.4, WHITE)
}
