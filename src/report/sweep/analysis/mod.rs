//! Analyses the effects of a study's keys on its results, by design.
//!
//! | design | analysis |
//! |---|---|
//! | grid | main effects and interactions of two keys, shares of the variance |
//! | one-at-a-time | the swing of the results between the low and the high value of each key |
//! | saltelli | Sobol indices |
//! | random, latin-hypercube, sobol | input uncertainty apart from sampling error |

mod json;
mod report;
mod tables;

use super::context::{AnalysisKind, Key, StudyContext};
use super::summary::{AnalysisInputs, SweepSummary};
use crate::scenario::units;
use crate::stats::Estimate;
use crate::sweep::design::Grid;
use crate::sweep::effects::{self, Effects, Indices, Split, Swing};
use std::io;
use std::sync::Arc;

/// The effects of a study's keys, KPI by KPI, the one that points are judged by first; each KPI by its place
/// among all.
#[derive(Default)]
pub struct Analysis {
    findings: Findings,
    /// Whether there are too many points for an analysis.
    is_too_large: bool,
    /// Replications of each point that it is made from.
    replications: u64,
}

/// The findings, by design.
#[derive(Default)]
enum Findings {
    /// None: the design allows no analysis.
    #[default]
    Nothing,
    /// Keys that vary, and their effects.
    Effects(Vec<KeyLevels>, Vec<(usize, Effects)>),
    /// The keys' low and high values, and the swings between them.
    Swings(Vec<KeyEnds>, Vec<(usize, Vec<Swing>)>),
    /// Sobol indices of the study's keys.
    Indices(Vec<(usize, Indices)>),
    /// Input uncertainty, of all keys together.
    Uncertainty(Vec<(usize, Split)>),
}

/// A key that varies, and its values.
struct KeyLevels {
    key: Arc<str>,
    values: Vec<Arc<str>>,
}

/// The base, the lowest and the highest value of a key.
pub(super) struct KeyEnds {
    pub(super) key: String,
    base: String,
    pub(super) low: String,
    pub(super) high: String,
    /// Points that have the low and the high value.
    points: (usize, usize),
}

/// The share of a KPI's variance that one key explains, or two together, or all else.
struct VarianceShare<'k> {
    /// One key and an empty text, two keys, or two empty texts: what three and more keys do together.
    keys: [&'k str; 2],
    share: Estimate,
}

impl Analysis {
    /// Returns what each key alone does to the KPI that points are judged by, the key that does most first.
    pub(super) fn swings(&self, context: &StudyContext) -> Option<(&[KeyEnds], &[Swing])> {
        let Findings::Swings(keys, all) = &self.findings else { return None };
        judged(context, all).map(|own| (keys.as_slice(), own.as_slice()))
    }

    /// Returns the Sobol indices of the KPI that points are judged by.
    pub(super) fn indices(&self, context: &StudyContext) -> Option<&Indices> {
        let Findings::Indices(all) = &self.findings else { return None };
        judged(context, all)
    }
}

/// Analyses what a summary has gathered of every point.
///
/// # Errors
///
/// Fails where the values cannot be read.
pub fn analysis(context: &StudyContext, summary: &mut SweepSummary) -> io::Result<Analysis> {
    let inputs = &mut summary.inputs;
    let findings = match context.analysis() {
        Some(AnalysisKind::Effects) => of_grid(context, inputs)?,
        Some(AnalysisKind::Swings) => of_swings(context, inputs)?,
        Some(AnalysisKind::Indices) => {
            let keys = context.keys.len();
            Findings::Indices(inputs.each(context, usize::MAX, |r| effects::indices(keys, r))?)
        }
        Some(AnalysisKind::Uncertainty) => {
            Findings::Uncertainty(inputs.each(context, usize::MAX, effects::split)?)
        }
        None => Findings::Nothing,
    };
    let is_too_large = context.analysis().is_some() && AnalysisInputs::kept(context).is_empty();
    Ok(Analysis { findings, is_too_large, replications: context.least_replications() })
}

