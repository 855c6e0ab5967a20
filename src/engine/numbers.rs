//! Where the one number and the old numbers ring, by stream and date.

use crate::centre::Stream;
use crate::time::DAY;

/// Where a stream's callers come to on one date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ringing {
    /// Share who dial the one number, and of the others who are routed by the plan.
    pub(super) habit: f64,
    pub(super) migrated: f64,
    /// Queues of the one number, and of the old one before and after its migration.
    pub(super) one: u32,
    pub(super) old: u32,
    pub(super) merged: u32,
}

impl Ringing {
    fn of(stream: &Stream, day: usize) -> Ringing {
        let one = stream.queue as u32;
        let Some(reach) = &stream.demand.reach else {
            return Ringing { habit: 1.0, migrated: 1.0, one, old: one, merged: one };
        };
        let on = |shares: &[f64]| shares.get(day).or(shares.last()).copied().unwrap_or(1.0);
        let merged = reach.merged as u32;
        let old = reach.old.map_or(merged, |old| old as u32);
        Ringing { habit: on(&reach.habit), migrated: on(&reach.migrated), one, old, merged }
    }
}

/// All streams on one date, side by side: most calls are dialled on the day of the last.
#[derive(Default)]
pub(super) struct Numbers {
    from: f64,
    to: f64,
    today: Vec<Ringing>,
}

impl Numbers {
    /// Makes the day of `at` (seconds from the start) the present one.
    pub(super) fn turn_to(&mut self, at: f64, streams: &[Stream]) {
        if at >= self.from && at < self.to {
            return;
        }
        let day = (at / DAY) as usize;
        (self.from, self.to) = (day as f64 * DAY, (day + 1) as f64 * DAY);
        self.today.clear();
        self.today.extend(streams.iter().map(|stream| Ringing::of(stream, day)));
    }

    /// Where a stream's callers come to at an instant.
    #[inline]
    pub(super) fn on(&self, at: f64, stream: u32, streams: &[Stream]) -> Ringing {
        match at >= self.from && at < self.to {
            true => self.today[stream as usize],
            false => Ringing::of(&streams[stream as usize], (at / DAY) as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::centre::{Model, Reach};
    use crate::dist::Dist;

    #[test]
    fn the_present_day_is_as_any_other() {
        let exponential = |mean| Dist::exponential(mean).unwrap();
        let mut stream =
            Model::single_queue(10.0, exponential(60.0), exponential(90.0), 3, 1.0).streams.remove(0);
        let settled = Stream { queue: 7, ..stream.clone() };
        let (habit, migrated) = (vec![0.1, 0.2, 0.3], vec![0.4, 0.5, 0.6]);
        stream.demand.reach = Some(Reach { habit, migrated, merged: 2, old: Some(3) });
        let streams = [stream, settled];
        let instants = [0.0, DAY - 1.0, DAY, 2.5 * DAY, 9.0 * DAY];
        let mut numbers = Numbers::default();
        for present in instants {
            numbers.turn_to(present, &streams);
            for (at, stream) in instants.into_iter().flat_map(|at| [(at, 0), (at, 1)]) {
                let plain = Ringing::of(&streams[stream], (at / DAY) as usize);
                assert_eq!(numbers.on(at, stream as u32, &streams), plain);
            }
        }
        let last = numbers.on(9.0 * DAY, 0, &streams);
        assert_eq!((last.habit, last.migrated, last.old), (0.3, 0.6, 3), "the last date holds on");
        assert_eq!(numbers.on(0.0, 1, &streams).one, 7);
    }
}
