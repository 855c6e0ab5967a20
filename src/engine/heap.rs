//! The calendar of pending events: a 4-ary heap of times with a payload.
//!
//! Times are non-negative, so their bit patterns order as the times do and a key compares as one
//! integer: the time above, the payload below. Equal times therefore leave in the order of their
//! payloads: the order is total and stated by whoever builds the payload. Families of four are
//! padded with the largest key, which makes the choice of the least child branch-free; a 4-ary heap
//! on integer keys was the fastest of the structures measured from 1 to 20,000 agents
//! (`benches/calendar.rs`).

/// Children per node.
const ARITY: usize = 4;
/// Sorts after every real key.
const VACANT: u128 = u128::MAX;

/// A min-heap of (time, payload).
#[derive(Clone, Debug)]
pub struct Heap {
    /// Keys in heap order, padded with `VACANT` to whole families.
    keys: Vec<u128>,
    len: usize,
}

impl Default for Heap {
    fn default() -> Self {
        Heap { keys: vec![VACANT; 1 + ARITY], len: 0 }
    }
}

fn key(time: f64, payload: u64) -> u128 {
    debug_assert!(time >= 0.0, "time {time} is negative or not a number");
    (u128::from(time.to_bits()) << 64) | u128::from(payload)
}

impl Heap {
    /// The time of the earliest entry; infinite when there is none.
    #[inline]
    pub fn time(&self) -> f64 {
        match self.keys[0] {
            VACANT => f64::INFINITY,
            key => f64::from_bits((key >> 64) as u64),
        }
    }

    /// The payload of the earliest entry; meaningless when there is none.
    #[inline]
    pub fn payload(&self) -> u64 {
        self.keys[0] as u64
    }

    /// Number of entries.
    #[inline]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds an entry.
    #[inline]
    pub fn push(&mut self, time: f64, payload: u64) {
        let key = key(time, payload);
        let mut hole = self.len;
        self.len += 1;
        if self.keys.len() < self.len + ARITY {
            self.keys.resize(2 * self.len + ARITY, VACANT);
        }
        while hole > 0 {
            let parent = (hole - 1) / ARITY;
            if self.keys[parent] <= key {
                break;
            }
            self.keys[hole] = self.keys[parent];
            hole = parent;
        }
        self.keys[hole] = key;
    }

    /// Removes the earliest entry.
    #[inline]
    pub fn pop(&mut self) {
        debug_assert!(self.len > 0);
        self.len -= 1;
        let last = std::mem::replace(&mut self.keys[self.len], VACANT);
        if self.len > 0 {
            self.sink(last);
        }
    }

    /// Replaces the earliest entry: one pass where a removal and an addition would take two.
    #[inline]
    pub fn replace(&mut self, time: f64, payload: u64) {
        debug_assert!(self.len > 0);
        self.sink(key(time, payload));
    }

    /// Puts `key` where the root was and restores the order.
    #[inline]
    fn sink(&mut self, key: u128) {
        let keys = self.keys.as_mut_slice();
        let mut hole = 0;
        loop {
            let first = hole * ARITY + 1;
            let Some(&[a, b, c, d]) = keys.get(first..).and_then(|family| family.first_chunk()) else {
                break;
            };
            let (low, i) = if b < a { (b, 1) } else { (a, 0) };
            let (high, j) = if d < c { (d, 3) } else { (c, 2) };
            let (least, child) = if high < low { (high, j) } else { (low, i) };
            if least >= key {
                break;
            }
            keys[hole] = least;
            hole = first + child;
        }
        keys[hole] = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, Purpose, unit};

    #[test]
    fn entries_leave_in_order_of_time_then_payload() {
        let mut heap = Heap::default();
        let mut sorted = Vec::new();
        for n in 0..5000_u64 {
            // Coarse times make ties.
            let time = (unit(&mut Key::new(3).nth(n).words(Purpose::Gap)) * 100.0).floor();
            heap.push(time, n % 7);
            sorted.push((time as u64, n % 7));
            if n % 3 == 0 {
                let least = *sorted.iter().min().unwrap();
                assert_eq!((heap.time() as u64, heap.payload()), least);
                sorted.remove(sorted.iter().position(|e| *e == least).unwrap());
                sorted.push((least.0 + 50, 1));
                heap.replace(heap.time() + 50.0, 1);
            }
        }
        sorted.sort_unstable();
        for entry in sorted {
            assert_eq!((heap.time() as u64, heap.payload()), entry);
            heap.pop();
        }
        assert!(heap.is_empty() && heap.time().is_infinite());
    }
}
