//! Designs of listed values: points by index of value.

/// Every combination of the keys' values; the first key varies slowest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    levels: Vec<usize>,
}

impl Grid {
    /// Makes the grid of keys with so many values each; none if one has no value or 2^64 points are not enough.
    pub fn new(levels: Vec<usize>) -> Option<Grid> {
        let count = levels.iter().try_fold(1_u64, |count, &n| count.checked_mul(n as u64))?;
        (count > 0).then_some(Grid { levels })
    }

    /// Returns the number of values of each key.
    pub fn levels(&self) -> &[usize] {
        &self.levels
    }

    /// Returns the number of points.
    pub fn count(&self) -> u64 {
        self.levels.iter().map(|&n| n as u64).product()
    }

    /// Returns the index of each key's value at a point.
    pub fn at(&self, point: u64) -> Vec<usize> {
        (0..self.levels.len()).map(|key| self.level(point, key)).collect()
    }

    /// Returns the index of one key's value at a point.
    pub fn level(&self, point: u64, key: usize) -> usize {
        let faster: u64 = self.levels[key + 1..].iter().map(|&n| n as u64).product();
        (point / faster % self.levels[key] as u64) as usize
    }
}

/// The base, then each key's other values in turn with all other keys at the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneAtATime {
    levels: Vec<usize>,
}

impl OneAtATime {
    /// Makes the design of keys with so many values each besides the base's.
    pub fn new(levels: Vec<usize>) -> OneAtATime {
        OneAtATime { levels }
    }

    /// Returns the number of points, the base included.
    pub fn count(&self) -> u64 {
        1 + self.levels.iter().map(|&n| n as u64).sum::<u64>()
    }

    /// Returns the key that a point changes and the index of its value; none for the base, point 0.
    pub fn at(&self, point: u64) -> Option<(usize, usize)> {
        let mut rest = point.checked_sub(1)?;
        for (key, &levels) in self.levels.iter().enumerate() {
            if rest < levels as u64 {
                return Some((key, rest as usize));
            }
            rest -= levels as u64;
        }
        None
    }
}
