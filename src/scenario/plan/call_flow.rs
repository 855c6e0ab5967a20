//! The keys of a plan's `scenario.toml` for the flow of a call (desks, experts, sub-centres, tickets, repeat contacts,
//! ratings), for pooling and for dates that are not as usual.

use crate::scenario::distribution::Distribution;
use crate::scenario::scalar::{Clock, Count, Day, Duration, Share};
use schemars::JsonSchema;
use serde::Deserialize;

/// The departments' own people: desks that answer until their line is merged, experts and sub-centres,
/// who stay. How many: as few as Erlang A needs in the open hours of a mean day before the merger.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct DesksFile {
    /// When they open.
    #[schemars(example = &"08:30")]
    pub opens: Clock,
    /// When they close.
    #[schemars(example = &"17:00")]
    pub closes: Clock,
    /// On which days.
    #[serde(default)]
    pub on: OpenOnFile,
    /// Share of calls that desks are sized to answer.
    #[schemars(example = "85 %")]
    pub answered: Share,
    /// The same of desks that stay: experts and sub-centres.
    #[schemars(example = "90 %")]
    pub experts_answered: Share,
}

/// Days on which desks are open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum OpenOnFile {
    /// Workdays, make-up workdays included.
    #[default]
    Workdays,
    /// All days.
    EveryDay,
}

/// Experts behind the front line, for lines with `expert_seats`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct ExpertsFile {
    /// Share of the calls answered at the front line that need an expert, in a three-way call.
    #[schemars(example = "5 %")]
    pub referred: Share,
    /// How long agent and caller wait for one at most; then the agent opens a ticket.
    #[schemars(example = "60 s")]
    pub hold_at_most: Duration,
    /// How long the three speak together.
    #[schemars(example = "20 s")]
    pub introduction: Duration,
    /// The wait from which the front line may take a call to the experts' own number.
    #[schemars(example = "60 s")]
    pub overflow_after: Duration,
}

/// Sub-centres, which keep their seats and numbers.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct SubCentresFile {
    /// Share of the calls on their topics, answered at the front line, that are transferred to them.
    #[schemars(example = "50 %")]
    pub transferred: Share,
    /// The wait from which the front line may take a call to their own number.
    #[schemars(example = "60 s")]
    pub overflow_after: Duration,
}

/// Tickets, and the calls back that close them.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct FollowUpFile {
    /// Share of the calls answered at the front line that leave a ticket.
    #[schemars(example = "30 %")]
    pub share: Share,
    /// Time that a call back takes.
    pub handle: Distribution,
    /// Time from the ticket after which it is late.
    #[schemars(example = "5 d")]
    pub due: Duration,
    /// Agents who stay idle while one calls back, at least.
    #[schemars(example = 1)]
    pub reserve: Count,
    /// The same as a share of those on duty.
    #[schemars(example = "5 %")]
    pub reserve_share: Share,
}

/// Callers who were answered, not helped, and call again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct RepeatFile {
    /// Share of answered calls that solve the matter (first-contact resolution).
    #[schemars(example = "70 %")]
    pub resolved: Share,
    /// Share of the others who call again.
    #[schemars(example = "25 %")]
    pub share: Share,
    /// How much later.
    pub delay: Distribution,
    /// How often at most.
    #[schemars(extend("minimum" = 1, "maximum" = 100), example = 2)]
    pub at_most: Count,
}

/// How callers rate answers: good with the share below, times exp(-wait / `decay`).
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct SatisfactionFile {
    /// Share of good ratings where the matter was solved.
    #[schemars(example = "92 %")]
    pub solved: Share,
    /// Where it was not.
    #[schemars(example = "45 %")]
    pub unsolved: Share,
    /// The wait that leaves 37 % of that.
    #[schemars(extend("x-positive" = true), example = "20 min")]
    pub decay: Duration,
    /// Share of answered callers who rate.
    #[schemars(example = "30 %")]
    pub rated: Share,
}

/// How the sites' front lines stand by each other.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct PoolingFile {
    /// Who answers a site's callers.
    pub front_lines: PoolFile,
    /// With `own-first`, the wait from which other sites may.
    #[serde(default)]
    pub overflow_after: Duration,
}

/// Who answers a site's callers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum PoolFile {
    /// The site's own people alone.
    #[default]
    Alone,
    /// All sites' people, in one pool of the same seats and staff.
    Province,
    /// The site's own first, those of any other site after a wait.
    OwnFirst,
}

/// A campaign that makes callers dial the one number.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct PublicityFile {
    /// First day.
    #[schemars(example = "2021-09-01")]
    pub first: Day,
    /// Last day.
    #[schemars(example = "2021-09-30")]
    pub last: Day,
    /// Share of those who still dial the old number whom it wins, evenly over its days, for good.
    #[schemars(example = "20 %")]
    pub wins: Share,
}

/// Dates with more callers, or fewer; besides seasons.csv, for alternatives.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct SurgeFile {
    /// Numbers it bears on.
    #[schemars(length(min = 1))]
    pub hotlines: Vec<String>,
    /// First day.
    #[schemars(example = "2021-08-01")]
    pub first: Day,
    /// Last day.
    #[schemars(example = "2021-09-11")]
    pub last: Day,
    /// By what callers are multiplied.
    #[schemars(range(min = 0, max = 1000), example = 3)]
    pub factor: f64,
}

/// Dates on which more people than usual are absent.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct AbsenceFile {
    /// First day.
    #[schemars(example = "2021-08-01")]
    pub first: Day,
    /// Last day.
    #[schemars(example = "2021-09-11")]
    pub last: Day,
    /// By what the usual share is multiplied.
    #[serde(default = "once")]
    #[schemars(range(min = 0, max = 100), example = 2)]
    pub times: f64,
    /// What is added to it.
    #[serde(default)]
    #[schemars(example = "10 %")]
    pub plus: Share,
}

fn once() -> f64 {
    1.0
}
