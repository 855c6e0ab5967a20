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
/// n (d + 2) points, row by row A, B, A with column 1 from B, ..., A with column d from B. The rows of (A, B) are
/// points of one Sobol sequence in 2 d dimensions; a power of two of rows keeps it even.
#[derive(Clone, Debug)]
pub struct Saltelli {
    rows: Sobol,
    keys: usize,
}

impl Saltelli {
    /// Makes the scheme of `rows` rows for `keys` keys.
    pub fn new(seed: u64, keys: usize, rows: u64) -> Saltelli {
        Saltelli { rows: Sobol::new(seed, 2 * keys, rows), keys }
    }

    /// Returns the points per row: keys + 2.
    pub fn per_row(&self) -> u64 {
        self.keys as u64 + 2
    }

    /// Returns the row and matrix of a point.
    pub fn role(&self, point: u64) -> (u64, Role) {
        let role = match point % self.per_row() {
            0 => Role::A,
            1 => Role::B,
            column => Role::Swapped(column as usize - 2),
        };
        (point / self.per_row(), role)
    }
}

impl Points for Saltelli {
    fn count(&self) -> u64 {
        self.rows.count() * self.per_row()
    }

    fn dimensions(&self) -> usize {
        self.keys
    }

    fn coordinate(&self, point: u64, dimension: usize) -> f64 {
        let (row, role) = self.role(point);
        let second = role == Role::B || role == Role::Swapped(dimension);
        self.rows.coordinate(row, if second { self.keys + dimension } else { dimension })
    }
}
