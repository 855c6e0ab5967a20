//! What is measured: an observer of the engine, its tables, and the KPIs as ratios of their sums.

mod by_time;
mod cell;
mod chance;
mod coarse_histogram;
mod conservation;
mod half_hours;
mod histogram;
mod invariants;
mod lanes;
mod measure;
mod name;
mod pooled;
pub mod registry;
mod rolling;
mod tables;
mod tally;
mod trace;
mod waits;

pub use chance::worst_24h_by_chance;
pub use coarse_histogram::{Bound, CoarseHistogram};
pub use conservation::ConservationCheck;
pub use histogram::Histogram;
pub use invariants::{Invariant, Invariants, TOLERANCE, Violation};
pub use measure::{FIELDS, Field, Kpi, MAX_WITHIN, QUANTILES, Sums};
pub use name::Measure;
pub use pooled::{Pool, Pooled};
pub use rolling::{JUDGED_FROM, Rolling, TARGET};
pub use tables::{Detail, Entry, Tables, Waits};
pub use tally::Tally;
pub use trace::{Life, Referral, Ticket, Trace};
