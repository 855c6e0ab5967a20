//! Simulates how the verdicts depend on the scenario's assumptions.

use super::outcome::SensitivityTrial;
use super::steps::Steps;
use crate::app::progress::{AssessmentPart, OnProgress};
use crate::app::{Error, ScenarioRequest};
use crate::kpi::Kpi;
use crate::replicate::Series;
use crate::scenario::Loaded;
use crate::verdict::{judged, point_verdict};

/// Assumptions that are tried at their low and at their high value.
const TRIED: [&str; 5] =
    ["demand.volume_factor", "handle_time.factor", "staff.inbound_share", "staff.pattern", "path.expansion"];

/// Simulates the whole horizon under other values of the scenario's assumptions, one at a time.
pub(super) fn sensitivity(
    request: &ScenarioRequest,
    scenario: &Loaded,
    seed: u64,
    replications: u64,
    on_progress: &mut OnProgress<'_>,
) -> Result<Vec<SensitivityTrial>, Error> {
    let values: Vec<(&'static str, &String)> =
        TRIED.into_iter().flat_map(|key| values(scenario, key)).collect();
    let mut steps = Steps::new(on_progress, AssessmentPart::Sensitivity, Some(values.len() as u64));
    let trial = |(key, value): (&'static str, &String)| {
        let changed = request.load_with(&[(key, value)])?;
        let results = steps.replicate(&changed.model, seed, replications)?;
        steps.advance();
        Ok(SensitivityTrial {
            key,
            value: value.trim_matches('"').to_owned(),
            answered: Series::together(judged(&results)).kpi(Kpi::AnswerRate),
            holds: judged(&results).iter().map(point_verdict).collect(),
        })
    };
    values.into_iter().map(trial).collect()
}

/// Returns the low and the high value that the scenario gives for an assumption.
fn values<'s>(scenario: &'s Loaded, key: &'static str) -> impl Iterator<Item = (&'static str, &'s String)> {
    let assumption = scenario.assumptions.iter().find(|assumption| assumption.key == key);
    let ends = assumption.into_iter().flat_map(|assumption| [&assumption.low, &assumption.high]);
    ends.flatten().map(move |value| (key, value))
}
