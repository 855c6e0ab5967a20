//! Puts together the answer of a search: levels at the value found and beside it, and what stands in the way.

use super::obstacles::obstacles;
use super::outcome::{Obstacle, SizeOutcome, SizedPart, TheoryAnswer};
use super::search::{Found, Search};
use super::theory::ByTheory;
use super::trials::least_excess;
use crate::app::Error;
use crate::requirement::{Level, Met};
use crate::sizing::certification::scaled_excess;
use crate::stats::Estimate;

/// Makes the outcome of a search.
pub(super) fn outcome(search: &mut Search<'_, '_, '_>, found: Found) -> Result<SizeOutcome, Error> {
    let grid = search.grid.clone();
    let position = shown(search, found)?;
    let value = grid.value(position);
    let before = position.checked_sub(1).map(|before| grid.value(before));
    let after = (position < grid.last).then(|| grid.value(position + 1));
    let replications = found.replications.max(1);
    let here = search.trials.fresh(value, replications)?;
    let beside = |search: &mut Search<'_, '_, '_>, value: Option<f64>| match value {
        Some(value) if search.trials.results(value).is_some() => {
            search.trials.fresh(value, replications).map(Some)
        }
        _ => Ok(None),
    };
    let (less, more) = (beside(search, before)?, beside(search, after)?);
    let parts: Vec<SizedPart> = here.iter().map(|level| part(search, level, &less, &more)).collect();
    let deciding = deciding(search, &parts, found.met);
    let tried = tried(search, parts.get(deciding))?;
    let theory = if found.is_exact { theory(search, (value, before), deciding)? } else { None };
    let obstacles = if found.met == Met::No { in_the_way(search, &parts, value)? } else { Vec::new() };
    Ok(SizeOutcome {
        met: found.met,
        key: search.trials.lever.key().to_owned(),
        value: (found.met == Met::Yes).then_some(value),
        shown: value,
        written: search.trials.lever.written(value),
        one_less: before,
        is_least: !grid.is_descending,
        range: (grid.value(0).min(grid.value(grid.last)), grid.value(0).max(grid.value(grid.last))),
        parts,
        deciding,
        tried,
        obstacles,
        theory,
        not_monotone: not_monotone(search),
        confidence: search.confidence,
        replications,
        calls: search.trials.calls,
        seed: search.trials.seed,
        seconds: 0.0,
    })
}

/// Returns the position that is shown: the one found; where none suffices the best of those that were tried.
fn shown(search: &mut Search<'_, '_, '_>, found: Found) -> Result<u32, Error> {
    if found.met != Met::No || found.is_exact {
        return Ok(found.position);
    }
    let all = vec![true; search.counts.len()];
    let mut best = (found.position, f64::NEG_INFINITY);
    for (value, levels) in search.trials.tried()? {
        let excess = least_excess(&levels, &all);
        if excess > best.1 + 1e-9 {
            best = (search.grid.position(value), excess);
        }
    }
    Ok(best.0)
}

fn part(
    search: &Search<'_, '_, '_>,
    level: &Level,
    less: &Option<Vec<Level>>,
    more: &Option<Vec<Level>>,
) -> SizedPart {
    let same = |levels: &Option<Vec<Level>>| {
        let is =
            |other: &&Level| (other.part, other.site, other.date) == (level.part, level.site, level.date);
        levels.as_ref()?.iter().find(is).map(|level| level.value)
    };
    SizedPart {
        text: search.trials.requirement.parts[level.part].text.clone(),
        site: level.site,
        date: level.date,
        level: level.clone(),
        one_less: same(less),
        one_more: same(more),
    }
}

/// Returns the part that decides: with one step less the one that falls furthest short; where none suffices the one that
/// is missed most.
fn deciding(search: &Search<'_, '_, '_>, parts: &[SizedPart], met: Met) -> usize {
    let excess = |part: &SizedPart| match (met, part.one_less) {
        (Met::Yes, Some(one_less)) if search.counts[part.level.part] => {
            scaled_excess(&Level { value: one_less, ..part.level.clone() })
        }
        (Met::Yes, Some(_)) => f64::INFINITY,
        _ => scaled_excess(&part.level),
    };
    let all = parts.iter().enumerate().map(|(index, part)| (index, excess(part)));
    all.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(index, _)| index)
}

