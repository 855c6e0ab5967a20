//! The context of the results of a study: names, design, keys and KPIs.

use crate::decimal;
use crate::kpi::Measure;
use crate::language::Text;
use crate::report::data::Table;
use crate::report::indicator::{self, Indicator};
use crate::scenario::study::{Goal, Kind, Wish};
use crate::sweep::{Pairing, ReplicationBudget};
use std::sync::Arc;

/// KPIs that a report shows, beside the one that points are judged by.
const SHOWN: [&str; 5] =
    ["service_level[15 s]", "answer_rate", "mean_wait_answered", "wait_quantile[95]", "occupancy"];

/// The properties of a study that its tables, charts and reports need.
pub struct StudyContext {
    /// Name of the study.
    pub study: String,
    /// Subject of the study.
    pub title: Option<Text>,
    /// Titles of alternatives, by name.
    pub titles: Vec<(String, Text)>,
    /// Names of sites, by id, where they vary.
    pub sites: Vec<(String, Text)>,
    /// Name of the scenario.
    pub scenario: String,
    /// The layout of points, as the study names it.
    pub design: String,
    /// Number of points.
    pub points: u64,
    /// Replications of each point.
    pub effort: ReplicationBudget,
    /// The precision that replications aim at, as the study writes it.
    pub precision: Option<String>,
    /// The seed; none where every point has the scenario's own.
    pub seed: Option<u64>,
    /// The keys that vary.
    pub keys: Vec<Key>,
    /// Whether only calls that came to front lines are measured.
    pub front_lines: bool,
    /// Whether means are corrected by the number of callers, too.
    pub control: bool,
    /// The pairing of a point's replications.
    pub pairing: Pairing,
    /// The goal by which points are judged.
    pub goal: Goal,
    /// The point that others are compared with, from 0.
    pub reference: Option<u64>,
    /// KPIs, see [`indicators`].
    pub(crate) indicators: Vec<Indicator>,
}

/// A key that varies, a column of the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key as the study writes it.
    pub name: String,
    /// The kind of its values.
    pub kind: Kind,
    /// The unit in which tables have them; empty of words.
    pub unit: String,
}

/// The analysis that a design is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnalysisKind {
    /// Main effects and interactions over a grid.
    Effects,
    /// The swing of one key at a time.
    Swings,
    /// Sobol indices of a design by Saltelli.
    Indices,
    /// Input uncertainty over points drawn at random.
    Uncertainty,
}

/// Lists the KPIs of a sweep, for these acceptable waits in seconds.
pub(crate) fn indicators(within: &[f64]) -> Vec<Indicator> {
    indicator::within(within).into_iter().filter(Indicator::is_simulated).collect()
}

impl StudyContext {
    /// Makes the table that defines each KPI.
    pub fn definitions(&self) -> Table {
        indicator::definitions(&self.indicators)
    }

    /// Returns the place of a KPI.
    pub fn place(&self, measure: Measure) -> Option<usize> {
        self.indicators.iter().position(|kpi| kpi.is_of(measure))
    }

    /// Returns the place of a KPI by its name.
    pub(super) fn place_of_name(&self, name: &str) -> Option<usize> {
        self.indicators.iter().position(|kpi| &*kpi.name == name)
    }

    /// Returns the place of the KPI that points are judged by.
    pub(super) fn judged_place(&self) -> Option<usize> {
        self.place(self.goal.measure)
    }

    /// Returns the KPI that points are judged by.
    pub(super) fn judged_kpi(&self) -> Option<&Indicator> {
        self.judged_place().map(|place| &self.indicators[place])
    }

    /// Returns the places of the KPIs that a report shows, the one that points are judged by first.
    pub(super) fn shown(&self) -> Vec<usize> {
        let mut shown: Vec<usize> = self.judged_place().into_iter().collect();
        let others = SHOWN.iter().filter_map(|name| self.place_of_name(name));
        let others: Vec<usize> = others.filter(|place| !shown.contains(place)).collect();
        shown.extend(others);
        shown
    }

    /// Returns the replications that every point has.
    pub(super) fn least_replications(&self) -> u64 {
        self.effort.least(self.pairing)
    }

    /// Returns the analysis that the design is made for, if there is one.
    pub(super) fn analysis(&self) -> Option<AnalysisKind> {
        match self.design.as_str() {
            "grid" => Some(AnalysisKind::Effects),
            "one-at-a-time" => Some(AnalysisKind::Swings),
            "saltelli" => Some(AnalysisKind::Indices),
            "random" | "latin-hypercube" | "sobol" => Some(AnalysisKind::Uncertainty),
            _ => None,
        }
    }

    /// Returns the sign between the KPI that points are judged by and its target.
    pub(super) fn goal_sign(&self) -> &'static str {
        if self.goal.wish == Wish::More { "≥" } else { "≤" }
    }

    /// Writes a value of a key as the tables of points have it: a number in the key's unit without that unit.
    pub(super) fn table_cell(&self, key: &str, cell: &str) -> Arc<str> {
        let key = self.keys.iter().find(|own| own.name == key && !own.unit.is_empty());
        let number = key.and_then(|key| key.kind.number(cell));
        number.map_or_else(|| cell.into(), |number| decimal::text(number).into())
    }

    /// Writes the settings of a point: "rule.seats_per_million = 15, rule.staff_per_seat = 2".
    pub(super) fn settings(&self, cells: &[String]) -> String {
        let pair = |(key, cell): (&Key, &String)| format!("{} = {cell}", key.name);
        self.keys.iter().zip(cells).map(pair).collect::<Vec<_>>().join(", ")
    }
}

/// Writes a KPI's name as a column: `service_level[15 s]` is `service_level_15`.
pub(super) fn column_name(kpi: &str) -> String {
    let plain = kpi.replace(" s]", "").replace(']', "");
    plain.replace('[', "_")
}
