//! The tables of a sweep, some points at a time: memory does not grow with the number of points.
//!
//! | table | one row per | columns |
//! |---|---|---|
//! | `points` | point | keys, `<kpi>_mean` and `<kpi>_half_width`, `replications`, `point`, and if asked for `<kpi>_controlled_*` |
//! | `replications` | point x replication | `point`, `replication`, keys, KPIs |
//! | `differences` | point but the reference | `point`, keys, `<kpi>_difference` and `<kpi>_half_width` |

use super::{Key, Row, Sheet, flat};
use crate::kpi::Entry;
use crate::replicate::Series;
use crate::report::data::{Column, Table};
use crate::report::indicator::Indicator;
use crate::scenario::study::Kind;
use crate::stats::Estimate;
use crate::sweep::variates::{Antithetic, antithetic, controlled};
use crate::sweep::{Outcome, Pairing, ReplicationBudget, fresh_calls};

/// Makes the tables of a sweep.
pub struct Tables<'s> {
    sheet: &'s Sheet,
    /// The point that others are compared with.
    reference: Option<Outcome>,
}

/// Every KPI of a point.
pub struct Found {
    pub(super) estimates: Vec<Estimate>,
    /// Its interval is as narrow as was asked for.
    pub(super) precise: bool,
}

impl<'s> Tables<'s> {
    /// Tables of a sweep; `reference` is what came of the sheet's reference point.
    pub fn new(sheet: &'s Sheet, reference: Option<Outcome>) -> Tables<'s> {
        Tables { sheet, reference }
    }

    /// Every KPI of these points.
    pub fn all_found(&self, rows: &[Row]) -> Vec<Found> {
        rows.iter().map(|row| self.found(row)).collect()
    }

    /// The tables of these points: points, replications, and differences where there is a reference.
    pub fn of(&self, rows: &[Row], found: &[Found]) -> Vec<Table> {
        let differences = self.reference.as_ref().map(|reference| self.differences(reference, rows));
        [self.points(rows, found), self.replications(rows)].into_iter().chain(differences).collect()
    }

    fn found(&self, row: &Row) -> Found {
        let plain = row.outcome.series();
        let (series, precise) = match self.sheet.effort {
            ReplicationBudget::Fixed(_) => (plain, true),
            ReplicationBudget::Until { precision, .. } => {
                let precise = precision.is_met(&plain);
                (plain.stopped_by_width(), precise)
            }
        };
        let estimates = self.sheet.indicators.iter().map(|kpi| kpi.of_point(&series, &row.outcome)).collect();
        Found { estimates, precise }
    }

    fn points(&self, rows: &[Row], found: &[Found]) -> Table {
        let mut columns = keys(&self.sheet.keys, rows.iter());
        for (index, kpi) in self.sheet.indicators.iter().enumerate() {
            let of =
                |part: fn(&Estimate) -> Option<f64>| found.iter().map(move |own| part(&own.estimates[index]));
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
        if self.sheet.control {
            columns.extend(self.controlled(rows, found));
        }
        Table { name: "points", meaning: "a point of the design, over all replications", columns }
    }

    /// Means corrected by how many callers came.
    fn controlled(&self, rows: &[Row], found: &[Found]) -> Vec<Column> {
        let kpis: Vec<(usize, &Indicator)> = self
            .sheet
            .indicators
            .iter()
            .enumerate()
            .filter(|(_, kpi)| kpi.is_kept_by_replication())
            .collect();
        let columns = |(index, kpi): &(usize, &Indicator)| {
            let of =
                |(row, found): (&Row, &Found)| controlled_mean(kpi, &row.outcome, found.estimates[*index]);
            let all: Vec<Estimate> = rows.iter().zip(found).map(of).collect();
            let what = "corrected by how many callers came, where that tells; else as the mean";
            let of = |part: fn(&Estimate) -> Option<f64>| all.iter().map(part);
            pair(kpi, "controlled_mean", what, of(|e| e.mean), of(|e| e.half_width))
        };
        kpis.iter().flat_map(columns).collect()
    }

    fn replications<'r>(&self, rows: &'r [Row]) -> Table {
        let numbered = |row: &'r Row| {
            let entries = row.outcome.replications.iter();
            (0..).zip(entries).map(move |(number, entry)| (row, number, entry))
        };
        let entries: Vec<(&Row, u64, &Entry)> = rows.iter().flat_map(numbered).collect();
        let owners = || entries.iter().map(|(row, ..)| *row);
        let mut columns = vec![number(owners())];
        let meaning = match self.sheet.pairing {
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
        columns.extend(keys(&self.sheet.keys, owners()));
        let kept: Vec<&Indicator> =
            self.sheet.indicators.iter().filter(|kpi| kpi.is_kept_by_replication()).collect();
        let values = |kpi: &&Indicator| {
            let values = entries.iter().map(|(.., entry)| kpi.of_entry(entry));
            Column::real(&flat(&kpi.name), &kpi.unit, kpi.definition(), values)
        };
        columns.extend(kept.iter().map(values));
        Table { name: "replications", meaning: "a replication of a point", columns }
    }

    fn differences(&self, reference: &Outcome, rows: &[Row]) -> Table {
        let others: Vec<&Row> = rows.iter().filter(|row| row.outcome.point != reference.point).collect();
        let kpis: Vec<&Indicator> =
            self.sheet.indicators.iter().filter(|kpi| kpi.is_kept_by_replication()).collect();
        let compared = |row: &&Row| {
            let [first, second] = paired(reference, &row.outcome);
            kpis.iter().map(|kpi| kpi.difference(&first, &second)).collect()
        };
        let all: Vec<Vec<Estimate>> = others.iter().map(compared).collect();
        let mut columns = vec![number(others.iter().copied())];
        columns.extend(keys(&self.sheet.keys, others.iter().copied()));
        for (index, kpi) in kpis.iter().enumerate() {
            let of = |part: fn(&Estimate) -> Option<f64>| all.iter().map(move |own| part(&own[index]));
            let what = "this point less the reference, on the same callers";
            columns.extend(pair(kpi, "difference", what, of(|e| e.mean), of(|e| e.half_width)));
        }
        Table { name: "differences", meaning: "a point compared with the reference point", columns }
    }
}

/// A KPI's estimate, or the one corrected by the count of callers where that is better.
pub(super) fn controlled_mean(kpi: &Indicator, outcome: &Outcome, plain: Estimate) -> Estimate {
    let (all, unit) = (outcome.replications.len(), outcome.pairing.unit() as f64);
    let counts: Vec<f64> = outcome.observations(all).map(|sums| fresh_calls(&sums) / unit).collect();
    let corrected = || {
        let values = kpi.contributions(outcome, all, plain.mean?)?;
        controlled(&values, &counts, outcome.expected?)
    };
    corrected().filter(|found| found.is_used).map_or(plain, |found| found.estimate)
}

/// What mirrored pairs make of a KPI, beside what as many independent replications would; none without pairs or where
/// a replication has no value.
pub(super) fn paired_mean(kpi: &Indicator, outcome: &Outcome) -> Option<Antithetic> {
    let all = kpi.by_replication(outcome, outcome.replications.len())?;
    let of = |first: usize| all.iter().skip(first).step_by(2).copied().collect::<Vec<f64>>();
    (outcome.pairing == Pairing::Mirrored).then(|| antithetic(&of(0), &of(1)))?
}

/// Two points on the replications that both have.
fn paired(first: &Outcome, second: &Outcome) -> [Series; 2] {
    let both = first.replications.len().min(second.replications.len());
    [first.first(both), second.first(both)]
}

/// A value and its half-width.
fn pair(
    kpi: &Indicator,
    name: &str,
    what: &str,
    values: impl Iterator<Item = Option<f64>>,
    half_widths: impl Iterator<Item = Option<f64>>,
) -> [Column; 2] {
    let column = |part: &str| format!("{}_{part}", flat(&kpi.name));
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

pub(super) fn number<'r>(rows: impl Iterator<Item = &'r Row>) -> Column {
    Column::integer("point", "", "number of the point, from 1", rows.map(|row| row.outcome.point + 1))
}

/// A column per key.
pub(super) fn keys<'r>(keys: &[Key], rows: impl Iterator<Item = &'r Row> + Clone) -> Vec<Column> {
    let meaning = "value at the point; empty where the scenario's own";
    let column = |(index, key): (usize, &Key)| {
        let cells = rows.clone().map(move |row| row.cells[index].as_str());
        match key.kind {
            Kind::Integer => Column::integers(&key.name, "", meaning, cells.map(|cell| cell.parse().ok())),
            Kind::Real => Column::real(&key.name, "", meaning, cells.map(|cell| cell.parse().ok())),
            Kind::Text => Column::text(&key.name, meaning, cells.map(|cell| Some(cell.into()))),
        }
    };
    keys.iter().enumerate().map(column).collect()
}
