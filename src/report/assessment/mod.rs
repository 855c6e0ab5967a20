//! The report of an assessment: the first screen, everything behind it, and the same for machines.

pub mod charts;
mod first_screen;
mod json;
mod sections;

pub use first_screen::first_screen;
pub use json::json;
pub use sections::document;

use super::document::{Cell, Format};
use crate::app::assess::{Assessment, DemandFactor, LeastSeats};
use crate::model::Model;
use crate::scenario::plan::Plan;

/// An assessed plan, to be reported.
#[derive(Clone, Copy)]
pub struct Assessed<'a> {
    /// The model that was run.
    pub model: &'a Model,
    /// Its plan.
    pub plan: &'a Plan,
    /// The assessment.
    pub assessment: &'a Assessment,
}

/// Returns the least seats per million inhabitants as a cell: "16.0", "<= 16.0".
fn per_million(least: Option<LeastSeats>) -> Cell {
    let number = Cell::number(least.map(|least| least.per_million), Format::Decimal(1));
    match least {
        Some(LeastSeats { is_least: false, .. }) => Cell::Joined(vec![Cell::text("<="), number], " "),
        _ => number,
    }
}

/// Returns a multiple of the demand as a cell: "1.2", ">= 8".
fn demand(factor: Option<DemandFactor>, scale: f64) -> Cell {
    match factor {
        None => Cell::unknown(),
        Some(DemandFactor::Is(x)) => Cell::number(Some(x * scale), Format::Decimal(2)),
        Some(DemandFactor::AtLeast(x)) => {
            Cell::Joined(vec![Cell::text(">="), Cell::number(Some(x * scale), Format::Decimal(2))], " ")
        }
    }
}
