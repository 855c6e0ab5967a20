//! The answer of sizing every site of a plan, without words.

use crate::app::assess::DemandFactor;
use crate::requirement::Met;
use crate::stats::Estimate;

/// A number of seats and the staff for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SeatsAndStaff {
    /// Seats.
    pub seats: u32,
    /// Staff.
    pub staff: u32,
}

/// The least seats and staff of every site of a plan, everything built and merged.
#[derive(Clone, Debug)]
pub struct SizeSitesOutcome {
    /// Whether every site that can be judged meets the requirement with some number of seats.
    pub met: Met,
    /// Sites, in the order of the model.
    pub sites: Vec<SizedSite>,
    /// One pool of all sites; none where it was not asked for, or cannot be told.
    pub pool: Option<PoolSize>,
    /// The requirement is on shares; else on seconds.
    pub is_share: bool,
    /// The bound of the requirement's part that is shown.
    pub bound: f64,
    /// Days over which the requirement is judged.
    pub days: usize,
    /// Probability with which each claim holds.
    pub confidence: f64,
    /// Replications.
    pub replications: u64,
    /// Calls simulated.
    pub calls: u64,
    /// The seed.
    pub seed: u64,
    /// Seconds that it took by the clock.
    pub seconds: f64,
}

/// The size of a site.
#[derive(Clone, Debug, PartialEq)]
pub struct SizedSite {
    /// Index of the site.
    pub site: usize,
    /// Inhabitants.
    pub people: u64,
    /// Seats and staff by the rule.
    pub rule: SeatsAndStaff,
    /// Whether the rule meets the requirement; none at a site with too few calls.
    pub rule_met: Option<Met>,
    /// The level with the rule's seats and staff.
    pub level_of_rule: Estimate,
    /// The least seats, with staff per seat by the rule, that meet the requirement; none where it cannot be told.
    pub needed: Option<SeatsAndStaff>,
    /// The level with them.
    pub level: Estimate,
    /// The level with them on fresh replications, and whether it confirms them: within an indifference of 0.2 points or
    /// 1 %, with the confidence of the claim.
    pub fresh: Option<(Estimate, bool)>,
    /// The level with one seat less.
    pub one_less: Option<Estimate>,
    /// Whether one seat less was shown not to suffice.
    pub is_least: bool,
    /// Whether no number of seats that was searched suffices.
    pub is_unreachable: bool,
    /// The least staff with the rule's seats.
    pub needed_staff_at_rule_seats: Option<u32>,
    /// The least seats per million inhabitants.
    pub least_seats_per_million: Option<f64>,
    /// Fresh callers a year per inhabitant who reach the front line.
    pub calls_per_head: f64,
    /// The multiple of the demand up to which the rule suffices.
    pub demand: Option<DemandFactor>,
}

impl SizedSite {
    /// Returns the calls per inhabitant and year at which the rule breaks even.
    pub fn break_even_calls_per_head(&self) -> Option<f64> {
        self.demand.map(|demand| demand.value() * self.calls_per_head)
    }

    /// Returns seats and staff of the rule beyond the least; below 0 where the rule has too few.
    pub fn surplus(&self) -> Option<(i64, i64)> {
        let needed = self.needed?;
        let more = |rule: u32, needed: u32| i64::from(rule) - i64::from(needed);
        Some((more(self.rule.seats, needed.seats), more(self.rule.staff, needed.staff)))
    }
}

impl SizeSitesOutcome {
    /// Returns seats and staff by the rule of all sites together.
    pub fn rule(&self) -> SeatsAndStaff {
        sum(self.sites.iter().map(|site| site.rule))
    }

    /// Returns the least seats and staff of all sites together; sites too small to be judged keep the rule's. None where
    /// some other site's cannot be told.
    pub fn needed(&self) -> Option<SeatsAndStaff> {
        let own = |site: &SizedSite| match site.rule_met {
            None => Some(site.rule),
            Some(_) => site.needed,
        };
        self.sites.iter().map(own).collect::<Option<Vec<_>>>().map(|all| sum(all.into_iter()))
    }

    /// Returns the seats and staff that the rule has too many, summed over sites, and those that it has too few.
    pub fn too_many_and_too_few(&self) -> [(i64, i64); 2] {
        let all = || self.sites.iter().filter_map(SizedSite::surplus);
        let add = |a: (i64, i64), b: (i64, i64)| (a.0 + b.0, a.1 + b.1);
        let many = all().filter(|surplus| surplus.0 > 0).fold((0, 0), add);
        let few = all().filter(|surplus| surplus.0 < 0).fold((0, 0), add);
        [many, (-few.0, -few.1)]
    }
}

fn sum(all: impl Iterator<Item = SeatsAndStaff>) -> SeatsAndStaff {
    all.fold(SeatsAndStaff::default(), |a, b| SeatsAndStaff {
        seats: a.seats + b.seats,
        staff: a.staff + b.staff,
    })
}

/// The least seats of one pool of all sites.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolSize {
    /// Seats and staff.
    pub needed: SeatsAndStaff,
    /// The level with them.
    pub level: Estimate,
    /// Replications behind it.
    pub replications: u64,
}
