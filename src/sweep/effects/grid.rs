//! Main effects and two-way interactions of a full grid.

use super::{Responses, jackknife};
use crate::stats::{self, Estimate};
use crate::sweep::design::Grid;

/// The decomposition of a KPI over a full grid (analysis of variance with every point weighing the same):
/// value = mean + main effects + two-way interactions + the rest, replication by replication.
#[derive(Clone, Debug)]
pub struct Effects {
    /// Mean over all points, in the KPI's unit.
    pub mean: Estimate,
    /// Mean square of the points' distances from it, chance taken off: what the shares are of.
    pub variance: f64,
    /// One per key, in the keys' order.
    pub main: Vec<MainEffect>,
    /// One per pair of keys, in order.
    pub interactions: Vec<Interaction>,
    /// Share of the variance left to interactions of three keys and more.
    pub rest: Estimate,
}

/// The effect of a key on average over all other keys.
#[derive(Clone, Debug)]
pub struct MainEffect {
    /// The key's number.
    pub key: usize,
    /// Mean over the points with each of its values less the mean over all points, in the KPI's unit.
    pub levels: Vec<Estimate>,
    /// Its share of the variance, from about 0 to 1; none where nothing varies.
    pub share: Estimate,
}

/// The joint effect of two keys beyond the sum of the effects of each.
#[derive(Clone, Debug)]
pub struct Interaction {
    /// The keys' numbers, ascending.
    pub keys: (usize, usize),
    /// In the KPI's unit, the second key's values in a row for each of the first's.
    pub cells: Vec<Estimate>,
    /// Its share of the variance; none where nothing varies.
    pub share: Estimate,
}

/// Returns the effects of a grid; none if the responses are not one per point of it.
///
/// Intervals are Student's t over replications: a contrast of the points of one replication is one
/// observation, so what common random numbers add to all points cancels. Shares: jackknife.
pub fn effects(grid: &Grid, responses: Responses) -> Option<Effects> {
    if grid.count() != responses.points() as u64 {
        return None;
    }
    let keys = grid.levels().len();
    let grand = Margin::of(grid, responses, &[]);
    let total = Squares::of_deviations(responses, grand.cell(0));
    let single: Vec<Margin> = (0..keys).map(|key| Margin::of(grid, responses, &[key])).collect();
    let main: Vec<Margin> = single.iter().map(|margin| margin.less_grand(grand.cell(0))).collect();
    let pairs: Vec<(usize, usize)> = (0..keys).flat_map(|a| (a + 1..keys).map(move |b| (a, b))).collect();
    let interaction = |&(a, b): &(usize, usize)| {
        let both = Margin::of(grid, responses, &[a, b]).less_grand(grand.cell(0));
        both.less_main(&main[a], &main[b])
    };
    let cells: Vec<Margin> = pairs.iter().map(interaction).collect();
    let squares = |margins: &[Margin]| margins.iter().map(Squares::of).collect::<Vec<Squares>>();
    let (of_main, of_pairs) = (squares(&main), squares(&cells));
    let share = |part: &Squares| total.share(|without| part.mean(without));
    let explained = |without| of_main.iter().chain(&of_pairs).map(|part| part.mean(without)).sum::<f64>();
    Some(Effects {
        mean: stats::mean(grand.cell(0).iter().copied()),
        variance: total.mean(None),
        rest: total.share(|without| total.mean(without) - explained(without)),
        main: (main.iter().zip(&of_main).enumerate())
            .map(|(key, (margin, part))| MainEffect { key, levels: margin.estimates(), share: share(part) })
            .collect(),
        interactions: (pairs.iter().zip(cells.iter().zip(&of_pairs)))
            .map(|(&keys, (margin, part))| Interaction {
                keys,
                cells: margin.estimates(),
                share: share(part),
            })
            .collect(),
    })
}

/// A value per cell of some keys and replication.
struct Margin {
    values: Vec<f64>,
    replications: usize,
}

