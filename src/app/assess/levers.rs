//! How far a lever can go at every site until the verdict on the rule is no longer "holds": seats downwards, demand
//! upwards.
//!
//! All sites are searched at once: one round makes a scenario in which every site has its own value of the lever, rotas
//! planned anew ([`super::lever_models`]). A round simulates the weeks alone in which a site's worst 24 h are lowest, and
//! foretells the worst of the whole horizon from theirs: the shortfalls of both keep their ratio nearly. The seats that a
//! search ends with are tested as the verdict is, over the whole horizon, which tells the ratio at that very value; one seat
//! less is tested likewise unless by that ratio it does not hold. The demand that is borne stays as it is foretold: several
//! times the callers over the whole horizon would take longer than all the rest.

use super::lever_models::{Lever, LeverModels, lowest_weeks, worst_in};
use super::outcome::RuleAtSite;
use super::steps::Steps;
use crate::app::Error;
use crate::app::progress::{AssessmentPart, OnProgress};
use crate::kpi::TARGET;
use crate::replicate::Results;
use crate::sizing::LeastValue;
use crate::stats::Estimate;
use crate::verdict::judged;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Weeks of each site that are simulated in a round.
const WEEKS_OF_SITE: usize = 2;
/// Tests of seats over the whole horizon at most.
const TESTS: usize = 6;

/// The value at which a search ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::app) struct Limit {
    /// The least value with which the site holds.
    pub(in crate::app) value: u32,
    /// Its worst 24 h with it.
    pub(in crate::app) worst_24h: Estimate,
    /// Its worst 24 h with the value before it: over the whole horizon where it was tested so, else foretold from its weeks.
    pub(in crate::app) one_less: Option<Estimate>,
    /// Whether the value before it was shown not to hold; else a smaller one may do.
    pub(in crate::app) is_least: bool,
}

/// What the worst 24 h of a site must reach for sure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::app) struct Standard {
    /// The share answered.
    pub(in crate::app) at_least: f64,
    /// Half-widths of intervals as a multiple of those of 95 %.
    pub(in crate::app) interval: f64,
}

impl Default for Standard {
    /// The standard by which the rule is judged.
    fn default() -> Standard {
        Standard { at_least: TARGET, interval: 1.0 }
    }
}

impl Standard {
    /// Returns by how much a worst rolling 24 h lies beyond the standard for sure; none where there are too few calls.
    pub(in crate::app) fn margin(self, worst_24h: Estimate) -> Option<f64> {
        let half_width = worst_24h.half_width.map_or(f64::INFINITY, |half| self.interval * half);
        worst_24h.mean.map(|worst| worst - half_width - self.at_least)
    }
}

/// The end of a search at a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::app) enum Searched {
    /// The site has too few calls to be judged.
    TooSmall,
    /// It holds with this value.
    Found(Limit),
    /// It holds with no value of the range.
    Unreachable,
    /// The tests did not suffice.
    Untold,
}

impl Searched {
    /// Returns the value at which the search ended.
    pub(in crate::app) fn limit(self) -> Option<Limit> {
        match self {
            Searched::Found(limit) => Some(limit),
            Searched::TooSmall | Searched::Unreachable | Searched::Untold => None,
        }
    }
}

