//! Fresh callers: how many are expected when, and how random the days and hours are.

pub mod arrivals;
pub mod busyness;
pub mod count;
mod cursor;
pub mod expected;
pub mod gamma;
mod order;

pub use busyness::Busy;
pub use count::expected_calls;
pub use expected::{Calendar, Growth, Season, Week, per_day};
