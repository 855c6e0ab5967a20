//! The command line.

pub mod erlang;
