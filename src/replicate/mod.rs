//! Replications in parallel.
