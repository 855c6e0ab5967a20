//! A calendar of instants, each with a payload: a tournament tree, the selection tree of sorting by replacement (Knuth,
//! TAOCP 3, 5.4.1).
//!
//! Entries stand at the leaves of a binary tree; each node above has the earlier of its two children, so the root has
//! the earliest of all. A change at a leaf is played up to the root: which nodes that meets is known beforehand, and
//! the earlier of two is chosen without a branch. A heap does fewer comparisons, but where each of them leads decides
//! what is read next, and the processor guesses wrong at most changes: that costs twice as much at a hundred
//! entries and at twenty thousand.
//!
//! Times are non-negative, so their bit patterns order as the times do and compare as integers. Entries at one instant
//! leave in an order that depends on nothing but the history of the calendar.

use std::hint::select_unpredictable;

/// The key of leaves without an entry: sorts after every real key, for no time has these bits.
const VACANT: u64 = u64::MAX;
/// Nothing is due.
const NONE: u64 = f64::INFINITY.to_bits();
/// Leaves without an entry, for each that has one, from which on the tree is made smaller.
const SPARSE: usize = 8;

/// A min-queue of (time, payload); payloads of no size cost nothing.
#[derive(Clone, Debug)]
pub struct Calendar<P = u32> {
    root: Node,
    /// The two children of each node, numbered from the root, 1: those of node n are nodes 2 n and 2 n + 1.
    pairs: Vec<[Node; 2]>,
    /// By leaf.
    payloads: Vec<P>,
    /// Leaves without an entry.
    vacant: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Bit pattern of a time.
    key: u64,
    leaf: u32,
}

impl<P: Copy + Default> Default for Calendar<P> {
    fn default() -> Self {
        let mut calendar = Calendar {
            root: Node { key: VACANT, leaf: 0 },
            pairs: Vec::new(),
            payloads: Vec::new(),
            vacant: Vec::new(),
        };
        calendar.plant(2, &[]);
        calendar
    }
}

impl<P: Copy + Default> Calendar<P> {
    /// The time of the earliest entry; infinite when there is none.
    #[inline(always)]
    pub fn time(&self) -> f64 {
        f64::from_bits(self.root.key.min(NONE))
    }

    /// The payload of the earliest entry; meaningless when there is none.
    #[inline(always)]
    pub fn payload(&self) -> P {
        self.payloads[self.root.leaf as usize]
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.payloads.len() - self.vacant.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds an entry.
    #[inline]
    pub fn push(&mut self, time: f64, payload: P) {
        debug_assert!(time >= 0.0, "time {time} is negative or not a number");
        let leaf = match self.vacant.pop() {
            Some(leaf) => leaf,
            None => self.grow(),
        };
        self.payloads[leaf as usize] = payload;
        self.play(Node { key: time.to_bits(), leaf });
    }

    /// Removes the earliest entry, which there is.
    #[inline]
    pub fn pop(&mut self) {
        debug_assert!(!self.is_empty());
        let leaf = self.root.leaf;
        self.vacant.push(leaf);
        self.play(Node { key: VACANT, leaf });
        if self.payloads.len() > SPARSE * (self.len() + 1) {
            self.shrink();
        }
    }

    /// Replaces the earliest entry: one pass where a removal and an addition would take two.
    #[inline]
    pub fn replace(&mut self, time: f64, payload: P) {
        debug_assert!(!self.is_empty() && time >= 0.0);
        let leaf = self.root.leaf;
        self.payloads[leaf as usize] = payload;
        self.play(Node { key: time.to_bits(), leaf });
    }

    /// Puts a node at its leaf and lets the earlier of each pair move up.
    #[inline(always)]
    fn play(&mut self, mut node: Node) {
        let pairs = self.pairs.as_mut_slice();
        let mut place = self.payloads.len() + node.leaf as usize;
        while place > 1 {
            let pair = &mut pairs[place / 2];
            pair[place % 2] = node;
            let other = pair[1 - place % 2];
            let earlier = other.key < node.key;
            node.key = select_unpredictable(earlier, other.key, node.key);
            node.leaf = select_unpredictable(earlier, other.leaf, node.leaf);
            place /= 2;
        }
        self.root = node;
    }

    /// Twice as many leaves; one of them.
    #[cold]
    #[inline(never)]
    fn grow(&mut self) -> u32 {
        let entries = self.entries();
        self.plant(2 * self.payloads.len(), &entries);
        self.vacant.pop().unwrap_or_default()
    }

    /// Half as many leaves.
    #[cold]
    #[inline(never)]
    fn shrink(&mut self) {
        let entries = self.entries();
        self.plant(self.payloads.len() / 2, &entries);
    }

    /// All entries, by leaf.
    fn entries(&self) -> Vec<(u64, P)> {
        let leaves = self.pairs[self.pairs.len() / 2..].iter().flatten();
        let all = leaves.zip(&self.payloads).map(|(node, payload)| (node.key, *payload));
        all.filter(|(key, _)| *key != VACANT).collect()
    }

    /// A tree with so many leaves, a power of 2 and at least 2, and these entries.
    fn plant(&mut self, leaves: usize, entries: &[(u64, P)]) {
        let nobody = Node { key: VACANT, leaf: 0 };
        self.pairs = vec![[nobody; 2]; leaves];
        self.payloads = vec![P::default(); leaves];
        // The last is taken first: leaves are used from the first on.
        self.vacant = (entries.len() as u32..leaves as u32).rev().collect();
        for leaf in (0..leaves as u32).rev() {
            let (key, payload) = entries.get(leaf as usize).copied().unwrap_or((VACANT, P::default()));
            self.payloads[leaf as usize] = payload;
            self.play(Node { key, leaf });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, Purpose, unit};

    /// Up to thousands of entries and back to none, so that the tree grows and shrinks on the way.
    #[test]
    fn entries_leave_in_order_of_time_with_their_payloads() {
        let mut calendar: Calendar = Calendar::default();
        let mut sorted: Vec<(f64, u32)> = Vec::new();
        let time = |n| unit(&mut Key::new(3).nth(n).words(Purpose::Gap)) * 100.0;
        for n in 0..5000_u64 {
            calendar.push(time(n), n as u32);
            sorted.push((time(n), n as u32));
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
            if n % 3 == 0 {
                assert_eq!((calendar.time(), calendar.payload()), sorted[0]);
                sorted[0] = (calendar.time() + 50.0, 7);
                calendar.replace(calendar.time() + 50.0, 7);
            }
        }
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (left, entry) in (1..).zip(&sorted) {
            assert_eq!((calendar.time(), calendar.payload()), *entry);
            calendar.pop();
            assert_eq!(calendar.len(), sorted.len() - left);
        }
        assert!(calendar.is_empty() && calendar.time().is_infinite());
        assert!(calendar.payloads.len() <= SPARSE, "the tree is as large as ever");
    }

    #[test]
    fn what_is_never_due_is_an_entry_all_the_same() {
        let mut calendar: Calendar = Calendar::default();
        calendar.push(f64::INFINITY, 1);
        calendar.push(5.0, 2);
        calendar.push(f64::INFINITY, 3);
        assert_eq!((calendar.time(), calendar.payload()), (5.0, 2));
        calendar.pop();
        assert_eq!((calendar.time(), calendar.len()), (f64::INFINITY, 2));
        let first = calendar.payload();
        calendar.pop();
        assert_eq!(first + calendar.payload(), 4);
        calendar.pop();
        assert!(calendar.is_empty());
    }
}
