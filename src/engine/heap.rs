//! The calendar of service ends: a 4-ary heap of times, each with a payload.
//!
//! Times are non-negative, so their bit patterns order as the times do and compare as integers.
//! Families of four are padded with the largest key, which makes the choice of the least child
//! branch-free. Keys and payloads lie apart: the search for the least child reads keys alone. Entries
//! at one instant leave in an order that depends on nothing but the history of pushes and pops.

/// Children per node.
const ARITY: usize = 4;
/// Sorts after every real key: no time has these bits.
const VACANT: u64 = u64::MAX;
/// The key of the root when there is no entry.
const NONE: u64 = f64::INFINITY.to_bits();

/// A min-heap of (time, payload); payloads of no size cost nothing.
#[derive(Clone, Debug)]
pub struct Heap<P = u32> {
    root: Node<P>,
    /// The children of node n, together; nodes are numbered level by level from the root, 0.
    families: Vec<Family<P>>,
    len: usize,
}

#[derive(Clone, Copy, Debug)]
struct Node<P> {
    key: u64,
    payload: P,
}

#[derive(Clone, Copy, Debug)]
struct Family<P> {
    /// Bit patterns of times; vacant places sort last.
    keys: [u64; ARITY],
    payloads: [P; ARITY],
}

impl<P: Copy + Default> Default for Heap<P> {
    fn default() -> Self {
        Heap { root: Node { key: NONE, ..Node::vacant() }, families: vec![Family::vacant()], len: 0 }
    }
}

impl<P: Copy + Default> Node<P> {
    fn vacant() -> Self {
        Node { key: VACANT, payload: P::default() }
    }
}

impl<P: Copy + Default> Heap<P> {
    /// The time of the earliest entry; infinite when there is none.
    #[inline(always)]
    pub fn time(&self) -> f64 {
        f64::from_bits(self.root.key)
    }

    /// The payload of the earliest entry; meaningless when there is none.
    #[inline(always)]
    pub fn payload(&self) -> P {
        self.root.payload
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds an entry.
    #[inline]
    pub fn push(&mut self, time: f64, payload: P) {
        debug_assert!(time >= 0.0, "time {time} is negative or not a number");
        let node = Node { key: time.to_bits(), payload };
        let hole = self.len;
        self.len += 1;
        if hole / ARITY >= self.families.len() {
            self.families.resize(2 * self.families.len(), Family::vacant());
        }
        self.rise(hole, node);
    }

    /// Removes the earliest entry.
    #[inline]
    pub fn pop(&mut self) {
        debug_assert!(self.len > 0);
        self.len -= 1;
        let last = self.node(self.len);
        self.set(self.len, Node::vacant());
        match self.len {
            0 => self.root.key = NONE,
            _ => self.sink(last),
        }
    }

    /// Replaces the earliest entry: one pass where a removal and an addition would take two.
    #[inline]
    pub fn replace(&mut self, time: f64, payload: P) {
        debug_assert!(self.len > 0 && time >= 0.0);
        self.sink(Node { key: time.to_bits(), payload });
    }

    fn node(&self, n: usize) -> Node<P> {
        match n.checked_sub(1) {
            None => self.root,
            Some(place) => {
                let family = &self.families[place / ARITY];
                Node { key: family.keys[place % ARITY], payload: family.payloads[place % ARITY] }
            }
        }
    }

    fn set(&mut self, n: usize, node: Node<P>) {
        match n.checked_sub(1) {
            None => self.root = node,
            Some(place) => {
                let family = &mut self.families[place / ARITY];
                (family.keys[place % ARITY], family.payloads[place % ARITY]) = (node.key, node.payload);
            }
        }
    }

    /// Puts a node where the root was and restores the order: least children move up all the way, and the node
    /// rises from the bottom (Wegener 1993). Most nodes belong near the bottom, so this branches less by chance
    /// than comparing on the way down.
    #[inline(always)]
    fn sink(&mut self, node: Node<P>) {
        let families = self.families.as_mut_slice();
        let (least, child) = families[0].least();
        if least >= node.key {
            self.root = node;
            return;
        }
        self.root = Node { key: least, payload: families[0].payloads[child] };
        let mut hole = 1 + child;
        while let Some(family) = families.get(hole) {
            let (least, child) = family.least();
            if least == VACANT {
                break;
            }
            let payload = family.payloads[child];
            let parent = &mut families[(hole - 1) / ARITY];
            (parent.keys[(hole - 1) % ARITY], parent.payloads[(hole - 1) % ARITY]) = (least, payload);
            hole = hole * ARITY + 1 + child;
        }
        self.rise(hole, node);
    }

    /// Puts a node at a vacant place and lets it rise to where it belongs.
    #[inline(always)]
    fn rise(&mut self, mut hole: usize, node: Node<P>) {
        while hole > 0 {
            let parent = self.node((hole - 1) / ARITY);
            if parent.key <= node.key {
                break;
            }
            self.set(hole, parent);
            hole = (hole - 1) / ARITY;
        }
        self.set(hole, node);
    }
}

impl<P: Copy + Default> Family<P> {
    fn vacant() -> Self {
        Family { keys: [VACANT; ARITY], payloads: [P::default(); ARITY] }
    }

    /// The least key and its place.
    #[inline(always)]
    fn least(&self) -> (u64, usize) {
        let [a, b, c, d] = self.keys;
        let (low, i) = if b < a { (b, 1) } else { (a, 0) };
        let (high, j) = if d < c { (d, 3) } else { (c, 2) };
        if high < low { (high, j) } else { (low, i) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Key, Purpose, unit};

    #[test]
    fn entries_leave_in_order_of_time_with_their_payloads() {
        let mut heap: Heap = Heap::default();
        let mut sorted: Vec<(f64, u32)> = Vec::new();
        let time = |n| unit(&mut Key::new(3).nth(n).words(Purpose::Gap)) * 100.0;
        for n in 0..5000_u64 {
            heap.push(time(n), n as u32);
            sorted.push((time(n), n as u32));
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
            if n % 3 == 0 {
                assert_eq!((heap.time(), heap.payload()), sorted[0]);
                sorted[0] = (heap.time() + 50.0, 7);
                heap.replace(heap.time() + 50.0, 7);
            }
        }
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        for entry in sorted {
            assert_eq!((heap.time(), heap.payload()), entry);
            heap.pop();
        }
        assert!(heap.is_empty() && heap.time().is_infinite());
    }
}
