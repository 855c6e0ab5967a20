//! Reports in words, tables and JSON; English and Chinese.
//!
//! A report builds a [`document::Document`] with the words of a language ([`words`]); [`text`] renders it. Data tables
//! ([`data`], [`tables`]) become CSV and Parquet.

pub mod assessment;
pub mod charts;
pub mod compare;
pub mod comparison;
pub mod csv;
pub mod data;
pub mod document;
pub(crate) mod indicator;
mod json;
pub mod parquet;
pub mod preview;
pub mod requirement;
pub mod run;
pub mod self_check;
pub mod size;
pub mod sweep;
pub mod tables;
pub mod text;
pub mod trace;
pub mod words;
