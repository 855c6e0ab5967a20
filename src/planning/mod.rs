//! Planning steps: what a plan leaves to be worked out before its model can be made.
//!
//! | file | step |
//! |---|---|
//! | `desk_sizing.rs` | the agents of a department's own desk, from its calls in open hours and the share to be answered |
//! | `opening_hours.rs` | when desks are open, over the horizon |
//!
//! Sizing needs the formulas of [`crate::theory`], which lie above the subject; so these steps stand among the
//! experiments. They read no file and know no scenario: numbers in, numbers out.

pub mod desk_sizing;
pub mod opening_hours;
