//! Sweeps: many scenarios of one study.

pub mod design;
pub mod effects;
pub mod select;
pub mod variates;
