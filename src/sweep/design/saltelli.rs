//! The points that Sobol indices are estimated from.

use super::{Points, Sobol};

/// The matrix that a point is a row of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The first matrix.
    A,
    /// The second, independent of it.
    B,
    /// The first with this key's column from the second.
    Swapped(usize),
}

/// Saltelli's (2010) radial scheme: from two independent matrices A and B of n rows and d keys come
/// n (d + 2) points, row by row A, B, A with column 1 from B, ..., A with column d from B.
///
/// The rows of (A, B) are points of eight independently scrambled Sobol sequences in 2 d dimensions, which take turns: rows
/// of one sequence depend on each other, and only independent ones tell how far an index may be off. Eight times
/// a power of two of rows keeps all of them even.
#[derive(Clone, Debug)]
pub struct Saltelli {
    /// By scrambling.
    sequences: Vec<Sobol>,
    keys: usize,
    rows: u64,
}

impl Saltelli {
    /// Independent scramblings: fewer give wide intervals of Student's t, more leave each of them too few rows to be even.
    pub const SCRAMBLINGS: u64 = 8;

    /// Makes the scheme of `rows` rows for `keys` keys.
    pub fn new(seed: u64, keys: usize, rows: u64) -> Saltelli {
        let each = rows.div_ceil(Saltelli::SCRAMBLINGS);
        let sequence = |nth| Sobol::scrambled(seed, nth, 2 * keys, each);
        Saltelli { sequences: (0..Saltelli::SCRAMBLINGS).map(sequence).collect(), keys, rows }
    }

    /// Returns the scrambling that a row is of, from 0.
    pub fn scrambling(row: u64) -> u64 {
        row % Saltelli::SCRAMBLINGS
    }

    /// Returns the row and matrix of a point of the scheme for `keys` keys.
    pub fn role(keys: usize, point: u64) -> (u64, Role) {
        let per_row = keys as u64 + 2;
        let role = match point % per_row {
            0 => Role::A,
            1 => Role::B,
            column => Role::Swapped(column as usize - 2),
        };
        (point / per_row, role)
    }
}

impl Points for Saltelli {
    fn count(&self) -> u64 {
        self.rows * (self.keys as u64 + 2)
    }

    fn dimensions(&self) -> usize {
        self.keys
    }

    fn coordinate(&self, point: u64, dimension: usize) -> f64 {
        let (row, role) = Saltelli::role(self.keys, point);
        let second = role == Role::B || role == Role::Swapped(dimension);
        let sequence = &self.sequences[Saltelli::scrambling(row) as usize];
        sequence
            .coordinate(row / Saltelli::SCRAMBLINGS, if second { self.keys + dimension } else { dimension })
    }
}
