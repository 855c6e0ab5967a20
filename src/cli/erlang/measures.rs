//! Measures that several formulas share.

use super::table::{Measure, Quantity, measure};
use crate::dist::{Dist, Family};
use crate::theory::sizing::{Least, Target};
use crate::theory::{Queue, square_root};

/// Returns the reserve in square roots of the load, and the probability of waiting that it gives in the limit of many
/// agents.
pub(super) fn reserve(queue: Queue, patience: Option<&Dist>) -> Vec<Measure> {
    let beta = square_root::reserve(queue.offered_load(), queue.agents);
    let limit = match patience.map(Dist::family) {
        None | Some(Family::Never) => Some(square_root::p_wait(beta)),
        Some(Family::Exponential { mean }) => {
            Some(square_root::p_wait_impatient(beta, queue.service_mean / mean))
        }
        Some(_) => None,
    };
    let en = "agents above the load, in its square roots";
    let beta = measure("beta", en, "超出话务量的人数（按其平方根计）", Quantity::Number(beta));
    let en = "calls that wait, square-root rule";
    let limit = limit.map(|p_wait| {
        measure("p_wait_square_root", en, "需等待的来电（平方根法则）", Quantity::Share(p_wait))
    });
    std::iter::once(beta).chain(limit).collect()
}

/// Returns the number of agents as a measure.
pub(super) fn staff(agents: u32) -> Measure {
    measure("agents", "agents", "话务员", Quantity::Agents(agents))
}

/// Adds the heads for the agents, where the share of paid time off the line is given.
pub(super) fn add_heads(measures: &mut Vec<Measure>, agents: u32, shrinkage: Option<f64>) {
    let heads = |share: f64| (f64::from(agents) / (1.0 - share) - 1e-9).ceil() as u32;
    let heads = shrinkage.map(|share| {
        measure(
            "heads",
            "heads, with shrinkage",
            "所需人数（计入缺勤与休息）",
            Quantity::Agents(heads(share)),
        )
    });
    measures.splice(1..1, heads);
}

/// Returns the service level as a measure.
pub(super) fn level_measure(within: f64, level: f64) -> Measure {
    let (en, zh) = (format!("answered within {within} s of offered"), format!("{within} 秒内接通占来电"));
    measure("service_level", en, zh, Quantity::Share(level))
}

/// Inserts the level reached and the level with one agent less, when the least agents were asked for.
pub(super) fn margin_of(measures: &mut Vec<Measure>, least: Option<Least>, target: Option<Target>) {
    let (Some(least), Some(target)) = (least, target) else { return };
    match target {
        Target::ServedWithin { .. } => {
            margin(measures, least, "answered in time", "按时接通", Quantity::Share)
        }
        Target::AnswerRate { .. } => margin(measures, least, "calls answered", "接通率", Quantity::Share),
        Target::WaitProbability { .. } => {
            margin(measures, least, "calls that wait", "需等待的来电", Quantity::Share);
        }
        Target::Occupancy { .. } => margin(measures, least, "occupancy", "话务员占用率", Quantity::Share),
        Target::MeanWait { .. } => margin(measures, least, "mean wait", "平均等待", Quantity::Seconds),
    }
}

/// Inserts the level reached and the level with one agent less, both in a unit, after the agents.
pub(super) fn margin(
    measures: &mut Vec<Measure>,
    least: Least,
    en: &str,
    zh: &str,
    unit: fn(f64) -> Quantity,
) {
    let level = measure("level", format!("target: {en}"), format!("目标：{zh}"), unit(least.level));
    let one_less =
        measure("one_less", format!("{en}, one agent less"), format!("少一人时{zh}"), unit(least.one_less));
    measures.insert(1, level);
    measures.insert(2, one_less);
}
