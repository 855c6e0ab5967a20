//! The keys of a merger plan's `scenario.toml`: the types mirror the file and hold no logic.
//!
//! The data that people keep in spreadsheets are in tables beside it: hotlines, sites, hours, weeks,
//! calendar and seasons (`tables.rs`, `dates.rs`).

use super::call_flow::{
    AbsenceFile, DesksFile, ExpertsFile, FollowUpFile, PoolingFile, PublicityFile, RepeatFile,
    SatisfactionFile, SubCentresFile, SurgeFile,
};
use crate::scenario::distribution::Distribution;
use crate::scenario::file::{
    AlternativeFile, ArrivalsFile, AssumptionFile, BothNames, BusynessFile, RedialFile,
};
use crate::scenario::scalar::{Count, Day, Duration, Share};
use crate::scenario::schema;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A plan that merges hotlines into one number at several sites, to be simulated by hotseat.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    /// Name of the scenario, as it appears in results.
    #[schemars(length(min = 1), example = "jilin-2021")]
    pub name: String,
    /// A line that says what it is about.
    pub title: Option<String>,
    /// Date of the first day.
    #[schemars(example = "2021-04-26")]
    pub start: Day,
    /// The whole horizon in days.
    #[schemars(extend("minimum" = 1, "maximum" = 3660), example = 252)]
    pub days: Count,
    /// The first part of the horizon: simulated, not measured.
    #[serde(default)]
    pub warm_up: Duration,
    /// Seed of the random marks, unless the command line gives another.
    #[serde(default = "one")]
    #[schemars(extend("x-kind" = "seed"))]
    pub seed: u64,
    /// How arrival instants are made: `thinned` suits paired comparisons, `inverted` is fastest.
    pub arrivals: Option<ArrivalsFile>,
    /// Acceptable waits for the service level; 15, 20, 30 and 60 s are always reported.
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub service_level_within: Vec<Duration>,
    /// Which state of the merger is simulated: `during` is the plan; `before` has no merger; `after`
    /// has everything merged and every seat ready from the first day.
    #[serde(default)]
    pub phase: PhaseFile,
    /// Ids of the sites that are simulated; all of sites.csv if there are none here.
    #[serde(default)]
    pub only_sites: Vec<String>,
    /// How volumes are stated.
    pub demand: DemandFile,
    /// The topics of the one number itself.
    pub own_topics: OwnTopicsFile,
    /// How callers and calls move to the one number.
    pub migration: MigrationFile,
    /// How handle times are made of talk and wrap-up.
    pub handle_time: HandleTimeFile,
    /// What callers put up with.
    pub caller: CallerFile,
    /// The rule: seats by inhabitants, staff by seats.
    pub rule: RuleFile,
    /// From the first day's seats to the rule's.
    pub path: PathFile,
    /// What people work, and when.
    pub staff: StaffFile,
    /// How the sites' front lines stand by each other; each alone if not given.
    pub pooling: Option<PoolingFile>,
    /// The departments' own people. Without them only calls that reach the front line are simulated.
    pub desks: Option<DesksFile>,
    /// Experts behind the front line; needs `desks`.
    pub experts: Option<ExpertsFile>,
    /// Sub-centres; needs `desks`.
    pub sub_centres: Option<SubCentresFile>,
    /// Tickets and calls back.
    pub follow_up: Option<FollowUpFile>,
    /// Callers who were answered, not helped, and call again.
    pub repeat: Option<RepeatFile>,
    /// How callers rate answers.
    pub satisfaction: Option<SatisfactionFile>,
    /// Random day and hour factors of demand; plain Poisson arrivals without it.
    pub busyness: Option<BusynessFile>,
    /// Values of this file that are assumed rather than known.
    #[serde(default)]
    pub assumption: Vec<AssumptionFile>,
    /// Named sets of changes: `hotseat run SCENARIO@NAME`.
    #[serde(default)]
    pub alternative: Vec<AlternativeFile>,
}

fn one() -> u64 {
    1
}

/// Which state of the merger is simulated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum PhaseFile {
    /// No merger.
    Before,
    /// The plan.
    #[default]
    During,
    /// All merged, every seat ready.
    After,
}

