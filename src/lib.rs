//! hotseat: a discrete-event simulator of call-centre seats, staff, hotline mergers and the money.
//!
//! # Layers
//!
//! Strictly downward; `tests/layers.rs` reads the source and fails on an upward import.
//!
//! | layer | modules |
//! |---|---|
//! | people | [`cli`], [`report`], [`chart`], [`scenario`] |
//! | experiments | [`kpi`], [`replicate`], [`compare`], [`evaluate`], [`remedies`], [`analytic`], [`self_check`], [`verdict`], [`assessment`], [`sweep`] |
//! | two answers | [`engine`], [`theory`] (never import each other: each is the other's test) |
//! | subject | [`demand`], [`workforce`], [`merger`], [`model`] |
//! | arithmetic | [`language`], [`time`], [`decimal`], [`format`](mod@format), [`dist`], [`rng`], [`stats`] |
//!
//! # One run, from top to bottom
//!
//! [`scenario::load`] reads files into a [`centre::Model`] or says everything that is wrong with them.
//! [`replicate::Results`] runs replications in parallel and folds them in order. One replication is a
//! [`engine::Engine`] fed by [`engine::ModelCalls`] callers ([`demand::arrivals`] makes the instants) and the
//! steps of every group's staff ([`staffing::steps`]), watched by a [`kpi::Tally`]. A [`sweep::Sweep`] does so for
//! every point of a [`scenario::study`]. [`report`] and
//! [`chart`] word and draw what came out; only [`cli`] prints and writes files.
//!
//! # Invariants, also about what is absent
//!
//! * The engine holds no random state, computes no statistic and cannot fail.
//! * A mark is a pure function of its key ([`rng::Key`]); keys are built from names, not from indices.
//! * Elementary functions that reach a result are pure Rust: bytes do not depend on the processor.
//! * Nothing is allocated per call; time is never rounded to a grid.
//! * An undefined value is `None`, `null` or an empty cell, never 0 and never NaN.
//! * serde and units stop at [`scenario`] and [`report`]; paths, standard output and progress bars at [`cli`].

pub mod analytic;
pub mod assessment;
pub mod chart;
pub mod cli;
pub mod compare;
pub mod decimal;
pub mod demand;
pub mod dist;
pub mod engine;
pub mod evaluate;
pub mod format;
pub mod kpi;
pub mod language;
pub mod merger;
pub mod model;
pub mod remedies;
pub mod replicate;
pub mod report;
pub mod rng;
pub mod scenario;
pub mod self_check;
pub mod stats;
pub mod sweep;
pub mod theory;
pub mod time;
pub mod verdict;
pub mod workforce;

#[doc = include_str!("validation.md")]
pub mod validation {}
