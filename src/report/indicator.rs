//! The indicators of the registry, under the names by which reports import them.

pub(crate) use super::tables::definitions;
pub(crate) use crate::kpi::registry::{Indicator, indicators as within};
use crate::model::Model;

/// Lists the indicators of a model, in the order of `run --json`.
pub(crate) fn all(model: &Model) -> Vec<Indicator> {
    within(&model.within)
}
