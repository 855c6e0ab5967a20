//! Tables of an analysis, a row per KPI and what is found of it.
//!
//! | table | one row per |
//! |---|---|
//! | `effects` | KPI x key x value, and KPI x two keys x two values |
//! | `shares` | KPI x key, KPI x two keys, and the rest: its share of the variance |
//! | `tornado` | KPI x key, the key that does most first |
//! | `indices` | KPI x key |
//! | `uncertainty` | KPI |

use super::{Analysis, Findings, KeyEnds, KeyLevels, VarianceShare, variance_shares};
use crate::report::data::{Column, Table};
use crate::report::sweep::context::{Key, StudyContext};
use crate::stats::Estimate;
use crate::sweep::effects::{Effects, Index, Indices, Split, Swing};
use std::sync::Arc;

const VALUE: &str = "its value, as the tables of points have it";
const SAMPLING: &str = "sampling variance between points, in the KPI's unit squared: variance of a point's mean over its \
    replications without what all points of a replication share, for they have the same callers; see common_variance";
const COMMON: &str = "variance of the mean over all points by what the points of a replication share, in the KPI's unit \
    squared; a point's mean alone is off by both variances";
const INPUT_SHARE: &str = "input_variance / (input_variance + sampling_variance)";
const RANGE: &str = "point of the KPI over the inputs, sampling error taken off, in its unit: that of the points of this \
    design, without an interval of its own; more points make it more certain";
const HALF: &str = "half of its 95 % interval; empty from few replications";

impl Analysis {
    /// Makes the tables that go with the design. Tables of one name follow each other and are one: a grid has many effects,
    /// and they come KPI by KPI.
    pub fn tables<'a>(&'a self, context: &'a StudyContext) -> Box<dyn Iterator<Item = Table> + 'a> {
        match &self.findings {
            Findings::Nothing => Box::new(std::iter::empty()),
            Findings::Effects(keys, all) => {
                let effects = all.iter().map(|(kpi, own)| effects(context, *kpi, &of_kpi(own, keys)));
                Box::new(effects.chain(std::iter::once_with(|| shares(keys, all, context))))
            }
            Findings::Swings(keys, all) => Box::new(std::iter::once(tornado(context, keys, all))),
            Findings::Indices(all) => Box::new(std::iter::once(indices(context, all))),
            Findings::Uncertainty(all) => Box::new(std::iter::once(uncertainty(context, all))),
        }
    }
}

/// Makes the columns of the name and unit of the KPI of each row.
fn kpis<'s>(context: &'s StudyContext, rows: impl Iterator<Item = usize> + Clone + 's) -> [Column; 2] {
    let of = move |kpi: usize| &context.indicators[kpi];
    [
        Column::text(
            "kpi",
            "the KPI, as in definitions.csv",
            rows.clone().map(move |k| Some(of(k).name.clone())),
        ),
        Column::text("unit", "unit of the KPI", rows.map(move |k| Some(of(k).unit.clone()))),
    ]
}

fn text<'s>(name: &str, meaning: &str, cells: impl Iterator<Item = &'s str>) -> Column {
    Column::text(name, meaning, cells.map(|cell| Some(cell.into())))
}

/// Makes the columns of a value and its half-width, in a unit.
fn estimates(
    [name, half_width]: [&str; 2],
    unit: &str,
    meaning: &str,
    values: impl Iterator<Item = Estimate> + Clone,
) -> [Column; 2] {
    [
        Column::real(name, unit, meaning, values.clone().map(|e| e.mean)),
        Column::real(half_width, unit, HALF, values.map(|e| e.half_width)),
    ]
}

