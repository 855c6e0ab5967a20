//! The three-way test of a requirement.

use super::{Part, Requirement, Side};
use crate::kpi::Measure;
use crate::model::Model;
use crate::replicate::{Results, Series};
use crate::stats::{self, Estimate};
use crate::verdict::judged;
use jiff::civil::Date;

/// Whether a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// The interval contains the bound, or the KPI is not known.
    Inconclusive,
}

/// A part of a requirement at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The part as it was written.
    pub text: String,
    /// The site, by its index; none: the whole.
    pub site: Option<usize>,
    /// The date with the least favourable value, of a part that is asked for on every date.
    pub date: Option<Date>,
    /// The KPI, or the share of replications in which it is met.
    pub value: Estimate,
    /// Whether the value is in seconds; else it is a share or a number.
    pub is_seconds: bool,
    /// Whether it is met here.
    pub met: Met,
}

/// A requirement's judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Whether all is met.
    pub met: Met,
    /// Its parts, place by place.
    pub parts: Vec<Judged>,
}

/// Judges a requirement: by the front line of every site of a plan (`by_site`), else by the whole. Places at which a KPI
/// has no value in any replication are not judged. An error names a site that there is not, or a date that is not kept.
pub fn judge(
    requirement: &Requirement,
    model: &Model,
    results: &Results,
    by_site: bool,
) -> Result<Judgement, String> {
    let mut parts = Vec::new();
    for part in &requirement.parts {
        match part.every_date {
            true => parts.extend(on_every_date(part, model, results, by_site)?),
            false => parts.extend(at_places(part, model, results, by_site)?),
        }
    }
    Ok(Judgement { met: all(parts.iter().map(|part| part.met)), parts })
}

/// A part of a requirement at one place or on one date, as a level that is tested against its bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The part, by its index.
    pub part: usize,
    /// The site, by its index; none: the whole.
    pub site: Option<usize>,
    /// The date, of a part that is asked for on every date.
    pub date: Option<Date>,
    /// The KPI, or the share of replications in which it is met.
    pub value: Estimate,
    /// The bound.
    pub bound: f64,
    /// The side of the bound on which the value must lie.
    pub side: Side,
    /// Whether value and bound are shares.
    pub is_share: bool,
}

impl Level {
    /// Returns by how much the value lies on the good side of the bound; below 0 where it lies on the other, none where it
    /// is not known.
    pub fn excess(&self) -> Option<f64> {
        let excess = self.value.mean? - self.bound;
        Some(if self.side == Side::AtLeast { excess } else { -excess })
    }

    /// Makes the level of a part at a place.
    pub fn of(part: &Part, index: usize, value: Estimate) -> Level {
        let (bound, side) = part.share.map_or((part.bound, part.side), |share| (share, Side::AtLeast));
        let is_share = part.share.is_some() || part.measure.is_share();
        Level { part: index, site: None, date: None, value, bound, side, is_share }
    }
}

/// Returns the levels of a requirement, place by place and date by date; places and errors are those of [`judge`].
pub fn levels(
    requirement: &Requirement,
    model: &Model,
    results: &Results,
    by_site: bool,
) -> Result<Vec<Level>, String> {
    let mut levels = Vec::new();
    for (index, part) in requirement.parts.iter().enumerate() {
        let level = |site, date, value| Level { site, date, ..Level::of(part, index, value) };
        if part.every_date {
            let date = |day| model.horizon().date(day);
            for (site, dates) in by_date(part, model, results, by_site)? {
                levels.extend(dates.into_iter().map(|(day, value)| level(site, date(day), value)));
            }
        } else {
            let places = at_places(part, model, results, by_site)?;
            levels.extend(places.into_iter().map(|judged| level(judged.site, None, judged.value)));
        }
    }
    Ok(levels)
}

/// Whether all are met: missed if one is, inconclusive if one is or there is none.
fn all(parts: impl Iterator<Item = Met> + Clone) -> Met {
    match parts.clone().count() {
        0 => Met::Inconclusive,
        _ if parts.clone().any(|met| met == Met::No) => Met::No,
        _ if parts.clone().any(|met| met == Met::Inconclusive) => Met::Inconclusive,
        _ => Met::Yes,
    }
}

