//! Results in words, tables and JSON; English and Chinese.

pub mod assessment;
pub mod charts;
pub mod check;
pub mod checks;
pub mod compare;
pub mod csv;
pub mod document;
mod exact;
pub(crate) mod indicator;
pub mod json;
pub mod parquet;
pub mod run;
pub mod sweep;
pub mod tables;
pub mod text;
pub mod trace;
pub mod words;
