//! The merger plan.
