//! Why a request has no outcome.

use crate::kpi::Invariants;
use crate::scenario::problem::Problems;
use jiff::civil::Date;
use std::io;

/// Why a request has no outcome.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A scenario or study cannot be used: everything that is wrong with it.
    #[error("{}", .0.render())]
    Scenario(Problems),
    /// The progress callback asked for an end.
    #[error("cancelled")]
    Cancelled,
    /// The threads could not be started.
    #[error("cannot start the threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// There is no site of this name.
    #[error("there is no site `{name}`")]
    UnknownSite {
        /// The name asked for.
        name: String,
        /// The ids of the plan's sites; empty where the scenario is no plan.
        sites: Vec<String>,
    },
    /// A requirement names what the scenario does not have.
    #[error("{0}")]
    Requirement(String),
    /// A requirement asks of half hours what they do not keep.
    #[error("`{part}`: of half hours rates and means are kept; write e.g. \"service_level[20 s] >= 0.8\"")]
    NotByInterval {
        /// The part of the requirement.
        part: String,
    },
    /// A date is no day of the scenario.
    #[error("{date} is no day of the scenario, which runs from {} to {}", written(*.first), written(*.last))]
    Week {
        /// The date.
        date: Date,
        /// The scenario's first day; none without a calendar.
        first: Option<Date>,
        /// Its last day.
        last: Option<Date>,
    },
    /// Two scenarios have no line (a hotline's callers at a site) in common: there is nothing to compare.
    #[error("{} and {} share no line", names[0], names[1])]
    NothingShared {
        /// The names of the scenarios.
        names: [String; 2],
        /// The lines of each: number and id of the site.
        lines: [Vec<(String, String)>; 2],
    },
    /// A replication contradicts itself: a defect of the simulator.
    #[error("the simulation contradicts itself at point {point}, counted from 0")]
    Contradiction {
        /// The point of the sweep, from 0.
        point: u64,
        /// The invariants of the replication, with those that are violated.
        invariants: Box<Invariants>,
    },
    /// The KPI that a selection compares has no value.
    #[error("the KPI has no value in replication {replication} of point {point}, both counted from 0")]
    Undefined {
        /// The point, from 0.
        point: u64,
        /// Its replication, from 0.
        replication: u64,
    },
    /// The recorded rounds are those of another selection.
    #[error("the recorded rounds are those of another selection")]
    OtherSelection,
    /// The receiver of results could not keep them.
    #[error("results cannot be kept: {0}")]
    NotKept(#[source] io::Error),
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Error {
        Error::Scenario(problems)
    }
}

fn written(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}
