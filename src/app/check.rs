//! Checking a scenario without simulating it.

use super::{Error, ScenarioRequest};
use crate::language::Text;
use crate::scenario::plan::ListedSite;
use crate::scenario::{Changes, Loaded, Scenario};
use std::collections::BTreeSet;

/// A plan of more sites than this is previewed by a sample of them: each takes some 30 ms of rotas and formulas.
const ALL_PREVIEWED: usize = 100;

/// The sites of a sample, partners not counted.
const SAMPLE: usize = 60;

/// A request to check a scenario.
#[derive(Clone, Debug)]
pub struct CheckRequest {
    /// The scenario.
    pub scenario: ScenarioRequest,
    /// Id or name of the site whose day is asked for.
    pub site: Option<String>,
}

/// A scenario without errors.
#[derive(Debug)]
pub struct CheckOutcome {
    /// The scenario; of a plan with very many sites only some of them.
    pub scenario: Loaded,
    /// Index of the site asked for.
    pub site: Option<usize>,
    /// The number of sites that the files list, where the scenario here has only some of them.
    pub listed: Option<usize>,
}

/// Reads a scenario and finds the site asked for; an error lists everything that is wrong. Every row of every table is
/// checked, also where only some sites are previewed.
pub fn check(request: &CheckRequest) -> Result<CheckOutcome, Error> {
    let scenario = request.scenario.open()?;
    let (scenario, listed) = previewed(&scenario, request.site.as_deref())?;
    let site = request.site.as_deref().map(|name| site_index(&scenario, name)).transpose()?;
    Ok(CheckOutcome { scenario, site, listed })
}

/// Loads a scenario: with all its sites, or with a sample of them and how many there are.
fn previewed(scenario: &Scenario, asked: Option<&str>) -> Result<(Loaded, Option<usize>), Error> {
    let sites = scenario.listed_sites().unwrap_or_default();
    if sites.len() <= ALL_PREVIEWED {
        return Ok((scenario.load()?, None));
    }
    let chosen = match asked {
        None => sample(&sites),
        Some(name) => match sites.iter().position(|site| is(name, &site.id, &site.name)) {
            Some(site) => [Some(site), sites[site].partner].into_iter().flatten().collect(),
            None => return Err(unknown(name, sites.iter().map(|site| &site.id))),
        },
    };
    let ids = chosen.iter().map(|site| sites[*site].id.as_str());
    Ok((scenario.with(&Changes::new().put_texts("only_sites", ids))?, Some(sites.len())))
}

/// Takes sites at equal distances in the order of their inhabitants, the largest and the smallest among them, and
/// their partners.
fn sample(sites: &[ListedSite]) -> BTreeSet<usize> {
    let mut order: Vec<usize> = (0..sites.len()).collect();
    order.sort_by_key(|site| sites[*site].people);
    let chosen = (0..SAMPLE).map(|k| order[k * (sites.len() - 1) / (SAMPLE - 1)]);
    chosen.flat_map(|site| [Some(site), sites[site].partner]).flatten().collect()
}

/// Returns the index of the site of this id or name, in either language.
fn site_index(scenario: &Loaded, name: &str) -> Result<usize, Error> {
    let sites = scenario.plan.as_ref().map_or(&[][..], |plan| &plan.sites);
    let found = sites.iter().position(|site| is(name, &site.id, &site.name));
    found.ok_or_else(|| unknown(name, sites.iter().map(|site| &site.id)))
}

/// Whether a site is meant: by its id or its name, in either language.
fn is(meant: &str, id: &str, name: &Text) -> bool {
    [id, &name.en, &name.zh].iter().any(|text| text.eq_ignore_ascii_case(meant))
}

fn unknown<'a>(name: &str, sites: impl Iterator<Item = &'a String>) -> Error {
    Error::UnknownSite { name: name.to_owned(), sites: sites.cloned().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sites(number: usize) -> Vec<ListedSite> {
        let site = |i: usize| ListedSite {
            id: format!("s{i}"),
            name: Text::default(),
            people: (i as u64 * 7919) % 10_007,
            partner: (i == 5).then_some(6),
        };
        (0..number).map(site).collect()
    }

    #[test]
    fn a_sample_has_the_largest_and_the_smallest_site_and_partners() {
        let sites = sites(3000);
        let chosen = sample(&sites);
        assert!((SAMPLE..=SAMPLE + 1).contains(&chosen.len()), "{}", chosen.len());
        let people = |site: &usize| sites[*site].people;
        let all = || (0..sites.len()).collect::<Vec<_>>();
        assert_eq!(chosen.iter().map(people).max(), all().iter().map(people).max());
        assert_eq!(chosen.iter().map(people).min(), all().iter().map(people).min());
        assert!(!chosen.contains(&5) || chosen.contains(&6));
    }
}
