//! A drawing surface in logical units, the same for every back end.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::DrawingBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{self, Color, IntoFont, RGBColor, ShapeStyle};

use super::error::ChartError;
use super::font::{FAMILY, Font};
use super::words::Words;

/// A place on the back end's whole-number grid.
type Pixel = (i32, i32);

/// A rectangle in logical units, y growing downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Rect {
    /// Returns the width.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Returns the height.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// The colour, width and dashes of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    pub(super) colour: RGBColor,
    pub(super) width: f64,
    /// Lengths of dash and gap; none for a solid line.
    pub(super) dash: Option<(f64, f64)>,
}

impl Stroke {
    pub(super) fn solid(colour: RGBColor, width: f64) -> Stroke {
        Stroke { colour, width, dash: None }
    }

    pub(super) fn dashed(colour: RGBColor, width: f64) -> Stroke {
        Stroke { colour, width, dash: Some((width * 3.5 + 1.0, width * 2.0 + 1.0)) }
    }
}

/// The horizontal alignment of a text: its x coordinate is that of its left end, its centre or its right end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// Size, colour and alignment of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextStyle {
    pub(super) size: f64,
    pub(super) colour: RGBColor,
    pub(super) align: Align,
}

/// A drawing surface in logical units, with the font and the words to write on it.
pub struct Canvas<'f, B: DrawingBackend> {
    area: DrawingArea<B, Shift>,
    font: &'f Font,
    words: &'static dyn Words,
    scale: f64,
    /// Plotters' bitmap back end spikes at the sharp bends of a thick line and sets glyphs without the
    /// space to their left; then joints and glyphs are placed one by one here.
    bitmap: bool,
}

impl<'f, B: DrawingBackend> Canvas<'f, B> {
    /// Makes a surface on `backend`, whose pixels are `1 / scale` of a logical unit.
    pub(super) fn new(
        backend: B,
        font: &'f Font,
        words: &'static dyn Words,
        (scale, bitmap): (u32, bool),
    ) -> Canvas<'f, B> {
        Canvas { area: backend.into_drawing_area(), font, words, scale: f64::from(scale), bitmap }
    }

    /// Returns the font, to measure and break text.
    pub(super) fn font(&self) -> &'f Font {
        self.font
    }

    /// Returns the words of the reader's language.
    pub(super) fn words(&self) -> &'static dyn Words {
        self.words
    }

    /// Draws a line through `points`, in order.
    pub(super) fn line(&self, points: &[(f64, f64)], stroke: Stroke) -> Result<(), ChartError> {
        match stroke.dash {
            None => self.solid(points, stroke),
            Some((dash, gap)) => {
                dashes(points, dash, gap).iter().try_for_each(|part| self.solid(part, stroke))
            }
        }
    }

    fn solid(&self, points: &[(f64, f64)], stroke: Stroke) -> Result<(), ChartError> {
        let mut path: Vec<Pixel> = points.iter().map(|p| self.pixel(*p)).collect();
        path.dedup();
        if path.len() < 2 {
            return Ok(());
        }
        let style = ShapeStyle {
            color: stroke.colour.to_rgba(),
            filled: false,
            stroke_width: (stroke.width * self.scale).round().max(1.0) as u32,
        };
        if !self.bitmap {
            return drawn(self.area.draw(&PathElement::new(path, style)));
        }
        for ends in path.windows(2) {
            drawn(self.area.draw(&PathElement::new(ends, style)))?;
        }
        let radius = style.stroke_width / 2;
        path[1..path.len() - 1]
            .iter()
            .try_for_each(|joint| drawn(self.area.draw(&Circle::new(*joint, radius, style.filled()))))
    }

    /// Fills a polygon; `opacity` is in 0 to 1.
    pub(super) fn polygon(
        &self,
        points: &[(f64, f64)],
        colour: RGBColor,
        opacity: f64,
    ) -> Result<(), ChartError> {
        let mut path: Vec<Pixel> = points.iter().map(|p| self.pixel(*p)).collect();
        path.dedup();
        if path.len() < 3 {
            return Ok(());
        }
        drawn(self.area.draw(&Polygon::new(path, colour.mix(opacity))))
    }

    /// Fills a rectangle.
    pub(super) fn fill(&self, area: Rect, colour: RGBColor, opacity: f64) -> Result<(), ChartError> {
        let corners = [self.pixel((area.left, area.top)), self.pixel((area.right, area.bottom))];
        drawn(self.area.draw(&Rectangle::new(corners, colour.mix(opacity).filled())))
    }

    /// Draws the outline of a rectangle.
    pub(super) fn outline(&self, area: Rect, stroke: Stroke) -> Result<(), ChartError> {
        let Rect { left, top, right, bottom } = area;
        let half = stroke.width / 2.0;
        self.line(&[(left - half, top), (right + half, top)], stroke)?;
        self.line(&[(left - half, bottom), (right + half, bottom)], stroke)?;
        self.line(&[(left, top), (left, bottom)], stroke)?;
        self.line(&[(right, top), (right, bottom)], stroke)
    }

    /// Fills a circle.
    pub(super) fn dot(&self, centre: (f64, f64), radius: f64, colour: RGBColor) -> Result<(), ChartError> {
        let radius = (radius * self.scale).round().max(1.0) as u32;
        drawn(self.area.draw(&Circle::new(self.pixel(centre), radius, colour.filled())))
    }

    /// Writes a line of text on the baseline that `at` lies on.
    pub(super) fn text(&self, at: (f64, f64), text: &str, kind: TextStyle) -> Result<(), ChartError> {
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if text.trim().is_empty() {
            return Ok(());
        }
        let left = match kind.align {
            Align::Left => at.0,
            Align::Centre => at.0 - self.font.width(&text, kind.size) / 2.0,
            Align::Right => at.0 - self.font.width(&text, kind.size),
        };
        // Plotters puts the baseline half a size below the top of the text (see `outline`).
        let size = kind.size * self.font.lines_per_em();
        let style = style::TextStyle::from((FAMILY, size * self.scale).into_font())
            .color(&kind.colour)
            .pos(Pos::new(HPos::Left, VPos::Top));
        let (x, y) = self.pixel((left, at.1 - size / 2.0));
        if !self.bitmap {
            return drawn(self.area.draw(&Text::new(text, (x, y), style)));
        }
        let em = kind.size * self.scale;
        let mut pen = left * self.scale;
        for c in text.chars() {
            let glyph = c.to_string();
            let ink = pen.round() as i32 + self.font.bearing(c, em).floor() as i32;
            pen += self.font.width(&glyph, em);
            drawn(self.area.draw(&Text::new(glyph, (ink, y), style.clone())))?;
        }
        Ok(())
    }

    fn pixel(&self, (x, y): (f64, f64)) -> Pixel {
        ((x * self.scale).round() as i32, (y * self.scale).round() as i32)
    }

    /// Ends the drawing.
    pub(super) fn finish(&self) -> Result<(), ChartError> {
        drawn(self.area.present())
    }
}

