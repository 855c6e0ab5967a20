//! hotseat: a discrete-event simulator of call centres: seats, staff, mergers of hotlines and the money.
//!
//! # A queue in ten lines
//!
//! A hundred agents, callers who abandon after three minutes on average, simulated and held against Erlang A:
//!
//! ```
//! use hotseat::theory::{Queue, mmng::Mmng};
//! use hotseat::{Dist, Model, Options, simulate};
//!
//! let (talk, patience) = (Dist::exponential(300.0)?, Dist::exponential(180.0)?);
//! let model = Model::builder()
//!     .days(5.0)
//!     .warm_up_hours(2.0)
//!     .group("agents", 100)
//!     .call_type("sales", |calls| calls.calls_per_hour(1260.0).talk(talk).patience(patience.clone()))
//!     .build()?;
//! let results = simulate(&model, Options::default().replications(8))?;
//! let queue = Queue { arrival_rate: 1260.0 / 3600.0, service_mean: 300.0, agents: 100 };
//! let (simulated, exact) = (results.total().abandonment_rate(), Mmng::new(queue, &patience)?.p_abandon);
//! println!("abandoned: {simulated:.4}, by Erlang A {exact:.4}"); // abandoned: 0.0721 ± 0.0020, by Erlang A 0.0721
//! # let (mean, half_width) = (simulated.mean.unwrap(), simulated.half_width.unwrap());
//! # assert!((mean - exact).abs() < 2.0 * half_width);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Two call types, two groups and overflow
//!
//! ```
//! use hotseat::{Dist, Model, Options, simulate};
//!
//! let model = Model::builder()
//!     .days(5.0)
//!     .group("sales agents", 20)
//!     .group("all-rounders", 14)
//!     .call_type("sales", |calls| {
//!         calls
//!             .calls_per_hour(250.0)
//!             .talk(Dist::lognormal(270.0, 0.9))
//!             .patience(Dist::exponential(120.0))
//!             .served_by("sales agents")
//!             .overflow_to("all-rounders", 10.0) // after ten seconds
//!     })
//!     .call_type("support", |calls| {
//!         calls.calls_per_hour(100.0).talk(Dist::lognormal(420.0, 1.1)).served_by("all-rounders")
//!     })
//!     .build()?;
//! let results = simulate(&model, Options::default().replications(8))?;
//! let (sales, support) = (results.hotline("sales")?, results.hotline("support")?);
//! println!("sales answered: {:.3}", sales.answer_rate());
//! println!("support within 20 s: {:.3}", support.service_level(20.0).unwrap_or_default());
//! println!("all-rounders busy: {:.3}", results.group("all-rounders")?.occupancy());
//! # assert!(sales.answer_rate().mean > Some(0.9) && support.answer_rate().mean == Some(1.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Everything that is wrong with a model is said at once by [`ModelBuilder::build`](model::ModelBuilder::build); what
//! the builder has no method for (referrals, redials by cause, tickets, menus, shift plans, several sites) is set with
//! [`Model::with`]. `examples/` has more: a sweep over agents on common random numbers, one call followed from dialling
//! to its end. The [glossary] says what this crate's words mean and what others call the same.
//!
//! # Layers
//!
//! Strictly downward; `tests/integration/layers.rs` reads the source and fails on an upward import.
//!
//! | layer | modules |
//! |---|---|
//! | people | [`cli`], [`report`], [`chart`] |
//! | use cases | [`app`] |
//! | files | [`scenario`] |
//! | experiments | [`kpi`], [`replicate`], [`simulate`](mod@simulate), [`compare`], [`evaluate`], [`analytic`], [`self_check`], [`verdict`], [`remedies`], [`planning`], [`sizing`], [`requirement`], [`sweep`] |
//! | two answers | [`engine`], [`theory`] (never import each other: each is the other's test) |
//! | subject | [`demand`], [`workforce`], [`merger`], [`model`] |
//! | arithmetic | [`language`], [`time`], [`decimal`], [`format`](mod@format), [`dist`], [`rng`], [`stats`] |
//!
//! # One run, from top to bottom
//!
//! [`scenario::Scenario`] reads files into a [`Model`] or reports everything that is wrong with them; a [`Model`] is always
//! valid. [`replicate::Results`] runs replications in parallel and folds them in order. One replication is
//! [`engine::run`] on the calls of [`engine::ModelCalls`] ([`demand::arrivals`] makes the instants) and the
//! steps of every group's staff ([`model::AgentGroup::steps`]), watched by a [`kpi::Tally`]. A [`sweep::Sweep`] does so for
//! every point of a [`scenario::study`]. [`app`] puts these together as requests with outcomes; [`report`] and [`chart`]
//! put outcomes into words and pictures; only [`cli`] prints and writes files. [`fn@simulate`] is the same for users of
//! the library, by names.
//!
//! # Invariants, also about what is absent
//!
//! * The engine holds no random state, computes no statistic and cannot fail.
//! * A model that breaks a rule cannot be made: [`Model::new`] checks ids, lists, shares, times and names.
//! * A mark is a pure function of its key ([`rng::Key`]); keys are built from names, not from indices.
//! * Elementary functions that reach a result are pure Rust: bytes do not depend on the processor.
//! * Nothing is allocated per call; time is never rounded to a grid.
//! * An undefined value is `None`, `null` or an empty cell, never 0 and never NaN.
//! * serde and units stop at [`scenario`] and [`report`]; standard output, progress bars and written files at [`cli`].
//! * Nothing runs on the global thread pool: each [`app::Session`] has its own.

pub mod analytic;
pub mod app;
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
pub mod planning;
pub mod remedies;
pub mod replicate;
pub mod report;
pub mod requirement;
pub mod rng;
pub mod scenario;
pub mod self_check;
pub mod simulate;
pub mod sizing;
pub mod stats;
pub mod sweep;
pub mod theory;
pub mod time;
pub mod verdict;
pub mod workforce;

pub use dist::{BadParameter, Dist};
pub use model::{Model, ModelErrors};
pub use simulate::{Figures, Options, SimulateError, Simulation, simulate};
pub use stats::Estimate;
pub use workforce::Staffing;

#[doc = include_str!("glossary.md")]
pub mod glossary {}

#[doc = include_str!("validation.md")]
pub mod validation {}
