//! How far a lever can go at every site until the verdict on the rule is no longer "holds": seats downwards, demand
//! upwards.
//!
//! All sites are searched at once: one round makes a scenario in which every site has its own value of the lever, rotas
//! planned anew ([`super::lever_models`]). A round simulates the weeks alone in which a site's worst 24 h are lowest, and
//! foretells the worst of the whole horizon from theirs: the shortfalls of both keep their ratio nearly. The seats that a
//! search ends with are tested as the verdict is, over the whole horizon, which tells the ratio at that very value; one seat
//! less is tested likewise unless by that ratio it does not hold. The demand that is borne stays as it is foretold: several
//! times the callers over the whole horizon would take longer than all the rest.

use super::lever_models::{Lever, LeverModels};
use super::outcome::RuleAtSite;
use super::steps::Steps;
use crate::app::Error;
use crate::app::progress::{AssessmentPart, OnProgress};
use crate::sizing::LeastValue;
use crate::stats::Estimate;
use crate::verdict::margin;
use std::collections::{BTreeMap, BTreeSet};

/// Weeks of each site that are simulated in a round.
const WEEKS_OF_SITE: usize = 2;
/// Tests of seats over the whole horizon at most.
const TESTS: usize = 6;

/// The value at which a search ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limit {
    /// The least value with which the site holds.
    pub(super) value: u32,
    /// Its worst 24 h with it.
    pub(super) worst_24h: Estimate,
    /// Whether the value before it was shown not to hold; else a smaller one may do.
    pub(super) is_least: bool,
}

/// The search at one site.
struct SiteSearch {
    site: usize,
    values: LeastValue,
    weeks: BTreeSet<usize>,
    /// The shortfall (1 - worst 24 h) over the whole horizon, as a multiple of that in the weeks.
    ratio: f64,
    /// Margins in the weeks alone, by value.
    in_weeks: BTreeMap<u32, Estimate>,
    /// Worst 24 h over the whole horizon, by value.
    whole: BTreeMap<u32, Estimate>,
}

impl SiteSearch {
    /// Begins with the verdict on the rule.
    fn new(lever: Lever, rule: &RuleAtSite, models: &LeverModels<'_>) -> Option<SiteSearch> {
        let known = margin(rule.worst_24h)?;
        let mut values = LeastValue::new(lever.range(rule));
        values.record(lever.as_it_is(rule), known);
        let weeks = models.lowest_weeks(rule.site, WEEKS_OF_SITE);
        let whole = BTreeMap::from([(lever.as_it_is(rule), rule.worst_24h)]);
        let in_weeks = BTreeMap::from([(lever.as_it_is(rule), models.worst_as_it_is(rule.site, &weeks))]);
        let mut search = SiteSearch { site: rule.site, values, weeks, ratio: 1.0, in_weeks, whole };
        search.learn_ratio(lever.as_it_is(rule));
        Some(search)
    }

    /// Learns the ratio of shortfalls at a value that is known both ways.
    fn learn_ratio(&mut self, value: u32) {
        let shortfall = |of: &BTreeMap<u32, Estimate>| Some(1.0 - of.get(&value)?.mean?);
        if let Some((whole, weeks)) =
            shortfall(&self.whole).zip(shortfall(&self.in_weeks)).filter(|(_, w)| *w > 0.0)
        {
            self.ratio = (whole / weeks).max(1.0);
        }
    }

    /// Takes in the worst 24 h in the weeks at a value.
    fn foretell(&mut self, value: u32, worst: Estimate) {
        self.in_weeks.insert(value, worst);
        self.values.record(value, self.foretold(worst));
    }

    /// Returns the margin over the whole horizon that the worst 24 h in the weeks foretell.
    fn foretold(&self, worst: Estimate) -> f64 {
        let foretold = Estimate {
            mean: worst.mean.map(|worst| 1.0 - self.ratio * (1.0 - worst)),
            half_width: worst.half_width.map(|half| self.ratio * half),
        };
        margin(foretold).unwrap_or(f64::NEG_INFINITY)
    }

