//! The reports of sizing: of one lever, and of every site of a plan.

pub mod lever;
pub mod sites;
