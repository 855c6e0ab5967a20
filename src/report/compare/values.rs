//! Cells of KPIs in their units.

use crate::kpi::registry::Indicator;
use crate::report::document::{Cell, Format, Unit};

/// Returns the unit of a KPI in a document.
pub(super) fn unit(kpi: &Indicator) -> Unit {
    match &*kpi.unit {
        "share" => Unit::Share,
        "s" => Unit::Seconds,
        _ => Unit::Count,
    }
}

/// Makes a cell of a value in its unit.
pub(super) fn value(kpi: &Indicator, value: Option<f64>) -> Cell {
    let format = match unit(kpi) {
        Unit::Share => Format::Share,
        Unit::Seconds => Format::Duration,
        Unit::Count => Format::Count,
    };
    Cell::number(value, format)
}
