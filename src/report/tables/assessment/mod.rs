//! Builds the tables of a plan's assessment: rule, path, weeks, phases, remedies, sensitivity.
//!
//! | table | one row per |
//! |---|---|
//! | `assessment_rule` | site: the verdict on the rule, everything built and merged |
//! | `assessment_path` | site: the way to the rule |
//! | `assessment_weeks` | site x week on the way |
//! | `assessment_phases` | phase: before, during, after |
//! | `assessment_remedies` | remedy of the worst week; none where no week fails |
//! | `assessment_sensitivity` | assumption x value x site; none without `--full` |
//!
//! A column `..._half_width` is half of the 95 % interval of the column before it. What is not known is empty.

mod columns;
mod path;
mod rule;
mod trials;

use super::super::assessment::Assessed;
use super::super::data::Table;

/// Builds the tables of an assessment, in the order of their files.
pub fn of_assessment(assessed: &Assessed<'_>) -> Vec<Table> {
    vec![
        rule::rule(assessed),
        path::path(assessed),
        path::weeks(assessed),
        path::phases(assessed),
        trials::remedies(assessed),
        trials::sensitivity(assessed),
    ]
}

#[cfg(test)]
mod tests;
