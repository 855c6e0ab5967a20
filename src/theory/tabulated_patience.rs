//! Service levels of very many queues whose callers have the same patience.
//!
//! [`mmng::p_served_within`] evaluates survival and limited mean of the patience anew for every queue. Here they are
//! tabulated once, at the nodes of fixed panels; a queue then costs one exponential per node. Where the panels are too
//! wide for it, as the two rules of every panel tell, the queue is solved directly.

use super::mmng;
use super::quadrature::nodes;
use super::{Queue, Refused, erlang_b};
use crate::dist::{Dist, Tail};

/// A patience at the nodes of fixed panels, for one acceptable wait.
pub struct TabulatedPatience<'a> {
    patience: &'a Dist,
    within: f64,
    points: Vec<Point>,
}

/// A node: the wait, its weights in the rules of Kronrod and Gauss, survival and limited mean of the patience.
struct Point {
    wait: f64,
    kronrod: f64,
    gauss: f64,
    survival: f64,
    limited: f64,
}

/// Widths of the first panel, and of those in the middle, in seconds.
const FIRST: f64 = 0.01;
const WIDTH: f64 = 20.0;
/// The part of the wait that a panel is wide, far out.
const PART: f64 = 1.0 / 16.0;
/// The longest wait of the table, in seconds.
const LONGEST: f64 = 50_000.0;
/// Jumps of the survival at most, each of which begins a panel.
const MOST_BREAKS: usize = 50;
/// Where the logarithm of the weight lies so far below the peak's, nothing counts.
const NOTHING: f64 = 45.0;
/// Difference of the two rules, in parts of the integral, up to which that of Kronrod is good to 1e-10.
const CLOSE: f64 = 1e-7;

impl<'a> TabulatedPatience<'a> {
    /// Tabulates a patience for an acceptable wait in seconds.
    pub fn new(patience: &'a Dist, within: f64) -> TabulatedPatience<'a> {
        let tail = Tail::new(patience);
        let edges = edges(patience, within);
        let panels = edges.windows(2).flat_map(|edge| {
            let mut panel: Vec<_> = nodes(edge[0], edge[1]).collect();
            panel.sort_by(|a, b| a.x.total_cmp(&b.x));
            panel
        });
        let point = |node: super::quadrature::Node| Point {
            wait: node.x,
            kronrod: node.kronrod,
            gauss: node.gauss,
            survival: tail.survival(node.x),
            limited: tail.limited_mean(node.x),
        };
        TabulatedPatience { patience, within, points: panels.map(point).collect() }
    }

    /// Returns answered within the acceptable wait / offered, see [`mmng::p_served_within`].
    pub fn p_served_within(&self, queue: Queue) -> Result<f64, Refused> {
        let queue = queue.checked()?;
        match self.level(queue) {
            Some(level) => Ok(level),
            None => mmng::p_served_within(queue, self.patience, self.within),
        }
    }

    /// The level by the table; none where the table does not do.
    fn level(&self, queue: Queue) -> Option<f64> {
        let (lambda, n_mu) = (queue.arrival_rate, queue.capacity());
        let log_weight = |point: &Point| lambda * point.limited - n_mu * point.wait;
        // The weight rises to one peak and falls from there.
        let mut top = 0.0_f64;
        let mut last = None;
        for (index, point) in self.points.iter().enumerate() {
            let here = log_weight(point);
            top = top.max(here);
            if here < top - NOTHING {
                last = Some(index);
                break;
            }
        }
        let points = &self.points[..last?];
        let (mut whole, mut kept) = ([0.0; 2], [0.0; 2]);
        for point in points {
            let weight = libm::exp(log_weight(point) - top);
            let parts = [point.kronrod * weight, point.gauss * weight];
            (0..2).for_each(|rule| whole[rule] += parts[rule]);
            if point.wait < self.within {
                (0..2).for_each(|rule| kept[rule] += parts[rule] * point.survival);
            }
        }
        let far = |sums: [f64; 2]| (sums[0] - sums[1]).abs() > CLOSE * whole[0];
        if far(whole) || far(kept) {
            return None;
        }
        let eps =
            erlang_b::inverse(queue.offered_load(), queue.agents.checked_sub(1)?).ok()? * libm::exp(-top);
        let scale = lambda / (eps + lambda * whole[0]);
        let level = 1.0 - scale * whole[0] + scale * kept[0];
        level.is_finite().then(|| level.clamp(0.0, 1.0))
    }
}

/// The edges of the panels: fine at first, where survival may fall steeply, and at jumps and the acceptable wait.
fn edges(patience: &Dist, within: f64) -> Vec<f64> {
    let (mut edges, mut edge, mut width) = (vec![0.0], 0.0, FIRST);
    while edge < LONGEST {
        edge += width;
        edges.push(edge);
        width = (2.0 * width).min(WIDTH.max(PART * edge));
    }
    let breaks = patience.breaks();
    if breaks.len() <= MOST_BREAKS {
        edges.extend(breaks.into_iter().filter(|at| *at < LONGEST));
    }
    edges.push(within.min(LONGEST));
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_by_the_table_are_those_of_the_integrals() {
        let mut by_table = 0;
        for patience in [
            Dist::weibull(0.91, 390.0).unwrap(),
            Dist::exponential(180.0).unwrap(),
            Dist::lognormal(240.0, 1.0).unwrap(),
            Dist::deterministic(90.0).unwrap(),
            Dist::uniform(30.0, 240.0).unwrap(),
            Dist::NEVER,
        ] {
            for within in [0.0, 15.0, 60.0] {
                let table = TabulatedPatience::new(&patience, within);
                for (agents, load) in
                    [(1, 0.05), (1, 0.9), (1, 3.0), (7, 6.5), (40, 44.0), (110, 100.0), (900, 950.0)]
                {
                    let queue = Queue { arrival_rate: load / 270.0, service_mean: 270.0, agents };
                    by_table += usize::from(table.level(queue).is_some());
                    let (read, want) =
                        (table.p_served_within(queue), mmng::p_served_within(queue, &patience, within));
                    match (read, want) {
                        (Ok(read), Ok(want)) => {
                            assert!((read - want).abs() < 1e-9, "{patience:?}, {queue:?}: {read}, {want}");
                        }
                        (read, want) => assert_eq!(read, want),
                    }
                }
            }
        }
        assert!(by_table > 80, "{by_table}");
    }
}
