//! Demand by date and time of day.