    /// Takes in the worst 24 h over the whole horizon at a value.
    fn tell(&mut self, value: u32, worst: Estimate) {
        self.whole.insert(value, worst);
        self.learn_ratio(value);
        self.values.record(value, margin(worst).unwrap_or(f64::NEG_INFINITY));
    }

    /// Returns the value that is to be tested over the whole horizon: the one found, then the one before it unless that
    /// does not hold in its weeks already.
    fn to_test(&self) -> Option<u32> {
        let found = self.values.found()?;
        if !self.whole.contains_key(&found) {
            return Some(found);
        }
        let before = found.checked_sub(1).filter(|before| self.values.includes(*before))?;
        (!self.fails(before)).then_some(before)
    }

    /// Whether a value does not hold: by its own test, else by what its weeks foretell.
    fn fails(&self, value: u32) -> bool {
        match (self.whole.get(&value), self.in_weeks.get(&value)) {
            (Some(worst), _) => margin(*worst).is_none_or(|margin| margin < 0.0),
            (None, Some(worst)) => self.foretold(*worst) < 0.0,
            (None, None) => false,
        }
    }

    /// Returns the least value that is foretold to hold.
    fn foretold_limit(&self) -> Option<Limit> {
        let value = self.values.found()?;
        let worst_24h = *self.whole.get(&value).or(self.in_weeks.get(&value))?;
        Some(Limit { value, worst_24h, is_least: true })
    }

    /// Returns the least value that holds over the whole horizon.
    fn limit(&self) -> Option<Limit> {
        let holds = |(value, worst): (&u32, &Estimate)| {
            margin(*worst).is_some_and(|m| m >= 0.0).then_some((*value, *worst))
        };
        let (value, worst_24h) = self.whole.iter().find_map(holds)?;
        let is_first = !value.checked_sub(1).is_some_and(|before| self.values.includes(before));
        Some(Limit { value, worst_24h, is_least: is_first || self.fails(value - 1) })
    }
}

/// Finds the least value of a lever with which each site holds; none where none does, and at sites too small to judge.
pub(super) fn search(
    lever: Lever,
    models: &LeverModels<'_>,
    rule: &[RuleAtSite],
    on_progress: &mut OnProgress<'_>,
) -> Result<Vec<Option<Limit>>, Error> {
    let part = match lever {
        Lever::Seats => AssessmentPart::Seats,
        Lever::Demand => AssessmentPart::Demand,
    };
    let mut steps = Steps::new(on_progress, part, None);
    let mut searches: Vec<SiteSearch> =
        rule.iter().filter_map(|site| SiteSearch::new(lever, site, models)).collect();
    for _ in 0..TESTS {
        locate(lever, models, &mut searches, &mut steps)?;
        if lever == Lever::Demand {
            break;
        }
        let tested: Vec<(usize, u32)> =
            searches.iter().filter_map(|search| Some((search.site, search.to_test()?))).collect();
        if tested.is_empty() {
            break;
        }
        let worst = models.whole(lever, &tested, &mut steps)?;
        for search in &mut searches {
            if let Some((value, worst)) = worst.get(&search.site) {
                search.tell(*value, *worst);
            }
        }
        steps.advance();
    }
    let mut found = vec![None; rule.len()];
    for search in &searches {
        found[search.site] = match lever {
            Lever::Seats => search.limit(),
            Lever::Demand => search.foretold_limit(),
        };
    }
    Ok(found)
}

/// Goes through rounds until every site's search has come to an end in its weeks.
fn locate(
    lever: Lever,
    models: &LeverModels<'_>,
    searches: &mut [SiteSearch],
    steps: &mut Steps<'_, '_>,
) -> Result<(), Error> {
    loop {
        let wanted: Vec<(usize, u32)> =
            searches.iter().filter_map(|search| Some((search.site, search.values.next()?))).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let weeks = searches.iter().map(|search| (search.site, &search.weeks)).collect();
        let worst = models.in_weeks(lever, &wanted, &weeks, steps)?;
        for (search, (site, value)) in searches.iter_mut().filter(|s| worst.contains_key(&s.site)).zip(wanted)
        {
            debug_assert_eq!(search.site, site);
            search.foretell(value, worst[&site]);
        }
        steps.advance();
    }
}
