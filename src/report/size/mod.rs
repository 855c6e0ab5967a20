//! The reports of sizing: of one lever, of every site of a plan, and interval by interval.

pub mod intervals;
pub mod lever;
pub mod sites;
