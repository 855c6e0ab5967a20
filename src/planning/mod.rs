//! Planning steps: what a plan leaves to be worked out before its model can be made.
//!
//! | file | step |
//! |---|---|
//! | `desk_sizing.rs` | the agents of a department's own desk, from its calls in open hours and the share to be answered |
//! | `opening_hours.rs` | when desks are open, over the horizon |
//! | `losses.rs` | expected lost calls of a half hour with so many agents |
//! | `placement.rs` | people placed on the shifts of a week, where they save most calls |
//! | `exchange.rs` | people moved from shift to shift of a week while that saves calls |
//! | `cover.rs` | every half hour covered first, with the fewest people |
//! | `off_line.rs` | training and other time off the line, where it costs fewest calls |
//! | `rota.rs` | a site's people on shifts, week after week |
//!
//! Sizing and placing need the formulas of [`crate::theory`], which lie above the subject; so these steps stand among the
//! experiments. They read no file and know no scenario: numbers in, numbers out.

pub mod cover;
pub mod desk_sizing;
pub mod exchange;
pub mod losses;
pub mod off_line;
pub mod opening_hours;
pub mod placement;
pub mod rota;
mod span;
