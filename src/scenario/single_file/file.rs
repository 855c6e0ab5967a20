//! The keys of a single-file scenario: the types mirror the file and hold no logic.
//!
//! A comment here is the help that an editor shows.

use crate::scenario::distribution::Distribution;
use crate::scenario::file::{
    AlternativeFile, ArrivalsFile, AssumptionFile, BusynessFile, NameFile, RedialFile,
};
use crate::scenario::scalar::{Count, Day, Duration, Share};
use crate::scenario::schema;
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::OnceLock;

/// A call centre with one queue, to be simulated by hotseat.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Name of the scenario, as it appears in results.
    #[schemars(length(min = 1), example = "erlang-a")]
    pub name: String,
    /// A line that says what it is about.
    pub title: Option<String>,
    /// Date of the first day; without it the scenario has no calendar.
    pub start: Option<Day>,
    /// The whole horizon in days, decimals allowed.
    #[schemars(range(max = 3660), extend("exclusiveMinimum" = 0), example = 30)]
    pub days: f64,
    /// The first part of the horizon: simulated, not measured.
    #[serde(default)]
    pub warm_up: Duration,
    /// Seed of the random marks, unless the command line gives another.
    #[serde(default = "one")]
    #[schemars(extend("x-kind" = "seed"))]
    pub seed: u64,
    /// How arrival instants are made: `inverted` is fastest, `thinned` suits paired comparisons.
    pub arrivals: Option<ArrivalsFile>,
    /// Acceptable waits for the service level; 15, 20, 30 and 60 s are always reported.
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub service_level_within: Vec<Duration>,
    /// Telephone numbers with their own demand.
    #[schemars(length(min = 1))]
    pub hotline: Vec<HotlineFile>,
    /// The agents who take the calls of all hotlines that name no other group.
    pub front_line: FrontLineFile,
    /// Further groups of agents, for hotlines that name them.
    #[serde(default)]
    pub group: Vec<GroupFile>,
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

/// A telephone number with its own demand.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["calls_per_hour"]}, {"required": ["profile"]}]))]
#[schemars(extend("x-hints" = {
    "aht": "handle time is talk and wrap-up together: give `talk` and, if there is one, `wrap_up`",
    "handle_time": "handle time is talk and wrap-up together: give `talk` and, if there is one, `wrap_up`",
    "acw": "after-call work is called `wrap_up`",
    "service": "give `talk` and, if there is one, `wrap_up`",
    "rate": "give `calls_per_hour`",
    "calls": "give `calls_per_hour`; rates by steps of the day are `profile = { step = \"30 min\", calls_per_hour = [...] }`",
    "calls_per_day": "give `calls_per_hour`: calls per day / 24",
    "abandon": "the wait a caller accepts is called `patience`",
    "id": "a hotline is named by its `number`"
}))]
pub struct HotlineFile {
    /// The number as dialled.
    #[schemars(length(min = 1), example = "12345")]
    pub number: String,
    /// Its name.
    pub name: Option<NameFile>,
    /// Fresh callers per hour, all day.
    #[schemars(range(min = 0, max = 1_000_000_000), example = 1260)]
    pub calls_per_hour: Option<f64>,
    /// Fresh callers by steps of the day.
    pub profile: Option<ProfileFile>,
    /// A sinusoidal factor on the rate; makes the arrivals `thinned`.
    pub wave: Option<WaveFile>,
    /// Talk time.
    pub talk: Distribution,
    /// Wrap-up time after the talk: agent busy, line free.
    pub wrap_up: Option<Distribution>,
    /// The wait a caller accepts; infinite if not given.
    pub patience: Option<Distribution>,
    /// 0 is served first.
    #[serde(default)]
    #[schemars(extend("maximum" = 7))]
    pub priority: Count,
    /// What callers do who were not answered.
    pub redial: Option<RedialFile>,
    /// The group of agents at which it rings; `front_line` if not given.
    #[schemars(length(min = 1), example = &"front_line")]
    pub group: Option<String>,
    /// Other groups that take its calls, in the order in which their idle agents are sought.
    #[serde(default)]
    pub overflow: Vec<OverflowFile>,
    /// What agents hand on to another group after their own talk.
    pub referral: Option<ReferralFile>,
}

/// A further group of agents.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupFile {
    /// Its id, as hotlines name it and as it appears in results.
    #[schemars(length(min = 1), example = &"experts")]
    pub id: String,
    /// Agents on duty: a number, or numbers by steps of the day.
    #[schemars(example = 10)]
    pub agents: AgentsFile,
    /// Calls at once, waiting for it or talking; more get the busy tone. No limit if not given.
    #[schemars(extend("minimum" = 1))]
    pub lines: Option<Count>,
}

