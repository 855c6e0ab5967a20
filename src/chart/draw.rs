//! The trait of charts, which are drawn between a heading and its small print.

use plotters::prelude::DrawingBackend;

use super::canvas::{Canvas, Rect};
use super::error::ChartError;

/// The words around a chart, in the reader's language. Long ones are broken into lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// The message, as one sentence: "Changchun waits longest in the week of 18 October".
    pub title: String,
    /// The quantity, the place and the time that are shown; may be empty.
    pub subtitle: String,
    /// Small print: source of the data, scenario, seed, replications, version.
    pub source: String,
}

/// A chart: it checks its data, says how high it is, and draws itself.
pub trait Draw {
    /// Returns the words around the chart.
    fn heading(&self) -> &Heading;

    /// Checks the data before anything is drawn.
    ///
    /// # Errors
    ///
    /// [`ChartError::Data`] says what is wrong with them.
    fn check(&self) -> Result<(), ChartError>;

    /// Returns the height of the body, in logical units.
    fn height(&self) -> f64;

    /// Draws the body into `area`, which is as high as [`Draw::height`] says.
    ///
    /// # Errors
    ///
    /// [`ChartError::Draw`] if the drawing library fails.
    fn body<B: DrawingBackend>(&self, canvas: &Canvas<'_, B>, area: Rect) -> Result<(), ChartError>;
}