/// Lists the values that were simulated, with the level of the deciding part.
fn tried(search: &mut Search<'_, '_, '_>, part: Option<&SizedPart>) -> Result<Vec<(f64, Estimate)>, Error> {
    let Some(part) = part else { return Ok(Vec::new()) };
    let is = |level: &&Level| {
        (level.part, level.site, level.date) == (part.level.part, part.level.site, part.level.date)
    };
    let of = |(value, levels): (f64, Vec<Level>)| Some((value, levels.iter().find(is)?.value));
    Ok(search.trials.tried()?.into_iter().filter_map(of).collect())
}

/// Returns what the exact formula says of the deciding part.
fn theory(
    search: &mut Search<'_, '_, '_>,
    (value, before): (f64, Option<f64>),
    deciding: usize,
) -> Result<Option<TheoryAnswer>, Error> {
    let requirement = search.trials.requirement;
    let Some(part) = requirement.parts.get(deciding).map(|_| deciding) else { return Ok(None) };
    let mut at = |value: f64| -> Result<Option<(String, Option<f64>)>, Error> {
        Ok(match ByTheory::of(search.trials.model(value)?, requirement) {
            Some(ByTheory::Exact { formula, levels }) => Some((formula, levels[part].value.mean)),
            _ => None,
        })
    };
    let before = before.map(&mut at).transpose()?.flatten();
    let Some((formula, level)) = at(value)?.or(before.clone().map(|(formula, _)| (formula, None))) else {
        return Ok(None);
    };
    Ok(Some(TheoryAnswer { formula, level, one_less: before.and_then(|(_, level)| level) }))
}

/// Lists what stands in the way at a value where some part is missed.
fn in_the_way(
    search: &mut Search<'_, '_, '_>,
    parts: &[SizedPart],
    value: f64,
) -> Result<Vec<Obstacle>, Error> {
    let missed = |part: &&SizedPart| scaled_excess(&part.level) < 0.0;
    let mut sites: Vec<usize> = parts.iter().filter(missed).filter_map(|part| part.site).collect();
    sites.dedup();
    let opposed = parts.iter().find(|part| !search.counts[part.level.part] && missed(part));
    let reached = parts.iter().filter(|part| search.counts[part.level.part]).all(|part| !missed(&part));
    let mut all: Vec<Obstacle> = opposed
        .filter(|_| reached || search.counts.contains(&true))
        .map(|part| Obstacle::Conflict(part.text.clone()))
        .into_iter()
        .collect();
    let model = search.trials.model(value)?.clone();
    if let Some(results) = search.trials.results(value) {
        all.extend(obstacles(&model, results, &sites));
    }
    let end = search.grid.value(search.grid.last);
    match &search.grid.refused {
        Some(why) => all.push(Obstacle::Refused(why.clone())),
        None if all.is_empty() => all.push(Obstacle::RangeEnds(end)),
        None => {}
    }
    Ok(all)
}

/// Returns two values of which the less favourable one is shown to be better, on the same replications.
fn not_monotone(search: &Search<'_, '_, '_>) -> Option<(f64, f64)> {
    let mut all = search.trials.on_search();
    if search.grid.is_descending {
        all.reverse();
    }
    let half = |level: &Level| level.value.half_width.unwrap_or(f64::INFINITY);
    let falls = |a: &Level, b: &Level| {
        let fall = a.excess().zip(b.excess()).map(|(a, b)| a - b);
        search.counts[a.part] && fall.is_some_and(|fall| fall > half(a) + half(b))
    };
    let pairs = all.windows(2);
    let wrong = |pair: &&[(f64, &Vec<Level>)]| pair[0].1.iter().zip(pair[1].1).any(|(a, b)| falls(a, b));
    pairs.into_iter().find(wrong).map(|pair| (pair[0].0, pair[1].0))
}
