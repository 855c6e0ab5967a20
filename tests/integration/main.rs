//! Every test of the program and the library from outside, as one program: it links once.
//!
//! `cargo test --test integration sweep_` runs the modules whose names begin so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;
mod workdir;

mod answer;
mod bad_input;
mod beside_theory;
mod broken_plan;
mod check;
mod chinese_errors;
mod cli;
mod coverage;
mod dependencies;
mod engine;
mod examples;
mod generators;
mod given_values;
mod good_input;
mod invariants;
mod layers;
mod merger;
mod output;
mod output_folder;
mod plan;
mod plan_preset;
mod plan_volumes;
mod post_call;
mod preview;
mod processors;
mod random_draws;
mod recount;
mod reference_cases;
mod rotas;
mod routed_centres;
mod routing;
mod run_invariants;
mod size;
mod slurm;
mod spreadsheets;
mod sweep;
mod sweep_analysis;
mod sweep_select;
mod sweep_survival;
mod sweep_tables;
mod sweep_variates;
mod theory;
mod variates;
mod without_effect;
mod wrong_kind;
