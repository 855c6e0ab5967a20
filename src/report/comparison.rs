//! Scenarios that are compared, as values.

use crate::model::{Model, Site};
use crate::replicate::{Results, Series};
use crate::scenario::difference::Difference;
use crate::self_check::SelfCheck;
use crate::verdict::judged;

/// A scenario and its results.
pub struct Side<'a> {
    /// Its name, with what was set on the command line.
    pub name: String,
    /// The scenario.
    pub model: &'a Model,
    /// Its results.
    pub results: &'a Results,
    /// Of a plan, the results of everything built and merged, by which the rule is judged.
    pub after: Option<&'a Results>,
    /// How they stand up to what must hold.
    pub checks: SelfCheck<'a>,
}

impl Side<'_> {
    /// Returns whether its totals contain calls to desks that close.
    pub fn has_closed_desks(&self) -> bool {
        self.model.groups().iter().any(|group| group.is_desk_that_closes())
    }
}

/// Two scenarios on the same callers.
pub struct Comparison<'a> {
    /// The scenario with which the other is compared.
    pub first: &'a Side<'a>,
    /// The other.
    pub second: &'a Side<'a>,
    /// The differences of their files.
    pub files: Vec<Difference>,
}

/// A site of both scenarios, and its front line in each.
pub struct SharedSite<'a> {
    /// The site, as the first scenario has it.
    pub site: &'a Site,
    /// Its front line in the first and in the second.
    pub front_lines: [&'a Series; 2],
}

impl<'a> Comparison<'a> {
    /// Lists the sites that both scenarios have, with their front lines as the scenarios were run.
    pub fn as_run(&self) -> Vec<SharedSite<'a>> {
        self.shared_sites([self.first.results, self.second.results])
    }

    /// Lists the sites that both scenarios have, with their front lines when everything is built and merged; none where
    /// one of the scenarios is no plan.
    pub fn after(&self) -> Option<Vec<SharedSite<'a>>> {
        Some(self.shared_sites([self.first.after?, self.second.after?]))
    }

    fn shared_sites(&self, [first, second]: [&'a Results; 2]) -> Vec<SharedSite<'a>> {
        let (own, others) = (self.first.model.sites(), self.second.model.sites());
        let shared = |(index, site): (usize, &'a Site)| {
            let other = others.iter().position(|other| other.id == site.id)?;
            let front_lines = [&judged(first)[index], &judged(second)[other]];
            Some(SharedSite { site, front_lines })
        };
        own.iter().enumerate().filter_map(shared).collect()
    }
}
