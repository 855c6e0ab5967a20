//! Single-file scenarios: one site, everything in one TOML file.
//!
//! [`mod@file`] holds the types that mirror the file; `build` makes the model of them.

mod build;
mod daily;
pub mod file;
mod notes;
mod routing;

pub use build::read;
pub use file::schema as file_schema;