/// A row of `effects`: one or two keys with their values, and what they do.
struct EffectRow<'r> {
    first: [&'r Arc<str>; 2],
    second: Option<[&'r Arc<str>; 2]>,
    effect: Estimate,
}

fn effects(context: &StudyContext, kpi: usize, rows: &[EffectRow<'_>]) -> Table {
    let each = || rows.iter();
    let key = |name: &str, meaning: &str, of: fn(&EffectRow<'_>) -> Option<Arc<str>>| {
        Column::text(name, meaning, each().map(of))
    };
    let value = |name: &str, of: for<'r> fn(&EffectRow<'r>) -> Option<[&'r Arc<str>; 2]>| {
        let cell = move |row| of(row).map(|[key, value]| context.table_cell(key, value));
        Column::text(name, VALUE, each().map(cell))
    };
    let mut columns: Vec<Column> = kpis(context, each().map(|_| kpi)).into();
    columns.extend([
        key("key", "a key", |row| Some(row.first[0].clone())),
        value("value", |row| Some(row.first)),
        key("other_key", "another key; empty of a main effect", |row| row.second.map(|own| own[0].clone())),
        value("other_value", |row| row.second),
    ]);
    let meaning = "main effect: mean over the points with this value less the mean over all points; of two keys: what \
        they do together beyond the sum of both; in the KPI's unit";
    columns.extend(estimates(["effect", "half_width"], "", meaning, each().map(|row| row.effect)));
    Table { name: "effects", meaning: "what the values of one key or two do to a KPI", columns }
}

fn of_kpi<'r>(effects: &'r Effects, keys: &'r [KeyLevels]) -> Vec<EffectRow<'r>> {
    let mut rows = Vec::new();
    for main in &effects.main {
        let KeyLevels { key, values } = &keys[main.key];
        let row = |(value, effect): (&'r Arc<str>, &Estimate)| EffectRow {
            first: [key, value],
            second: None,
            effect: *effect,
        };
        rows.extend(values.iter().zip(&main.levels).map(row));
    }
    for interaction in &effects.interactions {
        let (first, second) = (&keys[interaction.keys.0], &keys[interaction.keys.1]);
        let values = first.values.iter().flat_map(|a| second.values.iter().map(move |b| (a, b)));
        let row = |((a, b), effect): ((&'r Arc<str>, &'r Arc<str>), &Estimate)| EffectRow {
            first: [&first.key, a],
            second: Some([&second.key, b]),
            effect: *effect,
        };
        rows.extend(values.zip(&interaction.cells).map(row));
    }
    rows
}

fn shares(keys: &[KeyLevels], all: &[(usize, Effects)], context: &StudyContext) -> Table {
    let of = |(kpi, effects): &(usize, Effects)| {
        variance_shares(effects, keys).into_iter().map(|share| (*kpi, share)).collect::<Vec<_>>()
    };
    let rows: Vec<(usize, VarianceShare<'_>)> = all.iter().flat_map(of).collect();
    let each = || rows.iter().map(|(_, share)| share);
    let [kpi, _] = kpis(context, rows.iter().map(|(kpi, _)| *kpi));
    let other = "another key: what both do together; empty of a key alone";
    let mut columns = vec![
        kpi,
        text("key", "a key; empty of what three and more do together", each().map(|share| share.keys[0])),
        text("other_key", other, each().map(|share| share.keys[1])),
    ];
    let meaning =
        "share of the KPI's variance over the grid, chance taken off; may be a little below 0 by chance";
    columns.extend(estimates(["share", "half_width"], "share", meaning, each().map(|share| share.share)));
    Table { name: "shares", meaning: "how much of a KPI's variance over the grid is whose", columns }
}

fn tornado(context: &StudyContext, keys: &[KeyEnds], all: &[(usize, Vec<Swing>)]) -> Table {
    let rows: Vec<(usize, &Swing)> =
        all.iter().flat_map(|(kpi, swings)| swings.iter().map(|swing| (*kpi, swing))).collect();
    let each = || rows.iter().map(|(_, swing)| *swing);
    let ends = || each().map(|swing| &keys[swing.key]);
    let mut columns: Vec<Column> = kpis(context, rows.iter().map(|(kpi, _)| *kpi)).into();
    let value = |name: &str, meaning: &str, of: fn(&KeyEnds) -> &String| {
        let meaning = format!("{meaning}, as the tables of points have it");
        Column::text(name, &meaning, ends().map(move |ends| Some(context.table_cell(&ends.key, of(ends)))))
    };
    columns.extend([
        text("key", "the key, all others at their base", ends().map(|ends| ends.key.as_str())),
        value("base_value", "its base", |ends| &ends.base),
        value("low_value", "its lowest value, or that of the lowest result", |ends| &ends.low),
        value("high_value", "its highest value, or that of the highest result", |ends| &ends.high),
    ]);
    let difference = |names, what: &str, of: fn(&Swing) -> Estimate| {
        let meaning = format!("the KPI {what}, on the same callers, in its unit");
        estimates(names, "", &meaning, each().map(of))
    };
    columns.extend(difference(
        ["low_difference", "low_half_width"],
        "at the low value less at the base",
        |s| s.low,
    ));
    columns.extend(difference(
        ["high_difference", "high_half_width"],
        "at the high value less at the base",
        |s| s.high,
    ));
    columns
        .extend(difference(["swing", "swing_half_width"], "at the high value less at the low", |s| s.swing));
    Table { name: "tornado", meaning: "what a key alone does to a KPI", columns }
}

fn indices(context: &StudyContext, all: &[(usize, Indices)]) -> Table {
    let rows = || {
        all.iter().flat_map(|(kpi, indices)| context.keys.iter().zip(&indices.keys).map(|pair| (*kpi, pair)))
    };
    let [kpi, _] = kpis(context, rows().map(|(kpi, _)| kpi));
    let mut columns = vec![kpi, text("key", "the key", rows().map(|(_, (key, _))| key.name.as_str()))];
    let first =
        "first-order Sobol index: the share of the KPI's variance that would go if this key alone were known";
    let total = "total Sobol index: the share that would stay if all other keys were known";
    let own = |(_, (_, index)): (usize, (&Key, &Index))| *index;
    columns.extend(estimates(
        ["first_order", "first_order_half_width"],
        "share",
        first,
        rows().map(own).map(|i| i.first),
    ));
    columns.extend(estimates(
        ["total", "total_half_width"],
        "share",
        total,
        rows().map(own).map(|i| i.total),
    ));
    Table { name: "indices", meaning: "how much of a KPI's variance a key explains", columns }
}

fn uncertainty(context: &StudyContext, all: &[(usize, Split)]) -> Table {
    let each = || all.iter().map(|(_, split)| split);
    let mut columns: Vec<Column> = kpis(context, all.iter().map(|(kpi, _)| *kpi)).into();
    let mean = "the KPI's mean over the inputs, in its unit; its interval holds both kinds of error";
    columns.extend(estimates(["mean", "half_width"], "", mean, each().map(|split| split.mean)));
    let input = "variance of the KPI over the inputs, chance taken off, in its unit squared";
    columns.extend(estimates(
        ["input_variance", "input_variance_half_width"],
        "",
        input,
        each().map(|s| s.input),
    ));
    let real = |name: &str, unit: &str, meaning: &str, of: fn(&Split) -> Option<f64>| {
        Column::real(name, unit, meaning, each().map(of))
    };
    columns.extend([
        real("sampling_variance", "", SAMPLING, |split| split.sampling),
        real("input_share", "share", INPUT_SHARE, Split::share),
        real("low", "", &format!("2.5 % {RANGE}"), |split| Some(split.range?.0)),
        real("high", "", &format!("97.5 % {RANGE}"), |split| Some(split.range?.1)),
        real("common_variance", "", COMMON, |split| split.common),
    ]);
    Table {
        name: "uncertainty",
        meaning: "input uncertainty of a KPI apart from its sampling error",
        columns,
    }
}
