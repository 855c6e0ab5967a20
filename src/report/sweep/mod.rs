//! Results of a sweep: tables with a row per point, report, charts and JSON.
//!
//! [`StudyContext`] is known before the sweep; [`SweepSummary`] gathers what reports, charts and analyses need while
//! points pass by; everything else reads these two.

mod analysis;
mod charts;
mod context;
mod estimates;
mod json;
pub(in crate::report) mod key_names;
mod kpi_labels;
mod report;
pub mod select;
mod summary;
mod tables;

pub use analysis::{Analysis, analysis};
pub use charts::{Charts, charts};
pub(crate) use context::indicators;
pub use context::{Key, StudyContext};
pub use estimates::PointEstimates;
pub use json::json;
pub use report::document;
pub use summary::SweepSummary;
pub use tables::Tables;
