//! The engine of points: (point x replication) on several threads, outcomes in order, memory bounded.
//!
//! Tasks are handed out point by point, a replication each or as many short ones as are worth it, of several points if
//! need be, so that threads finish together and do not stand in each other's way; outcomes that come early wait for those
//! before them, and no point is begun that is too far ahead.
//! A point that has not reached its precision is given more replications. Outcomes are handed over many at a time,
//! for to wake a thread takes as long as a short replication: the receiver looks by itself every few milliseconds.

mod bench;
mod board;
mod effort;
mod point;

pub use bench::Bench;
pub(crate) use board::locked;
pub use effort::Effort;

use super::{Outcome, Pairing, Scope};
use crate::kpi::Invariants;
use crate::model::Model;
use board::{Board, Task};
use point::Share;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How far a sweep has come.
#[derive(Debug, Default)]
pub struct Pace {
    /// Replications done.
    pub replications: AtomicU64,
    /// Attempts simulated.
    pub attempts: AtomicU64,
}

/// Points to be simulated.
pub struct Sweep<'s, E> {
    /// Which.
    pub points: Range<u64>,
    /// How many replications of each.
    pub effort: Effort,
    /// How these hang together.
    pub pairing: Pairing,
    /// Which of their attempts are measured.
    pub scope: Scope,
    /// The seed of all; none: each model's own.
    pub seed: Option<u64>,
    /// The model of a point.
    pub model: &'s (dyn Fn(u64) -> Result<Model, E> + Sync),
    /// What to say of a replication of a point that breaks a law.
    pub broken: &'s (dyn Fn(u64, &Invariants) -> E + Sync),
    /// Told of every replication.
    pub pace: &'s Pace,
    /// Threads that simulate.
    pub threads: usize,
}

/// How long a task takes, about, where replications are short.
const TASK: Duration = Duration::from_millis(8);
/// Replications of a task at most.
const MOST: u64 = 64;
/// When a task has taken so long, the rest of it is left to whoever comes: another point's replications may be long.
const LONG: Duration = Duration::from_millis(50);

impl<E: Send> Sweep<'_, E> {
    /// Simulates, and hands over outcomes in order of point, in batches; a batch may be empty, so that the
    /// receiver can show how far things are. Ends at the first error, of a model or of the receiver.
    pub fn run(&self, mut receive: impl FnMut(Vec<Outcome>) -> Result<(), E>) -> Result<(), E> {
        let board = Board::new(self);
        // Threads of our own and not the pool's: the receiver waits for them, which on a thread of the
        // pool would keep them from running.
        std::thread::scope(|scope| {
            (0..self.threads).for_each(|_| drop(scope.spawn(|| self.work(&board))));
            let _ending = Ending(&board);
            while let Some(batch) = board.take()? {
                receive(batch)?;
            }
            Ok(())
        })
    }

    fn work(&self, board: &Board<E>) {
        let _ending = Panicking(board);
        let mut many = 1;
        while let Some(task) = board.task(many) {
            let begun = Instant::now();
            let done = match self.work_off(board, task, begun) {
                Ok(done) => done,
                Err(error) => return board.fail(error),
            };
            let each = begun.elapsed().as_secs_f64() / f64::from(done);
            many = (TASK.as_secs_f64() / each).clamp(1.0, MOST as f64) as u64;
        }
    }

    /// How many replications of a task there was time for; the first at any rate.
    fn work_off(&self, board: &Board<E>, task: Task<E>, begun: Instant) -> Result<u32, Option<E>> {
        // Models in a row: one now and then finds nothing of what it needs in the caches.
        task.iter().for_each(|(point, _)| point.prepare(self.model));
        let mut done = 0;
        for (point, numbers) in task {
            let model = point.model(self.model)?;
            let mut share = Share::of(&numbers);
            while share.next() < numbers.end && (done == 0 || begun.elapsed() < LONG) {
                self.replicate(point.number, model, &mut share).map_err(Some)?;
                done += 1;
            }
            board.put(&point, share, numbers.end);
        }
        Ok(done)
    }

    /// Simulates the next replication of a share.
    fn replicate(&self, point: u64, model: &Model, share: &mut Share) -> Result<(), E> {
        let done = self.pairing.replicate(model, self.seed.unwrap_or(model.seed), share.next());
        self.pace.replications.fetch_add(1, Ordering::Relaxed);
        self.pace.attempts.fetch_add(done.attempts, Ordering::Relaxed);
        if !done.invariants.hold() {
            return Err((self.broken)(point, &done.invariants));
        }
        let attempts = done.attempts;
        let (entry, waits) = self.scope.of(model, done);
        share.add(attempts, entry, waits);
        Ok(())
    }
}

/// When the receiver leaves, for whatever reason, so do the workers.
struct Ending<'b, E>(&'b Board<E>);

impl<E> Drop for Ending<'_, E> {
    fn drop(&mut self) {
        self.0.fail(None);
    }
}

