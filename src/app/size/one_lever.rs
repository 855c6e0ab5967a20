//! The request for the least value of a lever that meets a requirement.

use super::evidence::outcome;
use super::grid::{Grid, LeverRange};
use super::search::Search;
use super::trials::Trials;
use crate::app::{Error, OnProgress, ScenarioRequest, Session, SizeOutcome};
use crate::requirement::Requirement;
use crate::scenario::study::Lever;
use std::time::Instant;

/// A request for the least value of a lever.
#[derive(Clone, Copy, Debug)]
pub struct SizeRequest<'s> {
    /// The scenario.
    pub source: &'s ScenarioRequest,
    /// The key of the lever.
    pub key: &'s str,
    /// The values that are searched.
    pub range: LeverRange,
    /// The requirement; of a plan it is judged at every front line, everything built and merged.
    pub requirement: &'s Requirement,
    /// Probability with which the claim is to hold.
    pub confidence: f64,
    /// The seed; none: the scenario's own.
    pub seed: Option<u64>,
    /// Fresh replications of a value at most; none: as many as usual.
    pub replications: Option<u64>,
}

/// Fresh replications of a value at most, unless the request says otherwise; of a plan.
const AT_MOST: u64 = 320;
const AT_MOST_OF_PLAN: u64 = 80;
/// Replications of a value in the search at most.
const OF_SEARCH: u64 = 10;

impl Session {
    /// Finds the least value of a lever that meets a requirement; the greatest, where more of it is worse.
    pub fn size(
        &self,
        request: &SizeRequest<'_>,
        on_progress: &mut OnProgress<'_>,
    ) -> Result<SizeOutcome, Error> {
        let started = Instant::now();
        self.install(|| {
            let scenario = request.source.open()?;
            let loaded = scenario.load()?;
            let lever = Lever::find(&scenario, &loaded, request.key)?;
            let (is_plan, seed) = (loaded.plan.is_some(), request.seed.unwrap_or(loaded.model.seed()));
            let at_most =
                request.replications.unwrap_or(if is_plan { AT_MOST_OF_PLAN } else { AT_MOST }).max(1);
            let of_search = OF_SEARCH.min(at_most);
            let grid = Grid::new(&scenario, &lever, &request.range)?;
            let trials = Trials::new(
                (&scenario, &lever),
                request.requirement,
                is_plan,
                (seed, of_search),
                on_progress,
            );
            let parts = request.requirement.parts.len();
            let mut search = Search {
                trials,
                grid,
                counts: vec![true; parts],
                confidence: request.confidence,
                replications: request.replications,
                at_most,
            };
            let found = search.find()?;
            let outcome = outcome(&mut search, found)?;
            Ok(SizeOutcome { seconds: started.elapsed().as_secs_f64(), ..outcome })
        })
    }
}
