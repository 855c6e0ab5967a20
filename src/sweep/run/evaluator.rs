//! Simulates single replications of points as a [selection](crate::sweep::select) asks for them.

use super::progress::ProgressCounters;
use crate::kpi::{Entry, Invariants};
use crate::model::Model;
use crate::replicate::replicate_totals;
use crate::rng::{Key, Purpose};
use crate::sweep::Scope;
use crate::sweep::select::Asked;
use rayon::prelude::*;

/// Simulates replications of points when they are asked for, on the threads of the current pool.
pub struct PointEvaluator<'b, E> {
    /// Makes the model of a point, from 0.
    pub model: &'b (dyn Fn(u64) -> Result<Model, E> + Sync),
    /// Makes the error of a point one of whose replications violates an invariant.
    pub broken: &'b (dyn Fn(u64, &Invariants) -> E + Sync),
    /// The attempts that are measured.
    pub scope: Scope,
    /// The seed of all points; none: each model's own.
    pub seed: Option<u64>,
    /// Whether every point has callers of its own. Otherwise a replication of one number has the same callers at every
    /// point.
    pub independent: bool,
    /// Is asked before each replication, on the thread that is to simulate it; an error ends the evaluation.
    pub proceed: &'b (dyn Fn() -> Result<(), E> + Sync),
    /// Counts every replication.
    pub progress: &'b ProgressCounters,
}

impl<E: Send> PointEvaluator<'_, E> {
    /// Returns the value of each replication asked for, in that order; none where it is undefined. The values are the
    /// same on any number of threads.
    ///
    /// A point's model is made once per call and dropped afterwards: memory does not grow with the number of points.
    pub fn observe(
        &self,
        asked: &[Asked],
        value: impl Fn(&Entry) -> Option<f64> + Sync,
    ) -> Result<Vec<Option<f64>>, E> {
        let mut places: Vec<usize> = (0..asked.len()).collect();
        places.sort_by_key(|&place| asked[place].system);
        let same = |a: &usize, b: &usize| asked[*a].system == asked[*b].system;
        let points: Vec<&[usize]> = places.chunk_by(same).collect();
        let found: Vec<Vec<Option<f64>>> =
            points.par_iter().map(|own| self.of_point(asked, own, &value)).collect::<Result<_, E>>()?;
        let mut values = vec![None; asked.len()];
        for (place, value) in places.iter().zip(found.into_iter().flatten()) {
            values[*place] = value;
        }
        Ok(values)
    }

    /// Returns the values at these places of `asked`, all of one point.
    fn of_point(
        &self,
        asked: &[Asked],
        places: &[usize],
        value: &(impl Fn(&Entry) -> Option<f64> + Sync),
    ) -> Result<Vec<Option<f64>>, E> {
        let Some(&first) = places.first() else { return Ok(Vec::new()) };
        let point = asked[first].system as u64;
        let model = (self.model)(point)?;
        let seed = self.seed(&model, point);
        let of_replication = |&place: &usize| {
            (self.proceed)()?;
            let done = replicate_totals(&model, seed, asked[place].replication);
            self.progress.add(1, done.attempts);
            match done.invariants.hold() {
                true => Ok(value(&self.scope.of(&model, done).0)),
                false => Err((self.broken)(point, &done.invariants)),
            }
        };
        places.par_iter().map(of_replication).collect()
    }

    fn seed(&self, model: &Model, point: u64) -> u64 {
        let seed = self.seed.unwrap_or(model.seed());
        match self.independent {
            true => Key::new(seed).named("point").with(point).stream(Purpose::Design).next_u64(),
            false => seed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::kpi::Field;

    fn model(point: u64) -> Result<Model, u64> {
        let (talk, patience) = (Dist::exponential(240.0).unwrap(), Dist::exponential(120.0).unwrap());
        if point == 9 { Err(point) } else { Ok(Model::single_queue(60.0, talk, patience, 3, 0.5).unwrap()) }
    }

    fn offered(independent: bool, asked: &[(usize, u64)]) -> Result<Vec<f64>, u64> {
        let asked: Vec<Asked> =
            asked.iter().map(|&(system, replication)| Asked { system, replication }).collect();
        let counters = ProgressCounters::default();
        let (scope, seed, broken) = (Scope::Total, Some(1), &|point, _: &Invariants| point);
        let (proceed, progress) = (&|| Ok(()), &counters);
        let evaluator = PointEvaluator { model: &model, broken, scope, seed, independent, proceed, progress };
        let values = evaluator.observe(&asked, |entry| Some(entry.sums.get(Field::Offered)))?;
        assert_eq!(counters.replications(), asked.len() as u64);
        Ok(values.into_iter().flatten().collect())
    }

    #[test]
    fn values_come_in_the_order_asked_for() {
        let plain =
            |number| replicate_totals(&model(0).unwrap(), 1, number).tables.total.sums.get(Field::Offered);
        let found = offered(false, &[(1, 0), (0, 2), (1, 1), (0, 0)]).unwrap();
        assert_eq!(found, [plain(0), plain(2), plain(1), plain(0)]);
    }

    #[test]
    fn points_have_the_same_callers_or_their_own() {
        let asked = [(0, 0), (1, 0), (0, 1), (1, 1)];
        let common = offered(false, &asked).unwrap();
        assert_eq!(common[..2], [common[0]; 2]);
        let own = offered(true, &asked).unwrap();
        assert!(own[0] != own[1] && own[2] != own[3], "{own:?}");
    }

    #[test]
    fn a_model_that_cannot_be_made_is_handed_on() {
        assert_eq!(offered(false, &[(0, 0), (9, 0)]), Err(9));
    }
}