fn drawn<E: std::error::Error + Send + Sync>(
    result: Result<(), DrawingAreaErrorKind<E>>,
) -> Result<(), ChartError> {
    result.map_err(|error| ChartError::Draw(error.to_string()))
}

/// Cuts a line into dashes; each keeps the bends that fall into it.
fn dashes(points: &[(f64, f64)], dash: f64, gap: f64) -> Vec<Vec<(f64, f64)>> {
    let mut parts = Vec::new();
    let (mut left, mut drawing) = (dash, true);
    let mut part: Vec<(f64, f64)> = points.first().copied().into_iter().collect();
    for ends in points.windows(2) {
        let (mut from, to) = (ends[0], ends[1]);
        loop {
            let length = libm::hypot(to.0 - from.0, to.1 - from.1);
            if length <= left {
                left -= length;
                part.push(to);
                break;
            }
            let share = left / length;
            from = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            part.push(from);
            if drawing {
                parts.push(std::mem::take(&mut part));
            }
            part = vec![from];
            drawing = !drawing;
            left = if drawing { dash } else { gap };
        }
    }
    if drawing && part.len() > 1 {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_cover_their_share_of_a_bent_line() {
        let parts = dashes(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)], 3.0, 1.0);
        let length: f64 = parts
            .iter()
            .flat_map(|part| part.windows(2))
            .map(|ends| (ends[1].0 - ends[0].0).abs() + (ends[1].1 - ends[0].1).abs())
            .sum();
        assert!((length - 15.0).abs() < 1e-9, "{length}");
        assert_eq!(parts.len(), 5);
        assert_eq!(parts[2], vec![(8.0, 0.0), (10.0, 0.0), (10.0, 1.0)]);
    }
}
