//! Scenario files into the validated model: files, units and serde end here.
//!
//! [`Scenario::open`] parses a scenario's TOML into a tree that knows where everything was written ([`source`]);
//! [`Scenario::with`] makes a model of it, as often as one likes and with [`Changes`]. On the way the tree is checked
//! against the schema of its type ([`schema_check`]), deserialised ([`mod@file`] and the `file` of each kind) and
//! turned into a [`crate::model::Model`]: by [`single_file`], or by [`plan`] for a folder that states a rule. [`table`]
//! reads every table, as spreadsheets save them.
//! [`study`] reads what a sweep varies. Whatever is wrong is collected ([`problem`]) and shown at once.

mod acceptable_waits;
pub mod alternative;
pub mod assumption;
mod changes;
pub mod difference;
pub mod distribution;
mod distribution_notes;
mod distribution_reader;
mod draft;
pub mod file;
pub mod input;
mod kind;
mod load;
pub mod observations;
pub mod plan;
pub mod presets;
pub mod problem;
pub mod scalar;
pub mod schema;
pub mod schema_check;
pub mod single_file;
pub mod source;
pub mod study;
pub mod table;
pub mod table_edit;
pub mod units;
pub mod wording;

pub use assumption::Assumption;
pub use changes::{Change, Changes};
pub use draft::{Draft, Note, Topic};
pub use load::{Loaded, Scenario, load, load_source, load_variant, load_with, split_alternative};
