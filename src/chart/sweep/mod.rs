//! Charts of sweeps: what the keys of a study do to a result.
//!
//! A key brings its values, a quantity its name and unit; both are worded by the caller in the reader's
//! language, and a key without a name of its own is called by its dotted path.

mod axis;
mod bar_rows;
mod contour;
mod frontier;
mod heat;
mod key;
pub(super) mod label_placement;
mod lines;
mod quantity;
mod sobol;
mod tornado;

pub use frontier::{Candidate, FrontierChart};
pub use heat::HeatChart;
pub use key::{Key, Values};
pub use lines::LinesChart;
pub use quantity::{Better, Quantity};
pub use sobol::{SobolChart, SobolIndex};
pub use tornado::{Swing, SwingEnd, TornadoChart};
