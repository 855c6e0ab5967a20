//! The layout of a study's points.

use super::axis::Axis;
use super::kind;
use super::list::List;
use crate::scenario::source::Value;
use crate::sweep::design::{Grid, OneAtATime, Points};
use std::fmt;

/// The points of a study, made when asked for.
pub enum Layout {
    /// Every combination of values.
    Grid(Grid),
    /// The base, then each other value alone; the axes hold these other values.
    OneAtATime(OneAtATime, Vec<Axis>),
    /// Rows of a table.
    List(List),
    /// Places in the unit cube.
    Cube(Box<dyn Points + Send + Sync>),
}

impl fmt::Debug for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} points", self.count())
    }
}

impl Layout {
    /// Number of points.
    pub fn count(&self) -> u64 {
        match self {
            Layout::Grid(grid) => grid.count(),
            Layout::OneAtATime(alone, _) => alone.count(),
            Layout::List(list) => list.count(),
            Layout::Cube(points) => points.count(),
        }
    }

    /// The value of each axis at a point; none: the scenario's own.
    pub(super) fn values(&self, axes: &[Axis], point: u64) -> Vec<Option<Value>> {
        match self {
            Layout::Grid(grid) => {
                let levels = grid.at(point);
                axes.iter().zip(levels).map(|(axis, level)| axis.level(level as u64)).collect()
            }
            Layout::OneAtATime(alone, others) => {
                let changed = alone.at(point);
                let value = |(index, axis): (usize, &Axis)| match changed {
                    Some((own, level)) if own == index => others[index].level(level as u64),
                    _ => axis.base.clone(),
                };
                axes.iter().enumerate().map(value).collect()
            }
            Layout::List(list) => list.values(axes, point),
            Layout::Cube(points) => axes
                .iter()
                .enumerate()
                .map(|(index, axis)| axis.at(points.coordinate(point, index)))
                .collect(),
        }
    }

    /// Values that show of what kind those of each axis are.
    pub(super) fn samples(&self, axes: &[Axis]) -> Vec<Vec<Value>> {
        let mut samples: Vec<Vec<Value>> = axes.iter().map(Axis::samples).collect();
        let points = if matches!(self, Layout::List(_)) { self.count() } else { 0 };
        for point in 0..points {
            for (own, value) in samples.iter_mut().zip(self.values(axes, point)) {
                // One of a kind is enough.
                let new = |value: &Value| !own.iter().any(|known| kind::is_alike(known, value));
                own.extend(value.filter(new));
            }
        }
        if let Layout::OneAtATime(..) = self {
            samples.iter_mut().zip(axes).for_each(|(own, axis)| own.extend(axis.base.clone()));
        }
        samples
    }

    /// The point at which every axis has its base.
    pub(super) fn reference(&self, axes: &[Axis]) -> Option<u64> {
        match self {
            Layout::Grid(grid) => {
                let base = axes.iter().map(Axis::base_level).collect::<Option<Vec<u64>>>();
                let place = |base: Vec<u64>| {
                    let pairs = base.iter().zip(grid.levels());
                    pairs.fold(0, |point, (level, levels)| point * *levels as u64 + level)
                };
                Some(base.map_or(0, place))
            }
            Layout::OneAtATime(..) | Layout::List(_) => Some(0),
            Layout::Cube(_) => None,
        }
    }
}