/// How volumes are stated.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DemandFile {
    /// The date for which the volumes of sites.csv are stated.
    #[schemars(example = "2023-03-31")]
    pub base_date: Day,
    /// Growth per year from that date, backwards too: 0.15 is 15 %.
    #[schemars(range(min = -0.5, max = 5), example = 0.15)]
    pub growth_per_year: f64,
    /// Share of a site's callers, when all lines are merged, who have a topic of the one number itself.
    #[schemars(example = "50 %")]
    pub own_share: Share,
    /// By what the volumes of sites.csv are multiplied.
    #[serde(default = "once")]
    #[schemars(range(min = 0, max = 1000), example = 1.0)]
    pub volume_factor: f64,
    /// By what the volume of single sites is multiplied besides, by the site's id.
    #[serde(default)]
    #[schemars(example = serde_json::json!({ "north": 1.2 }))]
    pub factor_at: BTreeMap<String, f64>,
    /// The profile of hours.csv that the lines of profile `office` follow within the day; their own if not given.
    /// Their week stays.
    #[schemars(length(min = 1), example = &"general")]
    pub office_profile: Option<String>,
    /// Whether seasons.csv counts.
    #[serde(default = "yes")]
    pub seasons: bool,
    /// Further dates with more callers, for alternatives.
    #[serde(default)]
    pub surges: Vec<SurgeFile>,
}

fn once() -> f64 {
    1.0
}

fn yes() -> bool {
    true
}

/// The topics of the one number itself.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnTopicsFile {
    /// The number.
    #[schemars(length(min = 1), example = "12345")]
    pub number: String,
    /// Its name.
    pub name: BothNames,
    /// Mean handle time: talk and wrap-up.
    #[schemars(extend("x-positive" = true), example = "270 s")]
    pub aht: Duration,
    /// Its profile in hours.csv and weeks.csv.
    #[schemars(example = &"general")]
    pub profile: String,
}

/// How callers and calls move to the one number.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MigrationFile {
    /// How forwarding passes from nothing to all within a line's window.
    #[serde(default)]
    pub curve: CurveFile,
    /// Share of a line's callers who dial the one number before its window.
    #[schemars(example = "20 %")]
    pub habit_before: Share,
    /// Share that it tends to.
    #[schemars(example = "60 %")]
    pub habit_after: Share,
    /// Time from the window's first day in which habit goes 95 % of the way (the time constant is a third).
    #[schemars(extend("x-positive" = true), example = "365 d")]
    pub habit_time: Duration,
    /// Campaigns that make callers dial the one number.
    #[serde(default)]
    pub publicity: Vec<PublicityFile>,
    /// By how much longer front-line talk on a merged topic stays than that of its own people.
    #[schemars(range(min = 0, max = 10), example = 0.05)]
    pub lasting_penalty: f64,
    /// By how much longer it is besides when the window begins.
    #[schemars(range(min = 0, max = 10), example = 0.30)]
    pub fading_penalty: f64,
    /// Time after which 37 % of that is left.
    #[schemars(extend("x-positive" = true), example = "45 d")]
    pub fading_time: Duration,
}

/// How forwarding passes from nothing to all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum CurveFile {
    /// Evenly over the window.
    #[default]
    Linear,
    /// All at once on the window's last day.
    Step,
}

/// How handle times are made of talk and wrap-up.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandleTimeFile {
    /// By what all handle times are multiplied.
    #[serde(default = "once")]
    #[schemars(range(max = 100), extend("exclusiveMinimum" = 0), example = 1.0)]
    pub factor: f64,
    /// Talk, of a handle time of talk and wrap-up together.
    #[schemars(extend("x-positive" = true), example = "165 s")]
    pub talk: Duration,
    /// Wrap-up, of the same.
    #[schemars(example = "105 s")]
    pub wrap_up: Duration,
    /// Standard deviation / mean of talk, lognormal.
    #[schemars(range(max = 100), extend("exclusiveMinimum" = 0), example = 1.2)]
    pub talk_cv: f64,
    /// Standard deviation / mean of wrap-up, lognormal.
    #[schemars(range(max = 100), extend("exclusiveMinimum" = 0), example = 0.8)]
    pub wrap_up_cv: f64,
}

/// What callers put up with.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallerFile {
    /// The wait a caller accepts.
    pub patience: Distribution,
    /// What callers do who were not answered.
    pub redial: Option<RedialFile>,
}

/// The rule.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Seats per million inhabitants; three decimals count.
    #[schemars(range(min = 0, max = 1_000_000), example = 15)]
    pub seats_per_million: f64,
    /// Staff per seat; three decimals count.
    #[schemars(range(min = 0, max = 1000), example = 3)]
    pub staff_per_seat: f64,
    /// What becomes of a part of a seat.
    pub rounding: RoundingFile,
    /// Whether each site rounds by itself or the province once.
    #[serde(default)]
    pub rule_on: RuleOnFile,
    /// Calls at once (waiting or talking) per seat; more get the busy tone. No limit if not given.
    #[schemars(extend("minimum" = 1), example = 3)]
    pub lines_per_seat: Option<Count>,
    /// Seats of single sites in place of the rule's number, by the site's id; staff per seat stay the rule's.
    #[serde(default)]
    #[schemars(example = serde_json::json!({ "north": 120 }))]
    pub seats_at: BTreeMap<String, Count>,
    /// Staff of single sites in place of staff per seat, by the site's id.
    #[serde(default)]
    #[schemars(example = serde_json::json!({ "north": 300 }))]
    pub staff_at: BTreeMap<String, Count>,
}

