//! Sizing: the least value of a lever, or the least seats and staff of every site, that meet a requirement.

mod day_spans;
mod evidence;
mod grid;
mod interval;
mod interval_start;
mod months;
mod obstacles;
mod one_lever;
mod outcome;
mod pool;
mod search;
mod sites;
mod sites_outcome;
mod theory;
mod trials;

pub use grid::LeverRange;
pub use interval::{SizeIntervalsOutcome, SizeIntervalsRequest, SizedDay, SizedGroup, SizedInterval};
pub use months::{SiteInMonth, SizeMonthsOutcome, SizeMonthsRequest, SizedMonth};
pub use one_lever::SizeRequest;
pub use outcome::{Obstacle, SizeOutcome, SizedPart, TheoryAnswer};
pub use sites::SizeSitesRequest;
pub use sites_outcome::{PoolSize, SeatsAndStaff, SizeSitesOutcome, SizedSite};
