//! The indicators of the registry, under the names by which reports import them.

pub(crate) use super::tables::definitions;
pub(crate) use crate::kpi::registry::{Indicator, indicators as within};