impl Margin {
    /// Returns means over the points of each cell of `keys`, the last key's values in a row.
    fn of(grid: &Grid, responses: Responses, keys: &[usize]) -> Margin {
        let replications = responses.replications();
        let cells: usize = keys.iter().map(|&key| grid.levels()[key]).product();
        let mut margin = Margin { values: vec![0.0; cells * replications], replications };
        for point in 0..responses.points() {
            let step = |cell, &key: &usize| cell * grid.levels()[key] + grid.level(point as u64, key);
            let cell = keys.iter().fold(0, step);
            let sums = margin.values[cell * replications..].iter_mut();
            sums.zip(responses.point(point)).for_each(|(sum, value)| *sum += value);
        }
        let points = (responses.points() / cells) as f64;
        margin.values.iter_mut().for_each(|value| *value /= points);
        margin
    }

    fn cell(&self, cell: usize) -> &[f64] {
        &self.values[cell * self.replications..][..self.replications]
    }

    fn cells(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.replications)
    }

    fn less_grand(&self, grand: &[f64]) -> Margin {
        let values = self.values.iter().zip(grand.iter().cycle()).map(|(value, mean)| value - mean).collect();
        Margin { values, ..*self }
    }

    /// Returns the cells of two keys less the main effect of each.
    fn less_main(mut self, first: &Margin, second: &Margin) -> Margin {
        let mains = first.cells().flat_map(|a| second.cells().map(move |b| a.iter().zip(b)));
        let values = self.values.iter_mut().zip(mains.flatten());
        values.for_each(|(value, (a, b))| *value -= a + b);
        self
    }

    fn estimates(&self) -> Vec<Estimate> {
        self.cells().map(|cell| stats::mean(cell.iter().copied())).collect()
    }
}

/// For each pair of replications the mean over cells of the product of their values.
struct Squares {
    products: Vec<f64>,
    replications: usize,
}

impl Squares {
    fn of(margin: &Margin) -> Squares {
        let cells = margin.values.len() / margin.replications;
        let mut squares = Squares::new(margin.replications);
        margin.cells().for_each(|cell| squares.add(cell, cells));
        squares
    }

    /// Returns those of the points' distances from the mean of their replication.
    fn of_deviations(responses: Responses, grand: &[f64]) -> Squares {
        let mut squares = Squares::new(responses.replications());
        let mut cell = grand.to_vec();
        for point in 0..responses.points() {
            let own = responses.point(point).iter().zip(grand);
            cell.iter_mut().zip(own).for_each(|(cell, (value, mean))| *cell = value - mean);
            squares.add(&cell, responses.points());
        }
        squares
    }

    fn new(replications: usize) -> Squares {
        Squares { products: vec![0.0; replications * replications], replications }
    }

    /// Adds one of so many cells.
    fn add(&mut self, cell: &[f64], cells: usize) {
        for (row, x) in self.products.chunks_exact_mut(self.replications).zip(cell) {
            row.iter_mut().zip(cell).for_each(|(sum, y)| *sum += x * y / cells as f64);
        }
    }

    /// Returns the mean square of the cells' true values, from products of different replications; from a single
    /// replication with all its chance.
    fn mean(&self, without: Option<usize>) -> f64 {
        let n = self.replications;
        if n == 1 {
            return self.products[0];
        }
        let kept = || (0..n).filter(|r| Some(*r) != without);
        let pairs = kept().flat_map(|r| kept().filter(move |s| *s != r).map(move |s| (r, s)));
        let (sum, count) =
            pairs.fold((0.0, 0.0), |(sum, count), (r, s)| (sum + self.products[r * n + s], count + 1.0));
        sum / count
    }

    /// Returns a part of this whole, with the jackknife over replications.
    fn share(&self, part: impl Fn(Option<usize>) -> f64) -> Estimate {
        if self.mean(None) <= 0.0 {
            return Estimate::default();
        }
        jackknife(self.replications, |without| part(without) / self.mean(without))
    }
}