fn at_places(part: &Part, model: &Model, results: &Results, by_site: bool) -> Result<Vec<Judged>, String> {
    let Some(chosen) = chosen(part, model, by_site)? else {
        return Ok(vec![at(part, None, &results.tables.total)]);
    };
    let fronts = judged(results);
    let at_site = |site: usize| at(part, Some(site), &fronts[site]);
    Ok(chosen
        .into_iter()
        .map(at_site)
        .filter(|judged| part.site.is_some() || judged.value.mean.is_some())
        .collect())
}

/// Returns the sites at which a part is judged: the one that it names, or all of a plan; none where it is judged of the
/// whole.
fn chosen(part: &Part, model: &Model, by_site: bool) -> Result<Option<Vec<usize>>, String> {
    let sites = model.sites();
    let Some(id) = &part.site else { return Ok(by_site.then(|| (0..sites.len()).collect())) };
    match sites.iter().position(|site| site.id == *id) {
        Some(site) => Ok(Some(vec![site])),
        None => {
            let known = sites.iter().map(|site| site.id.as_str()).collect::<Vec<&str>>().join(", ");
            Err(format!("`{}`: there is no site `{id}`; sites are {known}", part.text))
        }
    }
}

fn at(part: &Part, site: Option<usize>, series: &Series) -> Judged {
    let (value, bound, side) = match part.share {
        None => (series.measure(part.measure), part.bound, part.side),
        Some(share) => (share_of_replications(part, series), share, Side::AtLeast),
    };
    let is_seconds = part.share.is_none() && !part.measure.is_share();
    Judged { text: part.text.clone(), site, date: None, value, is_seconds, met: beyond(value, bound, side) }
}

/// The share of replications that meet a bound, with Wilson's interval.
fn share_of_replications(part: &Part, series: &Series) -> Estimate {
    let values = (0..series.sums.full().len()).filter_map(|batch| series.of_batch(part.measure, batch));
    let meets: Vec<bool> = values.map(|value| on_side(value, part.bound, part.side)).collect();
    stats::wilson(meets.iter().filter(|meets| **meets).count() as f64, meets.len() as f64)
}

/// A place, by its site (none: the whole), and the value of a part on every date that has one.
type DatesOfPlace = (Option<usize>, Vec<(usize, Estimate)>);

/// Returns the values of a part by date: of a plan at every front line, else of the whole. Places without any value are
/// left out, unless the part names them.
fn by_date(
    part: &Part,
    model: &Model,
    results: &Results,
    by_site: bool,
) -> Result<Vec<DatesOfPlace>, String> {
    if results.tables.date.is_empty() {
        return Err(format!("`{}`: the scenario has no dates; give it a `start`", part.text));
    }
    if !matches!(part.measure, Measure::Ratio(_)) {
        return Err(format!(
            "`{}`: of a date rates and means are kept, no quantiles or rolling windows",
            part.text
        ));
    }
    let known = |dates: &[Series]| -> Vec<(usize, Estimate)> {
        let values = dates.iter().enumerate().map(|(day, series)| (day, series.measure(part.measure)));
        values.filter(|(_, value)| value.mean.is_some()).collect()
    };
    let Some(sites) = chosen(part, model, by_site)? else {
        return Ok(vec![(None, known(&results.tables.date))]);
    };
    let at_site = |site: usize| (Some(site), known(results.tables.front_line_dates(site)));
    let is_judged = |(_, dates): &DatesOfPlace| part.site.is_some() || !dates.is_empty();
    Ok(sites.into_iter().map(at_site).filter(is_judged).collect())
}

/// Judges a part on every date, place by place.
fn on_every_date(
    part: &Part,
    model: &Model,
    results: &Results,
    by_site: bool,
) -> Result<Vec<Judged>, String> {
    let places = by_date(part, model, results, by_site)?;
    Ok(places.into_iter().map(|(site, known)| worst_date(part, model, site, &known)).collect())
}

