//! Replicating several scenarios on the same callers.

use super::run::{progress_of, replicated};
use super::{Error, OnProgress, Session};
use crate::replicate::Results;
use crate::scenario::Loaded;
use std::time::Instant;

/// A request to compare scenarios.
#[derive(Clone, Copy, Debug)]
pub struct CompareRequest<'s> {
    /// The scenarios; the others are compared with the first.
    pub scenarios: &'s [Loaded],
    /// The seed of all; none: the first scenario's own.
    pub seed: Option<u64>,
    /// Replications of each.
    pub replications: u64,
}

/// The results of scenarios whose replications are paired: those of one number have the same callers.
#[derive(Clone, Debug)]
pub struct CompareOutcome {
    /// The seed.
    pub seed: u64,
    /// Results, in order of the scenarios.
    pub results: Vec<Results>,
    /// Seconds that it took by the clock.
    pub seconds: f64,
}

impl Session {
    /// Replicates scenarios, one after another, under one seed.
    pub fn compare(
        &self,
        request: &CompareRequest<'_>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<CompareOutcome, Error> {
        let CompareRequest { scenarios, seed, replications } = *request;
        let started = Instant::now();
        let seed = seed.or_else(|| scenarios.first().map(|first| first.model.seed())).unwrap_or(1);
        let results = self.install(|| {
            let one = |(number, scenario): (usize, &Loaded)| {
                replicated(&scenario.model, seed, replications, |so_far| {
                    on_progress(progress_of(number, so_far, Some(replications)))
                })
            };
            scenarios.iter().enumerate().map(one).collect::<Result<Vec<Results>, Error>>()
        })?;
        Ok(CompareOutcome { seed, results, seconds: started.elapsed().as_secs_f64() })
    }
}
