//! The tables of a sweep, some points at a time: memory does not grow with the number of points.
//!
//! | table | one row per | columns |
//! |---|---|---|
//! | `points` | point | keys, `<kpi>_mean` and `<kpi>_half_width`, `replications`, `point`; then, if asked for, `<kpi>_controlled_*` and `precision_reached`, and of a design by Saltelli `matrix`, `row`, `scrambling` |
//! | `replications` | point x replication | `point`, `replication`, keys, KPIs |
//! | `differences` | point but the reference | `point`, keys, `<kpi>_difference` and `<kpi>_half_width` |

use super::context::{AnalysisKind, Key, StudyContext, column_name};
use super::estimates::{PointEstimates, controlled_mean};
use crate::kpi::Entry;
use crate::replicate::Series;
use crate::report::data::{Column, Table};
use crate::report::indicator::Indicator;
use crate::scenario::study::Kind;
use crate::stats::Estimate;
use crate::sweep::design::{Role, Saltelli};
use crate::sweep::{Outcome, Pairing, PointResult, ReplicationBudget};
use std::sync::Arc;

/// Makes the tables of a sweep.
pub struct Tables<'s> {
    context: &'s StudyContext,
    /// The point that others are compared with.
    reference: Option<Outcome>,
}

impl<'s> Tables<'s> {
    /// Makes the tables of a sweep; `reference` holds the results of the study's reference point.
    pub fn new(context: &'s StudyContext, reference: Option<Outcome>) -> Tables<'s> {
        Tables { context, reference }
    }

    /// Estimates every KPI of these points.
    pub fn estimates(&self, rows: &[PointResult]) -> Vec<PointEstimates> {
        rows.iter().map(|row| PointEstimates::of(self.context, row)).collect()
    }

    /// Returns the tables of these points: points, replications, and differences where there is a reference.
    pub fn of(&self, rows: &[PointResult], estimates: &[PointEstimates]) -> Vec<Table> {
        let differences = self.reference.as_ref().map(|reference| self.differences(reference, rows));
        [self.points(rows, estimates), self.replications(rows)].into_iter().chain(differences).collect()
    }

    fn points(&self, rows: &[PointResult], estimates: &[PointEstimates]) -> Table {
        let mut columns = keys(&self.context.keys, rows.iter());
        for (index, kpi) in self.context.indicators.iter().enumerate() {
            let of =
                |part: fn(&Estimate) -> Option<f64>| estimates.iter().map(move |own| part(&own.kpis[index]));
            columns.extend(pair(kpi, "mean", "over all replications", of(|e| e.mean), of(|e| e.half_width)));
        }
        let replications = rows.iter().map(|row| row.outcome.replications.len() as u64);
        columns.push(Column::integer(
            "replications",
            "replications",
            "replications of the point",
            replications,
        ));
        columns.push(number(rows.iter()));
        if self.context.control {
            columns.extend(self.controlled(rows, estimates));
        }
        if let ReplicationBudget::Until { .. } = self.context.effort {
            let meaning = "1 where the precision that was asked for is reached, 0 where the most replications are not enough";
            let reached = estimates.iter().map(|own| u64::from(own.is_precise));
            columns.push(Column::integer("precision_reached", "", meaning, reached));
        }
        if let Some(AnalysisKind::Indices) = self.context.analysis() {
            columns.extend(self.matrices(rows));
        }
        Table { name: "points", meaning: "a point of the design, over all replications", columns }
    }

    /// Returns the columns of means corrected by the number of callers.
    fn controlled(&self, rows: &[PointResult], estimates: &[PointEstimates]) -> Vec<Column> {
        let kpis: Vec<(usize, &Indicator)> = self
            .context
            .indicators
            .iter()
            .enumerate()
            .filter(|(_, kpi)| kpi.is_kept_by_replication())
            .collect();
        let columns = |(index, kpi): &(usize, &Indicator)| {
            let of = |(row, own): (&PointResult, &PointEstimates)| {
                controlled_mean(kpi, &row.outcome, own.kpis[*index])
            };
            let all: Vec<Estimate> = rows.iter().zip(estimates).map(of).collect();
            let what = "corrected by how many callers came, where that tells; else as the mean";
            let of = |part: fn(&Estimate) -> Option<f64>| all.iter().map(part);
            pair(kpi, "controlled_mean", what, of(|e| e.mean), of(|e| e.half_width))
        };
        kpis.iter().flat_map(columns).collect()
    }

    /// Returns the columns that tell where in Saltelli's scheme a point stands.
    fn matrices(&self, rows: &[PointResult]) -> [Column; 3] {
        let keys = &self.context.keys;
        let roles: Vec<(u64, Role)> =
            rows.iter().map(|row| Saltelli::role(keys.len(), row.outcome.point)).collect();
        let matrix = |(_, role): &(u64, Role)| -> Arc<str> {
            match role {
                Role::A => "A".into(),
                Role::B => "B".into(),
                Role::Swapped(key) => format!("AB {}", keys[*key].name).into(),
            }
        };
        let meaning = "matrix of the design: A, B, or AB KEY, which is A with the column of KEY from B";
        let scrambling = "independent scrambling of the Sobol sequence that the row is of, from 1";
        let row = "row of the matrices, from 1";
        [
            Column::text("matrix", meaning, roles.iter().map(|role| Some(matrix(role)))),
            Column::integer("row", "", row, roles.iter().map(|(row, _)| row + 1)),
            Column::integer(
                "scrambling",
                "",
                scrambling,
                roles.iter().map(|(row, _)| Saltelli::scrambling(*row) + 1),
            ),
        ]
    }

    fn replications<'r>(&self, rows: &'r [PointResult]) -> Table {
        let numbered = |row: &'r PointResult| {
            let entries = row.outcome.replications.iter();
            (0..).zip(entries).map(move |(number, entry)| (row, number, entry))
        };
        let entries: Vec<(&PointResult, u64, &Entry)> = rows.iter().flat_map(numbered).collect();
        let owners = || entries.iter().map(|(row, ..)| *row);
        let mut columns = vec![number(owners())];
        let meaning = match self.context.pairing {
            Pairing::Single => {
                "number of the replication, from 0; the same number has the same callers at every point"
            }
            Pairing::Mirrored => {
                "number of the replication, from 0; the same number has the same callers at every point; an odd one \
                 is the mirror image of the one before, and the mean of both is one observation"
            }
        };
        columns.push(Column::integer(
            "replication",
            "",
            meaning,
            entries.iter().map(|(_, number, _)| *number),
        ));
        columns.extend(keys(&self.context.keys, owners()));
        let kept: Vec<&Indicator> =
            self.context.indicators.iter().filter(|kpi| kpi.is_kept_by_replication()).collect();
        let values = |kpi: &&Indicator| {
            let values = entries.iter().map(|(.., entry)| kpi.of_entry(entry));
            Column::real(&column_name(&kpi.name), &kpi.unit, kpi.definition(), values)
        };
        columns.extend(kept.iter().map(values));
        Table { name: "replications", meaning: "a replication of a point", columns }
    }

    fn differences(&self, reference: &Outcome, rows: &[PointResult]) -> Table {
        let others: Vec<&PointResult> =
            rows.iter().filter(|row| row.outcome.point != reference.point).collect();
        let kpis: Vec<&Indicator> =
            self.context.indicators.iter().filter(|kpi| kpi.is_kept_by_replication()).collect();
        let compared = |row: &&PointResult| {
            let [first, second] = paired(reference, &row.outcome);
            kpis.iter().map(|kpi| kpi.difference(&first, &second)).collect()
        };
        let all: Vec<Vec<Estimate>> = others.iter().map(compared).collect();
        let mut columns = vec![number(others.iter().copied())];
        columns.extend(keys(&self.context.keys, others.iter().copied()));
        for (index, kpi) in kpis.iter().enumerate() {
            let of = |part: fn(&Estimate) -> Option<f64>| all.iter().map(move |own| part(&own[index]));
            let what = "this point less the reference, on the same callers";
            columns.extend(pair(kpi, "difference", what, of(|e| e.mean), of(|e| e.half_width)));
        }
        Table { name: "differences", meaning: "a point compared with the reference point", columns }
    }
}

