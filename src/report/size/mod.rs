//! The reports of sizing: of one lever, of every site of a plan, month by month and interval by interval.

pub mod intervals;
pub mod lever;
pub mod months;
pub mod sites;
