//! Fresh calls, and their order of time.

use crate::rng::Key;

/// A fresh call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fresh {
    /// Instant, seconds from the start of the horizon.
    pub at: f64,
    /// Key of the caller's marks.
    pub key: Key,
    /// Index of the call type.
    pub call_type: u32,
}

/// Puts the calls of a span in order of time, those of one instant as they came: by counting into as many
/// buckets as there are calls, then by insertion. Calls are spread over the span, so few meet in a bucket.
#[derive(Default)]
pub(super) struct Order {
    /// The bucket of each call.
    buckets: Vec<u32>,
    /// Where the next call of each bucket goes.
    places: Vec<u32>,
    sorted: Vec<Fresh>,
}

impl Order {
    /// Sorts the calls of the span from `from` to `to`.
    pub(super) fn sort(&mut self, calls: &mut Vec<Fresh>, from: f64, to: f64) {
        // Adding 2^52 rounds to a whole number, which then stands in the low bits of the sum.
        const ROUND: f64 = 4_503_599_627_370_496.0;
        let Some(last) = calls.len().checked_sub(1) else { return };
        let per_second = last as f64 / (to - from);
        let bucket = |call: &Fresh| ((call.at - from) * per_second + ROUND).to_bits() as u32;
        self.buckets.clear();
        self.buckets.extend(calls.iter().map(|call| bucket(call).min(last as u32)));
        self.count();
        self.sorted.resize(calls.len(), calls[0]);
        for (call, bucket) in calls.iter().zip(&self.buckets) {
            let place = &mut self.places[*bucket as usize];
            self.sorted[*place as usize] = *call;
            *place += 1;
        }
        for k in 1..=last {
            if self.sorted[k - 1].at > self.sorted[k].at {
                self.sink(k);
            }
        }
        std::mem::swap(calls, &mut self.sorted);
    }

    /// Counts how many calls are before each bucket.
    fn count(&mut self) {
        self.places.clear();
        self.places.resize(self.buckets.len(), 0);
        self.buckets.iter().for_each(|bucket| self.places[*bucket as usize] += 1);
        let mut before = 0;
        for place in &mut self.places {
            (*place, before) = (before, before + *place);
        }
    }

    /// Moves a call before all earlier ones that are later.
    fn sink(&mut self, from: usize) {
        let call = self.sorted[from];
        let mut at = from;
        while at > 0 && self.sorted[at - 1].at > call.at {
            self.sorted[at] = self.sorted[at - 1];
            at -= 1;
        }
        self.sorted[at] = call;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, uniform};

    /// Instants on a grid, so that many are equal, and crowded towards the end.
    #[test]
    fn calls_come_in_order_of_time_and_those_of_one_instant_as_they_were() {
        let mut order = Order::default();
        for count in [0, 1, 2, 77, 3000, 10] {
            let at = |n: u64| {
                let u = uniform(&mut Key::new(1).nth(n).stream(Purpose::Gap));
                100.0 + (u.sqrt() * 500.0).floor() / 5.0
            };
            let call = |n: u64| Fresh { at: at(n), key: Key::new(n), call_type: n as u32 };
            let mut calls: Vec<Fresh> = (0..count).map(call).collect();
            let mut expected = calls.clone();
            expected.sort_by(|a, b| a.at.total_cmp(&b.at));
            order.sort(&mut calls, 100.0, 200.0);
            assert_eq!(calls, expected);
        }
    }
}
