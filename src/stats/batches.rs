//! Per-replication values in bounded memory.

/// Values per batch of replications: one replication each until there are too many, then
/// neighbours are merged in pairs, so that memory is bounded whatever the number of replications.
/// Intervals then rest on batches of equal size (the grouped jackknife; Shao and Tu 1995, 2.3).
#[derive(Clone, Debug)]
pub struct Batches<T> {
    values: Vec<T>,
    /// Replications per batch.
    size: usize,
    /// Replications of an independent observation: batches never hold fewer.
    unit: usize,
    /// Replications in the last batch.
    filled: usize,
    /// Batches kept at most; between half of this and this once merging begins.
    most: usize,
}

/// Batches kept at most by default.
const MOST: usize = 512;

impl<T> Default for Batches<T> {
    fn default() -> Self {
        Batches::at_most(MOST)
    }
}

impl<T> Batches<T> {
    /// No values yet; never more than `most` batches.
    pub fn at_most(most: usize) -> Self {
        Batches { values: Vec::new(), size: 1, unit: 1, filled: 1, most }
    }

    /// No values yet; `unit` replications make an independent observation, as mirrored pairs do.
    pub fn of_units(unit: usize) -> Self {
        Batches { size: unit, unit, ..Batches::default() }
    }
}

impl<T: Clone> Batches<T> {
    /// Makes room for the values of so many more replications.
    pub fn make_room(&mut self, replications: usize) {
        self.values.reserve(replications.div_ceil(self.size).min(self.most - self.values.len()));
    }

    /// Adds the next replication's value; `merge` joins a value into another.
    pub fn push(&mut self, value: T, merge: impl Fn(&mut T, &T)) {
        if let Some(last) = self.values.last_mut().filter(|_| self.filled < self.size) {
            merge(last, &value);
            self.filled += 1;
            return;
        }
        if self.values.len() == self.most {
            self.halve(&merge);
        }
        self.values.push(value);
        self.filled = 1;
    }

    fn halve(&mut self, merge: &impl Fn(&mut T, &T)) {
        let pairs = std::mem::take(&mut self.values);
        self.values = pairs
            .chunks(2)
            .map(|pair| {
                let mut joint = pair[0].clone();
                pair[1..].iter().for_each(|other| merge(&mut joint, other));
                joint
            })
            .collect();
        self.size *= 2;
    }

    /// Returns the batches whose size is full: equal shares of the replications. A last, partial batch is
    /// left out of intervals (but belongs to [`Batches::all`]).
    pub fn full(&self) -> &[T] {
        let partial = usize::from(self.filled < self.size);
        &self.values[..self.values.len() - partial.min(self.values.len())]
    }

    /// Joins the values of another series of the same replications, batch by batch.
    pub fn join(&mut self, other: &Batches<T>, merge: impl Fn(&mut T, &T)) {
        if self.values.is_empty() {
            *self = other.clone();
            return;
        }
        debug_assert_eq!((self.values.len(), self.size), (other.values.len(), other.size));
        self.values.iter_mut().zip(&other.values).for_each(|(own, other)| merge(own, other));
    }

    /// Replications per full batch.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Replications of an independent observation.
    pub fn unit(&self) -> usize {
        self.unit
    }

    /// Independent observations in the full batches.
    pub fn observations(&self) -> u64 {
        (self.full().len() * (self.size / self.unit)) as u64
    }

    /// Returns all batches, a partial one included.
    pub fn all(&self) -> &[T] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded_and_nothing_is_lost() {
        let mut batches = Batches::default();
        for n in 0..5000_u64 {
            batches.push(n, |a, b| *a += b);
        }
        assert!(batches.all().len() <= MOST);
        assert_eq!(batches.all().iter().sum::<u64>(), 5000 * 4999 / 2);
        assert!(batches.full().len() >= MOST / 2);
    }

    #[test]
    fn few_replications_stay_apart() {
        let mut batches = Batches::default();
        (0..20).for_each(|n| batches.push(n, |a, b| *a += b));
        assert_eq!(batches.full(), (0..20).collect::<Vec<i32>>());
    }

    #[test]
    fn pairs_stay_together() {
        let mut batches = Batches::of_units(2);
        (1..6).for_each(|n| batches.push(n, |a, b| *a += b));
        assert_eq!((batches.full(), batches.all()), (&[3, 7][..], &[3, 7, 5][..]));
        assert_eq!((batches.observations(), batches.size()), (2, 2));
    }
}