/// What becomes of a part of a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum RoundingFile {
    /// A whole seat.
    Up,
    /// To the nearest, halves up.
    Nearest,
    /// Nothing.
    Down,
}

/// On whose inhabitants the rule is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum RuleOnFile {
    /// Each site's.
    #[default]
    Site,
    /// The province's; its seats are shared out by inhabitants.
    Province,
}

/// From the first day's seats to the rule's.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathFile {
    /// How seats are added.
    pub expansion: ExpansionFile,
    /// First-day seats of sites for which sites.csv gives none, as a share of the rule's.
    #[schemars(example = "29 %")]
    pub first_day_share: Share,
    /// The first day of the path, where the horizon begins on another; the horizon's own if not given.
    #[schemars(example = "2021-04-26")]
    pub from: Option<Day>,
    /// The date on which every seat is ready.
    #[schemars(example = "2021-12-01")]
    pub complete: Day,
    /// When people are hired for new seats.
    #[serde(default)]
    pub hiring: HiringFile,
    /// Time from a new seat to the first day of people hired late, in whole days.
    #[schemars(example = "30 d")]
    pub hiring_lead: Duration,
    /// Time from then to their first call, in whole days.
    #[schemars(example = "42 d")]
    pub training: Duration,
}

/// How seats are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum ExpansionFile {
    /// In equal steps on the first of each month.
    Monthly,
    /// All on the first day.
    RuleFromDayOne,
}

/// When people are hired for new seats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum HiringFile {
    /// In time: they are trained and present on the day their seats are.
    #[default]
    Ahead,
    /// When the seat is ready: they count after `hiring_lead` and `training`.
    Late,
}

/// What people work, and when.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffFile {
    /// Share of staff on inbound calls; the rest does work that is not simulated.
    #[schemars(example = "70 %")]
    pub inbound_share: Share,
    /// Paid hours of one person in a year.
    #[schemars(range(min = 1, max = 8760), example = 2000)]
    pub paid_hours_per_year: f64,
    /// Share of paid hours on leave.
    pub leave: Share,
    /// Share of rostered shifts lost to sickness, by chance.
    pub sickness: Share,
    /// Share of rostered hours in training, planned where it costs the fewest calls.
    pub training: Share,
    /// Share of rostered hours off the line for other reasons, planned likewise.
    pub other: Share,
    /// Share of a shift on breaks, in staggered half hours.
    pub breaks: Share,
    /// People rostered at least in every half hour that is covered.
    #[schemars(extend("minimum" = 1))]
    pub minimum_on_duty: Count,
    /// Shifts, and how people are spread over them.
    #[serde(default)]
    pub pattern: PatternFile,
    /// Dates on which more people than usual are absent. Rotas are made without knowing.
    #[serde(default)]
    pub absences: Vec<AbsenceFile>,
}

/// Shifts, and how people are spread over them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum PatternFile {
    /// Eight hours from 0, 7, 8, 9, 10, 12, 14, 16 or 20 h, people where they save most lost calls.
    #[default]
    Staggered,
    /// Three shifts (0, 8, 16 h), people where they save most lost calls.
    ThreeShifts,
    /// Three shifts, the same number in each.
    Equal,
    /// Two shifts (8, 20 h), people where they save most lost calls.
    TwelveHour,
}

/// The schema of a plan's scenario.toml, made once.
pub fn schema() -> &'static serde_json::Value {
    static SCHEMA: OnceLock<serde_json::Value> = OnceLock::new();
    SCHEMA.get_or_init(schema::of::<PlanFile>)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_shipped_schemas_are_in_step_with_the_types() {
        let made = format!("{}\n", serde_json::to_string_pretty(super::schema()).unwrap());
        for plan in ["jilin-2021", "plan", "published"] {
            let path = format!("{}/scenarios/{plan}/scenario.schema.json", env!("CARGO_MANIFEST_DIR"));
            if std::env::var_os("UPDATE_SCHEMA").is_some() {
                std::fs::write(&path, &made).unwrap();
            }
            let shipped = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                shipped == made,
                "{path} is out of step: UPDATE_SCHEMA=1 cargo test --lib scenario::plan"
            );
        }
    }
}
