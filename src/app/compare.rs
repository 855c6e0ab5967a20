//! Replicating several scenarios on the same callers.

use super::run::{progress_of, replicated};
use super::{Error, OnProgress, Session};
use crate::model::{CallType, Model};
use crate::replicate::Results;
use crate::scenario::Loaded;
use std::collections::BTreeSet;
use std::time::Instant;

/// A request to compare scenarios.
#[derive(Clone, Copy, Debug)]
pub struct CompareRequest<'s> {
    /// The scenarios; the others are compared with the first.
    pub scenarios: &'s [Loaded],
    /// The same scenarios with everything built and merged, by which the rule is judged; empty where it is not asked
    /// for.
    pub after: &'s [Loaded],
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
    /// Results of everything built and merged, in the same order; empty where the request has none.
    pub after: Vec<Results>,
    /// Seconds that it took by the clock.
    pub seconds: f64,
}

impl Session {
    /// Replicates scenarios, one after another, under one seed; models that are equal but for their names once.
    ///
    /// # Errors
    ///
    /// [`Error::NothingShared`] where a scenario has no line of the first, before anything is simulated.
    pub fn compare(
        &self,
        request: &CompareRequest<'_>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<CompareOutcome, Error> {
        let CompareRequest { scenarios, after, seed, replications } = *request;
        check_lines(scenarios)?;
        let started = Instant::now();
        let seed = seed.or_else(|| scenarios.first().map(|first| first.model.seed())).unwrap_or(1);
        let models: Vec<&Model> = scenarios.iter().chain(after).map(|scenario| &scenario.model).collect();
        let mut results: Vec<Results> = Vec::with_capacity(models.len());
        self.install(|| -> Result<(), Error> {
            for (number, model) in models.iter().enumerate() {
                let known = models[..number].iter().position(|other| is_same(other, model));
                results.push(match known {
                    Some(known) => results[known].clone(),
                    None => replicated(model, seed, replications, |so_far| {
                        on_progress(progress_of(number, so_far, Some(replications)))
                    })?,
                });
            }
            Ok(())
        })?;
        let after = results.split_off(scenarios.len());
        Ok(CompareOutcome { seed, results, after, seconds: started.elapsed().as_secs_f64() })
    }
}

/// Returns whether two models differ in their names at most.
fn is_same(first: &Model, second: &Model) -> bool {
    let mut renamed = second.to_parts();
    renamed.name = first.name().to_owned();
    first.to_parts() == renamed
}

/// Checks that every scenario has a line of the first: a hotline's callers at a site.
fn check_lines(scenarios: &[Loaded]) -> Result<(), Error> {
    let Some((first, others)) = scenarios.split_first() else { return Ok(()) };
    let own = lines(&first.model);
    let other = others.iter().find(|other| own.is_disjoint(&lines(&other.model)));
    let listed = |scenario: &Loaded| lines(&scenario.model).iter().map(owned).collect();
    other.map_or(Ok(()), |other| {
        Err(Error::NothingShared {
            names: [first, other].map(|scenario| scenario.model.name().to_owned()),
            lines: [first, other].map(listed),
        })
    })
}

/// The number and the site of every line.
fn lines(model: &Model) -> BTreeSet<(&str, &str)> {
    let of = |call_type: &CallType| {
        let number = &model.hotlines()[call_type.hotline.index()].number;
        (number.as_str(), model.sites()[call_type.site.index()].id.as_str())
    };
    model.call_types().iter().map(of).collect()
}

fn owned((number, site): &(&str, &str)) -> (String, String) {
    ((*number).to_owned(), (*site).to_owned())
}
