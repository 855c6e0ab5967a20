//! The table of definitions of KPIs.

use crate::kpi::registry::Indicator;
use crate::report::data::{Column, Table};

/// Builds a row per KPI: name, unit, definition in words.
pub(crate) fn definitions(indicators: &[Indicator]) -> Table {
    let each = || indicators.iter();
    Table {
        name: "definitions",
        meaning: "a KPI and what it is",
        columns: vec![
            Column::text("kpi", "name as in the other tables", each().map(|i| Some(i.name.clone()))),
            Column::text("unit", "unit of its values", each().map(|i| Some(i.unit.clone()))),
            Column::text(
                "definition",
                "what it is; of a ratio, numerator / denominator",
                each().map(|i| Some(i.definition().into())),
            ),
        ],
    }
}