/// Returns two points on the replications that both have.
fn paired(first: &Outcome, second: &Outcome) -> [Series; 2] {
    let both = first.replications.len().min(second.replications.len());
    [first.first(both), second.first(both)]
}

/// Makes the columns of a value and its half-width.
fn pair(
    kpi: &Indicator,
    name: &str,
    what: &str,
    values: impl Iterator<Item = Option<f64>>,
    half_widths: impl Iterator<Item = Option<f64>>,
) -> [Column; 2] {
    let column = |part: &str| format!("{}_{part}", column_name(&kpi.name));
    let meaning = format!("{}, {what}; empty where undefined", kpi.definition());
    let half = "half of its 95 % interval; empty where undefined and from one replication";
    let half_width = match name {
        "mean" => "half_width",
        "controlled_mean" => "controlled_half_width",
        _ => "difference_half_width",
    };
    [
        Column::real(&column(name), &kpi.unit, &meaning, values),
        Column::real(&column(half_width), &kpi.unit, half, half_widths),
    ]
}

/// Makes the column of the points' numbers.
pub(super) fn number<'r>(rows: impl Iterator<Item = &'r PointResult>) -> Column {
    Column::integer("point", "", "number of the point, from 1", rows.map(|row| row.outcome.point + 1))
}

/// Makes a column per key.
pub(super) fn keys<'r>(keys: &[Key], rows: impl Iterator<Item = &'r PointResult> + Clone) -> Vec<Column> {
    let meaning = "value at the point; empty where the scenario's own";
    let column = |(index, key): (usize, &Key)| {
        let cells = rows.clone().map(move |row| row.cells[index].as_str());
        match key.kind {
            Kind::Integer => {
                Column::integers(&key.name, &key.unit, meaning, cells.map(|cell| cell.parse().ok()))
            }
            Kind::Text => Column::text(&key.name, meaning, cells.map(|cell| Some(cell.into()))),
            kind => Column::real(&key.name, &key.unit, meaning, cells.map(|cell| kind.number(cell))),
        }
    };
    keys.iter().enumerate().map(column).collect()
}
