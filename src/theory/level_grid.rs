//! Reads service levels of M/M/n+G off a grid, for very many half hours at once.
//!
//! A plan has some hundred thousand half hours with a load of their own, too many to solve one by one.
//! The service level is smooth in load and handle time, so it is solved exactly on a grid (cubic in
//! the log of the load, linear in the handle time) and read between its nodes; `tests` hold that against the
//! exact answer.

use super::erlang_c::ErlangC;
use super::tabulated_patience::TabulatedPatience;
use super::{Queue, Refused};
use crate::dist::Dist;
use std::collections::{BTreeMap, BTreeSet};

/// The traffic and staff of one half hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// Offered load in erlangs.
    pub load: f64,
    /// Mean handle time in seconds.
    pub handle: f64,
    /// Expected agents on duty; the level is read between the two whole numbers around it.
    pub agents: f64,
}

/// Service levels on a grid, solved for the cases that will be asked for.
pub struct LevelGrid<'a> {
    patience: TabulatedPatience<'a>,
    within: f64,
    solved: BTreeMap<Node, f64>,
}

/// A point of the grid: agents, steps of the log of the load, steps of the handle time.
type Node = (u32, i32, i32);

/// Share of calls that wait below which patience no longer matters.
const FEW: f64 = 1e-3;
/// Seconds between nodes of the handle time.
const HANDLE_STEP: f64 = 30.0;

/// Solves the service level for a whole number of agents; 0 where nobody is on duty or the queue never ends.
fn service_level(load: f64, handle: f64, agents: u32, patience: &TabulatedPatience<'_>) -> f64 {
    let queue = Queue { arrival_rate: load / handle, service_mean: handle, agents };
    if agents == 0 {
        return 0.0;
    }
    match patience.p_served_within(queue) {
        Ok(level) => level,
        Err(Refused::Overloaded { .. } | Refused::Extreme(_) | Refused::NoneEnough { .. }) => 0.0,
        // No calls: none waits.
        Err(Refused::Input { .. }) => 1.0,
    }
}

