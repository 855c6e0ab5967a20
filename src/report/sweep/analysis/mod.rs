//! What the keys of a study do to its results, by design.
//!
//! | design | analysis |
//! |---|---|
//! | grid | main effects and interactions of two keys, shares of the variance |
//! | one-at-a-time | what each key does between its low and its high value |
//! | saltelli | Sobol indices |
//! | random, latin-hypercube, sobol | input uncertainty apart from sampling error |

mod json;
mod observed;
mod spill;
mod tables;
mod words;

pub(super) use observed::Observed;

use super::Sheet;
use super::digest::Digest;
use crate::scenario::units;
use crate::sweep::design::Grid;
use crate::sweep::effects::{self, Effects, Indices, Split, Swing};
use std::io;
use std::sync::Arc;

/// Which analysis a design is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    Grid,
    Alone,
    Saltelli,
    Drawn,
}

impl Plan {
    fn of(sheet: &Sheet) -> Option<Plan> {
        match sheet.design.as_str() {
            "grid" => Some(Plan::Grid),
            "one-at-a-time" => Some(Plan::Alone),
            "saltelli" => Some(Plan::Saltelli),
            "random" | "latin-hypercube" | "sobol" => Some(Plan::Drawn),
            _ => None,
        }
    }
}

/// What the keys of a study do, KPI by KPI, the one that points are judged by first; each KPI by its place
/// among all.
#[derive(Default)]
pub struct Analysis {
    of: Found,
    /// There are too many points for one.
    too_large: bool,
    /// Replications of each point that it is made from.
    replications: u64,
}

/// By design.
#[derive(Default)]
enum Found {
    /// A design that tells nothing of its keys.
    #[default]
    Nothing,
    /// Keys that vary, and their effects.
    Effects(Vec<Levels>, Vec<(usize, Effects)>),
    /// The keys' low and high values, and what they do.
    Swings(Vec<Ends>, Vec<(usize, Vec<Swing>)>),
    /// Of the study's keys.
    Indices(Vec<(usize, Indices)>),
    /// Of all keys together.
    Splits(Vec<(usize, Split)>),
}

/// A key that varies, and its values.
struct Levels {
    key: Arc<str>,
    values: Vec<Arc<str>>,
}

/// The base, the lowest and the highest value of a key.
pub(super) struct Ends {
    pub(super) key: String,
    base: String,
    pub(super) low: String,
    pub(super) high: String,
    points: (usize, usize),
}

impl Analysis {
    /// What each key alone does to what points are judged by, the key that does most first.
    pub(super) fn swings(&self, sheet: &Sheet) -> Option<(&[Ends], &[Swing])> {
        let Found::Swings(keys, all) = &self.of else { return None };
        judged(sheet, all).map(|own| (keys.as_slice(), own.as_slice()))
    }

    /// The Sobol indices of what points are judged by.
    pub(super) fn indices(&self, sheet: &Sheet) -> Option<&Indices> {
        let Found::Indices(all) = &self.of else { return None };
        judged(sheet, all)
    }
}

/// Analyses what a digest has gathered of every point; an error where that cannot be read.
pub fn analysis(sheet: &Sheet, digest: &mut Digest) -> io::Result<Analysis> {
    let observed = &mut digest.observed;
    let of = match Plan::of(sheet) {
        Some(Plan::Grid) => of_grid(sheet, observed)?,
        Some(Plan::Alone) => of_swings(sheet, observed)?,
        Some(Plan::Saltelli) => {
            let (keys, seed) = (sheet.keys.len(), sheet.seed.unwrap_or(1));
            Found::Indices(observed.each(sheet, usize::MAX, |r| effects::indices(keys, r, seed))?)
        }
        Some(Plan::Drawn) => Found::Splits(observed.each(sheet, usize::MAX, effects::split)?),
        None => Found::Nothing,
    };
    let too_large = Plan::of(sheet).is_some() && observed::kept(sheet).is_empty();
    Ok(Analysis { of, too_large, replications: sheet.least() })
}

/// Keys with one value are left out: they do nothing, and points lie where they would without them.
fn of_grid(sheet: &Sheet, observed: &mut Observed) -> io::Result<Found> {
    let pairs = sheet.keys.iter().zip(observed.levels()).filter(|(_, values)| values.len() > 1);
    let keys: Vec<Levels> = pairs
        .map(|(key, values)| Levels { key: key.name.as_str().into(), values: values.to_vec() })
        .collect();
    let Some(grid) = Grid::new(keys.iter().map(|key| key.values.len()).collect()) else {
        return Ok(Found::Nothing);
    };
    let all = observed.each(sheet, usize::MAX, |responses| effects::effects(&grid, responses))?;
    Ok(if keys.is_empty() { Found::Nothing } else { Found::Effects(keys, all) })
}

fn of_swings(sheet: &Sheet, observed: &mut Observed) -> io::Result<Found> {
    // Settings that have no order are told apart by what points are judged by.
    let sums =
        observed.each(sheet, 1, |r| Some((0..r.points()).map(|p| r.point(p).iter().sum()).collect()))?;
    let Some((_, judged)): Option<(usize, Vec<f64>)> = sums.into_iter().next() else {
        return Ok(Found::Swings(Vec::new(), Vec::new()));
    };
    let ends = |(index, key): (usize, &super::Key)| ends(&key.name, index, &judged, observed);
    let keys: Vec<Ends> = sheet.keys.iter().enumerate().filter_map(ends).collect();
    let points: Vec<(usize, usize)> = keys.iter().map(|ends| ends.points).collect();
    let all = observed.each(sheet, usize::MAX, |responses| effects::tornado(0, &points, responses))?;
    Ok(Found::Swings(keys, all))
}

/// The ends of a key among the base, the first point, and the points that change it; none if none does.
fn ends(key: &str, index: usize, judged: &[f64], observed: &Observed) -> Option<Ends> {
    let cell = |point: usize| observed.cell(point, index);
    let own = || (0..judged.len()).filter(|point| *point == 0 || cell(*point) != cell(0));
    let ranked = own().all(|point| number(cell(point)).is_some());
    let rank = |point: usize| if ranked { number(cell(point)).unwrap_or(0.0) } else { judged[point] };
    let low = own().min_by(|a, b| rank(*a).total_cmp(&rank(*b)))?;
    let high = own().max_by(|a, b| rank(*a).total_cmp(&rank(*b)))?;
    let text = |point: usize| cell(point).to_owned();
    (own().count() > 1).then(|| Ends {
        key: key.to_owned(),
        base: text(0),
        low: text(low),
        high: text(high),
        points: (low, high),
    })
}

/// A setting as a number: plain, a duration or a share.
fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().or_else(|| units::duration(cell).ok()).or_else(|| units::share(cell).ok())
}

/// What is found of the KPI that points are judged by.
fn judged<'f, T>(sheet: &Sheet, all: &'f [(usize, T)]) -> Option<&'f T> {
    let judge = sheet.judge()?;
    all.iter().find(|(kpi, _)| *kpi == judge).map(|(_, found)| found)
}
