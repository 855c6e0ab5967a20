//! Makes the columns that the tables of an assessment share, and their cells.

use crate::report::assessment::Assessed;
use crate::report::data::Column;
use crate::stats::Estimate;
use jiff::civil::Date;
use std::sync::Arc;

/// Makes the column of site ids.
pub(super) fn sites(assessed: &Assessed<'_>, sites: impl Iterator<Item = usize>) -> Column {
    Column::text("site", "site id", sites.map(|site| id(assessed, site)))
}

pub(super) fn id(assessed: &Assessed<'_>, site: usize) -> Option<Arc<str>> {
    assessed.model.sites().get(site).map(|site| site.id.as_str().into())
}

/// Makes the columns of a figure and of its interval.
pub(super) fn estimates(
    name: &str,
    unit: &str,
    meaning: &str,
    values: impl Iterator<Item = Estimate> + Clone,
) -> [Column; 2] {
    let half_width = format!("{name}_half_width");
    [
        Column::real(name, unit, meaning, values.clone().map(|value| value.mean)),
        Column::real(
            &half_width,
            unit,
            &format!("half of the 95 % interval of {name}"),
            values.map(|value| value.half_width),
        ),
    ]
}

/// Makes a column of whole numbers of which some are missing.
pub(super) fn numbers(
    name: &str,
    unit: &str,
    meaning: &str,
    values: impl Iterator<Item = Option<u64>>,
) -> Column {
    let whole = |value: Option<u64>| value.and_then(|value| i64::try_from(value).ok());
    Column::integers(name, unit, meaning, values.map(whole))
}

pub(super) fn word(word: &str) -> Option<Arc<str>> {
    Some(word.into())
}

pub(super) fn truth(truth: bool) -> Option<Arc<str>> {
    word(if truth { "true" } else { "false" })
}

pub(super) fn date(date: Option<Date>) -> Option<Arc<str>> {
    date.map(|date| date.to_string().into())
}
