//! Checking a scenario without simulating it.

use super::{Error, ScenarioRequest};
use crate::scenario::Loaded;

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
    /// The scenario.
    pub scenario: Loaded,
    /// Index of the site asked for.
    pub site: Option<usize>,
}

/// Reads a scenario and finds the site asked for; an error lists everything that is wrong.
pub fn check(request: &CheckRequest) -> Result<CheckOutcome, Error> {
    let scenario = request.scenario.load()?;
    let site = request.site.as_deref().map(|name| site_index(&scenario, name)).transpose()?;
    Ok(CheckOutcome { scenario, site })
}

/// Returns the index of the site of this id or name, in either language.
fn site_index(scenario: &Loaded, name: &str) -> Result<usize, Error> {
    let sites = scenario.plan.as_ref().map_or(&[][..], |plan| &plan.sites);
    let is = |text: &str| text.eq_ignore_ascii_case(name);
    let found = sites.iter().position(|site| is(&site.id) || is(&site.name.en) || is(&site.name.zh));
    found.ok_or_else(|| Error::UnknownSite {
        name: name.to_owned(),
        sites: sites.iter().map(|site| site.id.clone()).collect(),
    })
}