/// The search at one site.
struct SiteSearch {
    site: usize,
    standard: Standard,
    range: RangeInclusive<u32>,
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
    fn new(
        lever: Lever,
        rule: &RuleAtSite,
        standard: Standard,
        models: &LeverModels<'_>,
    ) -> Option<SiteSearch> {
        let known = standard.margin(rule.worst_24h)?;
        let mut values = LeastValue::new(lever.range(rule));
        values.record(lever.as_it_is(rule), known);
        let weeks = lowest_weeks(models.as_it_is(), rule.site, WEEKS_OF_SITE);
        let whole = BTreeMap::from([(lever.as_it_is(rule), rule.worst_24h)]);
        let in_weeks =
            BTreeMap::from([(lever.as_it_is(rule), worst_in(models.as_it_is(), rule.site, &weeks))]);
        let range = lever.range(rule);
        let mut search =
            SiteSearch { site: rule.site, standard, range, values, weeks, ratio: 1.0, in_weeks, whole };
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

    /// Returns the worst 24 h over the whole horizon that those in the weeks foretell.
    fn foretold_worst(&self, worst: Estimate) -> Estimate {
        Estimate {
            mean: worst.mean.map(|worst| 1.0 - self.ratio * (1.0 - worst)),
            half_width: worst.half_width.map(|half| self.ratio * half),
        }
    }

    /// Returns the margin over the whole horizon that the worst 24 h in the weeks foretell.
    fn foretold(&self, worst: Estimate) -> f64 {
        self.standard.margin(self.foretold_worst(worst)).unwrap_or(f64::NEG_INFINITY)
    }

    /// Returns the worst 24 h with the value before one.
    fn before(&self, value: u32) -> Option<Estimate> {
        let before = value.checked_sub(1)?;
        let foretold = || self.in_weeks.get(&before).map(|worst| self.foretold_worst(*worst));
        self.whole.get(&before).copied().or_else(foretold)
    }

    /// Takes in the results over the whole horizon at a value.
    fn tell(&mut self, value: u32, results: &Results) {
        let worst = judged(results)[self.site].worst_24h();
        let margin = self.standard.margin(worst).unwrap_or(f64::NEG_INFINITY);
        self.whole.insert(value, worst);
        let lowest = |number| lowest_weeks(results, self.site, number);
        // With fewer seats another week may be the lowest than with many.
        if margin < 0.0 && !lowest(1).is_subset(&self.weeks) {
            self.begin_anew(lowest(WEEKS_OF_SITE), value, results);
        } else {
            self.learn_ratio(value);
            self.values.record(value, margin);
        }
    }

    /// Begins the search anew with other weeks; what is known of the whole horizon stays.
    fn begin_anew(&mut self, weeks: BTreeSet<usize>, value: u32, results: &Results) {
        self.in_weeks = BTreeMap::from([(value, worst_in(results, self.site, &weeks))]);
        self.weeks = weeks;
        self.ratio = 1.0;
        self.learn_ratio(value);
        self.values = LeastValue::new(self.range.clone());
        for (value, worst) in self.whole.iter().rev() {
            self.values.record(*value, self.standard.margin(*worst).unwrap_or(f64::NEG_INFINITY));
        }
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
            (Some(worst), _) => self.standard.margin(*worst).is_none_or(|margin| margin < 0.0),
            (None, Some(worst)) => self.foretold(*worst) < 0.0,
            (None, None) => false,
        }
    }

    /// Returns the least value that is foretold to hold.
    fn foretold_limit(&self) -> Option<Limit> {
        let value = self.values.found()?;
        let worst_24h = *self.whole.get(&value).or(self.in_weeks.get(&value))?;
        Some(Limit { value, worst_24h, one_less: self.before(value), is_least: true })
    }

    /// Says why no value was found.
    fn unfound(&self) -> Searched {
        let is_over = self.values.next().is_none() && self.values.found().is_none();
        if is_over { Searched::Unreachable } else { Searched::Untold }
    }

    /// Returns the least value that holds over the whole horizon.
    fn limit(&self) -> Option<Limit> {
        let holds = |(value, worst): (&u32, &Estimate)| {
            self.standard.margin(*worst).is_some_and(|m| m >= 0.0).then_some((*value, *worst))
        };
        let (value, worst_24h) = self.whole.iter().find_map(holds)?;
        let is_first = !value.checked_sub(1).is_some_and(|before| self.values.includes(before));
        let is_least = is_first || self.fails(value - 1);
        Some(Limit { value, worst_24h, one_less: self.before(value), is_least })
    }
}

/// Finds the least value of a lever with which each site holds.
pub(in crate::app) fn search(
    lever: Lever,
    models: &LeverModels<'_>,
    rule: &[RuleAtSite],
    standard: Standard,
    on_progress: &mut OnProgress<'_>,
) -> Result<Vec<Searched>, Error> {
    let part = match lever {
        Lever::Seats => AssessmentPart::Seats,
        Lever::Staff => AssessmentPart::Staff,
        Lever::Demand => AssessmentPart::Demand,
    };
    let mut steps = Steps::new(on_progress, part, None);
    let mut searches: Vec<SiteSearch> =
        rule.iter().filter_map(|site| SiteSearch::new(lever, site, standard, models)).collect();
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
        let results = models.whole_results(lever, &tested, &mut steps)?;
        for search in &mut searches {
            if let Some((_, value)) = tested.iter().find(|(site, _)| *site == search.site) {
                search.tell(*value, &results);
            }
        }
        steps.advance();
    }
    let mut found = vec![Searched::TooSmall; rule.len()];
    for search in &searches {
        found[search.site] = match lever {
            Lever::Seats | Lever::Staff => search.limit(),
            Lever::Demand => search.foretold_limit(),
        }
        .map_or(search.unfound(), Searched::Found);
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
