//! Single-file scenarios: one site, everything in one TOML file.
//!
//! [`mod@file`] holds the types that mirror the file; `build` makes the model of them.

mod build;
mod daily;
pub mod file;
mod routing;

pub use build::{ALWAYS_WITHIN, Draft, GROUP, SITE, file_schema, read};
