//! Simulates (point x replication) on several threads and hands over outcomes in order, in bounded memory.
//!
//! Tasks are handed out point by point, a replication each or as many short ones as are worth it, of several points if
//! need be, so that threads finish together and do not block each other; outcomes that come early wait for those before
//! them, and no point is begun that is too far ahead. A point that has not reached its precision gets more replications.
//! Outcomes are handed over many at a time, because waking a thread takes as long as a short replication: the receiver
//! looks by itself every few milliseconds.

use super::point::PartialPoint;
use super::progress::ProgressCounters;
use super::work_queue::{Task, WorkQueue};
use crate::kpi::Invariants;
use crate::model::Model;
use crate::sweep::{Outcome, Pairing, ReplicationBudget, Scope};
use std::ops::Range;
use std::time::{Duration, Instant};

/// Points to be simulated.
pub struct Sweep<'s, E> {
    /// The points, from 0.
    pub points: Range<u64>,
    /// Replications of each point.
    pub budget: ReplicationBudget,
    /// Whether replications are independent or come in pairs.
    pub pairing: Pairing,
    /// The attempts that are measured.
    pub scope: Scope,
    /// The seed of all points; none: each model's own.
    pub seed: Option<u64>,
    /// Makes the model of a point.
    pub model: &'s (dyn Fn(u64) -> Result<Model, E> + Sync),
    /// Makes the error of a point one of whose replications violates an invariant.
    pub broken: &'s (dyn Fn(u64, &Invariants) -> E + Sync),
    /// Counts every replication.
    pub progress: &'s ProgressCounters,
    /// Threads that simulate.
    pub threads: usize,
}

/// The time that a task of short replications takes, about.
const TASK: Duration = Duration::from_millis(8);
/// Replications of a task at most.
const MOST: u64 = 64;
/// The time after which the rest of a task is left to other threads: another point's replications may be long.
const LONG: Duration = Duration::from_millis(50);

impl<E: Send> Sweep<'_, E> {
    /// Simulates the points and hands over their outcomes in order, in batches; a batch may be empty, so that the
    /// receiver can show progress. Ends at the first error, of a model or of the receiver, once the tasks in flight
    /// are done.
    pub fn run(&self, mut receive: impl FnMut(Vec<Outcome>) -> Result<(), E>) -> Result<(), E> {
        let queue = WorkQueue::new(&self.points, self.budget, self.pairing, self.threads);
        // Threads of our own and not the pool's: the receiver waits for them, which on a thread of the
        // pool would keep them from running.
        std::thread::scope(|scope| {
            (0..self.threads).for_each(|_| drop(scope.spawn(|| self.work(&queue))));
            let _ending = Ending(&queue);
            while let Some(batch) = queue.take()? {
                receive(batch)?;
            }
            Ok(())
        })
    }

    fn work(&self, queue: &WorkQueue<E>) {
        let _ending = Panicking(queue);
        let mut many = 1;
        while let Some(task) = queue.task(many) {
            let begun = Instant::now();
            let done = match self.work_off(queue, task, begun) {
                Ok(done) => done,
                Err(error) => return queue.fail(error),
            };
            let each = begun.elapsed().as_secs_f64() / f64::from(done);
            many = (TASK.as_secs_f64() / each).clamp(1.0, MOST as f64) as u64;
        }
    }

    /// Simulates as many replications of a task as there is time for, at least one; returns their number.
    fn work_off(&self, queue: &WorkQueue<E>, task: Task<E>, begun: Instant) -> Result<u32, Option<E>> {
        // Models are made in a row: one made now and then finds nothing of what it needs in the caches.
        task.iter().for_each(|(point, _)| point.prepare(self.model));
        let mut done = 0;
        for (point, numbers) in task {
            let model = point.model(self.model)?;
            let mut part = PartialPoint::of(&numbers);
            while part.next() < numbers.end && (done == 0 || begun.elapsed() < LONG) {
                self.replicate(point.number, model, &mut part).map_err(Some)?;
                done += 1;
            }
            queue.put(&point, part, numbers.end);
        }
        Ok(done)
    }

    /// Simulates the next replication of a partial point.
    fn replicate(&self, point: u64, model: &Model, part: &mut PartialPoint) -> Result<(), E> {
        let done = self.pairing.replicate(model, self.seed.unwrap_or(model.seed()), part.next());
        self.progress.add(1, done.attempts);
        if !done.invariants.hold() {
            return Err((self.broken)(point, &done.invariants));
        }
        let attempts = done.attempts;
        let (entry, waits) = self.scope.of(model, done);
        part.add(attempts, entry, waits);
        Ok(())
    }
}

