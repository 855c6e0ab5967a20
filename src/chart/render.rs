//! Charts as files: SVG and PNG.

use plotters::prelude::{BitMapBackend, SVGBackend};

use super::canvas::Canvas;
use super::draw::{Draw, Heading};
use super::error::ChartError;
use super::font::Font;
use super::frame::{self, WIDTH};
use super::outline;
use super::words::{self, Words};
use crate::language::Language;

/// Steps of the SVG's whole-number grid per logical unit: plotters draws on whole numbers only.
pub(super) const SVG_SCALE: u32 = 20;
/// Pixels of a PNG per logical unit: 270 dots per inch at 17 cm.
pub(super) const PNG_SCALE: u32 = 2;
/// The bitmap is drawn this much larger and averaged, for smooth edges and evenly set type.
pub(super) const OVERSAMPLE: u32 = 2;

/// Draws a chart as an SVG document that needs no font, with a title and description for screen readers.
pub fn svg<C: Draw>(chart: &C, lang: Language) -> Result<String, ChartError> {
    chart.check()?;
    let (font, words) = (Font::embedded()?, words::of(lang));
    let (width, height) = logical_size(chart, &font);
    let mut drawn = String::new();
    {
        let backend = SVGBackend::with_string(&mut drawn, (width * SVG_SCALE, height * SVG_SCALE));
        frame::page(&Canvas::new(backend, &font, words, (SVG_SCALE, false)), chart)?;
    }
    let body = drawn.split_once('>').ok_or_else(|| ChartError::Draw("no svg element".to_owned()))?.1;
    let body = outline::outlined(body, &font)?;
    Ok(format!("{}{body}", opening(chart.heading(), (width, height), words)))
}

/// Draws a chart as a PNG file of [`pixels`] size.
pub fn png<C: Draw>(chart: &C, lang: Language) -> Result<Vec<u8>, ChartError> {
    chart.check()?;
    let font = Font::embedded()?;
    let (width, height) = logical_size(chart, &font);
    let scale = PNG_SCALE * OVERSAMPLE;
    let large = (width * scale, height * scale);
    let mut pixels = vec![255_u8; large.0 as usize * large.1 as usize * 3];
    {
        let backend = BitMapBackend::with_buffer(&mut pixels, large);
        frame::page(&Canvas::new(backend, &font, words::of(lang), (scale, true)), chart)?;
    }
    encode(&averaged(&pixels, large), (large.0 / OVERSAMPLE, large.1 / OVERSAMPLE))
}

/// Returns the width and height of the PNG, in pixels.
pub fn pixels<C: Draw>(chart: &C) -> Result<(u32, u32), ChartError> {
    chart.check()?;
    let (width, height) = logical_size(chart, &Font::embedded()?);
    Ok((width * PNG_SCALE, height * PNG_SCALE))
}

fn logical_size<C: Draw>(chart: &C, font: &Font) -> (u32, u32) {
    (WIDTH as u32, (frame::frame_height(chart.heading(), font) + chart.height()).ceil() as u32)
}

/// Opens the SVG: the `<svg>` tag, and the title and description for screen readers.
fn opening(heading: &Heading, (width, height): (u32, u32), words: &dyn Words) -> String {
    let title = outline::escape(&heading.title);
    let about = outline::escape(format!("{} {}", heading.subtitle, heading.source).trim());
    let code = words.language_tag();
    let (w, h) = (width * SVG_SCALE, height * SVG_SCALE);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {w} {h}\" role=\"img\" xml:lang=\"{code}\" aria-label=\"{title}\">\n\
         <title>{title}</title>\n<desc>{about}</desc>"
    )
}

/// Shrinks a bitmap: each pixel is the mean of a square of `OVERSAMPLE` pixels.
fn averaged(large: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
    let (n, row) = (OVERSAMPLE as usize, width as usize * 3);
    let mut small = Vec::with_capacity(large.len() / (n * n));
    for y in (0..height as usize).step_by(n) {
        for x in (0..width as usize).step_by(n) {
            for colour in 0..3 {
                let corner = y * row + x * 3 + colour;
                let sum: usize =
                    (0..n * n).map(|k| usize::from(large[corner + (k / n) * row + (k % n) * 3])).sum();
                small.push((sum / (n * n)) as u8);
            }
        }
    }
    small
}

fn encode(pixels: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>, ChartError> {
    let failed = |error: png::EncodingError| ChartError::Draw(error.to_string());
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Best);
    encoder.set_filter(png::FilterType::NoFilter);
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(pixels).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}
