//! Reads the folder of a merger plan (`jilin-2021`) into the model, and into what `check` shows of it.
//!
//! `scenario.toml` holds scalars and policies ([`mod@file`]); tables beside it hold hotlines, sites, counts, hours, weeks,
//! calendar, seasons and comparators. Problems are collected over all files; a model is built only when there are none.

mod believable;
mod build;
pub mod call_flow;
mod callers;
mod comparators;
mod counts;
mod dangling;
mod dates;
mod desks;
pub mod file;
mod hotlines;
mod notes;
mod overrides;
mod parts;
mod read;
mod report;
mod semantics;
mod sites;
mod staffing;
mod tables;
mod traffic_notes;
mod volumes;
mod without_effect;

pub use comparators::Comparator;
pub use file::{PlanFile, schema as file_schema};
pub use read::{ListedSite, is_plan, listed_sites, read};
pub use report::{Basis, DeskPlan, HotlinePlan, Plan, SitePlan};
