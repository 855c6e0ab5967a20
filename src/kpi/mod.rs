//! Measurement: an observer of the engine, its tables, and the KPIs as ratios of their sums.

mod by_time;
mod cell;
mod coarse_histogram;
mod conservation;
mod counted;
mod counter_keys;
mod expected_minimum;
mod half_hours;
mod histogram;
mod invariants;
mod measure;
mod name;
mod pooled;
pub mod registry;
mod rolling;
mod tables;
mod tally;
mod trace;
mod waits;

pub use coarse_histogram::{Bound, CoarseHistogram};
pub use conservation::ConservationCheck;
pub use counted::{Counted, Dimension};
pub use expected_minimum::expected_worst_24h;
pub use histogram::Histogram;
pub use invariants::{Invariant, Invariants, TOLERANCE, Violation};
pub use measure::{FIELDS, Field, Kpi, MAX_ACCEPTABLE_WAITS, QUANTILES, Sums};
pub use name::{Measure, bound};
pub use pooled::{Pool, Pooled};
pub use rolling::{JUDGED_FROM, Rolling, TARGET};
pub use tables::{Detail, Entry, Tables, Waits};
pub use tally::Tally;
pub use trace::{Life, Referral, Ticket, Trace};
