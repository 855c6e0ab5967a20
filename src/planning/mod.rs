//! Planning steps: what a plan leaves to be worked out before its model can be made.
//!
//! Sizing needs the formulas of [`crate::theory`], which lie above the subject; so these steps stand among the
//! experiments. They read no file and know no scenario: numbers in, numbers out.

pub mod opening_hours;
