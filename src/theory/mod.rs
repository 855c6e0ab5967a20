//! Exact answers of queueing theory.
