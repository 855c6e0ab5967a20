//! The table of a selection.

use super::finding::{CandidateResult, Finding};
use crate::report::data::{Column, Table};
use crate::report::sweep::tables::{keys, number};
use crate::report::words::Standing;
use crate::sweep::select::Procedure;
use crate::sweep::{Outcome, PointResult};

/// The meanings of the words in the column `fate`.
const FATES: &str = "best: picked, or leading where nothing was decided; within the zone: not worse than it by more \
    than the indifference zone, as far as its replications tell; screened out: dropped; in the running: not dropped \
    when the replications ran out; behind: worse by more than the zone";

impl Finding<'_> {
    /// Makes a table with a row per point, in order of points.
    pub fn table(&self) -> Table {
        let points = self.results.iter().zip(0..);
        let rows: Vec<PointResult> = points.map(|(result, point)| row(result, point)).collect();
        let mut columns = vec![number(rows.iter())];
        columns.extend(keys(&self.context.keys, rows.iter()));
        columns.extend(self.columns());
        Table {
            name: "selection",
            meaning: "a point of the design among which the best is looked for",
            columns,
        }
    }

    fn columns(&self) -> [Column; 8] {
        let all = || self.results.iter();
        let (kpi, unit) = (self.kpi(), &*self.kpi().unit);
        let real = |name: &str, meaning: &str, of: fn(&CandidateResult) -> Option<f64>| {
            Column::real(name, unit, meaning, all().map(of))
        };
        let callers = match self.question.procedure {
            Procedure::Kn(_) => "on the callers that both had",
            Procedure::Ocba(_) => "on callers of their own",
        };
        let mean = format!("{}: mean of its replications", kpi.definition());
        let less = format!("the point less the best one, {callers}; empty at the best");
        let half =
            "half of its 95 % interval, as if how often it was replicated did not depend on what was found";
        let spent = "replications spent on the point";
        let dropped = "replications after which the point was dropped; empty where it was not";
        let screened_out = |own: &CandidateResult| own.screened_out.and_then(|n| i64::try_from(n).ok());
        [
            Column::integer("replications", "replications", spent, all().map(|own| own.replications)),
            real("mean", &mean, |own| own.estimate.mean),
            real("half_width", half, |own| own.estimate.half_width),
            real("difference", &less, |own| own.difference.mean),
            real("difference_half_width", half, |own| own.difference.half_width),
            Column::integer(
                "place",
                "",
                "1 at the best, then by the difference to it",
                self.places().into_iter(),
            ),
            Column::text("fate", FATES, all().map(|own| Some(name(own.standing).into()))),
            Column::integers("screened_out_at", "replications", dropped, all().map(screened_out)),
        ]
    }

    /// Returns the place of each point among all, from 1.
    fn places(&self) -> Vec<u64> {
        let mut places = vec![0; self.ranked.len()];
        self.ranked.iter().zip(1..).for_each(|(point, place)| places[*point] = place);
        places
    }
}

/// Names a standing in tables and JSON.
pub(super) fn name(standing: Standing) -> &'static str {
    match standing {
        Standing::Best => "best",
        Standing::WithinZone => "within the zone",
        Standing::ScreenedOut => "screened out",
        Standing::InTheRunning => "in the running",
        Standing::Behind => "behind",
    }
}

/// Makes a point as tables of sweeps take it.
fn row(result: &CandidateResult, point: u64) -> PointResult {
    PointResult { cells: result.cells.clone(), outcome: Outcome { point, ..Outcome::default() } }
}
