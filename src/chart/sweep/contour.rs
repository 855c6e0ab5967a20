//! Where a table of values crosses a level.
//!
//! Marching squares: W. E. Lorensen and H. E. Cline, "Marching cubes" (1987), in two dimensions; a saddle
//! is decided by the mean of its corners.

/// A place in units of cells: the cell of column c and row r spans c to c + 1 and r to r + 1.
pub(super) type Place = (f64, f64);
pub(super) type Segment = [Place; 2];

/// Row-major values, some unknown.
pub(super) struct Field<'a> {
    pub(super) values: &'a [Option<f64>],
    pub(super) columns: usize,
}

impl Field<'_> {
    fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    fn value(&self, column: usize, row: usize) -> Option<f64> {
        self.values[row * self.columns + column]
    }

    /// Whether a place is not on the edge of the table.
    pub(super) fn inside(&self, (x, y): Place) -> bool {
        x > 0.0 && y > 0.0 && x < self.columns as f64 && y < self.rows() as f64
    }

    /// Returns the line along which values, known at the middles of cells and linear between them, equal `level`.
    ///
    /// Out to the edge of the table a value is that of the outermost middle. Next to an unknown value
    /// there is no line.
    pub(super) fn contour(&self, level: f64) -> Vec<Segment> {
        let (across, down) = (nodes(self.columns), nodes(self.rows()));
        let mut segments = Vec::new();
        for y in down.windows(2) {
            for x in across.windows(2) {
                let corner = |i: usize, j: usize| {
                    Some(Corner { at: (x[i].0, y[j].0), above: self.value(x[i].1, y[j].1)? - level })
                };
                let corners = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
                if let [Some(a), Some(b), Some(c), Some(d)] = corners {
                    segments.extend(square([a, b, c, d]));
                }
            }
        }
        segments
    }

    /// Returns the edges between cells at least as high as `level` and cells below it.
    pub(super) fn steps(&self, level: f64) -> Vec<Segment> {
        let differ =
            |a: Option<f64>, b: Option<f64>| a.zip(b).is_some_and(|(a, b)| (a >= level) != (b >= level));
        let mut segments = Vec::new();
        for row in 0..self.rows() {
            for column in 0..self.columns {
                let (x, y) = (column as f64, row as f64);
                let here = self.value(column, row);
                if column > 0 && differ(here, self.value(column - 1, row)) {
                    segments.push([(x, y), (x, y + 1.0)]);
                }
                if row > 0 && differ(here, self.value(column, row - 1)) {
                    segments.push([(x, y), (x + 1.0, y)]);
                }
            }
        }
        segments
    }
}

/// Returns the places along one direction where values are taken, with the cell of each: the edge, the middles of
/// cells, the edge.
fn nodes(cells: usize) -> Vec<(f64, usize)> {
    let middles = (0..cells).map(|i| (i as f64 + 0.5, i));
    [(0.0, 0)].into_iter().chain(middles).chain([(cells as f64, cells - 1)]).collect()
}

#[derive(Clone, Copy)]
struct Corner {
    at: Place,
    /// The value less the level.
    above: f64,
}

/// Returns the one or two segments through a square whose corners are given in turn.
fn square(corners: [Corner; 4]) -> Vec<Segment> {
    let crossings: Vec<Place> = (0..4).filter_map(|i| crossing(corners[i], corners[(i + 1) % 4])).collect();
    match crossings[..] {
        [from, to] => vec![[from, to]],
        [first, second, third, fourth] => {
            let middle = corners.iter().map(|c| c.above).sum::<f64>() >= 0.0;
            // The middle joins the first corner: the other two corners are cut off.
            if middle == (corners[0].above >= 0.0) {
                vec![[first, second], [third, fourth]]
            } else {
                vec![[fourth, first], [second, third]]
            }
        }
        _ => Vec::new(),
    }
}

/// Returns the place where the line between two corners crosses the level.
fn crossing(a: Corner, b: Corner) -> Option<Place> {
    if (a.above >= 0.0) == (b.above >= 0.0) {
        return None;
    }
    let share = a.above / (a.above - b.above);
    Some((a.at.0 + (b.at.0 - a.at.0) * share, a.at.1 + (b.at.1 - a.at.1) * share))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(values: &[Option<f64>], columns: usize) -> Field<'_> {
        Field { values, columns }
    }

    fn table(columns: usize, rows: usize, f: impl Fn(f64, f64) -> f64) -> Vec<Option<f64>> {
        let middle = |i: usize| ((i % columns) as f64 + 0.5, (i / columns) as f64 + 0.5);
        (0..columns * rows).map(|i| Some(f(middle(i).0, middle(i).1))).collect()
    }

    #[test]
    fn the_contour_of_a_plane_is_its_straight_line_from_edge_to_edge() {
        let values = table(6, 4, |x, _| x);
        let line = field(&values, 6).contour(2.8);
        assert!(line.iter().flatten().all(|at| (at.0 - 2.8).abs() < 1e-12), "{line:?}");
        let length: f64 = line.iter().map(|[a, b]| (a.1 - b.1).abs()).sum();
        assert!((length - 4.0).abs() < 1e-12, "{length}");
    }

    #[test]
    fn every_point_of_a_contour_has_the_level_on_a_slanted_plane() {
        let values = table(7, 7, |x, y| 2.0 * x - 3.0 * y);
        let inside = |v: f64| (0.5..=6.5).contains(&v);
        let line = field(&values, 7).contour(1.3);
        let inner = line.iter().flatten().filter(|at| inside(at.0) && inside(at.1)).count();
        assert!(inner > 8);
        for (x, y) in line.iter().flatten().filter(|at| inside(at.0) && inside(at.1)) {
            assert!((2.0 * x - 3.0 * y - 1.3).abs() < 1e-9, "({x}, {y})");
        }
    }

    #[test]
    fn a_closed_contour_meets_itself_and_a_saddle_has_two_branches() {
        let values = table(5, 5, |x, y| -(x - 2.5).abs() - (y - 2.5).abs());
        let line = field(&values, 5).contour(-1.2);
        for place in line.iter().flatten() {
            let meeting = line.iter().flatten().filter(|other| *other == place).count();
            assert_eq!(meeting, 2, "{place:?}");
        }
        let saddle = [1.0, 0.0, 0.0, 1.0].map(Some);
        let inner =
            |seg: &&Segment| seg.iter().all(|(x, y)| (0.5..=1.5).contains(x) && (0.5..=1.5).contains(y));
        assert_eq!(field(&saddle, 2).contour(0.6).iter().filter(inner).count(), 2);
        assert_eq!(field(&saddle, 2).contour(0.4).iter().filter(inner).count(), 2);
    }

    #[test]
    fn nothing_is_interpolated_next_to_an_unknown_value() {
        let mut values = table(3, 3, |x, _| x);
        values[4] = None;
        assert!(field(&values, 3).contour(1.2).iter().flatten().all(|(_, y)| *y <= 0.5 || *y >= 2.5));
        assert_eq!(field(&[None], 1).contour(0.0), Vec::<Segment>::new());
    }

    #[test]
    fn steps_run_between_cells_that_differ() {
        let values = [1.0, 0.0, 1.0, 1.0].map(Some);
        assert_eq!(field(&values, 2).steps(1.0), [[(1.0, 0.0), (1.0, 1.0)], [(1.0, 1.0), (2.0, 1.0)]]);
    }
}
