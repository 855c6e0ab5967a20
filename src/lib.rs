//! hotseat: a discrete-event simulator of call-centre seats, staff, hotline mergers and the money.
//!
//! # Layers
//!
//! Strictly downward; `tests/layers.rs` reads the source and fails on an upward import.
//!
//! | layer | modules |
//! |---|---|
//! | people | [`cli`], [`report`], [`chart`], [`scenario`] |
//! | experiments | [`kpi`], [`replicate`] |
//! | two answers | [`engine`], [`theory`] (never import each other: each is the other's test) |
//! | subject | [`demand`], [`staffing`], [`merger`], [`centre`] |
//! | arithmetic | [`time`], [`dist`], [`rng`], [`stats`] |

pub mod centre;
pub mod chart;
pub mod cli;
pub mod demand;
pub mod dist;
pub mod engine;
pub mod kpi;
pub mod merger;
pub mod replicate;
pub mod report;
pub mod rng;
pub mod scenario;
pub mod staffing;
pub mod stats;
pub mod theory;
pub mod time;
