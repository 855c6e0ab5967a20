//! Simulates how the verdicts depend on the scenario's assumptions.

use super::outcome::SensitivityTrial;
use super::phases::{PhaseRun, in_phase};
use super::steps::Steps;
use crate::app::Error;
use crate::app::progress::{AssessmentPart, OnProgress};
use crate::decimal;
use crate::kpi::Kpi;
use crate::replicate::Series;
use crate::scenario::{Loaded, Scenario};
use crate::verdict::{judged, verdicts};

/// Assumptions that are tried at their low and at their high value.
const TRIED: [&str; 8] = [
    "demand.volume_factor",
    GROWTH,
    "handle_time.factor",
    "staff.inbound_share",
    "staff.pattern",
    "demand.office_profile",
    "path.hiring",
    "path.expansion",
];

/// The demand one year later stands for what growth does.
const GROWTH: &str = "demand.growth_per_year";

/// One assumption and a value of it to be tried.
struct Value {
    key: &'static str,
    /// The change: a dotted path and a TOML literal.
    change: (&'static str, String),
    /// The value as reports show it.
    shown: String,
}

/// Simulates the rule, everything built and merged, under other values of the scenario's assumptions, one at a time;
/// what concerns the way alone is tried on the way. Values that change nothing are left out.
pub(super) fn sensitivity(
    scenario: &Scenario,
    [during, after]: [&PhaseRun<'_>; 2],
    seed: u64,
    on_progress: &mut OnProgress<'_>,
) -> Result<Vec<SensitivityTrial>, Error> {
    let values: Vec<Value> = TRIED.into_iter().flat_map(|key| values(&after.scenario, key)).collect();
    let mut steps = Steps::new(on_progress, AssessmentPart::Sensitivity, Some(values.len() as u64));
    let mut trials = Vec::new();
    for value in values {
        for run in [after, during] {
            let (key, literal) = &value.change;
            let changed = scenario.with(&in_phase(run.phase).put(key, literal))?;
            if changed.model == run.scenario.model {
                continue;
            }
            let results = steps.replicate(&changed.model, seed, after.results.replications)?;
            trials.push(SensitivityTrial {
                key: value.key,
                value: value.shown,
                phase: run.phase,
                verdicts: verdicts(&results),
                as_it_is: verdicts(&run.results),
                answered: Series::together(judged(&results)).kpi(Kpi::AnswerRate),
            });
            break;
        }
        steps.advance();
    }
    Ok(trials)
}

/// Returns the values of an assumption that are tried: those that the scenario gives as its low and its high.
fn values(scenario: &Loaded, key: &'static str) -> Vec<Value> {
    let assumption = scenario.assumptions.iter().find(|assumption| assumption.key == key);
    if key == GROWTH {
        return one_year_on(scenario).into_iter().collect();
    }
    let ends = assumption.into_iter().flat_map(|assumption| [&assumption.low, &assumption.high]);
    let value = |literal: &String| Value {
        key,
        change: (key, literal.clone()),
        shown: literal.trim_matches('"').to_owned(),
    };
    ends.flatten().map(value).collect()
}

/// Returns the demand of one year later, where the scenario has a growth.
fn one_year_on(scenario: &Loaded) -> Option<Value> {
    let number = |key: &str| scenario.source.find(key)?.value.literal().parse::<f64>().ok();
    let growth = number(GROWTH).filter(|growth| *growth != 0.0)?;
    let factor = (1.0 + growth) * number("demand.volume_factor").unwrap_or(1.0);
    Some(Value {
        key: GROWTH,
        change: ("demand.volume_factor", decimal::text(factor)),
        shown: decimal::text(1.0 + growth),
    })
}