/// A group that takes calls of another group's queue.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct OverflowFile {
    /// The group.
    #[schemars(length(min = 1), example = &"experts")]
    pub group: String,
    /// The wait from which it may; the caller keeps place and clock.
    #[serde(default)]
    pub after: Duration,
    /// How it ranks these calls: a group takes calls of the lowest rank first, its own are 0.
    #[serde(default = "next_rank")]
    #[schemars(extend("maximum" = 200))]
    pub rank: Count,
    /// Agents of that group who stay idle for others.
    #[serde(default)]
    pub reserve: Count,
    /// By what talk is longer with that group's agents.
    #[serde(default = "unchanged")]
    #[schemars(range(max = 100), extend("exclusiveMinimum" = 0))]
    pub talk_factor: f64,
}

fn next_rank() -> Count {
    Count(1)
}

fn unchanged() -> f64 {
    1.0
}

/// What agents hand on after their own talk.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct ReferralFile {
    /// Share of answered calls.
    #[schemars(example = "5 %")]
    pub share: Share,
    /// The group that takes them.
    #[schemars(length(min = 1), example = &"experts")]
    pub group: String,
    /// `three-way` (the default): the agent holds the caller and introduces the expert; `transfer`: the agent is
    /// free at once.
    #[serde(default)]
    pub how: TransferFile,
    /// Three-way: the agent holds for so long at most, then opens a ticket.
    #[serde(default = "hold_limit")]
    pub hold_limit: Duration,
    /// Three-way: agent, caller and expert talk together.
    #[serde(default = "introduction")]
    pub introduction: Duration,
    /// 0 is served first, before other callers of that group.
    #[serde(default)]
    #[schemars(extend("maximum" = 7))]
    pub priority: Count,
    /// Talk with the expert.
    pub talk: Distribution,
    /// The expert's wrap-up.
    pub wrap_up: Option<Distribution>,
    /// The wait for the expert that a caller accepts; infinite if not given.
    pub patience: Option<Distribution>,
}

fn hold_limit() -> Duration {
    Duration(60.0)
}

fn introduction() -> Duration {
    Duration(20.0)
}

/// How a call is handed on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum TransferFile {
    /// The agent holds the caller and introduces the expert.
    #[default]
    #[serde(rename = "three-way")]
    WarmTransfer,
    /// The agent is free at once.
    Transfer,
}

/// Fresh callers by steps of the day, the same every day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct ProfileFile {
    /// Length of a step; divides a day into whole steps.
    #[schemars(example = "30 min")]
    pub step: Duration,
    /// Callers per hour in each step from midnight on; repeated until the day is full.
    #[schemars(length(min = 1), inner(range(min = 0, max = 1_000_000_000)), example = [120, 240])]
    pub calls_per_hour: Vec<f64>,
}

/// The factor 1 + amplitude x sin(2 pi t / period) on the rate, t from the start of the horizon.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct WaveFile {
    /// 0 to 1.
    #[schemars(range(min = 0, max = 1), example = 0.2)]
    pub amplitude: f64,
    /// One full wave.
    #[schemars(extend("x-positive" = true), example = "24 h")]
    pub period: Duration,
}

/// The agents.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-hints" = {
    "seats": "in a small scenario every agent has a seat: give `agents`",
    "staff": "give `agents`, the number on duty at once",
    "servers": "give `agents`",
    "capacity": "calls in the system at once are called `lines`",
    "trunks": "calls in the system at once are called `lines`"
}))]
pub struct FrontLineFile {
    /// Agents on duty: a number, or numbers by steps of the day.
    #[schemars(example = 100)]
    pub agents: AgentsFile,
    /// Calls in the system at once (waiting or talking); more get the busy tone. No limit if not given.
    #[schemars(extend("minimum" = 1))]
    pub lines: Option<Count>,
    /// What becomes of calls in hand when agents leave: `finish` (the default) or `return` to the
    /// head of the queue.
    #[serde(default)]
    pub on_shift_end: ShiftEndFile,
}

/// Agents on duty.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum AgentsFile {
    /// The same number around the clock.
    Constant(Count),
    /// By steps of the day.
    Daily(DailyAgentsFile),
}

/// Agents by steps of the day, the same every day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct DailyAgentsFile {
    /// Length of a step; divides a day into whole steps.
    #[schemars(example = "30 min")]
    pub step: Duration,
    /// Agents in each step from midnight on; repeated until the day is full.
    #[schemars(length(min = 1), example = [10, 14])]
    pub values: Vec<Count>,
}

/// What becomes of calls in hand when agents leave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum ShiftEndFile {
    /// The agent finishes the call.
    #[default]
    Finish,
    /// The call goes back to the head of the queue and starts anew.
    Return,
}

/// The schema of single-file scenarios, made once.
pub fn schema() -> &'static serde_json::Value {
    static SCHEMA: OnceLock<serde_json::Value> = OnceLock::new();
    SCHEMA.get_or_init(schema::of::<ScenarioFile>)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_schema_is_in_step_with_the_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/scenario.schema.json");
        let made = format!("{}\n", serde_json::to_string_pretty(schema()).unwrap());
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        let shipped = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            shipped == made,
            "scenarios/scenario.schema.json is out of step: UPDATE_SCHEMA=1 cargo test --lib scenario::single_file"
        );
    }
}
