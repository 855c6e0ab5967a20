//! What theory says of a scenario: before a run and beside it.
//!
//! | answer | of | grade |
//! |---|---|---|
//! | [`network`] | one queue; several, each for itself or fed by calls handed on; classes of priority | exact, steady state |
//! | [`varying`] | one queue whose rate or staff change, exponential times | exact, of the very span measured |
//! | [`near`] | one queue, any times | approximation |

mod near;
mod network;
mod queue;
mod scope;
mod varying;

use crate::language::Text;

use crate::kpi::Kpi;
use crate::model::Model;

pub(super) use near::answer as near;
pub(super) use network::answer as steady;
pub(super) use scope::patience;

/// What theory says, and of what.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    /// "M/M/n+G (Erlang A, any patience)".
    pub formula: String,
    /// Of which span it speaks.
    pub span: Span,
    /// The numbers.
    pub figures: Vec<Figure>,
}

/// Of which span an answer speaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Span {
    /// The steady state.
    Steady {
        /// Seconds in which what the queue began with is forgotten but for a share of 1/e, where talk and patience
        /// are exponential; none elsewhere.
        relaxation: Option<f64>,
    },
    /// What is measured, from the empty start.
    Measured,
}

/// One number of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figure {
    /// Of what.
    pub place: Place,
    /// Which: shares, seconds and calls.
    pub kpi: Kpi,
    /// The number.
    pub value: f64,
    /// Calls of a replication that are expected to wait, where they may be so few that waits say nothing.
    pub waiting: Option<f64>,
}

/// An entry of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// All calls.
    Total,
    /// A hotline, by index.
    Hotline(usize),
    /// A group, by index.
    AgentGroup(usize),
    /// A half hour of the day.
    Interval(usize),
}

/// The exact answer, or why there is none.
pub(super) fn exact(model: &Model) -> Result<Answer, Vec<Text>> {
    let steady = steady(model);
    steady.or_else(|why| varying::answer(model).map_err(|more| if more.is_empty() { why } else { more }))
}

/// The calls that come to a group by themselves, on the first date.
pub(super) fn arrivals(model: &Model, group: usize) -> Vec<scope::Arrival<'_>> {
    scope::own(model, group, 0)
}

/// A number of the steady state.
fn figure(place: Place, kpi: Kpi, value: f64) -> Figure {
    Figure { place, kpi, value, waiting: None }
}

/// What a KPI of an answer is called.
pub(super) fn name(kpi: Kpi) -> (&'static str, &'static str) {
    match kpi {
        Kpi::AnswerRate => ("answered", "接通率"),
        Kpi::AbandonmentRate => ("given up", "放弃率"),
        Kpi::BlockingRate => ("busy tone", "遇忙率"),
        Kpi::DelayProbability => ("calls that wait", "等待概率"),
        Kpi::MeanWaitAnswered => ("mean wait, answered", "已接通来电平均等待"),
        Kpi::MeanWaitAll => ("mean wait, all", "全部来电平均等待"),
        Kpi::MeanQueue => ("mean queue", "平均队长"),
        Kpi::MeanBusy => ("busy agents", "平均忙碌人数"),
        _ => ("occupancy of agents", "话务员占用率"),
    }
}

/// Its key in `run --json`; of a service level the threshold follows in brackets.
pub(super) fn key(kpi: Kpi, within: &[f64]) -> String {
    let key = match kpi {
        Kpi::ServiceLevel(index) => {
            return format!("service_level[{} s]", within.get(index).copied().unwrap_or_default());
        }
        Kpi::AnswerRate => "answer_rate",
        Kpi::AbandonmentRate => "abandonment_rate",
        Kpi::BlockingRate => "blocking_rate",
        Kpi::DelayProbability => "delay_probability",
        Kpi::MeanWaitAnswered => "mean_wait_answered",
        Kpi::MeanWaitAll => "mean_wait_all",
        Kpi::MeanQueue => "mean_queue",
        Kpi::MeanBusy => "mean_busy",
        Kpi::Occupancy => "occupancy",
        other => return format!("{other:?}"),
    };
    key.to_owned()
}

fn text(en: &str, zh: &str) -> Text {
    Text { en: en.to_owned(), zh: zh.to_owned() }
}
