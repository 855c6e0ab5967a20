//! What is measured: an observer of the engine, its tables, and the KPIs as ratios of their sums.

mod audit;
mod by_time;
mod cell;
mod chance;
mod half_hours;
mod histogram;
mod lanes;
mod laws;
mod measure;
mod name;
mod outline;
mod pooled;
mod rolling;
mod tables;
mod tally;
mod trace;
mod waits;

pub use audit::Audit;
pub use chance::worst_24h_by_chance;
pub use histogram::Histogram;
pub use laws::{Breach, Law, Laws, TOLERANCE};
pub use measure::{FIELDS, Field, Kpi, MAX_WITHIN, QUANTILES, Sums};
pub use name::Measure;
pub use outline::{Bound, Outline};
pub use pooled::{Pool, Pooled};
pub use rolling::{JUDGED_FROM, Rolling, TARGET};
pub use tables::{Entry, Grain, Tables, Waits};
pub use tally::Tally;
pub use trace::{Life, Referral, Ticket, Trace};