/// Ends the workers when the receiver leaves, for whatever reason.
struct Ending<'b, E>(&'b WorkQueue<E>);

impl<E> Drop for Ending<'_, E> {
    fn drop(&mut self) {
        self.0.fail(None);
    }
}

/// Ends the sweep when a worker panics, so that the receiver does not wait for it.
struct Panicking<'b, E>(&'b WorkQueue<E>);

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
        Ok(Model::single_queue(60.0, talk, patience, 3 + point as u32 % 4, 0.5).unwrap())
    }

    fn broken(point: u64, invariants: &Invariants) -> String {
        format!("point {point}: {:?}", invariants.violations)
    }

    fn outcomes(
        points: Range<u64>,
        budget: ReplicationBudget,
        threads: usize,
    ) -> Result<Vec<Outcome>, String> {
        outcomes_of(&model, points, budget, threads)
    }

    fn outcomes_of(
        model: &(dyn Fn(u64) -> Result<Model, String> + Sync),
        points: Range<u64>,
        budget: ReplicationBudget,
        threads: usize,
    ) -> Result<Vec<Outcome>, String> {
        let mut all = Vec::new();
        let counters = ProgressCounters::default();
        let (seed, scope, pairing, broken) = (Some(1), Scope::Total, Pairing::Single, &broken);
        let sweep =
            Sweep { points, budget, pairing, scope, seed, model, broken, progress: &counters, threads };
        sweep.run(|batch| {
            all.extend(batch);
            Ok(())
        })?;
        Ok(all)
    }

    #[test]
    fn outcomes_come_in_order_and_are_the_same_on_any_number_of_threads() {
        let on = |threads| outcomes(3..203, ReplicationBudget::Fixed(3), threads).unwrap();
        let one = on(1);
        assert!(one.iter().map(|outcome| outcome.point).eq(3..203));
        let bytes = |all: &[Outcome]| all.iter().map(Outcome::to_bytes).collect::<Vec<_>>();
        assert_eq!(bytes(&one), bytes(&on(4)));
    }

    #[test]
    fn a_task_that_turns_out_long_is_shared_and_nothing_else_changes() {
        // A hundred quick points make a thread take many replications at once; those of the last are long.
        let uneven = |point: u64| {
            let long = |m: &mut crate::model::ModelParts| {
                m.horizon.days = if point == 100 { 60.0 } else { 0.5 };
                m.call_types[0].demand.per_day.resize(m.horizon.dates(), 0.0);
            };
            Ok::<_, String>(model(point)?.with(long).unwrap())
        };
        let on = |threads| outcomes_of(&uneven, 0..101, ReplicationBudget::Fixed(24), threads).unwrap();
        let bytes = |all: Vec<Outcome>| all.iter().map(Outcome::to_bytes).collect::<Vec<_>>();
        let one = bytes(on(1));
        assert_eq!(one.len(), 101);
        assert!(one == bytes(on(2)) && one == bytes(on(5)));
    }

    #[test]
    fn a_point_is_what_a_run_of_its_model_is() {
        let outcome = &outcomes(6..7, ReplicationBudget::Fixed(5), 2).unwrap()[0];
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
        let budget = ReplicationBudget::Until { precision, at_most: 320 };
        let all = outcomes(0..4, budget, 2).unwrap();
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
        assert_eq!(outcomes(990..1010, ReplicationBudget::Fixed(2), 3).unwrap_err(), "no such point");
        let progress = ProgressCounters::default();
        let budget = ReplicationBudget::Fixed(2);
        let (points, scope, pairing, seed, threads) = (0..500, Scope::Total, Pairing::Single, None, 2);
        let (model, broken, progress) = (&model, &broken, &progress);
        let sweep = Sweep { points, budget, pairing, scope, seed, model, broken, progress, threads };
        assert_eq!(sweep.run(|_| Err("disk full".to_owned())), Err("disk full".to_owned()));
    }
}
