//! Walks a TOML tree against a JSON Schema and reports everything that does not fit, all at once.

mod json_schema;
mod message;
mod scalar_check;
mod slot;
mod walk;

pub use slot::{Slot, prepare, put};
pub use walk::{check, fits};
