//! Results of a sweep: tables with a row per point, and what they say in words.

mod analysis;
mod charts;
mod digest;
mod names;
pub mod select;
mod tables;
mod words;

pub use analysis::{Analysis, analysis};
pub use charts::{Charts, charts};
pub use digest::Digest;
pub use tables::{Found, Tables};
pub use words::{json, text};

pub use crate::sweep::PointResult as Row;

use crate::language::{Language, Text};

use crate::kpi::Measure;
use crate::report::data::Table;
use crate::report::indicator::{self, Indicator};
use crate::scenario::study::{Goal, Kind};
use crate::sweep::{Pairing, ReplicationBudget};

/// What every table and report of a sweep needs to know of it.
pub struct Sheet {
    /// Name of the study.
    pub study: String,
    /// What it is about.
    pub title: Option<Text>,
    /// What charts call alternatives, by name.
    pub titles: Vec<(String, Text)>,
    /// Names of sites, by id, where they vary.
    pub sites: Vec<(String, Text)>,
    /// Name of the scenario.
    pub scenario: String,
    /// How points are laid out, as the study names it.
    pub design: String,
    /// Number of points.
    pub points: u64,
    /// Replications of each point.
    pub effort: ReplicationBudget,
    /// The precision that they aim at, as the study writes it.
    pub precision: Option<String>,
    /// The seed; none: the scenario's own at every point.
    pub seed: Option<u64>,
    /// What varies.
    pub keys: Vec<Key>,
    /// Only calls that came to front lines are measured.
    pub front_lines: bool,
    /// Means are corrected by how many callers came, too.
    pub control: bool,
    /// How the replications of a point hang together.
    pub pairing: Pairing,
    /// What points are judged by.
    pub goal: Goal,
    /// The point that others are compared with, from 0.
    pub reference: Option<u64>,
    /// KPIs, see [`indicators`].
    pub(crate) indicators: Vec<Indicator>,
}

/// A key that varies, a column of the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// As the study writes it.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
}

/// The KPIs of a sweep, for these acceptable waits in seconds.
pub(crate) fn indicators(within: &[f64]) -> Vec<Indicator> {
    indicator::within(within).into_iter().filter(Indicator::is_simulated).collect()
}

impl Sheet {
    /// What each KPI is, in words.
    pub fn definitions(&self) -> Table {
        indicator::definitions(&self.indicators)
    }

    /// What it is about, in a language.
    fn about(&self, lang: Language) -> Option<&str> {
        self.title.as_ref().map(|title| lang.pick(title.en.as_str(), title.zh.as_str()))
    }

    /// Replications that every point has.
    fn least(&self) -> u64 {
        self.effort.least(self.pairing)
    }

    /// Place of the KPI that points are judged by.
    fn judge(&self) -> Option<usize> {
        self.place(self.goal.measure)
    }

    /// Place of a KPI.
    pub fn place(&self, measure: Measure) -> Option<usize> {
        self.indicators.iter().position(|kpi| kpi.is_of(measure))
    }

    /// Place of a KPI by its name.
    fn named(&self, name: &str) -> Option<usize> {
        self.indicators.iter().position(|kpi| &*kpi.name == name)
    }

    /// Places of the KPIs that people are shown, the one that points are judged by first.
    fn shown(&self) -> Vec<usize> {
        let mut shown: Vec<usize> = self.judge().into_iter().collect();
        let others: Vec<usize> =
            SHOWN.iter().filter_map(|name| self.named(name)).filter(|k| !shown.contains(k)).collect();
        shown.extend(others);
        shown
    }
}

/// KPIs that people are shown.
const SHOWN: [&str; 5] =
    ["service_level[15 s]", "answer_rate", "mean_wait_answered", "wait_quantile[95]", "occupancy"];

/// A KPI's name as a column: `service_level[15 s]` is `service_level_15`.
fn flat(name: &str) -> String {
    let plain = name.replace(" s]", "").replace(']', "");
    plain.replace('[', "_")
}
