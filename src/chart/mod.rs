//! Charts, as SVG and PNG.
//!
//! Plain data in, bytes out: [`svg`] and [`png()`] draw anything that is [`Draw`], once for both. Nothing
//! here reads or writes a file. The caller words the message in the title and every label of its own,
//! already in the reader's language; a chart adds only its fixed words. The font is embedded and SVG
//! text is outlines, so a chart looks the same on a machine that has no fonts.
//!
//! A new chart is one file: a struct and its [`Draw`].

mod canvas;
mod dates;
mod draw;
mod error;
mod font;
mod format;
mod frame;
mod legend;
mod outline;
mod palette;
mod render;
mod scale;
mod series;
mod verdicts;
mod words;

mod calendar;
mod load;
mod path;
mod rule;
mod size;
mod sweep;
mod waits;

pub use calendar::{CalendarChart, Day, MarkedSpan, MergerDates, WindowBar};
pub use canvas::{Canvas, Rect};
pub use draw::{Draw, Heading};
pub use error::ChartError;
pub use format::Unit;
pub use load::{LoadChart, ServiceMeasure, ServicePanel};
pub use path::{PathChart, PathRow, PathWeek};
pub use render::{pixels, png, svg};
pub use rule::{RuleChart, RuleRow, SearchedValue};
pub use series::Point;
pub use size::{MonthBar, MonthsChart, RequiredDay, RequirementChart, SiteDot, SiteVerdict, SitesChart};
pub use sweep::{
    Better, Candidate, FrontierChart, HeatChart, Key, LinesChart, Quantity, SobolChart, SobolIndex, Swing,
    SwingEnd, TornadoChart, Values,
};
pub use waits::{Quantile, StillWaiting, WaitSeries, WaitsChart};

#[cfg(test)]
mod tests;
