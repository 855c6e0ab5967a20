//! The queue of future events: instants with payloads, in a tournament tree, the selection tree of sorting by replacement
//! (Knuth, TAOCP 3, 5.4.1).
//!
//! Entries stand at the leaves of a binary tree; each node above has the earlier of its two children, so the root has
//! the earliest of all. A change at a leaf is played up to the root: which nodes that meets is known beforehand, and
//! the earlier of two is chosen without a branch. A heap does fewer comparisons, but where each of them leads decides
//! what is read next, and the processor guesses wrong at most changes: that costs twice as much at a hundred
//! entries and at twenty thousand.
//!
//! Times are non-negative, so their bit patterns order as the times do and compare as integers. Entries at one instant
//! leave in an order that depends on nothing but the history of the queue.

use std::hint::select_unpredictable;

/// The key of leaves without an entry: sorts after every real key, for no time has these bits.
const VACANT: u64 = u64::MAX;
/// The time of an empty queue.
const NONE: u64 = f64::INFINITY.to_bits();
/// Leaves per entry beyond which the tree is made smaller.
const SPARSE: usize = 4;

/// A min-queue of (time, payload); payloads of no size cost nothing.
#[derive(Clone, Debug)]
pub struct EventQueue<P = u32> {
    root: Node,
    /// Bit patterns of times. Nodes are numbered from the leaves, level by level: above the siblings 2 n and 2 n + 1
    /// stands, with as many leaves as there are, node leaves + n. The root has no sibling and no place.
    keys: Vec<u64>,
    /// At which leaf each of those stands. Apart, for fewer steps to reach them.
    leaves: Vec<u32>,
    /// By leaf.
    payloads: Vec<P>,
    /// Leaves without an entry.
    vacant: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    key: u64,
    leaf: u32,
}

/// The tree while it is played.
struct Round<'c> {
    /// Number of leaves.
    count: usize,
    keys: &'c mut [u64],
    leaves: &'c mut [u32],
}

impl Round<'_> {
    /// Puts a node at its place, and in its stead the earlier of it and its sibling at the place above; false at the
    /// root, which has neither.
    #[inline(always)]
    fn play(&mut self, node: &mut Node, place: &mut usize) -> bool {
        let (at, sibling) = (*place, *place ^ 1);
        if at >= self.keys.len() {
            return false;
        }
        (self.keys[at], self.leaves[at]) = (node.key, node.leaf);
        let (other, its_leaf) = (self.keys[sibling], self.leaves[sibling]);
        let earlier = other < node.key;
        node.key = select_unpredictable(earlier, other, node.key);
        node.leaf = select_unpredictable(earlier, its_leaf, node.leaf);
        *place = self.count + at / 2;
        true
    }
}

impl<P: Copy + Default> Default for EventQueue<P> {
    fn default() -> Self {
        let mut events = EventQueue {
            root: Node { key: VACANT, leaf: 0 },
            keys: Vec::new(),
            leaves: Vec::new(),
            payloads: Vec::new(),
            vacant: Vec::new(),
        };
        events.plant(2, &[]);
        events
    }
}

impl<P: Copy + Default> EventQueue<P> {
    /// Returns the time of the earliest entry; infinite when there is none.
    #[inline(always)]
    pub fn time(&self) -> f64 {
        f64::from_bits(self.root.key.min(NONE))
    }

    /// Returns the payload of the earliest entry; meaningless when there is none.
    #[inline(always)]
    pub fn payload(&self) -> P {
        self.payloads[self.root.leaf as usize]
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.payloads.len() - self.vacant.len()
    }

    /// Returns whether there is no entry.
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
        self.enter(Node { key: time.to_bits(), leaf });
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

    /// Puts a node at its leaf, where the winner stood or any other node, and plays up to the root.
    #[inline(always)]
    fn play(&mut self, mut node: Node) {
        let (mut round, mut place) = (self.round(), node.leaf as usize);
        while round.play(&mut node, &mut place) {}
        self.root = node;
    }

    /// Does the same at a vacant leaf. From the round in which the node loses on, the others stay in place. Whether it loses
    /// in the first rounds cannot be predicted, and a wrong prediction takes longer than playing on.
    #[inline(always)]
    fn enter(&mut self, mut node: Node) {
        const UNASKED: usize = 4;
        let (own, mut place) = (node.leaf, node.leaf as usize);
        let mut round = self.round();
        let mut rounds = 0;
        while round.play(&mut node, &mut place) {
            rounds += 1;
            if rounds >= UNASKED && node.leaf != own {
                return;
            }
        }
        self.root = node;
    }

    #[inline(always)]
    fn round(&mut self) -> Round<'_> {
        let keys = self.keys.as_mut_slice();
        let leaves = &mut self.leaves[..keys.len()];
        Round { count: self.payloads.len(), keys, leaves }
    }

    /// Makes twice as many leaves; returns one of them.
    #[cold]
    #[inline(never)]
    fn grow(&mut self) -> u32 {
        let entries = self.entries();
        self.plant(2 * self.payloads.len(), &entries);
        self.vacant.pop().unwrap_or_default()
    }

    /// Halves the number of leaves.
    #[cold]
    #[inline(never)]
    fn shrink(&mut self) {
        let entries = self.entries();
        self.plant(self.payloads.len() / 2, &entries);
    }

    /// Returns all entries, by leaf.
    fn entries(&self) -> Vec<(u64, P)> {
        let all = self.keys.iter().zip(&self.payloads).map(|(key, payload)| (*key, *payload));
        all.filter(|(key, _)| *key != VACANT).collect()
    }

    /// Makes a tree with so many leaves, a power of 2 and at least 2, and these entries.
    fn plant(&mut self, leaves: usize, entries: &[(u64, P)]) {
        self.keys = vec![VACANT; 2 * leaves - 2];
        self.leaves = vec![0; 2 * leaves - 2];
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
    use crate::rng::{Key, Purpose, uniform};

    /// Up to thousands of entries and back to none, so that the tree grows and shrinks on the way.
    #[test]
    fn entries_leave_in_order_of_time_with_their_payloads() {
        let mut events: EventQueue = EventQueue::default();
        let mut sorted: Vec<(f64, u32)> = Vec::new();
        let time = |n| uniform(&mut Key::new(3).nth(n).stream(Purpose::Gap)) * 100.0;
        for n in 0..5000_u64 {
            events.push(time(n), n as u32);
            sorted.push((time(n), n as u32));
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
            if n % 3 == 0 {
                assert_eq!((events.time(), events.payload()), sorted[0]);
                sorted[0] = (events.time() + 50.0, 7);
                events.replace(events.time() + 50.0, 7);
            }
        }
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (left, entry) in (1..).zip(&sorted) {
            assert_eq!((events.time(), events.payload()), *entry);
            events.pop();
            assert_eq!(events.len(), sorted.len() - left);
        }
        assert!(events.is_empty() && events.time().is_infinite());
        assert!(events.payloads.len() <= SPARSE, "the tree is as large as ever");
    }

    #[test]
    fn what_is_never_due_is_an_entry_all_the_same() {
        let mut events: EventQueue = EventQueue::default();
        events.push(f64::INFINITY, 1);
        events.push(5.0, 2);
        events.push(f64::INFINITY, 3);
        assert_eq!((events.time(), events.payload()), (5.0, 2));
        events.pop();
        assert_eq!((events.time(), events.len()), (f64::INFINITY, 2));
        let first = events.payload();
        events.pop();
        assert_eq!(first + events.payload(), 4);
        events.pop();
        assert!(events.is_empty());
    }
}