/// The date of a place that is furthest on the wrong side; each date is judged by its own interval.
fn worst_date(part: &Part, model: &Model, site: Option<usize>, known: &[(usize, Estimate)]) -> Judged {
    let sign = if part.side == Side::AtLeast { 1.0 } else { -1.0 };
    let met = all(known.iter().map(|(_, value)| beyond(*value, part.bound, part.side)));
    let worst = known.iter().min_by(|a, b| {
        let of = |value: &Estimate| sign * value.mean.unwrap_or(0.0);
        of(&a.1).total_cmp(&of(&b.1))
    });
    Judged {
        text: part.text.clone(),
        site,
        date: worst.and_then(|(day, _)| model.horizon().date(*day)),
        value: worst.map_or_else(Estimate::default, |(_, value)| *value),
        is_seconds: !part.measure.is_share(),
        met,
    }
}

fn on_side(value: f64, bound: f64, side: Side) -> bool {
    match side {
        Side::AtLeast => value >= bound,
        Side::AtMost => value <= bound,
    }
}

/// Whether the whole interval lies on one side of the bound.
fn beyond(value: Estimate, bound: f64, side: Side) -> Met {
    let Estimate { mean: Some(mean), half_width: Some(half) } = value else { return Met::Inconclusive };
    match (on_side(mean - half, bound, side), on_side(mean + half, bound, side)) {
        (true, true) => Met::Yes,
        (false, false) => Met::No,
        _ => Met::Inconclusive,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;
    use crate::dist::Dist;

    fn results(agents: u32) -> (Model, Results) {
        let (talk, patience) = (Dist::exponential(300.0).unwrap(), Dist::exponential(180.0).unwrap());
        let model = Model::single_queue(120.0, talk, patience, agents, 4.0).unwrap();
        let mut results = Results::new(&model);
        results.extend(&model, 1, 10, |_| {});
        (model, results)
    }

    fn met(text: &str, agents: u32) -> Met {
        let (model, results) = results(agents);
        judge(&parse(text, &[15.0, 20.0, 30.0, 60.0]).unwrap(), &model, &results, false).unwrap().met
    }

    #[test]
    fn a_requirement_is_met_missed_or_inconclusive_by_its_interval() {
        // 10 erlangs: 20 agents lose hardly anybody, 8 a quarter.
        assert_eq!(met("answer_rate >= 0.95", 20), Met::Yes);
        assert_eq!(met("answer_rate >= 0.95", 8), Met::No);
        let (_, results) = results(8);
        let rate = results.tables.total.kpi(crate::kpi::Kpi::AnswerRate).mean.unwrap();
        assert_eq!(met(&format!("answer_rate >= {rate}"), 8), Met::Inconclusive);
    }

    #[test]
    fn one_missed_part_misses_the_whole() {
        assert_eq!(met("answer_rate >= 0.95 and mean_wait_answered <= 0.001 s", 20), Met::No);
        assert_eq!(met("answer_rate >= 0.95 and mean_wait_answered <= 60 s", 20), Met::Yes);
    }

    #[test]
    fn a_share_of_years_has_its_own_interval() {
        // Ten of ten say 72 to 100 % by Wilson.
        assert_eq!(met("answer_rate >= 0.95 with 0.5", 20), Met::Yes);
        assert_eq!(met("answer_rate >= 0.95 with 0.9", 20), Met::Inconclusive);
        assert_eq!(met("answer_rate >= 0.95 with 0.5", 8), Met::No);
    }

    #[test]
    fn dates_and_sites_that_are_not_there_are_said() {
        let (model, results) = results(8);
        let error = |text| judge(&parse(text, &[15.0]).unwrap(), &model, &results, false).unwrap_err();
        assert!(error("every date answer_rate >= 0.9").contains("start"));
        assert!(error("answer_rate[site paris] >= 0.9").contains("paris"));
    }
}
