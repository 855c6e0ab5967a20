//! Charts, as SVG and PNG.
//!
//! Plain data in, bytes out: [`svg`] and [`png()`] draw anything that is [`Draw`], once for both. Nothing
//! here reads or writes a file. The caller words the message in the title and every label of its own,
//! already in the reader's language; a chart adds only its fixed words. The font is embedded and SVG
//! text is outlines, so a chart looks the same on a machine that has no fonts.
//!
//! A new chart is one file: a struct and its [`Draw`].

mod canvas;
mod font;
mod frame;
mod outline;
mod palette;
mod scale;
mod series;
mod words;

mod calendar;
mod load;
mod sweep;
mod waits;

pub use calendar::{CalendarChart, Day, Span, When, WindowBar};
pub use canvas::{Canvas, Rect};
pub use load::{Below, LoadChart, Measure};
pub use scale::Unit;
pub use series::Point;
pub use sweep::{
    Better, Candidate, FrontierChart, HeatChart, Key, LinesChart, Quantity, SobolChart, SobolIndex, Swing,
    SwingEnd, TornadoChart, Values,
};
pub use waits::{Quantile, StillWaiting, WaitSeries, WaitsChart};

use crate::language::Language;

use plotters::prelude::{BitMapBackend, DrawingBackend, SVGBackend};

use font::Font;

/// Logical width of every chart; font sizes are in the same unit. Printed 17 cm wide, 13 are 7 points.
const WIDTH: f64 = 900.0;
/// Steps of the SVG's whole-number grid per logical unit: plotters draws on whole numbers only.
const SVG_SCALE: u32 = 20;
/// Pixels of a PNG per logical unit: 270 dots per inch at 17 cm.
const PNG_SCALE: u32 = 2;
/// The bitmap is drawn this much larger and averaged, for smooth edges and evenly set type.
const OVERSAMPLE: u32 = 2;

/// Why a chart could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// The embedded font cannot be read.
    #[error("the embedded font cannot be read")]
    Font,
    /// The data contradict each other or are empty where they may not be.
    #[error("this cannot be charted: {0}")]
    Data(String),
    /// The drawing library failed.
    #[error("drawing failed: {0}")]
    Draw(String),
}

/// The words around a chart, in the reader's language. Long ones are broken into lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// The message, as one sentence: "Changchun waits longest in the week of 18 October".
    pub title: String,
    /// What is shown, where and when; may be empty.
    pub subtitle: String,
    /// Small print: source of the data, scenario, seed, replications, version.
    pub source: String,
}

/// Something that can be drawn between a heading and its small print.
pub trait Draw {
    /// The words around it.
    fn heading(&self) -> &Heading;

    /// Says what is wrong with the data, before anything is drawn.
    fn check(&self) -> Result<(), ChartError>;

    /// Height of the body, in logical units.
    fn height(&self) -> f64;

    /// Draws the body into `area`, which is as high as [`Draw::height`] says.
    fn body<B: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, B>,
        area: Rect,
        lang: Language,
    ) -> Result<(), ChartError>;
}

/// The chart as an SVG document that needs no font, with a title and description for screen readers.
pub fn svg<C: Draw>(chart: &C, lang: Language) -> Result<String, ChartError> {
    chart.check()?;
    let font = Font::embedded()?;
    let (width, height) = logical_size(chart, &font);
    let mut drawn = String::new();
    {
        let backend = SVGBackend::with_string(&mut drawn, (width * SVG_SCALE, height * SVG_SCALE));
        frame::page(&Canvas::new(backend, &font, SVG_SCALE, false), chart, lang)?;
    }
    let body = drawn.split_once('>').ok_or_else(|| ChartError::Draw("no svg element".to_owned()))?.1;
    let body = outline::outlined(body, &font)?;
    Ok(format!("{}{body}", opening(chart.heading(), (width, height), lang)))
}

/// The chart as a PNG file of [`pixels`] size.
pub fn png<C: Draw>(chart: &C, lang: Language) -> Result<Vec<u8>, ChartError> {
    chart.check()?;
    let font = Font::embedded()?;
    let (width, height) = logical_size(chart, &font);
    let scale = PNG_SCALE * OVERSAMPLE;
    let large = (width * scale, height * scale);
    let mut pixels = vec![255_u8; large.0 as usize * large.1 as usize * 3];
    {
        let backend = BitMapBackend::with_buffer(&mut pixels, large);
        frame::page(&Canvas::new(backend, &font, scale, true), chart, lang)?;
    }
    encode(&averaged(&pixels, large), (large.0 / OVERSAMPLE, large.1 / OVERSAMPLE))
}

/// Width and height of the PNG, in pixels.
pub fn pixels<C: Draw>(chart: &C) -> Result<(u32, u32), ChartError> {
    chart.check()?;
    let (width, height) = logical_size(chart, &Font::embedded()?);
    Ok((width * PNG_SCALE, height * PNG_SCALE))
}

fn logical_size<C: Draw>(chart: &C, font: &Font) -> (u32, u32) {
    (WIDTH as u32, (frame::around(chart.heading(), font) + chart.height()).ceil() as u32)
}

/// The `<svg>` tag and what a screen reader says.
fn opening(heading: &Heading, (width, height): (u32, u32), lang: Language) -> String {
    let title = outline::escape(&heading.title);
    let about = outline::escape(format!("{} {}", heading.subtitle, heading.source).trim());
    let code = match lang {
        Language::En => "en",
        Language::Zh => "zh-Hans",
    };
    let (w, h) = (width * SVG_SCALE, height * SVG_SCALE);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {w} {h}\" role=\"img\" xml:lang=\"{code}\" aria-label=\"{title}\">\n\
         <title>{title}</title>\n<desc>{about}</desc>"
    )
}

/// Each pixel the mean of a square of `OVERSAMPLE` pixels.
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

#[cfg(test)]
mod tests;
