//! Demand by date and time of day.

pub mod arrivals;
pub mod busyness;