impl<'a> LevelGrid<'a> {
    /// Solves what the cases need: a few thousand queues for a plan of eleven sites, about a tenth of a second.
    pub fn new(patience: &'a Dist, within: f64, cases: impl Iterator<Item = Case>) -> LevelGrid<'a> {
        let mut nodes = BTreeSet::new();
        for case in cases {
            for (agents, _) in around(case.agents) {
                if quiet(case, agents, within).is_none() {
                    nodes.extend(weighted(case, agents).map(|(node, _)| node));
                }
            }
        }
        let patience = TabulatedPatience::new(patience, within);
        let solve = |node: Node| (node, service_level(load_at(node), handle_at(node), node.0, &patience));
        let solved = nodes.into_iter().map(solve).collect();
        LevelGrid { patience, within, solved }
    }

    /// Reads the service level of a case; one that was not announced is solved.
    pub fn at(&self, case: Case) -> f64 {
        around(case.agents).into_iter().map(|(agents, weight)| weight * self.whole(case, agents)).sum()
    }

    fn whole(&self, case: Case, agents: u32) -> f64 {
        if let Some(level) = quiet(case, agents, self.within) {
            return level;
        }
        let node = |(node, weight): (Node, f64)| {
            let solved = self.solved.get(&node).copied();
            let level = solved
                .unwrap_or_else(|| service_level(load_at(node), handle_at(node), node.0, &self.patience));
            weight * level
        };
        weighted(case, agents).map(node).sum::<f64>().clamp(0.0, 1.0)
    }
}

/// Returns the whole numbers around a number of agents, with weights that keep it as their mean.
fn around(agents: f64) -> [(u32, f64); 2] {
    let below = agents.max(0.0).floor();
    let part = agents.max(0.0) - below;
    [(below as u32, 1.0 - part), (below as u32 + 1, part)]
}

/// Returns the level where it needs no grid: nobody on duty, no calls, or next to nobody waits.
fn quiet(case: Case, agents: u32, within: f64) -> Option<f64> {
    if agents == 0 {
        return Some(0.0);
    }
    if case.load <= 0.0 {
        return Some(1.0);
    }
    let queue = Queue { arrival_rate: case.load / case.handle, service_mean: case.handle, agents };
    let endless = ErlangC::new(queue).ok().filter(|c| c.p_wait < FEW);
    endless.map(|c| c.served_within(within))
}

/// Lists the nodes around a case and their weights, which sum to 1.
fn weighted(case: Case, agents: u32) -> impl Iterator<Item = (Node, f64)> {
    let load = libm::log(case.load) / load_step(agents);
    let handle = case.handle / HANDLE_STEP;
    let (i, j) = (load.floor(), handle.floor());
    let (u, v) = (load - i, handle - j);
    // Lagrange's cubic through the nodes at -1, 0, 1 and 2.
    let cubic = [
        -u * (u - 1.0) * (u - 2.0) / 6.0,
        (u + 1.0) * (u - 1.0) * (u - 2.0) / 2.0,
        -(u + 1.0) * u * (u - 2.0) / 2.0,
        (u + 1.0) * u * (u - 1.0) / 6.0,
    ];
    let handles = [(j as i32, 1.0 - v), (j as i32 + 1, v)];
    cubic.into_iter().zip(-1..).flat_map(move |(a, di)| {
        handles.into_iter().map(move |(j, b)| ((agents, i as i32 + di, j.max(1)), a * b))
    })
}

/// Returns the step of the log of the load: a quarter of the width over which n agents become too few.
fn load_step(agents: u32) -> f64 {
    (0.35 / f64::from(agents).sqrt()).min(0.15)
}

fn load_at(node: Node) -> f64 {
    libm::exp(f64::from(node.1) * load_step(node.0))
}

fn handle_at(node: Node) -> f64 {
    f64::from(node.2) * HANDLE_STEP
}

#[cfg(test)]
mod tests {
    use super::super::mmng::p_served_within;
    use super::*;

    #[test]
    fn between_its_nodes_the_grid_is_good_to_a_thousandth() {
        let patience = Dist::weibull(0.91, 390.0).unwrap();
        for agents in [1_u32, 2, 5, 14, 40, 110] {
            for occupancy in [0.05, 0.3, 0.71, 0.83, 0.97, 1.13, 1.6] {
                for handle in [151.0, 247.0, 268.0, 311.0] {
                    let load = occupancy * f64::from(agents);
                    let case = Case { load, handle, agents: f64::from(agents) };
                    let read = LevelGrid::new(&patience, 15.0, std::iter::once(case)).at(case);
                    let queue = Queue { arrival_rate: load / handle, service_mean: handle, agents };
                    let want = p_served_within(queue, &patience, 15.0).unwrap();
                    assert!((read - want).abs() < 1e-3, "{case:?}: {read} instead of {want}");
                }
            }
        }
    }

    #[test]
    fn a_part_of_an_agent_lies_between_its_neighbours() {
        let patience = Dist::exponential(180.0).unwrap();
        let case = |agents| Case { load: 2.1, handle: 270.0, agents };
        let levels = LevelGrid::new(&patience, 15.0, [2.0, 2.6, 3.0].into_iter().map(case));
        let [low, middle, high] = [2.0, 2.6, 3.0].map(|n| levels.at(case(n)));
        assert!((middle - (0.4 * low + 0.6 * high)).abs() < 1e-12 && low < high);
        assert_eq!(levels.at(case(0.0)), 0.0, "nobody on duty answers nobody");
        assert_eq!(levels.at(Case { load: 0.0, ..case(2.0) }), 1.0);
    }

    #[test]
    fn callers_who_never_give_up_and_too_few_agents_are_a_queue_without_end() {
        let patience = TabulatedPatience::new(&Dist::NEVER, 15.0);
        assert_eq!(service_level(5.0, 300.0, 5, &patience), 0.0);
        assert!(service_level(4.0, 300.0, 5, &patience) > 0.0);
    }
}
