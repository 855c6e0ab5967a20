//! The charts of a sweep: what its keys do to the KPI that points are judged by.
//!
//! A grid of one key is a line; of two, lines and a heat map; of three, a panel per value of the first; where
//! points differ in staff, what it buys is drawn too. One key at a time is a tornado, Sobol indices are bars.

mod axis;
mod drawing;
mod frontier;
mod grid;
mod sensitivity;

use super::analysis::Analysis;
use super::context::StudyContext;
use super::summary::SweepSummary;
use crate::chart::{FrontierChart, HeatChart, LinesChart, SobolChart, TornadoChart};
use crate::report::words::{TargetCounts, Words};
use drawing::Drawing;

/// The charts of a sweep; those that its design or its size does not allow are missing.
#[derive(Default)]
pub struct Charts {
    /// Along one key.
    pub lines: Option<LinesChart>,
    /// Over two keys.
    pub heat: Option<HeatChart>,
    /// Key by key.
    pub tornado: Option<TornadoChart>,
    /// Sobol indices.
    pub sobol: Option<SobolChart>,
    /// Agents on duty against the KPI that points are judged by.
    pub frontier: Option<FrontierChart>,
}

/// Makes the charts of a sweep.
pub fn charts(
    context: &StudyContext,
    summary: &SweepSummary,
    analysis: &Analysis,
    words: &dyn Words,
) -> Charts {
    let Some(kpi) = context.judged_kpi() else { return Charts::default() };
    let drawing = Drawing { context, kpi, words };
    match (context.design.as_str(), summary.values.all(context)) {
        ("grid", Some(points)) => {
            let SweepSummary { met, missed, inconclusive, .. } = *summary;
            let counts = TargetCounts { met, missed, inconclusive, points: context.points };
            let (lines, heat) = drawing.grid(points, counts);
            Charts { lines, heat, frontier: drawing.frontier(&summary.values), ..Charts::default() }
        }
        _ => Charts {
            tornado: drawing.tornado(summary.values.first().map(|first| first.judged), analysis),
            sobol: drawing.sobol(analysis),
            ..Charts::default()
        },
    }
}