/// When a worker panics, the receiver does not wait for it.
struct Panicking<'b, E>(&'b Board<E>);

impl<E> Drop for Panicking<'_, E> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.fail(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::replicate::Results;
    use crate::replicate::precision::Precision;

    fn model(point: u64) -> Result<Model, String> {
        if point == 1000 {
            return Err("no such point".to_owned());
        }
        let (talk, patience) = (Dist::exponential(240.0).unwrap(), Dist::exponential(120.0).unwrap());
        Ok(Model::single_queue(60.0, talk, patience, 3 + point as u32 % 4, 0.5))
    }

    fn broken(point: u64, invariants: &Invariants) -> String {
        format!("point {point}: {:?}", invariants.violations)
    }

    fn outcomes(points: Range<u64>, effort: Effort, threads: usize) -> Result<Vec<Outcome>, String> {
        outcomes_of(&model, points, effort, threads)
    }

    fn outcomes_of(
        model: &(dyn Fn(u64) -> Result<Model, String> + Sync),
        points: Range<u64>,
        effort: Effort,
        threads: usize,
    ) -> Result<Vec<Outcome>, String> {
        let mut all = Vec::new();
        let pace = Pace::default();
        let (seed, scope, pairing, broken) = (Some(1), Scope::Total, Pairing::Single, &broken);
        let sweep = Sweep { points, effort, pairing, scope, seed, model, broken, pace: &pace, threads };
        sweep.run(|batch| {
            all.extend(batch);
            Ok(())
        })?;
        Ok(all)
    }

    #[test]
    fn outcomes_come_in_order_and_are_the_same_on_any_number_of_threads() {
        let on = |threads| outcomes(3..203, Effort::Fixed(3), threads).unwrap();
        let one = on(1);
        assert!(one.iter().map(|outcome| outcome.point).eq(3..203));
        let bytes = |all: &[Outcome]| all.iter().map(Outcome::to_bytes).collect::<Vec<_>>();
        assert_eq!(bytes(&one), bytes(&on(4)));
    }

    #[test]
    fn a_task_that_turns_out_long_is_shared_and_nothing_else_changes() {
        // A hundred quick points make a thread take many replications at once; those of the last are long.
        let uneven = |point: u64| {
            let mut model = model(point)?;
            model.horizon.days = if point == 100 { 60.0 } else { 0.5 };
            Ok(model)
        };
        let on = |threads| outcomes_of(&uneven, 0..101, Effort::Fixed(24), threads).unwrap();
        let bytes = |all: Vec<Outcome>| all.iter().map(Outcome::to_bytes).collect::<Vec<_>>();
        let one = bytes(on(1));
        assert_eq!(one.len(), 101);
        assert!(one == bytes(on(2)) && one == bytes(on(5)));
    }

    #[test]
    fn a_point_is_what_a_run_of_its_model_is() {
        let outcome = &outcomes(6..7, Effort::Fixed(5), 2).unwrap()[0];
        let model = model(6).unwrap();
        let mut results = Results::new(&model);
        results.extend(&model, 1, 5, |_| {});
        let total = &results.tables.total;
        assert_eq!(outcome.attempts, results.attempts);
        assert_eq!(outcome.longest, results.waits.total.longest());
        assert_eq!(outcome.series().wait_quantile(3), total.wait_quantile(3));
        assert_eq!(outcome.series().kpi(crate::kpi::Kpi::AnswerRate), total.kpi(crate::kpi::Kpi::AnswerRate));
    }

    #[test]
    fn replications_are_spent_where_the_interval_is_wide() {
        let precision = Precision::parse("answer_rate 1 pp", &[15.0]).unwrap();
        let effort = Effort::Until { precision, at_most: 320 };
        let all = outcomes(0..4, effort, 2).unwrap();
        let spent: Vec<usize> = all.iter().map(|outcome| outcome.replications.len()).collect();
        assert!(
            spent[0] > spent[3]
                && spent.iter().all(|n| [10, 14, 20, 28, 40, 56, 80, 112, 160, 224, 320].contains(n)),
            "{spent:?}"
        );
        assert!(all.iter().all(|outcome| precision.is_met(&outcome.series())), "{spent:?}");
    }

    #[test]
    fn an_error_of_a_model_or_of_the_receiver_ends_the_sweep() {
        assert_eq!(outcomes(990..1010, Effort::Fixed(2), 3).unwrap_err(), "no such point");
        let pace = Pace::default();
        let effort = Effort::Fixed(2);
        let (points, scope, pairing, seed, threads) = (0..500, Scope::Total, Pairing::Single, None, 2);
        let (model, broken, pace) = (&model, &broken, &pace);
        let sweep = Sweep { points, effort, pairing, scope, seed, model, broken, pace, threads };
        assert_eq!(sweep.run(|_| Err("disk full".to_owned())), Err("disk full".to_owned()));
    }
}