/// Finds effects over a grid. Keys with one value are left out: they do nothing, and points lie where they would
/// without them.
fn of_grid(context: &StudyContext, inputs: &mut AnalysisInputs) -> io::Result<Findings> {
    let pairs = context.keys.iter().zip(inputs.levels()).filter(|(_, values)| values.len() > 1);
    let keys: Vec<KeyLevels> = pairs
        .map(|(key, values)| KeyLevels { key: key.name.as_str().into(), values: values.to_vec() })
        .collect();
    let Some(grid) = Grid::new(keys.iter().map(|key| key.values.len()).collect()) else {
        return Ok(Findings::Nothing);
    };
    let all = inputs.each(context, usize::MAX, |responses| effects::effects(&grid, responses))?;
    Ok(if keys.is_empty() { Findings::Nothing } else { Findings::Effects(keys, all) })
}

/// Finds the swing of one key at a time.
fn of_swings(context: &StudyContext, inputs: &mut AnalysisInputs) -> io::Result<Findings> {
    // Settings that have no order are ranked by the KPI that points are judged by.
    let sums =
        inputs.each(context, 1, |r| Some((0..r.points()).map(|p| r.point(p).iter().sum()).collect()))?;
    let Some((_, judged)): Option<(usize, Vec<f64>)> = sums.into_iter().next() else {
        return Ok(Findings::Swings(Vec::new(), Vec::new()));
    };
    let ends = |(index, key): (usize, &Key)| ends(&key.name, index, &judged, inputs);
    let keys: Vec<KeyEnds> = context.keys.iter().enumerate().filter_map(ends).collect();
    let points: Vec<(usize, usize)> = keys.iter().map(|ends| ends.points).collect();
    let all = inputs.each(context, usize::MAX, |responses| effects::tornado(0, &points, responses))?;
    Ok(Findings::Swings(keys, all))
}

/// Finds the ends of a key among the base, the first point, and the points that change it; none if none does.
fn ends(key: &str, index: usize, judged: &[f64], inputs: &AnalysisInputs) -> Option<KeyEnds> {
    let cell = |point: usize| inputs.cell(point, index);
    let own = || (0..judged.len()).filter(|point| *point == 0 || cell(*point) != cell(0));
    let ranked = own().all(|point| number(cell(point)).is_some());
    let rank = |point: usize| if ranked { number(cell(point)).unwrap_or(0.0) } else { judged[point] };
    let low = own().min_by(|a, b| rank(*a).total_cmp(&rank(*b)))?;
    let high = own().max_by(|a, b| rank(*a).total_cmp(&rank(*b)))?;
    let text = |point: usize| cell(point).to_owned();
    (own().count() > 1).then(|| KeyEnds {
        key: key.to_owned(),
        base: text(0),
        low: text(low),
        high: text(high),
        points: (low, high),
    })
}

/// Reads a setting as a number: plain, a duration or a share.
fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().or_else(|| units::duration(cell).ok()).or_else(|| units::share(cell).ok())
}

/// Returns the findings on the KPI that points are judged by.
fn judged<'f, T>(context: &StudyContext, all: &'f [(usize, T)]) -> Option<&'f T> {
    let judged = context.judged_place()?;
    all.iter().find(|(kpi, _)| *kpi == judged).map(|(_, found)| found)
}

/// Lists which share of the variance over a grid each key explains, then each two keys together, then more.
fn variance_shares<'k>(effects: &Effects, keys: &'k [KeyLevels]) -> Vec<VarianceShare<'k>> {
    let key = |index: usize| &*keys[index].key;
    let main = effects.main.iter().map(|main| ([key(main.key), ""], main.share));
    let pairs = effects.interactions.iter().map(|both| ([key(both.keys.0), key(both.keys.1)], both.share));
    let rest = (keys.len() > 2).then_some(([""; 2], effects.rest));
    main.chain(pairs).chain(rest).map(|(keys, share)| VarianceShare { keys, share }).collect()
}
