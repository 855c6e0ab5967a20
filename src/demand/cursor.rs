//! Where a source of calls stands among its candidates.

use crate::dist::Draw;
use crate::rng::{Key, Purpose};
use crate::time::HOUR;

/// The candidate of a layer of the field whose turn it is. Layers are laid in cells along time, each with a
/// sequence of candidates of its own, so that only cells into which the rate reaches cost anything.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    /// Key of the layer on this date.
    layer: Key,
    /// Key of the cell's candidates.
    key: Key,
    /// Number of the candidate after this one.
    number: u64,
    /// This candidate's key and instant.
    pub(super) candidate: Key,
    pub(super) at: f64,
    /// The step of the day in which that is, when inverted.
    pub(super) step: usize,
    /// Where its cell ends, and how long cells are.
    pub(super) cell_end: f64,
    cell: f64,
    /// The hour of the day in which the next cell begins.
    next_hour: usize,
    /// Every candidate of this cell lies under the rate curve.
    pub(super) sure: bool,
    /// Bottom of the layer, calls per second.
    pub(super) floor: f64,
    /// Height of the layer, calls per second, and its inverse.
    pub(super) height: f64,
    pub(super) mean_gap: f64,
}

impl Cursor {
    /// At the start of the first cell, in which the rate is within `first`, of the layer between two rates on the day
    /// that begins at `midnight`.
    pub(super) fn new(layer: Key, midnight: f64, [floor, top]: [f64; 2], cell: f64, first: Extent) -> Cursor {
        let height = top - floor;
        Cursor {
            layer,
            key: layer,
            number: 0,
            candidate: layer,
            at: midnight,
            step: 0,
            cell_end: midnight + cell,
            cell,
            next_hour: (cell / HOUR) as usize,
            sure: first.lowest >= floor + height,
            floor,
            height,
            mean_gap: 1.0 / height,
        }
    }

    /// Makes the next candidate the present one; returns its unit exponential.
    #[inline(always)]
    pub(super) fn draw<D: Draw>(&mut self) -> f64 {
        self.candidate = self.key.nth(self.number);
        self.number += 1;
        D::exponential(&mut self.candidate.stream(Purpose::Gap))
    }

    /// Moves to the start of the next cell of the day into which the rate reaches, if there is one.
    pub(super) fn next_cell(&mut self, midnight: f64, hourly: &[Extent; 24]) -> bool {
        let hours = hourly[self.next_hour..].iter();
        let Some(skipped) = hours.clone().position(|rate| rate.highest > self.floor) else { return false };
        let hour = self.next_hour + skipped;
        self.at = midnight + hour as f64 * HOUR;
        self.cell_end = self.at + self.cell;
        self.next_hour = hour + 1;
        self.sure = hourly[hour].lowest >= self.floor + self.height;
        self.key = self.layer.with(hour as u64);
        self.number = 0;
        true
    }
}

/// The lowest and the highest rate of a time, calls per second.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    pub(super) lowest: f64,
    pub(super) highest: f64,
}

impl Extent {
    /// Of no time.
    pub(super) const EMPTY: Extent = Extent { lowest: f64::INFINITY, highest: 0.0 };

    /// Of both times.
    pub(super) fn and(self, other: Extent) -> Extent {
        Extent { lowest: self.lowest.min(other.lowest), highest: self.highest.max(other.highest) }
    }
}
